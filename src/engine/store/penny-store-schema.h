/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables and how older ones become today's: forward only, in a transaction, after a copy. */
#pragma once

#include "penny-store-database.h"

G_BEGIN_DECLS

#define PENNY_SCHEMA_APPLICATION_ID 0x50656e6e   /* "Penn" */

/* One step: from version N - 1 to N, where N is its place in the table, from 1. */
typedef struct {
  const char *sql;
} PennyMigration;

/* Brings DB (the file PATH) up to date. An empty file gets everything; an older one is first copied
 * to "PATH.vN". PENNY_STORE_ERROR_TOO_NEW, DAMAGED (another program's file). */
gboolean penny_schema_migrate (PennyDatabase *db, const char *path, GError **error);
/* The steps that it takes, *N of them. Static. */
const PennyMigration *penny_schema_get_migrations (guint *n);
/* The same with another table of steps, for tests. */
gboolean penny_schema_migrate_with (PennyDatabase *db, const char *path,
                                    const PennyMigration *steps, guint n_steps, GError **error);

G_END_DECLS
