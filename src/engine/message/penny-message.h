/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message taken apart, for reading and answering: header fields, text, HTML, parts. GMime stays
 * behind this façade. Immutable after parsing; any thread. */
#pragma once

#include <gio/gio.h>

#include "penny-address.h"

G_BEGIN_DECLS

#define PENNY_TYPE_MESSAGE (penny_message_get_type ())
G_DECLARE_FINAL_TYPE (PennyMessage, penny_message, PENNY, MESSAGE, GObject)

/* Limits for parsing what strangers send. */
#define PENNY_MESSAGE_MAX_DEPTH 50
#define PENNY_MESSAGE_MAX_PARTS 1000

/* One leaf of the MIME tree. */
typedef struct {
  guint index;             /* for penny_message_dup_part(); depth first, from 0 */
  guint depth;
  char *content_type;      /* "image/png", lower case */
  char *content_id;        /* without <>; NULL when there is none */
  char *file_name;         /* safe to create in any folder: no slash, no control or bidi character,
                            * ≤ 200 bytes; NULL when none was given */
  gint64 size;             /* decoded bytes */
  gboolean is_attachment;  /* to be listed below the letter */
  gboolean is_inline;      /* referred to by the HTML through cid: */
} PennyPart;

/* Never fails on odd input; PENNY_MESSAGE_ERROR_LIMIT above the limits (what was read so far is
 * not given: show the raw text then). */
PennyMessage *penny_message_new (GBytes *raw, GError **error);

GBytes *penny_message_get_raw (PennyMessage *self);
const char *penny_message_get_subject (PennyMessage *self);
const char *penny_message_get_message_id (PennyMessage *self);          /* NULL when none */
const char * const *penny_message_get_references (PennyMessage *self);  /* never NULL */
gint64 penny_message_get_date (PennyMessage *self);
GPtrArray *penny_message_get_from (PennyMessage *self);      /* of PennyAddress, never NULL, borrowed */
GPtrArray *penny_message_get_reply_to (PennyMessage *self);
GPtrArray *penny_message_get_to (PennyMessage *self);
GPtrArray *penny_message_get_cc (PennyMessage *self);
GPtrArray *penny_message_get_bcc (PennyMessage *self);
/* The decoded value of the first field of that name, or NULL; full. */
char *penny_message_dup_header (PennyMessage *self, const char *name);
/* The whole header block as it came, made valid UTF-8; full. */
char *penny_message_dup_header_block (PennyMessage *self);

/* The best plain text (text/plain, else HTML turned into text); never NULL; format=flowed undone. */
const char *penny_message_get_text (PennyMessage *self);
/* The best HTML, as UTF-8 and untouched otherwise (hostile!), or NULL when there is only text. */
const char *penny_message_get_html (PennyMessage *self);

guint penny_message_get_n_parts (PennyMessage *self);
const PennyPart *penny_message_get_part (PennyMessage *self, guint index);
/* Decoded bytes of a part; PENNY_MESSAGE_ERROR_NO_PART. Full. */
GBytes *penny_message_dup_part (PennyMessage *self, guint index, GError **error);
/* The part with this Content-ID, for cid: links; -1 when none. */
int penny_message_find_cid (PennyMessage *self, const char *content_id);

G_END_DECLS
