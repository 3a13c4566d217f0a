/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing messages: flags, moving, removing, putting one in. */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"

/* A command's line should stay under 8,192 bytes (RFC 9051 §4.3.1… servers' habit). */
#define CHUNK_LENGTH 4000

GPtrArray *
penny_imap_session_chunks (const PennyUidSet *uids)
{
  GPtrArray *chunks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) chunk = g_string_new (NULL);

  for (guint i = 0; i < penny_uid_set_n_ranges (uids); i++)
    {
      PennyUid first, last;

      penny_uid_set_get_range (uids, i, &first, &last);
      if (chunk->len > 0)
        g_string_append_c (chunk, ',');
      g_string_append_printf (chunk, "%u", first.value);
      if (last.value != first.value)
        g_string_append_printf (chunk, ":%u", last.value);
      if (chunk->len >= CHUNK_LENGTH)
        {
          g_ptr_array_add (chunks, g_strdup (chunk->str));
          g_string_truncate (chunk, 0);
        }
    }
  if (chunk->len > 0)
    g_ptr_array_add (chunks, g_strdup (chunk->str));
  return chunks;
}

/* --- flags --- */

#define KEYWORDS (PENNY_FLAG_FORWARDED | PENNY_FLAG_JUNK | PENNY_FLAG_NOTJUNK)

/* SIGN is '+' or '-'. */
static gboolean
store_chunk (PennyImapSession *self, const char *chunk, char sign, PennyFlags flags, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("UID STORE %s %cFLAGS.SILENT", chunk, sign);

  if (flags == 0)
    return TRUE;
  penny_imap_command_add_flags (command, flags);
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_LONG, NULL, NULL, NULL, error);
}

gboolean
penny_imap_session_store (PennyImapSession *self, const PennyUidSet *uids, PennyFlags add,
                          PennyFlags remove, GError **error)
{
  g_autoptr(GPtrArray) chunks = penny_imap_session_chunks (uids);
  PennyFlags kept = self->mailbox.permanent_flags | (self->mailbox.keywords_allowed ? KEYWORDS : 0)
                    | (PennyFlags) ~KEYWORDS;

  if (!penny_imap_session_check_selected (self, error))
    return FALSE;
  for (guint i = 0; i < chunks->len; i++)
    {
      const char *chunk = g_ptr_array_index (chunks, i);

      if (!store_chunk (self, chunk, '+', add & kept, error)
          || !store_chunk (self, chunk, '-', remove & kept, error))
        return FALSE;
    }
  return TRUE;
}

/* --- copying and moving --- */

static void
take_copied (PennyImapMoved *moved, const PennyImapResponse *response)
{
  if (response->code != PENNY_IMAP_CODE_COPYUID)
    return;
  if (moved->uidvalidity != 0 && moved->uidvalidity != (guint32) response->number)
    {
      /* Two answers that cannot both be true: tell nothing. */
      g_array_set_size (moved->from, 0);
      g_array_set_size (moved->to, 0);
    }
  moved->uidvalidity = (guint32) response->number;
  if (response->from->len == 0 || response->from->len != response->to->len)
    return;
  g_array_append_vals (moved->from, response->from->data, response->from->len);
  g_array_append_vals (moved->to, response->to->data, response->to->len);
}

/* MOVE tells its COPYUID untagged, before the removals (RFC 6851 §4.3). */
static gboolean
copied_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  if (response->type != PENNY_IMAP_RESPONSE_OK || response->code != PENNY_IMAP_CODE_COPYUID)
    return FALSE;
  take_copied (data, response);
  return TRUE;
}

static gboolean
transfer_chunk (PennyImapSession *self, const char *word, const char *chunk, const char *raw,
                PennyImapMoved *moved, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("UID %s %s", word, chunk);
  g_autoptr(PennyImapResponse) result = NULL;

  penny_imap_command_add_string (command, raw);
  if (!penny_imap_session_run (self, command, PENNY_IMAP_TIME_LONG, copied_handler, moved, &result, error))
    return FALSE;
  take_copied (moved, result);
  return TRUE;
}

/* UID EXPUNGE names its victims; plain EXPUNGE would take what others have marked as well. */
static gboolean
remove_chunk (PennyImapSession *self, const char *chunk, gboolean *left, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("UID EXPUNGE %s", chunk);

  if (!store_chunk (self, chunk, '+', PENNY_FLAG_DELETED, error))
    return FALSE;
  if (!penny_imap_session_has (self, PENNY_IMAP_CAP_UIDPLUS))
    {
      *left = TRUE;
      return TRUE;
    }
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_LONG, NULL, NULL, NULL, error);
}

static gboolean
move_chunk (PennyImapSession *self, const char *chunk, const char *raw, PennyImapMoved *moved, GError **error)
{
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_MOVE))
    return transfer_chunk (self, "MOVE", chunk, raw, moved, error);
  /* A crash between the two leaves a message twice, never nowhere. */
  return transfer_chunk (self, "COPY", chunk, raw, moved, error)
         && remove_chunk (self, chunk, &moved->left_deleted, error);
}

