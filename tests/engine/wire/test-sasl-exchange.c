/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is tried, in which order, and what is said, against servers that are a list of replies. */
#include "penny-sasl-exchange.h"

#include <string.h>

#define PLAIN "AHVzZXIAcGVuY2ls"
#define CODE_AUTH 7
#define CODE_PROTOCOL 8
#define CODE_SERVER 9

typedef struct {
  const char *name;
  const char *offered;
  gsize line_max;
  const char *replies;    /* y = yes, u = unknown, w = wrong, n = no, c = "" challenge, j = junk */
  const char *said;       /* lines between bars; SCRAM's first answer is random: cut at 8 letters */
  PennySaslOutcome outcome;
  int code;               /* 0 = no error */
} Case;

static const Case cases[] = {
  { "at-once", "PLAIN", 100, "y", "AUTH PLAIN " PLAIN, PENNY_SASL_IN, 0 },
  { "on-demand", "PLAIN", 0, "cy", "AUTH PLAIN|" PLAIN, PENNY_SASL_IN, 0 },
  { "just-fits", "PLAIN", 29, "y", "AUTH PLAIN " PLAIN, PENNY_SASL_IN, 0 },
  { "just-too-long", "PLAIN", 28, "cy", "AUTH PLAIN|" PLAIN, PENNY_SASL_IN, 0 },
  { "yes-before-the-answer", "PLAIN", 0, "y", "AUTH PLAIN", PENNY_SASL_OUT, CODE_PROTOCOL },
  { "two-questions", "LOGIN", 100, "ccy", "AUTH LOGIN|dXNlcg==|cGVuY2ls", PENNY_SASL_IN, 0 },
  { "one-question", "LOGIN", 100, "cy", "AUTH LOGIN|dXNlcg==", PENNY_SASL_OUT, CODE_PROTOCOL },
  { "three-questions", "LOGIN", 100, "ccc", "AUTH LOGIN|dXNlcg==|cGVuY2ls", PENNY_SASL_OUT,
    CODE_PROTOCOL },
  { "nothing-known", "GSSAPI", 100, "", "", PENNY_SASL_NONE_LEFT, 0 },
  { "nothing-offered", "", 100, "", "", PENNY_SASL_NONE_LEFT, 0 },
  { "wrong-is-the-end", "PLAIN LOGIN", 100, "w", "AUTH PLAIN " PLAIN, PENNY_SASL_OUT, CODE_SERVER },
  { "unknown-then-next", "PLAIN LOGIN", 100, "uccy",
    "AUTH PLAIN " PLAIN "|AUTH LOGIN|dXNlcg==|cGVuY2ls", PENNY_SASL_IN, 0 },
  { "unknown-and-no-next", "PLAIN", 100, "u", "AUTH PLAIN " PLAIN, PENNY_SASL_NONE_LEFT,
    CODE_SERVER },
  { "scram-wrong-then-plain", "SCRAM-SHA-1 SCRAM-SHA-256 PLAIN", 0, "wcy",
    "AUTH SCRAM-SHA-256|AUTH PLAIN|" PLAIN, PENNY_SASL_IN, 0 },
  { "scram-unknown-then-the-other", "SCRAM-SHA-1 SCRAM-SHA-256", 0, "un",
    "AUTH SCRAM-SHA-256|AUTH SCRAM-SHA-1", PENNY_SASL_OUT, CODE_SERVER },
  { "scram-too-busy", "SCRAM-SHA-256 PLAIN", 0, "n", "AUTH SCRAM-SHA-256", PENNY_SASL_OUT,
    CODE_SERVER },
  { "scram-without-proof", "SCRAM-SHA-256 PLAIN", 0, "cy", "AUTH SCRAM-SHA-256|biwsbj11",
    PENNY_SASL_OUT, CODE_PROTOCOL },
  { "scram-senseless", "SCRAM-SHA-256 PLAIN", 0, "cj", "AUTH SCRAM-SHA-256|biwsbj11",
    PENNY_SASL_OUT, CODE_PROTOCOL },
  { "three-at-most", "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN", 0, "uuu",
    "AUTH SCRAM-SHA-256|AUTH SCRAM-SHA-1|AUTH PLAIN", PENNY_SASL_OUT, CODE_SERVER },
};

