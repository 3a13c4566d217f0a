/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole sessions as Dovecot, Cyrus, Courier and Gmail hold them. */
#include "imap-scenario.h"

#include <string.h>

#include "penny-error.h"

static PennyUidSet *
set_of (const char *text)
{
  return penny_uid_set_parse (text, -1, 100, NULL);
}

/* --- what the callbacks saw --- */

typedef struct {
  GString *seen;
  guint n_asked;
  guint n_allowed;
} Seen;

static void
note_fetched (PennyImapFetched *fetched, gpointer data)
{
  Seen *seen = data;
  gsize header = fetched->header == NULL ? 0 : g_bytes_get_size (fetched->header);
  gsize body = fetched->body == NULL ? 0 : g_bytes_get_size (fetched->body);

  g_string_append_printf (seen->seen, "%u:%x:%d:%d ", fetched->uid.value, fetched->flags, (int) header, (int) body);
}

static gboolean
ask_to_go_on (gpointer data)
{
  Seen *seen = data;

  return seen->n_asked++ < seen->n_allowed;
}

static gboolean
fetch_windows (PennyImapSession *session, const char * const *texts, guint n, PennyImapFetchItems items,
               const char *fields, guint n_allowed, const char *wanted, GError **error)
{
  const PennyUidSet *sets[8];
  g_autoptr(GString) text = g_string_new (NULL);
  Seen seen = { text, 0, n_allowed };
  gboolean done;

  for (guint i = 0; i < n; i++)
    sets[i] = set_of (texts[i]);
  done = penny_imap_session_fetch (session, sets, n, items, fields, note_fetched, ask_to_go_on, &seen, error);
  for (guint i = 0; i < n; i++)
    penny_uid_set_free ((PennyUidSet *) sets[i]);
  if (done)
    g_assert_cmpstr (text->str, ==, wanted);
  return done;
}

/* --- Dovecot --- */

#define DOVECOT_START \
  "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN] Dovecot " \
  "ready.\n" \
  "C: P1 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n" \
  "S: P1 OK [CAPABILITY IMAP4rev1 SASL-IR IDLE UNSELECT NAMESPACE UIDPLUS LIST-EXTENDED CONDSTORE ESEARCH LITERAL+ " \
  "MOVE SPECIAL-USE] Logged in\n"

static const char dovecot_read[] =
  DOVECOT_START
  "C: P2 LIST \"\" \"*\" RETURN (SPECIAL-USE)\n"
  "S: * LIST (\\HasNoChildren \\Trash) \"/\" Trash\n"
  "S: * LIST (\\HasNoChildren \\Drafts) \"/\" \"Entw&APw-rfe\"\n"
  "S: * LIST (\\HasNoChildren) \"/\" {7}\n"
  "S: a \"b\" c\n"
  "S: * LIST (\\HasNoChildren) \"/\" INBOX\n"
  "S: P2 OK List completed (0.001 + 0.000 secs).\n"
  "C: P3 STATUS \"Entw&APw-rfe\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)\n"
  "S: * STATUS Entw&APw-rfe (MESSAGES 2 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 5 HIGHESTMODSEQ 33)\n"
  "S: P3 OK Status completed.\n"
  "C: P4 SELECT \"INBOX\" (CONDSTORE)\n"
  "S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\n"
  "S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags permitted.\n"
  "S: * 4 EXISTS\n"
  "S: * 0 RECENT\n"
  "S: * OK [UNSEEN 2] First unseen.\n"
  "S: * OK [UIDVALIDITY 1700000000] UIDs valid\n"
  "S: * OK [UIDNEXT 45] Predicted next UID\n"
  "S: * OK [HIGHESTMODSEQ 99] Highest\n"
  "S: P4 OK [READ-WRITE] Select completed.\n"
  "C: P5 UID FETCH 1:* (UID FLAGS MODSEQ)\n"
  "S: * 1 FETCH (UID 10 FLAGS (\\Seen) MODSEQ (5))\n"
  "S: * 2 FETCH (UID 20 FLAGS () MODSEQ (6))\n"
  "S: * 3 FETCH (UID 30 FLAGS () MODSEQ (7))\n"
  "S: * 4 FETCH (UID 44 FLAGS (\\Flagged) MODSEQ (8))\n"
  "S: P5 OK Fetch completed.\n"
  "C: P6 UID FETCH 30,44 (UID FLAGS BODY.PEEK[HEADER.FIELDS (From To)])\n"
  "C: P7 UID FETCH 10:20 (UID FLAGS BODY.PEEK[HEADER.FIELDS (From To)])\n"
  "S: * 3 FETCH (UID 30 FLAGS () BODY[HEADER.FIELDS (FROM TO)] {13}\n"
  "S: From: a@b\n"
  "S:\n"
  "S: )\n"
  "S: * 4 FETCH (UID 44 FLAGS (\\Flagged) BODY[HEADER.FIELDS (FROM TO)] {0}\n"
  "S: )\n"
  "S: P6 OK Fetch completed.\n"
  "S: * 2 FETCH (FLAGS (\\Seen))\n"
  "S: * 1 EXPUNGE\n"
  "S: * 1 FETCH (UID 20 FLAGS (\\Seen) BODY[HEADER.FIELDS (FROM TO)] \"x\")\n"
  "S: P7 OK Fetch completed.\n"
  "C: P8 UID FETCH 20 (UID RFC822.SIZE BODY.PEEK[])\n"
  "S: * 1 FETCH (UID 20 RFC822.SIZE 9 BODY[] {9}\n"
  "S: {99}\n"
  "S: )\n"
  "S: )\n"
  "S: P8 OK Fetch completed.\n"
  "C: P9 LOGOUT\n";

