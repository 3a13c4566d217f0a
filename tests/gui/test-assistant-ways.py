#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first page to the first letter, in each way that POP has; what is then left at the post office says
a client that has nothing to do with ours: test-assistant-ways.py CASE"""

import re

import scene
from scene import FRIEND, Scene, drive, mail_client, process

import atspi
import guide

LETTERS = 3
NOTHING_REMOVED = 'Nothing will be removed from the post office.'


def left(post):
    return len(mail_client.pop_letters(post.office))


def visits(post):
    """What each POP visit by now has taken and removed, as Dovecot counts: [(retrieved, deleted), …]"""
    return [(int(taken), int(removed)) for taken, removed
            in re.findall(r'pop3\(.*retr=(\d+)/\d+, del=(\d+)/', post.office.log())]


def collected(post, number=LETTERS):
    """Waits until a visit that took all letters is over; nothing has been removed by any."""
    process.wait_for(lambda: (number, 0) in visits(post), 60, 'the letters to be collected')
    assert not [one for one in visits(post) if one[1]], visits(post)


def settings(post):
    return post.ctl('account', 'list')[0]


def photocopy():
    """Copies here, originals there: all of them, also after a new letter and a restart."""
    with Scene(letters=LETTERS) as post:
        walk = guide.Guide(post, 'photocopy')
        walk.to_the_ways()
        walk.choose('Photocopy')
        walk.promised(NOTHING_REMOVED)
        walk.first_letter()
        collected(post)
        post.program.quit()
        post.deliver('One more')
        post.program.start()
        drive.row(post.root, 'One more', 60)
        post.program.quit()
        assert left(post) == LETTERS + 1
        assert not [one for one in visits(post) if one[1]], visits(post)
        assert settings(post)['way'] == 'photocopy'
        assert len(post.clean()) == LETTERS + 1


def clear_later():
    """The page before says when; nothing is removed yet, by whatever visit."""
    with Scene(letters=LETTERS) as post:
        walk = guide.Guide(post, 'clear-later')
        walk.to_the_ways()
        walk.choose('Photocopy, cleared later', ('Days', 5))
        walk.promised('A letter is removed from the post office 5 days after it came here.',
                      'A letter you throw away here also vanishes from your phone.', never=NOTHING_REMOVED)
        walk.first_letter()
        collected(post)
        post.program.quit()
        assert left(post) == LETTERS
        another_visit(post)
        assert settings(post)['way'] == 'clear-later'


def take_home():
    """The box is emptied only when the letters have waited there as long as was said."""
    with Scene(letters=LETTERS) as post:
        walk = guide.Guide(post, 'take-home')
        walk.to_the_ways()
        walk.choose('Take home', ('Days that a letter waits', 2))
        walk.promised('A letter is removed from the post office 2 days after it is safe here.',
                      'After that your phone does not find it any more.', never=NOTHING_REMOVED)
        walk.first_letter()
        collected(post)
        post.program.quit()
        assert left(post) == LETTERS
        another_visit(post)
        post.ctl('way', '--set', 'take-home', '--days', 0)
        post.ctl('sync')
        assert left(post) == 0
        post.program.start()
        walk.first_letter(0)
        post.program.quit()
        assert len(post.clean()) == LETTERS


def second_account():
    """Of the same provider: one page is filled in, and the way of the first one is said and kept."""
    with Scene(letters=LETTERS) as post:
        post.add_account()
        post.office.deliver(FRIEND, scene.letter('For Bruno', 'Just for you.\n'))
        post.program.start()
        drive.row(post.root, 'Letter 1', 60)
        main = drive.window(post.root, drive.MAIN)
        drive.wait_active(main)
        atspi.keys('F10')
        atspi.press(atspi.find(post.root, 'menu item', lambda name: 'Add Account' in name))
        walk = guide.Guide(post, 'second-account', started=True)
        drive.who_are_you(post.root, 'Bruno Keller', FRIEND, post.office.people[FRIEND])
        frame = walk.page(drive.PERSON, 'person')
        atspi.wait_said(frame, 'As with %s: Shared box' % post.me)
        drive.press(frame, 'Continue')
        pages = set()
        process.wait_for(lambda: pages.update(drive.titles(post.root)) or drive.PROMISE in pages, 60, 'the promise')
        assert pages <= {drive.MAIN, drive.PERSON, drive.TRYING, drive.PROMISE}, pages
        walk.promised(NOTHING_REMOVED)
        # Its inbox is what is shown then.
        drive.row(post.root, 'For Bruno', 60)
        walk.picture('letters')
        post.program.quit()
        ways = {record['address']: record['way'] for record in post.ctl('account', 'list')}
        assert ways == {post.me: 'shared', FRIEND: 'shared'}, ways


def another_visit(post):
    """Changes nothing either."""
    post.ctl('sync')
    assert left(post) == LETTERS
    assert len(post.clean()) == LETTERS


if __name__ == '__main__':
    scene.main({'clear-later': clear_later, 'photocopy': photocopy,
                'second-account': second_account, 'take-home': take_home})
