/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people say them: "10:24", "Yesterday", "Tuesday", "3 March", "3 Mar 2023". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The short form for a list. DATE in Unix seconds; NOW is the present in the zone to show in. A
 * date in the future, or of another year, is written out; 0 gives "". Full. Main thread. */
char *penny_date_words_short (gint64 date, GDateTime *now);

/* The long form for one letter's header: weekday, date and time. "" for 0. Full. */
char *penny_date_words_long (gint64 date, GTimeZone *zone);

/* Seconds from NOW to the next local midnight, at least 1: when short forms go stale. */
guint penny_date_words_seconds_to_midnight (GDateTime *now);

G_END_DECLS
