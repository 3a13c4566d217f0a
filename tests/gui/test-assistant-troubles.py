#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong while an account is set up, and how it is mended where it is said: test-assistant-troubles.py CASE"""

import re

import scene
from scene import Scene, drive, mail_client, process, provider_file

import atspi
import guide

ORDINARY = 'Sunshine-1984'
UNPROVEN = 'The post office cannot prove who it is'
OWN = 'This Post Office Is My Own'
TRUST = 'Trust It from Now On'
# Of a provider with which nobody here has to do.
SOMEBODY_ELSE = provider_file.of('ocn', 'post.ocn.ne.jp')
HOST, PORT = 'Name of the post office (host name)', 'Door number (port)'


def mend_password(post, password):
    """On the page that the advice has led to."""
    frame = drive.page(post.root, drive.PERSON)
    atspi.write(atspi.find_shown(frame, 'text', 'Password'), password)
    drive.go_on(post.root)


def wrong_password():
    """Said in a plain sentence, with the way back to the field, and nothing typed is lost."""
    with Scene(letters=3) as post:
        walk = guide.Guide(post, 'wrong-password')
        walk.to_the_ways('wrong-stamp')
        walk.choose('Photocopy')
        frame = drive.page(post.root, drive.TRYING)
        atspi.find_shown(frame, 'push button', drive.PASSWORD_AGAIN, 60)
        walk.look(frame, 'refused')
        walk.said('The password was not accepted')
        drive.press(frame, drive.PASSWORD_AGAIN)
        drive.page(post.root, drive.PERSON)
        assert drive.typed(post.root)[:2] == ['Anna Lindner', post.me], drive.typed(post.root)
        mend_password(post, post.office.people[post.me])
        # The choice of the way was kept, so it is not asked for again.
        walk.promised('Nothing will be removed from the post office.')
        walk.first_letter()
        post.program.quit()


def app_password():
    """Gmail's facts: what is wanted first; the ordinary password is doubted before it is sent; the right one
    may be pasted as the page shows it."""
    office = {'people': {'anna@gmail.com': 'abcdefghijklmnop'}}
    with Scene(letters=3, office=office, facts=provider_file.of('gmail')) as post:
        walk = guide.Guide(post, 'app-password')
        walk.begin()
        walk.who_am_i(' ')
        frame = drive.page(post.root, drive.PERSON)
        said = atspi.said(frame)
        assert 'Gmail wants something first' in said and 'app password' in said, said
        guide.fill(frame, 'Password', ORDINARY)
        atspi.click(frame, atspi.find_shown(frame, 'text', 'Your name'))
        alert = atspi.find_shown(frame, 'alert', lambda words: 'usual password' in words)
        atspi.into_view(frame, alert)
        walk.look(frame, 'doubt')
        assert '16' in atspi.text(alert), atspi.text(alert)
        assert 'auth' not in post.office.log() and 'Login' not in post.office.log(), post.office.log()

        guide.fill(frame, 'Password', 'abcd efgh ijkl mnop')
        atspi.gone(frame, 'alert', lambda words: 'usual password' in words)
        walk.look(frame, 'app-password')
        drive.go_on(post.root)
        walk.page(drive.WAYS, 'ways')
        walk.choose('Shared box')
        walk.promised()
        walk.first_letter()
        post.program.quit()
        assert ORDINARY not in post.said()


def by_hand(post, walk):
    """An address that nobody knows, and the two names that the person has been told."""
    walk.begin()
    walk.who_am_i()
    drive.press(drive.page(post.root, drive.PERSON), 'Enter Settings by Hand')
    frame = drive.page(post.root, 'Settings by Hand')
    atspi.find_shown(frame, 'text', HOST)
    for number, door in enumerate(('imaps', 'submissions')):
        atspi.write(atspi.find_nth(frame, number, 'text', HOST), 'localhost')
        atspi.write(atspi.find_nth(frame, number, 'text', PORT), str(post.office.ports[door]))
    walk.look(frame, 'by-hand')
    drive.go_on(post.root)


def callers(post):
    """How many have come to where letters are collected and gone again."""
    return post.office.log().count('imap-login: ')


def refused(post, walk, before=0):
    """It is said why, and nobody has told the post office who we are."""
    frame = drive.page(post.root, drive.TRYING)
    process.wait_for(lambda: callers(post) > before, 60, 'the post office to be asked')
    atspi.find_shown(frame, 'push button', 'Try Again', 60)
    walk.said(UNPROVEN)
    log = post.office.log()
    assert not re.search(r'Login: |Aborted login|auth failed|[1-9]\d* attempts', log), log
    return frame


