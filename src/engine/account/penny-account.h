/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of one account: an immutable, reference-counted value that may cross threads, its
 * key-file form, and the form that is filled in to make one. Passwords are never part of it. */
#pragma once

#include <gio/gio.h>

#include "penny-oauth-config.h"
#include "penny-types.h"
#include "penny-way-rules.h"

G_BEGIN_DECLS

/* One server of an account. Strings are never NULL in a PennyAccount. */
typedef struct {
  PennyProtocol protocol;
  PennySecurity security;
  guint16 port;
  char *host;   /* a name (IDN as UTF-8 or ASCII) or an IP address */
  char *user;   /* what one logs in with */
  char *trusted_key;   /* the one certificate key that is trusted although nobody vouches for it: SHA-256
                        * of the public key, 64 hex digits in lower case; NULL: none, the usual case */
} PennyServer;

/* The server's standard port (RFC 8314 §3, §4): 993/143, 995/110, 465/587 (587 also for none). */
guint16 penny_server_default_port (PennyProtocol protocol, PennySecurity security);
PennyServer *penny_server_new (PennyProtocol protocol, const char *host, guint16 port,
                               PennySecurity security, const char *user);
PennyServer *penny_server_copy (const PennyServer *self);
void penny_server_free (PennyServer *self);
gboolean penny_server_equal (const PennyServer *a, const PennyServer *b);
/* Trusts KEY (NULL: none any more) in place of what was trusted before. */
void penny_server_set_trusted_key (PennyServer *self, const char *key);
/* Trusts what OLD (may be NULL) trusts when it is the same host; for settings that are filled in anew. */
void penny_server_keep_trust (PennyServer *self, const PennyServer *old);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyServer, penny_server_free)

/* TRUE for localhost, *.localhost, 127.0.0.0/8 and ::1: never for a name that merely resolves there. */
gboolean penny_host_is_loopback (const char *host);

/* Whether the server puts a copy of what is sent into Sent by itself (Gmail, Outlook.com do). */
typedef enum {
  PENNY_FILES_SENT_UNKNOWN,   /* look whether it has appeared before uploading one */
  PENNY_FILES_SENT_YES,
  PENNY_FILES_SENT_NO,
} PennyFilesSent;

/* What proves to the servers who one is; where it comes from, penny-credential.h knows. */
typedef enum {
  PENNY_AUTH_PASSWORD,
  PENNY_AUTH_OAUTH2,     /* a token, from signing in through the browser */
  PENNY_AUTH_GOA,        /* whatever the desktop's account has (GNOME Online Accounts) */
} PennyAuth;

/* "password", "oauth2", "goa", as in key files; static. */
const char *penny_auth_to_string (PennyAuth auth);

#define PENNY_CLEAR_AFTER_DAYS_DEFAULT 14
#define PENNY_TAKE_HOME_DAYS_DEFAULT 1
#define PENNY_DAYS_MAX 3650
#define PENNY_SIGNATURE_MAX 4096

/* --- filling in ---
 * A plain form; the strings are owned by it. NULL or 0 means "the default". */
typedef struct {
  char *id;                    /* NULL: made from the address */
  char *address;
  char *name;                  /* as it stands in From; may be NULL */
  char *signature;             /* below each letter, several lines, at most PENNY_SIGNATURE_MAX bytes; may be NULL */
  PennyWay way;
  int clear_after_days;        /* 0: default; PENNY_WAY_CLEAR_LATER only; -1: only when thrown away here */
  int take_home_days;          /* -1: default; how long a letter that is safe here stays there, 0 = at once */
  PennyServer *incoming;       /* user NULL: the address; port 0: the standard one */
  PennyServer *outgoing;       /* NULL: this account cannot send */
  gboolean accept_plaintext;
  PennyFilesSent files_sent;
  PennyAuth auth;
  PennyOauthConfig *oauth;     /* with PENNY_AUTH_OAUTH2; NULL: the provider's */
  char *goa_id;                /* with PENNY_AUTH_GOA: the desktop's name for its account; else NULL */
} PennyAccountForm;

PennyAccountForm *penny_account_form_new (void);
void penny_account_form_free (PennyAccountForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAccountForm, penny_account_form_free)

/* --- the account --- */

typedef struct _PennyAccount PennyAccount;

#define PENNY_TYPE_ACCOUNT (penny_account_get_type ())
GType penny_account_get_type (void);

/* Checks FORM and makes an account of it; FORM stays the caller's. Errors: PENNY_ACCOUNT_ERROR_INVALID
 * (the message names the field), PENNY_ACCOUNT_ERROR_PLAINTEXT (security=none for a host that is not
 * this computer, without accept_plaintext). The way and the incoming protocol must agree: shared is
 * IMAP, the others POP3. Any thread. */
