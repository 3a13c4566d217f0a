/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mail transaction (RFC 5321 §3.3), in as few flights as the server allows (RFC 2920, 3030). */
#include <string.h>

#include "penny-log.h"
#include "penny-smtp-body.h"
#include "penny-smtp-session-private.h"

#define WINDOW 50                /* commands under way: their replies fit any socket buffer */
#define PIECE (64 * 1024)
#define DEFAULT_IDLE_MS 60000

typedef struct {
  PennySmtpSession *session;
  const char * const *recipients;   /* as the caller gave them */
  GPtrArray *commands;              /* of char *: MAIL, one RCPT each, perhaps DATA */
  guint n_recipients;
  GBytes *body;                     /* owned; normalized */
  PennySmtpResult *out;

  /* what the server said */
  gboolean mail_ok, data_open;
  guint n_accepted;
  GError *refusal;                  /* owned; the first reason why the letter cannot go */
} Transaction;

static void
transaction_clear (Transaction *t)
{
  g_clear_pointer (&t->commands, g_ptr_array_unref);
  g_clear_pointer (&t->body, g_bytes_unref);
  g_clear_error (&t->refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transaction, transaction_clear)

static void
refusal_free (gpointer data)
{
  PennySmtpRefusal *refusal = data;

  g_free (refusal->address);
  g_free (refusal->enhanced);
  g_free (refusal->text);
  g_free (refusal);
}

void
penny_smtp_result_clear (PennySmtpResult *result)
{
  g_clear_pointer (&result->refused, g_ptr_array_unref);
  g_free (result->enhanced);
  g_free (result->text);
  memset (result, 0, sizeof *result);
}

static void
add_refusal (PennySmtpResult *out, const char *address, int code, const char *enhanced,
             const char *text)
{
  PennySmtpRefusal *refusal = g_new0 (PennySmtpRefusal, 1);

  refusal->address = g_strdup (address);
  refusal->code = code;
  refusal->enhanced = g_strdup (enhanced);
  refusal->text = penny_secret_hide (text);
  refusal->temporary = penny_smtp_reply_is_for_now (code, text);
  g_ptr_array_add (out->refused, refusal);
}

static void
note_reply (PennySmtpResult *out, const PennySmtpReply *reply)
{
  g_free (out->enhanced);
  g_free (out->text);
  out->code = reply->code;
  out->enhanced = g_strdup (reply->enhanced);
  out->text = penny_secret_hide (reply->text->str);
}

/* --- before anything is sent --- */

static gboolean
check_addresses (const char *sender, const char * const *recipients, PennySmtpResult *out,
                 GError **error)
{
  if (sender[0] != '\0' && !penny_smtp_address_is_safe (sender))
    {
      g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_SENDER_REFUSED,
                           "The sender's address cannot be sent");
      return FALSE;
    }

  for (guint i = 0; recipients[i] != NULL; i++)
    if (!penny_smtp_address_is_safe (recipients[i]))
      add_refusal (out, recipients[i], 553, "5.1.3", "This address cannot be sent");

  if (recipients[0] != NULL && out->refused->len == 0)
    return TRUE;

  g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_RECIPIENT_REFUSED,
                       recipients[0] == NULL ? "There is no recipient"
                                             : "A recipient's address cannot be sent");
  return FALSE;
}

/* Adds "VERB:<ADDRESS>", in ASCII unless UTF8. */
static gboolean
add_command (Transaction *t, const char *verb, const char *address, const char *parameters,
             gboolean utf8, GError **error)
{
  g_autofree char *ascii = utf8 ? g_strdup (address) : penny_smtp_address_to_ascii (address);

  if (ascii == NULL)
    {
      g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_NEEDS_SMTPUTF8,
                           "The server cannot handle an address that is not ASCII");
      return FALSE;
    }

  g_ptr_array_add (t->commands, g_strdup_printf ("%s:<%s>%s", verb, ascii, parameters));
  return TRUE;
}

static gboolean
wants_utf8 (const char *sender, const char * const *recipients, GBytes *raw)
{
  if (!g_str_is_ascii (sender))
    return TRUE;
  for (guint i = 0; recipients[i] != NULL; i++)
    if (!g_str_is_ascii (recipients[i]))
      return TRUE;

  return penny_smtp_body_has_8bit_header (raw);
}

static char *
mail_parameters (PennySmtpSession *self, GBytes *body, gboolean utf8)
{
  GString *parameters = g_string_new (NULL);

  if (penny_smtp_session_has (self, PENNY_SMTP_CAP_SIZE))
    g_string_append_printf (parameters, " SIZE=%" G_GSIZE_FORMAT, g_bytes_get_size (body));
  if (penny_smtp_session_has (self, PENNY_SMTP_CAP_8BITMIME) && penny_smtp_needs_8bit (body))
    g_string_append (parameters, " BODY=8BITMIME");
  if (utf8)
    g_string_append (parameters, " SMTPUTF8");
  return g_string_free (parameters, FALSE);
}

