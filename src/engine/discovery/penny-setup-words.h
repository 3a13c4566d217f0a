/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assistant says about the four ways and about finding settings: everyday words, all
 * translated. No GTK. Main thread. */
#pragma once

#include "penny-setup.h"

G_BEGIN_DECLS

/* Static. */
const char *penny_setup_words_way_title (PennyWay way);      /* "Shared box" */
const char *penny_setup_words_way_sentence (PennyWay way);   /* what becomes of the letters */
const char *penny_setup_words_way_technical (PennyWay way);  /* "Technicians call this IMAP." */

/* What this way will change at the post office with the setup's days: whole sentences that are true of
 * the settings. Full. */
char *penny_setup_words_way_consequence (PennySetup *setup, PennyWay way);
/* Why WAY cannot be chosen. Full. */
char *penny_setup_words_way_impossible (PennySetup *setup);

/* That a way which the adviser would rather recommend cannot be chosen, and why. Full; NULL when the best
 * one is recommended. */
char *penny_setup_words_missed (PennySetup *setup, const PennyWayAdvice *advice);

/* Where the search looks now. Full. */
char *penny_setup_words_looking (PennyProposalSource source, PennySetup *setup);

/* Under Details: every place that is asked, and how it is doing; a line each. Full; NULL: none yet. */
char *penny_setup_words_looks (PennySetup *setup);

/* The question about a proposal that is not trusted, and what the public list would be told. Full. */
char *penny_setup_words_doubtful (PennyProposal *proposal);
char *penny_setup_words_public (PennySetup *setup);

/* What to do where the provider lets nobody in. Static; NULL where it does. */
const char *penny_setup_words_instead (PennyProvider *provider);

/* On the page with the address: that the name of a server was understood; as which account the new one will be.
 * Full. */
char *penny_setup_words_server_name (PennySetup *setup);
char *penny_setup_words_model (PennySetup *setup);

/* On the page with the address, where the browser is the way in. Full. */
char *penny_setup_words_browser (PennySetup *setup);
/* What to do in the browser, before it is open and while it is waited for. Full. */
char *penny_setup_words_sign_in (PennySetup *setup);

/* What will happen once the account is kept, before it is: sentences that are true of what was found
 * and of the settings. The one on what is removed is the REMOVAL-th. Full, NULL-terminated. */
char **penny_setup_words_promises (PennySetup *setup, guint *removal);

/* One or two sentences on what happens now that the account works. Full. */
char *penny_setup_words_finished (PennySetup *setup);

G_END_DECLS
