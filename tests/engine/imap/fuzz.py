#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""libFuzzer with ASan and UBSan on one target, built by clang from just the sources it needs.

    fuzz.py TARGET --seconds N --work FOLDER SOURCE…        TARGET: parser, session

It begins with the seeds, which people wrote, and with seeds/TARGET.pack, which earlier runs found. WORK keeps
objects, the corpus and, should it come to that, the input that fails: mend it, make it a seed. --pack writes
those of the corpus that reach code which nothing smaller reaches into the pack. Exit status: 0 nothing found,
1 something found, 77 there is no clang with libFuzzer."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ('glib-2.0', 'gio-2.0', 'gio-unix-2.0', 'gnutls', 'libgsasl', 'zlib')
SANITIZE = '-fsanitize=fuzzer-no-link,address,undefined'
FLAGS = ('-std=gnu11', '-g', '-O1', '-fno-omit-frame-pointer', '-fno-sanitize-recover=all', SANITIZE,
         '-D_GNU_SOURCE', '-DPENNY_LIBFUZZER', '-DPENNY_VERSION="0"', '-DGETTEXT_PACKAGE="pennypost"')
LIMITS = ('-max_len=8192', '-timeout=20', '-rss_limit_mb=1024', '-malloc_limit_mb=512', '-print_final_stats=1',
          '-use_value_profile=0', '-reload=0', '-verbosity=1')
PACKED = 400       # bytes, the largest input in a pack
# A letter's worth of memory is asked for before it comes; what is asked for is not what is used.
ENVIRONMENT = {'ASAN_OPTIONS': 'allocator_may_return_null=1:detect_stack_use_after_return=0',
               'UBSAN_OPTIONS': 'print_stacktrace=1', 'G_DEBUG': 'fatal-warnings', 'G_SLICE': 'always-malloc'}


def find_compiler():
    for name in ('clang-14', 'clang'):
        compiler = shutil.which(name)
        if compiler is None:
            continue
        runtime = subprocess.run([compiler, '-print-file-name=libclang_rt.fuzzer-x86_64.a'],
                                 capture_output=True, text=True).stdout.strip()
        folder = subprocess.run([compiler, '-print-runtime-dir'], capture_output=True, text=True).stdout.strip()
        if os.path.isabs(runtime) or list(pathlib.Path(folder).glob('libclang_rt.fuzzer*')):
            return compiler
    return None


def pkg_config(what):
    return subprocess.run(['pkg-config', what, *PACKAGES], check=True, capture_output=True, text=True).stdout.split()


def compile_one(compiler, includes, work, source):
    out = work / 'objects' / (source.stem + '.o')
    cache = [shutil.which('ccache')] if shutil.which('ccache') else []
    subprocess.run([*cache, compiler, *FLAGS, *includes, '-c', source, '-o', out], check=True)
    return out


def build(compiler, work, target, sources):
    (work / 'objects').mkdir(parents=True, exist_ok=True)
    sources = [*sources, *(HERE / name for name in ('fuzz-imap-%s.c' % target, 'fuzz-channel.c', 'response-dump.c'))]
    includes = ['-I%s' % folder for folder in sorted({source.parent for source in sources})] + pkg_config('--cflags')
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(lambda source: compile_one(compiler, includes, work, source), sources))
    program = work / ('fuzz-imap-%s' % target)
    subprocess.run([compiler, '-fsanitize=fuzzer,address,undefined', *objects, *pkg_config('--libs'), '-o', program],
                   check=True)
    return program


def unpack(target, corpus):
    """A pack is inputs, each behind a line with its length."""
    corpus.mkdir(exist_ok=True)
    with open(HERE / 'seeds' / (target + '.pack'), 'rb') as pack:
        for number, length in enumerate(iter(pack.readline, b'')):
            (corpus / ('packed-%d' % number)).write_bytes(pack.read(int(length)))


def pack(program, work, target):
    chosen = work / 'chosen'
    shutil.rmtree(chosen, ignore_errors=True)
    shutil.copytree(HERE / 'seeds' / target, chosen)
    seeds = {path.name for path in chosen.iterdir()}
    subprocess.run([program, '-merge=1', '-use_counters=0', '-max_len=%d' % PACKED, chosen, work / 'corpus'],
                   check=True, env=dict(os.environ, **ENVIRONMENT))
    found = sorted(path.read_bytes() for path in chosen.iterdir() if path.name not in seeds)
    (HERE / 'seeds' / (target + '.pack')).write_bytes(b''.join(b'%d\n' % len(data) + data for data in found))


def run(program, work, target, seconds):
    """Exit status of libFuzzer, which is shown as it goes; its numbers."""
    corpus = work / 'corpus'
    unpack(target, corpus)
    command = [program, corpus, HERE / 'seeds' / target, '-max_total_time=%d' % seconds, *LIMITS,
               '-dict=%s' % (HERE / 'imap.dict'), '-artifact_prefix=%s/' % work]
    told = {}
    with subprocess.Popen(command, env=dict(os.environ, **ENVIRONMENT), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors='replace') as process:
        for line in process.stdout:
            covered = re.search(r'cov: (\d+) ft: (\d+) corp: (\S+)', line)
            if covered:
                told['cov'], told['ft'], told['corpus'] = covered.groups()
            stat = re.match(r'stat::(\w+):\s+(\d+)', line)
            if stat:
                told[stat[1]] = stat[2]
            if not covered or not re.match(r'#\d+\s+(NEW|REDUCE)', line):
                print(line, end='')
    return process.returncode, told


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('target', choices=('parser', 'session'))
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--work', type=pathlib.Path, required=True)
    parser.add_argument('--pack', action='store_true')
    parser.add_argument('sources', nargs='+', type=pathlib.Path)
    options = parser.parse_args()
    compiler = find_compiler()
    if compiler is None:
        print('NOT FUZZED: there is no clang with libFuzzer (Debian: clang-14 libclang-rt-14-dev)')
        return 77
    work = options.work / options.target
    program = build(compiler, work, options.target, options.sources)
    if options.pack:
        pack(program, work, options.target)
        return 0
    status, told = run(program, work, options.target, options.seconds)
    print('%s: %s runs, %s a second, coverage %s, features %s, corpus %s, peak %s MB' % (
        options.target, *(told.get(key, '?') for key in ('number_of_executed_units', 'average_exec_per_sec', 'cov',
                                                        'ft', 'corpus', 'peak_rss_mb'))))
    return 1 if status else 0


if __name__ == '__main__':
    sys.exit(main())
