/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summaries: the hot path of synchronising. One walk over the header, one over the parts; only
 * the text that is shown is decoded, attachments never. */
#include "penny-summary.h"

#include <string.h>

#include "penny-address.h"
#include "penny-body.h"
#include "penny-message.h"
#include "penny-text.h"

#define MAX_SEARCH_TEXT (1024 * 1024)
#define MAX_PREVIEW 200
#define MAX_TO_CHARS 1000
#define MAX_RECIPIENTS (256 * 1024)
#define MAX_REFERENCES 200
#define MAX_NESTED 3

/* Values of the fields that count, still folded. */
typedef struct {
  PennyHeaderField subject, date, message_id, in_reply_to;
  GString *from, *to, *cc, *bcc, *references;   /* several fields of one name are one list */
} Fields;

const char *
penny_summary_header_fields (void)
{
  return "DATE FROM TO CC BCC SUBJECT MESSAGE-ID REFERENCES IN-REPLY-TO CONTENT-TYPE";
}

void
penny_summary_free (PennySummary *self)
{
  if (!self)
    return;
  g_free (self->message_id);
  g_strfreev (self->references);
  g_free (self->subject);
  g_free (self->subject_key);
  g_free (self->from_name);
  g_free (self->from_address);
  g_free (self->to);
  g_free (self->recipients);
  g_free (self->preview);
  g_free (self->search_text);
  g_free (self);
}

static void
join (GString *list, const PennyHeaderField *field)
{
  if (list->len > PENNY_HEADER_MAX_VALUE)
    return;
  if (list->len > 0)
    g_string_append (list, ", ");
  g_string_append_len (list, field->value,
                       (gssize) MIN (field->value_length, (gsize) PENNY_HEADER_MAX_VALUE));
}

static void
take_field (Fields *fields, const PennyHeaderField *field)
{
  const struct { const char *name; PennyHeaderField *one; GString *list; } wanted[] = {
    { "From", NULL, fields->from }, { "To", NULL, fields->to }, { "Cc", NULL, fields->cc },
    { "Bcc", NULL, fields->bcc }, { "References", NULL, fields->references },
    { "Subject", &fields->subject, NULL }, { "Date", &fields->date, NULL },
    { "Message-ID", &fields->message_id, NULL }, { "In-Reply-To", &fields->in_reply_to, NULL },
  };

  /* Most fields of a header are none of these, and their first letters say so. */
  if (!strchr ("FTCBRSDMIftcbrsdmi", *field->name) || field->name_length > 11)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      if (!penny_header_field_is (field, wanted[i].name))
        continue;
      if (wanted[i].list)
        join (wanted[i].list, field);
      else if (!wanted[i].one->name)
        *wanted[i].one = *field;
      return;
    }
}

static GPtrArray *
parse_list (GString *raw, const char *hint)
{
  g_autofree char *text = penny_header_unfold (raw->str, raw->len, hint);

  return penny_address_list_parse (text, FALSE, NULL);
}

/* Adds "Name, Name" to SHOWN and "Name address" to SEARCHED. */
static void
add_people (GString *shown, GString *searched, GString *raw, const char *hint)
{
  g_autoptr (GPtrArray) list = NULL;

  if (raw->len == 0)
    return;
  list = parse_list (raw, hint);
  for (guint i = 0; i < list->len && searched->len < MAX_RECIPIENTS; i++)
    {
      const PennyAddress *one = list->pdata[i];

      if (shown && shown->len < MAX_TO_CHARS * 6)
        g_string_append_printf (shown, "%s%s", shown->len > 0 ? ", " : "",
                                *one->name ? one->name : one->address);
      g_string_append_printf (searched, "%s%s%s%s", searched->len > 0 ? ", " : "", one->name,
                              *one->name && *one->address ? " " : "", one->address);
    }
}

static void
take_people (PennySummary *self, Fields *fields, const char *hint)
{
  g_autoptr (GPtrArray) from = parse_list (fields->from, hint);
  GString *shown = g_string_new (NULL), *searched = g_string_new (NULL);
  const PennyAddress *sender = from->len > 0 ? from->pdata[0] : NULL;

  self->from_name = g_strdup (sender ? sender->name : "");
  self->from_address = g_strdup (sender ? sender->address : "");
  add_people (shown, searched, fields->to, hint);
  add_people (shown, searched, fields->cc, hint);
  add_people (NULL, searched, fields->bcc, hint);
  self->recipients = g_string_free (searched, FALSE);
  if (shown->len <= MAX_TO_CHARS)
    self->to = g_string_free (shown, FALSE);
  else
    {
      self->to = penny_text_one_line (shown->str, MAX_TO_CHARS);
      g_string_free (shown, TRUE);
    }
}

