/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts on mail providers: servers, user-name form, what must be done before a mail program can
 * sign in. From data/providers/ (compiled in) and files of the same form added at run time. */
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
  PENNY_SIGN_IN_BROWSER,         /* through the browser (OAuth 2); "oauth2" in the files */
  PENNY_SIGN_IN_BRIDGE,          /* only through the provider's own program on this computer */
  PENNY_SIGN_IN_IMPOSSIBLE,      /* no mail program can */
} PennySignIn;

/* What the person has to do before the password is typed. */
typedef enum {
  PENNY_BEFORE_TWO_STEP,             /* switch on two-step sign-in: no app password without it */
  PENNY_BEFORE_APP_PASSWORD,         /* make an app password */
  PENNY_BEFORE_APP_PASSWORD_IF_TWO_STEP, /* the same, for those who sign in with two steps */
  PENNY_BEFORE_MAIL_PASSWORD,        /* choose the password for mail programs */
  PENNY_BEFORE_MAILBOX_PASSWORD,     /* use the mailbox's password, not the customer account's */
  PENNY_BEFORE_AUTHORIZATION_CODE,   /* have a code made, which is the password here */
  PENNY_BEFORE_SWITCH_ON,            /* allow mail programs (POP and IMAP) on the web page */
  PENNY_BEFORE_SWITCH_ON_IMAP,       /* allow IMAP; POP works without */
  PENNY_BEFORE_SWITCH_ON_SEND,       /* allow sending */
  PENNY_BEFORE_PAID,                 /* a paid plan */
  PENNY_BEFORE_MAIN_ADDRESS,         /* an alias cannot sign in */
  PENNY_BEFORE_BRIDGE,               /* install the provider's own program */
  PENNY_BEFORE_EXTRA_PROTECTION_OFF, /* the mailbox's extra encryption keeps mail programs out */
  PENNY_BEFORE_ORGANIZATION,         /* workplace or school may have to allow the program */
  PENNY_N_BEFORES,
} PennyBefore;

/* How a provider differs from what the protocols promise. */
typedef enum {
  PENNY_QUIRK_GMAIL_POP_ONCE,      /* POP: what one program has fetched, the next is not offered */
  PENNY_QUIRK_POP_FATE_ON_WEB,     /* POP: a web setting decides what becomes of fetched mail */
  PENNY_QUIRK_POP_CLEARS_WEB,      /* POP: DELE also takes the letter out of the web inbox */
  PENNY_QUIRK_ALL_MAIL_DUPLICATES, /* IMAP: one letter appears in several folders */
  PENNY_QUIRK_NEWEST_10000_ONLY,   /* IMAP: only the newest letters are shown */
  PENNY_QUIRK_FEW_FOLDERS,         /* a small number of folders at most */
  PENNY_QUIRK_CLOSES_UNUSED,       /* access switches itself off when unused for a while */
  PENNY_QUIRK_WANTS_ID,            /* IMAP: the ID command is needed after sign-in */
  PENNY_QUIRK_TINY_BOX,            /* the box is full soon */
  PENNY_QUIRK_CERTIFIED_MAIL,      /* certified mail: nothing may be cleared by itself */
  PENNY_QUIRK_MOVING,              /* mailboxes are being moved to another provider */
  PENNY_QUIRK_ADMIN_MAY_FORBID,    /* the organisation can forbid mail programs */
  PENNY_QUIRK_PLAN_LIMITS,         /* the cheapest plan lets no mail program in */
  PENNY_QUIRK_UNENCRYPTED_LISTED,  /* only unencrypted servers are published: look for sealed ones */
  PENNY_QUIRK_POP_FOLLOWS_SETTING, /* the provider itself explains POP as taking letters away */
  PENNY_N_QUIRKS,
} PennyQuirk;

/* --- finding. Full references; NULL when unknown. Case does not matter, nor does IDN's spelling. --- */

/* By the address's domain. */
PennyProvider *penny_provider_find (const char *address);
PennyProvider *penny_provider_find_by_domain (const char *domain);
PennyProvider *penny_provider_find_by_id (const char *id);
/* By the mail exchanger of a domain (RFC 5321 §5.1): aspmx.l.google.com belongs to Gmail. The longest
 * known suffix wins. MX_HOST may end in a dot. DNS is not asked here. */
PennyProvider *penny_provider_find_by_mx (const char *mx_host);
/* By a server's host name (imap.gmail.com), also one that is only an alternative. */
PennyProvider *penny_provider_find_by_host (const char *host);
/* The known domain that DOMAIN is one typing mistake away from: "gmail.com" for "gmial.com". NULL when DOMAIN is
 * known itself, or like none. Full. */
