# SPDX-License-Identifier: GPL-3.0-or-later
"""A post office whose letters are kept by another program than Dovecot.

What is sent still leaves through Dovecot's submission.  A subclass names its PACKAGES, writes its configuration in
`_configure` and gives in `_script` the shell script that becomes the server."""

import os
import shutil
import signal
import socket
import ssl
import subprocess

import postoffice
import process
import unpacked

MEMORY = '/dev/shm'
ROOM = 1 << 30


class Foreign(postoffice.PostOffice):
    KIND = None
    PACKAGES = ()
    # Both wait for the disk at every letter, and say so of no setting that would change it.
    neighbourhood = MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None
    DOORS = ('imap', 'imaps', 'pop3', 'pop3s')

    def __init__(self, people=None, **choices):
        super().__init__(people, protocols='submission', **choices)
        self.programs = unpacked.Unpacked(self.KIND, self.PACKAGES)

    def close_doors(self):
        child = self.den.children.get(self.KIND)
        if child and child.poll() is None:
            # To the whole group: the first process of a namespace is not the one that the den knows.
            os.killpg(child.pid, signal.SIGTERM)
        self.den.end(self.KIND, patience=3.0)
        super().close_doors()

    def stop(self):
        self.den.end(self.KIND, signal.SIGKILL)
        super().stop()

    def _script(self):
        raise NotImplementedError

    def _etc(self):
        """A folder whose files stand in front of those of /etc."""
        return None

    def _try_to_open(self):
        if not super()._try_to_open():
            return False
        with open(self.folder / 'foreign-log', 'ab') as log:
            child = self.den.run(self.KIND, self.programs.command(self._script(), self._etc()), group=True,
                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                 env=process.environment(PATH='/usr/sbin:/usr/bin:/sbin:/bin'))
        try:
            process.wait_for(lambda: child.poll() is not None or self._all_open(), 20, self.KIND)
            if child.poll() is None:
                return True
        except TimeoutError:
            pass
        self.close_doors()
        return False

    def log(self):
        path = self.folder / 'foreign-log'
        return super().log() + (path.read_text(errors='replace') if path.exists() else '')

    # A number may have been taken by somebody else, so each door is asked who answers.

    def _all_open(self):
        try:
            return all(self._is_ours(name) for name in self.DOORS)
        except OSError:
            return False

    def _is_ours(self, name):
        with socket.create_connection(('127.0.0.1', self.ports[name]), timeout=10) as line:
            if not name.endswith('s'):
                return line.recv(1) in (b'*', b'+', b'2')
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            with context.wrap_socket(line) as sealed:
                shown = ssl.DER_cert_to_PEM_cert(sealed.getpeercert(binary_form=True))
        return shown.strip() in (self.folder / 'tls' / 'server.pem').read_text()
