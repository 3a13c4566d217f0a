/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connect, secure, log in: the same three steps for the three protocols. */
#include "penny-connect.h"

#include "penny-credential.h"
#include "penny-error.h"
#include "penny-socket-channel.h"
#include "penny-thread.h"

static PennyChannel *
open_channel (PennySync *sync, const PennyServer *server, GError **error)
{
  const PennyConnectOptions options = { .trusted_key = server->trusted_key };
  PennyChannel *channel;

  penny_assert_thread (PENNY_THREAD_WORKER);
  channel = penny_socket_channel_connect_with (server->host, server->port, server->security, &options,
                                               sync->cancellable, error);
  if (channel != NULL)
    penny_channel_set_cancellable (channel, sync->cancellable);

  return channel;
}

/* What was given, else what is kept; before connecting, since the keyring may ask the person, and a new token
 * be fetched, while a server would hang up. */
static PennySecret *
get_secret (PennySync *sync, PennyPasswordUse use, GError **error)
{
  PennySecret *given = sync->password;

  if (use == PENNY_PASSWORD_OUTGOING && sync->outgoing_password != NULL)
    given = sync->outgoing_password;
  /* One that was typed is no proof where the account has none of its own. */
  if (penny_account_get_auth (sync->account) != PENNY_AUTH_PASSWORD)
    given = NULL;
  return given != NULL ? penny_secret_ref (given)
                       : penny_credential_get_sync (sync->account, use, NULL, sync->cancellable, error);
}

static gboolean
log_in_imap (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  return penny_imap_session_login (session, user, secret, clear_allowed, error);
}

static gboolean
log_in_pop (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  return penny_pop_session_login (session, user, secret, clear_allowed, error);
}

static gboolean
log_in_smtp (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  return penny_smtp_session_login (session, user, secret, clear_allowed, error);
}

PennyImapSession *
penny_connect_imap (PennySync *sync, GError **error)
{
  const PennyServer *server = penny_account_get_incoming (sync->account);
  g_autoptr (PennyImapSession) session = NULL;
  g_autoptr (PennyChannel) channel = NULL;
  g_autoptr (PennySecret) secret = NULL;

  sync->phase = PENNY_PHASE_LOG_IN_INCOMING;
  secret = get_secret (sync, PENNY_PASSWORD_INCOMING, error);
  if (secret == NULL)
    return NULL;

  sync->phase = PENNY_PHASE_CONNECT;
  channel = open_channel (sync, server, error);
  if (channel == NULL)
    return NULL;

  session = penny_imap_session_new (channel);
  if (!penny_imap_session_greet (session, server->security, error))
    return NULL;

  sync->phase = PENNY_PHASE_LOG_IN_INCOMING;
  if (!penny_credential_log_in (sync->account, server, secret, log_in_imap, session, sync->cancellable, error))
    return NULL;

  sync->phase = PENNY_PHASE_COLLECT;
  return g_steal_pointer (&session);
}

PennyPopSession *
penny_connect_pop (PennySync *sync, GError **error)
{
  const PennyServer *server = penny_account_get_incoming (sync->account);
  g_autoptr (PennyPopSession) session = NULL;
  g_autoptr (PennyChannel) channel = NULL;
  g_autoptr (PennySecret) secret = NULL;

  sync->phase = PENNY_PHASE_LOG_IN_INCOMING;
  secret = get_secret (sync, PENNY_PASSWORD_INCOMING, error);
  if (secret == NULL)
    return NULL;

  sync->phase = PENNY_PHASE_CONNECT;
  channel = open_channel (sync, server, error);
  if (channel == NULL)
    return NULL;

  session = penny_pop_session_new (channel);
  if (!penny_pop_session_greet (session, server->security, error))
    return NULL;

  sync->phase = PENNY_PHASE_LOG_IN_INCOMING;
  if (!penny_credential_log_in (sync->account, server, secret, log_in_pop, session, sync->cancellable, error))
    return NULL;

  sync->phase = PENNY_PHASE_COLLECT;
  return g_steal_pointer (&session);
}

PennySmtpSession *
penny_connect_smtp (PennySync *sync, GError **error)
{
  const PennyServer *server = penny_account_get_outgoing (sync->account);
  g_autoptr (PennySmtpSession) session = NULL;
  g_autoptr (PennyChannel) channel = NULL;
  g_autoptr (PennySecret) secret = NULL;

  sync->phase = PENNY_PHASE_SEND;
  if (server == NULL)
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                           "The account has no [outgoing] server");
      return NULL;
    }

  sync->phase = PENNY_PHASE_LOG_IN_OUTGOING;
  secret = get_secret (sync, PENNY_PASSWORD_OUTGOING, error);
  if (secret == NULL)
    return NULL;

  sync->phase = PENNY_PHASE_SEND;
  channel = open_channel (sync, server, error);
  if (channel == NULL)
    return NULL;

  session = penny_smtp_session_new (channel);
  if (!penny_smtp_session_greet (session, server->security, NULL, error))
    return NULL;

  sync->phase = PENNY_PHASE_LOG_IN_OUTGOING;
  /* A relay on this computer may want no log-in at all. */
  if (penny_smtp_session_has (session, PENNY_SMTP_CAP_AUTH) || !penny_host_is_loopback (server->host))
    if (!penny_credential_log_in (sync->account, server, secret, log_in_smtp, session, sync->cancellable, error))
      return NULL;

  sync->phase = PENNY_PHASE_SEND;
  return g_steal_pointer (&session);
}
