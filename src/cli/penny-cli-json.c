/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of JSON. */
#include "penny-cli-json.h"

#include <stdio.h>

#include "penny-text.h"

PennyJson
penny_json_begin (void)
{
  return (PennyJson) { g_string_new ("{") };
}

/* What would turn the direction of writing, or move the cursor, of whoever looks at the line. */
static void
append_escaped (GString *text, gunichar c)
{
  if (c > 0xffff)
    g_string_append_printf (text, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
  else
    g_string_append_printf (text, "\\u%04x", c);
}

static void
append_string (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    switch (*p)
      {
      case '"': g_string_append (text, "\\\""); break;
      case '\\': g_string_append (text, "\\\\"); break;
      case '\n': g_string_append (text, "\\n"); break;
      case '\r': g_string_append (text, "\\r"); break;
      case '\t': g_string_append (text, "\\t"); break;
      default:
        if (penny_text_is_unsafe_char (g_utf8_get_char (p)))
          append_escaped (text, g_utf8_get_char (p));
        else
          g_string_append_unichar (text, g_utf8_get_char (p));
      }
  g_string_append_c (text, '"');
}

static void
add_name (PennyJson *json, const char *name)
{
  if (json->text->len > 1)
    g_string_append_c (json->text, ',');
  append_string (json->text, name);
  g_string_append_c (json->text, ':');
}

void
penny_json_add_string (PennyJson *json, const char *name, const char *value)
{
  add_name (json, name);
  if (value != NULL)
    append_string (json->text, value);
  else
    g_string_append (json->text, "null");
}

void
penny_json_add_int (PennyJson *json, const char *name, gint64 value)
{
  add_name (json, name);
  g_string_append_printf (json->text, "%" G_GINT64_FORMAT, value);
}

void
penny_json_add_double (PennyJson *json, const char *name, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  add_name (json, name);
  g_string_append (json->text, g_ascii_formatd (buffer, sizeof buffer, "%.3f", value));
}

void
penny_json_add_bool (PennyJson *json, const char *name, gboolean value)
{
  add_name (json, name);
  g_string_append (json->text, value ? "true" : "false");
}

void
penny_json_add_strings (PennyJson *json, const char *name, const char * const *values)
{
  add_name (json, name);
  g_string_append_c (json->text, '[');
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json->text, ',');
      append_string (json->text, values[i]);
    }
  g_string_append_c (json->text, ']');
}

void
penny_json_add_raw (PennyJson *json, const char *name, const char *raw)
{
  add_name (json, name);
  g_string_append (json->text, raw);
}

char *
penny_json_end (PennyJson *json)
{
  g_string_append_c (json->text, '}');
  return g_string_free (g_steal_pointer (&json->text), FALSE);
}

static void
print_to (PennyJson *json, FILE *file)
{
  g_autofree char *line = penny_json_end (json);

  fputs (line, file);
  fputc ('\n', file);
  fflush (file);
}

void
penny_json_print (PennyJson *json)
{
  print_to (json, stdout);
}

void
penny_json_print_error (PennyJson *json)
{
  print_to (json, stderr);
}
