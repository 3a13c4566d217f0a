#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk fails: the n-th write, sync, read… or the n-th call of SQLite, for n = 1, 2, …, once or from then
on.  It ends in a clear error, nothing is lost, and once the disk is well again it goes on.

Rooms: penny-store-database and penny-store-writer with all above them."""

import os
import unittest

import fault_scene

# SQLite takes a read that fails for damage; the next start looks closely and finds none.
DISK = (('store', 'full'), ('store', 'io'), ('store', 'busy'), ('store', 'damaged'))

# Calls, what becomes of them, and how many points are left out between two.
FAULTS = [
    ('write', 'ENOSPC', '+', 23),
    ('write', 'EIO', '', 31),
    ('sync', 'EIO', '', 3),
    ('truncate', 'EIO', '', 1),
    ('open', 'EIO', '', 2),
    ('map', 'NOMEM', '', 1),
    ('read', 'EIO', '', 17),
    ('sqlite', 'FULL', '', 97),
    ('sqlite', 'IOERR', '+', 149),
    ('sqlite', 'NOMEM', '', 173),
]


class Disk(fault_scene.Work):
    def expect_untouched(self, box):
        """Nothing was taken for damaged and set aside."""
        odd = [name for name in os.listdir(box.store.parent)
               if name not in ('mail.db', 'mail.db-wal', 'mail.db-shm', 'worker.lock')]
        self.assertEqual(odd, [])

    def every_fault(self, make, arguments, check):
        """MAKE gives a box, CHECK looks at it after a run of ARGUMENTS that broke."""
        failed = 0
        for calls, outcome, on, step in FAULTS:
            _, n_calls = make().broken(calls + ':0:KILL', *arguments(make()))
            for n in self.points(n_calls, step):
                fault = '%s:%d%s:%s' % (calls, n + 1, on, outcome)
                with self.subTest(fault):
                    box = make()
                    broken, _ = box.broken(fault, *arguments(box))
                    self.expect_clear(broken, *DISK)
                    failed += broken.status
                    check(box, broken)
                    self.expect_untouched(box)
        self.assertGreater(failed, 5)


class Reading(Disk):
    def test_first_pass(self):
        box = self.filled_box(40, 2, 600)
        self.assertEqual(box.sync().status, 0)
        whole = box.lines()

        def make():
            box.forget()
            return box

        def check(_box, _broken):
            self.assertEqual(box.sync().status, 0)
            self.assertEqual(box.lines(), whole)
            self.expect_sound(box)

        self.every_fault(make, lambda box: ['sync'], check)


class Working(Disk):
    def test_what_is_owed(self):
        self.every_fault(self.work, lambda box: ['sync'], lambda box, broken: self.finish(box))


class Acting(Disk):
    def test_acts(self):
        """What failed has not happened, what did not fail has."""
        for word, more in (('mark', ['--star']), ('move', ['Junk'])):
            def arguments(box):
                box.number = next(row['id'] for row in self.rows(box.ctl) if row['subject'] == 'M')
                box.before = box.here()
                return [word, box.number, *more]

            def check(box, broken):
                self.assertEqual(box.here() == box.before, broken.status != 0)
                box.ctl.good(word, box.number, *more)
                self.assertEqual(box.sync().status, 0)
                self.expect_same(box.here(), box.there())
                self.expect_sound(box)

            self.every_fault(self.work, arguments, check)


if __name__ == '__main__':
    unittest.main()
