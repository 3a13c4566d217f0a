/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of text from what the setup knows. */
#include "penny-setup-report.h"

#include <glib/gi18n-lib.h>

#include "penny-setup-words.h"

/* Everything below the first lines is meant for who knows these words, so it speaks in them. */

static const char *
protocol_name (PennyProtocol protocol)
{
  switch (protocol)
    {
    case PENNY_PROTOCOL_IMAP:
      return "IMAP";
    case PENNY_PROTOCOL_POP3:
      return "POP3";
    case PENNY_PROTOCOL_SMTP:
    default:
      return "SMTP";
    }
}

static const char *
security_name (PennySecurity security)
{
  switch (security)
    {
    case PENNY_SECURITY_TLS:
      return "TLS";
    case PENNY_SECURITY_STARTTLS:
      return "STARTTLS";
    case PENNY_SECURITY_NONE:
    default:
      return _("not encrypted");   /* technician */
    }
}

static void
add_server (GString *text, const PennyServer *server)
{
  if (server == NULL || *server->host == '\0')
    return;
  g_string_append_printf (text, "%s: %s:%u, %s", protocol_name (server->protocol), server->host,
                          server->port != 0 ? server->port
                                            : penny_server_default_port (server->protocol, server->security),
                          security_name (server->security));
  if (*server->user != '\0')
    g_string_append_printf (text, ", %s", server->user);
  g_string_append_c (text, '\n');
}

/* Everything that the trial would use, or has used. */
static void
add_servers (GString *text, PennySetup *setup)
{
  const PennyTrialResult *result = penny_setup_get_result (setup);
  g_autoptr (PennyAccount) account = result != NULL ? penny_account_ref (result->account)
                                                    : penny_setup_dup_account (setup, NULL);

  if (account != NULL)
    {
      add_server (text, penny_account_get_incoming (account));
      add_server (text, penny_account_get_outgoing (account));
    }
  else
    {
      add_server (text, penny_setup_get_server (setup, FALSE));
      add_server (text, penny_setup_get_server (setup, TRUE));
    }
}

static void
add_person (GString *text, PennySetup *setup)
{
  PennyProvider *provider = penny_setup_get_provider (setup);

  /* Translators: a line of a page for a helper; %s is an e-mail address. */
  g_string_append_printf (text, _("Address: %s"), penny_setup_get_address (setup));
  g_string_append_c (text, '\n');
  if (provider != NULL)
    {
      /* Translators: a line of a page for a helper; %s is the name of a mail provider. */
      g_string_append_printf (text, _("Provider: %s"), penny_provider_get_name (provider));
      g_string_append_c (text, '\n');
    }
  if (penny_setup_get_proposal (setup) != NULL)
    {
      PennyProposal *proposal = penny_setup_get_proposal (setup);
      PennyWay way = penny_setup_get_way (setup);

      /* Translators: a line of a page for a helper; the first %s is one of the four ways, the second the
       * sentence “Technicians call this IMAP.” or one like it. */
      g_string_append_printf (text, _("Way: %s. %s"), penny_setup_words_way_title (way),
                              penny_setup_words_way_technical (way));
      g_string_append_printf (text, "\n%s %s\n",
                              penny_proposal_source_to_string (penny_proposal_get_source (proposal)),
                              penny_proposal_get_origin (proposal));
    }
}

static void
add_steps (GString *text, PennySetup *setup)
{
  const PennyTrialResult *result = penny_setup_get_result (setup);

  if (result == NULL)
    return;
  g_string_append_c (text, '\n');
  for (guint i = 0; i < PENNY_N_STEPS; i++)
    {
      PennyStepState state = result->states[i];
      g_autofree char *detail = penny_trial_result_dup_detail (result, (PennyTrialStep) i);
      g_autofree char *clean = detail != NULL ? penny_secret_hide (detail) : NULL;

      if (state == PENNY_STEP_STARTED)
        continue;
      g_string_append_printf (text, "%s %s",
                              state == PENNY_STEP_OK ? "✓" : state == PENNY_STEP_FAILED ? "✗" : "–",
                              penny_trial_step_get_sentence ((PennyTrialStep) i, state));
      if (clean != NULL)
        g_string_append_printf (text, " (%s)", clean);
      g_string_append_c (text, '\n');
    }
}

static void
add_trouble (GString *text, PennySetup *setup)
{
  const PennyAdvice *advice = penny_setup_get_advice (setup);
  const PennyTrialResult *result = penny_setup_get_result (setup);
  g_autofree char *details = NULL;

  g_string_append_c (text, '\n');
  if (advice == NULL)
    {
      g_string_append (text, result != NULL ? _("Everything works.") : _("Nothing has been tried yet."));
      g_string_append_c (text, '\n');
      return;
    }
  details = penny_secret_hide (advice->details != NULL ? advice->details : "");
  g_string_append_printf (text, "%s\n%s\n", advice->title, advice->explanation);
  g_string_append_printf (text, "%s: %s\n", advice->cause, details);
  if (advice->uri != NULL)
    g_string_append_printf (text, "%s\n", advice->uri);
}

char *
penny_setup_report (PennySetup *setup)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%c");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  /* What came from outside may repeat what it was given: this one is hidden, too, while the page is made. */
  g_autoptr (PennySecret) typed = penny_secret_new (penny_setup_get_password (setup));

  /* Translators: the first line of a page for a helper; %s is a version number. */
  g_string_append_printf (text, _("Setting up mail with Penny Post %s"), PENNY_VERSION);
  g_string_append_printf (text, "\n%s%s%s\n", when, system != NULL ? ", " : "", system != NULL ? system : "");
  g_string_append (text, _("There is no password on this page."));
  g_string_append (text, "\n\n");
  add_person (text, setup);
  add_servers (text, setup);
  add_steps (text, setup);
  add_trouble (text, setup);
  return g_string_free (text, FALSE);
}
