#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing the way later, in place: no letter is lost, none is downloaded or shown twice, nothing
is removed at the post office.

Rooms: penny-cli-way, penny-store-way, penny-pop-recognise with all below them."""

import unittest

import scene
from scene import letter

import mail_client


class WayChange(scene.Scene):
    def incoming(self, ctl, protocol):
        """A key file that says where the box is under PROTOCOL."""
        path = ctl.folder / (protocol + '.ini')
        port = self.office.ports['imaps' if protocol == 'imap' else 'pop3s']
        path.write_text('[account]\naddress=%s\nway=%s\n[incoming]\nprotocol=%s\n'
                        'host=localhost\nport=%d\nsecurity=tls\n'
                        'user=%s\n' % (self.person, 'shared' if protocol == 'imap' else 'photocopy', protocol, port,
                                       self.person))
        return path

    def change(self, ctl, way, *more):
        protocol = 'imap' if way == 'shared' else 'pop3'
        done = ctl.good('way', '--set', way, '--incoming', self.incoming(ctl, protocol), *more)
        self.assertEqual(done.records[-1]['way'], way)
        return done

    def everything(self, ctl):
        """Folder → sorted subjects, and each letter's bytes once."""
        here = {}
        for folder in ctl.good('folders'):
            subjects = sorted(row['subject'] for row in self.rows(ctl, folder['folder']))
            if subjects:
                here[folder['folder']] = subjects
        ctl.good('check')
        return here

    def retrieved(self, ctl):
        """Whole letters that a pass has the post office send."""
        done = ctl.good('-v', 'sync')
        lines = [line for line in done.errors.splitlines() if ' > ' in line]
        return done, [line for line in lines if 'RETR' in line or 'BODY.PEEK[]' in line]

    def test_shared_to_photocopy_and_back(self):
        box, ctl = self.box(), self.ctl(protocol='imap', way='shared')
        self.fill(box, *'ABC')
        box.create('Work')
        self.fill(box, 'W', folder='Work')
        ctl.good('sync')
        ctl.good('mark', self.find(ctl, 'A'), '--read')
        self.change(ctl, 'photocopy')
        self.assertEqual(self.everything(ctl), {'INBOX': ['A', 'B', 'C'], 'Work': ['W']})

        self.fill(box, 'D')
        done, letters = self.retrieved(ctl)
        self.assertEqual(len(letters), 1, letters)       # D alone
        self.assertEqual(self.everything(ctl), {'Inbox': ['A', 'B', 'C', 'D'], 'Work': ['W']})
        done, letters = self.retrieved(ctl)
        self.assertEqual(letters, [])

        self.change(ctl, 'shared')
        done, letters = self.retrieved(ctl)
        self.assertEqual(letters, [])
        self.assertEqual(self.everything(ctl), {'INBOX': ['A', 'B', 'C', 'D'], 'Work': ['W']})
        self.assertEqual(sorted(box.subjects('INBOX').values()), ['A', 'B', 'C', 'D'])
        self.assertEqual(sorted(box.subjects('Work').values()), ['W'])

    def test_what_is_only_here_stays_here(self):
        box, ctl = self.box(), self.ctl(protocol='pop3', way='take-home', take_home_days=0)
        self.fill(box, *'AB')
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(mail_client.pop_letters(self.office, self.person), {})
        self.fill(box, 'C')
        ctl.good('way', '--set', 'photocopy')
        ctl.good('sync')
        self.change(ctl, 'shared')
        ctl.good('sync')
        self.assertEqual(self.everything(ctl), {'INBOX': ['C'], '\\Kept': ['A', 'B']})
        self.assertEqual(sorted(box.subjects('INBOX').values()), ['C'])

    def test_recognised_letters_are_not_cleared(self):
        box, ctl = self.box(), self.ctl(protocol='imap', way='shared')
        self.fill(box, *'AB')
        ctl.good('sync')
        self.change(ctl, 'take-home', '--days', '0')
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(sorted(box.subjects('INBOX').values()), ['A', 'B'])
        self.assertEqual(self.everything(ctl), {'Inbox': ['A', 'B']})

    def test_way_alone(self):
        ctl = self.ctl(protocol='pop3', way='photocopy')
        self.assertEqual(ctl.good('way').records[0]['way'], 'photocopy')
        done = ctl.good('way', '--set', 'clear-later', '--days', '9')
        self.assertEqual((done.records[-1]['way'], done.records[-1]['was'], done.records[-1]['days']),
                         ('clear-later', 'photocopy', 9))
        self.assertEqual(ctl.good('way').records[0]['days'], 9)
        self.assertEqual(ctl.run('way', '--set', 'elsewhere').status, 2)
        self.assertEqual(ctl.run('way', '--days', '3').status, 2)

    def test_wrong_settings_change_nothing(self):
        box, ctl = self.box(), self.ctl(protocol='imap', way='shared')
        self.fill(box, 'A')
        ctl.good('sync')
        path = self.incoming(ctl, 'pop3')
        path.write_text(path.read_text().replace('user=' + self.person, 'user=nobody@penny.example'))
        outcome = ctl.run('way', '--set', 'photocopy', '--incoming', path)
        self.assertEqual(outcome.status, 1)
        self.assertIn('advice', outcome.error)
        self.assertEqual(ctl.good('way').records[0]['way'], 'shared')
        self.assertEqual(self.everything(ctl), {'INBOX': ['A']})

    def test_headers_alone_keep_from_leaving(self):
        box, ctl = self.box(), self.ctl(protocol='imap', way='shared')
        self.fill(box, 'A')
        ctl.good('sync', '--headers-only')
        self.change(ctl, 'photocopy')                    # the rest is fetched first
        ctl.good('sync')
        self.assertEqual(self.everything(ctl), {'Inbox': ['A']})


if __name__ == '__main__':
    unittest.main()
