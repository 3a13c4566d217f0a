/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trust anchors and the check of a server's certificate. */
#include "penny-tls-trust.h"

#include <gnutls/x509.h>
#include <gnutls/x509-ext.h>

#include "penny-error.h"
#include "penny-socket-channel.h"
#include "penny-tls-cache.h"

#define SAN_OID "2.5.29.17"

struct _PennyTlsTrust {
  gnutls_certificate_credentials_t credentials;
};

typedef struct gnutls_subject_alt_names_st SubjectAltNames;
typedef struct gnutls_x509_crt_int Certificate;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SubjectAltNames, gnutls_subject_alt_names_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificate, gnutls_x509_crt_deinit)

static GMutex lock;
static PennyTlsTrust *current;     /* under lock */
static char *ca_file;              /* under lock */
static gboolean ca_file_was_set;   /* under lock */

static void
trust_clear (gpointer data)
{
  PennyTlsTrust *self = data;

  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
}

void
penny_tls_trust_unref (PennyTlsTrust *self)
{
  g_atomic_rc_box_release_full (self, trust_clear);
}

gnutls_certificate_credentials_t
penny_tls_trust_get_credentials (PennyTlsTrust *self)
{
  return self->credentials;
}

static PennyTlsTrust *
trust_new (const char *extra, GError **error)
{
  g_autoptr (PennyTlsTrust) self = g_atomic_rc_box_new0 (PennyTlsTrust);
  int n;

  if (gnutls_certificate_allocate_credentials (&self->credentials) < 0)
    {
      self->credentials = NULL;
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS, "Out of memory");
      return NULL;
    }
  /* A system without any anchor is no error here: every server will be untrusted. */
  n = gnutls_certificate_set_x509_system_trust (self->credentials);
  g_debug ("%d trust anchors of the system", n);

  if (extra == NULL || *extra == '\0')
    return g_steal_pointer (&self);

  n = gnutls_certificate_set_x509_trust_file (self->credentials, extra, GNUTLS_X509_FMT_PEM);
  if (n < 1)
    {
      g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS,
                   "No certificate can be read from %s: %s", extra,
                   n < 0 ? gnutls_strerror (n) : "there is none in it");
      return NULL;
    }
  return g_steal_pointer (&self);
}

PennyTlsTrust *
penny_tls_trust_get (GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (current == NULL)
    current = trust_new (ca_file_was_set ? ca_file : g_getenv ("PENNY_CA_FILE"), error);

  return current != NULL ? g_atomic_rc_box_acquire (current) : NULL;
}

gboolean
penny_tls_set_ca_file (const char *path, GError **error)
{
  g_autoptr (PennyTlsTrust) trust = trust_new (path, error);
  g_autoptr (GMutexLocker) locker = NULL;

  if (trust == NULL)
    return FALSE;

  locker = g_mutex_locker_new (&lock);
  g_free (ca_file);
  ca_file = g_strdup (path);
  ca_file_was_set = TRUE;
  g_clear_pointer (&current, penny_tls_trust_unref);
  current = g_steal_pointer (&trust);
  /* What was trusted before may not be now. */
  penny_tls_cache_clear ();
  return TRUE;
}

/* --- verification --- */

/* What is wrong, gravest first: a certificate may have several faults, and a person needs the one
 * that explains the others. */
