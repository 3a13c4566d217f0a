# SPDX-License-Identifier: GPL-3.0-or-later
"""A post office as the program's facts on providers (data/providers/) spell it."""

import pathlib
import re

FACTS = pathlib.Path(__file__).resolve().parent.parent.parent / 'data/providers'

DOORS = {('imap', 'tls'): 'imaps', ('imap', 'starttls'): 'imap', ('pop3', 'tls'): 'pop3s',
         ('pop3', 'starttls'): 'pop3', ('smtp', 'tls'): 'submissions', ('smtp', 'starttls'): 'submission'}


def text(office, host='localhost', identity=None, auth='password'):
    """`identity`: people sign in there through the browser (identity.py), and `auth` says so."""
    domains = ';'.join(sorted({address.split('@')[1] for address in office.people}))
    port = office.ports
    return ('[practice]\nname=Practice Post Office\ndomains=%s\n'
            'imap=%s:%d:tls\npop3=%s:%d:tls\nsmtp=%s:%d:tls\n'
            'user=address\nauth=%s\nsource=this computer\ndate=2026-01-01\n%s'
            % (domains, host, port['imaps'], host, port['pop3s'], host, port['submissions'], auth,
               identity.provider_keys() if identity else ''))


def of(provider, host='localhost'):
    """The facts on a real provider, whose doors are those of a post office here: a function of it."""
    def facts(office):
        def here(match):
            security = match[2].split(';')[0].rpartition(':')[2]
            return '%s=%s:%d:%s' % (match[1], host, office.ports[DOORS[match[1], security]], security)
        return re.sub(r'^(imap|pop3|smtp)=(.*)$', here, (FACTS / (provider + '.ini')).read_text(), flags=re.M)
    return facts
