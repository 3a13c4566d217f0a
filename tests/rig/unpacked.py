# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of Debian packages that cannot be installed beside those of this machine.

`programs = Unpacked('cyrus', ['cyrus-imapd'])` fetches the packages once for a build folder, with all they need
and this machine lacks, and unpacks them there; nothing is installed.  `programs.command(script)` runs a shell script
that sees them under /usr, in mount and process namespaces of its own: what it starts ends with it, and nobody else
sees a change.  Where that is impossible, `Unavailable` says why, and the test that asked is skipped."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import time
import unittest

# After a failed download, nobody waits for another one so soon.
PATIENCE_AFTER_FAILURE = 15 * 60

# What apt would take in the place of the mail server it finds nowhere.
NEEDLESS = ('exim4-', 'default-mta')

# `unshare` ignores SIGTERM while it waits, and --kill-child ends everything below it.
NAMESPACES = ('unshare', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private')

SCENERY = '''
set -e
root=$1 etc=$2 script=$3
mount -t overlay overlay -o "ro,lowerdir=$root/usr:/usr" /usr
[ -z "$etc" ] || mount -t overlay overlay -o "ro,lowerdir=$etc:/etc" /etc
mount -t tmpfs tmpfs /run
mount -t proc proc /proc
exec /bin/sh -c "$script"
'''


class Unavailable(unittest.SkipTest):
    pass


class Unpacked:
    def __init__(self, name, packages):
        if os.geteuid() != 0:
            raise Unavailable('%s: only root can show its programs where they look for their parts' % name)
        self.name = name
        self.packages = packages
        build = os.environ.get('PENNY_BUILD_ROOT') or pathlib.Path(__file__).resolve().parents[2] / 'build'
        self.root = pathlib.Path(build, 'post-offices', name)
        self._make()
        self._try()

    def command(self, script, etc=None):
        return [*NAMESPACES, '/bin/sh', '-c', SCENERY, self.name, str(self.root), str(etc or ''), script]

    def _try(self):
        done = subprocess.run(self.command('true'), capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable('%s: no mount namespace or no overlay here: %s' % (self.name, done.stderr.strip()))

    def _make(self):
        """Tests that run side by side share one: the first makes it, the others wait."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        failure = self.root.with_suffix('.failure')
        with open(self.root.with_suffix('.lock'), 'w') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.root.exists():
                return
            if failure.exists() and time.time() - failure.stat().st_mtime < PATIENCE_AFTER_FAILURE:
                raise Unavailable(failure.read_text())
            try:
                self._fetch_and_unpack()
            except (OSError, subprocess.SubprocessError) as error:
                said = (getattr(error, 'stderr', None) or str(error)).strip().partition('\n')[0]
                failure.write_text('%s: its packages cannot be had: %s' % (self.name, said))
                raise Unavailable(failure.read_text()) from error

    def _fetch_and_unpack(self):
        making = self.root.with_suffix('.making')
        shutil.rmtree(making, ignore_errors=True)
        (making / 'partial').mkdir(parents=True)
        subprocess.run(['apt-get', 'install', '--download-only', '-y', '-q', '--no-install-recommends',
                        '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root',
                        '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20',
                        '-o', 'Dir::Cache::archives=%s' % making, *self.packages],
                       check=True, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL)
        for package in making.glob('*.deb'):
            if not package.name.startswith(NEEDLESS):
                subprocess.run(['dpkg-deb', '-x', str(package), str(making / 'root')],
                               check=True, capture_output=True, text=True)
        (making / 'root').rename(self.root)
        shutil.rmtree(making)
