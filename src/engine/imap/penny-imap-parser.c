/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framing of responses: lines and literals, cut anywhere. What they mean is read when they are
 * whole. */
#include "penny-imap-parser.h"

#include <string.h>

#include "penny-error.h"
#include "penny-imap-reader.h"
#include "penny-log.h"

#define KIB ((gsize) 1024)
#define MIB (1024 * KIB)
/* What a literal gets before a byte of it has come; then twice as much each time it is full. Pages this many are
 * moved by the kernel, not copied. */
#define FIRST_ROOM MIB

const PennyImapLimits penny_imap_limits_default = {
  .line = 64 * KIB,
  .long_line = 16 * MIB,
  .literal = 64 * MIB,
  .body = 256 * MIB,
  .total = 288 * MIB,
  .nesting = 50,
  .list = 100000,
};

const PennyImapLimits penny_imap_limits_stranger = {
  .line = 64 * KIB,
  .long_line = 64 * KIB,
  .literal = 64 * KIB,
  .body = 64 * KIB,
  .total = 64 * KIB,
  .nesting = 10,
  .list = 1000,
};

struct _PennyImapParser {
  PennyImapLimits limits;

  /* cleared by each response */
  GString *text;          /* everything but the literals' bytes */
  GPtrArray *literals;    /* of GBytes */
  GArray *offsets;        /* of gsize: where in TEXT each literal's "{" stands */
  gsize total;
  gboolean failed;
  gboolean utf8;          /* not cleared */

  /* the literal being read */
  guint8 *literal;        /* owned; NULL: in a line */
  gsize literal_size;     /* as announced */
  gsize literal_room;     /* ≤ size: so much there is memory for */
  gsize literal_filled;   /* ≤ room */
};

PennyImapParser *
penny_imap_parser_new (const PennyImapLimits *limits)
{
  PennyImapParser *self = g_new0 (PennyImapParser, 1);

  self->limits = *limits;
  self->text = g_string_new (NULL);
  self->literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

void
penny_imap_parser_set_utf8 (PennyImapParser *self, gboolean utf8)
{
  self->utf8 = utf8;
}

void
penny_imap_parser_free (PennyImapParser *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->literals);
  g_array_unref (self->offsets);
  g_free (self->literal);
  g_free (self);
}

void
penny_imap_parser_set_limits (PennyImapParser *self, const PennyImapLimits *limits)
{
  self->limits = *limits;
}

void
penny_imap_parser_reset (PennyImapParser *self)
{
  /* A long line's memory is not kept for the short ones behind it. */
  if (self->text->allocated_len > MIB)
    {
      g_string_free (self->text, TRUE);
      self->text = g_string_new (NULL);
    }
  g_string_truncate (self->text, 0);
  g_ptr_array_set_size (self->literals, 0);
  g_array_set_size (self->offsets, 0);
  g_clear_pointer (&self->literal, g_free);
  self->total = 0;
  self->failed = FALSE;
}

gboolean
penny_imap_parser_is_midway (PennyImapParser *self)
{
  return self->text->len > 0 || self->literal != NULL;
}

static gboolean
fail (PennyImapParser *self, GError **error, const char *what)
{
  self->failed = TRUE;
  g_set_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT, "The server sent %s", what);
  return FALSE;
}

/* --- what kind of line it is --- */

typedef enum {
  KIND_STATUS,   /* tagged, "+", "* OK": ends in free text, where "{5}" is no literal */
  KIND_DATA,
  KIND_LONG,
  KIND_FETCH,
} Kind;

static gboolean
starts_with (const char *text, const char *word)
{
  return g_ascii_strncasecmp (text, word, strlen (word)) == 0;
}

