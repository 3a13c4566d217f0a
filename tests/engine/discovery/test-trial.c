/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials (penny-trial, penny-trial-run) against small post offices on free ports of this computer,
 * without TLS: loopback may. */
#include <string.h>

#include "penny-error.h"
#include "penny-keyring.h"
#include "penny-thread.h"
#include "penny-trial-private.h"

typedef enum { NORMAL, BYE, HANG, IN_USE, NOT_MAIL, SHUT } Mood;

/* One post office; the service's thread writes, the test reads after the trial. */
typedef struct _Door Door;

typedef struct {
  PennyProtocol protocol;
  const char *user;   /* who may enter */
  Mood mood;
  GSocketService *service;
  guint16 port;
  int log_ins;        /* atomic */
  gboolean loses;     /* what is sent never comes to an inbox */
  gboolean files;     /* what is sent stands in Sent by itself */
  const char *password;   /* what the user enters with; NULL: PASSWORD */
  Door *door;              /* owned by the service */
} Office;

/* What went out, on its way in; atomic. */
static int n_sent;

#define PASSWORD "penny black"

static const char *
get_password (const Office *office)
{
  return office->password != NULL ? office->password : PASSWORD;
}

static void
say (GIOStream *stream, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (GIOStream *stream, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL, NULL);
}

static gboolean
imap_line (Office *office, GIOStream *stream, const char *line, char **state)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *verb = words[0] && words[1] ? words[1] : "";
  g_autofree char *good = g_strdup_printf ("\"%s\" \"%s\"", office->user, get_password (office));
  g_autofree char *atom = g_strdup_printf ("%s \"%s\"", office->user, get_password (office));

  if (g_ascii_strcasecmp (verb, "CAPABILITY") == 0)
    say (stream, "* CAPABILITY IMAP4rev1\r\n%s OK done\r\n", words[0]);
  else if (g_ascii_strcasecmp (verb, "LOGIN") == 0)
    {
      gboolean ok = g_strcmp0 (words[2], good) == 0 || g_strcmp0 (words[2], atom) == 0;

      g_atomic_int_inc (&office->log_ins);
      say (stream, "%s %s\r\n", words[0], ok ? "OK in" : "NO [AUTHENTICATIONFAILED] no");
    }
  else if (g_ascii_strcasecmp (verb, "SELECT") == 0 || g_ascii_strcasecmp (verb, "EXAMINE") == 0)
    {
      g_assert_cmpstr (verb, ==, "EXAMINE"); /* a trial changes nothing */
      g_free (*state);
      *state = g_strdup (strstr (line, "Sent") != NULL ? "Sent" : "INBOX");
      if (office->mood == SHUT)
        say (stream, "%s NO [NOPERM] closed\r\n", words[0]);
      else
        say (stream, "* 3 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] x\r\n%s OK [READ-ONLY] x\r\n",
             words[0]);
    }
  else if (g_ascii_strcasecmp (verb, "LIST") == 0)
    say (stream, "* LIST () \"/\" INBOX\r\n* LIST (\\Sent) \"/\" Sent\r\n%s OK\r\n", words[0]);
  else if (strstr (line, "SEARCH") != NULL)
    {
      gboolean there = g_atomic_int_get (&n_sent) > 0 && (g_strcmp0 (*state, "Sent") == 0 ? office->files
                                                                                       : !office->loses);

      g_assert_nonnull (strstr (line, "HEADER Message-ID"));
      say (stream, "* SEARCH%s\r\n%s OK\r\n", there ? " 9" : "", words[0]);
    }
  else if (g_ascii_strcasecmp (verb, "LOGOUT") == 0)
    {
      say (stream, "* BYE\r\n%s OK\r\n", words[0]);
      return FALSE;
    }
  else
    say (stream, "%s OK\r\n", words[0]);
  return TRUE;
}

