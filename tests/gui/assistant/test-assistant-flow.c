/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way through the assistant, without a window: forward, back, astray, by hand, mending. */
#include "assistant-fixture.h"

#include <string.h>

#include "penny-assistant-words.h"

#define ADDRESS "anna@example.org"

#define assert_page(flow, expected) g_assert_cmpint (penny_assistant_flow_get_page (flow), ==, expected)

static void
take (PennyAssistantFlow *flow, PennyTrialStep step, const GError *incoming, const GError *outgoing)
{
  penny_assistant_flow_take_result (flow, assistant_fixture_result (flow, step, incoming, outgoing));
}

static void
test_straight (void)
{
  g_autoptr (PennyAssistantFlow) flow = penny_assistant_flow_new ();
  g_autoptr (PennyProposal) proposal = assistant_fixture_proposal (ADDRESS, TRUE, TRUE);
  g_autoptr (PennyAccount) account = NULL;

  assert_page (flow, PENNY_PAGE_WELCOME);
  g_assert_false (penny_assistant_flow_can_go_back (flow));
  g_assert_false (penny_assistant_flow_can_go_by_hand (flow));
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_PERSON);
  g_assert_false (penny_assistant_flow_can_go_on (flow));
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_PERSON);
  assistant_fixture_fill (flow, "  " ADDRESS " ");
  g_assert_cmpstr (penny_assistant_flow_get_address (flow), ==, ADDRESS);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_FINDING);
  g_assert_false (penny_assistant_flow_can_go_on (flow));
  penny_assistant_flow_take_proposal (flow, proposal);
  assert_page (flow, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_assistant_flow_get_way (flow), ==, PENNY_WAY_SHARED);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_TRYING);
  g_assert_false (penny_assistant_flow_can_go_on (flow));
  take (flow, PENNY_N_STEPS, NULL, NULL);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_FINISHED);
  g_assert_false (penny_assistant_flow_can_go_back (flow));

  account = penny_assistant_flow_dup_finished (flow);
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
      g_autoptr (PennyAssistantFlow) flow = assistant_fixture_flow (ADDRESS);
      g_autoptr (PennyAccount) account = NULL;
      g_autofree char *consequence = NULL;

      penny_assistant_flow_set_way (flow, way);
      penny_assistant_flow_set_days (flow, PENNY_WAY_CLEAR_LATER, 30);
      penny_assistant_flow_set_days (flow, PENNY_WAY_TAKE_HOME, 3);
      consequence = penny_assistant_words_way_consequence (flow, way);
      account = penny_assistant_flow_dup_account (flow, NULL);
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

static void
test_days_default_and_none (void)
{
  g_autoptr (PennyAssistantFlow) flow = assistant_fixture_flow (ADDRESS);
  g_autoptr (PennyAccount) account = NULL;
  g_autofree char *at_once = NULL;

  g_assert_cmpint (penny_assistant_flow_get_days (flow, PENNY_WAY_CLEAR_LATER), ==, 14);
  g_assert_cmpint (penny_assistant_flow_get_days (flow, PENNY_WAY_TAKE_HOME), ==, 1);
  penny_assistant_flow_set_way (flow, PENNY_WAY_TAKE_HOME);
  penny_assistant_flow_set_days (flow, PENNY_WAY_TAKE_HOME, 0);
  account = penny_assistant_flow_dup_account (flow, NULL);
  g_assert_cmpint (penny_account_get_take_home_days (account), ==, 0);
  at_once = penny_assistant_words_way_consequence (flow, PENNY_WAY_TAKE_HOME);
  g_assert_nonnull (strstr (at_once, "as soon as"));
}

static void
test_only_pop (void)
{
  g_autoptr (PennyAssistantFlow) flow = penny_assistant_flow_new ();
  g_autoptr (PennyProposal) proposal = assistant_fixture_proposal (ADDRESS, FALSE, TRUE);

  penny_assistant_flow_go_on (flow);
  assistant_fixture_fill (flow, ADDRESS);
  penny_assistant_flow_go_on (flow);
  penny_assistant_flow_take_proposal (flow, proposal);
  assert_page (flow, PENNY_PAGE_WAYS);
  g_assert_false (penny_assistant_flow_allows_way (flow, PENNY_WAY_SHARED));
  /* Preselected is the way that removes nothing. */
  g_assert_cmpint (penny_assistant_flow_get_way (flow), ==, PENNY_WAY_PHOTOCOPY);
}

