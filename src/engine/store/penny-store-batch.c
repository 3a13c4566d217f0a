/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches: what the worker gathers before the writer makes one transaction of it. */
#include "penny-store-batch.h"

#include "penny-thread.h"

struct _PennyBatch {
  GArray *steps;
  gsize bytes;
};

static void
step_clear_cb (gpointer data)
{
  PennyStep *step = data;

  g_clear_pointer (&step->summary, penny_summary_free);
  g_clear_pointer (&step->raw, g_bytes_unref);
  g_clear_pointer (&step->text, g_free);
  g_clear_pointer (&step->value, g_free);
  g_clear_pointer (&step->list, g_strfreev);
}

PennyBatch *
penny_batch_new (void)
{
  PennyBatch *self = g_new0 (PennyBatch, 1);

  self->steps = g_array_new (FALSE, TRUE, sizeof (PennyStep));
  g_array_set_clear_func (self->steps, step_clear_cb);
  return self;
}

void
penny_batch_free (PennyBatch *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->steps);
  g_free (self);
}

gsize
penny_batch_get_bytes (PennyBatch *self)
{
  return self->bytes;
}

guint
penny_batch_get_n (PennyBatch *self)
{
  return self->steps->len;
}

PennyStep *
penny_batch_step (PennyBatch *self, PennyStepFunc func)
{
  g_array_set_size (self->steps, self->steps->len + 1);
  g_array_index (self->steps, PennyStep, self->steps->len - 1).func = func;
  return &g_array_index (self->steps, PennyStep, self->steps->len - 1);
}

void
penny_batch_weigh (PennyBatch *self, GBytes *raw)
{
  self->bytes += raw != NULL ? g_bytes_get_size (raw) : 0;
}

static gboolean
run_batch_cb (PennyTransaction *t, gpointer data, GError **error)
{
  PennyBatch *self = data;

  penny_assert_thread (PENNY_THREAD_WRITER);
  for (guint i = 0; i < self->steps->len; i++) {
    PennyStep *step = &g_array_index (self->steps, PennyStep, i);

    if (!step->func (t, step, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
penny_store_submit (PennyStore *self, PennyBatch *batch, GError **error)
{
  return penny_writer_submit (self, run_batch_cb, batch, (GDestroyNotify) penny_batch_free,
                              batch->bytes + batch->steps->len * sizeof (PennyStep), error);
}

gboolean
penny_store_flush (PennyStore *self, gboolean durable, GError **error)
{
  return penny_writer_flush (self, durable, error);
}

/* --- steps --- */

void
penny_batch_put_folder (PennyBatch *self, const char *path, char delimiter, PennyRole role,
                        gboolean selectable, gboolean local)
{
  PennyStep *step = penny_batch_step (self, penny_step_put_folder);

  step->text = g_strdup (path);
  step->delimiter = delimiter;
  step->role = role;
  step->selectable = selectable;
  step->local = local;
}

void
penny_batch_rename_folder (PennyBatch *self, const char *path, const char *new_path, gboolean void_uids)
{
  PennyStep *step = penny_batch_step (self, penny_step_rename_folder);

  step->text = g_strdup (path);
  step->value = g_strdup (new_path);
  step->uidvalidity = void_uids;
}

void
penny_batch_set_mailbox_id (PennyBatch *self, const char *path, const char *mailbox_id)
{
  PennyStep *step = penny_batch_step (self, penny_step_mailbox_id);

  step->text = g_strdup (path);
  step->value = g_strdup (mailbox_id);
}

void
penny_batch_keep_folders (PennyBatch *self, const char * const *paths)
{
  PennyStep *step = penny_batch_step (self, penny_step_keep_folders);

  step->list = g_strdupv ((char **) paths);
}

void
penny_batch_set_uid_state (PennyBatch *self, PennyFolderId folder, guint32 uidvalidity, PennyUid uidnext,
                           PennyModSeq highest_modseq)
{
  PennyStep *step = penny_batch_step (self, penny_step_uid_state);

  step->folder = folder;
  step->uidvalidity = uidvalidity;
  step->uid = uidnext.value;
  step->modseq = highest_modseq.value;
}

void
penny_batch_void_uids (PennyBatch *self, PennyFolderId folder, guint32 uidvalidity)
{
  PennyStep *step = penny_batch_step (self, penny_step_void_uids);

  step->folder = folder;
  step->uidvalidity = uidvalidity;
}

void
penny_batch_expunge_unmatched (PennyBatch *self, PennyFolderId folder)
{
  penny_batch_step (self, penny_step_expunge_unmatched)->folder = folder;
}

void
penny_batch_add (PennyBatch *self, PennyFolderId folder, PennyUid uid, PennyFlags flags,
                 gint64 internal_date, guint32 size, PennySummary *summary, GBytes *raw)
{
  PennyStep *step = penny_batch_step (self, penny_step_add);

  step->folder = folder;
  step->uid = uid.value;
  step->flags = flags;
  step->date = internal_date;
  step->size = size;
  step->summary = summary;
  step->raw = raw != NULL ? g_bytes_ref (raw) : NULL;
  penny_batch_weigh (self, raw);
}

void
penny_batch_identify (PennyBatch *self, const char *object_id)
{
  PennyStep *step = &g_array_index (self->steps, PennyStep, self->steps->len - 1);

  g_return_if_fail (self->steps->len > 0 && step->func == penny_step_add);

  g_free (step->text);
  step->text = g_strdup (object_id);
}

void
penny_batch_complete (PennyBatch *self, PennyEntryId entry, PennySummary *summary, GBytes *raw)
{
  PennyStep *step = penny_batch_step (self, penny_step_complete);

  step->entry = entry;
  step->summary = summary;
  step->raw = g_bytes_ref (raw);
  penny_batch_weigh (self, raw);
}

void
penny_batch_set_flags (PennyBatch *self, PennyFolderId folder, PennyUid uid, PennyFlags flags)
{
  PennyStep *step = penny_batch_step (self, penny_step_set_flags);

  step->folder = folder;
  step->uid = uid.value;
  step->flags = flags;
}

void
penny_batch_expunge (PennyBatch *self, PennyFolderId folder, PennyUid uid)
{
  PennyStep *step = penny_batch_step (self, penny_step_expunge);

  step->folder = folder;
  step->uid = uid.value;
}

void
penny_batch_set_setting (PennyBatch *self, const char *key, const char *value)
{
  PennyStep *step = penny_batch_step (self, penny_step_set_setting);

  step->text = g_strdup (key);
  step->value = g_strdup (value);
}
