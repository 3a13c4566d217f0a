# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks share: a post office full of generated mail, near or far, and measuring a command.

The test kit (PENNY_TESTKIT) has the generator, the raw pipe and the proxy that makes a distance.
"""

import contextlib
import json
import os
import pathlib
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / 'rig'))
sys.dont_write_bytecode = True
import ctl
import process

KIT = pathlib.Path(os.environ.get('PENNY_TESTKIT', ROOT.parent / 'shared' / 'testkit')) / 'mail'
PERSON = 'bench@penny.example'
PASSWORD = 'rig'
ENV = dict(os.environ, PATH=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')


def need(*tools):
    if not KIT.is_dir():
        raise SystemExit('SKIPPED: no test kit at %s' % KIT)
    for tool in tools:
        if shutil.which(tool) is None:
            raise SystemExit('SKIPPED: %s is not installed' % tool)


def build_tool(name, folder, *libraries):
    """One of the kit's C programs."""
    program = pathlib.Path(folder) / name
    subprocess.run(['gcc', '-O2', '-w', '-o', str(program), str(KIT / (name + '.c')), *libraries], check=True)
    return program


def generate(place, count):
    subprocess.run(['/usr/bin/python3', str(KIT / 'gen_mail.py'), '--count', str(count), '--force',
                    '--out', str(place)], check=True, stdout=subprocess.DEVNULL)


def own(place):
    if os.geteuid() == 0:
        # Dovecot refuses to read mail as root.
        subprocess.run(['chown', '-R', 'nobody:nogroup', str(place)], check=True)


def fill(office, count, maildir=None):
    """COUNT generated letters become the person's mailbox. MAILDIR: a Maildir of the generator that has them already;
    it is linked, not copied, where the file system lets us."""
    place = office.folder / 'mail' / PERSON
    shutil.rmtree(place / 'Maildir', ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
    if maildir is None:
        generate(place, count)
    elif subprocess.run(['cp', '-al', str(maildir), str(place / 'Maildir')], stderr=subprocess.DEVNULL).returncode:
        shutil.rmtree(place / 'Maildir', ignore_errors=True)
        subprocess.run(['cp', '-a', str(maildir), str(place / 'Maildir')], check=True)
    own(place)


class Measured:
    """seconds, cpu (of the command and what it waited for), pss (largest seen, MB; 0 where nobody asked), output"""

    def __init__(self, seconds, cpu, pss, output):
        self.seconds, self.cpu, self.pss, self.output = seconds, cpu, pss, output

    def __add__(self, other):
        return Measured(self.seconds + other.seconds, self.cpu + other.cpu, max(self.pss, other.pss), other.output)


def median(many):
    """Of each number by itself."""
    return Measured(*(statistics.median(getattr(one, name) for one in many) for name in ('seconds', 'cpu', 'pss')),
                    many[-1].output)


def pss(pid):
    with contextlib.suppress(OSError):
        for line in pathlib.Path('/proc/%d/smaps_rollup' % pid).read_text().splitlines():
            if line.startswith('Pss:'):
                return int(line.split()[1]) / 1000
    return 0


def measure(command, env=None, watch=False):
    start = time.monotonic()
    with tempfile.TemporaryFile('w+') as errors:
        child = subprocess.Popen([str(part) for part in command], env=env or ENV, stdout=subprocess.PIPE, stderr=errors,
                                 text=True, stdin=subprocess.DEVNULL)
        sizes = [0]
        over = threading.Event()

        def look():
            while not over.wait(0.25):
                sizes.append(pss(child.pid))

        looker = threading.Thread(target=look, daemon=True)
        if watch:
            looker.start()
        output = child.stdout.read()
        _pid, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        errors.seek(0)
        if child.returncode != 0:
            raise SystemExit('%s failed: %s %s' % (command[0], output[-500:], errors.read()[-500:]))
    return Measured(seconds, usage.ru_utime + usage.ru_stime, max(sizes), output)


# --- distance ------------------------------------------------------------------------------------

class Distance:
    """While it lasts, DOORS of the office are RTT ms away; visits() tells what went over the wire. Without a
    round-trip time and COUNTED nothing stands in between."""

    def __init__(self, office, proxy, rtt, doors=('imaps', 'pop3s'), counted=False):
        self.office, self.proxy, self.rtt, self.doors = office, proxy, rtt, doors
        self.between = rtt > 0 or counted

    def __enter__(self):
        if not self.between:
            return self
        self.den = process.Den('penny-distance')
        self.near = dict(self.office.ports)
        for door in self.doors:
            with socket.create_server(('127.0.0.1', 0)) as free:
                port = free.getsockname()[1]
            self.den.run(door, [str(self.proxy), '-l', str(port), '-t', '127.0.0.1:%d' % self.near[door],
                                '-r', str(self.rtt), '-o', str(self.den.path / 'visits'),
                                '-T', str(self.den.path / 'bursts')],
                         stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            process.wait_for(lambda: _is_open(port), 10, 'the proxy')
            self.office.ports[door] = port
        # The callers that found the doors open.
        process.wait_for(lambda: len(self._visits()) >= len(self.doors), 10, 'the end of a visit')
        self.seen = len(self._visits())
        return self

    def __exit__(self, *_):
        if self.between:
            self.office.ports.update(self.near)
            self.den.close()

    def _visits(self):
        path = self.den.path / 'visits'
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def visits(self, n=1):
        """Of the N connections that were closed since the last time."""
        process.wait_for(lambda: len(self._visits()) >= self.seen + n, 10, 'the end of a visit')
        new = self._visits()[self.seen:]
        self.seen += len(new)
        return new


def _is_open(port):
    with contextlib.suppress(OSError):
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    return False


# --- the program ---------------------------------------------------------------------------------

class Penny(ctl.Ctl):
    """pennypostctl with one account, measured."""

    def __init__(self, office, build, protocol='imap', folder=None):
        super().__init__(office, build, PERSON, PASSWORD)
        self.protocol, self.kept = protocol, folder

    def __enter__(self):
        if self.kept is None:
            super().__enter__()
        else:
            self.folder = pathlib.Path(self.kept)
            self.folder.mkdir(parents=True, exist_ok=True)
        if not self.data.exists():
            self.add(protocol=self.protocol, way='shared' if self.protocol == 'imap' else 'photocopy')
        return self

    def __exit__(self, *details):
        if self.kept is None:
            super().__exit__(*details)

    def measured(self, *arguments):
        return measure(self.command(*arguments), self.environment(), watch=True)

    def pull(self, *arguments):
        # The generator fills other folders too; the others in a contest pull the inbox alone.
        where = ['--folder', 'INBOX'] if self.protocol == 'imap' else []
        return self.measured('sync', *where, *arguments)

    def count(self):
        return next(folder['total'] for folder in self.good('folders') if folder['role'] == 'inbox')

    def size(self):
        return sum(path.stat().st_size for path in self.data.rglob('*') if path.is_file())


# --- what is printed -----------------------------------------------------------------------------

def machine():
    """When, where, and how busy it is."""
    model = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')), '')
    return '%s, %d × %s, Linux %s, load %.1f' % (time.strftime('%Y-%m-%d %H:%M'), os.cpu_count(), model,
                                                 platform.release(), os.getloadavg()[0])
