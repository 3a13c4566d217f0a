/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One IMAP connection (RFC 3501, 9051) over a channel: blocking calls from top to bottom, each one
 * or a few commands. All belongs to the thread that uses the channel (any but the main one in the
 * program). Every message is named by its UID; sequence numbers stay inside.
 *
 * Errors: PENNY_IMAP_ERROR, PENNY_WIRE_ERROR from the channel, G_IO_ERROR_CANCELLED. Whether the
 * session goes on after one, penny_imap_session_is_alive() says: it does after NO and the like, not
 * after the connection's own, BYE, cancellation, and as a rule not after PROTOCOL and LIMIT. When it
 * does not, only _free() makes sense.
 *
 * PATH is always UTF-8 as penny_imap_session_list() told it; the session remembers the server's own
 * spelling and otherwise encodes it as modified UTF-7. Paths with control characters are refused
 * with PENNY_IMAP_ERROR_NONEXISTENT and never sent. */
#pragma once

#include "penny-channel.h"
#include "penny-imap-types.h"
#include "penny-secret.h"

G_BEGIN_DECLS

typedef struct _PennyImapSession PennyImapSession;

/* Takes a reference of its own on CHANNEL, which is connected and (for PENNY_SECURITY_TLS) already
 * in TLS. Nothing is read yet. */
PennyImapSession *penny_imap_session_new (PennyChannel *channel);
/* Hangs up without a word; penny_imap_session_logout() first is polite. */
void penny_imap_session_free (PennyImapSession *self);

PennyChannel *penny_imap_session_get_channel (PennyImapSession *self);
gboolean penny_imap_session_is_alive (PennyImapSession *self);

/* --- starting --- */

/* Greeting, capabilities and, with PENNY_SECURITY_STARTTLS, the change to TLS, which is required:
 * not offered, refused or PREAUTH before it is PENNY_IMAP_ERROR_TLS_NOT_OFFERED. Everything learnt
 * before TLS is forgotten. BYE instead of a greeting is PENNY_IMAP_ERROR_BYE (or UNAVAILABLE). */
gboolean penny_imap_session_greet (PennyImapSession *self, PennySecurity security, GError **error);

/* Logs in: the best SASL mechanism, then the next when one is refused as such, then LOGIN unless
 * LOGINDISABLED. PLAIN and LOGIN only when the channel is TLS or CLEAR_ALLOWED. Asks for the
 * capabilities anew. At once TRUE after PREAUTH. Errors: AUTH_FAILED, AUTH_EXPIRED,
 * AUTH_APP_PASSWORD, UNAVAILABLE, NO_MECHANISM; the server's text is in the message. */
gboolean penny_imap_session_login (PennyImapSession *self, const char *user, PennySecret *password,
                                   gboolean clear_allowed, GError **error);

gboolean penny_imap_session_has (PennyImapSession *self, PennyImapCap cap);
/* Compresses everything from now on where the server can (COMPRESS=DEFLATE, RFC 4978); one round trip. Refused, or
 * not offered, is no error; afterwards the capability is gone. */
gboolean penny_imap_session_compress (PennyImapSession *self, GError **error);
/* The largest message APPEND takes (RFC 7889); 0 = not told. */
guint64 penny_imap_session_get_append_limit (PennyImapSession *self);

/* --- mailboxes --- */

/* The first flight (RFC 9051 §5.5), one round trip: enables QRESYNC, says who we are (ID), asks for NAMESPACE,
 * for *MAILBOXES (as _list() with status; full) and visits VISIT. *OPENED FALSE: VISIT could not be opened,
 * nothing is selected; no error. Clear VISITED in every case. */
gboolean penny_imap_session_open (PennyImapSession *self, const PennyImapVisit *visit, GPtrArray **mailboxes,
                                  PennyImapVisited *visited, gboolean *opened, GError **error);

/* Every mailbox: a full GPtrArray of PennyImapMailbox that frees them. Names that cannot be sent
 * back safely (CR, LF, NUL) are left out. WITH_STATUS: their numbers, too, where the server tells those
 * of all in one go (LIST-STATUS, RFC 5819). */
GPtrArray *penny_imap_session_list (PennyImapSession *self, gboolean with_status, GError **error);
/* What stands before a new mailbox's name on this server ("", "INBOX."), UTF-8, full;
 * *DELIMITER (may be NULL) as in PennyImapMailbox. From NAMESPACE (RFC 2342), "" and 0 without. */