static gboolean
pop_line (Office *office, GIOStream *stream, const char *line, char **state)
{
  if (g_ascii_strncasecmp (line, "CAPA", 4) == 0)
    say (stream, "+OK\r\nUSER\r\nUIDL\r\nRESP-CODES\r\n.\r\n");
  else if (g_ascii_strncasecmp (line, "USER ", 5) == 0)
    {
      g_free (*state);
      *state = g_strdup (line + 5);
      say (stream, "+OK\r\n");
    }
  else if (g_ascii_strncasecmp (line, "PASS ", 5) == 0)
    {
      gboolean ok = g_strcmp0 (*state, office->user) == 0 && strcmp (line + 5, get_password (office)) == 0;

      g_atomic_int_inc (&office->log_ins);
      say (stream, "%s\r\n", office->mood == IN_USE ? "-ERR [IN-USE] busy" : ok ? "+OK" : "-ERR [AUTH] no");
    }
  else if (g_ascii_strncasecmp (line, "STAT", 4) == 0)
    say (stream, "+OK 5 500\r\n");
  else if (g_ascii_strncasecmp (line, "QUIT", 4) == 0)
    {
      say (stream, "+OK\r\n");
      return FALSE;
    }
  else
    say (stream, "-ERR\r\n");
  return TRUE;
}

static gboolean
smtp_line (Office *office, GIOStream *stream, const char *line, char **state)
{
  if (*state != NULL)   /* a letter, up to its dot */
    {
      if (strcmp (line, ".") != 0)
        return TRUE;
      g_clear_pointer (state, g_free);
      g_atomic_int_inc (&n_sent);
      say (stream, "250 taken\r\n");
    }
  else if (g_ascii_strncasecmp (line, "MAIL", 4) == 0 || g_ascii_strncasecmp (line, "RCPT", 4) == 0)
    say (stream, "250 go on\r\n");
  else if (g_ascii_strncasecmp (line, "DATA", 4) == 0)
    {
      *state = g_strdup ("DATA");
      say (stream, "354 go on\r\n");
    }
  else if (g_ascii_strncasecmp (line, "EHLO", 4) == 0)
    say (stream, "250-hi\r\n250 AUTH PLAIN\r\n");
  else if (g_ascii_strncasecmp (line, "AUTH PLAIN ", 11) == 0)
    {
      gsize length;
      g_autofree guchar *plain = g_base64_decode (line + 11, &length);
      g_autofree char *good = g_strdup_printf ("%s|%s", office->user, get_password (office));

      for (gsize i = 1; i < length; i++)
        plain[i] = plain[i] ? plain[i] : '|';
      g_atomic_int_inc (&office->log_ins);
      say (stream, "%s\r\n", length == strlen (good) + 1 && memcmp (plain + 1, good, length - 1) == 0
                               ? "235 in" : "535 5.7.8 no");
    }
  else if (g_ascii_strncasecmp (line, "QUIT", 4) == 0)
    {
      say (stream, "221 bye\r\n");
      return FALSE;
    }
  else
    say (stream, "500 what\r\n");
  return TRUE;
}

static const char * const greetings[] = { "* OK [CAPABILITY IMAP4rev1] hi", "+OK hi", "220 hi" };
static const char * const byes[] = { "* BYE too many", "-ERR [SYS/TEMP] later", "421 later" };

static void
serve (Office *office, GSocketConnection *connection)
{
  static gboolean (*const on_line[]) (Office *, GIOStream *, const char *, char **) = { imap_line, pop_line,
                                                                                        smtp_line };
  GIOStream *stream = G_IO_STREAM (connection);
  g_autoptr (GDataInputStream) in = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  g_autofree char *state = NULL;
  gboolean go_on = TRUE;

  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  if (office->mood == BYE)
    say (stream, "%s\r\n", byes[office->protocol]);
  else if (office->mood == NOT_MAIL)
    say (stream, "HTTP/1.0 400 Bad Request\r\n\r\n");
  else if (office->mood != HANG)
    say (stream, "%s\r\n", greetings[office->protocol]);
  while (go_on && office->mood != BYE && office->mood != NOT_MAIL)
    {
      g_autofree char *line = g_data_input_stream_read_line (in, NULL, NULL, NULL);

      go_on = line && (office->mood == HANG || on_line[office->protocol] (office, stream, line, &state));
    }
  g_io_stream_close (stream, NULL, NULL);
}

/* A caller may be let in when the office has closed already: its threads outlive it. */
struct _Door {
  GRWLock lock;        /* read: somebody is being served */
  Office *office;      /* NULL: closed */
};

