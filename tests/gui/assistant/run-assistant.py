#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs test-assistant-window in a private desktop beside a private post office:
run-assistant.py with-keyring|without-keyring|stranger PROGRAM"""

import os
import pathlib
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), '..', '..', 'rig'))
sys.dont_write_bytecode = True
import postoffice
import process
import provider_file
import xsession


def main():
    stranger = sys.argv[1] == 'stranger'    # nobody vouches for this post office, and nobody knows it
    keyring = sys.argv[1] != 'without-keyring'
    needed = ['Xvfb', 'dbus-daemon', 'dovecot'] + (['gnome-keyring-daemon'] if keyring else [])
    missing = [p for p in needed if not shutil.which(p, path=os.environ['PATH'] + ':/usr/sbin')]
    if missing:
        print('1..0 # SKIP not installed: ' + ', '.join(missing))
        return 0
    process.stop_on_signals()
    with postoffice.PostOffice() as office, xsession.Session(keyring=keyring) as session:
        facts = pathlib.Path(session.folder) / 'providers.ini'
        facts.write_text(provider_file.text(office))
        for n in range(3):
            office.deliver('anna@penny.example', b'From: b@penny.example\r\nSubject: %d\r\n\r\nHello\r\n' % n)
        session.env.update(
            PENNY_CA_FILE='' if stranger else office.ca_file, PENNY_TEST_PROVIDERS=str(facts),
            PENNY_TEST_KEYRING=sys.argv[1],
            PENNY_TEST_POP3S=str(office.ports['pop3s']), PENNY_TEST_IMAPS=str(office.ports['imaps']),
            PENNY_TEST_PLACE=str(session.folder / 'home'),
            GTK_A11Y='test')
        return session.run([sys.argv[2], '--tap'])


if __name__ == '__main__':
    sys.exit(main())
