/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of one server, typed by hand: everyday words first, the technical word behind them. */
#pragma once

#include <adwaita.h>

#include "penny-account.h"

G_BEGIN_DECLS

#define PENNY_TYPE_SERVER_GROUP (penny_server_group_get_type ())
G_DECLARE_FINAL_TYPE (PennyServerGroup, penny_server_group, PENNY, SERVER_GROUP, AdwBin)

/* Property "outgoing" (gboolean, once). Signal "changed": something was typed or chosen. */
void penny_server_group_set_server (PennyServerGroup *self, const PennyServer *server);
/* As typed: host and user may be empty, port 0 is the usual one. Full. */
PennyServer *penny_server_group_dup_server (PennyServerGroup *self);
void penny_server_group_focus (PennyServerGroup *self);

G_END_DECLS
