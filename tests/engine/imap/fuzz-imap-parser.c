/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser under mutated conversations: a libFuzzer target (fuzz.py) and a test. What is asked: no
 * crash, never more bytes taken than given, the same answers whole and cut. */
#include <string.h>

#include "fuzz-main.h"
#include "penny-imap-parser.h"
#include "response-dump.h"

#define N_MUTATIONS 6000
#define MAX_RESPONSES 1000

static const PennyImapLimits small_limits = {
  .line = 4096, .long_line = 8192, .literal = 4096, .body = 8192, .total = 16384, .nesting = 20, .list = 500,
};

/* Feeds pieces of at most STEP bytes; the dumps of all answers. */
static char *
parse_all (const guint8 *data, gsize size, gsize step)
{
  g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&small_limits);
  GString *out = g_string_new (NULL);
  gsize at = 0;

  for (guint n = 0; at < size && n < MAX_RESPONSES;)
    {
      g_autoptr(PennyImapResponse) response = NULL;
      g_autoptr(GError) error = NULL;
      gsize piece = MIN (step, size - at), used = 0;
      g_autofree guint8 *exact = g_memdup2 (data + at, piece);
      PennyImapFeed answer = penny_imap_parser_feed (parser, exact, piece, &used, &response, &error);

      g_assert_cmpuint (used, <=, piece);
      at += used;
      if (answer == PENNY_IMAP_FEED_ERROR)
        {
          g_assert_nonnull (error);
          g_string_append (out, "ERROR");
          break;
        }
      if (answer == PENNY_IMAP_FEED_RESPONSE)
        {
          g_autofree char *dump = response_dump (response);

          g_string_append (out, dump);
          g_string_append_c (out, '\n');
          n++;
        }
    }
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *whole = parse_all (data, size, G_MAXSIZE);
  g_autofree char *cut = parse_all (data, size, 7);

  /* A line over its limit may be noticed a piece later; the answers before it are the same. */
  if (strstr (whole, "ERROR") == NULL && strstr (cut, "ERROR") == NULL)
    g_assert_cmpstr (whole, ==, cut);
  return 0;
}

#ifndef PENNY_LIBFUZZER

static const char * const tokens[] = {
  "(", ")", "\"", "{3}\r\n", "{0}\r\n", "{99999999999}\r\n", "~{2}\r\n", "\r\n", "NIL", "* ", "+ ", " ", "\\",
  "4294967295", "4294967296", "0", "BODY[", "]", "FETCH", "ENVELOPE ", "BODYSTRUCTURE ", "FLAGS ", "[", "*", ":",
  NULL
};

int
main (int argc, char **argv)
{
  return fuzz_main (argc, argv, "parser", tokens, N_MUTATIONS);
}

#endif
