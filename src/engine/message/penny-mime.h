/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The MIME structure of a message as ranges of its bytes: one bounded pass, nothing decoded or
 * copied (RFC 2046). Attached messages are leaves. Private to message/. */
#pragma once

#include <gmime/gmime.h>

#include "penny-header.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_DISPOSITION_NONE,
  PENNY_DISPOSITION_INLINE,
  PENNY_DISPOSITION_ATTACHMENT,
} PennyDisposition;

typedef struct {
  int parent;                       /* -1: the message itself */
  guint depth;
  guint end;                        /* index behind the last descendant */
  const char *header, *body, *body_end;   /* borrowed from the bytes */
  char *type;                       /* "text/plain", lower case */
  char *charset, *name, *content_id, *boundary, *start;   /* owned, or NULL; NAME is not safe yet */
  PennyDisposition disposition;
  GMimeContentEncoding encoding;
  gboolean is_multipart, is_flowed, del_sp;
} PennyMimeNode;

typedef struct {
  const char *data;
  gsize size;
  GPtrArray *nodes;                 /* of PennyMimeNode, depth first; at least one */
  gboolean over_limit;              /* deeper or more than allowed: what was found so far is there */
} PennyMime;

/* DATA is borrowed and must outlive the result. */
PennyMime *penny_mime_new (const char *data, gsize size, guint max_depth, guint max_parts);
void penny_mime_free (PennyMime *self);
PennyMimeNode *penny_mime_get (PennyMime *self, guint index);
/* "image/" or "text/plain". */
gboolean penny_mime_is (const PennyMimeNode *node, const char *type);

/* The decoded bytes of a leaf, at most MAX (0: all). Full. */
GByteArray *penny_mime_decode (const PennyMimeNode *node, gsize max);
/* Their number without keeping them. */
gint64 penny_mime_decoded_size (const PennyMimeNode *node);

/* A name that is safe to create in any folder, or NULL for NULL. Full. */
char *penny_mime_safe_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyMime, penny_mime_free)

G_END_DECLS
