#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that goes wrong ends in one sentence that a person understands, and nothing is lost."""

import os
import re
import shutil
import socket
import socketserver
import sqlite3
import subprocess
import threading
import unittest

import scene

import certificates
import mail_client
import postoffice
from ctl import Ctl

NOWHERE = 'no-such-host.invalid'


class Script(socketserver.ThreadingTCPServer):
    """Says what a function says to each caller; in the clear, on loopback."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, talk):
        handler = type('Handler', (socketserver.StreamRequestHandler,), {'handle': talk, 'timeout': 30})
        super().__init__(('127.0.0.1', 0), handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *_):
        pass

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Bad(scene.Scene):
    LARGEST_CLASS = 25

    def rewrite(self, ctl, group, **changes):
        """Other values in a group of the only account's settings."""
        path = next(ctl.data.rglob('*.ini'))
        pieces = re.split(r'(?m)^(?=\[)', path.read_text())
        for key, value in changes.items():
            pieces = [re.sub(r'(?m)^%s=.*$' % key, '%s=%s' % (key, value), piece)
                      if piece.startswith('[%s]' % group) else piece for piece in pieces]
        path.write_text(''.join(pieces))

    def expect_whole(self, ctl, box):
        """A good pass afterwards: everything is here once, and the store is sound."""
        ctl.good('sync')
        ctl.good('check')
        self.same_as_server(ctl, box)
        for row in self.rows(ctl)[:3]:
            self.assertTrue(row['has_body'])


