/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts HTML into text, tags and what is neither. One pass, linear in time whatever the input. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_HTML_END,
  PENNY_HTML_TEXT,
  PENNY_HTML_TAG,
  PENNY_HTML_RAW,     /* the content of <style>, <script>, <title>: follows its tag */
} PennyHtmlToken;

typedef struct {
  const char *name;           /* not terminated, as written */
  gsize name_length;
  gboolean closing;
  const char *attributes;     /* behind the name, up to ATTRIBUTES_END (the ">" or "/>") */
  const char *attributes_end;
} PennyHtmlTag;

typedef struct {
  const char *position;
  const char *end;
  const char *raw;            /* name of the element whose content comes next; static, or NULL */
  gboolean no_double, no_single, no_greater;
  guint no_close;             /* bits: raw elements that are never closed from here on */
} PennyHtmlScan;

void penny_html_scan_init (PennyHtmlScan *self, const char *html);
/* FROM..TO is the token's text. Comments, declarations and instructions are passed over. */
PennyHtmlToken penny_html_scan_next (PennyHtmlScan *self, const char **from, const char **to,
                                     PennyHtmlTag *tag);
gboolean penny_html_tag_is (const PennyHtmlTag *tag, const char *name);

/* One attribute of TAG after another: *POSITION starts at tag->attributes. The value is without
 * its quotes and not decoded; NULL when there is none. */
typedef struct {
  const char *name;
  gsize name_length;
  const char *value;
  gsize value_length;
} PennyHtmlAttribute;
gboolean penny_html_next_attribute (const PennyHtmlTag *tag, const char **position,
                                    PennyHtmlAttribute *attribute);

G_END_DECLS
