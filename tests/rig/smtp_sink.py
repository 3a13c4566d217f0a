# SPDX-License-Identifier: GPL-3.0-or-later
"""The rest of the world's mail system, in one small SMTP server on loopback.

It takes every letter that submission relays.  Addresses that begin with `reject` are refused for
good (550), those with `defer` for now (451).  What is for somebody here is handed to `deliver`;
everything is also remembered, so that a test can see what was sent and to whom.
"""

import socketserver
import threading

LARGEST = 64 * 1024 * 1024


class Letter:
    def __init__(self, sender, recipients, raw):
        self.sender = sender
        self.recipients = recipients
        self.raw = raw


class _Talk(socketserver.StreamRequestHandler):
    timeout = 60

    def say(self, *lines):
        self.wfile.write(b''.join(line.encode() + b'\r\n' for line in lines))

    def handle(self):
        self.sender, self.recipients = None, []
        self.say('220 sink.example ESMTP')
        while True:
            line = self.rfile.readline(4096)
            if not line.endswith(b'\n'):
                return
            verb, _, rest = line.decode('utf-8', 'replace').strip().partition(' ')
            if verb.upper() == 'QUIT':
                self.say('221 2.0.0 Goodbye')
                return
            answer = getattr(self, 'do_' + verb.lower(), None)
            if answer is None:
                self.say('500 5.5.2 Not understood')
            else:
                answer(rest)

    def do_ehlo(self, _rest):
        self.say('250-sink.example', '250-PIPELINING', '250-SIZE %d' % LARGEST, '250-8BITMIME',
                 '250-ENHANCEDSTATUSCODES', '250-SMTPUTF8', '250-CHUNKING', '250 DSN')

    def do_helo(self, _rest):
        self.say('250 sink.example')

    def do_noop(self, _rest):
        self.say('250 2.0.0 Ok')

    def do_rset(self, _rest):
        self.sender, self.recipients = None, []
        self.say('250 2.0.0 Ok')

    @staticmethod
    def address(rest):
        return rest.partition('<')[2].partition('>')[0]

    def do_mail(self, rest):
        self.sender, self.recipients = self.address(rest), []
        self.body = b''
        self.say('250 2.1.0 Ok')

    def do_rcpt(self, rest):
        address = self.address(rest)
        if address.startswith('reject'):
            self.say('550 5.1.1 <%s>: nobody of this name here' % address)
        elif address.startswith('defer'):
            self.say('451 4.2.1 <%s>: try again later' % address)
        else:
            self.recipients.append(address)
            self.say('250 2.1.5 Ok')

    def do_data(self, _rest):
        if not self.recipients:
            self.say('554 5.5.1 No valid recipients')
            return
        self.say('354 Go on, end with a dot')
        lines, size = [], 0
        while True:
            line = self.rfile.readline(1024 * 1024)
            if not line:
                return
            if line in (b'.\r\n', b'.\n'):
                break
            size += len(line)
            if size <= LARGEST:
                lines.append(line[1:] if line.startswith(b'.') else line)
        self.take(b''.join(lines))

    def do_bdat(self, rest):
        words = rest.split()
        if not words or not words[0].isdigit() or len(self.body) + int(words[0]) > LARGEST:
            self.say('552 5.3.4 Too large or not understood')
            return
        self.body += self.rfile.read(int(words[0]))
        if words[1:2] and words[1].upper() == 'LAST':
            self.take(self.body)
        else:
            self.say('250 2.0.0 Ok')

    def take(self, raw):
        self.server.take(Letter(self.sender, list(self.recipients), raw))
        self.sender, self.recipients, self.body = None, [], b''
        self.say('250 2.0.0 Taken')


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of 127.0.0.1 as soon as it is made; `deliver (address, raw)`."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, deliver):
        super().__init__(('127.0.0.1', 0), _Talk)
        self.deliver = deliver
        self.letters = []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def take(self, letter):
        with self.lock:
            self.letters.append(letter)
        for address in letter.recipients:
            self.deliver(address, letter.raw)

    def close(self):
        self.shutdown()
        self.server_close()
