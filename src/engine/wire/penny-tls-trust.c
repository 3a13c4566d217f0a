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

char *
penny_tls_dup_ca_file (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  const char *path = ca_file_was_set ? ca_file : g_getenv ("PENNY_CA_FILE");

  return path != NULL && *path != '\0' ? g_strdup (path) : NULL;
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

/* Nobody we trust signed it; the third when one of the same name did not. */
#define UNKNOWN_SIGNER (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA \
                        | GNUTLS_CERT_SIGNATURE_FAILURE)
/* A constraint that is broken: no key makes up for such a document. */
#define CORRUPT (GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_MISMATCH \
                 | GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS)

/* What is wrong, gravest first: a certificate may have several faults, and a person needs the one
 * that explains the others. */
static const struct {
  guint bits;
  PennyCertificateFaults fault;
  PennyWireError code;
  const char *what;
} faults[] = {
  { GNUTLS_CERT_REVOKED, PENNY_CERTIFICATE_REVOKED, PENNY_WIRE_ERROR_CERT_REVOKED, "has been revoked" },
  { GNUTLS_CERT_INSECURE_ALGORITHM, PENNY_CERTIFICATE_WEAK, PENNY_WIRE_ERROR_CERT_WEAK,
    "uses a key or a signature that is too weak" },
  { UNKNOWN_SIGNER, PENNY_CERTIFICATE_UNTRUSTED, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
    "is not signed by anybody this computer trusts" },
  { CORRUPT, PENNY_CERTIFICATE_WEAK, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
    "is not signed by anybody this computer trusts" },
  { GNUTLS_CERT_EXPIRED, PENNY_CERTIFICATE_EXPIRED, PENNY_WIRE_ERROR_CERT_EXPIRED, "has expired" },
  { GNUTLS_CERT_NOT_ACTIVATED, PENNY_CERTIFICATE_NOT_YET_VALID, PENNY_WIRE_ERROR_CERT_NOT_YET_VALID,
    "is not valid yet" },
  { GNUTLS_CERT_UNEXPECTED_OWNER, PENNY_CERTIFICATE_WRONG_NAME, PENNY_WIRE_ERROR_CERT_WRONG_NAME,
    "is made for another name" },
  { GNUTLS_CERT_PURPOSE_MISMATCH, PENNY_CERTIFICATE_WEAK, PENNY_WIRE_ERROR_CERT_WEAK,
    "is not made for servers" },
  { GNUTLS_CERT_MISSING_OCSP_STATUS | GNUTLS_CERT_INVALID_OCSP_STATUS
    | GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED
    | GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE,
    PENNY_CERTIFICATE_WEAK, PENNY_WIRE_ERROR_CERT_WEAK,
    "does not come with the proof that it is not revoked" },
};

static gboolean
refuse (const char *host, guint status, gboolean self_signed, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (status & faults[i].bits)
      {
        gboolean own = faults[i].code == PENNY_WIRE_ERROR_CERT_UNTRUSTED && self_signed;

        g_set_error (error, PENNY_WIRE_ERROR, faults[i].code, "The certificate of %s %s", host,
                     own ? "is signed by itself" : faults[i].what);
        return FALSE;
      }

  g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
               "The certificate of %s is not good (%#x)", host, status);
  return FALSE;
}

