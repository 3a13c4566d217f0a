/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads with a role, kept in thread-private data. */
#include "penny-thread.h"

typedef struct {
  PennyThreadRole role;
  GThreadFunc func;
  gpointer data;
} Start;

static GPrivate current_role;

static const char * const role_names[] = { "main", "worker", "writer", "reader", "helper" };

static gpointer
run (gpointer data)
{
  g_autofree Start *start = data;

  g_private_set (&current_role, GINT_TO_POINTER (start->role));
  return start->func (start->data);
}

GThread *
penny_thread_new (const char *name, PennyThreadRole role, GThreadFunc func, gpointer data)
{
  Start *start = g_new0 (Start, 1);

  start->role = role;
  start->func = func;
  start->data = data;
  return g_thread_new (name, run, start);
}

PennyThreadRole
penny_thread_get_role (void)
{
  return GPOINTER_TO_INT (g_private_get (&current_role));
}

void
penny_thread_assert_role (PennyThreadRole role, const char *function)
{
  PennyThreadRole here = penny_thread_get_role ();

  if (G_UNLIKELY (here != role)) /* a mistake of ours, not from input */
    g_error ("%s belongs to the %s thread, called on the %s thread",
             function, role_names[role], role_names[here]);
}
