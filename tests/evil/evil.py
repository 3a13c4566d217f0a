#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile servers against pennypostctl: one TAP line a case, and only SAFE is a pass.

    evil.py --ctl PENNYPOSTCTL --caller EVIL-CALLER [--kit DIR] [--only PREFIX] [--jobs N] [--repeat N]

The servers come from the test kit (PENNY_TESTKIT/evil). Its folder is only read: certificates are
made in a scratch folder, ports are looked for at run time. The kit starts guest.py as its client.

SAFE is more than the kit's word. No call of pennypostctl may take more memory or time than it may here,
each that fails must say why in one object, no warning may have been logged, and the password and the
writing that runs backwards must not be in anything that it said."""
import argparse
import json
import os
import pathlib
import queue
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

import guest
import names

HERE = pathlib.Path(__file__).resolve().parent
KIT_TIMEOUT = 90            # s, until the kit calls the client hung
MAX_SECONDS = guest.TIMEOUT + 4
MAX_PEAK = 100              # MB
# A letter may be as large as this, and here one comes that never ends.
ENDLESS_LETTERS, MAX_LETTER = ('pop3-retr-endless', 'pop3-line-endless'), 300
RACES = ('A.inject',)       # what the client sees depends on timing: played several times
# To open 60,000 folders one after the other is no loop; more commands than this are in every other case.
MAX_COMMANDS, MAX_OF_MANY_FOLDERS = 3000, 200000
# What the client never asks for, and what only a person or a letter of its own can show: tests/live has those.
NEVER_ASKED = ('pop3-uidl-changes', 'pop3-stat-negative', 'pop3-stat-huge', 'pop3-multi-for-single',
               'smtp-rcpt-partial')
BY_HAND = ('smtp-data-550', 'smtp-drop-after-dot', 'smtp-data-451', 'smtp-no8bit', 'smtp-noutf8', 'smtp-text-spoof')
BACKWARDS = '\u202a\u202b\u202d\u202e\u2066\u2067\u2068'


# ---- the runner's side

class Runner:
    def __init__(self, options, scratch):
        self.kit = options.kit
        self.repeat = options.repeat
        self.scratch = scratch
        self.certs = scratch / 'certs'
        self.lock = threading.Lock()
        self.taken = set()
        self.env = dict(os.environ, PYTHONDONTWRITEBYTECODE='1', PENNY_EVIL_CTL=options.ctl,
                        PENNY_EVIL_CALLER=options.caller)

    def make_certificates(self):
        subprocess.run(['bash', self.kit / 'certs.sh', self.certs], check=True, env=self.env,
                       stdout=subprocess.DEVNULL)

    def kit_command(self, *args):
        return ['/usr/bin/python3', self.kit / 'evil.py', '--certs', self.certs, *args]

    def list_cases(self, only):
        text = subprocess.run(self.kit_command('--list'), check=True, env=self.env,
                              capture_output=True, text=True).stdout
        cases = []
        for line in text.splitlines():
            name, _, rest = line.partition(' ')
            fields = rest.split(None, 3)
            if len(fields) < 3 or not name.startswith(only):
                continue
            if name.startswith(('imap-', 'pop3-', 'smtp-', 'tls-')) and name not in NEVER_ASKED + BY_HAND:
                cases.append((name, fields[2]))
        return cases

    def pick_ports(self):
        """The first of four neighbouring free ports, below the range the system gives away."""
        with self.lock:
            while True:
                first = random.randrange(20000, 32000, 4)
                if first not in self.taken and all(is_free(first + i) for i in range(4)):
                    self.taken.add(first)
                    return first

    def way(self, name, kind):
        """How the guest goes about it: briefly where it must not even log in, gently where the kit counts
        every removal as a fault."""
        if kind in RACES or kind in ('A.strip', 'A.preauth', 'A.tamper', 'D.tls'):
            return 'briefly'
        shown = subprocess.run(self.kit_command('--show', name), env=self.env, capture_output=True, text=True).stdout
        return 'gently' if re.search(r"^unsafe .*'destructive'", shown, re.MULTILINE) else 'deeply'

    def play(self, name, kind):
        work = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        command = self.kit_command(
            '--case', name, '--port', str(self.pick_ports()), '--tls', 'starttls',
            '--repeat', str(self.repeat if kind in RACES else 1), '--quiet',
            '--max-cmds', str(MAX_OF_MANY_FOLDERS if name == 'imap-folder-many' else MAX_COMMANDS),
            '--exec-timeout', str(KIT_TIMEOUT), '--exec', f'/usr/bin/python3 -B {HERE / "guest.py"}',
            '--grep', str(work / '*'))
        environment = dict(self.env, PENNY_EVIL_WORK=str(work), PENNY_EVIL_WAY=self.way(name, kind))
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        last = [line for line in result.stdout.splitlines() if line.startswith('VERDICT ')][-1:]
        verdict, why = (last[0].split(None, 3)[2:] + [''])[:2] if last else ('KIT', result.stderr[-300:])
        visits = [Visit(path.parent) for path in sorted(work.glob('*/said.txt'))]
        shutil.rmtree(work, ignore_errors=True)
        return judge(name, verdict, ' '.join(why.split()), visits)


class Visit:
    """What one run of the guest left behind."""

    def __init__(self, folder):
        self.said = (folder / 'said.txt').read_text(errors='replace')
        self.used = json.loads((folder / 'used.json').read_text())


def find_unclear(said):
    """The first call that failed and did not say why in one object; None when there is none."""
    begin = 0
    for end in re.finditer(r'^= (\d+)$', said, re.MULTILINE):
        call, begin = said[begin:end.start()], end.end() + 1
        reasons = [line for line in call.splitlines() if line.startswith('{') and '"advice":' in line]
        # In a batch more than one may have failed; a check that finds something says what.
        if end[1] != '0' and len(reasons) != 1 and not call.startswith('$ batch'):
            return call.splitlines()[0]
    return None


def judge(name, verdict, why, visits):
    """The kit's verdict, or what it cannot see. Verdict, reason, what was said last, what was used."""
    said = ''.join(visit.said for visit in visits)
    used = {key: max((visit.used[key] for visit in visits), default=0) for key in ('peak_mb', 'seconds')}
    unclear = find_unclear(said)
    faults = [
        (used['peak_mb'] > (MAX_LETTER if name in ENDLESS_LETTERS else MAX_PEAK), 'MEMORY'),
        (used['seconds'] > MAX_SECONDS, 'TIME'),
        (guest.PASSWORD in said, 'the password was said'),
        (any(c in said for c in BACKWARDS), 'writing that runs backwards was said'),
        (unclear is not None, 'no clear error: %s' % unclear),
    ]
    # "Look at the alert": it is there, one line of a few hundred characters at most.
    if name == 'imap-alert-tls-markup':
        alerts = [line for line in said.splitlines() if '"event":"alert"' in line]
        faults.append((not alerts or max(map(len, alerts)) > 600, 'the alert is not shown, or too long'))
        verdict = 'SAFE' if verdict == 'MANUAL' else verdict
    for wrong, what in faults:
        if verdict == 'SAFE' and wrong:
            verdict, why = 'UNSAFE', what
    return verdict, why, visits[-1].said if visits else '', used


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', port))
            return True
        except OSError:
            return False


