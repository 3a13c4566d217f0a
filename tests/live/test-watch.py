#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`watch`: what happens at the post office shows at once, and what is done here is carried out.

Rooms: penny-worker and penny-sync with all below them."""

import json
import queue
import signal
import threading
import unittest

import scene
import offices
from scene import letter

PATIENCE = 20


class Watch:
    """A running `pennypostctl watch` whose events can be waited for, in their order."""

    def __init__(self, ctl):
        self.child = ctl.start('watch')
        self.events = queue.Queue()
        self.seen = []
        self.errors = []
        self.readers = [threading.Thread(target=self._read, daemon=True),
                        threading.Thread(target=self._read_errors, daemon=True)]
        for reader in self.readers:
            reader.start()

    def _read(self):
        for line in self.child.stdout:
            self.events.put(json.loads(line))
        self.events.put(None)

    def _read_errors(self):
        self.errors += list(self.child.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        for reader in self.readers:
            reader.join()
        self.child.stdout.close()
        self.child.stderr.close()

    def wait(self, event, **facts):
        """The next event of this kind with these facts; those before it are left behind."""
        while True:
            try:
                one = self.events.get(timeout=PATIENCE)
            except queue.Empty:
                one = None
            if one is None:
                raise AssertionError('no %s %s; seen: %s; errors: %s' % (event, facts, self.seen[-12:],
                                                                       self.errors))
            self.seen.append(one)
            if one['event'] == event and all(one.get(key) == value for key, value in facts.items()):
                return one

    def idle(self):
        return self.wait('state', state='idle')

    def end(self, sig=signal.SIGTERM):
        self.child.send_signal(sig)
        return self.child.wait(timeout=PATIENCE)


class Watching(scene.Scene):
    def watch(self, ctl):
        return self.enterContext(Watch(ctl))

    def test_news(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'Old', 'Older')
        watch = self.watch(ctl)
        watch.idle()
        self.office.deliver(self.person, letter('Fresh', to=self.person))
        fresh = watch.wait('new', subject='Fresh')
        self.assertEqual(fresh['folder'], 'INBOX')
        for field in ('id', 'uid', 'from', 'to', 'date', 'flags', 'size', 'has_attachments', 'preview'):
            self.assertIn(field, fresh)

        uids = {subject: uid for uid, subject in box.subjects('INBOX').items()}
        box.store('INBOX', uids['Old'], '+FLAGS', '\\Flagged')
        self.assertIn('flagged', watch.wait('flags', subject='Old')['flags'])
        box.remove('INBOX', uids['Fresh'])
        watch.wait('removed', id=fresh['id'])
        self.assertEqual(watch.end(), 0)
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_news_elsewhere(self):
        """NOTIFY (RFC 5465) tells of other folders, too; nothing is asked for at intervals here."""
        if offices.kind() != 'dovecot':
            self.skipTest('neither Cyrus 3.6 nor Courier has NOTIFY')
        box, ctl = self.box(), self.ctl()
        box.append('Archive', letter('Filed', to=self.person))
        watch = self.watch(ctl)
        watch.idle()
        box.append('Archive', letter('Filed later', to=self.person))
        self.assertEqual(watch.wait('new', subject='Filed later')['folder'], 'Archive')
        uids = {subject: uid for uid, subject in box.subjects('Archive').items()}
        box.store('Archive', uids['Filed'], '+FLAGS', '\\Flagged')
        self.assertIn('flagged', watch.wait('flags', subject='Filed')['flags'])
        box.create('Made elsewhere')
        box.append('Made elsewhere', letter('In the new one', to=self.person))
        watch.wait('new', subject='In the new one')
        self.assertEqual(watch.end(), 0)
        self.same_as_server(ctl, box)

    def test_ends_politely(self):
        for sig in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(sig):
                self.person = next(self.strangers)
                ctl = self.ctl()
                watch = self.watch(ctl)
                watch.idle()
                self.assertEqual(watch.end(sig), 0)
                ctl.good('check')

    def test_acts_of_another_process(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A', 'B', 'C')
        watch = self.watch(ctl)
        watch.idle()
        ctl.good('mark', self.find(ctl, 'A'), '--star')
        ctl.good('trash', self.find(ctl, 'B'))
        uids = {subject: uid for uid, subject in box.subjects('INBOX').items()}
        scene.process.wait_for(lambda: box.link.noop() and '\\Flagged' in box.flags('INBOX', uids['A']),
                               PATIENCE, 'the star at the server')
        scene.process.wait_for(lambda: self.subjects_there(box, 'Trash') == ['B'], PATIENCE,
                               'the letter in the trash')
        path = ctl.folder / 'letter.eml'
        path.write_bytes(letter('From another process', sender=self.person))
        self.assertEqual([e['event'] for e in ctl.good('send', path)], ['queued'])
        friend = self.box(scene.FRIEND)
        friend.wait_for_subject('INBOX', 'From another process', PATIENCE)
        scene.process.wait_for(lambda: not ctl.good('pending').records, PATIENCE, 'nothing to be owed')
        self.assertEqual(watch.end(), 0)
        self.assertEqual(self.subjects_there(box, 'Sent'), ['From another process'])
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_wrong_password(self):
        ctl = self.ctl()
        ctl.password = 'not-this-one'
        watch = self.watch(ctl)
        watch.wait('state', state='needs-person')
        self.assertEqual(watch.end(), 0)
        watch.__exit__()
        error = json.loads(watch.errors[0])
        self.assertEqual((error['domain'], error['code']), ('imap', 'auth-failed'))


class WithoutIdle(scene.Scene):
    OFFICE = {'without': ['IDLE']}

    def test_news_with_the_next_errand(self):
        """Such a server is asked now and then; work for it is an occasion, so nobody waits here."""
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'Old')
        with Watch(ctl) as watch:
            watch.idle()
            self.office.deliver(self.person, letter('Fresh', to=self.person))
            ctl.good('mark', self.find(ctl, 'Old'), '--star')
            watch.wait('new', subject='Fresh')
            self.assertEqual(watch.end(), 0)
        self.settled(ctl)


class Restarting(scene.Scene):
    def test_comes_back_by_itself(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'Before')
        with Watch(ctl) as watch:
            watch.idle()
            self.office.close_doors()
            watch.wait('state', state='waiting')
            ctl.good('mark', self.find(ctl, 'Before'), '--star')
            self.office.open_doors()
            self.office.deliver(self.person, letter('After', to=self.person))
            watch.wait('new', subject='After')
            box = self.box()
            uids = {subject: uid for uid, subject in box.subjects('INBOX').items()}
            scene.process.wait_for(lambda: '\\Flagged' in box.flags('INBOX', uids['Before']), PATIENCE,
                                   'the star at the server')
            self.assertEqual(watch.end(), 0)
        self.same_as_server(ctl, box)
        self.settled(ctl)


if __name__ == '__main__':
    scene.main()
