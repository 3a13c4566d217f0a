# SPDX-License-Identifier: GPL-3.0-or-later
"""A post office as the program's facts on providers (data/providers/) spell it."""


def text(office):
    domains = ';'.join(sorted({address.split('@')[1] for address in office.people}))
    port = office.ports
    return ('[practice]\nname=Practice Post Office\ndomains=%s\n'
            'imap=localhost:%d:tls\npop3=localhost:%d:tls\nsmtp=localhost:%d:tls\n'
            'user=address\nauth=password\nsource=this computer\ndate=2026-01-01\n'
            % (domains, port['imaps'], port['pop3s'], port['submissions']))
