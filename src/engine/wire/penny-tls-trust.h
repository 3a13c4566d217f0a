/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom we believe: the trust anchors, and the check of a server's certificate. Any thread. */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "penny-certificate.h"

G_BEGIN_DECLS

/* The trust anchors, reference-counted and immutable. */
typedef struct _PennyTlsTrust PennyTlsTrust;

/* The anchors of this process, read at the first call: the system's, and those of
 * penny_tls_set_ca_file() or of the environment's PENNY_CA_FILE. Full reference, or NULL with
 * PENNY_WIRE_ERROR_TLS when the file cannot be read. */
PennyTlsTrust *penny_tls_trust_get (GError **error);
void penny_tls_trust_unref (PennyTlsTrust *self);
gnutls_certificate_credentials_t penny_tls_trust_get_credentials (PennyTlsTrust *self);

/* Checks the certificate that the server of SESSION has shown against HOST (ASCII, or an IP
 * address): chain, validity, strength, purpose, stapled revocation, and the name, which must stand
 * in subjectAltName (RFC 9525). TRUSTED_KEY (PennyCertificate.key, may be NULL): the server must have
 * this key and no other, and then an unknown issuer, another name and a passed date are forgiven;
 * strength, purpose and revocation never are. FACTS (full; NULL when nothing was shown) is set in
 * every case. Errors: the PENNY_WIRE_ERROR_CERT_… codes. */
gboolean penny_tls_verify (gnutls_session_t session, const char *host, const char *trusted_key,
                           PennyCertificate **facts, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyTlsTrust, penny_tls_trust_unref)

G_END_DECLS
