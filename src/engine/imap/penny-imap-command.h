/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command on its way to the server: words, safely quoted strings, literals. Private to imap/. */
#pragma once

#include <gio/gio.h>

#include "penny-types.h"

G_BEGIN_DECLS

typedef struct {
  GBytes *bytes;
  gboolean is_literal;
  gboolean is_binary;  /* a literal8 (RFC 3516, RFC 6855) */
} PennyImapPiece;

typedef struct {
  GArray *pieces;      /* of PennyImapPiece; text and literals */
  GString *text;       /* the piece being written */
  gboolean is_secret;  /* a password is in it: only its first word is logged */
} PennyImapCommand;

/* FORMAT must hold nothing that came from outside but numbers and sets. */
PennyImapCommand *penny_imap_command_new (const char *format, ...) G_GNUC_PRINTF (1, 2);
void penny_imap_command_free (PennyImapCommand *self);
void penny_imap_command_add (PennyImapCommand *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A space and TEXT as an astring: quoted where that is safe, else a literal. */
void penny_imap_command_add_string (PennyImapCommand *self, const char *text);
/* A space and BYTES as a literal. */
void penny_imap_command_add_literal (PennyImapCommand *self, GBytes *bytes);
/* The same as a literal8, "~{…}", which may hold NULs. */
void penny_imap_command_add_literal8 (PennyImapCommand *self, GBytes *bytes);
/* A space and "(\Seen …)". */
void penny_imap_command_add_flags (PennyImapCommand *self, PennyFlags flags);
/* Closes the last piece; nothing may be added behind it. */
void penny_imap_command_finish (PennyImapCommand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapCommand, penny_imap_command_free)

G_END_DECLS
