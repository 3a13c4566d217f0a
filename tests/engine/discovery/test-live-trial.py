#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trials at a real Dovecot: test-live-trial.py TRY-ACCOUNT"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

RIG = pathlib.Path(__file__).resolve().parents[2] / 'rig'
sys.path.insert(0, str(RIG))
sys.dont_write_bytecode = True

import mail_client
import postoffice
import provider_file

ANNA, PASSWORD = 'anna@penny.example', postoffice.PEOPLE['anna@penny.example']
LETTER = b'From: bruno@penny.example\r\nTo: anna@penny.example\r\nSubject: One\r\n\r\nHello\r\n'


def try_account(office, *arguments, trust=True, password=PASSWORD):
    with tempfile.NamedTemporaryFile('w', suffix='.ini') as facts:
        facts.write(provider_file.text(office))
        facts.flush()
        env = dict(os.environ, G_MESSAGES_DEBUG='')
        env.pop('PENNY_CA_FILE', None)
        if trust:
            env['PENNY_CA_FILE'] = office.ca_file
        done = subprocess.run([TRY, facts.name, ANNA, password, *map(str, arguments)], env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=90,
                              check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.strip()


class Trial(unittest.TestCase):
    def test_good(self):
        with postoffice.PostOffice() as office:
            mail_client.send(office, [ANNA], LETTER)
            with mail_client.Imap(office, ANNA) as box:
                box.wait_for_subject('INBOX', 'One')
            for way in ('shared', 'photocopy', 'clear-later', 'take-home'):
                self.assertEqual(try_account(office, way), '+++++++- ok ok 1')
            port = office.ports
            self.assertEqual(try_account(office, 'shared', 'localhost', 'starttls', port['imap']),
                             '+++++++- ok ok 1')
            self.assertEqual(try_account(office, 'take-home', 'localhost', 'starttls', port['pop3']),
                             '+++++++- ok ok 1')
            # Nothing was taken, not even by "take home".
            self.assertEqual(len(mail_client.pop_letters(office, ANNA)), 1)

    def test_refused(self):
        with postoffice.PostOffice() as office:
            for way in ('shared', 'photocopy'):
                self.assertEqual(try_account(office, way, password='wrong'),
                                 '++++!--- wrong-password ok 0')
            self.assertEqual(try_account(office, 'shared', 'nowhere.invalid'),
                             '!-----+- host-not-found ok 0')
            # A door of the other kind is mended without asking.
            self.assertEqual(try_account(office, 'shared', 'localhost', 'tls', office.ports['imap']),
                             '+++++++- ok ok 0')
            self.assertEqual(try_account(office, 'shared', 'localhost', 'starttls', office.ports['imaps']),
                             '+++++++- ok ok 0')
            office.close_doors()
            self.assertEqual(try_account(office, 'shared'), '+!----!- port-closed port-closed 0')

    def test_identity(self):
        with postoffice.PostOffice() as office:
            self.assertEqual(try_account(office, 'shared', trust=False),
                             '++!---!- identity-untrusted identity-untrusted 0')
        for kind in ('expired', 'wrong-name'):
            with self.subTest(kind), postoffice.PostOffice(certificate=kind) as office:
                cause = 'identity-' + kind
                self.assertEqual(try_account(office, 'shared'), '++!---!- %s %s 0' % (cause, cause))
                self.assertEqual(try_account(office, 'photocopy', 'localhost', 'starttls',
                                             office.ports['pop3']), '++!---!- %s %s 0' % (cause, cause))


if __name__ == '__main__':
    TRY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
