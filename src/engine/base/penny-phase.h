/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was being done when something went wrong: said by the worker and by trials, read by advice. */
#pragma once

#include "penny-error.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_PHASE_FIND,              /* looking for settings */
  PENNY_PHASE_CONNECT,
  PENNY_PHASE_SECURE,
  PENNY_PHASE_LOG_IN_INCOMING,
  PENNY_PHASE_LOG_IN_OUTGOING,
  PENNY_PHASE_COLLECT,           /* mail comes, folders are compared, operations are carried out */
  PENNY_PHASE_SEND,
  PENNY_PHASE_STORE,             /* the disk of this computer */
  PENNY_PHASE_SETTINGS,          /* settings files, passwords */
  PENNY_PHASE_WRITE,             /* building a message */
} PennyPhase;

/* DOING, unless ERROR's domain says that it was really this computer's disk or settings. Any thread. */
PennyPhase penny_phase_of_error (PennyPhase doing, const GError *error);

/* TRUE for the phases in which the outgoing server is the one in question. */
gboolean penny_phase_is_sending (PennyPhase phase);

G_END_DECLS
