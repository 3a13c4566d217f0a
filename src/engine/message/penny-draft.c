/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts: new ones, answers to a letter, and unfinished ones read back. */
#include "penny-draft-private.h"

#include <string.h>

#include "penny-header.h"
#include "penny-mime.h"
#include "penny-text.h"

/* RFC 5322 §3.6.4 lets references grow without end; servers and programs do not. */
#define MAX_REFERENCES 30

PennyAttachment *
penny_attachment_new (const char *file_name, const char *content_type, GBytes *data)
{
  PennyAttachment *self = g_new0 (PennyAttachment, 1);

  self->file_name = g_strdup (file_name ? file_name : "");
  self->content_type = g_strdup (content_type ? content_type : "application/octet-stream");
  self->data = g_bytes_ref (data);
  return self;
}

void
penny_attachment_free (PennyAttachment *self)
{
  if (!self)
    return;
  g_free (self->file_name);
  g_free (self->content_type);
  g_bytes_unref (self->data);
  g_free (self);
}

static PennyAddress *
copy_address (const PennyAddress *address)
{
  return penny_address_new (address->name, address->address);
}

static void
add_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, copy_address (from->pdata[i]));
}

char *
penny_draft_make_message_id (const char *address)
{
  g_autofree char *domain = penny_address_dup_domain (address);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *more = g_uuid_string_random ();
  g_autofree char *sum = g_strconcat (uuid, more, NULL);
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, sum, -1);

  hex[32] = '\0';
  if (!domain || *domain == '[')
    return g_strdup_printf ("%s@pennypost.invalid", hex);
  return g_strdup_printf ("%s@%s", hex, domain);
}

PennyDraft *
penny_draft_new (const PennyAddress *from)
{
  PennyDraft *self = g_new0 (PennyDraft, 1);

  self->from = from ? copy_address (from) : penny_address_new ("", "");
  self->to = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_address_free);
  self->cc = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_address_free);
  self->bcc = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_address_free);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_attachment_free);
  self->subject = g_strdup ("");
  self->text = g_strdup ("");
  self->message_id = penny_draft_make_message_id (self->from->address);
  return self;
}

void
penny_draft_free (PennyDraft *self)
{
  if (!self)
    return;
  penny_address_free (self->from);
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_ptr_array_unref (self->bcc);
  g_ptr_array_unref (self->attachments);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->message_id);
  g_free (self->in_reply_to);
  g_strfreev (self->references);
  g_free (self);
}

static gboolean
same_address (const PennyAddress *a, const PennyAddress *b)
{
  g_autofree char *left = g_utf8_casefold (a->address, -1);
  g_autofree char *right = g_utf8_casefold (b->address, -1);

  return g_str_equal (left, right);
}

/* Moves the addresses of FROM to LIST that are neither OWN nor there already (SEEN). */
static void
add_others (GPtrArray *list, GPtrArray *from, const PennyAddress *own, GHashTable *seen)
{
  for (guint i = 0; i < from->len; i++)
    {
      const PennyAddress *one = from->pdata[i];
      char *folded = g_utf8_casefold (one->address, -1);

      if (!*one->address || (own && same_address (one, own)) || g_hash_table_contains (seen, folded))
        {
          g_free (folded);
          continue;
        }
      g_hash_table_add (seen, folded);
      g_ptr_array_add (list, copy_address (one));
    }
}

static void
fill_recipients (PennyDraft *self, PennyMessage *original, gboolean all)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *from = penny_message_get_from (original);
  GPtrArray *targets = penny_message_get_reply_to (original);

  if (targets->len == 0)
    targets = from;
  /* An answer to one's own letter goes on to whom that went. */
  if (from->len > 0 && same_address (from->pdata[0], self->from) &&
      penny_message_get_to (original)->len > 0)
    targets = penny_message_get_to (original);
  add_others (self->to, targets, self->from, seen);
  if (all)
    {
      add_others (self->to, penny_message_get_to (original), self->from, seen);
      add_others (self->cc, penny_message_get_cc (original), self->from, seen);
    }
  /* Writing to oneself is allowed when there is nobody else. */
  if (self->to->len == 0 && self->cc->len == 0)
    add_others (self->to, targets, NULL, seen);
}

static void
fill_references (PennyDraft *self, PennyMessage *original)
{
  const char *id = penny_message_get_message_id (original);
  const char * const *old = penny_message_get_references (original);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; old[i]; i++)
    if (g_strcmp0 (old[i], id) != 0)
      g_ptr_array_add (ids, g_strdup (old[i]));
  if (id)
    g_ptr_array_add (ids, g_strdup (id));
  penny_header_trim_references (ids, MAX_REFERENCES);
  g_ptr_array_add (ids, NULL);
  g_ptr_array_set_free_func (ids, NULL);
  self->in_reply_to = g_strdup (id);
  self->references = (char **) g_ptr_array_free (ids, FALSE);
  if (!self->references[0])
    g_clear_pointer (&self->references, g_strfreev);
}

