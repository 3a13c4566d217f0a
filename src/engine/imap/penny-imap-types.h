/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an IMAP server tells, as plain values: mailboxes, letters, envelopes, structures, events.
 * No sequence number appears here. */
#pragma once

#include <gio/gio.h>

#include "penny-types.h"
#include "penny-uid-set.h"

G_BEGIN_DECLS

/* What the server can do, as of the last CAPABILITY. Unknown words are dropped. */
typedef enum {
  PENNY_IMAP_CAP_IMAP4REV1,
  PENNY_IMAP_CAP_IMAP4REV2,
  PENNY_IMAP_CAP_STARTTLS,
  PENNY_IMAP_CAP_LOGINDISABLED,
  PENNY_IMAP_CAP_SASL_IR,         /* RFC 4959 */
  PENNY_IMAP_CAP_LITERAL_PLUS,    /* RFC 7888 */
  PENNY_IMAP_CAP_LITERAL_MINUS,
  PENNY_IMAP_CAP_IDLE,            /* RFC 2177 */
  PENNY_IMAP_CAP_UIDPLUS,         /* RFC 4315 */
  PENNY_IMAP_CAP_MOVE,            /* RFC 6851 */
  PENNY_IMAP_CAP_UNSELECT,        /* RFC 3691 */
  PENNY_IMAP_CAP_NAMESPACE,       /* RFC 2342 */
  PENNY_IMAP_CAP_CHILDREN,        /* RFC 3348 */
  PENNY_IMAP_CAP_LIST_EXTENDED,   /* RFC 5258 */
  PENNY_IMAP_CAP_LIST_STATUS,     /* RFC 5819 */
  PENNY_IMAP_CAP_SPECIAL_USE,     /* RFC 6154 */
  PENNY_IMAP_CAP_CREATE_SPECIAL_USE,
  PENNY_IMAP_CAP_XLIST,           /* Gmail's and Cyrus' forerunner of SPECIAL-USE */
  PENNY_IMAP_CAP_ESEARCH,         /* RFC 4731 */
  PENNY_IMAP_CAP_CONDSTORE,       /* RFC 7162 */
  PENNY_IMAP_CAP_QRESYNC,
  PENNY_IMAP_CAP_ENABLE,          /* RFC 5161 */
  PENNY_IMAP_CAP_ID,              /* RFC 2971 */
  PENNY_IMAP_CAP_COMPRESS_DEFLATE, /* RFC 4978 */
  PENNY_IMAP_CAP_STATUS_SIZE,     /* RFC 8438 */
  PENNY_IMAP_CAP_QUOTA,           /* RFC 9208, 2087 */
  PENNY_IMAP_CAP_APPENDLIMIT,     /* RFC 7889 */
  PENNY_IMAP_CAP_UTF8_ACCEPT,     /* RFC 6855 */
  PENNY_IMAP_CAP_OBJECTID,        /* RFC 8474 */
  PENNY_IMAP_CAP_SEARCHRES,       /* RFC 5182 */
  PENNY_IMAP_CAP_ESORT,           /* RFC 5267 */
  PENNY_IMAP_CAP_CONTEXT_SEARCH,
  PENNY_IMAP_CAP_PARTIAL,         /* RFC 9394 */
  PENNY_IMAP_CAP_PREVIEW,         /* RFC 8970 */
  PENNY_IMAP_CAP_NOTIFY,          /* RFC 5465 */
  PENNY_IMAP_CAP_BINARY,          /* RFC 3516 */
  PENNY_IMAP_CAP_MULTIAPPEND,     /* RFC 3502 */
  PENNY_IMAP_CAP_GMAIL,           /* X-GM-EXT-1: labels, one copy in "All Mail" */
  PENNY_IMAP_N_CAPS
} PennyImapCap;

typedef enum {
  PENNY_IMAP_MAILBOX_NOSELECT      = 1 << 0,   /* \Noselect, \NonExistent: only a branch */
  PENNY_IMAP_MAILBOX_NOINFERIORS   = 1 << 1,
  PENNY_IMAP_MAILBOX_HAS_CHILDREN  = 1 << 2,
  PENNY_IMAP_MAILBOX_HAS_NO_CHILDREN = 1 << 3,
  PENNY_IMAP_MAILBOX_MARKED        = 1 << 4,
  PENNY_IMAP_MAILBOX_UNMARKED      = 1 << 5,
  PENNY_IMAP_MAILBOX_SUBSCRIBED    = 1 << 6,
  PENNY_IMAP_MAILBOX_REMOTE        = 1 << 7,
} PennyImapMailboxAttributes;

