# SPDX-License-Identifier: GPL-3.0-or-later
"""A POP3 server of a few lines, for what a good one never does.  In the clear, on loopback only.

It remembers every command of every visit; letters go when QUIT is answered, as RFC 1939 wants."""

import socketserver
import threading


class Letter:
    def __init__(self, raw, uidl):
        self.raw = raw
        self.uidl = uidl


class _Visit(socketserver.StreamRequestHandler):
    timeout = 30

    def say(self, *lines):
        self.wfile.write(b''.join((x if isinstance(x, bytes) else x.encode()) + b'\r\n' for x in lines))

    def say_lines(self, raw):
        lines = raw.split(b'\r\n')
        if lines[-1] == b'':
            lines.pop()
        self.say('+OK', *(b'.' + line if line.startswith(b'.') else line for line in lines), '.')

    def handle(self):
        self.box = list(self.server.letters)
        self.marked = set()
        self.visit = []
        self.server.visits.append(self.visit)
        self.say('+OK ready')
        while True:
            words = self.rfile.readline(1000).decode().split()
            if not words:
                return
            verb = words[0].upper()
            self.visit.append(' '.join([verb] + words[1:]) if verb != 'PASS' else 'PASS')
            answer = getattr(self, 'do_' + verb.lower(), None)
            if answer is None:
                self.say('-ERR not known')
            elif answer(words[1:]) is False:
                return

    def do_capa(self, _):
        self.say('+OK', 'USER', 'TOP', *(['UIDL'] if self.server.uidl else []), '.')

    def do_user(self, _):
        self.say('+OK')

    do_pass = do_noop = do_user

    def do_stat(self, _):
        self.say('+OK %d %d' % (len(self.box), sum(len(one.raw) for one in self.box)))

    def do_list(self, _):
        self.say('+OK', *('%d %d' % (i + 1, len(one.raw)) for i, one in enumerate(self.box)), '.')

    def do_uidl(self, _):
        if not self.server.uidl:
            self.say('-ERR not known')
            return
        self.say('+OK', *('%d %s' % (i + 1, one.uidl) for i, one in enumerate(self.box)), '.')

    def do_top(self, words):
        self.say_lines(self.box[int(words[0]) - 1].raw.partition(b'\r\n\r\n')[0] + b'\r\n\r\n')

    def do_retr(self, words):
        number = int(words[0])
        if number in self.server.refused:
            self.say('-ERR no such message')
            return True
        if self.server.cut_after == 0:
            self.server.cut_after = None
            self.wfile.write(b'+OK\r\nSubject: half a let')
            return False
        if self.server.cut_after is not None:
            self.server.cut_after -= 1
        self.say_lines(self.box[number - 1].raw)
        return True

    def do_dele(self, words):
        self.marked.add(int(words[0]) - 1)
        self.say('+OK')

    def do_quit(self, _):
        manner, self.server.quit = self.server.quit, 'good'
        if manner != 'forget':
            self.server.letters = [one for i, one in enumerate(self.box) if i not in self.marked]
        if manner == 'good':
            self.say('+OK bye')
        return False


class TinyPop(socketserver.ThreadingTCPServer):
    """`uidl`: knows UIDL; `refused`: numbers whose RETR fails; `cut_after`: the line breaks in the
    letter after so many; `quit`: how the next QUIT ends: good, silent (done, not said), forget."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, letters, uidl=True):
        super().__init__(('127.0.0.1', 0), _Visit)
        self.letters = letters
        self.uidl = uidl
        self.refused = set()
        self.cut_after = None
        self.quit = 'good'
        self.visits = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *_):
        pass                      # the other side may hang up at any moment

    def asked(self, verb, visit=-1):
        return [line for line in self.visits[visit] if line.split()[0] == verb]

    def account_file(self, **choices):
        more = ''.join('%s=%s\n' % (key.replace('_', '-'), value) for key, value in choices.items())
        return ('[account]\naddress=anna@penny.example\n%s[incoming]\nprotocol=pop3\nhost=127.0.0.1\n'
                'port=%d\nsecurity=none\nuser=anna\n' % (more, self.server_address[1]))

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
