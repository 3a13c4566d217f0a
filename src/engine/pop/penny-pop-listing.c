/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UIDL and LIST, sorted and merged. */
#include "penny-pop-listing.h"

#include <string.h>

#define MAX_UIDL_LENGTH 70   /* RFC 1939 §7 */

struct _PennyPopLister {
  guint max;
  GArray *uidls;    /* of PennyPopItem, size unused; as they came */
  GArray *sizes;    /* of PennyPopItem, uidl unused; as they came */
  PennyPopOddity oddities;
};

static void
clear_item (gpointer item)
{
  g_clear_pointer (&((PennyPopItem *) item)->uidl, g_free);
}

static GArray *
new_items (void)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (PennyPopItem));

  g_array_set_clear_func (items, clear_item);
  return items;
}

void
penny_pop_listing_free (PennyPopListing *listing)
{
  if (listing == NULL)
    return;
  g_array_unref (listing->items);
  g_free (listing);
}

PennyPopLister *
penny_pop_lister_new (guint max_messages)
{
  PennyPopLister *self = g_new0 (PennyPopLister, 1);

  self->max = max_messages;
  self->uidls = new_items ();
  self->sizes = new_items ();
  return self;
}

void
penny_pop_lister_free (PennyPopLister *self)
{
  g_array_unref (self->uidls);
  g_array_unref (self->sizes);
  g_free (self);
}

/* Digits from *P on up to a space or END; FALSE when there are none, or too many. */
static gboolean
take_number (const char **p, const char *end, guint64 max, guint64 *number)
{
  const char *start = *p;

  *number = 0;
  for (; *p < end && g_ascii_isdigit (**p); (*p)++)
    {
      guint digit = **p - '0';

      if (*number > (max - digit) / 10)
        return FALSE;
      *number = *number * 10 + digit;
    }

  if (*p == start || (*p < end && **p != ' ' && **p != '\t'))
    return FALSE;

  while (*p < end && (**p == ' ' || **p == '\t'))
    (*p)++;
  return TRUE;
}

static gboolean
take_message_number (PennyPopLister *self, const char **p, const char *end, PennyPopNumber *number)
{
  guint64 n;

  if (!take_number (p, end, G_MAXUINT32, &n) || n == 0)
    {
      self->oddities |= PENNY_POP_ODD_LINE;
      return FALSE;
    }

  *number = PENNY_POP_NUMBER (n);
  return TRUE;
}

static gboolean
check_room (PennyPopLister *self, GArray *items, GError **error)
{
  if (items->len < self->max)
    return TRUE;

  g_set_error (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
               "The server lists more than %u messages", self->max);
  return FALSE;
}

static gboolean
is_good_uidl (const char *uidl, gsize length)
{
  if (length == 0 || length > MAX_UIDL_LENGTH)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (uidl[i] < 0x21 || uidl[i] > 0x7e)
      return FALSE;

  return TRUE;
}

gboolean
penny_pop_lister_add_uidl (PennyPopLister *self, const char *line, gsize length, GError **error)
{
  const char *p = line, *end = line + length;
  PennyPopItem item = { 0 };

  if (!take_message_number (self, &p, end, &item.number))
    return TRUE;
  if (!check_room (self, self->uidls, error))
    return FALSE;

  while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  if (is_good_uidl (p, end - p))
    item.uidl = g_strndup (p, end - p);
  else
    self->oddities |= PENNY_POP_ODD_UIDL_BAD;

  g_array_append_val (self->uidls, item);
  return TRUE;
}

gboolean
penny_pop_lister_add_size (PennyPopLister *self, const char *line, gsize length, GError **error)
{
  const char *p = line, *end = line + length;
  PennyPopItem item = { 0 };

  if (!take_message_number (self, &p, end, &item.number))
    return TRUE;
  if (!check_room (self, self->sizes, error))
    return FALSE;

  if (!take_number (&p, end, G_MAXINT64, &item.size))
    {
      self->oddities |= PENNY_POP_ODD_LINE;
      item.size = 0;
    }

  g_array_append_val (self->sizes, item);
  return TRUE;
}

void
penny_pop_lister_set_no_uidl (PennyPopLister *self)
{
  self->oddities |= PENNY_POP_ODD_NO_UIDL;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 x = ((const PennyPopItem *) a)->number.value;
  guint32 y = ((const PennyPopItem *) b)->number.value;

  return x < y ? -1 : x > y;
}

/* By number, each once: the first one said counts (g_array_sort() is stable). */
static void
sort_and_thin (PennyPopLister *self, GArray *items)
{
  guint kept = 0;

  g_array_sort (items, compare_numbers);
  for (guint i = 0; i < items->len; i++)
    {
      PennyPopItem *item = &g_array_index (items, PennyPopItem, i);

      if (kept > 0
          && g_array_index (items, PennyPopItem, kept - 1).number.value == item->number.value)
        {
          self->oddities |= PENNY_POP_ODD_NUMBER_TWICE;
          clear_item (item);
          continue;
        }

      if (kept != i)
        {
          g_array_index (items, PennyPopItem, kept) = *item;
          item->uidl = NULL;
        }
      kept++;
    }

  g_array_set_size (items, kept);
}

static gboolean
has_twins (GArray *items)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++)
    {
      char *uidl = g_array_index (items, PennyPopItem, i).uidl;

      if (uidl != NULL && !g_hash_table_add (seen, uidl))
        return TRUE;
    }

  return FALSE;
}

PennyPopListing *
penny_pop_lister_finish (PennyPopLister *self)
{
  PennyPopListing *listing = g_new0 (PennyPopListing, 1);
  guint u = 0, s = 0;

  sort_and_thin (self, self->uidls);
  sort_and_thin (self, self->sizes);

  listing->items = new_items ();
  while (u < self->uidls->len || s < self->sizes->len)
    {
      PennyPopItem *uidl = u < self->uidls->len ? &g_array_index (self->uidls, PennyPopItem, u) : NULL;
      PennyPopItem *size = s < self->sizes->len ? &g_array_index (self->sizes, PennyPopItem, s) : NULL;
      int order = uidl == NULL ? 1 : size == NULL ? -1 : compare_numbers (uidl, size);
      PennyPopItem item = order <= 0 ? *uidl : *size;

      if (order == 0)
        item.size = size->size;
      else if (!(self->oddities & PENNY_POP_ODD_NO_UIDL))
        self->oddities |= PENNY_POP_ODD_COUNT;
      if (order <= 0)
        uidl->uidl = NULL, u++;
      if (order >= 0)
        s++;
      g_array_append_val (listing->items, item);
    }

  if (has_twins (listing->items))
    self->oddities |= PENNY_POP_ODD_UIDL_TWICE;
  listing->oddities = self->oddities;
  return listing;
}
