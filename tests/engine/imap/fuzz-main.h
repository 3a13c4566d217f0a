/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets a libFuzzer target be an ordinary test as well: every seed, then some thousand mutations of
 * them that are the same on every run. With -DPENNY_LIBFUZZER the program's main() is libFuzzer's. */
#pragma once

#include <glib.h>

/* Defined by the target. Returns 0; whatever is wrong aborts. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* main() of the test NAME, with the files of seeds/NAME. TOKENS, ending with NULL, are what mutations
 * put in. */
int fuzz_main (int argc, char **argv, const char *name, const char * const *tokens, guint n_mutations);
