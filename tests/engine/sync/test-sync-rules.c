/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pure rules of synchronising: reconcile, windows, journal groups, clearing, pauses, folder names. */
#include "penny-backoff.h"
#include "penny-clearing.h"
#include "penny-folder-role.h"
#include "penny-journal.h"
#include "penny-reconcile.h"
#include "penny-status-relay.h"

/* --- penny-reconcile.c --- */

static GArray *
make_known (const char *text)
{
  GArray *known = g_array_new (FALSE, TRUE, sizeof (PennyKnown));
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && words[i][0] != '\0'; i++)
    {
      char *flags = NULL;
      PennyKnown one = { .entry = i + 1, .uid = PENNY_UID (strtoul (words[i], &flags, 10)), .size = 100 };

      one.server_flags = *flags == 's' ? PENNY_FLAG_SEEN : 0;
      g_array_append_val (known, one);
    }

  return known;
}

static GArray *
make_server (const char *text)
{
  g_autoptr (GArray) known = make_known (text);
  GArray *server = g_array_new (FALSE, TRUE, sizeof (PennyImapFlagChange));

  for (guint i = 0; i < known->len; i++)
    {
      const PennyKnown *one = &g_array_index (known, PennyKnown, i);
      PennyImapFlagChange change = { .uid = one->uid, .flags = one->server_flags };

      g_array_append_val (server, change);
    }

  return server;
}

static char *
show_uids (const GArray *uids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < uids->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", g_array_index (uids, PennyUid, i).value);
  return g_string_free (text, FALSE);
}

static void
test_reconcile (void)
{
  static const struct {
    const char *known, *server;
    guint first;
    const char *arrived, *vanished, *changed;
  } cases[] = {
    { "", "", 1, "", "", "" },
    { "", "1 2 3", 1, "3 2 1", "", "" },
    { "1 2 3", "", 1, "", "1 2 3", "" },
    { "1 2 3", "1 2 3", 1, "", "", "" },
    { "1 2s 3", "1s 2 3", 1, "", "", "1 2" },
    { "1 3 5", "2 3s 6 7", 1, "7 6 2", "1 5", "3" },
    { "1 2 9", "10", 10, "10", "", "" },
    { "1 2 9", "9s 10", 9, "10", "", "9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) known = make_known (cases[i].known);
      g_autoptr (GArray) server = make_server (cases[i].server);
      g_autoptr (PennyReconciled) news = penny_reconcile (known, server, PENNY_UID (cases[i].first));
      g_autofree char *arrived = show_uids (news->arrived);
      g_autofree char *vanished = show_uids (news->vanished);
      GString *changed = g_string_new (NULL);

      for (guint c = 0; c < news->changed->len; c++)
        g_string_append_printf (changed, "%s%u", c > 0 ? " " : "",
                                g_array_index (news->changed, PennyImapFlagChange, c).uid.value);
      g_assert_cmpstr (arrived, ==, cases[i].arrived);
      g_assert_cmpstr (vanished, ==, cases[i].vanished);
      g_assert_cmpstr (changed->str, ==, cases[i].changed);
      g_string_free (changed, TRUE);
    }
}

static void
test_windows (void)
{
  g_autoptr (GArray) known = make_known ("9 8 7 6 5 4 3");
  g_autoptr (GPtrArray) by_bytes = penny_cut_windows (known, 250, 100);
  g_autoptr (GPtrArray) by_number = penny_cut_windows (known, 1000000, 3);
  g_autoptr (GPtrArray) one_each = penny_cut_windows (known, 1, 100);
  g_autofree char *first = penny_uid_set_to_string (g_ptr_array_index (by_bytes, 0));
  g_autofree char *last = penny_uid_set_to_string (g_ptr_array_index (by_number, 2));

  g_assert_cmpuint (by_bytes->len, ==, 4);
  g_assert_cmpstr (first, ==, "8:9");
  g_assert_cmpuint (by_number->len, ==, 3);
  g_assert_cmpstr (last, ==, "3");
  g_assert_cmpuint (one_each->len, ==, 7);
}

/* --- penny-journal.c --- */

typedef struct {
  PennyOperationKind kind;
  PennyEntryId entry;
  guint uid;
  const char *target;
  gint64 not_before;
  gboolean stuck;
} Owed;

static GPtrArray *
make_operations (const Owed *owed, guint n)
{
  GPtrArray *operations = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      PennyOperation *operation = g_new0 (PennyOperation, 1);

      operation->id = i + 1;
      operation->kind = owed[i].kind;
      operation->entry = owed[i].entry;
      operation->uid = PENNY_UID (owed[i].uid);
      operation->uidvalidity = 7;
      operation->folder = (char *) "INBOX";
      operation->target = (char *) owed[i].target;
      operation->not_before = owed[i].not_before;
      operation->stuck = owed[i].stuck;
      g_ptr_array_add (operations, operation);
    }

  return operations;
}

