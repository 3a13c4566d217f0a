#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing the way later, in place: no letter is lost, none is downloaded or shown twice, nothing
is removed at the post office.

Rooms: penny-cli-way, penny-store-way, penny-pop-recognise with all below them."""

import unittest

import scene
import tiny_pop
from fault_proxy import Fault, FaultProxy
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
                here[self.office.name(folder['folder'])] = subjects
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

    def whole(self, ctl, folder='Inbox'):
        """Subject → the letter's bytes here, of every row in the folder."""
        rows = self.rows(ctl, folder)
        self.assertTrue(all(row['has_body'] for row in rows), rows)
        return {row['subject']: self.raw(ctl, row['id']) for row in rows}

    def letters(self, subjects):
        return {subject: letter(subject, to=self.person) for subject in subjects}

    def test_headers_alone_are_completed_first(self):
        """Another program empties the box before the first visit: POP offers none of them."""
        box, ctl = self.box(), self.ctl(protocol='imap', way='shared')
        self.fill(box, *'ABC')
        ctl.good('sync', '--headers-only')
        self.assertFalse(any(row['has_body'] for row in self.rows(ctl)))
        self.change(ctl, 'photocopy')
        for uid in list(box.subjects('INBOX')):
            box.remove('INBOX', uid)
        self.assertEqual(mail_client.pop_letters(self.office, self.person), {})
        ctl.good('sync')
        self.assertEqual(self.whole(ctl), self.letters('ABC'))
        self.assertEqual(self.everything(ctl), {'Inbox': ['A', 'B', 'C']})

    def test_post_office_that_offers_only_the_newest(self):
        box, ctl = self.box(), self.ctl(protocol='imap', way='shared')
        self.fill(box, *'ABCDE')
        ctl.good('sync', '--headers-only')
        newest = [tiny_pop.Letter(letter(subject, to=self.person), subject) for subject in 'DEF']
        with tiny_pop.TinyPop(newest) as post:
            path = ctl.folder / 'tiny.ini'
            path.write_text(post.account_file(way='photocopy'))
            ctl.good('way', '--set', 'take-home', '--days', '0', '--incoming', path)
            for _ in range(3):
                ctl.good('sync')
            self.assertEqual(self.whole(ctl), self.letters('ABCDEF'))
            self.assertEqual(self.everything(ctl), {'Inbox': list('ABCDEF')})
            # Those that were here already are not removed there, nor fetched a second time.
            self.assertEqual([one.uidl for one in post.letters], ['D', 'E'])
            self.assertEqual([line for visit in post.visits for line in visit if 'RETR' in line], ['RETR 3'])

    def test_what_cannot_be_fetched_keeps_from_leaving(self):
        with FaultProxy(self.office.ports['imaps']) as gate:
            box = self.box()
            ctl = self.enterContext(scene.Ctl(self.office, person=self.person, password=scene.PASSWORD))
            path = ctl.folder / 'account.ini'
            path.write_text(self.office.account_file(self.person, protocol='imap', way='shared')
                            .replace('port=%d' % self.office.ports['imaps'], 'port=%d' % gate.port, 1))
            ctl.good('account', 'add', path)
            box.append('INBOX', letter('A', to=self.person, body='long\r\n' * 50_000))
            self.fill(box, 'B')
            ctl.good('sync', '--headers-only')
            gate.forget(Fault('fin', 100_000))
            outcome = ctl.run('way', '--set', 'photocopy', '--incoming', self.incoming(ctl, 'pop3'))
            self.assertEqual(outcome.status, 1, outcome)
            self.assertTrue(outcome.error['advice'])
            self.assertEqual(ctl.good('way').records[0]['way'], 'shared')
            self.assertEqual(self.everything(ctl), {'INBOX': ['A', 'B']})
            self.change(ctl, 'photocopy')
            self.assertEqual(sorted(self.whole(ctl, 'INBOX')), ['A', 'B'])


if __name__ == '__main__':
    scene.main()