def stranger():
    """A post office of one's own whose proof of identity nobody vouches for: refused, trusted, used, and
    trusted no longer."""
    with Scene(letters=3, facts=SOMEBODY_ELSE, trusting=False) as post:
        walk = guide.Guide(post, 'stranger')
        by_hand(post, walk)
        walk.look(refused(post, walk), 'refused')
        before = callers(post)
        drive.press(drive.page(post.root, drive.TRYING), 'Try Again')
        frame = refused(post, walk, before)
        assert not [node for node in atspi.find_all(frame, 'push button', TRUST) if atspi.shown(node)]

        own = atspi.find_shown(frame, None, OWN)
        atspi.into_view(frame, own)
        atspi.click(frame, own)
        trust = atspi.find_shown(frame, 'push button', TRUST)
        walk.said('Trust it only when “localhost” is your own')
        atspi.into_view(frame, trust)
        walk.look(frame, 'one-sentence')
        atspi.press(trust)
        walk.promised()
        walk.first_letter()
        revoke(post, walk)
        post.program.quit()


def revoke(post, walk):
    """Both directions, in the account's page; from then on nothing comes."""
    main = drive.window(post.root, drive.MAIN)
    preferences = drive.account_page(post.root, post.me)
    for direction in ('receiving', 'sending'):
        atspi.find_shown(preferences, 'label', 'You vouched for it yourself, for ' + direction)
    walk.picture('vouched')
    for _direction in range(2):
        button = atspi.find_shown(preferences, 'push button', lambda name: name.startswith('Trust No Longer'))
        atspi.into_view(preferences, button)
        before = len(trusted(preferences))
        atspi.press(button)
        process.wait_for(lambda before=before: len(trusted(preferences)) < before, 10, 'the trust to end')
    drive.press(preferences, 'Close')
    seen = len(re.findall('Login: ', post.office.log()))
    atspi.wait_said(main, UNPROVEN, 60)
    walk.picture('revoked')
    post.deliver('Too late')
    before = callers(post)
    atspi.press(atspi.find_shown(main, 'push button', lambda name: name.startswith('Try Again')))
    process.wait_for(lambda: callers(post) > before, 60, 'another try')
    assert len(re.findall('Login: ', post.office.log())) == seen
    assert not [row for row in drive.rows(post.root) if 'Too late' in row]


def trusted(preferences):
    return [node for node in atspi.find_all(preferences, 'push button',
                                            lambda name: name.startswith('Trust No Longer')) if atspi.shown(node)]


def no_trust():
    """A provider whom everybody knows is not one's own: there is nothing to press then."""
    office = {'people': {'anna@gmx.net': 'blue-stamp'}}
    with Scene(office=office, facts=provider_file.of('gmx'), trusting=False) as post:
        walk = guide.Guide(post, 'no-trust')
        walk.to_the_ways()
        walk.choose('Shared box')
        frame = walk.look(refused(post, walk), 'refused')
        assert not [node for node in atspi.find_all(frame, None, OWN) if atspi.shown(node)], atspi.outline(frame)
        post.program.quit()


def only_pop():
    """OCN's facts: no shared box there, and that is said on its card; photocopies work."""
    office = {'people': {'anna@ocn.ne.jp': 'blue-stamp'}, 'protocols': 'pop3 submission lmtp'}
    with Scene(letters=3, office=office, facts=provider_file.of('ocn')) as post:
        walk = guide.Guide(post, 'only-pop')
        frame = walk.to_the_ways()
        walk.said('OCN does not offer this.')
        shared = atspi.find_shown(frame, 'radio button', 'Shared box')
        assert not atspi.has(shared, guide.pyatspi.STATE_SENSITIVE)
        assert not atspi.has(shared, guide.pyatspi.STATE_CHECKED)
        atspi.click(frame, shared)
        walk.choose('Photocopy')
        walk.promised('Nothing will be removed from the post office.')
        walk.first_letter()
        post.program.quit()
        assert len(mail_client.pop_letters(post.office)) == 3
        assert post.ctl('account', 'list')[0]['way'] == 'photocopy'


if __name__ == '__main__':
    scene.main({'app-password': app_password, 'no-trust': no_trust, 'only-pop': only_pop, 'stranger': stranger,
                'wrong-password': wrong_password})
