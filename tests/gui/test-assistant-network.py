#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Setting up an account on a computer whose cable is plugged in only on the way: test-assistant-network.py CASE"""

import functools
import sys

import scene
from scene import Scene, drive, mail_client, postoffice, provider_file

import atspi
import guide
import small_internet

# Of a post office that nobody has heard of.
NAMES = ('pop.hill-house.org', 'smtp.hill-house.org')
OFFLINE = 'This computer is not connected to the internet'


def no_network():
    """That there is no internet is said, in that word; once there is, it goes on by itself."""
    office = {'names': (*postoffice.certificates.NAMES, small_internet.HERE),
              'listen': '127.0.0.1, ' + small_internet.HERE}
    with Scene(letters=3, office=office, facts=functools.partial(provider_file.text, host=small_internet.HERE),
               shell=small_internet.UNPLUGGED) as post:
        walk = guide.Guide(post, 'no-network')
        walk.to_the_ways()
        walk.choose('Shared box')
        frame = drive.page(post.root, drive.TRYING)
        atspi.find_shown(frame, 'push button', 'Try Again', 60)
        walk.said(OFFLINE)
        walk.look(frame, 'offline')
        small_internet.plug_in(post.program.child.pid)
        walk.promised()
        walk.first_letter()
        post.program.quit()
        assert len(post.clean()) == 3


def unknown_office():
    """Letters can only be collected there."""
    doors = {'pop3s': 995, 'submissions': 465}
    return small_internet.Office({'anna@hill-house.org': 'blue-stamp'}, doors, protocols='pop3 submission lmtp',
                                 listen='127.0.0.1, ' + small_internet.HERE, names=['localhost', *NAMES])


def unknown_scene():
    return Scene(letters=3, office=unknown_office(), facts=provider_file.of('ocn', 'post.ocn.ne.jp'),
                 shell=small_internet.UNPLUGGED)


def know_names(post):
    small_internet.know({(name, 'A'): [small_internet.HERE] for name in NAMES}, post.folder, small_internet.HERE)


def only_collected(post, walk):
    """That there is no shared box there is said; copies are made, and the originals stay."""
    frame = walk.page(drive.WAYS, 'ways')
    walk.said('Your post office does not offer this.')
    assert not atspi.has(atspi.find_shown(frame, 'radio button', 'Shared box'), guide.pyatspi.STATE_SENSITIVE)
    walk.choose('Photocopy')
    walk.promised('Nothing will be removed from the post office.')
    walk.first_letter()
    post.program.quit()
    assert len(mail_client.pop_letters(post.office)) == 3


def found():
    """By knocking, once there is an internet to knock in."""
    with unknown_scene() as post:
        know_names(post)
        walk = guide.Guide(post, 'found')
        walk.begin()
        walk.who_am_i()
        drive.go_on(post.root)
        frame = drive.page(post.root, drive.FINDING)
        walk.said(OFFLINE)
        walk.look(frame, 'offline')
        small_internet.plug_in(post.program.child.pid)
        only_collected(post, walk)


def named():
    """Somebody types what stands in the letter of the provider: a name, and no address."""
    with unknown_scene() as post:
        know_names(post)
        walk = guide.Guide(post, 'named')
        small_internet.plug_in(post.program.child.pid)
        walk.begin()
        drive.who_are_you(post.root, 'Anna Lindner', NAMES[0], post.office.people[post.me])
        frame = drive.page(post.root, drive.PERSON)
        walk.said('There is no @ in “%s”, so Penny Post takes it for the name of a post office.' % NAMES[0])
        atspi.write(atspi.find_shown(frame, 'text', 'What is your mail address?'), post.me)
        walk.look(frame, 'named')
        drive.go_on(post.root)
        only_collected(post, walk)


if __name__ == '__main__':
    if not small_internet.alone():
        print('1..0 # SKIP a network of its own needs root')
        sys.exit(77)
    scene.main({'found': found, 'named': named, 'no-network': no_network})
