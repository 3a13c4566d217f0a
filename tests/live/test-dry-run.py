#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The dry run changes nothing, and what it promises is what a real server then sees: for all four ways.

Rooms: penny-dry-run, penny-dry-run-words, penny-cli-dry-run; the promise is kept by sync."""

import sqlite3
import unittest

import scene

import mail_client

DAY = 24 * 60 * 60
# What would change something, or fetch a letter.
FORBIDDEN = ('RETR', 'DELE', 'STORE', 'SELECT', 'EXPUNGE', 'COPY', 'MOVE', 'APPEND', 'BODY', 'CREATE')


class Looking(scene.Scene):
    def look(self, ctl):
        settings = next(ctl.data.rglob('*.ini'))
        outcome = ctl.good('-v', 'dry-run', settings)
        said = [line.split(' > ', 1)[1].split() for line in outcome.errors.splitlines() if ' > ' in line]
        self.assertTrue(said)
        for words in said:
            self.assertFalse(set(FORBIDDEN) & {word.upper() for word in words}, words)
        record = outcome.records[-1]
        self.assertEqual(len(record['codes']), len(record['sentences']))
        for sentence in record['sentences']:
            self.assertRegex(sentence, r'^[A-Z0-9].*\.$')
        return record

    def days_pass(self, ctl, days):
        store = sqlite3.connect(next(ctl.data.rglob('mail.db')))
        with store:
            store.execute('UPDATE ledger SET collected = collected - ?', (days * DAY,))
        store.close()

    def served(self):
        return mail_client.pop_letters(self.office, self.person)

    def promise(self, way, **choices):
        """Fills a box, looks, collects, and returns what was promised with all that is needed to check."""
        box = self.box()
        self.fill(box, *'ABC')
        protocol = 'imap' if way == 'shared' else 'pop3'
        ctl = self.ctl(protocol=protocol, way=way, **choices)
        before = self.served()
        record = self.look(ctl)
        self.assertEqual(self.served(), before)
        self.assertEqual(record['letters'], 3)
        self.assertGreaterEqual(record['bytes'], sum(len(raw) for raw in before.values()))
        self.assertGreater(record['free_bytes'], 0)
        self.assertRegex(record['oldest'], r'^20\d\d-')
        self.assertEqual(record['codes'][0], 'found')
        self.assertIn('copied', record['codes'])
        ctl.good('sync')
        self.assertEqual(sum(row['total'] for row in ctl.good('folders') if not row['folder'] == 'Outbox'), 3)
        return box, ctl, record['codes']


class DryRun(Looking):
    def throw_away(self, ctl, folder):
        ctl.good('trash', self.find(ctl, 'A', folder))
        ctl.good('sync')

    def test_shared(self):
        box, ctl, codes = self.promise('shared')
        self.assertEqual(codes[1:3], ['nothing-removed', 'thrown-away-elsewhere'])
        self.assertEqual(self.subjects_there(box), ['A', 'B', 'C'])
        self.throw_away(ctl, 'INBOX')
        self.assertEqual(self.subjects_there(box), ['B', 'C'])

    def test_photocopy(self):
        box, ctl, codes = self.promise('photocopy')
        self.assertEqual(codes[1:3], ['nothing-removed', 'thrown-away-here-only'])
        self.days_pass(ctl, 3000)
        self.throw_away(ctl, 'Inbox')
        self.assertEqual(self.subjects_there(box), ['A', 'B', 'C'])

    def test_cleared_later(self):
        box, ctl, codes = self.promise('clear-later', clear_after_days=7)
        self.assertEqual(codes[1:3], ['removed-when-old', 'thrown-away-elsewhere'])
        self.assertEqual(self.subjects_there(box), ['A', 'B', 'C'])
        self.throw_away(ctl, 'Inbox')
        self.assertEqual(self.subjects_there(box), ['B', 'C'])
        self.days_pass(ctl, 8)
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box), [])

    def test_taken_home_at_once(self):
        box, _, codes = self.promise('take-home', take_home_days=0)
        self.assertEqual(codes[1:3], ['removed-at-once', 'home-only'])
        self.assertEqual(self.subjects_there(box), [])

    def test_taken_home_later(self):
        box, ctl, codes = self.promise('take-home', take_home_days=2)
        self.assertEqual(codes[1:3], ['removed-once-stored', 'home-only'])
        self.assertEqual(self.subjects_there(box), ['A', 'B', 'C'])
        self.days_pass(ctl, 3)
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box), [])

    def change(self, ctl, way, protocol, **choices):
        """The same look with settings of another way, while the account still goes the old one."""
        path = ctl.folder / next(ctl.data.rglob('*.ini')).name
        path.write_text(self.office.account_file(self.person, protocol=protocol, way=way, **choices))
        return ctl.good('dry-run', path).records[-1]

    def test_leaving_a_shared_box(self):
        box, ctl, _ = self.promise('shared')
        for way, choices in (('photocopy', {}), ('clear-later', {'clear_after_days': 7}), ('take-home', {})):
            record = self.change(ctl, way, 'pop3', **choices)
            self.assertEqual(record['codes'][-2:], ['kept', 'not-again'])
            self.assertNotIn('copied', record['codes'])
        # And so it is, also for what is thrown away here.
        file = ctl.folder / next(ctl.data.rglob('*.ini')).name
        ctl.good('way', '--set', 'take-home', '--days', '0', '--incoming', file)
        for _ in range(2):
            ctl.good('sync')
        self.throw_away(ctl, 'Inbox')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box), ['A', 'B', 'C'])

    def test_into_a_shared_box(self):
        _, ctl, _ = self.promise('photocopy')
        codes = self.change(ctl, 'shared', 'imap')['codes']
        self.assertEqual(codes[-1], 'not-again')
        self.assertNotIn('kept', codes)

    def test_empty(self):
        ctl = self.ctl(protocol='pop3', way='photocopy')
        record = self.look(ctl)
        self.assertEqual((record['letters'], record['oldest']), (0, None))
        self.assertEqual(record['codes'][0], 'empty')
        self.assertNotIn('copied', record['codes'])

    def test_wrong_password(self):
        ctl = self.ctl(protocol='pop3', way='photocopy')
        ctl.password = 'not-this'
        error = self.failed(ctl.run('dry-run', next(ctl.data.rglob('*.ini'))), 'pop', 'auth-failed')
        self.assertEqual(error['cause'], 'wrong-password')


class WithoutSums(Looking):
    """A server that does not add the sizes up."""
    OFFICE = {'without': ('STATUS=SIZE',)}

    def test_same_sums(self):
        box = self.box()
        self.fill(box, *'ABC')
        record = self.look(self.ctl(protocol='imap', way='shared'))
        sizes = sum(len(raw) for raw in self.served().values())
        self.assertEqual((record['letters'], record['bytes']), (3, sizes))
        self.assertNotIn('quota_limit', record)
        self.assertNotIn('quota', record['codes'])


class Boxes(Looking):
    """A box has a size, and the server says so; it adds the sizes up itself."""
    OFFICE = {'box_size': 5_000_000}

    def test_quota(self):
        box = self.box()
        self.fill(box, *'ABC')
        box.append('Archive', scene.letter('D', to=self.person, body='long\r\n' * 100_000))
        ctl = self.ctl(protocol='imap', way='shared')
        record = self.look(ctl)
        self.assertEqual(record['letters'], 4)
        self.assertGreater(record['bytes'], 600_000)
        self.assertEqual(record['codes'][:2], ['found', 'quota'])
        self.assertLess(abs(record['quota_limit'] - 5_000_000), 1024)
        self.assertTrue(0 < record['quota_used'] <= record['bytes'])
        self.assertIn('are used at the post office', record['sentences'][1])


if __name__ == '__main__':
    scene.main()
