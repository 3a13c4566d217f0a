/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters built and read back; answers; envelopes. */
#include <string.h>

#include "penny-draft.h"
#include "penny-error.h"

static GPtrArray *
people (const char *text)
{
  return penny_address_list_parse (text, FALSE, NULL);
}

static PennyDraft *
draft (const char *to, const char *subject, const char *text)
{
  g_autoptr (PennyAddress) from = penny_address_new ("Jürgen Öst, jun.", "j@example.org");
  PennyDraft *self = penny_draft_new (from);

  g_ptr_array_unref (self->to);
  self->to = people (to);
  g_free (self->subject);
  self->subject = g_strdup (subject);
  g_free (self->text);
  self->text = g_strdup (text);
  return self;
}

static void
assert_people (GPtrArray *got, const char *want)
{
  g_autofree char *text = penny_address_list_to_string (got);

  g_assert_cmpstr (text, ==, want);
}

/* What every server takes: 7 bits, CRLF and only that, no line over 998. */
static void
assert_wire_clean (GBytes *bytes)
{
  gsize size, column = 0;
  const char *p = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    {
      g_assert_cmpint ((guchar) p[i], <, 0x80);
      if (p[i] == '\n')
        g_assert_true (i > 0 && p[i - 1] == '\r');
      else if (p[i] == '\r')
        g_assert_true (i + 1 < size && p[i + 1] == '\n');
      column = p[i] == '\n' ? 0 : column + 1;
      g_assert_cmpuint (column, <, 998);
    }
}

static const char * const subjects[] = {
  "Plain", "Grüße aus Köln", "こんにちは世界、これは長い件名です。これは長い件名です。これは長い件名です。",
  "مرحبا بالعالم", "🎉👩‍👩‍👧‍👦 party", "", "=?utf-8?Q?not_encoded?=",
  "A subject that is long enough to be folded over more than one line, plain ASCII all the way through it",
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
};
static const char * const texts[] = {
  "", "x", "x\n", "x\n\n\n", "Grüße\n-- \nJürgen\n", "From here\n.\n..\n.dot\nFrom there",
  "こんにちは世界。\n\n🎉 مرحبا\n", "trailing  \nblanks \t\n ", "> a\n>> b\n>\n", "a=b =3D\n",
  "A very long line without any end, which goes on and on over more than seventy-two columns, and more. "
  "And more of it, äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü.\nend",
};

static void
test_draft_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (subjects) * G_N_ELEMENTS (texts); i++)
    {
      const char *subject = subjects[i % G_N_ELEMENTS (subjects)];
      const char *text = texts[i / G_N_ELEMENTS (subjects)];
      g_autoptr (PennyDraft) d = draft ("Bo <bo@example.net>, \"日本, x\" <c@example.net>, unfinished", subject, text);
      g_autoptr (GBytes) data = g_bytes_new ("\0\377data\r\n", 8);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (PennyMessage) m = NULL;
      g_autoptr (PennyDraft) back = NULL;

      d->in_reply_to = g_strdup ("r@x");
      d->references = g_strsplit ("q@x r@x", " ", -1);
      g_ptr_array_add (d->bcc, penny_address_new ("", "secret@example.net"));
      if (i % 2)
        {
          g_ptr_array_add (d->attachments, penny_attachment_new ("Rechnung für Bäcker.pdf", "application/pdf", data));
          g_ptr_array_add (d->attachments, penny_attachment_new (
            "非常に長いファイル名非常に長いファイル名非常に長い.txt", "text/plain", data));
        }
      bytes = penny_draft_build (d, TRUE, FALSE, NULL);
      assert_wire_clean (bytes);
      m = penny_message_new (bytes, NULL);
      back = penny_draft_new_from_message (m);
      g_assert_cmpstr (back->subject, ==, subject);
      g_assert_cmpstr (back->text, ==, text);
      g_assert_cmpstr (back->from->name, ==, d->from->name);
      assert_people (back->to, "Bo <bo@example.net>, \"日本, x\" <c@example.net>, unfinished");
      assert_people (back->bcc, "secret@example.net");
      g_assert_cmpstr (back->message_id, ==, d->message_id);
      g_assert_cmpstr (back->in_reply_to, ==, "r@x");
      g_assert_true (g_strv_equal ((const char * const *) back->references, (const char * const *) d->references));
      g_assert_cmpuint (back->attachments->len, ==, d->attachments->len);
      for (guint j = 0; j < d->attachments->len; j++)
        {
          PennyAttachment *a = d->attachments->pdata[j], *b = back->attachments->pdata[j];

          g_assert_cmpstr (a->file_name, ==, b->file_name);
          g_assert_cmpstr (a->content_type, ==, b->content_type);
          g_assert_true (g_bytes_equal (a->data, b->data));
        }
    }
}