def report(number, name, verdict, why, said, used):
    print(f'{"ok" if verdict == "SAFE" else "not ok"} {number} {name} ({used["peak_mb"]} MB, {used["seconds"]} s)')
    if verdict != 'SAFE':
        print(f'# {verdict}: {why}')
        for line in said.splitlines()[-12:]:
            print(f'#   {line[:300]}')
    sys.stdout.flush()


def run_all(runner, cases, jobs):
    todo, verdicts, printing = queue.SimpleQueue(), {}, threading.Lock()
    for case in cases:
        todo.put(case)

    def work():
        while True:
            try:
                name, kind = todo.get_nowait()
            except queue.Empty:
                return
            verdict, why, said, used = runner.play(name, kind)
            with printing:
                verdicts[name] = verdict
                report(len(verdicts), name, verdict, why, said, used)

    threads = [threading.Thread(target=work) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--ctl', required=True, type=os.path.abspath)
    parser.add_argument('--caller', required=True, type=os.path.abspath)
    parser.add_argument('--kit', type=pathlib.Path,
                        default=pathlib.Path(os.environ.get('PENNY_TESTKIT', '.')) / 'evil')
    parser.add_argument('--only', default='', help='names that begin with this')
    parser.add_argument('--jobs', type=int, default=2 * os.cpu_count())
    parser.add_argument('--repeat', type=int, default=6, help='runs of each case that is a race')
    options = parser.parse_args()
    if not (options.kit / 'evil.py').exists():
        print('1..0 # SKIP HOSTILE SERVERS NOT TRIED: the test kit is not here (PENNY_TESTKIT)')
        return 0
    if not names.works():
        print('1..0 # SKIP HOSTILE SERVERS NOT TRIED: bubblewrap is not here, or may not work')
        return 0
    with tempfile.TemporaryDirectory(prefix='penny-evil-') as scratch:
        runner = Runner(options, pathlib.Path(scratch))
        runner.make_certificates()
        cases = runner.list_cases(options.only)
        print(f'1..{len(cases)}', flush=True)
        verdicts = run_all(runner, cases, options.jobs)
    for verdict in sorted(set(verdicts.values())):
        print(f'# {verdict}: {sum(v == verdict for v in verdicts.values())}')
    return 0 if all(v == 'SAFE' for v in verdicts.values()) else 1


if __name__ == '__main__':
    sys.exit(main())
