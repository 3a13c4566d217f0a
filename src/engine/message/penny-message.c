/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The façade over one parsed message. Everything but the parts' bytes is made while parsing, so
 * that the object never changes afterwards. */
#include "penny-message.h"

#include <string.h>

#include "penny-body.h"
#include "penny-error.h"
#include "penny-text.h"

#define MAX_REFERENCES 1000

struct _PennyMessage {
  GObject parent_instance;

  GBytes *raw;
  PennyMime *mime;           /* borrows from raw */
  char *hint;                /* charset of the text, for raw header bytes; or NULL */
  char *subject, *message_id;
  char **references;
  gint64 date;
  GPtrArray *from, *reply_to, *to, *cc, *bcc;
  char *text, *html;
  GPtrArray *parts;          /* of PennyPart */
  GArray *nodes;             /* of guint: the node of each part */
};

G_DEFINE_FINAL_TYPE (PennyMessage, penny_message, G_TYPE_OBJECT)

static void
part_free (PennyPart *part)
{
  g_free (part->content_type);
  g_free (part->content_id);
  g_free (part->file_name);
  g_free (part);
}

static void
penny_message_finalize (GObject *object)
{
  PennyMessage *self = PENNY_MESSAGE (object);
  GPtrArray *lists[] = { self->from, self->reply_to, self->to, self->cc, self->bcc, self->parts };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    g_clear_pointer (&lists[i], g_ptr_array_unref);
  g_clear_pointer (&self->nodes, g_array_unref);
  g_clear_pointer (&self->mime, penny_mime_free);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->hint);
  g_free (self->subject);
  g_free (self->message_id);
  g_strfreev (self->references);
  g_free (self->text);
  g_free (self->html);
  G_OBJECT_CLASS (penny_message_parent_class)->finalize (object);
}

static void
penny_message_class_init (PennyMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_message_finalize;
}

static void
penny_message_init (PennyMessage *self)
{
}

static gboolean
find_field (PennyMessage *self, const char *name, PennyHeaderField *field)
{
  PennyHeaderIter iter;

  penny_header_iter_init (&iter, self->mime->data, self->mime->size, FALSE);
  while (penny_header_iter_next (&iter, field))
    if (penny_header_field_is (field, name))
      return TRUE;
  return FALSE;
}

/* All addresses of all fields of that name. */
static GPtrArray *
read_addresses (PennyMessage *self, const char *name)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *text = NULL;
  PennyHeaderIter iter;
  PennyHeaderField field;

  penny_header_iter_init (&iter, self->mime->data, self->mime->size, FALSE);
  while (penny_header_iter_next (&iter, &field))
    {
      if (!penny_header_field_is (&field, name) || all->len > PENNY_HEADER_MAX_VALUE)
        continue;
      if (all->len > 0)
        g_string_append (all, ", ");
      g_string_append_len (all, field.value, (gssize) field.value_length);
    }
  text = penny_header_unfold (all->str, all->len, self->hint);
  return penny_address_list_parse (text, FALSE, NULL);
}

static void
read_references (PennyMessage *self)
{
  static const char * const names[] = { "References", "In-Reply-To" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  PennyHeaderField field;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (find_field (self, names[i], &field))
      penny_header_add_references (ids, seen, field.value, field.value_length);
  penny_header_trim_references (ids, MAX_REFERENCES);
  g_ptr_array_add (ids, NULL);
  g_ptr_array_set_free_func (ids, NULL);
  self->references = (char **) g_ptr_array_free (ids, FALSE);
}

static void
read_header (PennyMessage *self)
{
  PennyHeaderField field;

  self->subject = find_field (self, "Subject", &field)
                    ? penny_header_decode (field.value, field.value_length, self->hint)
                    : g_strdup ("");
  if (find_field (self, "Message-ID", &field))
    self->message_id = penny_header_parse_message_id (field.value, field.value_length);
  if (find_field (self, "Date", &field))
    self->date = penny_header_parse_date (field.value, field.value_length);
  self->from = read_addresses (self, "From");
  self->reply_to = read_addresses (self, "Reply-To");
  self->to = read_addresses (self, "To");
  self->cc = read_addresses (self, "Cc");
  self->bcc = read_addresses (self, "Bcc");
  read_references (self);
}

/* Every identifier that HTML names as "cid:…". */
static GHashTable *
find_cids (const char *html)
{
  GHashTable *cids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *p = html; p && (p = strcasestr (p, "cid:")); )
    {
      gsize length;
      g_autofree char *raw = NULL;
      char *id;

      p += 4;
      length = strcspn (p, "\"' \t\n<>)&;");
      if (length == 0 || length > 998)
        continue;
      raw = g_strndup (p, length);
      id = g_uri_unescape_string (raw, NULL);
      g_hash_table_add (cids, id && g_utf8_validate (id, -1, NULL) ? g_steal_pointer (&id)
                                                                   : g_strdup (raw));
      g_free (id);
      p += length;
    }
  return cids;
}

