/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser under mutated conversations. Built with -fsanitize=fuzzer and -DPENNY_LIBFUZZER it is a
 * libFuzzer target; as it stands it is a test: every seed, then some thousand mutations of them that
 * are the same on every run. What is asked: no crash, never more bytes taken than given, the same
 * answers whole and cut. */
#include <string.h>

#include "penny-imap-parser.h"
#include "response-dump.h"

#define N_MUTATIONS 6000
#define MAX_RESPONSES 1000

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const PennyImapLimits small_limits = {
  .line = 4096, .long_line = 8192, .literal = 4096, .body = 8192, .total = 16384, .nesting = 20, .list = 500,
};

/* Feeds pieces of at most STEP bytes; the dumps of all answers. */
static char *
parse_all (const guint8 *data, gsize size, gsize step)
{
  g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&small_limits);
  GString *out = g_string_new (NULL);
  gsize at = 0;

  for (guint n = 0; at < size && n < MAX_RESPONSES;)
    {
      g_autoptr(PennyImapResponse) response = NULL;
      g_autoptr(GError) error = NULL;
      gsize piece = MIN (step, size - at), used = 0;
      g_autofree guint8 *exact = g_memdup2 (data + at, piece);
      PennyImapFeed answer = penny_imap_parser_feed (parser, exact, piece, &used, &response, &error);

      g_assert_cmpuint (used, <=, piece);
      at += used;
      if (answer == PENNY_IMAP_FEED_ERROR)
        {
          g_assert_nonnull (error);
          g_string_append (out, "ERROR");
          break;
        }
      if (answer == PENNY_IMAP_FEED_RESPONSE)
        {
          g_autofree char *dump = response_dump (response);

          g_string_append (out, dump);
          g_string_append_c (out, '\n');
          n++;
        }
    }
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *whole = parse_all (data, size, G_MAXSIZE);
  g_autofree char *cut = parse_all (data, size, 7);

  /* A line over its limit may be noticed a piece later; the answers before it are the same. */
  if (strstr (whole, "ERROR") == NULL && strstr (cut, "ERROR") == NULL)
    g_assert_cmpstr (whole, ==, cut);
  return 0;
}

#ifndef PENNY_LIBFUZZER

static const char * const tokens[] = {
  "(", ")", "\"", "{3}\r\n", "{0}\r\n", "{99999999999}\r\n", "~{2}\r\n", "\r\n", "NIL", "* ", "+ ", " ", "\\",
  "4294967295", "4294967296", "0", "BODY[", "]", "FETCH", "ENVELOPE ", "BODYSTRUCTURE ", "FLAGS ", "[", "*", ":",
};

static void
mutate (GRand *rand, GByteArray *input)
{
  for (int n = g_rand_int_range (rand, 1, 6); n > 0 && input->len > 1; n--)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (int) input->len);
      const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];
      guint length = (guint) strlen (token);
      guint old = input->len;
      guint removed = (guint) g_rand_int_range (rand, 1, 20);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          input->data[at] = (guint8) g_rand_int (rand);
          break;
        case 1:
          g_byte_array_remove_range (input, at, MIN (old - at, removed));
          break;
        case 2:
          g_byte_array_set_size (input, old + length);
          memmove (input->data + at + length, input->data + at, old - at);
          memcpy (input->data + at, token, length);
          break;
        default:
          input->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
        }
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char * const *) a, *(char * const *) b);
}

static GPtrArray *
load_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "engine", "imap", "seeds", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  /* The folder's own order is not the same everywhere. */
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *text;
      gsize size;

      g_assert_true (g_file_get_contents (g_ptr_array_index (names, i), &text, &size, NULL));
      g_ptr_array_add (seeds, g_bytes_new_take (text, size));
    }
  return seeds;
}

static void
test_seeds (void)
{
  g_autoptr(GPtrArray) seeds = load_seeds ();

  for (guint i = 0; i < seeds->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (seeds, i), &size);
      g_autofree char *dump = parse_all (data, size, G_MAXSIZE);

      g_assert_null (strstr (dump, "ERROR"));
      LLVMFuzzerTestOneInput (data, size);
    }
}

static void
test_mutations (void)
{
  g_autoptr(GPtrArray) seeds = load_seeds ();
  g_autoptr(GRand) rand = g_rand_new_with_seed (1840);

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (seeds, i % seeds->len), &size);
      g_autoptr(GByteArray) input = g_byte_array_new ();

      g_byte_array_append (input, data, (guint) size);
      mutate (rand, input);
      LLVMFuzzerTestOneInput (input->data, input->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/fuzz/seeds", test_seeds);
  g_test_add_func ("/imap/fuzz/mutations", test_mutations);
  return g_test_run ();
}

#endif
