/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of plain text for whoever helps: a grandchild, a neighbour, the provider's hotline. */
#pragma once

#include "penny-setup.h"

G_BEGIN_DECLS

/* What was typed (never the password), what was found and tried, what went wrong, in words first and in
 * technical terms below. Whatever a provider has said is searched for the password, plain and as base64
 * (RFC 4648 §4), before it gets in. Translated. Main thread. Full. */
char *penny_setup_report (PennySetup *setup);

G_END_DECLS
