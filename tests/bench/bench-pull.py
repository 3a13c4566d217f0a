#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast mail comes, beside others on the same Dovecot in the same run.

    tests/bench/bench-pull.py BUILD [--count 10000] [--runs 5] [--rtt 0,50] [--only imap,headers,pop]
                              [--maildir DIR] [--without-peers]

IMAP: the raw pipe (the same bytes read and thrown away), mbsync as it comes, with COMPRESS off and then also without
waiting for the disk, pennypostctl; and until every letter is found by search. Headers: the raw pipe of ENVELOPE and
BODYSTRUCTURE, pennypostctl. POP3: the raw pipe, mpop, pennypostctl. Prints a table with medians and ratios for each
distance; asserts only that everybody has all letters. Processor time is that of the client alone. Needs the test kit
(PENNY_TESTKIT), isync and mpop. --maildir: a Maildir that the generator made before (100,000 letters take their time).
"""

import argparse
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import contest
import postoffice
from contest import PASSWORD, PERSON

MBSYNC = '''{sync}IMAPAccount a
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

NO_COMPRESS = 'DisableExtension COMPRESS=DEFLATE'


def files_in(folder):
    return sum(1 for path in pathlib.Path(folder).rglob('*')
               if path.is_file() and path.parent.name in ('cur', 'new'))


class Contest:
    def __init__(self, office, build, count, work):
        self.office, self.build, self.count, self.work = office, build, count, work
        self.raw = contest.build_tool('rawpull', work, '-lssl', '-lcrypto')
        self.size = 0

    def fresh(self):
        return tempfile.TemporaryDirectory(dir=self.work)

    def facts(self, folder, door):
        return dict(port=self.office.ports[door], person=PERSON, password=PASSWORD, ca=self.office.ca_file,
                    folder=folder)

    def raw_pipe(self, protocol, what):
        port = self.office.ports['imaps' if protocol == 'imap' else 'pop3s']
        return contest.measure([self.raw, protocol, 'localhost', port, PERSON, what])

    def mbsync(self, extra, sync=''):
        with self.fresh() as folder:
            settings = pathlib.Path(folder, 'rc')
            os.mkdir(folder + '/mail')
            settings.write_text(MBSYNC.format(**self.facts(folder, 'imaps'), extra=extra, sync=sync))
            measured = contest.measure(['mbsync', '-q', '-c', settings, '-a'])
            assert files_in(folder) == self.count, files_in(folder)
            return measured

    def mpop(self):
        with self.fresh() as folder:
            settings = pathlib.Path(folder, 'rc')
            for part in ('cur', 'new', 'tmp'):
                os.makedirs(folder + '/Maildir/' + part)
            settings.write_text(MPOP.format(**self.facts(folder, 'pop3s')))
            settings.chmod(0o600)
            measured = contest.measure(['mpop', '-q', '-C', settings])
            assert files_in(folder) == self.count, files_in(folder)
            return measured

    def penny(self, protocol, *arguments):
        with contest.Penny(self.office, self.build, protocol) as penny:
            measured = penny.pull(*arguments)
            assert penny.count() == self.count, penny.count()
            return measured

    def penny_found(self):
        with contest.Penny(self.office, self.build) as penny:
            measured = penny.pull() + penny.measured('index')
            found = len(penny.run('search', 'to:rig', '--limit', self.count + 1, patience=600).records)
            assert found == self.count, found
            self.size = penny.size()
            return measured


def contestants(self, choices, far):
    """Of (group, name, function, arguments): the limit first, then the peers."""
    peers = not choices.without_peers
    if 'imap' in choices.only:
        yield 'IMAP', 'raw pipe', self.raw_pipe, ('imap', 'full')
        if peers and not far:
            yield 'IMAP', 'mbsync', self.mbsync, ('',)
        if peers:
            yield 'IMAP', 'mbsync, COMPRESS off', self.mbsync, (NO_COMPRESS,)
        if peers and not far:
            yield 'IMAP', 'mbsync, likewise, no fsync', self.mbsync, (NO_COMPRESS, 'FSync no\n')
        yield 'IMAP', 'pennypostctl sync', self.penny, ('imap',)
        yield 'IMAP', '… until every letter is found', self.penny_found, ()
    if 'headers' in choices.only:
        yield 'headers', 'raw pipe', self.raw_pipe, ('imap', 'hdr')
        yield 'headers', 'pennypostctl', self.penny, ('imap', '--headers-only')
    if 'pop' in choices.only:
        yield 'POP3', 'raw pipe', self.raw_pipe, ('pop3', 'pop3')
        if peers:
            yield 'POP3', 'mpop', self.mpop, ()
        yield 'POP3', 'pennypostctl sync', self.penny, ('pop3',)


def run(self, choices, rtt, proxy):
    """In rounds, so that everybody has the same weather."""
    with contest.Distance(self.office, proxy, rtt):
        entries = list(contestants(self, choices, rtt > 0))
        times = {entry[:2]: [] for entry in entries}
        for _ in range(choices.runs):
            for group, name, func, arguments in entries:
                times[group, name].append(func(*arguments))
                print('  %-8s %-30s %7.2f s' % (group, name, times[group, name][-1].seconds), file=sys.stderr,
                      flush=True)
    return [(*key, contest.median(many)) for key, many in times.items()]


def table(rows, rtt):
    print('\n%d ms away %29s %10s %8s %8s %8s %8s' % (rtt, '', 'median s', '× raw', '× peer', 'CPU s', 'PSS MB'))
    for group, name, one in rows:
        mine = [row for row in rows if row[0] == group]
        raw = mine[0][2].seconds
        # Without fsync a peer does less than it promises: told, not measured against.
        peers = [row for row in mine if row[1].startswith(('mbsync', 'mpop')) and 'no fsync' not in row[1]]
        peer = min((row[2].seconds for row in peers), default=None)
        print('%-8s %-30s %10.2f %8.2f %8s %8.2f %8s' % (
            group, name, one.seconds, one.seconds / raw, '%.2f' % (one.seconds / peer) if peer else '', one.cpu,
            '%.0f' % one.pss if one.pss else ''))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--rtt', default='0,50')
    parser.add_argument('--only', default='imap,headers,pop')
    parser.add_argument('--maildir', type=pathlib.Path)
    parser.add_argument('--without-peers', action='store_true')
    choices = parser.parse_args()
    choices.only = choices.only.split(',')
    contest.need('gcc', *([] if choices.without_peers else ['mbsync', 'mpop']))

    parent = choices.maildir.parent if choices.maildir else None
    with tempfile.TemporaryDirectory(prefix='penny-bench-', dir=parent) as work, \
         postoffice.PostOffice({PERSON: PASSWORD}, compress=True) as office:
        contest.fill(office, choices.count, choices.maildir)
        self = Contest(office, choices.build.resolve(), choices.count, pathlib.Path(work))
        proxy = contest.build_tool('rigproxy', work)
        print('%s letters, medians of %d. %s' % (format(choices.count, ','), choices.runs, contest.machine()))
        # The server's own index is warm for everybody.
        raw = self.raw_pipe('imap', 'full')
        self.raw_pipe('imap', 'hdr')
        if 'pop' in choices.only:
            self.raw_pipe('pop3', 'pop3')
        for rtt in map(int, choices.rtt.split(',')):
            table(run(self, choices, rtt, proxy), rtt)
        if self.size:
            wire = int(raw.output.partition('"bytes":')[2].partition(',')[0])
            print('\nstore with the search index: %.0f MB, %.1f %% of the %.0f MB that came' % (
                self.size / 1e6, 100 * self.size / wire, wire / 1e6))
        print('load at the end: %.1f' % os.getloadavg()[0])


if __name__ == '__main__':
    main()
