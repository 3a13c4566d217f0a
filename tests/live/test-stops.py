#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is killed before its n-th call to the disk or the line, for n = 1, 2, …: started again, it
finishes, and then there is nothing left to do.

Rooms: penny-imap-operations and the journal of the store with all around them."""

import unittest

import fault_scene

CALLS = 'send,recv,write,sync,truncate'
KILLED = -9


class Stops(fault_scene.Work):
    def count(self, calls, *arguments):
        """How many such calls a run makes that nobody disturbs."""
        box = self.work()
        outcome, n = box.broken(calls + ':0:KILL', *arguments)
        self.assertEqual(outcome.status, 0, outcome)
        return n


class Working(Stops):
    STEP = 11

    def test_what_is_owed(self):
        for n in self.points(self.count(CALLS, 'sync'), self.STEP):
            with self.subTest(n=n + 1):
                box = self.work()
                outcome, _ = box.broken('%s:%d:KILL' % (CALLS, n + 1), 'sync')
                self.assertIn(outcome.status, (0, KILLED), outcome)
                self.finish(box)


class WorkingWithoutMove(Working):
    OFFICE = {**Stops.OFFICE, 'without': ['MOVE', 'UIDPLUS']}
    STEP = 13


class Folders(fault_scene.FolderWork, Working):
    STEP = 17


class Acting(Stops):
    """What a person does is written down whole or not at all."""

    def acts(self, box):
        rows = {row['subject']: row['id'] for row in self.rows(box.ctl)}
        return [('mark', rows['M'], '--read'), ('move', rows['A'], 'Junk'), ('trash', rows['B'])]

    def test_acts(self):
        for number in range(3):
            n_calls = self.count('write,sync,truncate', *self.acts(self.work())[number])
            for n in self.points(n_calls, 7):
                with self.subTest(act=number, n=n + 1):
                    self.stop_act(number, n + 1)

    def stop_act(self, number, n):
        box = self.work()
        act = self.acts(box)[number]
        before, owed = box.here(), box.ctl.good('pending').records
        outcome, _ = box.broken('write,sync,truncate:%d:KILL' % n, *act)
        self.assertIn(outcome.status, (0, KILLED), outcome)
        done = box.here() != before
        self.assertEqual(box.ctl.good('pending').records != owed, done)
        self.assertTrue(done or outcome.status == KILLED)
        box.ctl.good(*act)
        self.assertEqual(box.sync().status, 0)
        self.expect_same(box.here(), box.there())
        self.expect_sound(box)


class Reading(fault_scene.FaultScene):
    def test_first_pass(self):
        box = self.filled_box(40, 2, 600)
        outcome, n_calls = box.broken(CALLS + ':0:KILL', 'sync')
        self.assertEqual(outcome.status, 0, outcome)
        whole = box.lines()
        for n in self.points(n_calls, 6):
            with self.subTest(n=n + 1):
                box.forget()
                box.broken('%s:%d:KILL' % (CALLS, n + 1), 'sync')
                self.assertEqual(box.sync().status, 0)
                self.assertEqual(box.lines(), whole)
                self.settled(box.ctl)


if __name__ == '__main__':
    unittest.main()
