# SPDX-License-Identifier: GPL-3.0-or-later
"""The players of the random script: a Penny Post, and another program that knows nothing of it."""

import collections

from scene import letter

USUAL = ('INBOX', 'Archive', 'Junk', 'Trash')
# In the protocol's own spelling, as the other program uses it, and as Penny Post shows it.
MORE = {'Holiday': 'Holiday', 'Gr&APwA3w-e': 'Grüße', 'Box (1)': 'Box (1)', 'Work &- Home': 'Work & Home'}
SHOWN = {**{name: name for name in USUAL}, **MORE}

Letter = collections.namedtuple('Letter', 'subject folder uid seen flagged')
MARKS = ('--read', '--unread', '--star', '--unstar')


def by_subject(letters):
    """What can be said of each subject without its UIDs: the places and marks of its letters."""
    result = {}
    for one in letters:
        result.setdefault(one.subject, []).append((one.folder, one.seen, one.flagged))
    return {subject: sorted(places) for subject, places in result.items()}


class Other:
    """The independent program, with an idea of how many there must be of each letter."""

    def __init__(self, box, chance):
        self.box = box
        self.chance = chance
        self.expected = collections.Counter()
        self.renamed = set()
        self.delivered = 0
        self.steady = False

    def folders(self):
        return [name for name in self.box.folders() if name in (USUAL if self.steady else SHOWN)]

    def everything(self, deleted=False):
        """All letters (or those marked \\Deleted) at the server, with folders as Penny Post shows them."""
        return [Letter(subject, SHOWN[folder], uid, '\\Seen' in flags, '\\Flagged' in flags)
                for folder in self.folders()
                for uid, (subject, flags) in self.box.marked_subjects(folder).items()
                if ('\\Deleted' in flags) == deleted]

    def spelled(self, shown):
        return next(name for name, other in SHOWN.items() if other == shown)

    def pick(self, deleted=False):
        letters = self.everything(deleted)
        one = self.chance.choice(letters) if letters else None
        return one and (one, self.spelled(one.folder))

    # Each gives the subjects that it touched.

    def deliver(self):
        self.delivered += 1
        subject = 'Letter %d' % self.delivered
        raw = letter(subject, to=self.box.person)
        if self.chance.random() < 0.5:
            self.box.office.deliver(self.box.person, raw)
        else:
            self.box.append(self.chance.choice(self.folders()), raw, self.chance.choice(('', '\\Seen', '\\Flagged')))
        self.expected[subject] += 1
        return {subject}

    def mark(self):
        one = self.pick()
        if one:
            self.box.store(one[1], one[0].uid, self.chance.choice('+-') + 'FLAGS',
                           self.chance.choice(('\\Seen', '\\Flagged')))
        return {one[0].subject} if one else set()

    def move(self):
        return self._put(self.box.move, 0)

    def copy(self):
        return self._put(self.box.copy, 1)

    def _put(self, method, more):
        one = self.pick()
        if not one:
            return set()
        method(one[1], one[0].uid, self.chance.choice([name for name in self.folders() if name != one[1]]))
        self.expected[one[0].subject] += more
        return {one[0].subject}

    def remove(self):
        one = self.pick()
        if one:
            self.box.remove(one[1], one[0].uid)
            self.expected[one[0].subject] -= 1
        return {one[0].subject} if one else set()

    def mark_deleted(self):
        return self._set_deleted(False, '+FLAGS', -1)

    def undelete(self):
        return self._set_deleted(True, '-FLAGS', 1)

    def _set_deleted(self, now, how, more):
        one = self.pick(deleted=now)
        if not one:
            return set()
        self.box.store(one[1], one[0].uid, how, '\\Deleted')
        self.expected[one[0].subject] += more
        return {one[0].subject}

    def expunge(self):
        self.box.select(self.chance.choice(self.folders()), readonly=False)
        self.box.good(self.box.link.expunge())
        return set()

    def create_folder(self):
        free = sorted(set(MORE) - set(self.folders()))
        if free:
            self.box.create(self.chance.choice(free))
        return set()

    def _pick_folder(self):
        there = sorted(set(MORE) & set(self.folders()))
        return self.chance.choice(there) if there else None

    def rename_folder(self):
        old, free = self._pick_folder(), sorted(set(MORE) - set(self.folders()))
        if not old or not free:
            return set()
        touched = {subject for subject, _flags in self.box.marked_subjects(old).values()}
        self.box.rename(old, self.chance.choice(free))
        self.renamed.add(SHOWN[old])
        return touched

    def delete_folder(self):
        old = self._pick_folder()
        if not old:
            return set()
        letters = list(self.box.marked_subjects(old).values())
        self.box.delete(old)
        for subject, flags in letters:
            self.expected[subject] -= '\\Deleted' not in flags
        return {subject for subject, _flags in letters}

    HARMLESS = ('deliver', 'mark')
    WEIGHTS = {'deliver': 8, 'mark': 8, 'move': 5, 'copy': 2, 'remove': 2, 'mark_deleted': 2, 'undelete': 2,
               'expunge': 1, 'create_folder': 2, 'rename_folder': 1, 'delete_folder': 1}

    def act(self, among=None):
        names = among or list(self.WEIGHTS)
        self.last = self.chance.choices(names, [self.WEIGHTS[name] for name in names])[0]
        return getattr(self, self.last)()