/* Numbers of a mailbox that is not selected (RFC 9051 §6.3.11). What the server left out is 0. */
typedef struct {
  guint32 messages;
  guint32 unseen;
  guint32 uidvalidity;
  PennyUid uidnext;
  PennyModSeq highest_modseq;   /* 0: no CONDSTORE */
  guint64 size;                 /* bytes of all messages; 0: no STATUS=SIZE */
} PennyImapStatus;

typedef struct {
  char *path;        /* UTF-8, for people and for every function of the session; INBOX is "INBOX" */
  char *raw;         /* as the server spelt it (modified UTF-7): what is sent back */
  char delimiter;    /* 0: the mailbox has no hierarchy */
  PennyImapMailboxAttributes attributes;
  PennyRole role;    /* from SPECIAL-USE or XLIST, INBOX by its name; else NONE */
  PennyImapStatus status;   /* all 0 where it was not asked for or not told */
} PennyImapMailbox;

void penny_imap_mailbox_free (PennyImapMailbox *self);

/* How much room a box has, in bytes (RFC 9208 §5.1, STORAGE); LIMIT 0: none, or not told. */
typedef struct {
  guint64 used;
  guint64 limit;
} PennyImapQuota;

/* The selected mailbox as SELECT described it (RFC 9051 §6.3.2). */
typedef struct {
  guint32 uidvalidity;          /* 0: the server has none: UIDs hold for this selection only */
  PennyUid uidnext;             /* 0: not told */
  guint32 exists;
  PennyModSeq highest_modseq;   /* 0: NOMODSEQ or no CONDSTORE */
  PennyFlags permanent_flags;   /* flags that stay; all of them when the server does not say */
  gboolean keywords_allowed;    /* \*: $Forwarded, $Junk and the like can be kept */
  gboolean read_only;           /* asked so, or the server allows no more */
  char mailbox_id[256];         /* RFC 8474: stays when the mailbox is renamed; "": not told */
} PennyImapSelected;

/* A mailbox as it was when everything in it was known; all 0: never. */
typedef struct {
  guint32 uidvalidity;
  PennyUid uidnext;
  PennyModSeq highest_modseq;
} PennyImapKnown;

/* An address of an envelope; any may be NULL. NAME is as in the message (RFC 2047 not decoded). */
typedef struct {
  char *name;
  char *mailbox;   /* the part before "@"; the group's name where HOST is NULL */
  char *host;
} PennyImapAddress;

/* RFC 9051 §7.5.2 ENVELOPE: raw field texts, any may be NULL; lists are of PennyImapAddress, never
 * NULL. */
typedef struct {
  char *date;
  char *subject;
  GPtrArray *from;
  GPtrArray *sender;
  GPtrArray *reply_to;
  GPtrArray *to;
  GPtrArray *cc;
  GPtrArray *bcc;
  char *in_reply_to;
  char *message_id;
} PennyImapEnvelope;

void penny_imap_envelope_free (PennyImapEnvelope *self);

/* One part of RFC 9051 §7.5.2 BODYSTRUCTURE. */
typedef struct {
  char *type;               /* lower case: "text", "multipart" */
  char *subtype;            /* lower case: "plain", "mixed" */
  char **parameters;        /* name (lower case), value, name, value, …, NULL; never NULL */
  char *id;                 /* Content-ID, may be NULL */
  char *description;        /* may be NULL */
  char *encoding;           /* lower case, may be NULL */
  guint64 size;             /* octets as encoded; 0 for multiparts */
  char *disposition;        /* lower case "attachment", "inline" or NULL */
  char **disposition_parameters;   /* as PARAMETERS; never NULL */
  PennyImapEnvelope *envelope;     /* message/rfc822 only */
  GPtrArray *parts;         /* of PennyImapBodyPart; NULL but for multiparts and message/rfc822 */
} PennyImapBodyPart;

void penny_imap_body_part_free (PennyImapBodyPart *self);
/* Value of parameter NAME (lower case) in a name-value vector, borrowed; NULL when there is none. */
const char *penny_imap_parameter (char **parameters, const char *name);

/* What to fetch of each message. */
typedef enum {
  PENNY_IMAP_FETCH_FLAGS         = 1 << 0,
  PENNY_IMAP_FETCH_INTERNAL_DATE = 1 << 1,
  PENNY_IMAP_FETCH_SIZE          = 1 << 2,   /* RFC822.SIZE */
  PENNY_IMAP_FETCH_MODSEQ        = 1 << 3,   /* left out by itself without CONDSTORE */
  PENNY_IMAP_FETCH_HEADER        = 1 << 4,   /* the whole header, or the named fields */
  PENNY_IMAP_FETCH_BODY          = 1 << 5,   /* BODY.PEEK[]: every byte, \Seen untouched */
  PENNY_IMAP_FETCH_ENVELOPE      = 1 << 6,
  PENNY_IMAP_FETCH_BODYSTRUCTURE = 1 << 7,
  PENNY_IMAP_FETCH_PREVIEW       = 1 << 8,   /* what the server has of it at hand; left out by itself without PREVIEW */
  PENNY_IMAP_FETCH_OBJECT_ID     = 1 << 9,   /* likewise without OBJECTID or X-GM-EXT-1 */
} PennyImapFetchItems;

