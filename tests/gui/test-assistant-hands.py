#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One whole set-up, to the first letter, with the keys alone, with the mouse alone (but for what is typed), and
in other languages: test-assistant-hands.py CASE.  How wide the screen is, the caller says."""

import locale
import sys

import pyatspi

import scene
from scene import Scene, drive, process

import atspi
import guide


def radio(frame, name):
    return atspi.find_shown(frame, 'radio button', drive.words(name))


def check(frame, name):
    """With the keyboard: there, and the space bar."""
    guide.tab_to(frame, 'radio button', name)
    atspi.keys('space')
    process.wait_for(lambda: atspi.has(radio(frame, name), pyatspi.STATE_CHECKED), 10, name + ' to be chosen')


def ask_adviser(post, walk):
    """From the page of the ways and back to it, by keyboard."""
    ways = drive.page(post.root, drive.WAYS)
    guide.tab_to(ways, 'push button', 'Help Me Choose', 'shift+Tab')
    atspi.keys('space')
    frame = walk.page('Three Questions', 'questions')
    for answer in ('I, also on my phone or on another computer', 'Yes, I have been told that it is full',
                   'Nearly always'):
        check(frame, answer)
    walk.said('This suits you best: Photocopy, cleared later')
    walk.look(frame, 'answered')
    guide.tab_to(frame, 'push button', 'Use This Way')
    atspi.keys('space')


def keyboard():
    """Tab, space bar, arrows and Enter."""
    with Scene(letters=3) as post:
        walk = guide.Guide(post, 'keyboard')
        frame = walk.page(drive.WELCOME, 'welcome')
        drive.wait_active(frame)
        guide.wait_focus(frame, 'push button', 'Get Started')
        atspi.keys('Return')
        frame = drive.page(post.root, drive.PERSON)
        for field, content in zip(drive.FIELDS, ('Anna Lindner', post.me, post.office.people[post.me])):
            node = atspi.find_shown(frame, 'text', field)
            atspi.type_words(content)
            guide.wait_typed(node, content)
            atspi.keys('Tab')
        walk.look(frame, 'typed')
        guide.tab_to(frame, 'push button', 'Continue')
        atspi.keys('Return')
        frame = walk.page(drive.WAYS, 'ways')
        guide.wait_focus(frame, 'radio button', 'Shared box')
        ask_adviser(post, walk)
        frame = walk.page(drive.WAYS, 'advised')
        guide.wait_focus(frame, 'radio button', 'Photocopy, cleared later')
        atspi.keys('Up')
        process.wait_for(lambda: atspi.has(radio(frame, 'Photocopy'), pyatspi.STATE_CHECKED), 10, 'Photocopy')
        atspi.keys('Return')
        frame = walk.page(drive.PROMISE, 'promise')
        guide.wait_focus(frame, 'push button', 'Collect My Letters')
        atspi.keys('Return')
        frame = drive.window(post.root, drive.MAIN)
        drive.wait_active(frame)
        drive.row(post.root, 'Letter 2', 60)
        drive.wait_pane(post.root, 'list')
        atspi.keys('Down', 'Return')
        drive.wait_letter(post.root, 'Words of letter', 60)
        walk.picture('letter')
        post.program.quit()
        assert post.ctl('account', 'list')[0]['way'] == 'photocopy'


def point_at(frame, role, name):
    """Waits for it, scrolls to it, and clicks on it once it can be pressed."""
    node = atspi.find_shown(frame, role, drive.words(name), 60)
    process.wait_for(lambda: atspi.has(node, pyatspi.STATE_SENSITIVE), 20, name + ' to be ready')
    atspi.into_view(frame, node)
    atspi.click(frame, node)
    return node


def pointer(name='pointer', **look):
    """Clicks and the wheel; keys only for what is written in a field.  No page needs more room than there is."""
    with Scene(letters=3, **look) as post:
        walk = guide.Guide(post, '%s-%d' % (name, drive.screen_width()))
        frame = walk.page(drive.WELCOME, 'welcome')
        point_at(frame, 'push button', 'Get Started')
        frame = walk.page(drive.PERSON, 'person')
        for field, content in zip(drive.FIELDS, ('Anna Lindner', post.me, post.office.people[post.me])):
            node = point_at(frame, 'text', field)
            atspi.type_words(content)
            guide.wait_typed(node, content)
        walk.look(frame, 'typed')
        point_at(frame, 'push button', 'Continue')
        frame = walk.page(drive.WAYS, 'ways')
        point_at(frame, 'push button', 'See What Happens')
        frame = walk.page('What Happens to a Letter', 'play')
        point_at(frame, 'push button', 'Back')
        frame = drive.page(post.root, drive.WAYS)
        node = point_at(frame, 'radio button', 'Take home')
        process.wait_for(lambda: atspi.has(node, pyatspi.STATE_CHECKED), 10, 'the way to be chosen')
        walk.look(frame, 'chosen')
        point_at(frame, 'push button', 'Continue')
        frame = walk.page(drive.PROMISE, 'promise')
        assert drive.width(frame) <= drive.screen_width(), drive.width(frame)
        point_at(frame, 'push button', 'Collect My Letters')
        frame = drive.window(post.root, drive.MAIN)
        drive.wait_active(frame)
        atspi.click(frame, drive.row(post.root, 'Letter 1', 60))
        drive.wait_letter(post.root, 'Words of letter 1.', 60)
        walk.picture('letter')
        post.program.quit()
        assert post.ctl('account', 'list')[0]['way'] == 'take-home'


def middle(node):
    place = atspi.place(node)
    return place.x + place.width / 2


def language(name, mirrored=False):
    """Every page, in this language as far as it is translated, and to the first letter."""
    with Scene(letters=3, locale=name) as post:
        walk = guide.Guide(post, 'language-' + name[:2])
        frame = walk.to_the_ways()
        back = atspi.find_shown(frame, 'push button', drive.words('Back'))
        assert (middle(back) > middle(frame)) == mirrored, atspi.place(back)
        for button, title in (('Help Me Choose', 'Three Questions'), ('See What Happens', 'What Happens to a Letter')):
            drive.press(drive.page(post.root, drive.WAYS), button)
            walk.page(title, title.split()[0].lower())
            drive.press(drive.page(post.root, title), 'Back')
        walk.choose('Shared box')
        walk.promised()
        walk.first_letter()
        main = drive.window(post.root, drive.MAIN)
        assert (middle(drive.messages(post.root)) > middle(drive.letter(post.root))) == mirrored, atspi.outline(main)
        post.program.quit()


CASES = {'arabic': lambda: language('ar_EG.UTF-8', mirrored=True), 'german': lambda: language('de_DE.UTF-8'),
         'japanese': lambda: language('ja_JP.UTF-8'), 'keyboard': keyboard,
         'large-dark': lambda: pointer('large', text=200, dark=True), 'pointer': pointer}
LOCALES = {'german': 'de_DE.UTF-8', 'japanese': 'ja_JP.UTF-8', 'arabic': 'ar_EG.UTF-8'}


def is_here(name):
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    return True


if __name__ == '__main__':
    if sys.argv[1] in LOCALES and not is_here(LOCALES[sys.argv[1]]):
        print('1..0 # SKIP this system does not know %s' % LOCALES[sys.argv[1]])
        sys.exit(77)
    scene.main(CASES)
