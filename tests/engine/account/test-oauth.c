/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in through the browser against a provider of our own on loopback: penny-oauth.c, penny-oauth-ask.c,
 * penny-oauth-door.c, penny-oauth-config.c, and what penny-credential.c makes of it. */
#include "penny-credential.h"

#include <string.h>

#include <libsoup/soup.h>

#include "penny-error.h"
#include "penny-thread.h"

/* --- a provider that says what it is told to --- */

typedef struct {
  SoupServer *server;
  char *uri;
  guint status;
  char *answer;       /* NULL: a good one, each time another */
  guint n_asked;
  GHashTable *form;   /* of the last question */
  gboolean hesitates; /* has it wait … */
  SoupServerMessage *waiting;   /* … here */
} Provider;

static void
ask_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Provider *self = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *form = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *answer = self->answer != NULL
    ? g_strdup (self->answer)
    : g_strdup_printf ("{\"access_token\":\"access-%u\",\"refresh_token\":\"refresh-%u\",\"token_type\":\"bearer\","
                       "\"expires_in\":3600}", self->n_asked, self->n_asked);

  self->n_asked++;
  g_clear_pointer (&self->form, g_hash_table_unref);
  self->form = soup_form_decode (form);
  if (self->status == 302)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location", self->uri);
  soup_server_message_set_status (message, self->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer, strlen (answer));
  if (!self->hesitates)
    return;
  self->waiting = message;
  soup_server_message_pause (message);
}

static void
provider_open (Provider *self)
{
  GSList *uris;

  *self = (Provider) { soup_server_new (NULL, NULL), NULL, 200, NULL, 0, NULL, FALSE, NULL };
  soup_server_add_handler (self->server, NULL, ask_cb, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (self->server);
  self->uri = g_strdup_printf ("http://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
provider_close (Provider *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->uri);
  g_free (self->answer);
  g_clear_pointer (&self->form, g_hash_table_unref);
}

static PennyOauthConfig *
provider_config (Provider *self)
{
  PennyOauthConfig *config = g_new0 (PennyOauthConfig, 1);

  config->authorize_uri = g_strconcat (self->uri, "authorize?tenant=common", NULL);
  config->token_uri = g_strdup (self->uri);
  config->client_id = g_strdup ("us & them");
  config->scope = g_strdup ("mail more");
  config->extra = g_strdup ("prompt=consent");
  return config;
}

/* --- the person's browser --- */

typedef struct {
  char *opened;
  GHashTable *asked;
  const char *visit;      /* format of what the browser brings back; %s: the state; NULL: nothing */
  GAsyncResult *result;
} Person;

static void
visited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  g_object_unref (source);
}

static void
visit (const char *uri)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  soup_session_send_and_read_async (soup_session_new (), message, G_PRIORITY_DEFAULT, NULL, visited_cb, NULL);
}

static void
open_cb (const char *uri, gpointer data)
{
  Person *self = data;
  g_autofree char *back = NULL;
  g_autofree char *uri_back = NULL;
  g_auto (GStrv) parts = NULL;

  self->opened = g_strdup (uri);
  self->asked = soup_form_decode (strchr (uri, '?') + 1);
  if (self->visit == NULL)
    return;
  parts = g_strsplit (self->visit, "%s", 2);
  back = g_strjoinv (g_hash_table_lookup (self->asked, "state"), parts);
  uri_back = g_strconcat (g_hash_table_lookup (self->asked, "redirect_uri"), back, NULL);
  visit (uri_back);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Person *) data)->result = g_object_ref (result);
}

static PennyOauthTokens *
sign_in (const PennyOauthConfig *config, Person *person, guint patience_s, GCancellable *cancellable, GError **error)
{
  PennyOauthTokens *tokens;

  penny_oauth_sign_in_async (config, "anna@penny.example", patience_s, open_cb, person, cancellable, result_cb, person);
  while (person->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  tokens = penny_oauth_sign_in_finish (person->result, error);
  g_clear_object (&person->result);
  return tokens;
}

static void
person_clear (Person *self)
{
  g_free (self->opened);
  g_clear_pointer (&self->asked, g_hash_table_unref);
}

static const char *
look (GHashTable *table, const char *name)
{
  const char *value = g_hash_table_lookup (table, name);

  return value != NULL ? value : "";
}

static char *
s256 (const char *verifier)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  char *text;

  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &size);
  text = g_base64_encode (digest, size);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  g_strdelimit (text, "=", '\0');
  return text;
}

