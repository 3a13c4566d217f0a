# SPDX-License-Identifier: GPL-3.0-or-later
"""`pennypostctl` in a data folder of its own, for live tests.

    with PostOffice() as office, Ctl(office) as ctl:
        ctl.add(protocol='imap', security='starttls')
        done = ctl.good('sync')
        subjects = [record['subject'] for record in ctl.good('list', 'INBOX')]
"""

import json
import os
import pathlib
import shlex
import subprocess
import tempfile

import process


class Outcome:
    """status, records (the JSON lines of standard output), error (the object on standard error or
    None) and the raw text of both."""

    def __init__(self, status, output, errors):
        self.status = status
        self.output = output
        self.errors = errors
        self.records = [json.loads(line) for line in output.splitlines() if line.strip()]
        self.error = None
        for line in errors.splitlines():
            if line.startswith('{'):
                self.error = json.loads(line)

    def __iter__(self):
        return iter(self.records)

    def events(self, name):
        return [record for record in self.records if record.get('event') == name]

    def __repr__(self):
        return 'status %d\n%s\n%s' % (self.status, self.output[-2000:], self.errors[-2000:])


class Ctl:
    def __init__(self, office, build=None, person=None, password=None):
        self.office = office
        self.program = pathlib.Path(build or os.environ['PENNY_BUILD_ROOT'], 'src/cli/pennypostctl')
        self.person = person or next(iter(office.people))
        self.password = password or office.people.get(self.person, '')

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix='penny-ctl-', ignore_cleanup_errors=True)
        self.folder = pathlib.Path(self.temporary.name)
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    @property
    def data(self):
        return self.folder / 'data'

    def environment(self):
        # No session bus: the password comes from the environment, never from a real keyring.
        return process.environment(PENNY_PASSWORD=self.password, HOME=self.folder,
                                   XDG_CONFIG_HOME=self.folder / 'config',
                                   XDG_DATA_HOME=self.folder / 'share',
                                   DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent')

    def command(self, *arguments, ca_file=None):
        return [str(self.program), '--data-dir', str(self.data),
                '--ca-file', ca_file or self.office.ca_file, *map(str, arguments)]

    def run(self, *arguments, patience=60, ca_file=None):
        """Runs to the end; whatever the outcome, it is given back."""
        done = subprocess.run(self.command(*arguments, ca_file=ca_file), env=self.environment(),
                              capture_output=True, text=True, timeout=patience,
                              stdin=subprocess.DEVNULL)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def good(self, *arguments, **options):
        outcome = self.run(*arguments, **options)
        assert outcome.status == 0, outcome
        return outcome

    def batch(self, commands, patience=60, verbose=False):
        """Many commands in one run, each a sequence of words; whatever the outcome, it is given back."""
        lines = ''.join(shlex.join(map(str, words)) + '\n' for words in commands)
        done = subprocess.run(self.command(*['-v'] * verbose, 'batch'), env=self.environment(), capture_output=True,
                              text=True, timeout=patience, input=lines)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments):
        """A running one, to be watched, terminated or killed by the test; its output is a pipe."""
        return subprocess.Popen(self.command(*arguments), env=self.environment(), text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                stdin=subprocess.DEVNULL, preexec_fn=process.die_with_parent)

    def add(self, **choices):
        """Adds the account as PostOffice.account_file() describes it; returns its id."""
        path = self.folder / 'account.ini'
        path.write_text(self.office.account_file(self.person, **choices))
        return self.good('account', 'add', path).records[0]['account']

    def place(self, name):
        """How the account spells the name of this folder: as its post office does, unless it is of this computer."""
        spelled = self.office.place(name)
        return spelled if any(row['folder'] == spelled for row in self.good('folders')) else name

    def subjects(self, folder='INBOX'):
        return [record['subject'] for record in self.good('list', self.place(folder), '--limit', 100000)]
