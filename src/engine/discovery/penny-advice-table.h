/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table behind penny-advice.h: which cause a code stands for, and the words for each cause. */
#pragma once

#include "penny-advice.h"

G_BEGIN_DECLS

/* When a row is the right one, besides its cause and phase; asked of the account's provider. */
typedef enum {
  PENNY_WHEN_ALWAYS,
  PENNY_WHEN_APP_PASSWORD,
  PENNY_WHEN_MAYBE_APP,
  PENNY_WHEN_MAIL_PASSWORD,
  PENNY_WHEN_BROWSER,        /* and this program is registered there */
  PENNY_WHEN_NO_BROWSER,     /* only through the browser, and it is not */
  PENNY_WHEN_BRIDGE,
  PENNY_WHEN_IMPOSSIBLE,
  PENNY_WHEN_SWITCH_ON,
} PennyAdviceWhen;

#define PENNY_PHASES_ALL (~0u)
#define PENNY_PHASE_BIT(phase) (1u << (phase))

/* Texts are untranslated (N_()) and may hold {provider}, {host}, {address}. The first row that fits
 * is the one, so the special ones stand before the general one of their cause. */
typedef struct {
  const char *cause;
  guint phases;
  PennyAdviceWhen when;
  const char *says;          /* the cause that is told; differs from CAUSE where the provider explains it */
  const char *title;
  const char *explanation;
  PennyAdviceAction action;
  const char *button;
} PennyAdviceRow;

/* For writing rows. */
#define PHASES_ALL PENNY_PHASES_ALL
#define PHASES_SETUP \
  (PENNY_PHASE_BIT (PENNY_PHASE_FIND) | PENNY_PHASE_BIT (PENNY_PHASE_CONNECT) | \
   PENNY_PHASE_BIT (PENNY_PHASE_SECURE) | PENNY_PHASE_BIT (PENNY_PHASE_LOG_IN_INCOMING) | \
   PENNY_PHASE_BIT (PENNY_PHASE_LOG_IN_OUTGOING))
#define ROW(cause, phases, when, says, title, explanation, action, button) \
  { cause, phases, PENNY_WHEN_##when, says, title, explanation, PENNY_ADVICE_##action, button }
/* A row that needs no provider and tells its own cause. */
#define PLAIN(cause, phases, title, explanation, action, button) \
  ROW (cause, phases, ALWAYS, cause, title, explanation, action, button)

/* The cause of a code; NULL when the code is unknown. */
const char *penny_advice_table_get_cause (GQuark domain, int code);
/* TRUE when a server's own words may tell the cause of ERROR better than its code. */
gboolean penny_advice_table_heeds_words (const GError *error);
const PennyAdviceRow *penny_advice_table_get_rows (guint *n_rows);
/* The rows of the causes that only words tell. */
const PennyAdviceRow *penny_advice_replies_get_rows (guint *n_rows);

G_END_DECLS
