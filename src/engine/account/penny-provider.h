/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts on mail providers: servers, user-name form, what must be done before a mail program can
 * sign in. From providers.ini (compiled in) and files added at run time. */
#pragma once

#include "penny-account.h"

G_BEGIN_DECLS

/* Immutable, reference-counted; any thread. */
typedef struct _PennyProvider PennyProvider;

/* What the provider asks for as proof. */
typedef enum {
  PENNY_SIGN_IN_PASSWORD,        /* the usual password */
  PENNY_SIGN_IN_MAIL_PASSWORD,   /* a separate password for mail, not the one of the web page */
  PENNY_SIGN_IN_MAYBE_APP,       /* the usual one; an app password once two-step sign-in is on */
  PENNY_SIGN_IN_APP_PASSWORD,    /* an app password, made on the provider's page */
  PENNY_SIGN_IN_BROWSER,         /* only through the browser (OAuth 2) */
  PENNY_SIGN_IN_BRIDGE,          /* only through the provider's own program on this computer */
  PENNY_SIGN_IN_IMPOSSIBLE,      /* no mail program can */
} PennySignIn;

/* What the person has to do first, as a bit set. */
typedef enum {
  PENNY_BEFORE_SWITCH_ON      = 1 << 0,   /* POP and IMAP must be switched on, on the web page */
  PENNY_BEFORE_SWITCH_ON_IMAP = 1 << 1,   /* only IMAP must */
  PENNY_BEFORE_SWITCH_ON_SEND = 1 << 2,   /* sending must */
  PENNY_BEFORE_PAID           = 1 << 3,   /* a paid plan */
  PENNY_BEFORE_MAIN_ADDRESS   = 1 << 4,   /* an alias cannot sign in */
  PENNY_BEFORE_TWO_STEP       = 1 << 5,   /* two-step sign-in must be on before an app password can be made */
} PennyBefore;

/* The provider of ADDRESS by its domain (case-insensitive), NULL when unknown. Full. */
PennyProvider *penny_provider_find (const char *address);
PennyProvider *penny_provider_find_by_id (const char *id);
/* By a server's host name (imap.gmail.com), for advice about an account set up by hand. Full. */
PennyProvider *penny_provider_find_by_host (const char *host);
/* Every provider, built-in ones last. Full array of PennyProvider*. */
GPtrArray *penny_provider_list_all (void);
/* Adds providers.ini-like facts from PATH; they come before the built-in ones. One caller at a
 * time, best before anything else starts. Errors:
 * PENNY_ACCOUNT_ERROR_INVALID, NOT_FOUND, IO. */
gboolean penny_provider_add_file (const char *path, GError **error);

PennyProvider *penny_provider_ref (PennyProvider *self);
void penny_provider_unref (PennyProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyProvider, penny_provider_unref)

const char *penny_provider_get_id (PennyProvider *self);        /* "gmail" */
const char *penny_provider_get_name (PennyProvider *self);      /* "Gmail" */
const char * const *penny_provider_get_domains (PennyProvider *self);
/* A server with USER filled in for ADDRESS; NULL when the provider has none of that kind. Full. */
PennyServer *penny_provider_dup_server (PennyProvider *self, PennyProtocol protocol, const char *address);
PennySignIn penny_provider_get_sign_in (PennyProvider *self);
PennyBefore penny_provider_get_before (PennyProvider *self);
PennyFilesSent penny_provider_get_files_sent (PennyProvider *self);
const char *penny_provider_get_help_uri (PennyProvider *self);  /* NULL when none is known */
const char *penny_provider_get_source (PennyProvider *self);    /* where the facts come from, and when */

/* How to sign in there through the browser: penny_oauth_sign_in_async(). NULL when the provider has no such
 * thing, or this program was built without a registration there (build option oauth-client-NAME). Borrowed. */
const PennyOauthConfig *penny_provider_get_oauth (PennyProvider *self);
/* TRUE: the above is not NULL. FALSE although the provider wants it: what works instead,
 * penny_provider_dup_before_you_start() says. */
gboolean penny_provider_can_sign_in_with_browser (PennyProvider *self);
/* FALSE when this program cannot sign in there at all (browser only and not registered, bridge, impossible). */
gboolean penny_provider_can_sign_in (PennyProvider *self);
/* Whole translated sentences for the assistant, before the password is typed: what must be done
 * first, and plainly so when we cannot sign in; NULL when there is nothing to say. Full. */
char *penny_provider_dup_before_you_start (PennyProvider *self);

G_END_DECLS
