/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of servers, real and odd, each fed whole, byte by byte and cut in two at every byte. */
#include <string.h>

#include "penny-error.h"
#include "penny-imap-parser.h"
#include "response-dump.h"

typedef struct {
  const char *name;      /* what it is about, or which server said it */
  const char *wire;
  const char *wanted;
} Case;

static const Case cases[] = {
  { "continuation", "+ idling\r\n", "+ 'idling'" },
  { "continuation without a text", "+\r\n", "+ ''" },
  { "continuation, Exchange", "+ \r\n", "+ ''" },
  { "greeting", "* OK ready.\r\n", "OK 'ready.'" },
  { "a brace in a text is no literal", "* OK see {5}\r\n", "OK 'see {5}'" },
  { "a brace at a tagged end", "A1 NO bad {3}\r\n", "(A1) NO 'bad {3}'" },
  { "no text", "A1 OK\r\n", "(A1) OK ''" },
  { "lone LF", "A1 OK done\n", "(A1) OK 'done'" },
  { "8-bit text", "* BYE Tsch\xc3\xbcs\r\n", "BYE 'Tschüs'" },
  { "control characters in a text", "* NO a\tb\x01" "c\r\n", "NO 'a b c'" },
  { "blank lines before", "\r\n\r\n* OK x\r\n", "OK 'x'" },
  { "lower case", "* ok [capability imap4REV1 idle] x\r\n", "OK code=6 words=imap4REV1,idle 'x'" },
  { "code without an end", "* OK [UIDNEXT 5 x\r\n", "OK 'UIDNEXT 5 x'" },
  { "code of no meaning", "* OK [FOO \"a]b\" c] x\r\n", "OK code=31 'x'" },
  { "code with senseless values", "* OK [UIDNEXT abc] x\r\n", "OK code=31 'x'" },
  { "UIDNEXT too large", "* OK [UIDNEXT 4294967296] x\r\n", "OK code=31 'x'" },
  { "MAILBOXID (RFC 8474)", "* OK [MAILBOXID (F22-ea_87)] x\r\n", "OK code=30 words=F22-ea_87 'x'" },
  { "MAILBOXID, two of them", "* OK [MAILBOXID (a b)] x\r\n", "OK code=31 'x'" },
  { "UIDVALIDITY", "* OK [UIDVALIDITY 3857529045] ok\r\n", "OK code=27 n=3857529045 'ok'" },
  { "HIGHESTMODSEQ", "* OK [HIGHESTMODSEQ 715194045007]\r\n", "OK code=11 n=715194045007 ''" },
  { "PERMANENTFLAGS", "* OK [PERMANENTFLAGS (\\Seen \\Deleted $Forwarded \\*)] l\r\n",
    "OK code=18 flags=29+* 'l'" },
  { "APPENDUID", "A3 OK [APPENDUID 38505 3955] done\r\n", "(A3) OK code=3 n=38505 to=3955 'done'" },
  { "COPYUID", "A4 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n",
    "(A4) OK code=9 n=38505 from=304,319,320 to=3956,3957,3958 'Done'" },
  { "COPYUID of unequal lists", "A4 OK [COPYUID 1 1:2 7] Done\r\n", "(A4) OK code=31 n=1 from=1,2 to=7 'Done'" },
  { "Gmail's web log-in", "A1 NO [WEBALERT https://accounts.google.com/x] Web login required.\r\n",
    "(A1) NO code=29 'https://accounts.google.com/x] Web login required.'" },
  { "CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN  LITERAL+ \r\n",
    "CAPABILITY words=IMAP4rev1,AUTH=PLAIN,LITERAL+" },
  { "ENABLED", "* ENABLED CONDSTORE\r\n", "ENABLED words=CONDSTORE" },
  { "FLAGS", "* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)\r\n", "FLAGS flags=37" },
  { "EXISTS", "* 23 EXISTS\r\n", "EXISTS n=23" },
  { "EXISTS 0", "* 0 EXISTS\r\n", "EXISTS" },
  { "RECENT", "* 1 RECENT\r\n", "OTHER n=1" },
  { "EXPUNGE", "* 44 EXPUNGE\r\n", "EXPUNGE n=44" },
  { "EXPUNGE 0", "* 0 EXPUNGE\r\n", "MALFORMED" },
  { "EXISTS too large", "* 4294967296 EXISTS\r\n", "MALFORMED" },
  { "VANISHED", "* VANISHED 405,407,410:425\r\n", "VANISHED set=405,407,410:425" },
  { "VANISHED (EARLIER)", "* VANISHED (EARLIER) 41,43:45\r\n", "VANISHED earlier set=41,43:45" },
  { "VANISHED *", "* VANISHED 1:*\r\n", "MALFORMED" },
  { "LIST", "* LIST (\\HasNoChildren \\Trash) \"/\" Trash\r\n",
    "LIST \"Trash\" raw=\"Trash\" delim=/ attr=8 role=trash" },
  { "LIST, Cyrus: attributes in lower case", "* LIST (\\HasNoChildren \\sent) \"/\" \"Sent Items\"\r\n",
    "LIST \"Sent Items\" raw=\"Sent Items\" delim=/ attr=8 role=sent" },
  { "LIST NIL", "* LIST (\\Noselect) NIL \"\"\r\n", "LIST \"\" raw=\"\" attr=1" },
  { "LIST of a mailbox called NIL", "* LIST () \"/\" NIL\r\n", "LIST \"NIL\" raw=\"NIL\" delim=/" },
  { "LIST, quoted backslash", "* LIST () \"\\\\\" \"a\\\"b\\\\c\"\r\n", "LIST \"a\"b\\c\" raw=\"a\"b\\c\" delim=\\" },
  { "LIST literal", "* LIST () \".\" {9}\r\nINBOX.x\"y\r\n", "LIST \"INBOX.x\"y\" raw=\"INBOX.x\"y\" delim=." },
  { "LIST literal of no bytes", "* LIST () \".\" {0}\r\n\r\n", "LIST \"\" raw=\"\" delim=." },
  { "LIST, non-synchronising literal", "* LIST () \".\" {3+}\r\nfoo\r\n", "LIST \"foo\" raw=\"foo\" delim=." },
  { "LIST modified UTF-7", "* LIST () \"/\" \"Entw&APw-rfe\"\r\n",
    "LIST \"Entwürfe\" raw=\"Entw&APw-rfe\" delim=/" },
  { "LIST 8-bit", "* LIST () \"/\" \"Entw\xc3\xbcrfe\"\r\n", "LIST \"Entwürfe\" raw=\"Entwürfe\" delim=/" },
  { "LIST wrong UTF-7 stays as it is", "* LIST () \"/\" a&b\r\n", "LIST \"a&b\" raw=\"a&b\" delim=/" },
  { "LIST inbox", "* LIST (\\Inbox) \"/\" inbox\r\n", "LIST \"INBOX\" raw=\"inbox\" delim=/ role=inbox" },
  { "LIST below inbox", "* LIST () \".\" Inbox.Sent\r\n", "LIST \"INBOX.Sent\" raw=\"Inbox.Sent\" delim=." },
  { "LIST inboxes", "* LIST () \"/\" Inboxes\r\n", "LIST \"Inboxes\" raw=\"Inboxes\" delim=/" },
  { "LIST, extended data", "* LIST () \"/\" x (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n", "LIST \"x\" raw=\"x\" delim=/" },
  { "LIST, a name of two lines", "* LIST () \"/\" {13}\r\nx\r\nA LOGOUT\r\n\r\n", "MALFORMED" },
  { "LIST, control character in a name", "* LIST () \"/\" {3}\r\na\1b\r\n", "MALFORMED" },
  { "LIST, lone CR in a name", "* LIST () \"/\" \"a\rb\"\r\n", "MALFORMED" },
  { "LIST cut short", "* LIST (\\Noselect\r\n", "MALFORMED" },
  { "XLIST, Gmail", "* XLIST (\\HasNoChildren \\AllMail) \"/\" \"[Gmail]/All Mail\"\r\n",
    "LIST \"[Gmail]/All Mail\" raw=\"[Gmail]/All Mail\" delim=/ attr=8 role=all" },
  { "STATUS", "* STATUS \"a b\" (MESSAGES 231 UIDNEXT 44292 UIDVALIDITY 1 UNSEEN 2 HIGHESTMODSEQ 99)\r\n",
    "STATUS \"a b\" raw=\"a b\" messages=231 unseen=2 validity=1 next=44292 modseq=99" },
  { "STATUS with unknown items", "* STATUS x (DELETED 5 FOO (a b) MESSAGES 3)\r\n",
    "STATUS \"x\" raw=\"x\" messages=3 unseen=0 validity=0 next=0 modseq=0" },
  { "STATUS=SIZE", "* STATUS x (SIZE 1234567890123 MESSAGES 3)\r\n",
    "STATUS \"x\" raw=\"x\" messages=3 unseen=0 validity=0 next=0 modseq=0 size=1234567890123" },
  { "STATUS, absurd size", "* STATUS x (SIZE 18446744073709551615)\r\n", "MALFORMED" },
  { "QUOTA", "* QUOTA \"\" (STORAGE 10 512)\r\n", "QUOTA used=10240 limit=524288" },
  { "QUOTA, more resources", "* QUOTA \"User quota\" (MESSAGE 7 100 STORAGE 10 512 X-FOO 1 2)\r\n",
    "QUOTA used=10240 limit=524288" },
  { "QUOTA, nothing limited", "* QUOTA {4}\r\nroot ()\r\n", "QUOTA used=0 limit=0" },
  { "QUOTA, messages only", "* QUOTA root (MESSAGE 7 100)\r\n", "QUOTA used=0 limit=0" },
  { "QUOTA, absurd", "* QUOTA root (STORAGE 1 9223372036854775807)\r\n", "QUOTA used=1024 limit=9223372036854774784" },
  { "QUOTA, negative", "* QUOTA root (STORAGE 1 -1)\r\n", "MALFORMED" },
  { "QUOTA cut short", "* QUOTA root (STORAGE 1\r\n", "MALFORMED" },
  { "QUOTAROOT", "* QUOTAROOT INBOX \"User quota\"\r\n", "OTHER" },
  { "NAMESPACE, Courier", "* NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"#shared.\" \".\"))\r\n",
    "NAMESPACE \"INBOX.\" raw=\"INBOX.\" delim=." },
  { "NAMESPACE NIL", "* NAMESPACE NIL NIL NIL\r\n", "NAMESPACE" },
  { "SEARCH", "* SEARCH 2 84 882\r\n", "SEARCH uids=2,84,882" },
  { "SEARCH, nothing", "* SEARCH\r\n", "SEARCH uids=" },
  { "SEARCH, a space behind", "* SEARCH 5 \r\n", "SEARCH uids=5" },
  { "SEARCH MODSEQ", "* SEARCH 2 5 (MODSEQ 917162500)\r\n", "SEARCH uids=2,5" },
  { "SEARCH too large", "* SEARCH 4294967296\r\n", "MALFORMED" },
  { "ESEARCH", "* ESEARCH (TAG \"A282\") UID COUNT 3 ALL 2,10:11\r\n", "(A282) ESEARCH n=3 by-uid set=2,10:11" },
  { "ESEARCH, nothing", "* ESEARCH (TAG \"A283\") UID\r\n", "(A283) ESEARCH by-uid" },
  { "unknown", "* FOO (((\r\n", "OTHER" },
  { "FETCH", "* 12 FETCH (UID 5 FLAGS (\\Seen Junk) MODSEQ (65402) RFC822.SIZE 44827)\r\n",
    "FETCH n=12 uid=5 flags=41 size=44827 modseq=65402" },
  { "FETCH, INTERNALDATE", "* 1 FETCH (INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")\r\n",
    "FETCH n=1 date=837596665" },
  { "FETCH, one-figure day", "* 1 FETCH (INTERNALDATE \" 1-Jan-2024 00:00:00 +0000\")\r\n",
    "FETCH n=1 date=1704067200" },
  { "FETCH, leap day", "* 1 FETCH (INTERNALDATE \"29-Feb-2000 12:00:00 +0530\")\r\n", "FETCH n=1 date=951805800" },
  { "FETCH, senseless date", "* 1 FETCH (INTERNALDATE \"yesterday\" UID 3)\r\n", "FETCH n=1 uid=3" },
  { "FETCH body", "* 1 FETCH (BODY[] {6}\r\na\r\n{5} UID 7)\r\n", "FETCH n=1 uid=7 body=<a%0d%0a{5}>" },
  { "FETCH empty body", "* 1 FETCH (UID 7 BODY[] {0}\r\n)\r\n", "FETCH n=1 uid=7 body=<>" },
  { "FETCH quoted body", "* 1 FETCH (UID 7 BODY[] \"x\")\r\n", "FETCH n=1 uid=7 body=<x>" },
  { "FETCH no body", "* 1 FETCH (UID 7 BODY[] NIL)\r\n", "FETCH n=1 uid=7" },
  { "FETCH literal8", "* 1 FETCH (UID 7 BODY[] ~{3}\r\n\x01\x02\x03)\r\n", "FETCH n=1 uid=7 body=<%01%02%03>" },
  { "FETCH partial", "* 1 FETCH (UID 7 BODY[]<0> {1}\r\nx)\r\n", "FETCH n=1 uid=7 body=<x>" },
  { "FETCH two literals", "* 1 FETCH (BODY[HEADER.FIELDS (FROM \"TO\")] {2}\r\nh\n BODY[] {1}\r\nb UID 1)\r\n",
    "FETCH n=1 uid=1 header=<h%0a> body=<b>" },
  { "FETCH, a field name as literal", "* 1 FETCH (BODY[HEADER.FIELDS ({4}\r\nFROM)] {1}\r\nh UID 1)\r\n",
    "FETCH n=1 uid=1 header=<h>" },
  { "FETCH other sections", "* 1 FETCH (BODY[TEXT] {1}\r\nt BODY[1.2.MIME] \"m\" BINARY[1] {1}\r\nb UID "
    "1)\r\n", "FETCH n=1 uid=1" },
  { "FETCH, Gmail's own items", "* 1 FETCH (X-GM-MSGID 127 X-GM-LABELS (\"\\\\Inbox\" \"a b\") UID 1 FLAGS ())\r\n",
    "FETCH n=1 uid=1 flags=0" },
  { "FETCH UID 0", "* 1 FETCH (UID 0 FLAGS (\\Seen))\r\n", "FETCH n=1 flags=1" },
  { "FETCH 0", "* 0 FETCH (UID 1)\r\n", "MALFORMED-FETCH" },
  { "FETCH cut short", "* 1 FETCH (UID 1 FLAGS (\\Seen)\r\n", "MALFORMED-FETCH" },
  { "FETCH UID too large", "* 1 FETCH (UID 99999999999)\r\n", "MALFORMED-FETCH" },
  { "FETCH, two things told twice", "* 1 FETCH (BODY[] \"a\" BODY[] \"b\" ENVELOPE NIL ENVELOPE NIL UID 1)\r\n",
    "FETCH n=1 uid=1 body=<b>" },
};

