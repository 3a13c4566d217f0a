#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the buttons beside an advice do in the running program: test-advice.py CASE"""

import scene
from scene import Scene, drive

import atspi


def open_letter():
    """A letter that the post office refuses waits in the outbox; one press leads to it."""
    with Scene() as post:
        post.office.deliver(scene.ME, scene.letter('A riddle', 'Who am I?', sender='Nobody <reject@away.example>'))
        post.add_account()
        post.program.start()
        drive.open_row(post.root, 'A riddle')
        drive.wait_letter(post.root, 'Who am I?')
        drive.send(post.root, drive.answer(post.root, 'Re: A riddle', 'You are nobody.'))
        main = drive.window(post.root, drive.MAIN)
        atspi.wait_said(main, '“Re: A riddle” could not be sent. It waits in the Outbox.', 40)
        drive.press(main, lambda name: name.startswith('Open the Letter'))
        drive.wait_letter(post.root, 'You are nobody.')
        drive.folder_says(post.root, 'Outbox, 1 message')
        drive.row(post.root, 'Re: A riddle')
        post.program.quit()


if __name__ == '__main__':
    scene.main({'open-letter': open_letter})
