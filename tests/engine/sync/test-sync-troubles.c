/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that are away, wrong or odd: what that must not spoil (penny-pop-visit.c, penny-worker.c and
 * their kind). A post office of a few lines answers on loopback. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "penny-error.h"
#include "penny-outbox.h"
#include "penny-pop-sync.h"
#include "penny-store-actions.h"
#include "penny-sync.h"
#include "penny-thread.h"

/* --- a POP server --- */

typedef struct {
  const char *uidl;
  const char *text;
  guint64 size;       /* 0: of the text */
  gboolean gone;
} Letter;

typedef struct {
  Letter *letters;
  guint n;
  guint n_retrieved;  /* of all visits */
  GSocketListener *listener;
  guint16 port;
  GThread *thread;
  GCancellable *cancellable;
} Pop;

static void
list (Pop *pop, GString *answer, gboolean uidl)
{
  g_string_append (answer, "+OK\r\n");
  for (guint i = 0; i < pop->n; i++)
    if (pop->letters[i].gone)
      continue;
    else if (uidl)
      g_string_append_printf (answer, "%u %s\r\n", i + 1, pop->letters[i].uidl);
    else
      g_string_append_printf (answer, "%u %" G_GUINT64_FORMAT "\r\n", i + 1,
                              pop->letters[i].size ? pop->letters[i].size : strlen (pop->letters[i].text));
  g_string_append (answer, ".\r\n");
}

static void
answer_line (Pop *pop, const char *line, GString *answer)
{
  guint number = line[4] == ' ' ? (guint) g_ascii_strtoull (line + 5, NULL, 10) : 0;
  Letter *letter = number > 0 && number <= pop->n ? &pop->letters[number - 1] : NULL;

  if (g_str_has_prefix (line, "UIDL") || g_str_has_prefix (line, "LIST"))
    list (pop, answer, line[0] == 'U');
  else if (g_str_has_prefix (line, "CAPA") || g_str_has_prefix (line, "TOP"))
    g_string_append (answer, "-ERR no\r\n");
  else if (g_str_has_prefix (line, "RETR"))
    {
      pop->n_retrieved++;
      g_string_append_printf (answer, "+OK\r\n%s.\r\n", letter->text);
    }
  else
    {
      if (g_str_has_prefix (line, "DELE"))
        letter->gone = TRUE;
      g_string_append (answer, "+OK\r\n");
    }
}

static void
talk (Pop *pop, GSocketConnection *connection)
{
  g_autoptr (GDataInputStream) in =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char *line;

  g_output_stream_write_all (out, "+OK hello\r\n", 11, NULL, NULL, NULL);
  while ((line = g_data_input_stream_read_line (in, NULL, pop->cancellable, NULL)) != NULL)
    {
      g_autofree char *owned = line;
      g_autoptr (GString) answer = g_string_new (NULL);

      answer_line (pop, g_strchomp (line), answer);
      g_output_stream_write_all (out, answer->str, answer->len, NULL, NULL, NULL);
      if (g_str_has_prefix (line, "QUIT"))
        break;
    }
}

static gpointer
serve (gpointer data)
{
  Pop *pop = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (pop->listener, NULL, pop->cancellable, NULL)) != NULL)
    {
      talk (pop, connection);
      g_object_unref (connection);
    }

  return NULL;
}

static void
pop_open (Pop *pop, Letter *letters, guint n)
{
  pop->letters = letters;
  pop->n = n;
  pop->cancellable = g_cancellable_new ();
  pop->listener = g_socket_listener_new ();
  pop->port = g_socket_listener_add_any_inet_port (pop->listener, NULL, NULL);
  g_assert_cmpuint (pop->port, !=, 0);
  pop->thread = g_thread_new ("pop", serve, pop);
}

static void
pop_close (Pop *pop)
{
  g_cancellable_cancel (pop->cancellable);
  g_thread_join (pop->thread);
  g_object_unref (pop->listener);
  g_object_unref (pop->cancellable);
}

/* --- an account --- */

typedef struct {
  char *dir;
  PennyStore *store;
  PennySync *sync;
  GError *error;       /* of the last job */
} Fixture;

/* Nobody listens on the discard port, so letters cannot leave. */
static void
make_account (Fixture *f, guint16 port, const char *way)
{
  g_autofree char *path = g_build_filename (f->dir, "account.ini", NULL);
  g_autofree char *text = g_strdup_printf (
    "[account]\naddress=anna@penny.example\nname=Anna\nway=%s\ntake-home-days=0\n"
    "[incoming]\nprotocol=pop3\nhost=127.0.0.1\nport=%u\nsecurity=none\nuser=anna\n"
    "[outgoing]\nhost=127.0.0.1\nport=9\nsecurity=none\nuser=anna\n", way, port);
  g_autoptr (PennySecret) password = penny_secret_new ("secret");
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  account = penny_account_new_from_file (path, "anna", &error);
  g_assert_no_error (error);
  f->sync = penny_sync_new (account, f->store, password, NULL, NULL, NULL);
  g_unlink (path);
}

static void
setup (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  f->dir = g_dir_make_tmp ("penny-sync-XXXXXX", NULL);
  path = g_build_filename (f->dir, "mail.db", NULL);
  f->store = penny_store_open (path, NULL);
  g_assert_nonnull (f->store);
}

static void
teardown (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_strdup (penny_store_get_path (f->store));

  penny_store_close (f->store);
  g_clear_pointer (&f->sync, penny_sync_free);
  g_clear_object (&f->store);
  g_assert_true (penny_store_remove (path, NULL));
  g_rmdir (f->dir);
  g_free (f->dir);
  g_clear_error (&f->error);
}

/* --- jobs, on a worker's thread --- */

