/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page that waits for something in steps: finding the settings, and trying them. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"
#include "penny-step-list.h"

G_BEGIN_DECLS

#define PENNY_TYPE_TRYING_PAGE (penny_trying_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyTryingPage, penny_trying_page, PENNY, TRYING_PAGE, AdwBin)

/* Signals "trusted": the certificate that is shown is to be trusted; "helper": the page for a helper is wanted.
 * A new search or trial: no lines, TITLE above them. */
void penny_trying_page_start (PennyTryingPage *self, const char *title, const char *explanation);
PennyStepList *penny_trying_page_get_steps (PennyTryingPage *self);
/* One step of a trial. */
void penny_trying_page_step (PennyTryingPage *self, PennyTrialStep step, PennyStepState state);
/* Where it was looked, folded away; shown from now on until a new start. */
void penny_trying_page_set_places (PennyTryingPage *self, const char *lines);
/* How it ended: TITLE in place of the first one, and the setup's advice. */
void penny_trying_page_end (PennyTryingPage *self, const char *title, PennySetup *setup);
/* The same without a setup: ADVICE may be NULL. */
void penny_trying_page_show_advice (PennyTryingPage *self, const char *title, const PennyAdvice *advice);
/* It ended with a question, which the buttons answer. */
void penny_trying_page_ask (PennyTryingPage *self, const char *title, const char *question);
/* It ended well: what will happen now, before anything does. */
void penny_trying_page_promise (PennyTryingPage *self, const char *title, PennySetup *setup);

G_END_DECLS
