/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GnuTLS client session: settings, handshake, records, resumption. */
#include "penny-tls.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "penny-error.h"
#include "penny-tls-cache.h"
#include "penny-tls-trust.h"
#include "penny-wire-connect.h"

/* TLS 1.2 and 1.3, 128 bits and more, RSA and DH of 2,048 bits and more, no SHA-1. Given whole, so
 * that a distribution's policy can forbid more of it but not allow less. */
#define PRIORITY "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM"

struct _PennyTls {
  char *host;
  guint16 port;
  char *trusted_key;       /* NULL: none */
  PennyTlsTrust *trust;
  gnutls_session_t session;
  PennyCertificate *certificate;   /* NULL before the server showed one */
  GError *refusal;         /* why the certificate is not good */
  gboolean verified;       /* the check has run in this handshake */
  gboolean established;
  gboolean kept;           /* the session is in the cache */
};

static gboolean
verify (PennyTls *self)
{
  g_clear_pointer (&self->certificate, penny_certificate_unref);
  g_clear_error (&self->refusal);
  self->verified = penny_tls_verify (self->session, self->host, self->trusted_key, &self->certificate,
                                     &self->refusal);
  return self->verified;
}

/* Some are refused before they are checked. */
static void
remember_certificate (PennyTls *self)
{
  guint n = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (self->session, &n);

  if (self->certificate == NULL && chain != NULL && n > 0)
    self->certificate = penny_certificate_new (chain[0].data, chain[0].size, PENNY_CERTIFICATE_WEAK);
}

static int
verify_cb (gnutls_session_t session)
{
  return verify (gnutls_session_get_ptr (session)) ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

static gboolean
fail_setup (int rc, GError **error)
{
  g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS, "TLS cannot be set up: %s",
               gnutls_strerror (rc));
  return FALSE;
}

static void
resume (PennyTls *self)
{
  g_autoptr (GBytes) session = penny_tls_cache_take (self->host, self->port, self->trusted_key);
  gsize size;
  gconstpointer data;

  if (session == NULL)
    return;
  data = g_bytes_get_data (session, &size);
  gnutls_session_set_data (self->session, data, size);
}

static gboolean
set_up (PennyTls *self, int fd, GError **error)
{
  int rc = gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);

  if (rc < 0)
    {
      self->session = NULL;
      return fail_setup (rc, error);
    }
  gnutls_session_set_ptr (self->session, self);
  rc = gnutls_priority_set_direct (self->session, PRIORITY, NULL);
  if (rc >= 0)
    rc = gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE,
                                 penny_tls_trust_get_credentials (self->trust));
  /* An address is not a name (RFC 6066 §3). */
  if (rc >= 0 && !g_hostname_is_ip_address (self->host))
    rc = gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, self->host, strlen (self->host));
  if (rc < 0)
    return fail_setup (rc, error);

  gnutls_session_set_verify_function (self->session, verify_cb);
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  gnutls_transport_set_int (self->session, fd);
  resume (self);
  return TRUE;
}

PennyTls *
penny_tls_new (const char *host, guint16 port, const char *trusted_key, int fd, GError **error)
{
  g_autoptr (PennyTls) self = g_new0 (PennyTls, 1);

  self->host = g_strdup (host);
  self->port = port;
  self->trusted_key = g_strdup (trusted_key);
  self->trust = penny_tls_trust_get (error);
  if (self->trust == NULL || !set_up (self, fd, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
penny_tls_free (PennyTls *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->session, gnutls_deinit);
  g_clear_pointer (&self->trust, penny_tls_trust_unref);
  g_clear_error (&self->refusal);
  g_clear_pointer (&self->certificate, penny_certificate_unref);
  g_free (self->trusted_key);
  g_free (self->host);
  g_free (self);
}

/* --- errors --- */

/* A failed step of the handshake: what a person can do about it depends on which. */
static void
set_handshake_error (PennyTls *self, int rc, GError **error)
{
  int saved = errno;

  if (self->refusal != NULL)
    g_propagate_error (error, g_steal_pointer (&self->refusal));
  else if (rc == GNUTLS_E_PREMATURE_TERMINATION)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                 "%s hung up during the TLS handshake", self->host);
  else if (rc == GNUTLS_E_PULL_ERROR || rc == GNUTLS_E_PUSH_ERROR)
    penny_wire_set_errno (error, saved, self->host);
  else if (rc == GNUTLS_E_FATAL_ALERT_RECEIVED)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS, "%s refuses TLS: %s", self->host,
                 gnutls_alert_get_strname (gnutls_alert_get (self->session)));
  else if (rc == GNUTLS_E_CERTIFICATE_KEY_MISMATCH || rc == GNUTLS_E_KEY_USAGE_VIOLATION)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_WEAK,
                 "The certificate of %s is not fit for this: %s", self->host, gnutls_strerror (rc));
  else
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS, "TLS with %s failed: %s",
                 self->host, gnutls_strerror_name (rc));
}

