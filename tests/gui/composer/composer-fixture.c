/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own. */
#include "composer-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "penny-store-sync.h"

static void
submit (ComposerFixture *self, PennyBatch *batch)
{
  g_autoptr (GError) error = NULL;

  penny_store_submit (self->store, batch, &error);
  g_assert_no_error (error);
  penny_store_flush (self->store, FALSE, &error);
  g_assert_no_error (error);
}

static PennyAccount *
make_account (const char *id, const char *name, gboolean mute)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  g_autoptr (GError) error = NULL;
  PennyAccount *account;

  form->id = g_strdup (id);
  form->name = g_strdup (name);
  form->address = g_strdup_printf ("%s@example.org", id);
  form->way = PENNY_WAY_SHARED;
  form->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, "imap.example.org", 0, PENNY_SECURITY_TLS, NULL);
  if (!mute)
    form->outgoing = penny_server_new (PENNY_PROTOCOL_SMTP, "mail.example.org", 0, PENNY_SECURITY_TLS, NULL);
  account = penny_account_new (form, &error);
  g_assert_no_error (error);
  return account;
}

ComposerFixture *
composer_fixture_new (const char *id, const char *name, gboolean mute)
{
  ComposerFixture *self = g_new0 (ComposerFixture, 1);
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->account = make_account (id, name, mute);
  self->folder = g_dir_make_tmp ("penny-composer-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->folder, "store.db", NULL);
  self->store = penny_store_open (path, &error);
  g_assert_no_error (error);
  penny_batch_put_folder (batch, "INBOX", '/', PENNY_ROLE_INBOX, TRUE, FALSE);
  penny_batch_put_folder (batch, "Drafts", '/', PENNY_ROLE_DRAFTS, TRUE, FALSE);
  submit (self, batch);
  return self;
}

void
composer_fixture_free (ComposerFixture *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  penny_store_close (self->store);
  g_object_unref (self->store);
  penny_account_unref (self->account);
  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

static GPtrArray *
list (ComposerFixture *self, PennyRole role)
{
  g_autoptr (PennyFolder) folder = penny_store_find_role (self->store, role, NULL);

  if (folder == NULL)
    return g_ptr_array_new ();
  return penny_store_list_entries (self->store, folder->id, PENNY_LIST_NEWEST_FIRST, 0, 100, NULL);
}

guint
composer_fixture_count (ComposerFixture *self, PennyRole role)
{
  g_autoptr (GPtrArray) entries = list (self, role);

  return entries->len;
}

PennyMessage *
composer_fixture_read (ComposerFixture *self, PennyRole role)
{
  g_autoptr (GPtrArray) entries = list (self, role);
  g_autoptr (GBytes) raw = NULL;

  if (entries->len == 0)
    return NULL;
  raw = penny_store_read_raw (self->store, ((PennyEntry *) g_ptr_array_index (entries, 0))->id, NULL);
  g_assert_nonnull (raw);
  return penny_message_new (raw, NULL);
}

PennyEntryId
composer_fixture_add (ComposerFixture *self, const char *message)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", lines);
  g_autoptr (GBytes) raw = g_bytes_new (crlf, strlen (crlf));
  g_autoptr (PennyFolder) inbox = penny_store_find_role (self->store, PENNY_ROLE_INBOX, NULL);
  g_autoptr (GPtrArray) entries = NULL;
  PennyBatch *batch = penny_batch_new ();

  penny_batch_add (batch, inbox->id, PENNY_UID (1), 0, 1700000000, (guint32) strlen (crlf),
                   penny_summary_from_message (raw), raw);
  submit (self, batch);
  entries = list (self, PENNY_ROLE_INBOX);
  return ((PennyEntry *) g_ptr_array_index (entries, 0))->id;
}
