/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSocketClient, run to its end on this thread, and its errors in our words. */
#include "penny-wire-connect.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "penny-error.h"

char *
penny_wire_normalize_host (const char *host, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (host));
  g_autofree char *ascii = NULL;
  gsize length = strlen (bare);

  if (length > 2 && bare[0] == '[' && bare[length - 1] == ']')
    {
      bare[length - 1] = '\0';
      memmove (bare, bare + 1, length - 1);
    }
  if (g_hostname_is_ip_address (bare))
    return g_steal_pointer (&bare);

  if (g_str_has_suffix (bare, "."))
    bare[strlen (bare) - 1] = '\0';
  if (*bare != '\0' && g_utf8_validate (bare, -1, NULL))
    ascii = g_hostname_to_ascii (bare);
  if (ascii == NULL || strlen (ascii) > 253)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_HOST_NOT_FOUND,
                           "That is not the name of a computer");
      return NULL;
    }
  return g_ascii_strdown (ascii, -1);
}

/* --- what an error means --- */

/* A network that leads anywhere: an interface beside loopback that is up and has an address. Asked
 * only after a failure; a monitor would need a main loop, and in a container it knows nothing. */
static gboolean
have_network (void)
{
  struct ifaddrs *list = NULL;
  gboolean found = FALSE;

  if (getifaddrs (&list) < 0)
    return TRUE;
  for (struct ifaddrs *i = list; i != NULL && !found; i = i->ifa_next)
    {
      if (i->ifa_addr == NULL || (i->ifa_flags & IFF_LOOPBACK)
          || (i->ifa_flags & (IFF_UP | IFF_RUNNING)) != (IFF_UP | IFF_RUNNING))
        continue;
      if (i->ifa_addr->sa_family == AF_INET)
        found = TRUE;
      else if (i->ifa_addr->sa_family == AF_INET6)
        {
          struct sockaddr_in6 address;

          memcpy (&address, i->ifa_addr, sizeof address);
          found = !IN6_IS_ADDR_LINKLOCAL (&address.sin6_addr);
        }
    }
  freeifaddrs (list);
  return found;
}

static PennyWireError
code_for_io (const GError *error)
{
  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return PENNY_WIRE_ERROR_REFUSED;
    case G_IO_ERROR_TIMED_OUT:
      return PENNY_WIRE_ERROR_TIMED_OUT;
    case G_IO_ERROR_HOST_NOT_FOUND:
      return have_network () ? PENNY_WIRE_ERROR_HOST_NOT_FOUND : PENNY_WIRE_ERROR_OFFLINE;
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return PENNY_WIRE_ERROR_PROXY;
    case G_IO_ERROR_CONNECTION_CLOSED:
      return PENNY_WIRE_ERROR_CLOSED;
    default:
      return have_network () ? PENNY_WIRE_ERROR_UNREACHABLE : PENNY_WIRE_ERROR_OFFLINE;
    }
}

static PennyWireError
code_for (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return code_for_io (error);
  if (!have_network ())
    return PENNY_WIRE_ERROR_OFFLINE;
  /* The name server does not answer: that says nothing about the name. */
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return PENNY_WIRE_ERROR_UNREACHABLE;
  return PENNY_WIRE_ERROR_HOST_NOT_FOUND;
}

/* The system's own sentence is in the person's language: what advice goes by is said in English, too. */
static const char *
hint_for (const GError *cause, gboolean only_ipv6)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return " (this computer forbids it)";
  return only_ipv6 ? " (only IPv6 was tried)" : "";
}

static void
set_connect_error (GError **error, const GError *cause, gboolean only_ipv6, const char *host, guint16 port)
{
  g_set_error (error, PENNY_WIRE_ERROR, code_for (cause), "%s, port %u: %s%s", host, port,
               cause->message, hint_for (cause, only_ipv6));
}

void
penny_wire_set_errno (GError **error, int number, const char *host)
{
  PennyWireError code = PENNY_WIRE_ERROR_CLOSED;

  if (number == ETIMEDOUT)
    code = PENNY_WIRE_ERROR_TIMED_OUT;
  else if (number == EHOSTUNREACH || number == ENETUNREACH || number == EACCES || number == EPERM)
    code = PENNY_WIRE_ERROR_UNREACHABLE;
  else if (number == ENETDOWN)
    code = PENNY_WIRE_ERROR_OFFLINE;

  g_set_error (error, PENNY_WIRE_ERROR, code, "The connection to %s broke: %s", host,
               number != 0 ? g_strerror (number) : "it was cut");
}

/* --- connecting --- */

