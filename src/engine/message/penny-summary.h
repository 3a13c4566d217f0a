/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list, a search index and a conversation need of one message: taken from its header alone
 * or from the whole of it. The only thing that the store keeps apart from the raw bytes. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  char *message_id;        /* without <>; NULL when there is none */
  char **references;       /* oldest first, References then In-Reply-To, no <>, no doubles; may be NULL */
  char *subject;           /* decoded, one line, "" when empty */
  char *subject_key;       /* without Re:, Fwd:, AW:, [list]…, folded: conversations of mail without references */
  char *from_name;         /* "" when there is none */
  char *from_address;      /* "" when there is none */
  char *to;                /* To and Cc for display, decoded, at most 1,000 characters */
  char *recipients;        /* all of To, Cc, Bcc for search */
  gint64 date;             /* Date: header, Unix seconds UTC; 0 when missing or absurd */
  char *preview;           /* at most 200 characters of text, one line; "" from a header alone */
  char *search_text;       /* text for the index, ≤ 1 MB; NULL from a header alone and for a list */
  gboolean has_attachments;
  gboolean complete;       /* made from the whole message */
} PennySummary;

/* RAW is hostile. Always gives a summary: what cannot be read is left empty. Any thread. */
PennySummary *penny_summary_from_message (GBytes *raw);
/* The same without search_text, for less than half of the work: an index takes it from the kept bytes. */
PennySummary *penny_summary_for_list (GBytes *raw);
/* The header block alone (with or without the empty line behind it). */
PennySummary *penny_summary_from_header (GBytes *header);
/* What somebody else says the text begins with, where it is not here itself. */
void penny_summary_take_preview (PennySummary *self, const char *text);
void penny_summary_free (PennySummary *self);

/* The header fields that penny_summary_from_header() looks at, for IMAP's HEADER.FIELDS; static. */
const char *penny_summary_header_fields (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennySummary, penny_summary_free)

G_END_DECLS
