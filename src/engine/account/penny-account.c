/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account value: checking a form, normalising it, and keeping it unchanged ever after. */
#include "penny-account.h"

#include <string.h>

#include "penny-error.h"

#define HOST_MAX 253
#define TEXT_MAX 255
#define ADDRESS_MAX 254
#define ID_MAX 64
#define KEY_LENGTH 64

struct _PennyAccount {
  gatomicrefcount ref_count;
  PennyAccountForm *form; /* owned; normalised: no NULL but for outgoing, no "default" left */
};

G_DEFINE_BOXED_TYPE (PennyAccount, penny_account, penny_account_ref, penny_account_unref)

/* --- servers --- */

guint16
penny_server_default_port (PennyProtocol protocol, PennySecurity security)
{
  gboolean tls = security == PENNY_SECURITY_TLS;

  switch (protocol)
    {
    case PENNY_PROTOCOL_IMAP:
      return tls ? 993 : 143;
    case PENNY_PROTOCOL_POP3:
      return tls ? 995 : 110;
    case PENNY_PROTOCOL_SMTP:
      return tls ? 465 : 587;
    default:
      return 0;
    }
}

PennyServer *
penny_server_new (PennyProtocol protocol, const char *host, guint16 port, PennySecurity security,
                  const char *user)
{
  PennyServer *self = g_new0 (PennyServer, 1);

  self->protocol = protocol;
  self->security = security;
  self->port = port;
  self->host = g_strdup (host);
  self->user = g_strdup (user);
  return self;
}

PennyServer *
penny_server_copy (const PennyServer *self)
{
  PennyServer *copy;

  if (self == NULL)
    return NULL;
  copy = penny_server_new (self->protocol, self->host, self->port, self->security, self->user);
  copy->trusted_key = g_strdup (self->trusted_key);
  return copy;
}

void
penny_server_set_trusted_key (PennyServer *self, const char *key)
{
  char *copy = g_strdup (key);

  g_free (self->trusted_key);
  self->trusted_key = copy;
}

void
penny_server_keep_trust (PennyServer *self, const PennyServer *old)
{
  if (old != NULL && self->host != NULL && old->host != NULL
      && g_ascii_strcasecmp (self->host, old->host) == 0)
    penny_server_set_trusted_key (self, old->trusted_key);
}

void
penny_server_free (PennyServer *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->user);
  g_free (self->trusted_key);
  g_free (self);
}

gboolean
penny_server_equal (const PennyServer *a, const PennyServer *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->protocol == b->protocol && a->security == b->security && a->port == b->port &&
         g_strcmp0 (a->host, b->host) == 0 && g_strcmp0 (a->user, b->user) == 0 &&
         g_strcmp0 (a->trusted_key, b->trusted_key) == 0;
}

gboolean
penny_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  if (strlen (host) > strlen (".localhost") &&
      g_ascii_strcasecmp (host + strlen (host) - strlen (".localhost"), ".localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* --- forms --- */

PennyAccountForm *
penny_account_form_new (void)
{
  PennyAccountForm *self = g_new0 (PennyAccountForm, 1);

  self->take_home_days = -1;
  return self;
}

void
penny_account_form_free (PennyAccountForm *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->address);
  g_free (self->name);
  g_free (self->signature);
  penny_server_free (self->incoming);
  penny_server_free (self->outgoing);
  penny_oauth_config_free (self->oauth);
  g_free (self->goa_id);
  g_free (self);
}

static PennyAccountForm *
form_copy (const PennyAccountForm *form)
{
  PennyAccountForm *copy = g_memdup2 (form, sizeof *form);

  copy->id = g_strdup (form->id);
  copy->address = g_strdup (form->address);
  copy->name = g_strdup (form->name);
  copy->signature = g_strdup (form->signature);
  copy->incoming = penny_server_copy (form->incoming);
  copy->outgoing = penny_server_copy (form->outgoing);
  copy->oauth = penny_oauth_config_copy (form->oauth);
  copy->goa_id = g_strdup (form->goa_id);
  return copy;
}

/* --- checks --- */

static gboolean
invalid (GError **error, const char *field, const char *why)
{
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "%s: %s", field, why);
  return FALSE;
}