static Kind
find_kind (PennyImapParser *self)
{
  static const char * const status_words[] = { "OK ", "OK\r", "OK\n", "NO ", "NO\r", "NO\n", "BAD ",
    "BAD\r", "BAD\n", "BYE ", "BYE\r", "BYE\n", "PREAUTH ", "PREAUTH\r", "PREAUTH\n", NULL };
  static const char * const long_words[] = { "SEARCH", "ESEARCH", "VANISHED", NULL };
  const char *p = self->text->str;   /* NUL-terminated */

  if (*p++ != '*' || *p != ' ')
    return KIND_STATUS;
  p += strspn (p, " ");
  for (guint i = 0; status_words[i] != NULL; i++)
    if (starts_with (p, status_words[i]))
      return KIND_STATUS;
  for (guint i = 0; long_words[i] != NULL; i++)
    if (starts_with (p, long_words[i]))
      return KIND_LONG;
  p += strspn (p, "0123456789");
  p += strspn (p, " ");
  return starts_with (p, "FETCH") ? KIND_FETCH : KIND_DATA;
}

/* --- literals --- */

/* Where the "{" of an announcement stands at the end of the text (its line end is in the text too),
 * -1 when the line just ends. */
static gssize
find_announcement (PennyImapParser *self)
{
  const char *text = self->text->str;
  gsize i = self->text->len - 1;

  if (i > 0 && text[i - 1] == '\r')
    i--;
  if (i == 0 || text[--i] != '}')
    return -1;
  if (i > 0 && text[i - 1] == '+')
    i--;
  if (i == 0 || !g_ascii_isdigit (text[i - 1]))
    return -1;
  while (i > 0 && g_ascii_isdigit (text[i - 1]))
    i--;
  return i > 0 && text[i - 1] == '{' ? (gssize) i - 1 : -1;
}

static gboolean
begin_literal (PennyImapParser *self, gsize brace, Kind kind, GError **error)
{
  gsize max = MIN (kind == KIND_FETCH ? self->limits.body : self->limits.literal,
                   self->limits.total - MIN (self->total, self->limits.total));
  guint64 size = g_ascii_strtoull (self->text->str + brace + 1, NULL, 10);

  /* strtoull says G_MAXUINT64 for what it cannot hold. */
  if (size > max)
    return fail (self, error, "a literal that is too large");
  self->literal_size = (gsize) size;
  self->literal_room = MIN (self->literal_size, FIRST_ROOM);
  self->literal_filled = 0;
  self->literal = g_malloc (MAX (self->literal_room, 1));
  g_array_append_val (self->offsets, brace);
  return TRUE;
}

static gboolean
make_room (PennyImapParser *self, GError **error)
{
  gsize room = MIN (self->literal_size, self->literal_room * 2);
  guint8 *larger;

  if (self->literal_filled < self->literal_room || self->literal_filled == self->literal_size)
    return TRUE;
  larger = g_try_realloc (self->literal, room);
  if (larger == NULL)
    return fail (self, error, "a literal that does not fit into memory");
  self->literal = larger;
  self->literal_room = room;
  return TRUE;
}

guint8 *
penny_imap_parser_get_space (PennyImapParser *self, gsize *size)
{
  *size = self->literal == NULL ? 0 : self->literal_room - self->literal_filled;
  return *size == 0 ? NULL : self->literal + self->literal_filled;
}

void
penny_imap_parser_add_space (PennyImapParser *self, gsize size)
{
  self->literal_filled += size;
  self->total += size;
  if (self->literal != NULL && self->literal_filled == self->literal_size)
    g_ptr_array_add (self->literals,
                     g_bytes_new_take (g_steal_pointer (&self->literal), self->literal_size));
}

static gboolean
fill_literal (PennyImapParser *self, const guint8 *data, gsize size, gsize *used, GError **error)
{
  *used = 0;
  if (!make_room (self, error))
    return FALSE;
  *used = MIN (size, self->literal_room - self->literal_filled);
  if (*used > 0)
    memcpy (self->literal + self->literal_filled, data, *used);
  penny_imap_parser_add_space (self, *used);
  return TRUE;
}

