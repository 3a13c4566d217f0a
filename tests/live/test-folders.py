#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders made, renamed and deleted here; letters copied, restored and brought from elsewhere: shown at once,
carried out later in their order, taken back with a sentence when the server will not.

Rooms: penny-store-folder-acts, penny-imap-folder-operations, penny-imap-renames and penny-imap-letters with all below
them."""

import unittest

import scene
from scene import letter
from kinds import COURIER


class Folders:
    """Mixed into one class for each kind of server."""

    def shown(self, ctl):
        return sorted(self.office.name(folder['folder']) for folder in ctl.good('folders') if not folder['local'])

    def fill_large(self, box, *subjects, folder='INBOX'):
        for subject in subjects:
            box.append(folder, letter(subject, to=self.person, body='So many words\r\n' * 5000))

    def fetched_no_body(self, outcome):
        """Headers may have come again, letters have not."""
        self.assertLess(outcome.events('done')[-1]['bytes'], 10000)

    def names(self, box):
        return sorted(self.openable(box))

    def even(self, ctl, box):
        ctl.good('sync')
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_made_and_filled(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B')
        ctl.good('sync')
        self.folder(ctl, 'create', 'Reisen/Rom & Über')
        self.folder(ctl, 'create', 'Soon gone')
        ctl.good('move', self.find(ctl, 'A'), ctl.place('Reisen/Rom & Über'))
        ctl.good('copy', self.find(ctl, 'B'), ctl.place('Reisen/Rom & Über'))
        self.folder(ctl, 'delete', 'Soon gone')
        self.assertEqual(sorted(ctl.subjects('Reisen/Rom & Über')), ['A', 'B'])
        self.assertNotIn('Soon gone', self.shown(ctl))
        self.assertNotIn('create-folder', [one['target'] for one in ctl.good('pending')
                                           if one['target'] == 'Soon gone'])
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Reisen/Rom &- &ANw-ber'), ['A', 'B'])
        self.assertEqual(self.subjects_there(box), ['B'])
        self.assertNotIn('Soon gone', box.folders())
        self.even(ctl, box)

    def test_renamed(self):
        box, ctl = self.box(), self.ctl()
        for name in ('Work', 'Work/Deep'):
            box.create(name)
        self.fill_large(box, 'A', folder='Work/Deep')
        self.fill_large(box, 'B')
        ctl.good('sync')
        self.folder(ctl, 'rename', 'Work', 'Middle')
        self.folder(ctl, 'rename', 'Middle', 'Job')
        ctl.good('move', self.find(ctl, 'B'), ctl.place('Job/Deep'))
        ctl.good('mark', self.find(ctl, 'A', 'Job/Deep'), '--star')
        self.assertEqual(sorted(ctl.subjects('Job/Deep')), ['A', 'B'])
        self.fetched_no_body(ctl.good('sync'))
        self.assertEqual([name for name in self.names(box) if name[0] in 'WMJ' and name != 'Junk'],
                         ['Job', 'Job/Deep'])
        self.assertEqual(self.subjects_there(box, 'Job/Deep'), ['A', 'B'])
        self.even(ctl, box)

    def test_plain_name(self):
        """Where a post office has all folders below its inbox, a name alone will do."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A')
        ctl.good('sync')
        ctl.good('folder', 'create', 'Plain')
        ctl.good('move', self.find(ctl, 'A'), 'Plain')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Plain'), ['A'])
        ctl.good('folder', 'rename', self.place('Plain'), 'Simple')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Simple'), ['A'])
        self.even(ctl, box)

    def test_swapped(self):
        """Each takes the other's name, by a third."""
        box, ctl = self.box(), self.ctl()
        for name in ('One', 'Two'):
            box.create(name)
            self.fill(box, 'Of ' + name, folder=name)
        ctl.good('sync')
        self.folder(ctl, 'rename', 'One', 'Three')
        self.folder(ctl, 'rename', 'Two', 'One')
        self.folder(ctl, 'rename', 'Three', 'Two')
        self.assertEqual(ctl.subjects('One'), ['Of Two'])
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'One'), ['Of Two'])
        self.assertEqual(self.subjects_there(box, 'Two'), ['Of One'])
        self.even(ctl, box)

    def test_deleted(self):
        box, ctl = self.box(), self.ctl()
        for name in ('Work', 'Work/Deep'):
            box.create(name)
            self.fill(box, 'In ' + name, folder=name)
        ctl.good('sync')
        self.folder(ctl, 'delete', 'Work')
        self.assertEqual([name for name in self.shown(ctl) if name.startswith('Work')], [])
        self.assertEqual(sorted(ctl.subjects('Trash')), ['In Work', 'In Work/Deep'])
        ctl.good('sync')
        self.assertEqual([name for name in self.names(box) if name.startswith('Work')], [])
        self.assertEqual(self.subjects_there(box, 'Trash'), ['In Work', 'In Work/Deep'])
        self.even(ctl, box)

    def test_deleted_and_wanted_again(self):
        box, ctl = self.box(), self.ctl()
        box.create('Work')
        self.fill(box, 'A', folder='Work')
        ctl.good('sync')
        self.folder(ctl, 'delete', 'Work')
        self.folder(ctl, 'create', 'Work')
        ctl.good('restore', self.find(ctl, 'A', 'Trash'))
        self.assertEqual(ctl.subjects('Work'), ['A'])
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Work'), ['A'])
        self.even(ctl, box)

    def test_not_seen_here(self):
        """A letter comes into the folder before the server hears that it is to go: the folder stays."""
        box, ctl = self.box(), self.ctl()
        box.create('Work')
        self.fill(box, 'A', folder='Work')
        ctl.good('sync')
        self.folder(ctl, 'delete', 'Work')
        self.fill(box, 'New', folder='Work')
        told = ctl.good('sync').events('taken-back')
        self.assertEqual([(one['kind'], one['text']) for one in told], [('delete-folder', self.place('Work'))])
        self.assertEqual(self.subjects_there(box, 'Work'), ['New'])
        self.even(ctl, box)
        self.assertEqual(ctl.subjects('Work'), ['New'])
        self.assertEqual(ctl.subjects('Trash'), ['A'])

    def test_not_seen_here_and_renamed(self):
        """The new name of a folder goes with the folder: kept, it is called as before."""
        box, ctl = self.box(), self.ctl()
        box.create('Work')
        ctl.good('sync')
        ctl.good('folder', 'rename', ctl.place('Work'), self.office.place('Job'))
        ctl.good('folder', 'delete', self.office.place('Job'))
        self.fill(box, 'New', folder='Work')
        ctl.good('sync')
        self.assertEqual(ctl.subjects('Work'), ['New'])
        self.even(ctl, box)

    def test_protected(self):
        box, ctl = self.box(), self.ctl()
        ctl.good('sync')
        self.failed(ctl.run('folder', 'delete', 'INBOX'), 'store', 'protected', 'inbox')
        renamed = ctl.run('folder', 'rename', self.place('Sent'), self.place('Gone'))
        self.failed(renamed, 'store', 'protected', 'renamed')
        self.failed(ctl.run('folder', 'create', self.place('Trash')), 'store', 'exists', 'another name')
        self.failed(ctl.run('folder', 'create', self.place('a//b')), 'store', 'bad-name', 'name')
        self.failed(ctl.run('folder', 'create'), 'usage', 'usage', status=2)
        self.settled(ctl)

    def test_copies(self):
        """A copy is one letter more in the box and none more on this disk; it has a life of its own."""
        box, ctl = self.box(), self.ctl()
        self.fill_large(box, 'A', 'B', 'C')
        ctl.good('sync')
        for subject in 'ABC':
            ctl.good('copy', self.find(ctl, subject), ctl.place('Archive'))
        ctl.good('trash', self.find(ctl, 'A'))
        ctl.good('mark', self.find(ctl, 'B', 'Archive'), '--star')
        ctl.good('move', self.find(ctl, 'C', 'Archive'), ctl.place('Junk'))
        self.fetched_no_body(ctl.good('sync'))
        self.assertEqual(self.subjects_there(box), ['B', 'C'])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['A', 'B'])
        self.assertEqual(self.subjects_there(box, 'Junk'), ['C'])
        self.assertEqual(self.subjects_there(box, 'Trash'), ['A'])
        self.even(ctl, box)
        starred = [row['subject'] for row in self.rows(ctl, 'Archive') if 'flagged' in row['flags']]
        self.assertEqual(starred, ['B'])

    def test_renamed_by_others(self):
        """Recognised by what stays: bodies are not fetched again, and what was done here is done there."""
        box, ctl = self.box(), self.ctl()
        for name in ('Work', 'Work/Deep', 'Thin'):
            box.create(name)
        self.fill(box, 'E', folder='Thin')
        self.fill_large(box, 'A', 'B', 'C', folder='Work')
        self.fill_large(box, 'D', folder='Work/Deep')
        ctl.good('sync')
        ctl.good('mark', self.find(ctl, 'A', 'Work'), '--star')
        ctl.good('trash', self.find(ctl, 'B', 'Work'))
        ctl.good('move', self.find(ctl, 'D', 'Work/Deep'), ctl.place('Thin'))
        box.rename('Work', 'Job')
        box.rename('Thin', 'Full')
        self.fill(box, 'New', folder='Job')
        self.fetched_no_body(ctl.good('sync'))
        self.assertEqual(sorted(ctl.subjects('Job')), ['A', 'C', 'New'])
        self.assertEqual(self.subjects_there(box, 'Job'), ['A', 'C', 'New'])
        self.assertEqual(self.subjects_there(box, 'Trash'), ['B'])
        self.assertEqual(self.subjects_there(box, 'Full'), ['D', 'E'])
        self.even(ctl, box)

    def test_renamed_by_others_and_emptied_here(self):
        """Nothing is left of it here but what the server is owed: moved, and not put there a second time."""
        box, ctl = self.box(), self.ctl()
        box.create('Work')
        self.fill(box, 'A', 'B', folder='Work')
        ctl.good('sync')
        for subject in 'AB':
            ctl.good('trash', self.find(ctl, subject, 'Work'))
        box.rename('Work', 'Job')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Job'), [])
        self.assertEqual(self.subjects_there(box, 'Trash'), ['A', 'B'])
        self.even(ctl, box)

    def test_copied_and_deleted_by_others(self):
        """Servers, and programs, that cannot rename: all letters have other UIDs then."""
        box, ctl = self.box(), self.ctl()
        box.create('Work')
        self.fill_large(box, 'A', 'B', 'C', 'D', folder='Work')
        ctl.good('sync')
        ctl.good('mark', self.find(ctl, 'A', 'Work'), '--star')
        box.create('Job')
        box.select('Work')
        box.good(box.link.uid('COPY', '4,3,2,1', box.spelled('Job')))
        box.delete('Work')
        self.fetched_no_body(ctl.good('sync'))
        self.assertEqual(sorted(ctl.subjects('Job')), ['A', 'B', 'C', 'D'])
        self.even(ctl, box)
        starred = [row['subject'] for row in self.rows(ctl, 'Job') if 'flagged' in row['flags']]
        self.assertEqual(starred, ['A'])

    def test_made_anew(self):
        """Another UIDVALIDITY: headers tell which letters are which, with a Message-ID or without."""
        box, ctl = self.box(), self.ctl()
        words = b'So many words\r\n' * 5000
        letters = [b'Subject: Bare\r\nFrom: <x@y.example>\r\nDate: Sun, 22 Nov 2026 10:0%d:00 +0100\r\n\r\n' % i + words
                   for i in range(3)] + [letter('Twin', body=words.decode())] * 2
        box.create('Work')
        for raw in letters:
            box.append('Work', raw, when=1790000000)
        self.even(ctl, box)
        box.delete('Work')
        box.create('Work')
        for raw in reversed(letters):
            box.append('Work', raw, when=1790000000)
        self.fetched_no_body(ctl.good('sync'))
        self.even(ctl, box)
        self.assertEqual(len(ctl.subjects('Work')), 5)

    def test_brought_from_elsewhere(self):
        box, ctl = self.box(), self.ctl()
        ctl.good('sync')
        for name, raw in (('with', letter('Imported')), ('without', b'Subject: Bare\nFrom: <x@y.example>\n\nText\n')):
            path = ctl.folder / (name + '.eml')
            path.write_bytes(raw)
            ids = {ctl.good('import', ctl.place('Archive'), path).records[0]['id'] for _ in range(2)}
            self.assertEqual(len(ids), 1)
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Archive'), ['Bare', 'Imported'])
        self.even(ctl, box)

    def test_restored(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'Theirs', folder='Trash')
        box.create('Work')
        self.fill(box, 'Mine', folder='Work')
        ctl.good('sync')
        ctl.good('trash', self.find(ctl, 'Mine', 'Work'))
        ctl.good('sync')
        ctl.good('sync')
        for subject in ('Mine', 'Theirs'):
            ctl.good('restore', self.find(ctl, subject, 'Trash'))
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Work'), ['Mine'])
        self.assertEqual(self.subjects_there(box), ['Theirs'])
        self.even(ctl, box)