static PennyImapResponse *
feed_one (PennyImapParser *parser, const char *wire, gsize size, gsize *used)
{
  PennyImapResponse *response = NULL;
  g_autoptr(GError) error = NULL;
  /* A buffer of just this size, so that a sanitizer sees one byte too far. */
  g_autofree guint8 *exact = g_memdup2 (wire, MAX (size, 1));
  PennyImapFeed answer = penny_imap_parser_feed (parser, exact, size, used, &response, &error);

  if (answer == PENNY_IMAP_FEED_ERROR)
    g_error ("%s", error->message);
  g_assert_cmpint (answer == PENNY_IMAP_FEED_RESPONSE, ==, response != NULL);
  g_assert_true (answer == PENNY_IMAP_FEED_RESPONSE || *used == size);
  return response;
}

static void
check (const Case *test, PennyImapResponse *response)
{
  g_autofree char *dump = response_dump (response);

  if (strcmp (dump, test->wanted) != 0)
    {
      g_test_message ("%s: wanted \"%s\", got \"%s\"", test->name, test->wanted, dump);
      g_test_fail ();
    }
}

static void
test_whole (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
      /* More behind it must not be touched. */
      g_autofree char *wire = g_strconcat (cases[i].wire, "* 9 EXISTS\r\n", NULL);
      gsize used;
      g_autoptr(PennyImapResponse) response = feed_one (parser, wire, strlen (wire), &used);

      g_assert_cmpuint (used, ==, strlen (cases[i].wire));
      check (&cases[i], response);
    }
}

