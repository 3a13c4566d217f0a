/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a server, part by part; and when it is not there as it was set up, the other kind of TLS. */
#include "penny-trial-private.h"

#include "penny-error.h"
#include "penny-socket-channel.h"

#define IDLE_TIMEOUT_MS 30000
/* What may be there besides is not waited for that long. */
#define OTHER_TIMEOUT_MS 8000

static gboolean
is_wire_error (const GError *error, PennyWireError first, PennyWireError last)
{
  return error->domain == PENNY_WIRE_ERROR && error->code >= (int) first && error->code <= (int) last;
}

static gboolean
is_no_starttls (const GError *error)
{
  return g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_TLS_NOT_OFFERED) ||
         g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_TLS_NOT_OFFERED) ||
         g_error_matches (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_TLS_NOT_OFFERED);
}

static void
stage_cb (PennyConnectStage stage, gpointer data)
{
  PennyTrialSide *side = data;

  switch (stage)
    {
    case PENNY_CONNECT_LOOKING_UP:
      penny_trial_begin (side, PENNY_STEP_NAME);
      break;
    case PENNY_CONNECT_THROUGH_PROXY:
      side->run->result->through_proxy = TRUE;
      penny_trial_pass (side, PENNY_STEP_NAME);
      penny_trial_begin (side, PENNY_STEP_REACH);
      break;
    case PENNY_CONNECT_LOOKED_UP:
      penny_trial_end (side, PENNY_STEP_NAME);
      penny_trial_begin (side, PENNY_STEP_REACH);
      break;
    case PENNY_CONNECT_REACHED:
    default:
      penny_trial_end (side, PENNY_STEP_REACH);
      break;
    }
}

/* With STARTTLS the greeting comes first and the envelope is sealed after it: which of them failed? */
static void
settle_starttls (PennyTrialSide *side, PennyChannel *channel, const GError *error)
{
  gboolean heard = penny_channel_get_bytes_in (channel) > 0;

  side->secured = penny_channel_is_secure (channel);
  if (side->secured)
    {
      penny_trial_end (side, PENNY_STEP_SECURE);
      side->at = PENNY_STEP_GREETING;
    }
  else if (is_no_starttls (error) || (error->domain == PENNY_WIRE_ERROR && heard))
    side->at = PENNY_STEP_SECURE;
  else
    side->at = PENNY_STEP_GREETING;
}

/* From the connection to the greeting. */
static gboolean
hear (PennyTrialSide *side, const PennyServer *server, PennyChannel *channel, GError **error)
{
  GError *local = NULL;

  if (server->security == PENNY_SECURITY_NONE)
    penny_trial_pass (side, PENNY_STEP_SECURE);
  else
    penny_trial_begin (side, PENNY_STEP_SECURE);
  if (server->security == PENNY_SECURITY_TLS)
    {
      if (!penny_channel_start_tls (channel, error))
        return FALSE;
      side->secured = TRUE;
      penny_trial_end (side, PENNY_STEP_SECURE);
    }
  if (server->security != PENNY_SECURITY_STARTTLS)
    penny_trial_begin (side, PENNY_STEP_GREETING);

  penny_trial_session_open (&side->session, server->protocol, channel);
  if (!penny_trial_session_greet (&side->session, server->security, &local))
    {
      if (server->security == PENNY_SECURITY_STARTTLS)
        settle_starttls (side, channel, local);
      g_propagate_error (error, local);
      return FALSE;
    }
  side->secured = penny_channel_is_secure (channel);
  if (server->security == PENNY_SECURITY_STARTTLS)
    penny_trial_end (side, PENNY_STEP_SECURE);
  penny_trial_begin (side, PENNY_STEP_GREETING);
  penny_trial_end (side, PENNY_STEP_GREETING);
  return TRUE;
}

static void
keep_certificate (PennyTrialSide *side, PennyChannel *channel)
{
  PennyTrialResult *result = side->run->result;
  PennyCertificate *shown = penny_socket_channel_get_certificate (PENNY_SOCKET_CHANNEL (channel));
  PennyCertificate **place = side->outgoing ? &result->outgoing_certificate : &result->incoming_certificate;

  if (shown == NULL)
    return;
  g_clear_pointer (place, penny_certificate_unref);
  *place = penny_certificate_ref (shown);
}

