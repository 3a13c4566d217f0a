/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one instance, its accounts, its window. The only room that knows all the others. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PENNY_TYPE_APPLICATION (penny_application_get_type ())
G_DECLARE_FINAL_TYPE (PennyApplication, penny_application, PENNY, APPLICATION, AdwApplication)

/* Command line: --data-dir DIR (everything is kept there), --provider-file FILE (facts on a provider
 * of one's own), mailto: links. */
PennyApplication *penny_application_new (void);

G_END_DECLS
