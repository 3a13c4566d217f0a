/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Freeing what the server told. */
#include "penny-imap-types.h"

#include <string.h>

#include "penny-imap-response.h"

void
penny_imap_mailbox_free (PennyImapMailbox *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->raw);
  g_free (self);
}

void
penny_imap_envelope_free (PennyImapEnvelope *self)
{
  if (self == NULL)
    return;
  g_free (self->date);
  g_free (self->subject);
  g_clear_pointer (&self->from, g_ptr_array_unref);
  g_clear_pointer (&self->sender, g_ptr_array_unref);
  g_clear_pointer (&self->reply_to, g_ptr_array_unref);
  g_clear_pointer (&self->to, g_ptr_array_unref);
  g_clear_pointer (&self->cc, g_ptr_array_unref);
  g_clear_pointer (&self->bcc, g_ptr_array_unref);
  g_free (self->in_reply_to);
  g_free (self->message_id);
  g_free (self);
}

void
penny_imap_body_part_free (PennyImapBodyPart *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->subtype);
  g_strfreev (self->parameters);
  g_free (self->id);
  g_free (self->description);
  g_free (self->encoding);
  g_free (self->disposition);
  g_strfreev (self->disposition_parameters);
  penny_imap_envelope_free (self->envelope);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

const char *
penny_imap_parameter (char **parameters, const char *name)
{
  for (guint i = 0; parameters[i] != NULL; i += 2)
    if (strcmp (parameters[i], name) == 0)
      return parameters[i + 1];
  return NULL;
}

void
penny_imap_moved_clear (PennyImapMoved *self)
{
  self->uidvalidity = 0;
  self->left_deleted = FALSE;
  g_clear_pointer (&self->from, g_array_unref);
  g_clear_pointer (&self->to, g_array_unref);
}

void
penny_imap_events_free (PennyImapEvents *self)
{
  if (self == NULL)
    return;
  penny_uid_set_free (self->vanished);
  g_array_unref (self->flags);
  g_strfreev (self->alerts);
  g_free (self);
}

void
penny_imap_fetched_clear (PennyImapFetched *fetched)
{
  g_clear_pointer (&fetched->header, g_bytes_unref);
  g_clear_pointer (&fetched->body, g_bytes_unref);
  g_clear_pointer (&fetched->envelope, penny_imap_envelope_free);
  g_clear_pointer (&fetched->structure, penny_imap_body_part_free);
  g_free (fetched->preview);
  g_free (fetched->object_id);
  *fetched = (PennyImapFetched) { .uid = { 0 } };
}

void
penny_imap_response_free (PennyImapResponse *self)
{
  if (self == NULL)
    return;
  g_free (self->tag);
  g_free (self->code_words);
  g_free (self->text);
  g_strfreev (self->words);
  g_clear_pointer (&self->uids, g_array_unref);
  g_clear_pointer (&self->from, g_array_unref);
  g_clear_pointer (&self->to, g_array_unref);
  penny_uid_set_free (self->set);
  penny_imap_mailbox_free (self->mailbox);
  penny_imap_fetched_clear (&self->fetched);
  g_free (self);
}

void
penny_imap_fetched_free (PennyImapFetched *fetched)
{
  penny_imap_fetched_clear (fetched);
  g_free (fetched);
}

void
penny_imap_visited_clear (PennyImapVisited *visited)
{
  g_clear_pointer (&visited->fetched, g_ptr_array_unref);
}
