/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refusals as servers were heard to give them, in full, with what a person must be told. Where each
 * was recorded stands at its row of src/engine/base/penny-reply-table.c. Names and numbers of people
 * are replaced. In a reply of several lines "\n" parts them. */
#pragma once

#include "penny-reply.h"

typedef struct {
  PennyVoice voice;
  PennyMoment moment;
  const char *provider;   /* id or NULL */
  const char *reply;      /* for IMAP without the tag; an untagged one begins with "* " */
  const char *cause;
} RecordedReply;

#define IMAP PENNY_VOICE_IMAP
#define POP PENNY_VOICE_POP
#define SMTP PENNY_VOICE_SMTP
#define AT_DOOR PENNY_MOMENT_DOOR
#define AT_LOG_IN PENNY_MOMENT_LOG_IN
#define IN_BOX PENNY_MOMENT_BOX
#define SENDING PENNY_MOMENT_SEND

static const RecordedReply recorded_replies[] = {
  { IMAP, AT_LOG_IN, NULL, "NO [ALERT] Application-specific password required: "
    "https://support.google.com/accounts/answer/185833 (Failure)", "app-password-needed" },
  { POP, AT_LOG_IN, NULL, "-ERR [AUTH] Application-specific password required: "
    "https://support.google.com/accounts/answer/185833", "app-password-needed" },
  { SMTP, AT_LOG_IN, NULL, "534-5.7.9 Application-specific password required. For more information, go to\n"
    "534 5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp", "app-password-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO [ALERT] Please log in via your web browser: "
    "https://support.google.com/mail/accounts/answer/78754 (Failure)", "web-login-needed" },
  { POP, AT_LOG_IN, NULL, "-ERR [AUTH] Web login required: https://support.google.com/mail/answer/78754",
    "web-login-needed" },
  { SMTP, AT_LOG_IN, NULL, "534-5.7.14 <https://accounts.google.com/signin/continue?x> Please log in via your web "
    "browser\n534-5.7.14 and then try again.\n534 5.7.14 Learn more", "web-login-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO [ALERT] Too many simultaneous connections. (Failure)", "too-many-connections" },
  { IMAP, IN_BOX, NULL, "* BYE [ALERT] Account exceeded command or bandwidth limits. (Failure)", "traffic-limit" },
  { IMAP, AT_LOG_IN, NULL, "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings "
    "page and enable your account for IMAP access. (Failure)", "switched-off" },
  { POP, AT_LOG_IN, NULL, "-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail "
    "settings page and enable your account for POP access.", "switched-off" },
  { IMAP, AT_LOG_IN, NULL, "NO [ALERT] IMAP access is disabled for your domain. Please contact your domain "
    "administrator for questions about this feature. (Failure)", "off-by-organisation" },
  { IMAP, AT_LOG_IN, NULL, "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "wrong-password" },
  { IMAP, AT_LOG_IN, "gmail", "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "app-password-needed" },
  { SMTP, AT_LOG_IN, NULL, "535-5.7.8 Username and Password not accepted. For more information, go to\n"
    "535 5.7.8  https://support.google.com/mail/?p=BadCredentials x - gsmtp", "wrong-password" },
  { SMTP, AT_LOG_IN, NULL, "454 4.7.0 Too many login attempts, please try again later. x - gsmtp",
    "too-many-attempts" },
  { SMTP, SENDING, NULL, "550 5.4.5 Daily user sending limit exceeded. x - gsmtp", "sending-limit" },
  { SMTP, SENDING, NULL, "552-5.2.2 The email account that you tried to reach is over quota.\n"
    "552 5.2.2 https://support.google.com/mail/?p=OverQuotaPerm x - gsmtp", "recipient-full" },
  { SMTP, SENDING, NULL, "550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Please try",
    "recipient-refused" },

  { SMTP, AT_LOG_IN, NULL, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
    "Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [X.prod.outlook.com]",
    "sending-off-by-organisation" },
  { SMTP, AT_LOG_IN, NULL, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. "
    "[X.PROD.OUTLOOK.COM]", "browser-sign-in-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO LOGIN failed. BasicAuthBlocked", "browser-sign-in-needed" },
  { SMTP, AT_LOG_IN, NULL, "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security "
    "defaults policy. Contact your administrator.", "off-by-organisation" },
  { SMTP, AT_LOG_IN, NULL, "535 5.7.3 Authentication unsuccessful [X.prod.outlook.com]", "wrong-password" },
  { IMAP, AT_LOG_IN, NULL, "NO LOGIN failed. Account is blocked. Login to your account via a web browser to verify "
    "your identity.", "account-locked" },
  { IMAP, IN_BOX, NULL, "BAD User is authenticated but not connected.", "box-does-not-open" },
  { POP, AT_LOG_IN, NULL, "-ERR Exceeded the login limit for a 15 minute period. Reduce the frequency of requests to "
    "the POP3 server.", "too-soon" },
  { SMTP, SENDING, NULL, "432 4.3.2 Concurrent connections limit exceeded. [Hostname=X]", "too-many-connections" },
  { SMTP, SENDING, NULL, "530 5.7.57 Client not authenticated to send mail. [X.prod.outlook.com]",
    "sign-in-to-send" },
  { SMTP, SENDING, NULL, "550 5.7.60 SMTP; Client does not have permissions to send as this sender [X.prod]",
    "sender-refused" },
  { SMTP, SENDING, NULL, "554 5.2.252 SendAsDenied; anna@example.org not allowed to send as bruno@example.org",
    "sender-refused" },
  { SMTP, SENDING, NULL, "550 5.1.8 Access denied, bad outbound sender. For more information see x",
    "sending-blocked" },
  { SMTP, SENDING, NULL, "554 5.1.90 Your message can't be sent because you've reached your daily limit for message "
    "recipients.", "sending-limit" },
  { IMAP, IN_BOX, NULL, "NO Server Unavailable. 15", "server-busy" },

  { IMAP, AT_LOG_IN, NULL, "NO [LIMIT] LOGIN Rate limit hit.", "traffic-limit" },
  { IMAP, IN_BOX, NULL, "NO [UNAVAILABLE] UID FETCH Server error - Please try again later", "server-busy" },
  { IMAP, AT_LOG_IN, "yahoo", "NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials", "app-password-needed" },
  { IMAP, AT_LOG_IN, "icloud", "NO [AUTHENTICATIONFAILED] Authentication failed", "app-password-needed" },
  { IMAP, AT_LOG_IN, "fastmail", "NO Incorrect username or password.", "app-password-needed" },

  { IMAP, AT_LOG_IN, "webde", "NO authentication failed", "wrong-password-or-switched-off" },
  { POP, AT_LOG_IN, "gmx", "-ERR authentication failed", "wrong-password-or-switched-off" },
  { SMTP, AT_LOG_IN, "gmx-international", "535 Authentication credentials invalid",
    "wrong-password-or-switched-off" },
  { SMTP, AT_DOOR, NULL, "554-gmx.net (mrgmx) Nemesis ESMTP Service not available\n554-No SMTP service\n"
    "554 IP address is black listed.", "network-refused" },
  { SMTP, SENDING, NULL, "554-Transaction failed\n554-Reject due to policy restrictions.\n554 For explanation visit x",
    "taken-for-spam" },
  { POP, AT_LOG_IN, NULL, "-ERR Toid authentication disabled", "mail-password-needed" },
  { SMTP, AT_DOOR, NULL, "554 IP=192.0.2.1 - None/bad reputation. Ask your postmaster for help (NOWL)",
    "network-refused" },
  { SMTP, SENDING, NULL, "550 Requested action not taken: Sender address is not allowed.", "sender-refused" },
  { SMTP, SENDING, NULL, "550 Domain example.org has exceeded the max emails per hour (50/50 (100%)) allowed.",
    "sending-limit" },
  { SMTP, SENDING, NULL, "550 Please turn on SMTP Authentication in your mail client.", "sign-in-to-send" },
  { SMTP, SENDING, NULL, "550 SMTP AUTH is required for message submission on port 587", "sign-in-to-send" },
  { IMAP, AT_LOG_IN, NULL, "NO Login failed – please create an app password.", "app-password-needed" },

  { IMAP, AT_LOG_IN, NULL, "NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=x_1_2",
    "wrong-password-or-switched-off" },
  { SMTP, AT_LOG_IN, NULL, "535 5.7.8 Error: authentication failed: This user does not have access rights to this "
    "service", "switched-off" },
  { SMTP, AT_LOG_IN, NULL, "535 5.7.8 Error: authentication failed: Your message looks like spam. You need to use web "
    "for sending or prove you are not a robot using the following link http://ya.cc/x", "web-login-needed" },
  { SMTP, AT_LOG_IN, NULL, "535 5.7.8 Error: authentication failed: Please accept EULA first", "web-login-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO Access to your account has been temporarily restricted as Yandex suspects it may have "
    "been hacked.", "account-locked" },
  { SMTP, SENDING, NULL, "530 5.7.7 Email sending without SSL/TLS encryption is not allowed. Please see: x",
    "protection-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO [AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya "
    "https://help.mail.ru/mail/security/protection/external / Application password is REQUIRED",
    "app-password-needed" },

  { IMAP, AT_LOG_IN, NULL, "NO Please using authorized code to login. More information at "
    "http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256", "app-password-needed" },
  { SMTP, AT_LOG_IN, NULL, "535 Login Fail. Please enter your authorization code to login. More information in "
    "http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256", "app-password-needed" },
  { SMTP, AT_LOG_IN, NULL, "535 Error: \xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb: "
    "http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256", "app-password-needed" },
  { IMAP, IN_BOX, NULL, "NO EXAMINE Unsafe Login. Please contact kefu@188.com for help", "program-refused" },
  { SMTP, AT_LOG_IN, NULL, "550 User has no permission", "switched-off" },
  { SMTP, SENDING, NULL, "553 Mail from must equal authorized user", "sender-refused" },
  { SMTP, SENDING, NULL, "554 DT:SPM 163 smtp1, please see http://mail.163.com/help", "taken-for-spam" },
  { SMTP, AT_LOG_IN, NULL, "526 Authentication failure[1]", "too-many-attempts" },
  { SMTP, SENDING, NULL, "440 mail from account doesn't conform with authentication", "sender-refused" },
  { SMTP, SENDING, NULL, "541 This account isn't allowed to send email", "sending-blocked" },

  { IMAP, AT_LOG_IN, NULL, "NO [ALERT] You are yet to enable IMAP for your account. Please contact your administrator",
    "switched-off" },
  { IMAP, AT_LOG_IN, NULL, "NO Please upgrade to a paid plan to use this feature", "paid-plan-needed" },
  { SMTP, SENDING, NULL, "550 5.4.6 Unusual sending activity detected. Please try after sometime", "sending-blocked" },

  { IMAP, AT_LOG_IN, NULL, "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded "
    "(mail_max_userip_connections=16)", "too-many-connections" },
  { IMAP, AT_LOG_IN, NULL, "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) "
    "connections.", "protection-needed" },
  { POP, AT_LOG_IN, NULL, "-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.",
    "protection-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO [PRIVACYREQUIRED] Cleartext authentication disallowed on non-secure (SSL/TLS) "
    "connections.", "protection-needed" },
  { IMAP, AT_LOG_IN, NULL, "NO [UNAVAILABLE] Temporary authentication failure. [mx1:2026-11-22 10:00:00]",
    "server-busy" },
  { POP, AT_LOG_IN, NULL, "-ERR [SYS/TEMP] Temporary authentication failure.", "server-busy" },
  { IMAP, AT_LOG_IN, NULL, "NO [AUTHORIZATIONFAILED] Login disabled for this user", "off-by-organisation" },
  { IMAP, AT_LOG_IN, NULL, "NO [EXPIRED] Password expired.", "password-expired" },
  { IMAP, IN_BOX, NULL, "NO [SERVERBUG] Internal error occurred. Refer to server log for more information. [x]",
    "server-busy" },
  { IMAP, AT_DOOR, NULL, "* BYE Server shutting down.", "maintenance" },
  { IMAP, IN_BOX, NULL, "* BYE Disconnected for inactivity.", "server-bye" },
  { POP, AT_LOG_IN, NULL, "-ERR [IN-USE] Mailbox is locked by another POP3 session.", "box-in-use" },
  { IMAP, IN_BOX, NULL, "NO [OVERQUOTA] Quota exceeded (mailbox for user is full)", "box-full" },

  { IMAP, AT_LOG_IN, NULL, "NO Login only available under a layer", "protection-needed" },
  { IMAP, AT_DOOR, NULL, "* BYE Courier-IMAP: Maximum connection limit reached for ::ffff:192.0.2.1",
    "too-many-connections" },
  { IMAP, AT_LOG_IN, NULL, "NO Login failed.", "wrong-password" },
  { IMAP, AT_DOOR, NULL, "* BYE LOGOUT Intrusion prevention active for 192.0.2.1", "too-many-attempts" },
  { POP, AT_LOG_IN, NULL, "-ERR unable to lock maildrop", "box-in-use" },
  { POP, AT_LOG_IN, NULL, "-ERR maildrop already locked", "box-in-use" },
  { POP, AT_LOG_IN, NULL, "-ERR [LOGIN-DELAY] minimum time between mail checks violation", "too-soon" },

  { SMTP, SENDING, NULL, "553 5.7.1 <bruno@example.org>: Sender address rejected: not owned by user anna",
    "sender-refused" },
  { SMTP, SENDING, NULL, "553 5.7.1 <anna@example.org>: Sender address rejected: not logged in", "sign-in-to-send" },
  { SMTP, SENDING, NULL, "554 5.7.1 <bruno@example.org>: Relay access denied", "sign-in-to-send" },
  { SMTP, SENDING, NULL, "550 relay not permitted", "sign-in-to-send" },
  { SMTP, SENDING, NULL, "530 5.7.0 Must issue a STARTTLS command first", "protection-needed" },
  { SMTP, SENDING, NULL, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example.org",
    "network-refused" },
  { SMTP, AT_DOOR, NULL, "421 4.7.0 mx.example.org Error: too many connections from 192.0.2.1",
    "too-many-connections" },
  { SMTP, SENDING, NULL, "452 4.3.1 Insufficient system storage", "server-busy" },
  { SMTP, SENDING, NULL, "450 4.7.1 Error: too much mail from 192.0.2.1; message rate limit", "sending-limit" },
  { SMTP, SENDING, NULL, "552 mailbox is full", "recipient-full" },
  { SMTP, SENDING, NULL, "552 5.2.1 <anna@example.org>: Recipient address rejected: User disabled",
    "recipient-refused" },
  { SMTP, SENDING, NULL, "552 5.3.4 Message size exceeds fixed limit", "too-big" },
  { SMTP, SENDING, NULL, "550 5.1.1 <bruno@example.org>: Recipient address rejected: User unknown in virtual mailbox "
    "table", "recipient-refused" },

  { IMAP, AT_LOG_IN, NULL, "NO Too many failed logins, try again in 15 minutes", "too-many-attempts" },
  { POP, AT_LOG_IN, NULL, "-ERR [AUTH] too many invalid passwords", "too-many-attempts" },
  { IMAP, AT_LOG_IN, NULL, "NO Your e-mail account has been suspended", "account-suspended" },
  { IMAP, AT_LOG_IN, NULL, "NO LOGIN Login error user suspended", "account-suspended" },
  { POP, AT_LOG_IN, NULL, "-ERR your account is locked", "account-locked" },
  { IMAP, AT_LOG_IN, NULL, "NO Invalid login name, please use your full email address", "full-name-needed" },
  { POP, AT_LOG_IN, NULL, "-ERR [AUTH] mailbox does not exist", "box-missing" },
  { POP, AT_LOG_IN, NULL, "-ERR POP3 access is disabled for this account", "switched-off" },

  { IMAP, AT_DOOR, NULL, "HTTP/1.1 302 Found", "captive-portal" },
  { POP, AT_DOOR, NULL, "HTTP/1.0 400 Bad Request", "captive-portal" },
  { SMTP, AT_DOOR, NULL, "<html><head><title>Welcome to Hotel Wi-Fi</title>", "captive-portal" },
  { IMAP, AT_DOOR, NULL, "+OK mx.example.org Cyrus POP3 v2.4.16 server ready", "other-counter" },
  { IMAP, AT_DOOR, NULL, "220 mx.example.org ESMTP - forbids use for unsolicited mail", "other-counter" },
  { POP, AT_DOOR, NULL, "* OK [CAPABILITY IMAP4rev1] Dovecot ready.", "other-counter" },
  { SMTP, AT_DOOR, NULL, "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u2", "other-counter" },
};
