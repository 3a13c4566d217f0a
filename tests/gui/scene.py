# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test of the whole program needs: a post office, some letters in it, the program on a data
folder of its own.  Runs inside tests/rig/with-display --keyring --window-manager.

    with Scene(letters=5) as scene:
        scene.add_account()
        scene.program.start()
"""

import email.message
import email.policy
import email.utils
import json
import os
import pathlib
import subprocess
import sys
import time

RIG = pathlib.Path(__file__).resolve().parent.parent / 'rig'
sys.path.insert(0, str(RIG))
import drive
import mail_client
import postoffice
import process
import provider_file

ME = 'anna@penny.example'
FRIEND = 'bruno@penny.example'
PASSWORD = postoffice.PEOPLE[ME]
BUILD = pathlib.Path(os.environ['PENNY_BUILD_ROOT'])

# Kept in a file, so that a program that is started again finds it; sending waits no longer than needed.
SETTINGS = '[io/github/penny_post/PennyPost]\nundo-seconds=%d\nwindow-width=%d\nwindow-height=%d\n'


def letter(subject, words, when=None, sender='Bruno Keller <%s>' % FRIEND):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message['From'] = sender
    message['To'] = 'Anna Lindner <%s>' % ME
    message['Subject'] = subject
    message['Date'] = email.utils.formatdate(when or time.time())
    message['Message-ID'] = email.utils.make_msgid(domain='penny.example')
    message.set_content(words)
    return message.as_bytes()


class Scene:
    """`office`: one, or what PostOffice takes; `facts (office)`: what the program knows of it; `trusting`: the
    program takes the office's authority for a good one; `locale`: what the person speaks; `shell`: a
    command that starts the program; `text`: how large, in percent; `dark`: what the desktop prefers."""

    def __init__(self, letters=0, undo_seconds=1, size=(1100, 700), office=None, facts=provider_file.text,
                 trusting=True, locale='C.UTF-8', shell=(), text=100, dark=False):
        self.count = letters
        self.settings = SETTINGS % (undo_seconds, *size)
        self.office = office if isinstance(office, postoffice.PostOffice) else postoffice.PostOffice(**(office or {}))
        self.facts = facts
        self.trusting = trusting
        self.locale = locale
        self.shell = list(shell)
        self.text = text
        self.colours = 'prefer-dark' if dark else None
        self.log = self.program = None

    def __enter__(self):
        process.stop_on_signals()
        self.den = process.Den('penny-scene')
        try:
            self.office.start()
            self._prepare()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, kind=None, *_):
        if kind and self.program and self.program.child:
            self._explain()
        self.den.end(drive.APPLICATION)
        complaints = self.complaints() if not kind else []
        self.den.close()
        self.office.stop()
        assert not complaints, '\n'.join(complaints)

    def complaints(self):
        """What GLib calls critical in the program's own words.  GTK 4.8 has one for a widget that is
        asked for while it goes (gtk_at_spi_context without a path): that is not ours."""
        return [line for line in self.log.read_text(errors='replace').splitlines() if '-CRITICAL' in line
                and 'g_variant_' not in line] if self.log and self.log.exists() else []

    def _prepare(self):
        folder = self.folder = self.den.path
        (folder / 'config/glib-2.0/settings').mkdir(parents=True)
        (folder / 'config/glib-2.0/settings/keyfile').write_text(self.settings)
        if self.text != 100:
            subprocess.run(['xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER',
                            'Xft.dpi: %d' % (96 * self.text / 100)], check=True)
        (folder / 'providers.ini').write_text(self.facts(self.office))
        self.log = folder / 'program.log'
        for number in range(self.count):
            self.deliver('Letter %d' % number, 'Words of letter %d.\n' % number,
                         time.time() - 3600 * (self.count - number))
        language = 'en' if self.locale.startswith('C') else self.locale.partition('_')[0]
        drive.speak(BUILD / 'po', language)
        self.program = drive.Program(
            self.den, [*self.shell, str(RIG / 'uninstalled'), str(BUILD), str(BUILD / 'src/application/pennypost'),
                       '--data-dir', str(folder / 'data'), '--provider-file', str(folder / 'providers.ini')],
            process.environment(GSETTINGS_BACKEND='keyfile', XDG_CONFIG_HOME=folder / 'config',
                                PENNY_CA_FILE=self.office.ca_file if self.trusting else None,
                                LC_ALL=self.locale, LANGUAGE=language, PENNY_PASSWORD=None,
                                ADW_DEBUG_COLOR_SCHEME=self.colours), self.log)

    def _explain(self):
        """After a failure: what the program said; a picture where PENNY_PICTURES names a folder."""
        print('# the program: status %s, it said:\n%s' % (self.program.child.poll(), self.said()))
        if 'PENNY_PICTURES' in os.environ:
            picture = pathlib.Path(os.environ['PENNY_PICTURES'], '-'.join(sys.argv[1:2]) + '.png')
            subprocess.run(['import', '-window', 'root', str(picture)], check=False)

    def said(self):
        return self.log.read_text(errors='replace')[-4000:] if self.log.exists() else ''

    @property
    def root(self):
        return self.program.root

    def ctl(self, *arguments, good=True):
        """pennypostctl on the same data and the same keyring; its records.  Only while the program
        does not run."""
        done = subprocess.run(
            [BUILD / 'src/cli/pennypostctl', '--data-dir', self.folder / 'data', '--ca-file',
             self.office.ca_file, *map(str, arguments)],
            input=self.office.people[self.me], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0 or not good, '%s: %s' % (arguments, done.stderr + done.stdout)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def add_account(self, **choices):
        """As the assistant does it, but quicker; the password goes into the keyring."""
        path = self.folder / 'account.ini'
        path.write_text(self.office.account_file(self.me, **choices))
        records = self.ctl('--password-fd', 0, 'account', 'add', path)
        assert 'password_not_kept' not in records[0], records
        return records[0]['account']

    @property
    def me(self):
        return mail_client.first_person(self.office)

    def deliver(self, subject, words='Something new.\n', when=None):
        self.office.deliver(self.me, letter(subject, words, when))

    def start_notification_daemon(self):
        """A desktop that shows notifications, in words: gives back its log.  Before the program starts."""
        log = self.folder / 'notifications.log'
        self.den.run('notifications', ['/usr/bin/python3', '-m', 'dbusmock', '--session', '--template',
                                       'notification_daemon'], stdout=log.open('wb'), stderr=subprocess.STDOUT)
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', '20', 'org.freedesktop.Notifications'],
                       check=True)
        return log

    def activate_notification(self):
        """A click on the first one."""
        subprocess.run(['gdbus', 'call', '--session', '-d', 'org.freedesktop.Notifications',
                        '-o', '/org/freedesktop/Notifications', '-m', 'org.freedesktop.DBus.Mock.EmitSignal',
                        'org.freedesktop.Notifications', 'ActionInvoked', 'us', "[<uint32 1>, <'default'>]"],
                       check=True, stdout=subprocess.DEVNULL)

    def clean(self):
        """The store is whole; nothing is missing or twice; gives back the inbox's records."""
        self.ctl('check')
        # Killed before it had asked for the folders, the program has none yet.
        there = any(folder['role'] == 'inbox' for folder in self.ctl('folders'))
        records = self.ctl('list', 'INBOX', '--limit', 100000) if there else []
        keys = [record.get('uid') or record.get('uidl') for record in records]
        assert len(set(keys)) == len(keys), 'twice: %s' % keys
        return records


def main(cases):
    """Runs the case that is named on the command line, each in a process of its own."""
    cases[sys.argv[1]]()
    print('ok', sys.argv[1])