static void
check_listing (GPtrArray *list)
{
  const PennyImapMailbox *mailbox;

  g_assert_cmpuint (list->len, ==, 4);
  mailbox = g_ptr_array_index (list, 1);
  g_assert_cmpstr (mailbox->path, ==, "Entwürfe");
  g_assert_cmpint (mailbox->role, ==, PENNY_ROLE_DRAFTS);
  mailbox = g_ptr_array_index (list, 2);
  g_assert_cmpstr (mailbox->path, ==, "a \"b\" c");
  mailbox = g_ptr_array_index (list, 3);
  g_assert_cmpint (mailbox->role, ==, PENNY_ROLE_INBOX);
}

static gboolean
list_and_status (PennyImapSession *session, GError **error)
{
  g_autoptr(GPtrArray) list = penny_imap_session_list (session, FALSE, error);
  PennyImapStatus status;

  if (list == NULL)
    return FALSE;
  check_listing (list);
  if (!penny_imap_session_status (session, "Entwürfe", &status, error))
    return FALSE;
  g_assert_cmpuint (status.messages, ==, 2);
  g_assert_cmpuint (status.highest_modseq.value, ==, 33);
  return TRUE;
}

static gboolean
select_and_scan (PennyImapSession *session, GError **error)
{
  g_autoptr(GArray) flags = NULL;
  PennyImapSelected selected;

  if (!penny_imap_session_select (session, "INBOX", FALSE, &selected, error))
    return FALSE;
  g_assert_cmpuint (selected.uidvalidity, ==, 1700000000);
  g_assert_cmpuint (selected.uidnext.value, ==, 45);
  g_assert_cmpuint (selected.exists, ==, 4);
  g_assert_cmpuint (selected.highest_modseq.value, ==, 99);
  g_assert_true (selected.keywords_allowed);
  g_assert_false (selected.read_only);
  g_assert_cmpstr (penny_imap_session_get_selected (session), ==, "INBOX");
  flags = penny_imap_session_uids_and_flags (session, error);
  if (flags == NULL)
    return FALSE;
  g_assert_cmpuint (flags->len, ==, 4);
  g_assert_cmpuint (g_array_index (flags, PennyImapFlagChange, 3).uid.value, ==, 44);
  g_assert_cmpuint (g_array_index (flags, PennyImapFlagChange, 3).flags, ==, PENNY_FLAG_FLAGGED);
  return TRUE;
}

