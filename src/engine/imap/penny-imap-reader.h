/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cursor over the words of one whole response: atoms, strings, numbers, lists. Private to the
 * parser. Each function says FALSE when the text is not what was asked for; then the cursor may
 * stand anywhere and WHY tells the reason. */
#pragma once

#include "penny-imap-parser.h"

G_BEGIN_DECLS

typedef struct {
  const char *start;
  const char *at;
  const char *end;             /* the line end is cut off */
  GPtrArray *literals;         /* of GBytes; NULL: none */
  GArray *offsets;             /* of gsize: where in the text each literal's "{" stands */
  guint next_literal;
  guint depth;
  guint n_members;
  const PennyImapLimits *limits;
  gboolean over_limit;
  gboolean utf8;               /* names of mailboxes are UTF-8 */
  const char *why;             /* static; NULL while all is well */
} PennyImapReader;

gboolean penny_imap_reader_fail (PennyImapReader *self, const char *why);
gboolean penny_imap_reader_at_end (PennyImapReader *self);
/* The next byte, 0 at the end. */
char penny_imap_reader_peek (PennyImapReader *self);
/* Takes C if it is next. */
gboolean penny_imap_reader_take (PennyImapReader *self, char c);
/* At least one space. */
gboolean penny_imap_reader_space (PennyImapReader *self);
/* Any number of spaces. */
void penny_imap_reader_blanks (PennyImapReader *self);

/* At least one byte up to a space, a parenthesis, a control character or one of STOPS. */
gboolean penny_imap_reader_atom (PennyImapReader *self, const char *stops, const char **atom, gsize *length);
/* TRUE and taken when the next atom is WORD in any case. */
gboolean penny_imap_reader_word (PennyImapReader *self, const char *word);
gboolean penny_imap_reader_number (PennyImapReader *self, guint64 max, guint64 *number);

/* A string as bytes: quoted, literal, literal8, or an atom; *BYTES is NULL for NIL. Full. */
gboolean penny_imap_reader_bytes (PennyImapReader *self, GBytes **bytes);
/* The same as text; NULs become "?". *TEXT is NULL for NIL. Full. */
gboolean penny_imap_reader_text (PennyImapReader *self, char **text);

/* "(" and ")", counting the depth; member() counts one more member of some list. */
gboolean penny_imap_reader_open (PennyImapReader *self);
gboolean penny_imap_reader_close (PennyImapReader *self);
gboolean penny_imap_reader_member (PennyImapReader *self);
/* One value of any kind, nested lists and all. */
gboolean penny_imap_reader_skip (PennyImapReader *self);

/* "(\Seen $Forwarded …)"; *STAR (may be NULL) when "\*" is among them. */
gboolean penny_imap_reader_flags (PennyImapReader *self, PennyFlags *flags, gboolean *star);

/* penny-imap-structure.c: NIL or something senseless gives NULL and TRUE; FALSE only when the
 * parentheses do not match or a limit is passed. */
gboolean penny_imap_reader_envelope (PennyImapReader *self, PennyImapEnvelope **envelope);
gboolean penny_imap_reader_structure (PennyImapReader *self, PennyImapBodyPart **part);

/* penny-imap-fetch-items.c: "(UID 1 FLAGS () …)". */
gboolean penny_imap_reader_fetch (PennyImapReader *self, PennyImapFetched *fetched);

/* penny-imap-status-line.c: "OK", "NO"…, then "[CODE values] text"; words up to the end; text made
 * safe (full). */
gboolean penny_imap_reader_status_word (PennyImapReader *self, PennyImapResponseType *type);
void penny_imap_reader_status_text (PennyImapReader *self, PennyImapResponse *response);
gboolean penny_imap_reader_words (PennyImapReader *self, char ***words);

/* penny-imap-mailbox-data.c: what stands behind LIST, STATUS, NAMESPACE and QUOTA. */
gboolean penny_imap_reader_mailbox (PennyImapReader *self, PennyImapResponse *response);
gboolean penny_imap_reader_mailbox_status (PennyImapReader *self, PennyImapResponse *response);
gboolean penny_imap_reader_namespace (PennyImapReader *self, PennyImapResponse *response);
gboolean penny_imap_reader_quota (PennyImapReader *self, PennyImapResponse *response);

/* penny-imap-response.c: the whole response. NULL + error for a status line or a continuation that
 * makes no sense, or when a limit is passed. */
PennyImapResponse *penny_imap_reader_response (PennyImapReader *self, GError **error);

G_END_DECLS
