/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays a written conversation with a session in every way: whole, by lines, by bytes, cut behind
 * each line of the server, cancelled before each. */
#pragma once

#include "penny-imap-session.h"
#include "transcript.h"

/* What the client does. Fails like the session's functions; checks what it got as it goes. */
typedef gboolean (*ScenarioFunc) (PennyImapSession *session, GError **error);

typedef struct {
  const char *name;
  const char *script;
  ScenarioFunc play;
} Scenario;

/* Adds /imap/NAME/{played,cut,cancelled}. SCENARIOS must stay. */
void scenario_add_tests (const Scenario *scenarios, guint n);

/* Greets and logs in as alice@example.org with the password "secret". */
gboolean scenario_enter (PennyImapSession *session, PennySecurity security, GError **error);

/* The base64 of what PLAIN says then. */
#define PLAIN_ANSWER "AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA=="
