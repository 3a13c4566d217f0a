/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first words: greeting, capabilities, STARTTLS. And the last ones. */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-reply.h"

#define LOGOUT_TIME_MS 5000
/* Enough to know a speaker by. */
#define FIRST_WORD 9

/* --- capabilities --- */

static const char * const cap_words[PENNY_IMAP_N_CAPS] = {
  [PENNY_IMAP_CAP_IMAP4REV1] = "IMAP4REV1",
  [PENNY_IMAP_CAP_IMAP4REV2] = "IMAP4REV2",
  [PENNY_IMAP_CAP_STARTTLS] = "STARTTLS",
  [PENNY_IMAP_CAP_LOGINDISABLED] = "LOGINDISABLED",
  [PENNY_IMAP_CAP_SASL_IR] = "SASL-IR",
  [PENNY_IMAP_CAP_LITERAL_PLUS] = "LITERAL+",
  [PENNY_IMAP_CAP_LITERAL_MINUS] = "LITERAL-",
  [PENNY_IMAP_CAP_IDLE] = "IDLE",
  [PENNY_IMAP_CAP_UIDPLUS] = "UIDPLUS",
  [PENNY_IMAP_CAP_MOVE] = "MOVE",
  [PENNY_IMAP_CAP_UNSELECT] = "UNSELECT",
  [PENNY_IMAP_CAP_NAMESPACE] = "NAMESPACE",
  [PENNY_IMAP_CAP_CHILDREN] = "CHILDREN",
  [PENNY_IMAP_CAP_LIST_EXTENDED] = "LIST-EXTENDED",
  [PENNY_IMAP_CAP_LIST_STATUS] = "LIST-STATUS",
  [PENNY_IMAP_CAP_SPECIAL_USE] = "SPECIAL-USE",
  [PENNY_IMAP_CAP_CREATE_SPECIAL_USE] = "CREATE-SPECIAL-USE",
  [PENNY_IMAP_CAP_XLIST] = "XLIST",
  [PENNY_IMAP_CAP_ESEARCH] = "ESEARCH",
  [PENNY_IMAP_CAP_CONDSTORE] = "CONDSTORE",
  [PENNY_IMAP_CAP_QRESYNC] = "QRESYNC",
  [PENNY_IMAP_CAP_ENABLE] = "ENABLE",
  [PENNY_IMAP_CAP_ID] = "ID",
  [PENNY_IMAP_CAP_COMPRESS_DEFLATE] = "COMPRESS=DEFLATE",
  [PENNY_IMAP_CAP_STATUS_SIZE] = "STATUS=SIZE",
  [PENNY_IMAP_CAP_QUOTA] = "QUOTA",
  [PENNY_IMAP_CAP_APPENDLIMIT] = "APPENDLIMIT",
  [PENNY_IMAP_CAP_UTF8_ACCEPT] = "UTF8=ACCEPT",
  [PENNY_IMAP_CAP_OBJECTID] = "OBJECTID",
  [PENNY_IMAP_CAP_SEARCHRES] = "SEARCHRES",
  [PENNY_IMAP_CAP_ESORT] = "ESORT",
  [PENNY_IMAP_CAP_CONTEXT_SEARCH] = "CONTEXT=SEARCH",
  [PENNY_IMAP_CAP_PARTIAL] = "PARTIAL",
  [PENNY_IMAP_CAP_PREVIEW] = "PREVIEW",
  [PENNY_IMAP_CAP_NOTIFY] = "NOTIFY",
  [PENNY_IMAP_CAP_BINARY] = "BINARY",
  [PENNY_IMAP_CAP_MULTIAPPEND] = "MULTIAPPEND",
  [PENNY_IMAP_CAP_GMAIL] = "X-GM-EXT-1",
};

