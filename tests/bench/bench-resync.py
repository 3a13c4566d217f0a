#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What looking again costs: nothing changed; 100 new letters, 500 flags and 50 expunged ones.

    tests/bench/bench-resync.py BUILD [--counts 10000,100000] [--runs 5] [--rtt 0] [--maildir DIR]

For a mailbox of each size: seconds, processor time of the program, bytes and round trips on the
wire (the TCP handshake is one more), with QRESYNC and, in one round, without it. --maildir: of the generator, with
the largest number of --counts; smaller ones are generated. Only headers are pulled: bodies make no difference here.
"""

import argparse
import imaplib
import os
import pathlib
import ssl
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import contest
import postoffice
from contest import KIT, PASSWORD, PERSON

N_NEW, N_FLAGS, N_GONE = 100, 500, 50


class Hand:
    """Another program on the same mailbox."""

    def __init__(self, office, port):
        self.office = office
        self.imap = imaplib.IMAP4_SSL('localhost', port, ssl_context=ssl.create_default_context(cafile=office.ca_file))
        self.imap.login(PERSON, PASSWORD)
        self.salt = 0

    def select(self):
        _ok, (count,) = self.imap.select('INBOX')
        _ok, (uids,) = self.imap.uid('SEARCH', 'ALL')
        assert len(uids.split()) == int(count)
        return [int(uid) for uid in uids.split()]

    def change(self):
        self.salt += 1
        place = self.office.maildir(PERSON)
        owner = ['--owner', str(place.stat().st_uid)] if os.geteuid() == 0 else []
        subprocess.run(['/usr/bin/python3', str(KIT / 'gen_mail.py'), '--deliver', str(N_NEW), '--salt', str(self.salt),
                        '--out', str(place), *owner], check=True, stdout=subprocess.DEVNULL)
        uids = self.select()
        step = len(uids) // (N_FLAGS + N_GONE + 2)
        some = uids[self.salt % step::step]
        sign = '+' if self.salt % 2 else '-'
        self.imap.uid('STORE', ','.join(map(str, some[:N_FLAGS])), sign + 'FLAGS.SILENT', '(\\Flagged \\Seen)')
        gone = ','.join(map(str, some[N_FLAGS:N_FLAGS + N_GONE]))
        self.imap.uid('STORE', gone, '+FLAGS.SILENT', '(\\Deleted)')
        self.imap.uid('EXPUNGE', gone)
        self.imap.unselect()
        return len(uids) - N_GONE


def look(penny, distance, expected):
    measured = penny.pull('--headers-only')
    visit = distance.visits()[-1]
    assert penny.count() == expected, (penny.count(), expected)
    return measured, visit


def tell(name, count, results):
    one = contest.median([measured for measured, _visit in results])

    def wire(key):
        return statistics.median(visit[key] for _measured, visit in results)

    print('%-24s %8s %9.3f %9.3f %10d %10d %8d' % (name, format(count, ','), one.seconds, one.cpu, wire('up'),
                                                   wire('down'), wire('rounds')), flush=True)


def run(build, count, maildir, choices, work, without):
    proxy = contest.build_tool('rigproxy', work)
    with postoffice.PostOffice({PERSON: PASSWORD}, without=without) as office, \
         contest.Distance(office, proxy, choices.rtt, ('imaps',), counted=True) as distance, \
         contest.Penny(office, build) as penny:
        contest.fill(office, count, maildir)
        penny.pull('--headers-only')
        penny.pull('--headers-only')
        distance.visits(2)
        suffix = ', no ' + without[0] if without else ''
        runs = 1 if without else choices.runs
        tell('no change' + suffix, count, [look(penny, distance, count) for _ in range(runs)])
        hand = Hand(office, distance.near['imaps'])
        results = []
        for _ in range(runs):
            expected = hand.change()
            results.append(look(penny, distance, expected))
        tell('%d + %d + %d%s' % (N_NEW, N_FLAGS, N_GONE, suffix), count, results)
        hand.imap.logout()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--counts', default='10000,100000')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--rtt', type=int, default=0)
    parser.add_argument('--maildir', type=pathlib.Path)
    choices = parser.parse_args()
    contest.need('gcc')
    counts = [int(count) for count in choices.counts.split(',')]
    print('medians of %d, %d ms away. %s' % (choices.runs, choices.rtt, contest.machine()))
    print('\n%-24s %8s %9s %9s %10s %10s %8s' % ('', 'letters', 'seconds', 'CPU s', 'bytes up', 'down', 'rounds'))
    with tempfile.TemporaryDirectory(prefix='penny-bench-') as work:
        for without in ((), ('QRESYNC',)):
            for count in counts:
                run(choices.build.resolve(), count, choices.maildir if count == max(counts) else None, choices, work,
                    without)
    print('load at the end: %.1f' % os.getloadavg()[0])


if __name__ == '__main__':
    main()
