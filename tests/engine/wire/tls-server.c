/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server for tests of the socket channel. */
#include "tls-server.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct _TestServer {
  TestPart part;
  char *priority;
  gnutls_certificate_credentials_t credentials;
  gnutls_datum_t ticket_key;
  int listener;
  guint16 port;
  GThread *thread;

  GMutex lock;
  GCond changed;
  guint accepted;      /* under lock */
  int peer;            /* under lock; -1 between connections */
  gboolean stopping;   /* under lock */
};

const TestCertificate test_good_certificate = {
  -1, 10, "localhost", "127.0.0.1", "a test", GNUTLS_KP_TLS_WWW_SERVER, FALSE, 0,
};

/* --- certificates --- */

typedef struct {
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
} Identity;

static Identity authority, foreign_authority;
static char *ca_file;

#define OK(call) g_assert_cmpint ((call), >=, 0)

/* ISSUER NULL: by itself. */
static void
sign (Identity *id, const Identity *issuer, gboolean is_authority, const TestCertificate *facts)
{
  static guint8 serial = 0;
  gnutls_x509_crt_t c;
  time_t now = time (NULL);

  OK (gnutls_x509_privkey_init (&id->key));
  if (facts->rsa_bits > 0)
    OK (gnutls_x509_privkey_generate (id->key, GNUTLS_PK_RSA, facts->rsa_bits, 0));
  else
    OK (gnutls_x509_privkey_generate (id->key, GNUTLS_PK_ECDSA,
                                      GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  OK (gnutls_x509_crt_init (&id->certificate));
  c = id->certificate;
  serial++;
  OK (gnutls_x509_crt_set_version (c, 3));
  OK (gnutls_x509_crt_set_serial (c, &serial, 1));
  OK (gnutls_x509_crt_set_activation_time (c, now + facts->from * 86400));
  OK (gnutls_x509_crt_set_expiration_time (c, now + facts->to * 86400));
  OK (gnutls_x509_crt_set_dn_by_oid (c, GNUTLS_OID_X520_COMMON_NAME, 0, facts->common_name,
                                     strlen (facts->common_name)));
  OK (gnutls_x509_crt_set_basic_constraints (c, is_authority, -1));
  OK (gnutls_x509_crt_set_key_usage (c, is_authority ? GNUTLS_KEY_KEY_CERT_SIGN
                                                     : GNUTLS_KEY_DIGITAL_SIGNATURE));
  if (facts->name != NULL)
    OK (gnutls_x509_crt_set_subject_alt_name (c, GNUTLS_SAN_DNSNAME, facts->name,
                                              strlen (facts->name), GNUTLS_FSAN_APPEND));
  if (facts->address != NULL)
    {
      struct in_addr address;

      g_assert_cmpint (inet_pton (AF_INET, facts->address, &address), ==, 1);
      OK (gnutls_x509_crt_set_subject_alt_name (c, GNUTLS_SAN_IPADDRESS, &address, 4,
                                                GNUTLS_FSAN_APPEND));
    }
  if (facts->purpose != NULL)
    OK (gnutls_x509_crt_set_key_purpose_oid (c, facts->purpose, 0));
  OK (gnutls_x509_crt_set_key (c, id->key));
  if (issuer == NULL)
    issuer = id;
  OK (gnutls_x509_crt_sign2 (c, issuer->certificate, issuer->key, GNUTLS_DIG_SHA256, 0));
}

static void
make_authorities (void)
{
  TestCertificate facts = { -1, 10, NULL, NULL, "Test Authority", NULL, FALSE, 0 };
  gnutls_datum_t pem;
  int fd;

  if (ca_file != NULL)
    return;
  sign (&authority, &authority, TRUE, &facts);
  facts.common_name = "Foreign Authority";
  sign (&foreign_authority, &foreign_authority, TRUE, &facts);

  OK (gnutls_x509_crt_export2 (authority.certificate, GNUTLS_X509_FMT_PEM, &pem));
  fd = g_file_open_tmp ("penny-test-ca-XXXXXX.pem", &ca_file, NULL);
  g_assert_cmpint (write (fd, pem.data, pem.size), ==, pem.size);
  close (fd);
  gnutls_free (pem.data);
}

static void
identity_clear (Identity *id)
{
  gnutls_x509_crt_deinit (id->certificate);
  gnutls_x509_privkey_deinit (id->key);
}

const char *
test_server_get_ca_file (void)
{
  make_authorities ();
  return ca_file;
}

void
test_server_clean_up (void)
{
  if (ca_file == NULL)
    return;
  g_unlink (ca_file);
  g_clear_pointer (&ca_file, g_free);
  identity_clear (&authority);
  identity_clear (&foreign_authority);
}

/* --- the parts --- */

static gboolean
is_stopping (TestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->stopping;
}

/* Until the other side hangs up, or the server is told to stop and shuts the socket down. */
static void
echo_tls (gnutls_session_t session)
{
  char buffer[16384];
  gssize n;

  while ((n = gnutls_record_recv (session, buffer, sizeof buffer)) > 0 || n == GNUTLS_E_AGAIN)
    for (gssize sent = 0; sent < n; )
      {
        gssize more = gnutls_record_send (session, buffer + sent, n - sent);

        if (more < 0)
          return;
        sent += more;
      }
}

static void
echo_plain (int fd)
{
  char buffer[16384];
  gssize n;

  while ((n = recv (fd, buffer, sizeof buffer, 0)) > 0)
    if (send (fd, buffer, n, MSG_NOSIGNAL) != n)
      return;
}

static void
talk_tls (TestServer *self, int fd)
{
  gnutls_session_t session;
  char byte;
  int rc;

  OK (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL));
  if (self->priority != NULL)
    OK (gnutls_priority_set_direct (session, self->priority, NULL));
  else
    OK (gnutls_set_default_priority (session));
  OK (gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials));
  OK (gnutls_session_ticket_enable_server (session, &self->ticket_key));
  gnutls_transport_set_int (session, fd);
  do
    rc = gnutls_handshake (session);
  while (rc < 0 && !gnutls_error_is_fatal (rc));

  if (rc >= 0 && self->part == PART_TLS_QUIET)
    {
      while (gnutls_record_recv (session, &byte, 1) == GNUTLS_E_AGAIN)
        ;
      gnutls_record_send (session, "late\r\n", 6);
      echo_tls (session);
    }
  else if (rc >= 0)
    {
      gnutls_record_send (session, "hello\r\n", 7);
      if (self->part != PART_TLS_CUT)
        echo_tls (session);
    }
  gnutls_deinit (session);
}

