/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The replies, by who gives them. The words are the shortest that tell a reply from its neighbours;
 * the first row that fits is the one. tests/engine/discovery/recorded-replies.h has each in full.
 *
 * A source is "repository #thread, year" for a public report on GitHub, a program with its version
 * where the sentence stands in that program, else the page where the provider's customers quote it. */
#include "penny-reply.h"

#define I PENNY_VOICE_IMAP
#define P PENNY_VOICE_POP
#define S PENNY_VOICE_SMTP
#define W PENNY_VOICE_WIRE
#define ALL (I | P | S)

#define DOOR PENNY_MOMENT_DOOR
#define LOGIN PENNY_MOMENT_LOG_IN
#define BOX PENNY_MOMENT_BOX
#define SEND PENNY_MOMENT_SEND
#define EVER (DOOR | LOGIN | BOX | SEND)

static const PennyReplyRow rows[] = {
  /* --- Gmail --- */
  { ALL, LOGIN, NULL, "application-specific password required", "app-password-needed",
    "LukeSmithxyz/mutt-wizard #831, 2022" },
  { ALL, LOGIN, NULL, "log in via your web browser", "web-login-needed", "rgladwell/imap-upload #21, 2020" },
  { I | P, LOGIN, NULL, "web login required", "web-login-needed", "smiley22/S22.Imap #116, 2015" },
  { I, LOGIN | BOX, NULL, "too many simultaneous connections", "too-many-connections",
    "zone-eu/wildduck #35, 2017" },
  { I | P, EVER, NULL, "exceeded command or bandwidth limits", "traffic-limit", "imapsync FAQ.Gmail, 2019" },
  { I | P, LOGIN | BOX, NULL, "account is not enabled for imap", "switched-off",
    "imapsync/imapsync #60, 2016" },
  { P, LOGIN | BOX, NULL, "not enabled for pop access", "switched-off", "public reports on Gmail, 2012" },
  { I | P, LOGIN | BOX, NULL, "access is disabled for your domain", "off-by-organisation",
    "public reports on Google Workspace, 2013" },
  { S, LOGIN, NULL, "4.7.0*too many login attempts", "too-many-attempts", "nodemailer/nodemailer #1388, 2022" },
  { S, SEND, NULL, "daily user sending*exceeded", "sending-limit", "public reports on Gmail, 2014" },
  { S, SEND, NULL, "5.2.2*over quota", "recipient-full", "public reports on Gmail, 2012" },

  /* --- Outlook.com, Microsoft 365, Exchange --- */
  { S, LOGIN, NULL, "smtpclientauthentication is disabled", "sending-off-by-organisation",
    "simonrob/email-oauth2-proxy #193, 2023" },
  { ALL, LOGIN, NULL, "basic authentication is disabled", "browser-sign-in-needed",
    "nodemailer/nodemailer #1714, 2025" },
  { I | P, LOGIN, NULL, "basicauthblocked", "browser-sign-in-needed", "public reports on Outlook.com, 2024" },
  { S, LOGIN, NULL, "locked by your organization", "off-by-organisation",
    "public reports on Microsoft 365, 2021" },
  { I | P, LOGIN, NULL, "account is blocked*web browser", "account-locked", "mscdex/node-imap #799, 2020" },
  { I, LOGIN | BOX, NULL, "authenticated but not connected", "box-does-not-open",
    "mscdex/node-imap #689, 2018" },
  { P, LOGIN | BOX, NULL, "exceeded the login limit", "too-soon", "public reports on Hotmail, 2012" },
  { S, DOOR | LOGIN | SEND, NULL, "concurrent connections limit exceeded", "too-many-connections",
    "public reports on Microsoft 365, 2020" },
  { S, LOGIN | SEND, NULL, "5.7.57", "sign-in-to-send", "MicrosoftDocs/OfficeDocs-Exchange #3124, 2022" },
  { S, SEND, NULL, "not have permissions to send as", "sender-refused", "gophish/gophish #1600, 2019" },
  { S, SEND, NULL, "sendasdenied", "sender-refused", "gophish/gophish #2900, 2023" },
  { S, SEND, NULL, "bad outbound sender", "sending-blocked", "public reports on Microsoft 365, 2019" },
  { S, SEND, NULL, "5.1.90", "sending-limit", "public reports on Microsoft 365, 2020" },
  { I, LOGIN | BOX, NULL, "server unavailable", "server-busy", "lefcha/imapfilter #146, 2016" },

  /* --- Yahoo, AOL --- */
  { I, EVER, NULL, "rate limit", "traffic-limit", "postalsys/imapflow #75, 2022" },
  { I, EVER, NULL, "server error - please try again later", "server-busy", "joeyates/imap-backup #218, 2024" },

  /* --- GMX, WEB.DE, mail.com: one sentence for both; nothing tells them apart --- */
  { ALL, LOGIN, "gmx", "authentication", "wrong-password-or-switched-off", "jens-maus/yam #638, 2017" },
  { ALL, LOGIN, "gmx-international", "authentication", "wrong-password-or-switched-off",
    "bkaankose/Wino-Mail #128, 2024" },
  { ALL, LOGIN, "webde", "authentication", "wrong-password-or-switched-off",
    "thunderbird/thunderbird-android #5780, 2021" },
  { S, DOOR | SEND, NULL, "ip address is black listed", "network-refused", "public reports on GMX, 2016" },
  { S, SEND, NULL, "reject due to policy", "taken-for-spam", "public reports on GMX, 2015" },

  /* --- T-Online, IONOS, Strato and other hosts --- */
  { P | S, LOGIN, NULL, "toid authentication disabled", "mail-password-needed", "tiramigoof.de 6025, 2009" },
  { S, DOOR | SEND, NULL, "bad reputation", "network-refused", "timmehosting.de on T-Online, 2025" },
  { S, SEND, NULL, "sender address is not allowed", "sender-refused", "public reports on IONOS, 2019" },
  { S, SEND, NULL, "exceeded the max emails per hour", "sending-limit", "public reports on cPanel, 2018" },
  { S, LOGIN | SEND, NULL, "turn on smtp authentication", "sign-in-to-send", "catalyst2.com, 2021" },
  { S, LOGIN | SEND, NULL, "smtp auth is required", "sign-in-to-send", "catalyst2.com, 2021" },
  { ALL, LOGIN, NULL, "create an app password", "app-password-needed",
    "Purelymail/purelymail-issues #337, 2025" },

  /* --- Yandex, Mail.ru --- */
  { I, LOGIN, NULL, "or imap is disabled", "wrong-password-or-switched-off",
    "Foundry376/Mailspring #2111, 2020" },
  { P | S, LOGIN, NULL, "not have access rights to this service", "switched-off",
    "public reports on Yandex, 2021" },
  { S, LOGIN | SEND, NULL, "prove you are not a robot", "web-login-needed", "higty/higlabo #17, 2021" },
  { ALL, LOGIN, NULL, "accept eula", "web-login-needed", "public reports on Yandex, 2014" },
  { ALL, LOGIN, NULL, "temporarily restricted*hacked", "account-locked", "mscdex/node-imap #782, 2019" },
  { S, LOGIN | SEND, NULL, "sending without ssl/tls*not allowed", "protection-needed",
    "PHPMailer/PHPMailer #283, 2015" },
  { ALL, LOGIN, NULL, "application password is required", "app-password-needed",
    "public reports on Mail.ru, 2022" },

  /* --- QQ, NetEase, Aliyun --- */
  { ALL, LOGIN, NULL, "authorized code to login", "app-password-needed", "pandolia/qqbot #139, 2017" },
  { ALL, LOGIN, NULL, "authorization code to login", "app-password-needed", "YMFE/yapi #2219, 2021" },
  /* In GBK, which arrives as rubble; the address of the help page is legible. */
  { ALL, LOGIN, NULL, "service.mail.qq.com*no=1001256", "app-password-needed", "pandolia/qqbot #36, 2017" },
  { I, LOGIN | BOX, NULL, "unsafe login", "program-refused", "mscdex/node-imap #908, 2023" },
  { ALL, LOGIN, NULL, "user has no permission", "switched-off", "open-falcon/mail-provider #6, 2017" },
  { S, SEND, NULL, "mail from must equal authorized user", "sender-refused", "public reports on 163.com, 2015" },
  { S, SEND, NULL, "554 dt:spm", "taken-for-spam", "public reports on 163.com, 2016" },
  { S, LOGIN, NULL, "526 authentication failure[1]", "too-many-attempts", "sh-aliyun.com 87, 2020" },
  { S, SEND, NULL, "mail from account doesn't conform", "sender-refused", "sh-aliyun.com 87, 2020" },
  { S, SEND, NULL, "account isn't allowed to send", "sending-blocked", "sh-aliyun.com 87, 2020" },

  /* --- Zoho --- */
  { I | P, LOGIN, NULL, "yet to enable imap", "switched-off", "public reports on Zoho, 2019" },
  { ALL, LOGIN, NULL, "upgrade*plan", "paid-plan-needed", "ripienaar/free-for-dev #1294, 2019" },
  { S, SEND, NULL, "unusual sending activity", "sending-blocked", "public reports on Zoho, 2018" },

  /* --- Dovecot --- */
  { ALL, LOGIN, NULL, "maximum number of connections from user+ip", "too-many-connections",
    "Dovecot 2.3.19; mscdex/node-imap #606, 2017" },
  { I | P, LOGIN, NULL, "cleartext authentication disallowed", "protection-needed", "Dovecot 2.4, 2025" },
  { I | P, LOGIN, NULL, "plaintext authentication disallowed", "protection-needed", "Dovecot 2.3.19, 2022" },
  { ALL, LOGIN, NULL, "not allowed until ssl/tls is enabled", "protection-needed", "Dovecot 2.3.19, 2022" },
  { ALL, LOGIN, NULL, "plaintext authentication disabled", "protection-needed", "Dovecot 2.3.19, 2022" },
  { ALL, LOGIN, NULL, "temporary authentication failure", "server-busy", "Dovecot 2.3.19, 2022" },
  { ALL, LOGIN, NULL, "account is temporarily unavailable", "server-busy", "Dovecot 2.3.19, 2022" },
  { ALL, LOGIN, NULL, "login disabled for this user", "off-by-organisation", "Dovecot 2.3.19, 2022" },
  { I | P, LOGIN | BOX, NULL, "refer to server log", "server-busy", "Dovecot 2.3.19, 2022" },
  { ALL, EVER, NULL, "server shutting down", "maintenance", "stalwartlabs/imap-server #12, 2024" },
  { I | P, BOX, NULL, "disconnected for inactivity", "server-bye", "Dovecot 2.3.19, 2022" },
  { P, LOGIN | BOX, NULL, "locked by another pop3 session", "box-in-use", "Dovecot 2.3.19, 2022" },
  { I, BOX, NULL, "quota exceeded", "box-full", "Dovecot 2.3.19, 2022" },

  /* --- Cyrus, Courier, IceWarp, hMailServer, Zimbra --- */
  { I | P, LOGIN, NULL, "login only available under a layer", "protection-needed", "Cyrus IMAP 2.4, 2015" },
  { I, BOX, NULL, "over quota", "box-full", "Cyrus IMAP 3.6, 2022" },
  { I | P, DOOR | LOGIN, NULL, "maximum connection limit reached", "too-many-connections",
    "Courier IMAP 5.0, 2020" },
  { ALL, DOOR | LOGIN, NULL, "intrusion prevention active", "too-many-attempts",
    "jstedfast/MailKit #1073, 2020" },
  { ALL, DOOR | LOGIN, NULL, "maintenance mode", "maintenance", "Zimbra 8, 2015" },
  { P, LOGIN, NULL, "unable to lock maildrop", "box-in-use", "RFC 1939, section 7, 1996" },
  { P, LOGIN, NULL, "maildrop already locked", "box-in-use", "RFC 1939, section 7, 1996" },
  { P, LOGIN, NULL, "maildrop is locked", "box-in-use", "RFC 2449, section 8.1.1, 1998" },
  { P, LOGIN, NULL, "maildrop locked", "box-in-use", "RFC 1939, section 7, 1996" },
  { P, LOGIN, NULL, "mailbox is locked", "box-in-use", "Dovecot 2.3.19, 2022" },
  { P, LOGIN, NULL, "in use", "box-in-use", "RFC 2449, section 8.1.2, 1998" },
  { P, LOGIN, NULL, "minimum time between mail checks", "too-soon", "RFC 2449, section 8.1.1, 1998" },

  /* --- Postfix, Exim --- */
  { S, SEND, NULL, "sender address rejected: not owned", "sender-refused", "mailcow/mailcow #512, 2016" },
  { S, SEND, NULL, "sender address rejected: not logged in", "sign-in-to-send", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "relay access denied", "sign-in-to-send", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "relay not permitted", "sign-in-to-send", "Exim 4.96, 2022" },
  { S, LOGIN | SEND, NULL, "must issue a starttls command first", "protection-needed", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "client host*blocked using", "network-refused", "mailcow/mailcow #241, 2015" },
  { S, DOOR | LOGIN, NULL, "too many connections", "too-many-connections", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "insufficient system storage", "server-busy", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "message size exceeds", "too-big", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "message rate limit", "sending-limit", "Postfix 3.7, 2022" },
  { S, SEND, NULL, "mailbox*full", "recipient-full", "sh-aliyun.com 87, 2020" },
  { S, SEND, NULL, "quota exceeded", "recipient-full", "Dovecot 2.3.19, 2022" },
  { S, SEND, NULL, "recipient address rejected: user disabled", "recipient-refused",
    "anonaddy/anonaddy #624, 2024" },

  /* --- whoever says so --- */
  { ALL, LOGIN, NULL, "too many login", "too-many-attempts", "expertiza/expertiza #2840, 2024" },
  { ALL, LOGIN, NULL, "too many failed", "too-many-attempts", "public reports, 2019" },
  { ALL, LOGIN, NULL, "too many invalid", "too-many-attempts", "public reports, 2019" },
  { ALL, LOGIN, NULL, "too many auth", "too-many-attempts", "public reports, 2019" },
  { ALL, LOGIN, NULL, "account has been suspended", "account-suspended",
    "mailcow/mailcow-dockerized #3948, 2021" },
  { ALL, LOGIN, NULL, "account is suspended", "account-suspended", "public reports on cPanel, 2018" },
  { ALL, LOGIN, NULL, "user suspended", "account-suspended", "public reports on 163.com, 2018" },
  { ALL, LOGIN, NULL, "account is locked", "account-locked", "public reports, 2018" },
  { ALL, LOGIN, NULL, "account has been locked", "account-locked", "public reports, 2018" },
  { ALL, LOGIN, NULL, "full email address", "full-name-needed", "afterlogic/webmail-lite-8 #14, 2018" },
  { ALL, LOGIN, NULL, "full e-mail address", "full-name-needed", "kundenservice.freenet.de 1888, 2020" },
  { ALL, LOGIN, NULL, "mailbox does not exist", "box-missing", "public reports, 2018" },
  { ALL, LOGIN, NULL, "no such user", "box-missing", "public reports, 2018" },
  { ALL, LOGIN, NULL, "imap is disabled", "switched-off", "public reports, 2018" },
  { ALL, LOGIN, NULL, "pop3 is disabled", "switched-off", "public reports, 2018" },
  { ALL, LOGIN, NULL, "imap access is disabled", "switched-off", "public reports, 2018" },
  { ALL, LOGIN, NULL, "pop3 access is disabled", "switched-off", "public reports, 2018" },

  /* --- somebody else answers; our own sentences --- */
  { ALL | W, DOOR, NULL, "a web server answers", "captive-portal", "RFC 9112, section 4, 2022" },
  { ALL, DOOR, NULL, "an imap server answers", "other-counter", "jstedfast/MailKit #1099, 2020" },
  { ALL, DOOR, NULL, "a pop3 server answers", "other-counter", "jstedfast/MailKit #156, 2015" },
  { ALL, DOOR, NULL, "an smtp server answers", "other-counter", "jstedfast/MailKit #1099, 2020" },
  { ALL, DOOR, NULL, "an ssh server answers", "other-counter", "OpenSSH 9.2, 2023" },
  { W, EVER, NULL, "gnutls_e_unexpected_packet", "open-door", "chatwoot/chatwoot #7055, 2023" },
  { W, EVER, NULL, "gnutls_a_protocol_version", "protection-too-old",
    "simonrob/email-oauth2-proxy #101, 2022" },
  { W, EVER, NULL, "gnutls_e_unsupported_version_packet", "protection-too-old", "GnuTLS 3.7, 2023" },
  { W, EVER, NULL, "gnutls_a_insufficient_security", "protection-too-old", "RFC 8446, section 6.2, 2018" },
  { W, EVER, NULL, "gnutls_a_unrecognized_name", "identity-wrong-name", "RFC 6066, section 3, 2011" },
  { W, EVER, NULL, "gnutls_a_certificate_required", "card-needed", "RFC 8446, section 6.2, 2018" },
  { W, EVER, NULL, "gnutls_a_access_denied", "card-needed", "RFC 8446, section 6.2, 2018" },
  { W, EVER, NULL, "is signed by itself", "identity-self-signed", "GnuTLS 3.7, 2023" },
  { W, EVER, NULL, "this computer forbids it", "firewall", "connect(2), EACCES and EPERM, 2022" },
  { W, EVER, NULL, "only ipv6 was tried", "ipv6-broken", "connect(2), ENETUNREACH, 2022" },
};

const PennyReplyRow *
penny_reply_get_rows (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}
