#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`discover` in a small internet of its own: names by a real resolver, files by HTTPS, a real Dovecot at the
usual doors; and everything that a stranger may answer.

Rooms: penny-cli-discover, penny-search, penny-resolve, penny-fetch, penny-autoconfig, penny-guess, penny-probe."""

import http.server
import ssl
import sys
import tempfile
import threading
import time
import unittest

import scene

import small_internet

MAIL = '127.0.0.1'    # Dovecot listens here
PAGES = '127.0.0.2'   # and here nobody but the HTTPS server
LIMIT = 10.5          # seconds: the search's ten and the program's start

SERVER = ('<%sServer type="%s"><hostname>%s</hostname><port>%d</port><socketType>SSL</socketType>'
          '<username>%%EMAILADDRESS%%</username></%sServer>')


def config(imap, head=''):
    return (head + '<clientConfig><emailProvider>' + SERVER % ('incoming', 'imap', imap, 993, 'incoming') +
            SERVER % ('outgoing', 'smtp', imap, 465, 'outgoing') + '</emailProvider></clientConfig>').encode()


BOMB = '<!DOCTYPE clientConfig [<!ENTITY a "aaaaaaaaaa">%s]>' % ''.join(
    '<!ENTITY %s "%s">' % (b, ('&%s;' % a) * 10) for a, b in zip('abcdefgh', 'bcdefghi'))

# What stands at autoconfig.NAME.org.
FILES = {
    'given': config('imap.given.org'),
    'foreign': config('imap.stranger.org'),
    'prefix': config('imap.notprefix.org'),
    'html': b'<!DOCTYPE html><html><body>Welcome to the guest network</body></html>',
    'huge': config('imap.huge.org') + b' ' * (64 * 1024),
    'bomb': config('&i;', BOMB),
    'hosts': config('imap.hosts.org/evil'),
    'spaces': config('imap.hosts.org evil'),
    'at': config('imap.at.org@stranger.org'),
    'hoster': config('imap.hoster.org'),
    'moved': 'https://pages.moved.org/here',
    'clear': 'http://pages.clear.org/here',
    'slow': None,
    'slow-but-open': None,
}
# Of other host names.
MORE_FILES = {'known.org': config('imap.known.org'), 'pages.moved.org': config('imap.moved.org'),
              'pages.clear.org': config('imap.clear.org')}

RECORDS = {
    **{('autoconfig.%s.org' % name, 'A'): [PAGES] for name in FILES},
    **{(name, 'A'): [PAGES] for name in MORE_FILES},
    ('hosted.org', 'MX'): [(10, 'mx1.hoster.org')],
    ('nullmx.org', 'MX'): [(0, '')],
    ('_imaps._tcp.own.org', 'SRV'): [(0, 1, 993, 'box.own.org')],
    ('_submissions._tcp.own.org', 'SRV'): [(0, 1, 465, 'box.own.org')],
    ('_imaps._tcp.away.org', 'SRV'): [(0, 1, 993, 'box.hoster.org')],
    ('_imaps._tcp.none.org', 'SRV'): [(0, 0, 0, '')],
    **{(name + '.slow-but-open.org', 'A'): [MAIL] for name in ('imap', 'smtp')},
    **{(name + '.doors.org', 'A'): [MAIL] for name in ('imap', 'pop', 'pophost', 'smtp')},
    ('imap.impostor.org', 'A'): [MAIL],
}
NAMES = ['localhost', *(name for name, kind in RECORDS if kind == 'A' and 'impostor' not in name)]


class Pages(http.server.BaseHTTPRequestHandler):
    asked = []
    closing = threading.Event()

    def do_GET(self):
        host = self.headers['Host'].partition(':')[0]
        self.asked.append((host, self.path, self.server.server_address[1]))
        name = host.removeprefix('autoconfig.').removesuffix('.org')
        page = FILES.get(name, b'') if host.startswith('autoconfig.') else MORE_FILES.get(host, b'')
        if page is None:
            self.closing.wait(30)
            return
        self.send_response(302 if isinstance(page, str) else 200 if page else 404)
        if isinstance(page, str):
            self.send_header('Location', page)
            page = b''
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


class PagesServer(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass


TLS, STARTTLS = small_internet.Office.TLS, small_internet.Office.STARTTLS


def setUpModule():
    """This process, for good, sees a loopback and a resolver's file that nobody else has."""
    if not small_internet.alone():
        print('SKIPPED: names and usual doors of its own need root', file=sys.stderr)
        raise unittest.SkipTest('no network of its own here')
    small_internet.lead_outside()
    folder = unittest.enterModuleContext(tempfile.TemporaryDirectory(prefix='penny-names-'))
    small_internet.know(RECORDS, folder, mute='mute.org')


