# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests under fault share: a mailbox that can be had again and again, a line that breaks, calls that
fail, and what is here and there in a form that can be compared."""

import collections
import hashlib
import itertools
import os
import pathlib
import re
import shutil
import subprocess

import scene
from ctl import Ctl, Outcome
from fault_proxy import FaultProxy
from scene import letter

SUPPORT = pathlib.Path(os.environ['PENNY_BUILD_ROOT'], 'tests', 'support')
LONG = os.environ.get('PENNY_LONG') == '1'

# PENNY_FLAG_SEEN and PENNY_FLAG_FLAGGED; Maildir's letters for them and for \\Deleted.
SEEN, FLAGGED = 1, 2


# A letter as it can be seen from both sides.
Letter = collections.namedtuple('Letter', 'folder digest seen flagged')


class Box:
    """One person, their account on a computer, and the line in between.  `store`: the database."""

    def __init__(self, test, person, security='none'):
        self.office = test.office
        self.person = person
        door = 'imaps' if security == 'tls' else 'imap'
        self.incoming = test.enterContext(FaultProxy(self.office.ports[door], keep=True))
        self.ctl = test.enterContext(Ctl(self.office, person=person, password=scene.PASSWORD))
        self.ctl.add(security=security, ports={door: self.incoming.port})
        settings = next((self.ctl.data / 'accounts').iterdir())
        self.store = self.ctl.data / 'stores' / settings.stem / 'mail.db'

    def forget(self):
        """As on the first day."""
        shutil.rmtree(self.store.parent, ignore_errors=True)

    def sync(self, *faults, options=()):
        self.incoming.forget(*faults)
        return self.ctl.run(*options, 'sync')

    def broken(self, fault, *arguments):
        """Runs with PENNY_FAULT: how it ended, and how many such calls there were (None: it was killed)."""
        count = self.ctl.folder / 'count'
        count.unlink(missing_ok=True)
        environment = dict(self.ctl.environment(), PENNY_FAULT=fault, PENNY_FAULT_COUNT=str(count),
                           LD_PRELOAD=str(SUPPORT / 'fault-preload.so'))
        # A sanitizer wants to be the first to be loaded, and lives with being the second.
        environment['ASAN_OPTIONS'] = environment.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'
        done = subprocess.run(self.ctl.command(*arguments), capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, env=environment)
        outcome = Outcome(done.returncode, done.stdout, done.stderr)
        return outcome, int(count.read_text()) if count.exists() else None

    def hand(self, word, *arguments):
        done = subprocess.run([SUPPORT / 'store-hand', word, self.store, *map(str, arguments)],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def lines(self):
        """Everything here: [(folder, uid, flags, digest)], sorted."""
        return sorted((folder, int(uid), int(flags), digest) for folder, uid, flags, digest in
                      (line.split('\t') for line in self.hand('list').splitlines()))

    def here(self):
        return collections.Counter(Letter(folder, digest, bool(flags & SEEN), bool(flags & FLAGGED))
                                   for folder, _uid, flags, digest in self.lines() if not folder.startswith('\\'))

    def there(self):
        """Likewise, as the server's own files have it; what is marked for expunging counts as gone."""
        found = collections.Counter()
        root = self.office.maildir(self.person)
        for path in [*root.glob('cur/*'), *root.glob('new/*'), *root.glob('.*/cur/*'), *root.glob('.*/new/*')]:
            folder = path.parent.parent.name
            marks = path.name.rpartition(':2,')[2] if ':2,' in path.name else ''
            if 'T' not in marks:
                raw = path.read_bytes().replace(b'\r\n', b'\n').replace(b'\n', b'\r\n')
                name = 'INBOX' if folder == 'Maildir' else folder[1:].replace('.', '/')
                found[Letter(name, hashlib.sha256(raw).hexdigest(),
                             'S' in marks, 'F' in marks)] += 1
        return found


