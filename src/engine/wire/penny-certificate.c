/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a certificate that nobody has vouched for: every string in it is a stranger's. */
#include "penny-certificate.h"

#include <gio/gio.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#define TEXT_MAX 253
#define FIELD_SIZE 1024

typedef struct gnutls_x509_crt_int Certificate;
typedef struct gnutls_pubkey_st PublicKey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificate, gnutls_x509_crt_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PublicKey, gnutls_pubkey_deinit)

typedef int (*NameFunc) (gnutls_x509_crt_t, const char *oid, unsigned index, unsigned raw, void *data,
                         size_t *size);

/* What would break a line or a sentence is left out. */
static char *
clean (const char *data, gsize size)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize) size);
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < TEXT_MAX; p = g_utf8_next_char (p))
    if (g_unichar_isprint (g_utf8_get_char (p)))
      {
        g_string_append_unichar (text, g_utf8_get_char (p));
        n++;
      }
  return g_strstrip (g_string_free (text, FALSE));
}

static char *
dup_field (gnutls_x509_crt_t crt, NameFunc func, const char *oid)
{
  char field[FIELD_SIZE];
  size_t size = sizeof field;

  return func (crt, oid, 0, 0, field, &size) < 0 ? NULL : clean (field, size);
}

/* An organisation says more to a person than a host name or the name of a signing key does. */
static char *
dup_party (gnutls_x509_crt_t crt, NameFunc func)
{
  char *party = dup_field (crt, func, GNUTLS_OID_X520_ORGANIZATION_NAME);

  if (party == NULL)
    party = dup_field (crt, func, GNUTLS_OID_X520_COMMON_NAME);
  return party != NULL ? party : g_strdup ("");
}

static char *
dup_address (const char *bytes, gsize size)
{
  g_autoptr (GInetAddress) address = NULL;

  if (size != 4 && size != 16)
    return NULL;
  address = g_inet_address_new_from_bytes ((const guint8 *) bytes,
                                           size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static char **
dup_names (gnutls_x509_crt_t crt)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < PENNY_CERTIFICATE_NAMES_MAX; i++)
    {
      g_autofree char *name = NULL;
      char field[FIELD_SIZE];
      size_t size = sizeof field;
      int kind = gnutls_x509_crt_get_subject_alt_name (crt, i, field, &size, NULL);

      if (kind == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        break;
      if (kind == GNUTLS_SAN_DNSNAME)
        name = clean (field, size);
      else if (kind == GNUTLS_SAN_IPADDRESS)
        name = dup_address (field, size);
      if (name != NULL && *name != '\0')
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

static char *
dup_key (gnutls_x509_crt_t crt)
{
  g_autoptr (PublicKey) key = NULL;
  gnutls_datum_t spki = { NULL, 0 };
  char *hash;

  if (gnutls_pubkey_init (&key) < 0 || gnutls_pubkey_import_x509 (key, crt, 0) < 0
      || gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &spki) < 0)
    return NULL;
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, spki.data, spki.size);
  gnutls_free (spki.data);
  return hash;
}

PennyCertificate *
penny_certificate_new (gconstpointer der, gsize size, PennyCertificateFaults faults)
{
  g_autoptr (Certificate) crt = NULL;
  g_autoptr (PennyCertificate) self = NULL;
  gnutls_datum_t data = { (guint8 *) der, (unsigned) size };

  if (size > G_MAXUINT || gnutls_x509_crt_init (&crt) < 0
      || gnutls_x509_crt_import (crt, &data, GNUTLS_X509_FMT_DER) < 0)
    return NULL;

  self = g_atomic_rc_box_new0 (PennyCertificate);
  self->key = dup_key (crt);
  if (self->key == NULL)
    return NULL;
  self->names = dup_names (crt);
  self->subject = dup_party (crt, gnutls_x509_crt_get_dn_by_oid);
  self->issuer = dup_party (crt, gnutls_x509_crt_get_issuer_dn_by_oid);
  self->valid_from = gnutls_x509_crt_get_activation_time (crt);
  self->valid_to = gnutls_x509_crt_get_expiration_time (crt);
  self->faults = faults;
  return g_steal_pointer (&self);
}

PennyCertificate *
penny_certificate_ref (PennyCertificate *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
certificate_clear (gpointer data)
{
  PennyCertificate *self = data;

  g_strfreev (self->names);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->key);
}

void
penny_certificate_unref (PennyCertificate *self)
{
  g_atomic_rc_box_release_full (self, certificate_clear);
}

gboolean
penny_certificate_can_be_trusted (const PennyCertificate *self)
{
  return self->faults != 0 && (self->faults & ~PENNY_CERTIFICATE_FORGIVABLE) == 0;
}
