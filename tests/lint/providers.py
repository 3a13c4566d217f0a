#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts on providers, checked: one line for each breach, `file: rule: what is wrong`.

  providers.py ROOT          checks data/providers/
  providers.py --self-test   breaks every rule once and must see it
"""

import configparser
import datetime
import pathlib
import re
import sys

KEYS = {'name', 'domains', 'mx', 'run-by', 'imap', 'pop3', 'smtp', 'user', 'user-smtp', 'ways', 'auth', 'steps',
        'app-password-shape', 'files-sent', 'quirks', 'expire-days', 'help', 'webmail', 'oauth-client',
        'oauth-authorize', 'oauth-token', 'oauth-scope', 'oauth-extra', 'source', 'date'}
PAGES = ('help', 'webmail', 'oauth-authorize', 'oauth-token')
AUTH = {'password', 'mail-password', 'maybe-app', 'app-password', 'oauth2', 'bridge', 'impossible'}
HOST = re.compile(r'(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]')
SHAPE = re.compile(r'unknown|[1-9][0-9]? (lower|lower-hyphen|alnum|any)')
AT_LEAST = 100


def words_of(source, table):
    """The code words of a table in the reader, with the constant of each."""
    text = re.search(r'%s\[\] = \{(.*?)\n\};' % table, source, re.DOTALL).group(1)
    return dict(re.findall(r'\{ "([a-z0-9-]+)", (PENNY_\w+) \}', text))


class Lint:
    def __init__(self, files, listed, reader, sentences, at_least=AT_LEAST):
        self.files = files          # name → text
        self.listed = listed        # names in the resource
        self.steps = words_of(reader, 'step_words')
        self.quirks = words_of(reader, 'quirk_words')
        self.sentences = sentences
        self.at_least = at_least
        self.found = []
        self.owners = {}

    def say(self, rule, words):
        self.found.append('%s: %s: %s' % (self.name, rule, words))

    def list_of(self, key):
        return [item for item in self.group.get(key, '').split(';') if item]

    def once(self, rule, what):
        owner = self.owners.setdefault((rule, what), self.name)
        if owner != self.name:
            self.say(rule, '%s is also in %s' % (what, owner))

    def hosts(self):
        for key, rule in (('domains', 'domain-twice'), ('mx', 'mx-twice')):
            for host in self.list_of(key):
                if not HOST.fullmatch(host[2:] if key == 'domains' and host.startswith('*.') else host):
                    self.say('host', host)
                self.once(rule, host)
        if not self.list_of('domains') and not self.list_of('mx'):
            self.say('nobody', 'neither domains nor mx')

    def servers(self):
        for key in ('imap', 'pop3', 'smtp'):
            for text in self.list_of(key):
                host, port, security = (text.split(':') + ['', ''])[:3]
                if not HOST.fullmatch(host.replace('{domain}', 'domain.example')):
                    self.say('host', text)
                if not port.isdigit() or not 0 < int(port) < 65536:
                    self.say('port', text)
                if security not in ('tls', 'starttls'):
                    self.say('sealed', text)
                if 'run-by' not in self.group:
                    self.once('server-twice', (host, key))

    def codes(self):
        for text in self.list_of('steps'):
            code, _, page = text.partition('@')
            self.code('step', code, self.steps)
            if '@' in text:
                self.page(page)
        for code in self.list_of('quirks'):
            self.code('quirk', code, self.quirks)

    def code(self, rule, code, known):
        if code not in known:
            self.say(rule, code)
        elif '[%s] =' % known[code] not in self.sentences:
            self.say(rule + '-sentence', code + ' has none')

    def page(self, text):
        if not re.fullmatch(r'https://[a-z0-9.-]+(/[!-~]*)?', text):
            self.say('page', text)

    def proof(self):
        auth = self.list_of('auth')
        if not auth or set(auth) - AUTH:
            self.say('auth', self.group.get('auth', 'missing'))
        shape = self.group.get('app-password-shape')
        if 'app-password' in auth and shape is None or shape and not SHAPE.fullmatch(shape):
            self.say('shape', shape or 'missing')
        servers = self.list_of('imap') + self.list_of('pop3')
        if not servers and not {'bridge', 'impossible'} & set(auth) and \
                'unencrypted-listed' not in self.list_of('quirks'):
            self.say('no-server', 'neither imap nor pop3')

    def origin(self):
        if not self.group.get('source'):
            self.say('source', 'missing')
        try:
            datetime.date.fromisoformat(self.group.get('date', ''))
        except ValueError:
            self.say('date', self.group.get('date', 'missing'))

    def one(self, text):
        parser = configparser.RawConfigParser(interpolation=None, delimiters='=', comment_prefixes='#')
        parser.optionxform = str
        try:
            parser.read_string(text)
        except configparser.Error as error:
            self.say('form', str(error).replace('\n', ' '))
            return
        name = self.name.removesuffix('.ini')
        if parser.sections() != [name] or not re.fullmatch(r'[a-z0-9][a-z0-9._-]{0,63}', name):
            self.say('id', ' '.join(parser.sections()))
            return
        self.group = parser[name]
        for key in sorted(set(self.group) - KEYS):
            self.say('key', key)
        if not self.group.get('name'):
            self.say('name', 'missing')
        if 'run-by' in self.group and self.group['run-by'] + '.ini' not in self.files:
            self.say('run-by', self.group['run-by'])
        for key in PAGES:
            if key in self.group:
                self.page(self.group[key])
        for check in (self.hosts, self.servers, self.codes, self.proof, self.origin):
            check()

    def run(self):
        for self.name in sorted(self.files):
            self.one(self.files[self.name])
        self.name = 'providers.gresource.xml'
        if self.listed != sorted(self.files):
            self.say('listed', 'differs: ' + ' '.join(sorted(set(self.listed) ^ set(self.files))))
        if len(self.files) < self.at_least:
            self.say('few', '%d providers' % len(self.files))
        return self.found


GOOD = ('[x]\nname=X\ndomains=x.example\nmx=mx.x.example\nimap=i.x.example:993:tls\nauth=app-password\n'
        'app-password-shape=16 lower\nsteps=paid@https://x.example/a\nquirks=tiny-box\nhelp=https://x.example\n'
        'source=here\ndate=2026-01-01\n')
READER = ('step_words[] = {\n  { "paid", PENNY_A },\n  { "mute", PENNY_M },\n};\n'
          'quirk_words[] = {\n  { "tiny-box", PENNY_B },\n  { "silent", PENNY_S },\n};\n')

# rule, what is replaced in the good file, by what.
BREACHES = [
    ('form', '[x]\n', ''), ('id', '[x]', '[y]'), ('key', 'mx=', 'colour=red\nmx='), ('name', 'name=X\n', ''),
    ('run-by', 'mx=', 'run-by=z\nmx='), ('host', '=x.example', '=x_y.example'), ('host', 'i.x.example', 'i'),
    ('nobody', 'domains=x.example\nmx=mx.x.example\n', ''), ('port', '993', '65536'), ('port', '993', 'imaps'),
    ('sealed', ':tls', ':none'), ('step', 'steps=paid', 'steps=dance'), ('step-sentence', 'paid', 'mute'),
    ('quirk', 'tiny-box', 'odd'), ('quirk-sentence', 'tiny-box', 'silent'), ('page', '=https:', '=http:'),
    ('page', '@https:', '@http:'), ('auth', 'auth=app-password', 'auth=magic'),
    ('shape', 'app-password-shape=16 lower\n', ''), ('shape', '16 lower', '16 bits'),
    ('no-server', 'imap=i.x.example:993:tls\n', ''), ('source', 'source=here\n', ''),
    ('date', '2026-01-01', 'today'), ('form', 'name=X', 'name=X\nname=Y'),
]


def small(files, listed=None, at_least=1):
    return Lint(files, sorted(files) if listed is None else listed, READER, '[PENNY_A] =\n[PENNY_B] =\n',
                at_least).run()


def self_test():
    assert not small({'x.ini': GOOD}), small({'x.ini': GOOD})
    assert not small({'x.ini': GOOD.replace('16 lower', 'unknown')})
    other = GOOD.replace('[x]', '[y]')
    cases = [(rule, small({'x.ini': GOOD.replace(old, new)})) for rule, old, new in BREACHES]
    cases += [(rule, small({'x.ini': GOOD, 'y.ini': other}))
              for rule in ('domain-twice', 'mx-twice', 'server-twice')]
    cases += [('listed', small({'x.ini': GOOD}, [])), ('few', small({'x.ini': GOOD}, at_least=2))]
    for rule, found in cases:
        assert any(': %s: ' % rule in line for line in found), 'rule “%s” did not see its breach: %s' % (rule, found)
    print('%d breaches seen' % len(cases))


def main():
    if sys.argv[1:] == ['--self-test']:
        self_test()
        return 0
    root = pathlib.Path(sys.argv[1])
    folder = root / 'data/providers'
    account = root / 'src/engine/account'
    found = Lint({path.name: path.read_text() for path in folder.glob('*.ini')},
                 re.findall(r'<file>(.*?)</file>', (folder / 'providers.gresource.xml').read_text()),
                 (account / 'penny-provider-file.c').read_text(),
                 (account / 'penny-provider-words.c').read_text()).run()
    print('\n'.join(found) if found else 'no rule broken')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
