/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compressed channel: what one side packs the other reads, in pieces of any size; what makes no sense is an
 * error, and waiting for something to read is not fooled by packed bytes that hold nothing. */
#include <string.h>

#include "penny-channel.h"
#include "penny-deflate.h"
#include "penny-error.h"

/* --- a channel over memory --- */

#define TEST_TYPE_MEMORY (test_memory_get_type ())
G_DECLARE_FINAL_TYPE (TestMemory, test_memory, TEST, MEMORY, PennyChannel)

struct _TestMemory {
  PennyChannel parent_instance;
  GByteArray *in;       /* what the other side has sent */
  gsize at, piece;      /* read so far, and at most at once */
  GByteArray *out;
};

G_DEFINE_FINAL_TYPE (TestMemory, test_memory, PENNY_TYPE_CHANNEL)

static gssize
memory_read (PennyChannel *channel, void *buffer, gsize size, gint64 deadline, GCancellable *cancellable,
             GError **error)
{
  TestMemory *self = TEST_MEMORY (channel);
  gsize n = MIN (MIN (size, self->piece), self->in->len - self->at);

  memcpy (buffer, self->in->data + self->at, n);
  self->at += n;
  return (gssize) n;
}

static gboolean
memory_write (PennyChannel *channel, const void *buffer, gsize size, gint64 deadline, GCancellable *cancellable,
              GError **error)
{
  g_byte_array_append (TEST_MEMORY (channel)->out, buffer, (guint) size);
  return TRUE;
}

static PennyWait
memory_wait (PennyChannel *channel, PennyWake *wake, gint64 deadline, GCancellable *cancellable, GError **error)
{
  TestMemory *self = TEST_MEMORY (channel);

  return self->at < self->in->len ? PENNY_WAIT_READY : PENNY_WAIT_TIMED_OUT;
}

static gboolean
memory_is_secure (PennyChannel *channel)
{
  return TRUE;
}

static void
memory_close (PennyChannel *channel)
{
}

static void
test_memory_finalize (GObject *object)
{
  TestMemory *self = TEST_MEMORY (object);

  g_byte_array_unref (self->in);
  g_byte_array_unref (self->out);
  G_OBJECT_CLASS (test_memory_parent_class)->finalize (object);
}

static void
test_memory_class_init (TestMemoryClass *klass)
{
  PennyChannelClass *channel_class = PENNY_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_memory_finalize;
  channel_class->read = memory_read;
  channel_class->write = memory_write;
  channel_class->wait = memory_wait;
  channel_class->is_secure = memory_is_secure;
  channel_class->close = memory_close;
}

static void
test_memory_init (TestMemory *self)
{
  self->in = g_byte_array_new ();
  self->out = g_byte_array_new ();
}

static TestMemory *
memory_new (gsize piece)
{
  TestMemory *self = g_object_new (TEST_TYPE_MEMORY, NULL);

  self->piece = piece;
  return self;
}

/* --- tests --- */

static void
say_packed (PennyDeflate *other, TestMemory *to, const char *text)
{
  penny_deflate_pack (other, text, strlen (text), to->in);
}

/* A line in clear, the rest packed, some of it read along with that line. */
static void
test_both_ways (void)
{
  static const gsize pieces[] = { 1, 2, 7, 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(TestMemory) memory = memory_new (pieces[i]);
      g_autoptr(PennyDeflate) other = penny_deflate_new ();
      g_autofree char *large = g_strnfill (300000, 'x');
      g_autofree char *body = g_malloc (300000);
      g_autoptr(GError) error = NULL;
      PennyChannel *channel = PENNY_CHANNEL (memory);
      guint8 heard[100];
      gsize room;

      g_byte_array_append (memory->in, (const guint8 *) "OK\r\n", 4);
      say_packed (other, memory, "first\r\nsecond\r\n");
      say_packed (other, memory, large);
      g_assert_cmpstr (penny_channel_read_line (channel, 100, NULL, &error), ==, "OK");
      g_assert_true (penny_channel_start_compression (channel, &error));
      g_assert_cmpstr (penny_channel_read_line (channel, 100, NULL, &error), ==, "first");
      g_assert_cmpstr (penny_channel_read_line (channel, 100, NULL, &error), ==, "second");
      g_assert_true (penny_channel_read_exact (channel, body, 300000, &error));
      g_assert_cmpmem (body, 300000, large, 300000);
      g_assert_cmpuint (penny_channel_get_bytes_in (channel), ==, memory->at);
      g_assert_cmpuint (memory->in->len, <, 5000);

      penny_channel_puts (channel, "a question\r\n");
      g_assert_true (penny_channel_flush (channel, &error));
      memcpy (penny_deflate_get_space (other, &room), memory->out->data, memory->out->len);
      penny_deflate_add_space (other, memory->out->len);
      g_assert_cmpint (penny_deflate_unpack (other, heard, sizeof heard, &error), ==, 12);
      g_assert_cmpmem (heard, 12, "a question\r\n", 12);
      g_assert_no_error (error);
    }
}

static void
test_waiting (void)
{
  g_autoptr(TestMemory) memory = memory_new (4096);
  g_autoptr(PennyDeflate) other = penny_deflate_new ();
  g_autoptr(GError) error = NULL;
  PennyChannel *channel = PENNY_CHANNEL (memory);

  g_assert_true (penny_channel_start_compression (channel, &error));
  /* A block that holds nothing. */
  say_packed (other, memory, "");
  g_assert_cmpint (penny_channel_wait (channel, NULL, 0, &error), ==, PENNY_WAIT_TIMED_OUT);
  say_packed (other, memory, "news\r\n");
  g_assert_cmpint (penny_channel_wait (channel, NULL, 0, &error), ==, PENNY_WAIT_READY);
  g_assert_cmpstr (penny_channel_read_line (channel, 100, NULL, &error), ==, "news");
  g_assert_cmpint (penny_channel_wait (channel, NULL, 0, &error), ==, PENNY_WAIT_TIMED_OUT);
  g_assert_no_error (error);
}

static void
test_nonsense (void)
{
  g_autoptr(TestMemory) memory = memory_new (4096);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) waiting = NULL;
  PennyChannel *channel = PENNY_CHANNEL (memory);

  g_assert_true (penny_channel_start_compression (channel, &error));
  g_byte_array_append (memory->in, (const guint8 *) "* OK in clear\r\n", 15);
  g_assert_null (penny_channel_read_line (channel, 100, NULL, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
  g_assert_cmpint (penny_channel_wait (channel, NULL, 0, &waiting), ==, PENNY_WAIT_FAILED);
  g_assert_error (waiting, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/deflate/both-ways", test_both_ways);
  g_test_add_func ("/wire/deflate/waiting", test_waiting);
  g_test_add_func ("/wire/deflate/nonsense", test_nonsense);
  return g_test_run ();
}
