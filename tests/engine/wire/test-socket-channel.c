/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The socket channel against servers on loopback: good and bad certificates, servers that are none,
 * time-outs, cancellation at every wait, the wake, STARTTLS, resumption, bulk. All of penny-tls.c
 * and penny-tls-trust.c is reached through it. */
#include "penny-error.h"
#include "penny-socket-channel.h"
#include "penny-tls-cache.h"
#include "penny-wire-connect.h"
#include "tls-server.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const PennyConnectOptions no_options = { 0, };

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

static PennyChannel *
reach (TestServer *server, const char *host, PennySecurity security, GError **error)
{
  return penny_socket_channel_connect (host, test_server_get_port (server), security, NULL, error);
}

static void
assert_line (PennyChannel *channel, const char *expected)
{
  g_autoptr (GError) error = NULL;
  const char *line = penny_channel_read_line (channel, 1000, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, expected);
}

static void
say (PennyChannel *channel, const char *text)
{
  g_autoptr (GError) error = NULL;

  penny_channel_puts (channel, text);
  penny_channel_flush (channel, &error);
  g_assert_no_error (error);
}

/* --- certificates --- */

#define GOOD_TIME -1, 10
#define FOR_SERVERS GNUTLS_KP_TLS_WWW_SERVER
#define CERT(what) (int) PENNY_WIRE_ERROR_CERT_##what

static const struct {
  const char *what;
  const char *host;
  int code;                 /* -1 = connects */
  TestCertificate certificate;
} certificate_cases[] = {
  { "good", "localhost", -1, { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS } },
  { "upper case", "LocalHost.", -1, { GOOD_TIME, "LOCALHOST", NULL, "x", FOR_SERVERS } },
  { "no purpose", "localhost", -1, { GOOD_TIME, "localhost", NULL, "x", NULL } },
  { "address", "127.0.0.1", -1, { GOOD_TIME, NULL, "127.0.0.1", "x", FOR_SERVERS } },
  { "RSA 2048", "localhost", -1, { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, FALSE, 2048 } },
  { "expired", "localhost", CERT (EXPIRED), { -10, -1, "localhost", NULL, "x", FOR_SERVERS } },
  { "not yet", "localhost", CERT (NOT_YET_VALID), { 1, 9, "localhost", NULL, "x", FOR_SERVERS } },
  { "other name", "localhost", CERT (WRONG_NAME), { GOOD_TIME, "other.test", NULL, "x", FOR_SERVERS } },
  { "common name only", "localhost", CERT (WRONG_NAME),
    { GOOD_TIME, NULL, NULL, "localhost", FOR_SERVERS } },
  { "address as common name", "127.0.0.1", CERT (WRONG_NAME),
    { GOOD_TIME, NULL, NULL, "127.0.0.1", FOR_SERVERS } },
  { "address as name", "127.0.0.1", CERT (WRONG_NAME),
    { GOOD_TIME, "127.0.0.1", NULL, "x", FOR_SERVERS } },
  { "name, but address wanted", "localhost", CERT (WRONG_NAME),
    { GOOD_TIME, NULL, "127.0.0.1", "localhost", FOR_SERVERS } },
  { "untrusted", "localhost", CERT (UNTRUSTED),
    { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, TRUE } },
  { "untrusted and expired", "localhost", CERT (UNTRUSTED),
    { -10, -1, "localhost", NULL, "x", FOR_SERVERS, TRUE } },
  { "for clients", "localhost", CERT (WEAK),
    { GOOD_TIME, "localhost", NULL, "x", GNUTLS_KP_TLS_WWW_CLIENT } },
  { "RSA 1024", "localhost", CERT (WEAK),
    { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, FALSE, 1024 } },
};

static void
test_certificates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (certificate_cases); i++)
    {
      g_autoptr (TestServer) server = test_server_new (PART_TLS_ECHO, &certificate_cases[i].certificate,
                                                       NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyChannel) channel = reach (server, certificate_cases[i].host,
                                                PENNY_SECURITY_TLS, &error);

      g_test_message ("%s: %s", certificate_cases[i].what, error != NULL ? error->message : "connected");
      if (certificate_cases[i].code >= 0)
        {
          g_assert_error (error, PENNY_WIRE_ERROR, certificate_cases[i].code);
          g_assert_null (channel);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (penny_channel_is_secure (channel));
      assert_line (channel, "hello");
    }
}

