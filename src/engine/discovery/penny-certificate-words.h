/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A certificate in plain translated sentences: who it is, since when, what is wrong, and the one sentence
 * to read before it is trusted all the same. Never a list of fields. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* penny-certificate.h, in wire/. */
typedef struct _PennyCertificate PennyCertificate;

/* "It says that it is mail.example.org, of the Example Society. It vouches for itself." Full. */
char *penny_certificate_words_who (const PennyCertificate *certificate);
/* "It is valid from 3 March 2026 to 3 March 2027." Full. */
char *penny_certificate_words_when (const PennyCertificate *certificate);
/* A sentence for each fault, in the order of their weight; "" when it is good. HOST is the one that was
 * asked for. Full. */
char *penny_certificate_words_wrong (const PennyCertificate *certificate, const char *host);
/* What trusting it means, to be read before it is done. Full. */
char *penny_certificate_words_warning (const PennyCertificate *certificate, const char *host);

G_END_DECLS
