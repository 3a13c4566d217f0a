/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft written out as bytes that every server takes: 7-bit (but for addresses that are not
 * ASCII themselves, RFC 6532), short lines, nothing from a name or subject that could be a field. */
#include "penny-draft-private.h"

#include <string.h>
#include <gmime/gmime.h>

#include "penny-error.h"
#include "penny-flowed.h"
#include "penny-gmime.h"
#include "penny-text.h"

#define FOLD_AT 76
#define MAX_PLAIN_WORD 70

static gboolean
is_plain_header_text (const char *text)
{
  gsize word = 0;

  for (const char *p = text; *p; p++)
    {
      if ((guchar) *p < ' ' || (guchar) *p >= 0x7f)
        return FALSE;
      word = *p == ' ' ? 0 : word + 1;
      if (word > MAX_PLAIN_WORD)
        return FALSE;
    }
  return strstr (text, "=?") == NULL;
}

/* RFC 2047, base64, whole characters in each word, one word a line. */
static void
append_encoded_words (GString *out, const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gsize take = MIN (length, 42);
      g_autofree char *encoded = NULL;

      while (take < length && (text[take] & 0xc0) == 0x80)
        take--;
      encoded = g_base64_encode ((const guchar *) text, take);
      g_string_append_printf (out, "=?utf-8?B?%s?=", encoded);
      text += take;
      length -= take;
      if (length > 0)
        g_string_append (out, "\r\n ");
    }
}

static gsize
column (GString *out)
{
  const char *newline = memrchr (out->str, '\n', out->len);

  return newline ? (gsize) (out->str + out->len - newline - 1) : out->len;
}

/* Plain text folded before blanks. */
static void
append_folded (GString *out, const char *text)
{
  for (const char *p = text; *p;)
    {
      gsize length = strspn (p, " ");

      length += strcspn (p + length, " ");
      if (*p == ' ' && p[strspn (p, " ")] && column (out) + length > FOLD_AT)
        g_string_append (out, "\r\n");
      g_string_append_len (out, p, (gssize) length);
      p += length;
    }
}

static void
append_subject (GString *out, const char *subject)
{
  g_autofree char *valid = g_utf8_make_valid (subject, -1);
  g_autofree char *line = penny_text_one_line (valid, 0);

  g_string_append (out, "Subject: ");
  if (is_plain_header_text (line))
    append_folded (out, line);
  else
    append_encoded_words (out, line);
  g_string_append (out, "\r\n");
}

/* The address as it may stand in a field: its domain in ASCII, nothing that ends the angle. */
static char *
clean_address (const char *address)
{
  g_autofree char *valid = g_utf8_make_valid (address, -1);
  const char *at = strrchr (valid, '@');
  g_autofree char *domain = NULL;
  GString *out = g_string_new (NULL);

  if (at && at[1] != '[')
    domain = g_hostname_to_ascii (at + 1);
  for (const char *p = valid; *p && p != at; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!penny_text_is_unsafe_char (c) && c != '<' && c != '>' && (c != ' ' || *valid == '"'))
        g_string_append_unichar (out, c);
    }
  if (at)
    {
      g_string_append_c (out, '@');
      for (const char *p = domain ? domain : at + 1; *p; p++)
        if ((guchar) *p > ' ' && *p != 0x7f && *p != '<' && *p != '>' && *p != ',' && *p != ';')
          g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static void
append_address (GString *out, const PennyAddress *address)
{
  g_autofree char *valid = g_utf8_make_valid (address->name, -1);
  g_autofree char *name = penny_text_one_line (valid, 0);
  g_autofree char *clean = clean_address (address->address);

  if (is_plain_header_text (name) && strlen (name) <= MAX_PLAIN_WORD)
    {
      PennyAddress shown = { .name = name, .address = clean };
      g_autofree char *text = *clean ? penny_address_to_string (&shown) : g_strdup (name);

      /* Not an address at all: an unfinished entry of a draft; specials would make it others. */
      if (!*clean && strpbrk (text, "()<>[]:;@\\,\""))
        append_encoded_words (out, text);
      else
        append_folded (out, text);
      return;
    }
  append_encoded_words (out, name);
  if (*clean)
    g_string_append_printf (out, "\r\n <%s>", clean);
}

static void
append_addresses (GString *out, const char *field, GPtrArray *list)
{
  if (list->len == 0)
    return;
  g_string_append_printf (out, "%s: ", field);
  for (guint i = 0; i < list->len; i++)
    {
      if (i > 0)
        g_string_append (out, ",\r\n ");
      append_address (out, list->pdata[i]);
    }
  g_string_append (out, "\r\n");
}

static gboolean
is_safe_id (const char *id)
{
  gsize length = strlen (id);

  for (const char *p = id; *p; p++)
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7f || *p == '<' || *p == '>')
      return FALSE;
  return length > 0 && length < 900;
}

