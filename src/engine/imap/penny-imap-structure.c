/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ENVELOPE and BODYSTRUCTURE (RFC 9051 §7.5.2). Servers get these wrong more than anything else, so
 * one that makes no sense is stepped over as a nameless value. */
#include "penny-imap-reader.h"

#include <string.h>

/* Runs READ; when the text makes no sense, goes back and skips one value. */
typedef gboolean (*ReadFunc) (PennyImapReader *self, gpointer out);

static gboolean
read_or_skip (PennyImapReader *self, ReadFunc read, gpointer out, gboolean *made_sense)
{
  PennyImapReader before = *self;

  *made_sense = read (self, out);
  if (*made_sense)
    return TRUE;
  if (self->over_limit)
    return FALSE;
  *self = before;
  return penny_imap_reader_skip (self);
}

/* --- ENVELOPE --- */

static void
address_free (gpointer data)
{
  PennyImapAddress *address = data;

  g_free (address->name);
  g_free (address->mailbox);
  g_free (address->host);
  g_free (address);
}

static gboolean
read_address (PennyImapReader *self, GPtrArray *list)
{
  PennyImapAddress *address = g_new0 (PennyImapAddress, 1);
  g_autofree char *route = NULL;

  g_ptr_array_add (list, address);
  if (!penny_imap_reader_member (self)
      || !penny_imap_reader_open (self)
      || !penny_imap_reader_text (self, &address->name) || !penny_imap_reader_space (self)
      || !penny_imap_reader_text (self, &route) || !penny_imap_reader_space (self)
      || !penny_imap_reader_text (self, &address->mailbox) || !penny_imap_reader_space (self)
      || !penny_imap_reader_text (self, &address->host))
    return FALSE;
  return penny_imap_reader_close (self);
}

static gboolean
read_addresses (PennyImapReader *self, GPtrArray *list)
{
  g_autofree char *nil = NULL;

  if (!penny_imap_reader_space (self))
    return FALSE;
  if (penny_imap_reader_peek (self) != '(')
    return penny_imap_reader_text (self, &nil) && (nil == NULL || *nil == '\0');
  if (!penny_imap_reader_open (self))
    return FALSE;
  while (!penny_imap_reader_close (self))
    if (!read_address (self, list))
      return FALSE;
  return TRUE;
}

static gboolean
read_spaced_text (PennyImapReader *self, char **text)
{
  return penny_imap_reader_space (self) && penny_imap_reader_text (self, text);
}

static gboolean
read_envelope (PennyImapReader *self, gpointer out)
{
  PennyImapEnvelope *envelope = out;

  return penny_imap_reader_open (self)
         && penny_imap_reader_text (self, &envelope->date)
         && read_spaced_text (self, &envelope->subject)
         && read_addresses (self, envelope->from)
         && read_addresses (self, envelope->sender)
         && read_addresses (self, envelope->reply_to)
         && read_addresses (self, envelope->to)
         && read_addresses (self, envelope->cc)
         && read_addresses (self, envelope->bcc)
         && read_spaced_text (self, &envelope->in_reply_to)
         && read_spaced_text (self, &envelope->message_id)
         && penny_imap_reader_close (self);
}

static PennyImapEnvelope *
envelope_new (void)
{
  PennyImapEnvelope *envelope = g_new0 (PennyImapEnvelope, 1);
  GPtrArray **lists[] = { &envelope->from, &envelope->sender, &envelope->reply_to,
                          &envelope->to, &envelope->cc, &envelope->bcc };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_ptr_array_new_with_free_func (address_free);
  return envelope;
}

gboolean
penny_imap_reader_envelope (PennyImapReader *self, PennyImapEnvelope **envelope)
{
  g_autoptr(PennyImapEnvelope) new = envelope_new ();
  gboolean made_sense;

  if (!read_or_skip (self, read_envelope, new, &made_sense))
    return FALSE;
  *envelope = made_sense ? g_steal_pointer (&new) : NULL;
  return TRUE;
}

/* --- BODYSTRUCTURE --- */

static gboolean read_part (PennyImapReader *self, gpointer out);

static gboolean
read_lower (PennyImapReader *self, char **text)
{
  g_autofree char *mixed = NULL;

  if (!penny_imap_reader_text (self, &mixed))
    return FALSE;
  *text = mixed == NULL ? NULL : g_ascii_strdown (mixed, -1);
  return TRUE;
}

/* "(name value name value)" or NIL. */
static gboolean
read_parameters (PennyImapReader *self, char ***out)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *nil = NULL;

  if (penny_imap_reader_peek (self) != '(')
    return penny_imap_reader_text (self, &nil);
  if (!penny_imap_reader_open (self))
    return FALSE;
  while (!penny_imap_reader_close (self))
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!penny_imap_reader_member (self) || !read_lower (self, &name) || !penny_imap_reader_space (self)
          || !penny_imap_reader_text (self, &value))
        return FALSE;
      g_ptr_array_add (list, name == NULL ? g_strdup ("") : g_steal_pointer (&name));
      g_ptr_array_add (list, value == NULL ? g_strdup ("") : g_steal_pointer (&value));
    }
  g_ptr_array_add (list, NULL);
  g_strfreev (*out);
  *out = (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
  return TRUE;
}

