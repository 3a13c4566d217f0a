/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail accounts that the person has set up in the desktop's settings already (GNOME Online Accounts), over
 * D-Bus, without its library. */
#pragma once

#include "penny-account.h"
#include "penny-keyring.h"

G_BEGIN_DECLS

typedef struct {
  char *id;                   /* of the desktop; penny_account_get_goa_id() */
  char *provider;             /* "Google", in the person's language; may be "" */
  char *address;
  char *name;                 /* the person's; may be "" */
  PennyServer *incoming;      /* always IMAP: the desktop knows no POP */
  PennyServer *outgoing;      /* NULL: it cannot send */
  gboolean needs_attention;   /* the person should look after it in the settings first */
} PennyGoaAccount;

void penny_goa_account_free (PennyGoaAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyGoaAccount, penny_goa_account_free)
/* Ready for penny_account_new(): shared box, PENNY_AUTH_GOA. Full. */
PennyAccountForm *penny_goa_account_to_form (const PennyGoaAccount *self);

/* The desktop's accounts that have mail switched on, in the order of their ids. An absent or silent service (three
 * seconds) has none, which is no error. Calls back in the caller's main context. */
void penny_goa_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Full array of PennyGoaAccount*. NULL only with G_IO_ERROR_CANCELLED. */
GPtrArray *penny_goa_list_finish (GAsyncResult *result, GError **error);

/* The token or password that the desktop has for its account ID. FRESH: the last one was refused; the desktop
 * checks and renews it first. Blocks for a minute at most. Errors: PENNY_ACCOUNT_ERROR_DESKTOP (the account or
 * the service is gone, or wants the person), PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY (later), G_IO_ERROR_CANCELLED. */
PennySecret *penny_goa_get_secret_sync (const char *id, PennyPasswordUse use, gboolean fresh,
                                        GCancellable *cancellable, GError **error);

G_END_DECLS
