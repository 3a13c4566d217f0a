/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter being written, and the bytes that are sent of it. */
#pragma once

#include <gio/gio.h>

#include "penny-address.h"
#include "penny-message.h"

G_BEGIN_DECLS

typedef struct {
  char *file_name;
  char *content_type;
  GBytes *data;
} PennyAttachment;

PennyAttachment *penny_attachment_new (const char *file_name, const char *content_type, GBytes *data);
void penny_attachment_free (PennyAttachment *self);

typedef struct {
  PennyAddress *from;
  GPtrArray *to, *cc, *bcc;       /* of PennyAddress */
  char *subject;
  char *text;                     /* UTF-8, "\n" lines, as typed */
  GPtrArray *attachments;         /* of PennyAttachment */
  char *message_id;               /* kept from draft to sent letter; made by penny_draft_new() */
  char *in_reply_to;              /* without <>, or NULL */
  char **references;              /* or NULL */
} PennyDraft;

PennyDraft *penny_draft_new (const PennyAddress *from);
void penny_draft_free (PennyDraft *self);

typedef enum { PENNY_REPLY_SENDER, PENNY_REPLY_ALL, PENNY_FORWARD } PennyReplyKind;

/* Prefills an answer: recipients (Reply-To before From, own addresses left out), subject, quoted
 * text below an attribution line ATTRIBUTION (translated by the caller, may be NULL), In-Reply-To
 * and References (RFC 5322 §3.6.4). Forward keeps the attachments. */
PennyDraft *penny_draft_new_reply (PennyMessage *original, PennyReplyKind kind,
                                   const PennyAddress *from, const char *attribution);

/* Puts SIGNATURE ("" = none) below the place where the person writes: behind the usual line of "-- "
 * (RFC 3676 §4.3), above what is quoted. */
void penny_draft_sign (PennyDraft *self, const char *signature);

/* An unfinished letter read back from its stored bytes. */
PennyDraft *penny_draft_new_from_message (PennyMessage *stored);

/* The bytes: UTF-8, format=flowed (RFC 3676), CRLF, Date now, with Bcc only when KEEP_BCC (drafts;
 * the outbox, which takes it out). STRICT: the finished letter; checks recipients and sender
 * (PENNY_MESSAGE_ERROR). Unfinished drafts with KEEP_BCC keep their lines as typed, unflowed. Full. */
GBytes *penny_draft_build (PennyDraft *self, gboolean keep_bcc, gboolean strict, GError **error);

/* Who a stored letter goes to (To, Cc and Bcc, addresses only, no doubles) and from whom, for the
 * envelope; Bcc taken out of the bytes. For the outbox and `pennypostctl send`. */
gboolean penny_draft_prepare_envelope (GBytes *raw, char **sender, char ***recipients,
                                       GBytes **without_bcc, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAttachment, penny_attachment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyDraft, penny_draft_free)

G_END_DECLS
