/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way through the assistant, without a display: forward, back, astray, by hand, mending. */
#include "setup-fixture.h"

#include "penny-certificate.h"

#include <string.h>

#include "penny-setup-report.h"
#include "penny-setup-words.h"

#define ADDRESS "anna@example.org"

#define assert_page(setup, expected) g_assert_cmpint (penny_setup_get_page (setup), ==, expected)

static void
take (PennySetup *setup, PennyTrialStep step, const GError *incoming, const GError *outgoing)
{
  penny_setup_take_result (setup, setup_fixture_result (setup, step, incoming, outgoing));
}

static void
test_straight (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (ADDRESS, TRUE, TRUE);
  g_autoptr (PennyAccount) account = NULL;

  assert_page (setup, PENNY_PAGE_WELCOME);
  g_assert_false (penny_setup_can_go_back (setup));
  g_assert_false (penny_setup_can_go_by_hand (setup));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  setup_fixture_fill (setup, "  " ADDRESS " ");
  g_assert_cmpstr (penny_setup_get_address (setup), ==, ADDRESS);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINDING);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_take_proposal (setup, proposal);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_SHARED);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_false (penny_setup_can_go_on (setup));
  take (setup, PENNY_N_STEPS, NULL, NULL);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINISHED);
  g_assert_false (penny_setup_can_go_back (setup));

  account = penny_setup_dup_finished (setup);
  g_assert_cmpstr (penny_account_get_address (account), ==, ADDRESS);
  g_assert_cmpstr (penny_account_get_name (account), ==, "Anna Lindner");
  g_assert_cmpint (penny_account_get_incoming (account)->protocol, ==, PENNY_PROTOCOL_IMAP);
  g_assert_cmpstr (penny_account_get_outgoing (account)->host, ==, "smtp.example.org");
}

/* What each way makes of the account, with the days of the person. */
static void
test_ways (void)
{
  for (int way = PENNY_WAY_SHARED; way <= PENNY_WAY_TAKE_HOME; way++)
    {
      g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
      g_autoptr (PennyAccount) account = NULL;
      g_autofree char *consequence = NULL;

      penny_setup_set_way (setup, way);
      penny_setup_set_days (setup, PENNY_WAY_CLEAR_LATER, 30);
      penny_setup_set_days (setup, PENNY_WAY_TAKE_HOME, 3);
      consequence = penny_setup_words_way_consequence (setup, way);
      account = penny_setup_dup_account (setup, NULL);
      g_assert_nonnull (account);
      g_assert_cmpint (penny_account_get_way (account), ==, way);
      g_assert_cmpint (penny_account_get_incoming (account)->protocol, ==,
                       way == PENNY_WAY_SHARED ? PENNY_PROTOCOL_IMAP : PENNY_PROTOCOL_POP3);
      if (way == PENNY_WAY_CLEAR_LATER)
        {
          g_assert_cmpint (penny_account_get_clear_after_days (account), ==, 30);
          g_assert_nonnull (strstr (consequence, "30 days"));
        }
      else if (way == PENNY_WAY_TAKE_HOME)
        {
          g_assert_cmpint (penny_account_get_take_home_days (account), ==, 3);
          g_assert_nonnull (strstr (consequence, "3 days"));
        }
    }
}

