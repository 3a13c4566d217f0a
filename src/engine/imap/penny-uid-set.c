/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of UIDs: sorted ranges that never touch each other. */
#include "penny-uid-set.h"

#include <string.h>

#include "penny-error.h"

typedef struct {
  guint32 first;
  guint32 last;
} Range;

struct _PennyUidSet {
  GArray *ranges;   /* of Range; ascending, with a gap of at least one between neighbours */
};

static Range *
range_at (const PennyUidSet *self, guint i)
{
  return &g_array_index (self->ranges, Range, i);
}

/* The first range that ends at UID or above; the number of ranges when there is none. */
static guint
find_range (const PennyUidSet *self, guint32 uid)
{
  guint low = 0, high = self->ranges->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (range_at (self, middle)->last < uid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

PennyUidSet *
penny_uid_set_new (void)
{
  PennyUidSet *self = g_new0 (PennyUidSet, 1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  return self;
}

PennyUidSet *
penny_uid_set_new_range (PennyUid first, PennyUid last)
{
  PennyUidSet *self = penny_uid_set_new ();

  penny_uid_set_add_range (self, first, last);
  return self;
}

PennyUidSet *
penny_uid_set_new_from_array (const GArray *uids)
{
  PennyUidSet *self = penny_uid_set_new ();
  g_autoptr(GArray) sorted = g_array_sized_new (FALSE, FALSE, sizeof (PennyUid), uids->len);

  /* Sorted first: each addition then is at the end. */
  if (uids->len > 0)
    g_array_append_vals (sorted, uids->data, uids->len);
  g_array_sort (sorted, penny_uid_compare);
  for (guint i = 0; i < sorted->len; i++)
    penny_uid_set_add (self, g_array_index (sorted, PennyUid, i));
  return self;
}

PennyUidSet *
penny_uid_set_copy (const PennyUidSet *self)
{
  PennyUidSet *copy = penny_uid_set_new ();

  if (self->ranges->len > 0)
    g_array_append_vals (copy->ranges, self->ranges->data, self->ranges->len);
  return copy;
}

void
penny_uid_set_free (PennyUidSet *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ranges);
  g_free (self);
}

void
penny_uid_set_add (PennyUidSet *self, PennyUid uid)
{
  penny_uid_set_add_range (self, uid, uid);
}

void
penny_uid_set_add_range (PennyUidSet *self, PennyUid first, PennyUid last)
{
  Range new = { MIN (first.value, last.value), MAX (first.value, last.value) };
  guint i, n_merged = 0;

  if (new.first == 0)
    return;
  /* UID - 1, so that a neighbour is merged too. */
  i = find_range (self, new.first - 1);
  while (i + n_merged < self->ranges->len)
    {
      const Range *old = range_at (self, i + n_merged);

      if (new.last != G_MAXUINT32 && old->first > new.last + 1)
        break;
      new.first = MIN (new.first, old->first);
      new.last = MAX (new.last, old->last);
      n_merged++;
    }
  if (n_merged == 0)
    {
      g_array_insert_val (self->ranges, i, new);
      return;
    }
  *range_at (self, i) = new;
  if (n_merged > 1)
    g_array_remove_range (self->ranges, i + 1, n_merged - 1);
}

void
penny_uid_set_remove (PennyUidSet *self, PennyUid uid)
{
  guint i = find_range (self, uid.value);
  Range *range, tail;

  if (i == self->ranges->len || range_at (self, i)->first > uid.value)
    return;
  range = range_at (self, i);
  tail = (Range) { uid.value + 1, range->last };
  if (range->first == range->last)
    g_array_remove_index (self->ranges, i);
  else if (range->first == uid.value)
    range->first++;
  else
    {
      range->last = uid.value - 1;
      if (uid.value < tail.last)
        g_array_insert_val (self->ranges, i + 1, tail);
    }
}

gboolean
penny_uid_set_contains (const PennyUidSet *self, PennyUid uid)
{
  guint i = find_range (self, uid.value);

  return i < self->ranges->len && range_at (self, i)->first <= uid.value;
}

gboolean
penny_uid_set_is_empty (const PennyUidSet *self)
{
  return self->ranges->len == 0;
}

guint64
penny_uid_set_count (const PennyUidSet *self)
{
  guint64 count = 0;

  for (guint i = 0; i < self->ranges->len; i++)
    count += (guint64) range_at (self, i)->last - range_at (self, i)->first + 1;
  return count;
}

guint
penny_uid_set_n_ranges (const PennyUidSet *self)
{
  return self->ranges->len;
}

void
penny_uid_set_get_range (const PennyUidSet *self, guint i, PennyUid *first, PennyUid *last)
{
  g_return_if_fail (i < self->ranges->len);
  *first = PENNY_UID (range_at (self, i)->first);
  *last = PENNY_UID (range_at (self, i)->last);
}

GArray *
penny_uid_set_to_array (const PennyUidSet *self, guint max)
{
  guint64 count = penny_uid_set_count (self);
  g_autoptr(GArray) uids = NULL;

  if (count > max)
    return NULL;
  uids = g_array_sized_new (FALSE, FALSE, sizeof (PennyUid), (guint) count);
  for (guint i = 0; i < self->ranges->len; i++)
    for (guint64 n = range_at (self, i)->first; n <= range_at (self, i)->last; n++)
      {
        PennyUid uid = PENNY_UID (n);

        g_array_append_val (uids, uid);
      }
  return g_steal_pointer (&uids);
}

char *
penny_uid_set_to_string (const PennyUidSet *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->ranges->len; i++)
    {
      const Range *range = range_at (self, i);

      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append_printf (text, "%u", range->first);
      if (range->last != range->first)
        g_string_append_printf (text, ":%u", range->last);
    }
  return g_string_free (text, FALSE);
}

/* --- reading --- */

static gboolean
read_number (const char **at, const char *end, guint32 *number)
{
  guint64 n = 0;
  const char *p = *at;

  for (; p < end && g_ascii_isdigit (*p); p++)
    {
      n = n * 10 + (guint64) (*p - '0');
      if (n > G_MAXUINT32)
        return FALSE;
    }
  if (p == *at || n == 0)
    return FALSE;
  *at = p;
  *number = (guint32) n;
  return TRUE;
}

static gboolean
read_range (const char **at, const char *end, guint32 *first, guint32 *last)
{
  if (!read_number (at, end, first))
    return FALSE;
  *last = *first;
  if (*at < end && **at == ':')
    {
      (*at)++;
      if (!read_number (at, end, last))
        return FALSE;
    }
  if (*at == end)
    return TRUE;
  /* A comma must be followed by something. */
  if (**at != ',' || *at + 1 == end)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
fail_set (GError **error, PennyImapError code)
{
  g_set_error (error, PENNY_IMAP_ERROR, code, "%s", code == PENNY_IMAP_ERROR_LIMIT
               ? "A set of message numbers is too long" : "A set of message numbers is malformed");
  return FALSE;
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  guint32 x = ((const Range *) a)->first, y = ((const Range *) b)->first;

  return (x > y) - (x < y);
}

PennyUidSet *
penny_uid_set_parse (const char *text, gssize length, guint max_ranges, GError **error)
{
  g_autoptr(PennyUidSet) self = penny_uid_set_new ();
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  const char *at = text, *end = text + (length < 0 ? strlen (text) : (gsize) length);

  do
    {
      guint32 first, last;
      Range range;

      if (!read_range (&at, end, &first, &last))
        return fail_set (error, PENNY_IMAP_ERROR_PROTOCOL), NULL;
      if (ranges->len >= max_ranges)
        return fail_set (error, PENNY_IMAP_ERROR_LIMIT), NULL;
      range = (Range) { MIN (first, last), MAX (first, last) };
      g_array_append_val (ranges, range);
    }
  while (at < end);
  /* Sorted first: a million ranges from high to low would else each move all before it. */
  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      penny_uid_set_add_range (self, PENNY_UID (range->first), PENNY_UID (range->last));
    }
  return g_steal_pointer (&self);
}

GArray *
penny_uid_list_parse (const char *text, gssize length, guint max, GError **error)
{
  g_autoptr(GArray) uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  const char *at = text, *end = text + (length < 0 ? strlen (text) : (gsize) length);

  do
    {
      guint32 first, last;

      if (!read_range (&at, end, &first, &last))
        return fail_set (error, PENNY_IMAP_ERROR_PROTOCOL), NULL;
      /* RFC 4315 §3: 4:2 is the same as 2:4, ascending. */
      for (guint64 n = MIN (first, last); n <= MAX (first, last); n++)
        {
          PennyUid uid = PENNY_UID (n);

          if (uids->len >= max)
            return fail_set (error, PENNY_IMAP_ERROR_LIMIT), NULL;
          g_array_append_val (uids, uid);
        }
    }
  while (at < end);
  return g_steal_pointer (&uids);
}
