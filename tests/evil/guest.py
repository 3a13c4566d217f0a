#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client that the hostile servers' kit starts: makes an account for the case, lets pennypostctl use
it, and evil-caller ask for the rest, and writes down what that took. Exit status: theirs, 128 and more
for a signal."""
import json
import os
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'rig'))
import names

USER, PASSWORD = 'user', 'SeCrEt-pw-1'
TIMEOUT = 8                 # s, of pennypostctl itself
WATCH_TIME = 1              # s
MAX_SHOWN = 100             # letters and folders that are looked at by hand
LETTER = """From: User <user@example.test>
To: Alice <alice@example.test>
Subject: practice
Date: Fri, 17 Jul 2020 02:44:25 -0700
Message-ID: <practice@example.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello
"""


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


class Guest:
    """pennypostctl in a folder of its own, and what it says and takes."""

    def __init__(self, work):
        self.work = work
        self.before = names.known(os.environ['EVIL_HOSTS'], work)
        # What a server says must never reach a warning.
        self.environment = dict(os.environ, G_DEBUG='fatal-warnings', XDG_CONFIG_HOME=str(work / 'config'))
        self.used = {'peak_mb': 0, 'seconds': 0}

    def ctl(self, *args, timeout=TIMEOUT, given=os.devnull):
        reading, writing = os.pipe()
        os.write(writing, PASSWORD.encode())
        os.close(writing)
        os.set_inheritable(reading, True)
        outcome = self.run(args, [os.environ['PENNY_EVIL_CTL'], '--data-dir', self.work / 'data',
                                  '--ca-file', os.environ['EVIL_CA'], '--password-fd', reading,
                                  '--timeout', timeout, *args], given)
        os.close(reading)
        return outcome

    def call(self, host, port, security):
        (self.work / 'password').write_text(PASSWORD)
        return self.run(['caller'], [os.environ['PENNY_EVIL_CALLER'], host, port, security, os.environ['EVIL_CA'], USER,
                                     TIMEOUT], self.work / 'password')

    def run(self, args, command, given=os.devnull):
        """Status and the lines of standard output; all that is said is kept in said.txt."""
        out, err = self.work / 'out.txt', self.work / 'err.txt'
        new = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        began = time.monotonic()
        command = [*map(str, self.before), *map(str, command)]
        process = os.posix_spawnp(command[0], command, self.environment, file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, str(given), os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(out), new, 0o600), (os.POSIX_SPAWN_OPEN, 2, str(err), new, 0o600)])
        _, state, used = os.wait4(process, 0)
        code = os.waitstatus_to_exitcode(state)
        self.note(args, code, used, time.monotonic() - began, out, err)
        return 128 - code if code < 0 else code, out.read_bytes().splitlines()

    def note(self, args, code, used, seconds, out, err):
        self.used['peak_mb'] = max(self.used['peak_mb'], used.ru_maxrss // 1024)
        self.used['seconds'] = round(max(self.used['seconds'], seconds), 1)
        with open(self.work / 'said.txt', 'ab') as said:
            said.write(b'$ %s\n' % ' '.join(map(str, args)).encode('utf-8', 'surrogateescape'))
            said.write(out.read_bytes() + err.read_bytes() + b'= %d\n' % code)
        (self.work / 'used.json').write_text(json.dumps(self.used))


def records(lines):
    return [json.loads(line) for line in lines[:MAX_SHOWN]]


def act(guest, gently):
    """What a person does with what there is: reads, stars, moves, throws away; then the server is told."""
    worst = 0
    _, letters = guest.ctl('list', 'INBOX', '--limit', MAX_SHOWN)
    letters = [row['id'] for row in records(letters)]
    deeds = []
    if letters:
        deeds = ['show %d' % letters[0], 'mark %d --read --star' % letters[0]]
    if letters and not gently:
        deeds += ['move %d Sent' % letters[0], 'trash %d' % letters[-1]]
    for lines in ('\n'.join([*deeds, 'sync']), 'folders\ncheck'):
        (guest.work / 'deeds').write_text(lines + '\n')
        worst = max(worst, guest.ctl('batch', given=guest.work / 'deeds')[0])
    return worst


def play(guest, protocol, way, call):
    code, _ = guest.ctl('account', 'add', guest.work / 'account.ini')
    if code:
        return code
    if protocol == 'smtp':
        return guest.ctl('send', guest.work / 'letter.eml')[0]
    code, _ = guest.ctl('sync')
    if way == 'briefly' or code >= 128:
        return code
    # A server that spoils one thing may be able to spoil the next.
    code = max(code, act(guest, way == 'gently'))
    if protocol == 'imap':
        code = max(code, guest.ctl('watch', timeout=WATCH_TIME)[0], guest.call(*call)[0])
    return code


def main():
    work = pathlib.Path(tempfile.mkdtemp(dir=os.environ['PENNY_EVIL_WORK']))
    protocol = protocol_of(os.environ['EVIL_CASE'])
    security = 'tls' if os.environ['EVIL_TLS'] == 'implicit' else 'starttls'
    where = (os.environ['EVIL_HOST'], os.environ['EVIL_PORT'], security)
    (work / 'account.ini').write_text(account_file(protocol, *where))
    (work / 'letter.eml').write_text(LETTER)
    return play(Guest(work), protocol, os.environ['PENNY_EVIL_WAY'], where)


if __name__ == '__main__':
    sys.exit(main())
