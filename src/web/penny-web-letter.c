/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web view for letters. Each layer alone is known to leak: together nothing got out. */
#include "penny-web-letter.h"

#include <string.h>

#define BASE_URI "about:blank"

/* "sandbox" too: default-src 'none' alone still follows a meta refresh. Pop-ups are allowed out of
 * it only so that target=_blank reaches decide-policy, which turns it into a question. */
#define CONTENT_POLICY \
  "default-src 'none'; img-src cid: data:; style-src 'unsafe-inline'; font-src data:; " \
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-popups"

/* Nobody listens there; what got past everything else ends here. */
#define DEAD_PROXY "http://127.0.0.1:1"

struct _PennyWebLetter {
  AdwBin parent_instance;
  WebKitWebContext *context;
  WebKitNetworkSession *session;
  WebKitWebView *view;
  gboolean showing;           /* a letter, not the empty page */
  PennyWebFindPart find_part; /* what cid: means in it; NULL = nothing */
  gpointer find_data;         /* owned, freed with … */
  GDestroyNotify free_data;   /* … this; may be NULL */
  gboolean expecting;         /* a load of ours has been asked for and not begun */
  char *hover_uri;            /* the link under the pointer */
  char *hover_text;
};

G_DEFINE_FINAL_TYPE (PennyWebLetter, penny_web_letter, ADW_TYPE_BIN)

enum { LINK, LOADED, CRASHED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- cid: --- */

/* Scripts cannot run, but there is no reason to hand out anything but pictures. SVG could hold more
 * than a picture, and mail does not need it. */
static gboolean
is_picture (const char *content_type)
{
  return g_str_has_prefix (content_type, "image/") && !g_str_has_prefix (content_type, "image/svg");
}

static GBytes *
find_picture (PennyWebLetter *self, const char *uri, const char **content_type)
{
  g_autofree char *id = g_uri_unescape_string (uri + strlen ("cid:"), NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (self->find_part == NULL || id == NULL)
    return NULL;
  bytes = self->find_part (id, content_type, self->find_data);
  return bytes != NULL && is_picture (*content_type) ? g_steal_pointer (&bytes) : NULL;
}

static void
cid_request_cb (WebKitURISchemeRequest *request, gpointer data)
{
  /* The context may outlive the widget for as long as its web process does. */
  g_autoptr (PennyWebLetter) self = g_weak_ref_get (data);
  const char *uri = webkit_uri_scheme_request_get_uri (request);
  const char *content_type = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GInputStream) stream = NULL;

  if (self != NULL && g_ascii_strncasecmp (uri, "cid:", 4) == 0)
    bytes = find_picture (self, uri, &content_type);
  if (bytes == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such picture");

      webkit_uri_scheme_request_finish_error (request, error);
      return;
    }
  stream = g_memory_input_stream_new_from_bytes (bytes);
  webkit_uri_scheme_request_finish (request, stream, (gint64) g_bytes_get_size (bytes), content_type);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* --- policy --- */

static void
follow (PennyWebLetter *self, const char *uri)
{
  const char *text = g_strcmp0 (uri, self->hover_uri) == 0 ? self->hover_text : NULL;

  g_signal_emit (self, signals[LINK], 0, uri, text);
}

static gboolean
decide_navigation (PennyWebLetter *self, WebKitNavigationPolicyDecision *decision, gboolean new_window)
{
  WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action (decision);
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  gboolean clicked = webkit_navigation_action_get_navigation_type (action) == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED;
  gboolean inside = g_str_has_prefix (uri, BASE_URI "#");

  if (!new_window && ((self->expecting && g_strcmp0 (uri, BASE_URI) == 0) || (clicked && inside)))
    {
      self->expecting = FALSE;
      webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }
  webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
  if (clicked && !inside)
    follow (self, uri);
  return TRUE;
}

static gboolean
decide_policy_cb (WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type,
                  PennyWebLetter *self)
{
  switch (type)
    {
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
      return decide_navigation (self, WEBKIT_NAVIGATION_POLICY_DECISION (decision), FALSE);
    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
      return decide_navigation (self, WEBKIT_NAVIGATION_POLICY_DECISION (decision), TRUE);
    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
    default:
      /* Nothing that we show comes as a response: a page that asks for this is not ours. */
      webkit_policy_decision_ignore (decision);
      return TRUE;
    }
}

static gboolean
permission_cb (WebKitWebView *view, WebKitPermissionRequest *request, PennyWebLetter *self)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static void
download_cb (WebKitNetworkSession *session, WebKitDownload *download, PennyWebLetter *self)
{
  webkit_download_cancel (download);
}

/* --- the person's pointer --- */

static void
mouse_target_cb (WebKitWebView *view, WebKitHitTestResult *hit, guint modifiers, PennyWebLetter *self)
{
  gboolean link = webkit_hit_test_result_context_is_link (hit);

  g_free (self->hover_uri);
  g_free (self->hover_text);
  self->hover_uri = link ? g_strdup (webkit_hit_test_result_get_link_uri (hit)) : NULL;
  self->hover_text = link ? g_strdup (webkit_hit_test_result_get_link_label (hit)) : NULL;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->hover_uri);
}

static gboolean
context_menu_cb (WebKitWebView *view, WebKitContextMenu *menu, WebKitHitTestResult *hit, PennyWebLetter *self)
{
  g_autoptr (GList) items = g_list_copy (webkit_context_menu_get_items (menu));

  for (GList *l = items; l != NULL; l = l->next)
    {
      WebKitContextMenuAction action = webkit_context_menu_item_get_stock_action (l->data);

      if (action != WEBKIT_CONTEXT_MENU_ACTION_COPY && action != WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL &&
          action != WEBKIT_CONTEXT_MENU_ACTION_COPY_LINK_TO_CLIPBOARD)
        webkit_context_menu_remove (menu, l->data);
    }
  return webkit_context_menu_get_n_items (menu) == 0;
}

static void
load_changed_cb (WebKitWebView *view, WebKitLoadEvent event, PennyWebLetter *self)
{
  if (event == WEBKIT_LOAD_FINISHED && self->showing)
    g_signal_emit (self, signals[LOADED], 0);
}

static void
terminated_cb (WebKitWebView *view, WebKitWebProcessTerminationReason reason, PennyWebLetter *self)
{
  g_signal_emit (self, signals[CRASHED], 0);
}

/* --- making --- */

static WebKitSettings *
make_settings (void)
{
  return g_object_new (WEBKIT_TYPE_SETTINGS,
                       "enable-javascript", FALSE,
                       "enable-javascript-markup", FALSE,
                       "enable-media", FALSE,
                       "enable-mediasource", FALSE,
                       "enable-webaudio", FALSE,
                       "enable-webgl", FALSE,
                       "enable-html5-database", FALSE,
                       "enable-html5-local-storage", FALSE,
                       "enable-page-cache", FALSE,
                       "enable-back-forward-navigation-gestures", FALSE,
                       "enable-developer-extras", FALSE,
                       "hardware-acceleration-policy", WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER,
                       "default-charset", "utf-8",
                       NULL);
}

static void
make_session (PennyWebLetter *self)
{
  WebKitNetworkProxySettings *proxy = webkit_network_proxy_settings_new (DEAD_PROXY, NULL);
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  self->session = webkit_network_session_new_ephemeral ();
  webkit_network_session_set_proxy_settings (self->session, WEBKIT_NETWORK_PROXY_MODE_CUSTOM, proxy);
  webkit_network_proxy_settings_free (proxy);
  g_signal_connect_object (self->session, "download-started", G_CALLBACK (download_cb), self, 0);

  self->context = webkit_web_context_new ();
  webkit_web_context_set_cache_model (self->context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  g_weak_ref_init (weak, self);
  webkit_web_context_register_uri_scheme (self->context, "cid", cid_request_cb, weak, weak_ref_free);
}

static void
make_view (PennyWebLetter *self, WebKitUserContentFilter *filter)
{
  g_autoptr (WebKitUserContentManager) manager = webkit_user_content_manager_new ();
  g_autoptr (WebKitSettings) settings = make_settings ();

  webkit_user_content_manager_add_filter (manager, filter);
  self->view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                             "web-context", self->context,
                             "network-session", self->session,
                             "settings", settings,
                             "user-content-manager", manager,
                             "default-content-security-policy", CONTENT_POLICY,
                             NULL);
  webkit_web_view_set_background_color (self->view, &(GdkRGBA){ 1, 1, 1, 1 });
  g_signal_connect (self->view, "decide-policy", G_CALLBACK (decide_policy_cb), self);
  g_signal_connect (self->view, "permission-request", G_CALLBACK (permission_cb), self);
  g_signal_connect (self->view, "mouse-target-changed", G_CALLBACK (mouse_target_cb), self);
  g_signal_connect (self->view, "context-menu", G_CALLBACK (context_menu_cb), self);
  g_signal_connect (self->view, "load-changed", G_CALLBACK (load_changed_cb), self);
  g_signal_connect (self->view, "web-process-terminated", G_CALLBACK (terminated_cb), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->view));
}