static void
add_part (PennyMessage *self, PennyBody *body, GHashTable *cids, guint index)
{
  PennyMimeNode *node = penny_mime_get (self->mime, index);
  PennyPart *part;

  if (node->is_multipart)
    return;
  part = g_new0 (PennyPart, 1);
  part->index = self->parts->len;
  part->depth = node->depth;
  part->content_type = g_strdup (node->type);
  part->content_id = g_strdup (node->content_id);
  part->file_name = penny_mime_safe_name (node->name);
  part->size = penny_mime_decoded_size (node);
  part->is_inline = node->content_id && g_hash_table_contains (cids, node->content_id);
  /* A picture that claims to belong to the HTML, but nobody shows it, must not get lost. */
  part->is_attachment = !part->is_inline &&
                        (penny_body_is_attachment (body, index) || penny_mime_is (node, "image/"));
  g_ptr_array_add (self->parts, part);
  g_array_append_val (self->nodes, index);
}

PennyMessage *
penny_message_new (GBytes *raw, GError **error)
{
  g_autoptr (PennyMessage) self = g_object_new (PENNY_TYPE_MESSAGE, NULL);
  g_autoptr (PennyBody) body = NULL;
  g_autoptr (GHashTable) cids = NULL;
  gsize size;
  const char *data = g_bytes_get_data (raw, &size);

  self->raw = g_bytes_ref (raw);
  self->mime = penny_mime_new (data ? data : "", size, PENNY_MESSAGE_MAX_DEPTH,
                               PENNY_MESSAGE_MAX_PARTS);
  if (self->mime->over_limit)
    {
      g_set_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_LIMIT,
                   "More than %d levels or %d parts", PENNY_MESSAGE_MAX_DEPTH,
                   PENNY_MESSAGE_MAX_PARTS);
      return NULL;
    }
  body = penny_body_new (self->mime);
  self->hint = g_strdup (body->hint);
  read_header (self);
  self->text = penny_body_dup_text (body, 0);
  self->html = penny_body_dup_html (body);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  cids = find_cids (self->html);
  for (guint i = 0; i < self->mime->nodes->len; i++)
    add_part (self, body, cids, i);
  return g_steal_pointer (&self);
}

GBytes *
penny_message_get_raw (PennyMessage *self)
{
  return self->raw;
}

const char *
penny_message_get_subject (PennyMessage *self)
{
  return self->subject;
}

const char *
penny_message_get_message_id (PennyMessage *self)
{
  return self->message_id;
}

const char * const *
penny_message_get_references (PennyMessage *self)
{
  return (const char * const *) self->references;
}

gint64
penny_message_get_date (PennyMessage *self)
{
  return self->date;
}

GPtrArray *
penny_message_get_from (PennyMessage *self)
{
  return self->from;
}

GPtrArray *
penny_message_get_reply_to (PennyMessage *self)
{
  return self->reply_to;
}

GPtrArray *
penny_message_get_to (PennyMessage *self)
{
  return self->to;
}

GPtrArray *
penny_message_get_cc (PennyMessage *self)
{
  return self->cc;
}

GPtrArray *
penny_message_get_bcc (PennyMessage *self)
{
  return self->bcc;
}

char *
penny_message_dup_header (PennyMessage *self, const char *name)
{
  PennyHeaderField field;

  if (!find_field (self, name, &field))
    return NULL;
  return penny_header_decode (field.value, field.value_length, self->hint);
}

char *
penny_message_dup_header_block (PennyMessage *self)
{
  PennyMimeNode *top = penny_mime_get (self->mime, 0);
  char *block = penny_text_to_utf8 (top->header, (gsize) (top->body - top->header), NULL, self->hint);

  penny_text_unix_lines (block);
  return block;
}

const char *
penny_message_get_text (PennyMessage *self)
{
  return self->text;
}

const char *
penny_message_get_html (PennyMessage *self)
{
  return self->html;
}

guint
penny_message_get_n_parts (PennyMessage *self)
{
  return self->parts->len;
}

const PennyPart *
penny_message_get_part (PennyMessage *self, guint index)
{
  return index < self->parts->len ? self->parts->pdata[index] : NULL;
}

GBytes *
penny_message_dup_part (PennyMessage *self, guint index, GError **error)
{
  if (index >= self->parts->len)
    {
      g_set_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_NO_PART, "There is no part %u", index);
      return NULL;
    }
  return g_byte_array_free_to_bytes (
    penny_mime_decode (penny_mime_get (self->mime, g_array_index (self->nodes, guint, index)), 0));
}

int
penny_message_find_cid (PennyMessage *self, const char *content_id)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (g_strcmp0 (penny_message_get_part (self, i)->content_id, content_id) == 0)
      return (int) i;
  return -1;
}
