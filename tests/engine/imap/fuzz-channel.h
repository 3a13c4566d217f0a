/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A channel whose server says what a fuzzer thought of, and which looks over everything that the
 * client says. Bytes 1 to 8 stand for the tags of the client's last command, of the one before and so on, so that
 * an answer can be one; byte 14 ends a piece, so that something can come later.
 *
 * Aborts when a line is no command of ours (words of the server's have ended one), and when anything
 * but CAPABILITY, STARTTLS and LOGOUT leaves in clear although TLS is demanded. */
#pragma once

#include "penny-channel.h"

G_BEGIN_DECLS

#define FUZZ_TYPE_CHANNEL (fuzz_channel_get_type ())
G_DECLARE_FINAL_TYPE (FuzzChannel, fuzz_channel, FUZZ, CHANNEL, PennyChannel)

/* DATA is borrowed. Gives it out in pieces of at most STEP bytes. */
FuzzChannel *fuzz_channel_new (const guint8 *data, gsize size, gsize step, gboolean demand_tls);

G_END_DECLS