static gboolean
prepare (Transaction *t, const char *sender, GBytes *raw, GError **error)
{
  PennySmtpSession *self = t->session;
  guint64 max = penny_smtp_session_get_max_size (self);
  gboolean utf8 = penny_smtp_session_has (self, PENNY_SMTP_CAP_SMTPUTF8)
                  && wants_utf8 (sender, t->recipients, raw);
  g_autofree char *parameters = NULL;

  t->body = penny_smtp_body_normalize (raw);
  if (max > 0 && g_bytes_get_size (t->body) > max)
    {
      g_set_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_TOO_BIG,
                   "The letter has %" G_GSIZE_FORMAT " bytes, the server takes %" G_GUINT64_FORMAT,
                   g_bytes_get_size (t->body), max);
      return FALSE;
    }

  parameters = mail_parameters (self, t->body, utf8);
  if (!add_command (t, "MAIL FROM", sender, parameters, utf8, error))
    return FALSE;
  for (; t->recipients[t->n_recipients] != NULL; t->n_recipients++)
    if (!add_command (t, "RCPT TO", t->recipients[t->n_recipients], "", utf8, error))
      return FALSE;

  if (!penny_smtp_session_has (self, PENNY_SMTP_CAP_CHUNKING))
    g_ptr_array_add (t->commands, g_strdup ("DATA"));
  return TRUE;
}

/* --- the envelope --- */

static void
mail_refused (Transaction *t, const PennySmtpReply *reply)
{
  PennySmtpSession *self = t->session;

  note_reply (t->out, reply);
  penny_smtp_session_refuse (self,
                             penny_smtp_reply_to_error (reply, self->logged_in,
                                                        PENNY_SMTP_ERROR_SENDER_REFUSED),
                             "the sender", reply, &t->refusal);
}

static void
content_refused (Transaction *t, const PennySmtpReply *reply)
{
  PennySmtpError fallback = penny_smtp_reply_has_enhanced (reply, "5.7.") ? PENNY_SMTP_ERROR_SPAM
                                                                          : PENNY_SMTP_ERROR_REFUSED;
  PennySmtpSession *self = t->session;

  note_reply (t->out, reply);
  penny_smtp_session_refuse (self, penny_smtp_reply_to_error (reply, self->logged_in, fallback),
                             "the letter", reply, &t->refusal);
}

/* Takes the reply to command INDEX. FALSE when it makes no sense. */
static gboolean
take_reply (Transaction *t, guint index, const PennySmtpReply *reply, GError **error)
{
  int class = penny_smtp_reply_get_class (reply);
  gboolean is_data = index > t->n_recipients;

  if (class == (is_data ? 2 : 3) || (is_data && class == 3 && reply->code != 354))
    return penny_smtp_session_confused (t->session, is_data ? "DATA" : "the envelope", reply, error);

  if (is_data)
    {
      t->data_open = class == 3;
      if (class != 3 && t->n_accepted > 0)
        content_refused (t, reply);
    }
  else if (index == 0)
    {
      t->mail_ok = class == 2;
      if (!t->mail_ok)
        mail_refused (t, reply);
    }
  else if (t->mail_ok)
    {
      /* After a refused MAIL the pipelined RCPTs fail for that reason, not for their own. */
      if (class == 2)
        t->n_accepted++;
      else
        {
          note_reply (t->out, reply);
          add_refusal (t->out, t->recipients[index - 1], reply->code, reply->enhanced,
                       reply->text->str);
        }
    }

  return TRUE;
}

static gboolean
worth_sending (Transaction *t, guint index)
{
  return index == 0 || (t->mail_ok && (index <= t->n_recipients || t->n_accepted > 0));
}

