# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading and pressing the window from outside, as a screen reader does.

GTK 4.8 has its limits: no screen coordinates (only within the window), no grabFocus, no SHOWING
state, `getText (0, -1)` is empty, and a list view shows only its live rows.  What is here knows
them.  Import it inside a session (see xsession.py); needs Debian's python3-pyatspi and xdotool.
"""

import re
import subprocess

import pyatspi
from gi.repository import GLib

import process

# A program that ends while it is asked makes libatspi complain; that is answered by `safely`.
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)

GONE = (LookupError, AttributeError, RuntimeError, NotImplementedError)


def safely(question, otherwise=None):
    """Nodes die while rows are recycled and pages change: then it is `otherwise`."""
    try:
        return question()
    except GONE:
        return otherwise
    except Exception as error:                      # GLib.Error of a node that has gone
        if type(error).__name__ in ('GError', 'Error'):
            return otherwise
        raise


def application(name, patience=20):
    def look():
        desktop = pyatspi.Registry.getDesktop(0)
        return next((a for a in desktop if a and safely(lambda a=a: a.name) == name), None)
    return process.wait_for(lambda: safely(look), patience, 'the application ' + name)


# Newer versions of GTK and AT-SPI call some things by another name.
ALSO = {'push button': ('button',)}


def matches(node, role, name):
    if role is not None and node.getRoleName() not in (role, *ALSO.get(role, ())):
        return False
    if name is None:
        return True
    return name(name_of(node)) if callable(name) else name_of(node) == name


def name_of(node):
    """What it is called.  GTK 4.8 says that of a button with a mnemonic twice: “_Send Send”."""
    name = node.name
    half = len(name) // 2
    return name[half + 1:] if '_' in name and name[:half].replace('_', '', 1) == name[half + 1:] else name


def visible(node):
    return safely(lambda: node.getState().contains(pyatspi.STATE_VISIBLE), False)


def has(node, state):
    return safely(lambda: node.getState().contains(state), False)


def walk(node, depth=40):
    """The node and what is visible below it, top down."""
    yield node
    if depth == 0:
        return
    for number in range(safely(lambda: node.childCount, 0)):
        child = safely(lambda number=number: node.getChildAtIndex(number))
        if child is not None and visible(child):
            yield from walk(child, depth - 1)


def children(node):
    every = (safely(lambda number=number: node.getChildAtIndex(number))
             for number in range(safely(lambda: node.childCount, 0)))
    return [child for child in every if child is not None and visible(child)]


def shown(node):
    """Has a place in the window.  GTK's stacks list the children that they do not show, too; one
    that was never shown has no size."""
    def look():
        size = place(node)
        return size.width > 0 and size.height > 0
    return safely(look, False)


def find_now(root, role=None, name=None):
    for node in walk(root):
        if safely(lambda node=node: matches(node, role, name), False):
            return node
    return None


def find_all(root, role=None, name=None):
    return [n for n in walk(root) if safely(lambda n=n: matches(n, role, name), False)]


def find(root, role=None, name=None, patience=10):
    """Waits for the first visible node of this role and name (a string or a question)."""
    try:
        return process.wait_for(lambda: find_now(root, role, name), patience,
                                '%s “%s”' % (role or 'anything', name))
    except TimeoutError as error:
        raise TimeoutError('%s; there is:\n%s' % (error, outline(root))) from None


def find_nth(root, number, role, name, patience=10):
    """Of several that are called alike: 0 is the first."""
    return process.wait_for(lambda: find_all(root, role, name)[number:], patience,
                            '%s “%s”, number %d' % (role, name, number))[0]


def find_shown(root, role, name, patience=10):
    """The same, but only what has a place in the window."""
    try:
        return process.wait_for(lambda: next(filter(shown, find_all(root, role, name)), None), patience,
                                '%s “%s” to be shown' % (role, name))
    except TimeoutError as error:
        raise TimeoutError('%s; there is:\n%s' % (error, outline(root))) from None


def find_below(container, what, question, patience=10):
    """The first child for which the question is true; does not look deeper, so it is quick."""
    def look():
        return next((one for one in children(container) if safely(lambda: question(one), False)), None)
    try:
        return process.wait_for(look, patience, what())
    except TimeoutError as error:
        raise TimeoutError('%s; there is:\n%s' % (error, outline(container, 1))) from None


def gone(root, role=None, name=None, patience=10):
    process.wait_for(lambda: find_now(root, role, name) is None, patience,
                     '%s “%s” to go away' % (role or 'anything', name))


def press(node):
    assert node.queryAction().doAction(0), 'cannot be pressed: ' + node.name


def action(node, name):
    """A named action of a widget or window, like `win.close`."""
    actions = node.queryAction()
    for number in range(actions.nActions):
        if actions.getName(number) == name:
            assert actions.doAction(number)
            return
    raise LookupError('no action ' + name)


def write(node, words):
    assert node.queryEditableText().setTextContents(words), 'cannot be written in: ' + node.name


def insert(node, words, place=0):
    """Into a text of several lines, whose whole content cannot be set; counts characters by bytes."""
    node.queryEditableText().insertText(place, words, len(words.encode()))
    process.wait_for(lambda: words in text(node), 10, 'the words to stand in ' + node.name)


def text(node):
    """What a node says: its text where it has one, else its name."""
    def read():
        content = node.queryText()
        return content.getText(0, content.characterCount)
    return safely(read) or safely(lambda: node.name, '') or ''


def said(root):
    """Everything that can be read below a node, one piece a line."""
    pieces = (text(node) for node in walk(root))
    return '\n'.join(piece for piece in pieces if piece)


def wait_said(root, words, patience=10):
    process.wait_for(lambda: words in said(root), patience, 'the words “%s”' % words)


def select(container, number):
    assert container.querySelection().selectChild(number)


def rows(root):
    return find_all(root, 'list item')


def outline(root, depth=14):
    """The tree as text, for a failed test's log."""
    lines = []

    def put(node, level):
        if level > depth or len(lines) > 400:
            return
        role = safely(node.getRoleName, '?')
        lines.append('%s%s “%s”' % ('  ' * level, role, safely(lambda: node.name, '')[:80]))
        for number in range(min(safely(lambda: node.childCount, 0), 60)):
            child = safely(lambda number=number: node.getChildAtIndex(number))
            if child is not None and visible(child):
                put(child, level + 1)
    put(root, 0)
    return '\n'.join(lines)