/* No byte that could end a protocol line or a key-file line. */
static gboolean
is_clean_text (const char *text, gsize max)
{
  if (strlen (text) > max || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

gboolean
penny_host_is_plausible (const char *host)
{
  g_autofree char *ascii = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL || *host == '\0' || !is_clean_text (host, HOST_MAX))
    return FALSE;
  address = g_inet_address_new_from_string (host);
  if (address != NULL)
    return TRUE;
  if (strpbrk (host, " \t/\\@:%?#[]()<>,;\"'") || strstr (host, "..") || *host == '.' || *host == '-')
    return FALSE;
  ascii = g_hostname_to_ascii (host);
  return ascii != NULL && strlen (ascii) <= HOST_MAX;
}

gboolean
penny_address_is_plausible (const char *address)
{
  const char *at;

  if (address == NULL || !is_clean_text (address, ADDRESS_MAX))
    return FALSE;
  at = strrchr (address, '@');
  if (at == NULL || at == address || strcspn (address, " \t<>()[],;:\\\"@") != (gsize) (at - address))
    return FALSE;
  for (const char *p = address; *p; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return penny_host_is_plausible (at + 1) && at[strlen (at) - 1] != '.';
}

gboolean
penny_account_id_is_valid (const char *id)
{
  if (id == NULL || !g_ascii_isalnum (*id) || strlen (id) > ID_MAX)
    return FALSE;
  return id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

gboolean
penny_goa_id_is_valid (const char *id)
{
  if (id == NULL || *id == '\0' || strlen (id) > ID_MAX)
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return FALSE;
  return TRUE;
}

char *
penny_account_id_from_address (const char *address)
{
  g_autoptr (GString) id = g_string_new (NULL);
  gboolean lossy = FALSE;

  for (const char *p = address ? address : ""; *p; p++)
    {
      char c = g_ascii_tolower (*p);

      if (g_ascii_isalnum (c) || ((c == '.' || c == '_' || c == '-') && id->len > 0))
        g_string_append_c (id, c);
      else if (c == '@' && id->len > 0)
        g_string_append_c (id, '-');
      else
        lossy = TRUE;
    }
  if (lossy || id->len == 0 || id->len > ID_MAX - 8)
    {
      g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                            address ? address : "", -1);
      g_string_truncate (id, MIN (id->len, 40));
      g_string_append_printf (id, "%s%.8s", id->len ? "-" : "account-", sum);
    }
  return g_strdup (id->str);
}

static gboolean
is_key (const char *key)
{
  return strlen (key) == KEY_LENGTH && strspn (key, "0123456789abcdef") == KEY_LENGTH;
}

static gboolean
check_server (PennyServer *server, const char *group, const char *address, gboolean accept_plaintext,
              GError **error)
{
  g_autofree char *field = NULL;

  if (server->host)
    g_strstrip (server->host);
  if (!penny_host_is_plausible (server->host))
    {
      field = g_strconcat (group, " host", NULL);
      return invalid (error, field, server->host && *server->host ? "not a host name" : "missing");
    }
  if (server->security == PENNY_SECURITY_NONE && !accept_plaintext &&
      !penny_host_is_loopback (server->host))
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_PLAINTEXT,
                   "%s security: \"none\" would send the password readable to %s", group, server->host);
      return FALSE;
    }
  if (server->port == 0)
    server->port = penny_server_default_port (server->protocol, server->security);
  if (server->user == NULL || *server->user == '\0')
    {
      g_free (server->user);
      server->user = g_strdup (address);
    }
  if (server->trusted_key != NULL && !is_key (server->trusted_key))
    {
      field = g_strconcat (group, " trusted-key", NULL);
      return invalid (error, field, "must be 64 of 0-9 and a-f");
    }
  field = g_strconcat (group, " user", NULL);
  return is_clean_text (server->user, TEXT_MAX) || invalid (error, field, "not a user name");
}