char *penny_provider_dup_likely_domain (const char *domain);
/* Every provider, built-in ones last. Full array of PennyProvider*. */
GPtrArray *penny_provider_list_all (void);
/* Adds facts from PATH, one group a provider; they come before the built-in ones. One caller at a
 * time, best before anything else starts. Errors:
 * PENNY_ACCOUNT_ERROR_INVALID, NOT_FOUND, IO. */
gboolean penny_provider_add_file (const char *path, GError **error);

PennyProvider *penny_provider_ref (PennyProvider *self);
void penny_provider_unref (PennyProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyProvider, penny_provider_unref)

/* --- facts; strings are borrowed until the last unref --- */

const char *penny_provider_get_id (PennyProvider *self);        /* "gmail" */
const char *penny_provider_get_name (PennyProvider *self);      /* "Gmail" */
/* May be empty: a provider that is known by its mail exchangers only. "*.plus.com" is any name below. */
const char * const *penny_provider_get_domains (PennyProvider *self);
/* The preferred server with USER filled in for ADDRESS; NULL when there is none of that kind. Full. */
PennyServer *penny_provider_dup_server (PennyProvider *self, PennyProtocol protocol, const char *address);
/* All of that kind, best first; may be empty. Full array of PennyServer*. */
GPtrArray *penny_provider_dup_servers (PennyProvider *self, PennyProtocol protocol, const char *address);
/* A set of 1u << PENNY_WAY_…: what the provider's servers, and its own rules, allow. */
guint penny_provider_get_ways_possible (PennyProvider *self);
/* What one types as a password here; PENNY_SIGN_IN_BROWSER only where no password works at all. */
PennySignIn penny_provider_get_sign_in (PennyProvider *self);
/* Whether SIGN_IN is one of the proofs it takes: Gmail takes both an app password and the browser. */
gboolean penny_provider_takes (PennyProvider *self, PennySignIn sign_in);
PennyFilesSent penny_provider_get_files_sent (PennyProvider *self);
const char *penny_provider_get_help_uri (PennyProvider *self);     /* https; NULL when none is known */
const char *penny_provider_get_webmail_uri (PennyProvider *self);  /* https; NULL when none is known */
int penny_provider_get_expire_days (PennyProvider *self);  /* the provider clears older letters; -1: not known */
const char *penny_provider_get_source (PennyProvider *self);    /* where the facts come from, and when */
gboolean penny_provider_has_step (PennyProvider *self, PennyBefore code);
gboolean penny_provider_has_quirk (PennyProvider *self, PennyQuirk quirk);

/* How to sign in there through the browser: penny_oauth_sign_in_async(). NULL when the provider has no such
 * thing, or this program was built without a registration there (build option oauth-client-NAME). Borrowed. */
const PennyOauthConfig *penny_provider_get_oauth (PennyProvider *self);
/* TRUE: the above is not NULL. FALSE although the provider wants it: what works instead,
 * penny_provider_dup_before_you_start() says. */
gboolean penny_provider_can_sign_in_with_browser (PennyProvider *self);
/* FALSE when this program cannot sign in there at all (browser only and not registered, bridge, impossible). */
gboolean penny_provider_can_sign_in (PennyProvider *self);

/* --- words for the person: whole translated sentences, in penny-provider-words.c --- */

typedef struct {
  guint number;           /* from 1 */
  PennyBefore code;
  char *sentence;
  char *button;           /* its label; NULL when there is no page to open */
  char *uri;              /* https; NULL */
} PennyProviderStep;

/* What to do before a password is typed, in this order. Full array of PennyProviderStep*; may be empty. */
GPtrArray *penny_provider_dup_steps (PennyProvider *self);
/* In short, for a line under the address: what must be done first, and plainly so when we cannot sign
 * in; NULL when there is nothing to say. Full. */
char *penny_provider_dup_before_you_start (PennyProvider *self);
/* What QUIRK means for the person. Full; NULL when the provider has no such quirk. */
char *penny_provider_dup_quirk_sentence (PennyProvider *self, PennyQuirk quirk);

/* --- the shape of app passwords, in penny-provider-password.c --- */

typedef enum {
  PENNY_PASSWORD_SHAPE_OK,              /* or nothing is known about it */
  PENNY_PASSWORD_SHAPE_STRIP_SPACES,    /* right, once the spaces of the web page are gone */
  PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY,  /* not what the provider makes: warn, but never refuse */
} PennyPasswordShape;

PennyPasswordShape penny_provider_check_password_shape (PennyProvider *self, const char *password);
/* PASSWORD without white space. Full: penny_secret_wipe() it before g_free(). */
char *penny_provider_dup_password_stripped (const char *password);
/* What to say about SHAPE; NULL for OK. Full. */
char *penny_provider_dup_password_sentence (PennyProvider *self, PennyPasswordShape shape);

G_END_DECLS
