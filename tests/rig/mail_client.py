# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent client for tests: what does the server really hold?  Python's own libraries only."""

import base64
import email
import email.policy
import imaplib
import poplib
import re
import smtplib
import ssl
import time

import process

# Practice letters have long lines on purpose.
imaplib._MAXLINE = poplib._MAXLINE = 10_000_000


def trust(office):
    return ssl.create_default_context(cafile=office.ca_file)


def first_person(office):
    return next(iter(office.people))


def decoded(name):
    """A mailbox's name as people see it (RFC 3501 §5.1.3)."""
    return re.sub('&([^-]*)-', lambda part: '&' if not part[1] else base64.b64decode(
        part[1].replace(',', '/') + '=' * (-len(part[1]) % 4)).decode('utf-16-be'), name)


class Imap:
    """`with Imap (office) as box: box.subjects ('INBOX')`"""

    def __init__(self, office, person=None):
        self.office = office
        self.person = person or first_person(office)
        self.link = imaplib.IMAP4_SSL('localhost', office.ports['imaps'],
                                      ssl_context=trust(office), timeout=30)
        self.link.login(self.person, office.people[self.person])
        self.able = self.good(self.link.capability())[-1].decode().split()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.link.logout()
        except (OSError, imaplib.IMAP4.error):
            pass

    @staticmethod
    def good(answer):
        status, data = answer
        assert status == 'OK', answer
        return data

    def spelled(self, folder):
        return '"%s"' % self.office.place(folder)

    def folders(self):
        """Names and attributes: {'Sent': {'\\\\Sent', …}, …}"""
        result = {}
        for line in self.good(self.link.list()):
            marks, name = re.match(rb'\(([^)]*)\) "[^"]*" (.*)$', line).groups()
            result[self.office.name(name.decode().strip('"'))] = set(marks.decode().split())
        return result

    def select(self, folder, readonly=True):
        return int(self.good(self.link.select(self.spelled(folder), readonly))[0])

    def uids(self, folder, *criteria):
        self.select(folder)
        found = self.good(self.link.uid('SEARCH', *(criteria or ('ALL',))))
        return [int(uid) for uid in (found[0] or b'').split()]

    def raw(self, folder, uid):
        self.select(folder)
        data = self.good(self.link.uid('FETCH', str(uid), '(BODY.PEEK[])'))
        return data[0][1]

    def message(self, folder, uid):
        return email.message_from_bytes(self.raw(folder, uid), policy=email.policy.default)

    def flags(self, folder, uid):
        self.select(folder)
        data = self.good(self.link.uid('FETCH', str(uid), '(FLAGS)'))
        return {flag.decode() for flag in imaplib.ParseFlags(data[0])}

    def store(self, folder, uid, how, flags):
        self.select(folder, readonly=False)
        self.good(self.link.uid('STORE', str(uid), how, '(%s)' % flags))

    def remove(self, folder, uid):
        self.store(folder, uid, '+FLAGS', '\\Deleted')
        self.good(self.link.uid('EXPUNGE', str(uid)))

    def subjects(self, folder):
        """Decoded subjects by UID."""
        self.select(folder)
        answer = self.good(self.link.uid('FETCH', '1:*', '(UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])'))
        result = {}
        for item in answer:
            if isinstance(item, tuple):
                uid = int(re.search(rb'UID (\d+)', item[0]).group(1))
                head = email.message_from_bytes(item[1], policy=email.policy.default)
                result[uid] = str(head['subject'] or '')
        return result

    def marked_subjects(self, folder):
        """Decoded subject and flags by UID, in one command."""
        if not self.select(folder):
            return {}
        answer = self.good(self.link.uid('FETCH', '1:*', '(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])'))
        result = {}
        for item, tail in zip(answer, [*answer[1:], b'']):
            if isinstance(item, tuple):
                facts = item[0] + (tail if isinstance(tail, bytes) else b'')
                uid = int(re.search(rb'UID (\d+)', facts).group(1))
                head = email.message_from_bytes(item[1], policy=email.policy.default)
                result[uid] = (str(head['subject'] or ''), {flag.decode() for flag in imaplib.ParseFlags(facts)})
        return result

    def append(self, folder, raw, flags='', when=None):
        if self.link.is_readonly:
            # "NO Current box is selected READ-ONLY." (Courier 5.0, 2026-11-30)
            self.select(folder, readonly=False)
        self.good(self.link.append(self.spelled(folder), '(%s)' % flags,
                                   imaplib.Time2Internaldate(when or time.time()), raw))

    def copy(self, folder, uid, target):
        self.select(folder, readonly=False)
        self.good(self.link.uid('COPY', str(uid), self.spelled(target)))

    def move(self, folder, uid, target):
        if 'MOVE' in self.able:
            self.select(folder, readonly=False)
            self.good(self.link.uid('MOVE', str(uid), self.spelled(target)))
        else:
            self.copy(folder, uid, target)
            self.remove(folder, uid)

    def create(self, folder):
        self.good(self.link.create(self.spelled(folder)))

    def rename(self, folder, other):
        self.leave()
        self.good(self.link.rename(self.spelled(folder), self.spelled(other)))

    def delete(self, folder):
        self.leave()
        self.good(self.link.delete(self.spelled(folder)))

    def leave(self):
        """A folder that is selected may be neither deleted nor renamed everywhere."""
        self.select('INBOX')

    def wait_for_subject(self, folder, subject, patience=15.0):
        """The UID of the letter with this subject, as soon as it is there."""
        def look():
            self.link.noop()
            return next((u for u, s in self.subjects(folder).items() if s == subject), None)
        return process.wait_for(look, patience, '“%s” in %s' % (subject, folder))


def pop(office, person=None):
    """A POP3 session over TLS, logged in; the caller quits it."""
    person = person or first_person(office)
    link = poplib.POP3_SSL('localhost', office.ports['pop3s'], context=trust(office), timeout=30)
    link.user(person)
    link.pass_(office.people[person])
    return link


def pop_letters(office, person=None):
    """The raw letters that POP would give now, by UIDL; nothing is changed."""
    link = pop(office, person)
    try:
        result = {}
        for line in link.uidl()[1]:
            number, uidl = line.decode().split()
            result[uidl] = b'\r\n'.join(link.retr(int(number))[1]) + b'\r\n'
        return result
    finally:
        link.close()


def send(office, recipients, raw, person=None):
    """Submits a letter over TLS; returns the refused recipients as smtplib does."""
    person = person or first_person(office)
    with smtplib.SMTP_SSL('localhost', office.ports['submissions'], context=trust(office),
                          timeout=30) as link:
        link.login(person, office.people[person])
        return link.sendmail(person, recipients, raw)
