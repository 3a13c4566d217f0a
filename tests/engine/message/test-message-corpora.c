/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every message of the test kit's corpora and of its evil set, read as message and as summary:
 * nothing critical is logged, every string is UTF-8, names are safe, the bytes stay untouched. */
#include <string.h>
#include <glib/gstdio.h>

#include "penny-html.h"
#include "penny-message.h"
#include "penny-summary.h"
#include "penny-text.h"

#define MAX_FILE (80 * 1024 * 1024)

static guint n_messages, n_over_limit;

static void
assert_text (const char *text, gboolean one_line)
{
  if (!text)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (!one_line)
    return;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    g_assert_false (penny_text_is_unsafe_char (g_utf8_get_char (p)));
}

static void
assert_people (GPtrArray *list)
{
  g_assert_nonnull (list);
  for (guint i = 0; i < list->len; i++)
    {
      const PennyAddress *one = list->pdata[i];

      assert_text (one->name, TRUE);
      assert_text (one->address, TRUE);
    }
}

static void
assert_part (PennyMessage *m, guint i)
{
  const PennyPart *part = penny_message_get_part (m, i);
  g_autoptr (GBytes) bytes = penny_message_dup_part (m, i, NULL);

  g_assert_nonnull (bytes);
  g_assert_cmpint (part->size, ==, (gint64) g_bytes_get_size (bytes));
  assert_text (part->content_type, TRUE);
  assert_text (part->content_id, TRUE);
  assert_text (part->file_name, TRUE);
  if (!part->file_name)
    return;
  g_assert_cmpuint (strlen (part->file_name), <=, 201);
  g_assert_cmpuint (strlen (part->file_name), >, 0);
  g_assert_null (strpbrk (part->file_name, "/\\:"));
  g_assert_cmpint (part->file_name[0], !=, '.');
}

static void
check_message (GBytes *raw)
{
  g_autoptr (PennyMessage) m = penny_message_new (raw, NULL);
  g_autofree char *block = NULL, *safe = NULL;

  if (!m)
    {
      n_over_limit++;
      return;
    }
  assert_text (penny_message_get_subject (m), TRUE);
  assert_text (penny_message_get_message_id (m), TRUE);
  for (gsize i = 0; penny_message_get_references (m)[i]; i++)
    assert_text (penny_message_get_references (m)[i], TRUE);
  assert_people (penny_message_get_from (m));
  assert_people (penny_message_get_reply_to (m));
  assert_people (penny_message_get_to (m));
  assert_people (penny_message_get_cc (m));
  assert_people (penny_message_get_bcc (m));
  assert_text (penny_message_get_text (m), FALSE);
  assert_text (penny_message_get_html (m), FALSE);
  block = penny_message_dup_header_block (m);
  assert_text (block, FALSE);
  for (guint i = 0; i < penny_message_get_n_parts (m); i++)
    assert_part (m, i);
  if (penny_message_get_html (m))
    safe = penny_html_prepare (penny_message_get_html (m), PENNY_HTML_DEFAULT, NULL);
  assert_text (safe, FALSE);
}

static void
check_summary (PennySummary *s)
{
  assert_text (s->message_id, TRUE);
  assert_text (s->subject, TRUE);
  assert_text (s->subject_key, TRUE);
  assert_text (s->from_name, TRUE);
  assert_text (s->from_address, TRUE);
  assert_text (s->to, TRUE);
  assert_text (s->recipients, TRUE);
  assert_text (s->preview, TRUE);
  assert_text (s->search_text, FALSE);
  g_assert_cmpint (g_utf8_strlen (s->preview, -1), <=, 200);
  g_assert_cmpint (g_utf8_strlen (s->to, -1), <=, 1000);
  if (s->search_text)
    g_assert_cmpuint (strlen (s->search_text), <=, 1024 * 1024);
  g_assert_cmpint (s->date, >=, 0);
}

static void
check_bytes (const char *data, gsize size)
{
  g_autoptr (GBytes) raw = g_bytes_new (data, size);
  g_autoptr (PennySummary) whole = penny_summary_from_message (raw);
  g_autoptr (PennySummary) header = penny_summary_from_header (raw);

  check_message (raw);
  check_summary (whole);
  check_summary (header);
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), data, size);
  n_messages++;
}