static void
say (int fd, const char *text)
{
  g_assert_cmpint (send (fd, text, strlen (text), MSG_NOSIGNAL), ==, strlen (text));
}

static void
read_to_line_end (int fd)
{
  char byte = 0;

  while (recv (fd, &byte, 1, 0) == 1 && byte != '\n')
    ;
}

static void
play (TestServer *self, int fd)
{
  char byte;

  switch (self->part)
    {
    case PART_TLS_ECHO:
    case PART_TLS_QUIET:
    case PART_TLS_CUT:
      talk_tls (self, fd);
      break;
    case PART_PLAIN_TEXT:
      say (fd, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
      echo_plain (fd);
      break;
    case PART_PLAIN_ECHO:
      echo_plain (fd);
      break;
    case PART_SILENT:
      /* Peeking waits without making room in the client's way. */
      while (recv (fd, &byte, 1, MSG_PEEK) > 0 && !is_stopping (self))
        g_thread_yield ();
      break;
    case PART_HANG_UP:
      break;
    case PART_STARTTLS:
    case PART_STARTTLS_INJECT:
      say (fd, "ready\r\n");
      read_to_line_end (fd);
      say (fd, self->part == PART_STARTTLS ? "go\r\n" : "go\r\nevil\r\n");
      talk_tls (self, fd);
      break;
    }
}

/* --- the thread --- */

static void
set_peer (TestServer *self, int fd)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->peer = fd;
  if (fd >= 0)
    self->accepted++;
  if (fd >= 0 && self->stopping)
    shutdown (fd, SHUT_RDWR);
  g_cond_broadcast (&self->changed);
}

static gpointer
run (gpointer data)
{
  TestServer *self = data;
  int one = 1;
  int fd;

  while ((fd = accept (self->listener, NULL, NULL)) >= 0)
    {
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      set_peer (self, fd);
      play (self, fd);
      set_peer (self, -1);
      close (fd);
    }
  return NULL;
}

static void
listen_somewhere (TestServer *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  OK (bind (self->listener, (struct sockaddr *) &address, size));
  OK (listen (self->listener, 8));
  OK (getsockname (self->listener, (struct sockaddr *) &address, &size));
  self->port = ntohs (address.sin_port);
}

TestServer *
test_server_new (TestPart part, const TestCertificate *facts, const char *priority)
{
  TestServer *self = g_new0 (TestServer, 1);
  Identity id;

  make_authorities ();
  sign (&id, facts->self_signed ? NULL : facts->foreign ? &foreign_authority : &authority, FALSE, facts);
  OK (gnutls_certificate_allocate_credentials (&self->credentials));
  OK (gnutls_certificate_set_x509_key (self->credentials, &id.certificate, 1, id.key));
  OK (gnutls_session_ticket_key_generate (&self->ticket_key));
  identity_clear (&id);

  self->part = part;
  self->priority = g_strdup (priority);
  self->peer = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  listen_somewhere (self);
  self->thread = g_thread_new ("tls-server", run, self);
  return self;
}

guint16
test_server_get_port (TestServer *self)
{
  return self->port;
}

void
test_server_wait_accepted (TestServer *self, guint n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->accepted < n)
    g_cond_wait (&self->changed, &self->lock);
}

void
test_server_free (TestServer *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  if (self->peer >= 0)
    shutdown (self->peer, SHUT_RDWR);
  g_mutex_unlock (&self->lock);
  shutdown (self->listener, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->listener);

  gnutls_certificate_free_credentials (self->credentials);
  gnutls_free (self->ticket_key.data);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->priority);
  g_free (self);
}