char *penny_imap_session_personal_prefix (PennyImapSession *self, char *delimiter, GError **error);
gboolean penny_imap_session_status (PennyImapSession *self, const char *path, PennyImapStatus *out,
                                    GError **error);
/* The numbers of those MAILBOXES (of PennyImapMailbox, as listed) whose numbers are not known, many in one flight: for
 * servers whose list does not tell them. Those of the selected one and of one that refuses stay as they are. */
gboolean penny_imap_session_fill_status (PennyImapSession *self, GPtrArray *mailboxes, GError **error);
/* The room for the inbox and what shares it; nothing (all 0) when the server does not tell. */
gboolean penny_imap_session_quota (PennyImapSession *self, PennyImapQuota *out, GError **error);
/* Selects PATH (EXAMINE when READ_ONLY); the events of the one before are dropped. OUT may be
 * NULL. After an error nothing is selected. */
gboolean penny_imap_session_select (PennyImapSession *self, const char *path, gboolean read_only,
                                    PennyImapSelected *out, GError **error);
/* SELECT, and in the same flight the changes since VISIT's known state (QRESYNC or CONDSTORE; they are events
 * then) and the newest of the new messages. Clear OUT in every case. */
gboolean penny_imap_session_visit (PennyImapSession *self, const PennyImapVisit *visit, PennyImapVisited *out,
                                   GError **error);
/* The selected path, or NULL. Borrowed until the next call. */
const char *penny_imap_session_get_selected (PennyImapSession *self);
/* How many messages it has, as of the last answer; 0 when nothing is selected. */
guint32 penny_imap_session_get_exists (PennyImapSession *self);
/* Leaves the mailbox; never expunges (UNSELECT, or EXAMINE and CLOSE, which cannot). */
gboolean penny_imap_session_unselect (PennyImapSession *self, GError **error);
/* Makes and subscribes PATH; ROLE other than NONE asks for its SPECIAL-USE where the server can. A
 * mailbox that is already there is no error. */
gboolean penny_imap_session_create (PennyImapSession *self, const char *path, PennyRole role,
                                    GError **error);

/* Renames PATH with all below it; a selected one is left before. The subscription goes along. */
gboolean penny_imap_session_rename (PennyImapSession *self, const char *path, const char *new_path, GError **error);
/* Deletes the mailbox PATH with what is in it. */
gboolean penny_imap_session_delete (PennyImapSession *self, const char *path, GError **error);

/* --- reading (a mailbox is selected) --- */

/* UID FETCH, one command for each of the N_SETS windows in their order (newest first, the caller
 * sees to it), two of them under way at a time so that the wire never waits. HEADER_FIELDS
 * ("From To Subject", NULL = the whole header) narrows PENNY_IMAP_FETCH_HEADER. GO_ON may be NULL.
 * UIDs that do not exist are silently missing. Flags told of other messages become events.
 * A window that the server answers NO to (a damaged message) still gives all the others, and the
 * first such error at the end; the session lives on. So it does when a message is described in a way
 * that makes no sense (PROTOCOL at the end): it is left out. */
gboolean penny_imap_session_fetch (PennyImapSession *self, const PennyUidSet * const *sets, guint n_sets,
                                   PennyImapFetchItems items, const char *header_fields,
                                   PennyImapFetchedFunc fetched, PennyImapGoOnFunc go_on, gpointer data,
                                   GError **error);
/* When the first or the last message came to the mailbox, whichever did earlier: Unix seconds, 0 = there is none,
 * or it is not told. One answer however large the mailbox is. */
gboolean penny_imap_session_oldest_end (PennyImapSession *self, gint64 *date, GError **error);
/* UID and flags of every message, ascending by UID: a full GArray of PennyImapFlagChange. Also
 * learns which sequence number is which UID, so that later removals can be told by UID. One message
 * that is described in a way that makes no sense spoils the list (PROTOCOL): it would seem to be gone. */
GArray *penny_imap_session_uids_and_flags (PennyImapSession *self, GError **error);
/* The same for UIDs FIRST and above. */
GArray *penny_imap_session_uids_and_flags_from (PennyImapSession *self, PennyUid first, GError **error);
/* UID SEARCH with CRITERIA in IMAP's own words, ASCII without line ends ("UNSEEN", "SINCE
 * 1-Jan-2024"): a full GArray of PennyUid, ascending. */
