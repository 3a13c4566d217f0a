/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A certificate that this computer does not trust: who it is, since when, what is wrong; and, folded away,
 * the way to trust it all the same. Never a list of fields. */
#pragma once

#include <adwaita.h>

#include "penny-certificate-words.h"

G_BEGIN_DECLS

#define PENNY_TYPE_CERTIFICATE_BOX (penny_certificate_box_get_type ())
G_DECLARE_FINAL_TYPE (PennyCertificateBox, penny_certificate_box, PENNY, CERTIFICATE_BOX, AdwBin)

/* Signal "trusted": the person has read what it means, and wants it. CERTIFICATE NULL: hidden. HOST is the
 * one that was asked for. */
void penny_certificate_box_show (PennyCertificateBox *self, const PennyCertificate *certificate,
                                 const char *host);

G_END_DECLS
