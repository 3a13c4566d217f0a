# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider where people sign in with a browser, on loopback: OAuth 2 with PKCE, rotating refresh tokens and
introspection (for Dovecot), on oauthlib's server.

    with Identity({'anna@penny.example': 'blue-stamp'}) as provider:
        ... provider.authorize_uri, provider.token_uri, provider.introspection_uri ...
        browse(uri, 'anna@penny.example', 'blue-stamp')      # what a person does in the browser
"""

import base64
import html
import html.parser
import http.cookiejar
import http.server
import json
import os
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

os.environ['OAUTHLIB_INSECURE_TRANSPORT'] = '1'   # http, for it is loopback
from oauthlib import oauth2

CLIENT_ID = 'penny-test'
SCOPE = 'mail'
DOVECOT = 'dovecot:dove-secret'

PAGE = '<!DOCTYPE html><title>%s</title><form method="post" action="/sign-in">%s</form>'
LOGIN = 'Name <input name="login"> Password <input name="password" type="password"><button>Sign in</button>'
CONSENT = 'May Penny Post handle your mail? <button name="allow" value="yes">Yes</button>'


class Validator(oauth2.RequestValidator):
    """What oauthlib wants to know; everything is kept in memory."""

    def __init__(self, identity):
        self.identity = identity
        self.codes = {}
        self.access = {}    # token -> (person, end)
        self.refresh = {}   # token -> person

    # The program
    def validate_client_id(self, client_id, request, *args, **kwargs):
        return client_id == CLIENT_ID

    def authenticate_client(self, request, *args, **kwargs):
        return False

    def client_authentication_required(self, request, *args, **kwargs):
        return False

    def authenticate_client_id(self, client_id, request, *args, **kwargs):
        request.client = type('Client', (), {'client_id': client_id})()
        return client_id == CLIENT_ID

    def validate_redirect_uri(self, client_id, redirect_uri, request, *args, **kwargs):
        return re.fullmatch(r'http://127\.0\.0\.1:\d+/', redirect_uri) is not None

    def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs):
        return scopes == [SCOPE]

    def validate_response_type(self, client_id, response_type, client, request, *args, **kwargs):
        return response_type == 'code'

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return grant_type in ('authorization_code', 'refresh_token')

    # The code
    def is_pkce_required(self, client_id, request):
        return True

    def save_authorization_code(self, client_id, code, request, *args, **kwargs):
        self.codes[code['code']] = (request.user, request.redirect_uri, request.code_challenge,
                                    request.code_challenge_method)

    def validate_code(self, client_id, code, client, request, *args, **kwargs):
        if code not in self.codes:
            return False
        request.user, request.scopes = self.codes[code][0], [SCOPE]
        return True

    def confirm_redirect_uri(self, client_id, code, redirect_uri, client, request, *args, **kwargs):
        return self.codes[code][1] == redirect_uri

    def get_code_challenge(self, code, request):
        return self.codes[code][2]

    def get_code_challenge_method(self, code, request):
        return self.codes[code][3]

    def invalidate_authorization_code(self, client_id, code, request, *args, **kwargs):
        del self.codes[code]

    # The tokens
    def save_bearer_token(self, token, request, *args, **kwargs):
        if request.refresh_token:
            self.refresh.pop(request.refresh_token, None)
            self.identity.renewed += 1
        self.access[token['access_token']] = (request.user, time.time() + token['expires_in'])
        self.refresh[token['refresh_token']] = request.user

    def validate_refresh_token(self, refresh_token, client, request, *args, **kwargs):
        request.user = self.refresh.get(refresh_token)
        return request.user is not None

    def get_original_scopes(self, refresh_token, request, *args, **kwargs):
        return [SCOPE]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    @property
    def identity(self):
        return self.server.identity

    def answer(self, status, headers, body):
        data = (body or '').encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def page(self, title, form, query):
        hidden = ''.join('<input type="hidden" name="%s" value="%s">' % (html.escape(name), html.escape(value))
                         for name, value in query.items())
        self.answer(200, {'Content-Type': 'text/html; charset=utf-8'}, PAGE % (title, hidden + form))

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        if parts.path != '/authorize':
            self.answer(404, {}, 'not here')
            return
        self.identity.server.validate_authorization_request(self.identity.uri + self.path)
        self.page('Sign in', LOGIN, {'query': parts.query})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
        fields = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        {'/sign-in': self.sign_in, '/token': self.token, '/introspect': self.introspect}[self.path](fields, body)

    def sign_in(self, fields, _body):
        uri = self.identity.uri + '/authorize?' + fields['query']
        person = fields.get('login', '')
        if self.identity.people.get(person) != fields.get('password'):
            self.page('Wrong password', LOGIN, {'query': fields['query']})
        elif 'allow' not in fields:
            self.page('Allow', CONSENT, {name: fields[name] for name in ('query', 'login', 'password')})
        elif fields['allow'] != 'yes':
            asked = dict(urllib.parse.parse_qsl(fields['query']))
            self.answer(302, {'Location': asked['redirect_uri'] + '?' + urllib.parse.urlencode(
                {'error': 'access_denied', 'state': asked['state']})}, '')
        else:
            class Person(str):
                pass
            headers, text, status = self.identity.server.create_authorization_response(
                uri, scopes=[SCOPE], credentials={'user': Person(person)})
            self.answer(status, headers, text)

    def token(self, _fields, body):
        self.identity.asked.append(body)
        if self.identity.trouble:
            self.answer(*self.identity.trouble)
            return
        headers, text, status = self.identity.server.create_token_response(
            self.identity.uri + '/token', 'POST', body, dict(self.headers))
        self.answer(status, headers, text)

    def introspect(self, fields, _body):
        expected = 'Basic ' + base64.b64encode(DOVECOT.encode()).decode()
        if self.headers.get('Authorization') != expected:
            self.answer(401, {}, '{}')
            return
        person, end = self.identity.validator.access.get(fields.get('token'), (None, 0))
        known = {'active': True, 'sub': person, 'scope': SCOPE, 'exp': int(end)}
        self.answer(200, {'Content-Type': 'application/json'},
                    json.dumps(known if end > time.time() else {'active': False}))


class Identity:
    def __init__(self, people):
        self.people = people
        self.lifetime = 3600
        self.trouble = None    # (status, headers, body) in place of tokens
        self.renewed = 0
        self.asked = []        # what came to the token address
        self.validator = Validator(self)
        self.server = oauth2.Server(self.validator, token_expires_in=lambda request: self.lifetime)

    def __enter__(self):
        self.door = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.door.daemon_threads = True
        self.door.identity = self
        self.uri = 'http://127.0.0.1:%d' % self.door.server_port
        self.authorize_uri = self.uri + '/authorize'
        self.token_uri = self.uri + '/token'
        self.introspection_uri = 'http://%s@127.0.0.1:%d/introspect' % (DOVECOT, self.door.server_port)
        threading.Thread(target=self.door.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.door.shutdown()
        self.door.server_close()

    def forget_access(self):
        """As when somebody signs out everywhere but in this program."""
        self.validator.access.clear()

    def forget_all(self):
        self.validator.access.clear()
        self.validator.refresh.clear()

    def secrets(self):
        """Everything that must never be printed."""
        return [*self.validator.access, *self.validator.refresh]

    def provider_keys(self):
        """For a provider's facts."""
        return ('oauth-authorize=%s\noauth-token=%s\noauth-client-id=%s\noauth-scope=%s\n'
                % (self.authorize_uri, self.token_uri, CLIENT_ID, SCOPE))

    def key_file_group(self):
        return ('[oauth]\nauthorize=%s\ntoken=%s\nclient-id=%s\nscope=%s\n'
                % (self.authorize_uri, self.token_uri, CLIENT_ID, SCOPE))


class _Form(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == 'form':
            self.action = given.get('action')
        elif tag == 'input' and given.get('type') == 'hidden':
            self.fields[given['name']] = given.get('value') or ''


def browse(uri, login, password, allow='yes'):
    """What a person does: two forms. Gives back the page that the program shows in the end."""
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                          urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def send(page, base, fields):
        form = _Form(page)
        data = urllib.parse.urlencode({**form.fields, **fields}).encode()
        with browser.open(urllib.parse.urljoin(base, form.action), data, timeout=20) as answer:
            return answer.read().decode()

    with browser.open(uri, timeout=20) as answer:
        page = answer.read().decode()
    page = send(page, uri, {'login': login, 'password': password})
    return send(page, uri, {'allow': allow})
