/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three questions, and the way that suits the answers. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ADVISER_PAGE (penny_adviser_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyAdviserPage, penny_adviser_page, PENNY, ADVISER_PAGE, AdwBin)

/* As penny_person_page_load(). Signal "changed": a question was answered. */
void penny_adviser_page_load (PennyAdviserPage *self, PennySetup *setup);
/* Puts the keyboard on the first question that is not answered. */
void penny_adviser_page_focus (PennyAdviserPage *self);
/* What is recommended now, to be scrolled to; NULL as long as questions are open. */
GtkWidget *penny_adviser_page_get_result (PennyAdviserPage *self);

G_END_DECLS