static void
test_sent (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PennyDraft) d = draft ("bo@example.net", "x", texts[i]);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (PennyMessage) m = NULL;
      g_autofree char *agent = NULL;

      g_ptr_array_add (d->bcc, penny_address_new ("", "secret@example.net"));
      bytes = penny_draft_build (d, FALSE, TRUE, NULL);
      assert_wire_clean (bytes);
      m = penny_message_new (bytes, NULL);
      g_assert_cmpuint (penny_message_get_bcc (m)->len, ==, 0);
      g_assert_null (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "secret", 6));
      agent = penny_message_dup_header (m, "User-Agent");
      g_assert_cmpstr (agent, ==, "Penny Post");
      g_assert_cmpint (ABS (penny_message_get_date (m) - g_get_real_time () / G_USEC_PER_SEC), <, 60);
      g_assert_true (g_str_has_suffix (penny_message_get_message_id (m), "@example.org"));
      /* Blanks at line ends are what flowing costs. */
      if (!strstr (texts[i], "trailing"))
        g_assert_true (g_str_has_prefix (penny_message_get_text (m), texts[i]));
    }
}

static void
test_injection (void)
{
  static const char * const evil[] = {
    "x\r\nBcc: spy@evil.example\r\n\r\nbody", "x\nBcc: spy@evil.example", "x\rBcc: spy@evil.example",
    "\xc2\x85" "Bcc: spy@evil.example", "x\xe2\x80\xa8" "Bcc: spy@evil.example", "\xff\r\nBcc: spy@evil.example",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      g_autoptr (PennyDraft) d = draft ("bo@example.net", evil[i], "text");
      g_autoptr (GBytes) data = g_bytes_new ("x", 1), bytes = NULL;
      g_autoptr (PennyMessage) m = NULL;
      g_autofree char *id = g_strdup (evil[i]);

      g_ptr_array_add (d->to, penny_address_new (evil[i], "c@example.net"));
      g_ptr_array_add (d->cc, penny_address_new ("Name", evil[i]));
      g_ptr_array_add (d->attachments, penny_attachment_new (evil[i], evil[i], data));
      d->in_reply_to = g_strdup (evil[i]);
      d->references = g_new0 (char *, 2);
      d->references[0] = g_strdup (evil[i]);
      bytes = penny_draft_build (d, FALSE, FALSE, NULL);
      m = penny_message_new (bytes, NULL);
      g_assert_cmpuint (penny_message_get_bcc (m)->len, ==, 0);
      g_assert_cmpuint (penny_message_get_n_parts (m), ==, 2);
      g_assert_cmpstr (penny_message_get_text (m), ==, "text\n");
    }
}

static void
test_strict (void)
{
  g_autoptr (PennyDraft) nobody = draft ("", "x", "x");
  g_autoptr (PennyDraft) bad = draft ("bo@example.net, unfinished", "x", "x");
  g_autoptr (GError) error = NULL;

  g_assert_null (penny_draft_build (nobody, FALSE, TRUE, &error));
  g_assert_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_NO_RECIPIENT);
  g_clear_error (&error);
  g_assert_null (penny_draft_build (bad, FALSE, TRUE, &error));
  g_assert_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS);
}