/* Commands in flights of WINDOW (or of one), each answered before the next leaves. */
static gboolean
send_envelope (Transaction *t, GError **error)
{
  PennySmtpSession *self = t->session;
  guint window = penny_smtp_session_has (self, PENNY_SMTP_CAP_PIPELINING) ? WINDOW : 1;
  guint sent = 0;

  while (sent < t->commands->len && worth_sending (t, sent))
    {
      guint end = MIN (sent + window, t->commands->len);

      penny_smtp_session_begin (self, PENNY_SMTP_COMMAND_TIMEOUT_S);
      for (guint i = sent; i < end; i++)
        penny_smtp_session_put (self, "%s", (char *) g_ptr_array_index (t->commands, i));
      if (!penny_smtp_session_flush (self, error))
        return FALSE;

      for (; sent < end; sent++)
        {
          g_auto (PennySmtpReply) reply = { 0 };

          if (!penny_smtp_session_read (self, &reply, error)
              || !take_reply (t, sent, &reply, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* Why nobody is left to send to. */
static void
nobody_left (Transaction *t)
{
  gboolean all_temporary = TRUE;
  g_autofree char *text = NULL;

  if (t->refusal != NULL)
    return;

  text = penny_smtp_reply_shorten (t->out->text);
  for (guint i = 0; i < t->out->refused->len; i++)
    all_temporary &= ((PennySmtpRefusal *) g_ptr_array_index (t->out->refused, i))->temporary;

  if (t->out->code == 530
      || (!t->session->logged_in && t->out->code == 550
          && g_strcmp0 (t->out->enhanced, "5.7.1") == 0))
    g_set_error (&t->refusal, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_REQUIRED,
                 "The server wants a log-in first: %d %s", t->out->code, text);
  else
    g_set_error (&t->refusal, PENNY_SMTP_ERROR,
                 all_temporary ? PENNY_SMTP_ERROR_TEMPORARY : PENNY_SMTP_ERROR_RECIPIENT_REFUSED,
                 "The server refuses every recipient: %d %s", t->out->code, text);
}

/* Ends a transaction that leads nowhere so that the session can be used for the next letter. */
static void
abandon (Transaction *t)
{
  g_auto (PennySmtpReply) reply = { 0 };

  penny_smtp_session_begin (t->session, PENNY_SMTP_COMMAND_TIMEOUT_S);
  if (t->data_open)
    {
      /* RFC 2920 §3.1: DATA was accepted for nobody; a lone dot ends it. */
      penny_smtp_session_put (t->session, ".");
      if (!penny_smtp_session_ask (t->session, &reply, NULL))
        return;
    }

  if (t->mail_ok)
    penny_smtp_session_reset (t->session, NULL);
}

/* --- the letter --- */

/* Writes in pieces, so that a big letter on a slow line is not one endless write. FINAL stands behind
 * the letter. From the moment its last piece is on its way nobody can tell whether it arrived. */
static gboolean
write_letter (Transaction *t, GBytes *letter, const char *final, GError **error)
{
  PennySmtpSession *self = t->session;
  gsize size;
  const char *data = g_bytes_get_data (letter, &size);

  penny_smtp_session_begin (self, 0);
  for (; size > PIECE; data += PIECE, size -= PIECE)
    {
      penny_channel_put (self->channel, data, PIECE);
      if (!penny_smtp_session_flush (self, error))
        return FALSE;
    }

  penny_channel_put (self->channel, data, size);
  penny_channel_puts (self->channel, final);
  t->out->maybe_sent = TRUE;
  return penny_smtp_session_flush (self, error);
}

static gboolean
put_letter (Transaction *t, GError **error)
{
  g_autofree char *logged = g_strdup_printf ("<%" G_GSIZE_FORMAT " bytes of the letter>",
                                             g_bytes_get_size (t->body));
  g_autoptr (GBytes) stuffed = NULL;

  if (!t->data_open)
    {
      penny_smtp_session_put (t->session, "BDAT %" G_GSIZE_FORMAT " LAST",
                              g_bytes_get_size (t->body));
      penny_log_wire ("smtp", TRUE, logged, -1);
      return write_letter (t, t->body, "", error);
    }

  penny_log_wire ("smtp", TRUE, logged, -1);
  stuffed = penny_smtp_body_stuff (t->body);
  return write_letter (t, stuffed, ".\r\n", error);
}

/* The answer that decides. Not penny_smtp_session_read(): 421 is an answer here too. */
static gboolean
read_verdict (Transaction *t, GError **error)
{
  PennySmtpSession *self = t->session;
  g_auto (PennySmtpReply) reply = { 0 };
  gboolean got;

  penny_smtp_session_begin (self, PENNY_SMTP_FINAL_TIMEOUT_S);
  penny_channel_set_idle_timeout (self->channel, PENNY_SMTP_FINAL_TIMEOUT_S * 1000);
  got = penny_smtp_reply_read (self->channel, &reply, error);
  penny_channel_set_idle_timeout (self->channel, DEFAULT_IDLE_MS);
  if (!got)
    return penny_smtp_session_give_up (self);

  if (penny_smtp_reply_get_class (&reply) == 3)
    return penny_smtp_session_confused (self, "the letter", &reply, error);

  t->out->maybe_sent = FALSE;
  if (penny_smtp_reply_get_class (&reply) == 2)
    {
      note_reply (t->out, &reply);
      t->out->n_accepted = t->n_accepted;
      return TRUE;
    }

  content_refused (t, &reply);
  g_propagate_error (error, g_steal_pointer (&t->refusal));
  if (reply.code == 421)
    penny_smtp_session_give_up (self);
  return FALSE;
}

gboolean
penny_smtp_session_send (PennySmtpSession *self, const char *sender, const char * const *recipients,
                         GBytes *raw, PennySmtpResult *out, GError **error)
{
  g_auto (Transaction) t = { .session = self, .recipients = recipients, .out = out };

  penny_smtp_result_clear (out);
  out->refused = g_ptr_array_new_with_free_func (refusal_free);
  t.commands = g_ptr_array_new_with_free_func (g_free);

  if (!check_addresses (sender, recipients, out, error) || !prepare (&t, sender, raw, error)
      || !send_envelope (&t, error))
    return FALSE;

  if (t.n_accepted == 0)
    nobody_left (&t);
  if (t.refusal != NULL)
    {
      abandon (&t);
      g_propagate_error (error, g_steal_pointer (&t.refusal));
      return FALSE;
    }

  return put_letter (&t, error) && read_verdict (&t, error);
}