/* What is said before anything changes is what the settings will do. */
static void
test_promises (void)
{
  static const char * const removal[PENNY_N_WAYS] = {
    [PENNY_WAY_SHARED] = "Nothing is removed now.",
    [PENNY_WAY_PHOTOCOPY] = "will never remove a letter",
    [PENNY_WAY_CLEAR_LATER] = "is removed from the post office 14 days after",
    [PENNY_WAY_TAKE_HOME] = "is removed from the post office 1 day after",
  };

  for (guint way = 0; way < PENNY_N_WAYS; way++)
    {
      g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
      g_auto (GStrv) promises = NULL, more = NULL;
      g_autoptr (PennyDryRun) dry_run = penny_dry_run_new (3412, 212000000, NULL, 41000000000, PENNY_EXPIRE_NEVER, 0);
      guint removed;

      penny_setup_set_way (setup, (PennyWay) way);
      penny_setup_go_on (setup);
      take (setup, PENNY_N_STEPS, NULL, NULL);
      g_assert_true (penny_setup_can_go_on (setup));
      promises = penny_setup_words_promises (setup, &removed);
      g_assert_nonnull (strstr (promises[0], "1,234") ?: strstr (promises[0], "1234"));
      g_assert_nonnull (strstr (promises[removed], removal[way]));

      /* With a look into the box it says how much, and the same of what is removed. */
      penny_setup_take_dry_run (setup, dry_run);
      more = penny_setup_words_promises (setup, &removed);
      g_assert_nonnull (strstr (more[0], "I found"));
      g_assert_true (g_str_equal (more[removed], "Nothing will be removed from the post office.") ==
                     (penny_way_rules_get ((PennyWay) way)->clears == PENNY_CLEARS_NEVER));
    }
}

static void
test_days_default_and_none (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (PennyAccount) account = NULL;
  g_autofree char *at_once = NULL;

  g_assert_cmpint (penny_setup_get_days (setup, PENNY_WAY_CLEAR_LATER), ==, 14);
  g_assert_cmpint (penny_setup_get_days (setup, PENNY_WAY_TAKE_HOME), ==, 1);
  penny_setup_set_way (setup, PENNY_WAY_TAKE_HOME);
  penny_setup_set_days (setup, PENNY_WAY_TAKE_HOME, 0);
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpint (penny_account_get_take_home_days (account), ==, 0);
  at_once = penny_setup_words_way_consequence (setup, PENNY_WAY_TAKE_HOME);
  g_assert_nonnull (strstr (at_once, "as soon as"));
}

/* The questions are a detour: what they recommend is chosen, going back chooses nothing. */
static void
test_adviser (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  PennyWayAdvice advice;

  penny_setup_ask_adviser (setup);
  assert_page (setup, PENNY_PAGE_ADVISER);
  g_assert_false (penny_setup_can_go_on (setup));
  g_assert_false (penny_setup_can_go_by_hand (setup));
  penny_setup_set_answer (setup, PENNY_QUESTION_READERS, PENNY_READERS_MY_DEVICES);
  penny_setup_set_answer (setup, PENNY_QUESTION_ROOM, PENNY_ROOM_SMALL);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_set_answer (setup, PENNY_QUESTION_INTERNET, PENNY_INTERNET_ALWAYS);
  g_assert_true (penny_setup_can_go_on (setup));
  g_assert_true (penny_setup_advise (setup, &advice));
  g_assert_cmpint (advice.way, ==, PENNY_WAY_CLEAR_LATER);

  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_SHARED);
  penny_setup_ask_adviser (setup);
  g_assert_cmpuint (penny_setup_get_answer (setup, PENNY_QUESTION_ROOM), ==, PENNY_ROOM_SMALL);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_CLEAR_LATER);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);   /* not the questions again */
}

/* Playing chooses nothing until one says so, and never what is not possible. */
static void
test_play (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (ADDRESS, FALSE, TRUE);

  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  penny_setup_play (setup);
  assert_page (setup, PENNY_PAGE_PLAY);
  g_assert_cmpint (penny_setup_get_looked_at (setup), ==, PENNY_WAY_PHOTOCOPY);
  penny_setup_set_looked_at (setup, PENNY_WAY_SHARED);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_set_looked_at (setup, PENNY_WAY_TAKE_HOME);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_PHOTOCOPY);
  penny_setup_play (setup);
  penny_setup_set_looked_at (setup, PENNY_WAY_TAKE_HOME);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_TAKE_HOME);
}

