/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server for tests of the socket channel: a thread on a free loopback port that plays one part
 * for each connection, with certificates made for the occasion. */
#pragma once

#include <glib.h>
#include <gnutls/x509.h>

/* What is said in certificates. Times in days from now. */
typedef struct {
  int from, to;
  const char *name;         /* dNSName, or NULL */
  const char *address;      /* iPAddress, or NULL */
  const char *common_name;
  const char *purpose;      /* OID, or NULL */
  gboolean foreign;         /* signed by an authority that nobody trusts */
  guint rsa_bits;           /* 0 = P-256 */
  gboolean self_signed;
} TestCertificate;

extern const TestCertificate test_good_certificate;

typedef enum {
  PART_TLS_ECHO,          /* TLS, "hello", then everything back */
  PART_TLS_QUIET,         /* TLS, then nothing but session tickets until a byte comes; "late" */
  PART_TLS_CUT,           /* TLS, "hello", then the TCP connection is cut */
  PART_PLAIN_TEXT,        /* "* OK" where TLS is expected */
  PART_PLAIN_ECHO,        /* no TLS at all: everything back */
  PART_SILENT,            /* accepts, neither reads nor writes */
  PART_HANG_UP,
  PART_STARTTLS,          /* "ready"; a line; "go"; TLS echo */
  PART_STARTTLS_INJECT,   /* the same, with a line behind "go" in the same packet */
} TestPart;

typedef struct _TestServer TestServer;

/* PRIORITY is GnuTLS's, NULL for the default. */
TestServer *test_server_new (TestPart part, const TestCertificate *certificate, const char *priority);
guint16 test_server_get_port (TestServer *self);
/* Blocks until N connections have been accepted since the beginning. */
void test_server_wait_accepted (TestServer *self, guint n);
void test_server_free (TestServer *self);

/* The trust anchor as a PEM file, removed by test_server_clean_up(). */
const char *test_server_get_ca_file (void);
void test_server_clean_up (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)
