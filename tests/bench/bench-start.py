#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the program opens, whether it ever hangs, and how much memory it takes.

    tests/bench/bench-start.py BUILD [--letters 100000] [--runs 5] [--only start,memory,stall]
                                     [--stores FOLDER] [--pictures FOLDER]

start   from exec until the list shows its letters (median, warm), with an empty store, with 100
        letters and with all, and the processor time until it rests; beside it a bare libadwaita
        window of the same look (the floor).
        Seen from outside: the frame buffer of Xvfb is a file; we look at it every few milliseconds
        and take the time when the list's part of it first has what it has in the end.
memory  PSS of the program and all its children, before a letter is opened and after one in HTML.
stall   the longest time the main loop keeps a _NET_WM_PING waiting (one each 10 ms) while 10,000
        letters come from a private Dovecot: on top of all the others, and into an empty program.

The machine's other work is in the numbers. `--stores` keeps the filled stores for the next run.
Needs Xvfb and, for `stall`, Dovecot and the test kit (PENNY_TESTKIT).
"""

import argparse
import contextlib
import mmap
import os
import pathlib
import shutil
import socket
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib

RIG = pathlib.Path(__file__).resolve().parent.parent / 'rig'
sys.path.insert(0, str(RIG))
sys.dont_write_bytecode = True
import postoffice
import process
import xsession

ROOT = RIG.parent.parent
KIT = pathlib.Path(os.environ.get('PENNY_TESTKIT', ROOT.parent / 'shared' / 'testkit')) / 'mail'
PERSON = 'bench@penny.example'
ACCOUNT = 'bench-penny.example'
PASSWORD = 'rig'
APPLICATION = 'io.github.penny_post.PennyPost'
ARRIVALS = 10000
PATIENCE_S = 180
QUIET_S = 1.5                   # nothing has changed for so long: it is finished

# Measured elsewhere on idle cores of this kind, warm, 10,000 letters: seconds and PSS in MB.
ELSEWHERE = [('Geary (recent mail only)', 0.62, 246), ('Claws Mail', 0.96, 96), ('Evolution', 1.6, 326),
             ('Thunderbird', 3.1, 510)]

SETTINGS = '''[account]
address={person}
name=Bench
way=shared
[incoming]
protocol=imap
host=localhost
port={port}
security=tls
user={person}
'''


class Screen:
    """The frame buffer of an Xvfb as bytes."""

    # Of the list between header bar and foot, without the scroll bar, which fades in and out.
    LIST = (250, 100, 540, 600)

    def __init__(self, path):
        with open(path, 'r+b') as file:
            self.bytes = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack('>25I', self.bytes[:100])
        self.width, self.height, self.line = header[4], header[5], header[12]
        self.start = header[0] + header[19] * 12
        self.blank = self.whole()

    def sum(self, left, top, right, bottom, step):
        total = 0
        for y in range(top, bottom, step):
            at = self.start + y * self.line
            total = zlib.crc32(self.bytes[at + left * 4:at + right * 4], total)
        return total

    def whole(self):
        return self.sum(0, 0, self.width, self.height, 16)

    def watch_first(self, begin, patience=30):
        """Seconds from BEGIN until anything is on the screen."""
        while self.whole() == self.blank:
            if time.monotonic() > begin + patience:
                raise TimeoutError('no window')
            time.sleep(0.002)
        return time.monotonic() - begin

    def watch(self, begin, patience=10):
        """The same, and seconds until the list was complete (not a number: a spinner still turns)."""
        first = self.watch_first(begin)
        last, at = None, None
        while time.monotonic() < begin + patience:
            now = time.monotonic()
            seen = self.sum(*self.LIST, 2)
            if seen != last:
                last, at = seen, now
            elif now - at > QUIET_S:
                return first, at - begin
            time.sleep(0.003)
        return first, float('nan')


class Program:
    """A command in its own surroundings, with the password where it looks for it."""

    def __init__(self, build, desktop, command, home, extra):
        self.desktop, self.command = desktop, command
        keyring = home / 'practice.keyring'
        self.env = dict(desktop.env, GSETTINGS_SCHEMA_DIR=str(build / 'data'), PENNY_LOCALEDIR=str(build / 'po'),
                        PENNY_MODULE_DIR=str(build / 'src/web'),
                        XDG_DATA_DIRS='%s:/usr/local/share:/usr/share' % (ROOT / 'data'),
                        SECRET_BACKEND='file', SECRET_FILE_TEST_PASSWORD='practice',
                        SECRET_FILE_TEST_PATH=str(keyring), **extra)
        if not keyring.exists():
            subprocess.run(['secret-tool', 'store', '--label=bench', 'xdg:schema', APPLICATION, 'account', ACCOUNT,
                            'use', 'incoming'], input=PASSWORD, text=True, check=True, env=self.env)

    def __enter__(self):
        self.begin = time.monotonic()
        self.child = self.desktop.den.run('program', self.command, env=self.env, stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.desktop.den.end('program')


def make_data(build, folder, letters, port, name=None):
    """A data folder with an account whose store has so many letters."""
    data = folder / (name or 'letters-%d' % letters) / 'data'
    store = data / 'stores' / ACCOUNT / 'mail.db'
    if not store.exists():
        (data / 'accounts').mkdir(parents=True)
        store.parent.mkdir(parents=True)
        subprocess.run([str(build / 'tests/bench/bench-fill'), str(store), str(letters)], check=True)
    settings = data / 'accounts' / (ACCOUNT + '.ini')
    settings.write_text(SETTINGS.format(person=PERSON, port=port))
    settings.chmod(0o600)
    return data


class Bench:
    def __init__(self, choices, folder, desktop):
        self.build = pathlib.Path(choices.build).resolve()
        self.choices, self.folder, self.desktop = choices, folder, desktop
        self.screen = Screen(desktop.folder / 'Xvfb_screen0')
        # Says nothing to who comes in: the program is connecting as long as it is looked at.
        self.silent = socket.create_server(('127.0.0.1', 0), backlog=100)

    def data(self, letters):
        return make_data(self.build, self.folder, letters, self.silent.getsockname()[1])

    def program(self, data, **extra):
        return Program(self.build, self.desktop, [str(self.build / 'src/application/pennypost'), '--data-dir',
                                                  str(data)], data.parent, extra)

    def picture(self, name):
        if self.choices.pictures:
            pathlib.Path(self.choices.pictures).mkdir(parents=True, exist_ok=True)
            self.desktop.screenshot(pathlib.Path(self.choices.pictures, name + '.png'))

    # --- start -------------------------------------------------------------------------------

    def start_once(self, program, name, patience):
        with program:
            first, complete = self.screen.watch(program.begin, patience)
            busy = cpu_seconds(program.child.pid)
            self.picture(name)
        # The next one begins with an empty screen.
        blank = self.screen.blank
        process.wait_for(lambda: self.screen.whole() == blank, 5, 'an empty screen')
        return first, complete, busy

    def start(self):
        counts = [0, 100, self.choices.letters]
        kinds = [('bare window (the floor)', lambda: Program(
            self.build, self.desktop, [str(self.build / 'tests/bench/bench-window')], self.folder, {}))]
        kinds += [('%d letters' % count, lambda count=count: self.program(self.data(count))) for count in counts]
        times = {name: [] for name, _make in kinds}
        # In turns, so that a busy minute of the machine is everybody's.
        for run in range(self.choices.runs + 1):
            for name, make in kinds:
                taken = self.start_once(make(), name.replace(' ', '-'), 10 if ' 0 ' not in ' ' + name else 2)
                if run > 0:
                    times[name].append(taken)
        self.print_start(times, kinds[0][0])

    def print_start(self, times, floor):
        def middle(name, which):
            return statistics.median(taken[which] for taken in times[name])
        print('\n%-32s %10s %10s %10s %10s %10s   %s' % ('start', 'window s', 'list s', '× floor', 'CPU s', '× floor',
                                                        'all runs'))
        for name, taken in times.items():
            print('%-32s %10.2f %10.2f %10.2f %10.2f %10.2f   %s' % (
                name, middle(name, 0), middle(name, 1), middle(name, 1) / middle(floor, 1), middle(name, 2),
                middle(name, 2) / middle(floor, 2),
                ' '.join('%.2f' % t[1] for t in taken)), flush=True)
        mine = middle('%d letters' % self.choices.letters, 1)
        for name, seconds, _size in ELSEWHERE:
            print('%-32s %10s %10.2f   measured elsewhere, 10,000 letters; we: × %.2f' % (
                name, '', seconds, mine / seconds))

    # --- memory ------------------------------------------------------------------------------

    def memory(self):
        data = self.data(self.choices.letters)
        with self.program(data) as program, self.desktop.entered():
            self.screen.watch(program.begin)
            before = pss(program.child.pid)
            import atspi
            root = atspi.application('pennypost')
            first = atspi.find(root, 'list', 'Messages')
            atspi.select(first, 0)
            process.wait_for(lambda: 'WebKitWebProcess' in pss(program.child.pid), 20, 'the letter')
            self.screen.watch(time.monotonic())
            self.picture('letter')
            after = pss(program.child.pid)
        print('\n%-32s %10s   %s' % ('memory', 'PSS MB', 'of which'))
        for name, sizes in (('before a letter is opened', before), ('after a letter in HTML', after)):
            print('%-32s %10.0f   %s' % (name, sum(sizes.values()), ', '.join(
                '%s %.0f' % item for item in sorted(sizes.items(), key=lambda i: -i[1]) if item[1] >= 1)))
        for name, _seconds, size in ELSEWHERE:
            print('%-32s %10.0f   measured elsewhere, 10,000 letters; we: × %.2f' % (
                name, size, sum(before.values()) / size), flush=True)

    # --- stall -------------------------------------------------------------------------------

    def stall(self):
        print('\n%-32s %8s %8s %8s %8s %8s %8s' % ('stall', 'letters', 'seconds', 'median', '99 %', 'longest',
                                                   '> 50 ms'))
        with postoffice.PostOffice({PERSON: PASSWORD}) as office:
            many_on_server(office, self.choices.letters)
            data = self.copy(self.choices.letters, office)
            self.arrive('on top of all', office, data, self.choices.letters, lambda: deliver(office, ARRIVALS))
        with postoffice.PostOffice({PERSON: PASSWORD}) as office:
            data = self.copy(0, office)
            maildir(office)
            own(office.maildir(PERSON).parent)
            self.arrive('into an empty store', office, data, 0, lambda: deliver(office, ARRIVALS))

    def copy(self, letters, office):
        """Of a filled store, for the letters that come to stay in."""
        source = self.data(letters)
        folder = self.folder / 'arrivals'
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source.parent, folder)
        return make_data(self.build, self.folder, letters, office.ports['imaps'], 'arrivals')

    @contextlib.contextmanager
    def pinged(self, name):
        """Pings a window until the end; what it gives becomes the list of (when, wait) in ms."""
        waits = []
        with open(self.folder / ('pings-' + name), 'w+') as answers:
            pinger = self.desktop.den.run('pinger-' + name, [str(self.build / 'tests/bench/bench-ping'), name],
                                          env=self.desktop.env, stdin=subprocess.PIPE, stdout=answers)
            yield waits
            pinger.stdin.close()
            if pinger.wait(30) != 0:
                raise SystemExit('%s does not answer' % name)
            self.desktop.den.end('pinger-' + name)
            answers.seek(0)
            waits += [tuple(map(float, line.split())) for line in answers]

    def arrive(self, name, office, data, there, deliver_now):
        """The bare window is pinged in the same minutes: what it has to wait is the machine's doing."""
        with self.program(data, PENNY_CA_FILE=office.ca_file) as program, contextlib.ExitStack() as stack:
            self.screen.watch_first(program.begin)
            bare = self.desktop.den.run('bare', [str(self.build / 'tests/bench/bench-window')], env=self.desktop.env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(self.desktop.den.end, 'bare')
            time.sleep(2)
            with self.pinged('pennypost') as mine, self.pinged('bench-window') as floor:
                begin = time.monotonic()
                deliver_now()
                while inbox_total(data) < there + ARRIVALS and time.monotonic() < begin + PATIENCE_S:
                    time.sleep(0.2)
                    if program.child.poll() is not None or bare.poll() is not None:
                        raise SystemExit('a program ended early')
                seconds = time.monotonic() - begin
                total = inbox_total(data)
                time.sleep(3)
            self.picture('arrivals-' + name.replace(' ', '-'))
        for title, waits in ((name, mine), ('  the bare window meanwhile', floor)):
            times = sorted(wait for _when, wait in waits)
            print('%-32s %8d %8.1f %8.1f %8.1f %8.1f %8d' % (
                title, total - there, seconds, statistics.median(times), times[len(times) * 99 // 100], times[-1],
                sum(t > 50 for t in times)), flush=True)
            if self.choices.verbose:
                print('   ' + ' '.join('%.1f:%.0f' % (when / 1000, wait) for when, wait in waits if wait > 30))


# --- what is looked at ---------------------------------------------------------------------------

def cpu_seconds(pid):
    """What the machine's other work does not change: processor time of all its threads so far."""
    fields = pathlib.Path('/proc/%d/stat' % pid).read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def pss(pid):
    """MB of each program in the tree below PID, by name."""
    parents, sizes = {}, {}
    for entry in pathlib.Path('/proc').glob('[0-9]*'):
        with contextlib.suppress(OSError):
            fields = (entry / 'stat').read_text().rpartition(')')[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    todo = [pid]
    while todo:
        one = todo.pop()
        todo += parents.get(one, [])
        with contextlib.suppress(OSError, StopIteration):
            name = pathlib.Path('/proc/%d/exe' % one).resolve().name
            lines = pathlib.Path('/proc/%d/smaps_rollup' % one).read_text().splitlines()
            size = next(int(line.split()[1]) for line in lines if line.startswith('Pss:')) / 1000
            sizes[name] = sizes.get(name, 0) + size
    return sizes


def inbox_total(data):
    path = data / 'stores' / ACCOUNT / 'mail.db'
    with contextlib.suppress(sqlite3.Error):
        with contextlib.closing(sqlite3.connect('file:%s?mode=ro' % path, uri=True)) as database:
            row = database.execute("SELECT n_total FROM folder WHERE path = 'INBOX'").fetchone()
            return row[0] if row else 0
    return 0


# --- mail on the server --------------------------------------------------------------------------

def own(place):
    if os.geteuid() == 0:
        # Dovecot refuses to read mail as root.
        subprocess.run(['chown', '-R', 'nobody:nogroup', str(place)], check=True)


def maildir(office):
    place = office.maildir(PERSON)
    for part in ('cur', 'new', 'tmp'):
        (place / part).mkdir(parents=True, exist_ok=True)
    return place


def many_on_server(office, count):
    """The letters that bench-fill has put into the store, with the same UIDs and flags. All are one
    small file: the program has their headers already, and nobody reads them."""
    place = maildir(office)
    size = 0
    lines = ['3 V1 N%d G%032x' % (count + 1, 1)]
    for uid in range(1, count + 1):
        if uid % 30000 == 1:                    # file systems bound the links to one file
            source = place / 'tmp' / ('seed%d' % uid)
            size = source.write_bytes(b'Subject: x\n\nA few words.\n')
        flags = ('F' if uid % 23 == 0 else '') + ('R' if uid % 11 == 0 else '') + ('S' if uid % 6 else '')
        name = '%d.M%dP1.bench,S=%d' % (1600000000 + uid, uid, size)
        os.link(source, place / 'cur' / (name + ':2,' + flags))
        lines.append('%d :%s' % (uid, name))
    (place / 'dovecot-uidlist').write_text('\n'.join(lines) + '\n')
    own(place)


def deliver(office, count):
    place = maildir(office)
    own(place.parent)
    owner = ['--owner', str(place.stat().st_uid)] if os.geteuid() == 0 else []
    subprocess.run(['/usr/bin/python3', str(KIT / 'gen_mail.py'), '--deliver', str(count), '--out', str(place), *owner],
                   check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build')
    parser.add_argument('--letters', type=int, default=100000)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--only', default='start,memory,stall')
    parser.add_argument('--stores', type=pathlib.Path)
    parser.add_argument('--pictures', type=pathlib.Path)
    parser.add_argument('--verbose', action='store_true', help='say when the long waits were')
    choices = parser.parse_args()
    for tool in ('Xvfb', 'secret-tool'):
        if shutil.which(tool) is None:
            raise SystemExit('SKIPPED: %s is not installed' % tool)
    process.stop_on_signals()
    with contextlib.ExitStack() as stack:
        folder = choices.stores or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='penny-start-')))
        folder.mkdir(parents=True, exist_ok=True)
        desktop = stack.enter_context(xsession.Session(framebuffer=True))
        bench = Bench(choices, folder, desktop)
        for part in choices.only.split(','):
            if part == 'stall' and not KIT.is_dir():
                print('SKIPPED: no test kit at %s' % KIT)
            else:
                getattr(bench, part)()


if __name__ == '__main__':
    main()
