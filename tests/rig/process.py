# SPDX-License-Identifier: GPL-3.0-or-later
"""Helper processes that never outlive the test that started them, however that test ends.

A `Den` is a private folder plus the processes that live in it.  Leaving it stops the processes and
removes the folder.  Should Python itself be killed, a small shell that waits on a pipe does it.
"""

import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)

_WATCHER = '''
trap '' INT TERM HUP
read -r nothing
pids=$(cat "$1"/pids/* 2>/dev/null)
for pid in $pids; do kill -s TERM -- "$pid" 2>/dev/null; done
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  left=
  for pid in $pids; do kill -s 0 -- "$pid" 2>/dev/null && left="$left $pid"; done
  [ -z "$left" ] && break
  sleep 0.1
done
for pid in $left; do kill -s KILL -- "$pid" 2>/dev/null; done
rm -rf "$1"
'''


def die_with_parent():
    """For preexec_fn: the child gets SIGTERM when the thread that started it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Den:
    def __init__(self, prefix, parent=None):
        # Unix sockets live in here and their paths have room for 107 bytes only.
        parent = parent or tempfile.gettempdir()
        if len(parent) > 40:
            parent = '/tmp'
        self.path = pathlib.Path(tempfile.mkdtemp(prefix=prefix + '-', dir=parent))
        (self.path / 'pids').mkdir()
        self.children = {}
        self.watcher = subprocess.Popen(['/bin/sh', '-c', _WATCHER, 'watcher', str(self.path)],
                                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)

    def run(self, name, command, group=False, **options):
        """Starts a process under a name; `group` when its own children must end with it."""
        child = subprocess.Popen(command, preexec_fn=die_with_parent, start_new_session=group,
                                 **options)
        child.group = group
        self.children[name] = child
        # A minus sign in front is how kill(1) spells a process group.
        (self.path / 'pids' / name).write_text('%s%d\n' % ('-' if group else '', child.pid))
        return child

    def end(self, name, sig=signal.SIGTERM, patience=5.0):
        """Ends a process by its own name and waits for it."""
        child = self.children.pop(name, None)
        if child is None:
            return
        if child.poll() is None:
            child.send_signal(sig)
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if child.group:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        (self.path / 'pids' / name).unlink(missing_ok=True)

    def close(self):
        for name in reversed(list(self.children)):
            self.end(name)
        shutil.rmtree(self.path, ignore_errors=True)
        if self.watcher.stdin:
            self.watcher.stdin.close()
            self.watcher.wait()
            self.watcher.stdin = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def wait_for(question, patience=10.0, what='the condition'):
    """Asks again and again until the answer is true; gives that answer back."""
    end = time.monotonic() + patience
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TimeoutError('waited %.0f s for %s' % (patience, what))
        time.sleep(0.02)


def stop_on_signals():
    """SIGTERM and SIGHUP leave by SystemExit, so that every `with` is left in order."""
    def leave(number, _frame):
        raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def environment(**changes):
    """A copy of the environment with changes; None takes a variable out."""
    result = dict(os.environ)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = str(value)
    return result
