# SPDX-License-Identifier: GPL-3.0-or-later
"""A post office as the program's facts on providers (data/providers/) spell it."""


def text(office, identity=None, auth='password'):
    """`identity`: people sign in there through the browser (identity.py), and `auth` says so."""
    domains = ';'.join(sorted({address.split('@')[1] for address in office.people}))
    port = office.ports
    return ('[practice]\nname=Practice Post Office\ndomains=%s\n'
            'imap=localhost:%d:tls\npop3=localhost:%d:tls\nsmtp=localhost:%d:tls\n'
            'user=address\nauth=%s\nsource=this computer\ndate=2026-01-01\n%s'
            % (domains, port['imaps'], port['pop3s'], port['submissions'], auth,
               identity.provider_keys() if identity else ''))
