/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said from the address to the settings: whom it is asked, what was understood, what is doubtful. */
#include "penny-setup-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "penny-setup-private.h"

char *
penny_setup_words_looking (PennyProposalSource source, PennySetup *setup)
{
  const char *address = penny_setup_get_address (setup);
  const char *server = penny_setup_get_server_name (setup);
  const char *at = strrchr (address, '@');
  const char *domain = at != NULL ? at + 1 : address;

  switch (source)
    {
    case PENNY_SOURCE_PROVIDERS:
      return g_strdup (_("Looking in the list of post offices that Penny Post knows…"));
    case PENNY_SOURCE_AUTOCONFIG:
      /* Translators: %s is the end of the person's address, such as "example.org". */
      return g_strdup_printf (_("Asking %s where its post office is…"), domain);
    case PENNY_SOURCE_MX:
      /* Translators: %s is the end of the person's address, such as "example.org". */
      return g_strdup_printf (_("Looking up who carries the letters for %s…"), domain);
    case PENNY_SOURCE_SRV:
      /* Translators: %s is the end of the person's address, such as "example.org". */
      return g_strdup_printf (_("Looking for signposts at %s…"), domain);
    case PENNY_SOURCE_PUBLIC:
      return g_strdup (_("Asking the public list of post offices…"));
    case PENNY_SOURCE_GUESS:
    default:
      /* Translators: %s is the name of a computer, such as "mail.example.org". */
      return server != NULL ? g_strdup_printf (_("Knocking at the doors of %s…"), server)
                            : g_strdup (_("Knocking at the usual doors…"));
    }
}

static const char *
name_place (PennyProposalSource source)
{
  switch (source)
    {
    case PENNY_SOURCE_PROVIDERS:
      return _("Penny Post’s own list");
    case PENNY_SOURCE_AUTOCONFIG:
      return _("The post office’s own page");
    case PENNY_SOURCE_MX:
      /* Translators: “MX” is the technical name; technician */
      return _("Who carries the letters (MX)");
    case PENNY_SOURCE_SRV:
      /* Translators: “SRV” is the technical name; technician */
      return _("Signposts (SRV)");
    case PENNY_SOURCE_PUBLIC:
      return _("The public list");
    case PENNY_SOURCE_GUESS:
    default:
      return _("The usual doors");
    }
}

static const char *
name_state (PennyLookState state)
{
  switch (state)
    {
    case PENNY_LOOK_WAITING:
      return _("waiting…");
    case PENNY_LOOK_ANSWERED:
      /* Translators: of a place where settings were looked for. */
      return _("has answered");
    case PENNY_LOOK_NOTHING:
      /* Translators: of a place where settings were looked for. */
      return _("knows nothing");
    case PENNY_LOOK_DOUBTFUL:
      /* Translators: of a place that named the computers of somebody else. */
      return _("not trusted");
    case PENNY_LOOK_LEFT:
    default:
      /* Translators: of a place where settings were looked for, until another one was faster. */
      return _("not waited for");
    }
}

char *
penny_setup_words_looks (PennySetup *setup)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < PENNY_N_LOOKS; i++)
    {
      const PennySetupLook *look = &setup->looks[i];

      if (look->where == NULL)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: one line of Details: where settings are looked for, its address, and what came of it. */
      g_string_append_printf (text, _("%s (%s): %s"), name_place (look->source), look->where,
                              name_state (look->state));
    }
  return g_string_free (text, text->len == 0);
}

char *
penny_setup_words_doubtful (PennyProposal *proposal)
{
  g_autofree char *domains = g_strjoinv (", ", (char **) penny_proposal_get_confirm_domains (proposal));

  /* Translators: the first %s is an e-mail address, the second the domain name of a provider. */
  return g_strdup_printf (_("The letters for %s seem to be kept by “%s”. If you have never heard that name, say no. "
                            "Your password has not been sent."), penny_proposal_get_address (proposal), domains);
}

char *
penny_setup_words_public (PennySetup *setup)
{
  const char *at = strrchr (penny_setup_get_address (setup), '@');

  /* Translators: %s is the end of the person's address, such as "example.org". */
  return g_strdup_printf (_("The makers of Thunderbird keep a public list of post offices. They would be told "
                            "“%s”, and nothing else."), at != NULL ? at + 1 : "");
}

const char *
penny_setup_words_instead (PennyProvider *provider)
{
  if (provider == NULL)
    return NULL;

  switch (penny_provider_get_sign_in (provider))
    {
    case PENNY_SIGN_IN_BROWSER:
    case PENNY_SIGN_IN_IMPOSSIBLE:
      return _("You can go on reading it on its web page as before, or use another address here.");
    case PENNY_SIGN_IN_BRIDGE:
      return _("If that program already runs on this computer, choose “Enter Settings by Hand” and copy "
               "what it shows.");
    default:
      return NULL;
    }
}

/* --- on the page with the address --- */

char *
penny_setup_words_server_name (PennySetup *setup)
{
  /* Translators: %s is the name of a computer, such as "mail.example.org". */
  return g_strdup_printf (_("There is no @ in “%s”, so Penny Post takes it for the name of a post office. "
                            "If it is your address, put the @ in. If not, tell your address here, too."),
                          penny_setup_get_server_name (setup));
}

char *
penny_setup_words_model (PennySetup *setup)
{
  PennyAccount *model = penny_setup_get_model (setup);

  /* Translators: a new account will be like another one: the first %s is that one's e-mail address, the second one
   * of the four ways, such as "Shared box". */
  return g_strdup_printf (_("As with %s: %s"), penny_account_get_address (model),
                          penny_setup_words_way_title (penny_account_get_way (model)));
}

/* --- in the browser --- */

static const char *
provider_name (PennySetup *setup)
{
  PennyProvider *provider = penny_setup_get_provider (setup);

  /* Translators: stands in for the name of a mail provider, in the middle of a sentence. */
  return provider != NULL ? penny_provider_get_name (provider) : _("your mail provider");
}

char *
penny_setup_words_browser (PennySetup *setup)
{
  /* Translators: %s is the name of a mail provider. */
  return g_strdup_printf (_("You type no password here: in a moment you sign in to %s in your web browser, as you "
                            "always do."), provider_name (setup));
}

char *
penny_setup_words_sign_in (PennySetup *setup)
{
  if (penny_setup_is_in_browser (setup))
    /* Translators: %s is an e-mail address. */
    return g_strdup_printf (_("Sign in there as %s, and allow Penny Post to handle your mail. It goes on here by "
                              "itself then."), penny_setup_get_address (setup));
  /* Translators: the first %s is the name of a mail provider, the second an e-mail address. */
  return g_strdup_printf (_("A page of %s opens in your web browser. Sign in there as %s, and allow Penny Post to "
                            "handle your mail. Penny Post never sees your password."),
                          provider_name (setup), penny_setup_get_address (setup));
}
