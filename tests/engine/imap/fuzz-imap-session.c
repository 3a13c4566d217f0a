/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole session against a server that says anything: a libFuzzer target (fuzz.py) and a test. The
 * input's first line is what the client does after logging in, a letter each (see "deeds"; "T" before
 * all: STARTTLS is demanded; a digit: the server speaks in pieces of so many bytes); the rest is what
 * the server says. What is asked: no crash; an error with every failure; nothing of a message without
 * a UID; and what fuzz-channel.h looks for. */
#include <string.h>

#include "fuzz-channel.h"
#include "fuzz-main.h"
#include "penny-imap-session.h"

#define N_MUTATIONS 4000
#define MAX_DEEDS 32

/* --- what the client does --- */

typedef gboolean (*Deed) (PennyImapSession *session, GError **error);

/* A name that the server made up, once it has listed one. */
static char *other_mailbox;

static const char *
get_other (void)
{
  return other_mailbox != NULL ? other_mailbox : "Other & more";
}

static PennyUidSet *
make_uids (void)
{
  PennyUidSet *uids = penny_uid_set_new_range (PENNY_UID (1), PENNY_UID (9));

  penny_uid_set_add (uids, PENNY_UID (G_MAXUINT32));
  return uids;
}

static gboolean
do_list (PennyImapSession *session, GError **error)
{
  g_autoptr(GPtrArray) mailboxes = penny_imap_session_list (session, TRUE, error);

  for (guint i = 0; mailboxes != NULL && i < mailboxes->len; i++)
    {
      const PennyImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

      g_assert_true (g_utf8_validate (mailbox->path, -1, NULL));
      g_assert_cmpuint (strcspn (mailbox->raw, "\r\n"), ==, strlen (mailbox->raw));
      g_assert_cmpint (mailbox->role, <, PENNY_N_ROLES);
      g_free (other_mailbox);
      other_mailbox = g_strdup (mailbox->path);
    }
  return mailboxes != NULL;
}

static gboolean
do_prefix (PennyImapSession *session, GError **error)
{
  char delimiter;
  g_autofree char *prefix = penny_imap_session_personal_prefix (session, &delimiter, error);

  return prefix != NULL;
}

static gboolean
do_status (PennyImapSession *session, GError **error)
{
  PennyImapStatus status;

  return penny_imap_session_status (session, get_other (), &status, error);
}

static gboolean
do_quota (PennyImapSession *session, GError **error)
{
  PennyImapQuota quota;

  return penny_imap_session_quota (session, &quota, error);
}

static gboolean
do_select (PennyImapSession *session, GError **error)
{
  PennyImapSelected selected;

  return penny_imap_session_select (session, "INBOX", FALSE, &selected, error);
}

static gboolean
is_visited (PennyImapVisited *visited)
{
  for (guint i = 0; visited->fetched != NULL && i < visited->fetched->len; i++)
    {
      const PennyImapFetched *fetched = g_ptr_array_index (visited->fetched, i);

      g_assert_cmpuint (fetched->uid.value, >, 0);
    }
  g_clear_pointer (&visited->fetched, g_ptr_array_unref);
  return TRUE;
}

static gboolean
do_visit (PennyImapSession *session, GError **error)
{
  const PennyImapVisit visit = {
    .path = "INBOX", .known = { 7, PENNY_UID (3), PENNY_MODSEQ (5) }, .n_newest = 5, .items = PENNY_IMAP_FETCH_HEADER,
  };
  PennyImapVisited visited = { .fetched = NULL };
  gboolean done = penny_imap_session_visit (session, &visit, &visited, error);

  return is_visited (&visited) && done;
}

static gboolean
do_open (PennyImapSession *session, GError **error)
{
  const PennyImapVisit visit = { .path = "INBOX", .n_newest = 5, .items = PENNY_IMAP_FETCH_BODY };
  PennyImapVisited visited = { .fetched = NULL };
  g_autoptr(GPtrArray) mailboxes = NULL;
  gboolean opened, done = penny_imap_session_open (session, &visit, &mailboxes, &visited, &opened, error);

  return is_visited (&visited) && done;
}

static gboolean
do_examine (PennyImapSession *session, GError **error)
{
  return penny_imap_session_select (session, get_other (), TRUE, NULL, error);
}

