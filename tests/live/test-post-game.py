#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sequence of up to five presses of the playable post office, played with the real engine at a
real post office: test-post-game.py POST-PLAYER WAY [--presses N]

After each press the letters in the box (the files themselves), on this computer (the store) and on the
other device are compared with the state of the game.  Two sequences that lead to the same state of the
game and to the same letters everywhere are continued once; if they differ only in what the other device
holds, the last press after the second one is only the one that this makes a difference to.  In the POP
ways the other device is a plain reader of the box: it keeps nothing, so what it saw earlier makes no
difference to what comes later.

A press works on a copy of the folders that the presses before it left: the box, this computer's data,
the other device's data.  The box is full: Dovecot's own quota, of as many letters as lie in the box.
No internet: the engine is sent to a door that nobody opens.  The computer breaks: its data are gone.

Not compared: read marks in the box in the POP ways, because POP has none (Dovecot sets one of its own
when a letter is fetched), and the waste basket and the copies of sent letters on the other device in
these ways, because a reader of the box cannot see them."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import poplib
import shutil
import smtplib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'rig'))
sys.dont_write_bytecode = True
import postoffice
import process

PASSWORD = 'blue-stamp'
READ, THROW_AWAY, WRITE, OTHER, ARRIVE, BREAK, FULL, OFFLINE = PRESSES = range(1, 9)
NAMES = ['', 'Read', 'Throw away', 'Write one', 'Collect on the other device', 'A new letter arrives',
         'The computer breaks', 'The box is full', 'No internet']
HELD, SEEN, THROWN, WAITING = 1, 2, 4, 8
NOBODY = 1                      # a port at which nobody listens


class Player:
    """The engine and the game, in a process of their own for each thread."""

    def __init__(self, program):
        self.child = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                      preexec_fn=process.die_with_parent)

    def ask(self, *words):
        self.child.stdin.write('\t'.join(map(str, words)) + '\n')
        self.child.stdin.flush()
        status, *answer = self.child.stdout.readline().rstrip('\n').split('\t')
        assert status == 'ok', '%s: %s' % (words, answer)
        return answer

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def copy(source, target, owned=os.getuid() == 0):
    """A folder with everything in it, and who owns it; quicker for small files than shutil.copytree()."""
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            path = target + '/' + entry.name
            if entry.is_dir(follow_symlinks=False):
                copy(entry.path, path)
                continue
            with open(entry.path, 'rb', 0) as old, open(path, 'wb', 0) as new:
                new.write(old.read())
                if owned:
                    facts = os.fstat(old.fileno())
                    os.fchown(new.fileno(), facts.st_uid, facts.st_gid)
    if owned:
        facts = os.stat(source)
        os.chown(target, facts.st_uid, facts.st_gid)


class Node:
    """What some presses led to: the game's state, and the real folders that belong to it."""

    def __init__(self, path, person, here, other, names, room=0, broken=False, offline=False):
        self.path, self.person, self.here, self.other, self.names = path, person, here, other, names
        self.room, self.broken, self.offline = room, broken, offline
        self.state = None
        self.found = {'box': {}, 'here': {}, 'other': {}}   # what there really is: subject → marks


