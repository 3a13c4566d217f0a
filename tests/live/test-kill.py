#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 in the middle of collecting, twenty times: afterwards no letter is missing and none twice."""

import random
import time
import unittest

import scene

import mail_client
import offices
import practice_mail
from ctl import Ctl

KILLS = 20


class Kill(unittest.TestCase):
    def setUp(self):
        self.office = offices.office()
        self.office.start()
        self.addCleanup(self.office.stop)
        practice_mail.fill(self.office)

    def kill_often(self, ctl, chance):
        # Less than a whole pass takes, so that the moments fall all over it.
        for _ in range(KILLS):
            child = ctl.start('sync')
            time.sleep(chance.uniform(0, 0.15))
            child.kill()
            child.communicate()

    def expect_all(self, ctl, role, served):
        folder = next(f['folder'] for f in ctl.good('folders') if f['role'] == role)
        rows = ctl.good('list', folder, '--limit', 100000).records
        self.assertEqual(len(rows), served, 'in ' + folder)
        keys = [row.get('uid') or row.get('uidl') for row in rows]
        self.assertEqual(len(set(keys)), len(keys), 'twice in ' + folder)

    def test_shared_box(self):
        with mail_client.Imap(self.office) as box:
            served = {name: len(box.uids(name)) for name in box.folders()}
        with Ctl(self.office) as ctl:
            ctl.add()
            self.kill_often(ctl, random.Random(1))
            ctl.good('check')
            ctl.good('sync')
            ctl.good('check')
            for role, name in (('inbox', 'INBOX'), ('sent', 'Sent'), ('archive', 'Archive')):
                self.expect_all(ctl, role, served[name])

    def test_take_home(self):
        """The hard one: what was collected is deleted at the post office."""
        letters = len(mail_client.pop_letters(self.office))
        with Ctl(self.office) as ctl:
            ctl.add(protocol='pop3', way='take-home', take_home_days=0)
            self.kill_often(ctl, random.Random(2))
            ctl.good('check')
            ctl.good('sync')
            ctl.good('check')
            self.expect_all(ctl, 'inbox', letters)
            ctl.good('sync')
        self.assertEqual(mail_client.pop_letters(self.office), {})


if __name__ == '__main__':
    scene.main()