static void
door_free (gpointer data, GClosure *closure)
{
  Door *door = data;

  g_rw_lock_clear (&door->lock);
  g_free (door);
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, Door *door)
{
  g_rw_lock_reader_lock (&door->lock);
  if (door->office != NULL)
    serve (door->office, connection);
  g_rw_lock_reader_unlock (&door->lock);
  return TRUE;
}

static void
open_office (Office *office)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  office->service = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (office->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  office->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  office->door = g_new0 (Door, 1);
  g_rw_lock_init (&office->door->lock);
  office->door->office = office;
  g_signal_connect_data (office->service, "run", G_CALLBACK (run_cb), office->door, door_free, 0);
  g_socket_service_start (office->service);
}

static void
close_office (Office *office)
{
  if (office->service == NULL)
    return;
  g_socket_service_stop (office->service);
  g_socket_listener_close (G_SOCKET_LISTENER (office->service));
  g_rw_lock_writer_lock (&office->door->lock);
  office->door->office = NULL;
  g_rw_lock_writer_unlock (&office->door->lock);
  g_clear_object (&office->service);
}

static PennyAccount *
make_account (Office *in, Office *out, PennySecurity security, const char *user)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  g_autoptr (GError) error = NULL;
  PennyAccount *account;

  form->address = g_strdup ("anna@localhost");
  form->way = in->protocol == PENNY_PROTOCOL_IMAP ? PENNY_WAY_SHARED : PENNY_WAY_PHOTOCOPY;
  form->incoming = penny_server_new (in->protocol, "127.0.0.1", in->port, security, user);
  if (out)
    form->outgoing = penny_server_new (PENNY_PROTOCOL_SMTP, "127.0.0.1", out->port, PENNY_SECURITY_NONE, user);
  account = penny_account_new (form, &error);
  g_assert_no_error (error);
  return account;
}