static void
test_bytes (void)
{
  g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (const char *p = cases[i].wire; *p != '\0'; p++)
      {
        gsize used;
        g_autoptr(PennyImapResponse) response = feed_one (parser, p, 1, &used);

        g_assert_cmpuint (used, ==, 1);
        g_assert_cmpint (response != NULL, ==, p[1] == '\0');
        if (response != NULL)
          check (&cases[i], response);
      }
}

static void
test_every_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 1; cut < strlen (cases[i].wire); cut++)
      {
        g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
        gsize used;
        g_autoptr(PennyImapResponse) none = feed_one (parser, cases[i].wire, cut, &used);
        g_autoptr(PennyImapResponse) response = NULL;

        g_assert_null (none);
        response = feed_one (parser, cases[i].wire + cut, strlen (cases[i].wire) - cut, &used);
        check (&cases[i], response);
      }
}

/* What cannot be followed ends the stream. */
static void
test_errors (void)
{
  static const struct {
    const char *wire;
    PennyImapError code;
  } broken[] = {
    { "A1 FOO\r\n", PENNY_IMAP_ERROR_PROTOCOL },
    { "A1\r\n", PENNY_IMAP_ERROR_PROTOCOL },
    { "A1 BYE x\r\n", PENNY_IMAP_ERROR_PROTOCOL },
    { "A1 PREAUTH x\r\n", PENNY_IMAP_ERROR_PROTOCOL },
    { "HTTP/1.1 400 Bad Request\r\n", PENNY_IMAP_ERROR_PROTOCOL },
    { "(\r\n", PENNY_IMAP_ERROR_PROTOCOL },
    { "* LIST () \"/\" {99999999999}\r\n", PENNY_IMAP_ERROR_LIMIT },
    { "* LIST () \"/\" {99999999999999999999999999}\r\n", PENNY_IMAP_ERROR_LIMIT },
    { "* 1 FETCH (BODY[] {268435457}\r\n", PENNY_IMAP_ERROR_LIMIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) again = NULL;
      PennyImapResponse *response = NULL;
      gsize used;

      g_assert_cmpint (penny_imap_parser_feed (parser, (const guint8 *) broken[i].wire, strlen (broken[i].wire),
                                               &used, &response, &error), ==, PENNY_IMAP_FEED_ERROR);
      g_assert_error (error, PENNY_IMAP_ERROR, (int) broken[i].code);
      g_assert_cmpint (penny_imap_parser_feed (parser, (const guint8 *) "x", 1, &used, &response, &again),
                       ==, PENNY_IMAP_FEED_ERROR);
    }
}