static void
check_dovecot_events (PennyImapSession *session)
{
  g_autoptr(PennyImapEvents) events = penny_imap_session_take_events (session);

  g_assert_nonnull (events);
  g_assert_false (events->resync);
  g_assert_false (events->grew);
  g_assert_cmpuint (events->exists, ==, 3);
  g_assert_true (penny_uid_set_contains (events->vanished, PENNY_UID (10)));
  g_assert_cmpuint (penny_uid_set_count (events->vanished), ==, 1);
  /* Told by number only, while the second window was under way. */
  g_assert_cmpuint (events->flags->len, ==, 1);
  g_assert_cmpuint (g_array_index (events->flags, PennyImapFlagChange, 0).uid.value, ==, 20);
  g_assert_null (penny_imap_session_take_events (session));
}

static gboolean
play_dovecot_read (PennyImapSession *session, GError **error)
{
  static const char * const windows[] = { "30,44", "10:20" };
  static const char * const one[] = { "20" };

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error)
      || !list_and_status (session, error)
      || !select_and_scan (session, error)
      || !fetch_windows (session, windows, 2, PENNY_IMAP_FETCH_FLAGS | PENNY_IMAP_FETCH_HEADER, "From To", 9,
                         "30:0:13:0 44:2:0:0 20:1:1:0 ", error))
    return FALSE;
  check_dovecot_events (session);
  if (!fetch_windows (session, one, 1, PENNY_IMAP_FETCH_SIZE | PENNY_IMAP_FETCH_BODY, NULL, 9, "20:0:0:9 ", error))
    return FALSE;
  penny_imap_session_logout (session);
  return TRUE;
}

static const char dovecot_change[] =
  DOVECOT_START
  "C: P2 SELECT \"INBOX\" (CONDSTORE)\n"
  "S: * 3 EXISTS\n"
  "S: * OK [PERMANENTFLAGS (\\Seen \\Deleted)] No keywords.\n"
  "S: P2 OK [READ-WRITE] Select completed.\n"
  "C: P3 UID STORE 5:6 +FLAGS.SILENT (\\Seen)\n"
  "S: P3 OK Store completed.\n"
  "C: P4 UID STORE 5:6 -FLAGS.SILENT (\\Flagged)\n"
  "S: P4 OK Store completed.\n"
  "C: P5 UID MOVE 5:6 \"Trash\"\n"
  "S: * OK [COPYUID 77 5:6 101:102] Moved UIDs.\n"
  "S: * 1 EXPUNGE\n"
  "S: * 1 EXPUNGE\n"
  "S: P5 OK Move completed.\n"
  "C: P6 APPEND \"Sent\" (\\Seen) \" 1-Jan-2024 00:00:00 +0000\" {6+}\n"
  "C: hello\n"
  "C:\n"
  "S: P6 OK [APPENDUID 88 12] Append completed.\n"
  "C: P7 UID SEARCH RETURN (ALL) UNDELETED HEADER Message-ID \"<x@y>\"\n"
  "S: * ESEARCH (TAG \"P7\") UID ALL 3,8:9\n"
  "S: P7 OK Search completed.\n"
  "C: P8 UID SEARCH RETURN (ALL) UNSEEN\n"
  "S: * ESEARCH (TAG \"P8\") UID\n"
  "S: P8 OK Search completed.\n"
  "C: P9 CREATE \"B&APw-cher\"\n"
  "S: P9 NO [ALREADYEXISTS] Mailbox already exists\n"
  "C: P10 SUBSCRIBE \"B&APw-cher\"\n"
  "S: P10 OK Subscribe completed.\n"
  "C: P11 UNSELECT\n"
  "S: P11 OK Unselect completed.\n";

static gboolean
append_hello (PennyImapSession *session, guint32 wanted_validity, guint32 wanted_uid, GError **error)
{
  g_autoptr(GBytes) message = g_bytes_new_static ("hello\n", 6);
  guint32 uidvalidity;
  PennyUid uid;

  if (!penny_imap_session_append (session, "Sent", PENNY_FLAG_SEEN, 1704067200, message, &uidvalidity, &uid, error))
    return FALSE;
  g_assert_cmpuint (uidvalidity, ==, wanted_validity);
  g_assert_cmpuint (uid.value, ==, wanted_uid);
  return TRUE;
}

