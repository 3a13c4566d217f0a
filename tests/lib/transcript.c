/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays a written conversation as a channel. */
#include "transcript.h"

#include <string.h>

#include "penny-error.h"

typedef enum { STEP_SERVER, STEP_CLIENT, STEP_CLIENT_RAW, STEP_TLS, STEP_HANG, STEP_EOF } StepKind;

typedef struct {
  StepKind kind;
  char *text;
  gsize raw;
  gboolean crlf;
} Step;

struct _TestTranscript {
  PennyChannel parent_instance;

  GArray *steps;
  guint step;              /* the next one to play */
  TestFeed feed;
  guint cut_after, deaf_after, cancel_after;
  GCancellable *cancel;

  GString *ready;          /* server bytes that may be read now */
  GString *unmatched;      /* client bytes that do not make a line yet */
  GString *sent;
  GPtrArray *tags;
  guint server_lines;
  gboolean secure, closed;
  char *mismatch;
};

G_DEFINE_FINAL_TYPE (TestTranscript, test_transcript, PENNY_TYPE_CHANNEL)

static void
clear_step (gpointer step)
{
  g_free (((Step *) step)->text);
}

static Step
parse_step (const char *line)
{
  if (g_str_has_prefix (line, "S: ") || g_str_equal (line, "S:"))
    return (Step) { STEP_SERVER, g_strdup (line[2] ? line + 3 : ""), 0, TRUE };
  if (g_str_has_prefix (line, "S| "))
    return (Step) { STEP_SERVER, g_strdup (line + 3), 0, FALSE };
  if (g_str_has_prefix (line, "C: ") || g_str_equal (line, "C:"))
    return (Step) { STEP_CLIENT, g_strdup (line[2] ? line + 3 : ""), 0, FALSE };
  if (g_str_has_prefix (line, "C> "))
    return (Step) { STEP_CLIENT_RAW, NULL, g_ascii_strtoull (line + 3, NULL, 10), FALSE };
  if (g_str_equal (line, "TLS"))
    return (Step) { STEP_TLS, NULL, 0, FALSE };
  if (g_str_equal (line, "HANG"))
    return (Step) { STEP_HANG, NULL, 0, FALSE };
  if (g_str_equal (line, "EOF"))
    return (Step) { STEP_EOF, NULL, 0, FALSE };

  g_error ("transcript: cannot read the line \"%s\"", line);
}

static void
append_unescaped (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p != '\\' || p[1] == '\0')
      g_string_append_c (out, *p);
    else
      switch (*++p)
        {
        case 'r': g_string_append_c (out, '\r'); break;
        case 'n': g_string_append_c (out, '\n'); break;
        case 't': g_string_append_c (out, '\t'); break;
        case '0': g_string_append_c (out, '\0'); break;
        case 'x':
          g_string_append_c (out, (char) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2])));
          p += 2;
          break;
        case '\\': g_string_append_c (out, '\\'); break;
        default:
          /* IMAP's \Seen, \" and the like stand for themselves. */
          g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
}

static char *
fill_tags (TestTranscript *self, const char *text)
{
  GString *out = g_string_new (text);

  for (guint i = self->tags->len; i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("$TAG%u", i);

      g_string_replace (out, name, g_ptr_array_index (self->tags, i - 1), 0);
    }
  if (self->tags->len > 0)
    g_string_replace (out, "$TAG", g_ptr_array_index (self->tags, self->tags->len - 1), 0);

  return g_string_free (out, FALSE);
}

static void
say_line (TestTranscript *self, const Step *step)
{
  g_autofree char *text = fill_tags (self, step->text);

  append_unescaped (self->ready, text);
  if (step->crlf)
    g_string_append (self->ready, "\r\n");
  self->server_lines++;
}

/* Plays on from where the script stands as far as it goes without the client. */
static void
play (TestTranscript *self)
{
  while (self->step < self->steps->len)
    {
      const Step *step = &g_array_index (self->steps, Step, self->step);

      if (step->kind != STEP_SERVER || self->server_lines >= self->cut_after)
        return;
      if (self->feed != TEST_FEED_WHOLE && self->ready->len > 0)
        return;
      if (self->cancel != NULL && self->server_lines >= self->cancel_after)
        return;

      say_line (self, step);
      self->step++;
    }
}

static void
note_mismatch (TestTranscript *self, const char *wanted, const char *got)
{
  if (self->mismatch == NULL)
    self->mismatch = g_strdup_printf ("expected \"%s\", the client said \"%s\"", wanted, got);
  if (self->cut_after == G_MAXUINT && self->cancel == NULL)
    {
      g_test_message ("transcript: %s", self->mismatch);
      g_test_fail ();
    }
}