/* minus-size */
static gboolean
read_size (PennyImapReader *self, guint64 *size)
{
  const char *atom;
  gsize length;

  *size = 0;
  if (g_ascii_isdigit (penny_imap_reader_peek (self)))
    return penny_imap_reader_number (self, G_MAXINT64, size);
  return penny_imap_reader_atom (self, "", &atom, &length);
}

/* Extension data: disposition, and what is behind it is of no interest. */
static gboolean
read_extensions (PennyImapReader *self, PennyImapBodyPart *part)
{
  if (penny_imap_reader_peek (self) == '(')
    {
      if (!penny_imap_reader_open (self) || !read_lower (self, &part->disposition))
        return FALSE;
      penny_imap_reader_blanks (self);
      if (penny_imap_reader_peek (self) != ')'
          && !read_parameters (self, &part->disposition_parameters))
        return FALSE;
      if (!penny_imap_reader_close (self))
        return FALSE;
    }
  else if (!penny_imap_reader_skip (self))
    return FALSE;
  while (!penny_imap_reader_close (self))
    if (!penny_imap_reader_skip (self))
      return FALSE;
  return TRUE;
}

static PennyImapBodyPart *
part_new (void)
{
  PennyImapBodyPart *part = g_new0 (PennyImapBodyPart, 1);

  part->parameters = g_new0 (char *, 1);
  part->disposition_parameters = g_new0 (char *, 1);
  return part;
}

static gboolean
read_child (PennyImapReader *self, PennyImapBodyPart *parent)
{
  PennyImapBodyPart *child = part_new ();

  if (parent->parts == NULL)
    parent->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_imap_body_part_free);
  g_ptr_array_add (parent->parts, child);
  return penny_imap_reader_member (self) && read_part (self, child);
}

/* Behind the "(": one or more parts, the subtype, extensions. */
static gboolean
read_multipart (PennyImapReader *self, PennyImapBodyPart *part)
{
  part->type = g_strdup ("multipart");
  while (penny_imap_reader_peek (self) == '(')
    {
      if (!read_child (self, part))
        return FALSE;
      penny_imap_reader_blanks (self);
    }
  if (!read_lower (self, &part->subtype))
    return FALSE;
  if (penny_imap_reader_close (self))
    return TRUE;
  if (!read_parameters (self, &part->parameters))
    return FALSE;
  if (penny_imap_reader_close (self))
    return TRUE;
  return read_extensions (self, part);
}

/* What message/rfc822 has behind its size. */
static gboolean
read_message (PennyImapReader *self, PennyImapBodyPart *part)
{
  guint64 lines;

  if (penny_imap_reader_peek (self) != '(')
    return TRUE;
  if (!penny_imap_reader_envelope (self, &part->envelope) || !penny_imap_reader_space (self)
      || !read_child (self, part))
    return FALSE;
  penny_imap_reader_blanks (self);
  return penny_imap_reader_peek (self) == ')' || read_size (self, &lines);
}

static gboolean
read_single (PennyImapReader *self, PennyImapBodyPart *part)
{
  guint64 lines;

  if (!read_lower (self, &part->type) || !penny_imap_reader_space (self)
      || !read_lower (self, &part->subtype) || !penny_imap_reader_space (self)
      || !read_parameters (self, &part->parameters)
      || !read_spaced_text (self, &part->id)
      || !read_spaced_text (self, &part->description)
      || !penny_imap_reader_space (self) || !read_lower (self, &part->encoding)
      || !penny_imap_reader_space (self) || !read_size (self, &part->size))
    return FALSE;
  penny_imap_reader_blanks (self);
  if (g_strcmp0 (part->type, "message") == 0 && !read_message (self, part))
    return FALSE;
  if (g_strcmp0 (part->type, "text") == 0 && penny_imap_reader_peek (self) != ')'
      && !read_size (self, &lines))
    return FALSE;
  if (penny_imap_reader_close (self))
    return TRUE;
  /* The MD5 comes before the disposition here. */
  if (!penny_imap_reader_skip (self))
    return FALSE;
  if (penny_imap_reader_close (self))
    return TRUE;
  return read_extensions (self, part);
}

static gboolean
read_part (PennyImapReader *self, gpointer out)
{
  PennyImapBodyPart *part = out;

  if (!penny_imap_reader_open (self))
    return FALSE;
  return penny_imap_reader_peek (self) == '(' ? read_multipart (self, part) : read_single (self, part);
}

gboolean
penny_imap_reader_structure (PennyImapReader *self, PennyImapBodyPart **part)
{
  g_autoptr(PennyImapBodyPart) new = part_new ();
  gboolean made_sense;

  if (!read_or_skip (self, read_part, new, &made_sense))
    return FALSE;
  *part = made_sense ? g_steal_pointer (&new) : NULL;
  return TRUE;
}
