/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seeds and their mutations. */
#include "fuzz-main.h"

#include <string.h>

typedef struct {
  GPtrArray *seeds;              /* of GBytes */
  const char * const *tokens;
  guint n_mutations;
} Fuzz;

static void
mutate (GRand *rand, GByteArray *input, const char * const *tokens)
{
  int n_tokens = (int) g_strv_length ((char **) tokens);

  for (int n = g_rand_int_range (rand, 1, 6); n > 0 && input->len > 1; n--)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (int) input->len);
      const char *token = tokens[g_rand_int_range (rand, 0, n_tokens)];
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
load_seeds (const char *name)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "engine", "imap", "seeds", name, NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  g_assert_nonnull (dir);
  while ((file = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, file, NULL));
  /* The folder's own order is not the same everywhere. */
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    {
      char *text;
      gsize size;

      g_assert_true (g_file_get_contents (g_ptr_array_index (paths, i), &text, &size, NULL));
      g_ptr_array_add (seeds, g_bytes_new_take (text, size));
    }
  return seeds;
}

static void
test_seeds (gconstpointer data)
{
  const Fuzz *fuzz = data;

  g_assert_cmpuint (fuzz->seeds->len, >, 0);
  for (guint i = 0; i < fuzz->seeds->len; i++)
    {
      gsize size;
      const guint8 *seed = g_bytes_get_data (g_ptr_array_index (fuzz->seeds, i), &size);

      LLVMFuzzerTestOneInput (seed, size);
    }
}

static void
test_mutations (gconstpointer data)
{
  const Fuzz *fuzz = data;
  g_autoptr(GRand) rand = g_rand_new_with_seed (1840);

  for (guint i = 0; i < fuzz->n_mutations; i++)
    {
      gsize size;
      const guint8 *seed = g_bytes_get_data (g_ptr_array_index (fuzz->seeds, i % fuzz->seeds->len), &size);
      g_autoptr(GByteArray) input = g_byte_array_new ();

      g_byte_array_append (input, seed, (guint) size);
      mutate (rand, input, fuzz->tokens);
      LLVMFuzzerTestOneInput (input->data, input->len);
    }
}

int
fuzz_main (int argc, char **argv, const char *name, const char * const *tokens, guint n_mutations)
{
  g_autofree char *seeds_path = g_strdup_printf ("/fuzz/%s/seeds", name);
  g_autofree char *mutations_path = g_strdup_printf ("/fuzz/%s/mutations", name);
  g_autoptr(GPtrArray) seeds = NULL;
  Fuzz fuzz;

  g_test_init (&argc, &argv, NULL);
  seeds = load_seeds (name);
  fuzz = (Fuzz) { seeds, tokens, n_mutations };
  g_test_add_data_func (seeds_path, &fuzz, test_seeds);
  g_test_add_data_func (mutations_path, &fuzz, test_mutations);
  return g_test_run ();
}
