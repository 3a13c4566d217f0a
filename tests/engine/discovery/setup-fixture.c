/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources, proposals and results made of constants. */
#include "setup-fixture.h"

#include "penny-certificate.h"

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

static GList *
lookup_nothing (const char *name, GResolverRecordType type, GCancellable *cancellable, gpointer data,
                GError **error)
{
  g_set_error_literal (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such record");
  return NULL;
}

const PennyDiscoverySources setup_fixture_sources = { fetch_nothing, probe_example, NULL, 5000, lookup_nothing };

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
  for (guint i = 0; i < PENNY_N_STEPS; i++)
    result->states[i] = i < MIN (failed_step, PENNY_STEP_LETTER) ? PENNY_STEP_OK
                      : i == failed_step ? PENNY_STEP_FAILED : PENNY_STEP_SKIPPED;
  result->outgoing_part = outgoing != NULL ? PENNY_STEP_REACH : PENNY_N_STEPS;
  result->incoming_error = incoming != NULL ? g_error_copy (incoming) : NULL;
  result->outgoing_error = outgoing != NULL ? g_error_copy (outgoing) : NULL;
  return result;
}

static const char certificate_base64[] =
  "MIIB3jCCAYSgAwIBAgIUN/ZvJhmQbJNXXHlT2t/JjsPpmuQwCgYIKoZIzj0EAwIwNTEYMBYGA1UECgwPRXhhbXBs"
  "ZSBTb2NpZXR5MRkwFwYDVQQDDBBpbWFwLmV4YW1wbGUub3JnMCAXDTI2MTEyODExMTMwNVoYDzIxMjYxMTA0MTEx"
  "MzA1WjA1MRgwFgYDVQQKDA9FeGFtcGxlIFNvY2lldHkxGTAXBgNVBAMMEGltYXAuZXhhbXBsZS5vcmcwWTATBgcq"
  "hkjOPQIBBggqhkjOPQMBBwNCAAQqounbaUklOowzWAWnupNNt+Jp0EZk+9r30IFYopCMHzkV/542bMHCC12/awLv"
  "YnRLE6GMa4gNGtEgj8Ae9DyKo3AwbjAdBgNVHQ4EFgQU5uJ/cIQOVtdWlXn7bQzNERx0eWgwHwYDVR0jBBgwFoAU"
  "5uJ/cIQOVtdWlXn7bQzNERx0eWgwDwYDVR0TAQH/BAUwAwEB/zAbBgNVHREEFDASghBpbWFwLmV4YW1wbGUub3Jn"
  "MAoGCCqGSM49BAMCA0gAMEUCIHabOKNbewuGAeIBY1+Air+H32BDqD+icJmAYOuDQKjIAiEA03cOGTLpMus3gd+k"
  "80e6w+9LbsVLa7FgDhiai7nDPU0=";

PennyCertificate *
setup_fixture_certificate (guint faults)
{
  gsize size;
  g_autofree guchar *der = g_base64_decode (certificate_base64, &size);
  PennyCertificate *certificate = penny_certificate_new (der, size, faults);

  g_assert_nonnull (certificate);
  return certificate;
}
