/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a session, shared by its files: sending, reading, what every answer does. */
#pragma once

#include "penny-error.h"
#include "penny-imap-command.h"
#include "penny-imap-parser.h"
#include "penny-imap-seq-map.h"
#include "penny-imap-session.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_IMAP_STATE_NEW,             /* no greeting yet */
  PENNY_IMAP_STATE_STRANGER,
  PENNY_IMAP_STATE_AUTHENTICATED,   /* perhaps with a mailbox selected */
  PENNY_IMAP_STATE_DEAD,
} PennyImapState;

/* A server's sentence in an error or an alert: enough to read, not enough to flood. */
#define PENNY_IMAP_MAX_WORDS 300

/* How long a whole command may take, in ms. */
enum {
  PENNY_IMAP_TIME_SHORT = 2 * 60 * 1000,
  PENNY_IMAP_TIME_LONG = 10 * 60 * 1000,      /* searching, moving */
  PENNY_IMAP_TIME_TRANSFER = 60 * 60 * 1000,  /* letters up or down; the idle limit still holds */
};

/* Sees each untagged answer first, while its command is under way; TRUE: it was for the command. */
typedef gboolean (*PennyImapHandler) (PennyImapSession *self, PennyImapResponse *response, gpointer data);

/* One command with its answer. Its address must not change while it is under way. */
typedef struct {
  char tag[16];
  PennyImapSession *session;    /* borrowed; NULL: not under way */
  PennyImapHandler handler;     /* may be NULL */
  gpointer data;
  PennyImapResponse *result;    /* owned: the tagged answer, once it is there */
} PennyImapPending;

struct _PennyImapSession {
  /* set once */
  PennyChannel *channel;        /* owned */
  PennyImapParser *parser;
  GHashTable *raw_names;        /* path → raw: how the server spells a mailbox */

  PennyImapState state;
  gboolean distrust;            /* TLS is demanded and not there yet: what is said may be anybody's */
  guint last_tag;
  gint64 deadline;              /* of the commands under way, monotonic µs; 0 = none */
  guint n_talk;                 /* answers for nobody since the last tagged one */
  GPtrArray *under_way;         /* of PennyImapPending, borrowed, as they were sent */
  PennyImapPending idling;      /* IDLE; the answer to its DONE may still be on the way */
  PennyImapPending notifying;   /* NOTIFY, sent once with the first IDLE */

  /* forgotten by STARTTLS and log-in */
  gboolean caps_known;
  guint64 caps;                 /* bits 1 << PENNY_IMAP_CAP_… */
  guint64 lost;                 /* likewise: offered, yet refused or used up; never forgotten */
  GPtrArray *mechanisms;        /* of char *, ends with NULL */
  guint64 append_limit;
  gboolean idle_is_broken;      /* offered, yet refused */
  gboolean qresync;             /* enabled: removals come as VANISHED, every FETCH has its UID */
  gboolean utf8;                /* enabled: names and headers may be UTF-8 (RFC 6855) */
  PennyImapMailbox *personal;   /* owned: the namespace of one's own mailboxes; NULL: not asked yet */

  /* of the selected mailbox */
  char *selected;               /* path, or NULL */
  PennyImapSelected mailbox;
  PennyImapSeqMap *map;

  /* events not taken yet; alerts and ELSEWHERE outlive the mailbox */
  PennyUidSet *vanished;
  GArray *flag_changes;         /* of PennyImapFlagChange */
  GPtrArray *alerts;            /* of char * */
  gboolean grew;
  gboolean resync;
  gboolean elsewhere;
};

/* --- penny-imap-session.c --- */

/* Hangs up; the error is set already. Always FALSE. */
gboolean penny_imap_session_die (PennyImapSession *self);
/* Ends the session for good with CODE. Always FALSE. */
gboolean penny_imap_session_fail (PennyImapSession *self, PennyImapError code, const char *message,
                                  GError **error);
/* FALSE + error when the session is dead or not logged in. */
gboolean penny_imap_session_check (PennyImapSession *self, GError **error);
/* … or no mailbox is selected. */
gboolean penny_imap_session_check_selected (PennyImapSession *self, GError **error);
/* The error for a NO or BAD. Always FALSE. */
gboolean penny_imap_session_refused (PennyImapSession *self, const PennyImapResponse *result, GError **error);
/* RESULT's code and text behind a colon, as they may stand at the end of an error: nothing of what was said in
 * clear where TLS is demanded. Full. */
char *penny_imap_session_dup_words (PennyImapSession *self, const PennyImapResponse *result);
/* The commands under way may take TIME_MS from now; 0 = there are none any more. */
void penny_imap_session_set_time (PennyImapSession *self, gint64 time_ms);

/* --- penny-imap-session-talk.c: any number of _send()s, one _flush(), an _end() for each --- */

/* Puts COMMAND on its way without waiting for its end; waits for "+" before literals that need it. PENDING may get
 * its tagged answer instead of that: then it has its result already. */
gboolean penny_imap_session_send (PennyImapSession *self, PennyImapCommand *command,
                                  PennyImapPending *pending, PennyImapHandler handler, gpointer data,
                                  GError **error);
gboolean penny_imap_session_flush (PennyImapSession *self, GError **error);
/* Reads until PENDING has its tagged answer, whatever that is; others may get theirs meanwhile. One that was
 * never sent is finished, without a result. With
 * WANTS_MORE a "+" ends it too: *WANTS_MORE is its text (full). FALSE: the session is over. */