static void
forget_page (PennyWebLetter *self)
{
  GDestroyNotify free_data = g_steal_pointer (&self->free_data);
  gpointer data = g_steal_pointer (&self->find_data);

  self->showing = FALSE;
  self->find_part = NULL;
  if (free_data != NULL)
    free_data (data);
}

static void
penny_web_letter_dispose (GObject *object)
{
  PennyWebLetter *self = PENNY_WEB_LETTER (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  self->view = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->context);
  forget_page (self);
  g_clear_pointer (&self->hover_uri, g_free);
  g_clear_pointer (&self->hover_text, g_free);
  G_OBJECT_CLASS (penny_web_letter_parent_class)->dispose (object);
}

static void
penny_web_letter_class_init (PennyWebLetterClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_web_letter_dispose;
  signals[LINK] = g_signal_new ("link", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_STRING);
  signals[LOADED] = g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CRASHED] = g_signal_new ("crashed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
penny_web_letter_init (PennyWebLetter *self)
{
}

GtkWidget *
penny_web_letter_new (WebKitUserContentFilter *filter)
{
  PennyWebLetter *self;

  g_return_val_if_fail (filter != NULL, NULL);

  self = g_object_new (PENNY_TYPE_WEB_LETTER, NULL);
  make_session (self);
  make_view (self, filter);
  return GTK_WIDGET (self);
}

void
penny_web_letter_load (PennyWebLetter *self, const PennyWebPage *page)
{
  g_return_if_fail (PENNY_IS_WEB_LETTER (self));
  g_return_if_fail (page->html != NULL);

  forget_page (self);
  self->showing = TRUE;
  self->find_part = page->find_part;
  self->find_data = page->data;
  self->free_data = page->free_data;
  self->expecting = TRUE;
  webkit_web_view_load_html (self->view, page->html, BASE_URI);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, page->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, page->text, -1);
}

void
penny_web_letter_clear (PennyWebLetter *self)
{
  g_return_if_fail (PENNY_IS_WEB_LETTER (self));

  if (!self->showing)
    return;
  forget_page (self);
  self->expecting = TRUE;
  webkit_web_view_load_html (self->view, "", BASE_URI);
}

WebKitWebView *
penny_web_letter_get_view (PennyWebLetter *self)
{
  g_return_val_if_fail (PENNY_IS_WEB_LETTER (self), NULL);

  return self->view;
}
