/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer makes of what was typed. */
#include "penny-composer-words.h"

#include <locale.h>

#include "penny-draft.h"

static void
test_bad_address (void)
{
  static const struct {
    const char *typed;
    guint n;
    const char *sentence;
  } cases[] = {
    { "", 0, NULL },
    { " , ;", 0, NULL },
    { "anna@example.org", 1, NULL },
    { "Anna <anna@example.org>, bo@example.org; ", 2, NULL },
    { "anna@example.org\nbo@example.org\r\n", 2, NULL },
    { "Anna\t<anna@example.org>", 1, NULL },
    { "\"Larsen, Bo\" <bo@example.org>", 1, NULL },
    { "gran", 1, "“gran” is not an e-mail address yet." },
    { "anna@example.org, gran", 2, "“gran” is not an e-mail address yet." },
    { "anna@", 1, "“anna@” is not an e-mail address yet." },
    { "anna@example..org", 1, "“anna@example..org” is not an e-mail address yet." },
    { "müller@bücher.example", 1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) list = penny_composer_words_parse (cases[i].typed);
      g_autofree char *sentence = penny_composer_words_about_bad_address (list);

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpuint (list->len, ==, cases[i].n);
      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

/* Half an address that goes into a draft comes out of it as it was typed. */
static void
test_half_addresses_survive (void)
{
  static const char * const typed[] = {
    "gran", "anna@", "anna@example", "Gran Müller", "anna@example.org, gran", "gran and granddad (both)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (PennyDraft) draft = penny_draft_new (NULL);
      g_autoptr (GPtrArray) list = penny_composer_words_parse (typed[i]);
      g_autofree char *before = penny_address_list_to_string (list);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (PennyMessage) message = NULL;
      g_autofree char *after = NULL;

      g_ptr_array_extend_and_steal (draft->to, g_steal_pointer (&list));
      bytes = penny_draft_build (draft, TRUE, FALSE, NULL);
      message = penny_message_new (bytes, NULL);
      after = penny_address_list_to_string (penny_message_get_to (message));
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_mentions (void)
{
  static const struct {
    const char *text;
    gboolean mentions;
  } cases[] = {
    { "", FALSE },
    { "See the attached file.", TRUE },
    { "The ATTACHMENT, as promised", TRUE },
    { "I am rather unattached.", FALSE },
    { "attachedness", FALSE },
    { "im Anhang findest du", TRUE },
    { "die Pläne sind angehängt.", TRUE },
    { "> see the attachment", FALSE },
    { "Thanks!\n> see the attachment\nBye", FALSE },
    { "unattached but attached", TRUE },
    { "写真2枚を添付しました。", TRUE },
    { "写真2枚です。", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (penny_composer_words_mention_attachment (cases[i].text), ==, cases[i].mentions);
    }
}

static void
test_typed_part (void)
{
  const char *initial = "\n\nAnna wrote:\n> attached";
  g_autofree char *answer = penny_composer_words_typed_part ("Yes.\n\nAnna wrote:\n> attached", initial);
  g_autofree char *changed = penny_composer_words_typed_part ("Yes.\n\nAnna wrote:", initial);
  g_autofree char *plain = penny_composer_words_typed_part ("Yes.", NULL);

  g_assert_cmpstr (answer, ==, "Yes.");
  g_assert_cmpstr (changed, ==, "Yes.\n\nAnna wrote:");
  g_assert_cmpstr (plain, ==, "Yes.");
}

static void
test_caret (void)
{
  g_assert_cmpint (penny_composer_words_caret (""), ==, 0);
  g_assert_cmpint (penny_composer_words_caret ("Grüße"), ==, 5);
  g_assert_cmpint (penny_composer_words_caret ("Yes\n\nAnna wrote:\n> So?"), ==, 0);
  g_assert_cmpint (penny_composer_words_caret ("a > b"), ==, 5);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/composer/words/bad-address", test_bad_address);
  g_test_add_func ("/composer/words/half-addresses-survive", test_half_addresses_survive);
  g_test_add_func ("/composer/words/mentions", test_mentions);
  g_test_add_func ("/composer/words/typed-part", test_typed_part);
  g_test_add_func ("/composer/words/caret", test_caret);
  return g_test_run ();
}
