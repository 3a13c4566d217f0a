#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the first 50 letters are found, beside notmuch.

    tests/bench/bench-search.py BUILD [--count 100000] [--runs 5] [--maildir DIR] [--data DIR] [--peer-count 10000]

The letters are pulled and indexed first (--data keeps them for the next time). Each question is asked in a process of
its own that asks it RUNS times more: "cold" is the first time with the database dropped from the page cache, "warm" the
median of the others, "CPU" their processor time. notmuch gets --peer-count letters, since it would spend half an hour
of processor time on 100,000; its time is that of its process (0: without it). Asserts that what the generator has
planted is found.
"""

import argparse
import contextlib
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import contest
import postoffice
from contest import PASSWORD, PERSON

LIMIT = 50
# what it is, ours, notmuch's
QUESTIONS = [
    ('rare word', ['"zanzibarfish"'], ['zanzibarfish']),
    ('common word', ['"quarterly"'], ['quarterly']),
    ('the most common word', ['"the"'], ['the']),
    ('phrase', ['"annual budget review"'], ['"annual budget review"']),
    ('two words', ['meeting "project"'], ['meeting', 'project']),
    ('from:', ['from:"anna"'], ['from:anna']),
    ('date range', ['after:2020-01', 'before:2020-03'], ['date:2020-01-01..2020-02-29']),
    ('date range and word', ['after:2020-01', 'before:2020-03', '"quarterly"'],
     ['date:2020-01-01..2020-02-29', 'quarterly']),
    *(('typing: %s' % 'quarterly'[:n], ['quarterly'[:n]], ['quarterly'[:n] + '*']) for n in (1, 2, 3, 4, 6)),
    *(('typing: %s' % word, [word], [word + '*']) for word in ('a', 'th', 'con', 'the', '会')),
]


def drop_from_cache(folder):
    """As after a day of other work: nothing of it is in memory."""
    for path in pathlib.Path(folder).rglob('*'):
        if path.is_file():
            with contextlib.closing(os.fdopen(os.open(path, os.O_RDONLY))) as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def ask(penny, words, runs):
    drop_from_cache(penny.data)
    first, *others = penny.good('search', *words, '--limit', LIMIT, '--time', runs + 1, patience=600).records
    return (first['found'], first['seconds'] * 1000, statistics.median(one['seconds'] for one in others) * 1000,
            statistics.median(one['cpu'] for one in others) * 1000)


class Notmuch:
    def __init__(self, work, count, maildir):
        self.folder = pathlib.Path(work, 'notmuch')
        self.folder.mkdir()
        if maildir:
            subprocess.run(['cp', '-al', str(maildir), str(self.folder / 'Maildir')], check=True)
        else:
            contest.generate(self.folder, count)
        config = self.folder / 'config'
        config.write_text('[database]\npath=%s/Maildir\n[user]\nname=Rig\nprimary_email=%s\n'
                          '[new]\ntags=\nignore=dovecot-uidlist;dovecot-keywords\n'
                          '[maildir]\nsynchronize_flags=false\n' % (self.folder, PERSON))
        self.env = dict(contest.ENV, NOTMUCH_CONFIG=str(config))
        self.made = contest.measure(['notmuch', 'new', '--quiet'], self.env)
        self.size = sum(path.stat().st_size for path in (self.folder / 'Maildir/.notmuch').rglob('*') if path.is_file())

    def ask(self, words, runs):
        command = ['notmuch', 'search', '--output=messages', '--limit=%d' % LIMIT, '--', *words]
        many = [contest.measure(command, self.env) for _ in range(runs + 1)]
        return len(many[0].output.splitlines()), statistics.median(one.seconds for one in many[1:]) * 1000


def prepare(office, build, choices, folder):
    penny = contest.Penny(office, build, folder=folder)
    with penny:
        pulled = None
        if penny.run('folders').records == [] or penny.count() == 0:
            contest.fill(office, choices.count, choices.maildir)
            pulled = penny.pull()
        indexed = penny.measured('index')
        assert penny.count() == choices.count, penny.count()
    return penny, pulled, indexed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--count', type=int, default=100000)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--maildir', type=pathlib.Path)
    parser.add_argument('--data', type=pathlib.Path)
    parser.add_argument('--peer-count', type=int, default=10000)
    parser.add_argument('--peer-maildir', type=pathlib.Path)
    choices = parser.parse_args()
    contest.need('gcc', *(['notmuch'] if choices.peer_count else []))

    parent = choices.maildir.parent if choices.maildir else None
    with tempfile.TemporaryDirectory(prefix='penny-bench-', dir=parent) as work, \
         postoffice.PostOffice({PERSON: PASSWORD}, compress=True) as office:
        print('%s letters, the first %d hits, medians of %d. %s' % (
            format(choices.count, ','), LIMIT, choices.runs, contest.machine()))
        penny, pulled, indexed = prepare(office, choices.build.resolve(), choices,
                                         choices.data or pathlib.Path(work, 'data'))
        if pulled is not None:
            print('pulled in %.1f s (CPU %.1f s), indexed in %.1f s more (CPU %.1f s, PSS %.0f MB)' % (
                pulled.seconds, pulled.cpu, indexed.seconds, indexed.cpu, indexed.pss))
        peer = Notmuch(work, choices.peer_count, choices.peer_maildir) if choices.peer_count else None
        if peer:
            print('notmuch: %s letters, indexed in %.1f s (CPU %.1f s), index of %.0f MB' % (
                format(choices.peer_count, ','), peer.made.seconds, peer.made.cpu, peer.size / 1e6))
        print('\n%-22s %6s %9s %9s %9s %16s' % ('', 'found', 'cold ms', 'warm ms', 'CPU ms', 'notmuch (found)'))
        for name, ours, theirs in QUESTIONS:
            found, cold, warm, cpu = ask(penny, ours, choices.runs)
            theirs = '%7.1f (%d)' % peer.ask(theirs, choices.runs)[::-1] if peer else ''
            print('%-22s %6d %9.1f %9.1f %9.1f %16s' % (name, found, cold, warm, cpu, theirs), flush=True)
            if name == 'rare word':
                assert found == min(LIMIT, choices.count // 1000), found
        print('load at the end: %.1f' % os.getloadavg()[0])


if __name__ == '__main__':
    main()
