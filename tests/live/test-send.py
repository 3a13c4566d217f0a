#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending: who gets what, what is said when somebody does not, and nothing lost or sent twice.

Rooms: penny-outbox and penny-connect with all below them."""

import re
import sqlite3
import time
import unittest
import unittest.mock

import scene
from fault_proxy import Fault, FaultProxy
from scene import FRIEND, letter

import smtp_sink
from ctl import Ctl


class SmallSink(smtp_sink._Talk):
    def do_ehlo(self, _rest):
        self.say('250-sink.example', '250-SIZE 4000', '250 8BITMIME')


def outgoing(ctl, port, security=None):
    """Another server for what goes out, in the settings of the only account."""
    path = next(ctl.data.rglob('*.ini'))
    head, tail = path.read_text().split('[outgoing]')
    tail = re.sub(r'(?m)^port=.*$', 'port=%d' % port, tail)
    if security:
        tail = re.sub(r'(?m)^security=.*$', 'security=' + security, tail)
    path.write_text(head + '[outgoing]' + tail)


class Send(scene.Scene):
    def post(self, ctl, subject, **options):
        path = ctl.folder / 'letter.eml'
        path.write_bytes(letter(subject, sender=self.person, **options))
        return ctl.run('send', path)

    def outbox(self, ctl):
        return [f['folder'] for f in ctl.good('folders') if f['role'] == 'outbox' and f['total']]

    def gone_out(self, subject):
        return [one for one in self.office.sent if b'Subject: ' + subject.encode() in one.raw]

    def expect_waiting(self, ctl, stuck, why):
        """One letter in the outbox, owed to the server, with the reason."""
        self.assertEqual(len(self.outbox(ctl)), 1)
        owed = ctl.good('pending').records
        self.assertEqual([(one['kind'], one['stuck']) for one in owed], [('send', stuck)])
        self.assertIn(why, owed[0]['last_error'] or '')
        ctl.good('check')

    def expect_sent_once(self, ctl, subject):
        self.assertEqual(len(self.gone_out(subject)), 1)
        self.assertEqual((self.outbox(ctl), ctl.good('pending').records), ([], []))
        self.assertEqual(ctl.subjects('Sent'), [subject])
        ctl.good('check')

    def test_arrives(self):
        for security in ('tls', 'starttls'):
            with self.subTest(security):
                self.person = next(self.strangers)
                box, ctl = self.box(), self.ctl(security=security)
                subject = 'Over ' + security
                hidden = 'secret.friend@away.example'
                outcome = self.post(ctl, subject, more='Bcc: %s,\r\n hidden.two@away.example\r\n' % hidden,
                                    body='Grüße\r\n.dot\r\n..dots\r\n')
                self.assertEqual(outcome.status, 0, outcome)
                self.assertEqual([e['event'] for e in outcome if e.get('id')], ['sent'])
                friend = self.box(FRIEND)
                raw = friend.raw('INBOX', friend.wait_for_subject('INBOX', subject))
                self.assertTrue(raw.endswith('Grüße\r\n.dot\r\n..dots\r\n'.encode()))
                out = self.gone_out(subject)[0]
                self.assertEqual(sorted(out.recipients),
                                 sorted([FRIEND, hidden, 'hidden.two@away.example']))
                self.assertEqual(out.sender, self.person)
                for copy in (raw, out.raw):
                    self.assertNotIn(b'bcc', copy.lower())
                    self.assertNotIn(b'hidden', copy)
                ctl.good('sync')
                self.expect_sent_once(ctl, subject)
                self.assertEqual(self.subjects_there(box, 'Sent'), [subject])
                self.assertIn('\\Seen', box.flags('Sent', box.uids('Sent')[0]))

    def test_sent_copy_stays_here_under_pop(self):
        ctl = self.ctl(protocol='pop3', way='photocopy')
        self.assertEqual(self.post(ctl, 'Kept here').status, 0)
        ctl.good('sync')
        self.expect_sent_once(ctl, 'Kept here')

    def test_some_are_refused(self):
        ctl = self.ctl()
        outcome = self.post(ctl, 'To some', to='%s, reject@away.example' % FRIEND)
        self.assertEqual(outcome.status, 0, outcome)
        refused = outcome.events('refused')
        self.assertEqual(len(refused), 1, outcome)
        self.assertIn('reject@away.example', refused[0]['text'])
        self.assertNotIn(FRIEND, refused[0]['text'])
        self.assertEqual(self.gone_out('To some')[0].recipients, [FRIEND])
        ctl.good('sync')
        self.expect_sent_once(ctl, 'To some')

    def test_all_are_refused(self):
        ctl = self.ctl()
        outcome = self.post(ctl, 'To nobody', to='reject@away.example, reject2@away.example')
        self.failed(outcome, 'smtp', 'recipient-refused', 'recipient', 'kept')
        self.expect_waiting(ctl, True, 'reject')
        ctl.good('sync')
        self.expect_waiting(ctl, True, 'reject')
        self.assertEqual(self.gone_out('To nobody'), [])

    def come_due(self, ctl, when):
        """The only operation, put off already, is due at WHEN instead (seconds of the clock on the wall)."""
        with sqlite3.connect(next(ctl.data.rglob('mail.db'))) as store:
            self.assertEqual(store.execute('UPDATE operation SET not_before = ? WHERE not_before > 0',
                                           (int(when),)).rowcount, 1)
        store.close()

    def test_not_now(self):
        ctl = self.ctl()
        outcome = self.post(ctl, 'Later', to='defer@away.example')
        self.failed(outcome, 'smtp', 'temporary')
        self.expect_waiting(ctl, False, 'try again later')
        # Its time has not come: a pass leaves it alone.
        self.come_due(ctl, time.time() + 3600)
        ctl.good('sync')
        self.expect_waiting(ctl, False, 'try again later')
        self.assertEqual(ctl.good('pending').records[0]['attempts'], 1)
        # Now it has, and the other side is in a better mood.
        self.come_due(ctl, 0)
        with unittest.mock.patch.object(smtp_sink._Talk, 'do_rcpt', lambda talk, rest:
                                        (talk.recipients.append(talk.address(rest)), talk.say('250 Ok'))):
            ctl.good('sync')
        self.expect_sent_once(ctl, 'Later')

    def test_wrong_password(self):
        ctl = self.ctl()
        ctl.password = 'not-this-one'
        self.failed(self.post(ctl, 'With the key'), 'smtp', 'auth-failed', 'password')
        self.expect_waiting(ctl, False, '')
        ctl.password = scene.PASSWORD
        ctl.good('sync')
        ctl.good('sync')
        self.expect_sent_once(ctl, 'With the key')

    def test_too_big(self):
        sink = smtp_sink.Sink(lambda *_: None)
        self.addCleanup(sink.close)
        sink.RequestHandlerClass = SmallSink
        ctl = self.ctl()
        outgoing(ctl, sink.port, 'none')
        outcome = self.post(ctl, 'Heavy', body='A long line of nothing much to say\r\n' * 200)
        self.failed(outcome, 'smtp', 'too-big', 'attachment')
        self.expect_waiting(ctl, True, '')
        self.assertEqual(sink.letters, [])

    def test_letters_beyond_ascii(self):
        ctl = self.ctl()
        outcome = self.post(ctl, 'Umlaut', to='Jürgen <jürgen@away.example>')
        self.failed(outcome, 'smtp', 'needs-smtputf8', 'address')
        self.expect_waiting(ctl, True, '')
        # A name of a host has a spelling that every server takes.
        self.person = next(self.strangers)
        ctl = self.ctl()
        self.assertEqual(self.post(ctl, 'Books', to='shop@bücher.example').status, 0)
        self.assertEqual(self.gone_out('Books')[0].recipients, ['shop@xn--bcher-kva.example'])
        # And a server that can is given the address as it is.
        sink = smtp_sink.Sink(lambda *_: None)
        self.addCleanup(sink.close)
        outgoing(ctl, sink.port, 'none')
        self.assertEqual(self.post(ctl, 'Able', to='jürgen@away.example').status, 0)
        self.assertEqual(sink.letters[0].recipients, ['jürgen@away.example'])

    def test_nobody_to_send_to(self):
        ctl = self.ctl()
        path = ctl.folder / 'letter.eml'
        path.write_bytes(b'From: a@penny.example\r\nSubject: Nobody\r\n\r\nHello\r\n')
        self.failed(ctl.run('send', path), 'message', 'no-recipient', 'To')
        self.failed(ctl.run('send', ctl.folder / 'none.eml'), 'message', 'attachment')
        self.assertEqual(self.office.sent and self.gone_out('Nobody'), [])

    def test_killed_before_it_was_sent(self):
        ctl = self.ctl()
        ctl.good('sync')
        with FaultProxy(self.office.ports['submissions'], Fault('stall')) as gate:
            outgoing(ctl, gate.port)
            path = ctl.folder / 'letter.eml'
            path.write_bytes(letter('Survivor', sender=self.person))
            child = ctl.start('send', path)
            self.assertTrue(gate.called.wait(20))
            child.kill()
            child.communicate()
            self.expect_waiting(ctl, False, '')
            gate.release()
            ctl.good('sync')
        self.expect_sent_once(ctl, 'Survivor')

    def test_the_line_breaks_after_the_letter(self):
        """Nobody can know whether it was taken: it is not sent again without being asked."""
        class Silent(smtp_sink._Talk):
            def take(talk, raw):
                talk.server.take(smtp_sink.Letter(talk.sender, list(talk.recipients), raw))
                raise ConnectionError

        class QuietSink(smtp_sink.Sink):
            def handle_error(self, *_):
                pass

        sink = QuietSink(lambda *_: None)
        self.addCleanup(sink.close)
        sink.RequestHandlerClass = Silent
        ctl = self.ctl()
        outgoing(ctl, sink.port, 'none')
        self.assertEqual(self.post(ctl, 'Perhaps').status, 1)
        self.assertTrue(ctl.good('pending').records[0]['stuck'])
        ctl.good('sync')
        self.assertEqual(len(sink.letters), 1)
        self.assertEqual(len(self.outbox(ctl)), 1)


if __name__ == '__main__':
    scene.main()
