# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of post offices that tests can be run at: PENNY_OFFICE says which (dovecot, cyrus, courier)."""

import os

import courier
import cyrus
import postoffice

KINDS = {'dovecot': postoffice.PostOffice, 'cyrus': cyrus.Cyrus, 'courier': courier.Courier}


def kind():
    return os.environ.get('PENNY_OFFICE') or 'dovecot'


def office(people=None, **choices):
    return KINDS[kind()](people, **choices)