gboolean penny_imap_session_finish (PennyImapSession *self, PennyImapPending *pending, char **wants_more,
                                    GError **error);
/* The same, and NO or BAD is an error; PENDING has a result then. */
gboolean penny_imap_session_end (PennyImapSession *self, PennyImapPending *pending, GError **error);
/* Send, flush, end. *RESULT (may be NULL) is the tagged answer, full, set for NO and BAD too. */
gboolean penny_imap_session_run (PennyImapSession *self, PennyImapCommand *command, gint64 time_ms,
                                 PennyImapHandler handler, gpointer data, PennyImapResponse **result,
                                 GError **error);
/* The next answer; full. BYE, the end of the stream and the like are errors and end the session. */
PennyImapResponse *penny_imap_session_read (PennyImapSession *self, GError **error);
/* Waits for more bytes to read. */
gboolean penny_imap_session_fill (PennyImapSession *self, GError **error);
/* What any untagged answer does: capabilities, events, alerts. */
void penny_imap_session_absorb (PennyImapSession *self, PennyImapResponse *response);
void penny_imap_pending_clear (PennyImapPending *pending);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyImapPending, penny_imap_pending_clear)

/* The server's spelling of PATH, full; NULL + error when it cannot be sent. */
char *penny_imap_session_spell (PennyImapSession *self, const char *path, GError **error);

/* --- penny-imap-session-start.c --- */
void penny_imap_session_set_capabilities (PennyImapSession *self, char **words);
void penny_imap_session_forget_capabilities (PennyImapSession *self);
/* The server offers CAP and does not have it. */
void penny_imap_session_lose (PennyImapSession *self, PennyImapCap cap);
gboolean penny_imap_session_ask_capabilities (PennyImapSession *self, GError **error);

/* --- penny-imap-session-mailbox.c --- */

/* LIST on its way. */
typedef struct {
  PennyImapPending pending;
  GPtrArray *mailboxes;         /* owned */
  GHashTable *by_path;          /* owned; borrows from MAILBOXES */
  gsize n_bytes;                /* of all names */
} PennyImapListing;

void penny_imap_listing_clear (PennyImapListing *listing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyImapListing, penny_imap_listing_clear)

gboolean penny_imap_session_begin_list (PennyImapSession *self, gboolean with_status,
                                        PennyImapListing *listing, GError **error);
/* Full. NULL + error. A server that refuses what it offers is asked in the plain form once more. Call it last. */
GPtrArray *penny_imap_session_end_list (PennyImapSession *self, PennyImapListing *listing, GError **error);
/* Sends nothing where the server has no NAMESPACE. */
gboolean penny_imap_session_begin_namespace (PennyImapSession *self, PennyImapPending *pending, GError **error);

/* --- penny-imap-session-select.c --- */

/* SELECT, and what goes with it, on its way. */
typedef struct {
  char *path;                   /* owned */
  PennyImapSelected selected;
  const PennyImapVisit *visit;  /* borrowed; NULL: nothing goes with it */
  PennyImapVisited *visited;    /* borrowed; as VISIT */
  gsize n_gathered;             /* bytes in VISITED */
  PennyImapPending select, flags, newest, fetch;   /* the last three: perhaps not sent */
  GArray *flag_changes;         /* owned; of PennyImapFlagChange; what FLAGS told */
} PennyImapSelecting;

void penny_imap_selecting_clear (PennyImapSelecting *selecting);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyImapSelecting, penny_imap_selecting_clear)

/* VISITED and its address must stay; cleared by the caller. */
gboolean penny_imap_session_begin_visit (PennyImapSession *self, const PennyImapVisit *visit,
                                         PennyImapSelecting *selecting, PennyImapVisited *visited, GError **error);
gboolean penny_imap_session_end_visit (PennyImapSession *self, PennyImapSelecting *selecting, GError **error);

/* --- penny-imap-session-events.c --- */
void penny_imap_session_drop_events (PennyImapSession *self);
gboolean penny_imap_session_has_events (PennyImapSession *self);
/* The UID of a FETCH answer, told or known from before; 0 = unknown. */
PennyUid penny_imap_session_learn_uid (PennyImapSession *self, PennyImapResponse *response);
void penny_imap_session_absorb_event (PennyImapSession *self, PennyImapResponse *response);
/* A change told while the mailbox is still being selected. */
void penny_imap_session_absorb_change (PennyImapSession *self, PennyImapResponse *response);
/* Nothing is selected any more. */
void penny_imap_session_forget_mailbox (PennyImapSession *self);

/* --- penny-imap-session-fetch.c --- */
/* " (UID …)" with the words of ITEMS. */
void penny_imap_session_add_items (PennyImapSession *self, PennyImapCommand *command, PennyImapFetchItems items,
                                   const char *header_fields);

/* More than the largest mailboxes known (some 2 million); a claim beyond is not believed. */
#define PENNY_IMAP_MAX_FOUND 10000000

/* --- penny-imap-session-change.c --- */
/* UIDS as texts of at most some 4,000 bytes each, for one command each: GPtrArray of char *, full. */
GPtrArray *penny_imap_session_chunks (const PennyUidSet *uids);

G_END_DECLS