/* *HEARD: the server had said something. */
static gboolean
attempt (PennyTrialSide *side, const PennyServer *server, guint idle_timeout_ms, gboolean *heard,
         GError **error)
{
  const PennyConnectOptions options = { server->trusted_key, stage_cb, side };
  g_autoptr (PennyChannel) channel = NULL;
  gboolean done;

  penny_trial_session_clear (&side->session);
  side->at = PENNY_STEP_NAME;
  side->secured = FALSE;
  *heard = FALSE;
  channel = penny_socket_channel_connect_with (server->host, server->port, PENNY_SECURITY_NONE, &options,
                                               side->run->cancellable, error);
  if (channel == NULL)
    return FALSE;
  penny_channel_set_idle_timeout (channel, idle_timeout_ms);
  done = hear (side, server, channel, error);
  keep_certificate (side, channel);
  *heard = penny_channel_get_bytes_in (channel) > 0;
  penny_channel_set_idle_timeout (channel, IDLE_TIMEOUT_MS);
  return done;
}

/* --- the other kind of TLS --- */

GPtrArray *
penny_trial_other_kinds (const PennyServer *server, PennyTrialStep at, const GError *error, gboolean heard)
{
  GPtrArray *others = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);
  gboolean tls = server->security == PENNY_SECURITY_TLS;
  PennySecurity other = tls ? PENNY_SECURITY_STARTTLS : PENNY_SECURITY_TLS;
  guint16 usual = penny_server_default_port (server->protocol, server->security);
  guint16 port = penny_server_default_port (server->protocol, other);
  gboolean shut = at == PENNY_STEP_REACH && is_wire_error (error, PENNY_WIRE_ERROR_REFUSED,
                                                           PENNY_WIRE_ERROR_TIMED_OUT);
  gboolean other_words = tls ? is_wire_error (error, PENNY_WIRE_ERROR_TLS, PENNY_WIRE_ERROR_TLS)
                             : at == PENNY_STEP_GREETING && !heard;

  if (server->security == PENNY_SECURITY_NONE)
    return others;
  /* A number of one's own may stand for either kind; the usual numbers stand for one. */
  if (other_words && server->port != usual)
    {
      PennyServer *same = penny_server_copy (server);

      same->security = other;
      g_ptr_array_add (others, same);
    }
  if (server->port == usual && (shut || other_words || is_no_starttls (error)))
    {
      PennyServer *there = penny_server_copy (server);

      there->security = other;
      there->port = port;
      g_ptr_array_add (others, there);
    }
  return others;
}

/* How far an attempt came: a greeting that came before the seal is worth no more than the seal. */
static PennyTrialStep
rank (const PennyTrialSide *side, const PennyServer *server)
{
  if (server->security == PENNY_SECURITY_STARTTLS && !side->secured)
    return MIN (side->at, PENNY_STEP_SECURE);
  return side->at;
}

static void
adopt (PennyServer *server, const PennyServer *other)
{
  server->security = other->security;
  server->port = other->port;
}

gboolean
penny_trial_reach (PennyTrialSide *side, GError **error)
{
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GError) why = NULL;
  PennyTrialStep at, furthest;
  gboolean secured, heard;

  if (attempt (side, side->server, IDLE_TIMEOUT_MS, &heard, &why))
    return TRUE;
  at = side->at;
  secured = side->secured;
  furthest = rank (side, side->server);
  others = penny_trial_other_kinds (side->server, at, why, heard);
  for (guint i = 0; i < others->len && !g_cancellable_is_cancelled (side->run->cancellable); i++)
    {
      const PennyServer *other = others->pdata[i];
      g_autoptr (GError) again = NULL;

      if (attempt (side, other, OTHER_TIMEOUT_MS, &heard, &again))
        {
          adopt (side->server, other);
          return TRUE;
        }
      if (rank (side, other) <= furthest)
        continue;
      at = side->at;
      secured = side->secured;
      furthest = rank (side, other);
      adopt (side->server, other);
      g_clear_error (&why);
      why = g_steal_pointer (&again);
    }
  side->at = at;
  side->secured = secured;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

gboolean
penny_trial_reach_again (PennyTrialSide *side, GError **error)
{
  gboolean heard;

  return attempt (side, side->server, IDLE_TIMEOUT_MS, &heard, error);
}