static gboolean
do_unselect (PennyImapSession *session, GError **error)
{
  return penny_imap_session_unselect (session, error);
}

static gboolean
do_create (PennyImapSession *session, GError **error)
{
  return penny_imap_session_create (session, get_other (), PENNY_ROLE_SENT, error);
}

static void
fetched_cb (PennyImapFetched *fetched, gpointer data)
{
  g_assert_cmpuint (fetched->uid.value, >, 0);
  g_assert_true (fetched->uid.value < 10 || fetched->uid.value == G_MAXUINT32);
}

static gboolean
fetch (PennyImapSession *session, PennyImapFetchItems items, GError **error)
{
  g_autoptr(PennyUidSet) first = make_uids ();
  g_autoptr(PennyUidSet) second = penny_uid_set_new_range (PENNY_UID (2), PENNY_UID (4));
  const PennyUidSet *sets[] = { first, second, first };

  return penny_imap_session_fetch (session, sets, 3, items, NULL, fetched_cb, NULL, NULL, error);
}

static gboolean
do_fetch_bodies (PennyImapSession *session, GError **error)
{
  return fetch (session, PENNY_IMAP_FETCH_BODY, error);
}

static gboolean
do_fetch_all (PennyImapSession *session, GError **error)
{
  return fetch (session, 0xff, error);
}

