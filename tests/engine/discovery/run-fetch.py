#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs test-fetch with a certificate of its own: run-fetch.py EXE"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'rig'))
import certificates

# The leak sanitizer crashes on the thread-local storage of GIO's TLS module (and with use_tls=0 it
# takes that for leaks); the address sanitizer stays on.
ENV = dict(os.environ, ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0')

with tempfile.TemporaryDirectory(prefix='penny-fetch-') as place:
    tls = certificates.make(place)
    sys.exit(subprocess.run([sys.argv[1], '--tap', tls / 'ca.pem', tls / 'server.pem', tls / 'server.key'],
                            env=ENV, check=False).returncode)
