/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small pieces inside: penny-imap-command, penny-imap-reader, penny-imap-seq-map. */
#include <string.h>

#include "penny-imap-command.h"
#include "penny-imap-reader.h"
#include "penny-imap-seq-map.h"

/* Text pieces as they are, literals as {size}. */
static char *
spell (PennyImapCommand *command)
{
  GString *out = g_string_new (NULL);

  penny_imap_command_finish (command);
  for (guint i = 0; i < command->pieces->len; i++)
    {
      const PennyImapPiece *piece = &g_array_index (command->pieces, PennyImapPiece, i);
      gsize size;
      const char *text = g_bytes_get_data (piece->bytes, &size);

      if (piece->is_literal)
        g_string_append_printf (out, "{%u}", (guint) size);
      else if (size > 0)
        g_string_append_len (out, text, (gssize) size);
    }
  return g_string_free (out, FALSE);
}

static void
test_strings (void)
{
  static const struct {
    const char *text;
    const char *wanted;
  } cases[] = {
    { "", "X \"\"" },
    { "a b", "X \"a b\"" },
    { "a\"b\\c", "X \"a\\\"b\\\\c\"" },
    { "a\r\nb", "X {4}" },
    { "\x7f", "X {1}" },
    { "\xc3\xa4", "X {2}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PennyImapCommand) command = penny_imap_command_new ("X");
      g_autofree char *spelt = NULL;

      penny_imap_command_add_string (command, cases[i].text);
      spelt = spell (command);
      g_assert_cmpstr (spelt, ==, cases[i].wanted);
    }
}

static void
test_flags (void)
{
  g_autoptr(PennyImapCommand) none = penny_imap_command_new ("X");
  g_autoptr(PennyImapCommand) two = penny_imap_command_new ("X");
  g_autofree char *spelt_none = NULL;
  g_autofree char *spelt_two = NULL;

  penny_imap_command_add_flags (none, 0);
  penny_imap_command_add_flags (two, PENNY_FLAG_SEEN | PENNY_FLAG_NOTJUNK);
  spelt_none = spell (none);
  spelt_two = spell (two);
  g_assert_cmpstr (spelt_none, ==, "X ()");
  g_assert_cmpstr (spelt_two, ==, "X (\\Seen $NotJunk)");
}

static void
test_seq_map (void)
{
  PennyImapSeqMap *map = penny_imap_seq_map_new ();
  PennyUid uid;

  penny_imap_seq_map_reset (map, 3);
  penny_imap_seq_map_set (map, PENNY_SEQ (3), PENNY_UID (30));
  penny_imap_seq_map_set (map, PENNY_SEQ (4), PENNY_UID (40));
  penny_imap_seq_map_set (map, PENNY_SEQ (0), PENNY_UID (1));
  g_assert_cmpuint (penny_imap_seq_map_get (map, PENNY_SEQ (1)).value, ==, 0);
  g_assert_cmpuint (penny_imap_seq_map_get (map, PENNY_SEQ (3)).value, ==, 30);
  g_assert_cmpuint (penny_imap_seq_map_get (map, PENNY_SEQ (4)).value, ==, 0);
  g_assert_true (penny_imap_seq_map_expunge (map, PENNY_SEQ (1), &uid));
  g_assert_cmpuint (uid.value, ==, 0);
  g_assert_true (penny_imap_seq_map_expunge (map, PENNY_SEQ (2), &uid));
  g_assert_cmpuint (uid.value, ==, 30);
  g_assert_false (penny_imap_seq_map_expunge (map, PENNY_SEQ (2), &uid));
  g_assert_false (penny_imap_seq_map_expunge (map, PENNY_SEQ (0), &uid));
  g_assert_cmpuint (penny_imap_seq_map_get_exists (map), ==, 1);
  penny_imap_seq_map_free (map);
}

static PennyImapReader
reader_of (const char *text)
{
  return (PennyImapReader) {
    .start = text, .at = text, .end = text + strlen (text), .limits = &penny_imap_limits_default,
  };
}

static void
test_reader (void)
{
  PennyImapReader reader = reader_of ("fetchx FETCH \"a\\\"b\" nil (a (b \"c)\") d) 4294967296 x");
  g_autofree char *text = NULL;
  g_autofree char *nil = NULL;
  const char *atom;
  gsize length;
  guint64 number;

  g_assert_false (penny_imap_reader_word (&reader, "fetch"));
  g_assert_true (penny_imap_reader_word (&reader, "FETCHX"));
  g_assert_true (penny_imap_reader_space (&reader));
  g_assert_true (penny_imap_reader_word (&reader, "fetch"));
  g_assert_true (penny_imap_reader_space (&reader));
  g_assert_true (penny_imap_reader_text (&reader, &text));
  g_assert_cmpstr (text, ==, "a\"b");
  g_assert_true (penny_imap_reader_space (&reader));
  g_assert_true (penny_imap_reader_text (&reader, &nil));
  g_assert_null (nil);
  g_assert_true (penny_imap_reader_space (&reader));
  g_assert_true (penny_imap_reader_skip (&reader));
  g_assert_cmpuint (reader.depth, ==, 0);
  g_assert_true (penny_imap_reader_space (&reader));
  g_assert_false (penny_imap_reader_number (&reader, G_MAXUINT32, &number));
  g_assert_true (penny_imap_reader_number (&reader, G_MAXUINT64, &number));
  g_assert_true (number == G_GUINT64_CONSTANT (4294967296));
  g_assert_true (penny_imap_reader_space (&reader));
  g_assert_true (penny_imap_reader_atom (&reader, "", &atom, &length));
  g_assert_true (penny_imap_reader_at_end (&reader));
  g_assert_false (penny_imap_reader_skip (&reader));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/inside/strings", test_strings);
  g_test_add_func ("/imap/inside/flags", test_flags);
  g_test_add_func ("/imap/inside/seq-map", test_seq_map);
  g_test_add_func ("/imap/inside/reader", test_reader);
  return g_test_run ();
}
