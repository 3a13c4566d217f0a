/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every error domain of the engine with its codes, and the one table that grades them. A code
 * means something to do about it, not where it happened. Cancellation is always
 * G_IO_ERROR_CANCELLED. GError messages are English and technical (they stand under "Details");
 * what a person reads comes from discovery's advice. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PENNY_WIRE_ERROR (penny_wire_error_quark ())
#define PENNY_IMAP_ERROR (penny_imap_error_quark ())
#define PENNY_POP_ERROR (penny_pop_error_quark ())
#define PENNY_SMTP_ERROR (penny_smtp_error_quark ())
#define PENNY_MESSAGE_ERROR (penny_message_error_quark ())
#define PENNY_STORE_ERROR (penny_store_error_quark ())
#define PENNY_ACCOUNT_ERROR (penny_account_error_quark ())
#define PENNY_DISCOVERY_ERROR (penny_discovery_error_quark ())

GQuark penny_wire_error_quark (void);
GQuark penny_imap_error_quark (void);
GQuark penny_pop_error_quark (void);
GQuark penny_smtp_error_quark (void);
GQuark penny_message_error_quark (void);
GQuark penny_store_error_quark (void);
GQuark penny_account_error_quark (void);
GQuark penny_discovery_error_quark (void);

typedef enum {
  PENNY_WIRE_ERROR_OFFLINE,            /* no network at all */
  PENNY_WIRE_ERROR_HOST_NOT_FOUND,     /* the name does not resolve */
  PENNY_WIRE_ERROR_REFUSED,            /* nobody listens on that port */
  PENNY_WIRE_ERROR_UNREACHABLE,        /* no route, or a firewall says no */
  PENNY_WIRE_ERROR_TIMED_OUT,          /* connected or not, nothing came in time */
  PENNY_WIRE_ERROR_CLOSED,             /* the other side hung up */
  PENNY_WIRE_ERROR_PROXY,              /* the proxy refuses or wants a password */
  PENNY_WIRE_ERROR_TLS,                /* the handshake failed: not TLS, too old, too weak */
  PENNY_WIRE_ERROR_CERT_UNTRUSTED,     /* nobody this computer trusts signed it */
  PENNY_WIRE_ERROR_CERT_EXPIRED,       /* out of date */
  PENNY_WIRE_ERROR_CERT_NOT_YET_VALID, /* starts in the future: often this computer's clock */
  PENNY_WIRE_ERROR_CERT_WRONG_NAME,    /* made for another host name */
  PENNY_WIRE_ERROR_CERT_REVOKED,       /* taken back by its issuer */
  PENNY_WIRE_ERROR_CERT_WEAK,          /* key, signature or purpose not fit for use */
  PENNY_WIRE_ERROR_INJECTED,           /* bytes in clear behind the STARTTLS go-ahead */
  PENNY_WIRE_ERROR_LIMIT,              /* more than any honest server sends */
} PennyWireError;

typedef enum {
  PENNY_IMAP_ERROR_PROTOCOL,          /* the server's answer cannot be understood */
  PENNY_IMAP_ERROR_LIMIT,             /* more than any honest server sends */
  PENNY_IMAP_ERROR_NO,                /* the server refuses, no more precise code */
  PENNY_IMAP_ERROR_BAD,               /* the server did not understand us */
  PENNY_IMAP_ERROR_BYE,               /* the server ended the session */
  PENNY_IMAP_ERROR_AUTH_FAILED,       /* user name or password wrong, or not allowed */
  PENNY_IMAP_ERROR_AUTH_EXPIRED,      /* [EXPIRED], or the token is void: must be renewed */
  PENNY_IMAP_ERROR_AUTH_APP_PASSWORD, /* the server wants an app password or a browser log-in */
  PENNY_IMAP_ERROR_NO_MECHANISM,      /* no way to log in that both sides know */
  PENNY_IMAP_ERROR_TLS_NOT_OFFERED,   /* STARTTLS required but not offered, or PREAUTH before it */
  PENNY_IMAP_ERROR_UNAVAILABLE,       /* [UNAVAILABLE], [INUSE]: try later */
  PENNY_IMAP_ERROR_NONEXISTENT,       /* no such folder */
  PENNY_IMAP_ERROR_NOPERM,            /* not allowed in this folder */
  PENNY_IMAP_ERROR_OVERQUOTA,         /* the box is full */
  PENNY_IMAP_ERROR_UIDVALIDITY,       /* the folder was made anew: all UIDs are void */
  PENNY_IMAP_ERROR_TOO_BIG,           /* [TOOBIG], APPENDLIMIT */
} PennyImapError;

