#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much stands between a person and the first letter: tests/bench/count-screens.py BUILD [PROVIDER …]

The program is set up once for each provider, with that provider's facts, at a private post office that behaves
as they say, by whoever keeps what is recommended. On the way every page is read as a screen reader reads it.
Counted are the screens that wait for the person, the fields that must be filled, and the technical words (those
that tests/lint/lint.py keeps from first-run pages). Beside it stand other programs, as peers.ini has them.
"""

import configparser
import os
import pathlib
import re
import shlex
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent / name) for name in ('rig', 'gui', 'lint')]

# The five largest of the world, and the five largest of Germany beside them.
PROVIDERS = ('gmail', 'icloud', 'outlook', 'yahoo', 'aol', 'gmx', 'webde', 't-online', 'freenet', 'ionos')
PASSWORD = 'abcdefghijklmnop'      # has the shape of an app password, and passes for any other
SIGN_IN = 'Sign In with Your Browser'
AIM = (4, 3, 0)


class Count:
    """`screens`: titles of the pages that waited; `fields`: names; `words`: {word: pages on which it stood}."""

    def __init__(self):
        self.screens, self.fields, self.words = [], [], {}

    def read(self, frame, waits=True):
        if waits and frame.name not in self.screens:
            self.screens.append(frame.name)
        for sentence in sentences(frame):
            for word in technical(sentence):
                self.words.setdefault(word, set()).add(frame.name)

    def numbers(self):
        return len(self.screens), len(self.fields), len(self.words)


def find_field(frame, name):
    return next((node for node in atspi.find_all(frame, 'text', name) if atspi.shown(node)), None)


def technical(sentence):
    """What the lint would stop; what is quoted from somebody else's page it lets pass, too."""
    found = {match.group(0).lower() for match in lint.FORBIDDEN.finditer(lint.FOREIGN.sub('', sentence))}
    return {word[:-1] if word[-1] == 's' and lint.FORBIDDEN.fullmatch(word[:-1]) else word for word in found}


def sentences(frame):
    """All that can be read in a window now, but for what the person has typed."""
    for node in atspi.walk(frame):
        if atspi.shown(node):
            typed = atspi.safely(lambda node=node: node.getRoleName() == 'text')
            yield atspi.safely(lambda node=node: node.name if typed else atspi.text(node)) or ''


class Journey:
    """From the welcome to the first letter; `browser (page)`: signs in there."""

    def __init__(self, post, takes_password, browser=None):
        self.post, self.takes_password, self.browser = post, takes_password, browser
        self.count = Count()
        post.program.start()

    def go(self):
        root = self.post.root
        self.count.read(drive.page(root, drive.WELCOME))
        drive.begin(root)
        frame = drive.page(root, drive.PERSON)
        for field, content in zip(drive.FIELDS, ('Anna Lindner', self.post.me, PASSWORD)):
            self.fill(frame, field, content)
        go_on = atspi.find_shown(frame, 'push button', 'Continue')
        if self.takes_password or self.browser:
            process.wait_for(lambda: atspi.has(go_on, pyatspi.STATE_SENSITIVE), 20, 'this to be enough')
        self.count.read(frame)
        if not atspi.has(go_on, pyatspi.STATE_SENSITIVE):
            return None
        drive.go_on(root)
        title = drive.PERSON
        while title != drive.MAIN:
            frame = drive.window(root, lambda name, before=title: name not in ('', before), 60)
            title = frame.name
            self.take(frame, title)
        drive.row(root, 'Letter 2', 60)
        drive.open_row(root, 'Letter 2')
        drive.wait_letter(root, 'Words of letter 2.')
        self.count.read(drive.window(root, drive.MAIN), waits=False)
        self.post.program.quit()
        return self.count

    def fill(self, frame, field, content):
        """The password's field comes and goes with what is known of the address."""
        if field == 'Password' and not self.takes_password:
            process.wait_for(lambda: not find_field(frame, field), 20, 'the password not to be asked for')
            return
        atspi.write(process.wait_for(lambda: find_field(frame, field), 20, field), content)
        self.count.fields.append(field)

    def take(self, frame, title):
        """Reads a page, and presses what goes on, where it does not do that by itself."""
        self.count.read(frame, waits=title in (drive.WAYS, SIGN_IN, drive.PROMISE))
        if title == SIGN_IN:
            self.browser(frame)
        elif title in (drive.WAYS, drive.PROMISE):
            drive.press(frame, 'Continue' if title == drive.WAYS else 'Collect My Letters')


def facts_of(provider):
    facts = configparser.ConfigParser(interpolation=None)
    facts.read(provider_file.FACTS / (provider + '.ini'))
    return facts[provider]


