/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's words on their way to the main loop. */
#include "penny-status-relay.h"

typedef struct {
  PennySyncStatus status;
  char *folder, *text;
  GError *error;
} Copy;

struct _PennyStatusRelay {
  PennySyncFunc func;
  gpointer data;
  GMainContext *context;   /* owned */

  GMutex lock;
  GQueue pending;          /* of Copy */
  GSource *source;         /* owned; attached while something is pending */
};

static Copy *
copy_status (const PennySyncStatus *status)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->folder = g_strdup (status->folder);
  copy->text = g_strdup (status->text);
  copy->error = status->error != NULL ? g_error_copy (status->error) : NULL;
  copy->status = *status;
  copy->status.folder = copy->folder;
  copy->status.text = copy->text;
  copy->status.error = copy->error;
  return copy;
}

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->folder);
  g_free (copy->text);
  g_clear_error (&copy->error);
  g_free (copy);
}

PennyStatusRelay *
penny_status_relay_new (PennySyncFunc func, gpointer data)
{
  PennyStatusRelay *self = g_new0 (PennyStatusRelay, 1);

  self->func = func;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  g_queue_init (&self->pending);
  return self;
}

void
penny_status_relay_stop (PennyStatusRelay *self)
{
  g_mutex_lock (&self->lock);
  self->func = NULL;
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
  g_queue_clear_full (&self->pending, copy_free);
  g_mutex_unlock (&self->lock);
}

void
penny_status_relay_free (PennyStatusRelay *self)
{
  penny_status_relay_stop (self);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
deliver_cb (gpointer data)
{
  PennyStatusRelay *self = data;
  GQueue taken;
  Copy *copy;

  g_mutex_lock (&self->lock);
  taken = self->pending;
  g_queue_init (&self->pending);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->lock);

  while ((copy = g_queue_pop_head (&taken)) != NULL)
    {
      /* FUNC may stop the relay: then the rest is dropped. */
      if (self->func != NULL)
        self->func (&copy->status, self->data);
      copy_free (copy);
    }

  return G_SOURCE_REMOVE;
}

/* Progress that the next word overtakes is not worth a turn of the loop. */
static void
drop_overtaken (PennyStatusRelay *self, const PennySyncStatus *status)
{
  const Copy *last = g_queue_peek_tail (&self->pending);

  if (last != NULL && last->status.state == PENNY_SYNC_RUNNING && last->status.notice == PENNY_SYNC_NOTICE_NONE
      && status->state == PENNY_SYNC_RUNNING && status->notice == PENNY_SYNC_NOTICE_NONE)
    copy_free (g_queue_pop_tail (&self->pending));
}

void
penny_status_relay_push (const PennySyncStatus *status, gpointer relay)
{
  PennyStatusRelay *self = relay;

  g_mutex_lock (&self->lock);
  if (self->func != NULL)
    {
      drop_overtaken (self, status);
      g_queue_push_tail (&self->pending, copy_status (status));
      if (self->source == NULL)
        {
          self->source = g_idle_source_new ();
          g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
          g_source_set_callback (self->source, deliver_cb, self, NULL);
          g_source_attach (self->source, self->context);
        }
    }
  g_mutex_unlock (&self->lock);
}
