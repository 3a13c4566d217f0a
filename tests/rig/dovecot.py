# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of a private Dovecot, in the words of 2.3 (Debian 12) and of 2.4 (Debian 13).

configuration(program_version(), folder, ports, relay, …) is the text of its dovecot.conf."""

import functools
import grp
import os
import pwd
import re
import subprocess

CAPABILITIES = (
    'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES '
    'THREAD=REFS THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN '
    'NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN '
    'CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE '
    'SAVEDATE LITERAL+ NOTIFY SPECIAL-USE')

LOGINS = ('imap', 'pop3', 'submission')

# What both versions read alike.
COMMON = '''
base_dir = {den}/run
state_dir = {den}/state
log_path = {den}/log
protocols = {protocols}
listen = {listen}
hostname = localhost
instance_name = {den}
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_uid = {mail_uid}
mail_gid = {mail_gid}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 0
maildir_stat_dirs = no
recipient_delimiter = +
ssl = {ssl}
ssl_min_protocol = TLSv1.2
auth_mechanisms = {mechanisms}
auth_failure_delay = 0s
auth_cache_size = 0
postmaster_address = postmaster@penny.example
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_trusted = no
submission_max_mail_size = 64M
namespace inbox {{
  inbox = yes
  separator = /
{folders}
}}
{logins}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
protocol lmtp {{
  ssl = no
}}
'''

LOGIN = '''
service {name}-login {{
  {chroot}
  inet_listener {name} {{
    port = {port}
  }}
  inet_listener {name}s {{
    port = {tls_port}
    ssl = yes
  }}
}}
'''

# Processes that stay for the next visitor, and no waiting for the disk.
MANY_VISITORS = 'mail_fsync = never\nservice auth {\n  client_limit = 5000\n}\n' + ''.join(
    'service %s {\n  %%s\n}\n' % service for name in LOGINS for service in (name + '-login', name))

OLDER = '''
mail_location = maildir:{den}/mail/%u/Maildir
ssl_cert = <{den}/tls/server.pem
ssl_key = <{den}/tls/server.key
disable_plaintext_auth = {tls_only}
userdb {{
  driver = static
  args = uid={mail_uid} gid={mail_gid} home={den}/mail/%u {room}
}}
'''

OLDER_TOKENS = '''
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {den}/oauth2.conf
  result_failure = return-fail
}}
'''

NEWER = '''
mail_driver = maildir
mail_path = {den}/mail/%{{user}}/Maildir
mail_inbox_path =
ssl_server_cert_file = {den}/tls/server.pem
ssl_server_key_file = {den}/tls/server.key
auth_allow_cleartext = {cleartext}
userdb static {{
  fields {{
    uid = {mail_uid}
    gid = {mail_gid}
    home = {den}/mail/%{{user}}
    {room}
  }}
}}
'''

NEWER_TOKENS = '''
oauth2 {{
{settings}
}}
passdb tokens {{
  driver = static
  mechanisms_filter = xoauth2 oauthbearer
  static_password = never-asked
  result_failure = return-fail
}}
'''

# Everybody has a box that holds as many letters as the first character of the name says; 0: any number.
OLDER_ROOMS = 'mail_plugins = quota\nplugin {\n  quota = maildir:Room\n}\n'
NEWER_ROOMS = 'mail_plugins {\n  quota = yes\n}\nquota Room {\n  driver = maildir\n}\n'

# Everybody has a box of so many bytes, and IMAP tells how many.
OLDER_BOXES = 'plugin {\n  quota = maildir:Box\n  quota_rule = *:storage=%dB\n}\n'
NEWER_BOXES = ('protocol imap {\n  mail_plugins {\n    imap_quota = yes\n  }\n}\nquota Box {\n  driver = maildir\n}\n'
               'quota_storage_size = %dB\n')


# Mailboxes of others that they share, and some that are everybody's. Written for 2.3 only.
SHARING = '''
mail_plugins = acl
protocol imap {{
  mail_plugins = acl imap_acl
}}
plugin {{
  acl = vfile
  acl_shared_dict = file:{den}/mail/shared-mailboxes
}}
namespace others {{
  type = shared
  separator = /
  prefix = Others/%%u/
  location = maildir:{den}/mail/%%u/Maildir
  subscriptions = no
  list = children
}}
namespace public {{
  type = public
  separator = /
  prefix = Public/
  location = maildir:{den}/mail/public
  subscriptions = no
  list = yes
}}
'''

# Mailboxes may be called anything, since no folder of the disk is called so.
OLDER_NAMES = 'mail_location = maildir:{den}/mail/%u/Maildir:LAYOUT=index\n'
NEWER_NAMES = 'mailbox_list_layout = index\n'


@functools.cache
def program_version():
    """(2, 3, 19) or the like."""
    said = subprocess.run(['dovecot', '--version'], capture_output=True, text=True, check=True,
                          env=dict(os.environ, PATH='/usr/sbin:/usr/bin:/sbin:/bin')).stdout
    return tuple(int(number) for number in re.match(r'(\d+)\.(\d+)\.(\d+)', said).groups())


def identity():
    """Dovecot's own users when root starts it, ours for everything else."""
    if os.getuid() == 0:
        return {'internal': 'dovecot', 'internal_group': 'dovecot', 'login': 'dovenull',
                'mail_uid': 'nobody', 'mail_gid': 'nogroup', 'chroot': ''}
    me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    return {'internal': me, 'internal_group': group, 'login': me, 'mail_uid': me,
            'mail_gid': group, 'chroot': 'chroot ='}