class Able(Folders, scene.Scene):
    pass


class LikeCourier(Folders, scene.Scene):
    OFFICE = {'without': COURIER}


class WithoutUidplus(Folders, scene.Scene):
    OFFICE = {'without': ['MOVE', 'UIDPLUS']}


class AtHome(scene.Scene):
    """Under POP the folders are this computer's own: done at once, nothing owed."""
    ACCOUNT = {'protocol': 'pop3', 'way': 'photocopy'}

    def test_folders(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B')
        ctl.good('sync')
        self.folder(ctl, 'create', 'Work')
        ctl.good('move', self.find(ctl, 'A', 'inbox'), 'Work')
        ctl.good('copy', self.find(ctl, 'B', 'inbox'), ctl.place('Work'))
        self.folder(ctl, 'rename', 'Work', 'Job')
        self.assertEqual(sorted(ctl.subjects('Job')), ['A', 'B'])
        self.folder(ctl, 'delete', 'Job')
        self.assertEqual(sorted(ctl.subjects('trash')), ['A', 'B'])
        ctl.good('restore', self.find(ctl, 'A', 'trash'))
        self.assertEqual(sorted(ctl.subjects('inbox')), ['A', 'B'])
        ctl.good('sync')
        self.assertEqual(sorted(ctl.subjects('inbox')), ['A', 'B'])
        ctl.good('check')


if __name__ == '__main__':
    unittest.main()