static const char original[] =
  "From: Anna <anna@example.org>\nTo: me@example.org, Bo <bo@example.net>\nCc: c@example.net, ANNA@example.org\n"
  "Subject: AW: Re: Plan\nMessage-ID: <m3@x>\nReferences: <m1@x> <m2@x>\n"
  "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nline\n> older\n\nend\n-- \nAnna\n"
  "--b\nContent-Disposition: attachment; filename=a.bin\n\nDATA\n--b--\n";

static PennyDraft *
answer (const char *text, PennyReplyKind kind, const char *attribution)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (PennyMessage) m = penny_message_new (raw, NULL);
  g_autoptr (PennyAddress) me = penny_address_new ("Me", "me@example.org");

  return penny_draft_new_reply (m, kind, me, attribution);
}

static void
test_reply (void)
{
  g_autoptr (PennyDraft) one = answer (original, PENNY_REPLY_SENDER, "Anna wrote:");
  g_autoptr (PennyDraft) all = answer (original, PENNY_REPLY_ALL, NULL);
  g_autoptr (PennyDraft) list = answer ("From: a@x.y\nReply-To: list@x.y\nSubject: s\n\nx\n", PENNY_REPLY_SENDER, NULL);
  g_autoptr (PennyDraft) own = answer ("From: ME@example.org\nTo: bo@x.y\nSubject: s\n\nx\n", PENNY_REPLY_SENDER, NULL);
  g_autoptr (PennyDraft) self = answer ("From: me@example.org\nTo: me@example.org\n\nx\n", PENNY_REPLY_ALL, NULL);
  g_autofree char *references = g_strjoinv (" ", one->references);

  assert_people (one->to, "Anna <anna@example.org>");
  g_assert_cmpuint (one->cc->len, ==, 0);
  g_assert_cmpstr (one->subject, ==, "Re: Plan");
  g_assert_cmpstr (one->in_reply_to, ==, "m3@x");
  g_assert_cmpstr (references, ==, "m1@x m2@x m3@x");
  g_assert_cmpstr (one->text, ==, "\n\nAnna wrote:\n> line\n>> older\n>\n> end\n");
  g_assert_cmpuint (one->attachments->len, ==, 0);
  assert_people (all->to, "Anna <anna@example.org>, Bo <bo@example.net>");
  assert_people (all->cc, "c@example.net");
  assert_people (list->to, "list@x.y");
  assert_people (own->to, "bo@x.y");
  assert_people (self->to, "me@example.org");
}

static void
test_forward (void)
{
  g_autoptr (PennyDraft) d = answer (original, PENNY_FORWARD, "---- Forwarded ----");
  g_autoptr (PennyDraft) plain = answer (original, PENNY_FORWARD, NULL);

  g_assert_cmpuint (d->to->len, ==, 0);
  g_assert_cmpstr (d->subject, ==, "Fwd: AW: Re: Plan");
  g_assert_true (g_str_has_prefix (d->text, "\n\n---- Forwarded ----\n\nline\n> older\n"));
  g_assert_cmpuint (d->attachments->len, ==, 1);
  g_assert_cmpstr (((PennyAttachment *) d->attachments->pdata[0])->file_name, ==, "a.bin");
  g_assert_nonnull (strstr (plain->text, "From: Anna <anna@example.org>\n"));
}

static void
test_references_trimmed (void)
{
  g_autoptr (GString) text = g_string_new ("From: a@b.c\nMessage-ID: <last@x>\nReferences:");
  g_autoptr (PennyDraft) d = NULL;

  for (int i = 0; i < 500; i++)
    g_string_append_printf (text, "\n <r%d@x>", i);
  g_string_append (text, "\n\nx\n");
  d = answer (text->str, PENNY_REPLY_SENDER, NULL);
  g_assert_cmpuint (g_strv_length (d->references), ==, 30);
  g_assert_cmpstr (d->references[0], ==, "r0@x");
  g_assert_cmpstr (d->references[29], ==, "last@x");
}