static gpointer
visit (gpointer data)
{
  Fixture *f = data;

  return GINT_TO_POINTER (penny_pop_sync_pass (f->sync, &f->error));
}

static gpointer
attend (gpointer data)
{
  Fixture *f = data;

  return GINT_TO_POINTER (penny_outbox_attend (f->sync, NULL, &f->error));
}

static gboolean
run (Fixture *f, GThreadFunc job)
{
  g_clear_error (&f->error);
  return GPOINTER_TO_INT (g_thread_join (penny_thread_new ("penny-worker", PENNY_THREAD_WORKER, job, f)));
}

static guint
n_collected (Fixture *f)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_folder (f->store, "Inbox", NULL);

  return inbox->n_total;
}

static PennyOperation *
queue (Fixture *f)
{
  static const char text[] = "From: anna@penny.example\r\nTo: bruno@penny.example\r\nSubject: Hi\r\n"
                             "Message-ID: <1@x>\r\n\r\nHi\r\n";
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
  g_autoptr (GPtrArray) operations = NULL;

  g_assert_cmpint (penny_store_queue_letter (f->store, raw, 0, FALSE, 0, NULL), >, 0);
  operations = penny_store_list_operations (f->store, NULL);
  g_assert_cmpuint (operations->len, ==, 1);
  return penny_operation_ref (g_ptr_array_index (operations, 0));
}

/* --- the outbox --- */

static void
test_nobody_takes_letters (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyOperation) send = NULL;
  gint64 again;

  make_account (f, 9, "take-home");
  send = queue (f);
  g_assert_true (run (f, attend));
  g_assert_error (f->sync->sending.error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED);
  again = f->sync->sending.again;
  g_assert_cmpint (again, >, 0);

  /* Not before its time: nothing is dialled. */
  g_assert_true (run (f, attend));
  g_assert_cmpint (f->sync->sending.again, ==, again);
  penny_outbox_ask_again (f->sync);
  g_assert_true (run (f, attend));
  g_assert_cmpint (f->sync->sending.again, !=, again);

  /* Without a letter there is no trouble. */
  g_assert_true (penny_store_operation_drop (f->store, send->id, NULL));
  g_assert_true (run (f, attend));
  g_assert_no_error (f->sync->sending.error);
}

static void
test_killed_while_sending (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyOperation) send = NULL;
  g_autoptr (GPtrArray) after = NULL;

  make_account (f, 9, "take-home");
  send = queue (f);
  g_assert_true (penny_store_operation_began (f->store, send->id, NULL));
  g_assert_true (run (f, attend));
  g_assert_no_error (f->sync->sending.error);
  after = penny_store_list_operations (f->store, NULL);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_true (((PennyOperation *) g_ptr_array_index (after, 0))->stuck);
}

/* --- odd post offices --- */

#define TEXT(subject) "From: bruno@penny.example\r\nSubject: " subject "\r\n\r\n" subject "\r\n"

static void
test_same_uidl (Fixture *f, gconstpointer data)
{
  Letter letters[] = { { "same", TEXT ("One"), 0, FALSE }, { "same", TEXT ("Another"), 0, FALSE },
                       { "own", TEXT ("Third"), 0, FALSE } };
  Pop pop = { 0 };

  pop_open (&pop, letters, G_N_ELEMENTS (letters));
  make_account (f, pop.port, "take-home");
  g_assert_true (run (f, visit));
  g_assert_cmpuint (n_collected (f), ==, 3);
  g_assert_true (run (f, visit));
  g_assert_cmpuint (pop.n_retrieved, ==, 3);
  /* Who cannot be told apart is never cleared. */
  g_assert_false (letters[0].gone || letters[1].gone);
  g_assert_true (letters[2].gone);
  pop_close (&pop);
}

static void
test_too_large (Fixture *f, gconstpointer data)
{
  Letter letters[] = {
    { "a", TEXT ("Small"), 0, FALSE },
    { "b", TEXT ("Giant"), G_GUINT64_CONSTANT (1) << 32, FALSE },
  };
  Pop pop = { 0 };

  pop_open (&pop, letters, G_N_ELEMENTS (letters));
  make_account (f, pop.port, "take-home");
  g_assert_true (run (f, visit));
  g_assert_cmpuint (n_collected (f), ==, 1);
  g_assert_cmpuint (pop.n_retrieved, ==, 1);
  g_assert_true (letters[0].gone);
  g_assert_false (letters[1].gone);
  pop_close (&pop);
}

/* Sending, asked for in the middle of collecting, fails: the letters come in all the same. */
static void
test_sending_gives_way (Fixture *f, gconstpointer data)
{
  Letter letters[] = {
    { "a", TEXT ("One"), 0, FALSE },
    { "b", TEXT ("Two"), 0, FALSE },
    { "c", TEXT ("Three"), 0, FALSE },
  };
  g_autoptr (PennyOperation) send = NULL;
  Pop pop = { 0 };

  pop_open (&pop, letters, G_N_ELEMENTS (letters));
  make_account (f, pop.port, "photocopy");
  send = queue (f);
  g_atomic_int_set (&f->sync->yield, TRUE);
  g_assert_true (run (f, visit));
  g_assert_cmpuint (n_collected (f), ==, 3);
  g_assert_error (f->sync->sending.error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED);
  pop_close (&pop);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sync/outbox/nobody-takes-letters", test_nobody_takes_letters);
  ADD ("/sync/outbox/killed-while-sending", test_killed_while_sending);
  ADD ("/sync/pop/same-uidl", test_same_uidl);
  ADD ("/sync/pop/too-large", test_too_large);
  ADD ("/sync/pop/sending-gives-way", test_sending_gives_way);
  return g_test_run ();
}
