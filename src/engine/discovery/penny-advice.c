/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the right row of the table and filling in the names. */
#include "penny-advice.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "penny-advice-table.h"
#include "penny-reply.h"

static const char * const action_ids[PENNY_N_ADVICE_ACTIONS] = {
  [PENNY_ADVICE_NONE] = "none",
  [PENNY_ADVICE_TRY_AGAIN] = "try-again",
  [PENNY_ADVICE_ENTER_PASSWORD] = "enter-password",
  [PENNY_ADVICE_EDIT_ADDRESS] = "edit-address",
  [PENNY_ADVICE_EDIT_SETTINGS] = "edit-settings",
  [PENNY_ADVICE_CHANGE_WAY] = "change-way",
  [PENNY_ADVICE_OPEN_HELP] = "open-help",
  [PENNY_ADVICE_OPEN_WEBMAIL] = "open-webmail",
  [PENNY_ADVICE_OPEN_PROVIDER] = "open-provider",
  [PENNY_ADVICE_SIGN_IN_NETWORK] = "sign-in-network",
  [PENNY_ADVICE_CHECK_CLOCK] = "check-clock",
  [PENNY_ADVICE_CHECK_NETWORK] = "check-network",
  [PENNY_ADVICE_FREE_SPACE] = "free-space",
  [PENNY_ADVICE_REPAIR_STORE] = "repair-store",
  [PENNY_ADVICE_EDIT_MESSAGE] = "edit-message",
  [PENNY_ADVICE_SIGN_IN] = "sign-in",
  [PENNY_ADVICE_ONLINE_ACCOUNTS] = "online-accounts",
};

static gboolean
when_fits (PennyAdviceWhen when, PennyProvider *provider)
{
  static const PennySignIn wanted[] = {
    [PENNY_WHEN_APP_PASSWORD] = PENNY_SIGN_IN_APP_PASSWORD,
    [PENNY_WHEN_MAYBE_APP] = PENNY_SIGN_IN_MAYBE_APP,
    [PENNY_WHEN_MAIL_PASSWORD] = PENNY_SIGN_IN_MAIL_PASSWORD,
    [PENNY_WHEN_BRIDGE] = PENNY_SIGN_IN_BRIDGE,
    [PENNY_WHEN_IMPOSSIBLE] = PENNY_SIGN_IN_IMPOSSIBLE,
  };

  if (when == PENNY_WHEN_ALWAYS)
    return TRUE;
  if (provider == NULL)
    return FALSE;
  if (when == PENNY_WHEN_SWITCH_ON)
    return penny_provider_has_step (provider, PENNY_BEFORE_SWITCH_ON) ||
           penny_provider_has_step (provider, PENNY_BEFORE_SWITCH_ON_IMAP);
  if (when == PENNY_WHEN_BROWSER || when == PENNY_WHEN_NO_BROWSER)
    return penny_provider_get_sign_in (provider) == PENNY_SIGN_IN_BROWSER &&
           penny_provider_can_sign_in_with_browser (provider) == (when == PENNY_WHEN_BROWSER);
  return penny_provider_get_sign_in (provider) == wanted[when];
}

static const PennyAdviceRow *
find_row_in (const PennyAdviceRow *rows, guint n_rows, const char *cause, PennyPhase phase,
             PennyProvider *provider)
{
  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].cause, cause) == 0 && (rows[i].phases & PENNY_PHASE_BIT (phase)) &&
        when_fits (rows[i].when, provider))
      return &rows[i];
  return NULL;
}

static const PennyAdviceRow *
find_row (const char *cause, PennyPhase phase, PennyProvider *provider)
{
  guint n_rows;
  const PennyAdviceRow *rows = penny_advice_table_get_rows (&n_rows);
  const PennyAdviceRow *row = find_row_in (rows, n_rows, cause, phase, provider);

  if (row != NULL)
    return row;
  rows = penny_advice_replies_get_rows (&n_rows);
  return find_row_in (rows, n_rows, cause, phase, provider);
}

