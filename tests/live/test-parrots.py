#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that repeat what they were given, at once or long after: nothing of it in what pennypostctl prints,
in its wire log, or in what it keeps. Rooms: penny-hide, penny-secret, and all that speak with a server."""

import base64
import unittest

import scene
from doors import Doors

PASSWORD = 'blue Stamp 7'


class Parrot:
    """Remembers every line and says it again in each refusal, and to whoever comes next. TO_LET_IN: refuses only
    after the log-in."""

    def __init__(self, to_let_in):
        self.to_let_in = to_let_in
        self.heard = b'nothing'
        self.refused = 0

    def refuse(self, writing, before, line, after=b''):
        if any(word in line.upper() for word in (b'AUTH', b'LOGIN', b'PASS ')):
            self.heard = line.strip()
        self.refused += 1
        writing.write(before + self.heard + b' ' + PASSWORD.encode() + after + b'\r\n')

    def imap(self, reading, writing):
        writing.write(b'* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello ' + self.heard + b'\r\n')
        for line in reading:
            tag, verb = line.split()[:2]
            if verb == b'AUTHENTICATE':
                self.heard = line.strip()
                if self.to_let_in:
                    writing.write(tag + b' OK [CAPABILITY IMAP4rev1] in\r\n')
                    continue
            self.refuse(writing, tag + b' NO [ALERT] no: ', line)
            if self.to_let_in:
                self.refuse(writing, b'* BYE ', line)
                return

    def pop3(self, reading, writing):
        writing.write(b'+OK hello ' + self.heard + b'\r\n')
        for line in reading:
            if line.startswith(b'CAPA'):
                writing.write(b'+OK\r\nUSER\r\n.\r\n')
            elif line.startswith(b'USER') or (line.startswith(b'PASS') and self.to_let_in):
                self.heard = line.strip()
                writing.write(b'+OK\r\n')
            else:
                self.refuse(writing, b'-ERR [AUTH] no: ', line)

    def smtp(self, reading, writing):
        writing.write(b'220 hello ' + self.heard + b'\r\n')
        for line in reading:
            if line.startswith(b'EHLO'):
                writing.write(b'250-hello\r\n250 AUTH PLAIN\r\n')
            elif line.startswith(b'AUTH') and self.to_let_in:
                self.heard = line.strip()
                writing.write(b'235 in\r\n')
            elif line.startswith(b'MAIL'):
                writing.write(b'250 yes\r\n')
            else:
                self.refuse(writing, b'421 bye: ' if line.startswith(b'RSET') else b'550 no: ', line)


class Parrots(scene.Scene):
    def speak(self, protocol, to_let_in):
        """A parrot, and an account that is there for collecting (or, with SMTP, for sending)."""
        parrot = Parrot(to_let_in)
        doors = self.enterContext(Doors(getattr(parrot, protocol)))
        incoming = protocol if protocol != 'smtp' else 'imap'
        server = 'host=127.0.0.1\nport=%d\nsecurity=none\nuser=anna\n' % doors.port
        ctl = self.enterContext(scene.Ctl(self.office, person=self.person, password=PASSWORD))
        (ctl.folder / 'parrot.ini').write_text(
            '[account]\naddress=anna@penny.example\nway=%s\n[incoming]\nprotocol=%s\n%s[outgoing]\n%s'
            % ('photocopy' if protocol == 'pop3' else 'shared', incoming, server, server))
        return parrot, ctl

    def unseen(self, text):
        forms = [PASSWORD, PASSWORD.replace(' ', '')]
        for user in ('anna', 'anna@penny.example'):
            forms += [base64.b64encode(b'%s%s' % (before, form.encode())).decode()[:-4]
                      for form in forms[:2] for before in (b'', b'\0%s\0' % user.encode())]
        for form in forms:
            self.assertNotIn(form.lower(), text.lower())

    def said(self, ctl, *arguments):
        """Everything that a command prints, and everything that it leaves behind."""
        outcome = ctl.run('-v', *arguments)
        self.unseen(outcome.output + outcome.errors)
        for path in ctl.data.rglob('*') if ctl.data.exists() else ():
            if path.is_file():
                self.unseen(path.read_bytes().decode('latin-1'))
        return outcome

    def test_diagnose(self):
        for protocol in ('imap', 'pop3', 'smtp'):
            for to_let_in in (False, True):
                with self.subTest(protocol, to_let_in=to_let_in):
                    parrot, ctl = self.speak(protocol, to_let_in)
                    outcome = self.said(ctl, 'diagnose', ctl.folder / 'parrot.ini')
                    if protocol != 'smtp':
                        self.assertEqual(outcome.status, 1, outcome)
                        self.assertGreater(parrot.refused, 0)
                        self.assertIn('•••', outcome.output)

    def test_running(self):
        for protocol in ('imap', 'pop3'):
            for to_let_in in (False, True):
                with self.subTest(protocol, to_let_in=to_let_in):
                    parrot, ctl = self.speak(protocol, to_let_in)
                    ctl.good('account', 'add', ctl.folder / 'parrot.ini')
                    for command in ('sync', 'dry-run'):
                        outcome = self.said(ctl, command, *([ctl.folder / 'parrot.ini'] * (command == 'dry-run')))
                        self.assertEqual(outcome.status, 1, outcome)
                        self.assertIn('•••', outcome.errors)
                    self.assertGreater(parrot.refused, 0)

    def test_sending(self):
        """A letter that is refused keeps the reason, for as long as it lies in the outbox."""
        for to_let_in in (False, True):
            with self.subTest(to_let_in=to_let_in):
                parrot, ctl = self.speak('smtp', to_let_in)
                ctl.good('account', 'add', ctl.folder / 'parrot.ini')
                (ctl.folder / 'x.eml').write_bytes(scene.letter('Once', sender='anna@penny.example'))
                sent = self.said(ctl, 'send', ctl.folder / 'x.eml')
                kept = self.said(ctl, 'pending')
                self.assertGreater(parrot.refused, 0)
                self.assertIn('•••', kept.output if to_let_in else sent.output + sent.errors)


if __name__ == '__main__':
    unittest.main()
