#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in through the browser, from the address to the letters: a provider on loopback (oauthlib), Dovecot that asks
it whose token it was shown, and a keyring of libsecret's own in a file."""

import json
import select
import sys
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from scene import FRIEND, Scene, letter
import postoffice
from ctl import Ctl

try:
    import identity
except ImportError:
    print('NOT TESTED: signing in through the browser (python3-oauthlib is not installed)', file=sys.stderr)
    sys.exit(77)

ANNA = 'anna@penny.example'
PEOPLE = {ANNA: 'blue-stamp', FRIEND: 'red-stamp'}


class SignedCtl(Ctl):
    """pennypostctl without a password, with a keyring."""

    def environment(self):
        return {**super().environment(), 'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PASSWORD': 'practice',
                'SECRET_FILE_TEST_PATH': str(self.folder / 'test.keyring')}

    def line(self, running, patience=30):
        """The next record of a running one."""
        if not select.select([running.stdout], [], [], patience)[0]:
            raise TimeoutError('no line')
        return json.loads(running.stdout.readline())

    def begin_sign_in(self, what):
        running = self.start('account', 'sign-in', what)
        opened = self.line(running)
        assert opened['event'] == 'open', opened
        return running, opened['uri']

    def sign_in(self, what, person, password, allow='yes'):
        """The page at the end, the exit status, the records."""
        running, uri = self.begin_sign_in(what)
        page = identity.browse(uri, person, password, allow)
        output, errors = running.communicate(timeout=30)
        return page, running.returncode, [json.loads(line) for line in (output + errors).splitlines() if line]