static const struct {
  guint bits;
  PennyWireError code;
  const char *what;
} faults[] = {
  { GNUTLS_CERT_REVOKED, PENNY_WIRE_ERROR_CERT_REVOKED, "has been revoked" },
  { GNUTLS_CERT_INSECURE_ALGORITHM, PENNY_WIRE_ERROR_CERT_WEAK,
    "uses a key or a signature that is too weak" },
  { GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNATURE_FAILURE
    | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_MISMATCH
    | GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS,
    PENNY_WIRE_ERROR_CERT_UNTRUSTED, "is not signed by anybody this computer trusts" },
  { GNUTLS_CERT_EXPIRED, PENNY_WIRE_ERROR_CERT_EXPIRED, "has expired" },
  { GNUTLS_CERT_NOT_ACTIVATED, PENNY_WIRE_ERROR_CERT_NOT_YET_VALID, "is not valid yet" },
  { GNUTLS_CERT_UNEXPECTED_OWNER, PENNY_WIRE_ERROR_CERT_WRONG_NAME, "is made for another name" },
  { GNUTLS_CERT_PURPOSE_MISMATCH, PENNY_WIRE_ERROR_CERT_WEAK, "is not made for servers" },
  { GNUTLS_CERT_MISSING_OCSP_STATUS | GNUTLS_CERT_INVALID_OCSP_STATUS
    | GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED
    | GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE,
    PENNY_WIRE_ERROR_CERT_WEAK, "does not come with the proof that it is not revoked" },
};

static gboolean
refuse (const char *host, guint status, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (status & faults[i].bits)
      {
        g_set_error (error, PENNY_WIRE_ERROR, faults[i].code, "The certificate of %s %s", host,
                     faults[i].what);
        return FALSE;
      }

  g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
               "The certificate of %s is not good (%#x)", host, status);
  return FALSE;
}

static gboolean
sans_have (const gnutls_datum_t *extension, guint kind)
{
  g_autoptr (SubjectAltNames) sans = NULL;

  if (gnutls_subject_alt_names_init (&sans) < 0
      || gnutls_x509_ext_import_subject_alt_names (extension, sans, 0) < 0)
    return FALSE;

  for (guint i = 0; ; i++)
    {
      gnutls_datum_t name;
      guint type;

      if (gnutls_subject_alt_names_get (sans, i, &type, &name, NULL) < 0)
        return FALSE;
      if (type == kind)
        return TRUE;
    }
}

/* GnuTLS takes the common name when there is no name of the right kind in subjectAltName; RFC 9525
 * §2 forbids that. That one of the names fits is checked already. */
static gboolean
has_name_of_kind (gnutls_session_t session, guint kind)
{
  g_autoptr (Certificate) certificate = NULL;
  gnutls_datum_t extension = { NULL, 0 };
  const gnutls_datum_t *chain;
  guint n = 0;
  gboolean found;

  chain = gnutls_certificate_get_peers (session, &n);
  if (chain == NULL || n == 0 || gnutls_x509_crt_init (&certificate) < 0
      || gnutls_x509_crt_import (certificate, &chain[0], GNUTLS_X509_FMT_DER) < 0
      || gnutls_x509_crt_get_extension_by_oid2 (certificate, SAN_OID, 0, &extension, NULL) < 0)
    return FALSE;

  found = sans_have (&extension, kind);
  gnutls_free (extension.data);
  return found;
}

gboolean
penny_tls_verify (gnutls_session_t session, const char *host, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  gnutls_typed_vdata_st data[] = {
    { GNUTLS_DT_DNS_HOSTNAME, (guint8 *) host, 0 },
    { GNUTLS_DT_KEY_PURPOSE_OID, (guint8 *) GNUTLS_KP_TLS_WWW_SERVER, 0 },
  };
  guint status = 0;
  int rc;

  if (address != NULL)
    {
      data[0].type = GNUTLS_DT_IP_ADDRESS;
      data[0].data = (guint8 *) g_inet_address_to_bytes (address);
      data[0].size = g_inet_address_get_native_size (address);
    }

  rc = gnutls_certificate_verify_peers (session, data, G_N_ELEMENTS (data), &status);
  if (rc < 0)
    {
      g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
                   "The certificate of %s cannot be checked: %s", host, gnutls_strerror (rc));
      return FALSE;
    }
  if (status != 0)
    return refuse (host, status, error);
  if (!has_name_of_kind (session, address != NULL ? GNUTLS_SAN_IPADDRESS : GNUTLS_SAN_DNSNAME))
    return refuse (host, GNUTLS_CERT_UNEXPECTED_OWNER, error);

  return TRUE;
}
