/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ENVELOPE and BODYSTRUCTURE: the RFCs' own examples, and what servers make of them. */
#include <string.h>

#include "penny-error.h"
#include "penny-imap-parser.h"
#include "response-dump.h"

typedef struct {
  const char *name;
  const char *item;      /* what stands between "* 1 FETCH (" and " UID 1)" */
  const char *wanted;    /* what the dump has behind "FETCH n=1 uid=1" */
} Case;

static const Case cases[] = {
  { "RFC 9051 §8, envelope",
    "ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg\" "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "NIL ((NIL NIL \"imap\" \"cac.washington.edu\")) "
    "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL "
    "\"<B27397-0100000@cac.washington.edu>\")",
    " env{Wed, 17 Jul 1996 02:23:25 -0700 (PDT)|IMAP4rev1 WG mtg from=Terry Gray<gray@cac.washington.edu> "
    "sender=Terry Gray<gray@cac.washington.edu> to=<imap@cac.washington.edu> "
    "cc=<minutes@CNRI.Reston.VA.US>,John Klensin<KLENSIN@MIT.EDU> - <B27397-0100000@cac.washington.edu>}" },
  { "subject as literal", "ENVELOPE (NIL {4}\r\na\"\r\n NIL NIL NIL NIL NIL NIL NIL NIL)",
    " env{-|a\"\r\n - -}" },
  { "a group", "ENVELOPE (NIL NIL ((NIL NIL \"friends\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL)) "
    "NIL NIL NIL NIL NIL NIL NIL)",
    " env{-|- from=<friends@>,<a@b>,<@> - -}" },
  { "empty lists", "ENVELOPE (NIL NIL () \"\" NIL NIL NIL NIL NIL NIL)", " env{-|- - -}" },
  { "spaces between addresses", "ENVELOPE (NIL NIL ( (NIL NIL a b) (NIL NIL c d) ) NIL NIL NIL NIL NIL NIL NIL)",
    " env{-|- from=<a@b>,<c@d> - -}" },
  { "too few fields: left out", "ENVELOPE (NIL NIL NIL)", "" },
  { "too many fields: left out", "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", "" },
  { "an address of three: left out", "ENVELOPE (NIL NIL ((NIL a b)) NIL NIL NIL NIL NIL NIL NIL)", "" },
  { "plain text", "BODYSTRUCTURE (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)",
    " text/plain;charset=US-ASCII:7bit:3028" },
  { "plain text with extensions",
    "BODYSTRUCTURE (\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"base64\" 10 1 NIL (\"inline\" NIL) NIL NIL)",
    " text/plain;charset=utf-8:base64:10 disp=inline" },
  { "attachment",
    "BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"application\" \"pdf\" (\"name\" \"a.pdf\") "
    "\"<id@x>\" \"desc\" \"base64\" 1000 NIL (\"attachment\" (\"filename\" \"a.pdf\" \"size\" \"700\")) NIL NIL) "
    "\"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
    " multipart/mixed;boundary=b [ text/plain:7bit:5 application/pdf;name=a.pdf:base64:1000 id=<id@x> "
    "disp=attachment;filename=a.pdf;size=700 ]" },
  { "short BODY of a multipart", "BODY ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"text\" \"html\" NIL NIL "
    "NIL \"8bit\" 6 1) \"alternative\")",
    " multipart/alternative [ text/plain:7bit:5 text/html:8bit:6 ]" },
  { "a message within",
    "BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 99 (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL) "
    "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1) 7 NIL NIL NIL NIL)",
    " message/rfc822:7bit:99 env{-|in - -} [ text/plain:7bit:5 ]" },
  { "Gmail: message/rfc822 without its inside",
    "BODYSTRUCTURE (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 99 NIL (\"attachment\" NIL) NIL)",
    " message/rfc822:7bit:99 disp=attachment" },
  { "message/delivery-status", "BODYSTRUCTURE (\"message\" \"delivery-status\" NIL NIL NIL \"7bit\" 300 NIL NIL "
    "NIL NIL)",
    " message/delivery-status:7bit:300" },
  { "minus-size", "BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" -1 NIL)", " text/plain:7bit:0" },
  { "no encoding", "BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL NIL 12)", " image/png" },
  { "language and location behind", "BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL \"base64\" 12 \"md5\" NIL "
    "(\"en\" \"de\") \"http://x\" (a (b)))",
    " image/png:base64:12" },
  { "a multipart of nothing: left out", "BODYSTRUCTURE (\"mixed\" NIL)", "" },
  { "parameters of odd number: left out", "BODYSTRUCTURE (\"text\" \"plain\" (\"charset\") NIL NIL \"7bit\" 1 "
    "1)", "" },
  { "NIL", "BODYSTRUCTURE NIL", "" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
      g_autofree char *wire = g_strconcat ("* 1 FETCH (", cases[i].item, " UID 1)\r\n", NULL);
      g_autofree char *wanted = g_strconcat ("FETCH n=1 uid=1", cases[i].wanted, NULL);
      g_autoptr(PennyImapResponse) response = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *dump = NULL;
      gsize used;

      penny_imap_parser_feed (parser, (const guint8 *) wire, strlen (wire), &used, &response, &error);
      g_assert_no_error (error);
      dump = response_dump (response);
      if (strcmp (dump, wanted) != 0)
        {
          g_test_message ("%s: wanted \"%s\", got \"%s\"", cases[i].name, wanted, dump);
          g_test_fail ();
        }
    }
}

static void
test_parameter (void)
{
  char *parameters[] = { (char *) "name", (char *) "a.pdf", (char *) "size", (char *) "7", NULL };

  g_assert_cmpstr (penny_imap_parameter (parameters, "size"), ==, "7");
  g_assert_null (penny_imap_parameter (parameters, "a.pdf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/structure/cases", test_cases);
  g_test_add_func ("/imap/structure/parameter", test_parameter);
  return g_test_run ();
}
