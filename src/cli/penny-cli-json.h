/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing one JSON object on one line (RFC 8259): always valid UTF-8, nothing but ASCII control
 * characters and quotes escaped. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GString *text;
} PennyJson;

PennyJson penny_json_begin (void);
/* NULL becomes null; bytes that are not UTF-8 are replaced. */
void penny_json_add_string (PennyJson *json, const char *name, const char *value);
void penny_json_add_int (PennyJson *json, const char *name, gint64 value);
void penny_json_add_double (PennyJson *json, const char *name, double value);
void penny_json_add_bool (PennyJson *json, const char *name, gboolean value);
void penny_json_add_strings (PennyJson *json, const char *name, const char * const *values);
/* RAW is JSON already. */
void penny_json_add_raw (PennyJson *json, const char *name, const char *raw);
/* The whole object; full. Ends JSON. */
char *penny_json_end (PennyJson *json);
/* Ends JSON and prints it with a line end on standard output (or standard error) at once. */
void penny_json_print (PennyJson *json);
void penny_json_print_error (PennyJson *json);

G_END_DECLS