GArray *penny_imap_session_uid_search (PennyImapSession *self, const char *criteria, GError **error);
/* The messages whose Message-ID header is MESSAGE_ID (with or without <>), ascending: a full GArray of PennyUid. Not
 * those marked \Deleted: they are as good as gone. */
GArray *penny_imap_session_list_message_id (PennyImapSession *self, const char *message_id, GError **error);
/* The newest of them, 0 when there is none. */
gboolean penny_imap_session_search_message_id (PennyImapSession *self, const char *message_id,
                                               PennyUid *uid, GError **error);

/* --- changing (a mailbox is selected for writing) --- */

/* +FLAGS and -FLAGS, silently: no events for one's own change. Keywords that the mailbox cannot
 * keep are left out. */
gboolean penny_imap_session_store (PennyImapSession *self, const PennyUidSet *uids, PennyFlags add,
                                   PennyFlags remove, GError **error);
/* MOVE; else COPY, then \Deleted, then UID EXPUNGE of just these (UIDPLUS). A server with neither
 * would only offer EXPUNGE, which removes what other programs have marked: there the originals stay
 * marked \Deleted, and OUT->left_deleted says so; whoever shows messages hides \Deleted ones.
 * OUT may be NULL; clear it with penny_imap_moved_clear(), also after an error, when it tells how far
 * things went. UIDs that are gone are no error. The removals come as events too. */
gboolean penny_imap_session_move (PennyImapSession *self, const PennyUidSet *uids, const char *target,
                                  PennyImapMoved *out, GError **error);
/* COPY alone; OUT as above. */
gboolean penny_imap_session_copy (PennyImapSession *self, const PennyUidSet *uids, const char *target,
                                  PennyImapMoved *out, GError **error);
/* Marks \Deleted and removes just these (UIDPLUS); without UIDPLUS they stay marked and
 * *LEFT_DELETED (may be NULL) becomes TRUE. */
gboolean penny_imap_session_expunge_uids (PennyImapSession *self, const PennyUidSet *uids,
                                          gboolean *left_deleted, GError **error);
/* Puts MESSAGE (CRLF lines; the caller sees to it) into PATH, selected or not. INTERNAL_DATE is Unix
 * seconds, 0 = now. *UIDVALIDITY and *UID (each may be NULL) become 0 when the server does not tell
 * (no UIDPLUS). [TRYCREATE] is PENNY_IMAP_ERROR_NONEXISTENT. */
gboolean penny_imap_session_append (PennyImapSession *self, const char *path, PennyFlags flags,
                                    gint64 internal_date, GBytes *message, guint32 *uidvalidity,
                                    PennyUid *uid, GError **error);

/* --- waiting and ending --- */

typedef enum {
  PENNY_IMAP_IDLE_EVENTS,      /* something happened: take the events */
  PENNY_IMAP_IDLE_WOKEN,       /* the wake was rung (not cleared) */
  PENNY_IMAP_IDLE_TIMED_OUT,   /* nothing happened */
  PENNY_IMAP_IDLE_FAILED,      /* error is set */
} PennyImapIdle;

/* Waits for the server to tell something, of other mailboxes too where it can (NOTIFY, RFC 5465). IDLE where
 * offered (RFC 2177), always ended by DONE
 * before it returns (its answer comes with that of the next command); else asks by NOOP at the
 * beginning and waits for the wake. TIMEOUT_MS should be ≤ 29 minutes. WAKE may be NULL. Events that are waiting
 * already return at once. */
PennyImapIdle penny_imap_session_idle (PennyImapSession *self, PennyWake *wake, gint64 timeout_ms,
                                       GError **error);
/* Whether changes in other mailboxes are told, too (NOTIFY, RFC 5465; asked for with the first IDLE). */
gboolean penny_imap_session_notifies (PennyImapSession *self);
gboolean penny_imap_session_noop (PennyImapSession *self, GError **error);
/* Says LOGOUT and closes the channel. Never fails. */
void penny_imap_session_logout (PennyImapSession *self);

/* What was told since the last time, full; NULL when nothing was. */
PennyImapEvents *penny_imap_session_take_events (PennyImapSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapSession, penny_imap_session_free)

G_END_DECLS
