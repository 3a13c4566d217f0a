#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line breaks while the server is told what was done here: behind every command (it was heard, the
answer is lost), and in the middle of all that is said.  Nothing is doubled, nothing lost, and the next pass
finishes.

Rooms: penny-imap-operations and penny-imap-session-change with all around them."""

import re
import unittest

import fault_scene
from fault_proxy import Fault


class CutWork(fault_scene.Work):
    def said(self, stream):
        """All that is said when nothing breaks."""
        box = self.work()
        self.assertEqual(box.sync().status, 0)
        return bytes(box.incoming.lines[0].text[stream])

    def cut(self, *faults):
        box = self.work()
        outcome = box.sync(*faults)
        self.expect_clear(outcome)
        self.finish(box)
        return outcome.status

    def cut_behind_commands(self):
        """The server has done what it was told; the line that says so never comes."""
        tags = re.findall(rb'(?m)^(P\d+ )', self.said('server'))
        self.assertGreater(len(tags), 20)
        for number, tag in enumerate(tags):
            kind = ('half-close', 'fin', 'rst')[number % 3]
            with self.subTest(kind=kind, tag=tag):
                self.cut(Fault(kind, b'\r\n' + tag))

    def cut_everywhere(self, kind, stream, step):
        for at in self.points(len(self.said(stream)), step):
            with self.subTest(kind=kind, at=at, stream=stream):
                self.cut(Fault(kind, at, stream))


class Able(CutWork):
    def test_behind_commands(self):
        self.cut_behind_commands()


class Anywhere(CutWork):
    def test_what_the_server_says(self):
        self.cut_everywhere('fin', 'server', 211)

    def test_what_it_is_told(self):
        self.cut_everywhere('half-close', 'client', 97)


class Folders(fault_scene.FolderWork, Able):
    pass


class FoldersWithoutUidplus(fault_scene.FolderWork, Able):
    OFFICE = {**CutWork.OFFICE, 'without': ['MOVE', 'UIDPLUS']}


class WithoutMove(Able):
    OFFICE = {**CutWork.OFFICE, 'without': ['MOVE']}


class WithoutUidplus(Able):
    OFFICE = {**CutWork.OFFICE, 'without': ['MOVE', 'UIDPLUS']}


if __name__ == '__main__':
    unittest.main()