/* The certificate can be shown after it was refused, and nothing can be said in clear. */
static void
test_refused_certificate (void)
{
  const TestCertificate foreign = { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, TRUE };
  g_autoptr (TestServer) server = test_server_new (PART_TLS_ECHO, &foreign, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_STARTTLS, &error);
  const PennyCertificate *facts;

  g_assert_no_error (error);
  g_assert_null (penny_socket_channel_get_certificate (PENNY_SOCKET_CHANNEL (channel)));
  g_assert_false (penny_channel_start_tls (channel, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED);
  facts = penny_socket_channel_get_certificate (PENNY_SOCKET_CHANNEL (channel));
  g_assert_cmpint (facts->faults, ==, PENNY_CERTIFICATE_UNTRUSTED);
  g_assert_cmpstr (facts->subject, ==, "x");
  g_assert_cmpstr (facts->issuer, ==, "Foreign Authority");
  g_assert_cmpstrv (facts->names, ((const char *[]) { "localhost", NULL }));
  g_assert_cmpint (facts->valid_to - facts->valid_from, ==, 11 * 86400);

  g_clear_error (&error);
  g_assert_false (penny_channel_is_secure (channel));
  penny_channel_puts (channel, "secret");
  g_assert_false (penny_channel_flush (channel, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
}

/* --- trusted keys --- */

#define FAULT(what) PENNY_CERTIFICATE_##what

static const struct {
  const char *what;
  PennyCertificateFaults faults;
  int code;                 /* with its key trusted; -1 = connects */
  TestCertificate certificate;
} key_cases[] = {
  { "good", 0, -1, { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS } },
  { "untrusted", FAULT (UNTRUSTED), -1, { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, TRUE } },
  { "no purpose", FAULT (UNTRUSTED), -1, { GOOD_TIME, "localhost", NULL, "x", NULL, TRUE } },
  { "self-signed", FAULT (UNTRUSTED) | FAULT (SELF_SIGNED), -1,
    { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, FALSE, 0, TRUE } },
  { "expired", FAULT (EXPIRED), -1, { -10, -1, "localhost", NULL, "x", FOR_SERVERS } },
  { "other name", FAULT (WRONG_NAME), -1, { GOOD_TIME, "other.test", NULL, "x", FOR_SERVERS } },
  { "common name only", FAULT (WRONG_NAME), -1, { GOOD_TIME, NULL, NULL, "localhost", FOR_SERVERS } },
  { "all of it", FAULT (UNTRUSTED) | FAULT (SELF_SIGNED) | FAULT (WRONG_NAME) | FAULT (EXPIRED), -1,
    { -10, -1, "other.test", NULL, "x", FOR_SERVERS, FALSE, 0, TRUE } },
  { "not yet", FAULT (NOT_YET_VALID), CERT (NOT_YET_VALID),
    { 1, 9, "localhost", NULL, "x", FOR_SERVERS } },
  { "not yet, self-signed", FAULT (UNTRUSTED) | FAULT (SELF_SIGNED) | FAULT (NOT_YET_VALID),
    CERT (NOT_YET_VALID), { 1, 9, "localhost", NULL, "x", FOR_SERVERS, FALSE, 0, TRUE } },
  { "for clients", FAULT (WEAK), CERT (WEAK),
    { GOOD_TIME, "localhost", NULL, "x", GNUTLS_KP_TLS_WWW_CLIENT } },
  { "for clients, untrusted", FAULT (UNTRUSTED) | FAULT (WEAK), CERT (WEAK),
    { GOOD_TIME, "localhost", NULL, "x", GNUTLS_KP_TLS_WWW_CLIENT, TRUE } },
  { "RSA 1024, self-signed", FAULT (UNTRUSTED) | FAULT (SELF_SIGNED) | FAULT (WEAK), CERT (WEAK),
    { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, FALSE, 1024, TRUE } },
};

static PennyChannel *
reach_trusting (TestServer *server, const char *key, GError **error)
{
  const PennyConnectOptions options = { .trusted_key = key };

  return penny_socket_channel_connect_with ("localhost", test_server_get_port (server), PENNY_SECURITY_TLS,
                                            &options, NULL, error);
}

static PennyCertificate *
look_at_certificate (TestServer *server, const char *trusted_key)
{
  const PennyConnectOptions options = { .trusted_key = trusted_key };
  g_autoptr (PennyChannel) channel =
    penny_socket_channel_connect_with ("localhost", test_server_get_port (server),
                                       PENNY_SECURITY_STARTTLS, &options, NULL, NULL);

  penny_channel_start_tls (channel, NULL);
  return penny_certificate_ref (penny_socket_channel_get_certificate (PENNY_SOCKET_CHANNEL (channel)));
}

static void
test_trusted_keys (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (key_cases); i++)
    {
      g_autoptr (TestServer) server = test_server_new (PART_TLS_ECHO, &key_cases[i].certificate, NULL);
      g_autoptr (PennyCertificate) facts = look_at_certificate (server, NULL);
      g_autofree char *other = g_strdup (facts->key);
      g_autoptr (PennyCertificate) changed = NULL;
      g_autoptr (PennyChannel) channel = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %#x", key_cases[i].what, facts->faults);
      g_assert_cmpint (facts->faults, ==, key_cases[i].faults);
      g_assert_cmpuint (strlen (facts->key), ==, 64);
      g_assert_cmpint (penny_certificate_can_be_trusted (facts), ==,
                       key_cases[i].code < 0 && key_cases[i].faults != 0);

      /* One digit is another key. */
      other[63] = other[63] == '0' ? '1' : '0';
      g_assert_null (reach_trusting (server, other, &error));
      g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED);
      g_clear_error (&error);
      changed = look_at_certificate (server, other);
      g_assert_cmpint (changed->faults, ==, key_cases[i].faults | PENNY_CERTIFICATE_KEY_CHANGED);

      channel = reach_trusting (server, facts->key, &error);
      if (key_cases[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_true (penny_channel_is_secure (channel));
          assert_line (channel, "hello");
        }
      else
        g_assert_error (error, PENNY_WIRE_ERROR, key_cases[i].code);
    }
}

/* A key that is not trusted any more leaves no way in behind it. */
static void
test_trusted_key_resumption (gconstpointer priority)
{
  const TestCertificate foreign = { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS, TRUE };
  g_autoptr (TestServer) server = test_server_new (PART_TLS_ECHO, &foreign, priority);
  g_autoptr (PennyCertificate) facts = look_at_certificate (server, NULL);
  g_autoptr (GBytes) session = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PennyChannel) channel = reach_trusting (server, facts->key, &error);

      g_assert_no_error (error);
      g_assert_cmpint (penny_socket_channel_is_resumed (PENNY_SOCKET_CHANNEL (channel)), ==, i == 1);
      assert_line (channel, "hello");
    }
  g_assert_null (reach (server, "localhost", PENNY_SECURITY_TLS, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED);

  /* Nor would the session itself do: its certificate is checked again. */
  session = penny_tls_cache_take ("localhost", test_server_get_port (server), facts->key);
  g_assert_nonnull (session);
  penny_tls_cache_put ("localhost", test_server_get_port (server), NULL, session);
  g_clear_error (&error);
  g_assert_null (reach (server, "localhost", PENNY_SECURITY_TLS, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED);
}

static void
test_bad_certificates (void)
{
  static const guint8 junk[] = { 0x30, 0x82, 0x01, 0x00, 0x30, 0x80 };

  g_assert_null (penny_certificate_new (junk, sizeof junk, 0));
  g_assert_null (penny_certificate_new (junk, 0, 0));
}

/* --- the way there --- */

static void
stage_cb (PennyConnectStage stage, gpointer data)
{
  g_string_append_c (data, "lfpr"[stage]);
}

static void
assert_stages (const char *host, guint16 port, const char *expected)
{
  g_autoptr (GString) stages = g_string_new (NULL);
  const PennyConnectOptions options = { .func = stage_cb, .data = stages };
  g_autoptr (PennyChannel) channel =
    penny_socket_channel_connect_with (host, port, PENNY_SECURITY_NONE, &options, NULL, NULL);

  g_assert_cmpstr (stages->str, ==, expected);
}

static void
test_stages (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_PLAIN_TEXT, &test_good_certificate, NULL);

  /* The server listens on IPv4 only; localhost may be ::1 first. */
  assert_stages ("localhost", test_server_get_port (server), "lfr");
  assert_stages ("127.0.0.1", test_server_get_port (server), "lfr");
  assert_stages ("127.0.0.1", 1, "lf");
  assert_stages ("no-such-host.invalid", 1, "l");
  assert_stages ("\xff", 1, "");
}

static void
test_ca_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (penny_tls_set_ca_file ("/nowhere/at/all.pem", &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS);
  g_clear_error (&error);
  g_assert_false (penny_tls_set_ca_file ("/dev/null", &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS);
}

/* --- no TLS there, or no server --- */

static void
test_not_tls (void)
{
  static const struct { TestPart part; const char *priority; int code; } cases[] = {
    { PART_PLAIN_TEXT, NULL, PENNY_WIRE_ERROR_TLS },
    { PART_PLAIN_ECHO, NULL, PENNY_WIRE_ERROR_TLS },
    { PART_HANG_UP, NULL, PENNY_WIRE_ERROR_CLOSED },
    { PART_TLS_ECHO, "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:%VERIFY_ALLOW_SIGN_WITH_SHA1",
      PENNY_WIRE_ERROR_TLS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestServer) server = test_server_new (cases[i].part, &test_good_certificate,
                                                       cases[i].priority);
      g_autoptr (GError) error = NULL;

      g_assert_null (reach (server, "localhost", PENNY_SECURITY_TLS, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, PENNY_WIRE_ERROR, cases[i].code);
    }
}

static void
test_closed_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  g_autoptr (GError) error = NULL;

  /* Bound but not listening: nobody else can take the port meanwhile. */
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  g_assert_null (penny_socket_channel_connect ("127.0.0.1", ntohs (address.sin_port),
                                               PENNY_SECURITY_TLS, NULL, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED);
  close (fd);
}

static void
test_host_names (void)
{
  static const struct { const char *given, *expected; } cases[] = {
    { "Mail.Example.TEST", "mail.example.test" },
    { "mail.example.test.", "mail.example.test" },
    { " mail.example.test ", "mail.example.test" },
    { "münchen.example.test", "xn--mnchen-3ya.example.test" },
    { "MÜNCHEN.example.test", "xn--mnchen-3ya.example.test" },
    { "127.0.0.1", "127.0.0.1" },
    { "[::1]", "::1" },
    { "::1", "::1" },
    { "", NULL },
    { ".", NULL },
    { "\xff\xfe", NULL },
  };
  g_autofree char *huge = g_strnfill (5000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *host = penny_wire_normalize_host (cases[i].given, &error);

      g_assert_cmpstr (host, ==, cases[i].expected);
      if (host == NULL)
        g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_HOST_NOT_FOUND);
    }
  g_assert_null (penny_wire_normalize_host (huge, NULL));
}

/* --- STARTTLS --- */

static void
test_starttls (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_STARTTLS, &test_good_certificate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_STARTTLS, &error);

  g_assert_no_error (error);
  assert_line (channel, "ready");
  g_assert_false (penny_channel_is_secure (channel));
  say (channel, "STARTTLS\r\n");
  assert_line (channel, "go");
  g_assert_true (penny_channel_start_tls (channel, &error));
  g_assert_no_error (error);
  g_assert_true (penny_channel_is_secure (channel));
  assert_line (channel, "hello");
  say (channel, "one\r\ntwo\r\n");
  assert_line (channel, "one");
  assert_line (channel, "two");
}

static void
test_starttls_injection (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_STARTTLS_INJECT, &test_good_certificate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_STARTTLS, &error);

  assert_line (channel, "ready");
  say (channel, "STARTTLS\r\n");
  assert_line (channel, "go");
  g_assert_false (penny_channel_start_tls (channel, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_INJECTED);
  g_assert_false (penny_channel_is_secure (channel));
}

/* The same bytes when they are still in the kernel: then they break the handshake. */
static void
test_starttls_injection_unread (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_PLAIN_ECHO, &test_good_certificate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_STARTTLS, &error);

  say (channel, "evil\r\n");
  g_assert_cmpint (penny_channel_wait (channel, NULL, 5000, &error), ==, PENNY_WAIT_READY);
  g_assert_false (penny_channel_start_tls (channel, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS);
}

/* --- time --- */

static void
test_time_outs (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_SILENT, &test_good_certificate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "127.0.0.1", PENNY_SECURITY_STARTTLS, &error);

  g_assert_no_error (error);
  penny_channel_set_idle_timeout (channel, 20);
  g_assert_cmpint (penny_channel_wait (channel, NULL, 20, &error), ==, PENNY_WAIT_TIMED_OUT);
  g_assert_no_error (error);
  g_assert_cmpint (penny_channel_fill (channel, &error), ==, -1);
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT);
  g_clear_error (&error);
  g_assert_false (penny_channel_start_tls (channel, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT);
}

