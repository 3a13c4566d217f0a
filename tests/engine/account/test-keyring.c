/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords. Without arguments from the rig there is no keyring: the memory of this run must do. Under
 * run-keyring.py (suite "live") PENNY_TEST_KEYRING says which kind of keyring is there. */
#include <string.h>

#include <gio/gio.h>

#include "penny-error.h"
#include "penny-keyring.h"

static const char *
keyring_kind (void)
{
  const char *kind = g_getenv ("PENNY_TEST_KEYRING");

  return kind ? kind : "none";
}

static void
assert_kept (const char *id, PennyPasswordUse use, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennySecret) found = penny_keyring_lookup_sync (id, use, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (penny_secret_peek (found), ==, expected);
}

static void
test_memory (void)
{
  g_autoptr (PennySecret) password = penny_secret_new ("pässword 1");
  g_autoptr (GError) error = NULL;

  g_assert_false (penny_keyring_is_kept_for_this_run_only ("m", PENNY_PASSWORD_INCOMING));
  penny_keyring_keep_for_this_run ("m", PENNY_PASSWORD_INCOMING, password);
  g_assert_true (penny_keyring_is_kept_for_this_run_only ("m", PENNY_PASSWORD_INCOMING));
  assert_kept ("m", PENNY_PASSWORD_INCOMING, "pässword 1");
  assert_kept ("m", PENNY_PASSWORD_OUTGOING, "pässword 1"); /* none of its own */
  g_assert_true (penny_keyring_clear_sync ("m", NULL, &error));
  g_assert_no_error (error);
  g_assert_null (penny_keyring_lookup_sync ("m", PENNY_PASSWORD_INCOMING, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == PENNY_ACCOUNT_ERROR);
}

static void
test_store_none (void)
{
  g_autoptr (PennySecret) password = penny_secret_new ("two");
  g_autoptr (GError) error = NULL;
  int expected = g_str_equal (keyring_kind (), "none") ? PENNY_ACCOUNT_ERROR_NO_KEYRING
                                                       : PENNY_ACCOUNT_ERROR_KEYRING;

  if (!g_str_equal (keyring_kind (), "none") && !g_str_equal (keyring_kind (), "locked"))
    {
      g_test_skip ("there is a keyring");
      return;
    }
  g_assert_false (penny_keyring_store_sync ("n", PENNY_PASSWORD_INCOMING, "a@b.c", password, NULL, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, expected);
  g_assert_null (strstr (error->message, "two"));
  g_assert_true (penny_keyring_is_kept_for_this_run_only ("n", PENNY_PASSWORD_INCOMING));
  assert_kept ("n", PENNY_PASSWORD_INCOMING, "two");
}

static void
test_store_real (void)
{
  g_autoptr (PennySecret) one = penny_secret_new ("ein süßes Geheimnis");
  g_autoptr (PennySecret) two = penny_secret_new ("other");
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (keyring_kind (), "real"))
    {
      g_test_skip ("needs a real keyring: run by the suite \"live\"");
      return;
    }
  g_assert_null (penny_keyring_lookup_sync ("r", PENNY_PASSWORD_OUTGOING, NULL, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_PASSWORD);
  g_clear_error (&error);
  g_assert_true (penny_keyring_store_sync ("r", PENNY_PASSWORD_INCOMING, "a@b.c", one, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (penny_keyring_is_kept_for_this_run_only ("r", PENNY_PASSWORD_INCOMING));
  assert_kept ("r", PENNY_PASSWORD_INCOMING, "ein süßes Geheimnis");
  assert_kept ("r", PENNY_PASSWORD_OUTGOING, "ein süßes Geheimnis");
  g_assert_true (penny_keyring_store_sync ("r", PENNY_PASSWORD_OUTGOING, "a@b.c", two, NULL, &error));
  assert_kept ("r", PENNY_PASSWORD_OUTGOING, "other");
  assert_kept ("r", PENNY_PASSWORD_INCOMING, "ein süßes Geheimnis");
  g_assert_true (penny_keyring_store_sync ("r", PENNY_PASSWORD_INCOMING, "a@b.c", two, NULL, &error));
  assert_kept ("r", PENNY_PASSWORD_INCOMING, "other"); /* written over, not beside */
  g_assert_true (penny_keyring_clear_sync ("r", NULL, &error));
  g_assert_no_error (error);
  g_assert_null (penny_keyring_lookup_sync ("r", PENNY_PASSWORD_INCOMING, NULL, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_PASSWORD);
  g_clear_error (&error);
  /* One stays, for the rig to read with another program. */
  g_assert_true (penny_keyring_store_sync ("seen", PENNY_PASSWORD_INCOMING, "a@b.c", one, NULL, &error));
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_async (void)
{
  g_autoptr (PennySecret) password = penny_secret_new ("three");
  g_autoptr (PennySecret) found = NULL;
  g_autoptr (GAsyncResult) a = NULL, b = NULL, c = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept;

  penny_keyring_store_async ("as", PENNY_PASSWORD_INCOMING, "a@b.c", password, NULL, result_cb, &a);
  kept = penny_keyring_store_finish (wait_for (&a), &error);
  g_assert_cmpint (kept, ==, g_str_equal (keyring_kind (), "real"));
  g_assert_true (kept == (error == NULL));
  g_clear_error (&error);
  penny_keyring_lookup_async ("as", PENNY_PASSWORD_INCOMING, NULL, result_cb, &b);
  found = penny_keyring_lookup_finish (wait_for (&b), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (penny_secret_peek (found), ==, "three");
  penny_keyring_clear_async ("as", NULL, result_cb, &c);
  g_assert_true (penny_keyring_clear_finish (wait_for (&c), &error));
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) a = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  penny_keyring_lookup_async ("x", PENNY_PASSWORD_OUTGOING, cancellable, result_cb, &a);
  g_assert_null (penny_keyring_lookup_finish (wait_for (&a), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (g_str_equal (keyring_kind (), "none"))
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_add_func ("/keyring/memory", test_memory);
  g_test_add_func ("/keyring/store-none", test_store_none);
  g_test_add_func ("/keyring/store-real", test_store_real);
  g_test_add_func ("/keyring/async", test_async);
  g_test_add_func ("/keyring/cancelled", test_cancelled);
  return g_test_run ();
}
