#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`diagnose`: eight steps, each of them failing once; what is mended without asking; bad certificates, and
those that are trusted by their key; the letter to oneself.

Rooms: penny-cli-diagnose, penny-trial-reach, penny-trial-session, penny-trial-letter, penny-trial-result and
penny-certificate with all below them."""

import contextlib
import ctypes
import hashlib
import os
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

import scene
from doors import Doors

import mail_client
import names
import postoffice

STEPS = ['dns', 'tcp', 'tls', 'greeting', 'login', 'box', 'outgoing', 'letter']
FIELDS = {'step', 'ok', 'cause', 'title', 'explanation', 'fix', 'detail'}
TECHNICAL = re.compile(r'\b(IMAP|SMTP|POP3?|TLS|SSL|certificates?|ports?|servers?|sockets?|GError)\b|\(null\)')


def knowing(ctl, hosts):
    """From now on it knows the hosts of this text or file only."""
    if isinstance(hosts, str):
        (ctl.folder / 'hosts').write_text(hosts)
        hosts = ctl.folder / 'hosts'
    plain, before = ctl.command, names.known(hosts, ctl.folder)
    ctl.command = lambda *arguments, **options: [*before, *plain(*arguments, **options)]
    return ctl


def closed_port():
    with socket.create_server(('127.0.0.1', 0)) as door:
        return door.getsockname()[1]


def goodbye(reading, writing):
    writing.write(b'* BYE Closed for today\r\n')


def no_inbox(reading, writing):
    writing.write(b'* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello\r\n')
    for line in reading:
        tag, verb = line.split()[:2]
        if verb.upper() in (b'EXAMINE', b'SELECT'):
            writing.write(tag + b' NO [NOPERM] Closed\r\n')
        else:
            writing.write(tag + b' OK [CAPABILITY IMAP4rev1] done\r\n')


class Diagnose(scene.Scene):
    LARGEST_CLASS = 30

    def diagnose(self, text, *arguments, status, ctl=None, patience=90, **options):
        """The records by step, checked as far as all of them have something in common."""
        ctl = ctl or self.enterContext(scene.Ctl(self.office, person=self.person, password=scene.PASSWORD))
        path = ctl.folder / 'try.ini'
        path.write_text(text)
        outcome = ctl.run('diagnose', path, *arguments, patience=patience, **options)
        return self.check(outcome, status)

    def check(self, outcome, status):
        self.assertEqual(outcome.status, status, outcome)
        self.assertEqual([record['step'] for record in outcome], STEPS, outcome)
        self.assertEqual(status, any(record['ok'] is False for record in outcome), outcome)
        for record in outcome:
            self.assertLessEqual(FIELDS, set(record))
            self.assertEqual(record['ok'] is False, record['cause'] is not None, record)
            self.assertEqual(record['ok'] is False, bool(record['explanation'] and record['fix']), record)
            self.assertNotRegex(record['title'] + (record['explanation'] or ''), TECHNICAL)
        self.assertNotIn(scene.PASSWORD, outcome.output + outcome.errors)
        return {record['step']: record for record in outcome}

    def pattern(self, records):
        return ''.join({True: '+', False: '!', None: '-'}[records[step]['ok']] for step in STEPS)

    def expect(self, records, pattern, **causes):
        self.assertEqual(self.pattern(records), pattern, records)
        for step, cause in causes.items():
            self.assertEqual(records[step]['cause'], cause, records[step])

    def settings(self, incoming=None, outgoing=None, **choices):
        """The office's settings for this person, with other values in the two groups."""
        text = self.office.account_file(self.person, **choices)
        head, sent = text.split('[outgoing]')
        for name, value in (incoming or {}).items():
            head = re.sub(r'(?m)^%s=.*\n' % name, '', head) + '%s=%s\n' % (name, value)
        for name, value in (outgoing or {}).items():
            sent = re.sub(r'(?m)^%s=.*\n' % name, '', sent) + '%s=%s\n' % (name, value)
        return head + '[outgoing]' + sent


