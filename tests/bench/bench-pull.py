#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast mail comes, beside others on the same Dovecot in the same run.

    tests/bench/bench-pull.py BUILD [--count 10000] [--runs 3] [--only imap|pop]

IMAP: the raw pipe (the same bytes read and thrown away), mbsync as it comes and with COMPRESS off,
pennypostctl.  POP3: the raw pipe, mpop, pennypostctl.  Prints one table with ratios; asserts only
that everybody has all letters.  Needs the test kit (PENNY_TESTKIT), isync and mpop.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RIG = pathlib.Path(__file__).resolve().parent.parent / 'rig'
sys.path.insert(0, str(RIG))
sys.dont_write_bytecode = True
import ctl
import postoffice

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KIT = pathlib.Path(os.environ.get('PENNY_TESTKIT', ROOT.parent / 'shared' / 'testkit')) / 'mail'
PERSON = 'bench@penny.example'
PASSWORD = 'rig'

MBSYNC = '''IMAPAccount a
Host localhost
Port {port}
User {person}
Pass {password}
SSLType IMAPS
CertificateFile {ca}
SystemCertificates no
{extra}

IMAPStore far
Account a

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX
SubFolders Verbatim

Channel c
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
'''

MPOP = '''account default
host localhost
port {port}
user {person}
password {password}
auth user
tls on
tls_starttls off
tls_trust_file {ca}
delivery maildir {folder}/Maildir
uidls_file {folder}/uidls
keep on
'''


def fill(office, count):
    """The generator's Maildir becomes the person's mailbox."""
    place = office.folder / 'mail' / PERSON
    shutil.rmtree(place / 'Maildir', ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(['/usr/bin/python3', str(KIT / 'gen_mail.py'), '--count', str(count), '--force',
                    '--out', str(place)], check=True, stdout=subprocess.DEVNULL)
    if os.geteuid() == 0:
        # Dovecot refuses to read mail as root.
        subprocess.run(['chown', '-R', 'nobody:nogroup', str(place)], check=True)


def timed(command, **options):
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    seconds = time.monotonic() - start
    if done.returncode != 0:
        raise SystemExit('%s failed: %s %s' % (command[0], done.stdout[-500:], done.stderr[-500:]))
    return seconds, done.stdout


def files_in(folder):
    return sum(1 for path in pathlib.Path(folder).rglob('*')
               if path.is_file() and path.parent.name in ('cur', 'new'))


class Contest:
    def __init__(self, office, build, count, work):
        self.office, self.build, self.count, self.work = office, build, count, work
        self.raw = work / 'rawpull'
        subprocess.run(['gcc', '-O2', '-w', '-o', str(self.raw), str(KIT / 'rawpull.c'), '-lssl',
                        '-lcrypto'], check=True)

    def fresh(self):
        return tempfile.TemporaryDirectory(dir=self.work)

    def raw_pipe(self, protocol, what):
        port = self.office.ports['imaps' if protocol == 'imap' else 'pop3s']
        return timed([str(self.raw), protocol, 'localhost', str(port), PERSON, what])[0]

    def mbsync(self, extra):
        with self.fresh() as folder:
            settings = pathlib.Path(folder, 'rc')
            os.mkdir(folder + '/mail')
            settings.write_text(MBSYNC.format(port=self.office.ports['imaps'], person=PERSON,
                                              password=PASSWORD, ca=self.office.ca_file,
                                              extra=extra, folder=folder))
            seconds = timed(['mbsync', '-q', '-c', str(settings), '-a'])[0]
            assert files_in(folder) == self.count, files_in(folder)
            return seconds

    def mpop(self):
        with self.fresh() as folder:
            settings = pathlib.Path(folder, 'rc')
            for part in ('cur', 'new', 'tmp'):
                os.makedirs(folder + '/Maildir/' + part)
            settings.write_text(MPOP.format(port=self.office.ports['pop3s'], person=PERSON,
                                            password=PASSWORD, ca=self.office.ca_file,
                                            folder=folder))
            settings.chmod(0o600)
            seconds = timed(['mpop', '-q', '-C', str(settings)])[0]
            assert files_in(folder) == self.count, files_in(folder)
            return seconds

    def penny(self, protocol, *arguments):
        with ctl.Ctl(self.office, self.build, PERSON, PASSWORD) as penny:
            penny.add(protocol=protocol, way='shared' if protocol == 'imap' else 'photocopy')
            # The generator fills other folders too; the others in this contest pull the inbox alone.
            where = ['--folder', 'INBOX'] if protocol == 'imap' else []
            seconds = timed(penny.command('sync', *where, *arguments), env=penny.environment())[0]
            total = next(folder['total'] for folder in penny.good('folders') if folder['role'] == 'inbox')
            assert total == self.count, total
            self.size = sum(path.stat().st_size for path in penny.data.rglob('*') if path.is_file())
            return seconds


def run(contest, runs, only):
    rows = []

    def row(group, name, func, *arguments):
        times = [func(*arguments) for _ in range(runs)]
        rows.append((group, name, statistics.median(times)))
        print('  %-6s %-28s %s' % (group, name, ' '.join('%.2f' % t for t in times)), flush=True)

    if only != 'pop':
        row('IMAP', 'raw pipe', contest.raw_pipe, 'imap', 'full')
        row('IMAP', 'mbsync', contest.mbsync, '')
        row('IMAP', 'mbsync, COMPRESS off', contest.mbsync, 'DisableExtension COMPRESS=DEFLATE')
        row('IMAP', 'pennypostctl sync', contest.penny, 'imap')
        row('IMAP', 'pennypostctl headers only', contest.penny, 'imap', '--headers-only')
    if only != 'imap':
        row('POP3', 'raw pipe', contest.raw_pipe, 'pop3', 'pop3')
        row('POP3', 'mpop', contest.mpop)
        row('POP3', 'pennypostctl sync', contest.penny, 'pop3')
    return rows


def table(rows):
    print('\n%-6s %-28s %10s %10s %10s' % ('', '', 'median s', '× raw', '× peer'))
    for group, name, seconds in rows:
        mine = [row for row in rows if row[0] == group]
        raw = mine[0][2]
        peer = min((row[2] for row in mine if row[1].startswith(('mbsync', 'mpop'))), default=raw)
        print('%-6s %-28s %10.2f %10.2f %10.2f' % (group, name, seconds, seconds / raw, seconds / peer))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build')
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--only', choices=['imap', 'pop'])
    choices = parser.parse_args()
    if not KIT.is_dir():
        raise SystemExit('SKIPPED: no test kit at %s' % KIT)
    for tool in ('gcc', 'mbsync', 'mpop'):
        if shutil.which(tool) is None:
            raise SystemExit('SKIPPED: %s is not installed' % tool)

    with tempfile.TemporaryDirectory(prefix='penny-bench-') as work, \
         postoffice.PostOffice({PERSON: PASSWORD}, compress=True) as office:
        fill(office, choices.count)
        contest = Contest(office, pathlib.Path(choices.build).resolve(), choices.count, pathlib.Path(work))
        # The server's own index is warm for everybody.
        contest.raw_pipe('imap', 'full')
        contest.raw_pipe('pop3', 'pop3')
        rows = run(contest, choices.runs, choices.only)
        table(rows)
        print('\nstore: %.0f MB on disk for %d letters' % (contest.size / 1e6, choices.count))


if __name__ == '__main__':
    main()