class World(scene.Scene):
    DOORS = TLS

    @classmethod
    def setUpClass(cls):
        cls.office = small_internet.Office({'anna@doors.org': scene.PASSWORD}, cls.DOORS, names=NAMES)
        cls.office.start()
        cls.addClassCleanup(cls.office.stop)
        cls.strangers = iter(lambda: 'anna@doors.org', None)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cls.office.folder / 'tls' / 'server.pem', cls.office.folder / 'tls' / 'server.key')
        for port in (443, 80):
            server = PagesServer(('0.0.0.0', port), Pages)
            if port == 443:
                server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            small_internet.serve(server)
            cls.addClassCleanup(server.server_close)
            cls.addClassCleanup(server.shutdown)
        Pages.closing.clear()
        cls.addClassCleanup(Pages.closing.set)

    def discover(self, what, *arguments, status=0):
        """The candidates."""
        ctl = self.enterContext(scene.Ctl(self.office, person=self.person, password=scene.PASSWORD))
        start = time.monotonic()
        outcome = ctl.run('discover', *arguments, what)
        self.assertLess(time.monotonic() - start, LIMIT + 1)
        self.assertEqual(outcome.status, status, outcome)
        if status:
            self.assertEqual(outcome.records, [], outcome)
            self.assertTrue(outcome.error['advice'])
            return outcome.error
        self.assertLess(outcome.events('done')[0]['seconds'], LIMIT)
        found = [record for record in outcome if 'source' in record]
        self.assertEqual([record['rank'] for record in found], list(range(1, len(found) + 1)))
        return found

    def expect(self, record, source, host, trusted=True, port=993, security='tls'):
        self.assertEqual((record['source'], record['incoming']['host'], record['trusted']), (source, host, trusted))
        self.assertEqual((record['incoming']['port'], record['incoming']['security']), (port, security))
        self.assertEqual(trusted, record['confirm'] == [])


class Sources(World):
    def test_autoconfig(self):
        record, = self.discover('anna@given.org')
        self.expect(record, 'autoconfig', 'imap.given.org')
        self.assertEqual(record['incoming']['user'], 'anna@given.org')
        self.assertEqual(record['outgoing']['port'], 465)
        self.assertIn(('autoconfig.given.org', '/mail/config-v1.1.xml?emailaddress=anna%40given.org', 443), Pages.asked)

    def test_well_known(self):
        record, = self.discover('anna@known.org')
        self.expect(record, 'autoconfig', 'imap.known.org')
        self.assertTrue(record['origin'].startswith('https://known.org/.well-known/'))

    def test_redirected(self):
        self.expect(self.discover('anna@moved.org')[0], 'autoconfig', 'imap.moved.org')

    def test_mx(self):
        record = self.discover('anna@hosted.org')[0]
        self.expect(record, 'mx', 'imap.hoster.org', trusted=False)
        self.assertEqual(record['confirm'], ['hoster.org'])

    def test_srv(self):
        record, = self.discover('anna@own.org')
        self.expect(record, 'srv', 'box.own.org')
        self.assertEqual(record['outgoing']['host'], 'box.own.org')
        record, = self.discover('anna@away.org')
        self.expect(record, 'srv', 'box.hoster.org', trusted=False)
        self.assertEqual(record['confirm'], ['hoster.org'])

    def test_foreign(self):
        for name, base in (('foreign', 'stranger.org'), ('prefix', 'notprefix.org')):
            record, = self.discover('anna@%s.org' % name)
            self.expect(record, 'autoconfig', 'imap.' + base, trusted=False)
            self.assertEqual(record['confirm'], [base])


class Knocking(World):
    def test_address(self):
        record, = self.discover('anna@doors.org')
        self.expect(record, 'guess', 'imap.doors.org')
        self.assertEqual(len(record['way-possible']), 4)
        self.assertEqual((record['outgoing']['host'], record['outgoing']['port']), ('smtp.doors.org', 465))

    def test_server(self):
        """Letters can be fetched there, and also left there."""
        record, = self.discover('pophost.doors.org', '--address', 'anna@doors.org')
        self.expect(record, 'guess', 'pophost.doors.org')
        self.assertEqual(record['origin'], 'pophost.doors.org')
        self.assertEqual(len(record['way-possible']), 4)
        self.assertEqual(record['incoming']['user'], 'anna@doors.org')
        self.assertEqual((record['outgoing']['host'], record['outgoing']['port']), ('pophost.doors.org', 465))

    def test_impostor(self):
        """It is there, but cannot prove who it is."""
        self.assertEqual(self.discover('imap.impostor.org', '--address', 'anna@impostor.org', status=1)['code'],
                         'cert-wrong-name')

    def test_slow(self):
        """A page that never comes does not hold up what answers."""
        start = time.monotonic()
        self.expect(self.discover('anna@slow-but-open.org')[0], 'guess', 'imap.slow-but-open.org')
        self.assertLess(time.monotonic() - start, 8)


class KnockingInTheClear(World):
    """Doors that are sealed after a word."""
    DOORS = STARTTLS

    def test_both(self):
        for what in ('anna@doors.org', 'pophost.doors.org'):
            with self.subTest(what):
                record, = self.discover(what, '--address', 'anna@doors.org')
                at_host = 'imap.doors.org' if '@' in what else 'pophost.doors.org'
                self.expect(record, 'guess', at_host, port=143, security='starttls')
                self.assertEqual(record['outgoing']['port'], 587)


class Strangers(World):
    def test_bad_files(self):
        for name in ('html', 'huge', 'bomb', 'hosts', 'spaces', 'at', 'clear'):
            with self.subTest(name):
                error = self.discover('anna@%s.org' % name, status=1)
                self.assertEqual((error['domain'], error['code']), ('discovery', 'not-found'))
                self.assertTrue(any(host == 'autoconfig.%s.org' % name for host, *_ in Pages.asked))
        self.assertEqual([host for host, _, port in Pages.asked if port == 80], [])

    def test_nothing(self):
        for name in ('nobody', 'nullmx', 'none'):
            with self.subTest(name):
                self.assertEqual(self.discover('anna@%s.org' % name, status=1)['code'], 'not-found')
        self.discover('imap.nobody.org', status=1)

    def test_silence(self):
        for name in ('slow', 'mute'):
            with self.subTest(name):
                self.discover('anna@%s.org' % name, status=1)


if __name__ == '__main__':
    unittest.main()
