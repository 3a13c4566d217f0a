# SPDX-License-Identifier: GPL-3.0-or-later
"""Penny Post as its user sees it: start it, read it, press it; runs inside a session (xsession.py).

The names by which things are found are those that a screen reader says.  Each stands here once.
"""

import gettext
import pathlib
import signal
import subprocess
import time

import pyatspi

import atspi
import process

APPLICATION = 'pennypost'

WELCOME = 'Welcome to Penny Post'
PERSON = 'Who Are You?'
FINDING = 'Looking for Your Post Office'
WAYS = 'Where Shall Your Letters Live?'
TRYING = 'Trying It'
PROMISE = 'This Is What Will Happen'
MAIN = 'Penny Post'
UNDO = 'Undo'
PASSWORD_AGAIN = 'Type It Again'

FIELDS = ('Your name', 'E-mail address', 'Password')

_translation = gettext.NullTranslations()


def speak(folder, language):
    """From now on the program's words are looked for in this language, as far as they are translated."""
    global _translation
    _translation = gettext.translation('pennypost', folder, [language], fallback=True)


def words(english):
    """As the program says it."""
    return _translation.gettext(english) if isinstance(english, str) else english


class Program:
    """pennypost in a den of processes; `command` and `environment` open it on its data folder."""

    def __init__(self, den, command, environment, log=None):
        self.den = den
        self.command = command
        self.environment = environment
        self.log = log
        self.child = None

    def start(self):
        """Starts it and waits until it can be read; returns how long after exec that was."""
        output = open(self.log, 'ab') if self.log else None
        self.started = time.monotonic()
        self.child = self.den.run(APPLICATION, self.command, env=self.environment, stdout=output,
                                  stderr=output)
        self.root = self._find()
        return time.monotonic() - self.started

    def _find(self):
        """By its process number: a program that was killed is still listed for a moment."""
        def look():
            assert self.child.poll() is None, 'it ended with status %s' % self.child.returncode
            desktop = pyatspi.Registry.getDesktop(0)
            for number in range(desktop.childCount):
                one = atspi.safely(lambda number=number: desktop.getChildAtIndex(number))
                if one and atspi.safely(one.get_process_id) == self.child.pid:
                    return one
            return None
        return process.wait_for(look, 30, 'the program to be readable')

    def kill(self):
        self.den.end(APPLICATION, signal.SIGKILL)

    def quit(self):
        """Ctrl+Q, as a person does; fails when it does not end, or not well."""
        for _again in range(4):
            atspi.keys('ctrl+q')
            try:
                status = self.child.wait(5)
                break
            except subprocess.TimeoutExpired:
                pass            # a window that had just closed got the key
        else:
            raise AssertionError('it does not quit; there is:\n' + atspi.outline(self.root))
        self.den.end(APPLICATION)
        assert status == 0, 'it ended with status %d' % status

    def memory(self):
        """Proportional share of memory in MB: of the program, of the processes it started."""
        family = {self.child.pid}
        parents = {}
        for path in pathlib.Path('/proc').glob('[0-9]*/stat'):
            try:
                fields = path.read_text().rpartition(')')[2].split()
                parents[int(path.parent.name)] = int(fields[1])
            except OSError:
                pass
        grown = True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in family} - family
            family |= more
            grown = bool(more)
        return _pss(self.child.pid), sum(_pss(pid) for pid in family - {self.child.pid})


def _pss(pid):
    try:
        lines = pathlib.Path('/proc', str(pid), 'smaps_rollup').read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith('Pss:')) / 1024


# Windows --------------------------------------------------------------------------------------------

def windows(root):
    count = atspi.safely(lambda: root.childCount, 0)
    every = [atspi.safely(lambda number=number: root.getChildAtIndex(number)) for number in range(count)]
    return [one for one in every if one is not None and atspi.visible(one)]


def titles(root):
    return [atspi.safely(lambda one=one: one.name, '') for one in windows(root)]


def window(root, title, patience=20):
    """The window of this title (a string or a question)."""
    title = words(title)

    def look():
        for one in windows(root):
            name = atspi.safely(lambda one=one: one.name, '')
            if (title(name) if callable(title) else title == name):
                return one
        return None
    try:
        return process.wait_for(look, patience, 'the window “%s”' % title)
    except TimeoutError as error:
        raise TimeoutError('%s; there is %s\n%s' % (error, titles(root), atspi.outline(root))) from None


def wait_active(frame, patience=10):
    """Until keys go to this window."""
    process.wait_for(lambda: atspi.has(frame, pyatspi.STATE_ACTIVE), patience, 'the window to be active')


def wait_inactive(frame, patience=10):
    """Until keys go to another window of the program."""
    process.wait_for(lambda: not atspi.has(frame, pyatspi.STATE_ACTIVE), patience, 'another window to be active')


def press(root, name, patience=10):
    atspi.press(atspi.find_shown(root, 'push button', words(name), patience))


# The assistant --------------------------------------------------------------------------------------

def page(root, title, patience=30):
    """Waits for a page; the window is called as its page.  All pages are always in the tree."""
    return window(root, title, patience)


def begin(root):
    press(page(root, WELCOME), 'Get Started')
    page(root, PERSON)


def who_are_you(root, name, address, password):
    frame = page(root, PERSON)
    for field, content in zip(FIELDS, (name, address, password)):
        atspi.write(atspi.find_shown(frame, 'text', words(field)), content)


def typed(root):
    """What stands in the fields of the first page now."""
    frame = page(root, PERSON)
    return [atspi.text(atspi.find_shown(frame, 'text', words(field))) for field in FIELDS]