static void
test_back_loses_nothing (void)
{
  g_autoptr (PennyAssistantFlow) flow = assistant_fixture_flow (ADDRESS);

  penny_assistant_flow_set_way (flow, PENNY_WAY_CLEAR_LATER);
  penny_assistant_flow_set_days (flow, PENNY_WAY_CLEAR_LATER, 99);
  penny_assistant_flow_go_on (flow);
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_WAYS);
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_PERSON);   /* not the search */
  g_assert_cmpstr (penny_assistant_flow_get_password (flow), ==, "blue-stamp");
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_WELCOME);
  penny_assistant_flow_go_on (flow);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_WAYS);     /* found already */
  g_assert_cmpint (penny_assistant_flow_get_way (flow), ==, PENNY_WAY_CLEAR_LATER);
  g_assert_cmpint (penny_assistant_flow_get_days (flow, PENNY_WAY_CLEAR_LATER), ==, 99);

  /* Another address is another post office. */
  penny_assistant_flow_go_back (flow);
  penny_assistant_flow_set_address (flow, "anna@example.net");
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_FINDING);
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_PERSON);
}

/* Answers that come after the person has left the page are for nobody. */
static void
test_late_answers (void)
{
  g_autoptr (PennyAssistantFlow) flow = assistant_fixture_flow (ADDRESS);
  g_autoptr (PennyProposal) other = assistant_fixture_proposal ("x@example.net", FALSE, TRUE);
  g_autoptr (GError) error = g_error_new (PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "late");

  penny_assistant_flow_take_proposal (flow, other);
  penny_assistant_flow_take_find_error (flow, error);
  take (flow, PENNY_N_STEPS, NULL, NULL);
  assert_page (flow, PENNY_PAGE_WAYS);
  g_assert_true (penny_assistant_flow_allows_way (flow, PENNY_WAY_SHARED));
  g_assert_null (penny_assistant_flow_get_advice (flow));
  g_assert_null (penny_assistant_flow_get_result (flow));
}

static void
test_wrong_password (void)
{
  g_autoptr (PennyAssistantFlow) flow = assistant_fixture_flow (ADDRESS);
  g_autoptr (GError) error = g_error_new (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, "NO");

  penny_assistant_flow_set_way (flow, PENNY_WAY_SHARED);
  penny_assistant_flow_go_on (flow);
  take (flow, PENNY_STEP_IN_LOG_IN, error, NULL);
  g_assert_false (penny_assistant_flow_can_go_on (flow));
  g_assert_false (penny_assistant_flow_can_only_read (flow));
  g_assert_cmpint (penny_assistant_flow_get_advice (flow)->action, ==, PENNY_ADVICE_ENTER_PASSWORD);
  penny_assistant_flow_obey (flow, PENNY_ADVICE_ENTER_PASSWORD);
  assert_page (flow, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_assistant_flow_get_field (flow), ==, PENNY_FIELD_PASSWORD);
  g_assert_cmpstr (penny_assistant_flow_get_name (flow), ==, "Anna Lindner");
  g_assert_null (penny_assistant_flow_get_advice (flow));
  penny_assistant_flow_set_password (flow, "right");
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_TRYING);   /* no second choosing */
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_WAYS);
}

static void
test_only_read (void)
{
  g_autoptr (PennyAssistantFlow) flow = assistant_fixture_flow (ADDRESS);
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED, "closed");
  g_autoptr (PennyAccount) account = NULL;

  penny_assistant_flow_go_on (flow);
  take (flow, PENNY_STEP_OUT_CONNECT, NULL, error);
  g_assert_true (penny_assistant_flow_can_only_read (flow));
  g_assert_false (penny_assistant_flow_can_go_on (flow));

  /* Mend it: the page by hand opens at sending, filled in with what was found. */
  penny_assistant_flow_obey (flow, PENNY_ADVICE_EDIT_SETTINGS);
  assert_page (flow, PENNY_PAGE_BY_HAND);
  g_assert_cmpint (penny_assistant_flow_get_field (flow), ==, PENNY_FIELD_OUTGOING);
  g_assert_cmpstr (penny_assistant_flow_get_server (flow, TRUE)->host, ==, "smtp.example.org");
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_TRYING);

  /* Or go on as it is. */
  take (flow, PENNY_STEP_OUT_CONNECT, NULL, error);
  penny_assistant_flow_only_read (flow);
  assert_page (flow, PENNY_PAGE_FINISHED);
  account = penny_assistant_flow_dup_finished (flow);
  g_assert_null (penny_account_get_outgoing (account));
  g_assert_true (penny_assistant_flow_is_only_reading (flow));
}

