#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mailboxes of every name, shape, number and right that a server may have: they are there, are read, and letters
go into and out of them where the server lets them.

Rooms: penny-imap-utf7, penny-imap-mailbox-data, penny-imap-folders, penny-imap-sync."""

import base64
import os
import time
import unittest

import scene
import dovecot
from scene import FRIEND, letter

# As a person sees them.
NAMES = [
    'Grüße', 'Письма', '日本語', '🐧 penguin', 'café/thé/été', 'Tom & Jerry', '&', '&-', 'a&b-c', '50%', '100% *', '*',
    'a.b.c', '.hidden', '..', 'x..y', 'quote "this"', "it's", 'back\\slash', '\\Seen', '(parens)', '{5}', '[brackets]',
    '#hash', '~tilde', ' leading', 'trailing ', '  ', 'two  blanks', 'NIL', 'nil', 'inbox2', 'INBOX/below',
    'e\u0301 combining', 'é composed', 'name\u202eesrever', 'A' * 200, 'ü' * 300,
]
# A thousand characters, in levels where one may not be so long.
LONG = ['n' * 1000, '/'.join(['n' * 199] * 5), 'n' * 250]


def spelled(name):
    """RFC 3501 §5.1.3, by another hand than the program's."""
    out, run = '', ''
    for c in name + '\0':
        if ' ' <= c <= '~' or c == '\0':
            if run:
                out += '&' + base64.b64encode(run.encode('utf-16-be')).decode().rstrip('=').replace('/', ',') + '-'
                run = ''
            out += '' if c == '\0' else '&-' if c == '&' else c
        else:
            run += c
    return out


class Mailboxes(scene.Scene):
    @staticmethod
    def command(box, word, name, *more):
        quoted = '"%s"' % spelled(name).replace('\\', '\\\\').replace('"', '\\"')
        status, data = getattr(box.link, word)(quoted, *more)
        return status, data

    def make(self, box, names):
        """Makes what the server lets us make; those."""
        made = []
        for name in names:
            if self.command(box, 'create', name)[0] == 'OK':
                made.append(name)
        return made

    def put(self, box, name, subject):
        status, data = self.command(box, 'append', name, '', None, letter(subject, to=self.person))
        self.assertEqual(status, 'OK', (name, data))

    @staticmethod
    def folders(ctl):
        return {row['folder']: row for row in ctl.good('folders')}

    def move(self, ctl, pairs):
        done = ctl.batch([('move', number, folder) for number, folder in pairs])
        self.assertEqual(done.status, 0, done)

    def goes_in_and_out(self, ctl, names):
        """A letter of each is starred and moved to the inbox; one of the inbox is moved to each."""
        inner = {name: self.rows(ctl, name)[0]['id'] for name in names}
        outer = [row['id'] for row in self.rows(ctl) if row['subject'].startswith('outer')]
        self.assertGreaterEqual(len(outer), len(names))
        self.assertEqual(ctl.batch([('mark', number, '--star') for number in inner.values()]).status, 0)
        ctl.good('sync')
        self.move(ctl, [(number, 'INBOX') for number in inner.values()])
        self.move(ctl, list(zip(outer, names)))
        ctl.good('sync')
        self.assertEqual(ctl.good('pending').records, [])
        ctl.good('sync')
        self.settled(ctl)