class Table:
    def __init__(self, office, player, way, folder):
        self.office, self.program, self.way, self.folder = office, player, way, folder
        self.shared = way == 'shared'
        self.port = office.ports['imap' if self.shared else 'pop3']
        self.local = threading.local()
        self.players, self.lock, self.counter, self.subjects = [], threading.Lock(), 0, {}
        self.compared, self.known, self.expanded = 0, set(), set()

    # Small things ---------------------------------------------------------------------------------

    def player(self):
        if not hasattr(self.local, 'player'):
            self.local.player = Player(self.program)
            self.players.append(self.local.player)
        return self.local.player

    def new_number(self):
        with self.lock:
            self.counter += 1
            return self.counter

    def new_person(self, room):
        return '%d%s%d@penny.example' % (room, self.way, self.new_number())

    def mail(self, person):
        return str(self.office.folder / 'mail' / person)

    def game(self, path):
        return json.loads(self.player().ask('game', self.way, *path)[0])

    def act(self, node, *what, other=False, cut=False):
        port = NOBODY if cut else self.port
        return self.player().ask('act', node.other if other else node.here, self.way, node.person, PASSWORD, port,
                                 NOBODY if cut else self.office.ports['submission'], *what)

    def deliver(self, person, subject):
        """FALSE when the post office sends it back."""
        raw = ('From: <carla@elsewhere.example>\r\nTo: <%s>\r\nSubject: %s\r\nMessage-ID: <%s@letters.example>\r\n'
               'Date: Sun, 22 Nov 2026 10:00:00 +0100\r\n\r\nHello\r\n' % (person, subject, subject)).encode()
        try:
            self.office.deliver(person, raw)
        except (smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused) as error:
            assert '5.2.2' in str(error), error
            return False
        return True

    # Looking --------------------------------------------------------------------------------------

    def subject_of(self, path, base):
        if base not in self.subjects:
            for line in open(path, 'rb'):
                if line.lower().startswith(b'subject: '):
                    self.subjects[base] = line[9:].decode().strip()
                    break
        return self.subjects[base]

    def look_into_box(self, person):
        """Subject → marks, from the files of the box itself."""
        result = {}
        for folder, marks in (('', 0), ('.Trash', THROWN), ('.Sent', 0)):
            for part in ('new', 'cur'):
                place = os.path.join(self.mail(person), 'Maildir', folder, part)
                for name in os.listdir(place) if os.path.isdir(place) else ():
                    base, _, flags = name.partition(':2,')
                    subject = self.subject_of(os.path.join(place, name), base)
                    assert subject not in result, 'twice in the box: ' + subject
                    result[subject] = HELD | marks | (SEEN if 'S' in flags and self.shared else 0)
                    assert self.shared or not folder, 'in %s of a POP box: %s' % (folder, subject)
        return result

    @staticmethod
    def read_look(answer):
        result = {}
        for line in answer:
            subject, role, seen = line.split(':')
            assert subject not in result, 'twice: ' + subject
            result[subject] = HELD | {'inbox': 0, 'trash': THROWN, 'sent': 0, 'outbox': WAITING | SEEN}[role] \
                | (SEEN if seen == '1' else 0)
        return result

    def peek(self, node):
        """The other device of the POP ways."""
        link = poplib.POP3('localhost', self.office.ports['pop3'], timeout=30)
        link.user(node.person)
        link.pass_(PASSWORD)
        result = {}
        for number in range(1, link.stat()[0] + 1):
            head = b'\n'.join(link.top(number, 0)[1]).decode()
            result[head.partition('Subject: ')[2].partition('\n')[0].strip()] = HELD
        link.quit()
        return result

    # Pressing -------------------------------------------------------------------------------------

    def begin(self):
        node = Node((), self.new_person(0), self.new_folder(), self.new_folder(), ['L0', 'L1', 'L2'])
        for name in node.names:
            self.deliver(node.person, name)
        self.act(node, 'sync')
        if not self.shared:
            node.other = None
        node.state = self.game(())
        node.found['here'] = self.read_look(self.act(node, 'look'))
        node.found['box'] = self.look_into_box(node.person)
        self.compare(node, node)
        return node

    def new_folder(self):
        path = os.path.join(self.folder, str(self.new_number()))
        os.mkdir(path)
        return path

    def follow(self, parent, press):
        """The node that PRESS leads to, without folders of its own so far."""
        node = Node(parent.path + (press,), None, None, None, list(parent.names), parent.room, parent.broken,
                    parent.offline)
        node.found = dict(parent.found)
        node.state = self.game(node.path)
        if press == OFFLINE:
            node.offline = not node.offline
        elif press == BREAK:
            node.broken = not node.broken
        elif press == FULL:
            count = len(parent.found['box'])
            node.room = 0 if node.room and count >= node.room else count
        return node

    def furnish(self, parent, node):
        """Copies of the parent's folders, for a person whose box has the right size."""
        node.person = self.new_person(node.room)
        copy(self.mail(parent.person), self.mail(node.person))
        for which in ('here', 'other'):
            place = getattr(parent, which)
            if place is not None:
                setattr(node, which, os.path.join(self.folder, str(self.new_number())))
                copy(place, getattr(node, which))

    @staticmethod
    def list_acts(parent, node, press):
        """What this computer has to do; None: nobody has anything to do."""
        target = {READ: parent.state['read'], THROW_AWAY: parent.state['throw']}.get(press, -1)
        if press in (OTHER, ARRIVE, BREAK):
            return []
        if press == WRITE and not node.broken:
            return ['write:%s']
        if target >= 0 and not node.broken:
            return ['%s:%s' % ('read' if press == READ else 'throw', node.names[target])]
        if press == FULL and parent.room and not node.room and not node.broken:
            return ['wait']
        return [] if press == OFFLINE and not node.offline and not node.broken else None

    def press(self, parent, press, keep):
        node = self.follow(parent, press)
        acts = self.list_acts(parent, node, press)
        if acts is None:
            self.compare(node, parent)
            if keep and self.key(node) not in self.known:
                self.furnish(parent, node)
            return node

        self.furnish(parent, node)
        name = '%s%d-%s' % ('W' if press == WRITE else 'L', len(node.names), node.person.partition('@')[0])
        if press == BREAK:
            shutil.rmtree(node.here)
            os.mkdir(node.here)
        if press == WRITE or press == ARRIVE and self.deliver(node.person, name):
            node.names.append(name)
        if press == OTHER:
            node.found['other'] = self.look_there(node)
        else:
            node.found['here'] = self.run_engine(node, [act.replace('%s', name) for act in acts])
        node.found['box'] = self.look_into_box(node.person)
        self.compare(node, node)
        return node

    def run_engine(self, node, acts):
        """This computer does something and talks to the post office, if it can."""
        if node.broken:
            return {}
        return self.read_look(self.act(node, *acts, 'cut-off' if node.offline else 'sync', 'look', cut=node.offline))

    def look_there(self, node):
        return self.read_look(self.act(node, 'sync', 'look', other=True)) if self.shared else self.peek(node)

    # Comparing ------------------------------------------------------------------------------------

    def expected(self, state, names, place):
        return {names[i]: letter[place] for i, letter in enumerate(state['letters']) if letter[place]}

    def compare(self, node, real):
        """The game's state of NODE with what was found by REAL."""
        for place, name in enumerate(('box', 'here', 'other'), 1):
            want = self.expected(node.state, node.names, place)
            assert real.found[name] == want, '%s: %s: the game says %s, there is %s\n%s\n%s' % (
                ' → '.join(NAMES[press] for press in node.path) or 'at the beginning', name, want, real.found[name],
                node.state, '\n'.join(line for line in self.office.log().splitlines() if str(node.person) in line))
        for key in ('broken', 'offline', 'room'):
            assert int(node.state[key]) == int(getattr(node, key)), (node.path, key, node.state)
        self.compare_sent(node)
        self.compared += 1

    def compare_sent(self, node):
        """What does not wait any more has really gone out.  (What waits could not: nobody listened.)"""
        gone = self.office.sent_subjects()
        for name, (written, _box, here, _other) in zip(node.names, node.state['letters']):
            assert not written or not here or here & WAITING or name in gone, (node.path, name)

    # The tree -------------------------------------------------------------------------------------

    def key(self, node, with_other=True):
        state = dict(node.state)
        if not self.shared or not with_other:
            state['letters'] = [letter[:3] for letter in state['letters']]
        return json.dumps(state)

    def leave(self, node):
        if node.person is None:
            return
        shutil.rmtree(self.mail(node.person))
        for place in (node.here, node.other):
            if place is not None:
                shutil.rmtree(place)

    def choose_presses(self, node, keep):
        """No press but one looks at what the other device holds: the last press of a sequence that differs
        from an earlier one in nothing else needs to be that one only."""
        with self.lock:
            again = self.key(node, with_other=False) in self.expanded
            self.expanded.add(self.key(node, with_other=False))
        return (OTHER,) if again and not keep else PRESSES

    def expand(self, node, keep):
        """All presses after NODE; the new nodes, or none of them when they are leaves."""
        children = []
        for press in self.choose_presses(node, keep):
            child = self.press(node, press, keep)
            if keep and child.person is not None and self.key(child) not in self.known:
                children.append(child)
            else:
                self.leave(child)
        self.leave(node)
        return children

    def play(self, depth, hands):
        level = [self.begin()]
        self.known = {self.key(level[0])}
        with concurrent.futures.ThreadPoolExecutor(hands) as pool:
            for left in range(depth, 0, -1):
                following = []
                for children in pool.map(lambda node: self.expand(node, left > 1), level):
                    for child in children:
                        if self.key(child) in self.known:
                            self.leave(child)
                        else:
                            self.known.add(self.key(child))
                            following.append(child)
                print('# %d presses: %d states, %d steps compared' % (depth - left + 1, len(self.known), self.compared),
                      flush=True)
                level = following
        for player in self.players:
            player.close()