def address_of(provider):
    """Somebody there, and the name to sign in with."""
    facts = facts_of(provider)
    address = 'anna@' + facts['domains'].split(';')[0]
    return address, 'anna' if facts.get('user') == 'local' else address


def journey(provider, keys=None, browser=None, **office):
    """Sets up an account there; `keys` are more facts, in place of the provider's own client."""
    address, login = address_of(provider)
    plain = provider_file.of(provider)

    def facts(here):
        return re.sub(r'^oauth-.*\n', '', plain(here), flags=re.M) + keys if keys else plain(here)
    people = {name: PASSWORD for name in (address, login)}
    with scene.Scene(office={'people': people, **office}, facts=facts) as post:
        for number in range(3):
            for name in people:
                post.office.deliver(name, scene.letter('Letter %d' % number, 'Words of letter %d.\n' % number))
        takes_password = not browser and facts_of(provider)['auth'] != 'oauth2'
        return Journey(post, takes_password, browser and browser(post)).go()


def through_browser(provider):
    """As in a program that is registered there: a real sign-in page, a script in place of the person."""
    address, _login = address_of(provider)
    with identity.Identity({address: PASSWORD}) as place:
        def browser(post):
            log = post.folder / 'browser.log'
            desktop = pathlib.Path(os.environ['XDG_DATA_HOME'], 'applications')
            desktop.mkdir(parents=True, exist_ok=True)
            script = post.folder / 'browser.sh'
            script.write_text('#!/bin/sh\necho "$1" >%s\n' % shlex.quote(str(log)))
            script.chmod(0o755)
            (desktop / 'browser.desktop').write_text(
                '[Desktop Entry]\nType=Application\nName=b\nExec=%s %%u\n' % script)
            (post.folder / 'config/mimeapps.list').write_text(
                '[Default Applications]\nx-scheme-handler/http=browser.desktop\n')

            def sign_in(frame):
                drive.press(frame, SIGN_IN)
                uri = process.wait_for(lambda: log.exists() and log.read_text().strip(), 20, 'the browser')
                identity.browse(uri, address, PASSWORD)
            return sign_in
        return journey(provider, place.provider_keys(), browser, mechanisms='plain login oauthbearer xoauth2',
                       introspection=place.introspection_uri)


def page_for_technicians():
    """Where such words are shown to whoever asks for them: that they are seen at all."""
    with scene.Scene() as post:
        post.program.start()
        drive.begin(post.root)
        drive.press(drive.page(post.root, drive.PERSON), 'Enter Settings by Hand')
        frame = drive.page(post.root, 'Settings by Hand')
        atspi.find_shown(frame, 'label', 'The protocol')
        count = Count()
        count.read(frame)
        assert {'imap', 'server', 'port', 'tls'} <= set(count.words), count.words
        post.program.quit()


# The table ----------------------------------------------------------------------------------------------

def say(name, numbers, remark=''):
    print('%-40s %7s %7s %7s  %s' % (name, *numbers, remark), flush=True)


def say_count(name, count):
    if count is None:
        say(name, ('-', '-', '-'), 'says before the password that it cannot')
        return
    numbers = count.numbers()
    missed = [] if numbers[0] <= AIM[0] else ['screens: ' + ', '.join(count.screens)]
    missed += ['%s on %s' % (word, ', '.join(sorted(pages))) for word, pages in sorted(count.words.items())]
    say(name, numbers, '; '.join(missed))


def say_peers():
    peers = configparser.ConfigParser(interpolation=None)
    peers.read(HERE / 'peers.ini')
    for name in peers.sections():
        peer = peers[name]
        lists = [peer[key].split('; ') for key in ('screens', 'fields')]
        found = sorted(set().union(*(technical(text) for text in peer['texts'].split('; '))))
        say('%s %s' % (name, peer['version']), (*map(len, lists), len(found)), ', '.join(found))


def main():
    build, wanted = sys.argv[1], sys.argv[2:] or PROVIDERS
    os.environ.update(PENNY_BUILD_ROOT=str(pathlib.Path(build).resolve()))
    import xsession
    global atspi, drive, identity, lint, process, provider_file, pyatspi, scene
    with xsession.Session(keyring=True, window_manager=True) as session, session.entered():
        import pyatspi
        import scene
        from scene import drive, process, provider_file
        import atspi
        import identity
        import lint
        page_for_technicians()
        say('', ('screens', 'fields', 'words'), '(aim: at most %d, %d, %d)' % AIM)
        for provider in wanted:
            say_count(provider, journey(provider))
            if 'oauth2' in facts_of(provider)['auth']:
                say_count(provider + ', registered', through_browser(provider))
    print()
    say_peers()


if __name__ == '__main__':
    main()