class Connecting(Bad):
    def setUp(self):
        super().setUp()
        self.mail = self.box()
        self.fill(self.mail, 'A', 'B')
        self.account = self.ctl()
        self.account.good('sync')
        self.fill(self.mail, 'C')
        settings = next(self.account.data.rglob('*.ini'))
        text = settings.read_text()
        # What is here stays readable meanwhile, and a good pass afterwards gets the rest.
        def put_back():
            settings.write_text(text)
            self.assertEqual(len(self.rows(self.account)), 2)
            self.expect_whole(self.account, self.mail)
        self.put_back = put_back

    def tearDown(self):
        self.put_back()

    def plain(self, port):
        self.rewrite(self.account, 'incoming', host='127.0.0.1', port=port, security='none')

    def test_wrong_password(self):
        self.account.password = 'not-this-one'
        self.failed(self.account.run('sync'), 'imap', 'auth-failed', 'password')
        self.account.password = scene.PASSWORD

    def test_no_password(self):
        environment = {**self.account.environment()}
        environment.pop('PENNY_PASSWORD')
        done = subprocess.run(self.account.command('sync'), env=environment, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn('"domain":"account"', done.stderr)

    def test_password_from_a_descriptor(self):
        environment = {**self.account.environment(), 'PENNY_PASSWORD': 'not-this-one'}
        done = subprocess.run(self.account.command('--password-fd', 0, 'sync'), env=environment,
                              capture_output=True, text=True, input=scene.PASSWORD + '\n', timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.put_back = lambda: self.expect_whole(self.account, self.mail)

    def test_unknown_host(self):
        self.rewrite(self.account, 'incoming', host=NOWHERE)
        self.failed(self.account.run('sync'), 'wire', 'host-not-found', 'found', NOWHERE)

    def test_closed_door(self):
        with socket.create_server(('127.0.0.1', 0)) as door:
            port = door.getsockname()[1]
        self.rewrite(self.account, 'incoming', port=port)
        self.failed(self.account.run('sync'), 'wire', 'refused', 'door')

    def test_goodbye_at_once(self):
        with Script(lambda talk: talk.wfile.write(b'* BYE Closed for today\r\n')) as server:
            self.plain(server.server_address[1])
            self.failed(self.account.run('sync'), 'imap', 'bye')

    def test_hangs_up_at_once(self):
        with Script(lambda talk: None) as server:
            self.plain(server.server_address[1])
            self.failed(self.account.run('sync'), 'wire', 'closed')

    def test_goodbye_in_the_middle(self):
        def talk(handler):
            handler.wfile.write(b'* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello\r\n')
            tag = handler.rfile.readline().split()[0]
            handler.wfile.write(tag + b' OK [CAPABILITY IMAP4rev1] in\r\n')
            handler.rfile.readline()
            handler.wfile.write(b'* LIST () "/" INBOX\r\n* BYE Shutting down\r\n')
        with Script(talk) as server:
            self.plain(server.server_address[1])
            self.failed(self.account.run('sync'), 'imap', 'bye')

    def test_nonsense(self):
        def talk(handler):
            handler.wfile.write(b'HTTP/1.1 400 Bad Request\r\n\r\n')
            handler.rfile.read(1)
        with Script(talk) as server:
            self.plain(server.server_address[1])
            self.failed(self.account.run('sync'), 'imap', 'protocol')

    def test_hangs(self):
        hung = threading.Event()
        self.addCleanup(hung.set)
        with Script(lambda talk: hung.wait(30)) as server:
            self.plain(server.server_address[1])
            self.failed(self.account.run('--timeout', 1, 'sync'), 'wire', 'timed-out', 'waited')
            hung.set()


class Identity(Bad):
    """Nobody whose identity is in doubt is told the password."""

    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        pass

    def test_certificates(self):
        for kind, code, word in (('self-signed', 'cert-untrusted', 'trust'),
                                 ('expired', 'cert-expired', 'out of date'),
                                 ('wrong-name', 'cert-wrong-name', 'name')):
            with self.subTest(kind), postoffice.PostOffice(certificate=kind) as office:
                for protocol in ('imap', 'pop3'):
                    for security in ('tls', 'starttls'):
                        with Ctl(office) as ctl:
                            ctl.add(protocol=protocol, security=security,
                                    way='shared' if protocol == 'imap' else 'photocopy')
                            self.failed(ctl.run('sync'), 'wire', code)
                self.assertNotIn('blue-stamp', office.log())

    def test_unknown_authority(self):
        with postoffice.PostOffice() as office, Ctl(office) as ctl:
            ctl.add()
            other = certificates.make(ctl.folder / 'other') / 'ca.pem'
            self.failed(ctl.run('sync', ca_file=str(other)), 'wire', 'cert-untrusted')
            for nothing in ('/dev/null', '/nonexistent/ca.pem'):
                self.failed(ctl.run('sync', ca_file=nothing), 'account', 'invalid', 'settings')


class Store(Bad):
    def filled(self):
        self.mail = self.box()
        self.fill(self.mail, *'ABCDEF')
        ctl = self.ctl()
        ctl.good('sync')
        return ctl

    @staticmethod
    def database(ctl):
        return next(ctl.data.rglob('mail.db'))

    def expect_rescued(self, ctl):
        """Told once, set aside, and complete again after a pass."""
        folder = self.database(ctl).parent
        outcome = ctl.run('check')
        self.failed(outcome, 'store', 'damaged', 'damaged', 'collected again')
        self.assertGreater(len([x for x in os.listdir(folder) if not x.startswith('mail.db-')]), 1)
        self.expect_whole(ctl, self.mail)

    def test_not_a_database(self):
        ctl = self.filled()
        self.database(ctl).write_bytes(b'This is somebody\'s shopping list.\n' * 300)
        self.expect_rescued(ctl)

    def test_cut_short(self):
        ctl = self.filled()
        size = self.database(ctl).stat().st_size
        os.truncate(self.database(ctl), size // 2)
        self.expect_rescued(ctl)

    def test_flipped_bytes(self):
        ctl = self.filled()
        raw = bytearray(self.database(ctl).read_bytes())
        for at in range(4096, len(raw), 1024):
            raw[at:at + 64] = os.urandom(64)
        self.database(ctl).write_bytes(raw)
        self.expect_rescued(ctl)

    def test_flipped_head(self):
        ctl = self.filled()
        raw = bytearray(self.database(ctl).read_bytes())
        raw[100:1200] = os.urandom(1100)
        self.database(ctl).write_bytes(raw)
        self.expect_rescued(ctl)

    def test_written_by_a_newer_program(self):
        ctl = self.filled()
        store = sqlite3.connect(self.database(ctl))
        store.execute('PRAGMA user_version = 999')
        store.close()
        before = self.database(ctl).read_bytes()
        self.failed(ctl.run('sync'), 'store', 'too-new', 'newer')
        self.failed(ctl.run('list', 'INBOX'), 'store', 'too-new', 'newer')
        self.assertEqual(self.database(ctl).read_bytes(), before)

    def test_used_twice(self):
        ctl = self.filled()
        child = ctl.start('watch')
        try:
            while '"idle"' not in child.stdout.readline():
                self.assertIsNone(child.poll())
            self.failed(ctl.run('sync'), 'store', 'busy', 'Another program', 'Close')
            self.failed(ctl.run('watch'), 'store', 'busy', 'Another program')
            self.assertEqual(len(self.rows(ctl)), 6)
        finally:
            child.terminate()
            try:
                child.communicate(timeout=10)
            finally:
                child.kill()
        self.expect_whole(ctl, self.mail)

    @unittest.skipIf(os.getuid() == 0 and not shutil.which('setpriv'), 'no setpriv here')
    def test_read_only(self):
        ctl = self.filled()
        mount = None
        if os.getuid() == 0:
            # Root may write anywhere; only a read-only mount stops it.
            mount = ['unshare', '-m', 'sh', '-c', 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" '
                     '&& exec "$@"', str(ctl.data)]
            if subprocess.run([*mount, 'true'], capture_output=True).returncode != 0:
                self.skipTest('no private mounts here')
        else:
            for path in [ctl.data, *ctl.data.rglob('*')]:
                path.chmod(path.stat().st_mode & ~0o222)
        plain = ctl.command
        ctl.command = lambda *arguments, **more: (mount or []) + plain(*arguments, **more)
        try:
            error = ctl.run('sync')
            self.assertEqual(error.status, 1, error)
            self.assertIn((error.error['domain'], error.error['code']),
                          [('store', 'io'), ('account', 'io')], error)
            self.failed(error, error.error['domain'], error.error['code'], 'computer')
        finally:
            ctl.command = plain
            for path in [ctl.data, *ctl.data.rglob('*')]:
                path.chmod(path.stat().st_mode | 0o200)
        self.expect_whole(ctl, self.mail)

    @unittest.skipUnless(shutil.which('strace'), 'no strace here')
    def test_disk_full_injected(self):
        ctl = self.filled()
        self.fill(self.mail, *'GHIJ')
        plain = ctl.command
        for first in (1, 3, 6):
            ctl.command = lambda *arguments, **more: [
                'strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64',
                '-e', 'inject=pwrite64:error=ENOSPC:when=%d+' % first, *plain(*arguments, **more)]
            probe = ctl.run('sync')
            if 'ptrace' in probe.errors:
                self.skipTest('strace may not trace here')
            self.failed(probe, 'store', 'full', 'disk', 'full', 'Nothing is lost')
        ctl.command = plain
        self.expect_whole(ctl, self.mail)

    @unittest.skipUnless(os.getuid() == 0 and shutil.which('unshare'), 'only root can mount')
    def test_disk_full(self):
        """A disk of 1 MiB, then a larger one: POP that takes home deletes nothing it could not keep."""
        box = self.box()
        for number in range(12):
            box.append('INBOX', scene.letter('Big %d' % number, to=self.person,
                                             body=os.urandom(90000).hex() + '\r\n'))
        before = mail_client.pop_letters(self.office, self.person)
        ctl = self.ctl(protocol='pop3', way='take-home', take_home_days=0)
        small = ctl.folder / 'small'
        small.mkdir()
        script = ('mount -t tmpfs -o size=1m tmpfs "$0" && cp -r "$1" "$0" && shift && "$@"; status=$?; '
                  'mkdir -p "$0"/../kept && cp -r "$0"/data/. "$0"/../kept; exit $status')
        plain = ctl.command('sync')
        inside = [str(small / 'data') if x == str(ctl.data) else x for x in plain]
        done = subprocess.run(['unshare', '-m', 'sh', '-c', script, str(small), str(ctl.data), *inside],
                              env=ctl.environment(), capture_output=True, text=True, timeout=60)
        if 'unshare' in done.stderr or 'mount' in done.stderr:
            self.skipTest('no private mounts here')
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('"code":"full"', done.stderr)
        self.assertEqual(mail_client.pop_letters(self.office, self.person), before)
        # Made room: what was kept is sound, the rest is collected, then it is taken out of the box.
        shutil.rmtree(ctl.data)
        shutil.copytree(ctl.folder / 'kept', ctl.data)
        ctl.good('sync')
        ctl.good('check')
        self.assertEqual(sorted(self.raw(ctl, row['id']) for row in self.rows(ctl, 'Inbox')),
                         sorted(before.values()))
        self.assertEqual(mail_client.pop_letters(self.office, self.person), {})


class Settings(Bad):
    GOOD = ('[account]\naddress=anna@penny.example\nname=Anna\nway=shared\n[incoming]\nprotocol=imap\n'
            'host=mail.penny.example\nport=993\nsecurity=tls\nuser=anna\n[outgoing]\n'
            'host=smtp.penny.example\nport=465\nsecurity=tls\nuser=anna\n')

    @classmethod
    def setUpClass(cls):
        cls.office = type('Nowhere', (), {'people': {'anna': scene.PASSWORD}, 'ca_file': '/dev/null', 'place': str})

    def setUp(self):
        self.account = self.enterContext(Ctl(self.office))
        self.account.command = lambda *arguments, **_: [
            str(self.account.program), '--data-dir', str(self.account.data), *map(str, arguments)]

    def add(self, text):
        path = self.account.folder / 'account.ini'
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.account.run('account', 'add', path)

    def test_broken_files(self):
        cases = {
            'empty': '', 'binary': os.urandom(400), 'no groups': 'address=anna@penny.example\n',
            'no address': self.GOOD.replace('address=anna@penny.example\n', ''),
            'bad address': self.GOOD.replace('anna@penny.example', 'anna at home'),
            'no incoming': self.GOOD.partition('[incoming]')[0],
            'no host': self.GOOD.replace('host=mail.penny.example\n', ''),
            'bad host': self.GOOD.replace('mail.penny.example', 'mail penny/../'),
            'bad port': self.GOOD.replace('993', '99999'),
            'word for a port': self.GOOD.replace('993', 'many'),
            'bad protocol': self.GOOD.replace('protocol=imap', 'protocol=uucp'),
            'bad security': self.GOOD.replace('security=tls', 'security=a-bit'),
            'bad way': self.GOOD.replace('way=shared', 'way=sideways'),
            'way of the other protocol': self.GOOD.replace('way=shared', 'way=take-home'),
            'bad days': self.GOOD.replace('way=shared', 'way=clear-later\nclear-after-days=-3')
                                 .replace('protocol=imap', 'protocol=pop3'),
        }
        for name, text in cases.items():
            with self.subTest(name):
                self.failed(self.add(text), 'account', 'invalid', 'settings')
        self.assertEqual(self.account.good('account', 'list').records, [])
        self.failed(self.account.run('account', 'add', '/nonexistent.ini'), 'account', 'io')

    def test_no_protection(self):
        bare = self.GOOD.replace('security=tls', 'security=none')
        self.failed(self.add(bare), 'account', 'plaintext', 'password')
        for only in ('incoming', 'outgoing'):
            head, tail = self.GOOD.split('[%s]' % only)
            self.failed(self.add(head + '[%s]' % only + tail.replace('security=tls', 'security=none', 1)),
                        'account', 'plaintext', 'password')
        for near in ('localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', '0.0.0.0'):
            self.failed(self.add(bare.replace('mail.penny.example', near)), 'account', 'plaintext')
        self.assertEqual(self.account.good('account', 'list').records, [])

    def test_no_protection_agreed(self):
        agreed = self.GOOD.replace('security=tls', 'security=none')
        outcome = self.add(agreed.replace('[incoming]', 'i-accept-plaintext=true\n[incoming]'))
        self.assertEqual(outcome.status, 0, outcome)
        self.assertTrue(outcome.records[0]['account'])
        local = re.sub('(mail|smtp).penny.example', 'localhost', agreed)
        self.assertEqual(self.add(local.replace('anna@', 'bruno@')).status, 0)

    def test_accounts(self):
        first = self.add(self.GOOD).records[0]['account']
        self.assertEqual([one['account'] for one in self.account.good('account', 'list')], [first])
        self.failed(self.account.run('sync', 'nobody'), 'account', 'not-found', 'account')
        self.failed(self.account.run('account', 'remove', 'nobody'), 'account', 'not-found')
        self.account.good('account', 'remove', first)
        self.assertEqual(self.account.good('account', 'list').records, [])
        self.failed(self.account.run('sync'), 'account', 'not-found', 'account')
        self.failed(self.account.run('list', 'INBOX'), 'account', 'not-found')
        self.assertEqual(list(self.account.data.rglob('mail.db')), [])

    def test_usage(self):
        for arguments in ((), ('fly',), ('sync', 'a', 'b'), ('sync', '--sideways'), ('list',), ('account',),
                          ('list', 'INBOX', '--limit', 'x'), ('list', 'INBOX', '--limit', '-1'),
                          ('show',), ('show', 'x'), ('show', '1', '--raw', '--text'), ('show', '0'),
                          ('mark', '1'), ('mark', '1', '--read', '--unread'), ('mark', '--read'),
                          ('move', '1'), ('trash',), ('trash', '1', '2'), ('send',), ('send', 'a', 'b'),
                          ('export', 'INBOX'), ('search',), ('account', 'add'), ('account', 'fly'),
                          ('watch', 'a', 'b'), ('check', 'a', 'b'), ('--timeout', 'soon', 'sync'),
                          ('--password-fd',), ('pending', '1', '2'), ('folders', 'a', 'b')):
            with self.subTest(arguments):
                self.failed(self.account.run(*arguments), 'usage', 'usage', 'help', status=2)

    def test_help(self):
        text = subprocess.run(self.account.command('--help'), capture_output=True, text=True).stdout
        for word in ('account', 'sync', 'watch', 'folders', 'list', 'show', 'search', 'mark', 'move',
                     'trash', 'send', 'pending', 'export', 'check', 'diagnose', '--data-dir', '--ca-file',
                     '--password-fd', '--timeout', '-v'):
            self.assertIn(word, text)

    def test_letters_that_are_not_here(self):
        self.add(self.GOOD)
        self.failed(self.account.run('show', 77), 'store', 'not-found', 'not here')
        self.failed(self.account.run('mark', 77, '--read'), 'store', 'not-found', 'not here')
        self.failed(self.account.run('move', 77, 'INBOX'), 'store', 'not-found', 'not here')
        self.failed(self.account.run('list', 'Nowhere'), 'store', 'not-found')
        self.failed(self.account.run('export', 'Nowhere', '--mbox', '/tmp/x'), 'store', 'not-found')


if __name__ == '__main__':
    scene.main()
