#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules, checked: one line for each breach, `file:line: rule: what is wrong`.

  lint.py ROOT                    checks the project
  lint.py --self-test             breaks every rule in a small project of its own and must see it
  lint.py --write-potfiles ROOT   brings po/POTFILES up to date
"""

import argparse
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

LONGEST_FILE = 800
WIDEST_LINE = 120   # we write for 100; this is where it stops being readable

LIBRARIES = {
    'gtk': r'gtk/|gdk/|gsk/|graphene|gdk-pixbuf|pango/|cairo', 'adw': r'adwaita\.h', 'webkit': r'webkit/',
    'soup': r'libsoup/', 'gnutls': r'gnutls/', 'secret': r'libsecret/', 'gmime': r'gmime/',
    'sqlite': r'sqlite3', 'gsasl': r'gsasl', 'zlib': r'zlib\.h', 'zstd': r'zstd',
}

# Where the words are that somebody reads who sets up the first account, besides the room assistant/.
FIRST_RUN = ['src/engine/account/penny-provider*.c', 'src/engine/discovery/penny-*advice*.c',
             'src/engine/discovery/penny-setup*.c', 'src/engine/discovery/penny-way-adviser.c',
             'src/engine/discovery/penny-trial*.c', 'src/engine/discovery/penny-dry-run*.c',
             'src/engine/discovery/penny-*words.c']
LONGEST_SENTENCE = 22   # words

# Words that nobody should need who sets up the first account; `/* technician */` on the string's
# line, or on the line above, says that it is shown only to who asks for it.
FORBIDDEN = re.compile(
    r'\b(servers?|protocols?|sync\w*|clients?|ports?|authenticat\w*|imap4?|pop3?|smtp|tls|ssl|starttls|'
    r'host(name)?s?|credentials?|oauth\d?|tokens?|urls?|uris?|sockets?|daemons?|dns|backend|uidl?)\b',
    re.IGNORECASE)

# No such words in the engine: what a server sends can never end in one of these. Where only a broken
# build or a misuse by our own code leads there, `not from input` on that line or the one above says so.
NOISE = re.compile(r'\b(g_warning|g_critical|g_error|g_print|g_printerr|g_message|printf|puts|abort)\s*\(')

MARKED = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*"')
STRING = re.compile(r'\bN?_\s*\(\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)|'
                    r'\bngettext\s*\(\s*((?:"(?:[^"\\\n]|\\.)*"[\s,]*)+)')
# xgettext sees only what stands before the macro.
BROKEN = re.compile(r'\b(?:_|N_|ngettext)\s*\(\s*(?:"(?:[^"\\\n]|\\.)*"\s*)+[A-Z_]')
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"(\s*,)?')
# A name that comes in later, and what is written on somebody else's page.
FOREIGN = re.compile(r'\{\w+\}|“[^”]*”')
SENTENCE_END = re.compile(r'(?<=[.!?…:;])\s+|\\n|\n')
UI_STRING = re.compile(r'<(\w+)([^>]*translatable="yes"[^>]*)>([^<]*)<')

# Spelled in pieces, so that this file does not break its own rule.
PLACES = re.compile('/(?:' + '|'.join(('wo' + 'rk', 'ro' + 'ot', 'ho' + r'me/\w+')) + ')/')

WORD = re.compile(r'\bpenny[\w-]*')
DEFINED = re.compile(r'^(penny_\w+) \(', re.MULTILINE)

TEXT = {'.c', '.h', '.py', '.ui', '.xml', '.in', '.build', '.md', '.json', '.sh', '.ini', '.txt', '.svg',
        '.css', '.conf', '.po', ''}


def whole_strings_of(literals):
    """C's literals put together as the compiler does; a comma begins the next string."""
    whole = ['']
    for text, comma in LITERAL.findall(literals):
        whole[-1] += text
        if comma:
            whole.append('')
    return whole


class Room:
    def __init__(self, name, rooms, libraries):
        self.name = name
        self.rooms = rooms
        self.libraries = libraries


def read_rooms(path):
    rooms = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith('#'):
            name, may, libraries = (field.strip() for field in line.split('|'))
            rooms[name] = Room(name, set(may.split()), set(libraries.split()))
    engine = {name for name in rooms if name.startswith('engine/')}
    for room in rooms.values():
        full = {'engine/' + r if 'engine/' + r in rooms else r for r in room.rooms}
        room.rooms = (full - {'engine'}) | (engine if 'engine' in full else set()) | {room.name}
    return rooms


def lines_of(path):
    return path.read_text(encoding='utf-8', errors='replace').splitlines()


