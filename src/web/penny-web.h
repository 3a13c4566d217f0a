/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the program and its module for HTML letters know of each other. WebKit and what it needs
 * are large: they come with the module, when the first such letter is to be drawn. The module calls
 * nothing of the program but what it is given here. All of it on the main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The module's file, in PENNY_MODULE_DIR. */
#define PENNY_WEB_FILE "penny-web." G_MODULE_SUFFIX
/* The name of the one PennyWeb in it. */
#define PENNY_WEB_SYMBOL "penny_web"

/* The part of the letter that "cid:ID" means: its bytes (full) and its *CONTENT_TYPE (borrowed from
 * DATA), or NULL. */
typedef GBytes *(*PennyWebFindPart) (const char *id, const char **content_type, gpointer data);

typedef struct {
  const char *html;
  /* The same in plain words, for those who listen to it. */
  const char *title;
  const char *text;
  PennyWebFindPart find_part;
  gpointer data;                /* for find_part; becomes the view's, which frees it … */
  GDestroyNotify free_data;     /* … with this, once another page is shown */
} PennyWebPage;

typedef struct {
  /* The PENNY_VERSION that it belongs to. An update may put another module in place while the program
   * runs: what lies behind this field is then unknown. */
  const char *version;

  /* Finds out whether a stranger's HTML may be drawn here: the web process can be locked up, and the
   * filter that blocks every request compiles. FALSE + G_IO_ERROR_NOT_SUPPORTED: no letter may be made. */
  void (*prepare_async) (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
  gboolean (*prepare_finish) (GAsyncResult *result, GError **error);

  /* A widget that draws letters, with nothing fetched from anywhere and no script run. Only after
   * prepare_finish() has said TRUE. Costs some 50 ms: make one and keep it. Signals:
   *   "link" (uri, text or NULL)   the person followed a link
   *   "loaded"                     the letter is drawn
   *   "crashed"                    the web process is gone; load again to try again */
  GtkWidget *(*letter_new) (void);
  void (*letter_load) (GtkWidget *letter, const PennyWebPage *page);
  /* Shows nothing; the view is kept. */
  void (*letter_clear) (GtkWidget *letter);
} PennyWeb;

G_END_DECLS
