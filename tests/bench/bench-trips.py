#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often a look into the mailbox crosses the wire, beside mbsync on the same Dovecot in the same run.

    tests/bench/bench-trips.py BUILD [--count 10000] [--rtt 50]

A proxy of the test kit puts RTT milliseconds between the two and counts round trips (the longest chain of
question and answer; TCP's own is added here) and bytes.  Prints one table; asserts only that both are done.
Needs the test kit (PENNY_TESTKIT), gcc and isync.
"""

import argparse
import importlib
import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'rig'))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import ctl
import mail_client
import postoffice

pull = importlib.import_module('bench-pull')
LETTER = b'From: a@b.example\r\nSubject: one more\r\nMessage-ID: <%d@b.example>\r\n\r\nHello\r\n'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Distance:
    """The office's IMAP door, RTT milliseconds away."""

    def __init__(self, office, work, rtt):
        self.port, self.stats, self.trace = free_port(), work / 'trips.jsonl', work / 'trace'
        program = work / 'rigproxy'
        subprocess.run(['gcc', '-O2', '-w', '-o', str(program), str(pull.KIT / 'rigproxy.c')], check=True)
        self.stats.touch()
        self.n_lines = 1        # the one that asks whether the door is open
        self.proxy = subprocess.Popen([str(program), '-l', str(self.port), '-t',
                                       '127.0.0.1:%d' % office.ports['imaps'], '-r', str(rtt), '-o', str(self.stats),
                                       '-T', str(self.trace)])
        while self.proxy.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(('127.0.0.1', self.port)) == 0:
                    break

    def close(self):
        self.proxy.kill()
        self.proxy.wait()

    def settle(self, n_lines):
        """Waits until N_LINES connections have ended."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            lines = [json.loads(line) for line in self.stats.read_text().splitlines()]
            if len(lines) >= n_lines:
                return lines
        raise SystemExit('the proxy tells nothing')

    def trips(self, number):
        """Answers that were waited for on line NUMBER: how deep the last burst of the client stands."""
        bursts = [line.split() for line in self.trace.read_text().splitlines()]
        return 1 + max(int(burst[4][1:]) for burst in bursts if burst[0] == str(number) and burst[2] == 'C>')


def measured(distance, run):
    """Round trips with TCP's, bytes down, seconds, processor seconds of RUN, which calls once."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run()
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    distance.n_lines += 1
    line = distance.settle(distance.n_lines)[-1]
    return (distance.trips(line['conn']), line['down'], seconds,
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def say(who, what, figures):
    print('  %-14s %-44s %3d %10d %8.2f %8.3f' % ((who, what) + figures), flush=True)


def first_list(penny):
    """Seconds until the first letters of a mailbox that was never seen are in the store."""
    start = time.monotonic()
    with subprocess.Popen(penny.command('sync', '--headers-only'), env=penny.environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as running:
        for line in running.stdout:
            record = json.loads(line)
            if record.get('event') == 'progress' and record['done'] >= 50:
                seconds = time.monotonic() - start
                running.communicate()
                return seconds
    raise SystemExit('nothing was listed')


def penny_rows(distance, build, office, rtt):
    with ctl.Ctl(office, build, pull.PERSON, pull.PASSWORD) as penny:
        penny.add(ports={'imaps': distance.port})
        seconds = first_list(penny)
        print('  %-14s %-44s %3.1f trips of %d ms until 50 are listed' %
              ('penny', 'first look into a mailbox never seen', seconds * 1000 / rtt, rtt))
        distance.n_lines += 1

        def look():
            penny.good('sync')
        measured(distance, look)
        measured(distance, look)
        say('penny', 'nothing has changed', measured(distance, look))
        with mail_client.Imap(office, pull.PERSON) as box:
            box.append('INBOX', LETTER % 1)
        say('penny', 'one new letter', measured(distance, look))
        with mail_client.Imap(office, pull.PERSON) as box:
            for i in range(20):
                box.create('Folder %d' % i)
                box.append('Folder %d' % i, LETTER % (100 + i))
        measured(distance, look)
        say('penny', 'nothing has changed, 20 folders more', measured(distance, look))


def mbsync_rows(distance, office, work):
    folder = tempfile.mkdtemp(dir=work)
    settings = pathlib.Path(folder, 'rc')
    os.mkdir(folder + '/mail')
    for what, pattern in (('nothing has changed, the inbox alone', 'INBOX'), ('nothing has changed, all folders', '*')):
        settings.write_text(pull.MBSYNC.format(port=distance.port, person=pull.PERSON, password=pull.PASSWORD,
                                               ca=office.ca_file, extra='', folder=folder)
                            .replace('Patterns INBOX', 'Patterns ' + pattern))
        command = ['mbsync', '-q', '-c', str(settings), '-a']
        measured(distance, lambda: subprocess.run(command, check=True, stderr=subprocess.DEVNULL))
        say('mbsync', what, measured(distance, lambda: subprocess.run(command, check=True)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build')
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--rtt', type=int, default=50)
    parser.add_argument('--mechanisms', default='plain', help='SCRAM-SHA-256 takes two round trips more than PLAIN')
    choices = parser.parse_args()
    if not pull.KIT.is_dir():
        raise SystemExit('SKIPPED: no test kit at %s' % pull.KIT)
    for tool in ('gcc', 'mbsync'):
        if shutil.which(tool) is None:
            raise SystemExit('SKIPPED: %s is not installed' % tool)

    with tempfile.TemporaryDirectory(prefix='penny-bench-') as work, \
         postoffice.PostOffice({pull.PERSON: pull.PASSWORD}, compress=True,
                               mechanisms=choices.mechanisms) as office:
        pull.fill(office, choices.count)
        subprocess.run(['gcc', '-O2', '-w', '-o', work + '/rawpull', str(pull.KIT / 'rawpull.c'), '-lssl', '-lcrypto'],
                       check=True)
        # The server's own index is warm for everybody.
        subprocess.run([work + '/rawpull', 'imap', 'localhost', str(office.ports['imaps']), pull.PERSON, 'hdr'],
                       check=True, stdout=subprocess.DEVNULL)
        distance = Distance(office, pathlib.Path(work), choices.rtt)
        try:
            print('  %-14s %-44s %s' % ('', '%d letters, %d ms' % (choices.count, choices.rtt),
                                        'trips, bytes down, seconds, processor seconds'))
            penny_rows(distance, pathlib.Path(choices.build).resolve(), office, choices.rtt)
            mbsync_rows(distance, office, work)
        finally:
            distance.close()


if __name__ == '__main__':
    main()
