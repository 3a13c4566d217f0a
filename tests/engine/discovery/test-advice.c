/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every code of every domain, in every phase, at every provider, leads to words for a person. */
#include <string.h>

#include "penny-advice-table.h"
#include "penny-advice.h"

static GQuark (*const domains[]) (void) = {
  penny_wire_error_quark,    penny_imap_error_quark,  penny_pop_error_quark,     penny_smtp_error_quark,
  penny_message_error_quark, penny_store_error_quark, penny_account_error_quark, penny_discovery_error_quark,
};

/* Words that a person need not know. */
static const char * const jargon[] = { "IMAP", "POP3", "SMTP", "TLS",  "SSL",    "certificate", "port",
                                       "hostname", "DNS", "server", "socket", "authenticat", "protocol",
                                       "timeout", "UID", "error" };

/* "supports" has a "port" in it, and is no jargon. */
static gboolean
has_word (const char *text, const char *word)
{
  for (const char *p = text; (p = strcasestr (p, word)); p++)
    if (p == text || !g_ascii_isalpha (p[-1]))
      return TRUE;
  return FALSE;
}

static void
check (const PennyAdvice *advice)
{
  g_assert_nonnull (advice->cause);
  g_assert_cmpuint (g_utf8_strlen (advice->title, -1), >, 5);
  g_assert_cmpuint (g_utf8_strlen (advice->title, -1), <=, 75);
  g_assert_cmpuint (g_utf8_strlen (advice->explanation, -1), >, 20);
  g_assert_cmpuint (g_utf8_strlen (advice->explanation, -1), <=, 330);
  g_assert_false (g_str_has_suffix (advice->title, "."));
  g_assert_true (g_str_has_suffix (advice->explanation, "."));
  g_assert_null (strpbrk (advice->title, "{}%"));
  g_assert_null (strpbrk (advice->explanation, "{}%"));
  g_assert_true (g_unichar_isupper (g_utf8_get_char (advice->title)) || !g_ascii_isalpha (*advice->title));
  g_assert_true ((advice->action == PENNY_ADVICE_NONE) == (advice->button == NULL));
  g_assert_true (penny_advice_action_opens (advice->action) == (advice->uri != NULL));
  g_assert_nonnull (advice->action_id);
  for (guint i = 0; i < G_N_ELEMENTS (jargon); i++)
    if (has_word (advice->title, jargon[i]) || has_word (advice->explanation, jargon[i]))
      g_error ("“%s” in: %s. %s", jargon[i], advice->title, advice->explanation);
}

static void
test_every_code (void)
{
  g_autoptr (GPtrArray) providers = penny_provider_list_all ();

  for (guint d = 0; d < G_N_ELEMENTS (domains); d++)
    {
      g_assert_cmpuint (penny_error_n_codes (domains[d] ()), >, 0);
      for (guint code = 0; code < penny_error_n_codes (domains[d] ()); code++)
        {
          g_autoptr (GError) error = g_error_new (domains[d] (), code, "technical words");

          g_assert_true (penny_advice_covers (domains[d] (), code));
          for (PennyPhase phase = PENNY_PHASE_FIND; phase <= PENNY_PHASE_WRITE; phase++)
            for (guint p = 0; p <= providers->len; p++)
              {
                PennyAdviceContext context = { p < providers->len ? providers->pdata[p] : NULL,
                                               "mail.example.org", "anna@example.org" };
                g_autoptr (PennyAdvice) advice = penny_advice_new (phase, error, p & 1 ? &context : NULL);
                g_autoptr (PennyAdvice) full = penny_advice_new (phase, error, &context);

                check (advice);
                check (full);
                g_assert_cmpstr (advice->cause, !=, "unknown");
                g_assert_nonnull (strstr (advice->details, "technical words"));
              }
        }
      g_assert_false (penny_advice_covers (domains[d] (), penny_error_n_codes (domains[d] ())));
    }
}

/* Each row can be reached, and each cause has words for every phase. */
static void
check_rows (const PennyAdviceRow *rows, guint n_rows, GHashTable *seen)
{
  for (guint i = 0; i < n_rows; i++)
    {
      gboolean general = rows[i].when == PENNY_WHEN_ALWAYS && rows[i].phases == PENNY_PHASES_ALL;

      g_assert_false (g_hash_table_contains (seen, rows[i].cause)); /* nothing behind a general row */
      if (general)
        g_hash_table_add (seen, (char *) rows[i].cause);
    }
  for (guint i = 0; i < n_rows; i++)
    if (!g_hash_table_contains (seen, rows[i].cause))
      g_error ("no general row for %s", rows[i].cause);
}