class Steps(Diagnose):
    def test_all_well(self):
        for choices in ({}, {'security': 'starttls'}, {'protocol': 'pop3', 'way': 'photocopy'}):
            with self.subTest(choices):
                records = self.diagnose(self.settings(**choices), status=0)
                self.expect(records, '+++++++-')
                self.assertIn('key ', records['tls']['detail'])

    def test_by_id(self):
        ctl = self.ctl()
        self.expect(self.check(ctl.run('diagnose'), 0), '+++++++-')
        self.failed(ctl.run('diagnose', 'nobody'), 'account', 'not-found')
        self.failed(ctl.run('diagnose', '/nonexistent/x.ini'), 'account', 'not-found')
        self.failed(ctl.run('diagnose', 'a', 'b'), 'usage', 'usage', status=2)

    def test_name(self):
        records = self.diagnose(self.settings({'host': 'no-such-host.invalid'}), status=1)
        self.expect(records, '!-----+-', dns='host-not-found')

    @unittest.skipUnless(names.works(), 'bubblewrap is not here, or may not work')
    def test_names_of_ones_own(self):
        """A name that is known and one that is not, as the system says; IPv6 broken, IPv4 not."""
        ctl = self.enterContext(scene.Ctl(self.office, person=self.person, password=scene.PASSWORD))
        knowing(ctl, '127.0.0.1 mail.penny.example\n::1 localhost\n127.0.0.1 localhost\n')
        self.expect(self.diagnose(self.settings(), status=0, ctl=ctl), '+++++++-')
        records = self.diagnose(self.settings({'host': 'mail.penny.example'}), status=1, ctl=ctl)
        self.expect(records, '++!---+-', tls='identity-wrong-name')
        records = self.diagnose(self.settings(outgoing={'host': 'post.penny.example'}), status=1, ctl=ctl)
        self.expect(records, '++++++!-', outgoing='host-not-found')
        self.assertIn('dns: ', records['outgoing']['detail'])

    def test_way(self):
        self.expect(self.diagnose(self.settings({'port': closed_port()}), status=1), '+!----+-',
                    tcp='port-closed')

    def test_greeting(self):
        with Doors(goodbye) as doors:
            plain = {'host': '127.0.0.1', 'port': doors.port, 'security': 'none'}
            self.expect(self.diagnose(self.settings(plain), status=1), '++-!--+-', greeting='server-bye')

    def test_silence(self):
        quiet = threading.Event()
        self.addCleanup(quiet.set)
        with Doors(lambda *_: quiet.wait(120)) as doors:
            self.expect(self.diagnose(self.settings({'port': doors.port}), status=1), '++!---+-',
                        tls='timed-out')

    def test_login(self):
        ctl = self.enterContext(scene.Ctl(self.office, person=self.person, password='not-this-one'))
        self.expect(self.diagnose(self.settings(), status=1, ctl=ctl), '++++!---', login='wrong-password')

    def test_box(self):
        with Doors(no_inbox) as doors:
            plain = {'host': '127.0.0.1', 'port': doors.port, 'security': 'none'}
            self.expect(self.diagnose(self.settings(plain), status=1), '++-++!+-', box='not-allowed')

    def test_outgoing(self):
        for change, cause, part in (({'port': closed_port()}, 'port-closed', 'tcp'),
                                    ({'user': 'somebody.else'}, 'wrong-password', 'login')):
            with self.subTest(cause):
                records = self.diagnose(self.settings(outgoing=change), status=1)
                self.expect(records, '++++++!-', outgoing=cause)
                self.assertTrue(records['outgoing']['detail'].startswith(part + ': '), records)

    def test_other_kind(self):
        """A door of the other kind of TLS needs nobody."""
        ports = self.office.ports
        self.expect(self.diagnose(self.settings({'port': ports['imap']}, {'port': ports['submission']}), status=0),
                    '+++++++-')
        text = self.settings({'port': ports['imaps']}, {'port': ports['submissions']}, security='starttls')
        self.expect(self.diagnose(text, status=0), '+++++++-')


class UsualOffice(postoffice.PostOffice):
    """On the usual numbers, and only with STARTTLS. Needs a network of its own."""

    def _open_on_free_ports(self):
        self.ports = {**dict(zip(postoffice.LISTENERS, range(4001, 4020))), 'imap': 143, 'submission': 587}
        self._configure()
        if not self._try_to_open():
            raise RuntimeError(self.log())


@contextlib.contextmanager
def own_network():
    """This thread, and what it starts, sees nothing but a loopback that nobody else has."""
    libc = ctypes.CDLL(None, use_errno=True)
    outside = os.open('/proc/thread-self/ns/net', os.O_RDONLY)
    if libc.unshare(0x40000000) != 0:   # CLONE_NEWNET
        os.close(outside)
        raise unittest.SkipTest('no network of its own here')
    try:
        subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
        yield
    finally:
        libc.setns(outside, 0)
        os.close(outside)