static void
take_references (PennySummary *self, Fields *fields)
{
  g_autoptr (GHashTable) seen = NULL;
  GPtrArray *ids;

  if (fields->references->len == 0 && !fields->in_reply_to.name)
    return;
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ids = g_ptr_array_new_with_free_func (g_free);
  penny_header_add_references (ids, seen, fields->references->str, fields->references->len);
  if (fields->in_reply_to.name)
    penny_header_add_references (ids, seen, fields->in_reply_to.value,
                                 fields->in_reply_to.value_length);
  penny_header_trim_references (ids, MAX_REFERENCES);
  if (ids->len > 0)
    {
      g_ptr_array_add (ids, NULL);
      g_ptr_array_set_free_func (ids, NULL);
      self->references = (char **) g_ptr_array_free (ids, FALSE);
    }
  else
    g_ptr_array_unref (ids);
}

static void
take_header (PennySummary *self, const char *data, gsize size, const char *hint)
{
  Fields fields = { 0 };
  GString **lists[] = { &fields.from, &fields.to, &fields.cc, &fields.bcc, &fields.references };
  PennyHeaderIter iter;
  PennyHeaderField field;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_string_new (NULL);
  penny_header_iter_init (&iter, data, size, FALSE);
  while (penny_header_iter_next (&iter, &field))
    take_field (&fields, &field);

  self->subject = fields.subject.name
                    ? penny_header_decode (fields.subject.value, fields.subject.value_length, hint)
                    : g_strdup ("");
  self->subject_key = penny_header_subject_key (self->subject);
  if (fields.date.name)
    self->date = penny_header_parse_date (fields.date.value, fields.date.value_length);
  if (fields.message_id.name)
    self->message_id = penny_header_parse_message_id (fields.message_id.value,
                                                      fields.message_id.value_length);
  take_people (self, &fields, hint);
  take_references (self, &fields);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    g_string_free (*lists[i], TRUE);
}

/* "On … wrote:", "Am … schrieb …:": a line that ends in a colon before a quoted one. */
static gboolean
is_attribution (const char *line, const char *end)
{
  const char *next = *end ? end + 1 : end;

  while (end > line && g_ascii_isspace (end[-1]))
    end--;
  if (end == line || end[-1] != ':')
    return FALSE;
  while (*next == '\n' || *next == ' ')
    next++;
  return *next == '>';
}

static char *
make_preview (const char *text)
{
  g_autoptr (GString) kept = g_string_sized_new (512);
  const char *line = text;
  char *preview;

  while (*line && kept->len < MAX_PREVIEW * 8)
    {
      const char *end = strchrnul (line, '\n');
      gsize length = (gsize) (end - line);

      if (length == 3 && memcmp (line, "-- ", 3) == 0)
        break;
      if (*line != '>' && !is_attribution (line, end))
        {
          gsize take = MIN (length, 4096);

          /* Not through the middle of a character. */
          while (take > 0 && take < length && (line[take] & 0xc0) == 0x80)
            take--;
          g_string_append_len (kept, line, (gssize) take);
          g_string_append_c (kept, ' ');
        }
      line = *end ? end + 1 : end;
    }
  preview = penny_text_squeeze (kept->str, MAX_PREVIEW);
  if (*preview)
    return preview;
  /* Nothing but a quotation: better than nothing. */
  g_free (preview);
  return penny_text_squeeze (text, MAX_PREVIEW);
}

static void add_search_text (GString *out, PennyMime *mime, PennyBody *body, const char *text, int level);

/* The text of an attached message. */
static void
add_nested (GString *out, const PennyMimeNode *node, int level)
{
  g_autoptr (GByteArray) bytes = penny_mime_decode (node, MAX_SEARCH_TEXT);
  g_autoptr (PennyMime) mime = penny_mime_new ((const char *) bytes->data, bytes->len,
                                               PENNY_MESSAGE_MAX_DEPTH, PENNY_MESSAGE_MAX_PARTS);
  g_autoptr (PennyBody) body = penny_body_new (mime);
  g_autofree char *text = penny_body_dup_text (body, MAX_SEARCH_TEXT);

  add_search_text (out, mime, body, text, level + 1);
}