static void
step_cb (PennyTrial *trial, int step, int state, GString *seen)
{
  static const char letters[] = "s+!-";

  g_assert_cmpint (*penny_trial_step_get_sentence (step, state), !=, '\0');
  g_string_append_printf (seen, "%d%c", step, letters[state]);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* PASSWORD NULL: what is kept. */
static PennyTrialResult *
run_trial_with_letter (PennyAccount *account, const char *password, PennyProposal *proposal, guint wait_s,
                       GString *seen)
{
  g_autoptr (PennySecret) secret = password != NULL ? penny_secret_new (password) : NULL;
  g_autoptr (PennyTrial) trial = penny_trial_new (account, secret, NULL, proposal);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PennyTrialResult *outcome;

  penny_trial_set_letter_wait (trial, wait_s);
  g_signal_connect (trial, "step", G_CALLBACK (step_cb), seen);
  penny_trial_run_async (trial, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  outcome = penny_trial_run_finish (trial, result, &error);
  g_assert_no_error (error);
  return outcome;
}

static PennyTrialResult *
run_trial (PennyAccount *account, const char *password, PennyProposal *proposal, GString *seen)
{
  return run_trial_with_letter (account, password, proposal, 0, seen);
}

static const struct {
  const char *name;
  PennyProtocol protocol;
  Mood mood;
  PennySecurity security;
  const char *user_in;    /* whom the office lets in */
  const char *user_out;   /* NULL: no outgoing server */
  const char *user;       /* as set up */
  const char *password;
  const char *steps;
  gboolean in_ok, out_ok;
  PennyTrialStep failed_step, outgoing_part;
  const char *cause;      /* of the first failure */
  int log_ins_in, log_ins_out;
} cases[] = {
  { "all well", PENNY_PROTOCOL_IMAP, NORMAL, PENNY_SECURITY_NONE, "anna", "anna", "anna", PASSWORD,
    "0s0+1s1+2-3s3+4s4+5s5+6s6+7-", TRUE, TRUE, PENNY_N_STEPS, PENNY_N_STEPS, NULL, 1, 1 },
  { "pop", PENNY_PROTOCOL_POP3, NORMAL, PENNY_SECURITY_NONE, "anna", "anna", "anna", PASSWORD,
    "0s0+1s1+2-3s3+4s4+5s5+6s6+7-", TRUE, TRUE, PENNY_N_STEPS, PENNY_N_STEPS, NULL, 1, 1 },
  { "no outgoing", PENNY_PROTOCOL_POP3, NORMAL, PENNY_SECURITY_NONE, "anna", NULL, "anna", PASSWORD,
    "0s0+1s1+2-3s3+4s4+5s5+6-7-", TRUE, TRUE, PENNY_N_STEPS, PENNY_N_STEPS, NULL, 1, 0 },
  { "the other user name, which then serves for sending", PENNY_PROTOCOL_IMAP, NORMAL, PENNY_SECURITY_NONE,
    "anna", "anna", "anna@localhost", PASSWORD, "0s0+1s1+2-3s3+4s4+5s5+6s6+7-", TRUE, TRUE, PENNY_N_STEPS,
    PENNY_N_STEPS, NULL, 2, 1 },
  { "…or the other way round", PENNY_PROTOCOL_POP3, NORMAL, PENNY_SECURITY_NONE, "anna@localhost", "anna",
    "anna", PASSWORD, "0s0+1s1+2-3s3+4s4+5s5+6s6+7-", TRUE, TRUE, PENNY_N_STEPS, PENNY_N_STEPS, NULL, 2, 2 },
  { "wrong password: two tries, none for sending", PENNY_PROTOCOL_IMAP, NORMAL, PENNY_SECURITY_NONE, "anna",
    "anna", "anna", "wrong", "0s0+1s1+2-3s3+4s4!5-6s6-7-", FALSE, FALSE, PENNY_STEP_LOG_IN, PENNY_N_STEPS,
    "wrong-password", 2, 0 },
  { "an own user name is not guessed at", PENNY_PROTOCOL_IMAP, NORMAL, PENNY_SECURITY_NONE, "anna", "anna",
    "u12345", PASSWORD, "0s0+1s1+2-3s3+4s4!5-6s6-7-", FALSE, FALSE, PENNY_STEP_LOG_IN, PENNY_N_STEPS,
    "wrong-password", 1, 0 },
  { "not allowed to send", PENNY_PROTOCOL_IMAP, NORMAL, PENNY_SECURITY_NONE, "anna", "berta", "anna", PASSWORD,
    "0s0+1s1+2-3s3+4s4+5s5+6s6!7-", TRUE, FALSE, PENNY_STEP_OUTGOING, PENNY_STEP_LOG_IN, "wrong-password", 1,
    2 },
  { "goodbye", PENNY_PROTOCOL_IMAP, BYE, PENNY_SECURITY_NONE, "anna", "anna", "anna", PASSWORD,
    "0s0+1s1+2-3s3!4-5-6s6+7-", FALSE, TRUE, PENNY_STEP_GREETING, PENNY_N_STEPS, "server-bye", 0, 1 },
  { "goodbye before STARTTLS", PENNY_PROTOCOL_IMAP, BYE, PENNY_SECURITY_STARTTLS, "anna", NULL, "anna",
    PASSWORD, "0s0+1s1+2s2-3s3!4-5-6-7-", FALSE, TRUE, PENNY_STEP_GREETING, PENNY_N_STEPS, "server-bye", 0, 0 },
  { "box in use", PENNY_PROTOCOL_POP3, IN_USE, PENNY_SECURITY_NONE, "anna", "anna", "anna", PASSWORD,
    "0s0+1s1+2-3s3+4s4!5-6s6+7-", FALSE, TRUE, PENNY_STEP_LOG_IN, PENNY_N_STEPS, "box-in-use", 1, 1 },
  { "box shut", PENNY_PROTOCOL_IMAP, SHUT, PENNY_SECURITY_NONE, "anna", "anna", "anna", PASSWORD,
    "0s0+1s1+2-3s3+4s4+5s5!6s6+7-", FALSE, TRUE, PENNY_STEP_BOX, PENNY_N_STEPS, "not-allowed", 1, 1 },
  { "not TLS, and not STARTTLS either", PENNY_PROTOCOL_IMAP, NOT_MAIL, PENNY_SECURITY_TLS, "anna", "anna",
    "anna", PASSWORD, "0s0+1s1+2s2!3-4-5-6s6+7-", FALSE, TRUE, PENNY_STEP_SECURE, PENNY_N_STEPS,
    "open-door", 0, 1 },
  { "no STARTTLS", PENNY_PROTOCOL_IMAP, NORMAL, PENNY_SECURITY_STARTTLS, "anna", NULL, "anna", PASSWORD,
    "0s0+1s1+2s2!3-4-5-6-7-", FALSE, TRUE, PENNY_STEP_SECURE, PENNY_N_STEPS, "encryption-not-offered", 0, 0 },
  { "no STLS", PENNY_PROTOCOL_POP3, NORMAL, PENNY_SECURITY_STARTTLS, "anna", NULL, "anna", PASSWORD,
    "0s0+1s1+2s2!3-4-5-6-7-", FALSE, TRUE, PENNY_STEP_SECURE, PENNY_N_STEPS, "encryption-not-offered", 0, 0 },
};

/* Every failed step has its advice and its details, and no other one has advice. */
static void
assert_told (const PennyTrialResult *result, const char *cause)
{
  for (PennyTrialStep step = 0; step < PENNY_N_STEPS; step++)
    {
      g_autofree char *detail = penny_trial_result_dup_detail (result, step);

      g_assert_true ((result->states[step] == PENNY_STEP_FAILED) == (result->advice[step] != NULL));
      g_assert_cmpint (result->states[step], !=, PENNY_STEP_STARTED);
      if (result->advice[step] != NULL)
        g_assert_nonnull (detail);
      g_assert_cmpint (*penny_trial_step_to_string (step), !=, '\0');
    }
  if (cause != NULL)
    g_assert_cmpstr (result->advice[result->failed_step]->cause, ==, cause);
  g_assert_null (penny_trial_result_get_trustable (result, NULL));
  g_assert_null (penny_trial_result_dup_trusting (result));
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Office in = { cases[i].protocol, cases[i].user_in, cases[i].mood };
      Office out = { PENNY_PROTOCOL_SMTP, cases[i].user_out, NORMAL };
      g_autoptr (PennyAccount) account = NULL;
      g_autoptr (PennyTrialResult) result = NULL;
      g_autoptr (GString) seen = g_string_new (NULL);

      open_office (&in);
      if (out.user)
        open_office (&out);
      account = make_account (&in, out.user ? &out : NULL, cases[i].security, cases[i].user);
      result = run_trial (account, cases[i].password, NULL, seen);
      g_test_message ("%s: %s; %s; %s", cases[i].name, seen->str,
                      result->incoming_error ? result->incoming_error->message : "ok",
                      result->outgoing_error ? result->outgoing_error->message : "ok");
      g_assert_cmpstr (seen->str, ==, cases[i].steps);
      g_assert_cmpint (result->incoming_ok, ==, cases[i].in_ok);
      g_assert_cmpint (result->outgoing_ok, ==, cases[i].out_ok);
      g_assert_cmpint (result->failed_step, ==, cases[i].failed_step);
      g_assert_cmpint (result->outgoing_part, ==, cases[i].outgoing_part);
      assert_told (result, cases[i].cause);
      g_assert_cmpint (g_atomic_int_get (&in.log_ins), ==, cases[i].log_ins_in);
      g_assert_cmpint (g_atomic_int_get (&out.log_ins), ==, cases[i].log_ins_out);
      g_assert_true (result->incoming_ok == (result->incoming_error == NULL));
      if (result->incoming_ok)
        {
          g_assert_cmpuint (result->n_messages, ==, in.protocol == PENNY_PROTOCOL_IMAP ? 3 : 5);
          g_assert_cmpstr (penny_account_get_incoming (result->account)->user, ==, cases[i].user_in);
          g_assert_true (in.protocol == PENNY_PROTOCOL_IMAP ? result->imap_available
                                                            : result->pop_available);
          if (result->outgoing_ok && out.user)
            g_assert_cmpstr (penny_account_get_outgoing (result->account)->user, ==, cases[i].user_out);
        }
      close_office (&in);
      close_office (&out);
    }
}

static void
test_closed_port (void)
{
  Office in = { PENNY_PROTOCOL_IMAP, "anna", NORMAL };
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennyTrialResult) result = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);

  open_office (&in);
  close_office (&in); /* its port is free again */
  account = make_account (&in, NULL, PENNY_SECURITY_TLS, "anna");
  result = run_trial (account, PASSWORD, NULL, seen);
  g_assert_cmpstr (seen->str, ==, "0s0+1s1!2-3-4-5-6-7-");
  g_assert_error (result->incoming_error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED);
}

