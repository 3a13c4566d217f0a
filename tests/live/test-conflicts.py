#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else was there first: each row of the table in penny-imap-operations.c, and what the server refuses.

What is done here is written down without a connection; then another program does its part; then both meet."""

import unittest

import scene
from fault_proxy import FaultProxy, Line
from kinds import COURIER
from scene import letter


class Conflicts:
    """Mixed into one class for each kind of server."""

    def meet(self, *subjects, folder='INBOX', also=()):
        """A box with letters in FOLDER, read by pennypostctl."""
        box, ctl = self.box(), self.ctl()
        for name in [folder, *also]:
            if name != 'INBOX':
                box.create(name)
        self.fill(box, *subjects, folder=folder)
        ctl.good('sync')
        return box, ctl

    def even(self, ctl, box, *words):
        """Two passes; then both sides are equal and nothing is owed. The kinds of what was taken back."""
        told = [one for _ in range(2) for one in ctl.good('sync').events('taken-back')]
        self.same_as_server(ctl, box)
        self.settled(ctl)
        return [one['kind'] for one in told]

    def test_flags_changed(self):
        box, ctl = self.meet('A')
        number = self.find(ctl, 'A')
        ctl.good('mark', number, '--star')
        uid = box.uids('INBOX')[0]
        box.store('INBOX', uid, '+FLAGS', '\\Seen \\Answered')
        self.assertEqual(self.even(ctl, box), [])
        self.assertLessEqual({'\\Seen', '\\Answered', '\\Flagged'}, box.flags('INBOX', uid))

    def test_letter_removed(self):
        """Marked, moved, deleted here: it is gone all the same. Copied: the copy is made of what is here."""
        box, ctl = self.meet(*'ABCD')
        ctl.good('mark', self.find(ctl, 'A'), '--star')
        ctl.good('move', self.find(ctl, 'B'), ctl.place('Archive'))
        ctl.good('delete', self.find(ctl, 'C'))
        ctl.good('copy', self.find(ctl, 'D'), ctl.place('Archive'))
        for uid in box.uids('INBOX'):
            box.remove('INBOX', uid)
        self.assertEqual(self.even(ctl, box), [])
        self.assertEqual(self.subjects_there(box), [])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['D'])

    def test_letter_moved_elsewhere(self):
        box, ctl = self.meet(*'ABC')
        ctl.good('move', self.find(ctl, 'A'), ctl.place('Archive'))
        ctl.good('trash', self.find(ctl, 'B'))
        ctl.good('copy', self.find(ctl, 'C'), ctl.place('Archive'))
        box.select('INBOX', readonly=False)
        box.good(box.link.uid('COPY', '1:3', box.spelled('Junk')))
        for uid in box.uids('INBOX'):
            box.remove('INBOX', uid)
        self.assertEqual(self.even(ctl, box), [])
        self.assertEqual(self.subjects_there(box, 'Junk'), ['A', 'B', 'C'])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['C'])
        self.assertEqual(self.subjects_there(box, 'Trash'), [])

    def test_source_folder_removed(self):
        """What the person has put elsewhere before is not lost with the folder; what was deleted is gone."""
        box, ctl = self.meet(*'ABC', folder='Work')
        ctl.good('move', self.find(ctl, 'A', 'Work'), ctl.place('Archive'))
        ctl.good('copy', self.find(ctl, 'B', 'Work'), ctl.place('Archive'))
        ctl.good('delete', self.find(ctl, 'C', 'Work'))
        box.delete('Work')
        self.assertEqual(self.even(ctl, box), [])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['A', 'B'])

    def test_source_folder_renamed(self):
        box, ctl = self.meet(*'AB', folder='Work')
        ctl.good('move', self.find(ctl, 'A', 'Work'), ctl.place('Archive'))
        ctl.good('mark', self.find(ctl, 'B', 'Work'), '--star')
        box.rename('Work', 'Job')
        self.assertEqual(self.even(ctl, box), [])
        self.assertEqual(self.subjects_there(box, 'Job'), ['B'])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['A'])

    def test_target_folder_removed(self):
        """The letter is where it was; an import is kept on this computer."""
        box, ctl = self.meet(*'AB', also=['Work'])
        path = ctl.folder / 'letter.eml'
        path.write_bytes(letter('Mine'))
        ctl.good('move', self.find(ctl, 'A'), ctl.place('Work'))
        ctl.good('copy', self.find(ctl, 'B'), ctl.place('Work'))
        ctl.good('import', ctl.place('Work'), path)
        box.delete('Work')
        self.even(ctl, box)
        self.assertEqual(self.subjects_there(box), ['A', 'B'])
        self.assertEqual(ctl.subjects('\\Kept'), ['Mine'])

    def test_folder_made_anew(self):
        box, ctl = self.meet(*'ABC', folder='Work')
        ctl.good('mark', self.find(ctl, 'A', 'Work'), '--star')
        ctl.good('move', self.find(ctl, 'B', 'Work'), ctl.place('Archive'))
        ctl.good('delete', self.find(ctl, 'C', 'Work'))
        box.delete('Work')
        box.create('Work')
        # C's Message-ID on another letter: it is not the one that was deleted.
        raw = letter('C', to=self.person)
        box.append('Work', raw.replace(b'Subject: C', b'Subject: [list] C'))
        self.fill(box, 'X', 'B', 'A', folder='Work')
        self.assertEqual(self.even(ctl, box), [])
        self.assertEqual(self.subjects_there(box, 'Work'), ['A', 'X', '[list] C'])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['B'])
        starred = [row['subject'] for row in self.rows(ctl, 'Work') if 'flagged' in row['flags']]
        self.assertEqual(starred, ['A'])

    def test_folder_made_by_both(self):
        box, ctl = self.meet('A')
        self.folder(ctl, 'create', 'Work')
        ctl.good('move', self.find(ctl, 'A'), ctl.place('Work'))
        box.create('Work')
        self.fill(box, 'B', folder='Work')
        self.assertEqual(self.even(ctl, box), [])
        self.assertEqual(self.subjects_there(box, 'Work'), ['A', 'B'])

    def test_name_taken(self):
        """Renamed here to a name that another program has just used: it has its old one again."""
        box, ctl = self.meet('A', folder='Work')
        self.folder(ctl, 'rename', 'Work', 'Job')
        box.create('Job')
        self.fill(box, 'B', folder='Job')
        self.assertEqual(self.even(ctl, box), ['rename-folder'])
        self.assertEqual(ctl.subjects('Work'), ['A'])
        self.assertEqual(ctl.subjects('Job'), ['B'])

    def test_renamed_by_both(self):
        box, ctl = self.meet('A', folder='Work')
        self.folder(ctl, 'rename', 'Work', 'Job')
        box.rename('Work', 'Office')
        self.even(ctl, box)
        self.assertEqual(ctl.subjects('Job'), ['A'])

    def test_renamed_here_removed_there(self):
        box, ctl = self.meet('A', folder='Work')
        self.folder(ctl, 'rename', 'Work', 'Job')
        box.delete('Work')
        self.even(ctl, box)
        self.assertEqual([name for name in self.openable(box) if name in ('Work', 'Job')], [])

    def test_deleted_here_renamed_there(self):
        """Its letters go to the trash from where they are now, once; and the folder goes by its new name."""
        box, ctl = self.meet('A', 'B', folder='Work')
        self.folder(ctl, 'delete', 'Work')
        box.rename('Work', 'Play')
        self.even(ctl, box)
        self.assertEqual(self.subjects_there(box, 'Trash'), ['A', 'B'])
        self.assertFalse([name for name in self.openable(box) if name.endswith(('Work', 'Play'))])

    def test_deleted_by_both(self):
        box, ctl = self.meet('A', folder='Work')
        self.folder(ctl, 'delete', 'Work')
        box.delete('Work')
        self.assertEqual(self.even(ctl, box), [])
        # The person wanted it in the Trash: it is there.
        self.assertEqual(self.subjects_there(box, 'Trash'), ['A'])


class Able(Conflicts, scene.Scene):
    pass


class LikeCourier(Conflicts, scene.Scene):
    OFFICE = {'without': COURIER}


class Misheard(Line):
    """The server does not understand what changes letters."""

    def _pass(self, stream, sink, data):
        if stream == 'client':
            for word in (b'STORE', b'MOVE', b'COPY'):
                data = data.replace(b' UID ' + word, b' UID X' + word)
        super()._pass(stream, sink, data)


class Refusing(FaultProxy):
    LINE = Misheard


class Refused(scene.Scene):
    """The server will not, now and for ever: it is as before, and one sentence says so."""
    OFFICE = {'tls_required': False}

    def test_letters(self):
        box = self.box()
        proxy = self.enterContext(Refusing(self.office.ports['imap']))
        ctl = self.ctl(security='none', ports={'imap': proxy.port})
        self.fill(box, *'ABCDE')
        ctl.good('sync')
        ctl.good('mark', self.find(ctl, 'A'), '--star')
        for subject in 'BC':
            ctl.good('move', self.find(ctl, subject), ctl.place('Archive'))
        ctl.good('delete', self.find(ctl, 'D'))
        ctl.good('copy', self.find(ctl, 'E'), ctl.place('Archive'))
        told = ctl.good('sync').events('taken-back')
        self.assertEqual(sorted((one['kind'], one['n'], one['text']) for one in told),
                         [('copy', 1, 'E'), ('delete', 1, 'D'), ('flags', 1, 'A'), ('move', 2, 'B')])
        self.assertEqual(sorted(ctl.subjects()), [*'ABCDE'])
        self.assertEqual(ctl.subjects('Archive'), [])
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_folder_names(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A')
        ctl.good('sync')
        # Maildir++ keeps its own names from people.
        self.folder(ctl, 'create', 'x' * 300)
        ctl.good('move', self.find(ctl, 'A'), 'x' * 300)
        told = ctl.good('sync').events('taken-back')
        self.assertEqual([(one['kind'], one['text']) for one in told], [('create-folder', self.place('x' * 300))])
        self.assertEqual(ctl.subjects(), ['A'])
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)


if __name__ == '__main__':
    unittest.main()
