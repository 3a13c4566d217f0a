/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knocking at a mail server: connect, make the line private, hear the greeting, say goodbye. */
#include "penny-fetch.h"

#include "penny-imap-session.h"
#include "penny-pop-session.h"
#include "penny-smtp-session.h"
#include "penny-socket-channel.h"

#define IDLE_TIMEOUT_MS 8000

static gboolean
greet (PennyChannel *channel, const PennyServer *server, GError **error)
{
  if (server->protocol == PENNY_PROTOCOL_IMAP)
    {
      g_autoptr (PennyImapSession) session = penny_imap_session_new (channel);

      return penny_imap_session_greet (session, server->security, error);
    }
  if (server->protocol == PENNY_PROTOCOL_POP3)
    {
      g_autoptr (PennyPopSession) session = penny_pop_session_new (channel);

      return penny_pop_session_greet (session, server->security, error);
    }
  else
    {
      g_autoptr (PennySmtpSession) session = penny_smtp_session_new (channel);

      return penny_smtp_session_greet (session, server->security, NULL, error);
    }
}

gboolean
penny_probe_server (const PennyServer *server, GCancellable *cancellable, gpointer data, GError **error)
{
  const PennyConnectOptions options = { .trusted_key = server->trusted_key };
  g_autoptr (PennyChannel) channel = NULL;

  channel = penny_socket_channel_connect_with (server->host, server->port, server->security, &options,
                                               cancellable, error);
  if (channel == NULL)
    return FALSE;
  penny_channel_set_cancellable (channel, cancellable);
  penny_channel_set_idle_timeout (channel, IDLE_TIMEOUT_MS);
  return greet (channel, server, error);
}