static void
test_only_pop (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (ADDRESS, FALSE, TRUE);

  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_false (penny_setup_allows_way (setup, PENNY_WAY_SHARED));
  /* Preselected is the way that removes nothing. */
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_PHOTOCOPY);
}

static void
test_back_loses_nothing (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);

  penny_setup_set_way (setup, PENNY_WAY_CLEAR_LATER);
  penny_setup_set_days (setup, PENNY_WAY_CLEAR_LATER, 99);
  penny_setup_go_on (setup);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);   /* not the search */
  g_assert_cmpstr (penny_setup_get_password (setup), ==, "blue-stamp");
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WELCOME);
  penny_setup_go_on (setup);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);     /* found already */
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_CLEAR_LATER);
  g_assert_cmpint (penny_setup_get_days (setup, PENNY_WAY_CLEAR_LATER), ==, 99);

  /* Another address is another post office. */
  penny_setup_go_back (setup);
  penny_setup_set_address (setup, "anna@example.net");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINDING);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
}

/* Answers that come after the person has left the page are for nobody. */
static void
test_late_answers (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (PennyProposal) other = setup_fixture_proposal ("x@example.net", FALSE, TRUE);
  g_autoptr (GError) error = g_error_new (PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "late");

  penny_setup_take_proposal (setup, other);
  penny_setup_take_find_error (setup, error);
  take (setup, PENNY_N_STEPS, NULL, NULL);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_true (penny_setup_allows_way (setup, PENNY_WAY_SHARED));
  g_assert_null (penny_setup_get_advice (setup));
  g_assert_null (penny_setup_get_result (setup));
}

static void
test_offline (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (GError) offline = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_OFFLINE, "no network");
  g_autoptr (GError) other = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED, "refused");
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (ADDRESS, TRUE, TRUE);

  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  g_assert_false (penny_setup_waits_for_network (setup));
  penny_setup_take_find_error (setup, offline);
  g_assert_true (penny_setup_waits_for_network (setup));
  penny_setup_try_again (setup);
  g_assert_false (penny_setup_waits_for_network (setup));
  penny_setup_take_proposal (setup, proposal);
  penny_setup_set_way (setup, PENNY_WAY_SHARED);
  penny_setup_go_on (setup);
  take (setup, PENNY_STEP_REACH, other, NULL);
  g_assert_false (penny_setup_waits_for_network (setup));
  penny_setup_try_again (setup);
  take (setup, PENNY_STEP_REACH, offline, NULL);
  g_assert_true (penny_setup_waits_for_network (setup));
  /* Whoever has left the page is not brought back to it. */
  penny_setup_go_back (setup);
  g_assert_false (penny_setup_waits_for_network (setup));
}

static void
test_wrong_password (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (GError) error = g_error_new (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, "NO");

  penny_setup_set_way (setup, PENNY_WAY_SHARED);
  penny_setup_go_on (setup);
  take (setup, PENNY_STEP_LOG_IN, error, NULL);
  g_assert_false (penny_setup_can_go_on (setup));
  g_assert_false (penny_setup_can_only_read (setup));
  g_assert_cmpint (penny_setup_get_advice (setup)->action, ==, PENNY_ADVICE_ENTER_PASSWORD);
  penny_setup_obey (setup, PENNY_ADVICE_ENTER_PASSWORD);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_PASSWORD);
  g_assert_cmpstr (penny_setup_get_name (setup), ==, "Anna Lindner");
  g_assert_null (penny_setup_get_advice (setup));
  penny_setup_set_password (setup, "right");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);   /* no second choosing */
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
}