static void
append_ids (GString *out, const char *field, const char * const *ids)
{
  gboolean any = FALSE;

  for (gsize i = 0; ids && ids[i]; i++)
    {
      if (!is_safe_id (ids[i]))
        continue;
      if (!any)
        g_string_append_printf (out, "%s: <%s>", field, ids[i]);
      else
        g_string_append_printf (out, "\r\n <%s>", ids[i]);
      any = TRUE;
    }
  if (any)
    g_string_append (out, "\r\n");
}

static void
append_header (GString *out, PennyDraft *self, gboolean keep_bcc)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_mime_utils_header_format_date (now);
  const char *id[] = { self->message_id, NULL }, *reply[] = { self->in_reply_to, NULL };

  g_string_append_printf (out, "Date: %s\r\n", date);
  if (*self->from->address || *self->from->name)
    {
      g_string_append (out, "From: ");
      append_address (out, self->from);
      g_string_append (out, "\r\n");
    }
  append_addresses (out, "To", self->to);
  append_addresses (out, "Cc", self->cc);
  if (keep_bcc)
    append_addresses (out, "Bcc", self->bcc);
  append_subject (out, self->subject);
  append_ids (out, "Message-ID", id);
  append_ids (out, "In-Reply-To", reply);
  append_ids (out, "References", (const char * const *) self->references);
  g_string_append (out, "User-Agent: Penny Post\r\nMIME-Version: 1.0\r\n");
}

/* Quoted-printable of text with LF lines (RFC 2045 §6.7). "From " and "." in first place are
 * written in code: some servers on the way still change such lines. */
static void
append_quoted_printable (GString *out, const char *text)
{
  gsize columns = 0;

  for (const char *p = text; *p; p++)
    {
      gboolean first = p == text || p[-1] == '\n';
      gboolean last = p[1] == '\n' || p[1] == '\0';
      gboolean plain = (*p > ' ' && *p < 0x7f && *p != '=') || ((*p == ' ' || *p == '\t') && !last);

      if (*p == '\n')
        {
          g_string_append (out, "\r\n");
          columns = 0;
          continue;
        }
      if (first && (*p == '.' || strncmp (p, "From ", 5) == 0))
        plain = FALSE;
      if (columns + (plain ? 1 : 3) > FOLD_AT - 1)
        {
          g_string_append (out, "=\r\n");
          columns = 0;
        }
      if (plain)
        g_string_append_c (out, *p);
      else
        g_string_append_printf (out, "=%02X", (guchar) *p);
      columns += plain ? 1 : 3;
    }
}

/* A draft keeps each line as it was typed; a letter that goes out flows (RFC 3676), which costs
 * blanks at line ends. */
