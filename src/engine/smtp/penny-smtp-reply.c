/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SMTP replies. */
#include "penny-smtp-reply.h"

#include <string.h>

#include "penny-log.h"
#include "penny-reply.h"
#include "penny-secret.h"

#define MAX_WORDS 300   /* characters of the server in an error */

void
penny_smtp_reply_clear (PennySmtpReply *reply)
{
  g_clear_pointer (&reply->enhanced, g_free);
  if (reply->text != NULL)
    g_string_free (reply->text, TRUE);
  memset (reply, 0, sizeof *reply);
}

/* "5.1.1 " at the start of TEXT, for a reply of class CLASS. */
static char *
find_enhanced (const char *text, char class)
{
  const char *p = text;

  if (*p++ != class)
    return NULL;

  for (guint part = 0; part < 2; part++)
    {
      guint digits = 0;

      if (*p++ != '.')
        return NULL;
      for (; g_ascii_isdigit (*p); p++)
        digits++;
      if (digits < 1 || digits > 3)
        return NULL;
    }

  return *p == ' ' || *p == '\0' ? g_strndup (text, p - text) : NULL;
}

static void
add_text (PennySmtpReply *reply, const char *text, gsize length)
{
  g_autofree char *whole = penny_reply_dup_whole (text, length);

  if (reply->text == NULL)
    reply->text = g_string_new (NULL);
  else
    g_string_append_c (reply->text, '\n');
  g_string_append (reply->text, whole);
}

gboolean
penny_smtp_reply_add_line (PennySmtpReply *reply, const char *line, gsize length, gboolean *last)
{
  int code;

  if (length < 3 || line[0] < '2' || line[0] > '5'
      || !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2]))
    return FALSE;
  if (length > 3 && line[3] != ' ' && line[3] != '-')
    return FALSE;

  code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (reply->code != 0 && reply->code != code)
    return FALSE;

  reply->code = code;
  reply->n_lines++;
  *last = length == 3 || line[3] == ' ';
  add_text (reply, length > 4 ? line + 4 : "", length > 4 ? length - 4 : 0);
  if (reply->n_lines == 1 && line[0] != '3')
    reply->enhanced = find_enhanced (reply->text->str, line[0]);
  return TRUE;
}

gboolean
penny_smtp_reply_read (PennyChannel *channel, PennySmtpReply *reply, GError **error)
{
  gboolean last = FALSE;

  while (!last)
    {
      gsize length;
      const char *line = penny_channel_read_line (channel, PENNY_SMTP_MAX_REPLY_LINE, &length, error);

      if (line == NULL)
        return FALSE;

      /* A challenge may hold what a secret can be guessed from. */
      if (length >= 3 && strncmp (line, "334", 3) == 0)
        penny_log_wire ("smtp", FALSE, "334 <challenge>", -1);
      else
        penny_log_wire ("smtp", FALSE, line, length);

      if (!penny_smtp_reply_add_line (reply, line, length, &last))
        {
          const char *speaker = reply->n_lines == 0 ? penny_reply_name_speaker (line, length) : NULL;

          g_set_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_PROTOCOL,
                       speaker != NULL ? "This is not an SMTP server: %s answers"
                                       : "The server's answer cannot be understood%s",
                       speaker != NULL ? speaker : "");
          return FALSE;
        }

      if (reply->n_lines > PENNY_SMTP_MAX_REPLY_LINES
          || reply->text->len > PENNY_SMTP_MAX_REPLY_SIZE)
        {
          g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_LIMIT,
                               "The server's answer does not end");
          return FALSE;
        }
    }

  return TRUE;
}

char *
penny_smtp_reply_shorten (const char *text)
{
  /* All lines at once: a secret that is broken into several is in none of them. */
  g_autofree char *hidden = penny_secret_hide (text);

  return g_utf8_substring (hidden, 0, MIN (g_utf8_strlen (hidden, -1), MAX_WORDS));
}

int
penny_smtp_reply_get_class (const PennySmtpReply *reply)
{
  return reply->code / 100;
}

gboolean
penny_smtp_reply_is_for_now (int code, const char *text)
{
  g_autofree char *words = g_strdup_printf ("%d %s", code, text);
  guint moments = PENNY_MOMENT_DOOR | PENNY_MOMENT_LOG_IN | PENNY_MOMENT_SEND;

  return code / 100 == 4 || penny_reply_is_for_now (penny_reply_find_cause (PENNY_VOICE_SMTP, moments, words, NULL));
}

gboolean
penny_smtp_reply_has_enhanced (const PennySmtpReply *reply, const char *prefix)
{
  return reply->enhanced != NULL && g_str_has_prefix (reply->enhanced, prefix);
}

PennySmtpError
penny_smtp_reply_to_error (const PennySmtpReply *reply, gboolean logged_in, PennySmtpError fallback)
{
  if (reply->code == 530)
    return PENNY_SMTP_ERROR_AUTH_REQUIRED;
  if (penny_smtp_reply_is_for_now (reply->code, reply->text->str))
    return PENNY_SMTP_ERROR_TEMPORARY;
  if (!logged_in && reply->code == 550 && penny_smtp_reply_has_enhanced (reply, "5.7.1"))
    return PENNY_SMTP_ERROR_AUTH_REQUIRED;
  if (penny_smtp_reply_has_enhanced (reply, "5.3.4")
      || (reply->code == 552 && reply->enhanced == NULL))
    return PENNY_SMTP_ERROR_TOO_BIG;

  return fallback;
}
