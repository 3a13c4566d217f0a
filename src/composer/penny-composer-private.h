/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer window from the inside, shared by the files that it is written in: -window (the widget),
 * -letter (fields), -draft (keeping), -send (checks and sending), -files (attaching). */
#pragma once

#include "penny-attachment-chips.h"
#include "penny-banner.h"
#include "penny-composer-window.h"
#include "penny-recipient-row.h"

G_BEGIN_DECLS

/* Many providers refuse letters above this; it is said, not enforced. */
#define PENNY_COMPOSER_LARGE (25u * 1000 * 1000)
/* No provider takes this; a letter has to fit into memory several times. */
#define PENNY_COMPOSER_TOO_LARGE (100u * 1000 * 1000)

typedef struct {
  PennyAccount *account;
  PennyStore *store;
} PennyComposerSender;

/* What comes once the draft under way is saved. Later ones win. */
typedef enum {
  PENNY_COMPOSER_NEXT_NOTHING,
  PENNY_COMPOSER_NEXT_CLOSE,
  PENNY_COMPOSER_NEXT_DISCARD,
  PENNY_COMPOSER_NEXT_SEND,
} PennyComposerNext;

typedef enum {
  PENNY_COMPOSER_ASKED_ATTACHMENT = 1 << 0,
  PENNY_COMPOSER_ASKED_SUBJECT    = 1 << 1,
} PennyComposerAsked;

struct _PennyComposerWindow {
  AdwWindow parent_instance;

  /* template */
  AdwToastOverlay *toasts;
  AdwWindowTitle *header_title;
  GtkWidget *page;
  PennyBanner *banner;
  GtkSizeGroup *titles;
  GtkWidget *from_row, *from_title, *subject_title;
  GtkDropDown *from;
  PennyRecipientRow *to, *cc, *bcc;
  GtkWidget *copies_button;
  GtkEntry *subject;
  GtkTextView *text;
  PennyAttachmentChips *chips;

  /* set by the application */
  GPtrArray *senders;           /* of PennyComposerSender */
  guint hold;

  /* the letter */
  PennyDraft *draft;            /* what has no field on screen: ids; NULL until needed */
  guint home;                   /* the sender that ANSWERED belongs to */
  PennyEntryId answered;
  gboolean forwarded;
  char *initial_text;           /* quotation; or NULL */
  gboolean filling;             /* the program types, not the person */
  const char *trouble, *trouble_explanation;   /* translated constants, or NULL */

  /* keeping */
  guint serial, kept_serial;    /* of what is on screen; of what is in the store */
  PennyStore *kept_store;       /* where the draft lies; NULL: nowhere */
  PennyEntryId kept_entry;
  guint timer;
  gint64 changed_since;         /* monotonic; 0: nothing to keep */
  gboolean saving;
  gboolean done;                /* kept, sent or thrown away: closing needs nothing more */
  PennyComposerNext next;

  /* sending */
  PennyComposerAsked asked;
  gboolean busy;                /* sending or throwing away: nothing can be typed */

  /* attaching */
  guint n_reading;
  GCancellable *cancellable;    /* for reading files */
  char *last_words;             /* what was last said about a file */
};

/* --- window --- */
PennyComposerSender *penny_composer_get_sender (PennyComposerWindow *self);
/* A line that stays: something went wrong (TITLE NULL: no more). */
void penny_composer_set_trouble (PennyComposerWindow *self, const char *title, const char *explanation);
void penny_composer_set_busy (PennyComposerWindow *self, gboolean busy);
/* Closes the window now; nothing is kept any more. */
void penny_composer_finish (PennyComposerWindow *self);

/* --- letter --- */
void penny_composer_show_copies (PennyComposerWindow *self, gboolean focus);
char *penny_composer_dup_text (PennyComposerWindow *self);
/* What is on screen, as a letter; full. */
PennyDraft *penny_composer_collect (PennyComposerWindow *self);
/* The bytes of DRAFT (taken over), made in a thread; the result is for penny_composer_build_finish(). */
void penny_composer_build_async (PennyDraft *draft, gboolean strict, GAsyncReadyCallback callback, gpointer data);
GBytes *penny_composer_build_finish (GAsyncResult *result, GError **error);

/* --- draft --- */
void penny_composer_note_change (PennyComposerWindow *self);
gboolean penny_composer_is_dirty (PennyComposerWindow *self);
/* Nothing typed, nothing attached. */
gboolean penny_composer_is_blank (PennyComposerWindow *self);
void penny_composer_save (PennyComposerWindow *self);
/* Does NEXT as soon as no save is under way. */
void penny_composer_go_on (PennyComposerWindow *self, PennyComposerNext next);
/* Takes a draft with this letter's id in STORE for this letter's. */
void penny_composer_find_kept (PennyComposerWindow *self, PennyStore *store);
void penny_composer_discard (PennyComposerWindow *self);
/* The draft in the store, if there is one other than in EXCEPT (or NULL), is deleted. */
void penny_composer_delete_kept (PennyComposerWindow *self, PennyStore *except);

/* --- send --- */
void penny_composer_send (PennyComposerWindow *self);
/* The letter as it is goes into the outbox; no save may be under way. */
void penny_composer_queue (PennyComposerWindow *self);

/* --- files --- */
void penny_composer_init_files (PennyComposerWindow *self);
void penny_composer_attach (PennyComposerWindow *self);
void penny_composer_add_file (PennyComposerWindow *self, GFile *file);
/* Takes files or a picture from the clipboard; FALSE when it holds text. */
gboolean penny_composer_paste (PennyComposerWindow *self);

G_END_DECLS
