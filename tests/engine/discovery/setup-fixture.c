/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources, proposals and results made of constants. */
#include "setup-fixture.h"

static GBytes *
fetch_nothing (const char *url, gsize max, GCancellable *cancellable, gpointer data, GError **error)
{
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_HOST_NOT_FOUND, "no such host");
  return NULL;
}

static gboolean
probe_example (const PennyServer *server, GCancellable *cancellable, gpointer data, GError **error)
{
  const char * const known[] = { "imap.example.org", "pop.example.org", "smtp.example.org", NULL };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (g_strv_contains (known, server->host))
    return TRUE;
  g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_HOST_NOT_FOUND, "no such host");
  return FALSE;
}

const PennyDiscoverySources setup_fixture_sources = { fetch_nothing, probe_example, NULL, 5000 };

PennyProposal *
setup_fixture_proposal (const char *address, gboolean with_imap, gboolean with_pop)
{
  PennyProposal *proposal = penny_proposal_new (PENNY_SOURCE_GUESS, address, NULL);

  if (with_imap)
    penny_proposal_take_server (proposal, penny_server_new (PENNY_PROTOCOL_IMAP, "imap.example.org", 993,
                                                            PENNY_SECURITY_TLS, address));
  if (with_pop)
    penny_proposal_take_server (proposal, penny_server_new (PENNY_PROTOCOL_POP3, "pop.example.org", 995,
                                                            PENNY_SECURITY_TLS, address));
  penny_proposal_take_server (proposal, penny_server_new (PENNY_PROTOCOL_SMTP, "smtp.example.org", 465,
                                                          PENNY_SECURITY_TLS, address));
  return proposal;
}

void
setup_fixture_fill (PennySetup *setup, const char *address)
{
  penny_setup_set_name (setup, "Anna Lindner");
  penny_setup_set_address (setup, address);
  penny_setup_set_password (setup, "blue-stamp");
}

PennySetup *
setup_fixture_new (const char *address)
{
  PennySetup *setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal (address, TRUE, TRUE);

  penny_setup_go_on (setup);
  setup_fixture_fill (setup, address);
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  return setup;
}

PennyTrialResult *
setup_fixture_result (PennySetup *setup, PennyTrialStep failed_step, const GError *incoming,
                      const GError *outgoing)
{
  PennyTrialResult *result = g_new0 (PennyTrialResult, 1);

  result->account = penny_setup_dup_account (setup, NULL);
  result->incoming_ok = incoming == NULL;
  result->outgoing_ok = outgoing == NULL;
  result->n_messages = 1234;
  result->failed_step = failed_step;
  result->outgoing_part = outgoing != NULL ? PENNY_STEP_REACH : PENNY_N_STEPS;
  result->incoming_error = incoming != NULL ? g_error_copy (incoming) : NULL;
  result->outgoing_error = outgoing != NULL ? g_error_copy (outgoing) : NULL;
  return result;
}