/* --- cancellation and the wake --- */

typedef enum { AT_CONNECT, AT_HANDSHAKE, AT_READ, AT_WAIT, AT_WRITE, N_MOMENTS } Moment;

/* Carries out one call that would wait for ever. */
static void
wait_at (Moment moment, PennyChannel *channel, GError **error)
{
  static const char block[65536];

  switch (moment)
    {
    case AT_HANDSHAKE:
      g_assert_false (penny_channel_start_tls (channel, error));
      break;
    case AT_READ:
      g_assert_cmpint (penny_channel_fill (channel, error), ==, -1);
      break;
    case AT_WAIT:
      g_assert_cmpint (penny_channel_wait (channel, NULL, 60000, error), ==, PENNY_WAIT_FAILED);
      break;
    case AT_WRITE:
      for (int i = 0; i < 512; i++)
        penny_channel_put (channel, block, sizeof block);
      g_assert_false (penny_channel_flush (channel, error));
      break;
    default:
      g_assert_not_reached ();
    }
}

static gpointer
cancel_thread (gpointer cancellable)
{
  g_usleep (2000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  for (int before = 0; before <= 1; before++)
    for (Moment moment = AT_HANDSHAKE; moment < N_MOMENTS; moment++)
      {
        g_autoptr (TestServer) server = test_server_new (PART_SILENT, &test_good_certificate, NULL);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GError) error = NULL;
        g_autoptr (PennyChannel) channel = reach (server, "127.0.0.1", PENNY_SECURITY_STARTTLS, &error);
        GThread *thread = NULL;

        g_assert_no_error (error);
        penny_channel_set_cancellable (channel, cancellable);
        if (before)
          g_cancellable_cancel (cancellable);
        else
          thread = g_thread_new ("cancel", cancel_thread, cancellable);
        wait_at (moment, channel, &error);
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        if (thread != NULL)
          g_thread_join (thread);
      }
}

