# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of servers that the live tests play, by what they lack."""

COURIER = ['CONDSTORE', 'QRESYNC', 'ESEARCH', 'LIST-EXTENDED', 'LIST-STATUS', 'SPECIAL-USE', 'IDLE',
           'ENABLE', 'MOVE', 'LITERAL+', 'SASL-IR', 'SEARCHRES', 'SAVEDATE', 'NOTIFY', 'BINARY',
           'MULTIAPPEND', 'UNSELECT', 'NAMESPACE']
