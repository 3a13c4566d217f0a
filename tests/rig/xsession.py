# SPDX-License-Identifier: GPL-3.0-or-later
"""A private desktop for one test: X server, session bus with chosen services only, homes of its own.

Nothing of the machine's desktop shines through: the bus knows only the services named here, and
settings, caches and data live in a folder that is removed.  Can run in parallel.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import time

import process

SERVICES = '/usr/share/dbus-1/services'

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''


class Session:
    """`keyring`: a real gnome-keyring, unlocked.  `window_manager`: openbox, where dialogs or
    maximising matter.  `home`: a folder that outlives the session (to test a restart).
    `framebuffer`: the screen is also the file Xvfb_screen0 in `folder`."""

    def __init__(self, size='1280x800', keyring=False, window_manager=False, home=None,
                 framebuffer=False):
        self.size = size
        self.keyring = keyring
        self.window_manager = window_manager
        self.home = home
        self.framebuffer = framebuffer

    def __enter__(self):
        self.den = process.Den('penny-x')
        try:
            self.folder = self.den.path
            self._make_environment()
            self._start_bus()
            self._start_display()
            if self.window_manager:
                self._start('openbox', ['openbox', '--sm-disable'])
            if self.keyring:
                self._start_keyring()
        except BaseException:
            self.den.close()
            raise
        return self

    def __exit__(self, *_):
        # The X server last: clients that lose it complain on their way out.
        for name in [n for n in self.den.children if n not in ('xvfb', 'bus')]:
            self.den.end(name)
        self.den.close()

    def _make_environment(self):
        home = pathlib.Path(self.home or self.folder / 'home')
        run = self.folder / 'run'
        for folder in (home, run, self.folder / 'services'):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env = process.environment(
            HOME=home, XDG_RUNTIME_DIR=run, XDG_CONFIG_HOME=home / '.config',
            XDG_DATA_HOME=home / '.local/share', XDG_CACHE_HOME=home / '.cache',
            XDG_STATE_HOME=home / '.local/state', XDG_SESSION_TYPE='x11', GDK_BACKEND='x11',
            GSK_RENDERER='cairo', GSETTINGS_BACKEND=os.environ.get('GSETTINGS_BACKEND', 'memory'),
            NO_AT_BRIDGE=None, AT_SPI_BUS_ADDRESS=None, WAYLAND_DISPLAY=None, XAUTHORITY=None,
            DBUS_SESSION_BUS_ADDRESS='unix:path=%s/bus' % self.folder)

    def _start(self, name, command, **options):
        log = (self.folder / (name + '.log')).open('wb')
        return self.den.run(name, command, env=self.env, stdout=options.pop('stdout', log),
                            stderr=log, **options)

    def _start_bus(self):
        for service in ('org.a11y.Bus',):
            source = pathlib.Path(SERVICES, service + '.service')
            if source.exists():
                shutil.copy(source, self.folder / 'services')
        configuration = self.folder / 'bus.conf'
        configuration.write_text(BUS.format(folder=self.folder))
        self._start('bus', ['dbus-daemon', '--nofork', '--config-file=%s' % configuration])
        process.wait_for(lambda: (self.folder / 'bus').exists(), 10, 'the session bus')

    def _start_display(self):
        read, write = os.pipe()
        file = ['-fbdir', str(self.folder)] if self.framebuffer else []
        self._start('xvfb', ['Xvfb', '-displayfd', str(write), '-screen', '0', self.size + 'x24',
                             '-nolisten', 'tcp', '-noreset', *file], pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('Xvfb: ' + (self.folder / 'xvfb.log').read_text())
        self.env['DISPLAY'] = ':' + number

    def _start_keyring(self):
        child = self._start('keyring', ['gnome-keyring-daemon', '--foreground', '--unlock',
                                        '--components=secrets'], stdin=subprocess.PIPE)
        child.stdin.write(b'practice')
        child.stdin.close()
        ask = ['gdbus', 'wait', '--session', '--timeout', '10', 'org.freedesktop.secrets']
        subprocess.run(ask, env=self.env, check=True)

    def run(self, command, **options):
        """Runs a command inside to its end; returns its exit status (as a shell would say it)."""
        child = self.den.run('command', command, env=self.env, **options)
        status = child.wait()
        return status if status >= 0 else 128 - status

    def screenshot(self, path):
        subprocess.run(['import', '-window', 'root', str(path)], env=self.env, check=True)

    @contextlib.contextmanager
    def entered(self):
        """Makes this process itself live in the session, so that it may use AT-SPI."""
        before = dict(os.environ)
        os.environ.clear()
        os.environ.update(self.env)
        try:
            yield self
        finally:
            os.environ.clear()
            os.environ.update(before)


def settle(seconds=0.3):
    """Time for an animation to end before a picture is taken; never a condition of a test."""
    time.sleep(seconds)
