/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of a finished letter to its envelope, with Bcc taken out. */
#include "penny-draft.h"

#include <string.h>

#include "penny-error.h"
#include "penny-header.h"

static gboolean
has_only_crlf (GByteArray *bytes)
{
  const guint8 *p = bytes->data;

  for (guint i = 0; i < bytes->len; i++)
    if ((p[i] == '\n' && (i == 0 || p[i - 1] != '\r')) ||
        (p[i] == '\r' && (i + 1 == bytes->len || p[i + 1] != '\n')))
      return FALSE;
  return TRUE;
}

/* RFC 5321 §2.3.8: only CRLF ends a line; a lone CR or LF could be taken for one on the way. In
 * the header a lone CR becomes a blank: it ended no field when we read it, so it must not now. */
static GBytes *
with_crlf (GByteArray *bytes)
{
  GByteArray *out;
  const guint8 *p = bytes->data;
  gboolean in_header = TRUE;
  guint line = 0;

  if (has_only_crlf (bytes))
    return g_byte_array_free_to_bytes (g_byte_array_ref (bytes));
  out = g_byte_array_sized_new (bytes->len + bytes->len / 32 + 16);
  for (guint i = 0; i < bytes->len; i++)
    {
      if (p[i] == '\r' && i + 1 < bytes->len && p[i + 1] == '\n')
        i++;
      if (p[i] == '\n' || (p[i] == '\r' && !in_header))
        {
          g_byte_array_append (out, (const guint8 *) "\r\n", 2);
          in_header = in_header && out->len - line > 2;
          line = out->len;
        }
      else
        g_byte_array_append (out, p[i] == '\r' ? (const guint8 *) " " : p + i, 1);
    }
  return g_byte_array_free_to_bytes (out);
}

static gboolean
add_recipients (GPtrArray *recipients, GHashTable *seen, const PennyHeaderField *field, GError **error)
{
  g_autofree char *text = penny_header_unfold (field->value, field->value_length, NULL);
  g_autoptr (GPtrArray) list = penny_address_list_parse (text, TRUE, error);

  if (!list)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const PennyAddress *one = list->pdata[i];

      if (g_hash_table_add (seen, g_utf8_casefold (one->address, -1)))
        g_ptr_array_add (recipients, g_strdup (one->address));
    }
  return TRUE;
}

static char *
read_sender (const PennyHeaderField *field, GError **error)
{
  g_autofree char *text = penny_header_unfold (field->value, field->value_length, NULL);
  g_autoptr (GPtrArray) list = penny_address_list_parse (text, TRUE, error);

  if (!list)
    return NULL;
  if (list->len > 0)
    return g_strdup (((PennyAddress *) list->pdata[0])->address);
  g_set_error_literal (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS, "There is no sender");
  return NULL;
}

/* Reads the header; OUT gets the bytes without what is only for us. */
static gboolean
walk (GBytes *raw, char **sender, GPtrArray *recipients, GByteArray *out, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize size;
  const char *data = g_bytes_get_data (raw, &size);
  const char *kept;
  PennyHeaderIter iter;
  PennyHeaderField field;

  penny_header_iter_init (&iter, data, size, FALSE);
  kept = iter.position;
  while (penny_header_iter_next (&iter, &field))
    {
      gboolean bcc = penny_header_field_is (&field, "Bcc");

      if ((bcc || penny_header_field_is (&field, "To") || penny_header_field_is (&field, "Cc")) &&
          !add_recipients (recipients, seen, &field, error))
        return FALSE;
      if (penny_header_field_is (&field, "From") && !*sender && !(*sender = read_sender (&field, error)))
        return FALSE;
      if (bcc || penny_header_field_is (&field, "Resent-Bcc"))
        {
          g_byte_array_append (out, (const guint8 *) kept, (guint) (field.start - kept));
          kept = field.end;
        }
    }
  g_byte_array_append (out, (const guint8 *) kept, (guint) (data + size - kept));
  return TRUE;
}

gboolean
penny_draft_prepare_envelope (GBytes *raw, char **sender, char ***recipients, GBytes **without_bcc,
                              GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *from = NULL;

  if (g_bytes_get_size (raw) == 0 || !walk (raw, &from, found, out, error))
    {
      if (error && !*error)
        g_set_error_literal (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS, "Empty letter");
      return FALSE;
    }
  if (!from)
    {
      g_set_error_literal (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS, "There is no sender");
      return FALSE;
    }
  if (found->len == 0)
    {
      g_set_error_literal (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_NO_RECIPIENT,
                           "There is no recipient");
      return FALSE;
    }
  g_ptr_array_add (found, NULL);
  g_ptr_array_set_free_func (found, NULL);
  *sender = g_steal_pointer (&from);
  *recipients = (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
  *without_bcc = with_crlf (out);
  return TRUE;
}