typedef struct {
  const char *next;       /* borrowed from the case */
  GString *said;
  GString *logged;
  gboolean hung_up;
} Server;

static gboolean
put_line (gpointer session, const char *line, const char *logged, GError **error)
{
  Server *self = session;

  g_assert_no_error (*error);
  g_assert_false (self->hung_up);
  if (self->said->len > 0)
    g_string_append_c (self->said, '|');
  g_string_append_len (self->said, line, g_str_has_prefix (line, "biws") ? 8 : -1);
  g_string_append (self->logged, logged);
  return TRUE;
}

static PennySaslReply
next_reply (gpointer session, char **challenge, GError **error)
{
  Server *self = session;
  const char word = *self->next++;

  if (word == 'c' || word == 'j')
    {
      *challenge = g_strdup (word == 'c' ? "" : "Z2FyYmFnZQ==");
      return PENNY_SASL_REPLY_CHALLENGE;
    }
  if (word == 'y')
    return PENNY_SASL_REPLY_YES;

  g_assert_cmpint (word, !=, '\0');
  g_set_error_literal (error, G_OPTION_ERROR, CODE_SERVER, "the server's words");
  return word == 'u' ? PENNY_SASL_REPLY_UNKNOWN
         : word == 'w' ? PENNY_SASL_REPLY_WRONG : PENNY_SASL_REPLY_NO;
}

static void
hang_up (gpointer session)
{
  ((Server *) session)->hung_up = TRUE;
}

static PennySaslOutcome
run (const Case *test, Server *server, const char *user, GError **error)
{
  const PennySaslProtocol protocol = {
    .session = server,
    .verb = "AUTH",
    .line_max = test->line_max,
    .domain = G_OPTION_ERROR,
    .auth_failed = CODE_AUTH,
    .protocol = CODE_PROTOCOL,
    .send = put_line,
    .read = next_reply,
    .hang_up = hang_up,
  };
  g_autoptr (GPtrArray) offered = g_ptr_array_new ();
  g_auto (GStrv) names = g_strsplit (test->offered, " ", -1);
  g_autoptr (PennySecret) password = penny_secret_new ("pencil");

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (offered, names[i]);
  return penny_sasl_exchange (&protocol, offered, user, password, TRUE, error);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GString) logged = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Server server = { .next = test->replies, .said = said, .logged = logged };

  g_assert_cmpint (run (test, &server, "user", &error), ==, test->outcome);
  if (test->code != 0)
    g_assert_error (error, G_OPTION_ERROR, test->code);
  else
    g_assert_no_error (error);
  g_assert_cmpstr (said->str, ==, test->said);
  g_assert_cmpstr (server.next, ==, "");
  g_assert_cmpint (server.hung_up, ==, test->code == CODE_PROTOCOL);
  g_assert_null (strstr (logged->str, PLAIN));
  g_assert_null (strstr (logged->str, "cGVuY2ls"));
}

/* A line break cannot go through SASLprep: nothing is said to the server. */
static void
test_unsendable (void)
{
  static const Case test = { NULL, "SCRAM-SHA-256", 100, "", "", PENNY_SASL_NONE_LEFT, CODE_AUTH };
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GString) logged = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Server server = { .next = test.replies, .said = said, .logged = logged };

  g_assert_cmpint (run (&test, &server, "us\ner", &error), ==, test.outcome);
  g_assert_error (error, G_OPTION_ERROR, test.code);
  g_assert_cmpstr (said->str, ==, "");
  g_assert_false (server.hung_up);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sasl-exchange/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/sasl-exchange/unsendable", test_unsendable);
  return g_test_run ();
}
