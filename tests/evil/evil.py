#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile servers against pennypostctl: one TAP line a case, and only SAFE is a pass.

    evil.py --ctl PENNYPOSTCTL [--kit DIR] [--only PREFIX] [--jobs N] [--repeat N]

The servers come from the test kit (PENNY_TESTKIT/evil). Its folder is only read: certificates are
made in a scratch folder, ports are looked for at run time. The same file, started by the kit as its
client (PENNY_EVIL_CTL is set then), makes an account for the case and lets pennypostctl use it."""
import argparse
import os
import pathlib
import queue
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'rig'))
import names

USER, PASSWORD = 'user', 'SeCrEt-pw-1'
CLIENT_TIMEOUT = 8          # s, of pennypostctl itself
KIT_TIMEOUT = 25            # s, until the kit calls the client hung
CLASSES = ('A.strip', 'A.preauth', 'A.inject')
RACES = ('A.inject',)       # what the client sees depends on timing: played several times
LETTER = """From: User <user@example.test>
To: Alice <alice@example.test>
Subject: practice
Date: Fri, 17 Jul 2020 02:44:25 -0700
Message-ID: <practice@example.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello
"""


# ---- the client's side: what the kit starts for each run

def account_file(protocol, host, port, security):
    server = f'host={host}\nport={port}\nsecurity={security}\nuser={USER}\n'
    nowhere = 'host=localhost\nport=9\nsecurity=tls\nuser=user\n'
    way = 'photocopy' if protocol == 'pop3' else 'shared'
    incoming = 'pop3' if protocol == 'pop3' else 'imap'
    return (f'[account]\naddress=user@example.test\nname=User\nway={way}\n'
            f'[incoming]\nprotocol={incoming}\n{nowhere if protocol == "smtp" else server}'
            f'[outgoing]\n{server if protocol == "smtp" else nowhere}')


def protocol_of(case):
    if case.startswith('smtp-'):
        return 'smtp'
    return 'pop3' if case.startswith('pop3-') or case.endswith('-pop3') else 'imap'


def run_ctl(work, *args):
    reading, writing = os.pipe()
    os.write(writing, PASSWORD.encode())
    os.close(writing)
    before = names.known(os.environ['EVIL_HOSTS'], work)
    command = [*before, os.environ['PENNY_EVIL_CTL'], '--data-dir', work / 'data', '--ca-file', os.environ['EVIL_CA'],
               '--password-fd', str(reading), '--timeout', str(CLIENT_TIMEOUT), *args]
    with open(work / 'said.txt', 'ab') as said:
        code = subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL,
                              pass_fds=[reading]).returncode
    os.close(reading)
    return 128 - code if code < 0 else code


def client():
    work = pathlib.Path(tempfile.mkdtemp(dir=os.environ['PENNY_EVIL_WORK']))
    protocol = protocol_of(os.environ['EVIL_CASE'])
    security = 'tls' if os.environ['EVIL_TLS'] == 'implicit' else 'starttls'
    (work / 'account.ini').write_text(account_file(protocol, os.environ['EVIL_HOST'],
                                                   os.environ['EVIL_PORT'], security))
    (work / 'letter.eml').write_text(LETTER)
    code = run_ctl(work, 'account', 'add', work / 'account.ini')
    if code:
        return code
    if protocol == 'smtp':
        return run_ctl(work, 'send', work / 'letter.eml')
    return run_ctl(work, 'sync')


# ---- the runner's side

class Runner:
    def __init__(self, options, scratch):
        self.kit = options.kit
        self.ctl = options.ctl
        self.repeat = options.repeat
        self.scratch = scratch
        self.certs = scratch / 'certs'
        self.lock = threading.Lock()
        self.taken = set()
        self.env = dict(os.environ, PYTHONDONTWRITEBYTECODE='1', PENNY_EVIL_CTL=self.ctl)

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
            if name.startswith('tls-') or (name.startswith(('imap-', 'pop3-', 'smtp-'))
                                           and (fields[2] in CLASSES or name.endswith('-honest'))):
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

    def play(self, name, kind):
        work = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        command = self.kit_command(
            '--case', name, '--port', str(self.pick_ports()), '--tls', 'starttls',
            '--repeat', str(self.repeat if kind in RACES else 1), '--quiet',
            '--exec-timeout', str(KIT_TIMEOUT), '--exec', f'/usr/bin/python3 {os.path.abspath(__file__)}',
            '--grep', str(work / '*'))
        result = subprocess.run(command, env=dict(self.env, PENNY_EVIL_WORK=str(work)),
                                capture_output=True, text=True)
        last = [line for line in result.stdout.splitlines() if line.startswith('VERDICT ')][-1:]
        verdict, why = (last[0].split(None, 3)[2:] + [''])[:2] if last else ('KIT', result.stderr[-300:])
        said = b''.join(path.read_bytes() for path in sorted(work.glob('*/said.txt'))[-1:])
        shutil.rmtree(work, ignore_errors=True)
        return verdict, ' '.join(why.split()), said.decode(errors='replace')


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', port))
            return True
        except OSError:
            return False


def report(number, name, verdict, why, said):
    print(f'{"ok" if verdict == "SAFE" else "not ok"} {number} {name}'.replace('#', ''))
    if verdict != 'SAFE':
        print(f'# {verdict}: {why}')
        for line in said.splitlines()[-6:]:
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
            verdict, why, said = runner.play(name, kind)
            with printing:
                verdicts[name] = verdict
                report(len(verdicts), name, verdict, why, said)

    threads = [threading.Thread(target=work) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--ctl', required=True, type=os.path.abspath)
    parser.add_argument('--kit', type=pathlib.Path,
                        default=pathlib.Path(os.environ.get('PENNY_TESTKIT', '.')) / 'evil')
    parser.add_argument('--only', default='', help='names that begin with this')
    parser.add_argument('--jobs', type=int, default=3)
    parser.add_argument('--repeat', type=int, default=20, help='runs of each case that is a race')
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
    sys.exit(client() if 'PENNY_EVIL_WORK' in os.environ else main())