static char *
show_group (GPtrArray *operations, guint kinds, gint64 now, gint64 *next)
{
  g_autoptr (GPtrArray) group = penny_journal_next_group (operations, kinds, now, next);
  GString *text = g_string_new (NULL);

  for (guint i = 0; group != NULL && i < group->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (group, i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) operation->id);
    }
  return g_string_free (text, FALSE);
}

static void
test_journal (void)
{
  static const Owed owed[] = {
    { PENNY_OPERATION_MOVE, 10, 1, "Trash", 0, FALSE },
    { PENNY_OPERATION_FLAGS, 10, 0, NULL, 0, FALSE },      /* waits for the move */
    { PENNY_OPERATION_MOVE, 11, 2, "Trash", 0, FALSE },    /* joins the first */
    { PENNY_OPERATION_MOVE, 12, 3, "Junk", 0, FALSE },     /* another target */
    { PENNY_OPERATION_MOVE, 13, 0, "Trash", 0, FALSE },    /* no UID: alone */
    { PENNY_OPERATION_MOVE, 14, 5, "Trash", 100, FALSE },  /* later */
    { PENNY_OPERATION_MOVE, 15, 6, "Trash", 0, TRUE },     /* stuck */
    { PENNY_OPERATION_MOVE, 15, 6, "Trash", 0, FALSE },    /* behind the stuck one */
    { PENNY_OPERATION_SEND, 16, 0, NULL, 50, FALSE },
  };
  g_autoptr (GPtrArray) all = make_operations (owed, G_N_ELEMENTS (owed));
  const guint moves = 1u << PENNY_OPERATION_MOVE, sends = 1u << PENNY_OPERATION_SEND;
  gint64 next = 0;
  g_autofree char *first = show_group (all, moves | 1u << PENNY_OPERATION_FLAGS, 10, &next);
  g_autofree char *letters = show_group (all, sends, 10, &next);

  g_assert_cmpstr (first, ==, "1 3");
  g_assert_cmpstr (letters, ==, "");
  g_assert_cmpint (next, ==, 50);
  {
    g_autofree char *due = show_group (all, sends, 50, &next);

    g_assert_cmpstr (due, ==, "9");
  }
  g_ptr_array_remove_range (all, 0, 4);
  {
    g_autofree char *alone = show_group (all, moves, 10, &next);

    g_assert_cmpstr (alone, ==, "5");
  }
  g_ptr_array_remove_range (all, 0, 1);
  {
    g_autofree char *none = show_group (all, moves, 10, &next);

    g_assert_cmpstr (none, ==, "");
    g_assert_cmpint (next, ==, 100);
  }
}