class Office(postoffice.PostOffice):
    def sent_subjects(self):
        with self.sink.lock:
            for letter in self.sink.letters:
                self.known.add(letter.raw.partition(b'Subject: ')[2].partition(b'\r\n')[0].decode())
            self.sink.letters.clear()
            return self.known


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('player')
    parser.add_argument('way')
    parser.add_argument('--presses', type=int, default=5)
    choices = parser.parse_args()
    if not shutil.which('dovecot', path=os.environ['PATH'] + ':/usr/sbin'):
        print('1..0 # SKIP not installed: dovecot')
        return 0
    process.stop_on_signals()
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    started = time.monotonic()
    with Office(anyone=PASSWORD, tls_required=False, mechanisms='plain', special=('Sent', 'Trash')) as office, \
            tempfile.TemporaryDirectory(prefix='penny-game-', dir=memory) as folder:
        office.known = set()
        table = Table(office, choices.player, choices.way, folder)
        table.play(choices.presses, os.cpu_count() or 1)
    sequences = sum(len(PRESSES) ** n for n in range(choices.presses + 1))
    print('# %s: %d sequences of up to %d presses, by %d steps at a real post office in %.0f s'
          % (choices.way, sequences, choices.presses, table.compared, time.monotonic() - started))
    print('1..1\nok 1 the game of the way “%s” is what happens' % choices.way)
    return 0


if __name__ == '__main__':
    sys.exit(main())