/* A record that went wrong in an established session. Damaged records are a broken connection: a
 * fresh one is likely to do. */
static gssize
set_record_error (PennyTls *self, int rc, GError **error)
{
  int saved = errno;

  if (rc == GNUTLS_E_PULL_ERROR || rc == GNUTLS_E_PUSH_ERROR)
    penny_wire_set_errno (error, saved, self->host);
  else if (rc == GNUTLS_E_FATAL_ALERT_RECEIVED)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS, "%s ended TLS: %s", self->host,
                 gnutls_alert_get_strname (gnutls_alert_get (self->session)));
  else
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                 "The encrypted connection to %s broke: %s", self->host, gnutls_strerror (rc));
  return -1;
}

/* --- handshake --- */

/* TLS 1.2 has its ticket at the end of the handshake; in 1.3 it comes among the records. GnuTLS
 * would wait for it, so it is only asked once it is there. */
static void
keep_session (PennyTls *self)
{
  g_autoptr (GBytes) session = NULL;
  gnutls_datum_t data = { NULL, 0 };

  if (self->kept)
    return;
  if (gnutls_protocol_get_version (self->session) >= GNUTLS_TLS1_3
      && !(gnutls_session_get_flags (self->session) & GNUTLS_SFLAGS_SESSION_TICKET))
    return;

  self->kept = TRUE;
  if (gnutls_session_get_data2 (self->session, &data) < 0)
    return;
  session = g_bytes_new_with_free_func (data.data, data.size, (GDestroyNotify) gnutls_free, data.data);
  penny_tls_cache_put (self->host, self->port, self->trusted_key, session);
}

static int
finish_handshake (PennyTls *self, GError **error)
{
  /* A resumed session shows no certificate; the one that it was made with may have expired since,
   * and is checked again. */
  if (!self->verified && !verify (self))
    {
      gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_BAD_CERTIFICATE);
      set_handshake_error (self, GNUTLS_E_CERTIFICATE_ERROR, error);
      return -1;
    }
  self->established = TRUE;
  if (gnutls_protocol_get_version (self->session) < GNUTLS_TLS1_3)
    keep_session (self);
  return 0;
}

int
penny_tls_handshake (PennyTls *self, GError **error)
{
  int rc;

  errno = 0;
  rc = gnutls_handshake (self->session);
  if (rc >= 0)
    return finish_handshake (self, error);
  /* A warning alert is not fatal: the caller's deadline bounds how many we listen to. */
  if (rc == GNUTLS_E_AGAIN || rc == GNUTLS_E_INTERRUPTED || !gnutls_error_is_fatal (rc))
    return PENNY_TLS_AGAIN;

  remember_certificate (self);
  set_handshake_error (self, rc, error);
  gnutls_alert_send_appropriate (self->session, rc);
  return -1;
}

/* --- records --- */

gssize
penny_tls_read (PennyTls *self, void *buffer, gsize size, GError **error)
{
  gssize got;

  errno = 0;
  got = gnutls_record_recv (self->session, buffer, size);
  if (G_UNLIKELY (!self->kept))
    keep_session (self);
  if (got >= 0)
    return got;

  switch (got)
    {
    /* Common in the wild. A message cut short this way is seen by the protocol. */
    case GNUTLS_E_PREMATURE_TERMINATION:
      return 0;
    /* TLS 1.2 only; we never do it. */
    case GNUTLS_E_REHANDSHAKE:
      gnutls_alert_send (self->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
      return PENNY_TLS_AGAIN;
    default:
      if (!gnutls_error_is_fatal (got))
        return PENNY_TLS_AGAIN;
      return set_record_error (self, got, error);
    }
}

gssize
penny_tls_write (PennyTls *self, const void *buffer, gsize size, GError **error)
{
  gssize sent;

  errno = 0;
  sent = gnutls_record_send (self->session, buffer, size);
  if (sent >= 0)
    return sent;
  return gnutls_error_is_fatal (sent) ? set_record_error (self, sent, error) : PENNY_TLS_AGAIN;
}

gsize
penny_tls_get_pending (PennyTls *self)
{
  return gnutls_record_check_pending (self->session);
}

gboolean
penny_tls_wants_write (PennyTls *self)
{
  return gnutls_record_get_direction (self->session) == 1;
}

void
penny_tls_bye (PennyTls *self)
{
  if (self->established)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
}

PennyCertificate *
penny_tls_get_certificate (PennyTls *self)
{
  return self->certificate;
}

gboolean
penny_tls_is_resumed (PennyTls *self)
{
  return gnutls_session_is_resumed (self->session) != 0;
}