/* "> " before each line, ">" before what is quoted already; the signature is not carried on. */
static char *
quote (const char *text)
{
  g_autofree char *body = g_strdup (text);
  g_autoptr (GString) out = g_string_new (NULL);
  char *signature = g_str_has_prefix (body, "-- \n") ? body : strstr (body, "\n-- \n");

  if (signature && strlen (signature) < 2000)
    *signature = '\0';
  g_strchomp (body);
  for (const char *line = body; *line;)
    {
      const char *end = strchrnul (line, '\n');

      g_string_append (out, end == line || *line == '>' ? ">" : "> ");
      g_string_append_len (out, line, end - line);
      g_string_append_c (out, '\n');
      line = *end ? end + 1 : end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The block above a forwarded text when the caller brings no words of its own. */
static char *
default_forward_block (PennyMessage *original)
{
  g_autofree char *from = penny_address_list_to_string (penny_message_get_from (original));
  g_autofree char *to = penny_address_list_to_string (penny_message_get_to (original));
  g_autofree char *date = penny_message_dup_header (original, "Date");

  return g_strdup_printf ("From: %s\nDate: %s\nSubject: %s\nTo: %s\n", from, date ? date : "",
                          penny_message_get_subject (original), to);
}

static void
fill_forward_text (PennyDraft *self, PennyMessage *original, const char *attribution)
{
  g_autofree char *block = attribution ? g_strdup (attribution) : default_forward_block (original);

  g_free (self->text);
  self->text = g_strdup_printf ("\n\n%s%s\n%s", block, g_str_has_suffix (block, "\n") ? "" : "\n",
                                penny_message_get_text (original));
}

static void
fill_reply_text (PennyDraft *self, PennyMessage *original, const char *attribution)
{
  g_autofree char *quoted = quote (penny_message_get_text (original));

  g_free (self->text);
  self->text = g_strdup_printf ("\n\n%s%s%s", attribution ? attribution : "", attribution ? "\n" : "",
                                quoted);
}

static void
add_attachments (PennyDraft *self, PennyMessage *original)
{
  for (guint i = 0; i < penny_message_get_n_parts (original); i++)
    {
      const PennyPart *part = penny_message_get_part (original, i);
      g_autoptr (GBytes) data = NULL;

      if (!part->is_attachment && !part->is_inline)
        continue;
      data = penny_message_dup_part (original, i, NULL);
      g_ptr_array_add (self->attachments,
                       penny_attachment_new (part->file_name, part->content_type, data));
    }
}

PennyDraft *
penny_draft_new_reply (PennyMessage *original, PennyReplyKind kind, const PennyAddress *from,
                       const char *attribution)
{
  PennyDraft *self = penny_draft_new (from);
  const char *subject = penny_message_get_subject (original);

  g_free (self->subject);
  if (kind == PENNY_FORWARD)
    {
      self->subject = penny_header_has_forward_mark (subject) ? g_strdup (subject)
                                                              : g_strconcat ("Fwd: ", subject, NULL);
      fill_forward_text (self, original, attribution);
      add_attachments (self, original);
      return self;
    }
  self->subject = g_strconcat ("Re: ", penny_header_skip_reply_marks (subject), NULL);
  fill_recipients (self, original, kind == PENNY_REPLY_ALL);
  fill_references (self, original);
  fill_reply_text (self, original, attribution);
  return self;
}

void
penny_draft_sign (PennyDraft *self, const char *signature)
{
  g_autofree char *text = g_steal_pointer (&self->text);
  g_autofree char *lines = g_strchomp (g_strdup (signature));

  if (*lines == '\0')
    self->text = g_steal_pointer (&text);
  else if (*text == '\0')
    self->text = g_strconcat ("\n\n-- \n", lines, NULL);
  else
    self->text = g_strconcat ("\n\n-- \n", lines, "\n\n", text + strspn (text, "\n"), NULL);
}

PennyDraft *
penny_draft_new_from_message (PennyMessage *stored)
{
  GPtrArray *from = penny_message_get_from (stored);
  PennyDraft *self = penny_draft_new (from->len > 0 ? from->pdata[0] : NULL);
  g_autofree char *reply = penny_message_dup_header (stored, "In-Reply-To");
  const char * const *references = penny_message_get_references (stored);
  const char *text = penny_message_get_text (stored);

  add_all (self->to, penny_message_get_to (stored));
  add_all (self->cc, penny_message_get_cc (stored));
  add_all (self->bcc, penny_message_get_bcc (stored));
  g_free (self->subject);
  self->subject = g_strdup (penny_message_get_subject (stored));
  /* penny_draft_build() ends the text with one line end of its own. */
  g_free (self->text);
  self->text = g_strndup (text, strlen (text) - (g_str_has_suffix (text, "\n") ? 1 : 0));
  if (penny_message_get_message_id (stored))
    {
      g_free (self->message_id);
      self->message_id = g_strdup (penny_message_get_message_id (stored));
    }
  if (reply)
    self->in_reply_to = penny_header_parse_message_id (reply, strlen (reply));
  if (references[0])
    self->references = g_strdupv ((char **) references);
  add_attachments (self, stored);
  return self;
}