/* A box that cannot tell its letters apart: back to the ways, and nothing typed is lost. */
static void
test_another_way (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (GError) error = g_error_new (PENNY_POP_ERROR, PENNY_POP_ERROR_UNSUPPORTED, "no UIDL");

  penny_setup_set_way (setup, PENNY_WAY_PHOTOCOPY);
  penny_setup_go_on (setup);
  take (setup, PENNY_STEP_BOX, error, NULL);
  g_assert_cmpint (penny_setup_get_advice (setup)->action, ==, PENNY_ADVICE_CHANGE_WAY);
  penny_setup_obey (setup, PENNY_ADVICE_CHANGE_WAY);
  assert_page (setup, PENNY_PAGE_WAYS);
  penny_setup_set_way (setup, PENNY_WAY_SHARED);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_null (penny_setup_get_advice (setup));
}

static void
test_only_read (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED, "closed");
  g_auto (GStrv) promises = NULL;
  guint removal;
  g_autoptr (PennyAccount) account = NULL;

  penny_setup_go_on (setup);
  take (setup, PENNY_STEP_OUTGOING, NULL, error);
  g_assert_true (penny_setup_can_only_read (setup));
  g_assert_false (penny_setup_can_go_on (setup));

  /* Mend it: the page by hand opens at sending, filled in with what was found. */
  penny_setup_obey (setup, PENNY_ADVICE_EDIT_SETTINGS);
  assert_page (setup, PENNY_PAGE_BY_HAND);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_OUTGOING);
  g_assert_cmpstr (penny_setup_get_server (setup, TRUE)->host, ==, "smtp.example.org");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);

  /* Or go on as it is. */
  take (setup, PENNY_STEP_OUTGOING, NULL, error);
  penny_setup_only_read (setup);
  assert_page (setup, PENNY_PAGE_TRYING);   /* what will happen is said first */
  g_assert_false (penny_setup_can_only_read (setup));
  g_assert_null (penny_setup_get_advice (setup));
  promises = penny_setup_words_promises (setup, &removal);
  g_assert_nonnull (strstr (promises[g_strv_length (promises) - 1], "Sending does not work yet"));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINISHED);
  account = penny_setup_dup_finished (setup);
  g_assert_null (penny_account_get_outgoing (account));
  g_assert_true (penny_setup_is_only_reading (setup));
}

/* What is asked about when the address is typed; a known one is not. */
static void
test_likely_address (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autofree char *none = NULL, *meant = NULL, *known = NULL;

  none = penny_setup_dup_likely_address (setup);
  g_assert_null (none);
  penny_setup_set_address (setup, "Anna.Lindner@gmial.com");
  meant = penny_setup_dup_likely_address (setup);
  g_assert_cmpstr (meant, ==, "Anna.Lindner@gmail.com");
  penny_setup_set_address (setup, meant);
  known = penny_setup_dup_likely_address (setup);
  g_assert_null (known);
}

static void
test_not_found_then_by_hand (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (GError) error = g_error_new (PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "nothing");
  g_autoptr (PennyServer) in = penny_server_new (PENNY_PROTOCOL_POP3, "mail.example.org", 0, PENNY_SECURITY_TLS, "");
  g_autoptr (PennyAccount) account = NULL;

  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  penny_setup_take_find_error (setup, error);
  /* A typing mistake is the likeliest: back to the address; what has no mistake is looked for again. */
  g_assert_cmpint (penny_setup_get_advice (setup)->action, ==, PENNY_ADVICE_EDIT_ADDRESS);
  penny_setup_obey (setup, PENNY_ADVICE_EDIT_ADDRESS);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_ADDRESS);
  g_assert_cmpstr (penny_setup_get_address (setup), ==, ADDRESS);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINDING);
  penny_setup_take_find_error (setup, error);
  g_assert_true (penny_setup_can_go_by_hand (setup));
  penny_setup_go_by_hand (setup);
  assert_page (setup, PENNY_PAGE_BY_HAND);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_set_server (setup, FALSE, in);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_false (penny_setup_allows_way (setup, PENNY_WAY_SHARED));
  penny_setup_go_on (setup);
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpint (penny_account_get_incoming (account)->port, ==, 995);
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, ADDRESS);
  g_assert_null (penny_account_get_outgoing (account));

  /* Leaving the page by its back button means: find it for me again; what was typed stays. */
  penny_setup_go_back (setup);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_BY_HAND);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_false (penny_setup_is_by_hand (setup));
  penny_setup_go_by_hand (setup);
  g_assert_cmpstr (penny_setup_get_server (setup, FALSE)->host, ==, "mail.example.org");
}

