#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts without a password, in the whole program: through a browser that is a script, and by an account that the
desktop has; said no, signed in as somebody else, signed in again: test-sign-in.py CASE"""

import functools
import os
import pathlib
import shlex
import subprocess
import sys

import scene
from scene import BUILD, FRIEND, ME, PASSWORD, Scene, drive, process, provider_file

import atspi

try:
    import identity
    import online_accounts
except ImportError as missing:
    print('NOT TESTED: accounts without a password (%s)' % missing, file=sys.stderr)
    sys.exit(77)

PEOPLE = {ME: PASSWORD, FRIEND: 'red-stamp'}
SIGN_IN = 'Sign In with Your Browser'


def picture(name):
    folder = os.environ.get('PENNY_PICTURES')
    if folder:
        subprocess.run(['import', '-window', 'root', os.path.join(folder, 'sign-in-' + name + '.png')], check=True)


class Launched:
    """A program of the desktop that only writes down what it was started with."""

    def __init__(self, folder, name, scheme=None):
        self.log = pathlib.Path(folder, name + '.log')
        place = pathlib.Path(os.environ['XDG_DATA_HOME'], 'applications')
        place.mkdir(parents=True, exist_ok=True)
        script = pathlib.Path(folder, name + '.sh')
        script.write_text('#!/bin/sh\necho "started $1" >>%s\n' % shlex.quote(str(self.log)))
        script.chmod(0o755)
        (place / (name + '.desktop')).write_text('[Desktop Entry]\nType=Application\nName=%s\nExec=%s %%u\n'
                                                 % (name, script))
        if scheme:
            (pathlib.Path(folder, 'config/mimeapps.list')).write_text(
                '[Default Applications]\nx-scheme-handler/%s=%s.desktop\n' % (scheme, name))

    def started(self, times=1):
        """What the last of so many starts was given."""
        def look():
            lines = self.log.read_text().splitlines() if self.log.exists() else []
            return lines[times - 1] if len(lines) >= times else None
        return process.wait_for(look, 20, 'start %d of %s' % (times, self.log.stem)).split(' ', 1)[1]


def press_banner(main, words):
    """A button with a letter to press is called twice."""
    atspi.press(atspi.find_shown(main, 'push button', lambda name: name.startswith(words)))


def signing_scene(provider, **choices):
    return Scene(office={'people': PEOPLE, 'mechanisms': 'plain login oauthbearer xoauth2',
                         'introspection': provider.introspection_uri},
                 facts=functools.partial(provider_file.text, identity=provider, auth='oauth2'), **choices)


def browser():
    """No password anywhere; no, somebody else, then right."""
    with identity.Identity(dict(PEOPLE)) as provider, signing_scene(provider, letters=2) as post:
        opened = Launched(post.folder, 'test-browser', 'http')
        post.program.start()
        drive.begin(post.root)
        frame = drive.page(post.root, drive.PERSON)
        for field, words in zip(drive.FIELDS, ('Anna Lindner', ME)):
            atspi.write(atspi.find_shown(frame, 'text', field), words)
        atspi.wait_said(frame, 'You type no password here')
        picture('person')
        drive.go_on(post.root)
        drive.page(post.root, drive.WAYS)
        drive.go_on(post.root)

        frame = drive.page(post.root, SIGN_IN)
        picture('before')
        drive.press(frame, SIGN_IN)
        atspi.wait_said(frame, 'Waiting for You in the Browser…')
        picture('waiting')
        first = opened.started()
        drive.press(frame, 'Open It Again')
        assert opened.started(2) == first
        drive.press(frame, 'Cancel')
        drive.press(frame, SIGN_IN)
        identity.browse(opened.started(3), ME, PASSWORD, allow='no')
        atspi.wait_said(frame, 'Practice Post Office was not allowed to hand out your mail')
        picture('refused')

        drive.press(frame, SIGN_IN)
        identity.browse(opened.started(4), FRIEND, 'red-stamp')
        frame = drive.page(post.root, drive.TRYING)
        atspi.wait_said(frame, 'This sign-in does not open the box of ' + ME, 30)
        picture('somebody-else')
        drive.press(frame, 'Sign In')
        drive.press(drive.page(post.root, SIGN_IN), SIGN_IN)
        identity.browse(opened.started(5), ME, PASSWORD)
        drive.finish(post.root)
        drive.row(post.root, 'Letter 1')
        post.program.quit()
        assert post.ctl('account', 'list')[0]['auth'] == 'oauth2'


def sign_in_by_ctl(post, provider):
    path = post.folder / 'account.ini'
    path.write_text(post.office.account_file(ME).replace('[incoming]', 'auth=oauth2\n[incoming]', 1)
                    + provider.key_file_group())
    running = subprocess.Popen([BUILD / 'src/cli/pennypostctl', '--data-dir', post.folder / 'data', 'account',
                                'sign-in', path], stdout=subprocess.PIPE, text=True)
    uri = scene.json.loads(running.stdout.readline())['uri']
    identity.browse(uri, ME, PASSWORD)
    assert running.wait(30) == 0


def again():
    """The provider has forgotten us: the banner leads to the browser and nowhere else; another way needs none."""
    with identity.Identity(dict(PEOPLE)) as provider, signing_scene(provider, letters=2) as post:
        opened = Launched(post.folder, 'test-browser', 'http')
        sign_in_by_ctl(post, provider)
        provider.forget_all()
        post.program.start()
        main = drive.window(post.root, drive.MAIN)
        atspi.wait_said(main, 'Please sign in to Practice Post Office again', 30)
        picture('banner')
        press_banner(main, 'Sign In')
        frame = drive.page(post.root, SIGN_IN)
        drive.press(frame, SIGN_IN)
        identity.browse(opened.started(), ME, PASSWORD)
        process.wait_for(lambda: SIGN_IN not in drive.titles(post.root) and drive.TRYING not in drive.titles(post.root),
                         30, 'the assistant to close by itself')
        drive.row(post.root, 'Letter 1')

        drive.wait_active(main)
        atspi.keys('F10')
        atspi.press(atspi.find(post.root, 'menu item', 'Preferences'))
        preferences = drive.window(post.root, 'Preferences')
        drive.wait_active(preferences)
        atspi.click(preferences, atspi.find_shown(preferences, 'label', ME))
        atspi.press(atspi.find_shown(preferences, 'push button', lambda name: name.startswith('Change Way…')))
        drive.choose_way(post.root, 'Photocopy')
        drive.press(drive.page(post.root, drive.WAYS), 'Continue')
        drive.press(drive.page(post.root, drive.PROMISE), 'Keep These Settings')
        process.wait_for(lambda: post.ctl('account', 'list')[0]['way'] == 'photocopy', 20, 'the new way')
        assert post.ctl('account', 'list')[0]['auth'] == 'oauth2'
        atspi.press(atspi.find_shown(preferences, 'push button', 'Close'))
        drive.wait_active(main)
        post.program.quit()


def desktop():
    """An account of the desktop: picked, and it works; gone there, its settings open."""
    with Scene(letters=2) as post:
        panel = Launched(post.folder, 'gnome-online-accounts-panel')
        service = online_accounts.OnlineAccounts(post.den, os.environ['DBUS_SESSION_BUS_ADDRESS'])
        service.add('account_1', {}, online_accounts.mail_of(post.office, ME), {'PasswordBased': [
            ('GetPassword', 's', 's', 'ret = "%s"' % PASSWORD)]})
        post.program.start()
        frame = drive.page(post.root, drive.WELCOME)
        atspi.wait_said(frame, 'Use an Account of This Computer')
        picture('offers')
        atspi.click(frame, atspi.find_shown(frame, 'label', ME))
        frame = drive.page(post.root, drive.WAYS)
        drive.go_on(post.root)
        main = drive.finish(post.root)
        drive.row(post.root, 'Letter 1')
        assert post.ctl('account', 'list')[0]['auth'] == 'goa'

        service.remove('account_1')
        drive.wait_active(main)
        post.program.quit()
        post.program.start()
        main = drive.window(post.root, drive.MAIN)
        atspi.wait_said(main, 'The settings of this computer ask you to sign in', 40)
        press_banner(main, 'Online Accounts')
        panel.started()
        drive.wait_active(main)
        post.program.quit()
        service.close()


if __name__ == '__main__':
    scene.main({'again': again, 'browser': browser, 'desktop': desktop})