def configuration(version, den, ports, *, relay, folders, tls_required, mechanisms, without, compress,
                  anyone, introspection, protocols, listen, box_size, any_names, sharing):
    """DEN is where everything lies; FOLDERS: name to special use. The rest as in PostOffice."""
    newer = version >= (2, 4)
    me = identity()
    values = dict(
        me, den=den, relay=relay, mechanisms=mechanisms, protocols=protocols, listen=listen, lmtp=ports['lmtp'],
        ssl='required' if tls_required else 'yes', tls_only='yes' if tls_required else 'no',
        cleartext='no' if tls_required else 'yes', room=_room(newer) if anyone else '',
        folders=''.join('  mailbox %s {\n    special_use = %s\n    auto = subscribe\n  }\n' % pair
                        for pair in folders.items()),
        logins=''.join(LOGIN.format(name=name, chroot=me['chroot'], port=ports[name],
                                    tls_port=ports[name + 's']) for name in LOGINS))
    text = 'dovecot_config_version = {0}\ndovecot_storage_version = {0}\n'.format(
        '.'.join(map(str, version))) if newer else ''
    text += COMMON.format(**values) + (NEWER if newer else OLDER).format(**values)
    text += _tokens(newer, den, introspection) if introspection else ''
    if box_size:
        text += 'mail_plugins {\n  quota = yes\n}\n' if newer else 'mail_plugins = quota\n'
        text += (NEWER_BOXES if newer else OLDER_BOXES) % box_size
    if any_names:
        text += (NEWER_NAMES if newer else OLDER_NAMES).format(den=den)
    if sharing:
        assert not newer, 'sharing is written for Dovecot 2.3'
        text += SHARING.format(den=den)
    text += _passwords(newer, den, anyone) + _extensions(newer, without, compress, bool(box_size))
    if anyone:
        stay = 'restart_request_count = unlimited' if newer else 'service_count = 0'
        text += MANY_VISITORS.replace('%s', stay) + (NEWER_ROOMS if newer else OLDER_ROOMS)
    return text


def _room(newer):
    return 'quota_message_count = %{user | substr(0, 1)}' if newer else 'quota_rule=*:messages=%1n'


def _passwords(newer, den, anyone):
    if anyone:
        return ('passdb static {\n  password = %s\n}\n' if newer
                else 'passdb {\n  driver = static\n  args = password=%s\n}\n') % anyone
    if newer:
        return ('passdb passwd-file {\n  default_password_scheme = PLAIN\n  auth_username_format = %%{user}\n'
                '  passwd_file_path = %s/people\n}\n' % den)
    return ('passdb {\n  driver = passwd-file\n  args = scheme=PLAIN username_format=%%u %s/people\n}\n' % den)


def _extensions(newer, without, compress, quota):
    """2.4 always compresses for whoever asks, unless it says that it does not."""
    if newer:
        return ''.join('imap_capability {\n  "%s" = no\n}\n' % name
                       for name in sorted(without | (set() if compress else {'COMPRESS=DEFLATE'})))
    plugins = ['imap_zlib'] * compress + ['quota', 'imap_quota'] * quota
    text = 'protocol imap {\n  mail_plugins = %s\n}\n' % ' '.join(plugins) if plugins else ''
    if without:
        left = [name for name in CAPABILITIES.split() if name not in without]
        left += ['COMPRESS=DEFLATE'] if compress else []
        text += 'imap_capability = ' + ' '.join(left) + '\n'
    return text


def _tokens(newer, den, introspection):
    """Who may come in with a token: asked of the identity provider at INTROSPECTION."""
    settings = {'introspection_mode': 'post', 'introspection_url': introspection,
                'force_introspection': 'yes', 'active_attribute': 'active', 'active_value': 'true',
                'username_attribute': 'sub', 'scope': 'mail'}
    settings['username_validation_format' if newer else 'username_format'] = '%{user}' if newer else '%u'
    lines = ''.join('%s = %s\n' % pair for pair in settings.items())
    if newer:
        return NEWER_TOKENS.format(settings=lines)
    (den / 'oauth2.conf').write_text(lines)
    return OLDER_TOKENS.format(den=den)
