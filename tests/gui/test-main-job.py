#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, through the window, with a real keyring: test-main-job.py CASE"""

import mailbox
import random
import time

import scene
from scene import FRIEND, ME, PASSWORD, Scene, drive, mail_client, process


def the_whole_way():
    """From the assistant to an answer that an independent client finds; everything outlives a quit."""
    with Scene(letters=5) as post:
        post.program.start()
        drive.whole_assistant(post.root, 'Anna Lindner', ME, PASSWORD)
        drive.open_row(post.root, 'Letter 3')
        drive.wait_letter(post.root, 'Words of letter 3.')
        composer = drive.answer(post.root, 'Re: Letter 3', 'Grüße zurück!')
        drive.send(post.root, composer)
        with mail_client.Imap(post.office, FRIEND) as box:
            answer = box.message('INBOX', box.wait_for_subject('INBOX', 'Re: Letter 3', 30))
        assert 'Grüße zurück!' in answer.get_content(), answer
        assert answer['From'].addresses[0].display_name == 'Anna Lindner'
        with mail_client.Imap(post.office) as box:
            original = box.message('INBOX', 4)
            assert answer['In-Reply-To'] == original['Message-ID']
            assert box.message('Sent', box.wait_for_subject('Sent', 'Re: Letter 3', 30))['Message-ID'] \
                == answer['Message-ID']
            process.wait_for(lambda: '\\Answered' in box.flags('INBOX', 4), 30, 'the answered mark')

        post.program.quit()
        post.program.start()
        assert '\nWords' not in drive.row(post.root, 'Letter 0').name
        drive.open_row(post.root, 'Letter 3')
        drive.wait_letter(post.root, 'Words of letter 3.')
        drive.open_folder(post.root, 'Sent')
        drive.row(post.root, 'Re: Letter 3')
        # A letter that comes now proves that it has signed in, with the password of the keyring.
        drive.open_folder(post.root, 'Inbox')
        post.deliver('After the restart')
        drive.row(post.root, 'After the restart')
        assert drive.titles(post.root) == [drive.MAIN], drive.titles(post.root)
        post.program.quit()
        assert len(post.clean()) == 6


def without_network():
    """Reading and answering need nobody; the answer leaves by itself when the doors open again."""
    with Scene(letters=5) as post:
        post.add_account()
        post.ctl('sync')
        post.office.close_doors()
        post.program.start()
        drive.open_row(post.root, 'Letter 2')
        drive.wait_letter(post.root, 'Words of letter 2.')
        composer = drive.answer(post.root, 'Re: Letter 2', 'Written in the tunnel.')
        drive.send(post.root, composer)
        drive.folder_says(post.root, 'Outbox, 1 message')
        drive.open_folder(post.root, 'Outbox')
        drive.row(post.root, 'Re: Letter 2')
        post.office.open_doors()
        with mail_client.Imap(post.office, FRIEND) as box:
            box.wait_for_subject('INBOX', 'Re: Letter 2', 60)
        with mail_client.Imap(post.office) as box:
            box.wait_for_subject('Sent', 'Re: Letter 2', 60)
        drive.no_row(post.root, 'Re: Letter 2')
        assert len(post.office.sent) == 1
        post.program.quit()
        post.clean()


