/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A response as one line of text, for tables of cases. */
#pragma once

#include "penny-imap-response.h"

char *response_dump (const PennyImapResponse *response);