static void
test_rows (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_rows;
  const PennyAdviceRow *rows = penny_advice_table_get_rows (&n_rows);

  check_rows (rows, n_rows, seen);
  rows = penny_advice_replies_get_rows (&n_rows);
  check_rows (rows, n_rows, seen);
}

static const struct {
  PennyPhase phase;
  const char *provider; /* id; NULL */
  GQuark (*domain) (void);
  int code;
  const char *cause;
  PennyAdviceAction action;
} cases[] = {
  { PENNY_PHASE_LOG_IN_INCOMING, NULL, penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED, "wrong-password",
    PENNY_ADVICE_ENTER_PASSWORD },
  { PENNY_PHASE_LOG_IN_INCOMING, "gmail", penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED,
    "app-password-needed", PENNY_ADVICE_OPEN_HELP },
  { PENNY_PHASE_LOG_IN_INCOMING, "fastmail", penny_pop_error_quark, PENNY_POP_ERROR_AUTH_FAILED,
    "app-password-needed", PENNY_ADVICE_ENTER_PASSWORD }, /* no page is known: no dead button */
  { PENNY_PHASE_LOG_IN_INCOMING, "outlook", penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED,
    "browser-sign-in-needed", PENNY_ADVICE_ONLINE_ACCOUNTS },
  { PENNY_PHASE_COLLECT, "gmail", penny_account_error_quark, PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN, "sign-in-again",
    PENNY_ADVICE_SIGN_IN },
  { PENNY_PHASE_SETTINGS, "gmail", penny_account_error_quark, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID, "not-registered",
    PENNY_ADVICE_OPEN_HELP },
  { PENNY_PHASE_SETTINGS, "outlook", penny_account_error_quark, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID, "not-registered",
    PENNY_ADVICE_ONLINE_ACCOUNTS },
  { PENNY_PHASE_LOG_IN_INCOMING, "t-online", penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED,
    "mail-password-needed", PENNY_ADVICE_OPEN_HELP },
  { PENNY_PHASE_LOG_IN_INCOMING, "gmx", penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED,
    "wrong-password-or-app-password", PENNY_ADVICE_ENTER_PASSWORD },
  { PENNY_PHASE_LOG_IN_INCOMING, "freenet", penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED,
    "wrong-password-or-switched-off", PENNY_ADVICE_ENTER_PASSWORD },
  { PENNY_PHASE_CONNECT, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_HOST_NOT_FOUND, "host-not-found",
    PENNY_ADVICE_EDIT_SETTINGS },
  { PENNY_PHASE_COLLECT, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_HOST_NOT_FOUND, "host-not-found",
    PENNY_ADVICE_TRY_AGAIN },
  { PENNY_PHASE_CONNECT, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_REFUSED, "port-closed",
    PENNY_ADVICE_EDIT_SETTINGS },
  { PENNY_PHASE_CONNECT, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_TIMED_OUT, "timed-out",
    PENNY_ADVICE_TRY_AGAIN },
  { PENNY_PHASE_CONNECT, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_OFFLINE, "offline",
    PENNY_ADVICE_CHECK_NETWORK },
  { PENNY_PHASE_SECURE, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_CERT_UNTRUSTED, "identity-untrusted",
    PENNY_ADVICE_TRY_AGAIN },
  { PENNY_PHASE_SECURE, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_CERT_EXPIRED, "identity-expired",
    PENNY_ADVICE_TRY_AGAIN },
  { PENNY_PHASE_SECURE, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_CERT_NOT_YET_VALID, "clock-wrong",
    PENNY_ADVICE_CHECK_CLOCK },
  { PENNY_PHASE_SECURE, NULL, penny_wire_error_quark, PENNY_WIRE_ERROR_CERT_WRONG_NAME, "identity-wrong-name",
    PENNY_ADVICE_EDIT_SETTINGS },
  { PENNY_PHASE_COLLECT, NULL, penny_pop_error_quark, PENNY_POP_ERROR_IN_USE, "box-in-use",
    PENNY_ADVICE_TRY_AGAIN },
  { PENNY_PHASE_COLLECT, NULL, penny_imap_error_quark, PENNY_IMAP_ERROR_OVERQUOTA, "box-full",
    PENNY_ADVICE_OPEN_WEBMAIL },
  { PENNY_PHASE_COLLECT, NULL, penny_imap_error_quark, PENNY_IMAP_ERROR_BYE, "server-bye",
    PENNY_ADVICE_TRY_AGAIN },
  { PENNY_PHASE_STORE, NULL, penny_store_error_quark, PENNY_STORE_ERROR_FULL, "disk-full",
    PENNY_ADVICE_FREE_SPACE },
  { PENNY_PHASE_COLLECT, NULL, g_io_error_quark, G_IO_ERROR_NO_SPACE, "disk-full", PENNY_ADVICE_FREE_SPACE },
  { PENNY_PHASE_STORE, NULL, penny_store_error_quark, PENNY_STORE_ERROR_DAMAGED, "store-damaged",
    PENNY_ADVICE_REPAIR_STORE },
  { PENNY_PHASE_STORE, NULL, penny_store_error_quark, PENNY_STORE_ERROR_TOO_NEW, "store-too-new",
    PENNY_ADVICE_NONE },
  { PENNY_PHASE_COLLECT, NULL, penny_pop_error_quark, PENNY_POP_ERROR_UNSUPPORTED, "server-too-simple",
    PENNY_ADVICE_CHANGE_WAY },
  { PENNY_PHASE_SEND, NULL, penny_smtp_error_quark, PENNY_SMTP_ERROR_TOO_BIG, "too-big",
    PENNY_ADVICE_EDIT_MESSAGE },
  { PENNY_PHASE_SETTINGS, NULL, g_io_error_quark, G_IO_ERROR_EXISTS, "account-exists", PENNY_ADVICE_NONE },
  { PENNY_PHASE_COLLECT, NULL, g_file_error_quark, G_FILE_ERROR_IO, "unknown", PENNY_ADVICE_TRY_AGAIN },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new (cases[i].domain (), cases[i].code, "x");
      g_autoptr (PennyProvider) provider =
          cases[i].provider ? penny_provider_find_by_id (cases[i].provider) : NULL;
      PennyAdviceContext context = { provider, "mail.example.org", "anna@example.org" };
      g_autoptr (PennyAdvice) advice = penny_advice_new (cases[i].phase, error, &context);
      g_autofree char *line = penny_advice_to_line (advice);

      g_test_message ("%s", line);
      g_assert_cmpstr (advice->cause, ==, cases[i].cause);
      g_assert_cmpint (advice->action, ==, cases[i].action);
    }
}