static gboolean
check_servers (PennyAccountForm *form, GError **error)
{
  if (form->incoming == NULL)
    return invalid (error, "[incoming]", "missing");
  if (form->incoming->protocol == PENNY_PROTOCOL_SMTP)
    return invalid (error, "[incoming] protocol", "must be imap or pop3");
  if (form->incoming->protocol != penny_way_rules_get (form->way)->protocol)
    return invalid (error, "[account] way",
                    form->incoming->protocol == PENNY_PROTOCOL_IMAP ? "this way needs protocol=pop3"
                                                                    : "this way needs protocol=imap");
  if (form->outgoing)
    form->outgoing->protocol = PENNY_PROTOCOL_SMTP;
  return check_server (form->incoming, "[incoming]", form->address, form->accept_plaintext, error) &&
         (form->outgoing == NULL || check_server (form->outgoing, "[outgoing]", form->address,
                                                  form->accept_plaintext, error));
}

/* What belongs to another way of proving who one is, is not kept. */
static gboolean
check_auth (PennyAccountForm *form, GError **error)
{
  if (form->auth != PENNY_AUTH_OAUTH2)
    g_clear_pointer (&form->oauth, penny_oauth_config_free);
  if (form->auth != PENNY_AUTH_GOA)
    g_clear_pointer (&form->goa_id, g_free);
  else if (!penny_goa_id_is_valid (form->goa_id))
    return invalid (error, "[account] goa-id", form->goa_id ? "not the name of a desktop account" : "missing");
  if (form->oauth && (!penny_oauth_uri_is_safe (form->oauth->authorize_uri) ||
                      !penny_oauth_uri_is_safe (form->oauth->token_uri)))
    return invalid (error, "[oauth] authorize, token", "must be https addresses");
  return TRUE;
}

static gboolean
check_form (PennyAccountForm *form, GError **error)
{
  if (form->address)
    g_strstrip (form->address);
  if (!penny_address_is_plausible (form->address))
    return invalid (error, "[account] address",
                    form->address && *form->address ? "not an e-mail address" : "missing");
  if (form->name == NULL)
    form->name = g_strdup ("");
  if (!is_clean_text (form->name, TEXT_MAX))
    return invalid (error, "[account] name", "not one line of text");
  if (form->signature == NULL)
    form->signature = g_strdup ("");
  if (strlen (form->signature) > PENNY_SIGNATURE_MAX || !g_utf8_validate (form->signature, -1, NULL))
    return invalid (error, "[account] signature", "not text, or too long");
  if (form->id == NULL)
    form->id = penny_account_id_from_address (form->address);
  if (!penny_account_id_is_valid (form->id))
    return invalid (error, "id", "not 1 to 64 of a-z, 0-9, '.', '_', '-'");
  if (form->clear_after_days == 0)
    form->clear_after_days = PENNY_CLEAR_AFTER_DAYS_DEFAULT;
  if (form->clear_after_days < -1 || form->clear_after_days > PENNY_DAYS_MAX)
    return invalid (error, "[account] clear-after-days", "must be 1 to 3650, or never");
  if (form->take_home_days == -1)
    form->take_home_days = PENNY_TAKE_HOME_DAYS_DEFAULT;
  if (form->take_home_days < 0 || form->take_home_days > PENNY_DAYS_MAX)
    return invalid (error, "[account] take-home-days", "must be 0 to 3650");
  return check_auth (form, error) && check_servers (form, error);
}

/* --- the account --- */

