/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the provider, its reader, its words and the table of providers share. */
#pragma once

#include "penny-provider.h"

G_BEGIN_DECLS

typedef struct {
  PennyBefore code;
  char *uri;   /* NULL */
} PennyProviderStepFact;

/* What an app password consists of. */
typedef enum {
  PENNY_LETTERS_UNKNOWN,
  PENNY_LETTERS_LOWER,          /* a–z */
  PENNY_LETTERS_LOWER_HYPHEN,   /* a–z; hyphens between groups do not count */
  PENNY_LETTERS_ALNUM,
  PENNY_LETTERS_ANY,
} PennyLetters;

struct _PennyProvider {
  gatomicrefcount ref_count;
  char *id;
  char *name;
  char **domains;
  char **mx;
  char *run_by;            /* id of the provider whose servers these are; NULL: its own */
  GPtrArray *servers[3];   /* PennyServer by PennyProtocol; user is NULL; {domain} in hosts; never NULL */
  gboolean local_user;
  gboolean local_user_smtp;
  guint ways;              /* 1u << PennyWay */
  guint takes;             /* 1u << PennySignIn */
  PennySignIn sign_in;
  GArray *steps;           /* PennyProviderStepFact */
  guint quirks;            /* 1u << PennyQuirk */
  PennyFilesSent files_sent;
  PennyLetters letters;    /* of the app password */
  guint n_letters;
  int expire_days;
  char *help_uri;
  char *webmail_uri;
  PennyOauthConfig *oauth; /* NULL: none, or without a client ID */
  char *source;
};

/* One group of a providers file. Errors: PENNY_ACCOUNT_ERROR_INVALID, naming group and key. */
PennyProvider *penny_provider_new_from_key_file (GKeyFile *file, const char *id, GError **error);
/* Empty, to be filled in by the reader. */
PennyProvider *penny_provider_new (const char *id);

/* HOST of a server, with {domain} filled in. Full. */
char *penny_provider_fill_host (const char *host, const char *domain);

G_END_DECLS
