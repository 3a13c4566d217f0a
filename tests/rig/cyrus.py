# SPDX-License-Identifier: GPL-3.0-or-later
"""A post office kept by Cyrus IMAP (3.6 in Debian 12): able, strict, and of habits of its own."""

import os
import shutil

import foreign

SETTINGS = '''
servername: {name}
configdirectory: {den}/lib
partition-default: {den}/spool
defaultpartition: default
sievedir: {den}/sieve
proc_path: {den}/run/proc
mboxname_lockpath: {den}/run/lock
idlesocket: {den}/run/idle
notifysocket: {den}/run/notify
lmtpsocket: {den}/run/lmtp
cyrus_user: nobody
cyrus_group: nogroup
virtdomains: userid
defaultdomain: internal
unixhierarchysep: yes
altnamespace: yes
allowplaintext: {plain}
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {den}/sasldb2
sasl_mech_list: PLAIN LOGIN SCRAM-SHA-256
tls_server_cert: {den}/tls/server.pem
tls_server_key: {den}/tls/server.key
autocreate_quota: {room}
autocreate_post: yes
{folders}
{hidden}
duplicatesuppression: no
lmtp_downcase_rcpt: yes
timeout: 30
'''

SERVICES = '''
START {{
  recover cmd="ctl_cyrusdb -r"
}}
SERVICES {{
  imap cmd="imapd" listen="127.0.0.1:{imap}" prefork=1
  imaps cmd="imapd -s" listen="127.0.0.1:{imaps}" prefork=1
  pop3 cmd="pop3d" listen="127.0.0.1:{pop3}" prefork=0
  pop3s cmd="pop3d -s" listen="127.0.0.1:{pop3s}" prefork=0
  lmtp cmd="lmtpd -a" listen="127.0.0.1:{lmtp}" prefork=0
}}
DAEMON {{
  idled cmd="idled"
}}
'''


class Cyrus(foreign.Foreign):
    KIND = 'cyrus'
    PACKAGES = ('cyrus-imapd', 'cyrus-pop3d', 'sasl2-bin', 'dma')
    DOORS = (*foreign.Foreign.DOORS, 'lmtp')

    def _make_folders(self):
        super()._make_folders()
        for name in ('etc', 'lib', 'lib/db', 'lib/socket', 'spool', 'sieve', 'run/proc', 'run/lock'):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, 'nobody', 'nogroup')
        shutil.chown(self.folder / 'run', 'nobody', 'nogroup')
        os.chmod(self.folder / 'tls' / 'server.key', 0o644)
        (self.folder / 'passwords').write_text(''.join('%s %s\n' % pair for pair in self.people.items()))

    def _configure(self):
        super()._configure()
        (self.folder / 'etc' / 'imapd.conf').write_text(SETTINGS.format(
            den=self.folder, name=self.folder.name, plain='no' if self.tls_required else 'yes',
            room=self.box_size // 1024 if self.box_size else 0, folders=self._folders(),
            hidden='suppress_capabilities: ' + ' '.join(sorted(self.without)) if self.without else ''))
        (self.folder / 'etc' / 'cyrus.conf').write_text(SERVICES.format(**self.ports))

    def _folders(self):
        uses = self.special_folders()
        lines = ['xlist-%s: %s' % (use[1:].lower(), name) for name, use in uses.items()]
        if uses:
            lines += ['autocreate_%s_folders: %s' % (what, ' | '.join(uses)) for what in ('inbox', 'subscribe')]
        return '\n'.join(lines)

    def _etc(self):
        return self.folder / 'etc'

    def _script(self):
        return '''cd {den}
if [ ! -e sasldb2 ]; then
  while read -r user password; do
    printf %s "$password" | saslpasswd2 -p -c -f {den}/sasldb2 -u "${{user#*@}}" "${{user%%@*}}"
  done <passwords
  chown nobody:nogroup sasldb2
fi
exec /usr/lib/cyrus/bin/master -D -p {den}/cyrus.pid'''.format(
            den=self.folder)
