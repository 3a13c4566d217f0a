#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault proxy does what it says, to the byte, in both directions, to the line it was told of."""

import contextlib
import json
import pathlib
import queue
import socket
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import fault_proxy
from fault_proxy import Fault, FaultProxy

TEXT = bytes(range(256)) * 40


class Server:
    """Says TEXT to everybody and keeps what it hears, with how each line ended."""

    def __enter__(self):
        self.door = socket.create_server(('127.0.0.1', 0))
        self.port = self.door.getsockname()[1]
        self.heard = queue.Queue()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join()

    def _serve(self):
        while True:
            try:
                link, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link):
        with link:
            with contextlib.suppress(OSError):
                link.sendall(TEXT)
                link.shutdown(socket.SHUT_WR)
            self.heard.put(read_all(link))

    def hear(self):
        """The next thing that somebody said to the end."""
        return self.heard.get(timeout=10)


def read_all(link, limit=None):
    """What comes until the end, or LIMIT bytes, and how it ended."""
    got = b''
    link.settimeout(10)
    try:
        while limit is None or len(got) < limit:
            data = link.recv(65536 if limit is None else limit - len(got))
            if not data:
                return got, 'end'
            got += data
        return got, 'enough'
    except ConnectionError:
        return got, 'reset'


class Proxy(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server())

    def proxy(self, *faults, **options):
        return self.enterContext(FaultProxy(self.server.port, *faults, **options))

    def visit(self, proxy, say=b'', how=socket.SHUT_WR):
        with socket.create_connection(('127.0.0.1', proxy.port)) as link:
            with contextlib.suppress(OSError):
                link.sendall(say)
                link.shutdown(how)
            return read_all(link)

    def test_nothing_wrong(self):
        proxy = self.proxy(keep=True)
        self.assertEqual(self.visit(proxy, TEXT), (TEXT, 'end'))
        self.assertEqual(self.server.hear(), (TEXT, 'end'))
        self.assertEqual([proxy.passed('server'), proxy.passed('client')], [len(TEXT)] * 2)
        self.assertEqual([proxy.text('server'), proxy.text('client')], [TEXT] * 2)

    def test_cuts_to_the_byte(self):
        for kind, end in (('fin', 'end'), ('rst', 'reset'), ('half-close', 'end')):
            for at in (0, 1, 4097, len(TEXT)):
                with self.subTest(kind=kind, at=at):
                    proxy = self.proxy(Fault(kind, at))
                    with socket.create_connection(('127.0.0.1', proxy.port)) as link:
                        self.assertEqual(read_all(link), (TEXT[:at], end))
                    self.assertTrue(proxy.lines[0].struck.is_set())
                    self.assertEqual(proxy.passed(), at)

    def test_cuts_what_the_client_says(self):
        for kind, end in (('fin', 'end'), ('half-close', 'end')):
            proxy = self.proxy(Fault(kind, 700, 'client'))
            self.visit(proxy, TEXT)
            self.assertEqual(self.server.hear(), (TEXT[:700], end))

    def test_before_what_is_looked_for(self):
        for wanted in (b'\x21\x22', b'\x00', TEXT[5000:5300]):
            self.assertEqual(self.visit(self.proxy(Fault('fin', wanted)))[0], TEXT[:TEXT.index(wanted)])
        got, _end = self.visit(self.proxy(Fault('corrupt', b'\x21\x22')))
        self.assertEqual([i for i, (a, b) in enumerate(zip(TEXT, got)) if a != b], [0x21])

    def test_half_closed_goes_on_the_other_way(self):
        proxy = self.proxy(Fault('half-close', 10))
        with socket.create_connection(('127.0.0.1', proxy.port)) as link:
            self.assertEqual(read_all(link), (TEXT[:10], 'end'))
            link.sendall(TEXT)
            link.shutdown(socket.SHUT_WR)
            self.assertEqual(self.server.hear(), (TEXT, 'end'))

    def test_one_byte_is_another(self):
        proxy = self.proxy(Fault('corrupt', 300))
        got, end = self.visit(proxy)
        self.assertEqual([i for i, (a, b) in enumerate(zip(TEXT, got)) if a != b], [300])
        self.assertEqual((len(got), end), (len(TEXT), 'end'))

    def test_byte_by_byte_and_late(self):
        for fault in (Fault('trickle', 5), Fault('delay', 5, seconds=0.001)):
            self.assertEqual(self.visit(self.proxy(fault)), (TEXT, 'end'))

    def test_stalls_until_released(self):
        proxy = self.proxy(Fault('stall', 100))
        with socket.create_connection(('127.0.0.1', proxy.port)) as link:
            self.assertEqual(read_all(link, 100), (TEXT[:100], 'enough'))
            self.assertTrue(proxy.lines[0].struck.wait(10))
            self.assertEqual(proxy.passed(), 100)
            proxy.release()
            self.assertEqual(read_all(link), (TEXT[100:], 'end'))

    def test_the_line_it_was_told_of(self):
        proxy = self.proxy(Fault('fin', 9, line=2))
        self.assertEqual([len(self.visit(proxy)[0]) for _ in range(3)], [len(TEXT), 9, len(TEXT)])
        proxy.forget(Fault('fin', 8, line=0))
        self.assertEqual([len(self.visit(proxy)[0]) for _ in range(2)], [8, 8])
        self.assertEqual(len(proxy.lines), 2)

    def test_on_a_terminal(self):
        child = subprocess.Popen([sys.executable, '-B', fault_proxy.__file__, str(self.server.port), 'fin:33'],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = int(child.stdout.readline())
        with socket.create_connection(('127.0.0.1', port)) as link:
            self.assertEqual(read_all(link), (TEXT[:33], 'end'))
        said, _ = child.communicate('', timeout=10)
        self.assertEqual(json.loads(said), [{'server': 33, 'client': 0}])

    def test_nonsense_is_refused(self):
        for wrong in ('melt', 'fin:-1', 'fin:1:sky', 'fin:x'):
            self.assertRaises(ValueError, Fault.spelt, wrong)


if __name__ == '__main__':
    unittest.main()
