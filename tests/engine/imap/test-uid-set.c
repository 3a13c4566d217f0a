/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of UIDs against a plain table of bits, and their texts. */
#include <string.h>

#include "penny-error.h"
#include "penny-uid-set.h"

static void
test_parse (void)
{
  static const struct {
    const char *text;
    const char *wanted;   /* NULL: refused */
    guint64 count;
  } cases[] = {
    { "1", "1", 1 },
    { "1,2,3", "1:3", 3 },
    { "3,1,2", "1:3", 3 },
    { "5:3", "3:5", 3 },
    { "1:3,5:7,4", "1:7", 7 },
    { "10,1:20,15", "1:20", 20 },
    { "1,3,5", "1,3,5", 3 },
    { "4294967295", "4294967295", 1 },
    { "1:4294967295", "1:4294967295", G_MAXUINT32 },
    { "4294967295,4294967294", "4294967294:4294967295", 2 },
    { "4294967296", NULL, 0 },
    { "99999999999999999999", NULL, 0 },
    { "0", NULL, 0 },
    { "1:0", NULL, 0 },
    { "", NULL, 0 },
    { "1,", NULL, 0 },
    { ",1", NULL, 0 },
    { "1:", NULL, 0 },
    { ":1", NULL, 0 },
    { "1:2:3", NULL, 0 },
    { "*", NULL, 0 },
    { "1:*", NULL, 0 },
    { "1 ,2", NULL, 0 },
    { "-1", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PennyUidSet) set = penny_uid_set_parse (cases[i].text, -1, 100, &error);
      g_autofree char *text = NULL;

      if (cases[i].wanted == NULL)
        {
          g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL);
          continue;
        }
      g_assert_no_error (error);
      text = penny_uid_set_to_string (set);
      g_assert_cmpstr (text, ==, cases[i].wanted);
      g_assert_cmpuint (penny_uid_set_count (set), ==, cases[i].count);
    }
}

static void
test_limits (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (penny_uid_set_parse ("1,3,5", -1, 2, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_null (penny_uid_list_parse ("1:4294967295", -1, 1000, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT);
}

/* COPYUID pairs its two lists by place: the order must stay. */
static void
test_list (void)
{
  static const guint32 wanted[] = { 9, 2, 3, 4, 1 };
  g_autoptr(GArray) list = penny_uid_list_parse ("9,4:2,1", -1, 5, NULL);

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpuint (g_array_index (list, PennyUid, i).value, ==, wanted[i]);
}

static void
assert_same (const PennyUidSet *set, const gboolean *bits, guint n)
{
  guint count = 0;
  PennyUid before = PENNY_UID (0);

  for (guint i = 1; i < n; i++)
    {
      g_assert_cmpint (penny_uid_set_contains (set, PENNY_UID (i)), ==, bits[i]);
      count += bits[i];
    }
  g_assert_cmpuint (penny_uid_set_count (set), ==, count);
  for (guint i = 0; i < penny_uid_set_n_ranges (set); i++)
    {
      PennyUid first, last;

      penny_uid_set_get_range (set, i, &first, &last);
      g_assert_cmpuint (first.value, <=, last.value);
      g_assert_true (i == 0 || first.value > before.value + 1);
      before = last;
    }
}

static void
test_against_bits (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1840);
  g_autoptr(PennyUidSet) set = penny_uid_set_new ();
  gboolean bits[200] = { FALSE };

  for (guint round = 0; round < 3000; round++)
    {
      guint a = (guint) g_rand_int_range (rand, 1, 200), b = (guint) g_rand_int_range (rand, 1, 200);

      if (round % 4 == 0 && MAX (a, b) - MIN (a, b) < 20)
        {
          penny_uid_set_add_range (set, PENNY_UID (a), PENNY_UID (b));
          for (guint i = MIN (a, b); i <= MAX (a, b); i++)
            bits[i] = TRUE;
        }
      else if (round % 4 == 1)
        {
          penny_uid_set_add (set, PENNY_UID (a));
          bits[a] = TRUE;
        }
      else
        {
          penny_uid_set_remove (set, PENNY_UID (a));
          bits[a] = FALSE;
        }
      assert_same (set, bits, 200);
    }
}

static void
test_ends (void)
{
  g_autoptr(PennyUidSet) set = penny_uid_set_new_range (PENNY_UID (1), PENNY_UID (G_MAXUINT32));
  g_autoptr(PennyUidSet) empty = penny_uid_set_new_range (PENNY_UID (0), PENNY_UID (5));
  g_autofree char *text = NULL;

  penny_uid_set_remove (set, PENNY_UID (G_MAXUINT32));
  penny_uid_set_remove (set, PENNY_UID (1));
  penny_uid_set_remove (set, PENNY_UID (0));
  text = penny_uid_set_to_string (set);
  g_assert_cmpstr (text, ==, "2:4294967294");
  g_assert_null (penny_uid_set_to_array (set, 1000));
  g_assert_true (penny_uid_set_is_empty (empty));
  g_assert_false (penny_uid_set_contains (empty, PENNY_UID (0)));
}

static void
test_array (void)
{
  const PennyUid uids[] = { { 7 }, { 0 }, { 5 }, { 6 }, { 7 }, { 1 } };
  g_autoptr(GArray) array = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr(PennyUidSet) set = NULL;
  g_autoptr(PennyUidSet) copy = NULL;
  g_autoptr(GArray) back = NULL;
  g_autofree char *text = NULL;

  g_array_append_vals (array, uids, G_N_ELEMENTS (uids));
  set = penny_uid_set_new_from_array (array);
  copy = penny_uid_set_copy (set);
  penny_uid_set_add (set, PENNY_UID (2));
  text = penny_uid_set_to_string (copy);
  g_assert_cmpstr (text, ==, "1,5:7");
  back = penny_uid_set_to_array (copy, 4);
  g_assert_cmpuint (back->len, ==, 4);
  g_assert_cmpuint (g_array_index (back, PennyUid, 3).value, ==, 7);
}

/* A server may list its UIDs from high to low: that must not cost the square of their number. */
static void
test_descending (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(PennyUidSet) set = NULL;

  for (guint i = 300000; i > 0; i--)
    g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", i * 2);
  set = penny_uid_set_parse (text->str, -1, G_MAXUINT, NULL);
  g_assert_cmpuint (penny_uid_set_n_ranges (set), ==, 300000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uid-set/parse", test_parse);
  g_test_add_func ("/uid-set/limits", test_limits);
  g_test_add_func ("/uid-set/list", test_list);
  g_test_add_func ("/uid-set/against-bits", test_against_bits);
  g_test_add_func ("/uid-set/ends", test_ends);
  g_test_add_func ("/uid-set/array", test_array);
  g_test_add_func ("/uid-set/descending", test_descending);
  return g_test_run ();
}