/* --- the letter to oneself --- */

static const struct {
  gboolean loses, files;
  const char *steps;
  PennyFilesSent files_sent;
} letters[] = {
  { FALSE, TRUE, "0s0+1s1+2-3s3+4s4+5s5+6s6+7s7+", PENNY_FILES_SENT_YES },
  { FALSE, FALSE, "0s0+1s1+2-3s3+4s4+5s5+6s6+7s7+", PENNY_FILES_SENT_NO },
  { TRUE, TRUE, "0s0+1s1+2-3s3+4s4+5s5+6s6+7s7!", PENNY_FILES_SENT_UNKNOWN },
};

static void
test_letter (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      Office in = { .protocol = PENNY_PROTOCOL_IMAP, .user = "anna", .loses = letters[i].loses,
                    .files = letters[i].files };
      Office out = { .protocol = PENNY_PROTOCOL_SMTP, .user = "anna" };
      g_autoptr (PennyAccount) account = NULL;
      g_autoptr (PennyTrialResult) result = NULL;
      g_autoptr (GString) seen = g_string_new (NULL);

      g_atomic_int_set (&n_sent, 0);
      open_office (&in);
      open_office (&out);
      account = make_account (&in, &out, PENNY_SECURITY_NONE, "anna");
      result = run_trial_with_letter (account, PASSWORD, NULL, 1, seen);
      g_assert_cmpstr (seen->str, ==, letters[i].steps);
      g_assert_cmpint (g_atomic_int_get (&n_sent), ==, 1);
      g_assert_cmpint (result->files_sent, ==, letters[i].files_sent);
      g_assert_cmpint (penny_account_get_files_sent (result->account), ==, letters[i].files_sent);
      g_assert_cmpint (g_atomic_int_get (&in.log_ins) + g_atomic_int_get (&out.log_ins), ==, 2);
      assert_told (result, letters[i].loses ? "letter-not-arrived" : NULL);
      if (letters[i].loses)
        g_assert_error (result->letter_error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NO_LETTER);
      close_office (&in);
      close_office (&out);
    }
}

