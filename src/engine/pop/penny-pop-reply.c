/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lines of POP3 answers. */
#include "penny-pop-reply.h"

#include <string.h>

#include "penny-log.h"
#include "penny-reply.h"

/* A code is a word, perhaps with an argument. */
#define MAX_CODE_CHARS 60

static const struct {
  const char *name;
  PennyPopCode code;
} codes[] = {
  { "AUTH", PENNY_POP_CODE_AUTH },
  { "IN-USE", PENNY_POP_CODE_IN_USE },
  { "LOGIN-DELAY", PENNY_POP_CODE_LOGIN_DELAY },
  { "SYS/TEMP", PENNY_POP_CODE_SYS_TEMP },
  { "SYS/PERM", PENNY_POP_CODE_SYS_PERM },
};

void
penny_pop_reply_clear (PennyPopReply *reply)
{
  g_clear_pointer (&reply->code_words, g_free);
  g_clear_pointer (&reply->text, g_free);
}

/* "[CODE] text": the code, with *TEXT moved behind it. */
static PennyPopCode
take_code (const char **text, gsize *length)
{
  const char *end = *length > 0 && **text == '[' ? memchr (*text, ']', *length) : NULL;
  const char *name = *text + 1;
  gsize n;

  if (end == NULL)
    return PENNY_POP_CODE_NONE;

  n = end - name;
  *length -= end + 1 - *text;
  *text = end + 1;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strlen (codes[i].name) == n && g_ascii_strncasecmp (codes[i].name, name, n) == 0)
      return codes[i].code;

  return PENNY_POP_CODE_UNKNOWN;
}

/* LINE begins with WORD and the word ends there. */
static gboolean
begins_with (const char *line, gsize length, const char *word)
{
  gsize n = strlen (word);

  return length >= n && g_ascii_strncasecmp (line, word, n) == 0
         && (length == n || !g_ascii_isalnum (line[n]));
}

gboolean
penny_pop_reply_parse (const char *line, gsize length, PennyPopReply *reply)
{
  gsize skip;
  const char *text;

  memset (reply, 0, sizeof *reply);

  if (begins_with (line, length, "+OK"))
    reply->kind = PENNY_POP_REPLY_OK, skip = 3;
  else if (begins_with (line, length, "-ERR"))
    reply->kind = PENNY_POP_REPLY_ERR, skip = 4;
  else if (length >= 1 && line[0] == '+' && (length == 1 || line[1] == ' '))
    reply->kind = PENNY_POP_REPLY_CONTINUE, skip = 1;
  else
    return FALSE;

  text = line + skip;
  length -= skip;
  while (length > 0 && (*text == ' ' || *text == '\t'))
    text++, length--;

  if (reply->kind == PENNY_POP_REPLY_ERR)
    {
      const char *code = text;

      reply->code = take_code (&text, &length);
      if (reply->code != PENNY_POP_CODE_NONE)
        reply->code_words = penny_reply_clean (code + 1, text - code - 2, MAX_CODE_CHARS);
    }
  reply->text = penny_reply_dup_whole (text, length);
  return TRUE;
}

/* Like penny_channel_read_line(), but tells CRLF from LF: whether a lone dot behind a bare LF may
 * end a message depends on it. */
static char *
read_status_line (PennyChannel *channel, gsize *length, gboolean *bare_lf, GError **error)
{
  gsize seen = 0;

  for (;;)
    {
      gsize size;
      const guint8 *data = penny_channel_peek (channel, &size);
      const guint8 *lf = size > seen ? memchr (data + seen, '\n', size - seen) : NULL;
      int filled;

      if ((lf != NULL ? (gsize) (lf - data) : size) > PENNY_POP_MAX_STATUS_LINE)
        {
          g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
                               "The server's answer is too long");
          return NULL;
        }

      if (lf != NULL)
        {
          gsize n = lf - data;
          char *line;

          *bare_lf = n == 0 || data[n - 1] != '\r';
          *length = *bare_lf ? n : n - 1;
          line = g_memdup2 (data, n + 1);
          line[*length] = '\0';
          penny_channel_skip (channel, n + 1);
          return line;
        }

      seen = size;
      filled = penny_channel_fill (channel, error);
      if (filled == 0)
        g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                             "The server hung up before it answered");
      if (filled <= 0)
        return NULL;
    }
}

gboolean
penny_pop_reply_read (PennyChannel *channel, PennyPopReply *reply, GError **error)
{
  gsize length;
  gboolean bare_lf;
  g_autofree char *line = read_status_line (channel, &length, &bare_lf, error);

  if (line == NULL)
    return FALSE;

  /* A challenge may hold what a secret can be guessed from. */
  if (length > 0 && line[0] == '+' && (length == 1 || line[1] == ' '))
    penny_log_wire ("pop3", FALSE, "+ <challenge>", -1);
  else
    penny_log_wire ("pop3", FALSE, line, length);

  if (!penny_pop_reply_parse (line, length, reply))
    {
      const char *speaker = penny_reply_name_speaker (line, length);

      g_set_error (error, PENNY_POP_ERROR, PENNY_POP_ERROR_PROTOCOL,
                   speaker != NULL ? "This is not a POP3 server: %s answers"
                                   : "The server's answer is neither +OK nor -ERR%s",
                   speaker != NULL ? speaker : "");
      return FALSE;
    }

  reply->bare_lf = bare_lf;
  return TRUE;
}

PennyPopError
penny_pop_reply_to_error (const PennyPopReply *reply, PennyPopError fallback)
{
  switch (reply->code)
    {
    case PENNY_POP_CODE_AUTH:
      return PENNY_POP_ERROR_AUTH_FAILED;
    case PENNY_POP_CODE_IN_USE:
      return PENNY_POP_ERROR_IN_USE;
    case PENNY_POP_CODE_LOGIN_DELAY:
      return PENNY_POP_ERROR_LOGIN_DELAY;
    case PENNY_POP_CODE_SYS_TEMP:
      return PENNY_POP_ERROR_TEMPORARY;
    case PENNY_POP_CODE_SYS_PERM:
      return PENNY_POP_ERROR_PERMANENT;
    case PENNY_POP_CODE_NONE:
    case PENNY_POP_CODE_UNKNOWN:
    default:
      return fallback;
    }
}

PennyPopError
penny_pop_reply_to_login_error (const PennyPopReply *reply)
{
  const char *cause;

  if (reply->code != PENNY_POP_CODE_NONE && reply->code != PENNY_POP_CODE_UNKNOWN
      && reply->code != PENNY_POP_CODE_AUTH)
    return penny_pop_reply_to_error (reply, PENNY_POP_ERROR_AUTH_FAILED);

  cause = penny_reply_find_cause (PENNY_VOICE_POP, PENNY_MOMENT_LOG_IN, reply->text, NULL);
  if (g_strcmp0 (cause, "box-in-use") == 0)
    return PENNY_POP_ERROR_IN_USE;
  if (g_strcmp0 (cause, "too-soon") == 0)
    return PENNY_POP_ERROR_LOGIN_DELAY;
  return penny_reply_is_for_now (cause) ? PENNY_POP_ERROR_TEMPORARY : PENNY_POP_ERROR_AUTH_FAILED;
}