/* An mbox is each of its messages; anything else is one. */
static void
check_file (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;
  const char *start, *next;

  if (!g_file_get_contents (path, &data, &size, NULL) || size > MAX_FILE)
    return;
  start = data;
  if (strncmp (data, "From ", 5) == 0)
    while ((next = memmem (start + 1, (gsize) (data + size - start - 1), "\nFrom ", 6)))
      {
        check_bytes (start, (gsize) (next + 1 - start));
        start = next + 1;
      }
  check_bytes (start, (gsize) (data + size - start));
}

static void
walk (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        walk (path);
      else if (!g_str_has_suffix (name, ".xz") && !g_str_has_suffix (name, ".gz"))
        {
          gint64 start = g_get_monotonic_time (), taken;

          check_file (path);
          taken = g_get_monotonic_time () - start;
          if (taken > G_USEC_PER_SEC)
            g_test_message ("%s: %" G_GINT64_FORMAT " ms", name, taken / 1000);
        }
    }
}

static char *
find_kit (const char *folder, const char *name)
{
  const char *kit = g_getenv ("PENNY_TESTKIT");
  char *path = g_build_filename (kit ? kit : "/nonexistent", folder, name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  g_test_skip ("THE TEST KIT IS NOT HERE");
  return NULL;
}

static void
test_corpora (void)
{
  g_autofree char *folder = find_kit ("corpora", NULL);

  if (!folder)
    return;
  n_messages = 0;
  walk (folder);
  g_test_message ("%u messages", n_messages);
  g_assert_cmpuint (n_messages, >, 1500);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_evil (void)
{
  g_autofree char *script = find_kit ("evil", "evil.py");
  g_autofree char *folder = NULL;
  char *argv[] = { (char *) "/usr/bin/python3", script, (char *) "--dump-msgs", NULL, NULL };

  if (!script)
    return;
  argv[3] = folder = g_dir_make_tmp ("penny-evil-XXXXXX", NULL);
  g_assert_true (g_spawn_sync (folder, argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL, NULL));
  n_messages = n_over_limit = 0;
  walk (folder);
  remove_folder (folder);
  g_test_message ("%u messages, %u over the limits", n_messages, n_over_limit);
  g_assert_cmpuint (n_messages, >=, 100);
  g_assert_cmpuint (n_over_limit, >=, 3);
}

/* Two and a half thousand ordinary letters of 2002, packed. */
static void
test_ordinary (void)
{
  g_autofree char *archive = find_kit ("corpora", "spamassassin-public/easy-ham-1.tar.xz");
  g_autofree char *folder = NULL;
  char *argv[] = { (char *) "tar", (char *) "-xJf", archive, NULL };

  if (!archive)
    return;
  folder = g_dir_make_tmp ("penny-ham-XXXXXX", NULL);
  g_assert_true (g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  n_messages = n_over_limit = 0;
  walk (folder);
  remove_folder (folder);
  g_test_message ("%u messages", n_messages);
  g_assert_cmpuint (n_messages, >=, 2000);
  g_assert_cmpuint (n_over_limit, ==, 0);
}

/* The same messages on several threads at once. */
static gpointer
thread_cb (gpointer data)
{
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (PennySummary) s = penny_summary_from_message (data);

      g_assert_cmpstr (s->subject, ==, "ä");
      g_assert_cmpstr (s->preview, ==, "ü");
    }
  return NULL;
}

static void
test_threads (void)
{
  static const char text[] = "From: =?utf-8?Q?=C3=84?= <a@b.c>\nSubject: =?iso-8859-1?Q?=E4?=\n"
    "Date: Fri, 17 Jul 2020 02:44:25 -0700\nContent-Type: text/plain; charset=iso-8859-15\n\n\xfc\n";
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("summary", thread_cb, raw);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/threads", test_threads);
  g_test_add_func ("/message/evil", test_evil);
  g_test_add_func ("/message/corpora", test_corpora);
  g_test_add_func ("/message/ordinary", test_ordinary);
  return g_test_run ();
}