/* One attempt, on the stack of penny_wire_connect(). */
typedef struct {
  GMainLoop *loop;
  GCancellable *stop;             /* fires at the deadline or with the caller's cancellable */
  GSocketConnection *connection;
  GError *error;
  gboolean timed_out;
  const PennyConnectOptions *options;
  guint told;                     /* the stages that were, as bits */
  gboolean tried_ipv4, tried_ipv6;
} Attempt;

static void
tell (Attempt *attempt, PennyConnectStage stage)
{
  if (attempt->options->func == NULL || (attempt->told & (1u << stage)))
    return;
  attempt->told |= 1u << stage;
  attempt->options->func (stage, attempt->options->data);
}

/* The addresses race, so each event but the first may come several times. */
static void
event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *connectable,
          GIOStream *connection, Attempt *attempt)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (event == G_SOCKET_CLIENT_RESOLVING)
    tell (attempt, PENNY_CONNECT_LOOKING_UP);
  else if (event == G_SOCKET_CLIENT_CONNECTING)
    {
      address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
      tell (attempt, G_IS_PROXY_ADDRESS (address) ? PENNY_CONNECT_THROUGH_PROXY : PENNY_CONNECT_LOOKED_UP);
      if (address != NULL && g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
        attempt->tried_ipv6 = TRUE;
      else
        attempt->tried_ipv4 = TRUE;
    }
  else if (event == G_SOCKET_CLIENT_COMPLETE && connection != NULL)
    tell (attempt, PENNY_CONNECT_REACHED);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result,
                                                        &attempt->error);
  g_main_loop_quit (attempt->loop);
}

static gboolean
deadline_cb (gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->timed_out = TRUE;
  g_cancellable_cancel (attempt->stop);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer stop)
{
  g_cancellable_cancel (stop);
}

/* The asynchronous form, because only that one tries addresses side by side and can be stopped at
 * any wait; on a context of its own, so that nothing else runs meanwhile. */
static void
run_attempt (Attempt *attempt, const char *host, guint16 port, gint64 deadline,
             GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GSocketConnectable) address = g_network_address_new (host, port);
  g_autoptr (GSource) timer = g_timeout_source_new (MAX (deadline - g_get_monotonic_time (), 0) / 1000);
  gulong handler = 0;

  g_main_context_push_thread_default (context);
  client = g_socket_client_new ();
  g_signal_connect (client, "event", G_CALLBACK (event_cb), attempt);
  attempt->loop = g_main_loop_new (context, FALSE);
  g_source_set_callback (timer, deadline_cb, attempt, NULL);
  g_source_attach (timer, context);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                     g_object_ref (attempt->stop), g_object_unref);

  g_socket_client_connect_async (client, address, attempt->stop, connected_cb, attempt);
  g_main_loop_run (attempt->loop);

  g_signal_handlers_disconnect_by_data (client, attempt);
  g_cancellable_disconnect (cancellable, handler);
  g_source_destroy (timer);
  g_clear_pointer (&attempt->loop, g_main_loop_unref);
  /* The losers of the race still have something to put away. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
}

/* Whether the descriptor below the stream can be used without it. A proxy that itself wants TLS
 * would have to be spoken to through the stream; no desktop offers that for mail. */
static gboolean
is_bare (GSocketConnection *connection)
{
  return !G_IS_TCP_WRAPPER_CONNECTION (connection)
         || G_IS_SOCKET_CONNECTION (g_tcp_wrapper_connection_get_base_io_stream (
                                      G_TCP_WRAPPER_CONNECTION (connection)));
}

static GSocketConnection *
take_connection (GSocketConnection *connection, GError **error)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  if (!is_bare (connection))
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_PROXY,
                           "A proxy that is itself reached by TLS cannot be used for mail");
      return NULL;
    }
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_keepalive (socket, TRUE);
  return g_object_ref (connection);
}

GSocketConnection *
penny_wire_connect (const char *host, guint16 port, gint64 deadline, const PennyConnectOptions *options,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) cause = NULL;
  Attempt attempt = { .stop = stop, .options = options };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  run_attempt (&attempt, host, port, deadline, cancellable);
  connection = attempt.connection;
  cause = attempt.error;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (connection != NULL)
    return take_connection (connection, error);
  if (attempt.timed_out)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT,
                 "%s, port %u, does not answer%s", host, port,
                 attempt.tried_ipv6 && !attempt.tried_ipv4 ? " (only IPv6 was tried)" : "");
  else
    set_connect_error (error, cause, attempt.tried_ipv6 && !attempt.tried_ipv4, host, port);
  return NULL;
}