class Lint:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.rooms = read_rooms(self.root / 'tests/lint/rooms.conf')
        self.found = []
        self.sources = sorted((self.root / 'src').rglob('*.[ch]'))
        self.pages = sorted((self.root / 'src').rglob('*.ui'))
        self.homes = {path.name: self.room_of(path) for path in self.sources if path.suffix == '.h'}

    def say(self, path, line, rule, words):
        self.found.append('%s:%d: %s: %s' % (path.relative_to(self.root), line, rule, words))

    def room_of(self, path):
        folder = path.parent.relative_to(self.root / 'src').as_posix()
        while folder not in self.rooms and '/' in folder:
            folder = folder.rpartition('/')[0]
        return folder if folder in self.rooms else None

    # One file at a time ---------------------------------------------------------------------------

    def names(self):
        seen = {}
        for path in self.sources:
            if path.suffix == '.h' and seen.setdefault(path.name, path) != path:
                self.say(path, 1, 'name', 'there is another %s in %s' % (path.name, self.room_of(seen[path.name])))

    def layers(self, path, lines):
        name = self.room_of(path)
        if name is None:
            self.say(path, 1, 'layer', 'lies in no room of rooms.conf')
            return
        room = self.rooms[name]
        for number, line in enumerate(lines, 1):
            match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if match:
                self.one_include(path, number, room, match.group(1), match.group(2))

    def one_include(self, path, number, room, kind, header):
        if kind == '"':
            home = self.homes.get(header.rpartition('/')[2])
            if home and home not in room.rooms:
                self.say(path, number, 'layer', '%s may not include %s, which belongs to %s'
                         % (room.name, header, home))
            return
        for library, pattern in LIBRARIES.items():
            if re.match(pattern, header) and library not in room.libraries:
                self.say(path, number, 'library', '%s may not include <%s> (%s)'
                         % (room.name, header, library))

    def opening(self, path, lines):
        if not lines or 'SPDX-License-Identifier: GPL-3.0-or-later' not in lines[0]:
            self.say(path, 1, 'licence', 'the first line is the SPDX licence line')
        elif path.suffix in ('.c', '.h') and not any(
                re.match(r'/\*+ ?\S|/\*+$|//', line) for line in lines[1:4]):
            self.say(path, 2, 'purpose', 'a comment says what the file is for')

    def shape(self, path, lines):
        if len(lines) > LONGEST_FILE:
            self.say(path, len(lines), 'length', '%d lines; at most %d' % (len(lines), LONGEST_FILE))
        for number, line in enumerate(lines, 1):
            if '\t' in line:
                self.say(path, number, 'tab', 'two spaces, no tabs')
            if len(line) > WIDEST_LINE and 'http' not in line:
                self.say(path, number, 'width', '%d columns; at most %d' % (len(line), WIDEST_LINE))

    def quiet(self, path, lines):
        for number, line in enumerate(lines, 1):
            match = NOISE.search(re.sub(r'"(\\.|[^"\\])*"', '""', line.partition('/*')[0]))
            ours = any('not from input' in near for near in lines[max(0, number - 2):number])
            if match and not ours and not line.lstrip().startswith('*'):
                self.say(path, number, 'noise', match.group(1) + ' in the engine: GError or penny-log')

    def whole_strings(self, path, lines):
        text = '\n'.join(lines)
        for match in BROKEN.finditer(text):
            self.say(path, text.count('\n', 0, match.start()) + 1, 'string',
                     'a macro inside a translatable string: translators see half of it')

    def plain_words(self, path, lines):
        text = '\n'.join(lines)
        if path.suffix == '.ui':
            strings = ((m.start(), m.group(3)) for m in UI_STRING.finditer(text))
        else:
            strings = ((m.start(), one) for m in STRING.finditer(text)
                       for one in whole_strings_of(m.group(1) or m.group(2)))
        for start, words in strings:
            number = text.count('\n', 0, start) + 1
            if any('technician' in line for line in lines[max(0, number - 2):number]):
                continue
            match = FORBIDDEN.search(FOREIGN.sub('', words))
            if match:
                self.say(path, number, 'words', '“%s” on a page for everybody' % match.group(0))
            longest = max((len(sentence.split()) for sentence in SENTENCE_END.split(words)), default=0)
            if longest > LONGEST_SENTENCE:
                self.say(path, number, 'reading', 'a sentence of %d words; at most %d' % (longest, LONGEST_SENTENCE))

    # The project as a whole -----------------------------------------------------------------------

    def listed(self):
        for path in self.sources + self.pages:
            folder = path.parent
            while not (folder / 'meson.build').exists() and folder != self.root:
                folder = folder.parent
            names = (folder / 'meson.build').read_text()
            resources = ''.join(x.read_text() for x in path.parent.glob('*.gresource.xml'))
            if path.suffix == '.c' and path.name not in names:
                self.say(path, 1, 'listed', 'is not in %s' % (folder / 'meson.build').relative_to(self.root))
            if path.suffix == '.ui' and path.name not in names + resources:
                self.say(path, 1, 'listed', 'is in no resource file')

    def tested(self):
        """A file with a header of its own is named in a test, or a function of it is; a file that was
        split off from another one may also be reached from a tested file of its room."""
        words = set()
        for path in (self.root / 'tests').rglob('*'):
            if path.suffix in ('.c', '.h', '.py', '.build') and path.parent != HERE:
                words |= set(WORD.findall(path.read_text(errors='replace')))
        waiting = {path: set(DEFINED.findall(path.read_text())) for path in self.sources
                   if path.suffix == '.c' and 'engine' in path.relative_to(self.root).parts}
        reached = {}
        found = True
        while found:
            found = [path for path, names in waiting.items()
                     if path.stem in words or names & words
                     or not path.with_suffix('.h').exists() and names & reached.get(path.parent, set())]
            for path in found:
                reached.setdefault(path.parent, set()).update(WORD.findall(path.read_text()))
                del waiting[path]
        for path in sorted(waiting):
            self.say(path, 1, 'tested', 'no test mentions ' + path.stem)

    def translatable(self):
        found = [path for path in self.sources if path.suffix == '.c' and MARKED.search(path.read_text())]
        found += [path for path in self.pages if 'translatable="yes"' in path.read_text()]
        for pattern in ('*.desktop.in', '*.metainfo.xml.in', '*.gschema.xml'):
            found += (self.root / 'data').glob(pattern)
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def potfiles(self):
        path = self.root / 'po/POTFILES'
        have = [line for line in lines_of(path) if line and not line.startswith('#')]
        want = self.translatable()
        for name in sorted(set(want) - set(have)):
            self.say(path, 1, 'potfiles', 'lacks %s (lint.py --write-potfiles)' % name)
        for name in have:
            if not (self.root / name).exists():
                self.say(path, have.index(name) + 1, 'potfiles', name + ' does not exist')

    def places(self):
        for path in self.everything():
            for number, line in enumerate(lines_of(path), 1):
                if PLACES.search(line):
                    self.say(path, number, 'place', 'a path of one machine')

    def everything(self):
        for path in sorted(self.root.iterdir()):
            if path.name.startswith(('build', '.git', 'screenshots', 'COPYING')) or path.name == '.cache':
                continue
            for file in ([path] if path.is_file() else sorted(path.rglob('*'))):
                if file.is_file() and file.suffix in TEXT and '__pycache__' not in file.parts:
                    yield file

    def run(self):
        for path in self.sources:
            lines = lines_of(path)
            self.layers(path, lines)
            self.opening(path, lines)
            self.shape(path, lines)
            self.whole_strings(path, lines)
            if 'engine' in path.relative_to(self.root).parts:
                self.quiet(path, lines)
        for path in sorted((self.root / 'tests').rglob('*')):
            if path.suffix in ('.c', '.h', '.py'):
                self.opening_of_tests(path)
        for path in self.sources + self.pages:
            name = path.relative_to(self.root)
            if self.room_of(path) == 'assistant' or any(name.match(pattern) for pattern in FIRST_RUN):
                self.plain_words(path, lines_of(path))
        self.names()
        self.listed()
        self.tested()
        self.potfiles()
        self.places()
        return self.found

    def opening_of_tests(self, path):
        lines = lines_of(path)
        if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in lines[:2]):
            self.say(path, 1, 'licence', 'the SPDX licence line comes first')
        self.shape(path, lines)


