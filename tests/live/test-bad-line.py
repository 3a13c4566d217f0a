#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line that stalls, trickles, changes bytes or half closes: it ends in a clear error, sooner when there is
less patience, never in wrong mail, and the next pass is as good as ever.

Rooms: penny-socket-channel and penny-tls, penny-imap-reader and -parser with all above them."""

import time
import unittest

import fault_scene
from fault_proxy import Fault

GIVEN_UP = (('wire', 'timed-out'),)
BROKEN = (('wire', 'closed'), ('wire', 'tls'), ('wire', 'timed-out'), ('imap', 'protocol'))


class BadLine(fault_scene.FaultScene):
    def prepare(self, security):
        self.box_ = self.filled_box(12, 2, 600, security)
        self.assertEqual(self.box_.sync().status, 0)
        self.whole = self.box_.lines()
        return self.box_, self.box_.incoming.passed('server'), self.box_.incoming.passed('client')

    def go_on(self, box):
        """What came over the bad line is not wrong, and the rest comes over a good one."""
        self.assertLessEqual({line for line in box.lines() if line[3] != '-'}, set(self.whole))
        self.assertEqual(box.sync().status, 0)
        self.assertEqual(box.lines(), self.whole)

    def once(self, box, fault, *allowed, timeout=20):
        box.forget()
        outcome = box.sync(fault, options=('--timeout', timeout))
        self.expect_clear(outcome, *allowed)
        for noise in ('CRITICAL', 'WARNING'):
            self.assertNotIn(noise, outcome.errors)
        return outcome


class Slow(BadLine):
    def test_stalled(self):
        for security in ('none', 'tls'):
            box, end, asked = self.prepare(security)
            for stream, length in (('server', end), ('client', asked)):
                for at in range(7, length - 100, length // (30 if fault_scene.LONG else 4)):
                    with self.subTest(security=security, stream=stream, at=at):
                        began = time.monotonic()
                        self.assertEqual(self.once(box, Fault('stall', at, stream), *GIVEN_UP, timeout=1).status, 1)
                        self.assertLess(time.monotonic() - began, 15)
                        self.go_on(box)

    def test_one_byte_after_the_other(self):
        for security in ('none', 'tls'):
            box, _end, _asked = self.prepare(security)
            self.assertEqual(self.once(box, Fault('trickle', 10)).status, 0)
            self.assertEqual(box.lines(), self.whole)
            self.assertEqual(self.once(box, Fault('trickle', 10, 'client')).status, 0)
            self.assertEqual(box.lines(), self.whole)
            self.assertEqual(self.once(box, Fault('trickle', 500, seconds=0.05), *GIVEN_UP, timeout=1).status, 1)
            self.go_on(box)

    def test_late(self):
        box, _end, _asked = self.prepare('tls')
        self.assertEqual(self.once(box, Fault('delay', 10, seconds=0.02)).status, 0)
        self.assertEqual(box.lines(), self.whole)


class Changed(BadLine):
    def test_under_tls(self):
        """Nothing that was changed is believed."""
        box, end, asked = self.prepare('tls')
        for stream, length, step in (('server', end, 601), ('client', asked, 149)):
            for at in self.points(length, step, 3):
                with self.subTest(stream=stream, at=at):
                    self.once(box, Fault('corrupt', at, stream), *BROKEN)
                    self.go_on(box)

    def test_in_the_clear(self):
        """Nobody can tell a letter that was changed on the way; but what was said around it."""
        box, end, _asked = self.prepare('none')
        for at in self.points(end, 601, 7):
            for mask in (0x55, 0x80, 0x01):
                with self.subTest(at=at, mask=mask):
                    box.forget()
                    outcome = box.sync(Fault('corrupt', at, mask=mask), options=('--timeout', 2))
                    self.expect_clear(outcome)
                    self.expect_sound(box)


class CutUnderTls(BadLine):
    def test_cut(self):
        box, end, asked = self.prepare('tls')
        for stream, length, step in (('server', end, 601), ('client', asked, 211)):
            for number, at in enumerate(self.points(length, step, 5)):
                kind = ('half-close', 'fin', 'rst')[number % 3]
                with self.subTest(kind=kind, stream=stream, at=at):
                    self.once(box, Fault(kind, at, stream), ('wire', 'closed'), ('wire', 'tls'))
                    self.go_on(box)


if __name__ == '__main__':
    unittest.main()
