/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One response of an IMAP server as the parser hands it over: a plain value, owned by whoever got
 * it. Private to imap/ (sequence numbers appear here). RFC 9051 §7. */
#pragma once

#include "penny-imap-types.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_IMAP_RESPONSE_CONTINUATION,   /* "+": text */
  PENNY_IMAP_RESPONSE_OK,             /* these five: tag (or NULL), code and its values, text */
  PENNY_IMAP_RESPONSE_NO,
  PENNY_IMAP_RESPONSE_BAD,
  PENNY_IMAP_RESPONSE_PREAUTH,
  PENNY_IMAP_RESPONSE_BYE,
  PENNY_IMAP_RESPONSE_CAPABILITY,     /* words */
  PENNY_IMAP_RESPONSE_ENABLED,        /* words */
  PENNY_IMAP_RESPONSE_FLAGS,          /* flags */
  PENNY_IMAP_RESPONSE_LIST,           /* mailbox (also LSUB, XLIST) */
  PENNY_IMAP_RESPONSE_STATUS,         /* mailbox (path and raw only), status */
  PENNY_IMAP_RESPONSE_NAMESPACE,      /* mailbox: the first personal one (path, raw, delimiter), or NULL */
  PENNY_IMAP_RESPONSE_QUOTA,          /* quota: of one root */
  PENNY_IMAP_RESPONSE_SEARCH,         /* uids, as told */
  PENNY_IMAP_RESPONSE_ESEARCH,        /* tag (of the command, or NULL), by_uid, set, number (COUNT) */
  PENNY_IMAP_RESPONSE_EXISTS,         /* number */
  PENNY_IMAP_RESPONSE_EXPUNGE,        /* seq */
  PENNY_IMAP_RESPONSE_VANISHED,       /* set, earlier */
  PENNY_IMAP_RESPONSE_FETCH,          /* seq, fetched (its uid may be 0) */
  PENNY_IMAP_RESPONSE_OTHER,          /* well-formed enough, of no interest */
  PENNY_IMAP_RESPONSE_MALFORMED,      /* untagged and not to be understood: text says why */
  PENNY_IMAP_RESPONSE_MALFORMED_FETCH,
} PennyImapResponseType;

/* Response codes that change what is done next (RFC 3501 §7.1, 4315, 5530, 7162, 8438, 9051 §7.1). */
typedef enum {
  PENNY_IMAP_CODE_NONE,
  PENNY_IMAP_CODE_ALERT,
  PENNY_IMAP_CODE_ALREADYEXISTS,
  PENNY_IMAP_CODE_APPENDUID,              /* number (UIDVALIDITY), to */
  PENNY_IMAP_CODE_AUTHENTICATIONFAILED,
  PENNY_IMAP_CODE_AUTHORIZATIONFAILED,
  PENNY_IMAP_CODE_CAPABILITY,             /* words */
  PENNY_IMAP_CODE_CLOSED,
  PENNY_IMAP_CODE_CONTACTADMIN,
  PENNY_IMAP_CODE_COPYUID,                /* number (UIDVALIDITY), from, to */
  PENNY_IMAP_CODE_EXPIRED,
  PENNY_IMAP_CODE_HIGHESTMODSEQ,          /* number */
  PENNY_IMAP_CODE_INUSE,
  PENNY_IMAP_CODE_LIMIT,
  PENNY_IMAP_CODE_NOMODSEQ,
  PENNY_IMAP_CODE_NONEXISTENT,
  PENNY_IMAP_CODE_NOPERM,
  PENNY_IMAP_CODE_OVERQUOTA,
  PENNY_IMAP_CODE_PERMANENTFLAGS,         /* flags, keywords_allowed */
  PENNY_IMAP_CODE_PRIVACYREQUIRED,
  PENNY_IMAP_CODE_READ_ONLY,
  PENNY_IMAP_CODE_READ_WRITE,
  PENNY_IMAP_CODE_SERVERBUG,
  PENNY_IMAP_CODE_TOOBIG,
  PENNY_IMAP_CODE_TRYCREATE,
  PENNY_IMAP_CODE_UIDNEXT,                /* number */
  PENNY_IMAP_CODE_UIDNOTSTICKY,
  PENNY_IMAP_CODE_UIDVALIDITY,            /* number */
  PENNY_IMAP_CODE_UNAVAILABLE,
  PENNY_IMAP_CODE_WEBALERT,               /* Gmail: log in by web first; its URL is in the text */
  PENNY_IMAP_CODE_MAILBOXID,              /* words: one */
  PENNY_IMAP_CODE_OTHER,
  PENNY_IMAP_CODE_NOTIFICATIONOVERFLOW,   /* RFC 5465 §5.8 */
} PennyImapCode;

typedef struct {
  PennyImapResponseType type;
  PennySeq seq;
  guint64 number;
  char *tag;
  PennyImapCode code;
  char *code_words;            /* what stood between the brackets, as it may be shown; NULL without */
  char *text;                  /* UTF-8 without control characters; may be NULL */
  char **words;
  PennyFlags flags;
  gboolean keywords_allowed;
  gboolean by_uid;
  gboolean earlier;
  GArray *uids;                /* of PennyUid */
  GArray *from;
  GArray *to;
  PennyUidSet *set;
  PennyImapMailbox *mailbox;
  PennyImapStatus status;
  PennyImapQuota quota;
  PennyImapFetched fetched;    /* owned here */
} PennyImapResponse;

void penny_imap_response_free (PennyImapResponse *self);
/* Frees what FETCHED holds and empties it. */
void penny_imap_fetched_clear (PennyImapFetched *fetched);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapResponse, penny_imap_response_free)

G_END_DECLS