# --- the rules' own test ---------------------------------------------------------------------------

GOOD = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* What it is for. */\n'

# rule, file, text: each must be found, and found under this rule.
BREACHES = [
    ('layer', 'src/engine/imap/penny-a.c', GOOD + '#include "penny-store.h"\n'),
    ('layer', 'src/engine/store/penny-b.c', GOOD + '#include "penny-window.h"\n'),
    ('layer', 'src/window/penny-c.c', GOOD + '#include "penny-imap.h"\n'),
    ('layer', 'src/attic/penny-d.c', GOOD),
    ('name', 'src/engine/wire/penny-base.h', GOOD),
    ('library', 'src/engine/base/penny-e.c', GOOD + '#include <gtk/gtk.h>\n'),
    ('library', 'src/engine/imap/penny-f.c', GOOD + '#include <gnutls/gnutls.h>\n'),
    ('library', 'src/composer/penny-g.c', GOOD + '#include <webkit/webkit.h>\n'),
    ('licence', 'src/cli/penny-h.c', '/* What it is for. */\n'),
    ('licence', 'tests/engine/test-i.c', '#include <glib.h>\n'),
    ('purpose', 'src/cli/penny-j.c', GOOD.split('\n')[0] + '\n\n#include <glib.h>\n'),
    ('length', 'src/cli/penny-k.c', GOOD + '\n' * LONGEST_FILE),
    ('tab', 'src/cli/penny-l.c', GOOD + '\tint x;\n'),
    ('width', 'src/cli/penny-m.c', GOOD + 'x' * (WIDEST_LINE + 1) + '\n'),
    ('noise', 'src/engine/base/penny-n.c', GOOD + '  g_warning ("no");\n'),
    ('noise', 'src/engine/base/penny-o.c', GOOD + '  printf ("%d", 1);\n'),
    ('words', 'src/assistant/penny-p.c', GOOD + 'x = _("Enter the IMAP server");\n'),
    ('words', 'src/assistant/penny-q.c', GOOD + 'x = _("Enter "\n  "the port");\n'),
    ('words', 'src/assistant/r.ui', '<property name="label" translatable="yes">Syncing</property>\n'),
    ('words', 'src/engine/discovery/penny-setup-y.c', GOOD + 'x = N_("Enter the port");\n'),
    ('reading', 'src/assistant/penny-z.c', GOOD + 'x = _("' + 'word ' * 12 + '"\n  "' + 'word ' * 12 + '");\n'),
    ('reading', 'src/assistant/z.ui',
     '<property name="label" translatable="yes">' + 'word ' * 23 + '</property>\n'),
    ('string', 'src/cli/penny-x.c', GOOD + 'x = _("Got %" G_GUINT64_FORMAT " now");\n'),
    ('listed', 'src/cli/penny-unlisted.c', GOOD),
    ('tested', 'src/engine/base/penny-untested.c', GOOD),
    ('potfiles', 'src/window/penny-s.c', GOOD + 'x = _("Inbox");\n'),
    ('place', 'README.md', 'see /wo' + 'rk/here\n'),
]

