/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A channel that plays a written conversation: protocol tests without a socket, a sleep or a thread.
 *
 * A script is lines:
 *   S: text     the server says text CRLF ($TAG = first word of the client's last line, $TAG1… = of
 *               its first…; C escapes such as \r \n \0 \\ \" are undone)
 *   S| text     the same without CRLF
 *   C: text     the client must have said this line (glob: * and ?), else the test fails
 *   C> n        the client says n raw bytes (BDAT, a non-line literal); they are kept in ->raw
 *   TLS         the client must start TLS here
 *   HANG        nothing more comes: a read ends in PENNY_WIRE_ERROR_TIMED_OUT
 *   EOF         the server hangs up (also at the end of the script)
 * Server text is only given out once every client line before it was received, so a client that
 * waits for an answer to a command it never sent fails with TIMED_OUT and the line is named. */
#pragma once

#include "penny-channel.h"

G_BEGIN_DECLS

#define TEST_TYPE_TRANSCRIPT (test_transcript_get_type ())
G_DECLARE_FINAL_TYPE (TestTranscript, test_transcript, TEST, TRANSCRIPT, PennyChannel)

typedef enum { TEST_FEED_WHOLE, TEST_FEED_LINES, TEST_FEED_BYTES, TEST_N_FEEDS } TestFeed;

TestTranscript *test_transcript_new (const char *script, TestFeed feed);
/* The server hangs up after its N-th "S" line (0: before the first). */
void test_transcript_cut_after (TestTranscript *self, guint n);
/* After the N-th "S" line what the client says fails; what the server says still arrives. */
void test_transcript_deaf_after (TestTranscript *self, guint n);
/* CANCELLABLE fires when the client reads after the N-th "S" line. */
void test_transcript_cancel_after (TestTranscript *self, guint n, GCancellable *cancellable);
/* A wait() with a wake reports WOKEN instead of waiting at a "C:" line or HANG. */
guint test_transcript_count_server_lines (const char *script);
/* TRUE when the whole script was played. */
gboolean test_transcript_is_finished (TestTranscript *self);
/* Fails the test with the line that was not reached. */
void test_transcript_assert_finished (TestTranscript *self);
/* Everything that the client has sent; borrowed. */
const char *test_transcript_get_sent (TestTranscript *self);
/* The first client line that did not match, or NULL; in cut or cancelled runs a mismatch is no failure. */
const char *test_transcript_get_mismatch (TestTranscript *self);

G_END_DECLS