def acts():
    """Star, trash and taking it back are shown at once and carried out at the post office."""
    with Scene(letters=5, undo_seconds=4) as post, mail_client.Imap(post.office) as box:
        post.add_account()
        post.program.start()
        drive.open_row(post.root, 'Letter 1')
        drive.wait_letter(post.root, 'Words of letter 1.')
        drive.press(drive.row(post.root, 'Letter 1'), 'Star')
        drive.row(post.root, 'Letter 1. ')
        process.wait_for(lambda: 'Starred' in drive.row(post.root, 'Letter 1').name, 10, 'the star')
        process.wait_for(lambda: '\\Flagged' in box.flags('INBOX', 2), 20, 'the star at the post office')

        drive.open_row(post.root, 'Letter 3')
        drive.press(drive.window(post.root, drive.MAIN), 'Move to Trash')
        drive.no_row(post.root, 'Letter 3', 5)
        drive.press(drive.window(post.root, drive.MAIN), drive.UNDO)
        drive.row(post.root, 'Letter 3', 5)

        drive.open_row(post.root, 'Letter 4')
        drive.press(drive.window(post.root, drive.MAIN), 'Move to Trash')
        drive.no_row(post.root, 'Letter 4', 5)
        box.wait_for_subject('Trash', 'Letter 4', 30)
        left = sorted(box.subjects('INBOX').values())
        assert left == ['Letter 0', 'Letter 1', 'Letter 2', 'Letter 3'], left
        drive.open_folder(post.root, 'Trash')
        drive.row(post.root, 'Letter 4')
        post.program.quit()
        assert len(post.clean()) == 4


def arrival():
    """A new letter appears by itself and is announced; the announcement opens it."""
    with Scene(letters=2) as post:
        log = post.start_notification_daemon()
        post.add_account()
        post.program.start()
        drive.row(post.root, 'Letter 0')
        post.deliver('First of all')            # in the list, so it is settled and connected
        drive.row(post.root, 'First of all')
        drive.hide(drive.window(post.root, drive.MAIN))
        post.deliver('Hello from the square', 'The market is open.\n')
        process.wait_for(lambda: 'Hello from the square' in log.read_text(), 30, 'the notification')
        assert 'Bruno Keller' in log.read_text()
        post.activate_notification()
        drive.wait_letter(post.root, 'The market is open.')
        drive.row(post.root, 'Hello from the square')
        post.program.quit()
        assert len(post.clean()) == 4


def killed():
    """kill -9 while it collects, several times: the store is whole, nothing is missing or twice."""
    number = 250
    chance = random.Random()
    with Scene() as post:
        with mail_client.Imap(post.office) as box:
            for one in range(number):
                box.append('INBOX', scene.letter('Letter %d' % one, 'Words. ' * chance.randrange(100, 4000)))
        post.add_account()
        for _round in range(6):
            post.program.start()
            # No condition: any moment must do.
            time.sleep(chance.uniform(0, 0.8))
            post.program.kill()
            post.clean()
        post.program.start()
        drive.row(post.root, 'Letter %d' % (number - 1))
        post.deliver('The last one')
        drive.row(post.root, 'The last one', 60)
        post.program.quit()
        post.ctl('sync')
        subjects = sorted(record['subject'] for record in post.clean())
        assert subjects == sorted(['Letter %d' % one for one in range(number)] + ['The last one'])
        post.ctl('export', 'INBOX', '--mbox', post.folder / 'all.mbox')
        exported = mailbox.mbox(post.folder / 'all.mbox')
        assert all(len(letter.get_payload()) > 10 for letter in exported) and len(exported) == number + 1


def narrow():
    """One pane at a time in 360 px, and the keyboard alone goes through them and back."""
    with Scene(letters=3, size=(360, 600)) as post:
        post.add_account()
        post.program.start()
        drive.row(post.root, 'Letter 2')
        assert drive.width(drive.window(post.root, drive.MAIN)) <= 362
        drive.atspi.keys('Down', 'Return')
        drive.wait_letter(post.root, 'Words of letter')
        drive.wait_pane(post.root, 'letter')
        drive.atspi.keys('Escape')
        drive.wait_pane(post.root, 'list')
        drive.atspi.keys('alt+Left')
        drive.wait_pane(post.root, 'folders')
        drive.atspi.keys('Down', 'Return')
        drive.wait_pane(post.root, 'list')
        drive.atspi.keys('Escape')
        drive.wait_pane(post.root, 'folders')
        post.program.quit()


if __name__ == '__main__':
    scene.main({name.replace('_', '-'): case for name, case in list(globals().items())
                if callable(case) and case.__module__ == '__main__'})