static void
append_text (GString *out, PennyDraft *self, gboolean is_draft)
{
  g_autofree char *valid = g_utf8_make_valid (self->text ? self->text : "", -1);
  g_autofree char *text = NULL;

  penny_text_unix_lines (valid);
  text = g_strconcat (valid, "\n", NULL);
  if (!is_draft)
    {
      char *flowed = penny_flowed_encode (text);

      g_free (text);
      text = flowed;
    }
  g_string_append_printf (out, "Content-Type: text/plain; charset=utf-8%s\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                          is_draft ? "" : "; format=flowed");
  append_quoted_printable (out, text);
}

/* "; filename=…" as RFC 2231 wants it: plain, or in numbered percent-coded pieces. */
static void
append_name_parameter (GString *out, const char *parameter, const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *line = penny_text_one_line (valid, 0);
  g_autofree char *escaped = NULL;
  gsize length;

  if (!*line)
    return;
  if (is_plain_header_text (line) && !strpbrk (line, "\"\\%") && strlen (line) <= 60)
    {
      g_string_append_printf (out, ";\r\n %s=\"%s\"", parameter, line);
      return;
    }
  escaped = g_uri_escape_string (line, NULL, FALSE);
  length = strlen (escaped);
  if (length <= 60)
    {
      g_string_append_printf (out, ";\r\n %s*=utf-8''%s", parameter, escaped);
      return;
    }
  for (gsize at = 0, i = 0; at < length; i++)
    {
      gsize take = MIN (50, length - at);

      /* Not through a "%C3". */
      if (at + take < length)
        for (int back = 0; back < 2 && escaped[at + take] != '%'; back++)
          if (escaped[at + take - 1 - back] == '%')
            {
              take -= (gsize) back + 1;
              break;
            }
      g_string_append_printf (out, ";\r\n %s*%" G_GSIZE_FORMAT "*=%s%.*s", parameter, i,
                              i == 0 ? "utf-8''" : "", (int) take, escaped + at);
      at += take;
    }
}

/* TYPE when it is a plain media type that may be base64 (RFC 2046 §5); else bytes. */
static const char *
safe_type (const char *type)
{
  const char *slash = strchr (type, '/');

  if (!slash || slash == type || !slash[1] || strlen (type) > 100 ||
      strspn (type, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_/") != strlen (type) ||
      strchr (slash + 1, '/') || g_ascii_strncasecmp (type, "multipart/", 10) == 0)
    return "application/octet-stream";
  return type;
}

static void
append_base64 (GString *out, GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0; at < size; at += 57)
    {
      g_autofree char *line = g_base64_encode (data + at, MIN (57, size - at));

      g_string_append (out, line);
      g_string_append (out, "\r\n");
    }
}

static void
append_attachment (GString *out, const PennyAttachment *attachment)
{
  g_string_append_printf (out, "Content-Type: %s", safe_type (attachment->content_type));
  append_name_parameter (out, "name", attachment->file_name);
  g_string_append (out, "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment");
  append_name_parameter (out, "filename", attachment->file_name);
  g_string_append (out, "\r\n\r\n");
  append_base64 (out, attachment->data);
}

static gboolean
check_list (GPtrArray *list, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      const PennyAddress *one = list->pdata[i];
      g_autofree char *shown = NULL;

      if (penny_address_is_valid (one->address))
        continue;
      shown = penny_text_one_line (*one->address ? one->address : one->name, 200);
      g_set_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS,
                   "Not an e-mail address: %s", shown);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_people (PennyDraft *self, GError **error)
{
  g_autoptr (GPtrArray) sender = g_ptr_array_new ();

  g_ptr_array_add (sender, self->from);
  if (!check_list (sender, error) || !check_list (self->to, error) ||
      !check_list (self->cc, error) || !check_list (self->bcc, error))
    return FALSE;
  if (self->to->len + self->cc->len + self->bcc->len > 0)
    return TRUE;
  g_set_error_literal (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_NO_RECIPIENT,
                       "There is no recipient");
  return FALSE;
}

GBytes *
penny_draft_build (PennyDraft *self, gboolean keep_bcc, gboolean strict, GError **error)
{
  g_autofree char *uuid = NULL;
  GString *out;

  if (strict && !check_people (self, error))
    return NULL;
  penny_gmime_options ();
  out = g_string_sized_new (4096);
  append_header (out, self, keep_bcc);
  if (self->attachments->len == 0)
    append_text (out, self, keep_bcc && !strict);
  else
    {
      /* "=_" comes in neither quoted-printable nor base64. */
      uuid = g_uuid_string_random ();
      g_string_append_printf (out, "Content-Type: multipart/mixed; boundary=\"=_%s\"\r\n\r\n--=_%s\r\n",
                              uuid, uuid);
      append_text (out, self, keep_bcc && !strict);
      for (guint i = 0; i < self->attachments->len; i++)
        {
          g_string_append_printf (out, "\r\n--=_%s\r\n", uuid);
          append_attachment (out, self->attachments->pdata[i]);
        }
      g_string_append_printf (out, "\r\n--=_%s--\r\n", uuid);
    }
  return g_string_free_to_bytes (out);
}