/* HEAD, then REPEATED as often as it takes, must end in LIMIT before MOST bytes are taken. */
static void
assert_limited (const char *head, const char *repeated, gsize most)
{
  g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) block = g_string_new (NULL);
  PennyImapResponse *response = NULL;
  PennyImapFeed answer;
  gsize used, total = strlen (head);

  while (block->len < 16384)
    g_string_append (block, repeated);
  answer = penny_imap_parser_feed (parser, (const guint8 *) head, total, &used, &response, &error);
  while (answer == PENNY_IMAP_FEED_MORE && total < most)
    {
      answer = penny_imap_parser_feed (parser, (const guint8 *) block->str, block->len, &used, &response, &error);
      total += block->len;
    }
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT);
}

static void
test_limits (void)
{
  const gsize kib = 1024, mib = 1024 * 1024;

  assert_limited ("* OK ", "x", 100 * kib);
  assert_limited ("* LIST (", "\\Foo ", 100 * kib);
  assert_limited ("* LIST () \"/\" {1}\r\n", "x{1}\r\n", 300 * kib);
  assert_limited ("* SEARCH ", "1 ", 17 * mib);
  assert_limited ("* 1 FETCH (", "X-A 1 ", 17 * mib);
  assert_limited ("x", "x", 100 * kib);
}

