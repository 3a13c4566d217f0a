/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life and death of the values that the store hands out. */
#include "penny-store-types.h"

PennyFolder *
penny_folder_ref (PennyFolder *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
folder_clear_cb (gpointer data)
{
  PennyFolder *self = data;

  g_free (self->path);
  g_free (self->shown);
  g_free (self->mailbox_id);
  g_free (self->name);
}

void
penny_folder_unref (PennyFolder *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, folder_clear_cb);
}

PennyEntry *
penny_entry_ref (PennyEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
entry_clear_cb (gpointer data)
{
  PennyEntry *self = data;

  g_free (self->uidl);
  g_free (self->subject);
  g_free (self->from_name);
  g_free (self->from_address);
  g_free (self->to);
  g_free (self->preview);
  g_free (self->message_id);
}

void
penny_entry_unref (PennyEntry *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, entry_clear_cb);
}

gboolean
penny_operation_is_of_folder (const PennyOperation *self)
{
  return self->kind == PENNY_OPERATION_CREATE_FOLDER || self->kind == PENNY_OPERATION_RENAME_FOLDER
         || self->kind == PENNY_OPERATION_DELETE_FOLDER;
}

PennyOperation *
penny_operation_ref (PennyOperation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
operation_clear_cb (gpointer data)
{
  PennyOperation *self = data;

  g_free (self->folder);
  g_free (self->uidl);
  g_free (self->message_id);
  g_free (self->target);
  g_free (self->last_error);
}

void
penny_operation_unref (PennyOperation *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, operation_clear_cb);
}
