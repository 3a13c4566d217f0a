/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A module as an update might put it beside the running program: nothing in it may be called. */
#include <gmodule.h>

#include "penny-web.h"

extern G_MODULE_EXPORT const PennyWeb penny_web;

const PennyWeb penny_web = { .version = "0.0.1-other" };