class Post:
    """One Penny Post: what it shows, what was done in it since its last pass, what others touched."""

    def __init__(self, name, ctl, chance):
        self.name = name
        self.ctl = ctl
        self.chance = chance
        self.acted, self.foreign, self.named = set(), set(), set()
        self.more, self.fewer, self.taken_out = (collections.Counter() for _ in range(3))
        self.renamed, self.deleting = set(), False
        self.sync()
        self.look()
        self.note_pass()

    def batch(self, *commands, **options):
        outcome = self.ctl.batch(commands, **options)
        assert outcome.status == 0, '%s: %s: %s' % (self.name, commands, outcome)
        return outcome

    def sync(self):
        records = self.batch(('sync',), ('folders',), verbose=True)
        # What was said, for whoever has to find out why.
        self.wire = records.errors
        self.learn_folders(records)
        return next(row for row in records if row.get('event') == 'done')

    def learn_folders(self, records):
        self.places = {row['folder']: self.shown(row['folder']) for row in records
                       if 'role' in row and row['selectable'] and not row['local']}

    def shown(self, place):
        return self.ctl.office.name(place)

    def look(self):
        """What is shown now; and what is still owed to the server."""
        records = self.batch(*(('list', place, '--limit', 100000) for place in self.places), ('pending',))
        rows = [row for row in records if 'subject' in row]
        self.letters = {row['id']: Letter(row['subject'], self.shown(row['folder']), row['uid'],
                                          'seen' in row['flags'], 'flagged' in row['flags']) for row in rows}
        self.names = {key: '%s in %s' % one[:2] for key, one in self.letters.items()}
        self.owed = {self.letters[row['id']].subject if row['id'] in self.letters else None
                     for row in records if 'operation' in row}
        return [one for one in self.letters.values() if one.folder in SHOWN.values()]

    def note_pass(self):
        for one in (self.acted, self.foreign):
            one &= self.owed
        for counter in (self.more, self.fewer, self.taken_out):
            for subject in set(counter) - self.owed:
                del counter[subject]
        if not self.owed:
            self.named.clear()
            self.deleting = False
            self.renamed.clear()
        self.known = set(self.places.values())

    def act(self, n):
        """N acts at once; what was moved by one of them may be moved on by the next."""
        ids = [key for key, one in self.letters.items() if one.folder in SHOWN.values()]
        commands = []
        while ids and len(commands) < n:
            commands.append(self.command(ids, self.chance.choice(ids)))
        if commands:
            self.batch(*commands)
        self.commands = [(*words[:1], self.names.get(words[1], words[1]), *words[2:]) for words in commands]
        if self.chance.random() < 0.2:
            self.act_on_folder()
            return len(commands) + 1
        return len(commands)

    def command(self, ids, key):
        subject = self.letters[key].subject
        self.acted.add(subject)
        draw = self.chance.random()
        if draw < 0.5:
            return 'mark', key, self.chance.choice(MARKS)
        self.taken_out[subject] += 1
        if draw < 0.6:
            return 'trash', key
        if draw < 0.65:
            ids.remove(key)
            del self.letters[key]
            self.fewer[subject] += 1
            return 'delete', key
        places = [place for place, shown in self.places.items() if shown in SHOWN.values()]
        if draw < 0.7:
            self.more[subject] += 1
            return 'copy', key, self.chance.choice(places)
        return 'move', key, self.chance.choice(places)

    def act_on_folder(self):
        """Makes, renames or deletes one; what is not allowed by then is said, and that is all."""
        there = sorted(place for place, shown in self.places.items() if shown in MORE.values())
        free = sorted(set(MORE.values()) - set(self.places.values()))
        draw = self.chance.random()
        if free and (draw < 0.4 or not there):
            name = self.chance.choice(free)
            words = 'create', name
            self.named.add(name)
        elif free and draw < 0.7:
            old, name = self.chance.choice(there), self.chance.choice(free)
            words = 'rename', old, name
            self.named |= {self.shown(old), name}
        elif there:
            old = self.chance.choice(there)
            self.taken_out += collections.Counter(one.subject for one in self.letters.values()
                                                  if one.folder == self.shown(old))
            words = 'delete', old
            self.deleting = True
            self.named |= {self.shown(old), 'Trash'}
        else:
            return
        self.commands.append(('folder', *words))
        self.ctl.good('folder', *words)
        self.learn_folders(self.batch(('folders',)))
        self.look()