static void
test_by_hand_before_the_person (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyServer) in = penny_server_new (PENNY_PROTOCOL_IMAP, "mail.example.org", 0, PENNY_SECURITY_TLS, "");
  g_autoptr (PennyAccount) account = NULL;

  penny_setup_go_on (setup);
  penny_setup_go_by_hand (setup);
  penny_setup_set_server (setup, FALSE, in);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_ADDRESS);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);   /* one way only: nothing to choose */
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, ADDRESS);
}

static void
test_provider_that_refuses (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();

  penny_setup_go_on (setup);
  setup_fixture_fill (setup, "anna@outlook.com");
  g_assert_false (penny_setup_can_sign_in (setup));
  g_assert_false (penny_setup_can_go_on (setup));
  g_assert_nonnull (penny_setup_words_instead (penny_setup_get_provider (setup)));
  g_assert_true (penny_setup_can_go_by_hand (setup));
  penny_setup_set_address (setup, "anna@gmail.com");
  g_assert_true (penny_setup_can_go_on (setup));
  g_assert_null (penny_setup_words_instead (penny_setup_get_provider (setup)));
}

static PennyTrialResult *
make_stranger (PennySetup *setup, PennyCertificateFaults faults)
{
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED, "self-signed");
  PennyTrialResult *result = setup_fixture_result (setup, PENNY_STEP_SECURE, error, NULL);

  result->incoming_certificate = setup_fixture_certificate (faults);
  return result;
}

/* Trusting is never the way by itself, counts for the one key, and is not possible for what is worse. */
static void
test_stranger (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (PennyAccount) account = NULL;
  const char *host = NULL;

  penny_setup_go_on (setup);
  penny_setup_take_result (setup, make_stranger (setup, PENNY_CERTIFICATE_REVOKED));
  g_assert_null (penny_setup_get_stranger (setup, NULL));
  penny_setup_try_again (setup);
  penny_setup_take_result (setup, make_stranger (setup, PENNY_CERTIFICATE_UNTRUSTED |
                                                        PENNY_CERTIFICATE_SELF_SIGNED));
  g_assert_nonnull (penny_setup_get_stranger (setup, &host));
  g_assert_cmpstr (host, ==, "imap.example.org");
  g_assert_false (penny_setup_can_go_on (setup));
  g_assert_nonnull (penny_setup_get_advice (setup));
  account = penny_setup_dup_account (setup, NULL);
  g_assert_null (penny_account_get_incoming (account)->trusted_key);

  penny_setup_trust_stranger (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_null (penny_setup_get_advice (setup));
  g_clear_pointer (&account, penny_account_unref);
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpuint (strlen (penny_account_get_incoming (account)->trusted_key), ==, 64);
  g_assert_null (penny_account_get_outgoing (account)->trusted_key);
}

static void
test_letter (void)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (ADDRESS);
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT, "did not come");
  PennyTrialResult *result;

  penny_setup_go_on (setup);
  g_assert_false (penny_setup_can_send_letter (setup));
  take (setup, PENNY_N_STEPS, NULL, NULL);
  g_assert_true (penny_setup_can_send_letter (setup));
  penny_setup_send_letter (setup);
  g_assert_true (penny_setup_wants_letter (setup));
  g_assert_false (penny_setup_can_go_on (setup));

  /* It has not come: that is said, and one may go on all the same. */
  result = setup_fixture_result (setup, PENNY_N_STEPS, NULL, NULL);
  result->states[PENNY_STEP_LETTER] = PENNY_STEP_FAILED;
  result->letter_error = g_error_copy (error);
  penny_setup_take_result (setup, result);
  g_assert_false (penny_setup_wants_letter (setup));
  g_assert_nonnull (penny_setup_get_advice (setup));
  g_assert_true (penny_setup_can_go_on (setup));
  g_assert_true (penny_setup_can_send_letter (setup));

  penny_setup_send_letter (setup);
  result = setup_fixture_result (setup, PENNY_N_STEPS, NULL, NULL);
  result->states[PENNY_STEP_LETTER] = PENNY_STEP_OK;
  penny_setup_take_result (setup, result);
  g_assert_null (penny_setup_get_advice (setup));
  g_assert_false (penny_setup_can_send_letter (setup));
}