static gboolean
search_two (PennyImapSession *session, GError **error)
{
  g_autoptr(GArray) found = NULL;
  PennyUid uid;

  if (!penny_imap_session_search_message_id (session, "x@y", &uid, error))
    return FALSE;
  g_assert_cmpuint (uid.value, ==, 9);
  found = penny_imap_session_uid_search (session, "UNSEEN", error);
  if (found == NULL)
    return FALSE;
  g_assert_cmpuint (found->len, ==, 0);
  return TRUE;
}

static gboolean
move_two (PennyImapSession *session, const PennyUidSet *uids, GError **error)
{
  g_auto(PennyImapMoved) moved = { .uidvalidity = 0 };

  if (!penny_imap_session_move (session, uids, "Trash", &moved, error))
    return FALSE;
  g_assert_cmpuint (moved.uidvalidity, ==, 77);
  g_assert_cmpuint (moved.from->len, ==, 2);
  g_assert_cmpuint (g_array_index (moved.to, PennyUid, 1).value, ==, 102);
  g_assert_false (moved.left_deleted);
  return TRUE;
}

static gboolean
play_dovecot_change (PennyImapSession *session, GError **error)
{
  g_autoptr(PennyUidSet) uids = set_of ("5:6");
  g_autoptr(PennyImapEvents) events = NULL;

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error)
      || !penny_imap_session_select (session, "INBOX", FALSE, NULL, error)
      || !penny_imap_session_store (session, uids, PENNY_FLAG_SEEN | PENNY_FLAG_JUNK, PENNY_FLAG_FLAGGED, error)
      || !move_two (session, uids, error)
      || !append_hello (session, 88, 12, error)
      || !search_two (session, error)
      || !penny_imap_session_create (session, "Bücher", PENNY_ROLE_NONE, error))
    return FALSE;
  /* Two went, but which numbers they had was never told. */
  events = penny_imap_session_take_events (session);
  g_assert_true (events->resync);
  g_assert_cmpuint (events->exists, ==, 1);
  return penny_imap_session_unselect (session, error);
}

/* --- Courier: poor --- */

static const char courier[] =
  "S: * OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE SORT QUOTA AUTH=PLAIN IDLE STARTTLS] Courier-IMAP "
  "ready.\n"
  "C: P1 STARTTLS\n"
  "S: P1 OK Begin SSL/TLS negotiation now.\n"
  "TLS\n"
  "C: P2 CAPABILITY\n"
  "S: * CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE AUTH=PLAIN\n"
  "S: P2 OK CAPABILITY completed\n"
  "C: P3 AUTHENTICATE PLAIN\n"
  "S: + \n"
  "C: " PLAIN_ANSWER "\n"
  "S: P3 OK LOGIN Ok.\n"
  "C: P4 CAPABILITY\n"
  "S: * CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE\n"
  "S: P4 OK CAPABILITY completed\n"
  "C: P5 NAMESPACE\n"
  "S: * NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"#shared.\" \".\"))\n"
  "S: P5 OK NAMESPACE completed.\n"
  "C: P6 LIST \"\" \"*\"\n"
  "S: * LIST (\\Unmarked \\HasChildren) \".\" \"INBOX\"\n"
  "S: * LIST (\\HasNoChildren) \".\" \"INBOX.Trash\"\n"
  "S: P6 OK LIST completed\n"
  "C: P7 SELECT \"INBOX\"\n"
  "S: * FLAGS (\\Draft \\Answered \\Flagged \\Deleted \\Seen \\Recent)\n"
  "S: * OK [PERMANENTFLAGS (\\* \\Draft \\Answered \\Flagged \\Deleted \\Seen)] Limited\n"
  "S: * 2 EXISTS\n"
  "S: * 0 RECENT\n"
  "S: * OK [UIDVALIDITY 5] Ok\n"
  "S: P7 OK [READ-WRITE] Ok\n"
  "C: P8 UID COPY 5:6 \"INBOX.Trash\"\n"
  "S: P8 OK [COPYUID 77 5:6 101:102] COPY completed.\n"
  "C: P9 UID STORE 5:6 +FLAGS.SILENT (\\Deleted)\n"
  "S: P9 OK STORE completed.\n"
  "C: P10 UID EXPUNGE 5:6\n"
  "S: * 1 EXPUNGE\n"
  "S: * 1 EXPUNGE\n"
  "S: * 0 EXISTS\n"
  "S: P10 OK EXPUNGE completed\n"
  "C: P11 APPEND \"Sent\" (\\Seen) \" 1-Jan-2024 00:00:00 +0000\" {6}\n"
  "S: + go ahead\n"
  "C: hello\n"
  "C:\n"
  "S: P11 OK APPEND Ok.\n"
  "C: P12 UID SEARCH UNDELETED HEADER Message-ID \"<x@y>\"\n"
  "S: * SEARCH 9 3\n"
  "S: P12 OK SEARCH done.\n"
  "C: P13 UID SEARCH UNSEEN\n"
  "S: * SEARCH\n"
  "S: P13 OK SEARCH done.\n"
  "C: P14 EXAMINE \"INBOX\"\n"
  "S: * 0 EXISTS\n"
  "S: P14 OK [READ-ONLY] Ok\n"
  "C: P15 CLOSE\n"
  "S: P15 OK mailbox closed.\n";

