/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small values that every room of the engine speaks of: numbers that must not be swapped, roles,
 * flags, ways. No behaviour beyond naming them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Integers of one kind each, so that the compiler refuses a UID where a sequence number is meant. */

/* An IMAP unique identifier; 0 is "none" (RFC 9051 §2.3.1.1). */
typedef struct { guint32 value; } PennyUid;
/* An IMAP message sequence number; lives in imap/ only (RFC 9051 §2.3.1.2). */
typedef struct { guint32 value; } PennySeq;
/* An IMAP mod-sequence; 0 is "none" (RFC 7162 §3.1). */
typedef struct { guint64 value; } PennyModSeq;

#define PENNY_UID(n) ((PennyUid){ (guint32) (n) })
#define PENNY_SEQ(n) ((PennySeq){ (guint32) (n) })
#define PENNY_MODSEQ(n) ((PennyModSeq){ (guint64) (n) })

/* Row numbers of one account's store; 0 is "none". A PennyEntryId is what the program and
 * pennypostctl call a letter's id: one message in one folder. */
typedef gint64 PennyFolderId;
typedef gint64 PennyEntryId;
typedef gint64 PennyMessageId;
typedef gint64 PennyOperationId;

/* What a folder is for (RFC 6154); the order is the order on screen. */
typedef enum {
  PENNY_ROLE_NONE,
  PENNY_ROLE_INBOX,
  PENNY_ROLE_DRAFTS,
  PENNY_ROLE_SENT,
  PENNY_ROLE_ARCHIVE,
  PENNY_ROLE_JUNK,
  PENNY_ROLE_TRASH,
  PENNY_ROLE_ALL,       /* \All: every message of the account once */
  PENNY_ROLE_FLAGGED,   /* \Flagged: a view of the starred ones */
  PENNY_ROLE_OUTBOX,    /* ours alone: waiting to be sent */
  PENNY_N_ROLES
} PennyRole;

/* A message's state, as a bit set (RFC 9051 §2.3.2). */
typedef enum {
  PENNY_FLAG_SEEN      = 1 << 0,
  PENNY_FLAG_FLAGGED   = 1 << 1,   /* "starred" on screen */
  PENNY_FLAG_ANSWERED  = 1 << 2,
  PENNY_FLAG_FORWARDED = 1 << 3,   /* $Forwarded */
  PENNY_FLAG_DRAFT     = 1 << 4,
  PENNY_FLAG_DELETED   = 1 << 5,
  PENNY_FLAG_JUNK      = 1 << 6,   /* $Junk */
  PENNY_FLAG_NOTJUNK   = 1 << 7,   /* $NotJunk */
} PennyFlags;

/* The four fates of a letter: what a person chooses in place of "IMAP or POP". */
typedef enum {
  PENNY_WAY_SHARED,        /* IMAP: one box, everyone with a key sees the same */
  PENNY_WAY_PHOTOCOPY,     /* POP3, never DELE */
  PENNY_WAY_CLEAR_LATER,   /* POP3, DELE after N days or when thrown away here */
  PENNY_WAY_TAKE_HOME,     /* POP3, DELE once safely stored */
} PennyWay;

typedef enum {
  PENNY_PROTOCOL_IMAP,
  PENNY_PROTOCOL_POP3,
  PENNY_PROTOCOL_SMTP,
} PennyProtocol;

typedef enum {
  PENNY_SECURITY_TLS,        /* TLS from the first byte (RFC 8314) */
  PENNY_SECURITY_STARTTLS,   /* required, never "if offered" */
  PENNY_SECURITY_NONE,       /* refused but for loopback or an explicit consent */
} PennySecurity;

/* For sorting, ascending: of two PennyUid, or of what begins with one. */
int penny_uid_compare (gconstpointer a, gconstpointer b);

/* Words for files and JSON ("inbox", "shared", "clear-later", "imap", "starttls"…); never
 * translated, never NULL. The _parse functions return FALSE on an unknown word. */
const char *penny_role_to_string (PennyRole role);
const char *penny_way_to_string (PennyWay way);
const char *penny_protocol_to_string (PennyProtocol protocol);
const char *penny_security_to_string (PennySecurity security);
gboolean penny_role_parse (const char *word, PennyRole *role);
gboolean penny_way_parse (const char *word, PennyWay *way);
gboolean penny_protocol_parse (const char *word, PennyProtocol *protocol);
gboolean penny_security_parse (const char *word, PennySecurity *security);

G_END_DECLS