static PennyCertificateFaults
faults_of (guint status)
{
  PennyCertificateFaults found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (status & faults[i].bits)
      found |= faults[i].fault;
  /* A reason that the table does not know is none to forgive. */
  return status != 0 && found == 0 ? PENNY_CERTIFICATE_WEAK : found;
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
has_name_of_kind (gnutls_x509_crt_t leaf, guint kind)
{
  gnutls_datum_t extension = { NULL, 0 };
  gboolean found;

  if (gnutls_x509_crt_get_extension_by_oid2 (leaf, SAN_OID, 0, &extension, NULL) < 0)
    return FALSE;
  found = sans_have (&extension, kind);
  gnutls_free (extension.data);
  return found;
}

/* Where nobody vouches for a certificate, GnuTLS looks no further; but a trusted key must be a good
 * one, too. */
static guint
check_fitness (gnutls_x509_crt_t leaf)
{
  guint status = 0, bits = 0;
  int algorithm = gnutls_x509_crt_get_pk_algorithm (leaf, &bits);

  if (algorithm < 0
      || gnutls_pk_bits_to_sec_param (algorithm, bits) < GNUTLS_SEC_PARAM_MEDIUM
      || !gnutls_sign_is_secure (gnutls_x509_crt_get_signature_algorithm (leaf)))
    status |= GNUTLS_CERT_INSECURE_ALGORITHM;
  if (gnutls_x509_crt_check_key_purpose (leaf, GNUTLS_KP_TLS_WWW_SERVER, 0) == 0)
    status |= GNUTLS_CERT_PURPOSE_MISMATCH;
  return status;
}

static gnutls_x509_crt_t
read_leaf (gnutls_session_t session)
{
  g_autoptr (Certificate) leaf = NULL;
  const gnutls_datum_t *chain;
  guint n = 0;

  chain = gnutls_certificate_get_peers (session, &n);
  if (chain == NULL || n == 0 || gnutls_x509_crt_init (&leaf) < 0
      || gnutls_x509_crt_import (leaf, &chain[0], GNUTLS_X509_FMT_DER) < 0)
    return NULL;
  return g_steal_pointer (&leaf);
}

/* Everything that is wrong, in GnuTLS's bits; -1 when it cannot be checked. */
static int
check_chain (gnutls_session_t session, gnutls_x509_crt_t leaf, const char *host, guint *status)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  gnutls_typed_vdata_st data[] = {
    { GNUTLS_DT_DNS_HOSTNAME, (guint8 *) host, 0 },
    { GNUTLS_DT_KEY_PURPOSE_OID, (guint8 *) GNUTLS_KP_TLS_WWW_SERVER, 0 },
  };
  int rc;

  if (address != NULL)
    {
      data[0].type = GNUTLS_DT_IP_ADDRESS;
      data[0].data = (guint8 *) g_inet_address_to_bytes (address);
      data[0].size = g_inet_address_get_native_size (address);
    }

  rc = gnutls_certificate_verify_peers (session, data, G_N_ELEMENTS (data), status);
  if (rc < 0)
    return rc;
  if (*status & UNKNOWN_SIGNER)
    *status |= check_fitness (leaf);
  if (!has_name_of_kind (leaf, address != NULL ? GNUTLS_SAN_IPADDRESS : GNUTLS_SAN_DNSNAME))
    *status |= GNUTLS_CERT_UNEXPECTED_OWNER | GNUTLS_CERT_INVALID;
  return 0;
}

static PennyCertificate *
describe (gnutls_session_t session, gnutls_x509_crt_t leaf, PennyCertificateFaults found,
          const char *trusted_key)
{
  guint n = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &n);
  g_autoptr (PennyCertificate) bare = penny_certificate_new (chain->data, chain->size, 0);

  if (bare == NULL)
    return NULL;
  if ((found & PENNY_CERTIFICATE_UNTRUSTED) && gnutls_x509_crt_check_issuer (leaf, leaf))
    found |= PENNY_CERTIFICATE_SELF_SIGNED;
  if (trusted_key != NULL && g_strcmp0 (bare->key, trusted_key) != 0)
    found |= PENNY_CERTIFICATE_KEY_CHANGED;
  return penny_certificate_new (chain->data, chain->size, found);
}

/* The bits that are left once a trusted key has shown itself. */
static guint
forgive (guint status)
{
  const guint forgiven = UNKNOWN_SIGNER | GNUTLS_CERT_EXPIRED | GNUTLS_CERT_UNEXPECTED_OWNER;

  if ((status & forgiven) && (status & ~forgiven) == GNUTLS_CERT_INVALID)
    return 0;
  return status & ~forgiven;
}

gboolean
penny_tls_verify (gnutls_session_t session, const char *host, const char *trusted_key,
                  PennyCertificate **facts, GError **error)
{
  g_autoptr (Certificate) leaf = read_leaf (session);
  PennyCertificate *shown = NULL;
  guint status = 0;
  int rc = leaf != NULL ? check_chain (session, leaf, host, &status) : GNUTLS_E_NO_CERTIFICATE_FOUND;

  if (leaf != NULL)
    shown = describe (session, leaf, rc < 0 ? PENNY_CERTIFICATE_WEAK : faults_of (status), trusted_key);
  *facts = shown;
  if (rc < 0 || shown == NULL)
    {
      g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
                   "The certificate of %s cannot be checked: %s", host, gnutls_strerror (rc));
      return FALSE;
    }
  if (shown->faults & PENNY_CERTIFICATE_KEY_CHANGED)
    {
      g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED,
                   "The certificate of %s does not have the key that was trusted", host);
      return FALSE;
    }
  if (trusted_key != NULL)
    status = forgive (status);
  return status == 0 || refuse (host, status, (shown->faults & PENNY_CERTIFICATE_SELF_SIGNED) != 0, error);
}