static void
add_search_text (GString *out, PennyMime *mime, PennyBody *body, const char *text, int level)
{
  g_string_append (out, text);
  for (guint i = 0; i < mime->nodes->len && out->len < MAX_SEARCH_TEXT; i++)
    {
      PennyMimeNode *node = penny_mime_get (mime, i);
      g_autofree char *name = penny_mime_safe_name (node->name);

      if (node->is_multipart)
        continue;
      if (name)
        g_string_append_printf (out, "\n%s", name);
      if (penny_mime_is (node, "message/rfc822") && level < MAX_NESTED && !mime->over_limit)
        {
          g_string_append_c (out, '\n');
          add_nested (out, node, level);
        }
    }
}

static gboolean
has_attachments (PennyMime *mime, PennyBody *body)
{
  for (guint i = 0; i < mime->nodes->len && !mime->over_limit; i++)
    if (penny_body_is_attachment (body, i))
      return TRUE;
  return FALSE;
}

static void
take_body (PennySummary *self, PennyMime *mime, PennyBody *body)
{
  g_autofree char *text = penny_body_dup_text (body, MAX_SEARCH_TEXT);

  self->preview = make_preview (text);
  if (mime->nodes->len == 1 && strlen (text) <= MAX_SEARCH_TEXT && penny_mime_get (mime, 0)->name == NULL &&
      !penny_mime_is (penny_mime_get (mime, 0), "message/rfc822"))
    self->search_text = g_steal_pointer (&text);
  else
    {
      GString *out = g_string_sized_new (strlen (text) + 128);

      add_search_text (out, mime, body, text, 0);
      if (out->len > MAX_SEARCH_TEXT)
        {
          gsize cut = MAX_SEARCH_TEXT;

          while (cut > 0 && (out->str[cut] & 0xc0) == 0x80)
            cut--;
          g_string_truncate (out, cut);
        }
      self->search_text = g_string_free (out, FALSE);
    }
}

/* The first text may be a style sheet or blanks: then more of it is looked at. */
static void
take_beginning (PennySummary *self, PennyMime *mime, PennyBody *body)
{
  static const gsize sizes[] = { 4 * 1024, 32 * 1024, MAX_SEARCH_TEXT };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = penny_body_dup_text (body, sizes[i]);

      g_free (self->preview);
      self->preview = make_preview (text);
      if (mime->size <= sizes[i] || g_utf8_strlen (self->preview, -1) >= MAX_PREVIEW)
        return;
    }
}

static PennySummary *
summarize (GBytes *raw, gboolean for_search)
{
  PennySummary *self = g_new0 (PennySummary, 1);
  gsize size;
  const char *data = g_bytes_get_data (raw, &size);
  g_autoptr (PennyMime) mime = penny_mime_new (data ? data : "", size, PENNY_MESSAGE_MAX_DEPTH,
                                               PENNY_MESSAGE_MAX_PARTS);
  g_autoptr (PennyBody) body = penny_body_new (mime);

  take_header (self, mime->data, size, body->hint);
  self->has_attachments = has_attachments (mime, body);
  if (for_search)
    take_body (self, mime, body);
  else
    take_beginning (self, mime, body);
  self->complete = TRUE;
  return self;
}

PennySummary *
penny_summary_from_message (GBytes *raw)
{
  return summarize (raw, TRUE);
}

PennySummary *
penny_summary_for_list (GBytes *raw)
{
  return summarize (raw, FALSE);
}

PennySummary *
penny_summary_from_header (GBytes *header)
{
  PennySummary *self = g_new0 (PennySummary, 1);
  gsize size;
  const char *data = g_bytes_get_data (header, &size);
  g_autoptr (PennyMime) mime = penny_mime_new (data ? data : "", size, 1, 2);
  PennyMimeNode *top = penny_mime_get (mime, 0);

  take_header (self, mime->data, size, top->charset);
  self->preview = g_strdup ("");
  /* A guess until the whole letter is here. */
  self->has_attachments = penny_mime_is (top, "multipart/mixed");
  return self;
}

void
penny_summary_take_preview (PennySummary *self, const char *text)
{
  g_free (self->preview);
  self->preview = make_preview (text);
}
