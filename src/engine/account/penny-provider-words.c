/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the facts on a provider mean for the person, in sentences. */
#include "penny-provider-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define NAME_PLACE "{provider}"

typedef struct {
  const char *sentence;
  const char *button;    /* when the page is known; NULL: there never is one */
  gboolean in_sign_in;   /* the sentence on signing in says it already */
} StepWords;

/* Translators: in these sentences {provider} is replaced with the name of a mail provider, such as
 * "Gmail"; leave it as it is. */
static const StepWords step_words[PENNY_N_BEFORES] = {
  [PENNY_BEFORE_TWO_STEP] = {
    N_("At {provider}, switch on signing in with two steps. Only then can you make an app password."),
    N_("Open Sign-In Settings"), FALSE },
  [PENNY_BEFORE_APP_PASSWORD] = {
    N_("Make an app password on {provider}’s web page and copy it. It goes here instead of your usual "
       "password."),
    N_("Make an App Password"), TRUE },
  [PENNY_BEFORE_APP_PASSWORD_IF_TWO_STEP] = {
    N_("If you sign in to {provider} in two steps, make an app password there. It goes here instead of "
       "your usual password."),
    N_("Make an App Password"), TRUE },
  [PENNY_BEFORE_MAIL_PASSWORD] = {
    N_("On {provider}’s web page, choose a password for mail programs. The password of the web page itself "
       "does not work here."),
    N_("Choose a Password"), TRUE },
  [PENNY_BEFORE_MAILBOX_PASSWORD] = {
    N_("Use the password of your mailbox, not the one of your customer account at {provider}."),
    N_("Open Mailbox Settings"), TRUE },
  [PENNY_BEFORE_AUTHORIZATION_CODE] = {
    N_("Let {provider} make an authorization code for you. It goes here instead of your usual password."),
    N_("Get the Code"), FALSE },
  [PENNY_BEFORE_SWITCH_ON] = {
    /* Translators: these two names stand on the provider's page, so they are needed here. */
    N_("Before the first time, allow mail programs in the settings of {provider}’s web page; look "
       "there for “POP3” and “IMAP”."),
    N_("Open Mail Settings"), FALSE },
  [PENNY_BEFORE_SWITCH_ON_IMAP] = {
    N_("Before the first time, switch on “IMAP” in the settings of {provider}’s web page."),
    N_("Open Mail Settings"), FALSE },
  [PENNY_BEFORE_SWITCH_ON_SEND] = {
    N_("To send mail, first allow sending from mail programs on {provider}’s web page."),
    N_("Open Mail Settings"), FALSE },
  [PENNY_BEFORE_PAID] = {
    N_("{provider} offers this with a paid plan only."),
    N_("See the Plans"), FALSE },
  [PENNY_BEFORE_MAIN_ADDRESS] = {
    N_("Use your main address at {provider}: an alias cannot sign in."),
    NULL, FALSE },
  [PENNY_BEFORE_BRIDGE] = {
    N_("Install {provider}’s own program on this computer; it is called Bridge. It shows what to enter "
       "here."),
    N_("Get Bridge"), TRUE },
  [PENNY_BEFORE_EXTRA_PROTECTION_OFF] = {
    N_("If you have locked your mailbox at {provider} with extra encryption, switch that off. With it, no "
       "mail program can read your letters."),
    N_("Open Mailbox Settings"), FALSE },
  [PENNY_BEFORE_ORGANIZATION] = {
    N_("If this address belongs to a workplace or a school, they may have to allow this program first."),
    NULL, FALSE },
};

static const char * const quirk_words[PENNY_N_QUIRKS] = {
  [PENNY_QUIRK_GMAIL_POP_ONCE] =
    N_("{provider} hands each letter to one collecting program only. What another program has already "
       "collected is not offered again."),
  [PENNY_QUIRK_POP_FATE_ON_WEB] =
    N_("A setting on {provider}’s web page decides what becomes of letters once they are collected."),
  [PENNY_QUIRK_POP_CLEARS_WEB] =
    N_("A letter that is cleared at {provider} is also gone from its web page."),
  [PENNY_QUIRK_ALL_MAIL_DUPLICATES] =
    N_("At {provider}, one letter can lie in several folders. It is still the same letter."),
  [PENNY_QUIRK_NEWEST_10000_ONLY] =
    N_("{provider} shows mail programs only about the newest 10,000 letters of a folder. Older ones are on "
       "its web page."),
  [PENNY_QUIRK_FEW_FOLDERS] = N_("{provider} allows only a small number of folders."),
  [PENNY_QUIRK_CLOSES_UNUSED] =
    N_("{provider} locks mail programs out again when none has asked for mail for some weeks."),
  [PENNY_QUIRK_WANTS_ID] = N_("{provider} wants to know which mail program is asking."),
  [PENNY_QUIRK_TINY_BOX] =
    N_("The box at {provider} is small. It is full soon unless letters are cleared."),
  [PENNY_QUIRK_CERTIFIED_MAIL] =
    N_("Letters at {provider} are certified mail. Penny Post never clears them there."),
  [PENNY_QUIRK_MOVING] =
    N_("Mailboxes of {provider} are being moved. If signing in stops working, look for a letter about it."),
  [PENNY_QUIRK_ADMIN_MAY_FORBID] =
    N_("Who looks after {provider} at your workplace or school can forbid mail programs."),
  [PENNY_QUIRK_PLAN_LIMITS] = N_("The smallest plan of {provider} lets no mail program in."),
  [PENNY_QUIRK_UNENCRYPTED_LISTED] =
    N_("{provider} names no protected way to your letters. Penny Post looks for one and uses no other."),
  [PENNY_QUIRK_POP_FOLLOWS_SETTING] =
    N_("{provider} itself describes collecting as taking letters away. Penny Post does so only if you choose "
       "it."),
};

