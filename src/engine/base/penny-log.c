/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire log: hides, cuts, escapes, hands over. */
#include "penny-log.h"

#include <string.h>

#include "penny-secret.h"

#define MAX_LINE 1000

static PennyLogFunc sink_func;
static gpointer sink_data;

void
penny_log_set_sink (PennyLogFunc func, gpointer data)
{
  sink_data = data;
  sink_func = func;
}

gboolean
penny_log_is_on (void)
{
  return sink_func != NULL;
}

/* Hides before it cuts: half a secret is not found. */
static char *
make_safe (const char *line, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (line, length);
  g_autofree char *hidden = penny_secret_hide (valid);
  GString *safe = g_string_sized_new (MAX_LINE);

  for (const char *p = hidden; *p != '\0' && p - hidden < MAX_LINE; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c))
        g_string_append_printf (safe, "\\x%02x", c);
      else
        g_string_append_unichar (safe, c);
    }

  return g_string_free (safe, FALSE);
}

void
penny_log_wire (const char *protocol, gboolean outgoing, const char *line, gssize length)
{
  g_autofree char *safe = NULL;
  gsize size;

  if (sink_func == NULL)
    return;

  size = length < 0 ? strlen (line) : (gsize) length;
  safe = make_safe (line, size);
  sink_func (protocol, outgoing, safe, sink_data);
}