PennyAccount *penny_account_new (const PennyAccountForm *form, GError **error);
/* A form filled in as SELF is, to change something: edit it and call penny_account_new(). */
PennyAccountForm *penny_account_to_form (const PennyAccount *self);

PennyAccount *penny_account_ref (PennyAccount *self);
void penny_account_unref (PennyAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAccount, penny_account_unref)
gboolean penny_account_equal (const PennyAccount *a, const PennyAccount *b);
/* SELF under another id (short, [a-z0-9._-], as penny_account_id_is_valid() wants it). */
PennyAccount *penny_account_copy_with_id (const PennyAccount *self, const char *id);

/* SELF with KEY (PennyServer.trusted_key; NULL: none any more) trusted for the one server. Every later
 * connection of the account obeys. NULL with PENNY_ACCOUNT_ERROR_INVALID when KEY is none, or when there is
 * no outgoing server. */
PennyAccount *penny_account_copy_with_trusted_key (const PennyAccount *self, gboolean outgoing,
                                                   const char *key, GError **error);

/* All borrowed until the last unref; never NULL where not said. */
const char *penny_account_get_id (const PennyAccount *self);        /* safe as a file name */
const char *penny_account_get_address (const PennyAccount *self);
const char *penny_account_get_name (const PennyAccount *self);      /* "" when not given */
const char *penny_account_get_signature (const PennyAccount *self);  /* "" when there is none */
PennyWay penny_account_get_way (const PennyAccount *self);
/* Days after which a collected letter is cleared on the server under "clear later"; -1: by days
 * never, only when it is thrown away here. */
int penny_account_get_clear_after_days (const PennyAccount *self);
/* Days that a letter which is safe here still stays on the server under "take home". */
int penny_account_get_take_home_days (const PennyAccount *self);
const PennyServer *penny_account_get_incoming (const PennyAccount *self);
const PennyServer *penny_account_get_outgoing (const PennyAccount *self);   /* NULL: cannot send */
gboolean penny_account_get_accept_plaintext (const PennyAccount *self);
PennyFilesSent penny_account_get_files_sent (const PennyAccount *self);
PennyAuth penny_account_get_auth (const PennyAccount *self);
const PennyOauthConfig *penny_account_get_oauth (const PennyAccount *self);   /* NULL: the provider's */
const char *penny_account_get_goa_id (const PennyAccount *self);              /* NULL but with PENNY_AUTH_GOA */
/* The rules of its way, and the days that go with them: -1 is "never by days", also where the way
 * never clears anything. */
const PennyWayRules *penny_account_get_rules (const PennyAccount *self);
int penny_account_get_clearing_days (const PennyAccount *self);

/* --- key files ---
 * [account] address= name= signature= way= clear-after-days= take-home-days= files-sent=unknown|yes|no
 * i-accept-plaintext= (also honoured in the two groups below) auth=password|oauth2|goa goa-id=
 * [incoming] protocol= host= port= security= user= trusted-key=
 * [outgoing] host= port= security= user= trusted-key=      (the group may be absent)
 * [oauth] authorize= token= client-id= client-secret= scope= extra=, or client=google|microsoft|yahoo
 *         (with auth=oauth2; the group may be absent: the provider's facts are used)
 * clear-after-days=never is -1. Unknown keys and groups are ignored. */

/* ID may be NULL: made from the address. Errors as penny_account_new(); the message names the group
 * and key. */
PennyAccount *penny_account_new_from_key_file (GKeyFile *file, const char *id, GError **error);
/* Reads PATH (at most 64 KiB). Errors: also PENNY_ACCOUNT_ERROR_IO, PENNY_ACCOUNT_ERROR_NOT_FOUND. */
PennyAccount *penny_account_new_from_file (const char *path, const char *id, GError **error);
GKeyFile *penny_account_to_key_file (const PennyAccount *self);

/* The desktop's name for an account of its own: 1–64 of [A-Za-z0-9_], as in a D-Bus path. */
gboolean penny_goa_id_is_valid (const char *id);
/* 1–64 of [a-z0-9._-], starting with a letter or digit. */
gboolean penny_account_id_is_valid (const char *id);
/* "Anna@Example.org" → "anna-example.org". Always valid. */
char *penny_account_id_from_address (const char *address);
/* One mailbox of plain form: local part and domain, ≤ 254 bytes, UTF-8, no spaces or controls.
 * Liberal: the provider decides. */
gboolean penny_address_is_plausible (const char *address);
/* A host name (IDN as UTF-8 or ASCII) or an IP address, and nothing else. */
gboolean penny_host_is_plausible (const char *host);

G_END_DECLS