static gboolean
transfer (PennyImapSession *self, const PennyUidSet *uids, const char *target, gboolean move,
          PennyImapMoved *out, GError **error)
{
  g_autoptr(GPtrArray) chunks = penny_imap_session_chunks (uids);
  g_autofree char *raw = NULL;
  g_auto(PennyImapMoved) moved = {
    .from = g_array_new (FALSE, FALSE, sizeof (PennyUid)),
    .to = g_array_new (FALSE, FALSE, sizeof (PennyUid)),
  };
  gboolean done = TRUE;

  if (out != NULL)
    *out = (PennyImapMoved) { .uidvalidity = 0 };
  if (!penny_imap_session_check_selected (self, error)
      || (raw = penny_imap_session_spell (self, target, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < chunks->len && done; i++)
    done = move ? move_chunk (self, g_ptr_array_index (chunks, i), raw, &moved, error)
                : transfer_chunk (self, "COPY", g_ptr_array_index (chunks, i), raw, &moved, error);
  if (out != NULL)
    {
      *out = moved;
      moved = (PennyImapMoved) { .uidvalidity = 0 };
    }
  return done;
}

gboolean
penny_imap_session_move (PennyImapSession *self, const PennyUidSet *uids, const char *target,
                         PennyImapMoved *out, GError **error)
{
  return transfer (self, uids, target, TRUE, out, error);
}

gboolean
penny_imap_session_copy (PennyImapSession *self, const PennyUidSet *uids, const char *target,
                         PennyImapMoved *out, GError **error)
{
  return transfer (self, uids, target, FALSE, out, error);
}

gboolean
penny_imap_session_expunge_uids (PennyImapSession *self, const PennyUidSet *uids, gboolean *left_deleted,
                                 GError **error)
{
  g_autoptr(GPtrArray) chunks = penny_imap_session_chunks (uids);
  gboolean left = FALSE, done = TRUE;

  if (!penny_imap_session_check_selected (self, error))
    return FALSE;
  for (guint i = 0; i < chunks->len && done; i++)
    done = remove_chunk (self, g_ptr_array_index (chunks, i), &left, error);
  if (left_deleted != NULL)
    *left_deleted = left;
  return done;
}

/* --- APPEND --- */

static void
add_date (PennyImapCommand *command, gint64 internal_date)
{
  static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr(GDateTime) date = internal_date == 0 ? NULL : g_date_time_new_from_unix_utc (internal_date);

  /* Not by strftime: month names must not follow the person's language. */
  if (date != NULL && g_date_time_get_year (date) <= 9999)
    penny_imap_command_add (command, " \"%2d-%s-%04d %02d:%02d:%02d +0000\"",
                            g_date_time_get_day_of_month (date), months[g_date_time_get_month (date) - 1],
                            g_date_time_get_year (date), g_date_time_get_hour (date),
                            g_date_time_get_minute (date), g_date_time_get_second (date));
}

static gboolean
has_eight_bit_header (const char *data, gsize size)
{
  const char *end = g_strstr_len (data, (gssize) size, "\r\n\r\n");
  gsize length = end != NULL ? (gsize) (end - data) : size;

  for (gsize i = 0; i < length; i++)
    if ((guint8) data[i] >= 0x80)
      return TRUE;
  return FALSE;
}

/* NULs need a literal8 (RFC 3516 §4.3); so does a header in UTF-8 once UTF8=ACCEPT is enabled (RFC 6855 §4). */
static void
add_message (PennyImapSession *self, PennyImapCommand *command, GBytes *message)
{
  gsize size;
  const char *data = g_bytes_get_data (message, &size);

  if (self->utf8 && has_eight_bit_header (data, size))
    {
      penny_imap_command_add (command, " UTF8 (");
      penny_imap_command_add_literal8 (command, message);
      penny_imap_command_add (command, ")");
    }
  else if (penny_imap_session_has (self, PENNY_IMAP_CAP_BINARY) && memchr (data, '\0', size) != NULL)
    penny_imap_command_add_literal8 (command, message);
  else
    penny_imap_command_add_literal (command, message);
}

gboolean
penny_imap_session_append (PennyImapSession *self, const char *path, PennyFlags flags, gint64 internal_date,
                           GBytes *message, guint32 *uidvalidity, PennyUid *uid, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("APPEND");
  g_autoptr(PennyImapResponse) result = NULL;
  g_autofree char *raw = NULL;
  gboolean told;

  if (!penny_imap_session_check (self, error)
      || (raw = penny_imap_session_spell (self, path, error)) == NULL)
    return FALSE;
  if (self->append_limit > 0 && g_bytes_get_size (message) > self->append_limit)
    {
      g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_TOO_BIG,
                           "The message is larger than the server takes");
      return FALSE;
    }
  penny_imap_command_add_string (command, raw);
  penny_imap_command_add_flags (command, flags);
  add_date (command, internal_date);
  add_message (self, command, message);
  if (!penny_imap_session_run (self, command, PENNY_IMAP_TIME_TRANSFER, NULL, NULL, &result, error))
    return FALSE;
  told = result->code == PENNY_IMAP_CODE_APPENDUID && result->to->len == 1;
  if (uidvalidity != NULL)
    *uidvalidity = told ? (guint32) result->number : 0;
  if (uid != NULL)
    *uid = told ? g_array_index (result->to, PennyUid, 0) : PENNY_UID (0);
  return TRUE;
}