PennyAccount *
penny_account_new (const PennyAccountForm *form, GError **error)
{
  g_autoptr (PennyAccountForm) copy = NULL;
  PennyAccount *self;

  g_return_val_if_fail (form != NULL, NULL);

  copy = form_copy (form);
  if (!check_form (copy, error))
    return NULL;
  self = g_new0 (PennyAccount, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->form = g_steal_pointer (&copy);
  return self;
}

PennyAccountForm *
penny_account_to_form (const PennyAccount *self)
{
  return form_copy (self->form);
}

PennyAccount *
penny_account_copy_with_id (const PennyAccount *self, const char *id)
{
  g_autoptr (PennyAccountForm) form = penny_account_to_form (self);

  g_return_val_if_fail (penny_account_id_is_valid (id), NULL);

  g_free (form->id);
  form->id = g_strdup (id);
  return penny_account_new (form, NULL);
}

PennyAccount *
penny_account_copy_with_trusted_key (const PennyAccount *self, gboolean outgoing, const char *key,
                                     GError **error)
{
  g_autoptr (PennyAccountForm) form = penny_account_to_form (self);
  PennyServer *server = outgoing ? form->outgoing : form->incoming;

  if (server == NULL)
    {
      invalid (error, "[outgoing]", "missing");
      return NULL;
    }
  penny_server_set_trusted_key (server, key);
  return penny_account_new (form, error);
}

PennyAccount *
penny_account_ref (PennyAccount *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
penny_account_unref (PennyAccount *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  penny_account_form_free (self->form);
  g_free (self);
}

gboolean
penny_account_equal (const PennyAccount *a, const PennyAccount *b)
{
  const PennyAccountForm *x, *y;

  if (a == b || a == NULL || b == NULL)
    return a == b;
  x = a->form;
  y = b->form;
  return strcmp (x->id, y->id) == 0 && strcmp (x->address, y->address) == 0 &&
         strcmp (x->name, y->name) == 0 && strcmp (x->signature, y->signature) == 0 && x->way == y->way &&
         x->clear_after_days == y->clear_after_days && x->take_home_days == y->take_home_days &&
         x->accept_plaintext == y->accept_plaintext && x->files_sent == y->files_sent &&
         x->auth == y->auth && penny_oauth_config_equal (x->oauth, y->oauth) &&
         g_strcmp0 (x->goa_id, y->goa_id) == 0 &&
         penny_server_equal (x->incoming, y->incoming) && penny_server_equal (x->outgoing, y->outgoing);
}

const char *
penny_account_get_id (const PennyAccount *self)
{
  return self->form->id;
}

const char *
penny_account_get_address (const PennyAccount *self)
{
  return self->form->address;
}

const char *
penny_account_get_name (const PennyAccount *self)
{
  return self->form->name;
}

const char *
penny_account_get_signature (const PennyAccount *self)
{
  return self->form->signature;
}

PennyWay
penny_account_get_way (const PennyAccount *self)
{
  return self->form->way;
}

int
penny_account_get_clear_after_days (const PennyAccount *self)
{
  return self->form->clear_after_days;
}

int
penny_account_get_take_home_days (const PennyAccount *self)
{
  return self->form->take_home_days;
}

const PennyServer *
penny_account_get_incoming (const PennyAccount *self)
{
  return self->form->incoming;
}

const PennyServer *
penny_account_get_outgoing (const PennyAccount *self)
{
  return self->form->outgoing;
}

gboolean
penny_account_get_accept_plaintext (const PennyAccount *self)
{
  return self->form->accept_plaintext;
}

PennyFilesSent
penny_account_get_files_sent (const PennyAccount *self)
{
  return self->form->files_sent;
}

const PennyWayRules *
penny_account_get_rules (const PennyAccount *self)
{
  return penny_way_rules_get (self->form->way);
}

int
penny_account_get_clearing_days (const PennyAccount *self)
{
  switch (penny_account_get_rules (self)->clears)
    {
    case PENNY_CLEARS_THROWN_AWAY_OR_OLD:
      return self->form->clear_after_days;
    case PENNY_CLEARS_ONCE_STORED:
      return self->form->take_home_days;
    case PENNY_CLEARS_NEVER:
    default:
      return -1;
    }
}

PennyAuth
penny_account_get_auth (const PennyAccount *self)
{
  return self->form->auth;
}

const PennyOauthConfig *
penny_account_get_oauth (const PennyAccount *self)
{
  return self->form->oauth;
}

const char *
penny_account_get_goa_id (const PennyAccount *self)
{
  return self->form->goa_id;
}
