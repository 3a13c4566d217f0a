/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few lines that stand below each letter: a small window to write them in. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PENNY_TYPE_SIGNATURE_WINDOW (penny_signature_window_get_type ())
G_DECLARE_FINAL_TYPE (PennySignatureWindow, penny_signature_window, PENNY, SIGNATURE_WINDOW, AdwWindow)

/* Signal "signature" (const char *text): the person has pressed "Save"; "" = none. Closing it otherwise
 * changes nothing. */
GtkWidget *penny_signature_window_new (GtkWindow *parent, const char *signature);

G_END_DECLS
