/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's certificate says, as a value: for the sentences a person reads before trusting it.
 * Immutable once handed out, reference-counted, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a certificate, as a bit set; several at once are common. */
typedef enum {
  PENNY_CERTIFICATE_UNTRUSTED     = 1 << 0,   /* nobody this computer trusts signed it */
  PENNY_CERTIFICATE_SELF_SIGNED   = 1 << 1,   /* with it, when the server signed it itself */
  PENNY_CERTIFICATE_EXPIRED       = 1 << 2,
  PENNY_CERTIFICATE_NOT_YET_VALID = 1 << 3,
  PENNY_CERTIFICATE_WRONG_NAME    = 1 << 4,   /* made for other hosts than the one asked for */
  PENNY_CERTIFICATE_REVOKED       = 1 << 5,
  PENNY_CERTIFICATE_WEAK          = 1 << 6,   /* key, signature or purpose not fit for use */
  PENNY_CERTIFICATE_KEY_CHANGED   = 1 << 7,   /* not the key that was trusted for this server */
} PennyCertificateFaults;

/* The faults that trusting the key outweighs; with any other, nothing does. */
#define PENNY_CERTIFICATE_FORGIVABLE \
  (PENNY_CERTIFICATE_UNTRUSTED | PENNY_CERTIFICATE_SELF_SIGNED | PENNY_CERTIFICATE_EXPIRED | \
   PENNY_CERTIFICATE_WRONG_NAME | PENNY_CERTIFICATE_KEY_CHANGED)

/* Strings are one line of valid UTF-8 without control characters, cut at 253 characters. */
typedef struct _PennyCertificate {
  char **names;        /* hosts and addresses of subjectAltName, at most PENNY_CERTIFICATE_NAMES_MAX */
  char *subject;       /* its organisation, else its common name; "" when it says neither */
  char *issuer;        /* likewise who signed it */
  gint64 valid_from;   /* Unix time, seconds */
  gint64 valid_to;
  char *key;           /* SHA-256 of the public key (SubjectPublicKeyInfo), 64 hex digits, lower case */
  PennyCertificateFaults faults;   /* 0: good */
} PennyCertificate;

#define PENNY_CERTIFICATE_NAMES_MAX 32

/* Reads DER, X.509; NULL when it cannot be read. FAULTS are the caller's finding. Full reference. */
PennyCertificate *penny_certificate_new (gconstpointer der, gsize size, PennyCertificateFaults faults);
PennyCertificate *penny_certificate_ref (PennyCertificate *self);
void penny_certificate_unref (PennyCertificate *self);

/* Whether trusting its key would make the connection possible. */
gboolean penny_certificate_can_be_trusted (const PennyCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyCertificate, penny_certificate_unref)

G_END_DECLS