static gboolean
prefix_and_list (PennyImapSession *session, GError **error)
{
  char delimiter;
  g_autofree char *prefix = penny_imap_session_personal_prefix (session, &delimiter, error);
  g_autoptr(GPtrArray) list = NULL;

  if (prefix == NULL)
    return FALSE;
  g_assert_cmpstr (prefix, ==, "INBOX.");
  g_assert_cmpint (delimiter, ==, '.');
  list = penny_imap_session_list (session, FALSE, error);
  if (list == NULL)
    return FALSE;
  g_assert_cmpuint (list->len, ==, 2);
  return TRUE;
}

static gboolean
play_courier (PennyImapSession *session, GError **error)
{
  g_autoptr(PennyUidSet) uids = set_of ("5:6");
  g_auto(PennyImapMoved) moved = { .uidvalidity = 0 };

  if (!scenario_enter (session, PENNY_SECURITY_STARTTLS, error)
      || !prefix_and_list (session, error)
      || !penny_imap_session_select (session, "INBOX", FALSE, NULL, error)
      || !penny_imap_session_move (session, uids, "INBOX.Trash", &moved, error))
    return FALSE;
  g_assert_false (penny_imap_session_has (session, PENNY_IMAP_CAP_STARTTLS));
  g_assert_cmpuint (moved.to->len, ==, 2);
  return append_hello (session, 0, 0, error) && search_two (session, error)
         && penny_imap_session_unselect (session, error);
}

/* --- Cyrus --- */

static const char cyrus[] =
  "S: * OK Cyrus IMAP 3.6.1 server ready\n"
  "C: P1 CAPABILITY\n"
  "S: * CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE SASL-IR LOGINDISABLED AUTH=PLAIN\n"
  "S: P1 OK Completed\n"
  "C: P2 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n"
  "S: * CAPABILITY IMAP4rev1 LITERAL+ IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED ESEARCH XLIST CREATE-SPECIAL-USE\n"
  "S: P2 OK Success (no protection) SESSIONID=<x>\n"
  "C: P3 LIST \"\" \"*\" RETURN (SPECIAL-USE)\n"
  "S: * LIST (\\HasChildren) \"/\" INBOX\n"
  "S: * LIST (\\\\sent) \"/\" Gesendet\n"
  "S: * LIST (\\\\trash) \"/\" Gesendet/x\n"
  "S: P3 OK Completed\n"
  "C: P4 CREATE \"Archive\" (USE (\\Archive))\n"
  "S: P4 OK Completed\n"
  "C: P5 SUBSCRIBE \"Archive\"\n"
  "S: P5 OK Completed\n";

