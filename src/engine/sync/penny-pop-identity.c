/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is who at the post office. */
#include <string.h>

#include "penny-error.h"
#include "penny-pop-visit.h"

PennyPopItem *
penny_pop_visit_find_item (PennyPopVisit *visit, PennyPopNumber number)
{
  GArray *items = visit->listing->items;
  guint low = 0, high = items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PennyPopItem *item = &g_array_index (items, PennyPopItem, middle);

      if (item->number.value == number.value)
        return item;
      if (item->number.value < number.value)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

static gboolean
is_twice (PennyPopVisit *visit, guint index, GHashTable *seen)
{
  const PennyPopItem *item = &g_array_index (visit->listing->items, PennyPopItem, index);

  return item->uidl != NULL && GPOINTER_TO_UINT (g_hash_table_lookup (seen, item->uidl)) > 1;
}

static char *
make_name (const PennyPopItem *item, GBytes *header)
{
  g_autofree char *digest = NULL;

  /* Two with one UIDL, and the server does not show headers: their size is all that is left. */
  if (header == NULL)
    return g_strdup_printf ("top:%s:%" G_GUINT64_FORMAT, item->uidl, item->size);

  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, header);
  return g_strdup_printf ("top:%s:%" G_GUINT64_FORMAT, digest, item->size);
}

static gboolean
note_top (PennyPopNumber number, GBytes *raw, const GError *error, gpointer data)
{
  PennyPopVisit *visit = data;
  PennyPopItem *item = penny_pop_visit_find_item (visit, number);
  char *name;

  if (item == NULL)
    return TRUE;
  if (raw == NULL && item->uidl == NULL)
    {
      /* One that cannot be told apart stays where it is; a server that shows none says so. */
      if (visit->error == NULL && !g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_SUCH_MESSAGE))
        visit->error = g_error_copy (error);
      return visit->error == NULL;
    }

  name = make_name (item, raw);
  g_free (item->uidl);
  item->uidl = name;
  return TRUE;
}

/* Items without a UIDL of their own are told apart by the digest of their header and their size.
 * Such a name is good enough not to collect twice, never good enough for a DELE. */
static gboolean
name_the_nameless (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));
  GArray *items = visit->listing->items;

  for (guint i = 0; i < items->len; i++)
    {
      const char *uidl = g_array_index (items, PennyPopItem, i).uidl;

      if (uidl != NULL)
        g_hash_table_insert (seen, (gpointer) uidl,
                             GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (seen, uidl)) + 1));
    }

  for (guint i = 0; i < items->len; i++)
    if (g_array_index (items, PennyPopItem, i).uidl == NULL || is_twice (visit, i, seen))
      g_array_append_val (numbers, g_array_index (items, PennyPopItem, i).number);

  if (numbers->len > 0
      && !penny_pop_session_top_many (visit->session, (PennyPopNumber *) (gpointer) numbers->data, numbers->len,
                                      0, 0, note_top, visit, error))
    return FALSE;
  return penny_pop_visit_report (visit, error);
}

/* --- a UIDL that comes back --- */

gboolean
penny_pop_visit_has_header (GBytes *raw, GBytes *header)
{
  gsize raw_size, size;
  const char *letter = g_bytes_get_data (raw, &raw_size);
  const char *top = g_bytes_get_data (header, &size);

  while (size > 0 && (top[size - 1] == '\n' || top[size - 1] == '\r'))
    size--;

  return size > 0 && size < raw_size && memcmp (letter, top, size) == 0
         && (letter[size] == '\r' || letter[size] == '\n');
}

static gboolean
is_the_same_letter (PennyPopVisit *visit, const PennyLedgerRow *row, GBytes *header)
{
  g_autoptr (GBytes) raw = NULL;

  if (header == NULL || row->entry == 0)
    return FALSE;

  raw = penny_store_read_raw (visit->sync->store, row->entry, NULL);
  return raw != NULL && penny_pop_visit_has_header (raw, header);
}

static gboolean
note_return (PennyPopNumber number, GBytes *header, const GError *error, gpointer data)
{
  PennyPopVisit *visit = data;
  PennyPopItem *item = penny_pop_visit_find_item (visit, number);
  const PennyLedgerRow *row = item != NULL ? g_hash_table_lookup (visit->rows, item->uidl) : NULL;

  if (row != NULL && !is_the_same_letter (visit, row, header))
    {
      char *name = make_name (item, header);

      g_free (item->uidl);
      item->uidl = name;
    }

  return TRUE;
}

/* A letter that was gone, cleared by us or taken by somebody, and whose UIDL lies there again: either
 * the server was wrong, or it has given the old name to a new letter, which must be collected. */
static gboolean
tell_returned_apart (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));

  for (guint i = 0; i < visit->listing->items->len; i++)
    {
      const PennyPopItem *item = &g_array_index (visit->listing->items, PennyPopItem, i);
      const PennyLedgerRow *row = item->uidl != NULL ? g_hash_table_lookup (visit->rows, item->uidl) : NULL;

      if (row != NULL && !g_str_has_prefix (row->uidl, "top:")
          && (row->state == PENNY_LEDGER_VANISHED || row->state == PENNY_LEDGER_KEPT_GONE
              || row->state == PENNY_LEDGER_CLEARED || row->state == PENNY_LEDGER_ASKED))
        g_array_append_val (numbers, item->number);
    }

  return numbers->len == 0
         || penny_pop_session_top_many (visit->session, (PennyPopNumber *) (gpointer) numbers->data,
                                        numbers->len, 0, 0, note_return, visit, error);
}

/* --- looking --- */

gboolean
penny_pop_visit_read_ledger (PennyPopVisit *visit, GError **error)
{
  g_clear_pointer (&visit->rows, g_hash_table_unref);
  g_clear_pointer (&visit->ledger, g_ptr_array_unref);
  visit->ledger = penny_store_list_ledger (visit->sync->store, error);
  if (visit->ledger == NULL)
    return FALSE;

  visit->rows = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < visit->ledger->len; i++)
    {
      PennyLedgerRow *row = g_ptr_array_index (visit->ledger, i);

      g_hash_table_insert (visit->rows, row->uidl, row);
    }
  return TRUE;
}

gboolean
penny_pop_visit_look (PennyPopVisit *visit, GError **error)
{
  visit->listing = penny_pop_session_list_messages (visit->session, error);
  if (visit->listing == NULL || !name_the_nameless (visit, error) || !penny_pop_visit_read_ledger (visit, error)
      || !tell_returned_apart (visit, error))
    return FALSE;

  visit->items = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < visit->listing->items->len; i++)
    {
      const char *uidl = g_array_index (visit->listing->items, PennyPopItem, i).uidl;

      if (uidl != NULL)
        g_hash_table_insert (visit->items, (gpointer) uidl, GUINT_TO_POINTER (i + 1));
    }

  return TRUE;
}
