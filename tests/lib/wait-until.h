/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting in a test for what the main loop will bring. */
#pragma once

#include <glib.h>

/* Turns the default main context until EXPRESSION holds; aborts the test after half a minute. Main thread. */
#define wait_until(expression) \
  G_STMT_START { \
    gint64 end_ = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND; \
    while (!(expression)) \
      { \
        if (g_get_monotonic_time () > end_) \
          g_error ("%s:%d: never true: %s", __FILE__, __LINE__, #expression); \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (500); \
      } \
  } G_STMT_END
