#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of the desktop: an org.gnome.OnlineAccounts that says what it is told to, on a private bus (penny-goa.c)."""

import os
import subprocess
import sys
import unittest

from scene import FRIEND, Scene, letter
import postoffice
import process
from ctl import Ctl

try:
    import dbus
    import identity
    import online_accounts
except ImportError as missing:
    print('NOT TESTED: accounts of the desktop (%s)' % missing, file=sys.stderr)
    sys.exit(77)

ANNA = 'anna@penny.example'
PEOPLE = {ANNA: 'blue-stamp', FRIEND: 'red-stamp'}
SERVICE = 'org.gnome.OnlineAccounts'
ROOT = '/org/gnome/OnlineAccounts'

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={0}</listen><servicedir>{0}/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>'''


class Desktop:
    """A private bus with the service on it, or without."""

    def __init__(self, service=True):
        self.service = service

    def __enter__(self):
        self.den = process.Den('penny-desktop')
        (self.den.path / 'services').mkdir()
        (self.den.path / 'bus.conf').write_text(BUS.format(self.den.path))
        daemon = self.den.run('bus', ['dbus-daemon', '--nofork', '--print-address',
                                      '--config-file', str(self.den.path / 'bus.conf')],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        with daemon.stdout:
            self.address = daemon.stdout.readline().strip()
        if self.service:
            self.accounts = online_accounts.OnlineAccounts(self.den, self.address)
        return self

    def __exit__(self, *_):
        if self.service:
            self.accounts.close()
        self.den.close()

    def add(self, *arguments):
        return self.accounts.add(*arguments)

    def calls(self, name):
        return self.accounts.calls(name)


class DesktopCtl(Ctl):
    def __init__(self, office, desktop):
        super().__init__(office, person=ANNA, password='never to be sent')
        self.desktop = desktop

    def environment(self):
        return {**super().environment(), 'DBUS_SESSION_BUS_ADDRESS': self.desktop.address}


class Accounts(Scene):
    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        self.provider = self.enterContext(identity.Identity(dict(PEOPLE)))
        self.office = self.enterContext(postoffice.PostOffice(
            dict(PEOPLE), mechanisms='plain login oauthbearer xoauth2',
            introspection=self.provider.introspection_uri))
        self.desktop = self.enterContext(Desktop())
        self.ctl = self.enterContext(DesktopCtl(self.office, self.desktop))

    def mail(self, **changes):
        return online_accounts.mail_of(self.office, ANNA, **changes)

    def token(self, name, person=ANNA):
        """A token that Dovecot will take."""
        self.provider.validator.access[name] = (person, 4e9)
        return name

    def test_token(self):
        token = self.token('token-1')
        self.desktop.add('account_1', {}, self.mail(), {'OAuth2Based': [
            ('GetAccessToken', '', 'si', 'ret = ("%s", 3600)' % token)]})
        listed = self.ctl.good('account', 'desktop').records
        self.assertEqual([(one['desktop_account'], one['address'], one['provider'], one['host'], one['needs_attention'])
                          for one in listed], [('account_1', ANNA, 'Practice', 'localhost', False)])
        self.assertNotIn('GetAccessToken', self.desktop.calls('account_1'))

        account = self.ctl.good('account', 'desktop', 'account_1').records[0]['account']
        self.assertEqual(self.ctl.good('account', 'list').records[0]['auth'], 'goa')
        self.office.deliver(ANNA, letter('First', to=ANNA, sender=FRIEND))
        done = self.ctl.good('-v', 'sync', account)
        self.assertEqual(self.ctl.subjects(), ['First'])
        self.assertNotIn(token, done.output + done.errors)
        path = self.ctl.folder / 'letter.eml'
        path.write_bytes(letter('To Bruno'))
        self.ctl.good('send', path)
        self.assertEqual([one.recipients for one in self.office.sent], [[FRIEND]])
        self.assertNotIn('EnsureCredentials', self.desktop.calls('account_1'))

    def test_refused_token_is_renewed_by_the_desktop(self):
        self.token('token-2')
        self.desktop.add('account_1', {}, self.mail(), {'OAuth2Based': [
            ('GetAccessToken', '', 'si', 'self.n = getattr(self, "n", 0) + 1; ret = ("token-%d" % self.n, 3600)')]})
        account = self.ctl.good('account', 'desktop', 'account_1').records[0]['account']
        self.ctl.good('sync', account)
        self.assertIn('EnsureCredentials', self.desktop.calls('account_1'))
        self.failed(self.ctl.run('sync', account), 'account', 'desktop', 'Online Accounts')

    def test_password(self):
        self.desktop.add('account_2', {'AttentionNeeded': True}, self.mail(), {'PasswordBased': [
            ('GetPassword', 's', 's', 'assert args[0] in ("imap-password", "smtp-password"); ret = "blue-stamp"')]})
        listed = self.ctl.good('account', 'desktop').records
        self.assertTrue(listed[0]['needs_attention'])
        account = self.ctl.good('account', 'desktop', 'account_2').records[0]['account']
        self.office.deliver(ANNA, letter('First', to=ANNA, sender=FRIEND))
        self.ctl.good('sync', account)
        self.assertEqual(self.ctl.subjects(), ['First'])

    def test_what_is_not_mail_is_left_out(self):
        token = {'OAuth2Based': [('GetAccessToken', '', 'si', 'ret = ("x", 1)')]}
        self.desktop.add('off', {'MailDisabled': True}, self.mail(), token)
        self.desktop.add('no_imap', {}, self.mail(ImapSupported=False), token)
        self.desktop.add('no_address', {}, self.mail(EmailAddress='x'), token)
        self.desktop.add('good', {}, self.mail(SmtpSupported=False), token)
        self.desktop.add('strange', {'ProviderName': dbus.Int32(7)}, self.mail(ImapHost='a b\x01'), token)
        listed = self.ctl.good('account', 'desktop').records
        self.assertEqual([(one['desktop_account'], one['outgoing_host']) for one in listed], [('good', None)])

    def test_the_desktop_wants_the_person(self):
        self.desktop.add('account_1', {}, self.mail(), {'OAuth2Based': [
            ('GetAccessToken', '', 'si', 'raise dbus.exceptions.DBusException("sign in, please", '
                                         'name="org.gnome.OnlineAccounts.Error.NotAuthorized")')]})
        account = self.ctl.good('account', 'desktop', 'account_1').records[0]['account']
        self.failed(self.ctl.run('sync', account), 'account', 'desktop', 'Online Accounts')
        self.failed(self.ctl.run('account', 'desktop', 'other'), 'account', 'desktop')


class NoService(unittest.TestCase):
    def test_empty_at_once(self):
        with Desktop(service=False) as desktop, postoffice.PostOffice() as office, DesktopCtl(office, desktop) as ctl:
            self.assertEqual(ctl.good('account', 'desktop').records, [])

    def test_no_bus(self):
        with postoffice.PostOffice() as office, Ctl(office) as ctl:
            self.assertEqual(ctl.good('account', 'desktop').records, [])


if __name__ == '__main__':
    os.environ.pop('DISPLAY', None)
    unittest.main()