static void
test_envelope (void)
{
  static const char text[] =
    "From me Mon\nFrom: A <a@x.y>\nTo: b@x.y, B <B@x.y>\nBcc: s@x.y,\n t@x.y\nbcc : u@x.y\nSubject: s\n\nBcc: stays\n";
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text)), out = NULL;
  g_autofree char *sender = NULL, *all = NULL;
  g_auto (GStrv) recipients = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (penny_draft_prepare_envelope (raw, &sender, &recipients, &out, &error));
  all = g_strjoinv (" ", recipients);
  g_assert_cmpstr (sender, ==, "a@x.y");
  g_assert_cmpstr (all, ==, "b@x.y s@x.y t@x.y u@x.y");
  g_assert_cmpmem (g_bytes_get_data (out, NULL), g_bytes_get_size (out),
                   "From: A <a@x.y>\r\nTo: b@x.y, B <B@x.y>\r\nSubject: s\r\n\r\nBcc: stays\r\n", 65);
}

/* A lone CR is no line end when the letter is read, so it is none when it goes out. */
static void
test_envelope_lone_cr (void)
{
  static const char text[] = "From: a@x.y\nTo: b@x.y\nSubject: s\rBcc: spy@x.y\n\nbody\rline\n";
  static const char want[] = "From: a@x.y\r\nTo: b@x.y\r\nSubject: s Bcc: spy@x.y\r\n\r\nbody\r\nline\r\n";
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text)), out = NULL;
  g_autofree char *sender = NULL;
  g_auto (GStrv) recipients = NULL;

  g_assert_true (penny_draft_prepare_envelope (raw, &sender, &recipients, &out, NULL));
  g_assert_cmpuint (g_strv_length (recipients), ==, 1);
  g_assert_cmpmem (g_bytes_get_data (out, NULL), g_bytes_get_size (out), want, strlen (want));
}

static void
test_envelope_errors (void)
{
  static const struct { const char *text; PennyMessageError code; } cases[] = {
    { "", PENNY_MESSAGE_ERROR_ADDRESS }, { "To: b@x.y\n\n", PENNY_MESSAGE_ERROR_ADDRESS },
    { "From: a@x.y\n\n", PENNY_MESSAGE_ERROR_NO_RECIPIENT }, { "From: a\nTo: b@x.y\n\n", PENNY_MESSAGE_ERROR_ADDRESS },
    { "From: a@x.y\nTo: b\n\n", PENNY_MESSAGE_ERROR_ADDRESS },
    { "From: a@x.y\nTo: undisclosed-recipients:;\n\n", PENNY_MESSAGE_ERROR_NO_RECIPIENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) raw = g_bytes_new (cases[i].text, strlen (cases[i].text)), out = NULL;
      g_autofree char *sender = NULL;
      g_auto (GStrv) recipients = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (penny_draft_prepare_envelope (raw, &sender, &recipients, &out, &error));
      g_assert_error (error, PENNY_MESSAGE_ERROR, (int) cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/round-trip", test_draft_round_trip);
  g_test_add_func ("/draft/sent", test_sent);
  g_test_add_func ("/draft/injection", test_injection);
  g_test_add_func ("/draft/strict", test_strict);
  g_test_add_func ("/draft/reply", test_reply);
  g_test_add_func ("/draft/forward", test_forward);
  g_test_add_func ("/draft/references-trimmed", test_references_trimmed);
  g_test_add_func ("/draft/envelope", test_envelope);
  g_test_add_func ("/draft/envelope/lone-cr", test_envelope_lone_cr);
  g_test_add_func ("/draft/envelope/errors", test_envelope_errors);
  return g_test_run ();
}
