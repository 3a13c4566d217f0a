/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list's model on a real store: paging, change notices as small splices, search. */
#include "window-fixture.h"

#include <locale.h>

#include "penny-entry-model.h"

typedef struct {
  guint n;
  guint position, removed, added;   /* the last one */
} Splices;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Splices *splices)
{
  *splices = (Splices){ splices->n + 1, position, removed, added };
}

static guint
n_items (PennyEntryModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static void
wait_ready (PennyEntryModel *model)
{
  wait_until (penny_entry_model_get_state (model) == PENNY_ENTRY_MODEL_READY);
}

static void
test_paging (void)
{
  WindowFixture *fixture = window_fixture_new ("me");
  g_autoptr (PennyEntryModel) model = penny_entry_model_new ();
  g_autoptr (PennyEntryItem) first = NULL;
  g_autoptr (PennyEntryItem) again = NULL;

  window_fixture_add_letters (fixture, fixture->inbox, 3000, FALSE);
  penny_entry_model_show_folder (model, fixture->store, fixture->inbox, 0);
  /* The newest page is here before the main loop has turned once. */
  g_assert_cmpuint (n_items (model), ==, PENNY_ENTRY_MODEL_FIRST);
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_cmpstr (penny_entry_item_get_entry (first)->subject, ==, "Letter number 3000");
  wait_ready (model);
  g_assert_cmpuint (n_items (model), ==, 3000);

  again = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_true (again == first);
  g_assert_cmpuint (penny_entry_model_get_n_live (model), ==, 1);
  for (guint i = 0; i < 3000; i += 7)
    {
      g_autoptr (PennyEntryItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      g_autofree char *subject = g_strdup_printf ("Letter number %u", 3000 - i);

      g_assert_cmpstr (penny_entry_item_get_entry (item)->subject, ==, subject);
    }
  g_assert_cmpuint (penny_entry_model_get_n_live (model), ==, 1);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 3000));
  g_test_message ("longest read: %" G_GINT64_FORMAT " µs", penny_entry_model_get_longest_read (model));
  window_fixture_free (fixture);
}

static void
test_arrivals (void)
{
  WindowFixture *fixture = window_fixture_new ("me");
  g_autoptr (PennyEntryModel) model = penny_entry_model_new ();
  Splices splices = { 0 };
  PennyEntryId top;

  window_fixture_add_letters (fixture, fixture->inbox, 500, FALSE);
  penny_entry_model_show_folder (model, fixture->store, fixture->inbox, 0);
  wait_ready (model);
  top = penny_entry_model_get_id (model, 0);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &splices);
  window_fixture_add_letters (fixture, fixture->inbox, 3, FALSE);
  wait_until (n_items (model) == 503);
  g_assert_cmpuint (splices.n, ==, 1);
  g_assert_cmpuint (splices.position, ==, 0);
  g_assert_cmpuint (splices.added, ==, 3);
  g_assert_cmpuint (splices.removed, ==, 0);
  g_assert_cmpuint (penny_entry_model_find (model, top), ==, 3);

  /* Letters for another folder are nothing to us. */
  window_fixture_add_letters (fixture, window_fixture_find_role (fixture, PENNY_ROLE_ARCHIVE), 3, FALSE);
  window_fixture_add_letters (fixture, fixture->inbox, 1, FALSE);
  wait_until (n_items (model) == 504);
  g_assert_cmpuint (splices.n, ==, 2);
  window_fixture_free (fixture);
}

static void
changed_cb (PennyEntryItem *item, guint *count)
{
  (*count)++;
}

