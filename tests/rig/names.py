# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that knows the hosts of its own file, and no others: [*names.known(FILE, FOLDER), 'program', …]

Bubblewrap lays the file over /etc/hosts for this program alone; nobody else sees it."""

import functools
import pathlib
import subprocess

BARE = ['bwrap', '--dev-bind', '/', '/', '--die-with-parent']


@functools.cache
def works():
    try:
        return subprocess.run([*BARE, 'true'], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def known(hosts, folder):
    """What to write before the command.  FOLDER takes a small file and must outlive it."""
    order = pathlib.Path(folder, 'nsswitch.conf')
    order.write_text('passwd: files\ngroup: files\nhosts: files\n')
    return [*BARE, '--ro-bind', str(hosts), '/etc/hosts', '--ro-bind', str(order), '/etc/nsswitch.conf']
