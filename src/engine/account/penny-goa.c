/* SPDX-License-Identifier: GPL-3.0-or-later */
/* org.gnome.OnlineAccounts: its object manager, and the interfaces Account, Mail, OAuth2Based and PasswordBased. */
#include "penny-goa.h"

#include <string.h>

#include "penny-error.h"

#define SERVICE "org.gnome.OnlineAccounts"
#define ROOT "/org/gnome/OnlineAccounts"
#define ACCOUNTS ROOT "/Accounts/"
#define LIST_PATIENCE_MS 3000
#define SECRET_PATIENCE_MS 60000
#define ACCOUNTS_MAX 100

void
penny_goa_account_free (PennyGoaAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->provider);
  g_free (self->address);
  g_free (self->name);
  penny_server_free (self->incoming);
  penny_server_free (self->outgoing);
  g_free (self);
}

PennyAccountForm *
penny_goa_account_to_form (const PennyGoaAccount *self)
{
  PennyAccountForm *form = penny_account_form_new ();

  form->address = g_strdup (self->address);
  form->name = g_strdup (self->name);
  form->way = PENNY_WAY_SHARED;
  form->incoming = penny_server_copy (self->incoming);
  form->outgoing = penny_server_copy (self->outgoing);
  form->auth = PENNY_AUTH_GOA;
  form->goa_id = g_strdup (self->id);
  return form;
}

/* --- listing --- */

static const char *
get_text (GVariantDict *properties, const char *name)
{
  const char *text = NULL;

  /* Borrowed from the reply, which outlives the reading. */
  return g_variant_dict_lookup (properties, name, "&s", &text) ? text : "";
}

static gboolean
is_set (GVariantDict *properties, const char *name)
{
  gboolean value = FALSE;

  return g_variant_dict_lookup (properties, name, "b", &value) && value;
}

/* "mail.example.org" or "mail.example.org:1143", with PREFIX "Imap" or "Smtp". NULL when there is none. */
static PennyServer *
read_server (GVariantDict *mail, PennyProtocol protocol, const char *prefix)
{
  g_autofree char *supported = g_strconcat (prefix, "Supported", NULL);
  g_autofree char *host_name = g_strconcat (prefix, "Host", NULL);
  g_autofree char *user_name = g_strconcat (prefix, "UserName", NULL);
  g_autofree char *ssl_name = g_strconcat (prefix, "UseSsl", NULL);
  g_autofree char *tls_name = g_strconcat (prefix, "UseTls", NULL);
  g_autoptr (GNetworkAddress) address = NULL;
  PennySecurity security = PENNY_SECURITY_NONE;

  if (!is_set (mail, supported) || *get_text (mail, host_name) == '\0')
    return NULL;
  if (is_set (mail, ssl_name))
    security = PENNY_SECURITY_TLS;
  else if (is_set (mail, tls_name))
    security = PENNY_SECURITY_STARTTLS;
  address = G_NETWORK_ADDRESS (g_network_address_parse (get_text (mail, host_name),
                                                        penny_server_default_port (protocol, security), NULL));
  if (address == NULL || !penny_host_is_plausible (g_network_address_get_hostname (address)))
    return NULL;
  return penny_server_new (protocol, g_network_address_get_hostname (address), g_network_address_get_port (address),
                           security, get_text (mail, user_name));
}

static PennyGoaAccount *
read_account (const char *path, GVariant *account_properties, GVariant *mail_properties)
{
  g_auto (GVariantDict) account = G_VARIANT_DICT_INIT (account_properties);
  g_auto (GVariantDict) mail = G_VARIANT_DICT_INIT (mail_properties);
  g_autoptr (PennyGoaAccount) self = g_new0 (PennyGoaAccount, 1);

  if (!g_str_has_prefix (path, ACCOUNTS) || is_set (&account, "MailDisabled"))
    return NULL;
  self->id = g_strdup (path + strlen (ACCOUNTS));
  self->provider = g_strdup (get_text (&account, "ProviderName"));
  self->address = g_strdup (get_text (&mail, "EmailAddress"));
  self->name = g_strdup (get_text (&mail, "Name"));
  self->needs_attention = is_set (&account, "AttentionNeeded");
  self->incoming = read_server (&mail, PENNY_PROTOCOL_IMAP, "Imap");
  self->outgoing = read_server (&mail, PENNY_PROTOCOL_SMTP, "Smtp");
  if (!penny_goa_id_is_valid (self->id) || !penny_address_is_plausible (self->address) || self->incoming == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const PennyGoaAccount *x = *(PennyGoaAccount * const *) a, *y = *(PennyGoaAccount * const *) b;

  return strcmp (x->id, y->id);
}

static GPtrArray *
read_accounts (GVariant *reply)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_goa_account_free);
  g_autoptr (GVariantIter) objects = NULL;
  const char *path;
  GVariant *interfaces;

  g_variant_get (reply, "(a{oa{sa{sv}}})", &objects);
  while (accounts->len < ACCOUNTS_MAX && g_variant_iter_loop (objects, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      g_autoptr (GVariant) account = g_variant_lookup_value (interfaces, SERVICE ".Account", G_VARIANT_TYPE_VARDICT);
      g_autoptr (GVariant) mail = g_variant_lookup_value (interfaces, SERVICE ".Mail", G_VARIANT_TYPE_VARDICT);
      PennyGoaAccount *one = account != NULL && mail != NULL ? read_account (path, account, mail) : NULL;

      if (one != NULL)
        g_ptr_array_add (accounts, one);
    }
  g_ptr_array_sort (accounts, compare);
  return accounts;
}