/* --- the cause --- */

static PennyVoice
voice_of (GQuark domain)
{
  if (domain == PENNY_IMAP_ERROR)
    return PENNY_VOICE_IMAP;
  if (domain == PENNY_POP_ERROR)
    return PENNY_VOICE_POP;
  return domain == PENNY_SMTP_ERROR ? PENNY_VOICE_SMTP : PENNY_VOICE_WIRE;
}

static guint
moments_of (PennyPhase phase)
{
  if (phase == PENNY_PHASE_COLLECT)
    return PENNY_MOMENT_BOX;
  /* The worker connects while it is sending. */
  return phase == PENNY_PHASE_SEND ? PENNY_MOMENT_SEND | PENNY_MOMENT_DOOR
                                   : PENNY_MOMENT_DOOR | PENNY_MOMENT_LOG_IN;
}

static const char *
find_cause (PennyPhase phase, const GError *error, PennyProvider *provider)
{
  const char *cause = NULL;

  if (penny_advice_table_heeds_words (error) && error->message != NULL)
    cause = penny_reply_find_cause (voice_of (error->domain), moments_of (phase), error->message,
                                    provider ? penny_provider_get_id (provider) : NULL);
  if (cause == NULL)
    cause = penny_advice_table_get_cause (error->domain, error->code);
  return cause ? cause : "unknown";
}

/* NAME in place of {KEY}; with a capital letter where a sentence starts with it. */
static void
append_name (GString *text, const char *name)
{
  gboolean starts = text->len == 0 || (text->len > 2 && strcmp (text->str + text->len - 2, ". ") == 0);
  gunichar first = g_utf8_get_char (name);

  g_string_append_unichar (text, starts ? g_unichar_toupper (first) : first);
  g_string_append (text, g_utf8_next_char (name));
}

static char *
fill_in (const char *format, const PennyAdviceContext *context)
{
  /* Translators: these stand in for names that are not known, in the middle of a sentence. */
  const char *provider = context->provider ? penny_provider_get_name (context->provider)
                                           : _("your mail provider");
  const char *names[] = { "{provider}", provider,
                          "{host}", context->host && *context->host ? context->host : _("the post office"),
                          "{address}", context->address && *context->address ? context->address
                                                                              : _("your address") };
  GString *text = g_string_new (NULL);

  for (const char *p = format; *p;)
    {
      guint i;

      for (i = 0; i < G_N_ELEMENTS (names); i += 2)
        if (g_str_has_prefix (p, names[i]))
          break;
      if (i == G_N_ELEMENTS (names))
        g_string_append_c (text, *p++);
      else
        {
          append_name (text, names[i + 1]);
          p += strlen (names[i]);
        }
    }
  return g_string_free (text, FALSE);
}

/* The names come from settings and servers: what would break a line or a sentence is left out. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = name ? g_utf8_make_valid (name, -1) : NULL;
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; p && *p && clean->len < 254; p = g_utf8_next_char (p))
    if (g_unichar_isprint (g_utf8_get_char (p)))
      g_string_append_unichar (clean, g_utf8_get_char (p));
  return g_string_free (clean, FALSE);
}

/* --- the button --- */

/* Every desktop asks a page like this whether the internet is there; a network with a sign-in page
 * shows that in its place, which it can do without HTTPS only. */
#define ANY_PLAIN_PAGE "http://nmcheck.gnome.org/"

/* The page of a mail provider is found under the part of an address behind the @. */
static char *
dup_webmail (PennyProvider *provider, const char *address)
{
  const char * const *domains = provider ? penny_provider_get_domains (provider) : NULL;
  const char *at = address ? strrchr (address, '@') : NULL;
  const char *domain = domains && domains[0] ? domains[0] : at ? at + 1 : NULL;
  g_autofree char *ascii = domain && *domain ? g_hostname_to_ascii (domain) : NULL;

  if (ascii == NULL || !penny_host_is_plausible (ascii) || g_hostname_is_ip_address (ascii))
    return NULL;
  return g_strdup_printf ("https://%s/", ascii);
}