def go_on(root):
    press(windows(root)[0], 'Continue')


def choose_way(root, name):
    frame = page(root, WAYS)
    way = atspi.find_shown(frame, 'radio button', words(name))
    if not atspi.has(way, pyatspi.STATE_CHECKED):
        atspi.click(frame, way)     # GTK 4.8 offers no action for it
        process.wait_for(lambda: atspi.has(way, pyatspi.STATE_CHECKED), 5, name + ' to be chosen')


def set_number(root, start, number):
    """Into the number field whose name begins with this."""
    field = atspi.find_shown(windows(root)[0], 'spin button', lambda name: name.startswith(words(start)))
    field.queryValue().currentValue = number
    process.wait_for(lambda: field.queryValue().currentValue == number, 5, 'the number')


def finish(root):
    press(page(root, PROMISE), 'Collect My Letters')
    return window(root, MAIN)


def whole_assistant(root, name, address, password, way='Shared box'):
    """From the welcome to the three panes."""
    begin(root)
    who_are_you(root, name, address, password)
    go_on(root)
    page(root, WAYS)
    choose_way(root, way)
    go_on(root)
    return finish(root)


# The three panes --------------------------------------------------------------------------------------

def messages(root, patience=20):
    return atspi.find(window(root, MAIN), 'list', words('Messages'), patience)


def row(root, words, patience=30):
    """The row that says these words: unread, sender, subject, date, starred, attachments."""
    return atspi.find_below(messages(root), lambda: 'the row “%s”' % words,
                            lambda one: words in one.name, patience)


def no_row(root, words, patience=20):
    process.wait_for(lambda: not [one for one in rows(root) if words in one], patience,
                     'the row “%s” to go away' % words)


def rows(root):
    """What the rows on the screen say."""
    return [name for name in (atspi.safely(lambda one=one: one.name) for one in
                              atspi.children(messages(root))) if name]


def open_row(root, words, patience=30):
    one = row(root, words, patience)
    assert one.parent.querySelection().selectChild(one.getIndexInParent())
    process.wait_for(lambda: atspi.has(one, pyatspi.STATE_SELECTED), 5, 'the row to be selected')
    return one.name


def letter(root):
    return atspi.find(window(root, MAIN), None, words('Message Pane'))


def wait_letter(root, words, patience=20):
    """Until the letter pane says these words; of a letter in HTML only its head can be read."""
    atspi.wait_said(letter(root), words, patience)


def folders(root):
    """What the rows of the folder list say."""
    return [one.name for one in atspi.children(atspi.find(window(root, MAIN), 'list', 'Folders'))]


def open_folder(root, name, patience=20, account=0):
    """Accounts are counted from above."""
    box = atspi.find(window(root, MAIN), 'list', 'Folders')

    def look():
        named = [one for one in atspi.children(box) if atspi.safely(lambda one=one: one.name.split(',')[0]) == name]
        return named[account] if len(named) > account else None
    one = process.wait_for(look, patience, 'the folder “%s”' % name)
    box.querySelection().selectChild(one.getIndexInParent())


def folder_says(root, words, patience=20):
    """Waits for a row of the folder list: name and numbers, as it is read aloud."""
    process.wait_for(lambda: words in folders(root), patience, 'the folder row “%s”' % words)


def hide(frame):
    """Off the screen, so that it is not the active window any more."""
    atspi.minimize(frame)
    wait_inactive(frame)


def width(frame):
    return frame.queryComponent().getExtents(pyatspi.WINDOW_COORDS).width


def screen_width():
    return int(subprocess.run(['xdotool', 'getdisplaygeometry'], capture_output=True, text=True,
                              check=True).stdout.split()[0])


PANES = {'Folder Pane': 'folders', 'Message List Pane': 'list', 'Message Pane': 'letter'}


def pane(root):
    """Where the keyboard is: folders, list or letter."""
    node = next((one for one in atspi.walk(window(root, MAIN)) if atspi.has(one, pyatspi.STATE_FOCUSED)), None)
    while node is not None and atspi.safely(lambda: node.name) not in PANES:
        node = atspi.safely(lambda: node.parent)
    return node and PANES[node.name]


def wait_pane(root, name, patience=10):
    process.wait_for(lambda: pane(root) == name, patience, 'the keyboard to be in the pane ' + name)


# The preferences ----------------------------------------------------------------------------------------

def preferences(root):
    wait_active(window(root, MAIN))
    atspi.keys('F10')
    atspi.press(atspi.find(root, 'menu item', words('Preferences')))
    frame = window(root, 'Preferences')
    wait_active(frame)
    return frame


def account_page(root, address):
    """The page of this account, in the window of the preferences, which it returns."""
    frame = preferences(root)
    atspi.click(frame, atspi.find_shown(frame, 'label', address))
    atspi.find_shown(frame, 'push button', lambda name: name.startswith(words('Check')))
    return frame


# Writing ------------------------------------------------------------------------------------------------

def answer(root, subject, words):
    """Answers the letter that is open and leaves the composer standing; returns its window."""
    press(window(root, MAIN), 'Reply')
    composer = window(root, subject)
    body = atspi.find_shown(composer, 'text', 'Message')
    process.wait_for(lambda: atspi.has(body, pyatspi.STATE_FOCUSED), 10, 'the answer to be ready for typing')
    atspi.insert(body, words)
    return composer


def send(root, composer):
    title = composer.name
    atspi.press(atspi.find_shown(composer, 'push button', 'Send'))
    process.wait_for(lambda: title not in titles(root), 10, 'the composer to close')
