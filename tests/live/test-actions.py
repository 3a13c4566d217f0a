#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does is carried out at the server, what others do is seen: on able and simple servers.

Rooms: penny-imap-sync, penny-imap-folder-sync and penny-imap-operations with all below them."""

import scene
from kinds import COURIER
from scene import letter


class Actions:
    """Mixed into one class for each kind of server."""

    def test_done_here_first(self):
        """Written down without a connection, carried out by the next pass; twice does no harm."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B', 'C', 'D', 'E')
        ctl.good('sync')
        ids = {subject: self.find(ctl, subject) for subject in 'ABCDE'}
        for _ in range(2):
            ctl.good('mark', ids['A'], '--read', '--star')
            ctl.good('move', ids['B'], self.place('Archive'))
            ctl.good('trash', ids['C'])
        ctl.good('mark', ids['D'], '--star')
        ctl.good('mark', ids['D'], '--unstar')
        ctl.good('mark', ids['E'], '--read')
        ctl.good('trash', ids['E'])
        self.assertEqual(sorted(ctl.subjects()), ['A', 'D'])
        self.assertTrue(ctl.good('pending').records)
        self.assertEqual(len(box.uids('INBOX')), 5)

        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'INBOX'), ['A', 'D'])
        self.assertEqual(self.subjects_there(box, 'Archive'), ['B'])
        self.assertEqual(self.subjects_there(box, 'Trash'), ['C', 'E'])
        uids = {subject: uid for uid, subject in self.there(box, 'INBOX').items()}
        self.assertLessEqual({'\\Seen', '\\Flagged'}, box.flags('INBOX', uids['A']))
        self.assertNotIn('\\Flagged', box.flags('INBOX', uids['D']))
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_done_by_others(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, *'ABCDE')
        ctl.good('sync')
        uids = {subject: uid for uid, subject in self.there(box, 'INBOX').items()}
        box.store('INBOX', uids['A'], '+FLAGS', '\\Flagged')
        box.store('INBOX', uids['B'], '+FLAGS', '\\Seen')
        box.remove('INBOX', uids['C'])
        box.move('INBOX', uids['D'], 'Archive')
        self.fill(box, 'F')
        done = ctl.good('sync').events('done')[-1]
        self.assertEqual((done['new'], done['removed']), (2, 2))
        self.assertGreaterEqual(done['changed'], 2)
        self.same_as_server(ctl, box)
        box.store('INBOX', uids['A'], '-FLAGS', '\\Flagged')
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_both_at_once(self):
        """Another program has removed, moved and marked what this one acts on."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, *'ABCD')
        ctl.good('sync')
        for subject in 'AB':
            ctl.good('trash', self.find(ctl, subject))
        ctl.good('mark', self.find(ctl, 'C'), '--star')
        ctl.good('mark', self.find(ctl, 'D'), '--read')
        uids = {subject: uid for uid, subject in self.there(box, 'INBOX').items()}
        box.remove('INBOX', uids['A'])
        box.move('INBOX', uids['B'], 'Archive')
        box.remove('INBOX', uids['C'])
        box.store('INBOX', uids['D'], '+FLAGS', '\\Flagged')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'INBOX'), ['D'])
        self.assertLessEqual({'\\Seen', '\\Flagged'}, box.flags('INBOX', uids['D']))
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_folders_come_and_go(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B', 'C')
        box.create('Holiday')
        box.create('Gr&APwA3w-e/Rom')          # Grüße, in the protocol's own spelling
        ctl.good('sync')
        names = {folder['folder'] for folder in ctl.good('folders')}
        self.assertIn(self.place('Grüße/Rom'), names)
        ctl.good('move', self.find(ctl, 'A'), self.place('Grüße/Rom'))
        ctl.good('move', self.find(ctl, 'B'), self.place('Holiday'))
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Gr&APwA3w-e/Rom'), ['A'])
        self.assertEqual(self.subjects_there(box, 'Holiday'), ['B'])
        self.assertEqual(self.raw(ctl, self.find(ctl, 'B', 'Holiday')), letter('B', to=self.person))

        # Moved there here, while another program throws the folder away.
        ctl.good('move', self.find(ctl, 'C'), self.place('Holiday'))
        box.delete('Holiday')
        ctl.good('sync')
        ctl.good('sync')
        places = [name for name in self.openable(box) if 'C' in self.there(box, name).values()]
        self.assertEqual(len(places), 1, 'C is in %s' % places)
        names = [self.office.name(folder['folder']) for folder in ctl.good('folders')]
        here = [name for name in names if 'C' in ctl.subjects(name)]
        self.assertEqual(here, places)
        ctl.good('check')

    def test_folder_made_anew(self):
        """UIDVALIDITY changes: the letters are told again by what they are; nothing twice."""
        box, ctl = self.box(), self.ctl()
        box.create('Holiday')
        self.fill(box, 'A', 'B', 'C', folder='Holiday')
        ctl.good('sync')
        ctl.good('mark', self.find(ctl, 'A', 'Holiday'), '--star')
        ctl.good('trash', self.find(ctl, 'B', 'Holiday'))
        box.delete('Holiday')
        box.create('Holiday')
        self.fill(box, 'X', 'C', 'B', 'A', folder='Holiday')
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Holiday'), ['A', 'C', 'X'])
        self.assertEqual(self.subjects_there(box, 'Trash'), ['B'])
        starred = [u for u, s in self.there(box, 'Holiday').items() if s == 'A']
        self.assertIn('\\Flagged', box.flags('Holiday', starred[0]))
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_many_at_once(self):
        box, ctl = self.box(), self.ctl()
        subjects = ['Letter %02d' % i for i in range(12)]
        self.fill(box, *subjects)
        ctl.good('sync')
        for row in self.rows(ctl)[::2]:
            ctl.good('trash', row['id'])
        ctl.good('sync')
        self.assertEqual((len(self.there(box, 'INBOX')), len(self.there(box, 'Trash'))), (6, 6))
        # One of them back again, marked on the way.
        back = self.rows(ctl, 'Trash')[0]
        ctl.good('mark', back['id'], '--star')
        ctl.good('move', back['id'], self.place('INBOX'))
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual((len(self.there(box, 'INBOX')), len(self.there(box, 'Trash'))), (7, 5))
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_one_command_for_many(self):
        """What is the same for many letters is said once; what cancels itself is not said at all."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, *['Letter %02d' % i for i in range(20)])
        ctl.good('sync')
        ids = [row['id'] for row in self.rows(ctl)]
        done = ctl.batch([('mark', number, '--read') for number in ids] + [('mark', ids[0], '--unread')] * 2
                         + [('move', number, ctl.place('Archive')) for number in ids[10:]]
                         + [('mark', number, '--unread') for number in ids[15:]])
        self.assertEqual(done.status, 0, done)
        said = [line for line in ctl.good('-v', 'sync').errors.splitlines() if line.startswith('imap > ')]
        self.assertEqual(sum('+FLAGS.SILENT (\\Seen)' in line for line in said), 1)
        self.assertEqual(sum('-FLAGS' in line for line in said), 0)
        self.assertEqual(sum(' UID MOVE ' in line or ' UID COPY ' in line for line in said), 1)
        self.assertEqual(len(box.uids('INBOX', 'SEEN', 'UNDELETED')), 9)
        self.assertEqual(len(box.uids('Archive', 'SEEN')), 5)
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_moved_here_and_there(self):
        """Away, back and away again before the server hears of it."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A')
        ctl.good('sync')
        number = self.find(ctl, 'A')
        for folder in ('Archive', 'INBOX', 'Junk'):
            ctl.good('move', number, self.place(folder))
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Junk'), ['A'])
        self.assertEqual(self.subjects_there(box, 'INBOX') + self.subjects_there(box, 'Archive'), [])
        self.same_as_server(ctl, box)
        self.settled(ctl)


class Able(Actions, scene.Scene):
    pass


class WithoutMove(Actions, scene.Scene):
    ACCOUNT = {'security': 'starttls'}
    OFFICE = {'without': ['MOVE']}


class WithoutUidplus(Actions, scene.Scene):
    OFFICE = {'without': ['MOVE', 'UIDPLUS']}


class LikeCourier(Actions, scene.Scene):
    OFFICE = {'without': COURIER}


class Copies(scene.Scene):
    """The copy of a sent letter stands in Sent exactly once, whoever files it."""

    def send(self, ctl, subject):
        path = ctl.folder / 'letter.eml'
        path.write_bytes(letter(subject, sender=self.person))
        ctl.good('send', path)

    def test_uploaded_once(self):
        box, ctl = self.box(), self.ctl()
        ctl.good('sync')
        self.send(ctl, 'Mine')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Sent'), ['Mine'])
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_filed_by_the_server(self):
        box, ctl = self.box(), self.ctl()
        ctl.good('sync')
        self.send(ctl, 'Theirs')
        box.append('Sent', letter('Theirs', sender=self.person), '\\Seen')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Sent'), ['Theirs'])
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_sent_before_the_first_pass(self):
        box, ctl = self.box(), self.ctl()
        self.send(ctl, 'Early')
        ctl.good('sync')
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Sent'), ['Early'])
        self.same_as_server(ctl, box)
        self.settled(ctl)


class BareServer(scene.Scene):
    """Nothing but an INBOX: what is needed is made there."""
    OFFICE = {'special': False}

    def test_trash_is_made(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B')
        ctl.good('sync')
        self.assertNotIn('Trash', box.folders())
        ctl.good('trash', self.find(ctl, 'A'))
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Trash'), ['A'])
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_sent_is_made(self):
        box, ctl = self.box(), self.ctl()
        ctl.good('sync')
        path = ctl.folder / 'letter.eml'
        path.write_bytes(letter('First of all', sender=self.person))
        ctl.good('send', path)
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box, 'Sent'), ['First of all'])
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)


if __name__ == '__main__':
    scene.main()