static void
return_list (GTask *task, GVariant *reply)
{
  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_return_pointer (task, reply != NULL ? read_accounts (reply)
                                             : g_ptr_array_new_with_free_func ((GDestroyNotify) penny_goa_account_free),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  return_list (task, reply);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    {
      return_list (task, NULL);
      return;
    }
  g_dbus_connection_call (bus, SERVICE, ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL,
                          G_VARIANT_TYPE ("(a{oa{sa{sv}}})"), G_DBUS_CALL_FLAGS_NONE, LIST_PATIENCE_MS,
                          g_task_get_cancellable (task), listed_cb, g_object_ref (task));
}

void
penny_goa_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, penny_goa_list_async);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, connected_cb, task);
}

GPtrArray *
penny_goa_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_goa_list_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- secrets --- */

typedef struct {
  GDBusConnection *bus;      /* borrowed */
  const char *path;          /* borrowed */
  GCancellable *cancellable; /* borrowed; may be NULL */
} Call;

static GVariant *
call (const Call *self, const char *interface, const char *method, GVariant *arguments, const char *type,
      GError **error)
{
  return g_dbus_connection_call_sync (self->bus, SERVICE, self->path, interface, method, arguments,
                                      G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, SECRET_PATIENCE_MS,
                                      self->cancellable, error);
}

/* The desktop says "failed" for a network that is away, "not authorized" when the person has to act. */
static void
take_error (GError **error, GError *from)
{
  g_autofree char *name = g_dbus_error_is_remote_error (from) ? g_dbus_error_get_remote_error (from) : NULL;
  gboolean later = g_strcmp0 (name, SERVICE ".Error.Failed") == 0
                   || g_error_matches (from, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
                   || g_error_matches (from, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY);

  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, from);
      return;
    }
  g_dbus_error_strip_remote_error (from);
  g_set_error (error, PENNY_ACCOUNT_ERROR, later ? PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY : PENNY_ACCOUNT_ERROR_DESKTOP,
               "Online Accounts: %s", from->message);
  g_error_free (from);
}

/* Accounts have either interface. */
static gboolean
is_not_there (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
}

static PennySecret *
ask_secret (const Call *self, PennyPasswordUse use, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GVariant) reply = call (self, SERVICE ".OAuth2Based", "GetAccessToken", NULL, "(si)", &local);
  const char *text;

  if (reply != NULL)
    {
      g_variant_get (reply, "(&si)", &text, NULL);
      return penny_secret_new_token (text);
    }
  if (is_not_there (local))
    {
      g_clear_error (&local);
      reply = call (self, SERVICE ".PasswordBased", "GetPassword",
                    g_variant_new ("(s)", use == PENNY_PASSWORD_OUTGOING ? "smtp-password" : "imap-password"),
                    "(s)", &local);
    }
  if (reply == NULL)
    {
      take_error (error, g_steal_pointer (&local));
      return NULL;
    }
  g_variant_get (reply, "(&s)", &text);
  return penny_secret_new (text);
}

PennySecret *
penny_goa_get_secret_sync (const char *id, PennyPasswordUse use, gboolean fresh, GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *path = g_strconcat (ACCOUNTS, id, NULL);
  GError *local = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &local);
  const Call self = { bus, path, cancellable };
  g_autoptr (GVariant) ensured = NULL;

  g_return_val_if_fail (penny_goa_id_is_valid (id), NULL);

  if (bus != NULL && fresh)
    ensured = call (&self, SERVICE ".Account", "EnsureCredentials", NULL, "(i)", &local);
  if (local != NULL)
    {
      take_error (error, local);
      return NULL;
    }
  return ask_secret (&self, use, error);
}
