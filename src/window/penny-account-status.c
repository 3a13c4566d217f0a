/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the worker of an account is doing, and how to say it. */
#include "penny-account-status.h"

#include <glib/gi18n-lib.h>

PennyAccountStatus *
penny_account_status_new (PennyStatusState state)
{
  PennyAccountStatus *self = g_new0 (PennyAccountStatus, 1);

  self->state = state;
  return self;
}

PennyAccountStatus *
penny_account_status_copy (const PennyAccountStatus *self)
{
  PennyAccountStatus *copy = g_new0 (PennyAccountStatus, 1);

  *copy = *self;
  copy->folder_name = g_strdup (self->folder_name);
  copy->advice_title = g_strdup (self->advice_title);
  copy->advice_explanation = g_strdup (self->advice_explanation);
  copy->advice_button = g_strdup (self->advice_button);
  copy->advice_action = g_strdup (self->advice_action);
  copy->advice_uri = g_strdup (self->advice_uri);
  return copy;
}

void
penny_account_status_free (PennyAccountStatus *self)
{
  if (self == NULL)
    return;
  g_free (self->folder_name);
  g_free (self->advice_title);
  g_free (self->advice_explanation);
  g_free (self->advice_button);
  g_free (self->advice_action);
  g_free (self->advice_uri);
  g_free (self);
}

static char *
syncing_words (const PennyAccountStatus *self)
{
  const char *folder = self->folder_name;
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;

  if (folder == NULL)
    return g_strdup (_("Collecting messages…"));
  if (self->total == 0)
    /* Translators: the name of a folder. */
    return g_strdup_printf (_("Collecting “%s”…"), folder);
  done = g_strdup_printf ("%'" G_GUINT64_FORMAT, self->done);
  total = g_strdup_printf ("%'" G_GUINT64_FORMAT, self->total);
  /* Translators: the name of a folder, how many messages are here, and of how many. */
  return g_strdup_printf (_("Collecting “%s”: %s of %s"), folder, done, total);
}

char *
penny_account_status_to_words (const PennyAccountStatus *self)
{
  switch (self->state)
    {
    case PENNY_STATUS_OFFLINE:
      return g_strdup (_("No internet. Your messages here can still be read and answered."));
    case PENNY_STATUS_CONNECTING:
      return g_strdup (_("Connecting…"));
    case PENNY_STATUS_SYNCING:
      return syncing_words (self);
    case PENNY_STATUS_IDLE:
    case PENNY_STATUS_ERROR:
    default:
      return NULL;
    }
}
