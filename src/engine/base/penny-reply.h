/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says in words where its codes are too coarse: one table of replies as servers were
 * heard to give them, and what each means. The sessions grade by it (is this for now, or for the
 * person?), discovery's advice tells the cause. All of it is any thread's. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who speaks, as a bit set. */
typedef enum {
  PENNY_VOICE_IMAP = 1 << 0,
  PENNY_VOICE_POP  = 1 << 1,
  PENNY_VOICE_SMTP = 1 << 2,
  PENNY_VOICE_WIRE = 1 << 3,   /* our own English sentence on the connection, names of alerts in it */
} PennyVoice;

/* When it is said, as a bit set. */
typedef enum {
  PENNY_MOMENT_DOOR   = 1 << 0,   /* connecting, TLS, greeting */
  PENNY_MOMENT_LOG_IN = 1 << 1,
  PENNY_MOMENT_BOX    = 1 << 2,   /* logged in, reading */
  PENNY_MOMENT_SEND   = 1 << 3,   /* sender, recipients, the letter */
} PennyMoment;

/* A row of the table. */
typedef struct {
  guint voices;
  guint moments;
  const char *provider;   /* an id of the provider facts; NULL: whoever says so */
  const char *words;      /* lower-case pieces of the reply, in this order, "*" between them */
  const char *cause;      /* as in penny-advice.h */
  const char *source;     /* where it was recorded, and when */
} PennyReplyRow;

/* The cause behind WORDS (a server's text with its code, or a GError's message) when VOICE says them
 * in one of MOMENTS; NULL when the table does not know them. PROVIDER (an id) may be NULL. Only the
 * first PENNY_REPLY_MAX_BYTES of WORDS count, which may be any bytes. Static. */
#define PENNY_REPLY_MAX_BYTES 1500
const char *penny_reply_find_cause (PennyVoice voice, guint moments, const char *words, const char *provider);

/* TRUE for a cause that passes by itself: waiting mends it, and nobody needs to be asked. */
gboolean penny_reply_is_for_now (const char *cause);

/* TEXT (LENGTH bytes, -1: up to NUL) as it may stand in a message to a person: valid UTF-8, at most
 * MAX_CHARS characters, nothing in it that moves a cursor, ends a line or turns the direction of what
 * stands beside it, and no secret that lives (penny_secret_hide()). Full. */
char *penny_reply_clean (const char *text, gssize length, gsize max_chars);

/* The same of what the program itself reads: a challenge, a list of extensions, a count. Nothing is cut or hidden:
 * never to be shown. Full. */
char *penny_reply_dup_whole (const char *text, gsize length);

/* Who else it is that says LINE (LENGTH bytes) as a first word: "a web server", "an IMAP server"…;
 * NULL when that cannot be told. Static. */
const char *penny_reply_name_speaker (const char *line, gsize length);

/* For tests. */
const PennyReplyRow *penny_reply_get_rows (guint *n_rows);

G_END_DECLS