/* --- lines --- */

/* Takes the line or as much of it as there is; *ENDED when its LF is there. */
static gsize
fill_line (PennyImapParser *self, const guint8 *data, gsize size, gboolean *ended)
{
  const guint8 *lf = memchr (data, '\n', size);
  gsize n = lf == NULL ? size : (gsize) (lf - data) + 1;

  g_string_append_len (self->text, (const char *) data, (gssize) n);
  self->total += n;
  *ended = lf != NULL;
  return n;
}

static gboolean
check_line (PennyImapParser *self, Kind kind, GError **error)
{
  gsize max = kind == KIND_LONG || kind == KIND_FETCH ? self->limits.long_line : self->limits.line;

  if (self->text->len > max)
    return fail (self, error, "a line that is too long");
  if (self->total > self->limits.total)
    return fail (self, error, "an answer that is too large");
  return TRUE;
}

static gboolean
is_blank (PennyImapParser *self)
{
  return strspn (self->text->str, " \r\n") == self->text->len;
}

/* Before anybody has logged in a continuation is a challenge, which may hold what a secret can be guessed from, or
 * says nothing. */
static void
log_response (PennyImapParser *self, const PennyImapReader *reader)
{
  if (*reader->start == '+' && self->limits.total == penny_imap_limits_stranger.total)
    penny_log_wire ("imap", FALSE, "+ <challenge>", -1);
  else
    penny_log_wire ("imap", FALSE, reader->start, reader->end - reader->start);
}

static PennyImapFeed
finish (PennyImapParser *self, PennyImapResponse **response, GError **error)
{
  PennyImapReader reader = {
    .start = self->text->str,
    .at = self->text->str,
    .end = self->text->str + self->text->len - 1,
    .literals = self->literals,
    .offsets = self->offsets,
    .limits = &self->limits,
    .utf8 = self->utf8,
  };

  if (reader.end > reader.start && reader.end[-1] == '\r')
    reader.end--;
  if (penny_log_is_on ())
    log_response (self, &reader);
  *response = penny_imap_reader_response (&reader, error);
  penny_imap_parser_reset (self);
  self->failed = *response == NULL;
  return *response == NULL ? PENNY_IMAP_FEED_ERROR : PENNY_IMAP_FEED_RESPONSE;
}

/* A line has its LF: TRUE when the response is whole. */
static gboolean
end_line (PennyImapParser *self, Kind kind, gboolean *whole, GError **error)
{
  gssize brace = kind == KIND_STATUS ? -1 : find_announcement (self);

  *whole = FALSE;
  if (brace >= 0)
    return begin_literal (self, (gsize) brace, kind, error);
  if (is_blank (self))
    penny_imap_parser_reset (self);
  else
    *whole = TRUE;
  return TRUE;
}

PennyImapFeed
penny_imap_parser_feed (PennyImapParser *self, const guint8 *data, gsize size, gsize *used,
                        PennyImapResponse **response, GError **error)
{
  *used = 0;
  if (self->failed)
    return fail (self, error, "more behind an answer that could not be followed"), PENNY_IMAP_FEED_ERROR;
  while (*used < size || (self->literal != NULL && self->literal_filled == self->literal_room))
    {
      gboolean ended, whole;
      Kind kind;

      if (self->literal != NULL)
        {
          gsize filled;

          if (!fill_literal (self, data + *used, size - *used, &filled, error))
            return PENNY_IMAP_FEED_ERROR;
          *used += filled;
          continue;
        }
      *used += fill_line (self, data + *used, size - *used, &ended);
      kind = find_kind (self);
      if (!check_line (self, kind, error))
        return PENNY_IMAP_FEED_ERROR;
      if (!ended)
        break;
      if (!end_line (self, kind, &whole, error))
        return PENNY_IMAP_FEED_ERROR;
      if (whole)
        return finish (self, response, error);
    }
  return PENNY_IMAP_FEED_MORE;
}
