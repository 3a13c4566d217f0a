/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading JSON from strangers: what is read, what is refused, and every prefix of a good one. */
#include "penny-json-read.h"

#include <string.h>

static const char good[] =
  " {\"access_token\":\"a\\\"b\\\\\\/\\u00fc\\ud83d\\ude00\",\n \"expires_in\": 3599, \"n\":-0.5e+3,"
  "\"ok\" :true,\"no\":false,\"nil\":null,\"o\":{\"x\":{\"y\":\"z\"}},\"l\":[1,[\"two\"],{\"k\":\"v\"}],"
  "\"e\":{},\"f\":[],\"\":\"unnamed\"}\r\n";

static void
test_good (void)
{
  static const char * const expected[] = {
    "access_token", "a\"b\\/\xc3\xbc\xf0\x9f\x98\x80", "expires_in", "3599", "n", "-0.5e+3", "ok", "true",
    "no", "false", "o.x.y", "z", "l.0", "1", "l.1.0", "two", "l.2.k", "v", "", "unnamed",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) values = penny_json_read (good, strlen (good), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i += 2)
    g_assert_cmpstr (g_hash_table_lookup (values, expected[i]), ==, expected[i + 1]);
  g_assert_cmpuint (g_hash_table_size (values), ==, G_N_ELEMENTS (expected) / 2);
}

static void
refuse (const char *text, gsize length)
{
  /* Of exact size, so that a byte too far is seen. */
  g_autofree char *exact = g_memdup2 (text, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (penny_json_read (exact, length, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_prefixes (void)
{
  for (gsize length = 0; length < strlen (good) - 2; length++)
    refuse (good, length);
}

static void
test_bad (void)
{
  static const char * const texts[] = {
    "", "null", "[]", "\"x\"", "{", "{}x", "{} {}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "{\"a\":1,}",
    "{,}", "{\"a\":[1,]}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":-}",
    "{\"a\":True}", "{\"a\":nul}", "{\"a\":NaN}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}",
    "{\"a\":\"\xff\"}", "{\"a\":1 \"b\":2}",
    "/**/{}", "{\"a\":\"\\", "\xef\xbb\xbf{}", "<html></html>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    refuse (texts[i], strlen (texts[i]));
  refuse ("{\"a\":\"b\0c\"}", 11);
}

static void
test_limits (void)
{
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *long_string = g_strnfill (PENNY_JSON_SIZE_MAX, 'x');
  g_autofree char *nested = g_strconcat ("{\"a\":", deep, NULL);
  g_autofree char *large = g_strconcat ("{\"a\":\"", long_string, "\"}", NULL);
  g_autoptr (GString) many = g_string_new ("{\"a\":[0");
  g_autoptr (GHashTable) eight = NULL;

  refuse (nested, strlen (nested));
  refuse (large, strlen (large));
  for (guint i = 0; i < PENNY_JSON_VALUES_MAX; i++)
    g_string_append (many, ",0");
  g_string_append (many, "]}");
  refuse (many->str, many->len);
  refuse ("{\"1\":[[[[[[[[1]]]]]]]]}", 23);
  eight = penny_json_read ("{\"1\":[[[[[[[1]]]]]]]}", 21, NULL);
  g_assert_cmpstr (g_hash_table_lookup (eight, "1.0.0.0.0.0.0.0"), ==, "1");
}

/* The last of two counts, a null takes away what was there. */
static void
test_twice (void)
{
  static const char text[] = "{\"a\":1,\"a\":2,\"b\":3,\"b\":null}";
  g_autoptr (GHashTable) values = penny_json_read (text, strlen (text), NULL);

  g_assert_cmpstr (g_hash_table_lookup (values, "a"), ==, "2");
  g_assert_null (g_hash_table_lookup (values, "b"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json-read/good", test_good);
  g_test_add_func ("/base/json-read/prefixes", test_prefixes);
  g_test_add_func ("/base/json-read/bad", test_bad);
  g_test_add_func ("/base/json-read/limits", test_limits);
  g_test_add_func ("/base/json-read/twice", test_twice);
  return g_test_run ();
}
