/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For test-post-game.py: the game of the playable post office, and the real engine on a folder of
 * somebody's letters. One request a line, words between tabs; one answer a line, "ok" + words or
 * "no" + why.
 *
 *   game WAY PRESS…                                the state after these presses, as JSON
 *   act FOLDER WAY USER PASSWORD PORT SMTP DO…     on the store in FOLDER, one after the other:
 *                                                  read:SUBJECT throw:SUBJECT write:SUBJECT wait sync look
 *                                                  cut-off (a sync that must fail) */
#include <stdio.h>
#include <string.h>

#include "penny-account.h"
#include "penny-error.h"
#include "penny-post-game.h"
#include "penny-store-actions.h"
#include "penny-sync.h"
#include "penny-thread.h"

/* --- the game --- */

static void
answer_game (char **words, GString *answer)
{
  PennyPostState state;
  PennyWay way = PENNY_WAY_SHARED;
  g_auto (PennyPostStep) step = { 0, };

  penny_way_parse (words[1], &way);
  penny_post_state_init (&state, way);
  penny_post_game_press (&state, PENNY_PRESS_OPEN, &step);
  for (guint i = 2; words[i] != NULL; i++)
    {
      penny_post_step_clear (&step);
      penny_post_game_press (&state, (PennyPress) atoi (words[i]), &step);
    }

  g_string_append_printf (answer, "ok\t{\"broken\":%d,\"offline\":%d,\"room\":%u,\"read\":%d,\"throw\":%d,"
                          "\"letters\":[", state.broken, state.offline, state.room,
                          penny_post_state_find_letter (&state, PENNY_PRESS_READ),
                          penny_post_state_find_letter (&state, PENNY_PRESS_THROW_AWAY));
  for (guint i = 0; i < state.n_letters; i++)
    g_string_append_printf (answer, "%s[%d,%d,%d,%d]", i > 0 ? "," : "", state.letters[i].written,
                            state.letters[i].at[PENNY_POST_BOX], state.letters[i].at[PENNY_POST_HERE],
                            state.letters[i].at[PENNY_POST_OTHER]);
  g_string_append (answer, "]}");
}

/* --- the engine --- */

typedef struct {
  PennyAccount *account;
  PennyStore *store;
  PennySecret *password;
  GError *error;
} Player;

static PennyAccount *
make_account (char **words, GError **error)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();

  penny_way_parse (words[2], &form->way);
  form->address = g_strdup (words[3]);
  form->clear_after_days = -1;
  form->take_home_days = 0;
  form->incoming = penny_server_new (penny_way_rules_get (form->way)->protocol, "localhost",
                                     (guint16) atoi (words[5]), PENNY_SECURITY_NONE, words[3]);
  form->outgoing = penny_server_new (PENNY_PROTOCOL_SMTP, "localhost", (guint16) atoi (words[6]),
                                     PENNY_SECURITY_NONE, words[3]);
  form->files_sent = PENNY_FILES_SENT_NO;
  return penny_account_new (form, error);
}

static PennyEntryId
find_letter (Player *self, const char *subject)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_role (self->store, PENNY_ROLE_INBOX, &self->error);
  g_autoptr (GPtrArray) entries = NULL;

  if (inbox == NULL)
    return 0;
  entries = penny_store_list_entries (self->store, inbox->id, PENNY_LIST_NEWEST_FIRST, 0, 100, &self->error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PennyEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->subject, subject) == 0)
        return entry->id;
    }
  return 0;
}

static gboolean
act (Player *self, const char *subject, gboolean throw)
{
  PennyEntryId id = find_letter (self, subject);
  PennyAction *action;

  if (id == 0)
    return FALSE;

  action = penny_action_new (throw ? PENNY_ACTION_MOVE : PENNY_ACTION_MARK, &id, 1);
  action->add = throw ? 0 : PENNY_FLAG_SEEN;
  action->target_role = throw ? PENNY_ROLE_TRASH : PENNY_ROLE_NONE;
  return penny_store_act (self->store, action, &self->error) != 0;
}

static gboolean
write_letter (Player *self, const char *subject)
{
  const char *from = penny_account_get_address (self->account);
  g_autofree char *text = g_strdup_printf ("From: <%s>\r\nTo: <bruno@elsewhere.example>\r\nSubject: %s\r\n"
                                           "Date: Sun, 22 Nov 2026 10:00:00 +0100\r\n"
                                           "Message-ID: <%s@letters.example>\r\n\r\nHello\r\n",
                                           from, subject, subject);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));

  return penny_store_queue_letter (self->store, raw, 0, FALSE, 0, &self->error) != 0;
}