static PennyImapFeed
feed_text (const char *text, PennyImapResponse **response, GError **error)
{
  g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
  gsize used;

  return penny_imap_parser_feed (parser, (const guint8 *) text, strlen (text), &used, response, error);
}

static void
test_nesting (void)
{
  static const char * const heads[] = { "X-FOO ", "BODYSTRUCTURE ", "ENVELOPE ", "BODY " };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    for (guint depth = 10; depth <= 10000; depth *= 10)
      {
        g_autofree char *open = g_strnfill (depth, '(');
        g_autofree char *close = g_strnfill (depth, ')');
        g_autofree char *wire = g_strconcat ("* 1 FETCH (UID 1 ", heads[i], open, "x", close, ")\r\n", NULL);
        g_autoptr(PennyImapResponse) response = NULL;
        g_autoptr(GError) error = NULL;

        if (depth < 50)
          g_assert_cmpint (feed_text (wire, &response, &error), ==, PENNY_IMAP_FEED_RESPONSE);
        else
          g_assert_cmpint (feed_text (wire, &response, &error), ==, PENNY_IMAP_FEED_ERROR);
        if (depth >= 50)
          g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT);
      }
}

static void
test_long_list (void)
{
  g_autoptr(GString) wire = g_string_new ("* 1 FETCH (FLAGS (");
  g_autoptr(PennyImapResponse) response = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100001; i++)
    g_string_append (wire, "a ");
  g_string_append (wire, "))\r\n");
  g_assert_cmpint (feed_text (wire->str, &response, &error), ==, PENNY_IMAP_FEED_ERROR);
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT);
}