# Real keys and clicks, through X ------------------------------------------------------------------

def _xdotool(*arguments):
    done = subprocess.run(['xdotool', *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def keys(*names):
    _xdotool('key', *names)


def type_words(words):
    _xdotool('type', '--delay', '10', words)


def minimize(frame):
    _xdotool('search', '--name', '^%s$' % frame.name, 'windowminimize', '%@')


def click(frame, node, button=1):
    """A real click into the middle of a node; the frame is its window."""
    # A row that has just come has no place yet.
    process.wait_for(lambda: shown(node), 10, 'a place of “%s”' % node.name)
    inner = place(node)
    _xdotool('mousemove', *point(frame, inner.x + inner.width // 2, inner.y + inner.height // 2),
             'click', str(button))


def place(node):
    """Within its window: x, y, width, height."""
    return node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)


def point(frame, x, y):
    """Where on the screen a place of the window is, as xdotool takes it."""
    window = _xdotool('search', '--onlyvisible', '--name', '^%s$' % re.escape(frame.name)).split()[0]
    shell = _xdotool('getwindowgeometry', '--shell', window)
    geometry = dict(line.split('=') for line in shell.split())
    outer = place(frame)
    # AT-SPI measures without the shadow border that the X window has all around.
    across = (int(geometry['WIDTH']) - outer.width) // 2
    down = (int(geometry['HEIGHT']) - outer.height) // 2
    return str(int(geometry['X']) + across + x), str(int(geometry['Y']) + down + y)


def _scroller(node):
    while node is not None and node.getRoleName() != 'scroll pane':
        node = safely(lambda: node.parent)
    return node


def into_view(frame, node):
    """Turns the mouse wheel until the middle of the node is within what scrolls around it."""
    pane = _scroller(node)
    if pane is None:
        return
    outer = place(pane)
    for _turn in range(60):
        inner = place(node)
        middle = inner.y + inner.height // 2
        if outer.y + 12 <= middle <= outer.y + outer.height - 12:
            return
        wheel = '4' if middle < outer.y + 12 else '5'
        _xdotool('mousemove', *point(frame, outer.x + 4, outer.y + outer.height // 2), 'click', wheel)
        process.wait_for(lambda inner=inner: place(node).y != inner.y, 5, node.name + ' to move')
    raise AssertionError('cannot be scrolled to: ' + node.name)
