#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant by keyboard alone, in the real program: Enter goes on, Esc goes back, nothing that was
typed is lost: test-keyboard.py BUILD-FOLDER"""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), '..', '..', 'rig'))
sys.dont_write_bytecode = True
import demo
import process
import xsession

NEEDED = ('Xvfb', 'dbus-daemon', 'dovecot', 'gnome-keyring-daemon', 'openbox', 'xdotool')


class Keyboard:
    def __init__(self, session, root):
        self.env = session.env
        self.root = root

    def keys(self, *names):
        subprocess.run(['xdotool', 'key', '--delay', '40', *names], env=self.env, check=True)

    def words(self, field, text, whole=None):
        """Types, and waits until the field shows it."""
        subprocess.run(['xdotool', 'type', '--delay', '15', text], env=self.env, check=True)
        node = atspi.find(self.root, 'text', field)
        process.wait_for(lambda: atspi.text(node) == (whole or text), 20, 'the words in ' + field)

    def on(self, role, name, state=None):
        """Waits until the keyboard is on it (or it has another state)."""
        process.wait_for(lambda: atspi.has(atspi.find(self.root, role, name), state or pyatspi.STATE_FOCUSED),
                         20, 'the keyboard on ' + name)


def go_through(keyboard):
    keyboard.on('push button', 'Get Started')
    keyboard.keys('Return')
    keyboard.words('Your name', 'Anna Lindner')
    keyboard.keys('Tab')
    keyboard.words('E-mail address', 'anna')
    keyboard.keys('Tab')
    atspi.find(keyboard.root, 'alert', lambda name: name.startswith('Something is missing'))
    keyboard.keys('shift+Tab', 'End')
    keyboard.words('E-mail address', '@penny.example', 'anna@penny.example')
    keyboard.keys('Tab')
    subprocess.run(['xdotool', 'type', demo.PASSWORD], env=keyboard.env, check=True)
    keyboard.on('push button', 'Continue', pyatspi.STATE_SENSITIVE)
    keyboard.keys('Return')
    keyboard.on('radio button', 'Shared box')
    keyboard.keys('Escape')
    assert atspi.text(atspi.find(keyboard.root, 'text', 'E-mail address')) == 'anna@penny.example'
    keyboard.keys('Return')
    keyboard.on('radio button', 'Shared box')
    keyboard.keys('Down', 'Down')
    keyboard.on('radio button', 'Photocopy, cleared later', pyatspi.STATE_CHECKED)
    keyboard.keys('Return')
    keyboard.on('push button', 'Collect My Letters')
    keyboard.keys('Return')
    atspi.find(keyboard.root, 'list', 'Messages')


def main():
    if not os.path.exists(os.path.join(sys.argv[1], demo.PROGRAM)):
        print('1..0 # SKIP the program is not built')
        return 0
    process.stop_on_signals()
    with demo.Practice(sys.argv[1]) as practice, \
            xsession.Session(keyring=True, window_manager=True) as session, session.entered():
        global atspi, pyatspi
        import atspi
        import pyatspi
        session.den.run('pennypost', practice.command(), stdout=sys.stderr,
                        env=dict(practice.environment(session.env, real_keyring=True), LC_ALL='C.UTF-8'))
        try:
            go_through(Keyboard(session, atspi.application('pennypost')))
            kept = [path.read_text() for path in (practice.folder / 'data').rglob('*.ini')]
            assert len(kept) == 1 and 'way=clear-later' in kept[0] and 'name=Anna Lindner' in kept[0], kept
        finally:
            session.den.end('pennypost')
    print('1..1\nok 1 the assistant by keyboard alone')
    return 0


if __name__ == '__main__':
    lacking = [program for program in NEEDED
               if not shutil.which(program, path=os.environ['PATH'] + ':/usr/sbin')]
    if lacking:
        print('1..0 # SKIP not installed: ' + ', '.join(lacking))
        sys.exit(0)
    sys.exit(main())
