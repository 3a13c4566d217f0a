/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources, proposals and results made of constants. */
#include "assistant-fixture.h"

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

const PennyDiscoverySources assistant_fixture_sources = { fetch_nothing, probe_example, NULL, 5000 };

PennyProposal *
assistant_fixture_proposal (const char *address, gboolean with_imap, gboolean with_pop)
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
assistant_fixture_fill (PennyAssistantFlow *flow, const char *address)
{
  penny_assistant_flow_set_name (flow, "Anna Lindner");
  penny_assistant_flow_set_address (flow, address);
  penny_assistant_flow_set_password (flow, "blue-stamp");
}

PennyAssistantFlow *
assistant_fixture_flow (const char *address)
{
  PennyAssistantFlow *flow = penny_assistant_flow_new ();
  g_autoptr (PennyProposal) proposal = assistant_fixture_proposal (address, TRUE, TRUE);

  penny_assistant_flow_go_on (flow);
  assistant_fixture_fill (flow, address);
  penny_assistant_flow_go_on (flow);
  penny_assistant_flow_take_proposal (flow, proposal);
  return flow;
}

PennyTrialResult *
assistant_fixture_result (PennyAssistantFlow *flow, PennyTrialStep failed_step, const GError *incoming,
                          const GError *outgoing)
{
  PennyTrialResult *result = g_new0 (PennyTrialResult, 1);

  result->account = penny_assistant_flow_dup_account (flow, NULL);
  result->incoming_ok = incoming == NULL;
  result->outgoing_ok = outgoing == NULL;
  result->n_messages = 1234;
  result->failed_step = failed_step;
  result->incoming_error = incoming != NULL ? g_error_copy (incoming) : NULL;
  result->outgoing_error = outgoing != NULL ? g_error_copy (outgoing) : NULL;
  return result;
}