/* Everything a helper asks for, and no password, whatever the provider repeats. */
static void
test_report (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (ADDRESS, TRUE, TRUE);
  g_autoptr (GError) error = g_error_new (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED,
                                          "NO no blue-stamp here, nor Ymx1ZS1zdGFtcA==, nor BLUE- STAMP "
                                          "nor AGFubmEAYmx1ZS1zdGFtcA==");
  g_autofree char *before = penny_setup_report (setup);
  g_autofree char *after = NULL;

  g_assert_nonnull (strstr (before, "Nothing has been tried yet."));
  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  penny_setup_go_on (setup);
  take (setup, PENNY_STEP_LOG_IN, error, NULL);
  after = penny_setup_report (setup);
  g_assert_nonnull (strstr (after, ADDRESS));
  g_assert_nonnull (strstr (after, "Shared box"));
  g_assert_nonnull (strstr (after, "IMAP: imap.example.org:993, TLS, " ADDRESS));
  g_assert_nonnull (strstr (after, "SMTP: smtp.example.org:465"));
  g_assert_nonnull (strstr (after, "wrong-password"));
  g_assert_nonnull (strstr (after, "no ••• here, nor •••, nor ••• nor •••"));
  g_assert_null (strstr (after, "blue-stamp"));
}

/* Servers of another organisation wait for a yes; a no is a no. */
static void
test_doubtful (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_proposal_unref);
  g_autofree char *question = NULL;

  g_ptr_array_add (found, setup_fixture_proposal (ADDRESS, TRUE, TRUE));
  penny_proposal_add_confirm_domain (found->pdata[0], "elsewhere.example");
  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_take_proposals (setup, found);
  assert_page (setup, PENNY_PAGE_FINDING);
  question = penny_setup_words_doubtful (penny_setup_get_doubtful (setup));
  g_assert_nonnull (strstr (question, "elsewhere.example"));
  penny_setup_refuse_doubtful (setup);
  g_assert_null (penny_setup_get_doubtful (setup));
  g_assert_nonnull (penny_setup_get_advice (setup));
  g_assert_false (penny_setup_can_go_on (setup));

  /* Nothing else is known: the public list may be asked, once it is allowed. */
  g_assert_true (penny_setup_can_ask_public (setup));
  g_assert_false (penny_setup_allows_public (setup));
  penny_setup_ask_public (setup);
  g_assert_true (penny_setup_allows_public (setup));
  g_assert_null (penny_setup_get_advice (setup));
  penny_setup_take_proposals (setup, found);
  g_assert_true (penny_setup_can_go_on (setup));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);

  /* Allowed for that address only. */
  penny_setup_go_back (setup);
  penny_setup_set_address (setup, "b@example.net");
  g_assert_false (penny_setup_allows_public (setup));
}

