/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps under way: a line each with a turning wheel, a tick or a cross, and a sentence. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_LINE_BUSY,
  PENNY_LINE_OK,
  PENNY_LINE_FAILED,
  PENNY_LINE_PAST,      /* over, neither good nor bad: it looked there and went on */
} PennyLineState;

#define PENNY_TYPE_STEP_LIST (penny_step_list_get_type ())
G_DECLARE_FINAL_TYPE (PennyStepList, penny_step_list, PENNY, STEP_LIST, GtkBox)

GtkWidget *penny_step_list_new (void);
void penny_step_list_clear (PennyStepList *self);
/* Shows line NUMBER (0 and up); lines that were never set are not seen. */
void penny_step_list_set (PennyStepList *self, guint number, PennyLineState state, const char *sentence);
/* The same, for a line that is seen already; nothing for others. */
void penny_step_list_end (PennyStepList *self, guint number, PennyLineState state, const char *sentence);
/* Whatever is still turning gets STATE. */
void penny_step_list_settle (PennyStepList *self, PennyLineState state);

G_END_DECLS