/* What a person meets most is told apart: no two of these share a title. */
static void
test_distinct (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint code = 0; code < penny_error_n_codes (PENNY_WIRE_ERROR); code++)
    {
      g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, code, "x");
      g_autoptr (PennyAdvice) advice = penny_advice_new (PENNY_PHASE_CONNECT, error, NULL);

      g_assert_true (g_hash_table_add (titles, g_strdup (advice->title)));
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = g_error_new (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, "bad \xff byte");
  PennyAdviceContext context = { NULL, "evil\n{provider}\xff", "anna@example.org" };
  g_autoptr (PennyAdvice) advice = penny_advice_new (PENNY_PHASE_LOG_IN_INCOMING, error, &context);
  g_autoptr (PennyAdvice) sending = penny_advice_new (PENNY_PHASE_LOG_IN_OUTGOING, error, &context);

  g_assert_true (g_str_has_prefix (advice->explanation, "Your mail provider"));
  g_assert_nonnull (strstr (advice->explanation, "anna@example.org"));
  g_assert_true (g_utf8_validate (advice->details, -1, NULL));
  g_assert_true (g_utf8_validate (sending->explanation, -1, NULL));
  g_assert_null (strchr (sending->explanation, '\n'));
  g_assert_nonnull (strstr (sending->explanation, "evil{provider}")); /* filled in once, not again */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice/every-code", test_every_code);
  g_test_add_func ("/advice/rows", test_rows);
  g_test_add_func ("/advice/cases", test_cases);
  g_test_add_func ("/advice/distinct", test_distinct);
  g_test_add_func ("/advice/names", test_names);
  return g_test_run ();
}
