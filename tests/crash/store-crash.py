#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""store-crash.py CRASHER: kills the store's program 20 times at random moments of its work and once
lets the disk fill up and fail (strace, where there is one); nothing acknowledged may be missing,
nothing be there twice, and every check be clean. TAP on standard output."""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

crasher = sys.argv[1]
rounds = 20


def acknowledged(lines, so_far):
    for line in lines.decode().split('\n')[:-1]:
        word, number = line.split(' ')[:2]
        if word == 'collected':
            so_far[word] = int(number)
        elif word == 'read':
            so_far[word] += 1
    return so_far


def check(database, so_far):
    done = subprocess.run([crasher, 'check', database, str(so_far['collected']), str(so_far['read'])],
                          stdout=subprocess.PIPE, timeout=60)
    if done.returncode:
        print('# ' + done.stdout.decode().replace('\n', '\n# '))
    return done.returncode == 0


def kill_rounds(folder):
    dice = random.Random(int(os.environ.get('PENNY_SEED', time.time_ns())))
    database = os.path.join(folder, 'kill.db')
    so_far = {'collected': 0, 'read': 0}
    for _ in range(rounds):
        program = subprocess.Popen([crasher, 'run', database], stdout=subprocess.PIPE)
        time.sleep(dice.uniform(0.0, 0.25))
        program.send_signal(signal.SIGKILL)
        so_far = acknowledged(program.communicate()[0], so_far)
        if not check(database, so_far):
            return False
    print('# %(collected)d collected, %(read)d read' % so_far)
    return so_far['collected'] > 0


def failing_disk(folder, error):
    """The n-th write fails; the program says so and ends, what it acknowledged before is there."""
    for n in (5, 20, 45, 90):
        database = os.path.join(folder, '%s-%d.db' % (error, n))
        done = subprocess.run(['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64',
                               '-e', 'inject=pwrite64:error=%s:when=%d+' % (error, n),
                               crasher, 'run', database, '40'], stdout=subprocess.PIPE, timeout=60)
        if done.returncode not in (0, 1):
            return False
        if not check(database, acknowledged(done.stdout, {'collected': 0, 'read': 0})):
            return False
    return True


folder = tempfile.mkdtemp(prefix='penny-crash-')
try:
    print('1..3')
    print('ok 1 killed' if kill_rounds(folder) else 'not ok 1 killed', flush=True)
    for number, error in ((2, 'ENOSPC'), (3, 'EIO')):
        if shutil.which('strace') is None:
            print('ok %d %s # SKIP no strace' % (number, error))
        else:
            print('%s %d %s' % ('ok' if failing_disk(folder, error) else 'not ok', number, error), flush=True)
finally:
    shutil.rmtree(folder)
