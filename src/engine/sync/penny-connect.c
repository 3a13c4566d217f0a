/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connect, secure, log in: the same three steps for the three protocols. */
#include "penny-connect.h"

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

/* An account with security=none was only accepted for this computer or with the person's consent. */
static gboolean
is_clear_allowed (const PennyServer *server)
{
  return server->security == PENNY_SECURITY_NONE;
}

PennyImapSession *
penny_connect_imap (PennySync *sync, GError **error)
{
  const PennyServer *server = penny_account_get_incoming (sync->account);
  g_autoptr (PennyImapSession) session = NULL;
  g_autoptr (PennyChannel) channel = NULL;

  sync->phase = PENNY_SYNC_PHASE_CONNECT;
  channel = open_channel (sync, server, error);
  if (channel == NULL)
    return NULL;

  session = penny_imap_session_new (channel);
  if (!penny_imap_session_greet (session, server->security, error))
    return NULL;

  sync->phase = PENNY_SYNC_PHASE_LOG_IN;
  if (!penny_imap_session_login (session, server->user, sync->password, is_clear_allowed (server), error))
    return NULL;

  sync->phase = PENNY_SYNC_PHASE_COLLECT;
  return g_steal_pointer (&session);
}

PennyPopSession *
penny_connect_pop (PennySync *sync, GError **error)
{
  const PennyServer *server = penny_account_get_incoming (sync->account);
  g_autoptr (PennyPopSession) session = NULL;
  g_autoptr (PennyChannel) channel = NULL;

  sync->phase = PENNY_SYNC_PHASE_CONNECT;
  channel = open_channel (sync, server, error);
  if (channel == NULL)
    return NULL;

  session = penny_pop_session_new (channel);
  if (!penny_pop_session_greet (session, server->security, error))
    return NULL;

  sync->phase = PENNY_SYNC_PHASE_LOG_IN;
  if (!penny_pop_session_login (session, server->user, sync->password, is_clear_allowed (server), error))
    return NULL;

  sync->phase = PENNY_SYNC_PHASE_COLLECT;
  return g_steal_pointer (&session);
}

PennySmtpSession *
penny_connect_smtp (PennySync *sync, GError **error)
{
  const PennyServer *server = penny_account_get_outgoing (sync->account);
  PennySecret *password = sync->outgoing_password ? sync->outgoing_password : sync->password;
  g_autoptr (PennySmtpSession) session = NULL;
  g_autoptr (PennyChannel) channel = NULL;

  sync->phase = PENNY_SYNC_PHASE_SEND;
  if (server == NULL)
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                           "The account has no [outgoing] server");
      return NULL;
    }

  channel = open_channel (sync, server, error);
  if (channel == NULL)
    return NULL;

  session = penny_smtp_session_new (channel);
  if (!penny_smtp_session_greet (session, server->security, NULL, error))
    return NULL;

  sync->phase = PENNY_SYNC_PHASE_SEND_LOG_IN;
  /* A relay on this computer may want no log-in at all. */
  if (penny_smtp_session_has (session, PENNY_SMTP_CAP_AUTH) || !penny_host_is_loopback (server->host))
    if (!penny_smtp_session_login (session, server->user, password, is_clear_allowed (server), error))
      return NULL;

  sync->phase = PENNY_SYNC_PHASE_SEND;
  return g_steal_pointer (&session);
}
