/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the worker of an account is doing, in the form that the window shows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_STATUS_IDLE,         /* connected and up to date, or nothing known */
  PENNY_STATUS_OFFLINE,      /* no network: nothing wrong */
  PENNY_STATUS_CONNECTING,
  PENNY_STATUS_SYNCING,      /* DONE of TOTAL in FOLDER_NAME */
  PENNY_STATUS_ERROR,        /* the advice says what */
} PennyStatusState;

typedef struct {
  PennyStatusState state;
  guint64 done;
  guint64 total;             /* 0: not known */
  char *folder_name;         /* or NULL */
  char *advice_title;        /* for the banner; NULL: none */
  char *advice_explanation;  /* or NULL */
  char *advice_button;       /* label, or NULL: no button */
  char *advice_action;       /* what "advice-activated" carries; or NULL */
  char *advice_uri;          /* likewise: the page that the button opens; or NULL */
} PennyAccountStatus;

PennyAccountStatus *penny_account_status_new (PennyStatusState state);
PennyAccountStatus *penny_account_status_copy (const PennyAccountStatus *self);
void penny_account_status_free (PennyAccountStatus *self);
/* One line for the foot of the list; NULL when there is nothing to say. Full. */
char *penny_account_status_to_words (const PennyAccountStatus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAccountStatus, penny_account_status_free)

G_END_DECLS