class Browser(Scene):
    def setUp(self):
        self.provider = self.enterContext(identity.Identity(dict(PEOPLE)))
        self.office = self.enterContext(postoffice.PostOffice(
            dict(PEOPLE), mechanisms='plain login scram-sha-256 oauthbearer xoauth2',
            introspection=self.provider.introspection_uri))
        self.ctl = self.enterContext(SignedCtl(self.office, person=ANNA, password='never to be sent'))

    @classmethod
    def setUpClass(cls):
        pass

    def file(self, **choices):
        path = self.ctl.folder / 'account.ini'
        text = self.office.account_file(ANNA, **choices).replace('[incoming]', 'auth=oauth2\n[incoming]', 1)
        path.write_text(text + self.provider.key_file_group())
        return path

    def account(self, person=ANNA, **choices):
        page, status, records = self.ctl.sign_in(self.file(**choices), person, PEOPLE[person])
        self.assertEqual(status, 0, records)
        self.assertIn('You are signed in', page)
        self.assertEqual(records[-1]['event'], 'signed-in')
        self.assertNotIn('not_kept', records[-1])
        return records[-1]['account']

    def deliver(self, subject):
        self.office.deliver(ANNA, letter(subject, to=ANNA, sender=FRIEND))

    def quiet(self, text):
        for secret in (*self.provider.secrets(), 'never to be sent', 'blue-stamp'):
            self.assertNotIn(secret, text)

    def test_imap_and_sending(self):
        self.deliver('First')
        account = self.account()
        self.assertEqual(self.ctl.good('account', 'list').records[0]['auth'], 'oauth2')
        done = self.ctl.good('-v', 'sync', account)
        self.assertEqual(self.ctl.subjects(), ['First'])
        self.assertIn('AUTHENTICATE OAUTHBEARER <secret>', done.errors)
        self.quiet(done.errors + done.output)
        path = self.ctl.folder / 'letter.eml'
        path.write_bytes(letter('To Bruno'))
        sent = self.ctl.good('-v', 'send', path)
        self.assertEqual([one.recipients for one in self.office.sent], [[FRIEND]])
        self.quiet(sent.errors + sent.output)
        kept = (self.ctl.data / 'accounts' / (account + '.ini')).read_text()
        self.assertIn('auth=oauth2', kept)
        self.quiet(kept)

    def test_pop(self):
        self.deliver('First')
        account = self.account(protocol='pop3', way='photocopy')
        self.ctl.good('sync', account)
        self.assertEqual(self.ctl.subjects(), ['First'])

    def test_question_is_well_formed(self):
        running, uri = self.ctl.begin_sign_in(self.file())
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(uri).query))
        self.assertEqual(asked['code_challenge_method'], 'S256')
        self.assertEqual(asked['login_hint'], ANNA)
        self.assertGreaterEqual(len(asked['state']), 43)
        self.assertGreaterEqual(len(asked['code_challenge']), 43)
        self.assertTrue(asked['redirect_uri'].startswith('http://127.0.0.1:'))
        running.terminate()
        running.communicate(timeout=20)

    def test_runs_out_and_is_renewed_in_turn(self):
        """Tokens that are as good as over at once: each connection renews, and the provider rotates."""
        self.provider.lifetime = 60
        account = self.account()
        for number in range(3):
            self.deliver('Letter %d' % number)
            self.ctl.good('sync', account)
        self.assertEqual(len(self.ctl.subjects()), 3)
        self.assertGreaterEqual(self.provider.renewed, 3)
        self.assertEqual(len(self.provider.validator.refresh), 1)

    def test_refused_token_is_renewed_once(self):
        account = self.account()
        self.deliver('First')
        self.provider.forget_access()
        self.ctl.good('sync', account)
        self.assertEqual(self.provider.renewed, 1)
        self.assertEqual(self.ctl.subjects(), ['First'])
        self.provider.forget_access()
        path = self.ctl.folder / 'letter.eml'
        path.write_bytes(letter('To Bruno'))
        self.ctl.good('send', path)
        self.assertEqual(self.provider.renewed, 2)

    def test_refused_at_pop(self):
        account = self.account(protocol='pop3', way='photocopy')
        self.deliver('First')
        self.provider.forget_access()
        self.ctl.good('sync', account)
        self.assertEqual(self.ctl.subjects(), ['First'])

    def test_trying(self):
        """The eight steps, the dry run and another way: each with the account's own token, renewed when refused."""
        account = self.account()
        self.deliver('First')
        photocopy = self.ctl.folder / 'photocopy.ini'
        photocopy.write_text(self.office.account_file(ANNA, protocol='pop3', way='photocopy'))
        for number, command in enumerate((['diagnose', account], ['diagnose', account, '--letter'],
                                          ['way', account, '--set', 'photocopy', '--incoming', photocopy])):
            self.provider.forget_access()
            done = self.ctl.good('-v', *command)
            self.assertEqual(self.provider.renewed, number + 1, done)
            self.quiet(done.output + done.errors)
        self.ctl.good('sync', account)
        self.assertIn('First', self.ctl.subjects())
        self.provider.forget_all()
        steps = self.ctl.run('diagnose', account)
        self.assertEqual(steps.status, 1)
        self.assertEqual([step['cause'] for step in steps if step['cause']][0], 'sign-in-again')
        self.quiet(steps.output + steps.errors)

    def test_taken_back(self):
        """Only the person can help; and then everything goes on."""
        account = self.account()
        self.deliver('First')
        self.provider.forget_all()
        error = self.failed(self.ctl.run('sync', account), 'account', 'sign-in-again', 'sign in')
        self.quiet(json.dumps(error))
        _page, status, records = self.ctl.sign_in(account, ANNA, PEOPLE[ANNA])
        self.assertEqual(status, 0, records)
        self.ctl.good('sync', account)
        self.assertEqual(self.ctl.subjects(), ['First'])

    def test_somebody_else_signs_in(self):
        account = self.account(person=FRIEND)
        self.failed(self.ctl.run('sync', account), 'account', 'sign-in-again', ANNA)
        self.assertLessEqual(self.provider.renewed, 1)

    def test_person_says_no(self):
        page, status, records = self.ctl.sign_in(self.file(), ANNA, PEOPLE[ANNA], allow='no')
        self.assertIn('You are not signed in', page)
        self.assertEqual(status, 1)
        self.assertEqual((records[-1]['domain'], records[-1]['code']), ('account', 'no-consent'))
        self.assertEqual(self.ctl.good('account', 'list').records, [])

    def test_strangers_at_the_door(self):
        running, uri = self.ctl.begin_sign_in(self.file())
        door = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(uri).query))['redirect_uri']
        state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(uri).query))['state']
        for wrong, data in (('?code=x', None), ('?code=x&state=y', None), ('?code=x&state=' + state[:-1], None),
                            ('favicon.ico', None), ('other?code=x&state=' + state, None),
                            ('?code=x&state=' + state, b'x=y')):
            with self.assertRaises(urllib.error.HTTPError):
                urllib.request.urlopen(door + wrong, data, timeout=10)
        named = urllib.request.Request(door + '?code=x&state=' + state, headers={'Host': 'evil.example'})
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(named, timeout=10)
        self.assertIsNone(running.poll())
        identity.browse(uri, ANNA, PEOPLE[ANNA])
        output, _errors = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 0)
        self.assertIn('signed-in', output)
        with self.assertRaises(urllib.error.URLError):
            urllib.request.urlopen(door + '?code=x&state=' + state, timeout=10)

    def test_nobody_comes(self):
        begun = time.monotonic()
        outcome = self.ctl.run('--timeout', 1, 'account', 'sign-in', self.file())
        self.assertEqual(outcome.status, 1)
        self.assertLess(time.monotonic() - begun, 20)

    def test_provider_has_a_bad_day(self):
        """Its trouble is waited out, whatever it looks like; nobody is asked to sign in."""
        account = self.account()
        self.provider.forget_access()
        for trouble in ((503, {}, 'closed'), (500, {'Content-Type': 'application/json'}, '{"error":"server_error"}'),
                        (200, {}, '<html>Welcome to our network</html>'), (200, {}, '{"access_token":'),
                        (200, {}, '{"access_token":"a b","token_type":"Bearer"}'),
                        (200, {}, '{"access_token":"x","token_type":"mac"}'),
                        (302, {'Location': self.provider.uri + '/elsewhere'}, '{}'),
                        (200, {}, '{"a":"%s"}' % ('x' * 100000)),
                        (429, {}, '{"error":"slow_down"}')):
            self.provider.trouble = trouble
            self.failed(self.ctl.run('sync', account), 'account', 'sign-in-busy')
        self.provider.trouble = None
        self.ctl.good('sync', account)

    def test_settings_that_are_not_safe(self):
        path = self.file()
        good = path.read_text()
        for wrong in ('http://penny.example/token', 'ftp://127.0.0.1/', 'https://', 'x', 'https://me:pw@penny.example/'):
            path.write_text(good.replace(self.provider.token_uri, wrong))
            self.failed(self.ctl.run('account', 'sign-in', path), 'account', 'invalid')
        path.write_text(good.replace('client-id=' + identity.CLIENT_ID, ''))
        self.failed(self.ctl.run('account', 'sign-in', path), 'account', 'no-client-id')

    def test_removed_account_leaves_nothing(self):
        account = self.account()
        self.ctl.good('account', 'remove', account)
        path = self.file()
        self.ctl.good('account', 'add', path)
        self.failed(self.ctl.run('sync', account), 'account', 'sign-in-again')


if __name__ == '__main__':
    unittest.main()