/* What a server that only speaks rev2 need not list (RFC 9051 appendix E). */
static const PennyImapCap rev2_caps[] = {
  PENNY_IMAP_CAP_SASL_IR, PENNY_IMAP_CAP_LITERAL_MINUS, PENNY_IMAP_CAP_IDLE, PENNY_IMAP_CAP_UIDPLUS,
  PENNY_IMAP_CAP_MOVE, PENNY_IMAP_CAP_UNSELECT, PENNY_IMAP_CAP_NAMESPACE, PENNY_IMAP_CAP_CHILDREN,
  PENNY_IMAP_CAP_LIST_EXTENDED, PENNY_IMAP_CAP_LIST_STATUS, PENNY_IMAP_CAP_SPECIAL_USE,
  PENNY_IMAP_CAP_ESEARCH, PENNY_IMAP_CAP_ENABLE, PENNY_IMAP_CAP_STATUS_SIZE, PENNY_IMAP_CAP_SEARCHRES,
};

#define CAP_BIT(cap) (G_GUINT64_CONSTANT (1) << (cap))

gboolean
penny_imap_session_has (PennyImapSession *self, PennyImapCap cap)
{
  return (self->caps & CAP_BIT (cap)) != 0;
}

void
penny_imap_session_lose (PennyImapSession *self, PennyImapCap cap)
{
  self->lost |= CAP_BIT (cap);
  self->caps &= ~self->lost;
}

guint64
penny_imap_session_get_append_limit (PennyImapSession *self)
{
  return self->append_limit;
}

void
penny_imap_session_forget_capabilities (PennyImapSession *self)
{
  self->caps_known = FALSE;
  self->caps = 0;
  self->append_limit = 0;
  g_clear_pointer (&self->mechanisms, g_ptr_array_unref);
  self->mechanisms = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->mechanisms, NULL);
}

static void
set_capability (PennyImapSession *self, const char *word)
{
  if (g_ascii_strncasecmp (word, "AUTH=", 5) == 0)
    {
      /* Before the NULL at the end. */
      g_ptr_array_insert (self->mechanisms, (int) self->mechanisms->len - 1, g_ascii_strup (word + 5, -1));
      return;
    }
  if (g_ascii_strncasecmp (word, "APPENDLIMIT=", 12) == 0)
    {
      self->append_limit = g_ascii_strtoull (word + 12, NULL, 10);
      word = "APPENDLIMIT";
    }
  for (guint cap = 0; cap < PENNY_IMAP_N_CAPS; cap++)
    if (g_ascii_strcasecmp (word, cap_words[cap]) == 0)
      self->caps |= CAP_BIT (cap);
}

void
penny_imap_session_set_capabilities (PennyImapSession *self, char **words)
{
  penny_imap_session_forget_capabilities (self);
  for (guint i = 0; words[i] != NULL; i++)
    set_capability (self, words[i]);
  /* A server of both revisions lists rev1's extensions one by one. */
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_IMAP4REV2)
      && !penny_imap_session_has (self, PENNY_IMAP_CAP_IMAP4REV1))
    for (guint i = 0; i < G_N_ELEMENTS (rev2_caps); i++)
      self->caps |= CAP_BIT (rev2_caps[i]);
  self->caps &= ~self->lost;
  self->caps_known = TRUE;
}

gboolean
penny_imap_session_ask_capabilities (PennyImapSession *self, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("CAPABILITY");

  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, NULL, error);
}

/* --- greeting --- */

/* Behind the sign-in page of a guest network, or at another door, somebody else answers. */
static gboolean
check_speaker (PennyImapSession *self, GError **error)
{
  g_autofree char *message = NULL;
  const char *speaker;
  const guint8 *data;
  gsize size;

  while ((data = penny_channel_peek (self->channel, &size)), size < FIRST_WORD && memchr (data, '\n', size) == NULL)
    if (!penny_imap_session_fill (self, error))
      return FALSE;
  speaker = penny_reply_name_speaker ((const char *) data, size);
  if (speaker == NULL || strcmp (speaker, "an IMAP server") == 0)
    return TRUE;
  message = g_strdup_printf ("This is not an IMAP server: %s answers", speaker);
  return penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL, message, error);
}

