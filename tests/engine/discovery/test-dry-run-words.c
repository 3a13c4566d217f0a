/* SPDX-License-Identifier: GPL-3.0-or-later */
/* penny-dry-run-words: which sentences each way's settings lead to. What a server sees of it is in
 * tests/live/test-dry-run.py. */
#include <string.h>

#include "penny-dry-run-private.h"

static PennyAccount *
account_new (PennyWay way, int clear_after, int take_home)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();

  form->address = g_strdup ("anna@example.org");
  form->way = way;
  form->clear_after_days = clear_after;
  form->take_home_days = take_home;
  form->incoming = penny_server_new (way == PENNY_WAY_SHARED ? PENNY_PROTOCOL_IMAP : PENNY_PROTOCOL_POP3,
                                     "mail.example.org", 0, PENNY_SECURITY_TLS, NULL);
  return penny_account_new (form, NULL);
}

static char *
join (const PennyDryRun *run, PennyAccount *account, PennyAccount *before)
{
  g_autoptr (GPtrArray) sentences = penny_dry_run_dup_sentences (run, account, before);
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    {
      const PennyDryRunSentence *sentence = g_ptr_array_index (sentences, i);

      g_assert_true (g_str_has_suffix (sentence->text, "."));
      g_assert_null (strchr (sentence->text, '%'));
      g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", sentence->code);
    }
  return g_string_free (codes, FALSE);
}

static const struct {
  PennyWay way;
  int clear_after, take_home;
  guint64 letters, bytes, room;
  gint64 expire;
  const char *codes;
} cases[] = {
  { PENNY_WAY_SHARED, 0, -1, 3, 100, 1000, -2, "found nothing-removed thrown-away-elsewhere copied" },
  { PENNY_WAY_PHOTOCOPY, 0, -1, 3, 100, 1000, -1, "found nothing-removed thrown-away-here-only copied" },
  { PENNY_WAY_PHOTOCOPY, 0, -1, 3, 100, 1000, 30,
    "found nothing-removed thrown-away-here-only provider-removes copied" },
  { PENNY_WAY_PHOTOCOPY, 0, -1, 3, 100, 1000, 0,
    "found nothing-removed thrown-away-here-only provider-removes-at-once copied" },
  { PENNY_WAY_CLEAR_LATER, 7, -1, 3, 100, 1000, -2, "found removed-when-old thrown-away-elsewhere copied" },
  { PENNY_WAY_CLEAR_LATER, -1, -1, 3, 100, 1000, -2,
    "found removed-when-thrown-away thrown-away-elsewhere copied" },
  { PENNY_WAY_TAKE_HOME, 0, 0, 3, 100, 1000, -2, "found removed-at-once home-only copied" },
  { PENNY_WAY_TAKE_HOME, 0, 5, 3, 100, 1000, -2, "found removed-once-stored home-only copied" },
  { PENNY_WAY_PHOTOCOPY, 0, -1, 0, 0, 1000, -2, "empty nothing-removed thrown-away-here-only" },
  { PENNY_WAY_PHOTOCOPY, 0, -1, 3, 1000, 1000, -2, "found nothing-removed thrown-away-here-only no-room" },
  { PENNY_WAY_PHOTOCOPY, 0, -1, 3, 1000, G_MAXUINT64, -2, "found nothing-removed thrown-away-here-only copied" },
};

static void
test_sentences (void)
{
  g_autoptr (GDateTime) march = g_date_time_new_utc (2011, 3, 5, 0, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennyAccount) account = account_new (cases[i].way, cases[i].clear_after, cases[i].take_home);
      g_autoptr (PennyDryRun) run = penny_dry_run_new (cases[i].letters, cases[i].bytes, i & 1 ? march : NULL,
                                                       cases[i].room, cases[i].expire, 0);
      g_autofree char *codes = join (run, account, NULL);

      g_assert_cmpstr (codes, ==, cases[i].codes);
    }
}

static void
test_found (void)
{
  g_autoptr (GDateTime) march = g_date_time_new_utc (2011, 3, 5, 0, 0, 0);
  g_autoptr (PennyDryRun) run = penny_dry_run_new (1, 212000000, march, G_MAXUINT64, -2, 60);
  g_autoptr (PennyAccount) account = account_new (PENNY_WAY_PHOTOCOPY, 0, -1);
  g_autoptr (GPtrArray) sentences = penny_dry_run_dup_sentences (run, account, NULL);
  const PennyDryRunSentence *first = g_ptr_array_index (sentences, 0);

  g_assert_nonnull (strstr (first->text, "March 2011"));
  g_assert_nonnull (strstr (first->text, "212"));
  g_assert_cmpuint (penny_dry_run_get_login_delay (run), ==, 60);
}

/* What was shared is not cleared, and what is here is not copied again: also the other way round. */
static void
test_changing (void)
{
  static const struct { PennyWay from, to; const char *codes; } changes[] = {
    { PENNY_WAY_SHARED, PENNY_WAY_PHOTOCOPY, "found nothing-removed thrown-away-here-only kept not-again" },
    { PENNY_WAY_SHARED, PENNY_WAY_CLEAR_LATER, "found removed-when-old thrown-away-elsewhere kept not-again" },
    { PENNY_WAY_SHARED, PENNY_WAY_TAKE_HOME, "found removed-once-stored home-only kept not-again" },
    { PENNY_WAY_TAKE_HOME, PENNY_WAY_SHARED, "found nothing-removed thrown-away-elsewhere not-again" },
    { PENNY_WAY_PHOTOCOPY, PENNY_WAY_TAKE_HOME, "found removed-once-stored home-only copied" },
    { PENNY_WAY_SHARED, PENNY_WAY_SHARED, "found nothing-removed thrown-away-elsewhere copied" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (PennyAccount) before = account_new (changes[i].from, 7, 5);
      g_autoptr (PennyAccount) after = account_new (changes[i].to, 7, 5);
      g_autoptr (PennyDryRun) run = penny_dry_run_new (3, 100, NULL, 1000, PENNY_EXPIRE_UNKNOWN, 0);
      g_autofree char *codes = join (run, after, before);

      g_assert_cmpstr (codes, ==, changes[i].codes);
    }
}

static void
test_quota (void)
{
  g_autoptr (PennyDryRun) run = penny_dry_run_new (3, 100, NULL, 1000, PENNY_EXPIRE_UNKNOWN, 0);
  g_autoptr (PennyAccount) account = account_new (PENNY_WAY_SHARED, 0, -1);
  g_autoptr (GPtrArray) sentences = NULL;
  const PennyDryRunSentence *second;
  guint64 used, limit;

  g_assert_false (penny_dry_run_get_quota (run, &used, &limit));
  run->quota = (PennyImapQuota) { G_GUINT64_CONSTANT (4100000000), G_GUINT64_CONSTANT (5000000000) };
  g_assert_true (penny_dry_run_get_quota (run, &used, &limit));
  sentences = penny_dry_run_dup_sentences (run, account, NULL);
  second = g_ptr_array_index (sentences, 1);
  g_assert_cmpstr (second->code, ==, "quota");
  g_assert_cmpstr (second->text, ==, "4.1\xc2\xa0GB of 5.0\xc2\xa0GB are used at the post office.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dry-run/sentences", test_sentences);
  g_test_add_func ("/dry-run/found", test_found);
  g_test_add_func ("/dry-run/changing", test_changing);
  g_test_add_func ("/dry-run/quota", test_quota);
  return g_test_run ();
}