static gboolean
do_flags (PennyImapSession *session, GError **error)
{
  g_autoptr(GArray) found = penny_imap_session_uids_and_flags (session, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    g_assert_cmpuint (g_array_index (found, PennyImapFlagChange, i).uid.value, >,
                      i == 0 ? 0 : g_array_index (found, PennyImapFlagChange, i - 1).uid.value);
  return found != NULL;
}

static gboolean
do_oldest (PennyImapSession *session, GError **error)
{
  gint64 date;

  return penny_imap_session_oldest_end (session, &date, error);
}

static gboolean
do_search (PennyImapSession *session, GError **error)
{
  g_autoptr(GArray) found = penny_imap_session_uid_search (session, "UNSEEN", error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    g_assert_cmpuint (g_array_index (found, PennyUid, i).value, >,
                      i == 0 ? 0 : g_array_index (found, PennyUid, i - 1).value);
  return found != NULL;
}

static gboolean
do_find (PennyImapSession *session, GError **error)
{
  PennyUid uid;

  return penny_imap_session_search_message_id (session, "one@example.org", &uid, error);
}

static gboolean
do_store (PennyImapSession *session, GError **error)
{
  g_autoptr(PennyUidSet) uids = make_uids ();

  return penny_imap_session_store (session, uids, PENNY_FLAG_SEEN | PENNY_FLAG_JUNK, PENNY_FLAG_FLAGGED, error);
}

static gboolean
transfer (PennyImapSession *session, gboolean move, GError **error)
{
  g_autoptr(PennyUidSet) uids = make_uids ();
  g_auto(PennyImapMoved) moved = { .uidvalidity = 0 };
  gboolean done = move ? penny_imap_session_move (session, uids, get_other (), &moved, error)
                       : penny_imap_session_copy (session, uids, get_other (), &moved, error);

  g_assert_true (moved.from == NULL || moved.from->len == moved.to->len);
  return done;
}

static gboolean
do_move (PennyImapSession *session, GError **error)
{
  return transfer (session, TRUE, error);
}

static gboolean
do_copy (PennyImapSession *session, GError **error)
{
  return transfer (session, FALSE, error);
}

static gboolean
do_expunge (PennyImapSession *session, GError **error)
{
  g_autoptr(PennyUidSet) uids = make_uids ();
  gboolean left;

  return penny_imap_session_expunge_uids (session, uids, &left, error);
}

static gboolean
do_append (PennyImapSession *session, GError **error)
{
  g_autoptr(GBytes) message = g_bytes_new_static ("A: 1\r\n\r\nB\r\n", 11);
  guint32 uidvalidity;
  PennyUid uid;

  return penny_imap_session_append (session, get_other (), PENNY_FLAG_SEEN, 86400, message, &uidvalidity, &uid, error);
}

static gboolean
do_idle (PennyImapSession *session, GError **error)
{
  return penny_imap_session_idle (session, NULL, 1000, error) != PENNY_IMAP_IDLE_FAILED;
}

static const struct {
  char letter;
  Deed deed;
} deeds[] = {
  { 'l', do_list }, { 'p', do_prefix }, { 't', do_status }, { 'q', do_quota }, { 's', do_select },
  { 'v', do_visit }, { 'y', do_open }, { 'e', do_examine },
  { 'u', do_unselect }, { 'k', do_create }, { 'b', do_fetch_bodies }, { 'f', do_fetch_all }, { 'g', do_flags },
  { 'o', do_oldest }, { 'h', do_search }, { 'r', do_find }, { 'w', do_store }, { 'm', do_move }, { 'c', do_copy },
  { 'x', do_expunge }, { 'a', do_append }, { 'i', do_idle }, { 'n', penny_imap_session_noop },
};

/* --- one run --- */

static void
look_at_events (PennyImapSession *session)
{
  g_autoptr(PennyImapEvents) events = penny_imap_session_take_events (session);

  for (guint i = 0; events != NULL && i < events->flags->len; i++)
    g_assert_cmpuint (g_array_index (events->flags, PennyImapFlagChange, i).uid.value, >, 0);
  for (guint i = 0; events != NULL && events->alerts[i] != NULL; i++)
    g_assert_true (g_utf8_validate (events->alerts[i], -1, NULL));
}

static void
do_one (PennyImapSession *session, Deed deed)
{
  g_autoptr(GError) error = NULL;

  if (deed (session, &error))
    g_assert_no_error (error);
  else
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  look_at_events (session);
}

static void
play (PennyImapSession *session, const char *script, gsize n, PennySecurity security)
{
  g_autoptr(PennySecret) password = penny_secret_new ("secret");
  g_autoptr(GError) error = NULL;

  if (!penny_imap_session_greet (session, security, &error)
      || !penny_imap_session_login (session, "alice@example.org", password, security == PENNY_SECURITY_NONE, &error))
    {
      g_assert_nonnull (error);
      look_at_events (session);
      return;
    }
  for (gsize i = 0; i < MIN (n, MAX_DEEDS); i++)
    for (guint k = 0; k < G_N_ELEMENTS (deeds); k++)
      if (deeds[k].letter == script[i])
        do_one (session, deeds[k].deed);
  penny_imap_session_logout (session);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *lf = memchr (data, '\n', size);
  gsize n = lf != NULL ? (gsize) (lf - data) : 0;
  const char *script = (const char *) data;
  gboolean demand_tls = n > 0 && *script == 'T';
  const char *digit = NULL;
  g_autoptr(FuzzChannel) channel = NULL;
  g_autoptr(PennyImapSession) session = NULL;

  if (lf == NULL)
    return 0;
  for (gsize i = 0; i < n && digit == NULL; i++)
    if (script[i] >= '1' && script[i] <= '9')
      digit = script + i;
  channel = fuzz_channel_new (lf + 1, size - n - 1, digit != NULL ? (gsize) (*digit - '0') : G_MAXSIZE, demand_tls);
  session = penny_imap_session_new (PENNY_CHANNEL (channel));
  play (session, script, n, demand_tls ? PENNY_SECURITY_STARTTLS : PENNY_SECURITY_NONE);
  g_clear_pointer (&other_mailbox, g_free);
  return 0;
}

#ifndef PENNY_LIBFUZZER

static const char * const tokens[] = {
  "\1 OK x\r\n", "\1 NO x\r\n", "\1 BAD x\r\n", "\2 OK x\r\n", "* BYE x\r\n", "* 2 EXISTS\r\n", "* 1 EXPUNGE\r\n",
  "* 1 FETCH (UID 5 FLAGS ())\r\n", "* VANISHED 1:9\r\n", "+ go\r\n", "* OK [ALERT] x\r\n", "{3}\r\n", "(", ")", "\"",
  "\r\n", "4294967295", "0", "* LIST () \"/\" x\r\n", "* ESEARCH UID ALL 1:4294967295\r\n", "* SEARCH 1 2\r\n",
  "* OK [COPYUID 1 1:2 3:4] x\r\n", NULL
};

int
main (int argc, char **argv)
{
  return fuzz_main (argc, argv, "session", tokens, N_MUTATIONS);
}

#endif