static void
take_client_line (TestTranscript *self, const char *line)
{
  const Step *step = self->step < self->steps->len ? &g_array_index (self->steps, Step, self->step) : NULL;

  g_ptr_array_add (self->tags, g_strndup (line, strcspn (line, " ")));
  /* A client may speak while the server still has lines to say: find the next C line. */
  for (guint i = self->step; i < self->steps->len && (step == NULL || step->kind == STEP_SERVER); i++)
    {
      step = &g_array_index (self->steps, Step, i);
      if (step->kind == STEP_CLIENT)
        {
          g_autofree char *text = NULL;
          Step moved = *step;

          if (!g_pattern_match_simple (moved.text, line))
            note_mismatch (self, moved.text, line);
          text = moved.text;
          g_array_index (self->steps, Step, i).text = NULL;
          g_array_remove_index (self->steps, i);
          return;
        }
    }

  if (step == NULL || step->kind != STEP_CLIENT)
    {
      note_mismatch (self, "(nothing)", line);
      return;
    }

  if (!g_pattern_match_simple (step->text, line))
    note_mismatch (self, step->text, line);
  self->step++;
}

static gboolean
take_raw (TestTranscript *self)
{
  const Step *step = self->step < self->steps->len ? &g_array_index (self->steps, Step, self->step) : NULL;

  if (step == NULL || step->kind != STEP_CLIENT_RAW)
    return FALSE;
  if (self->unmatched->len < step->raw)
    return FALSE;

  g_string_erase (self->unmatched, 0, step->raw);
  self->step++;
  return TRUE;
}

static void
take_client_bytes (TestTranscript *self)
{
  for (;;)
    {
      char *lf;
      g_autofree char *line = NULL;

      if (self->step < self->steps->len
          && g_array_index (self->steps, Step, self->step).kind == STEP_CLIENT_RAW)
        {
          if (!take_raw (self))
            return;
          continue;
        }

      lf = memchr (self->unmatched->str, '\n', self->unmatched->len);
      if (lf == NULL)
        return;
      line = g_strndup (self->unmatched->str, lf - self->unmatched->str);
      g_strchomp (line);
      g_string_erase (self->unmatched, 0, lf - self->unmatched->str + 1);
      take_client_line (self, line);
    }
}

static gboolean
is_cut (TestTranscript *self)
{
  return self->server_lines >= self->cut_after;
}

static gssize
read_nothing (TestTranscript *self, GCancellable *cancellable, GError **error)
{
  const Step *step = self->step < self->steps->len ? &g_array_index (self->steps, Step, self->step) : NULL;

  if (self->cancel != NULL && self->server_lines >= self->cancel_after)
    {
      g_cancellable_cancel (self->cancel);
      g_cancellable_set_error_if_cancelled (self->cancel, error);
      return -1;
    }

  if (step == NULL || step->kind == STEP_EOF || is_cut (self))
    return 0;

  g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT, "transcript: waits at \"%s\"",
               step->kind == STEP_HANG ? "HANG" : step->kind == STEP_TLS ? "TLS" : step->text ? step->text : "C>");
  return -1;
}

static gssize
transcript_read (PennyChannel *channel, void *buffer, gsize size, gint64 deadline,
                 GCancellable *cancellable, GError **error)
{
  TestTranscript *self = TEST_TRANSCRIPT (channel);
  gsize n;

  play (self);
  if (self->ready->len == 0)
    return read_nothing (self, cancellable, error);

  n = MIN (self->ready->len, size);
  if (self->feed == TEST_FEED_BYTES)
    n = 1;
  memcpy (buffer, self->ready->str, n);
  g_string_erase (self->ready, 0, n);
  return n;
}

static gboolean
transcript_write (PennyChannel *channel, const void *buffer, gsize size, gint64 deadline,
                  GCancellable *cancellable, GError **error)
{
  TestTranscript *self = TEST_TRANSCRIPT (channel);

  if ((is_cut (self) && self->ready->len == 0) || self->server_lines >= self->deaf_after)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED, "transcript: cut");
      return FALSE;
    }

  g_string_append_len (self->sent, buffer, size);
  g_string_append_len (self->unmatched, buffer, size);
  take_client_bytes (self);
  return TRUE;
}

