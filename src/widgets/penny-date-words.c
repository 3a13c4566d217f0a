/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people say them, in the person's own language and clock. */
#include "penny-date-words.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#define DAY (24 * 60 * 60)

/* The locale's own time of day tells whether its people say 22:24 or 10:24 pm. */
static gboolean
clock_has_two_halves (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%p") != NULL || strstr (format, "%P") != NULL ||
         strstr (format, "%r") != NULL || strstr (format, "%I") != NULL;
}

static const char *
time_format (void)
{
  /* Translators: time of day on a 12 hour clock, as for g_date_time_format(). */
  const char *halves = C_("time", "%-l:%M %p");
  /* Translators: time of day on a 24 hour clock, as for g_date_time_format(). */
  const char *whole = C_("time", "%H:%M");

  return clock_has_two_halves () ? halves : whole;
}

static GDateTime *
midnight_of (GDateTime *moment)
{
  return g_date_time_add_full (moment, 0, 0, 0,
                               -g_date_time_get_hour (moment),
                               -g_date_time_get_minute (moment),
                               -g_date_time_get_seconds (moment));
}

/* Whole days between two moments by their calendar dates: daylight saving makes days of 23 and 25
 * hours, so seconds do not tell. */
static int
days_between (GDateTime *earlier, GDateTime *later)
{
  GDate first, second;

  g_date_clear (&first, 1);
  g_date_clear (&second, 1);
  g_date_set_dmy (&first, (GDateDay) g_date_time_get_day_of_month (earlier),
                  (GDateMonth) g_date_time_get_month (earlier),
                  (GDateYear) g_date_time_get_year (earlier));
  g_date_set_dmy (&second, (GDateDay) g_date_time_get_day_of_month (later),
                  (GDateMonth) g_date_time_get_month (later),
                  (GDateYear) g_date_time_get_year (later));
  return g_date_days_between (&first, &second);
}

char *
penny_date_words_short (gint64 date, GDateTime *now)
{
  g_autoptr (GDateTime) utc = date == 0 ? NULL : g_date_time_new_from_unix_utc (date);
  g_autoptr (GDateTime) then = NULL;
  int days;

  if (utc == NULL)
    return g_strdup ("");

  then = g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
  days = days_between (then, now);
  if (days == 0)
    return g_date_time_format (then, time_format ());
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days > 1 && days < 7)
    return g_date_time_format (then, "%A");
  if (days > 0 && g_date_time_get_year (then) == g_date_time_get_year (now))
    /* Translators: a day of this year such as "3 March", as for g_date_time_format(). */
    return g_date_time_format (then, C_("date", "%-e %B"));
  /* Translators: a day of another year such as "3 Mar 2023", as for g_date_time_format(). */
  return g_date_time_format (then, C_("date", "%-e %b %Y"));
}

char *
penny_date_words_long (gint64 date, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = date == 0 ? NULL : g_date_time_new_from_unix_utc (date);
  g_autoptr (GDateTime) then = NULL;
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;

  if (utc == NULL)
    return g_strdup ("");

  then = g_date_time_to_timezone (utc, zone);
  /* Translators: a date such as "Tuesday, 3 March 2026", as for g_date_time_format(). */
  day = g_date_time_format (then, C_("date", "%A, %-e %B %Y"));
  clock = g_date_time_format (then, time_format ());
  /* Translators: a date and a time of day: "Tuesday, 3 March 2026, 10:24". */
  return g_strdup_printf (C_("date", "%s, %s"), day, clock);
}

guint
penny_date_words_seconds_to_midnight (GDateTime *now)
{
  g_autoptr (GDateTime) midnight = midnight_of (now);
  g_autoptr (GDateTime) next = g_date_time_add_days (midnight, 1);
  gint64 left = g_date_time_difference (next, now) / G_TIME_SPAN_SECOND;

  return (guint) CLAMP (left + 1, 1, DAY + 60 * 60 + 1);
}
