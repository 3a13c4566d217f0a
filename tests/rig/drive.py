# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does on the first day, one function a step; runs inside a session (see demo.py).

The names by which things are found are those that a screen reader says.  They stand here, once.
"""

import atspi
import mail_client

APPLICATION = 'pennypost'

NAMES = {
    'begin': ('push button', 'Get Started'),
    'name': ('text', 'Your name'),
    'address': ('text', 'Mail address'),
    'password': ('password text', 'Password'),
    'next': ('push button', 'Next'),
    'way': ('radio button', 'Shared box'),
    'finish': ('push button', 'Show My Mail'),
    'list': ('list', 'Messages'),
    'reply': ('push button', 'Reply'),
    'body': ('text', 'Message'),
    'send': ('push button', 'Send'),
}

PLAIN = 'Schlüssel'
HTML = 'Frisch aus dem Ofen'


def thing(root, key, patience=20):
    role, name = NAMES[key]
    return atspi.find(root, role, name, patience)


def first_row(root, words, patience=60):
    """The list's row that says these words; rows carry sender, subject and date as their name."""
    return atspi.find(root, 'list item', lambda name: words in name, patience)


def open_row(root, words):
    row = first_row(root, words)
    row.parent.querySelection().selectChild(row.getIndexInParent())
    return row


def welcome(root):
    atspi.press(thing(root, 'begin'))


def who_are_you(root, address, password):
    atspi.write(thing(root, 'name'), 'Anna Lindner')
    atspi.write(thing(root, 'address'), address)
    atspi.write(thing(root, 'password'), password)
    atspi.press(thing(root, 'next'))


def choose_way(root):
    thing(root, 'way', 60)
    atspi.press(thing(root, 'next'))


def finish(root):
    atspi.press(thing(root, 'finish', 60))


def answer(root, words):
    atspi.press(thing(root, 'reply'))
    atspi.write(thing(root, 'body'), words)


def send(root):
    atspi.press(thing(root, 'send'))


def everything(tour, practice, address, password, friend, words):
    with tour.step('The program opens'):
        root = atspi.application(APPLICATION)
        thing(root, 'begin')
    with tour.step('Welcome'):
        welcome(root)
        thing(root, 'name')
    with tour.step('Name, address, password'):
        who_are_you(root, address, password)
    with tour.step('The settings are found, the ways explained'):
        thing(root, 'way', 60)
    with tour.step('Shared box chosen, letters may come and go'):
        choose_way(root)
        thing(root, 'finish', 60)
    with tour.step('Finished: the newest letters are there') as seen:
        finish(root)
        seen(first_row(root, 'Guten Morgen').name)
    with tour.step('A letter in plain text') as seen:
        seen(open_row(root, PLAIN).name)
        thing(root, 'reply')
    with tour.step('A newsletter, and nobody hears that it was opened') as seen:
        seen(open_row(root, HTML).name)
    with tour.step('An answer'):
        open_row(root, PLAIN)
        answer(root, words)
    with tour.step('Sent, and found by another program') as seen:
        send(root)
        with mail_client.Imap(practice.office, friend) as box:
            uid = box.wait_for_subject('INBOX', 'Re: ' + PLAIN, 30)
            letter = box.message('INBOX', uid)
            assert words in letter.get_body(('plain',)).get_content()
            seen('“%s” is in the inbox of %s' % (letter['Subject'], friend))
        with mail_client.Imap(practice.office) as box:
            box.wait_for_subject('Sent', 'Re: ' + PLAIN, 30)
            seen('and a copy in Sent')
