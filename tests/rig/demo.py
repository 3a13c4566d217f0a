#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice round behind `./run --demo`: a private post office, 200 letters, and the program.

With a display the program opens and waits for you.  Without one it is driven from outside, as a
person would: assistant, letters, an answer; screenshots/ gets numbered pictures and a summary.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

RIG = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(RIG))
import mail_client
import postoffice
import practice_mail
import process
import provider_file
import xsession

ROOT = RIG.parent.parent
PROGRAM = 'src/application/pennypost'
ADDRESS = practice_mail.texts.ME
PASSWORD = postoffice.PEOPLE[ADDRESS]
FRIEND = 'bruno@penny.example'

# Letters of the practice mail, and what is done with them.
MORNING = 'Guten Morgen'
PLAIN = 'Bruno Keller. Schlüssel'
PLAIN_WORDS = 'Ich komme nicht an die Kartoffeln'
NEWSLETTER = 'Frisch aus dem Ofen'
ANSWERED = 'Re: Schlüssel'
ANSWER = 'Hier ist er ja! Ich bringe ihn dir nachher hinunter.'


class Practice:
    """A filled post office and a private data folder; `environment` and `command` open the program
    on them, `stop` takes both away."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        self.office = self.stack.enter_context(postoffice.PostOffice())
        self.folder = pathlib.Path(self.stack.enter_context(
            tempfile.TemporaryDirectory(prefix='penny-practice-', ignore_cleanup_errors=True)))
        self.count = practice_mail.fill(self.office)
        (self.folder / 'providers.ini').write_text(provider_file.text(self.office))
        return self

    def __exit__(self, *_):
        self.stack.close()

    def environment(self, base=None, real_keyring=False, **more):
        """Only this run trusts the practice authority, and its passwords stay out of your keyring."""
        result = dict(base if base is not None else os.environ, PENNY_CA_FILE=self.office.ca_file, **more)
        if not real_keyring:
            result.update(SECRET_BACKEND='file', SECRET_FILE_TEST_PASSWORD='practice',
                          SECRET_FILE_TEST_PATH=str(self.folder / 'practice.keyring'))
        return result

    def command(self, *more):
        return [str(RIG / 'uninstalled'), str(self.build), str(self.build / PROGRAM),
                '--data-dir', str(self.folder / 'data'),
                '--provider-file', str(self.folder / 'providers.ini'), *more]


class Tour:
    """Steps with a title, a picture and what was seen; the summary is written even when one fails."""

    def __init__(self, session, folder):
        self.session = session
        self.folder = pathlib.Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.lines = []
        self.number = 0

    @contextlib.contextmanager
    def step(self, title):
        self.number += 1
        name = '%02d-%s.png' % (self.number, '-'.join(
            ''.join(c if c.isascii() and c.isalnum() else ' ' for c in title.lower()).split())[:40])
        start, seen, outcome = time.monotonic(), [], 'done'
        try:
            yield seen.append
        except BaseException as error:
            outcome = 'FAILED: ' + str(error).split('\n')[0]
            raise
        finally:
            seconds = time.monotonic() - start
            xsession.settle()
            self.session.screenshot(self.folder / name)
            self.lines.append('| %d | %s | %s | %s | %.1f | ![](%s) |' % (
                self.number, title, '; '.join(seen).replace('|', '/'), outcome, seconds, name))
            print('%2d %-52s %s' % (self.number, title, outcome), flush=True)

    def write(self, verdict):
        (self.folder / 'summary.md').write_text(
            '# The practice round\n\n%s\n\n| | step | seen | outcome | seconds | picture |\n'
            '|---|---|---|---|---|---|\n%s\n' % (verdict, '\n'.join(self.lines)))


# What a person does on the first day, one function a step ------------------------------------------

def set_up(tour, drive, root):
    with tour.step('The program opens'):
        drive.page(root, drive.WELCOME)
    with tour.step('Name, address, password'):
        drive.begin(root)
        drive.who_are_you(root, 'Anna Lindner', ADDRESS, PASSWORD)
    with tour.step('The settings are found, the ways explained'):
        drive.go_on(root)
        drive.page(root, drive.WAYS)
    with tour.step('Shared box chosen, letters may come and go') as seen:
        drive.choose_way(root, 'Shared box')
        drive.go_on(root)
        said = drive.atspi.said(drive.page(root, drive.PROMISE))
        seen(next(line for line in said.split('\n') if line.startswith('I found')))
    with tour.step('Finished: the newest letters are there') as seen:
        drive.finish(root)
        seen(drive.row(root, MORNING).name)


def read(tour, drive, root):
    with tour.step('A letter in plain text') as seen:
        seen(drive.open_row(root, PLAIN))
        drive.wait_letter(root, PLAIN_WORDS)
    with tour.step('A newsletter, and nobody hears that it was opened') as seen:
        seen(drive.open_row(root, NEWSLETTER))
        drive.wait_letter(root, 'Pictures from the internet are not loaded')
        xsession.settle(1.5)        # WebKit draws in its own time and says nothing to AT-SPI


def write(tour, drive, root, practice):
    with tour.step('An answer'):
        drive.open_row(root, PLAIN)
        drive.wait_letter(root, PLAIN_WORDS)
        composer = drive.answer(root, ANSWERED, ANSWER)
    with tour.step('Sent: it waits some seconds, should you think again') as seen:
        drive.send(root, composer)
        process.wait_for(lambda: 'Outbox, 1 message' in drive.folders(root), 10, 'the Outbox')
        seen('Outbox, 1 message')
    with tour.step('Gone, and found by another program') as seen:
        with mail_client.Imap(practice.office, FRIEND) as box:
            letter = box.message('INBOX', box.wait_for_subject('INBOX', ANSWERED, 30))
            assert ANSWER in letter.get_body(('plain',)).get_content()
            seen('“%s” is in the inbox of %s' % (letter['Subject'], FRIEND))
        with mail_client.Imap(practice.office) as box:
            process.wait_for(lambda: letter['Message-ID'] in sent_ids(box), 30, 'the copy in Sent')
            seen('a copy is in Sent')


def sent_ids(box):
    box.link.noop()
    return [box.message('Sent', uid)['Message-ID'] for uid in box.uids('Sent')[-3:]]


def come_back(tour, drive, program):
    """Time and memory as a person with this account meets them each day."""
    with tour.step('Closed and opened again: everything is still there') as seen:
        program.quit()
        seen('readable %.2f s after its start' % program.start())
        drive.row(program.root, MORNING)
        seen('the list shows its letters after %.2f s' % (time.monotonic() - program.started))
        seen('%.0f MB of memory (PSS)' % program.memory()[0])
    with tour.step('With a letter in HTML open') as seen:
        drive.open_row(program.root, NEWSLETTER)
        drive.wait_letter(program.root, 'Pictures from the internet are not loaded')
        xsession.settle(1.5)
        seen('%.0f MB, and %.0f MB in the locked rooms where HTML is drawn' % program.memory())


def show_around(practice, session, folder):
    """The main job, through AT-SPI and an independent mail client."""
    import drive            # needs AT-SPI, which a run with a display does without
    tour = Tour(session, folder)
    verdict = 'It did not get through: see the last line.'
    environment = practice.environment(session.env, real_keyring=True, LC_ALL='C.UTF-8', LANGUAGE='en')
    program = drive.Program(session.den, practice.command(), environment, practice.folder / 'program.log')
    try:
        program.start()
        set_up(tour, drive, program.root)
        read(tour, drive, program.root)
        write(tour, drive, program.root, practice)
        come_back(tour, drive, program)
        verdict = 'All steps done: %d letters in the practice post office, one answer sent and found ' \
            'at its receiver by another mail program.' % practice.count
    finally:
        if program.child.poll() is not None:
            verdict += ' The program ended by itself with status %d.' % program.child.returncode
        tour.write(verdict)
        print('\n%s\nPictures and summary: %s' % (verdict, tour.folder))
        program.kill()


def open_for_a_person(practice, more):
    print('''
A practice post office is open, for this run only. Nothing of it leaves this computer.

    name       Anna Lindner
    address    %s
    password   %s

Letters to %s and to yourself arrive; those to anybody else are kept here. Close the
window to end the practice.
''' % (ADDRESS, PASSWORD, FRIEND), flush=True)
    return subprocess.run(practice.command(*more), env=practice.environment()).returncode


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__ + '\nusage: demo.py BUILD-FOLDER [ARGUMENTS OF THE PROGRAM]')
    process.stop_on_signals()
    seen = os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY')
    with Practice(sys.argv[1]) as practice:
        if seen:
            return open_for_a_person(practice, sys.argv[2:])
        with xsession.Session(size='1200x800', keyring=True, window_manager=True) as session, \
                session.entered():
            show_around(practice, session, ROOT / 'screenshots')
    return 0


if __name__ == '__main__':
    sys.exit(main())