/* --- the other kind of TLS --- */

static const struct {
  PennyProtocol protocol;
  PennySecurity security;
  guint16 port;
  PennyTrialStep at;
  int code;               /* of the wire; -1 = no STARTTLS there */
  gboolean heard;
  const char *others;     /* "security:port " each */
} kinds[] = {
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 993, PENNY_STEP_REACH, PENNY_WIRE_ERROR_REFUSED, FALSE,
    "starttls:143 " },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 993, PENNY_STEP_REACH, PENNY_WIRE_ERROR_TIMED_OUT, FALSE,
    "starttls:143 " },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 993, PENNY_STEP_SECURE, PENNY_WIRE_ERROR_TLS, FALSE,
    "starttls:143 " },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_STARTTLS, 143, PENNY_STEP_REACH, PENNY_WIRE_ERROR_UNREACHABLE, FALSE,
    "tls:993 " },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_STARTTLS, 143, PENNY_STEP_SECURE, -1, TRUE, "tls:993 " },
  { PENNY_PROTOCOL_POP3, PENNY_SECURITY_TLS, 995, PENNY_STEP_REACH, PENNY_WIRE_ERROR_REFUSED, FALSE,
    "starttls:110 " },
  { PENNY_PROTOCOL_SMTP, PENNY_SECURITY_STARTTLS, 587, PENNY_STEP_REACH, PENNY_WIRE_ERROR_REFUSED, FALSE,
    "tls:465 " },
  { PENNY_PROTOCOL_SMTP, PENNY_SECURITY_TLS, 465, PENNY_STEP_REACH, PENNY_WIRE_ERROR_REFUSED, FALSE,
    "starttls:587 " },
  /* The kind of one port and the number of the other. */
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 143, PENNY_STEP_SECURE, PENNY_WIRE_ERROR_TLS, FALSE,
    "starttls:143 " },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_STARTTLS, 993, PENNY_STEP_GREETING, PENNY_WIRE_ERROR_TIMED_OUT, FALSE,
    "tls:993 " },
  { PENNY_PROTOCOL_SMTP, PENNY_SECURITY_TLS, 2525, PENNY_STEP_SECURE, PENNY_WIRE_ERROR_TLS, FALSE,
    "starttls:2525 " },
  /* A number of one's own that is closed, a server that says what it thinks, and whatever smells. */
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 2993, PENNY_STEP_REACH, PENNY_WIRE_ERROR_REFUSED, FALSE, "" },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_STARTTLS, 2143, PENNY_STEP_GREETING, PENNY_WIRE_ERROR_CLOSED, TRUE,
    "" },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 993, PENNY_STEP_NAME, PENNY_WIRE_ERROR_HOST_NOT_FOUND, FALSE, "" },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 993, PENNY_STEP_SECURE, PENNY_WIRE_ERROR_CERT_UNTRUSTED, FALSE,
    "" },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS, 993, PENNY_STEP_SECURE, PENNY_WIRE_ERROR_CERT_REVOKED, FALSE, "" },
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_STARTTLS, 143, PENNY_STEP_SECURE, PENNY_WIRE_ERROR_INJECTED, TRUE, "" },
  /* Who asked for none gets none. */
  { PENNY_PROTOCOL_IMAP, PENNY_SECURITY_NONE, 143, PENNY_STEP_REACH, PENNY_WIRE_ERROR_REFUSED, FALSE, "" },
};

