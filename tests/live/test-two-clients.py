#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two Penny Posts and another program on one account, all changing things at random: three equal views.

    PENNY_SEED=… PENNY_OPERATIONS=… test-two-clients.py     that script again (the seed is printed)

Every letter has a subject of its own.  The rules, which are checked at each pass and not at the end alone:

- A pass carries out what was done here, and then shows what the server has.
- Where nobody else has touched a letter since the last pass, all that was done to it here is done there.
- Who reaches the server first is right: a letter that is not where it was acted on any more stays where the
  other one put it, and what was done to it here is given up, be it a mark, a move or a deletion.
- Nothing but a copy or a delivery makes a letter more, nothing but a deletion for good makes it fewer.
- What was moved or copied here out of a folder that another one has deleted is brought back: nobody can know whether
  it went with the folder or before, and twice is better than not at all.  Renaming a folder doubles nothing.
- What was put into a folder that is gone by then goes back to where it came from, and a folder that cannot be made,
  renamed or deleted any more is left as it is there.

Rooms: penny-store-act, penny-imap-operations, penny-imap-folder-sync with all below them."""

import collections
import concurrent.futures
import os
import random
import time

import scene
from players import SHOWN, Other, Post, by_subject

PATIENCE = 180


class TwoClients(scene.Scene):
    OPERATIONS = int(os.environ.get('PENNY_OPERATIONS', 1000))
    SEED = int(os.environ.get('PENNY_SEED') or random.SystemRandom().randrange(1 << 32))

    def test_random_script(self):
        print('PENNY_SEED=%d PENNY_OPERATIONS=%d' % (self.SEED, self.OPERATIONS), flush=True)
        self.chance = random.Random(self.SEED)
        self.other = Other(self.box(), self.chance)
        for _ in range(10):
            self.other.deliver()
        self.posts = [Post(name, self.ctl(), self.chance) for name in 'AB']
        start, self.done, self.passes = time.monotonic(), 0, 0
        self.story = []
        try:
            while self.done < self.OPERATIONS:
                self.turn()
            self.settle()
        except AssertionError:
            print(*self.story[-60:], sep='\n')
            for post in self.posts:
                print('--- the last pass of %s, and what is owed' % post.name, post.wire, sep='\n')
                print(post.batch(('pending',)))
            raise
        seconds = time.monotonic() - start
        print('%d operations and %d passes in %.1f s: %.0f a second' %
              (self.done, self.passes, seconds, self.done / seconds))

    def turn(self):
        who = self.chance.randrange(3)
        for _ in range(self.chance.randint(1, 5) if who == 2 else 0):
            self.others_act()
        if who < 2:
            self.done += self.posts[who].act(self.chance.randint(1, 8))
            self.story.append('%s: %s' % (self.posts[who].name, self.posts[who].commands))
        draw = self.chance.random()
        if draw < 0.4:
            self.one_pass(self.posts[draw < 0.2])
        elif draw < 0.5:
            self.both_at_once()

    def others_act(self, among=None):
        self.other.renamed.clear()
        touched = self.other.act(among)
        self.story.append('other: %s %s' % (self.other.last, sorted(touched)))
        for post in self.posts:
            post.foreign |= touched
            post.renamed |= self.other.renamed
        self.done += 1

    # --- passes ---

    def one_pass(self, post):
        there = {SHOWN[name] for name in self.other.folders()}
        before, wanted = self.other.everything(), by_subject(post.look())
        done = post.sync()
        self.passes += 1
        after = self.other.everything()
        shown = post.look()
        self.story.append('pass of %s' % post.name)
        self.check_counts(after, post)
        now = by_subject(after)
        gone = {subject for subject, places in wanted.items()
                if {place[0] for place in places} & (set(SHOWN.values()) - there | post.named)}
        for subject in post.acted - post.foreign - post.owed - gone:
            self.assertEqual(now.get(subject), wanted.get(subject), '%s: what was done to %s' % (post.name, subject))
        if not post.owed:
            self.assertEqual(sorted(shown), sorted(after), 'shown by %s, and there' % post.name)
        post.note_pass()
        for another in self.posts:
            if another is not post:
                another.foreign |= {one.subject for one in set(before) ^ set(after)}
        return done

    def both_at_once(self):
        """And the other program in the middle of it, with what it can do without having looked."""
        before = self.other.everything()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            running = [pool.submit(post.sync) for post in self.posts]
            self.other.steady = True
            for _ in range(self.chance.randint(0, 6)):
                self.others_act(Other.HARMLESS)
            self.other.steady = False
            for one in running:
                one.result()
        self.passes += 2
        after = self.other.everything()
        self.story.append('passes of both')
        self.check_counts(after, *self.posts)
        for post in self.posts:
            post.look()
            post.note_pass()
            # Seen in time or not: nobody knows.
            post.foreign |= {one.subject for one in set(before) ^ set(after)}

    def check_counts(self, after, *posts):
        """POSTS have made passes, all at the same time.  Two that move one letter at the same instant may both be
        told that they have: "UID MOVE 6 Archive" and "UID MOVE 4,6 Trash" were answered by "COPYUID 1796066467 6 7"
        and "COPYUID 1796066464 4,6 13:14" (Dovecot 2.3.19 with Maildir, 2026-11-30); then there are two.  And what one
        puts into a folder that the other one has just seen to be empty goes with it (Courier 5.0, 2026-11-30): the
        protocol has no way to delete a folder only if it is empty."""
        there = collections.Counter(one.subject for one in after)
        wrong = {}
        folders = {SHOWN[name] for name in self.other.folders()}
        deleted = [post for post in posts if post.known - folders - post.renamed - {'Sent', 'Drafts'}]
        for subject, n in self.other.expected.items():
            active = [post for post in posts if subject in post.acted or post.taken_out[subject]]
            most = n + sum(post.more[subject] + (post.taken_out[subject] if post in deleted else 0)
                           for post in active) + max(0, len(active) - 1)
            unlucky = len(posts) > 1 and active and any(post.deleting for post in posts)
            least = 0 if unlucky else n - sum(post.fewer[subject] for post in posts)
            if not least <= there[subject] <= most:
                wrong[subject] = 'there %d, expected %d to %d' % (there[subject], least, most)
            self.other.expected[subject] = there[subject]
        self.assertEqual(wrong, {}, 'how many there are and should be')

    # --- the end ---

    def settle(self):
        end = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < len(self.posts):
            post = self.posts[self.passes % 2]
            before = self.other.everything()
            done = self.one_pass(post)
            self.assertLess(time.monotonic(), end, 'it never comes to rest: %s, owed: %s' % (done, post.owed))
            changed = done['new'] + done['changed'] + done['removed'] or before != self.other.everything()
            quiet = 0 if changed or post.owed else quiet + 1
        there = sorted(self.other.everything())
        for post in self.posts:
            self.assertEqual(sorted(post.look()), there, post.name)
            post.ctl.good('check')
        self.check_counts(there)


if __name__ == '__main__':
    scene.main()