# What looks like a breach and is none.
INNOCENT = [
    ('src/engine/base/penny-t.c', GOOD + '/* g_warning () is not for us */\nx ("printf (");\n'),
    ('src/assistant/penny-u.c', GOOD + '/* technician */\nx = "IMAP";\ny = ("port");\n'),
    ('src/engine/base/penny-w.c', GOOD + '/* A misuse, not from input. */\n  g_error ("no");\n'),
    ('src/engine/discovery/penny-advice-x.c', GOOD + 'x = N_("{host} says “IMAP”. '
     + 'a ' * 20 + '");\n'),
    ('src/engine/imap/penny-v.c', GOOD + '#include "penny-base.h"\n#include <gio/gio.h>\n'),
]


def small_project(folder, extra):
    root = pathlib.Path(folder)
    files = {
        'src/engine/store/penny-store.h': GOOD, 'src/window/penny-window.h': GOOD,
        'src/engine/imap/penny-imap.h': GOOD, 'src/engine/base/penny-base.h': GOOD,
        'tests/lint/rooms.conf': (HERE / 'rooms.conf').read_text(),
        'tests/mentions.py': '# SPDX-License-Identifier: GPL-3.0-or-later\n',
        'po/POTFILES': '', 'data/empty.txt': '',
    }
    files.update(extra)
    names = ' '.join(name.rpartition('/')[2] for name in extra if 'unlisted' not in name)
    files['tests/mentions.py'] += ''.join('# %s\n' % pathlib.Path(name).stem for name in extra
                                          if 'untested' not in name)
    for name in list(files):
        if name.startswith('src/'):
            files[name.rpartition('/')[0] + '/meson.build'] = names
    if any('_("' in text for text in extra.values()) and 'src/window/penny-s.c' not in extra:
        files['po/POTFILES'] = '\n'.join(extra)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Lint(root).run()


def self_test():
    for rule, name, text in BREACHES:
        with tempfile.TemporaryDirectory() as folder:
            found = small_project(folder, {name: text})
        right = [line for line in found if ': %s: ' % rule in line]
        assert right, 'rule “%s” did not see %s: %s' % (rule, name, found)
    for name, text in INNOCENT:
        with tempfile.TemporaryDirectory() as folder:
            found = small_project(folder, {name: text})
        assert not found, found
    print('%d breaches seen, %d innocents spared' % (len(BREACHES), len(INNOCENT)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--self-test', action='store_true')
    parser.add_argument('--write-potfiles', action='store_true')
    parser.add_argument('root', nargs='?')
    choices = parser.parse_args()
    if choices.self_test:
        self_test()
        return 0
    lint = Lint(choices.root)
    if choices.write_potfiles:
        names = '\n'.join(lint.translatable())
        (lint.root / 'po/POTFILES').write_text(
            '# Written by tests/lint/lint.py --write-potfiles\n' + names + '\n')
        return 0
    found = lint.run()
    print('\n'.join(found) if found else 'no rule broken')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