/* Its memory grows several times on the way, by bytes fed and by bytes put straight into their place. */
static void
test_large_literal (void)
{
  const gsize size = 5 * 1024 * 1024 + 3;
  g_autofree char *head = g_strdup_printf ("* 1 FETCH (UID 1 BODY[] {%" G_GSIZE_FORMAT "}\r\n", size);
  g_autoptr(PennyImapParser) parser = penny_imap_parser_new (&penny_imap_limits_default);
  g_autoptr(PennyImapResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  gsize used, room, given = 0;

  penny_imap_parser_feed (parser, (const guint8 *) head, strlen (head), &used, &response, &error);
  while (given < size)
    {
      const guint8 piece[] = { (guint8) given, (guint8) (given + 1), (guint8) (given + 2) };
      guint8 *place;

      penny_imap_parser_feed (parser, piece, MIN (size - given, sizeof piece), &used, &response, &error);
      g_assert_null (response);
      g_assert_no_error (error);
      given += used;
      place = penny_imap_parser_get_space (parser, &room);
      g_assert_true ((room == 0) == (given == size));
      for (gsize i = 0; i < MIN (room, 70000); i++)
        place[i] = (guint8) given++;
      penny_imap_parser_add_space (parser, MIN (room, 70000));
    }
  g_assert_cmpint (penny_imap_parser_feed (parser, (const guint8 *) ")\r\n", 3, &used, &response, &error), ==,
                   PENNY_IMAP_FEED_RESPONSE);
  g_assert_cmpuint (g_bytes_get_size (response->fetched.body), ==, size);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint (((const guint8 *) g_bytes_get_data (response->fetched.body, NULL))[i], ==, (guint8) i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/parser/whole", test_whole);
  g_test_add_func ("/imap/parser/bytes", test_bytes);
  g_test_add_func ("/imap/parser/every-cut", test_every_cut);
  g_test_add_func ("/imap/parser/errors", test_errors);
  g_test_add_func ("/imap/parser/limits", test_limits);
  g_test_add_func ("/imap/parser/nesting", test_nesting);
  g_test_add_func ("/imap/parser/long-list", test_long_list);
  g_test_add_func ("/imap/parser/large-literal", test_large_literal);
  return g_test_run ();
}
