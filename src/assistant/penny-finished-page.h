/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page: what will happen now, and what the person has to know. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_FINISHED_PAGE (penny_finished_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyFinishedPage, penny_finished_page, PENNY, FINISHED_PAGE, AdwBin)

/* KEYRING_ERROR (may be NULL): the password is kept for this run only, and why. */
void penny_finished_page_show (PennyFinishedPage *self, PennySetup *setup, const GError *keyring_error);
/* The account could not be kept. */
void penny_finished_page_show_error (PennyFinishedPage *self, const GError *error);

/* The account is here already; nothing was done. */
void penny_finished_page_show_known (PennyFinishedPage *self);

G_END_DECLS
