#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of an account in the preferences: name and signature are kept and used, the check goes all the
way, the way is changed in place, the account goes away: test-account-page.py CASE"""

import os
import subprocess

import scene
from scene import Scene, drive, process

import atspi

def button(root, words):
    """A button in a row is called as both together."""
    return atspi.find_shown(root, 'push button', lambda name: name.startswith(words))


def picture(name):
    folder = os.environ.get('PENNY_PICTURES')
    if folder:
        subprocess.run(['import', '-window', 'root', os.path.join(folder, name + '.png')], check=True)


def settings(post):
    return post.ctl('account', 'list')[0]


def everyday():
    """Name, signature, check, and what stands in a new message then."""
    with Scene(letters=3) as post:
        post.add_account()
        post.ctl('sync')
        post.program.start()
        drive.row(post.root, 'Letter 1')
        preferences = drive.account_page(post.root, post.me)
        picture('account')

        name = atspi.find(preferences, 'text', 'Your Name')
        atspi.click(preferences, name)
        atspi.keys('ctrl+a')
        atspi.type_words('Anna L.')
        atspi.keys('Return')
        process.wait_for(lambda: settings(post)['name'] == 'Anna L.', 10, 'the new name')

        atspi.press(button(preferences, 'Write…'))
        window = drive.window(post.root, 'Signature')
        atspi.write(atspi.find(window, 'text', 'Signature'), 'Anna\nHill House')
        picture('signature')
        atspi.press(atspi.find_shown(window, 'push button', 'Save'))
        atspi.find_shown(preferences, 'label', 'Anna')

        drive.row(post.root, 'Letter 1')
        atspi.press(button(preferences, 'Check'))
        check = drive.window(post.root, post.me)
        atspi.wait_said(check, 'Everything is all right', 30)
        picture('check')
        atspi.keys('Escape')
        atspi.press(atspi.find_shown(preferences, 'push button', 'Close'))

        drive.wait_active(drive.window(post.root, drive.MAIN))
        atspi.keys('ctrl+n')
        composer = drive.window(post.root, 'New Message')
        body = atspi.find(composer, 'text', 'Message')
        process.wait_for(lambda: 'Hill House' in atspi.text(body), 10, 'the signature')
        atspi.keys('Escape')
        post.program.quit()


def another_way():
    """From a shared box to photocopies: tried first, said first, and every letter is still here, once."""
    with Scene(letters=3) as post:
        account = post.add_account()
        post.ctl('sync')
        post.program.start()
        drive.row(post.root, 'Letter 1')
        preferences = drive.account_page(post.root, post.me)
        atspi.press(button(preferences, 'Change Way…'))
        drive.choose_way(post.root, 'Photocopy')
        picture('ways')
        drive.press(drive.page(post.root, drive.WAYS), 'Continue')
        frame = drive.page(post.root, drive.PROMISE)
        atspi.wait_said(frame, 'What is here already is not copied a second time.', 20)
        picture('promise')
        drive.press(frame, 'Keep These Settings')
        process.wait_for(lambda: settings(post)['way'] == 'photocopy', 20, 'the new way')
        drive.row(post.root, 'Letter 2')
        atspi.press(atspi.find_shown(preferences, 'push button', 'Close'))
        drive.wait_active(drive.window(post.root, drive.MAIN))
        post.deliver('A photocopy')
        atspi.keys('F5')
        drive.row(post.root, 'A photocopy', 60)
        post.program.quit()
        post.ctl('check')
        subjects = [record['subject'] for record in post.ctl('list', 'Inbox', '--limit', 100)]
        assert sorted(subjects) == ['A photocopy', 'Letter 0', 'Letter 1', 'Letter 2'], subjects
        assert settings(post)['account'] == account


if __name__ == '__main__':
    scene.main({'another-way': another_way, 'everyday': everyday})