static void
test_cancel_connect (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_SILENT, &test_good_certificate, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);

  /* In the connection or, more likely, in the handshake that never comes. */
  g_assert_null (penny_socket_channel_connect ("localhost", test_server_get_port (server),
                                               PENNY_SECURITY_TLS, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_clear_error (&error);
  g_assert_null (penny_socket_channel_connect ("localhost", test_server_get_port (server),
                                               PENNY_SECURITY_TLS, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The deadline of connecting itself, on an address where nobody answers is not to be had on
 * loopback; a full queue of a listener that never accepts is. */
static void
test_connect_deadline (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0);
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (bind (listener, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (listen (listener, 0), ==, 0);
  g_assert_cmpint (getsockname (listener, (struct sockaddr *) &address, &size), ==, 0);
  for (int i = 0; i < 16 && error == NULL; i++)
    {
      GSocketConnection *connection = penny_wire_connect ("127.0.0.1", ntohs (address.sin_port),
                                                          g_get_monotonic_time () + 50000, &no_options,
                                                          NULL, &error);

      if (connection != NULL)
        g_ptr_array_add (taken, connection);
    }
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT);
  close (listener);
}

static gpointer
ring_thread (gpointer wake)
{
  g_usleep (2000);
  penny_wake_ring (wake);
  return NULL;
}

/* In TLS 1.3 the tickets behind the handshake make the socket readable without any data: the wait
 * must not take them for some. */
static void
test_wake (void)
{
  g_autoptr (TestServer) server = test_server_new (PART_TLS_QUIET, &test_good_certificate, NULL);
  g_autoptr (PennyWake) wake = penny_wake_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_TLS, &error);
  GThread *thread;

  g_assert_no_error (error);
  g_assert_cmpint (penny_channel_wait (channel, wake, 50, &error), ==, PENNY_WAIT_TIMED_OUT);
  thread = g_thread_new ("ring", ring_thread, wake);
  g_assert_cmpint (penny_channel_wait (channel, wake, 60000, &error), ==, PENNY_WAIT_WOKEN);
  g_assert_cmpint (penny_channel_wait (channel, wake, 60000, &error), ==, PENNY_WAIT_WOKEN);
  g_thread_join (thread);
  g_assert_true (penny_wake_clear (wake));

  say (channel, ".");
  g_assert_cmpint (penny_channel_wait (channel, wake, 60000, &error), ==, PENNY_WAIT_READY);
  g_assert_cmpint (penny_channel_wait (channel, wake, 60000, &error), ==, PENNY_WAIT_READY);
  assert_line (channel, "late");
}

/* --- ends --- */

static void
test_cut (void)
{
  for (int wait_first = 0; wait_first <= 1; wait_first++)
    {
      g_autoptr (TestServer) server = test_server_new (PART_TLS_CUT, &test_good_certificate, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_TLS, &error);

      assert_line (channel, "hello");
      if (wait_first)
        g_assert_cmpint (penny_channel_wait (channel, NULL, 60000, &error), ==, PENNY_WAIT_READY);
      g_assert_cmpint (penny_channel_fill (channel, &error), ==, 0);
      g_assert_cmpint (penny_channel_fill (channel, &error), ==, 0);
      g_assert_no_error (error);
      penny_channel_close (channel);
      penny_channel_close (channel);
      g_assert_cmpint (penny_channel_fill (channel, &error), ==, -1);
      g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
    }
}

/* --- resumption --- */

static void
connect_and_say_hello (TestServer *server, gboolean resumed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost", PENNY_SECURITY_TLS, &error);

  g_assert_no_error (error);
  g_assert_cmpint (penny_socket_channel_is_resumed (PENNY_SOCKET_CHANNEL (channel)), ==, resumed);
  assert_line (channel, "hello");
  g_assert_cmpint (penny_socket_channel_get_certificate (PENNY_SOCKET_CHANNEL (channel))->faults, ==, 0);
}

static void
test_resumption (gconstpointer priority)
{
  const TestCertificate for_name = { GOOD_TIME, "localhost", NULL, "x", FOR_SERVERS };
  g_autoptr (TestServer) server = test_server_new (PART_TLS_ECHO, &for_name, priority);
  g_autoptr (TestServer) other = test_server_new (PART_TLS_ECHO, &for_name, priority);
  g_autoptr (GBytes) session = NULL;
  g_autoptr (GError) error = NULL;

  connect_and_say_hello (server, FALSE);
  connect_and_say_hello (server, TRUE);
  connect_and_say_hello (server, TRUE);
  connect_and_say_hello (other, FALSE);

  /* A session that was made under another name does not carry its proof over. */
  session = penny_tls_cache_take ("localhost", test_server_get_port (server), NULL);
  g_assert_nonnull (session);
  penny_tls_cache_put ("127.0.0.1", test_server_get_port (server), NULL, session);
  g_assert_null (reach (server, "127.0.0.1", PENNY_SECURITY_TLS, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_WRONG_NAME);

  /* Nor does one that was made when other authorities were trusted. */
  g_assert_true (penny_tls_set_ca_file (NULL, NULL));
  g_clear_error (&error);
  g_assert_null (reach (other, "localhost", PENNY_SECURITY_TLS, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED);
  g_assert_true (penny_tls_set_ca_file (test_server_get_ca_file (), NULL));
}

/* --- bulk --- */

#define BULK (4 * 1024 * 1024)
#define BULK_STEP (64 * 1024)

/* There and back in steps, through buffers of the kernel's size and records of TLS's. */
static void
test_bulk (gconstpointer data)
{
  gboolean tls = GPOINTER_TO_INT (data);
  g_autoptr (TestServer) server = test_server_new (tls ? PART_TLS_ECHO : PART_PLAIN_ECHO,
                                                   &test_good_certificate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyChannel) channel = reach (server, "localhost",
                                            tls ? PENNY_SECURITY_TLS : PENNY_SECURITY_NONE, &error);
  g_autofree guint8 *out = g_malloc (BULK_STEP);

  g_assert_no_error (error);
  if (tls)
    assert_line (channel, "hello");
  for (gsize total = 0; total < BULK; total += BULK_STEP)
    {
      gsize size = 0;
      const guint8 *in;

      for (gsize i = 0; i < BULK_STEP; i++)
        out[i] = (total + i * 7 + (i >> 9)) & 0xff;
      penny_channel_put (channel, out, BULK_STEP);
      g_assert_true (penny_channel_flush (channel, &error));
      for (;;)
        {
          in = penny_channel_peek (channel, &size);
          if (size >= BULK_STEP)
            break;
          g_assert_cmpint (penny_channel_fill (channel, &error), ==, 1);
        }
      g_assert_cmpmem (in, size, out, BULK_STEP);
      penny_channel_skip (channel, size);
    }
  g_assert_cmpuint (penny_channel_get_bytes_out (channel), ==, BULK);
}

int
main (int argc, char **argv)
{
  int rc;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (penny_tls_set_ca_file (test_server_get_ca_file (), NULL));

  g_test_add_func ("/wire/socket/certificates", test_certificates);
  g_test_add_func ("/wire/socket/refused-certificate", test_refused_certificate);
  g_test_add_func ("/wire/socket/trusted-keys", test_trusted_keys);
  g_test_add_data_func ("/wire/socket/trusted-keys/resumption/tls1.3", NULL, test_trusted_key_resumption);
  g_test_add_data_func ("/wire/socket/trusted-keys/resumption/tls1.2", TLS12, test_trusted_key_resumption);
  g_test_add_func ("/wire/socket/bad-certificates", test_bad_certificates);
  g_test_add_func ("/wire/socket/stages", test_stages);
  g_test_add_func ("/wire/socket/ca-file", test_ca_file);
  g_test_add_func ("/wire/socket/not-tls", test_not_tls);
  g_test_add_func ("/wire/socket/closed-port", test_closed_port);
  g_test_add_func ("/wire/socket/host-names", test_host_names);
  g_test_add_func ("/wire/socket/starttls", test_starttls);
  g_test_add_func ("/wire/socket/starttls/injection", test_starttls_injection);
  g_test_add_func ("/wire/socket/starttls/injection-unread", test_starttls_injection_unread);
  g_test_add_func ("/wire/socket/time-outs", test_time_outs);
  g_test_add_func ("/wire/socket/connect-deadline", test_connect_deadline);
  g_test_add_func ("/wire/socket/cancel", test_cancel);
  g_test_add_func ("/wire/socket/cancel-connect", test_cancel_connect);
  g_test_add_func ("/wire/socket/wake", test_wake);
  g_test_add_func ("/wire/socket/cut", test_cut);
  g_test_add_data_func ("/wire/socket/resumption/tls1.3", NULL, test_resumption);
  g_test_add_data_func ("/wire/socket/resumption/tls1.2", TLS12, test_resumption);
  g_test_add_data_func ("/wire/socket/bulk/plain", GINT_TO_POINTER (FALSE), test_bulk);
  g_test_add_data_func ("/wire/socket/bulk/tls", GINT_TO_POINTER (TRUE), test_bulk);

  rc = g_test_run ();
  test_server_clean_up ();
  return rc;
}
