/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where threads are made and named, and where a function asserts which it runs on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_THREAD_MAIN,      /* GTK, or the command line's main() */
  PENNY_THREAD_WORKER,    /* one per account: connections, protocols */
  PENNY_THREAD_WRITER,    /* one per store: transactions */
  PENNY_THREAD_READER,    /* one per store: asynchronous reads */
  PENNY_THREAD_HELPER,    /* discovery's probes and other short-lived ones */
} PennyThreadRole;

/* Like g_thread_new(); NAME at most 15 characters. The new thread carries ROLE. Join the result. */
GThread *penny_thread_new (const char *name, PennyThreadRole role, GThreadFunc func, gpointer data);

/* PENNY_THREAD_MAIN unless the thread was made above. */
PennyThreadRole penny_thread_get_role (void);

/* Aborts with a plain message when called on another kind of thread: programmer's error only. */
#define penny_assert_thread(role) \
  penny_thread_assert_role ((role), G_STRFUNC)
void penny_thread_assert_role (PennyThreadRole role, const char *function);

G_END_DECLS
