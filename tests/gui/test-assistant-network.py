#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Setting up an account on a computer whose cable is plugged in only on the way: test-assistant-network.py"""

import functools
import sys

import scene
from scene import Scene, drive, postoffice, provider_file

import atspi
import cable
import guide

OFFLINE = 'This computer is not connected to the internet'


def no_network():
    """That there is no internet is said, in that word; once there is, one press goes on."""
    office = {'names': (*postoffice.certificates.NAMES, cable.HERE), 'listen': '127.0.0.1, ' + cable.HERE}
    with Scene(letters=3, office=office, facts=functools.partial(provider_file.text, host=cable.HERE),
               shell=cable.UNPLUGGED) as post:
        walk = guide.Guide(post, 'no-network')
        walk.to_the_ways()
        walk.choose('Shared box')
        frame = drive.page(post.root, drive.TRYING)
        atspi.find_shown(frame, 'push button', 'Try Again', 60)
        walk.said(OFFLINE)
        walk.look(frame, 'offline')
        cable.plug_in(post.program.child.pid)
        drive.press(frame, 'Try Again')
        walk.promised()
        walk.first_letter()
        post.program.quit()
        assert len(post.clean()) == 3


if __name__ == '__main__':
    if not cable.alone():
        print('1..0 # SKIP a network of its own needs root')
        sys.exit(77)
    scene.main({'no-network': no_network})
