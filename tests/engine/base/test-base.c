/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground floor: every code is graded, words go both ways, secrets and wakes behave, the log is safe. */
#include <poll.h>

#include "penny-error.h"
#include "penny-log.h"
#include "penny-secret.h"
#include "penny-thread.h"
#include "penny-types.h"
#include "penny-wake.h"

static void
test_every_code_is_graded (void)
{
  const GQuark domains[] = {
    PENNY_WIRE_ERROR, PENNY_IMAP_ERROR, PENNY_POP_ERROR, PENNY_SMTP_ERROR,
    PENNY_MESSAGE_ERROR, PENNY_STORE_ERROR, PENNY_ACCOUNT_ERROR, PENNY_DISCOVERY_ERROR,
  };

  for (guint d = 0; d < G_N_ELEMENTS (domains); d++)
    {
      guint n = penny_error_n_codes (domains[d]);

      g_assert_cmpuint (n, >, 0);
      for (guint code = 0; code < n; code++)
        {
          g_autoptr (GError) error = g_error_new (domains[d], (int) code, "x");
          PennyErrorGrade grade = penny_error_grade (error);

          g_assert_nonnull (grade.code);
          g_assert_nonnull (grade.domain);
          g_assert_cmpint (grade.retry, <=, PENNY_FINAL);
        }
    }
}

static void
test_foreign_errors (void)
{
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (GError) beyond = g_error_new (PENNY_WIRE_ERROR, 999, "x");

  g_assert_cmpstr (penny_error_grade (cancelled).code, ==, "cancelled");
  g_assert_cmpstr (penny_error_grade (beyond).code, ==, "other");
  g_assert_cmpuint (penny_error_n_codes (G_IO_ERROR), ==, 0);
}

static void
test_words (void)
{
  PennyRole role;
  PennyWay way;
  PennyProtocol protocol;
  PennySecurity security;

  for (int i = 0; i < PENNY_N_ROLES; i++)
    {
      g_assert_true (penny_role_parse (penny_role_to_string (i), &role));
      g_assert_cmpint (role, ==, i);
    }
  for (int i = PENNY_WAY_SHARED; i <= PENNY_WAY_TAKE_HOME; i++)
    {
      g_assert_true (penny_way_parse (penny_way_to_string (i), &way));
      g_assert_cmpint (way, ==, i);
    }
  g_assert_true (penny_protocol_parse ("pop3", &protocol));
  g_assert_true (penny_security_parse ("starttls", &security));
  g_assert_false (penny_security_parse ("ssl", &security));
  g_assert_false (penny_way_parse (NULL, &way));
  g_assert_cmpstr (penny_way_to_string (99), ==, "unknown");
}

static void
test_secret (void)
{
  PennySecret *secret = penny_secret_new ("pa\xc3\x9fwort");
  g_autoptr (PennySecret) token = penny_secret_new_token ("t0ken");
  g_autoptr (PennySecret) second = penny_secret_ref (secret);

  penny_secret_unref (secret);
  g_assert_cmpstr (penny_secret_peek (second), ==, "pa\xc3\x9fwort");
  g_assert_false (penny_secret_is_token (second));
  g_assert_true (penny_secret_is_token (token));
  g_assert_cmpstr (penny_secret_peek (token), ==, "t0ken");
  penny_secret_wipe (NULL, 3);
}

static gboolean
is_readable (int fd)
{
  struct pollfd p = { fd, POLLIN, 0 };

  return poll (&p, 1, 0) == 1;
}

static gpointer
ring_many (gpointer wake)
{
  for (int i = 0; i < 1000; i++)
    penny_wake_ring (wake);
  g_assert_cmpint (penny_thread_get_role (), ==, PENNY_THREAD_HELPER);
  return NULL;
}

static void
test_wake (void)
{
  g_autoptr (PennyWake) wake = penny_wake_new ();

  g_assert_false (is_readable (penny_wake_get_fd (wake)));
  g_assert_false (penny_wake_clear (wake));
  g_thread_join (penny_thread_new ("ringer", PENNY_THREAD_HELPER, ring_many, wake));
  g_assert_true (is_readable (penny_wake_get_fd (wake)));
  g_assert_true (penny_wake_clear (wake));
  g_assert_false (penny_wake_clear (wake));
  penny_assert_thread (PENNY_THREAD_MAIN);
}

static void
catch_line (const char *protocol, gboolean outgoing, const char *line, gpointer data)
{
  g_string_append_printf (data, "%s%c%s\n", protocol, outgoing ? '>' : '<', line);
}

static void
test_log (void)
{
  g_autoptr (GString) got = g_string_new (NULL);
  g_autofree char *big = g_strnfill (5000, 'x');

  penny_log_wire ("imap", TRUE, "lost", -1);
  penny_log_set_sink (catch_line, got);
  g_assert_true (penny_log_is_on ());
  penny_log_wire ("imap", FALSE, "a\x1b[31m\xff", -1);
  penny_log_wire ("pop", TRUE, big, -1);
  penny_log_set_sink (NULL, NULL);

  g_assert_true (g_str_has_prefix (got->str, "imap<a\\x1b[31m\xef\xbf\xbd\npop>xxx"));
  g_assert_cmpuint (got->len, <, 1100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/every-code", test_every_code_is_graded);
  g_test_add_func ("/base/error/foreign", test_foreign_errors);
  g_test_add_func ("/base/types/words", test_words);
  g_test_add_func ("/base/secret", test_secret);
  g_test_add_func ("/base/wake", test_wake);
  g_test_add_func ("/base/log", test_log);
  return g_test_run ();
}
