/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's inside, for its second half (what runs) and for tests. */
#pragma once

#include "penny-assistant-window.h"

#include "penny-adviser-page.h"
#include "penny-by-hand-page.h"
#include "penny-desktop-offers.h"
#include "penny-discovery.h"
#include "penny-finished-page.h"
#include "penny-person-page.h"
#include "penny-post-drawing.h"
#include "penny-post-play.h"
#include "penny-setup.h"
#include "penny-sign-in-page.h"
#include "penny-trying-page.h"
#include "penny-ways-page.h"

G_BEGIN_DECLS

struct _PennyAssistantWindow {
  AdwWindow parent_instance;

  /* template */
  GtkButton *back;
  GtkButton *helper;     /* copies the page for a helper */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  PennyPostDrawing *drawing;
  PennyDesktopOffers *offers;
  PennyPersonPage *person;
  PennyDesktopOffers *more_offers;   /* on the page of the person, where that is the first */
  PennyTryingPage *finding;
  PennyWaysPage *ways;
  PennyAdviserPage *adviser;
  PennyPostPlay *play;
  PennyByHandPage *by_hand_page;
  PennySignInPage *sign_in;
  PennyTryingPage *trying;
  PennyFinishedPage *finished;
  GtkButton *main;       /* goes on */
  GtkButton *second;     /* the other possibility, where there is one */
  GtkButton *by_hand;

  PennyAccountList *accounts;      /* owned */
  PennySetup *setup;        /* owned */
  PennyDiscoverySources sources;   /* set once */
  gboolean has_sources;

  PennyPage page;                  /* the setup's, when it was last followed */

  /* what runs now */
  GCancellable *cancellable;       /* owned; NULL while nothing runs */
  PennyDiscovery *discovery;       /* owned */
  PennyTrial *trial;               /* owned */
  char *uri;                       /* owned; what is open in the browser */
  GCancellable *looking;           /* owned; for what the desktop has; until the window goes */

  PennyAccount *kept;              /* owned; NULL until the account is kept */
  GError *keyring_error;           /* owned */
  GError *keep_error;              /* owned */
  PennyAssistantGuard guard;       /* may be NULL */
  gpointer guard_data;             /* borrowed */
  gboolean known;                  /* the account is here already: nothing to keep */
  gboolean told;                   /* "finished" was emitted */
};

/* --- penny-assistant-window.c --- */

/* Shows what the setup says; when the page is another one, stops what ran and starts what it needs. */
void penny_assistant_window_follow (PennyAssistantWindow *self);
/* The last page, which is opened only when it has something to say. */
void penny_assistant_window_show_finished (PennyAssistantWindow *self);
/* Where discovery looks, in place of the world; before the page of finding. For tests. */
void penny_assistant_window_set_sources (PennyAssistantWindow *self, const PennyDiscoverySources *sources);

/* --- penny-assistant-buttons.c --- */

/* What the main and the second button say and whether they can be pressed; title and back button. */
void penny_assistant_window_update (PennyAssistantWindow *self);

/* --- penny-assistant-run.c --- */

void penny_assistant_window_stop (PennyAssistantWindow *self);
/* Starts the search, the trial or the keeping that the present page needs. */
void penny_assistant_window_run (PennyAssistantWindow *self);
/* The search or trial of the same page once more. */
void penny_assistant_window_run_again (PennyAssistantWindow *self);
/* What failed for want of a network is run again when there is one. */
void penny_assistant_window_watch_network (PennyAssistantWindow *self);
/* Says how the search ended, or asks. */
void penny_assistant_window_show_find_end (PennyAssistantWindow *self);
/* Says how the trial ended, or what will happen. */
void penny_assistant_window_show_trial_end (PennyAssistantWindow *self);

/* --- penny-assistant-keep.c --- */

/* Keeps the password or what the browser gave, then the account. */
void penny_assistant_window_keep (PennyAssistantWindow *self);
/* Fetches the password of the account that is mended, unless one is typed first. */
void penny_assistant_window_fetch_password (PennyAssistantWindow *self);

/* --- penny-assistant-sign-in.c --- */

/* Waits for the browser, when the setup says so. */
void penny_assistant_window_wait_for_browser (PennyAssistantWindow *self);
/* What the buttons do on the page of signing in. */
void penny_assistant_window_sign_in_pressed (PennyAssistantWindow *self);
void penny_assistant_window_sign_in_second_pressed (PennyAssistantWindow *self);
void penny_assistant_window_copy_uri (PennyAssistantWindow *self);

/* --- penny-assistant-desktop.c --- */

/* Shows what the setup (NULL: none any more) has to offer, on the first page there is. */
void penny_assistant_window_show_offers (PennyAssistantWindow *self, PennySetup *setup);
/* Asks the desktop for its mail accounts and shows them. */
void penny_assistant_window_look_for_offers (PennyAssistantWindow *self);
/* Opens the desktop's own settings at the right place, or says where that is. */
void penny_assistant_window_open_panel (PennyAssistantWindow *self, const char *name);

G_END_DECLS
