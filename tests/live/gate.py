# SPDX-License-Identifier: GPL-3.0-or-later
"""A door in front of a server that can be held shut or breaks the line: bytes go through as they are.

    with Gate (office.ports['pop3s'], cut_after=20_000) as gate: … gate.port …
"""

import socket
import threading


class Gate:
    """`hold`: callers get in but hear nothing until open().  `cut_after`: the line of the first
    caller breaks once so many bytes came back from the server; later ones are left alone."""

    def __init__(self, target, hold=False, cut_after=None):
        self.target = target
        self.cut_after = cut_after
        self.opened = threading.Event()
        self.called = threading.Event()
        if not hold:
            self.opened.set()

    def __enter__(self):
        self.door = socket.create_server(('127.0.0.1', 0))
        self.port = self.door.getsockname()[1]
        self.lines = []
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.opened.set()
        for line in [self.door, *self.lines]:
            self._hang_up(line)

    def open(self):
        self.opened.set()

    @staticmethod
    def _hang_up(line):
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        line.close()

    def _serve(self):
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            limit, self.cut_after = self.cut_after, None
            self.lines.append(caller)
            self.called.set()
            threading.Thread(target=self._connect, args=(caller, limit), daemon=True).start()

    def _connect(self, caller, limit):
        self.opened.wait()
        try:
            server = socket.create_connection(('127.0.0.1', self.target))
        except OSError:
            self._hang_up(caller)
            return
        self.lines.append(server)
        threading.Thread(target=self._pass_on, args=(caller, server, None), daemon=True).start()
        self._pass_on(server, caller, limit)

    def _pass_on(self, source, sink, limit):
        passed = 0
        try:
            while data := source.recv(4096):
                passed += len(data)
                if limit is not None and passed > limit:
                    break
                sink.sendall(data)
        except OSError:
            pass
        self._hang_up(source)
        self._hang_up(sink)