static void
test_journal_copies (void)
{
  static const Owed owed[] = {
    { PENNY_OPERATION_COPY, 20, 1, "Work", 0, FALSE },     /* of entry 10 */
    { PENNY_OPERATION_MOVE, 10, 1, "Trash", 0, FALSE },    /* waits for its copy */
    { PENNY_OPERATION_COPY, 21, 2, "Work", 0, FALSE },     /* of entry 11: joins */
    { PENNY_OPERATION_COPY, 22, 2, "Work", 0, FALSE },     /* of entry 11, too: after that one */
  };
  static const PennyEntryId sources[] = { 10, 0, 11, 11 };
  g_autoptr (GPtrArray) all = make_operations (owed, G_N_ELEMENTS (owed));
  const guint kinds = 1u << PENNY_OPERATION_COPY | 1u << PENNY_OPERATION_MOVE;
  g_autofree char *first = NULL;
  gint64 next;

  for (guint i = 0; i < all->len; i++)
    ((PennyOperation *) g_ptr_array_index (all, i))->source = sources[i];
  first = show_group (all, kinds, 10, &next);
  g_assert_cmpstr (first, ==, "1 3");
}

/* Folders in their order; what is owed to one that is not made waits, and one goes when nothing is owed there. */
static void
test_journal_folders (void)
{
  static const Owed owed[] = {
    { PENNY_OPERATION_MOVE, 10, 1, PENNY_STORE_NEW_PATH "5", 0, FALSE },
    { PENNY_OPERATION_MOVE, 11, 2, "Old", 50, FALSE },
    { PENNY_OPERATION_CREATE_FOLDER, 0, 0, "New", 0, FALSE },
    { PENNY_OPERATION_DELETE_FOLDER, 0, 0, NULL, 0, FALSE },   /* of INBOX, for the test */
  };
  g_autoptr (GPtrArray) all = make_operations (owed, G_N_ELEMENTS (owed));
  const guint kinds = (1u << PENNY_N_OPERATIONS) - 1;
  g_autofree char *first = NULL, *waiting = NULL, *due = NULL, *last = NULL;
  gint64 next = 0;

  first = show_group (all, kinds, 10, &next);
  g_assert_cmpstr (first, ==, "3");
  g_ptr_array_remove_index (all, 2);
  g_ptr_array_remove_index (all, 0);
  waiting = show_group (all, kinds, 10, &next);
  g_assert_cmpstr (waiting, ==, "");
  g_assert_cmpint (next, ==, 50);
  due = show_group (all, kinds, 50, &next);
  g_assert_cmpstr (due, ==, "2");
  g_ptr_array_remove_index (all, 0);
  last = show_group (all, kinds, 50, &next);
  g_assert_cmpstr (last, ==, "4");
}

/* --- penny-clearing.c --- */

static void
test_clearing (void)
{
  const gint64 day = 24 * 60 * 60, t = 1000 * day;
  static const struct {
    PennyWay way; int days; gboolean first_done, thrown; int age; const char *uidl;
    PennyLedgerState state; PennyClearing want;
  } cases[] = {
    { PENNY_WAY_PHOTOCOPY, -1, TRUE, TRUE, 900, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_KEEP },
    { PENNY_WAY_SHARED, -1, TRUE, TRUE, 900, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_KEEP },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, FALSE, 13, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_WAIT },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, FALSE, 14, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_CLEAR },
    { PENNY_WAY_CLEAR_LATER, 14, FALSE, FALSE, 99, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_KEEP },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, TRUE, 0, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_CLEAR },
    { PENNY_WAY_CLEAR_LATER, -1, TRUE, FALSE, 999, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_KEEP },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, TRUE, 99, "a", PENNY_LEDGER_KEPT, PENNY_CLEARING_KEEP },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, TRUE, 99, "a", PENNY_LEDGER_ASKED, PENNY_CLEARING_KEEP },
    { PENNY_WAY_CLEAR_LATER, 14, TRUE, TRUE, 99, "top:x:1", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_KEEP },
    { PENNY_WAY_TAKE_HOME, 1, TRUE, FALSE, 0, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_WAIT },
    { PENNY_WAY_TAKE_HOME, 1, TRUE, FALSE, 1, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_CLEAR },
    { PENNY_WAY_TAKE_HOME, 0, TRUE, FALSE, 0, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_CLEAR },
    { PENNY_WAY_TAKE_HOME, 0, FALSE, FALSE, 9, "a", PENNY_LEDGER_COLLECTED, PENNY_CLEARING_KEEP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PennyClearingRule rule = {
        .rules = penny_way_rules_get (cases[i].way), .days = cases[i].days,
        .first_collection_done = cases[i].first_done,
      };
      const PennyLedgerRow row = {
        .uidl = (char *) cases[i].uidl, .state = cases[i].state, .collected = t - cases[i].age * day,
        .thrown_away = cases[i].thrown,
      };
      gint64 when = 0;

      g_test_message ("case %u", i);
      g_assert_cmpint (penny_clearing_decide (&rule, &row, t, &when), ==, cases[i].want);
      if (cases[i].want == PENNY_CLEARING_WAIT)
        g_assert_cmpint (when, >, t);
    }
}

