/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For guest.py: asks an IMAP server for all that the engine can ask for, also what the program itself
 * has no use for at the moment. Each deed has a connection of its own; one line says how it went.
 *
 *   caller HOST PORT starttls|tls CA-FILE USER SECONDS      the password on standard input
 *
 * Exit status 0 unless a failure came without an error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "penny-error.h"
#include "penny-imap-session.h"
#include "penny-socket-channel.h"
#include "penny-thread.h"

#define N_PASSWORD 100
#define IDLE_MS 1000

typedef struct {
  const char *host;
  guint16 port;
  PennySecurity security;
  const char *user;
  PennySecret *password;
  GCancellable *cancellable;
  GMainLoop *loop;
  gboolean unclear;
} Caller;

/* --- what is asked --- */

static void
fetched_cb (PennyImapFetched *fetched, gpointer data)
{
  guint *n = data;

  (*n)++;
}

static gboolean
do_fetch (PennyImapSession *session, GError **error)
{
  g_autoptr(PennyUidSet) uids = penny_uid_set_new_range (PENNY_UID (1), PENNY_UID (10));
  const PennyUidSet *sets[] = { uids };
  guint n = 0;

  return penny_imap_session_fetch (session, sets, 1, 0xff, NULL, fetched_cb, NULL, &n, error);
}

static gboolean
do_search (PennyImapSession *session, GError **error)
{
  g_autoptr(GArray) found = penny_imap_session_uid_search (session, "ALL", error);

  return found != NULL;
}

static gboolean
do_flags (PennyImapSession *session, GError **error)
{
  g_autoptr(GArray) found = penny_imap_session_uids_and_flags (session, error);

  return found != NULL;
}

static gboolean
do_copy (PennyImapSession *session, GError **error)
{
  g_autoptr(PennyUidSet) uids = penny_uid_set_new_range (PENNY_UID (1), PENNY_UID (3));
  g_auto(PennyImapMoved) moved = { .uidvalidity = 0 };

  return penny_imap_session_copy (session, uids, "Sent", &moved, error);
}

static gboolean
do_append (PennyImapSession *session, GError **error)
{
  g_autoptr(GBytes) message = g_bytes_new_static ("Subject: x\r\n\r\nx\r\n", 17);
  PennyUid uid;

  return penny_imap_session_append (session, "Sent", PENNY_FLAG_SEEN, 0, message, NULL, &uid, error);
}

static gboolean
do_look (PennyImapSession *session, GError **error)
{
  PennyImapQuota quota;
  PennyImapStatus status;
  gint64 date;
  g_autofree char *prefix = penny_imap_session_personal_prefix (session, NULL, error);

  return prefix != NULL && penny_imap_session_quota (session, &quota, error)
         && penny_imap_session_status (session, "Sent", &status, error)
         && penny_imap_session_oldest_end (session, &date, error);
}

static gboolean
do_idle (PennyImapSession *session, GError **error)
{
  return penny_imap_session_idle (session, NULL, IDLE_MS, error) != PENNY_IMAP_IDLE_FAILED;
}

static const struct {
  const char *name;
  gboolean (*run) (PennyImapSession *session, GError **error);
} deeds[] = {
  { "fetch", do_fetch }, { "search", do_search }, { "flags", do_flags }, { "copy", do_copy },
  { "append", do_append }, { "look", do_look }, { "idle", do_idle },
};

/* --- asking --- */

static PennyImapSession *
enter (Caller *self, GError **error)
{
  g_autoptr(PennyChannel) channel = penny_socket_channel_connect (self->host, self->port, self->security,
                                                                  self->cancellable, error);
  g_autoptr(PennyImapSession) session = NULL;

  if (channel == NULL)
    return NULL;
  penny_channel_set_cancellable (channel, self->cancellable);
  session = penny_imap_session_new (channel);
  if (!penny_imap_session_greet (session, self->security, error)
      || !penny_imap_session_login (session, self->user, self->password, FALSE, error)
      || !penny_imap_session_select (session, "INBOX", FALSE, NULL, error))
    return NULL;
  return g_steal_pointer (&session);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static gpointer
call (gpointer data)
{
  Caller *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PennyImapSession) session = enter (self, &error);
      gboolean done = session != NULL && deeds[i].run (session, &error);

      printf ("%s: %s\n", deeds[i].name, done ? "done" : error != NULL ? error->message : "NO REASON");
      self->unclear |= !done && error == NULL;
    }
  g_idle_add (quit_cb, self->loop);
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  char password[N_PASSWORD];
  Caller self = { .loop = loop, .cancellable = cancellable };
  GThread *thread;

  if (argc != 7 || fgets (password, sizeof password, stdin) == NULL
      || !penny_security_parse (argv[3], &self.security) || !penny_tls_set_ca_file (argv[4], NULL))
    return 2;
  self.host = argv[1];
  self.port = (guint16) atoi (argv[2]);
  self.user = argv[5];
  self.password = penny_secret_new (password);
  g_timeout_add_seconds ((guint) atoi (argv[6]), cancel_cb, cancellable);
  thread = penny_thread_new ("caller", PENNY_THREAD_WORKER, call, &self);
  g_main_loop_run (loop);
  g_thread_join (thread);
  penny_secret_unref (self.password);
  return self.unclear ? 1 : 0;
}