static gboolean
play_cyrus (PennyImapSession *session, GError **error)
{
  g_autoptr(GPtrArray) list = NULL;

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error))
    return FALSE;
  list = penny_imap_session_list (session, FALSE, error);
  if (list == NULL)
    return FALSE;
  g_assert_cmpint (((PennyImapMailbox *) g_ptr_array_index (list, 1))->role, ==, PENNY_ROLE_SENT);
  g_assert_cmpint (((PennyImapMailbox *) g_ptr_array_index (list, 2))->role, ==, PENNY_ROLE_TRASH);
  return penny_imap_session_create (session, "Archive", PENNY_ROLE_ARCHIVE, error);
}

/* --- Gmail --- */

static const char gmail[] =
  "S: * OK Gimap ready for requests from 192.0.2.1 x\n"
  "C: P1 CAPABILITY\n"
  "S: * CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR "
  "AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN\n"
  "S: P1 OK Thats all she wrote! x\n"
  "C: P2 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n"
  "S: * CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS CONDSTORE ESEARCH "
  "APPENDLIMIT=35651584\n"
  "S: P2 OK alice@example.org authenticated (Success)\n"
  "C: P3 XLIST \"\" \"*\"\n"
  "S: * XLIST (\\HasNoChildren \\Inbox) \"/\" \"Inbox\"\n"
  "S: * XLIST (\\Noselect \\HasChildren) \"/\" \"[Gmail]\"\n"
  "S: * XLIST (\\HasNoChildren \\AllMail) \"/\" \"[Gmail]/All Mail\"\n"
  "S: * XLIST (\\HasNoChildren \\Spam) \"/\" \"[Gmail]/Spam\"\n"
  "S: P3 OK Success\n"
  "C: P4 IDLE\n"
  "S: + idling\n"
  "S: * OK Still here\n"
  "C: DONE\n"
  "S: P4 OK IDLE terminated (Success)\n";

static gboolean
play_gmail (PennyImapSession *session, GError **error)
{
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(PennyWake) wake = penny_wake_new ();
  PennyImapIdle outcome;

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error))
    return FALSE;
  g_assert_true (penny_imap_session_has (session, PENNY_IMAP_CAP_GMAIL));
  g_assert_cmpuint (penny_imap_session_get_append_limit (session), ==, 35651584);
  list = penny_imap_session_list (session, FALSE, error);
  if (list == NULL)
    return FALSE;
  g_assert_cmpint (((PennyImapMailbox *) g_ptr_array_index (list, 0))->role, ==, PENNY_ROLE_INBOX);
  g_assert_cmpint (((PennyImapMailbox *) g_ptr_array_index (list, 2))->role, ==, PENNY_ROLE_ALL);
  g_assert_cmpint (((PennyImapMailbox *) g_ptr_array_index (list, 3))->role, ==, PENNY_ROLE_JUNK);
  outcome = penny_imap_session_idle (session, wake, 60000, error);
  if (outcome == PENNY_IMAP_IDLE_FAILED)
    return FALSE;
  g_assert_cmpint (outcome, ==, PENNY_IMAP_IDLE_WOKEN);
  return TRUE;
}

/* --- LIST with the numbers of every mailbox --- */

static const char list_status[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED LIST-STATUS CONDSTORE SPECIAL-USE] ready\n"
  "C: P1 LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ))\n"
  "S: * STATUS INBOX (MESSAGES 9)\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: * STATUS INBOX (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 5 HIGHESTMODSEQ 33)\n"
  "S: * LIST (\\Drafts) \"/\" Entw&APw-rfe\n"
  "S: * LIST (\\NoSelect) \"/\" shelf\n"
  "S: * STATUS \"Entw&APw-rfe\" (UIDNEXT 2)\n"
  "S: * STATUS elsewhere (MESSAGES 7 UIDNEXT 8)\n"
  "S: P1 OK List completed.\n"
  "C: P2 LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ))\n"
  "S: P2 BAD never heard of it\n"
  "C: P3 LIST \"\" \"*\"\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: P3 OK List completed.\n"
  "C: P4 LIST \"\" \"*\" RETURN (SPECIAL-USE)\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: P4 OK List completed.\n";