class UsualPorts(Diagnose):
    @classmethod
    def setUpClass(cls):
        cls.strangers = iter(postoffice.PEOPLE)

    def test_other_usual_port(self):
        """993 and 465 were asked for; 143 and 587 are there."""
        with own_network(), UsualOffice(dict.fromkeys(postoffice.PEOPLE, scene.PASSWORD)) as self.office:
            records = self.diagnose(self.settings({'port': 993}, {'port': 465}), status=0)
        self.expect(records, '+++++++-')
        self.assertIn('port 143, starttls', records['tcp']['detail'])
        self.assertIn('port 587, starttls', records['outgoing']['detail'])


class Identity(Diagnose):
    """Certificates that nobody should believe, and the key of one that somebody does."""

    def refused(self, office, cause, ctl=None, **changes):
        self.office = office
        both = {key.replace('_', '-'): value for key, value in changes.items()}
        records = self.diagnose(self.settings(both, both), status=1, ctl=ctl)
        self.expect(records, '++!---!-', tls=cause, outgoing=cause)
        return records['tls']

    def test_trusted_by_key(self):
        for kind in ('expired', 'wrong-name', 'self-signed'):
            cause = 'identity-' + kind
            people = {self.person: scene.PASSWORD, scene.FRIEND: scene.PASSWORD}
            with self.subTest(kind), postoffice.PostOffice(people, certificate=kind) as office:
                record = self.refused(office, cause)
                self.assertTrue(record['trustable'])
                public = subprocess.run(['openssl', 'x509', '-in', office.folder / 'tls' / 'server.pem', '-pubkey',
                                         '-noout'], capture_output=True, check=True).stdout
                spki = subprocess.run(['openssl', 'pkey', '-pubin', '-outform', 'DER'], input=public,
                                      capture_output=True, check=True).stdout
                key = hashlib.sha256(spki).hexdigest()
                self.assertEqual(record['key'], key)
                self.assertTrue(self.refused(office, 'identity-untrusted', trusted_key='0' * 64)['trustable'])
                trusting = self.settings({'trusted-key': key}, {'trusted-key': key})
                self.expect(self.diagnose(trusting, status=0), '+++++++-')
                # One server's key is not the other's.
                self.expect(self.diagnose(self.settings({'trusted-key': key}), status=1), '++++++!-')
                self.whole_program(office, trusting)

    def whole_program(self, office, trusting):
        """Collecting and sending obey the same key; without it nothing goes any more."""
        ctl = self.enterContext(scene.Ctl(office, person=self.person, password=scene.PASSWORD))
        path = ctl.folder / 'account.ini'
        path.write_text(trusting)
        ctl.good('account', 'add', path)
        ctl.good('sync')
        (ctl.folder / 'x.eml').write_bytes(scene.letter('Trusted', sender=self.person))
        ctl.good('send', ctl.folder / 'x.eml')
        kept = next(ctl.data.rglob('*.ini'))
        kept.write_text(re.sub('(?m)^trusted-key=.*\n', '', kept.read_text()))
        outcome = ctl.run('sync')
        self.assertEqual(outcome.status, 1, outcome)
        self.assertTrue(outcome.error['code'].startswith('cert-'), outcome)

    @unittest.skipUnless(names.works(), 'bubblewrap is not here, or may not work')
    def test_provider_host(self):
        """What a provider whom we know shows is never trusted by its key."""
        people = {self.person: scene.PASSWORD}
        with postoffice.PostOffice(people, certificate='self-signed') as office:
            ctl = self.enterContext(scene.Ctl(office, person=self.person, password=scene.PASSWORD))
            knowing(ctl, '127.0.0.1 imap.gmail.com\n127.0.0.1 smtp.gmail.com\n')
            record = self.refused(office, 'identity-self-signed', ctl=ctl, host='imap.gmail.com')
            self.assertFalse(record['trustable'])


KIT = pathlib.Path(os.environ.get('PENNY_TESTKIT', '.'), 'evil')
# Whatever else is wrong with these: no key makes up for it.
NEVER = {'rsa1024', 'rsa512', 'sha1', 'weakca', 'clientauth', 'emailprot', 'notyet', 'critunknown'}


