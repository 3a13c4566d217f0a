#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters that try to tell their sender that they were opened, opened in the real program.

Every letter of the test kit's html/ is shown, some are answered and forwarded; its listener must not
hear of anything.  A bare WebKit view first shows that the listener does hear.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

KIT = pathlib.Path(os.environ.get('PENNY_TESTKIT', ''), 'html')
ANSWERED = 6

# Ways that get out of a bare view, one of each kind.
CONTROL = ('img-src', 'body-background', 'link-stylesheet', 'link-preconnect', 'iframe-src')


class Listener:
    """The kit's listener, in a folder that may be written to."""

    def __init__(self, den):
        self.den = den
        self.folder = den.path / 'html'
        shutil.copytree(KIT, self.folder)
        os.chmod(self.folder, 0o755)
        self.log = self.folder / 'leaks.jsonl'

    def run(self, *arguments, **environment):
        return subprocess.run([sys.executable, '-B', *map(str, arguments)], cwd=self.folder, text=True,
                              env={**os.environ, **{name: str(value) for name, value in environment.items()}},
                              capture_output=True, timeout=120)

    def start(self, process):
        for _attempt in range(10):
            with socket.create_server(('127.0.0.1', 0)) as door:
                self.port = door.getsockname()[1]
            child = self.den.run('listener', [sys.executable, '-B', str(self.folder / 'listen.py'), '--quiet',
                                              '--port', str(self.port), '--log', str(self.log)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if process.wait_for(lambda: child.poll() is not None or self.answers(), 10, 'the listener') \
                    and child.poll() is None:
                return
        raise RuntimeError('no free port for the listener')

    def answers(self):
        try:
            return bool(self.ask('/reset'))
        except OSError:
            return False

    def ask(self, path):
        # Nobody's proxy: only this computer.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return opener.open('http://127.0.0.1:%d%s' % (self.port, path), timeout=10).read().decode(errors='replace')

    def letters(self):
        done = self.run('gen.py', '--port', self.port, '--out', self.folder / 'eml')
        assert done.returncode == 0, done.stderr
        return {path.stem: path.read_bytes() for path in sorted((self.folder / 'eml').glob('*.eml'))}

    def verdict(self):
        return self.run('listen.py', '--report', '--log', self.log).stdout


def control(listener):
    """Without it a silent listener would prove nothing."""
    listener.ask('/leak/by-hand')
    assert 'by-hand' in listener.ask('/fired').split()
    listener.ask('/reset')
    try:
        import gi
        gi.require_version('WebKit', '6.0')
    except (ImportError, ValueError):
        print('# no WebKit for Python: only asked the listener by hand')
        return
    # On a busy machine a view has not even begun after its half second.
    for wait_ms in (500, 2000, 6000):
        listener.run('webkit_probe.py', 'naive', listener.port, *CONTROL, WAIT_MS=wait_ms)
        fired = set(listener.ask('/fired').split())
        if len(fired) >= 3:
            break
    assert len(fired) >= 3, 'a bare view should leak, but only %s came' % fired
    print('# a bare view leaked in %d ways' % len(fired))
    listener.ask('/reset')


def fill(post, letters):
    """Newest first is the order of the list, so they are walked from the last to the first."""
    import mail_client
    start = time.time() - 3600 * len(letters)
    with mail_client.Imap(post.office) as box:
        for number, raw in enumerate(letters.values()):
            box.append('INBOX', raw.replace(b'\n', b'\r\n'), when=start + 3600 * number)


def open_all(post, drive, number):
    """Down, and down again; a letter is opened when its subject stands above it."""
    atspi = drive.atspi
    drive.messages(post.root)
    drive.row(post.root, '')
    atspi.keys('Home')
    head = atspi.find(drive.letter(post.root), None, 'Message Header')
    title = atspi.find(head, 'label')
    seen = set()
    for _one in range(number):
        before = atspi.text(title)
        atspi.keys('Down')
        end = time.monotonic() + 0.5
        while atspi.text(title) == before and time.monotonic() < end:
            time.sleep(0.01)
        seen.add(atspi.text(title))
        # WebKit draws in its own processes and tells nobody outside when it is done.
        time.sleep(0.12)
    return seen


def answer_some(post, drive, number):
    atspi = drive.atspi
    for one in range(number):
        for key in ('r', 'f'):
            drive.wait_active(drive.window(post.root, drive.MAIN))
            atspi.keys(key)
            composer = drive.process.wait_for(
                lambda: next((w for w in drive.windows(post.root) if w.name != drive.MAIN), None), 10, 'a composer')
            title = composer.name
            drive.atspi.find(composer, 'text', 'Message')
            drive.wait_inactive(drive.window(post.root, drive.MAIN))
            atspi.keys('Escape')
            drive.process.wait_for(lambda: title not in drive.titles(post.root), 10, 'the composer to close')
        atspi.keys('Up')


def main():
    if not (KIT / 'gen.py').exists():
        print('1..0 # SKIP THE TEST KIT IS NOT HERE: PENNY_TESTKIT names no folder with html/')
        return 77
    from scene import Scene, drive, process
    with Scene() as post:
        listener = Listener(post.den)
        listener.start(process)
        control(listener)
        letters = listener.letters()
        fill(post, letters)
        post.add_account()
        post.ctl('sync')
        post.program.start()
        # Nobody should pay for WebKit who has not opened such a letter.
        loaded = pathlib.Path('/proc/%d/maps' % post.program.child.pid)
        assert 'webkit' not in loaded.read_text(), 'WebKit is there from the start'
        start = time.monotonic()
        seen = open_all(post, drive, len(letters))
        print('# %d letters walked through in %.0f s, %d subjects' % (len(letters), time.monotonic() - start,
                                                                      len(seen)))
        assert post.program.memory()[1] > 10, 'nothing was drawn by WebKit'
        assert 'webkit' in loaded.read_text()
        assert len(seen) > 0.9 * len(letters), sorted(seen)[:20]
        answer_some(post, drive, ANSWERED)
        post.program.quit()
        verdict = listener.verdict()
        print('# ' + verdict.replace('\n', '\n# '))
        assert 'VERDICT CLEAN' in verdict and not listener.ask('/fired').strip(), listener.log.read_text()
    print('ok')
    return 0


if __name__ == '__main__':
    sys.exit(main())
