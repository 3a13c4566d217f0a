#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pennypostctl against a real Dovecot: everything arrives byte for byte, and what is sent as well."""

import base64
import contextlib
import mailbox
import re
import subprocess
import unittest

import scene

import certificates
import mail_client
import offices
import practice_mail
from ctl import Ctl
from fault_proxy import Fault, FaultProxy

WAYS = [(protocol, security, way)
        for protocol, way in (('imap', 'shared'), ('pop3', 'photocopy'))
        for security in ('tls', 'starttls')]

LETTER = (b'From: Anna <anna@penny.example>\r\nTo: bruno@penny.example\r\nSubject: By hand\r\n'
          b'Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <hand@penny.example>\r\n\r\n'
          b'Hello\r\n.a line with a dot\r\n')


class Pull(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = offices.office()
        cls.office.start()
        cls.addClassCleanup(cls.office.stop)
        practice_mail.fill(cls.office)

    def raw(self, ctl, letter):
        return subprocess.run(ctl.command('show', letter, '--raw'), env=ctl.environment(),
                              capture_output=True, check=True).stdout

    def test_everything_arrives(self):
        with mail_client.Imap(self.office) as box:
            served = {name: len(box.uids(name)) for name in box.folders()}
            letters = {box.raw('INBOX', uid) for uid in box.uids('INBOX')}
        # POP3 ends each letter with a line end, whether it had one or not (RFC 1939, 3).
        ended = {raw if raw.endswith(b'\r\n') else raw + b'\r\n' for raw in letters}
        for protocol, security, way in WAYS:
            with self.subTest(protocol + ' ' + security), Ctl(self.office) as ctl:
                ctl.add(protocol=protocol, security=security, way=way)
                done = ctl.good('sync').events('done')[-1]
                wanted = sum(served.values()) if protocol == 'imap' else served['INBOX']
                self.assertEqual(done['new'], wanted)
                inbox = next(f['folder'] for f in ctl.good('folders') if f['role'] == 'inbox')
                rows = ctl.good('list', inbox, '--limit', 100000).records
                self.assertEqual(len(rows), served['INBOX'])
                for row in rows[::4]:
                    self.assertIn(self.raw(ctl, row['id']), letters if protocol == 'imap' else ended)
                self.assertEqual(len(ctl.good('search', 'Rotkehlchen').records), 1)
                again = ctl.good('sync').events('done')[-1]
                self.assertEqual((again['new'], again['removed']), (0, 0))
                ctl.good('check')

    def selected(self, ctl):
        """The folders that a pass opens, in their order, and how often it waits for an answer after logging in."""
        log = ctl.good('-v', 'sync').errors
        after = log[re.search(r'(?m)^imap > \w+ (?:ENABLE|NAMESPACE|LIST)', log).start():]
        turns = re.sub('(.)\\1+', '\\1', ''.join(re.findall('(?m)^imap ([<>]) ', after)))
        return re.findall(r'(?m)^imap > \w+ SELECT "(.*?)"', log), turns.count('<')

    def test_what_has_not_changed_is_not_opened(self):
        """The list of folders tells it of all of them at once (RFC 5819, 7162)."""
        for without in ((), ('LIST-STATUS',), ('CONDSTORE', 'QRESYNC')):
            with self.subTest(without=without), offices.office(without=without) as office, Ctl(office) as ctl:
                ctl.add()
                for subject in ('one', 'two'):
                    office.deliver(ctl.person, LETTER.replace(b'By hand', subject.encode()))
                ctl.good('sync')
                folders, waits = self.selected(ctl)
                told = 'CONDSTORE' not in without and offices.kind() != 'courier'
                if not told:
                    self.assertGreater(len(folders), 1)
                else:
                    # One flight, and one that asks for the numbers of all where the list does not have them;
                    # then LOGOUT, whose answer is not waited for.
                    self.assertEqual((folders, waits), (['INBOX'], 2 if without else 1))
                with mail_client.Imap(office) as box:
                    box.append('Archive', LETTER)
                    box.store('INBOX', box.uids('INBOX')[0], '+FLAGS', '\\Flagged')
                opened, _waits = self.selected(ctl)
                self.assertLessEqual({'INBOX', office.place('Archive')}, set(opened))
                self.assertTrue(not told or len(opened) == 2, opened)
                self.assertEqual(ctl.subjects('Archive'), ['By hand'])
                self.assertEqual([row['subject'] for row in ctl.good('list', 'INBOX') if 'flagged' in row['flags']],
                                 ['one'])
                with mail_client.Imap(office) as box:
                    box.remove('INBOX', box.uids('INBOX')[0])
                opened, _waits = self.selected(ctl)
                self.assertIn('INBOX', opened)
                self.assertEqual(ctl.subjects('INBOX'), ['two'])
                ctl.good('check')

    def test_sent_and_arrived(self):
        with Ctl(self.office) as ctl:
            ctl.add()
            path = ctl.folder / 'letter.eml'
            path.write_bytes(LETTER)
            ctl.good('send', path)
            ctl.good('sync')
            self.assertEqual(ctl.good('pending').records, [])
        with mail_client.Imap(self.office, 'bruno@penny.example') as box:
            uid = box.wait_for_subject('INBOX', 'By hand')
            self.assertIn('.a line with a dot', box.message('INBOX', uid).get_content())

    def test_what_is_printed(self):
        """The fields and options that scripts rely on."""
        with Ctl(self.office) as ctl:
            ctl.add()
            outcome = ctl.good('sync', '--folder', 'INBOX', '--headers-only')
            progress = outcome.events('progress')[-1]
            self.assertEqual((progress['folder'], progress['done']), ('INBOX', progress['total']))
            self.assertLessEqual({'new', 'changed', 'removed', 'bytes', 'seconds'},
                                 set(outcome.events('done')[0]))
            self.assertFalse(any(row['has_body'] for row in ctl.good('list', 'INBOX')))
            self.assertEqual(ctl.good('list', self.office.place('Sent')).records, [])
            ctl.good('sync')
            rows = ctl.good('list', 'INBOX', '--limit', 100000).records
            for row in rows:
                self.assertLessEqual({'id', 'uid', 'folder', 'subject', 'from', 'to', 'date', 'flags', 'size',
                                      'has_attachments', 'preview'}, set(row))
                self.assertLessEqual(len(row['preview']), 200)
            self.assertEqual([row['date'] for row in rows], sorted((row['date'] for row in rows), reverse=True))
            self.assertEqual(ctl.good('list', 'INBOX', '--limit', 5, '--offset', 10).records, rows[10:15])
            talks = ctl.good('list', 'INBOX', '--limit', 100000, '--conversations').records
            self.assertEqual(sum(row.get('n_in_conversation', 1) > 1 for row in talks) > 0, True)
            self.assertLess(len(talks), len(rows))
            full = next(row['id'] for row in rows if row['has_attachments'])
            self.assertIn('Subject:', ctl_text(ctl, 'show', full, '--headers'))
            self.assertEqual(ctl_text(ctl, 'show', full), ctl_text(ctl, 'show', full, '--text'))
            parts = ctl.good('show', full, '--parts').records
            self.assertTrue(any(part['attachment'] and part['file_name'] for part in parts))
            self.assertTrue(any('<' in ctl_text(ctl, 'show', row['id'], '--html') for row in rows[:12]))
            self.assertEqual(ctl.good('search', 'Rotkehlchen', '--folder', 'trash').records, [])
            ctl.good('export', 'INBOX', '--mbox', ctl.folder / 'out.mbox')
            with contextlib.closing(mailbox.mbox(ctl.folder / 'out.mbox')) as box:
                self.assertEqual(len(box), len(rows))

    def test_a_slow_line_is_compressed(self):
        """COMPRESS=DEFLATE (RFC 4978), once the line has shown to be slow."""
        if offices.kind() == 'courier':
            self.skipTest('Courier has no COMPRESS')
        letters = [LETTER.replace(b'By hand', b'Number %d' % i) + b'the same words again and again\r\n' * 2000
                   for i in range(60)]
        with offices.office(compress=True) as office, Ctl(office) as ctl, \
             FaultProxy(office.ports['imaps'], Fault('delay', seconds=0.01)) as proxy:
            for letter in letters:
                office.deliver(ctl.person, letter)
            ctl.add(ports={'imaps': proxy.port})
            log = ctl.good('-v', 'sync').errors
            self.assertEqual(log.count(' COMPRESS DEFLATE'), 1)
            self.assertLess(proxy.passed('server'), sum(map(len, letters)) * 2 / 3)
            self.assertEqual({raw.split(b'\r\n\r\n', 1)[1] for raw in
                              (self.raw(ctl, row['id']) for row in ctl.good('list', 'INBOX', '--limit', 100))},
                             {letter.split(b'\r\n\r\n', 1)[1] for letter in letters})
            ctl.good('check')

    def test_wire_log_keeps_the_secret(self):
        with offices.office(mechanisms='plain login') as office, Ctl(office) as ctl:
            user, password = next(iter(office.people.items()))
            secrets = [password, *(base64.b64encode(x.encode()).decode() for x in
                                   (password, '\0%s\0%s' % (user, password)))]
            path = ctl.folder / 'letter.eml'
            path.write_bytes(LETTER)
            for security in ('tls', 'starttls'):
                ctl.add(security=security)
                for command in (('sync',), ('send', path)):
                    log = ctl.good('-v', *command).errors
                    self.assertRegex(log, '(?m)^(imap|smtp) > ')
                    for secret in secrets:
                        self.assertNotIn(secret, log)
                ctl.good('account', 'remove', ctl.good('account', 'list').records[0]['account'])


def ctl_text(ctl, *arguments):
    return subprocess.run(ctl.command(*arguments), env=ctl.environment(), capture_output=True,
                          check=True).stdout.decode()


class Refused(unittest.TestCase):
    def failure(self, ctl):
        outcome = ctl.run('sync', patience=30)
        self.assertEqual(outcome.status, 1, outcome)
        self.assertIsNotNone(outcome.error, outcome)
        for part in ('domain', 'code', 'message', 'advice'):
            self.assertIn(part, outcome.error)
        self.assertNotIn('blue-stamp', outcome.errors + outcome.output)
        return outcome.error

    def test_wrong_password(self):
        with offices.office() as office, Ctl(office, password='not-this-one') as ctl:
            ctl.add()
            self.failure(ctl)

    def test_bad_certificates(self):
        for kind in certificates.KINDS[1:]:
            with self.subTest(kind), offices.office(certificate=kind) as office, \
                    Ctl(office) as ctl:
                ctl.add()
                self.failure(ctl)

    def test_closed(self):
        with offices.office() as office, Ctl(office) as ctl:
            ctl.add()
            office.close_doors()
            self.failure(ctl)


if __name__ == '__main__':
    scene.main()