static const PennyImapMailbox *
nth (GPtrArray *list, guint i)
{
  g_assert_cmpuint (i, <, list->len);
  return g_ptr_array_index (list, i);
}

static gboolean
play_list_status (PennyImapSession *session, GError **error)
{
  g_autoptr(GPtrArray) told = NULL;
  g_autoptr(GPtrArray) refused = NULL;
  g_autoptr(GPtrArray) unasked = NULL;

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error)
      || (told = penny_imap_session_list (session, TRUE, error)) == NULL
      || (refused = penny_imap_session_list (session, TRUE, error)) == NULL
      || (unasked = penny_imap_session_list (session, FALSE, error)) == NULL)
    return FALSE;
  g_assert_cmpuint (told->len, ==, 3);
  g_assert_cmpuint (nth (told, 0)->status.messages, ==, 3);
  g_assert_cmpuint (nth (told, 0)->status.uidnext.value, ==, 9);
  g_assert_cmpuint (nth (told, 0)->status.uidvalidity, ==, 5);
  g_assert_cmpuint (nth (told, 0)->status.highest_modseq.value, ==, 33);
  g_assert_cmpuint (nth (told, 1)->status.uidnext.value, ==, 2);
  g_assert_cmpuint (nth (told, 1)->status.highest_modseq.value, ==, 0);
  g_assert_cmpuint (nth (told, 2)->status.uidnext.value, ==, 0);
  g_assert_cmpuint (nth (refused, 0)->status.uidnext.value, ==, 0);
  g_assert_cmpuint (nth (unasked, 0)->status.uidnext.value, ==, 0);
  return TRUE;
}

/* --- the numbers of all mailboxes, where the list does not tell them --- */

static const char many_status[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1] ready\n"
  "C: P1 LIST \"\" \"*\"\n"
  "S: * LIST () \".\" INBOX\n"
  "S: * LIST (\\Noselect) \".\" shelf\n"
  "S: * LIST () \".\" Sent\n"
  "S: * LIST () \".\" shut\n"
  "S: P1 OK LIST completed\n"
  "C: P2 STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\n"
  "C: P3 STATUS \"Sent\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\n"
  "C: P4 STATUS \"shut\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\n"
  "S: * STATUS \"INBOX\" (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 5)\n"
  "S: P2 OK STATUS Completed.\n"
  "S: P4 NO [NOPERM] not yours\n"
  "S: * STATUS Sent (MESSAGES 7 UNSEEN 0 UIDNEXT 8 UIDVALIDITY 6)\n"
  "S: P3 OK STATUS Completed.\n";

static gboolean
play_many_status (PennyImapSession *session, GError **error)
{
  g_autoptr(GPtrArray) list = NULL;

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error)
      || (list = penny_imap_session_list (session, TRUE, error)) == NULL
      || !penny_imap_session_fill_status (session, list, error))
    return FALSE;
  g_assert_cmpuint (nth (list, 0)->status.messages, ==, 3);
  g_assert_cmpuint (nth (list, 1)->status.messages, ==, 0);
  g_assert_cmpuint (nth (list, 2)->status.messages, ==, 7);
  g_assert_cmpuint (nth (list, 3)->status.uidvalidity, ==, 0);
  return TRUE;
}

static const Scenario scenarios[] = {
  { "dovecot-read", dovecot_read, play_dovecot_read },
  { "dovecot-change", dovecot_change, play_dovecot_change },
  { "courier", courier, play_courier },
  { "cyrus", cyrus, play_cyrus },
  { "gmail", gmail, play_gmail },
  { "list-status", list_status, play_list_status },
  { "many-status", many_status, play_many_status },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scenario_add_tests (scenarios, G_N_ELEMENTS (scenarios));
  return g_test_run ();
}