/* --- the small ones --- */

static void
test_backoff (void)
{
  PennyBackoff backoff = { 0 };

  g_assert_cmpint (penny_backoff_next (&backoff, 0.5), ==, 2000);
  g_assert_cmpint (penny_backoff_next (&backoff, 0.0), ==, 3000);
  g_assert_cmpint (penny_backoff_next (&backoff, 1.0), ==, 10000);
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (penny_backoff_next (&backoff, 1.0), <=, 750000);
  penny_backoff_reset (&backoff);
  g_assert_cmpint (penny_backoff_next (&backoff, 0.5), ==, 2000);
}

static void
test_folder_roles (void)
{
  g_assert_cmpint (penny_folder_role_guess ("Gesendete Objekte"), ==, PENNY_ROLE_SENT);
  g_assert_cmpint (penny_folder_role_guess ("ENTWÜRFE"), ==, PENNY_ROLE_DRAFTS);
  g_assert_cmpint (penny_folder_role_guess ("Корзина"), ==, PENNY_ROLE_TRASH);
  g_assert_cmpint (penny_folder_role_guess ("Sentimental"), ==, PENNY_ROLE_NONE);
  g_assert_cmpstr (penny_folder_role_name (PENNY_ROLE_ARCHIVE), ==, "Archive");
  g_assert_null (penny_folder_role_name (PENNY_ROLE_NONE));
}

static void
note_status (const PennySyncStatus *status, gpointer data)
{
  g_string_append_printf (data, "%d:%u:%s ", status->state, status->done, status->text ? status->text : "-");
}

static void
test_relay (void)
{
  g_autoptr (GString) got = g_string_new (NULL);
  PennyStatusRelay *relay = penny_status_relay_new (note_status, got);
  PennySyncStatus status = { .state = PENNY_SYNC_RUNNING, .total = 9 };

  for (status.done = 0; status.done < 9; status.done++)
    penny_status_relay_push (&status, relay);
  status.notice = PENNY_SYNC_NOTICE_ALERT;
  status.text = "hello";
  penny_status_relay_push (&status, relay);
  g_assert_cmpstr (got->str, ==, "");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (got->str, ==, "1:8:- 1:9:hello ");

  penny_status_relay_push (&status, relay);
  penny_status_relay_stop (relay);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (got->str, ==, "1:8:- 1:9:hello ");
  penny_status_relay_free (relay);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/reconcile", test_reconcile);
  g_test_add_func ("/sync/windows", test_windows);
  g_test_add_func ("/sync/journal", test_journal);
  g_test_add_func ("/sync/journal-copies", test_journal_copies);
  g_test_add_func ("/sync/journal-folders", test_journal_folders);
  g_test_add_func ("/sync/clearing", test_clearing);
  g_test_add_func ("/sync/backoff", test_backoff);
  g_test_add_func ("/sync/folder-roles", test_folder_roles);
  g_test_add_func ("/sync/relay", test_relay);
  return g_test_run ();
}