static void
test_good (void)
{
  Provider provider;
  g_autoptr (PennyOauthConfig) config = NULL;
  g_autoptr (PennyOauthTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *challenge = NULL;
  Person person = { .visit = "?code=the+code&state=%s" };

  provider_open (&provider);
  config = provider_config (&provider);
  tokens = sign_in (config, &person, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (penny_secret_peek (tokens->access), ==, "access-0");
  g_assert_true (penny_secret_is_token (tokens->access));
  g_assert_cmpstr (penny_secret_peek (tokens->refresh), ==, "refresh-0");
  g_assert_cmpint (tokens->expires_at, >, g_get_real_time () / G_USEC_PER_SEC + 3500);

  g_assert_true (g_str_has_prefix (person.opened, config->authorize_uri));
  g_assert_cmpstr (look (person.asked, "client_id"), ==, "us & them");
  g_assert_cmpstr (look (person.asked, "scope"), ==, "mail more");
  g_assert_cmpstr (look (person.asked, "prompt"), ==, "consent");
  g_assert_cmpstr (look (person.asked, "login_hint"), ==, "anna@penny.example");
  g_assert_cmpuint (provider.n_asked, ==, 1);
  g_assert_cmpstr (look (provider.form, "code"), ==, "the code");
  g_assert_cmpstr (look (provider.form, "redirect_uri"), ==, look (person.asked, "redirect_uri"));
  challenge = s256 (look (provider.form, "code_verifier"));
  g_assert_cmpstr (look (person.asked, "code_challenge"), ==, challenge);
  g_assert_cmpuint (strlen (challenge), ==, 43);
  person_clear (&person);
  provider_close (&provider);
}

static void
test_refused (void)
{
  static const struct {
    const char *visit;
    guint status;
    const char *answer;
    int code;
  } cases[] = {
    { "?error=access_denied&state=%s", 200, NULL, PENNY_ACCOUNT_ERROR_NO_CONSENT },
    { "?error=temporarily_unavailable&state=%s", 200, NULL, PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { "?error=<b>&state=%s", 200, NULL, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN },
    { "?error=x&code=y&state=%s", 200, NULL, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN },
    { "?state=%s", 200, NULL, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN },
    { "?code=&state=%s", 200, NULL, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN },
    { "?code=x&state=%s", 400, "{\"error\":\"invalid_grant\"}", PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN },
    { "?code=x&state=%s", 401, "{\"error\":\"invalid_client\"}", PENNY_ACCOUNT_ERROR_INVALID },
    { "?code=x&state=%s", 500, "{}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Provider provider;
      Person person = { .visit = cases[i].visit };
      g_autoptr (PennyOauthConfig) config = NULL;
      g_autoptr (GError) error = NULL;

      provider_open (&provider);
      provider.status = cases[i].status;
      provider.answer = g_strdup (cases[i].answer);
      config = provider_config (&provider);
      g_assert_null (sign_in (config, &person, 0, NULL, &error));
      g_assert_error (error, PENNY_ACCOUNT_ERROR, cases[i].code);
      g_assert_null (strchr (error->message, '<'));
      g_assert_cmpuint (provider.n_asked, ==, cases[i].status == 200 ? 0 : 1);
      person_clear (&person);
      provider_close (&provider);
    }
}

static void
test_nobody_comes (void)
{
  Provider provider;
  Person person = { .visit = "?code=x&state=not-%s" };
  g_autoptr (PennyOauthConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  provider_open (&provider);
  config = provider_config (&provider);
  g_assert_null (sign_in (config, &person, 1, NULL, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (provider.n_asked, ==, 0);
  person_clear (&person);
  provider_close (&provider);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (gconstpointer data)
{
  gboolean before = GPOINTER_TO_INT (data);
  Provider provider;
  Person person = { NULL };
  g_autoptr (PennyOauthConfig) config = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  provider_open (&provider);
  config = provider_config (&provider);
  if (before)
    g_cancellable_cancel (cancellable);
  else
    g_idle_add (cancel_cb, cancellable);
  g_assert_null (sign_in (config, &person, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (person.opened == NULL, ==, before);
  person_clear (&person);
  provider_close (&provider);
}

/* --- renewing: what the provider may answer --- */

typedef struct {
  const PennyOauthConfig *config;
  PennyOauthTokens *tokens;
  GError *error;
  int done;
} Renewal;

static gpointer
renew_thread (gpointer data)
{
  Renewal *self = data;
  g_autoptr (PennySecret) refresh = penny_secret_new ("old & good");

  self->tokens = penny_oauth_refresh_sync (self->config, refresh, NULL, &self->error);
  g_atomic_int_set (&self->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
renew (const PennyOauthConfig *config, Renewal *self)
{
  GThread *thread;

  *self = (Renewal) { .config = config };
  thread = penny_thread_new ("penny-test", PENNY_THREAD_WORKER, renew_thread, self);
  while (!g_atomic_int_get (&self->done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
test_answers (void)
{
  g_autofree char *long_token = g_strnfill (20000, 'x');
  g_autofree char *too_long = g_strconcat ("{\"access_token\":\"", long_token, "\",\"token_type\":\"bearer\"}", NULL);
  g_autofree char *filler = g_strnfill (70000, ' ');
  g_autofree char *too_large = g_strconcat ("{\"access_token\":\"x\",\"token_type\":\"bearer\"}", filler, NULL);
  const struct {
    guint status;
    const char *answer;
    int code;   /* -1: good */
  } cases[] = {
    { 200, "{\"access_token\":\"x\",\"token_type\":\"Bearer\"}", -1 },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"expires_in\":\"60\"}", -1 },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"expires_in\":-5}", -1 },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"expires_in\":1e999}", -1 },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"scope\":\"other more\"}", -1 },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"scope\":\"\"}", -1 },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"scope\":\"calendar email\"}",
      PENNY_ACCOUNT_ERROR_NO_CONSENT },
    { 200, "{\"access_token\":\"x\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, "{\"access_token\":\"\",\"token_type\":\"bearer\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, "{\"access_token\":\"a\\nb\",\"token_type\":\"bearer\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, "{\"access_token\":\"x\",\"token_type\":\"bearer\",\"refresh_token\":\"a b\"}",
      PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, "", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, "access_token=x&token_type=bearer", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, too_long, PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 200, too_large, PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 302, "{\"access_token\":\"x\",\"token_type\":\"bearer\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 400, "{\"error\":\"invalid_grant\",\"error_description\":\"old & good is void\"}",
      PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN },
    { 401, "{\"error\":\"invalid_grant\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN },
    { 400, "{\"error\":\"invalid_client\"}", PENNY_ACCOUNT_ERROR_INVALID },
    { 400, "{\"error\":\"invalid_scope\"}", PENNY_ACCOUNT_ERROR_INVALID },
    { 400, "{\"error\":\"old & good\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 400, "{\"error\":\"temporarily_unavailable\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 429, "{\"error\":\"slow_down\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 503, "{\"error\":\"invalid_client\"}", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
    { 503, "<html>", PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY },
  };
  Provider provider;
  g_autoptr (PennyOauthConfig) config = NULL;

  provider_open (&provider);
  config = provider_config (&provider);
  config->client_secret = g_strdup ("not so secret");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Renewal renewal;

      g_free (provider.answer);
      provider.answer = g_strdup (cases[i].answer);
      provider.status = cases[i].status;
      renew (config, &renewal);
      g_test_message ("%u: %s", i, renewal.error != NULL ? renewal.error->message : "good");
      g_assert_cmpint (renewal.tokens != NULL, ==, cases[i].code < 0);
      if (cases[i].code >= 0)
        {
          g_assert_error (renewal.error, PENNY_ACCOUNT_ERROR, cases[i].code);
          g_assert_null (strstr (renewal.error->message, "old & good"));
        }
      g_clear_error (&renewal.error);
      g_clear_pointer (&renewal.tokens, penny_oauth_tokens_free);
    }
  g_assert_cmpuint (provider.n_asked, ==, G_N_ELEMENTS (cases));
  g_assert_cmpstr (look (provider.form, "refresh_token"), ==, "old & good");
  g_assert_cmpstr (look (provider.form, "client_secret"), ==, "not so secret");
  provider_close (&provider);
}

static void
test_no_way_there (void)
{
  Provider provider;
  g_autoptr (PennyOauthConfig) config = NULL;
  Renewal renewal;

  provider_open (&provider);
  config = provider_config (&provider);
  provider_close (&provider);
  renew (config, &renewal);
  g_assert_error (renewal.error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED);
  g_clear_error (&renewal.error);
}

/* --- settings --- */

static void
test_uris (void)
{
  static const struct { const char *uri; gboolean safe; } cases[] = {
    { "https://accounts.example/auth", TRUE }, { "https://accounts.example/auth?x=y", TRUE },
    { "http://127.0.0.1:8080/", TRUE }, { "http://localhost/", TRUE }, { "http://[::1]/", TRUE },
    { "http://accounts.example/", FALSE }, { "http://127.0.0.1.example/", FALSE }, { "https://", FALSE },
    { "https://me@accounts.example/", FALSE }, { "https://accounts.example/#x", FALSE },
    { "javascript:alert(1)", FALSE }, { "file:///etc/passwd", FALSE }, { "", FALSE }, { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (penny_oauth_uri_is_safe (cases[i].uri), ==, cases[i].safe);
}

static void
test_config (void)
{
  static const struct { const char *text; int code; } cases[] = {
    { "authorize=https://a.example/\ntoken=https://b.example/\nclient-id=c\n", -1 },
    { "client=google\nclient-id=c\n", -1 },
    { "client=google\n", PENNY_ACCOUNT_ERROR_NO_CLIENT_ID },
    { "client=nobody\nclient-id=c\n", PENNY_ACCOUNT_ERROR_INVALID },
    { "token=https://b.example/\nclient-id=c\n", PENNY_ACCOUNT_ERROR_INVALID },
    { "authorize=https://a.example/\ntoken=http://b.example/\nclient-id=c\n", PENNY_ACCOUNT_ERROR_INVALID },
    { "authorize=https://a.example/\ntoken=https://b.example/\n", PENNY_ACCOUNT_ERROR_NO_CLIENT_ID },
    { "client=yahoo\nclient-id=\xc3\xa4\n", PENNY_ACCOUNT_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("[oauth]\n", cases[i].text, NULL);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autoptr (GKeyFile) again = g_key_file_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyOauthConfig) config = NULL;
      g_autoptr (PennyOauthConfig) copy = NULL;

      g_assert_true (g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL));
      config = penny_oauth_config_new_from_key_file (file, "oauth", "", &error);
      if (cases[i].code >= 0)
        {
          g_assert_null (config);
          g_assert_error (error, PENNY_ACCOUNT_ERROR, cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      penny_oauth_config_save (config, again, "x");
      copy = penny_oauth_config_new_from_key_file (again, "x", "", &error);
      g_assert_no_error (error);
      g_assert_true (penny_oauth_config_equal (config, copy));
    }
}

/* --- what the engine gets --- */

static PennyAccount *
make_account (Provider *provider)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  g_autoptr (GError) error = NULL;
  PennyAccount *account;

  form->address = g_strdup ("anna@penny.example");
  form->way = PENNY_WAY_SHARED;
  form->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, "localhost", 0, PENNY_SECURITY_TLS, NULL);
  form->auth = PENNY_AUTH_OAUTH2;
  form->oauth = provider != NULL ? provider_config (provider) : NULL;
  account = penny_account_new (form, &error);
  g_assert_no_error (error);
  return account;
}

typedef struct {
  PennyAccount *account;
  const char *refused;   /* a server says no to these … */
  GString *shown;        /* … and was shown these */
  GCancellable *cancellable;   /* may be NULL */
  GError *error;
  gboolean in;
  int done;
} LogIn;

static gboolean
log_in_cb (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  LogIn *self = session;

  g_assert_true (penny_secret_is_token (secret));
  g_string_append_printf (self->shown, "%s ", penny_secret_peek (secret));
  if (strstr (self->refused, penny_secret_peek (secret)) == NULL)
    return TRUE;
  g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_EXPIRED, "no");
  return FALSE;
}

static gpointer
log_in_thread (gpointer data)
{
  LogIn *self = data;

  self->in = penny_credential_log_in (self->account, penny_account_get_incoming (self->account), NULL, log_in_cb, self,
                                      self->cancellable, &self->error);
  g_atomic_int_set (&self->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
check_log_in (PennyAccount *account, const char *refused, const char *shown, int code)
{
  LogIn self = { .account = account, .refused = refused, .shown = g_string_new (NULL) };
  GThread *thread = penny_thread_new ("penny-test", PENNY_THREAD_WORKER, log_in_thread, &self);

  while (!g_atomic_int_get (&self.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_cmpstr (self.shown->str, ==, shown);
  g_assert_cmpint (self.in, ==, code < 0);
  if (code >= 0)
    g_assert_error (self.error, PENNY_ACCOUNT_ERROR, code);
  g_clear_error (&self.error);
  g_string_free (self.shown, TRUE);
}

/* Kept, shown, renewed once when refused, and then the person. */
static void
test_credential (void)
{
  Provider provider;
  g_autoptr (PennyAccount) account = NULL;
  PennyOauthTokens tokens = { NULL };

  provider_open (&provider);
  account = make_account (&provider);
  tokens.access = penny_secret_new_token ("first");
  tokens.refresh = penny_secret_new ("r");
  tokens.expires_at = g_get_real_time () / G_USEC_PER_SEC + 3600;
  check_log_in (account, "", "", PENNY_ACCOUNT_ERROR_NO_KEYRING);
  penny_credential_keep_sync (account, &tokens, NULL, NULL);
  check_log_in (account, "", "first ", -1);
  check_log_in (account, "first", "first access-0 ", -1);
  g_assert_cmpstr (look (provider.form, "refresh_token"), ==, "r");
  check_log_in (account, "", "access-0 ", -1);
  check_log_in (account, "access-0 access-1", "access-0 access-1 ", PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN);
  g_assert_cmpstr (look (provider.form, "refresh_token"), ==, "refresh-0");

  tokens.expires_at = g_get_real_time () / G_USEC_PER_SEC + 60;
  penny_credential_keep_sync (account, &tokens, NULL, NULL);
  check_log_in (account, "", "access-2 ", -1);
  provider.status = 400;
  provider.answer = g_strdup ("{\"error\":\"invalid_grant\"}");
  check_log_in (account, "access-2", "access-2 ", PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN);
  penny_secret_unref (tokens.access);
  penny_secret_unref (tokens.refresh);
  provider_close (&provider);
}

/* While one thread renews, another one for the same account waits its turn, but not for ever. */
static void
test_turns (void)
{
  Provider provider;
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennySecret) refresh = penny_secret_new ("r");
  LogIn first = { .refused = "", .shown = g_string_new (NULL) };
  GThread *thread;

  provider_open (&provider);
  first.account = account = make_account (&provider);
  penny_keyring_clear_sync (penny_account_get_id (account), NULL, NULL);
  penny_keyring_keep_for_this_run (penny_account_get_id (account), PENNY_TOKEN_REFRESH, refresh);
  provider.hesitates = TRUE;
  thread = penny_thread_new ("penny-test", PENNY_THREAD_WORKER, log_in_thread, &first);
  while (provider.waiting == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      LogIn second = { .account = account, .refused = "", .shown = g_string_new (NULL), .cancellable = cancellable };
      GThread *other;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      other = penny_thread_new ("penny-test", PENNY_THREAD_WORKER, log_in_thread, &second);
      g_cancellable_cancel (cancellable);
      g_thread_join (other);
      g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpstr (second.shown->str, ==, "");
      g_clear_error (&second.error);
      g_string_free (second.shown, TRUE);
    }
  g_assert_false (g_atomic_int_get (&first.done));
  soup_server_message_unpause (provider.waiting);
  while (!g_atomic_int_get (&first.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_cmpstr (first.shown->str, ==, "access-0 ");
  g_string_free (first.shown, TRUE);
  provider_close (&provider);
}

static void
test_no_client (void)
{
  g_autoptr (PennyAccount) account = make_account (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (penny_credential_dup_oauth (account, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID);
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_unsetenv ("http_proxy");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/oauth/good", test_good);
  g_test_add_func ("/account/oauth/refused", test_refused);
  g_test_add_func ("/account/oauth/nobody-comes", test_nobody_comes);
  g_test_add_data_func ("/account/oauth/cancelled-before", GINT_TO_POINTER (TRUE), test_cancelled);
  g_test_add_data_func ("/account/oauth/cancelled-while-waiting", GINT_TO_POINTER (FALSE), test_cancelled);
  g_test_add_func ("/account/oauth/answers", test_answers);
  g_test_add_func ("/account/oauth/no-way-there", test_no_way_there);
  g_test_add_func ("/account/oauth/uris", test_uris);
  g_test_add_func ("/account/oauth/config", test_config);
  g_test_add_func ("/account/oauth/credential", test_credential);
  g_test_add_func ("/account/oauth/turns", test_turns);
  g_test_add_func ("/account/oauth/no-client", test_no_client);
  return g_test_run ();
}