typedef enum {
  PENNY_POP_ERROR_PROTOCOL,
  PENNY_POP_ERROR_LIMIT,
  PENNY_POP_ERROR_REFUSED,          /* -ERR, no more precise code */
  PENNY_POP_ERROR_AUTH_FAILED,      /* [AUTH] or -ERR to a log-in */
  PENNY_POP_ERROR_IN_USE,           /* [IN-USE]: another program has the maildrop open */
  PENNY_POP_ERROR_LOGIN_DELAY,      /* [LOGIN-DELAY]: asked too soon */
  PENNY_POP_ERROR_TEMPORARY,        /* [SYS/TEMP] */
  PENNY_POP_ERROR_PERMANENT,        /* [SYS/PERM] */
  PENNY_POP_ERROR_TLS_NOT_OFFERED,
  PENNY_POP_ERROR_NO_MECHANISM,
  PENNY_POP_ERROR_NO_SUCH_MESSAGE,  /* -ERR to RETR, TOP, DELE */
  PENNY_POP_ERROR_UNSUPPORTED,      /* no UIDL, no TOP */
  PENNY_POP_ERROR_AUTH_EXPIRED,     /* the token is void */
} PennyPopError;

typedef enum {
  PENNY_SMTP_ERROR_PROTOCOL,
  PENNY_SMTP_ERROR_LIMIT,
  PENNY_SMTP_ERROR_TEMPORARY,          /* 4xx */
  PENNY_SMTP_ERROR_REFUSED,            /* 5xx, no more precise code */
  PENNY_SMTP_ERROR_AUTH_FAILED,
  PENNY_SMTP_ERROR_AUTH_REQUIRED,      /* 530, 550 5.7.1 before log-in */
  PENNY_SMTP_ERROR_NO_MECHANISM,
  PENNY_SMTP_ERROR_TLS_NOT_OFFERED,
  PENNY_SMTP_ERROR_TOO_BIG,            /* SIZE, 552 5.3.4 */
  PENNY_SMTP_ERROR_SENDER_REFUSED,     /* MAIL FROM refused: not one's own address */
  PENNY_SMTP_ERROR_RECIPIENT_REFUSED,  /* every recipient refused */
  PENNY_SMTP_ERROR_NEEDS_SMTPUTF8,     /* an address is not ASCII and the server cannot */
  PENNY_SMTP_ERROR_SPAM,               /* 5.7.x policy: refused as spam */
  PENNY_SMTP_ERROR_AUTH_EXPIRED,       /* the token is void */
} PennySmtpError;

typedef enum {
  PENNY_MESSAGE_ERROR_LIMIT,        /* nesting, parts, size */
  PENNY_MESSAGE_ERROR_ADDRESS,      /* an address cannot be read */
  PENNY_MESSAGE_ERROR_NO_RECIPIENT,
  PENNY_MESSAGE_ERROR_ATTACHMENT,   /* a file cannot be read */
  PENNY_MESSAGE_ERROR_NO_PART,      /* no such part */
} PennyMessageError;

