/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person or place that mail goes to: a name to show and an address to send to. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Immutable once made. NAME may be ""; ADDRESS is UTF-8 (RFC 6531), never NULL. */
typedef struct {
  char *name;
  char *address;
} PennyAddress;

PennyAddress *penny_address_new (const char *name, const char *address);
void penny_address_free (PennyAddress *self);
/* "Name <address>", quoted where RFC 5322 wants it; what a person sees and types. */
char *penny_address_to_string (const PennyAddress *self);
/* The name, or the address when there is none; control and bidi-override characters removed. */
char *penny_address_to_display (const PennyAddress *self);

/* Reads what a person typed or a header holds: "a@b, Bo <c@d>; Team: x@y;". Groups are flattened.
 * STRICT: an entry that is not an address is PENNY_MESSAGE_ERROR_ADDRESS naming it; otherwise such
 * entries are kept with an empty address. Returns an array with a free function; never NULL but on error. */
GPtrArray *penny_address_list_parse (const char *text, gboolean strict, GError **error);
char *penny_address_list_to_string (GPtrArray *list);
/* "anna@example.org" → "example.org", lower case, ASCII (IDNA); NULL when not an address. */
char *penny_address_dup_domain (const char *address);
gboolean penny_address_is_valid (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAddress, penny_address_free)

G_END_DECLS
