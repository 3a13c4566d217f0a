# SPDX-License-Identifier: GPL-3.0-or-later
"""An internet of a test's own: the usual doors, names by a real resolver, and a cable that is plugged in later.
Needs root.

    if alone():                                 # this process has a network of its own from now on
        start a post office on HERE
        program = start [*UNPLUGGED, 'program']
        plug_in(program.pid)
"""

import ctypes
import os
import pathlib
import socket
import socketserver
import struct
import subprocess
import threading

import postoffice

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
HERE, THERE = '192.0.2.1', '192.0.2.2'      # RFC 5737: of nobody
UNPLUGGED = ('unshare', '--net')            # what it starts keeps its number


def _ip(words, of=None):
    inside = ['nsenter', '--net', '--target', str(of)] if of else []
    subprocess.run([*inside, 'ip', *words.split()], check=True)


def alone():
    """For good, and for all that this process starts; False where that is not allowed."""
    if os.getuid() != 0 or ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET | CLONE_NEWNS) != 0:
        return False
    subprocess.run(['mount', '--make-rprivate', '/'], check=True)
    _ip('link set lo up')
    _ip('link add here type veth peer name there')
    _ip('address add %s/24 dev here' % HERE)
    _ip('link set here up')
    return True


def lead_outside():
    """Without this a program here says, rightly, that there is no network."""
    _ip('link set there up')
    _ip('route add default via ' + THERE)


def plug_in(pid):
    """The network of this process, started UNPLUGGED, leads here now."""
    _ip('link set there netns %d' % pid)
    _ip('address add %s/24 dev there' % THERE, of=pid)
    _ip('link set there up', of=pid)
    _ip('route add default via ' + HERE, of=pid)


# Names ---------------------------------------------------------------------------------------------------

TYPES = {'A': 1, 'MX': 15, 'SRV': 33}


def _spell(name):
    return b''.join(bytes([len(part)]) + part.encode() for part in name.split('.') if part) + b'\0'


def _rdata(kind, value):
    if kind == 'A':
        return socket.inet_aton(value)
    return struct.pack('!%dH' % (len(value) - 1), *value[:-1]) + _spell(value[-1])


class _Question(socketserver.BaseRequestHandler):
    """RFC 1035, as much of it as one question over UDP needs."""

    def handle(self):
        packet, door = self.request
        records, mute = self.server.records, self.server.mute
        parts, at = [], 12
        while packet[at]:
            parts.append(packet[at + 1:at + 1 + packet[at]].decode('latin-1').lower())
            at += 1 + packet[at]
        name, number = '.'.join(parts), struct.unpack('!H', packet[at + 1:at + 3])[0]
        if mute and name.endswith(mute):
            return
        kind = next((kind for kind, n in TYPES.items() if n == number), None)
        found = records.get((name, kind), [])
        known = any(name == other for other, _ in records)
        answers = b''.join(b'\xc0\x0c' + struct.pack('!HHIH', number, 1, 60, len(data)) + data
                           for data in (_rdata(kind, value) for value in found))
        door.sendto(packet[:2] + struct.pack('!HHHHH', 0x8580 | (0 if known else 3), 1, len(found), 0, 0) +
                    packet[12:at + 5] + answers, self.client_address)


def know(records, folder, address='127.0.0.1', mute=None):
    """From now on {(name, 'A'|'MX'|'SRV'): [value, …]} are the names that there are, asked for at this address; those
    that end in `mute` are not even denied.  The folder is for the resolver's file and stays."""
    path = pathlib.Path(folder, 'resolv.conf')
    path.write_text('nameserver %s\n' % address)
    path.chmod(0o644)
    subprocess.run(['mount', '--bind', path, '/etc/resolv.conf'], check=True)
    server = socketserver.ThreadingUDPServer((address, 53), _Question)
    server.records, server.mute = records, mute
    return serve(server)


def serve(server):
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


class Office(postoffice.PostOffice):
    """On the usual numbers; those that are not named in `doors` are closed."""

    TLS = {'imaps': 993, 'pop3s': 995, 'submissions': 465}
    STARTTLS = {'imap': 143, 'pop3': 110, 'submission': 587}

    def __init__(self, people, doors, **options):
        super().__init__(people, **options)
        self.doors = doors

    def _open_on_free_ports(self):
        self.ports = {**dict(zip(postoffice.LISTENERS, range(4001, 4020))), **self.doors}
        self._configure()
        if not self._try_to_open():
            raise RuntimeError(self.log())
