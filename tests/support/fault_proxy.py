#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A door in front of a server on loopback that breaks the line at an exact byte.

In a test:      with FaultProxy(port, Fault('fin', at=1000)) as proxy: … proxy.port …
On a terminal:  tests/support/fault_proxy.py PORT [FAULT…]   prints the port it listens at, says at its
                end what passed, and stays until its standard input ends.

A FAULT is spelt KIND[:AT[:STREAM[:LINE]]], say `rst:1000:server:2`.
"""

import dataclasses
import fcntl
import json
import socket
import struct
import sys
import termios
import threading
import time

CUTS = ('fin', 'rst', 'half-close')
KINDS = CUTS + ('stall', 'trickle', 'corrupt', 'delay')
CHUNK = 65536


@dataclasses.dataclass(frozen=True)
class Fault:
    """AT bytes of STREAM ('server': what the server says, 'client': what it is told) pass unharmed, or all
    before the bytes AT when these are what is looked for; then:

    fin         the whole line is closed in order        rst         it is reset
    half-close  this stream ends, the other goes on      stall       nothing more passes until release()
    trickle     the rest passes byte by byte             delay       each piece of the rest waits
    corrupt     the next byte is another one, the rest is as it was

    LINE: the connection it happens to, counted from 1; 0: to all.  SECONDS: what trickle and delay wait
    before each piece.  MASK: the bits that corrupt turns over."""
    kind: str
    at: int | bytes = 0
    stream: str = 'server'
    line: int = 1
    seconds: float = 0.0
    mask: int = 0x55

    def __post_init__(self):
        backwards = isinstance(self.at, int) and self.at < 0
        if self.kind not in KINDS or self.stream not in ('server', 'client') or backwards:
            raise ValueError(repr(self))

    @classmethod
    def spelt(cls, text):
        kind, *rest = text.split(':')
        at, stream, line = (rest + ['0', 'server', '1'][len(rest):])
        return cls(kind, int(at), stream, int(line))


def _end(link, how=socket.SHUT_RDWR):
    try:
        link.shutdown(how)
    except OSError:
        pass


def _until_taken(link, patience=5.0):
    """A reset throws away what the other side's system has not acknowledged yet: not ours to lose."""
    end = time.monotonic() + patience
    while struct.unpack('i', fcntl.ioctl(link, termios.TIOCOUTQ, b'\0' * 4))[0] > 0 and time.monotonic() < end:
        time.sleep(0.0005)