/* Every place under Details, in its order, until the search begins anew. */
static void
test_looks (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autofree char *none = NULL, *lines = NULL, *anew = NULL;

  penny_setup_take_look (setup, 0, PENNY_SOURCE_PROVIDERS, "example.org", PENNY_LOOK_WAITING);
  none = penny_setup_words_looks (setup);
  g_assert_null (none);   /* nobody searches */
  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  penny_setup_take_look (setup, 0, PENNY_SOURCE_PROVIDERS, "example.org", PENNY_LOOK_NOTHING);
  penny_setup_take_look (setup, 3, PENNY_SOURCE_MX, "example.org", PENNY_LOOK_WAITING);
  penny_setup_take_look (setup, 1, PENNY_SOURCE_AUTOCONFIG, "https://autoconfig.example.org/x", PENNY_LOOK_WAITING);
  penny_setup_take_look (setup, 1, PENNY_SOURCE_AUTOCONFIG, "https://autoconfig.example.org/x", PENNY_LOOK_DOUBTFUL);
  lines = penny_setup_words_looks (setup);
  g_assert_cmpstr (lines, ==, "Penny Post’s own list (example.org): knows nothing\n"
                              "The post office’s own page (https://autoconfig.example.org/x): not trusted\n"
                              "Who carries the letters (MX) (example.org): waiting…");
  penny_setup_take_look (setup, PENNY_N_LOOKS, PENNY_SOURCE_MX, "beyond", PENNY_LOOK_WAITING);
  penny_setup_take_look (setup, 0, PENNY_SOURCE_PROVIDERS, "example.org", PENNY_LOOK_WAITING);
  anew = penny_setup_words_looks (setup);
  g_assert_cmpstr (anew, ==, "Penny Post’s own list (example.org): waiting…");
}

/* A provider that only the search has found says what it wants before the password is sent. */
static void
test_provider_found_late (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProvider) gmail = penny_provider_find_by_id ("gmail");
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_MX, ADDRESS, gmail);
  g_autofree char *doubt = NULL;
  g_autoptr (PennySecret) secret = NULL;

  penny_proposal_take_server (proposal, penny_provider_dup_server (gmail, PENNY_PROTOCOL_IMAP, ADDRESS));
  penny_setup_go_on (setup);
  setup_fixture_fill (setup, ADDRESS);
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_PASSWORD);
  doubt = penny_setup_dup_password_doubt (setup);
  g_assert_nonnull (doubt);
  penny_setup_set_password (setup, "abcd efgh ijkl mnop");
  g_assert_null (penny_setup_dup_password_doubt (setup));
  secret = penny_setup_dup_secret (setup);
  g_assert_cmpstr (penny_secret_peek (secret), ==, "abcdefghijklmnop");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
}

static void
test_mend (void)
{
  g_autoptr (PennySetup) first = setup_fixture_new (ADDRESS);
  g_autoptr (PennyAccount) account = NULL, after = NULL;
  g_autoptr (PennySetup) setup = NULL;

  penny_setup_set_way (first, PENNY_WAY_CLEAR_LATER);
  penny_setup_set_days (first, PENNY_WAY_CLEAR_LATER, 21);
  account = penny_setup_dup_account (first, NULL);

  setup = penny_setup_new_to_mend (account);
  assert_page (setup, PENNY_PAGE_BY_HAND);
  g_assert_cmpstr (penny_setup_get_server (setup, FALSE)->host, ==, "pop.example.org");
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_false (penny_setup_can_go_back (setup));
  penny_setup_go_by_hand (setup);
  penny_setup_go_on (setup);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_PASSWORD);
  penny_setup_set_password (setup, "blue-stamp");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_setup_get_way (setup), ==, PENNY_WAY_CLEAR_LATER);
  after = penny_setup_dup_account (setup, NULL);
  g_assert_true (penny_account_equal (account, after));
}

/* Nobody types a password that is kept, nor is an empty one tried before the keyring has handed it out. */
static void
test_kept_password (void)
{
  g_autoptr (PennySetup) first = setup_fixture_new (ADDRESS);
  g_autoptr (PennyAccount) account = penny_setup_dup_account (first, NULL);
  g_autoptr (PennySetup) setup = penny_setup_new_to_change_way (account);
  g_autoptr (PennySecret) secret = NULL;

  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_null (penny_setup_dup_secret (setup));
  penny_setup_set_password (setup, "blue-stamp");
  secret = penny_setup_dup_secret (setup);
  g_assert_cmpstr (penny_secret_peek (secret), ==, "blue-stamp");
}

