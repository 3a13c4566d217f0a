#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A private post office: Dovecot on loopback with its own authority, people and folders.

In a test:      with PostOffice() as office: ... office.ports['imaps'] ... office.ca_file ...
On a terminal:  tests/rig/postoffice.py [--practice-mail]   prints one line of JSON and stays until
                its standard input ends or it gets SIGTERM.

IMAP and POP3 (TLS and STARTTLS), submission (TLS and STARTTLS) and LMTP.  A letter that is sent to
somebody who lives here arrives in their inbox.  Works as root and as anybody else, many at a time.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import certificates
import dovecot
import process
import smtp_sink

PEOPLE = {'anna@penny.example': 'blue-stamp', 'bruno@penny.example': 'red-stamp'}

LISTENERS = ('imap', 'imaps', 'pop3', 'pop3s', 'submission', 'submissions', 'lmtp')

SPECIAL = {'Sent': '\\Sent', 'Drafts': '\\Drafts', 'Trash': '\\Trash', 'Archive': '\\Archive',
           'Junk': '\\Junk'}


class PostOffice:
    """`without` takes IMAP capabilities away (IDLE, MOVE, UIDPLUS…); `certificate` is one of
    certificates.KINDS; `tls_required` refuses passwords in the clear, as a good provider does.
    `special`: all the folders with a meaning, none, or those named.
    With `anyone` whoever knows this password lives here, in a box of so many letters as the first
    character of the name says (0: any number), and the office is made for many short visits.
    `box_size` is the room of everybody's box, in bytes. With `any_names` no folder of the disk is called as a
    mailbox is; with `sharing` there are mailboxes of others (Others/…) and of all (Public/…).
    `prefix` and `delimiter` are how it spells the names of folders: place('Archive/2026').
    `introspection` is where an identity.Identity says whose token one is; `names` are those that the
    certificate is for; `protocols` are spoken at the addresses `listen`."""

    prefix = ''
    delimiter = '/'
    neighbourhood = None

    def __init__(self, people=None, *, tls_required=True, without=(), compress=False,
                 certificate='good', special=True, mechanisms='plain login scram-sha-256',
                 anyone=None, introspection=None, names=certificates.NAMES, protocols='imap pop3 submission lmtp',
                 listen='127.0.0.1', box_size=None, any_names=False, sharing=False):
        self.people = dict(PEOPLE if people is None else people)
        self.tls_required = tls_required
        self.without = set(without)
        self.compress = compress
        self.certificate = certificate
        self.special = special
        self.mechanisms = mechanisms
        self.anyone = anyone
        self.introspection = introspection
        self.names = names
        self.protocols = protocols
        self.listen = listen
        self.box_size = box_size
        self.any_names = any_names
        self.sharing = sharing
        self.ports = {}

    # Life -----------------------------------------------------------------------------------

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.den = process.Den('penny-office', self.neighbourhood)
        try:
            self.folder = self.den.path
            self.folder.chmod(0o755)
            certificates.make(self.folder / 'tls', self.certificate, self.names)
            self.ca_file = str(self.folder / 'tls' / 'ca.pem')
            self.sink = smtp_sink.Sink(self._arrived)
            self._make_folders()
            self._open_on_free_ports()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        if getattr(self, 'sink', None):
            self.sink.close()
            self.sink = None
        # Its mail goes with it, so nobody needs to be polite.
        self.den.end('dovecot', signal.SIGKILL)
        self.den.close()

    def close_doors(self):
        """Dovecot stops; the mail and the port numbers stay. `open_doors` goes on with them."""
        self.den.end('dovecot', patience=1.0)

    def open_doors(self):
        process.wait_for(self._try_to_open, 10, 'the old ports')

    # What a test wants to know ----------------------------------------------------------------

    @property
    def sent(self):
        """Every letter that left through submission: .sender, .recipients, .raw"""
        return list(self.sink.letters)

    def log(self):
        path = self.folder / 'log'
        return path.read_text(errors='replace') if path.exists() else ''

    def deliver(self, address, raw):
        """Puts a letter into somebody's inbox through LMTP."""
        with smtplib.LMTP('127.0.0.1', self.ports['lmtp'], timeout=20) as lmtp:
            lmtp.sendmail('postmaster@penny.example', [address], raw)

    def maildir(self, address):
        return self.folder / 'mail' / address / 'Maildir'

    def admin(self, *words):
        """doveadm of this office."""
        subprocess.run(['doveadm', '-c', str(self.folder / 'dovecot.conf'), *map(str, words)], check=True,
                       stdout=subprocess.DEVNULL, env=process.environment(PATH='/usr/sbin:/usr/bin:/sbin:/bin'))

    def make_public(self, name, rights):
        """A mailbox of everybody's, who have RIGHTS in it (RFC 4314)."""
        folder = self.folder / 'mail' / 'public' / ('.' + name)
        for part in ('cur', 'new', 'tmp'):
            (folder / part).mkdir(parents=True)
        (folder / 'dovecot-acl').write_text('anyone %s\n' % rights)
        if os.getuid() == 0:
            for path in (folder.parent, folder, *folder.iterdir()):
                shutil.chown(path, 'nobody', 'nogroup')

    def place(self, name):
        """How this office spells the name of a folder."""
        return name if name.upper() == 'INBOX' else self.prefix + name.replace('/', self.delimiter)

    def name(self, place):
        """The name of a folder that this office spells so."""
        return place.removeprefix(self.prefix).replace(self.delimiter, '/')

    def special_folders(self):
        return {name: use for name, use in SPECIAL.items()
                if self.special is True or name in (self.special or ())}

    def facts(self):
        return {'host': '127.0.0.1', 'ports': self.ports, 'ca_file': self.ca_file,
                'people': self.people, 'folder': str(self.folder)}

    def account_file(self, address=None, *, protocol='imap', security='tls', way='shared',
                     host='localhost', clear_after_days=None, take_home_days=None, ports=None):
        """The text of a key file for `pennypostctl account add`; `ports`: by other doors than the office's."""
        address = address or next(iter(self.people))
        ports = {**self.ports, **(ports or {})}
        tls = security == 'tls'
        incoming = {'imap': ('imap', 'imaps'), 'pop3': ('pop3', 'pop3s')}[protocol][tls]
        outgoing = ('submission', 'submissions')[tls]
        days = '' if clear_after_days is None else 'clear-after-days=%d\n' % clear_after_days
        days += '' if take_home_days is None else 'take-home-days=%d\n' % take_home_days
        return (f'[account]\naddress={address}\nname={address.split("@")[0].title()}\nway={way}\n'
                f'{days}[incoming]\nprotocol={protocol}\nhost={host}\nport={ports[incoming]}\n'
                f'security={security}\nuser={address}\n[outgoing]\nhost={host}\n'
                f'port={ports[outgoing]}\nsecurity={security}\nuser={address}\n')

    # Inside -------------------------------------------------------------------------------------

    def _arrived(self, address, raw):
        plain = address.replace('+' + address.partition('+')[2].partition('@')[0], '') \
            if '+' in address else address
        if plain in self.people:
            self.deliver(address, raw)

    def _make_folders(self):
        for name in ('mail', 'run', 'state'):
            (self.folder / name).mkdir()
            (self.folder / name).chmod(0o755)
        people = self.folder / 'people'
        people.write_text(''.join('%s:{PLAIN}%s\n' % pair for pair in self.people.items()))
        people.chmod(0o644)
        if os.getuid() == 0:
            shutil.chown(self.folder / 'mail', 'nobody', 'nogroup')

    def _configure(self):
        (self.folder / 'dovecot.conf').write_text(dovecot.configuration(
            dovecot.program_version(), self.folder, self.ports, relay=self.sink.port,
            folders=self.special_folders(),
            tls_required=self.tls_required, mechanisms=self.mechanisms, without=self.without,
            compress=self.compress, anyone=self.anyone, introspection=self.introspection,
            protocols=self.protocols, listen=self.listen, box_size=self.box_size,
            any_names=self.any_names, sharing=self.sharing))

    def _open_on_free_ports(self):
        """A number that was free may be taken a moment later, so this is tried until it holds."""
        for _attempt in range(20):
            doors = [socket.create_server(('127.0.0.1', 0)) for _ in LISTENERS]
            self.ports = {name: door.getsockname()[1] for name, door in zip(LISTENERS, doors)}
            for door in doors:
                door.close()
            self._configure()
            if self._try_to_open():
                return
        raise RuntimeError('Dovecot does not start:\n' + self.log())

    def _try_to_open(self):
        (self.folder / 'log').unlink(missing_ok=True)
        child = self.den.run('dovecot', ['dovecot', '-F', '-c', str(self.folder / 'dovecot.conf')],
                             group=True,
                             env=process.environment(PATH='/usr/sbin:/usr/bin:/sbin:/bin'))
        end = time.monotonic() + 20
        while time.monotonic() < end and child.poll() is None:
            # Said once every listener is bound; before it a clash of ports ends the process.
            if 'starting up' in self.log():
                return True
            time.sleep(0.01)
        self.den.end('dovecot', patience=1.0)
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--practice-mail', action='store_true', help='fill anna\'s box')
    parser.add_argument('--now', type=float, help='the practice mail\'s idea of now (Unix time)')
    parser.add_argument('--compress', action='store_true')
    parser.add_argument('--without', default='', help='capabilities to hide, with commas')
    parser.add_argument('--certificate', choices=certificates.KINDS, default='good')
    parser.add_argument('--provider-file', type=pathlib.Path,
                        help='write what the assistant needs to find this office')
    choices = parser.parse_args()
    process.stop_on_signals()
    with PostOffice(compress=choices.compress, certificate=choices.certificate,
                    without=[c for c in choices.without.split(',') if c]) as office:
        if choices.practice_mail:
            import practice_mail
            practice_mail.fill(office, now=choices.now)
        if choices.provider_file:
            import provider_file
            choices.provider_file.write_text(provider_file.text(office))
        print(json.dumps(office.facts()), flush=True)
        try:
            while sys.stdin.read(4096):
                pass
        except KeyboardInterrupt:
            pass


if __name__ == '__main__':
    main()
