/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One notification an account: the newest letter, and how many more. */
#include "penny-notifications.h"

#include <glib/gi18n-lib.h>

#define RECENT_S (2 * 24 * 60 * 60)
#define MAX_LOOKED_AT 50

static char *
make_id (const char *account_id)
{
  return g_strdup_printf ("new-mail-%s", account_id);
}

/* The newest of what arrived that is worth telling; *N counts them. */
static PennyEntry *
choose (PennyStore *store, const PennyStoreChange *change, guint *n)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_role (store, PENNY_ROLE_INBOX, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  PennyEntry *newest = NULL;

  *n = 0;
  for (guint i = 0; inbox != NULL && i < MIN (change->n_arrived, MAX_LOOKED_AT); i++)
    {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (store, change->arrived[i], NULL);

      if (entry == NULL || entry->folder != inbox->id || (entry->flags & PENNY_FLAG_SEEN) != 0
          || entry->date < now - RECENT_S)
        continue;
      (*n)++;
      if (newest == NULL || entry->date > newest->date)
        {
          g_clear_pointer (&newest, penny_entry_unref);
          newest = g_steal_pointer (&entry);
        }
    }

  return newest;
}

void
penny_notifications_show (GApplication *application, PennyAccountRunner *runner, const PennyStoreChange *change)
{
  const char *account_id = penny_account_get_id (penny_account_runner_get_account (runner));
  g_autofree char *id = make_id (account_id);
  g_autofree char *target = NULL;
  g_autofree char *body = NULL;
  g_autoptr (PennyEntry) entry = NULL;
  g_autoptr (GNotification) notification = NULL;
  guint n;

  if (change->n_arrived == 0 || !penny_account_runner_is_settled (runner))
    return;
  entry = choose (penny_account_runner_get_store (runner), change, &n);
  if (entry == NULL)
    return;

  notification = g_notification_new (entry->from_name[0] != '\0' ? entry->from_name : entry->from_address);
  if (n > 1)
    body = g_strdup_printf (ngettext ("%s\nand %u more letter", "%s\nand %u more letters", n - 1),
                            entry->subject, n - 1);
  else
    body = g_strdup (entry->subject[0] != '\0' ? entry->subject : _("No subject"));
  g_notification_set_body (notification, body);
  g_notification_set_category (notification, "email.arrived");
  target = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);
  g_notification_set_default_action_and_target (notification, "app.show-entry", "(ss)", account_id, target);
  g_application_send_notification (application, id, notification);
}

void
penny_notifications_withdraw (GApplication *application, const char *account_id)
{
  g_autofree char *id = make_id (account_id);

  g_application_withdraw_notification (application, id);
}