static void
test_flags (void)
{
  WindowFixture *fixture = window_fixture_new ("me");
  g_autoptr (PennyEntryModel) model = penny_entry_model_new ();
  g_autoptr (PennyEntryItem) item = NULL;
  g_autoptr (GError) error = NULL;
  PennyAction *action;
  PennyEntryId id;
  guint count = 0;

  window_fixture_add_letters (fixture, fixture->inbox, 5, FALSE);
  penny_entry_model_show_folder (model, fixture->store, fixture->inbox, 0);
  wait_ready (model);
  item = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_assert_cmpint (penny_entry_item_get_entry (item)->flags & PENNY_FLAG_FLAGGED, ==, 0);
  g_signal_connect (item, "changed", G_CALLBACK (changed_cb), &count);
  id = penny_entry_item_get_id (item);
  action = penny_action_new (PENNY_ACTION_MARK, &id, 1);
  action->add = PENNY_FLAG_FLAGGED;
  penny_store_act (fixture->store, action, &error);
  g_assert_no_error (error);
  wait_until (count == 1);
  g_assert_cmpint (penny_entry_item_get_entry (item)->flags & PENNY_FLAG_FLAGGED, !=, 0);
  penny_entry_model_forget_date_words (model);
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpstr (penny_entry_item_get_date_words (item), !=, "");
  penny_entry_model_forget_date_words (model);
  g_assert_cmpuint (count, ==, 2);
  window_fixture_free (fixture);
}

static void
test_search (void)
{
  WindowFixture *fixture = window_fixture_new ("me");
  g_autoptr (PennyEntryModel) model = penny_entry_model_new ();

  window_fixture_add_samples (fixture);
  penny_entry_model_show_folder (model, fixture->store, fixture->inbox, 0);
  penny_entry_model_show_search (model, fixture->store, "tomatoes", 0);
  wait_ready (model);
  g_assert_cmpuint (n_items (model), ==, 1);
  penny_entry_model_show_search (model, fixture->store, "zebra", 0);
  wait_ready (model);
  g_assert_cmpuint (n_items (model), ==, 0);
  g_assert_true (penny_entry_model_is_search (model));
  penny_entry_model_clear (model);
  g_assert_cmpint (penny_entry_model_get_state (model), ==, PENNY_ENTRY_MODEL_BLANK);
  window_fixture_free (fixture);
}

/* A screenful at once, then the others. */
static void
test_search_many (void)
{
  WindowFixture *fixture = window_fixture_new ("me");
  g_autoptr (PennyEntryModel) model = penny_entry_model_new ();

  window_fixture_add_letters (fixture, fixture->inbox, 2 * PENNY_ENTRY_MODEL_SEARCH_FIRST + 20, FALSE);
  while (penny_store_count_unindexed (fixture->store) > 0)
    penny_store_catch_up (fixture->store, G_USEC_PER_SEC);
  penny_entry_model_show_search (model, fixture->store, "number", 0);
  wait_until (n_items (model) >= PENNY_ENTRY_MODEL_SEARCH_FIRST);
  g_assert_cmpuint (n_items (model), ==, PENNY_ENTRY_MODEL_SEARCH_FIRST);
  wait_until (n_items (model) > PENNY_ENTRY_MODEL_SEARCH_FIRST);
  g_assert_cmpuint (n_items (model), ==, 2 * PENNY_ENTRY_MODEL_SEARCH_FIRST + 20);
  window_fixture_free (fixture);
}

/* The model goes while its question is under way, and rows outlive it. */
static void
test_gone (void)
{
  WindowFixture *fixture = window_fixture_new ("me");
  PennyEntryModel *model = penny_entry_model_new ();
  g_autoptr (PennyEntryItem) item = NULL;

  window_fixture_add_letters (fixture, fixture->inbox, 100, FALSE);
  penny_entry_model_show_folder (model, fixture->store, fixture->inbox, 0);
  item = g_list_model_get_item (G_LIST_MODEL (model), 5);
  penny_entry_model_clear (model);
  g_object_add_weak_pointer (G_OBJECT (model), (gpointer *) &model);
  g_object_unref (model);
  wait_until (model == NULL);
  g_assert_null (penny_entry_item_get_entry (item));
  window_fixture_free (fixture);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/model/paging", test_paging);
  g_test_add_func ("/window/model/arrivals", test_arrivals);
  g_test_add_func ("/window/model/flags", test_flags);
  g_test_add_func ("/window/model/search", test_search);
  g_test_add_func ("/window/model/search-many", test_search_many);
  g_test_add_func ("/window/model/gone", test_gone);
  return g_test_run ();
}
