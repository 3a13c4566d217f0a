# SPDX-License-Identifier: GPL-3.0-or-later
"""An org.gnome.OnlineAccounts that says what it is told to (dbusmock), on the bus at `address`; its process lives in
`den`.  Needs python3-dbus and python3-dbusmock."""

import subprocess
import sys

import dbus
import dbusmock
import process

SERVICE = 'org.gnome.OnlineAccounts'
ROOT = '/org/gnome/OnlineAccounts'


class OnlineAccounts:
    def __init__(self, den, address):
        self.bus = dbus.bus.BusConnection(address)
        den.run('goa', [sys.executable, '-m', 'dbusmock', '-m', '--session', SERVICE, ROOT,
                        'org.freedesktop.DBus.ObjectManager'],
                env=process.environment(DBUS_SESSION_BUS_ADDRESS=address), stdout=subprocess.DEVNULL)
        process.wait_for(lambda: self.bus.name_has_owner(SERVICE), 20, 'the service')
        self.root = dbus.Interface(self.bus.get_object(SERVICE, ROOT), dbusmock.MOCK_IFACE)

    def close(self):
        self.bus.close()

    def add(self, name, account, mail, methods):
        """METHODS: interface -> [(name, arguments, results, code)]."""
        path = ROOT + '/Accounts/' + name
        account = {'Id': name, 'ProviderName': 'Practice', 'MailDisabled': False, 'AttentionNeeded': False, **account}
        self.root.AddObject(path, SERVICE + '.Account', dbus.Dictionary(account, signature='sv'), [
            ('EnsureCredentials', '', 'i', 'ret = 3600')])
        one = dbus.Interface(self.bus.get_object(SERVICE, path), dbusmock.MOCK_IFACE)
        one.AddProperties(SERVICE + '.Mail', dbus.Dictionary(mail, signature='sv'))
        for interface, functions in methods.items():
            for function in functions:
                one.AddMethod(SERVICE + '.' + interface, *function)
        return one

    def remove(self, name):
        self.root.RemoveObject(ROOT + '/Accounts/' + name)

    def calls(self, name):
        one = self.bus.get_object(SERVICE, ROOT + '/Accounts/' + name)
        return [str(call[1]) for call in dbus.Interface(one, dbusmock.MOCK_IFACE).GetCalls()]


def mail_of(office, address, **changes):
    """What the service says of a mail account at the private post office."""
    return {'EmailAddress': address, 'Name': 'Anna', 'ImapSupported': True, 'ImapUserName': address,
            'ImapHost': 'localhost:%d' % office.ports['imaps'], 'ImapUseSsl': True, 'ImapUseTls': False,
            'SmtpSupported': True, 'SmtpHost': 'localhost:%d' % office.ports['submission'],
            'SmtpUserName': address, 'SmtpUseSsl': False, 'SmtpUseTls': True, **changes}
