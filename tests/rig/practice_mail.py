#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Some two hundred letters to practise with: varied, believable, the same every time.

`letters (now)` gives them oldest first; `fill (office)` puts them into a post office by IMAP; as a
command, `practice_mail.py FOLDER [--now T]` writes a Maildir++.  No letter is anybody's.
"""

import argparse
import base64
import datetime
import email.message
import email.policy
import email.utils
import html
import os
import pathlib
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import practice_files as files
import practice_texts as texts

HOUR = 3600
DAY = 24 * HOUR
ZONE = datetime.timezone(datetime.timedelta(hours=1))
POLICY = email.policy.SMTP.clone(max_line_length=78)


class Letter:
    """One letter: where it lies, when it came, its flags and its bytes."""

    def __init__(self, folder, when, flags, raw):
        self.folder = folder
        self.when = when
        self.flags = flags
        self.raw = raw


class Maker:
    def __init__(self, now):
        self.now = now
        self.chance = random.Random(1840)
        self.count = 0
        self.letters = []

    # Small pieces --------------------------------------------------------------------------------

    def new_id(self, who='post'):
        self.count += 1
        return '<practice.%d.%s@penny.example>' % (self.count, who)

    @staticmethod
    def person(who):
        name, address = texts.PEOPLE[who] if isinstance(who, str) else who
        return email.utils.formataddr((name, address), 'utf-8')

    @staticmethod
    def date(when):
        return email.utils.format_datetime(datetime.datetime.fromtimestamp(int(when), ZONE))

    def begin(self, who, when, subject, to='anna', identity=None):
        message = email.message.EmailMessage(policy=POLICY)
        message['From'] = self.person(who)
        message['To'] = self.person(to)
        message['Date'] = self.date(when)
        message['Message-ID'] = identity or self.new_id(who if isinstance(who, str) else 'post')
        message['Subject'] = subject
        return message

    def seen(self, when, likely=0.97):
        """Old letters are read, of the last days' some are not."""
        age = (self.now - when) / DAY
        return self.chance.random() < (0.25 if age < 1 else 0.6 if age < 4 else likely)

    def keep(self, message, folder, when, flags=None):
        for number, part in enumerate(message.walk()):
            if part.is_multipart():
                part.set_boundary('=_practice_%d_%d' % (len(self.letters), number))
        self.keep_raw(message.as_bytes(), folder, when, flags)

    def keep_raw(self, raw, folder, when, flags=None):
        if flags is None:
            flags = '\\Seen' if self.seen(when) else ''
        self.letters.append(Letter(folder, when, flags.strip(), raw))

    @staticmethod
    def flowed(words, width=72):
        """format=flowed (RFC 3676): soft breaks end in a space; a leading one is stuffed."""
        out = []
        for paragraph in words.split('\n'):
            line = ''
            for word in paragraph.split(' '):
                if line and len(line) + len(word) >= width and not paragraph.startswith('>'):
                    out.append(line + ' ')
                    line = word
                else:
                    line = word if not line else line + ' ' + word
            if line.startswith((' ', 'From ')):
                line = ' ' + line
            out.append(line)
        return '\n'.join(out) + '\n'

    def write(self, message, words, flowed=True):
        message.set_content(self.flowed(words) if flowed else words + '\n', cte='8bit')
        if flowed:
            message.set_param('format', 'flowed')

    # Conversations -------------------------------------------------------------------------------

    def conversations(self):
        for subject, age, folder, steps in texts.CONVERSATIONS:
            self.conversation(subject, self.now - age * HOUR, folder, steps)

    def conversation(self, subject, start, folder, steps):
        identities = [self.new_id(who) for who, _, _ in steps]
        partner = next(who for who, _, _ in steps if who != 'anna')
        before = ''
        for number, (who, later, words) in enumerate(steps):
            when = min(start + later * HOUR, self.now - 10 * 60)
            message = self.begin(who, when, ('Re: ' if number else '') + subject,
                                 'anna' if who != 'anna' else partner, identities[number])
            if number:
                message['In-Reply-To'] = identities[number - 1]
                message['References'] = ' '.join(identities[:number])
            if len({w for w, _, _ in steps}) > 2:
                message['Cc'] = self.person('greta' if who != 'greta' else 'vogt')
            quoted = before if number % 2 else ''
            self.write(message, words + quoted)
            before = '\n\n%s schrieb:\n' % texts.PEOPLE[who][0] + '\n'.join(
                ('> ' + line).rstrip() for line in words.split('\n'))
            if subject == 'Nebenkostenabrechnung' and not number:
                self.enclose(message, 'pdf', 'Abrechnung')
            if subject == 'Photos from the harbour' and not number:
                self.enclose(message, 'picture', 'harbour')
            mine = who == 'anna'
            answered = any(w == 'anna' for w, _, _ in steps[number + 1:number + 2])
            flags = '\\Seen' if mine or answered or self.seen(when) else ''
            flags += ' \\Answered' if answered and not mine else ''
            self.keep(message, 'Sent' if mine else folder, when, flags)

    # Single letters --------------------------------------------------------------------------------

    def enclose(self, message, kind, name='letter'):
        if kind == 'pdf':
            lines = [name, '', 'Dies ist ein Übungsblatt, im Rechner gezeichnet.', 'Seite 1 von 1']
            message.add_attachment(files.pdf(lines), maintype='application', subtype='pdf',
                                   filename=name.replace(' ', '_') + '.pdf')
        elif kind == 'picture':
            message.add_attachment(files.harbour(len(self.letters)), maintype='image',
                                   subtype='png', filename='Bild für Anna %d.png' % self.count)
        elif kind == 'text':
            message.add_attachment('Poires au miel: 12\nPoires à la vanille: 9\n', 'plain',
                                   filename='confitures.txt')
        elif kind == 'forward':
            inner = self.begin('garden', self.now - 80 * HOUR, 'Flohmarkt am Lindenhof', 'bruno')
            self.write(inner, 'Am Samstag ab neun Uhr. Bitte Tische selbst mitbringen und Kuchen '
                       'für die Kaffeetafel.')
            message.add_attachment(inner)

    def inline(self, message, words):
        body = '<p>%s</p><p><img src="cid:leaf@practice" alt="もみじの葉" width="160"></p>' % (
            html.escape(words).replace('\n', '<br>'))
        message.set_content(words + '\n', cte='8bit')
        message.add_alternative('<html><body>%s</body></html>' % body, subtype='html', cte='base64')
        page = message.get_payload()[1]
        page.add_related(files.leaf(), maintype='image', subtype='png', cid='<leaf@practice>',
                         filename='momiji.png', disposition='inline')

    def singles(self):
        for who, age, folder, subject, words, extras in texts.SINGLES:
            when = self.now - age * HOUR
            message = self.begin(who, when, subject)
            if 'inline' in extras:
                self.inline(message, words)
            else:
                self.write(message, words, flowed='    ' not in words)
            for kind in extras:
                self.enclose(message, kind, subject)
            flags = '\\Seen \\Flagged' if 'star' in extras else None
            self.keep(message, folder, when, flags)

    # Series ----------------------------------------------------------------------------------------

    def newsletter(self, who, when, subject, heading, pieces, host, language):
        """HTML with pictures from afar and a picture that counts its readers."""
        message = self.begin(who, when, subject)
        message['List-Unsubscribe'] = '<mailto:%s?subject=unsubscribe>' % texts.PEOPLE[who][1]
        message['List-Id'] = '<news.%s>' % texts.PEOPLE[who][1].split('@')[1]
        rows = ''.join(
            '<tr><td style="padding:12px"><img src="http://%s/pictures/%d.jpg" width="120" '
            'height="90" alt=""></td><td style="padding:12px"><h3 style="margin:0;color:#8a4b12">'
            '%s</h3><p style="margin:6px 0">%s</p><a href="http://%s/go?to=%d&amp;who=anna">%s</a>'
            '</td></tr>' % (host, n, html.escape(name), html.escape(about), host, n,
                            'Mehr lesen' if language == 'de' else 'Read more')
            for n, (name, about) in enumerate(pieces))
        page = ('<html lang="%s"><head><style>body{font-family:sans-serif;background:#f7f1e7}'
                'table{background:#fff;border-radius:8px}</style></head><body>'
                '<h1 style="color:#8a4b12">%s</h1><table width="600" align="center">%s</table>'
                '<p style="font-size:11px;color:#777">%s</p>'
                '<img src="http://%s/seen.gif?reader=anna&amp;issue=%d" width="1" height="1" alt="">'
                '</body></html>' % (language, html.escape(heading), rows,
                                    'Sie erhalten diese Zeilen, weil Sie bei uns einkaufen.'
                                    if language == 'de' else
                                    'You get this letter because you asked for it in our shop.',
                                    host, int(when) // DAY))
        plain = heading + '\n\n' + '\n\n'.join('%s\n%s' % piece for piece in pieces) + '\n'
        message.set_content(plain, cte='quoted-printable')
        message.add_alternative(page, subtype='html', cte='quoted-printable')
        self.keep(message, 'INBOX' if self.now - when < 200 * DAY else 'Archive', when)

    def newsletters(self):
        for number in range(18):
            chosen = [texts.BAKERY[(number + k) % len(texts.BAKERY)] for k in range(3)]
            self.newsletter('bakery', self.now - (number * 21 + 0.2) * DAY,
                            'Frisch aus dem Ofen: ' + chosen[0][0], 'Guten Morgen, Anna!', chosen,
                            'news.example.test', 'de')
        for number in range(10):
            chosen = [texts.BOOKS[(number + k) % len(texts.BOOKS)] for k in range(2)]
            self.newsletter('books', self.now - (number * 45 + 1.4) * DAY,
                            'New by the window: ' + chosen[0][0], 'Good evening, readers', chosen,
                            'track.example.test', 'en')

    def parcels(self):
        for number, thing in enumerate(texts.PARCELS):
            number_text = 'KR%08d' % (48210077 + number * 7919)
            announced = self.now - (number * 47 + 1.1) * DAY
            for step, (hours, subject, words) in enumerate((
                    (0, 'Ihr Paket %s ist unterwegs', 'Ihr Paket (%s) wurde heute dem Boten übergeben.'),
                    (22, 'Ihr Paket %s wurde zugestellt', 'Ihr Paket (%s) liegt bei Ihrem Nachbarn '
                     'Herrn Haddad.'))):
                when = announced + hours * HOUR
                message = self.begin('parcel', when, subject % number_text)
                words = 'Guten Tag Anna Lindner,\n\n' + words % thing + '\n\nSendung %s\n\nIhr ' \
                    'Kranich Paketdienst\n' % number_text
                message.set_content(words, cte='quoted-printable')
                message.add_alternative(
                    '<div style="background:#123a6b;color:#fff;padding:16px"><img src="http://'
                    'logo.example.test/crane.png" alt="Kranich"></div><p>%s</p><a href="http://track'
                    '.example.test/%s">Sendung verfolgen</a>' % (
                        html.escape(words).replace('\n', '<br>'), number_text), subtype='html')
                self.keep(message, 'INBOX', when)

    def notices(self):
        for number, (subject, words) in enumerate(texts.SCHOOL):
            when = self.now - (number * 38 + 2.6) * DAY
            message = self.begin('school', when, subject)
            self.write(message, 'Liebe Eltern,\n\n' + words + '\n\nMit freundlichen Grüßen\n'
                       'Sekretariat der Grundschule am Anger')
            if number % 3 == 1:
                self.enclose(message, 'pdf', 'Elternbrief %d' % number)
            self.keep(message, 'INBOX', when)
        for number in range(10):
            when = self.now - (number * 28 + 3.3) * DAY
            message = self.begin('vogt', when, 'Probentermin %d' % (number + 1))
            self.write(message, 'Liebe alle,\n\nder Termin liegt als Kalenderdatei bei.\n\nMatthias')
            message.add_attachment(
                files.ics('rehearsal-%d@practice' % number, int(when) + 5 * DAY, 2,
                          'Chorprobe', 'Gemeindesaal'),
                maintype='text', subtype='calendar', filename='probe.ics')
            self.keep(message, 'INBOX', when)
        for number in range(9):
            when = self.now - (number * 60 + 8.5) * DAY
            message = self.begin('library', when, 'Erinnerung: Leihfrist endet bald')
            message.set_content('Guten Tag,\n\nbitte bringen Sie folgende Medien zurück:\n\n'
                                '  - %s\n  - %s\n\nIhre Stadtbücherei\n'
                                % (texts.BOOKS[number % 5][0], texts.BOOKS[(number + 2) % 5][0]))
            self.keep(message, 'INBOX' if number < 3 else 'Trash', when)

    def travel_and_bank(self):
        for number, place in enumerate(('Hamburg', 'Lübeck', 'Penzance', 'Lyon', 'Wismar')):
            when = self.now - (number * 90 + 12.2) * DAY
            message = self.begin('railway', when, 'Ihre Fahrkarte nach ' + place)
            message.set_content('Gute Reise!\n\nIhre Fahrkarte liegt als PDF bei.\n')
            self.enclose(message, 'pdf', 'Fahrkarte ' + place)
            self.keep(message, 'INBOX' if number < 2 else 'Archive', when)
        for number in range(10):
            when = self.now - (number * 54 + 5.7) * DAY
            message = self.begin('bank', when, 'Ein neuer Auszug liegt in Ihrem Postfach')
            message.set_content('Guten Tag,\n\nes liegt ein neuer Auszug bereit. Wir senden Ihnen nie '
                                'einen Verweis zum Anmelden.\n\nIhr Sparverein\n', charset='iso-8859-1')
            self.keep(message, 'INBOX', when)

    def garden_list(self):
        for number, (subject, words) in enumerate(texts.GARDEN):
            start = self.now - (number * 25 + 4.1) * DAY
            names = [('Ilse Baum', 'ilse@listen.example'), ('Kurt Feld', 'kurt@listen.example'),
                     ('Nora Beet', 'nora@listen.example')]
            first = self.new_id('garden')
            for step in range(1 + number % 3):
                when = start + step * 9 * HOUR
                message = self.begin(names[step], when, '%s[Garten] %s' % ('Re: ' * bool(step), subject),
                                     'garden', first if not step else None)
                message['List-Id'] = 'Gartenfreunde <gartenfreunde.listen.example>'
                message['List-Post'] = '<mailto:gartenfreunde@listen.example>'
                if step:
                    message['In-Reply-To'] = message['References'] = first
                answer = texts.GARDEN_ANSWERS[(number + step) % len(texts.GARDEN_ANSWERS)]
                self.write(message, answer if step else words)
                self.keep(message, 'INBOX', when)

    def junk_and_drafts(self):
        for number, (name, address, subject, words) in enumerate(texts.JUNK):
            when = self.now - (number * 3 + 0.6) * DAY
            message = self.begin((name, address), when, subject)
            message.set_content(words + '\n')
            self.keep(message, 'Junk', when, '' if number < 3 else '\\Seen')
        for age, to, subject, words in (
                (0.5, 'margaret', 'Travel plans', 'Dear Margaret,\n\nthe train arrives at'),
                (6, 'oma', 'Geburtstag', 'Liebe Oma,\n\nfür deinen Geburtstag haben wir uns')):
            when = self.now - age * DAY
            message = self.begin('anna', when, subject, to)
            self.write(message, words)
            self.keep(message, 'Drafts', when, '\\Draft \\Seen')

    # Oddities: what real post offices still hand out -----------------------------------------------

    def odd(self, age_days, head, body, flags=None):
        when = self.now - age_days * DAY
        lines = [b'Date: ' + self.date(when).encode()] + head
        if not any(line.lower().startswith(b'message-id') for line in head):
            lines.append(b'Message-ID: ' + self.new_id('odd').encode())
        raw = b'\r\n'.join(lines) + b'\r\n\r\n' + body.replace(b'\n', b'\r\n')
        self.keep_raw(raw, 'INBOX', when, flags)

    def oddities(self):
        to = b'To: anna@penny.example'
        mime = b'MIME-Version: 1.0'
        self.odd(16, [b'From: Kirchenb\xfcro <buero@kirche-lindenhof.example>', to,
                      b'Subject: Gr\xfc\xdfe aus dem B\xfcro'],
                 b'Raw 8-bit, no MIME at all: sch\xf6ne Gr\xfc\xdfe!\n')
        self.odd(33, ['From: 市役所 <city@shiyakusho.example>'.encode(), to,
                      'Subject: お知らせ（UTF-8 のまま）'.encode(), mime,
                      b'Content-Type: text/plain; charset=utf-8', b'Content-Transfer-Encoding: 8bit'],
                 '件名も本文もそのままの UTF-8 です。\n'.encode())
        japanese = 'こんにちは、アンナさん。古い文字コードの手紙です。\n'.encode('iso-2022-jp')
        self.odd(58, [b'From: =?ISO-2022-JP?B?' + base64.b64encode('春子'.encode('iso-2022-jp'))
                      + b'?= <haruko@sakura-post.example>', to,
                      b'Subject: =?ISO-2022-JP?B?'
                      + base64.b64encode('古い手紙'.encode('iso-2022-jp')) + b'?=', mime,
                      b'Content-Type: text/plain; charset=ISO-2022-JP'], japanese)
        self.odd(71, [b'From: claire@atelier-dubois.example', to, b'Subject: =?iso-8859-15?Q?Prix_en_=A4?=',
                      mime, b'Content-Type: text/plain; charset=iso-8859-15',
                      b'Content-Transfer-Encoding: quoted-printable'],
                 b'Le tableau co=FBte 120 =A4, c=27=E9tait cher !\n')
        self.odd(83, [b'From: nobody@nowhere.example', to], b'A letter without a subject.\n')
        self.odd(97, [b'From: bruno@penny.example', to, b'Subject: (leer)'], b'')
        self.odd(120, [b'From: "Sommer, Greta" <greta@sommerwind.example>', to, b'Subject: Komma im Namen',
                       mime, b'Content-Type: text/plain; charset=unknown-8bit'],
                 b'Charset unknown, bytes \xe4\xf6\xfc.\n')
        self.odd(140, [b'From: bank@sparverein.example', to, b'Subject: Langer Name', mime,
                       b'Content-Type: multipart/mixed; boundary=odd'],
                 b'--odd\nContent-Type: text/plain\n\nSee the file.\n--odd\nContent-Type: '
                 b'application/octet-stream\nContent-Disposition: attachment; filename*0*=utf-8\'\''
                 b'%C3%9Cbersicht%20; filename*1="2026.csv"\nContent-Transfer-Encoding: base64\n\n'
                 + base64.b64encode(b'a;b\n1;2\n') + b'\n--odd--\n')
        self.odd(170, [b'From: margaret@harbour-cottage.example', to, b'Subject: A very long line'],
                 b'The tide goes out and the tide comes in, and ' * 60 + b'so on.\n')
        self.odd(200, [b'From: ferry@isles.example', to, b'Subject: Cut off in the middle', mime,
                       b'Content-Type: multipart/alternative; boundary="never-closed"'],
                 b'--never-closed\nContent-Type: text/plain\n\nThe ferry leaves at nine.\n'
                 b'--never-closed\nContent-Type: text/html\n\n<p>The ferry <b>leaves')
        self.odd(230, [b'From: Emoji Club <club@emoji.example>', to,
                       'Subject: 🎂🎉 Alles Gute! 👩‍👧‍👦'.encode(), mime,
                       b'Content-Type: text/html; charset=utf-8'],
                 '<p>Nur HTML: 🎂 und <b>viel Glück</b>!</p>\n'.encode())
        self.odd(520, [b'From: oma', to, b'Subject: Vor langer Zeit'],
                 b'Eine Adresse ohne Klammeraffen.\n', '\\Seen')

    def all(self):
        for part in (self.conversations, self.singles, self.newsletters, self.parcels, self.notices,
                     self.travel_and_bank, self.garden_list, self.junk_and_drafts, self.oddities):
            part()
        return sorted(self.letters, key=lambda letter: letter.when)


def letters(now=None):
    return Maker(time.time() if now is None else now).all()


def fill(office, person=None, now=None):
    """Appends everything by IMAP, oldest first; returns how many letters."""
    import mail_client
    everything = letters(now)
    with mail_client.Imap(office, person or texts.ME) as box:
        for letter in everything:
            box.append(letter.folder, letter.raw, letter.flags, letter.when)
    return len(everything)


def write_maildir(folder, everything):
    marks = (('\\Draft', 'D'), ('\\Flagged', 'F'), ('\\Answered', 'R'), ('\\Seen', 'S'))
    for number, letter in enumerate(everything):
        place = pathlib.Path(folder, '' if letter.folder == 'INBOX' else '.' + letter.folder)
        for part in ('cur', 'new', 'tmp'):
            (place / part).mkdir(parents=True, exist_ok=True)
        flags = ''.join(short for long, short in marks if long in letter.flags)
        path = place / 'cur' / ('%d.M%d.practice:2,%s' % (letter.when, number, flags))
        path.write_bytes(letter.raw)
        os.utime(path, (letter.when, letter.when))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('folder')
    parser.add_argument('--now', type=float)
    choices = parser.parse_args()
    everything = letters(choices.now)
    write_maildir(choices.folder, everything)
    print('%d letters' % len(everything))


if __name__ == '__main__':
    main()
