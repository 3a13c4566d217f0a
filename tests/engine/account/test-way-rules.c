/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table against the words in which the ways were promised. */
#include "penny-account.h"
#include "penny-error.h"

#define DAY (24 * 60 * 60)

/* Column by column, as people are told it. */
static void
test_promises (void)
{
  static const struct {
    PennyWay way; PennyProtocol protocol; gboolean stays, read, thrown, folders, sent;
  } promised[] = {
    { PENNY_WAY_SHARED, PENNY_PROTOCOL_IMAP, TRUE, TRUE, TRUE, TRUE, TRUE },
    { PENNY_WAY_PHOTOCOPY, PENNY_PROTOCOL_POP3, TRUE, FALSE, FALSE, FALSE, FALSE },
    { PENNY_WAY_CLEAR_LATER, PENNY_PROTOCOL_POP3, TRUE, FALSE, TRUE, FALSE, FALSE },
    { PENNY_WAY_TAKE_HOME, PENNY_PROTOCOL_POP3, FALSE, FALSE, FALSE, FALSE, FALSE },
  };

  g_assert_cmpint (G_N_ELEMENTS (promised), ==, PENNY_N_WAYS);
  for (guint i = 0; i < G_N_ELEMENTS (promised); i++)
    {
      const PennyWayRules *rules = penny_way_rules_get (promised[i].way);

      g_assert_cmpint (rules->way, ==, promised[i].way);
      g_assert_cmpint (rules->protocol, ==, promised[i].protocol);
      g_assert_cmpint (penny_way_rules_letters_stay (rules), ==, promised[i].stays);
      g_assert_cmpint (rules->read_seen_elsewhere, ==, promised[i].read);
      g_assert_cmpint (rules->thrown_away_seen_elsewhere, ==, promised[i].thrown);
      g_assert_cmpint (rules->folders_shared, ==, promised[i].folders);
      g_assert_cmpint (rules->sent_kept_in_box, ==, promised[i].sent);
    }
  g_assert_true (penny_way_rules_get ((PennyWay) 99) == penny_way_rules_get (PENNY_WAY_PHOTOCOPY));
}

static void
test_clearing_time (void)
{
  static const struct { PennyWay way; int days; gboolean thrown, clears; gint64 when; } cases[] = {
    { PENNY_WAY_SHARED, 0, TRUE, FALSE, 0 },
    { PENNY_WAY_PHOTOCOPY, 0, TRUE, FALSE, 0 },
    { PENNY_WAY_CLEAR_LATER, 14, FALSE, TRUE, 1000 + 14 * DAY },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, TRUE, 0 },
    { PENNY_WAY_CLEAR_LATER, -1, FALSE, FALSE, 0 },
    { PENNY_WAY_CLEAR_LATER, -1, TRUE, TRUE, 0 },
    { PENNY_WAY_TAKE_HOME, 0, FALSE, TRUE, 1000 },
    { PENNY_WAY_TAKE_HOME, 3, TRUE, TRUE, 1000 + 3 * DAY },
    { PENNY_WAY_TAKE_HOME, -1, TRUE, FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 when = 0;
      gboolean clears = penny_way_rules_get_clearing_time (penny_way_rules_get (cases[i].way), cases[i].days,
                                                           cases[i].thrown, 1000, &when);

      g_test_message ("case %u", i);
      g_assert_cmpint (clears, ==, cases[i].clears);
      if (clears)
        g_assert_cmpint (when, ==, cases[i].when);
    }
}

static PennyAccount *
make_account (PennyWay way, PennyProtocol protocol, GError **error)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();

  form->address = g_strdup ("anna@example.org");
  form->way = way;
  form->clear_after_days = 30;
  form->take_home_days = 2;
  form->incoming = penny_server_new (protocol, "mail.example.org", 0, PENNY_SECURITY_TLS, NULL);
  return penny_account_new (form, error);
}

/* An account obeys the table: no other protocol than its way's, and the days that belong to it. */
static void
test_account (void)
{
  static const int days[PENNY_N_WAYS] = { -1, -1, 30, 2 };

  for (guint way = 0; way < PENNY_N_WAYS; way++)
    for (PennyProtocol protocol = PENNY_PROTOCOL_IMAP; protocol <= PENNY_PROTOCOL_POP3; protocol++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (PennyAccount) account = make_account ((PennyWay) way, protocol, &error);

        if (protocol != penny_way_rules_get ((PennyWay) way)->protocol)
          {
            g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
            continue;
          }
        g_assert_no_error (error);
        g_assert_true (penny_account_get_rules (account) == penny_way_rules_get ((PennyWay) way));
        g_assert_cmpint (penny_account_get_clearing_days (account), ==, days[way]);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/way-rules/promises", test_promises);
  g_test_add_func ("/way-rules/clearing-time", test_clearing_time);
  g_test_add_func ("/way-rules/account", test_account);
  return g_test_run ();
}