/* The pause is over that the engine makes after a refusal. Nothing may be given up for good. */
static gboolean
end_pauses (Player *self)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (self->store, &self->error);

  for (guint i = 0; operations != NULL && i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);

      if (operation->stuck || !penny_store_operation_retry (self->store, operation->id, &self->error))
        return FALSE;
    }
  return operations != NULL;
}

static gpointer
run_sync (gpointer data)
{
  Player *self = data;
  PennySync *sync = penny_sync_new (self->account, self->store, self->password, NULL, NULL, NULL);
  gboolean done = penny_sync_run_once (sync, &self->error);

  penny_sync_free (sync);
  return GINT_TO_POINTER (done);
}

static gboolean
synchronise (Player *self)
{
  return GPOINTER_TO_INT (g_thread_join (penny_thread_new ("player", PENNY_THREAD_WORKER, run_sync, self)));
}

/* Nobody answers, and nothing else goes wrong. */
static gboolean
cut_off (Player *self)
{
  gboolean as_expected = !synchronise (self) && self->error != NULL && self->error->domain == PENNY_WIRE_ERROR;

  if (as_expected)
    g_clear_error (&self->error);
  return as_expected;
}

static gboolean
look (Player *self, GString *answer)
{
  g_autoptr (GPtrArray) folders = penny_store_list_folders (self->store, &self->error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const PennyFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GPtrArray) entries = penny_store_list_entries (self->store, folder->id, PENNY_LIST_NEWEST_FIRST, 0,
                                                                100, &self->error);

      if (entries == NULL)
        return FALSE;
      for (guint k = 0; k < entries->len; k++)
        {
          const PennyEntry *entry = g_ptr_array_index (entries, k);

          g_string_append_printf (answer, "\t%s:%s:%d", entry->subject, penny_role_to_string (folder->role),
                                  (entry->flags & PENNY_FLAG_SEEN) != 0);
        }
    }
  return folders != NULL;
}

static gboolean
do_one (Player *self, const char *what, GString *answer)
{
  const char *colon = strchr (what, ':');

  if (g_str_has_prefix (what, "read:"))
    return act (self, colon + 1, FALSE);
  if (g_str_has_prefix (what, "throw:"))
    return act (self, colon + 1, TRUE);
  if (g_str_has_prefix (what, "write:"))
    return write_letter (self, colon + 1);
  if (g_str_equal (what, "wait"))
    return end_pauses (self);
  if (g_str_equal (what, "sync"))
    return synchronise (self);
  if (g_str_equal (what, "cut-off"))
    return cut_off (self);
  return g_str_equal (what, "look") && look (self, answer);
}

static void
answer_act (char **words, GString *answer)
{
  Player self = { NULL, };
  g_autofree char *path = NULL;
  gboolean good = FALSE;

  if (g_strv_length (words) > 7)
    {
      path = g_build_filename (words[1], "mail.db", NULL);
      self.password = penny_secret_new (words[4]);
      self.account = make_account (words, &self.error);
      self.store = self.account != NULL ? penny_store_open (path, &self.error) : NULL;
      good = self.store != NULL;
    }
  g_string_append (answer, "ok");
  for (guint i = 7; good && words[i] != NULL; i++)
    if (!(good = do_one (&self, words[i], answer)))
      g_string_printf (answer, "no\t%s: %s", words[i], self.error != NULL ? self.error->message : "no such letter");
  if (!good && !g_str_has_prefix (answer->str, "no"))
    g_string_printf (answer, "no\t%s", self.error != NULL ? self.error->message : "too few words");

  if (self.store != NULL)
    penny_store_close (self.store);
  g_clear_object (&self.store);
  g_clear_pointer (&self.account, penny_account_unref);
  g_clear_pointer (&self.password, penny_secret_unref);
  g_clear_error (&self.error);
}

int
main (void)
{
  char line[8192];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), "\t", -1);
      g_autoptr (GString) answer = g_string_new (NULL);

      if (g_strcmp0 (words[0], "game") == 0 && g_strv_length (words) > 1)
        answer_game (words, answer);
      else
        answer_act (words, answer);
      puts (answer->str);
      fflush (stdout);
    }
  return 0;
}
