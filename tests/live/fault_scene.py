# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests under fault share: a mailbox that can be had again and again, a line that breaks, calls that
fail, and what is here and there in a form that can be compared."""

import collections
import hashlib
import os
import pathlib
import re
import shutil
import subprocess

import scene
from ctl import Ctl, Outcome
from fault_proxy import FaultProxy

SUPPORT = pathlib.Path(os.environ['PENNY_BUILD_ROOT'], 'tests', 'support')
LONG = os.environ.get('PENNY_LONG') == '1'

# PENNY_FLAG_SEEN and PENNY_FLAG_FLAGGED; Maildir's letters for them and for \\Deleted.
SEEN, FLAGGED = 1, 4


class Letter(collections.namedtuple('Letter', 'folder digest seen flagged')):
    """A letter as it can be seen from both sides."""


class Box:
    """One person, their account on a computer, and the line in between.  `store`: the database."""

    def __init__(self, test, person, **choices):
        self.office = test.office
        self.person = person
        self.incoming = test.enterContext(FaultProxy(self.office.ports['imap'], keep=True))
        self.ctl = test.enterContext(Ctl(self.office, person=person, password=scene.PASSWORD))
        self.ctl.add(security='none', ports={'imap': self.incoming.port}, **choices)
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
        done = subprocess.run(self.ctl.command(*arguments), capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL,
                              env=dict(self.ctl.environment(), PENNY_FAULT=fault, PENNY_FAULT_COUNT=str(count),
                                       LD_PRELOAD=str(SUPPORT / 'fault-preload.so')))
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
                found[Letter('INBOX' if folder == 'Maildir' else folder[1:], hashlib.sha256(raw).hexdigest(),
                             'S' in marks, 'F' in marks)] += 1
        return found


class FaultScene(scene.Scene):
    OFFICE = {'tls_required': False}
    LARGEST_CLASS = 5000

    def new_box(self, **choices):
        return Box(self, next(self.strangers), **choices)

    def points(self, end, step, long_step=1):
        """Where to strike: every STEP-th point up to END, in the long version every LONG_STEP-th."""
        return range(0, end, long_step if LONG else step)

    def expect_sound(self, box):
        self.assertEqual(box.ctl.good('check').records, [{'event': 'checked'}])

    def expect_clear(self, outcome, *allowed):
        """It went well, or it says what was wrong, in one sentence for a person."""
        if outcome.status != 0:
            error = outcome.error
            self.assertIsNotNone(error, outcome)
            self.failed(outcome, error['domain'], error['code'])
            if allowed:
                self.assertIn((error['domain'], error['code']), allowed, outcome)


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