static gboolean
read_greeting (PennyImapSession *self, PennySecurity security, GError **error)
{
  g_autoptr(PennyImapResponse) greeting = NULL;

  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  if (!check_speaker (self, error))
    return FALSE;
  greeting = penny_imap_session_read (self, error);
  if (greeting == NULL)
    return FALSE;
  if (greeting->tag != NULL
      || (greeting->type != PENNY_IMAP_RESPONSE_OK && greeting->type != PENNY_IMAP_RESPONSE_PREAUTH))
    return penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL, "This is not an IMAP server", error);
  self->state = PENNY_IMAP_STATE_STRANGER;
  if (greeting->type == PENNY_IMAP_RESPONSE_PREAUTH)
    {
      /* Logged in already, STARTTLS can no longer be asked for: someone in between may have said so. */
      if (security == PENNY_SECURITY_STARTTLS)
        return penny_imap_session_fail (self, PENNY_IMAP_ERROR_TLS_NOT_OFFERED,
                                        "The server skips the change to encryption", error);
      self->state = PENNY_IMAP_STATE_AUTHENTICATED;
      penny_imap_parser_set_limits (self->parser, &penny_imap_limits_default);
    }
  penny_imap_session_absorb (self, greeting);
  return self->caps_known || penny_imap_session_ask_capabilities (self, error);
}

static gboolean
start_tls (PennyImapSession *self, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("STARTTLS");
  g_autoptr(PennyImapResponse) result = NULL;
  g_autoptr(GError) refusal = NULL;

  if (!penny_imap_session_has (self, PENNY_IMAP_CAP_STARTTLS))
    return penny_imap_session_fail (self, PENNY_IMAP_ERROR_TLS_NOT_OFFERED,
                                    "The server does not offer encryption (STARTTLS)", error);
  if (!penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, &result, &refusal))
    {
      if (result != NULL)
        return penny_imap_session_fail (self, PENNY_IMAP_ERROR_TLS_NOT_OFFERED, refusal->message, error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (!penny_channel_start_tls (self->channel, error))
    return penny_imap_session_die (self);
  /* Whatever was said in clear may have been said by anybody. */
  self->distrust = FALSE;
  penny_imap_parser_reset (self->parser);
  penny_imap_session_forget_capabilities (self);
  return penny_imap_session_ask_capabilities (self, error);
}

gboolean
penny_imap_session_greet (PennyImapSession *self, PennySecurity security, GError **error)
{
  g_return_val_if_fail (self->state == PENNY_IMAP_STATE_NEW, FALSE);
  self->distrust = security == PENNY_SECURITY_STARTTLS;
  if (!read_greeting (self, security, error))
    return FALSE;
  return security != PENNY_SECURITY_STARTTLS || start_tls (self, error);
}

/* --- COMPRESS (RFC 4978) --- */

gboolean
penny_imap_session_compress (PennyImapSession *self, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("COMPRESS DEFLATE");
  g_autoptr(PennyImapResponse) result = NULL;
  g_autoptr(GError) refusal = NULL;

  if (!penny_imap_session_check (self, error))
    return FALSE;
  if (!penny_imap_session_has (self, PENNY_IMAP_CAP_COMPRESS_DEFLATE))
    return TRUE;
  penny_imap_session_lose (self, PENNY_IMAP_CAP_COMPRESS_DEFLATE);
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  /* The answer must be the last that is not packed. */
  if (!penny_imap_session_finish (self, &self->idling, NULL, error))
    return FALSE;
  if (penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, &result, &refusal))
    return penny_channel_start_compression (self->channel, error) || penny_imap_session_die (self);
  if (penny_imap_session_is_alive (self))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* --- the end --- */

/* BYE is not waited for: everything else has been answered, and a round trip is long. */
void
penny_imap_session_logout (PennyImapSession *self)
{
  if (self->state == PENNY_IMAP_STATE_STRANGER || self->state == PENNY_IMAP_STATE_AUTHENTICATED)
    {
      g_autoptr(PennyImapCommand) command = penny_imap_command_new ("LOGOUT");
      g_auto(PennyImapPending) pending = { .result = NULL };

      penny_imap_session_set_time (self, LOGOUT_TIME_MS);
      if (penny_imap_session_send (self, command, &pending, NULL, NULL, NULL))
        penny_imap_session_flush (self, NULL);
    }
  penny_imap_session_die (self);
}
