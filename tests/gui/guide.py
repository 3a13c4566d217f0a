# SPDX-License-Identifier: GPL-3.0-or-later
"""Through the assistant of the real program, page by page: each page is looked over and leaves a numbered
picture in the folder that PENNY_PICTURES names."""

import os
import pathlib
import re
import subprocess

import pyatspi

from scene import drive, process

import atspi
import xsession

# Whoever reads the screen with the ears hears these; each must say something, and not a class of GTK.
SPEAKING = ('label', 'push button', 'toggle button', 'radio button', 'check box', 'spin button', 'combo box',
            'text', 'password text', 'heading', 'link', 'alert')
CLASS_NAME = re.compile(r'(Gtk|Adw|Penny)[A-Z]\w+$')


class Guide:
    def __init__(self, post, case, started=False):
        self.post = post
        self.case = case
        self.count = 0
        if not started:
            post.program.start()

    @property
    def root(self):
        return self.post.root

    # Looking ----------------------------------------------------------------------------------------

    def picture(self, name):
        folder = os.environ.get('PENNY_PICTURES')
        self.count += 1
        if folder:
            xsession.settle()
            path = pathlib.Path(folder, '%s-%02d-%s.png' % (self.case, self.count, name))
            subprocess.run(['import', '-window', 'root', str(path)], check=True)

    def look(self, frame, name):
        """Nothing that is shown is dumb; leaves a picture."""
        self.picture(name)
        dumb = [node for node in atspi.walk(frame) if atspi.safely(lambda node=node: is_dumb(node))]
        dumb = ['%s “%s” (%s)' % (node.getRoleName(), node.name, node.description) for node in dumb]
        assert not dumb, '%s has no words in\n%s' % (dumb, atspi.outline(frame))
        return frame

    def page(self, title, name, patience=60):
        return self.look(drive.page(self.root, title, patience), name)

    def said(self, *sentences, patience=60):
        """Waits until the assistant says each of them."""
        for sentence in sentences:
            atspi.wait_said(drive.windows(self.root)[0], drive.words(sentence), patience)

    # Going ------------------------------------------------------------------------------------------

    def begin(self):
        self.page(drive.WELCOME, 'welcome')
        drive.begin(self.root)
        self.page(drive.PERSON, 'person')

    def who_am_i(self, password=None):
        office, me = self.post.office, self.post.me
        drive.who_are_you(self.root, 'Anna Lindner', me, password or office.people[me])
        self.picture('typed')

    def to_the_ways(self, password=None):
        self.begin()
        self.who_am_i(password)
        drive.go_on(self.root)
        return self.page(drive.WAYS, 'ways')

    def choose(self, way, days=None):
        frame = drive.page(self.root, drive.WAYS)
        atspi.into_view(frame, atspi.find_shown(frame, 'radio button', drive.words(way)))
        drive.choose_way(self.root, way)
        if days:
            drive.set_number(self.root, *days)
        self.picture('chosen')
        drive.go_on(self.root)

    def promised(self, *sentences, never=None):
        """The last page says these sentences, and not that one; then on to the letters."""
        frame = self.page(drive.PROMISE, 'promise')
        said = atspi.said(frame)
        for sentence in sentences:
            assert drive.words(sentence) in said, '“%s” is not in\n%s' % (sentence, said)
        assert never is None or never not in said, said
        drive.finish(self.root)

    def first_letter(self, number=2):
        """Opened and read."""
        drive.open_row(self.root, 'Letter %d' % number, 60)
        drive.wait_letter(self.root, 'Words of letter %d.' % number, 60)
        self.picture('letter')


def is_dumb(node):
    if node.getRoleName() not in SPEAKING or not atspi.shown(node):
        return False
    words = (atspi.text(node) if node.getRoleName() == 'label' else node.name).strip()
    return not words or bool(CLASS_NAME.match(words))


def fill(frame, name, content):
    """With mouse and keys, in place of what stands there."""
    field = atspi.find_shown(frame, 'text', drive.words(name))
    atspi.into_view(frame, field)
    atspi.click(frame, field)
    atspi.keys('ctrl+a')
    atspi.type_words(content)
    wait_typed(field, content)


def wait_typed(field, content):
    """A row of libadwaita 1.2 does not say that the keyboard is in it; what is typed is seen, if not a password."""
    process.wait_for(lambda: len(atspi.text(field)) == len(content), 20, 'the words in ' + field.name)


def focused(frame):
    return next((node for node in atspi.walk(frame) if atspi.has(node, pyatspi.STATE_FOCUSED)), None)


def is_focused(frame, role, name):
    node = focused(frame)
    return node is not None and atspi.safely(lambda: atspi.matches(node, role, drive.words(name)), False)


def wait_focus(frame, role, name, patience=20):
    process.wait_for(lambda: is_focused(frame, role, name), patience, 'the keyboard on “%s”' % name)


def tab_to(frame, role, name, key='Tab'):
    """The key, until the keyboard is there; each press moves it."""
    visited = []
    for _press in range(40):
        before = focused(frame)
        visited.append(before and before.name)
        if is_focused(frame, role, name):
            return
        atspi.keys(key)
        process.wait_for(lambda: focused(frame) not in (None, before), 10, 'the keyboard to move')
    raise AssertionError('the keyboard does not come to “%s”, but to %s' % (name, visited))
