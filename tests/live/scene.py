# SPDX-License-Identifier: GPL-3.0-or-later
"""What the live tests share: an office for a class, a person for each test, letters, comparing."""

import pathlib
import subprocess
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / 'rig'), str(TESTS / 'support')]
sys.dont_write_bytecode = True
import mail_client
import offices
import process
from ctl import Ctl

PASSWORD = 'blue-stamp'
FRIEND = 'bruno@penny.example'


def letter(subject, to=FRIEND, sender='anna@penny.example', body='Hello\r\n', more=''):
    """A letter whose Message-ID comes from its subject."""
    key = ''.join(c if c.isalnum() and c.isascii() else '-' for c in subject)
    return ('From: <%s>\r\nTo: %s\r\nSubject: %s\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\n'
            'Message-ID: <%s@letters.example>\r\n%s\r\n%s' % (sender, to, subject, key, more, body)
            ).encode()


def only_at(kinds, why):
    """For what other offices cannot do, or do not need to be asked again."""
    return unittest.skipUnless(offices.kind() in kinds.split(), why)


def main():
    """As unittest does; and a run that had to skip everything says so (77 to meson) and why."""
    result = unittest.main(module='__main__', exit=False).result
    skipped = {getattr(case, 'test_case', case) for case, _why in result.skipped}
    for why in sorted({why for _case, why in result.skipped}):
        print('SKIPPED: ' + why, file=sys.stderr)
    nothing = skipped and result.testsRun <= sum(isinstance(case, unittest.TestCase) for case in skipped)
    sys.exit(not result.wasSuccessful() or (77 if nothing else 0))


class Scene(unittest.TestCase):
    """One post office for the class; `self.person` is somebody whom no other test has touched."""
    OFFICE = {}
    ACCOUNT = {}
    LARGEST_CLASS = 20

    @classmethod
    def setUpClass(cls):
        people = {'person%d@penny.example' % i: PASSWORD for i in range(cls.LARGEST_CLASS)}
        people[FRIEND] = PASSWORD
        cls.strangers = iter(people)
        cls.office = offices.office(people, **cls.OFFICE)
        cls.office.start()
        cls.addClassCleanup(cls.office.stop)

    def setUp(self):
        self.person = next(self.strangers)

    def ctl(self, **choices):
        """pennypostctl in a folder of its own, with this person's account in it."""
        ctl = self.enterContext(Ctl(self.office, person=self.person, password=PASSWORD))
        ctl.add(**{**self.ACCOUNT, **choices})
        return ctl

    def box(self, person=None):
        return self.enterContext(mail_client.Imap(self.office, person or self.person))

    def place(self, folder):
        """The FOLDER of pennypostctl that is called so."""
        return self.office.place(folder)

    def folder(self, ctl, verb, *names):
        """`pennypostctl folder`, with names as this office spells them."""
        return ctl.good('folder', verb, *map(self.place, names))

    def fill(self, box, *subjects, folder='INBOX'):
        for subject in subjects:
            box.append(folder, letter(subject, to=self.person))

    @staticmethod
    def rows(ctl, folder='INBOX'):
        return ctl.good('list', ctl.place(folder), '--limit', 100000).records

    def find(self, ctl, subject, folder='INBOX'):
        """The LETTER with this subject; there must be one only."""
        found = [row['id'] for row in self.rows(ctl, folder) if row['subject'] == subject]
        self.assertEqual(len(found), 1, '“%s” in %s' % (subject, folder))
        return found[0]

    def raw(self, ctl, number):
        return subprocess.run(ctl.command('show', number, '--raw'), env=ctl.environment(),
                              capture_output=True, check=True).stdout

    def settled(self, ctl):
        """A pass that finds nothing to do, on a store that is sound, owing nothing."""
        done = ctl.good('sync').events('done')[-1]
        self.assertEqual((done['new'], done['changed'], done['removed']), (0, 0, 0))
        self.assertEqual(ctl.good('pending').records, [])
        ctl.good('check')

    @staticmethod
    def openable(box):
        return [name for name, marks in box.folders().items() if '\\Noselect' not in marks]

    @staticmethod
    def there(box, folder):
        """Subjects by UID; what is marked for expunging counts as gone."""
        left = set(box.uids(folder, 'UNDELETED'))
        return {uid: subject for uid, subject in box.subjects(folder).items() if uid in left}

    def subjects_there(self, box, folder='INBOX'):
        return sorted(self.there(box, folder).values())

    def same_as_server(self, ctl, box):
        """Every folder holds the same UIDs, subjects and marks here and there."""
        here, there = {}, {}
        for folder in ctl.good('folders'):
            if not folder['local'] and folder['selectable']:
                name = self.office.name(folder['folder'])
                here[name] = sorted((row['uid'], row['subject'], 'seen' in row['flags'], 'flagged' in row['flags'])
                                    for row in self.rows(ctl, name))
        for name in self.openable(box):
            subjects = self.there(box, name)
            marks = {uid: box.flags(name, uid) for uid in subjects}
            there[mail_client.decoded(name)] = sorted((uid, subject, '\\Seen' in marks[uid], '\\Flagged' in marks[uid])
                                 for uid, subject in subjects.items())
        self.assertEqual(here, there)

    def failed(self, outcome, domain, code, *words, status=1):
        """It ended as a failure should: one object on standard error, with words for a person."""
        self.assertEqual(outcome.status, status, outcome)
        objects = [line for line in outcome.errors.splitlines() if line.startswith('{')]
        self.assertEqual(len(objects), 1, outcome)
        error = outcome.error
        self.assertEqual((error['domain'], error['code']), (domain, code), outcome)
        self.assertTrue(error['message'])
        for word in words:
            self.assertIn(word, error['advice'])
        for technical in ('IMAP', 'SMTP', 'POP3', 'TLS', 'SSL', 'certificate', 'port', 'server',
                          'database', 'SQLite', 'socket', 'errno', 'GError', '(null)'):
            self.assertNotRegex(error['advice'], r'\b%s\b' % technical)
        self.assertNotIn(PASSWORD, outcome.errors + outcome.output)
        return error
