/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table itself, and the one sum that is made of it. */
#include "penny-way-rules.h"

#define DAY (24 * 60 * 60)

static const PennyWayRules table[PENNY_N_WAYS] = {
  [PENNY_WAY_SHARED] = {
    .way = PENNY_WAY_SHARED,
    .protocol = PENNY_PROTOCOL_IMAP,
    .clears = PENNY_CLEARS_NEVER,
    .read_seen_elsewhere = TRUE,
    .thrown_away_seen_elsewhere = TRUE,
    .folders_shared = TRUE,
    .sent_kept_in_box = TRUE,
  },
  [PENNY_WAY_PHOTOCOPY] = {
    .way = PENNY_WAY_PHOTOCOPY,
    .protocol = PENNY_PROTOCOL_POP3,
    .clears = PENNY_CLEARS_NEVER,
  },
  [PENNY_WAY_CLEAR_LATER] = {
    .way = PENNY_WAY_CLEAR_LATER,
    .protocol = PENNY_PROTOCOL_POP3,
    .clears = PENNY_CLEARS_THROWN_AWAY_OR_OLD,
    .thrown_away_seen_elsewhere = TRUE,
  },
  /* Nothing is seen elsewhere: there is nothing left to see. */
  [PENNY_WAY_TAKE_HOME] = {
    .way = PENNY_WAY_TAKE_HOME,
    .protocol = PENNY_PROTOCOL_POP3,
    .clears = PENNY_CLEARS_ONCE_STORED,
  },
};

const PennyWayRules *
penny_way_rules_get (PennyWay way)
{
  return &table[(guint) way < PENNY_N_WAYS ? way : PENNY_WAY_PHOTOCOPY];
}

gboolean
penny_way_rules_letters_stay (const PennyWayRules *self)
{
  return self->clears != PENNY_CLEARS_ONCE_STORED;
}

gboolean
penny_way_rules_get_clearing_time (const PennyWayRules *self, int days, gboolean thrown_away,
                                   gint64 collected, gint64 *when)
{
  gint64 old = collected + (gint64) days * DAY;

  switch (self->clears)
    {
    case PENNY_CLEARS_THROWN_AWAY_OR_OLD:
      *when = thrown_away ? 0 : old;
      return thrown_away || days >= 0;
    case PENNY_CLEARS_ONCE_STORED:
      *when = old;
      return days >= 0;
    case PENNY_CLEARS_NEVER:
    default:
      return FALSE;
    }
}
