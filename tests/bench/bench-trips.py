#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often a look into the mailbox crosses the wire, beside mbsync on the same Dovecot in the same run.

    tests/bench/bench-trips.py BUILD [--count 10000] [--maildir PLACE] [--rtt 50] [--mechanisms plain]

A proxy of the test kit makes the distance and counts. Round trips: the answers that were waited for before the last
thing that was said, and one for TCP. Prints one table; asserts only that both are done.
"""

import argparse
import importlib
import json
import os
import pathlib
import subprocess
import tempfile
import time

import contest
from contest import PASSWORD, PERSON

import mail_client
import postoffice

MBSYNC = importlib.import_module('bench-pull').MBSYNC
LETTER = b'From: a@b.example\r\nSubject: one more\r\nMessage-ID: <%d@b.example>\r\n\r\nHello\r\n'


def trips(distance, visit):
    """How deep the last burst of the client stands in the chain of question and answer, and one for TCP."""
    bursts = [line.split() for line in (distance.den.path / 'bursts').read_text().splitlines()]
    return 1 + max(int(burst[4][1:]) for burst in bursts if burst[0] == str(visit['conn']) and burst[2] == 'C>')


def say(distance, who, what, measured):
    visit = distance.visits()[-1]
    print('  %-8s %-42s %3d %10d %8.2f %8.3f' % (who, what, trips(distance, visit), visit['down'], measured.seconds,
                                               measured.cpu), flush=True)


def first_list(penny, distance):
    """Until the first letters of a mailbox that was never seen are in the store."""
    start = time.monotonic()
    with subprocess.Popen(penny.command('sync', '--headers-only'), env=penny.environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as running:
        for line in running.stdout:
            record = json.loads(line)
            if record.get('event') == 'progress' and record['done'] >= 50:
                print('  %-8s %-42s %3.1f of %d ms until 50 letters are listed, its start included' %
                      ('penny', 'first look into a mailbox never seen',
                       (time.monotonic() - start) * 1000 / distance.rtt, distance.rtt), flush=True)
                running.communicate()
                break
    distance.visits()


def penny_rows(distance, build, office):
    with contest.Penny(office, build) as penny:
        first_list(penny, distance)

        def look():
            return penny.measured('sync')
        look()
        distance.visits()
        say(distance, 'penny', 'nothing has changed', look())
        with mail_client.Imap(office, PERSON) as box:
            box.append('INBOX', LETTER % 1)
        distance.visits()
        say(distance, 'penny', 'one new letter', look())
        with mail_client.Imap(office, PERSON) as box:
            for i in range(20):
                box.create('Folder %d' % i)
                box.append('Folder %d' % i, LETTER % (100 + i))
        look()
        distance.visits(2)
        say(distance, 'penny', 'nothing has changed, 20 folders more', look())


def mbsync_rows(distance, office, work):
    folder = tempfile.mkdtemp(dir=work)
    settings = pathlib.Path(folder, 'rc')
    os.mkdir(folder + '/mail')
    for what, pattern in (('nothing has changed, the inbox alone', 'INBOX'), ('nothing has changed, all folders', '*')):
        settings.write_text(MBSYNC.format(sync='', port=office.ports['imaps'], person=PERSON, password=PASSWORD,
                                          ca=office.ca_file, extra='', folder=folder)
                            .replace('Patterns INBOX', 'Patterns ' + pattern))
        command = ['mbsync', '-q', '-c', settings, '-a']
        contest.measure(command)
        distance.visits()
        say(distance, 'mbsync', what, contest.measure(command))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build')
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--maildir')
    parser.add_argument('--rtt', type=int, default=50)
    parser.add_argument('--mechanisms', default='plain', help='SCRAM-SHA-256 takes two round trips more than PLAIN')
    choices = parser.parse_args()
    contest.need('gcc', 'mbsync')
    with tempfile.TemporaryDirectory(prefix='penny-bench-') as work, \
         postoffice.PostOffice({PERSON: PASSWORD}, compress=True, mechanisms=choices.mechanisms) as office:
        contest.fill(office, choices.count, choices.maildir)
        # The server's own index is warm for everybody.
        contest.measure([contest.build_tool('rawpull', work, '-lssl', '-lcrypto'), 'imap', 'localhost',
                         office.ports['imaps'], PERSON, 'hdr'])
        with contest.Distance(office, contest.build_tool('rigproxy', work), choices.rtt, doors=('imaps',)) as distance:
            print('%s\n  %-8s %-42s %s' % (contest.machine(), '', '%d letters, %d ms, %s' %
                                           (choices.count, choices.rtt, choices.mechanisms),
                                           'trips, bytes down, seconds, processor seconds'), flush=True)
            penny_rows(distance, pathlib.Path(choices.build).resolve(), office)
            mbsync_rows(distance, office, work)


if __name__ == '__main__':
    main()
