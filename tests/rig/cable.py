# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer without a network, into which the cable is plugged later.  Needs root.

    if cable.alone():                           # this process has a network of its own from now on
        start a post office on cable.HERE
        program = start [*cable.UNPLUGGED, 'program']
        cable.plug_in(program.pid)
"""

import ctypes
import os
import subprocess

CLONE_NEWNET = 0x40000000
HERE, THERE = '192.0.2.1', '192.0.2.2'      # RFC 5737: of nobody
UNPLUGGED = ('unshare', '--net')            # what it starts keeps its number


def _ip(*arguments, of=None):
    inside = ['nsenter', '--net', '--target', str(of)] if of else []
    subprocess.run([*inside, 'ip', *arguments], check=True)


def alone():
    """For good, and for all that this process starts; False where that is not allowed."""
    if os.getuid() != 0 or ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        return False
    _ip('link', 'set', 'lo', 'up')
    _ip('link', 'add', 'here', 'type', 'veth', 'peer', 'name', 'there')
    _ip('address', 'add', HERE + '/24', 'dev', 'here')
    _ip('link', 'set', 'here', 'up')
    return True


def plug_in(pid):
    """The network of this process, started UNPLUGGED, leads here now."""
    _ip('link', 'set', 'there', 'netns', str(pid))
    _ip('address', 'add', THERE + '/24', 'dev', 'there', of=pid)
    _ip('link', 'set', 'there', 'up', of=pid)
    _ip('route', 'add', 'default', 'via', HERE, of=pid)
