/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's states in words. */
#include "penny-status-words.h"

#include <glib/gi18n-lib.h>

#include "penny-advice.h"
#include "penny-provider.h"

static PennyAdvice *
make_advice (const PennySyncStatus *status, PennyAccount *account)
{
  const PennyServer *incoming = penny_account_get_incoming (account);
  const PennyServer *outgoing = penny_account_get_outgoing (account);
  gboolean sending = penny_phase_is_sending (status->phase) && outgoing != NULL;
  g_autoptr (PennyProvider) provider = penny_provider_find_by_host (incoming->host);
  const PennyAdviceContext context = {
    .provider = provider,
    .host = sending ? outgoing->host : incoming->host,
    .address = penny_account_get_address (account),
  };

  return penny_advice_new (penny_phase_of_error (status->phase, status->error), status->error, &context);
}

static void
fill_advice (PennyAccountStatus *words, const PennySyncStatus *status, PennyAccount *account)
{
  g_autoptr (PennyAdvice) advice = make_advice (status, account);

  words->advice_title = g_strdup (advice->title);
  words->advice_explanation = g_strdup (advice->explanation);
  words->advice_button = g_strdup (advice->button);
  words->advice_action = g_strdup (advice->action_id);
  words->advice_uri = g_strdup (advice->uri);
}

PennyAccountStatus *
penny_status_words_new (const PennySyncStatus *status, PennyAccount *account)
{
  PennyAccountStatus *words;

  switch (status->state)
    {
    case PENNY_SYNC_CONNECTING:
      return penny_account_status_new (PENNY_STATUS_CONNECTING);

    case PENNY_SYNC_RUNNING:
      words = penny_account_status_new (PENNY_STATUS_SYNCING);
      words->done = status->done;
      words->total = status->total;
      /* The one name that every server shares, as the folder list says it. */
      words->folder_name = g_strdup (g_strcmp0 (status->folder, "INBOX") == 0 ? _("Inbox") : status->folder);
      return words;

    case PENNY_SYNC_OFFLINE:
      return penny_account_status_new (PENNY_STATUS_OFFLINE);

    case PENNY_SYNC_WAITING:
    case PENNY_SYNC_NEEDS_PERSON:
      words = penny_account_status_new (PENNY_STATUS_ERROR);
      if (status->error != NULL)
        fill_advice (words, status, account);
      return words;

    case PENNY_SYNC_IDLE:
    case PENNY_SYNC_STOPPED:
    default:
      return penny_account_status_new (PENNY_STATUS_IDLE);
    }
}

static char *
taken_back_from_letters (const PennySyncStatus *status)
{
  switch (status->undone)
    {
    case PENNY_OPERATION_FLAGS:
      /* Translators: marked as read, starred… */
      return g_strdup_printf (ngettext ("Your mail provider did not let %u message be marked. It is as it was.",
                                        "Your mail provider did not let %u messages be marked. They are as they were.",
                                        status->n_undone), status->n_undone);
    case PENNY_OPERATION_MOVE:
      return g_strdup_printf (ngettext ("Your mail provider did not let %u message be moved. It is back where it was.",
                                        "Your mail provider did not let %u messages be moved. They are back where "
                                        "they were.", status->n_undone), status->n_undone);
    case PENNY_OPERATION_COPY:
      return g_strdup_printf (ngettext ("Your mail provider did not let %u message be copied.",
                                        "Your mail provider did not let %u messages be copied.", status->n_undone),
                              status->n_undone);
    case PENNY_OPERATION_DELETE:
      return g_strdup_printf (ngettext ("Your mail provider did not let %u message be deleted. It is back where it "
                                        "was.", "Your mail provider did not let %u messages be deleted. They are "
                                        "back where they were.", status->n_undone), status->n_undone);
    default:
      return g_strdup_printf (ngettext ("Your mail provider did not take %u message. It is kept in “On This "
                                        "Computer”.", "Your mail provider did not take %u messages. They are kept "
                                        "in “On This Computer”.", status->n_undone), status->n_undone);
    }
}

static char *
taken_back (const PennySyncStatus *status)
{
  switch (status->undone)
    {
    case PENNY_OPERATION_CREATE_FOLDER:
      /* Translators: %s is a folder's name. */
      return g_strdup_printf (_("Your mail provider did not let the folder “%s” be created."), status->text);
    case PENNY_OPERATION_RENAME_FOLDER:
      /* Translators: %s is a folder's name. */
      return g_strdup_printf (_("Your mail provider did not let the folder “%s” be renamed. It has its old name "
                                "again."), status->text);
    case PENNY_OPERATION_DELETE_FOLDER:
      if (g_error_matches (status->error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_EMPTY))
        /* Translators: %s is a folder's name. */
        return g_strdup_printf (_("New messages have come to the folder “%s”, so it was not deleted."), status->text);
      /* Translators: %s is a folder's name. */
      return g_strdup_printf (_("Your mail provider did not let the folder “%s” be deleted. Its messages are in the "
                                "Trash."), status->text);
    default:
      return taken_back_from_letters (status);
    }
}

char *
penny_status_words_notice (const PennySyncStatus *status)
{
  switch (status->notice)
    {
    case PENNY_SYNC_NOTICE_ALERT:
      /* Translators: %s is a message in the provider's own words. */
      return g_strdup_printf (_("Your mail provider says: %s"), status->text);

    case PENNY_SYNC_NOTICE_REFUSED:
      /* Translators: %s is a list of e-mail addresses. */
      return g_strdup_printf (_("The letter was sent, but not to %s: this address was refused."), status->text);

    case PENNY_SYNC_NOTICE_NOT_SENT:
      /* Translators: %s is a letter's subject. */
      return g_strdup_printf (_("“%s” could not be sent. It waits in the Outbox."), status->text);

    case PENNY_SYNC_NOTICE_TAKEN_BACK:
      return taken_back (status);

    case PENNY_SYNC_NOTICE_VANISHED:
      return g_strdup_printf (ngettext ("Another program took %s letter from the post office. "
                                        "Your copy is safe here.",
                                        "Another program took %s letters from the post office. "
                                        "Your copies are safe here.",
                                        (gulong) g_ascii_strtoull (status->text, NULL, 10)),
                              status->text);

    case PENNY_SYNC_NOTICE_NONE:
    default:
      return NULL;
    }
}