@unittest.skipUnless((KIT / 'certs.sh').exists() and names.works(), 'no test kit here')
class Matrix(Diagnose):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix='penny-certs-')))
        subprocess.run(['bash', KIT / 'certs.sh', cls.folder], check=True, stdout=subprocess.DEVNULL)

    def tls(self, ctl, host, port, key=None):
        text = ('[account]\naddress=%s\nway=shared\n[incoming]\nprotocol=imap\nhost=%s\nport=%d\n%s'
                % (self.person, host, port, 'trusted-key=%s\n' % key if key else ''))
        return self.diagnose(text, status=1, ctl=ctl, ca_file=str(self.folder / 'ca.pem'))['tls']

    def try_one(self, ctl, name, host, verdict, port):
        record = self.tls(ctl, host, port)
        if verdict != 'either':
            self.assertEqual(record['ok'], verdict == 'accept', (name, record))
        if record['ok']:
            return
        self.assertRegex(record['cause'],
                         '^(identity-|clock-wrong|no-secure-line|protection-too-old|open-door|hung-up)', (name, record))
        if 'key' not in record:
            return
        self.assertFalse(record['trustable'] and name in NEVER, (name, record))
        trusting = self.tls(ctl, host, port, record['key'])
        self.assertEqual(trusting['ok'], record['trustable'], (name, record, trusting))
        other = self.tls(ctl, host, port, record['key'][::-1])
        self.assertIs(other['ok'], False, (name, other))

    def test_all(self):
        ctl = self.enterContext(scene.Ctl(self.office, person=self.person, password=scene.PASSWORD))
        knowing(ctl, self.folder / 'hosts')
        tried = 0
        for line in (self.folder / 'matrix.tsv').read_text().splitlines():
            name, host, verdict, _ = line.split('\t')
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_ciphers('ALL:@SECLEVEL=0')
            try:
                context.load_cert_chain(self.folder / name / 'chain.pem', self.folder / name / 'key.pem')
            except (ssl.SSLError, OSError):
                continue
            if name == 'revoked':
                continue   # needs a stapled answer, below
            tried += 1
            with self.subTest(name), Doors(goodbye, context) as doors:
                self.try_one(ctl, name, host, verdict, doors.port)
        self.assertGreater(tried, 50)


class Letter(Diagnose):
    def letters(self, folder='INBOX'):
        return self.box().subjects(folder)

    def test_shared_box(self):
        ctl = self.ctl()
        records = self.check(ctl.run('diagnose', '--letter'), 0)
        self.expect(records, '++++++++')
        self.assertIn('sent messages: no', records['letter']['detail'])
        self.assertEqual(list(self.letters().values()), ['A letter to yourself'])
        self.assertEqual(self.letters('Sent'), {})
        # What was found out is remembered; nothing else is changed.
        self.assertIn('files-sent=no', next(ctl.data.rglob('*.ini')).read_text())

    def test_box_that_is_emptied(self):
        for way in ('photocopy', 'take-home'):
            self.person = next(self.strangers)
            records = self.diagnose(self.settings(protocol='pop3', way=way), '--letter', status=0)
            self.expect(records, '++++++++')
            self.assertEqual(list(self.letters().values()), ['A letter to yourself'])

    def test_server_that_files(self):
        """It is found out, and then a second copy is not filed."""
        class Filing(postoffice.PostOffice):
            def _arrived(self, address, raw):
                sender = self.sink.letters[-1].sender
                with mail_client.Imap(self, sender) as box:
                    box.append('Sent', raw)
                super()._arrived(address, raw)
        people = {self.person: scene.PASSWORD, scene.FRIEND: scene.PASSWORD}
        with Filing(people) as self.office:
            ctl = self.ctl()
            records = self.check(ctl.run('diagnose', '--letter'), 0)
            self.assertIn('sent messages: yes', records['letter']['detail'])
            self.assertIn('files-sent=yes', next(ctl.data.rglob('*.ini')).read_text())
            (ctl.folder / 'x.eml').write_bytes(scene.letter('Once', sender=self.person))
            ctl.good('sync')
            ctl.good('send', ctl.folder / 'x.eml')
            ctl.good('sync')
            self.assertEqual(sorted(self.letters('Sent').values()), ['A letter to yourself', 'Once'])

    def test_refused(self):
        people = {'reject.me@penny.example': scene.PASSWORD}
        with postoffice.PostOffice(people) as self.office:
            self.person = 'reject.me@penny.example'
            records = self.diagnose(self.settings(), '--letter', status=1)
            self.expect(records, '+++++++!', letter='recipient-refused')

    def test_not_by_itself(self):
        self.expect(self.diagnose(self.settings(), status=0), '+++++++-')
        self.assertEqual(self.letters(), {})


if __name__ == '__main__':
    unittest.main()