static char *
dup_uri (PennyAdviceAction action, PennyProvider *provider, const char *address)
{
  const char *help = provider ? penny_provider_get_help_uri (provider) : NULL;

  switch (action)
    {
    case PENNY_ADVICE_OPEN_HELP:
      return g_strdup (help);
    case PENNY_ADVICE_OPEN_PROVIDER:
      return help ? g_strdup (help) : dup_webmail (provider, address);
    case PENNY_ADVICE_OPEN_WEBMAIL:
      return dup_webmail (provider, address);
    case PENNY_ADVICE_SIGN_IN_NETWORK:
      return g_strdup (ANY_PLAIN_PAGE);
    default:
      return NULL;
    }
}

gboolean
penny_advice_action_opens (PennyAdviceAction action)
{
  return action == PENNY_ADVICE_OPEN_HELP || action == PENNY_ADVICE_OPEN_PROVIDER ||
         action == PENNY_ADVICE_OPEN_WEBMAIL || action == PENNY_ADVICE_SIGN_IN_NETWORK;
}

/* A page that is not known would be a dead button: the person can still type, or try again. */
static void
settle_action (PennyAdvice *self, const PennyAdviceRow *row, const PennyAdviceContext *context)
{
  gboolean about_password = row->action == PENNY_ADVICE_OPEN_HELP;

  self->action = row->action;
  self->uri = dup_uri (row->action, context->provider, context->address);
  if (!penny_advice_action_opens (row->action) || self->uri != NULL)
    {
      self->button = row->button ? g_strdup (_(row->button)) : NULL;
      return;
    }
  self->action = about_password ? PENNY_ADVICE_ENTER_PASSWORD : PENNY_ADVICE_TRY_AGAIN;
  self->button = g_strdup (about_password ? _("Type It Again") : _("Try Again"));
}

static char *
make_details (const GError *error, PennyErrorGrade grade)
{
  g_autofree char *message = g_utf8_make_valid (error->message ? error->message : "", -1);

  return g_strdup_printf ("%s/%s: %s", grade.domain, grade.code ? grade.code : "?", message);
}

PennyAdvice *
penny_advice_new (PennyPhase phase, const GError *error, const PennyAdviceContext *context)
{
  g_autofree char *host = clean_name (context ? context->host : NULL);
  g_autofree char *address = clean_name (context ? context->address : NULL);
  PennyAdviceContext names = { context ? context->provider : NULL, host, address };
  PennyAdvice *self = g_new0 (PennyAdvice, 1);
  const PennyAdviceRow *row;

  g_return_val_if_fail (error != NULL, self);

  row = find_row (find_cause (phase, error, names.provider), phase, names.provider);
  if (row == NULL)
    row = find_row ("unknown", phase, NULL);
  self->grade = penny_error_grade (error);
  self->cause = row->says;
  self->title = fill_in (_(row->title), &names);
  self->explanation = fill_in (_(row->explanation), &names);
  settle_action (self, row, &names);
  self->action_id = action_ids[self->action];
  self->details = make_details (error, self->grade);
  return self;
}

void
penny_advice_free (PennyAdvice *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->explanation);
  g_free (self->button);
  g_free (self->uri);
  g_free (self->details);
  g_free (self);
}

char *
penny_advice_to_line (const PennyAdvice *self)
{
  /* Translators: a title, then an explanation, in one line. */
  return g_strdup_printf (_("%s. %s"), self->title, self->explanation);
}

gboolean
penny_advice_covers (GQuark domain, int code)
{
  const char *cause = penny_advice_table_get_cause (domain, code);

  return cause != NULL && find_row (cause, PENNY_PHASE_COLLECT, NULL) != NULL;
}