class Line:
    """One connection.  `passed`: bytes by stream; `text`: the bytes themselves, where they are kept;
    `struck`: its fault has happened."""

    def __init__(self, client, server, faults, keep):
        self.ends = {'client': client, 'server': server}
        self.faults = {fault.stream: fault for fault in faults}
        self.keep = keep
        self.released = threading.Event()   # nothing waits any more
        self.passed = {'server': 0, 'client': 0}
        self.text = {'server': bytearray(), 'client': bytearray()}
        self.tails = {'server': b'', 'client': b''}     # where what is looked for may have begun
        self.struck = threading.Event()
        self.corrupted = self.over = False
        for link in self.ends.values():
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.threads = [threading.Thread(target=self._run, args=(stream,), daemon=True)
                        for stream in ('server', 'client')]

    def _run(self, stream):
        source = self.ends[stream]
        sink = self.ends['client' if stream == 'server' else 'server']
        try:
            while data := source.recv(CHUNK):
                if not self._take(stream, sink, data):
                    return
            if not self.over:
                _end(sink, socket.SHUT_WR)
        # What is closed already has no number any more.
        except (OSError, ValueError):
            self.hang_up()

    def _pass(self, stream, sink, data):
        # Counted before anybody can have heard it.
        self.passed[stream] += len(data)
        if self.keep:
            self.text[stream] += data
        sink.sendall(data)

    def _left(self, fault, stream, data):
        """How many bytes are left to pass before it happens."""
        if isinstance(fault.at, int):
            return max(fault.at - self.passed[stream], 0)
        tail = self.tails[stream]
        at = 0 if self.struck.is_set() else (tail + data).find(fault.at)
        self.tails[stream] = (tail + data)[-len(fault.at) + 1:] if len(fault.at) > 1 else b''
        return len(data) + 1 if at < 0 else max(at - len(tail), 0)

    def _take(self, stream, sink, data):
        """False: nothing more of this stream is wanted."""
        fault = self.faults.get(stream)
        left = self._left(fault, stream, data) if fault else 0
        if fault is None or left > len(data) or (left == len(data) and fault.kind not in CUTS):
            self._pass(stream, sink, data)
            return True
        if left > 0:
            self._pass(stream, sink, data[:left])
        self.struck.set()
        return self._strike(fault, stream, sink, data[left:])

    def _strike(self, fault, stream, sink, rest):
        if fault.kind in CUTS:
            self._cut(fault.kind, sink)
            return False
        if fault.kind == 'stall':
            self.released.wait()
        if fault.kind == 'corrupt' and not self.corrupted:
            self.corrupted = True
            rest = bytes([rest[0] ^ fault.mask]) + rest[1:]
        for piece in [rest] if fault.kind != 'trickle' else map(bytes, zip(rest)):
            if fault.seconds > 0:
                self.released.wait(fault.seconds)
            self._pass(stream, sink, piece)
        return True

    def _cut(self, kind, sink):
        if kind == 'half-close':
            _end(sink, socket.SHUT_WR)
        elif kind == 'fin':
            self.hang_up()
        else:
            for link in self.ends.values():
                _until_taken(link)
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            # Closing resets the line once nobody reads from it.
            self.hang_up(socket.SHUT_RD)

    def hang_up(self, how=socket.SHUT_RDWR):
        self.over = True
        self.released.set()
        for link in self.ends.values():
            _end(link, how)
            link.close()


class FaultProxy:
    """Leaves `port`, `lines` (every Line so far, in their order) and `called` (somebody came) to look at.
    KEEP keeps the bytes, too."""
    LINE = Line

    def __init__(self, target, *faults, keep=False):
        self.target = target
        self.faults = list(faults)
        self.keep = keep
        self.lines = []
        self.lock = threading.Lock()
        self.called = threading.Event()

    def __enter__(self):
        self.door = socket.create_server(('127.0.0.1', 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        _end(self.door)
        self.door.close()
        self.thread.join()
        self.forget()

    def release(self):
        """What was stalled goes on; nothing waits any more."""
        with self.lock:
            for line in self.lines:
                line.released.set()

    def forget(self, *faults):
        """Hangs up and counts lines from 1 again, with these faults."""
        with self.lock:
            lines, self.lines, self.faults = self.lines, [], list(faults)
        for line in lines:
            line.hang_up()
            for thread in line.threads:
                thread.join()

    def _serve(self):
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(('127.0.0.1', self.target))
            except OSError:
                client.close()
                continue
            number = len(self.lines) + 1
            faults = [f for f in self.faults if f.line in (0, number)]
            line = self.LINE(client, server, faults, self.keep)
            with self.lock:
                self.lines.append(line)
                for thread in line.threads:
                    thread.start()
            self.called.set()

    def passed(self, stream='server'):
        return sum(line.passed[stream] for line in self.lines)

    def text(self, stream='server'):
        return b''.join(bytes(line.text[stream]) for line in self.lines)


def main():
    port, *faults = sys.argv[1:]
    with FaultProxy(int(port), *map(Fault.spelt, faults)) as proxy:
        print(proxy.port, flush=True)
        try:
            sys.stdin.read()
        except KeyboardInterrupt:
            pass
        print(json.dumps([line.passed for line in proxy.lines]))


if __name__ == '__main__':
    main()