static void
test_not_found_then_by_hand (void)
{
  g_autoptr (PennyAssistantFlow) flow = penny_assistant_flow_new ();
  g_autoptr (GError) error = g_error_new (PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "nothing");
  g_autoptr (PennyServer) in = penny_server_new (PENNY_PROTOCOL_POP3, "mail.example.org", 0, PENNY_SECURITY_TLS, "");
  g_autoptr (PennyAccount) account = NULL;

  penny_assistant_flow_go_on (flow);
  assistant_fixture_fill (flow, ADDRESS);
  penny_assistant_flow_go_on (flow);
  penny_assistant_flow_take_find_error (flow, error);
  g_assert_cmpint (penny_assistant_flow_get_advice (flow)->action, ==, PENNY_ADVICE_EDIT_SETTINGS);
  penny_assistant_flow_obey (flow, PENNY_ADVICE_EDIT_SETTINGS);
  assert_page (flow, PENNY_PAGE_BY_HAND);
  g_assert_false (penny_assistant_flow_can_go_on (flow));
  penny_assistant_flow_set_server (flow, FALSE, in);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_WAYS);
  g_assert_false (penny_assistant_flow_allows_way (flow, PENNY_WAY_SHARED));
  penny_assistant_flow_go_on (flow);
  account = penny_assistant_flow_dup_account (flow, NULL);
  g_assert_cmpint (penny_account_get_incoming (account)->port, ==, 995);
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, ADDRESS);
  g_assert_null (penny_account_get_outgoing (account));

  /* Leaving the page by its back button means: find it for me again; what was typed stays. */
  penny_assistant_flow_go_back (flow);
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_BY_HAND);
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_PERSON);
  g_assert_false (penny_assistant_flow_is_by_hand (flow));
  penny_assistant_flow_go_by_hand (flow);
  g_assert_cmpstr (penny_assistant_flow_get_server (flow, FALSE)->host, ==, "mail.example.org");
}

static void
test_by_hand_before_the_person (void)
{
  g_autoptr (PennyAssistantFlow) flow = penny_assistant_flow_new ();
  g_autoptr (PennyServer) in = penny_server_new (PENNY_PROTOCOL_IMAP, "mail.example.org", 0, PENNY_SECURITY_TLS, "");
  g_autoptr (PennyAccount) account = NULL;

  penny_assistant_flow_go_on (flow);
  penny_assistant_flow_go_by_hand (flow);
  penny_assistant_flow_set_server (flow, FALSE, in);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_assistant_flow_get_field (flow), ==, PENNY_FIELD_ADDRESS);
  assistant_fixture_fill (flow, ADDRESS);
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_TRYING);   /* one way only: nothing to choose */
  account = penny_assistant_flow_dup_account (flow, NULL);
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, ADDRESS);
}

static void
test_provider_that_refuses (void)
{
  g_autoptr (PennyAssistantFlow) flow = penny_assistant_flow_new ();

  penny_assistant_flow_go_on (flow);
  assistant_fixture_fill (flow, "anna@outlook.com");
  g_assert_false (penny_assistant_flow_can_sign_in (flow));
  g_assert_false (penny_assistant_flow_can_go_on (flow));
  g_assert_nonnull (penny_assistant_words_instead (penny_assistant_flow_get_provider (flow)));
  g_assert_true (penny_assistant_flow_can_go_by_hand (flow));
  penny_assistant_flow_set_address (flow, "anna@gmail.com");
  g_assert_true (penny_assistant_flow_can_go_on (flow));
  g_assert_null (penny_assistant_words_instead (penny_assistant_flow_get_provider (flow)));
}