class FaultScene(scene.Scene):
    OFFICE = {'tls_required': False}
    LARGEST_CLASS = 9999

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # All names are of one length: what is said is, too.
        cls.strangers = itertools.islice(cls.strangers, 1000, None)

    def new_box(self, security='none'):
        return Box(self, next(self.strangers), security)

    def filled_box(self, inbox, archive, size, security='none'):
        """So many letters of some SIZE bytes in two folders, none of them like another."""
        box = self.new_box(security)
        with_box = self.box(box.person)
        for folder, n in (('INBOX', inbox), ('Archive', archive)):
            for i in range(n):
                with_box.append(folder, letter('%s %d' % (folder, i), to=box.person,
                                               body=('%05d ' % i * 12 + '\r\n') * (size // 74)),
                                '\\Seen' if i % 3 else '')
        return box

    def points(self, end, step, long_step=1):
        """Where to strike: every STEP-th point up to END, in the long version every LONG_STEP-th."""
        return range(0, end, long_step if LONG else step)

    def expect_sound(self, box):
        self.assertEqual(box.ctl.good('check').records, [{'event': 'checked'}])

    maxDiff = None

    def expect_same(self, one, other):
        self.assertEqual((sorted((one - other).elements()), sorted((other - one).elements())), ([], []))

    def expect_clear(self, outcome, *allowed):
        """It went well, or it says what was wrong, in one sentence for a person."""
        if outcome.status != 0:
            error = outcome.error
            self.assertIsNotNone(error, outcome)
            self.failed(outcome, error['domain'], error['code'])
            if allowed:
                self.assertIn((error['domain'], error['code']), allowed, outcome)


# --- a person's work that the server is owed ---

class Work(FaultScene):
    """Everything that can be owed, done without a connection on a mailbox that was read before.  work() gives a
    Box in that state again and again: each one somebody else's, with the same letters on both sides."""
    LETTERS = {'INBOX': 5, 'Archive': 2, 'Trash': 1, 'Drafts': 2, 'Sent': 1}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.office.folder / 'template'
        cls.template.mkdir()
        cls.first = True

    def setUp(self):
        super().setUp()
        if type(self).first:
            type(self).first = False
            self.prepare()

    def prepare(self):
        box = self.new_box()
        with_box = self.box(box.person)
        self.fill(with_box, *'ABCDHJM')
        self.fill(with_box, 'E', folder='Trash')
        with_box.append('Drafts', letter('I', body='The old version\r\n'), '\\Draft')
        self.begin(box, with_box)

    def begin(self, box, with_box):
        """WITH_BOX is full: it is read, something is owed, something happens elsewhere."""
        self.assertEqual(box.sync().status, 0)
        self.owe(box)
        self.elsewhere(with_box)
        with_box.link.logout()
        subprocess.run(['cp', '-a', self.office.maildir(box.person), self.template / 'Maildir'], check=True)
        shutil.copy(box.store, self.template / 'mail.db')
        type(self).expected, type(self).sent_digest = self.uninterrupted()

    def elsewhere(self, with_box):
        uids = {subject: uid for uid, subject in with_box.subjects('INBOX').items()}
        with_box.remove('INBOX', uids['J'])
        with_box.store('INBOX', uids['M'], '+FLAGS', '\\Flagged')
        self.fill(with_box, 'K', 'L')

    def owe(self, box):
        ctl = box.ctl
        file = ctl.folder / 'letter.eml'
        ctl.good('mark', self.find(ctl, 'A'), '--read')
        ctl.good('mark', self.find(ctl, 'B'), '--star')
        ctl.good('move', self.find(ctl, 'C'), 'Archive')
        ctl.good('trash', self.find(ctl, 'D'))
        ctl.good('mark', self.find(ctl, 'H'), '--star')
        ctl.good('move', self.find(ctl, 'H'), 'Archive')
        box.hand('delete', self.find(ctl, 'E', 'Trash'))
        file.write_bytes(letter('I', body='The new version, which is longer\r\n'))
        box.hand('draft', file)
        file.write_bytes(letter('F', body='A new draft\r\n'))
        box.hand('draft', file)
        file.write_bytes(letter('G', sender='anna@penny.example', body='To be sent\r\n'))
        box.hand('queue', file)

    def work(self):
        box = self.new_box()
        mail = self.office.maildir(box.person)
        mail.parent.mkdir()
        if os.getuid() == 0:
            shutil.chown(mail.parent, 'nobody', 'nogroup')
        subprocess.run(['cp', '-a', self.template / 'Maildir', mail], check=True)
        box.store.parent.mkdir(parents=True)
        shutil.copy(self.template / 'mail.db', box.store)
        box.sent_before = len(self.office.sent)
        return box

    def uninterrupted(self):
        """How it ends when nothing goes wrong, and the digest of the letter that was sent."""
        box = self.work()
        outcome = box.sync()
        self.assertEqual(outcome.status, 0, outcome)
        end = box.there()
        self.expect_same(box.here(), end)
        self.assertEqual(box.ctl.good('pending').records, [])
        self.assertEqual(collections.Counter(letter.folder for letter in end.elements()),
                         self.LETTERS)
        return end, next((letter.digest for letter in end if letter.folder == 'Sent'), None)

    def finish(self, box):
        """Well again, it ends as if nothing had happened, and stays so; but a letter of which nobody knows
        whether it was sent waits for the person."""
        self.assertEqual(box.ctl.run('sync').status, 0)
        if 'UIDPLUS' in self.office.without:
            box.ctl.good('sync')   # hears what the server has named the letters that were put there last
        again = box.ctl.good('sync').events('done')[-1]
        self.assertEqual((again['new'], again['changed'], again['removed']), (0, 0, 0))
        owed = box.ctl.good('pending').records
        self.assertEqual([(one['kind'], one['stuck']) for one in owed], [('send', True)] * len(owed))
        times_sent = len(self.office.sent) - box.sent_before
        self.assertIn(times_sent, (0, 1) if owed else (self.LETTERS.get('Sent', 0),))
        there = box.there()
        self.expect_same(box.here(), there)
        self.expect_same(there, collections.Counter({letter: n for letter, n in self.expected.items()
                                                     if not (owed and letter.digest == self.sent_digest)}))
        return bool(owed)


class FolderWork(Work):
    """The same for folders, copies and letters without a Message-ID."""
    LETTERS = {'INBOX': 3, 'Archive': 2, 'Trips': 2, 'Job': 2, 'Job/Deep': 2, 'Trash': 2}

    def prepare(self):
        box = self.new_box()
        with_box = self.box(box.person)
        for folder in ('Work', 'Work/Deep', 'Gone'):
            with_box.create(folder)
            self.fill(with_box, 'In ' + folder, folder=folder)
        self.fill(with_box, *'ABC')
        for subject in ('N1', 'N2'):
            with_box.append('INBOX', b'From: <x@y.example>\r\nSubject: %s\r\n\r\nBare\r\n' % subject.encode())
        self.begin(box, with_box)

    def elsewhere(self, with_box):
        self.fill(with_box, 'K')

    def owe(self, box):
        ctl = box.ctl
        file = ctl.folder / 'letter.eml'
        file.write_bytes(b'Subject: From elsewhere\r\n\r\nNo Message-ID\r\n')
        for act in (('copy', 'A', 'Archive'), ('copy', 'N1', 'Work'), ('move', 'N2', 'Archive')):
            ctl.good(act[0], self.find(ctl, act[1]), act[2])
        ctl.good('mark', self.find(ctl, 'A', 'Archive'), '--star')
        ctl.good('folder', 'create', 'Trips')
        ctl.good('folder', 'create', 'Trips/Rome')
        ctl.good('move', self.find(ctl, 'B'), 'Trips')
        ctl.good('folder', 'rename', 'Work', 'Job')
        ctl.good('import', 'Job/Deep', file)
        ctl.good('folder', 'delete', 'Gone')
        ctl.good('copy', self.find(ctl, 'C'), 'Trips')
        ctl.good('trash', self.find(ctl, 'C'))


# --- what passed on the line ---

Body = collections.namedtuple('Body', 'folder uid whole')


def bodies(line):
    """Every BODY[] that LINE has carried, in its order, the last one perhaps not whole."""
    asked = dict(re.findall(rb'(?m)^(\w+) SELECT "([^"]*)"', bytes(line.text['client'])))
    text = bytes(line.text['server'])
    found, folder, at = [], None, 0
    piece = re.compile(rb'^(\w+) OK .*?\r\n|^\* \d+ FETCH \((.*?)\{(\d+)\}\r\n|^.*?\r\n', re.M)
    while match := piece.match(text, at):
        at = match.end()
        if match.group(1) in asked:
            folder = asked[match.group(1)].decode()
        elif match.group(3):
            at += int(match.group(3))
            end = text.find(b'\r\n', at)
            if match.group(2).endswith(b'BODY[] '):
                uid = int(re.search(rb'UID (\d+)', match.group(2) + text[at:end]).group(1))
                found.append(Body(folder, uid, end >= 0))
            at = end + 2 if end >= 0 else len(text)
    return found