static const char * const sign_in_words[] = {
  [PENNY_SIGN_IN_PASSWORD] = NULL,
  [PENNY_SIGN_IN_MAIL_PASSWORD] =
    N_("{provider} wants a password of its own for mail programs. You choose it on its web page; "
       "the password of the web page itself does not work here."),
  [PENNY_SIGN_IN_MAYBE_APP] =
    N_("If you sign in to {provider} in two steps, use an app password here: a separate password "
       "that you make on its web page."),
  [PENNY_SIGN_IN_APP_PASSWORD] =
    N_("{provider} does not take your usual password here. It wants an app password: a separate "
       "password that you make once on its web page."),
  [PENNY_SIGN_IN_BROWSER] =
    N_("{provider} lets mail programs in only through the web browser, and it does not know Penny Post yet. "
       "If your address is set up in the settings of this computer, under Online Accounts, it can be used from "
       "there."),
  [PENNY_SIGN_IN_BRIDGE] =
    N_("{provider} hands out mail only through its own program on this computer, called Bridge. "
       "Penny Post cannot set that up by itself yet."),
  [PENNY_SIGN_IN_IMPOSSIBLE] =
    N_("{provider} lets no mail program in. Its mail can only be read in its own app or on its web "
       "page."),
};

static char *
fill_in (const char *sentence, PennyProvider *self)
{
  GString *text = g_string_new (sentence);

  g_string_replace (text, NAME_PLACE, self->name, 0);
  return g_string_free (text, FALSE);
}

static void
step_free (PennyProviderStep *step)
{
  g_free (step->sentence);
  g_free (step->button);
  g_free (step->uri);
  g_free (step);
}

GPtrArray *
penny_provider_dup_steps (PennyProvider *self)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const PennyProviderStepFact *fact = &g_array_index (self->steps, PennyProviderStepFact, i);
      const StepWords *words = &step_words[fact->code];
      PennyProviderStep *step = g_new0 (PennyProviderStep, 1);

      step->number = i + 1;
      step->code = fact->code;
      step->sentence = fill_in (_(words->sentence), self);
      if (fact->uri && words->button)
        {
          step->uri = g_strdup (fact->uri);
          step->button = g_strdup (_(words->button));
        }
      g_ptr_array_add (steps, step);
    }
  return steps;
}

static void
append_sentence (GString *text, const char *sentence, PennyProvider *self)
{
  g_autofree char *filled = fill_in (_(sentence), self);

  if (text->len)
    g_string_append_c (text, ' ');
  g_string_append (text, filled);
}

/* Where the browser is possible, it is the easiest way. */
static const char *
sign_in_sentence (PennyProvider *self)
{
  if (penny_provider_can_sign_in_with_browser (self))
    return self->sign_in == PENNY_SIGN_IN_BROWSER
             ? N_("{provider} lets you in through your web browser: you sign in there, as you always do, and allow "
                  "Penny Post to handle your mail.")
             : N_("The easiest way in is through your web browser: you sign in on the page of {provider}, as you "
                  "always do, and allow Penny Post to handle your mail.");
  return sign_in_words[self->sign_in];
}

char *
penny_provider_dup_before_you_start (PennyProvider *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *sign_in = sign_in_sentence (self);

  /* One who has a password of the mailbox does not choose another one on a page. */
  if (penny_provider_has_step (self, PENNY_BEFORE_MAILBOX_PASSWORD))
    sign_in = step_words[PENNY_BEFORE_MAILBOX_PASSWORD].sentence;
  if (sign_in)
    append_sentence (text, sign_in, self);
  /* Nothing that is done there first opens this door. */
  if (sign_in == sign_in_words[PENNY_SIGN_IN_BROWSER])
    return g_strdup (text->str);
  for (guint i = 0; i < self->steps->len; i++)
    {
      const StepWords *words = &step_words[g_array_index (self->steps, PennyProviderStepFact, i).code];

      if (!words->in_sign_in)
        append_sentence (text, words->sentence, self);
    }
  return text->len ? g_strdup (text->str) : NULL;
}

char *
penny_provider_dup_quirk_sentence (PennyProvider *self, PennyQuirk quirk)
{
  return penny_provider_has_quirk (self, quirk) ? fill_in (_(quirk_words[quirk]), self) : NULL;
}

static char *
looks_ordinary (PennyProvider *self)
{
  g_autofree char *number = g_strdup_printf ("%u", self->n_letters);
  /* Translators: {provider} is the name of a mail provider, such as "Gmail"; {number} is how many
   * characters its app passwords have. */
  g_autoptr (GString) text =
      g_string_new (ngettext ("This looks like your usual password. {provider} wants the app password with "
                              "{number} character.",
                              "This looks like your usual password. {provider} wants the app password with "
                              "{number} characters.",
                              self->n_letters));

  g_string_replace (text, "{number}", number, 1);
  return fill_in (text->str, self);
}

char *
penny_provider_dup_password_sentence (PennyProvider *self, PennyPasswordShape shape)
{
  switch (shape)
    {
    case PENNY_PASSWORD_SHAPE_STRIP_SPACES:
      return g_strdup (_("The spaces are not part of the password. Penny Post leaves them out."));
    case PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY:
      return looks_ordinary (self);
    case PENNY_PASSWORD_SHAPE_OK:
    default:
      return NULL;
    }
}