static void
test_mend (void)
{
  g_autoptr (PennyAssistantFlow) first = assistant_fixture_flow (ADDRESS);
  g_autoptr (PennyAccount) account = NULL, after = NULL;
  g_autoptr (PennyAssistantFlow) flow = NULL;

  penny_assistant_flow_set_way (first, PENNY_WAY_CLEAR_LATER);
  penny_assistant_flow_set_days (first, PENNY_WAY_CLEAR_LATER, 21);
  account = penny_assistant_flow_dup_account (first, NULL);

  flow = penny_assistant_flow_new_to_mend (account);
  assert_page (flow, PENNY_PAGE_BY_HAND);
  g_assert_cmpstr (penny_assistant_flow_get_server (flow, FALSE)->host, ==, "pop.example.org");
  penny_assistant_flow_go_back (flow);
  assert_page (flow, PENNY_PAGE_PERSON);
  g_assert_false (penny_assistant_flow_can_go_back (flow));
  penny_assistant_flow_go_by_hand (flow);
  penny_assistant_flow_go_on (flow);
  g_assert_cmpint (penny_assistant_flow_get_field (flow), ==, PENNY_FIELD_PASSWORD);
  penny_assistant_flow_set_password (flow, "blue-stamp");
  penny_assistant_flow_go_on (flow);
  assert_page (flow, PENNY_PAGE_WAYS);
  g_assert_cmpint (penny_assistant_flow_get_way (flow), ==, PENNY_WAY_CLEAR_LATER);
  after = penny_assistant_flow_dup_account (flow, NULL);
  g_assert_true (penny_account_equal (account, after));
}

/* No state may be left by any button in a way that breaks: a long random walk. */
static void
test_random_walk (void)
{
  g_autoptr (PennyAssistantFlow) flow = penny_assistant_flow_new ();
  g_autoptr (PennyProposal) proposal = assistant_fixture_proposal (ADDRESS, TRUE, TRUE);
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT, "slow");

  for (int i = 0; i < 20000 && penny_assistant_flow_get_page (flow) != PENNY_PAGE_FINISHED; i++)
    switch (g_test_rand_int_range (0, 9))
      {
      case 0:
        if (penny_assistant_flow_get_page (flow) == PENNY_PAGE_PERSON)
          assistant_fixture_fill (flow, g_test_rand_bit () ? ADDRESS : "b@example.net");
        break;
      case 1:
        penny_assistant_flow_go_back (flow);
        break;
      case 2:
        penny_assistant_flow_go_by_hand (flow);
        break;
      case 3:
        penny_assistant_flow_take_proposal (flow, proposal);
        break;
      case 4:
        penny_assistant_flow_take_find_error (flow, error);
        break;
      case 5:
        if (penny_assistant_flow_get_page (flow) == PENNY_PAGE_TRYING)
          take (flow, PENNY_STEP_IN_CONNECT, error, NULL);
        break;
      case 6:
        penny_assistant_flow_obey (flow, g_test_rand_int_range (0, PENNY_N_ADVICE_ACTIONS));
        break;
      case 7:
        if (penny_assistant_flow_get_page (flow) == PENNY_PAGE_WAYS)
          penny_assistant_flow_set_way (flow, g_test_rand_int_range (0, 4));
        break;
      default:
        penny_assistant_flow_go_on (flow);
        break;
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assistant/flow/straight", test_straight);
  g_test_add_func ("/assistant/flow/ways", test_ways);
  g_test_add_func ("/assistant/flow/days", test_days_default_and_none);
  g_test_add_func ("/assistant/flow/only-pop", test_only_pop);
  g_test_add_func ("/assistant/flow/back-loses-nothing", test_back_loses_nothing);
  g_test_add_func ("/assistant/flow/late-answers", test_late_answers);
  g_test_add_func ("/assistant/flow/wrong-password", test_wrong_password);
  g_test_add_func ("/assistant/flow/only-read", test_only_read);
  g_test_add_func ("/assistant/flow/not-found-then-by-hand", test_not_found_then_by_hand);
  g_test_add_func ("/assistant/flow/by-hand-before-the-person", test_by_hand_before_the_person);
  g_test_add_func ("/assistant/flow/provider-that-refuses", test_provider_that_refuses);
  g_test_add_func ("/assistant/flow/mend", test_mend);
  g_test_add_func ("/assistant/flow/random-walk", test_random_walk);
  return g_test_run ();
}