class Names(Mailboxes):
    OFFICE = {'any_names': True}

    def test_names(self):
        box, ctl = self.box(), self.ctl()
        names = self.make(box, NAMES)
        print('# %d names, %d of them this server takes' % (len(NAMES), len(names)))
        self.assertGreater(len(names), len(NAMES) - 8)
        for number, name in enumerate(names):
            self.put(box, name, 'inner %d' % number)
            self.put(box, 'INBOX', 'outer %d' % number)
        ctl.good('sync')
        there = self.folders(ctl)
        # With a backslash before all are the program's own: the server's gets a wide one.
        paths = ['\uff3c' + name[1:] if name[0] == '\\' else name for name in names]
        for number, path in enumerate(paths):
            self.assertIn(path, there)
            self.assertEqual([row['subject'] for row in self.rows(ctl, path)], ['inner %d' % number], path)
            self.assertNotRegex(there[path]['name'], '[\u202a-\u202e]')
        self.goes_in_and_out(ctl, paths)
        for name in names:
            self.assertEqual(self.command(box, 'select', name), ('OK', [b'1']), name)

    def test_long_name(self):
        box, ctl = self.box(), self.ctl()
        name = next(name for name in LONG if self.make(box, [name]))
        print('# a name of %d characters' % len(name))
        self.put(box, name, 'inner')
        self.fill(box, 'outer')
        ctl.good('sync')
        self.assertIn(name, self.folders(ctl))
        self.goes_in_and_out(ctl, [name])

    def test_names_that_end_a_line(self):
        """They cannot come from the server; from a person they are never sent."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A')
        ctl.good('sync')
        for name in ('a\r\nP9 DELETE Archive', 'a\nb', 'a\0b', 'a\x7fb'):
            if '\0' not in name:
                ctl.run('move', self.find(ctl, 'A'), name)
                ctl.run('sync')
        self.assertIn('Archive', box.folders())
        self.assertEqual(self.subjects_there(box), ['A'])

    def test_deep_tree(self):
        """A hundred levels, each with a letter."""
        box, ctl = self.box(), self.ctl()
        names = self.make(box, ['/'.join('d%d' % n for n in range(depth)) for depth in range(1, 101)])
        print('# %d levels' % len(names))
        self.assertGreater(len(names), 30)
        for name in names:
            self.put(box, name, 'inner')
            self.put(box, 'INBOX', 'outer %d' % len(name))
        ctl.good('sync')
        self.assertLessEqual(set(names), set(self.folders(ctl)))
        self.goes_in_and_out(ctl, names)

    def test_no_select(self):
        """A branch that is only a branch is there and is not asked."""
        box, ctl = self.box(), self.ctl()
        self.make(box, ['branch/leaf'])
        self.put(box, 'branch/leaf', 'inner')
        self.fill(box, 'outer')
        ctl.good('sync')
        there = self.folders(ctl)
        self.assertFalse(there['branch']['selectable'])
        self.assertTrue(there['branch/leaf']['selectable'])
        self.goes_in_and_out(ctl, ['branch/leaf'])


class Numbers(Mailboxes):
    def test_largest_numbers(self):
        """UIDs near 2^32, UIDVALIDITY 2^32-1, MODSEQ near 2^63."""
        box, ctl = self.box(), self.ctl()
        self.office.admin('mailbox', 'update', '-u', self.person, '--uid-validity', 2**32 - 1, '--min-next-uid',
                          2**32 - 100, '--min-highest-modseq', 2**63 - 1000, 'INBOX')
        self.fill(box, *'ABCDE')
        ctl.good('sync')
        self.assertEqual(sorted(ctl.subjects()), list('ABCDE'))
        self.assertEqual(self.folders(ctl)['INBOX']['uidvalidity'], 2**32 - 1)
        self.assertGreater(min(row['uid'] for row in self.rows(ctl)), 2**32 - 101)
        self.same_as_server(ctl, box)
        self.settled(ctl)
        ctl.good('mark', self.find(ctl, 'A'), '--star')
        ctl.good('move', self.find(ctl, 'B'), 'Archive')
        ctl.good('trash', self.find(ctl, 'C'))
        self.fill(box, 'F')
        ctl.good('sync')
        ctl.good('move', self.find(ctl, 'B', 'Archive'), 'INBOX')
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box), list('ABDEF'))
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_keywords(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B')
        words = ['$Forwarded', '$Junk', '$NotJunk', '$MDNSent', 'work', 'x' * 50] + ['kw%d' % n for n in range(40)]
        box.store('INBOX', box.uids('INBOX')[0], '+FLAGS', ' '.join(words))
        ctl.good('sync')
        flags = {row['subject']: set(row['flags']) for row in self.rows(ctl)}
        self.assertIn('forwarded', flags['A'])
        ctl.good('mark', self.find(ctl, 'A'), '--star')
        ctl.good('move', self.find(ctl, 'A'), 'Archive')
        ctl.good('sync')
        # What the program does not know stays on the letter.
        self.assertLessEqual({'work', 'kw39', '$MDNSent', '\\Flagged'}, box.flags('Archive', box.uids('Archive')[0]))
        ctl.good('sync')
        self.settled(ctl)


class Many(Mailboxes):
    OFFICE = {'any_names': True}
    LONG = os.environ.get('PENNY_LONG') == '1'

    def test_many_folders(self):
        """LIST tells of all that nothing has happened in them: a pass opens none. Dovecot takes minutes to make
        five thousand."""
        n = 5000 if self.LONG else 1000
        box, ctl = self.box(), self.ctl()
        for first in range(0, n, 500):
            self.office.admin('mailbox', 'create', '-u', self.person, *('f%d' % i for i in range(first, first + 500)))
        self.fill(box, 'A')
        self.put(box, 'f%d' % (n - 1), 'last')
        took = []
        for _ in range(3):
            began = time.monotonic()
            done = ctl.good('sync', patience=280)
            took.append(time.monotonic() - began)
        print('# %d folders: first pass %.1f s, later %.1f s and %.1f s' % (n, *took))
        self.assertGreater(len(self.folders(ctl)), n)
        self.assertEqual(ctl.subjects('f%d' % (n - 1)), ['last'])
        self.assertEqual(done.events('done')[-1]['new'], 0)
        self.assertLess(took[2], 0.002 * n + 1)


@unittest.skipIf(dovecot.program_version() >= (2, 4), 'sharing is written for Dovecot 2.3')
class Shared(Mailboxes):
    OFFICE = {'sharing': True}

    def share(self, name, rights):
        """The friend lets the person do RIGHTS in a folder of hers."""
        friend = self.box(FRIEND)
        friend.create(name)
        friend.append(name, letter('inner'))
        friend.append(name, letter('second'))
        friend.good(friend.link.setacl('"%s"' % name, self.person, rights))
        return 'Others/%s/%s' % (FRIEND, name)

    def test_shared_for_reading(self):
        place = self.share('ForReading', 'lr')
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'outer')
        ctl.good('sync')
        self.assertIn(place, self.folders(ctl))
        self.assertEqual(sorted(row['subject'] for row in self.rows(ctl, place)), ['inner', 'second'])
        # Marks that may not be set and letters that may not go: tried, refused, and as before.
        ctl.good('mark', self.find(ctl, 'inner', place), '--star')
        ctl.good('move', self.find(ctl, 'second', place), 'Archive')
        ctl.good('move', self.find(ctl, 'outer'), place)
        for _ in range(3):
            ctl.run('sync')
        self.assertTrue(all(owed['stuck'] for owed in ctl.good('pending')))
        friend = self.box(FRIEND)
        self.assertEqual(self.subjects_there(friend, 'ForReading'), ['inner', 'second'])
        self.assertEqual(self.subjects_there(box), ['outer'])
        ctl.good('check')

    def test_shared_for_all(self):
        place = self.share('ForAll', 'lrwstipekx')
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'outer')
        ctl.good('sync')
        self.goes_in_and_out(ctl, [place])

    def test_public(self):
        self.office.make_public('Board', 'lrwstipekx')
        self.office.make_public('Notices', 'lr')
        box, ctl = self.box(), self.ctl()
        self.put(box, 'Public/Board', 'inner')
        self.fill(box, 'outer')
        ctl.good('sync')
        self.assertLessEqual({'Public/Board', 'Public/Notices'}, set(self.folders(ctl)))
        self.goes_in_and_out(ctl, ['Public/Board'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
