/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letter pane's inside, shared by its files. */
#pragma once

#include "penny-attachment-list.h"
#include "penny-banner.h"
#include "penny-letter-header.h"
#include "penny-letter-pane.h"
#include "penny-text-letter.h"
#include "penny-web.h"

G_BEGIN_DECLS

struct _PennyLetterPane {
  AdwBin parent_instance;

  /* Template children */
  AdwHeaderBar *header_bar;
  GtkWidget *back;
  GtkButton *star;
  GtkStack *stack;
  PennyLetterHeader *header;
  PennyBanner *draft_banner;
  PennyBanner *remote_banner;
  GtkStack *body;
  PennyTextLetter *text;
  GtkWidget *web_place;         /* AdwBin: the view comes when first needed */
  AdwStatusPage *error;
  PennyAttachmentList *attachments;

  const PennyWeb *web;          /* once the first HTML letter was asked for and can be drawn */
  GtkWidget *web_letter;        /* owned by web_place; kept */
  guint read_delay;

  /* What is shown; set by show (), reset by clear () */
  PennyStore *store;
  guint watch;
  PennyEntry *entry;
  PennyMessage *message;
  gboolean is_draft;
  guint read_timer;
  GCancellable *cancellable;
};

/* --- in penny-letter-pane-body.c --- */

/* Reads the stored bytes, takes them apart off the main loop, shows them. */
void penny_letter_pane_load (PennyLetterPane *self);
/* Draws what self->message holds. */
void penny_letter_pane_draw (PennyLetterPane *self);
void penny_letter_pane_show_body (PennyLetterPane *self, const char *page);

/* --- in penny-letter-pane.c --- */

/* The message is on screen: time for "read" starts. */
void penny_letter_pane_shown (PennyLetterPane *self);
void penny_letter_pane_follow_link (PennyLetterPane *self, const char *uri, const char *text);

G_END_DECLS
