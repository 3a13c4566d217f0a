/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dot-unstuffing, as a stream. */
#include "penny-pop-body.h"

#include <string.h>

typedef enum {
  AT_LINE_START,
  IN_LINE,        /* the last byte was not CR */
  IN_LINE_CR,     /* the last byte was CR */
  DOT,            /* line start, then "." (held back) */
  DOT_CR,         /* line start, then "." CR (both held back) */
  AT_END,
} State;

struct _PennyPopBody {
  guint64 limit;
  gboolean bare_lf;
  State state;
  GByteArray *out;
  guint64 seen;
  gboolean over;
};

PennyPopBody *
penny_pop_body_new (guint64 limit, gboolean bare_lf)
{
  PennyPopBody *self = g_new0 (PennyPopBody, 1);

  self->limit = limit;
  self->bare_lf = bare_lf;
  self->state = AT_LINE_START;
  self->out = g_byte_array_sized_new (16384);
  return self;
}

void
penny_pop_body_free (PennyPopBody *self)
{
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self);
}

static void
keep (PennyPopBody *self, const void *data, gsize size)
{
  if (!self->over && self->out->len + size > self->limit)
    {
      /* Too big to be of use: give the memory back at once and only look for the end. */
      self->over = TRUE;
      g_byte_array_unref (self->out);
      self->out = g_byte_array_new ();
    }

  if (!self->over)
    g_byte_array_append (self->out, data, size);
}

/* The rest of a line from P on: returns behind its LF, or END. */
static const guint8 *
take_line (PennyPopBody *self, const guint8 *p, const guint8 *end)
{
  const guint8 *lf = memchr (p, '\n', end - p);
  const guint8 *stop = lf != NULL ? lf + 1 : end;
  gboolean cr = lf == NULL ? end[-1] == '\r'
                           : (lf > p ? lf[-1] == '\r' : self->state == IN_LINE_CR);

  keep (self, p, stop - p);
  if (lf != NULL)
    self->state = cr || self->bare_lf ? AT_LINE_START : IN_LINE;
  else
    self->state = cr ? IN_LINE_CR : IN_LINE;

  return stop;
}

/* One byte behind a dot that was held back. TRUE when it was used. */
static gboolean
after_dot (PennyPopBody *self, guint8 byte)
{
  if (byte == '\n' && (self->state == DOT_CR || self->bare_lf))
    {
      self->state = AT_END;
      return TRUE;
    }

  if (byte == '\r' && self->state == DOT)
    {
      self->state = DOT_CR;
      return TRUE;
    }

  /* The dot was stuffing: it is dropped, what was held back behind it is not. */
  if (self->state == DOT_CR)
    keep (self, "\r", 1);
  self->state = self->state == DOT_CR ? IN_LINE_CR : IN_LINE;
  return FALSE;
}

gboolean
penny_pop_body_feed (PennyPopBody *self, const guint8 *data, gsize size, gsize *used)
{
  const guint8 *p = data, *end = data + size;

  while (p < end && self->state != AT_END)
    {
      if (self->state == DOT || self->state == DOT_CR)
        {
          if (after_dot (self, *p))
            p++;
        }
      else if (self->state == AT_LINE_START && *p == '.')
        {
          self->state = DOT;
          p++;
        }
      else
        p = take_line (self, p, end);
    }

  *used = p - data;
  self->seen += *used;
  return self->state == AT_END;
}

guint64
penny_pop_body_get_seen (PennyPopBody *self)
{
  return self->seen;
}

gboolean
penny_pop_body_is_over (PennyPopBody *self)
{
  return self->over;
}

GBytes *
penny_pop_body_steal (PennyPopBody *self)
{
  GByteArray *out = self->out;

  self->out = g_byte_array_new ();
  return g_byte_array_free_to_bytes (out);
}