static void
test_other_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PennyServer) server = penny_server_new (kinds[i].protocol, "mail.example.org", kinds[i].port,
                                                         kinds[i].security, "anna");
      g_autoptr (GError) error = kinds[i].code < 0
        ? g_error_new_literal (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_TLS_NOT_OFFERED, "x")
        : g_error_new_literal (PENNY_WIRE_ERROR, kinds[i].code, "x");
      g_autoptr (GPtrArray) others = penny_trial_other_kinds (server, kinds[i].at, error, kinds[i].heard);
      g_autoptr (GString) told = g_string_new (NULL);

      for (guint j = 0; j < others->len; j++)
        {
          const PennyServer *other = others->pdata[j];

          g_assert_cmpstr (other->host, ==, "mail.example.org");
          g_string_append_printf (told, "%s:%u ", penny_security_to_string (other->security), other->port);
        }
      g_test_message ("%u: %s", i, told->str);
      g_assert_cmpstr (told->str, ==, kinds[i].others);
    }
}

/* The proposal's other server is knocked at, and nobody is logged in there. */
static void
test_other_protocol (void)
{
  Office imap = { PENNY_PROTOCOL_IMAP, "anna", NORMAL }, pop = { PENNY_PROTOCOL_POP3, "anna", NORMAL };
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_GUESS, "anna@localhost", NULL);
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);

  open_office (&imap);
  open_office (&pop);
  account = make_account (&imap, NULL, PENNY_SECURITY_NONE, "anna");
  penny_proposal_take_server (proposal, penny_server_new (PENNY_PROTOCOL_POP3, "127.0.0.1", pop.port,
                                                          PENNY_SECURITY_NONE, "anna"));
  /* The trial does not wait for the knock, so a fast trial may miss it: some will not. */
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (PennyTrialResult) result = run_trial (account, PASSWORD, proposal, seen);

      g_assert_true (result->imap_available);
      if (result->pop_available)
        break;
      g_assert_cmpuint (i, <, 199);
    }
  g_assert_cmpint (g_atomic_int_get (&pop.log_ins), ==, 0);
  close_office (&imap);
  close_office (&pop);
}

static void
cancel_cb (PennyTrial *trial, int step, int state, GCancellable *cancellable)
{
  if (step == PENNY_STEP_GREETING)
    g_cancellable_cancel (cancellable);
}

