/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real store with letters in it. */
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct {
  const char *path;
  PennyRole role;
} folders[] = {
  { "INBOX", PENNY_ROLE_INBOX },       { "Drafts", PENNY_ROLE_DRAFTS },
  { "Sent", PENNY_ROLE_SENT },         { "Archive", PENNY_ROLE_ARCHIVE },
  { "Junk", PENNY_ROLE_JUNK },         { "Trash", PENNY_ROLE_TRASH },
  { "Family", PENNY_ROLE_NONE },       { "Family/Holidays", PENNY_ROLE_NONE },
  { "Work", PENNY_ROLE_NONE },         { "Work/Invoices", PENNY_ROLE_NONE },
  { "Work/Invoices/2026", PENNY_ROLE_NONE },
};

static void
submit (WindowFixture *self, PennyBatch *batch)
{
  g_autoptr (GError) error = NULL;

  penny_store_submit (self->store, batch, &error);
  g_assert_no_error (error);
  penny_store_flush (self->store, FALSE, &error);
  g_assert_no_error (error);
}

WindowFixture *
window_fixture_new (const char *id)
{
  WindowFixture *self = g_new0 (WindowFixture, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  PennyBatch *batch = penny_batch_new ();

  form->id = g_strdup (id);
  form->address = g_strdup_printf ("%s@example.org", id);
  form->way = PENNY_WAY_SHARED;
  form->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, "imap.example.org", 0, PENNY_SECURITY_TLS, NULL);
  self->account = penny_account_new (form, &error);
  g_assert_no_error (error);

  self->folder = g_dir_make_tmp ("penny-window-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->folder, "store.db", NULL);
  self->store = penny_store_open (path, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    penny_batch_put_folder (batch, folders[i].path, '/', folders[i].role, TRUE, FALSE);
  submit (self, batch);
  self->inbox = window_fixture_find_role (self, PENNY_ROLE_INBOX);
  self->next_uid = 1;
  return self;
}

void
window_fixture_free (WindowFixture *self)
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

PennyFolderId
window_fixture_find_role (WindowFixture *self, PennyRole role)
{
  g_autoptr (PennyFolder) folder = penny_store_find_role (self->store, role, NULL);

  return folder != NULL ? folder->id : 0;
}

void
window_fixture_add_raw (WindowFixture *self, PennyFolderId folder, PennyFlags flags, gint64 date,
                        const char *message)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", lines);
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (date);
  g_autofree char *stamp = g_date_time_format (moment, "%a, %d %b %Y %H:%M:%S +0000");
  g_autofree char *whole = g_strdup_printf ("Date: %s\r\nMessage-ID: <%u@example.org>\r\n%s",
                                            stamp, self->next_uid, crlf);
  g_autoptr (GBytes) raw = g_bytes_new (whole, strlen (whole));
  PennyBatch *batch = penny_batch_new ();

  penny_batch_add (batch, folder, PENNY_UID (self->next_uid++), flags, date, (guint32) strlen (whole),
                   penny_summary_from_message (raw), raw);
  submit (self, batch);
}

static GBytes *
make_letter (guint32 uid, gint64 date)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (date);
  g_autofree char *stamp = g_date_time_format (moment, "%a, %d %b %Y %H:%M:%S +0000");
  char *text = g_strdup_printf ("Date: %s\r\nMessage-ID: <%u@example.org>\r\nFrom: Sender %u <sender%u@example.org>\r\n"
                                "To: me@example.org\r\nSubject: Letter number %u\r\n\r\n"
                                "This is the text of letter %u.\r\n",
                                stamp, uid, uid % 17, uid % 17, uid, uid);

  return g_bytes_new_take (text, strlen (text));
}

void
window_fixture_add_letters (WindowFixture *self, PennyFolderId folder, guint n, gboolean bodiless)
{
  gint64 base = G_GINT64_CONSTANT (1700000000);

  while (n > 0)
    {
      PennyBatch *batch = penny_batch_new ();

      for (guint i = 0; i < 500 && n > 0; i++, n--)
        {
          guint32 uid = self->next_uid++;
          gint64 date = base + (gint64) uid * 60;
          g_autoptr (GBytes) raw = make_letter (uid, date);

          penny_batch_add (batch, folder, PENNY_UID (uid), 0, date, (guint32) g_bytes_get_size (raw),
                           bodiless ? penny_summary_from_header (raw) : penny_summary_from_message (raw),
                           bodiless ? NULL : raw);
        }
      submit (self, batch);
    }
}