/* No state may be left by any button in a way that breaks: a long random walk. */
static void
test_random_walk (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (ADDRESS, TRUE, TRUE);
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT, "slow");

  for (int i = 0; i < 20000 && penny_setup_get_page (setup) != PENNY_PAGE_FINISHED; i++)
    switch (g_test_rand_int_range (0, 12))
      {
      case 0:
        if (penny_setup_get_page (setup) == PENNY_PAGE_PERSON)
          setup_fixture_fill (setup, g_test_rand_bit () ? ADDRESS : "b@example.net");
        break;
      case 1:
        penny_setup_go_back (setup);
        break;
      case 2:
        penny_setup_go_by_hand (setup);
        break;
      case 3:
        penny_setup_take_proposal (setup, proposal);
        break;
      case 4:
        penny_setup_take_find_error (setup, error);
        break;
      case 5:
        if (penny_setup_get_page (setup) == PENNY_PAGE_TRYING)
          take (setup, PENNY_STEP_REACH, error, NULL);
        break;
      case 6:
        penny_setup_obey (setup, g_test_rand_int_range (0, PENNY_N_ADVICE_ACTIONS));
        break;
      case 7:
        if (penny_setup_get_page (setup) == PENNY_PAGE_WAYS)
          penny_setup_set_way (setup, g_test_rand_int_range (0, 4));
        break;
      case 8:
        penny_setup_ask_adviser (setup);
        break;
      case 9:
        penny_setup_play (setup);
        penny_setup_set_looked_at (setup, g_test_rand_int_range (0, PENNY_N_WAYS));
        break;
      case 10:
        penny_setup_set_answer (setup, g_test_rand_int_range (0, PENNY_N_QUESTIONS),
                                g_test_rand_int_range (0, 3));
        break;
      default:
        penny_setup_go_on (setup);
        break;
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/straight", test_straight);
  g_test_add_func ("/setup/ways", test_ways);
  g_test_add_func ("/setup/promises", test_promises);
  g_test_add_func ("/setup/days", test_days_default_and_none);
  g_test_add_func ("/setup/adviser", test_adviser);
  g_test_add_func ("/setup/play", test_play);
  g_test_add_func ("/setup/only-pop", test_only_pop);
  g_test_add_func ("/setup/back-loses-nothing", test_back_loses_nothing);
  g_test_add_func ("/setup/late-answers", test_late_answers);
  g_test_add_func ("/setup/offline", test_offline);
  g_test_add_func ("/setup/wrong-password", test_wrong_password);
  g_test_add_func ("/setup/another-way", test_another_way);
  g_test_add_func ("/setup/only-read", test_only_read);
  g_test_add_func ("/setup/not-found-then-by-hand", test_not_found_then_by_hand);
  g_test_add_func ("/setup/likely-address", test_likely_address);
  g_test_add_func ("/setup/by-hand-before-the-person", test_by_hand_before_the_person);
  g_test_add_func ("/setup/provider-that-refuses", test_provider_that_refuses);
  g_test_add_func ("/setup/stranger", test_stranger);
  g_test_add_func ("/setup/letter", test_letter);
  g_test_add_func ("/setup/report", test_report);
  g_test_add_func ("/setup/doubtful", test_doubtful);
  g_test_add_func ("/setup/looks", test_looks);
  g_test_add_func ("/setup/provider-found-late", test_provider_found_late);
  g_test_add_func ("/setup/mend", test_mend);
  g_test_add_func ("/setup/kept-password", test_kept_password);
  g_test_add_func ("/setup/random-walk", test_random_walk);
  return g_test_run ();
}