static void
test_cancel (void)
{
  Office in = { PENNY_PROTOCOL_IMAP, "anna", HANG };
  g_autoptr (PennySecret) secret = penny_secret_new (PASSWORD);
  g_autoptr (PennyAccount) account = NULL;

  open_office (&in);
  account = make_account (&in, NULL, PENNY_SECURITY_NONE, "anna");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PennyTrial) trial = penny_trial_new (account, secret, NULL, NULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable); /* before */
      g_signal_connect (trial, "step", G_CALLBACK (cancel_cb), cancellable);
      penny_trial_run_async (trial, cancellable, result_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (penny_trial_run_finish (trial, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  close_office (&in);
}

/* Without a password: each server is shown the one that is kept for it, and one that is not there is missed once. */
static void
test_kept (void)
{
  static const struct { const char *incoming, *outgoing, *steps; int log_ins_in, log_ins_out; } kept[] = {
    { PASSWORD, "red stamp", "0s0+1s1+2-3s3+4s4+5s5+6s6+7-", 1, 1 },
    { PASSWORD, NULL, "0s0+1s1+2-3s3+4s4+5s5+6s6!7-", 1, 2 },
    { "blue stamp", "red stamp", "0s0+1s1+2-3s3+4s4!5-6s6+7-", 2, 1 },
    { NULL, NULL, "4s0-1-2-3-4!5-6s6-7-", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      Office in = { PENNY_PROTOCOL_IMAP, "anna", NORMAL }, out = { PENNY_PROTOCOL_SMTP, "anna", NORMAL };
      g_autoptr (PennyAccount) account = NULL;
      g_autoptr (PennyTrialResult) result = NULL;
      g_autoptr (GString) seen = g_string_new (NULL);
      const char *given[] = { kept[i].incoming, kept[i].outgoing };

      out.password = "red stamp";
      open_office (&in);
      open_office (&out);
      account = make_account (&in, &out, PENNY_SECURITY_NONE, "anna");
      for (guint use = 0; use < 2; use++)
        {
          g_autoptr (PennySecret) secret = given[use] != NULL ? penny_secret_new (given[use]) : NULL;

          if (secret != NULL)
            penny_keyring_keep_for_this_run (penny_account_get_id (account), (PennyPasswordUse) use, secret);
        }
      result = run_trial (account, NULL, NULL, seen);
      g_assert_cmpstr (seen->str, ==, kept[i].steps);
      g_assert_cmpint (g_atomic_int_get (&in.log_ins), ==, kept[i].log_ins_in);
      g_assert_cmpint (g_atomic_int_get (&out.log_ins), ==, kept[i].log_ins_out);
      if (kept[i].incoming == NULL)
        g_assert_error (result->incoming_error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_KEYRING);
      penny_keyring_clear_sync (penny_account_get_id (account), NULL, NULL);
      close_office (&in);
      close_office (&out);
    }
}

static gpointer
run_sync_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyTrialResult *result = penny_trial_run_sync (data, NULL, &error);

  g_assert_no_error (error);
  g_main_context_wakeup (NULL);
  return result;
}

/* The offices open their doors in the main loop, so the one who blocks stands elsewhere. */
static void
test_sync (void)
{
  Office in = { PENNY_PROTOCOL_IMAP, "anna", NORMAL };
  g_autoptr (PennySecret) secret = penny_secret_new (PASSWORD);
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennyTrial) trial = NULL;
  g_autoptr (PennyTrialResult) result = NULL;
  GThread *thread;

  open_office (&in);
  account = make_account (&in, NULL, PENNY_SECURITY_NONE, "anna");
  trial = penny_trial_new (account, secret, NULL, NULL);
  thread = penny_thread_new ("penny-test", PENNY_THREAD_HELPER, run_sync_thread, trial);
  while (g_atomic_int_get (&in.log_ins) == 0)
    g_main_context_iteration (NULL, TRUE);
  result = g_thread_join (thread);
  g_assert_true (result->incoming_ok);
  close_office (&in);
}

int
main (int argc, char *argv[])
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trial/cases", test_cases);
  g_test_add_func ("/trial/closed-port", test_closed_port);
  g_test_add_func ("/trial/letter", test_letter);
  g_test_add_func ("/trial/other-kinds", test_other_kinds);
  g_test_add_func ("/trial/other-protocol", test_other_protocol);
  g_test_add_func ("/trial/cancel", test_cancel);
  g_test_add_func ("/trial/kept", test_kept);
  g_test_add_func ("/trial/sync", test_sync);
  return g_test_run ();
}
