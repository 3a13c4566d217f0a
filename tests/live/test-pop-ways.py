#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three ways of POP: what is collected is here byte for byte, and what leaves the post office
leaves it at its time and never sooner.

Rooms: penny-pop-sync with all below it."""

import sqlite3
import unittest

import scene
from fault_proxy import Fault, FaultProxy
from scene import letter
from tiny_pop import Letter, TinyPop

import mail_client
from ctl import Ctl

DAY = 24 * 60 * 60


class Ways(scene.Scene):
    def served(self):
        return mail_client.pop_letters(self.office, self.person)

    def account(self, way, **choices):
        return self.ctl(protocol='pop3', way=way, **choices)

    def expect_here(self, ctl, raws):
        """Exactly these letters in all folders together, byte for byte."""
        here = []
        for folder in ctl.good('folders'):
            here += [self.raw(ctl, row['id']) for row in self.rows(ctl, folder['folder'])]
        self.assertEqual(sorted(here), sorted(raws))
        ctl.good('check')

    def days_pass(self, ctl, days):
        store = sqlite3.connect(next(ctl.data.rglob('mail.db')))
        with store:
            store.execute('UPDATE ledger SET collected = collected - ?', (days * DAY,))
        store.close()

    @staticmethod
    def totals(outcome):
        done = outcome.events('done')[-1]
        return done['new'], done['removed']


class AtDovecot(Ways):
    def test_photocopy(self):
        box = self.box()
        self.fill(box, *'ABC')
        box.append('INBOX', letter('Dots', to=self.person, body='.\r\n..\r\n.x\r\n\r\n.\r\n'))
        box.append('INBOX', letter('Odd', to=self.person, body='ä\x01\r\n' + 'y' * 70000 + '\r\n'))
        before = self.served()
        for security in ('tls', 'starttls'):
            with self.subTest(security):
                ctl = self.account('photocopy', security=security)
                self.assertEqual(self.totals(ctl.good('sync')), (5, 0))
                self.expect_here(ctl, before.values())
                self.days_pass(ctl, 3000)
                ctl.good('trash', self.find(ctl, 'A', 'Inbox'))
                self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
                self.assertEqual(self.served(), before)
                self.expect_here(ctl, before.values())
        self.fill(box, 'D')
        self.assertEqual(self.totals(ctl.good('sync')), (1, 0))
        self.assertEqual(len(self.served()), 6)

    def test_clear_later(self):
        box, ctl = self.box(), self.account('clear-later', clear_after_days=7)
        self.fill(box, 'A', 'B')
        ctl.good('sync')
        before = self.served()
        self.assertEqual(len(before), 2)
        self.days_pass(ctl, 6)
        self.fill(box, 'C')
        self.assertEqual(self.totals(ctl.good('sync')), (1, 0))
        self.days_pass(ctl, 2)
        self.assertEqual(self.totals(ctl.good('sync')), (0, 2))
        left = self.served()
        self.assertEqual(self.subjects_there(box), ['C'])
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, [*before.values(), *left.values()])

    def test_thrown_away_here(self):
        box, ctl = self.box(), self.account('clear-later', clear_after_days=30)
        self.fill(box, *'ABC')
        ctl.good('sync')
        before = self.served()
        ctl.good('trash', self.find(ctl, 'A', 'Inbox'))
        number = self.find(ctl, 'B', 'Inbox')
        ctl.good('trash', number)
        ctl.good('move', number, 'Inbox')                # a change of mind
        self.assertEqual(self.totals(ctl.good('sync')), (0, 1))
        self.assertEqual(self.subjects_there(box), ['B', 'C'])
        self.assertEqual(ctl.good('pending').records, [])
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, before.values())

    def test_take_home(self):
        box, ctl = self.box(), self.account('take-home')
        self.fill(box, 'A', 'B')
        before = self.served()
        self.assertEqual(self.totals(ctl.good('sync')), (2, 0))
        self.assertEqual(self.served(), before)
        self.days_pass(ctl, 2)
        self.assertEqual(self.totals(ctl.good('sync')), (0, 2))
        self.assertEqual(self.served(), {})
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, before.values())

    def test_taken_by_another_program(self):
        box, ctl = self.box(), self.account('take-home', take_home_days=5)
        self.fill(box, *'ABC')
        before = self.served()
        ctl.good('sync')
        for uid, subject in box.subjects('INBOX').items():
            if subject != 'B':
                box.remove('INBOX', uid)
        told = ctl.good('sync').events('vanished')
        self.assertEqual([event['text'] for event in told], ['2'])
        self.assertEqual(ctl.good('sync').events('vanished'), [])
        self.expect_here(ctl, before.values())

    def test_line_breaks_in_the_first_collection(self):
        box = self.box()
        for subject in 'ABCDEFGH':
            box.append('INBOX', letter(subject, to=self.person, body='z' * 5000 + '\r\n'))
        before = self.served()
        with FaultProxy(self.office.ports['pop3s'], Fault('fin', 30000)) as gate:
            ctl = self.account('take-home', take_home_days=0)
            settings = next(ctl.data.rglob('*.ini'))
            settings.write_text(settings.read_text().replace(
                'port=%d' % self.office.ports['pop3s'], 'port=%d' % gate.port))
            self.failed(ctl.run('sync'), 'wire', 'closed')
            self.assertEqual(self.served(), before)
            got = len(self.rows(ctl, 'Inbox'))
            self.assertGreater(got, 0)
            ctl.good('check')
            self.assertEqual(self.totals(ctl.good('sync')), (8 - got, 8))
        self.assertEqual(self.served(), {})
        self.expect_here(ctl, before.values())


class AtOddServers(Ways):
    """A scripted server: what it was asked is part of the test."""

    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        self.raws = [letter('Letter %d' % i, body='Line\r\n.dot %d\r\n' % i) for i in range(6)]

    def serve(self, uidls=None, **options):
        uidls = uidls or ['u%d' % i for i in range(len(self.raws))]
        return self.enterContext(TinyPop([Letter(*pair) for pair in zip(self.raws, uidls)], **options))

    def account(self, server, **choices):
        office = type('Nowhere', (), {'people': {'anna': scene.PASSWORD}, 'ca_file': '/dev/null', 'place': str})
        ctl = self.enterContext(Ctl(office))
        ctl.command = lambda *arguments, **_: [str(ctl.program), '--data-dir', str(ctl.data),
                                               *map(str, arguments)]
        path = ctl.folder / 'account.ini'
        path.write_text(server.account_file(**choices))
        ctl.good('account', 'add', path)
        return ctl

    def test_photocopy_never_deletes(self):
        server = self.serve()
        ctl = self.account(server, way='photocopy')
        ctl.good('sync')
        self.assertEqual(len(server.asked('RETR')), 6)
        self.days_pass(ctl, 3000)
        ctl.good('sync')
        self.assertEqual(server.asked('RETR'), [])
        self.assertNotIn('DELE', str(server.visits))
        self.assertEqual(server.asked('QUIT'), ['QUIT'])
        self.expect_here(ctl, self.raws)

    def test_take_home_at_once(self):
        server = self.serve()
        ctl = self.account(server, way='take-home', take_home_days=0)
        self.assertEqual(self.totals(ctl.good('sync')), (6, 6))
        self.assertEqual(server.letters, [])
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, self.raws)

    def test_not_before_the_first_collection_is_complete(self):
        server = self.serve()
        server.cut_after = 3
        ctl = self.account(server, way='take-home', take_home_days=0)
        self.failed(ctl.run('sync'), 'wire', 'closed')
        self.assertEqual((server.asked('DELE'), len(server.letters)), ([], 6))
        self.assertEqual(len(self.rows(ctl, 'Inbox')), 3)
        self.assertEqual(self.totals(ctl.good('sync')), (3, 6))
        self.assertEqual(len(server.asked('RETR')), 3)
        self.expect_here(ctl, self.raws)

    def test_no_uidl(self):
        """Told apart by what they look like: never twice, and never deleted."""
        server = self.serve(uidl=False)
        ctl = self.account(server, way='take-home', take_home_days=0)
        self.assertEqual(self.totals(ctl.good('sync')), (6, 0))
        server.letters = server.letters[1:]
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.assertNotIn('DELE', str(server.visits))
        self.expect_here(ctl, self.raws)

    def test_same_uidl_twice(self):
        server = self.serve(['same', 'b', 'same', 'd', 'e', 'f'])
        ctl = self.account(server, way='take-home', take_home_days=0)
        self.assertEqual(self.totals(ctl.good('sync')), (6, 4))
        self.assertEqual([one.raw for one in server.letters], [self.raws[0], self.raws[2]])
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, self.raws)

    def test_same_uidl_appears_later(self):
        """A server that gives a used name to another letter: neither is lost."""
        server = self.serve()
        ctl = self.account(server, way='photocopy')
        ctl.good('sync')
        other = letter('Another', body='of the same name\r\n')
        server.letters.append(Letter(other, 'u2'))
        ctl.good('sync')
        here = {self.raw(ctl, row['id']) for row in self.rows(ctl, 'Inbox')}
        self.assertEqual(here, {*self.raws, other})
        self.assertNotIn('DELE', str(server.visits))

    def test_old_uidl_for_a_new_letter(self):
        """The letter of that name was cleared long ago: the new one is collected, and never deleted."""
        server = self.serve()
        ctl = self.account(server, way='take-home', take_home_days=0)
        ctl.good('sync')
        other = letter('Another', body='with an old name\r\n')
        server.letters = [Letter(other, 'u2')]
        self.assertEqual(self.totals(ctl.good('sync')), (1, 0))
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.assertEqual([one.raw for one in server.letters], [other])
        self.expect_here(ctl, [*self.raws, other])

    def test_box_seems_empty_once(self):
        """A server that forgets its letters for one visit: nothing is collected twice."""
        server = self.serve()
        ctl = self.account(server, way='clear-later', clear_after_days=14)
        ctl.good('sync')
        server.letters, letters = [], server.letters
        self.assertEqual(len(ctl.good('sync').events('vanished')), 1)
        server.letters = letters
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, self.raws)
        self.days_pass(ctl, 15)
        self.assertEqual(self.totals(ctl.good('sync')), (0, 6))

    def test_one_letter_is_refused(self):
        server = self.serve()
        server.refused = {3}
        ctl = self.account(server, way='take-home', take_home_days=0)
        self.assertEqual(self.totals(ctl.good('sync')), (5, 5))
        self.assertEqual([one.raw for one in server.letters], [self.raws[2]])
        server.refused = set()
        self.assertEqual(self.totals(ctl.good('sync')), (1, 1))
        self.expect_here(ctl, self.raws)

    def test_farewell_without_answer(self):
        """Done but not said, or not done at all: the next visit looks."""
        for manner, removed_next in (('silent', 0), ('forget', 6)):
            with self.subTest(manner):
                server = self.serve()
                server.quit = manner
                ctl = self.account(server, way='take-home', take_home_days=0)
                ctl.run('sync')
                self.assertEqual(len(server.letters), removed_next)
                outcome = ctl.good('sync')
                self.assertEqual(self.totals(outcome), (0, removed_next))
                self.assertEqual(outcome.events('vanished'), [])
                self.assertEqual(server.letters, [])
                self.expect_here(ctl, self.raws)

    def test_damaged_here_stays_there(self):
        """What cannot be read back from the disk is not deleted at the post office."""
        server = self.serve()
        ctl = self.account(server, way='take-home', take_home_days=1)
        ctl.good('sync')
        store = sqlite3.connect(next(ctl.data.rglob('mail.db')))
        with store:
            store.execute('UPDATE body SET data = zeroblob(length(data)) WHERE message = 2')
        store.close()
        self.days_pass(ctl, 2)
        outcome = ctl.run('sync')
        self.assertEqual(outcome.status, 1, outcome)
        self.assertGreaterEqual(len(server.letters), 1)
        self.assertEqual(len([one for one in server.letters if one.raw in self.raws]), len(server.letters))

    def test_empty_box(self):
        self.raws = []
        server = self.serve()
        ctl = self.account(server, way='take-home', take_home_days=0)
        self.assertEqual(self.totals(ctl.good('sync')), (0, 0))
        self.expect_here(ctl, [])


if __name__ == '__main__':
    unittest.main()