static PennyWait
transcript_wait (PennyChannel *channel, PennyWake *wake, gint64 deadline, GCancellable *cancellable,
                 GError **error)
{
  TestTranscript *self = TEST_TRANSCRIPT (channel);
  const Step *step;

  play (self);
  step = self->step < self->steps->len ? &g_array_index (self->steps, Step, self->step) : NULL;
  if (self->ready->len > 0 || step == NULL || step->kind == STEP_EOF || is_cut (self))
    return PENNY_WAIT_READY;
  if (self->cancel != NULL)
    return read_nothing (self, cancellable, error) < 0 ? PENNY_WAIT_FAILED : PENNY_WAIT_READY;

  return wake != NULL && step->kind != STEP_HANG ? PENNY_WAIT_WOKEN : PENNY_WAIT_TIMED_OUT;
}

static gboolean
transcript_start_tls (PennyChannel *channel, gint64 deadline, GCancellable *cancellable, GError **error)
{
  TestTranscript *self = TEST_TRANSCRIPT (channel);
  const Step *step = self->step < self->steps->len ? &g_array_index (self->steps, Step, self->step) : NULL;

  if (step == NULL || step->kind != STEP_TLS || self->ready->len > 0)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TLS, "transcript: no TLS here");
      return FALSE;
    }

  self->secure = TRUE;
  self->step++;
  return TRUE;
}

static gboolean
transcript_is_secure (PennyChannel *channel)
{
  return TEST_TRANSCRIPT (channel)->secure;
}

static void
transcript_close (PennyChannel *channel)
{
  TEST_TRANSCRIPT (channel)->closed = TRUE;
}

static void
test_transcript_finalize (GObject *object)
{
  TestTranscript *self = TEST_TRANSCRIPT (object);

  g_array_unref (self->steps);
  g_clear_object (&self->cancel);
  g_string_free (self->ready, TRUE);
  g_string_free (self->unmatched, TRUE);
  g_string_free (self->sent, TRUE);
  g_ptr_array_unref (self->tags);
  g_free (self->mismatch);
  G_OBJECT_CLASS (test_transcript_parent_class)->finalize (object);
}

static void
test_transcript_class_init (TestTranscriptClass *klass)
{
  PennyChannelClass *channel_class = PENNY_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_transcript_finalize;
  channel_class->read = transcript_read;
  channel_class->write = transcript_write;
  channel_class->wait = transcript_wait;
  channel_class->start_tls = transcript_start_tls;
  channel_class->is_secure = transcript_is_secure;
  channel_class->close = transcript_close;
}

static void
test_transcript_init (TestTranscript *self)
{
  self->steps = g_array_new (FALSE, TRUE, sizeof (Step));
  g_array_set_clear_func (self->steps, clear_step);
  self->ready = g_string_new (NULL);
  self->unmatched = g_string_new (NULL);
  self->sent = g_string_new (NULL);
  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->cut_after = G_MAXUINT;
  self->deaf_after = G_MAXUINT;
  self->cancel_after = G_MAXUINT;
}

TestTranscript *
test_transcript_new (const char *script, TestFeed feed)
{
  TestTranscript *self = g_object_new (TEST_TYPE_TRANSCRIPT, NULL);
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);

  self->feed = feed;
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' && lines[i][0] != '#')
      {
        Step step = parse_step (lines[i]);

        g_array_append_val (self->steps, step);
      }

  return self;
}

void
test_transcript_cut_after (TestTranscript *self, guint n)
{
  self->cut_after = n;
}

void
test_transcript_deaf_after (TestTranscript *self, guint n)
{
  self->deaf_after = n;
}

void
test_transcript_cancel_after (TestTranscript *self, guint n, GCancellable *cancellable)
{
  self->cancel_after = n;
  g_set_object (&self->cancel, cancellable);
}

guint
test_transcript_count_server_lines (const char *script)
{
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "S:") || g_str_has_prefix (lines[i], "S|"))
      n++;

  return n;
}

gboolean
test_transcript_is_finished (TestTranscript *self)
{
  play (self);
  return self->step >= self->steps->len
         || g_array_index (self->steps, Step, self->step).kind >= STEP_HANG;
}

void
test_transcript_assert_finished (TestTranscript *self)
{
  if (test_transcript_is_finished (self))
    return;

  g_test_message ("transcript: stopped before \"%s\"", g_array_index (self->steps, Step, self->step).text);
  g_test_fail ();
}

const char *
test_transcript_get_sent (TestTranscript *self)
{
  return self->sent->str;
}

const char *
test_transcript_get_mismatch (TestTranscript *self)
{
  return self->mismatch;
}
