# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate authority of one run, and a server certificate from it, good or bad on purpose."""

import pathlib
import subprocess

NAMES = ('localhost', '127.0.0.1', '::1')
KINDS = ('good', 'expired', 'wrong-name', 'self-signed')

_CA = '''
[req]
distinguished_name = dn
prompt = no
x509_extensions = ca
[dn]
O = Penny Post practice
CN = Practice authority
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[authority]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 30
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = NAMES
'''


def _openssl(folder, *arguments):
    done = subprocess.run(['openssl', *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError('openssl %s: %s' % (arguments[0], done.stderr.strip()))


def _key(folder, name):
    _openssl(folder, 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256',
             '-out', name)


def make(folder, kind='good', names=NAMES):
    """Writes ca.pem, server.pem and server.key into the folder; returns it."""
    assert kind in KINDS, kind
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if kind == 'wrong-name':
        names = ('mail.elsewhere.example',)
    spelled = ','.join(('IP:' if n[0].isdigit() or ':' in n else 'DNS:') + n for n in names)
    (folder / 'ca.conf').write_text(_CA.replace('NAMES', spelled))
    (folder / 'index.txt').write_text('')
    (folder / 'serial').write_text('1000\n')

    _key(folder, 'ca.key')
    _key(folder, 'server.key')
    _openssl(folder, 'req', '-x509', '-new', '-key', 'ca.key', '-sha256', '-days', '30',
             '-config', 'ca.conf', '-out', 'ca.pem')
    if kind == 'self-signed':
        _openssl(folder, 'req', '-x509', '-new', '-key', 'server.key', '-sha256', '-days', '30',
                 '-config', 'ca.conf', '-extensions', 'server', '-out', 'server.pem')
        return folder
    _openssl(folder, 'req', '-new', '-key', 'server.key', '-subj', '/CN=' + names[0],
             '-out', 'server.csr')
    days = ('-startdate', '20200101000000Z', '-enddate', '20200201000000Z') \
        if kind == 'expired' else ('-days', '30')
    _openssl(folder, 'ca', '-batch', '-notext', '-config', 'ca.conf', '-name', 'here',
             '-extensions', 'server', *days, '-in', 'server.csr', '-out', 'server.pem')
    return folder