typedef enum {
  PENNY_STORE_ERROR_IO,          /* the disk fails */
  PENNY_STORE_ERROR_FULL,        /* the disk is full */
  PENNY_STORE_ERROR_DAMAGED,     /* the database is not sound */
  PENNY_STORE_ERROR_TOO_NEW,     /* written by a newer version */
  PENNY_STORE_ERROR_BUSY,        /* another program holds it */
  PENNY_STORE_ERROR_NOT_FOUND,   /* no such folder or letter */
  PENNY_STORE_ERROR_NO_BODY,     /* the letter's text has not been fetched yet */
  PENNY_STORE_ERROR_CLOSED,      /* the store is being closed */
  PENNY_STORE_ERROR_OWED,        /* the server must be told first what was done here */
  PENNY_STORE_ERROR_NOT_ALL_HERE,   /* letters must be fetched first that can only be fetched now */
  PENNY_STORE_ERROR_EXISTS,      /* a folder of this name is there already */
  PENNY_STORE_ERROR_BAD_NAME,    /* no folder can be called so */
  PENNY_STORE_ERROR_PROTECTED,   /* the account needs this folder as it is */
  PENNY_STORE_ERROR_NOT_EMPTY,   /* there are letters in the folder that have not been seen here */
} PennyStoreError;

typedef enum {
  PENNY_ACCOUNT_ERROR_INVALID,       /* a settings file cannot be read as one */
  PENNY_ACCOUNT_ERROR_PLAINTEXT,     /* security=none for a host that is not this computer */
  PENNY_ACCOUNT_ERROR_NOT_FOUND,
  PENNY_ACCOUNT_ERROR_IO,
  PENNY_ACCOUNT_ERROR_NO_KEYRING,    /* nowhere safe to keep a password */
  PENNY_ACCOUNT_ERROR_KEYRING,       /* the keyring is locked or refuses */
  PENNY_ACCOUNT_ERROR_NO_PASSWORD,   /* none kept, none given */
  PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN, /* the sign-in through the browser has run out or was taken back */
  PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN, /* it was not finished in the browser, or not in time */
  PENNY_ACCOUNT_ERROR_NO_CONSENT,    /* somebody said no in the browser, or to a part of it */
  PENNY_ACCOUNT_ERROR_OTHER_PERSON,  /* a fresh sign-in does not open this box: it was for another address */
  PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY,  /* the provider's sign-in service has a trouble of its own */
  PENNY_ACCOUNT_ERROR_NO_CLIENT_ID,  /* this program is not registered for signing in there */
  PENNY_ACCOUNT_ERROR_DESKTOP,       /* the desktop's account is gone or wants attention */
} PennyAccountError;

typedef enum {
  PENNY_DISCOVERY_ERROR_ADDRESS,     /* not an e-mail address */
  PENNY_DISCOVERY_ERROR_NOT_FOUND,   /* no settings found by any source */
  PENNY_DISCOVERY_ERROR_BAD_CONFIG,  /* a source's answer breaks the rules */
  PENNY_DISCOVERY_ERROR_NO_SERVER,   /* the name that was typed is not that of a mail server */
  PENNY_DISCOVERY_ERROR_NO_LETTER,   /* a letter to oneself was taken and has not come */
} PennyDiscoveryError;

/* When it is worth trying again. */
typedef enum {
  PENNY_RETRY_NOW,       /* a fresh connection is likely to do */
  PENNY_RETRY_LATER,     /* with growing pauses */
  PENNY_NEEDS_PERSON,    /* nothing changes until somebody does something */
  PENNY_FINAL,           /* never; give this thing up, keep the rest */
} PennyRetry;

/* How much of the work it spoils. */
typedef enum {
  PENNY_SPOILS_MESSAGE,
  PENNY_SPOILS_FOLDER,
  PENNY_SPOILS_ACCOUNT,
} PennySpoils;

typedef struct {
  PennyRetry retry;
  PennySpoils spoils;
  const char *domain;   /* "wire", "imap"…; static */
  const char *code;     /* "host-not-found"…; static; the word pennypostctl prints */
} PennyErrorGrade;

/* Grades any GError. Domains and codes that the table does not know (GLib's own) are graded
 * PENNY_RETRY_LATER × PENNY_SPOILS_ACCOUNT with their quark as domain. Never fails. Any thread. */
PennyErrorGrade penny_error_grade (const GError *error);

/* Walks the table: the number of codes of DOMAIN, 0 when unknown. For tests and for advice. */
guint penny_error_n_codes (GQuark domain);

G_END_DECLS
