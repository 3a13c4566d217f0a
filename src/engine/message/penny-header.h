/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header block taken apart field by field, and the values of fields decoded. Works on the raw
 * bytes; nothing is copied until a value is wanted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest field value that is decoded; what is longer is cut. */
#define PENNY_HEADER_MAX_VALUE (256 * 1024)

typedef struct {
  const char *start;        /* the whole field with its line ends: for cutting it out */
  const char *end;
  const char *name;
  gsize name_length;
  const char *value;        /* still folded, without the last line end */
  gsize value_length;
} PennyHeaderField;

typedef struct {
  const char *position;     /* after the last field: where the body starts */
  const char *end;
  gboolean in_part;         /* a line that opens with "--" ends the header of a part */
  gboolean seen_any;
} PennyHeaderIter;

/* Skips an mbox "From " line. Lines that are no field are passed over, but when the very first
 * line is none there is no header at all. */
void penny_header_iter_init (PennyHeaderIter *self, const char *data, gsize length, gboolean in_part);
gboolean penny_header_iter_next (PennyHeaderIter *self, PennyHeaderField *field);
gboolean penny_header_field_is (const PennyHeaderField *field, const char *name);

/* Unfolded, valid UTF-8, still encoded after RFC 2047. HINT: charset to try for raw 8-bit bytes. */
char *penny_header_unfold (const char *value, gsize length, const char *hint);
/* As above and RFC 2047 decoded; may hold anything an encoded word can hide, but not NUL. */
char *penny_header_decode_words (const char *unfolded);
/* Everything: unfolded, decoded, one clean line for display. */
char *penny_header_decode (const char *value, gsize length, const char *hint);

/* Unix seconds, UTC (RFC 5322 §3.3 and what broken senders write); 0 when missing or absurd. */
gint64 penny_header_parse_date (const char *value, gsize length);
/* The first message identifier without <> (RFC 5322 §3.6.4); NULL when there is none. */
char *penny_header_parse_message_id (const char *value, gsize length);
/* Adds every <identifier> of VALUE to IDS (of char *) that SEEN (a set) does not know. */
void penny_header_add_references (GPtrArray *ids, GHashTable *seen, const char *value, gsize length);
/* Cuts a too long list down: the first and the newest stay. */
void penny_header_trim_references (GPtrArray *ids, guint max);

/* The subject without reply and forward marks and list tags, case-folded: what the letters of one
 * conversation share. */
char *penny_header_subject_key (const char *subject);
/* SUBJECT behind its reply marks ("Re: AW: x" → "x"); borrowed from SUBJECT. */
const char *penny_header_skip_reply_marks (const char *subject);
gboolean penny_header_has_forward_mark (const char *subject);

G_END_DECLS