/* --- samples --- */

static const char html_letter[] =
  "From: The Garden Letter <news@garden.example>\nTo: Me <me@example.org>\nSubject: Spring is near: what to sow now\n"
  "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
  "<html><body style='font-family:sans-serif'><h1 style='color:#26a269'>Spring is near</h1>"
  "<img src='cid:dot@x' width=48 height=48 alt='a red square'>"
  "<p>Sow <b>tomatoes</b> and <i>peppers</i> on the window sill now. <a href='https://evil.example/x'>www.garden.example</a></p>"
  "<img src='http://127.0.0.1:1/track.gif' width=1 height=1><table border=1 cellpadding=6><tr><td>Peas</td><td>March</td></tr>"
  "<tr><td>Beans</td><td>May</td></tr></table></body></html>\n--b\nContent-Type: image/png\nContent-ID: <dot@x>\n"
  "Content-Transfer-Encoding: base64\n\n"
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==\n--b--\n";

static const char attachments_letter[] =
  "From: Anna Schmidt <anna@example.net>\nTo: Me <me@example.org>, Bo Larsen <bo@example.net>, "
  "Carla <carla@example.net>\n"
  "Cc: Dora <dora@example.net>, Emil <emil@example.net>\nSubject: The plans for the weekend\nMIME-Version: 1.0\n"
  "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
  "Hello,\n\nhere are the plans. The map is at https://maps.example/route?day=1, and the list is attached.\n\n"
  "> Shall we take the train?\n> It leaves at nine.\n\nYes, let us!\n\nAnna\n"
  "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"plans for the weekend.pdf\"\n\n"
  "%PDF-1.4\n"
  "--b\nContent-Type: image/jpeg\nContent-Disposition: attachment; filename=\"lake.jpg\"\n\nxxxx\n"
  "--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"holiday.pdf.exe\"\n\n"
  "MZxx\n--b--\n";

static const char * const plain_letters[] = {
  "From: =?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.de>\nTo: me@example.org\n"
  "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=\nContent-Type: text/plain; charset=utf-8\n\n"
  "Liebe Freunde, schöne Grüße vom Rhein!\n",
  "From: =?UTF-8?B?2YXYrdmF2K8g2LnZhNmK?= <ali@example.com>\nTo: me@example.org\n"
  "Subject: =?UTF-8?B?2YXYsdit2KjYpyDYqNmD?=\nContent-Type: text/plain; charset=utf-8\n\nمرحبا بك، كيف حالك اليوم؟\n",
  "From: Carla Rossi <carla@example.it>\nTo: me@example.org\n"
  "Subject: A rather long subject that will certainly not fit into the width of any list on any screen\n\n"
  "Short text.\n",
  "From: bank@example.com\nTo: me@example.org\nSubject: \n\nYour statement is ready.\n",
  "From: Dr. Bartholomew Featherstonehaugh-Cholmondeley III <b@example.co.uk>\nTo: me@example.org\n"
  "Subject: Re: Croquet\n\nSplendid. Until Thursday, then.\n",
};

void
window_fixture_add_samples (WindowFixture *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const gint64 ages[] = { 3 * 3600, 26 * 3600, 3 * 86400, 40 * 86400, 900 * 86400 };

  window_fixture_add_letters (self, self->inbox, 40, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (plain_letters); i++)
    window_fixture_add_raw (self, self->inbox, i % 2 == 0 ? 0 : PENNY_FLAG_SEEN | (i == 3 ? PENNY_FLAG_ANSWERED : 0),
                            now - ages[i], plain_letters[i]);
  window_fixture_add_raw (self, self->inbox, PENNY_FLAG_FLAGGED, now - 1800, html_letter);
  window_fixture_add_raw (self, self->inbox, 0, now - 600, attachments_letter);
  window_fixture_add_raw (self, window_fixture_find_role (self, PENNY_ROLE_DRAFTS), PENNY_FLAG_DRAFT | PENNY_FLAG_SEEN,
                          now,
                          "From: me@example.org\nTo: anna@example.net\nSubject: Half a letter\n\nDear Anna,\n");
  window_fixture_add_raw (self, window_fixture_find_role (self, PENNY_ROLE_SENT), PENNY_FLAG_SEEN, now,
                          "From: me@example.org\nTo: Anna Schmidt <anna@example.net>\nSubject: Re: plans\n\nGood.\n");
}
