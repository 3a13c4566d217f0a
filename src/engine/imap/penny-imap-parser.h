/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The incremental parser for what an IMAP4rev1 or rev2 server says (RFC 3501 §9, RFC 9051 §9).
 *
 * Contract. Feed it bytes as they come, cut anywhere. It answers
 *   MORE      all bytes were used and the response is not whole yet;
 *   RESPONSE  one response is whole; *USED bytes belong to it, feed the rest again;
 *   ERROR     the stream cannot be followed any further (a limit is passed, or a status line or a
 *             continuation makes no sense): the parser stays in that state.
 * A response ends with CRLF (or a lone LF) outside a literal. Where it ends never depends on what it
 * means, so an untagged response that cannot be understood comes as MALFORMED and does no harm.
 *
 * Limits (each passed one is PENNY_IMAP_ERROR_LIMIT): LINE bounds the bytes of one response outside
 * its literals, LONG_LINE the same for FETCH, SEARCH, ESEARCH and VANISHED; LITERAL one literal,
 * BODY one literal within FETCH; TOTAL one response with its literals; NESTING the depth of
 * parentheses; LIST the members of all lists of one response. A literal's memory grows with what has
 * come of it, never by what is announced, and becomes the GBytes that is handed over: its bytes are
 * copied once, from the buffer of the channel.
 *
 * Named tolerances, each seen in the wild:
 *   lone-LF         line ends without CR
 *   blank-line      empty lines between responses are skipped
 *   extra-space     more than one space between words, or one before the line's end
 *   missing-text    "A1 OK" without a text
 *   escape-any      a backslash in a quoted string before any byte
 *   eight-bit       8-bit bytes in quoted strings and atoms
 *   odd-structure   an ENVELOPE or BODYSTRUCTURE that makes no sense is left out, not the message
 *   minus-size      a negative or NIL size inside a BODYSTRUCTURE is 0
 *
 * Any thread, one at a time. */
#pragma once

#include "penny-imap-response.h"

G_BEGIN_DECLS

typedef struct {
  gsize line;
  gsize long_line;
  gsize literal;
  gsize body;
  gsize total;
  guint nesting;
  guint list;
} PennyImapLimits;

/* 64 KiB, 16 MiB, 64 MiB, 256 MiB, 288 MiB, 50, 100,000. */
extern const PennyImapLimits penny_imap_limits_default;
/* Before anybody has logged in a server has little to say: 64 KiB for everything, 10, 1,000. */
extern const PennyImapLimits penny_imap_limits_stranger;

typedef enum {
  PENNY_IMAP_FEED_MORE,
  PENNY_IMAP_FEED_RESPONSE,
  PENNY_IMAP_FEED_ERROR,
} PennyImapFeed;

typedef struct _PennyImapParser PennyImapParser;

PennyImapParser *penny_imap_parser_new (const PennyImapLimits *limits);
void penny_imap_parser_free (PennyImapParser *self);
/* From the next byte on. */
void penny_imap_parser_set_limits (PennyImapParser *self, const PennyImapLimits *limits);
/* Names of mailboxes are UTF-8 from the next response on (RFC 6855), not modified UTF-7. */
void penny_imap_parser_set_utf8 (PennyImapParser *self, gboolean utf8);
/* Forgets a response begun, and an error. */
void penny_imap_parser_reset (PennyImapParser *self);
/* Bytes of a response that is not whole yet have been used. */
gboolean penny_imap_parser_is_midway (PennyImapParser *self);

/* See above. *USED is set for every answer, *RESPONSE (full) for RESPONSE. */
PennyImapFeed penny_imap_parser_feed (PennyImapParser *self, const guint8 *data, gsize size, gsize *used,
                                      PennyImapResponse **response, GError **error);

/* A short cut around the channel's buffer: after MORE, where the next bytes of the literal belong and how
 * many of them have room there (*SIZE 0: not in a literal). Put bytes there, say how many, feed on. */
guint8 *penny_imap_parser_get_space (PennyImapParser *self, gsize *size);
void penny_imap_parser_add_space (PennyImapParser *self, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapParser, penny_imap_parser_free)

G_END_DECLS
