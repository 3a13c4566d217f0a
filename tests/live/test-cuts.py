#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line breaks while a mailbox is read, at every byte: what came is kept, nothing comes twice but the
letter that was cut, and the next pass ends as if nothing had happened.

Rooms: penny-imap-folder-sync and penny-imap-session-fetch with all around them."""

import unittest

import fault_scene
from fault_proxy import Fault
from fault_scene import bodies

class Cuts(fault_scene.FaultScene):
    """Everything but the tests."""

    def measure(self, box):
        """The uninterrupted pass: what is here afterwards, and how much the server said."""
        self.assertEqual(box.sync().status, 0)
        whole = box.lines()
        self.assertEqual(box.here(), box.there())
        self.assertGreater(len(whole), 0)
        return whole, box.incoming.passed(), bodies(box.incoming.lines[0])

    def cut_and_go_on(self, box, fault, whole):
        box.forget()
        first = box.sync(fault)
        seen = bodies(box.incoming.lines[0])
        self.expect_clear(first, ('wire', 'closed'))
        again = box.sync()
        self.assertEqual(again.status, 0, again)
        self.assertEqual(box.lines(), whole)
        came = [(body.folder, body.uid) for body in seen if body.whole]
        later = [(body.folder, body.uid) for body in bodies(box.incoming.lines[0])]
        # The last one was whole but for what ends its line, perhaps.
        self.assertEqual([one for one in came[:-1] if one in later], [], 'fetched twice')
        self.assertEqual(len(set(came + later)), len(whole))
        return first

    def cut_everywhere(self, box, kind, step, long_step=1, stream='server'):
        whole, end, asked = self.measure(box)
        end = end if stream == 'server' else box.incoming.passed('client')
        self.assertEqual(len(asked), len(whole))
        failed = 0
        for at in self.points(end, step, long_step):
            with self.subTest(kind=kind, at=at, stream=stream):
                failed += self.cut_and_go_on(box, Fault(kind, at, stream), whole).status
        self.assertGreater(failed, 0)
        self.expect_sound(box)


class Closed(Cuts):
    def test_large(self):
        self.cut_everywhere(self.filled_box(60, 6, 1100), 'fin', 1000, 100)


class ClosedSmall(Cuts):
    def test_small(self):
        self.cut_everywhere(self.filled_box(3, 1, 300), 'fin', 67)


class Otherwise(Cuts):
    """Reset, half closed, and while the server is being told something."""

    def test_reset(self):
        self.cut_everywhere(self.filled_box(60, 6, 1100), 'rst', 6007, 307)
        self.cut_everywhere(self.filled_box(3, 1, 300), 'rst', 503, 3)

    def test_much_under_way(self):
        """Several windows: one that is being asked for when the line breaks takes nothing with it that came."""
        self.cut_everywhere(self.filled_box(160, 0, 20000), 'rst', 400009, 40009)

    def test_half_closed(self):
        self.cut_everywhere(self.filled_box(60, 6, 1100), 'half-close', 8009, 307)
        self.cut_everywhere(self.filled_box(3, 1, 300), 'half-close', 503, 3)

    def test_what_the_server_is_told(self):
        for kind in ('fin', 'rst', 'half-close'):
            self.cut_everywhere(self.filled_box(33, 1, 300), kind, 67, 1, 'client')


if __name__ == '__main__':
    unittest.main()
