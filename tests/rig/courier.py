# SPDX-License-Identifier: GPL-3.0-or-later
"""A post office kept by Courier IMAP (5.0 in Debian 12): the simple server, with all folders below INBOX."""

import os
import pathlib
import subprocess
import time

import foreign

SETTINGS = '''
export MAXDAEMONS=100 MAXPERIP=100
export IMAP_CAPABILITY="{able}"
export IMAP_CAPABILITY_TLS="{able} AUTH=PLAIN"
export IMAP_KEYWORDS=1 IMAP_ACL=1 IMAP_IDLE_TIMEOUT=1 IMAP_ENHANCEDIDLE=0
export IMAP_MAILBOX_SANITY_CHECK=1 IMAP_DISABLETHREADSORT=0 IMAP_CHECK_ALL_FOLDERS=0
export IMAP_OBSOLETE_CLIENT=0 IMAP_UMASK=022 IMAP_USELOCKS=1 IMAP_MOVE_EXPUNGE_TO_TRASH=0
export IMAP_TRASHFOLDERNAME=Trash IMAP_EMPTYTRASH= IMAP_SHAREDINDEXFILE=/etc/courier/shared/index
export POP3AUTH= POP3AUTH_TLS= POP3AUTH_TLS_REQUIRED=0
export HEADERFROM=X-IMAP-Sender SENDMAIL=/bin/false
export IMAP_STARTTLS=YES POP3_STARTTLS=YES IMAP_TLS_REQUIRED={sealed} POP3_TLS_REQUIRED={sealed}
export COURIERTLS=/usr/bin/couriertls TLS_CERTFILE={den}/tls/both.pem TLS_VERIFYPEER=NONE
export TLS_TRUSTCERTS={den}/tls/ca.pem TLS_PRIVATE_KEYFILE={den}/tls/server.key
mkdir -p /run/courier/authdaemon
makeuserdb -f {den}/etc/courier/userdb
'''

# Ends as one: whoever is told to stop takes the others along.
LIFE = '''
trap 'kill $(jobs -p) 2>/dev/null; exit 0' TERM
( set -a; . /etc/courier/authdaemonrc; exec /usr/lib/courier/courier-authlib/authdaemond ) &
listen='couriertcpd -address=127.0.0.1 -maxprocs=100 -maxperip=100 -nodnslookup -noidentlookup'
way=/usr/lib/courier/courier
$listen {imap} $way/imaplogin /usr/bin/imapd Maildir &
$listen {pop3} $way/courierpop3login $way/courierpop3d Maildir &
export IMAP_TLS=1 POP3_TLS=1 IMAP_TLS_REQUIRED=0 POP3_TLS_REQUIRED=0
$listen {imaps} $COURIERTLS -server -tcpd $way/imaplogin /usr/bin/imapd Maildir &
$listen {pop3s} $COURIERTLS -server -tcpd $way/courierpop3login $way/courierpop3d Maildir &
wait
'''

CAPABILITIES = ('IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE')


class Courier(foreign.Foreign):
    KIND = 'courier'
    PACKAGES = ('courier-imap', 'courier-pop', 'dma')
    prefix = 'INBOX.'
    delimiter = '.'

    def deliver(self, address, raw):
        """As a delivery agent does: into tmp/, then with one step into new/."""
        folder = self.maildir(address)
        name = '%d.%d_%d.penny' % (time.time(), os.getpid(), time.monotonic_ns())
        path = folder / 'tmp' / name
        path.write_bytes(raw.replace(b'\r\n', b'\n'))
        os.chown(path, 65534, 65534)
        path.rename(folder / 'new' / name)

    def _make_folders(self):
        super()._make_folders()
        tls, etc = self.folder / 'tls', self.folder / 'etc' / 'courier'
        (tls / 'both.pem').write_text((tls / 'server.key').read_text() + (tls / 'server.pem').read_text())
        etc.mkdir(parents=True)
        # STARTTLS and the programs behind it ask for a person of this name.
        for book, line in (('passwd', 'courier:x:65534:65534::/:/bin/false\n'), ('group', 'courier:x:65534:\n')):
            (etc.parent / book).write_text(pathlib.Path('/etc', book).read_text() + line)
        (tls / 'server.key').chmod(0o644)
        (tls / 'both.pem').chmod(0o644)
        (etc / 'authdaemonrc').write_text('authmodulelist="authuserdb"\ndaemons=3\n'
                                          'authdaemonvar=/run/courier/authdaemon\nDEBUG_LOGIN=0\nDEFAULTOPTIONS=""\n')
        locked = {}
        with open(os.open(etc / 'userdb', os.O_CREAT | os.O_WRONLY, 0o600), 'w') as book:
            for person, password in self.people.items():
                if password not in locked:
                    locked[password] = subprocess.run(['openssl', 'passwd', '-6', password], check=True,
                                                      capture_output=True, text=True).stdout.strip()
                book.write('%s\tuid=65534|gid=65534|home=%s|mail=%s|systempw=%s\n' %
                           (person, self.maildir(person).parent, self.maildir(person), locked[password]))
                self._make_box(person)

    def _make_box(self, person):
        box = self.maildir(person)
        folders = [box, *(box / ('.' + name) for name in self.special_folders())]
        for folder in folders:
            for part in ('cur', 'new', 'tmp'):
                (folder / part).mkdir(parents=True)
            if folder != box:
                (folder / 'maildirfolder').touch()
        if self.box_size:
            (box / 'maildirsize').write_text('%dS\n' % self.box_size)
        (box / 'courierimapsubscribed').write_text(''.join('INBOX.%s\n' % name for name in self.special_folders()))
        subprocess.run(['chown', '-R', '65534:65534', str(box.parent)], check=True)

    def _etc(self):
        return self.folder / 'etc'

    def _script(self):
        able = ' '.join(word for word in CAPABILITIES.split() if word not in self.without)
        return SETTINGS.format(den=self.folder, able=able, sealed=int(self.tls_required)) + LIFE.format(**self.ports)
