/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz in, commands looked over. */
#include "fuzz-channel.h"

#include <string.h>

#define N_TAGS 8
#define PAUSE 14

struct _FuzzChannel {
  PennyChannel parent_instance;

  /* set once */
  const guint8 *data;        /* borrowed */
  gsize size;
  gsize step;
  gboolean demand_tls;

  gsize at;
  const char *left;          /* borrowed from TAGS: the rest of a tag that is being said */
  gboolean secure;
  gboolean patient;          /* the last wait was woken */

  /* what the client says */
  char tags[N_TAGS][16];     /* its last one, the one before… */
  GString *line;
  gsize n_literal;           /* bytes of a literal that are still to come */
  gboolean in_sasl;
  gboolean goes_on;          /* a literal is behind: the command's line goes on */
};

G_DEFINE_FINAL_TYPE (FuzzChannel, fuzz_channel, PENNY_TYPE_CHANNEL)

/* --- the server --- */

static gssize
fuzz_channel_read (PennyChannel *channel, void *buffer, gsize size, gint64 deadline,
                   GCancellable *cancellable, GError **error)
{
  FuzzChannel *self = FUZZ_CHANNEL (channel);
  guint8 *to = buffer;
  gsize n = 0;

  while (n < MIN (size, self->step) && (*self->left != '\0' || self->at < self->size))
    {
      guint8 c;

      if (*self->left != '\0')
        {
          to[n++] = (guint8) *self->left++;
          continue;
        }
      c = self->data[self->at++];
      if (c == PAUSE && n > 0)
        break;
      if (c >= 1 && c <= N_TAGS)
        self->left = self->tags[c - 1];
      else if (c != PAUSE)
        to[n++] = c;
    }
  return (gssize) n;
}

static PennyWait
fuzz_channel_wait (PennyChannel *channel, PennyWake *wake, gint64 deadline, GCancellable *cancellable,
                   GError **error)
{
  FuzzChannel *self = FUZZ_CHANNEL (channel);

  self->patient = !self->patient;
  if (self->patient)
    return PENNY_WAIT_READY;
  return wake != NULL ? PENNY_WAIT_WOKEN : PENNY_WAIT_TIMED_OUT;
}

static gboolean
fuzz_channel_start_tls (PennyChannel *channel, gint64 deadline, GCancellable *cancellable, GError **error)
{
  FuzzChannel *self = FUZZ_CHANNEL (channel);

  /* What was being said in clear is not said inside. */
  self->left = "";
  self->secure = TRUE;
  return TRUE;
}

static gboolean
fuzz_channel_is_secure (PennyChannel *channel)
{
  return FUZZ_CHANNEL (channel)->secure;
}

static void
fuzz_channel_close (PennyChannel *channel)
{
}

/* --- the client --- */

static gsize
count_announced (const char *line)
{
  const char *brace = strrchr (line, '{');

  return brace != NULL && g_str_has_suffix (line, "}\r\n") ? (gsize) g_ascii_strtoull (brace + 1, NULL, 10) : 0;
}

static void
check_command (FuzzChannel *self, const char *line)
{
  static const char * const clear_words[] = { "CAPABILITY\r\n", "STARTTLS\r\n", "LOGOUT\r\n", NULL };
  const char *word = strchr (line, ' ');

  if (strcmp (line, "DONE\r\n") == 0)
    return;
  g_assert_nonnull (word);
  g_assert_true (*line == 'P' && g_ascii_isdigit (line[1]) && g_ascii_isupper (word[1]));
  g_assert_true (!self->demand_tls || self->secure || g_strv_contains (clear_words, word + 1));
  memmove (self->tags[1], self->tags[0], sizeof self->tags - sizeof self->tags[0]);
  g_strlcpy (self->tags[0], line, MIN (sizeof self->tags[0], (gsize) (word - line) + 1));
  self->in_sasl = g_str_has_prefix (word + 1, "AUTHENTICATE ");
}

/* An answer to a challenge: base64, "*" or nothing. */
static gboolean
is_sasl_answer (const char *line)
{
  gsize n = strspn (line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

  return strcmp (line + n, "\r\n") == 0 || strcmp (line, "*\r\n") == 0;
}

static void
take_line (FuzzChannel *self)
{
  const char *line = self->line->str;

  g_assert_true (g_str_has_suffix (line, "\r\n"));
  g_assert_cmpuint (strlen (line), ==, self->line->len);
  g_assert_cmpuint (strcspn (line, "\r\n"), ==, self->line->len - 2);
  if (!self->goes_on && !(self->in_sasl && is_sasl_answer (line)))
    check_command (self, line);
  self->n_literal = count_announced (line);
  self->goes_on = g_str_has_suffix (line, "}\r\n") && strchr (line, '{') != NULL;
  g_string_truncate (self->line, 0);
}

/* Instead of a literal that was refused the next command comes. */
static void
notice_refusal (FuzzChannel *self, const char *from, gsize size)
{
  guint64 last = g_ascii_strtoull (self->tags[0] + 1, NULL, 10);
  g_autofree char *next = g_strdup_printf ("P%" G_GUINT64_FORMAT " ", last + 1);

  if (!self->goes_on || size < strlen (next) || strncmp (from, next, strlen (next)) != 0)
    return;
  self->n_literal = 0;
  self->goes_on = FALSE;
}

static gboolean
fuzz_channel_write (PennyChannel *channel, const void *buffer, gsize size, gint64 deadline,
                    GCancellable *cancellable, GError **error)
{
  FuzzChannel *self = FUZZ_CHANNEL (channel);
  const char *from = buffer;

  notice_refusal (self, from, size);
  for (gsize i = 0; i < size; i++)
    if (self->n_literal > 0)
      self->n_literal--;
    else
      {
        g_string_append_c (self->line, from[i]);
        if (from[i] == '\n')
          take_line (self);
      }
  return TRUE;
}

/* --- --- */

FuzzChannel *
fuzz_channel_new (const guint8 *data, gsize size, gsize step, gboolean demand_tls)
{
  FuzzChannel *self = g_object_new (FUZZ_TYPE_CHANNEL, NULL);

  self->data = data;
  self->size = size;
  self->step = step;
  self->demand_tls = demand_tls;
  return self;
}

static void
fuzz_channel_finalize (GObject *object)
{
  g_string_free (FUZZ_CHANNEL (object)->line, TRUE);
  G_OBJECT_CLASS (fuzz_channel_parent_class)->finalize (object);
}

static void
fuzz_channel_class_init (FuzzChannelClass *klass)
{
  PennyChannelClass *channel = PENNY_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fuzz_channel_finalize;
  channel->read = fuzz_channel_read;
  channel->write = fuzz_channel_write;
  channel->wait = fuzz_channel_wait;
  channel->start_tls = fuzz_channel_start_tls;
  channel->is_secure = fuzz_channel_is_secure;
  channel->close = fuzz_channel_close;
}

static void
fuzz_channel_init (FuzzChannel *self)
{
  self->line = g_string_new (NULL);
  self->left = "";
}