/* One message as fetched; lent to the callback. Take a reference on the GBytes to keep them, or
 * steal and NULL the envelope and the structure. */
typedef struct {
  PennyUid uid;                /* never 0 */
  gboolean has_flags;
  PennyFlags flags;
  gint64 internal_date;        /* Unix seconds; 0 = not told or not readable */
  guint64 rfc822_size;         /* 0 = not told */
  PennyModSeq modseq;          /* 0 = not told */
  GBytes *header;              /* NULL = not told */
  GBytes *body;                /* NULL = not told (or NIL: the message is gone or hurt) */
  PennyImapEnvelope *envelope;
  PennyImapBodyPart *structure;
  char *preview;               /* UTF-8, the beginning of the text (RFC 8970); NULL = not told */
  char *object_id;             /* the same for every copy on the server (RFC 8474 EMAILID, Gmail's X-GM-MSGID);
                                * NULL = not told */
} PennyImapFetched;

void penny_imap_fetched_free (PennyImapFetched *fetched);

/* What is asked of a mailbox in the flight that opens it. */
typedef struct {
  const char *path;
  PennyImapKnown known;
  /* The newest ones of those from KNOWN's UIDNEXT on: nothing when N_NEWEST is 0. */
  guint n_newest;
  PennyImapFetchItems items;
  const char *header_fields;
} PennyImapVisit;

typedef enum {
  PENNY_IMAP_NEWS_NONE,    /* nothing is told: everything must be compared */
  PENNY_IMAP_NEWS_FLAGS,   /* the session's events name every change of flags since, and every new message, but
                            * not what has vanished (CONDSTORE) */
  PENNY_IMAP_NEWS_ALL,     /* the events name everything that has changed since (QRESYNC) */
} PennyImapNews;

typedef struct {
  PennyImapSelected selected;
  PennyImapNews news;
  GPtrArray *fetched;      /* of PennyImapFetched that frees them; each has its UID; never NULL */
} PennyImapVisited;

void penny_imap_visited_clear (PennyImapVisited *visited);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyImapVisited, penny_imap_visited_clear)

/* Takes what it can from FETCHED. Called on the session's thread, in the order of arrival; must not
 * call the session. */
typedef void (*PennyImapFetchedFunc) (PennyImapFetched *fetched, gpointer data);
/* Asked before each further window is sent; FALSE ends the fetch early, without an error. */
typedef gboolean (*PennyImapGoOnFunc) (gpointer data);

/* Which messages moved where; COPYUID (RFC 4315). */
typedef struct {
  guint32 uidvalidity;      /* of the target; 0: the server did not tell, FROM and TO are empty */
  GArray *from;             /* of PennyUid; pairs with TO */
  GArray *to;               /* of PennyUid */
  gboolean left_deleted;    /* no UIDPLUS: the originals are still there, marked \Deleted */
} PennyImapMoved;

void penny_imap_moved_clear (PennyImapMoved *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyImapMoved, penny_imap_moved_clear)

typedef struct {
  PennyUid uid;
  PennyFlags flags;
  PennyModSeq modseq;   /* 0 = not told */
} PennyImapFlagChange;

/* What the server told by itself about the selected mailbox since events were last taken. */
typedef struct {
  gboolean grew;            /* there are more messages than before: fetch from the known UIDNEXT on */
  guint32 exists;           /* how many messages there are now */
  PennyUidSet *vanished;    /* never NULL; UIDs that are gone */
  GArray *flags;            /* of PennyImapFlagChange, in order of arrival; the last one counts */
  gboolean resync;          /* something changed that cannot be named by UID: compare everything */
  gboolean elsewhere;       /* something happened in another mailbox, or to the list of them (NOTIFY) */
  char **alerts;            /* [ALERT] texts, which a person must be shown; never NULL */
} PennyImapEvents;

void penny_imap_events_free (PennyImapEvents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapMailbox, penny_imap_mailbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapEnvelope, penny_imap_envelope_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapBodyPart, penny_imap_body_part_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapEvents, penny_imap_events_free)

G_END_DECLS
