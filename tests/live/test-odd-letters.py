#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters and boxes such as nobody means to have: they are collected, listed, opened, marked and moved like any
other.

Rooms: penny-imap-parser, penny-summary, penny-store."""

import base64
import random
import subprocess
import time
import unittest

import scene
import process
from scene import letter

MB = 1024 * 1024
LARGE = 100 * MB
# What a letter costs at its peak, beside the program itself: its bytes, once, and what the database keeps at hand.
LARGE_PEAK = LARGE + 50 * MB
# Tells the peak of a program's memory, from outside of this one: a child begins with its parent's.
MEASURE = ('import resource, subprocess, sys; status = subprocess.run(sys.argv[1:]).returncode; '
           'print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)')

FRIDAY = 1595000000


def plain(subject, *head):
    lines = ['From: Anna <anna@penny.example>', 'Subject: %s' % subject, *head, '', 'Hello', '']
    return '\r\n'.join(lines).encode('utf-8', 'surrogateescape')


# Name: the raw letter.
ODD = {
    'no Message-ID': plain('no Message-ID', 'Date: Fri, 17 Jul 2020 10:00:00 +0200'),
    'no Date': plain('no Date', 'Message-ID: <no-date@letters.example>'),
    'nothing but a subject': b'Subject: nothing but a subject\r\n\r\n',
    'of 1970': plain('of 1970', 'Date: Thu, 01 Jan 1970 00:00:00 +0000', 'Message-ID: <1970@letters.example>'),
    'before 1970': plain('before 1970', 'Date: Wed, 31 Dec 1969 23:59:59 +0000', 'Message-ID: <1969@letters.example>'),
    'of 2106': plain('of 2106', 'Date: Sun, 07 Feb 2106 06:28:16 +0000', 'Message-ID: <2106@letters.example>'),
    'of 9999': plain('of 9999', 'Date: Fri, 31 Dec 9999 23:59:59 +1400', 'Message-ID: <9999@letters.example>'),
    'garbage date': plain('garbage date', 'Date: the day before yesterday, 99:99', 'Message-ID: <garbage@x>'),
    'two dates': plain('two dates', 'Date: Fri, 17 Jul 2020 10:00:00 +0200', 'Date: nonsense', 'Message-ID: <two@x>',
                       'Message-ID: <three@x>'),
    'no body': b'Subject: no body\r\nMessage-ID: <no-body@letters.example>\r\n\r\n',
    'head only': b'Subject: head only\r\nMessage-ID: <head-only@letters.example>\r\n',
    'long Message-ID': plain('long Message-ID', 'Message-ID: <%s@letters.example>' % ('x' * 5000)),
    'odd Message-ID': plain('odd Message-ID', 'Message-ID: "not" an (id) \udcff at all'),
    'long line': plain('long line', 'Message-ID: <long-line@letters.example>') + b'y' * 200000 + b'\r\n',
}


class Measured(scene.Scene):
    def measure(self, ctl, *words, patience=120):
        """Runs pennypostctl; its peak of memory in bytes, and the seconds it took."""
        began = time.monotonic()
        done = subprocess.run(['/usr/bin/python3', '-c', MEASURE, *ctl.command(*words)], env=ctl.environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=patience)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return int(done.stdout.split()[-1]) * 1024, time.monotonic() - began

    def drop(self, raw, name, folder=''):
        """Puts a file into the box as it is: APPEND refuses some."""
        place = self.office.maildir(self.person) / folder / 'new'
        (place / ('%d.%s.test' % (FRIDAY, name))).write_bytes(raw)


class Letters(Measured):
    def test_odd_letters(self):
        box, ctl = self.box(), self.ctl()
        for raw in ODD.values():
            box.append('INBOX', raw, when=FRIDAY)
        ctl.good('sync')
        rows = {row['subject']: row for row in self.rows(ctl)}
        self.assertEqual(set(rows), set(ODD))
        for subject, raw in ODD.items():
            self.assertEqual(self.raw(ctl, rows[subject]['id']), raw, subject)
            subprocess.run(ctl.command('show', rows[subject]['id'], '--text'), env=ctl.environment(), check=True,
                           stdout=subprocess.DEVNULL)
        self.settled(ctl)
        ctl.batch([('mark', row['id'], '--star', '--read') for row in rows.values()])
        ctl.batch([('move', row['id'], 'Archive') for row in rows.values()])
        ctl.good('sync')
        self.assertEqual(self.subjects_there(box), [])
        self.assertEqual(self.subjects_there(box, 'Archive'), sorted(ODD))
        ctl.good('sync')
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_empty_letter(self):
        box, ctl = self.box(), self.ctl()
        self.fill(box, 'A')
        box.select('INBOX')
        self.drop(b'', 'empty')
        process.wait_for(lambda: box.link.noop() and len(box.uids('INBOX')) == 2, 10, 'the empty letter')
        ctl.good('sync')
        empty = [row for row in self.rows(ctl) if row['subject'] != 'A']
        self.assertEqual(len(empty), 1)
        self.assertEqual(self.raw(ctl, empty[0]['id']), b'')
        ctl.good('sync')
        self.settled(ctl)
        ctl.good('move', empty[0]['id'], 'Archive')
        ctl.good('sync')
        self.assertEqual(len(box.uids('INBOX')), 1)
        self.assertEqual(len(box.uids('Archive')), 1)
        ctl.good('sync')
        self.settled(ctl)

    def test_odd_arrival(self):
        """Letters that came in 1970, and that will have come in 2106."""
        box, ctl = self.box(), self.ctl()
        for when in (0, 1, 2**31, 2**32 - 1, 2**32 + 86400, 253402300799):
            box.good(box.link.append('INBOX', '', '"%s +0000"' % time.strftime('%d-%b-%Y %H:%M:%S', time.gmtime(when)),
                                     letter('at %d' % when)))
        ctl.good('sync')
        self.assertEqual(len(self.rows(ctl)), 6)
        self.same_as_server(ctl, box)
        self.settled(ctl)

    def test_large_letter(self):
        """A letter of a hundred megabytes comes without being held many times over."""
        ctl = self.ctl()
        ctl.good('sync')
        small, _ = self.measure(ctl, 'sync')
        noise = base64.encodebytes(random.Random(1840).randbytes(LARGE * 3 // 4 * 76 // 77))
        raw = plain('large', 'Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64',
                    'Message-ID: <large@letters.example>') + noise.replace(b'\n', b'\r\n')
        self.drop(raw, 'large')
        peak, seconds = self.measure(ctl, 'sync')
        print('# a letter of %d MB: peak %d MB, an empty pass %d MB, %.1f s'
              % (len(raw) // MB, peak // MB, small // MB, seconds))
        if b'__asan_init' not in ctl.program.read_bytes():
            self.assertLess(peak, small + LARGE_PEAK)
        row = self.rows(ctl)[0]
        self.assertEqual(self.raw(ctl, row['id']), raw)
        self.settled(ctl)


if __name__ == '__main__':
    unittest.main(verbosity=2)
