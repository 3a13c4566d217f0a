/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table that says, for every code of every domain, when to try again and what is spoilt. */
#include "penny-error.h"

G_DEFINE_QUARK (penny-wire-error-quark, penny_wire_error)
G_DEFINE_QUARK (penny-imap-error-quark, penny_imap_error)
G_DEFINE_QUARK (penny-pop-error-quark, penny_pop_error)
G_DEFINE_QUARK (penny-smtp-error-quark, penny_smtp_error)
G_DEFINE_QUARK (penny-message-error-quark, penny_message_error)
G_DEFINE_QUARK (penny-store-error-quark, penny_store_error)
G_DEFINE_QUARK (penny-account-error-quark, penny_account_error)
G_DEFINE_QUARK (penny-discovery-error-quark, penny_discovery_error)

static const PennyErrorGrade wire_grades[] = {
  [PENNY_WIRE_ERROR_OFFLINE] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "offline" },
  [PENNY_WIRE_ERROR_HOST_NOT_FOUND] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "host-not-found" },
  [PENNY_WIRE_ERROR_REFUSED] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "refused" },
  [PENNY_WIRE_ERROR_UNREACHABLE] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "unreachable" },
  [PENNY_WIRE_ERROR_TIMED_OUT] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "timed-out" },
  [PENNY_WIRE_ERROR_CLOSED] = { PENNY_RETRY_NOW, PENNY_SPOILS_ACCOUNT, "wire", "closed" },
  [PENNY_WIRE_ERROR_PROXY] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "proxy" },
  [PENNY_WIRE_ERROR_TLS] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "tls" },
  [PENNY_WIRE_ERROR_CERT_UNTRUSTED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "cert-untrusted" },
  [PENNY_WIRE_ERROR_CERT_EXPIRED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "cert-expired" },
  [PENNY_WIRE_ERROR_CERT_NOT_YET_VALID] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "cert-not-yet-valid" },
  [PENNY_WIRE_ERROR_CERT_WRONG_NAME] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "cert-wrong-name" },
  [PENNY_WIRE_ERROR_CERT_REVOKED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "cert-revoked" },
  [PENNY_WIRE_ERROR_CERT_WEAK] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "wire", "cert-weak" },
  [PENNY_WIRE_ERROR_INJECTED] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "injected" },
  [PENNY_WIRE_ERROR_LIMIT] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "wire", "limit" },
};

static const PennyErrorGrade imap_grades[] = {
  [PENNY_IMAP_ERROR_PROTOCOL] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "imap", "protocol" },
  [PENNY_IMAP_ERROR_LIMIT] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "imap", "limit" },
  [PENNY_IMAP_ERROR_NO] = { PENNY_FINAL, PENNY_SPOILS_MESSAGE, "imap", "no" },
  [PENNY_IMAP_ERROR_BAD] = { PENNY_FINAL, PENNY_SPOILS_MESSAGE, "imap", "bad" },
  [PENNY_IMAP_ERROR_BYE] = { PENNY_RETRY_NOW, PENNY_SPOILS_ACCOUNT, "imap", "bye" },
  [PENNY_IMAP_ERROR_AUTH_FAILED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "imap", "auth-failed" },
  [PENNY_IMAP_ERROR_AUTH_EXPIRED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "imap", "auth-expired" },
  [PENNY_IMAP_ERROR_AUTH_APP_PASSWORD] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "imap", "auth-app-password" },
  [PENNY_IMAP_ERROR_NO_MECHANISM] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "imap", "no-mechanism" },
  [PENNY_IMAP_ERROR_TLS_NOT_OFFERED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "imap", "tls-not-offered" },
  [PENNY_IMAP_ERROR_UNAVAILABLE] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "imap", "unavailable" },
  [PENNY_IMAP_ERROR_NONEXISTENT] = { PENNY_FINAL, PENNY_SPOILS_FOLDER, "imap", "nonexistent" },
  [PENNY_IMAP_ERROR_NOPERM] = { PENNY_FINAL, PENNY_SPOILS_FOLDER, "imap", "noperm" },
  [PENNY_IMAP_ERROR_OVERQUOTA] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_FOLDER, "imap", "overquota" },
  [PENNY_IMAP_ERROR_UIDVALIDITY] = { PENNY_RETRY_NOW, PENNY_SPOILS_FOLDER, "imap", "uidvalidity" },
  [PENNY_IMAP_ERROR_TOO_BIG] = { PENNY_FINAL, PENNY_SPOILS_MESSAGE, "imap", "too-big" },
};

static const PennyErrorGrade pop_grades[] = {
  [PENNY_POP_ERROR_PROTOCOL] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "pop", "protocol" },
  [PENNY_POP_ERROR_LIMIT] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "pop", "limit" },
  [PENNY_POP_ERROR_REFUSED] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "pop", "refused" },
  [PENNY_POP_ERROR_AUTH_FAILED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "pop", "auth-failed" },
  [PENNY_POP_ERROR_IN_USE] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "pop", "in-use" },
  [PENNY_POP_ERROR_LOGIN_DELAY] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "pop", "login-delay" },
  [PENNY_POP_ERROR_TEMPORARY] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "pop", "temporary" },
  [PENNY_POP_ERROR_PERMANENT] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "pop", "permanent" },
  [PENNY_POP_ERROR_TLS_NOT_OFFERED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "pop", "tls-not-offered" },
  [PENNY_POP_ERROR_NO_MECHANISM] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "pop", "no-mechanism" },
  [PENNY_POP_ERROR_NO_SUCH_MESSAGE] = { PENNY_RETRY_LATER, PENNY_SPOILS_MESSAGE, "pop", "no-such-message" },
  [PENNY_POP_ERROR_AUTH_EXPIRED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "pop", "auth-expired" },
  [PENNY_POP_ERROR_UNSUPPORTED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "pop", "unsupported" },
};

static const PennyErrorGrade smtp_grades[] = {
  [PENNY_SMTP_ERROR_PROTOCOL] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "smtp", "protocol" },
  [PENNY_SMTP_ERROR_LIMIT] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "smtp", "limit" },
  [PENNY_SMTP_ERROR_TEMPORARY] = { PENNY_RETRY_LATER, PENNY_SPOILS_MESSAGE, "smtp", "temporary" },
  [PENNY_SMTP_ERROR_REFUSED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "smtp", "refused" },
  [PENNY_SMTP_ERROR_AUTH_FAILED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "smtp", "auth-failed" },
  [PENNY_SMTP_ERROR_AUTH_REQUIRED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "smtp", "auth-required" },
  [PENNY_SMTP_ERROR_NO_MECHANISM] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "smtp", "no-mechanism" },
  [PENNY_SMTP_ERROR_TLS_NOT_OFFERED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "smtp", "tls-not-offered" },
  [PENNY_SMTP_ERROR_TOO_BIG] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "smtp", "too-big" },
  [PENNY_SMTP_ERROR_SENDER_REFUSED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "smtp", "sender-refused" },
  [PENNY_SMTP_ERROR_RECIPIENT_REFUSED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "smtp", "recipient-refused" },
  [PENNY_SMTP_ERROR_NEEDS_SMTPUTF8] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "smtp", "needs-smtputf8" },
  [PENNY_SMTP_ERROR_AUTH_EXPIRED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "smtp", "auth-expired" },
  [PENNY_SMTP_ERROR_SPAM] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "smtp", "spam" },
};

static const PennyErrorGrade message_grades[] = {
  [PENNY_MESSAGE_ERROR_LIMIT] = { PENNY_FINAL, PENNY_SPOILS_MESSAGE, "message", "limit" },
  [PENNY_MESSAGE_ERROR_ADDRESS] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "message", "address" },
  [PENNY_MESSAGE_ERROR_NO_RECIPIENT] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "message", "no-recipient" },
  [PENNY_MESSAGE_ERROR_ATTACHMENT] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_MESSAGE, "message", "attachment" },
  [PENNY_MESSAGE_ERROR_NO_PART] = { PENNY_FINAL, PENNY_SPOILS_MESSAGE, "message", "no-part" },
};

static const PennyErrorGrade store_grades[] = {
  [PENNY_STORE_ERROR_IO] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "store", "io" },
  [PENNY_STORE_ERROR_FULL] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "store", "full" },
  [PENNY_STORE_ERROR_DAMAGED] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "store", "damaged" },
  [PENNY_STORE_ERROR_TOO_NEW] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "store", "too-new" },
  [PENNY_STORE_ERROR_BUSY] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "store", "busy" },
  [PENNY_STORE_ERROR_NOT_FOUND] = { PENNY_FINAL, PENNY_SPOILS_MESSAGE, "store", "not-found" },
  [PENNY_STORE_ERROR_NO_BODY] = { PENNY_RETRY_LATER, PENNY_SPOILS_MESSAGE, "store", "no-body" },
  [PENNY_STORE_ERROR_CLOSED] = { PENNY_FINAL, PENNY_SPOILS_ACCOUNT, "store", "closed" },
  [PENNY_STORE_ERROR_OWED] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "store", "owed" },
  [PENNY_STORE_ERROR_NOT_ALL_HERE] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "store", "not-all-here" },
  [PENNY_STORE_ERROR_EXISTS] = { PENNY_FINAL, PENNY_SPOILS_FOLDER, "store", "exists" },
  [PENNY_STORE_ERROR_BAD_NAME] = { PENNY_FINAL, PENNY_SPOILS_FOLDER, "store", "bad-name" },
  [PENNY_STORE_ERROR_PROTECTED] = { PENNY_FINAL, PENNY_SPOILS_FOLDER, "store", "protected" },
  [PENNY_STORE_ERROR_NOT_EMPTY] = { PENNY_FINAL, PENNY_SPOILS_FOLDER, "store", "not-empty" },
};

static const PennyErrorGrade account_grades[] = {
  [PENNY_ACCOUNT_ERROR_INVALID] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "invalid" },
  [PENNY_ACCOUNT_ERROR_PLAINTEXT] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "plaintext" },
  [PENNY_ACCOUNT_ERROR_NOT_FOUND] = { PENNY_FINAL, PENNY_SPOILS_ACCOUNT, "account", "not-found" },
  [PENNY_ACCOUNT_ERROR_IO] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "account", "io" },
  [PENNY_ACCOUNT_ERROR_NO_KEYRING] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "no-keyring" },
  [PENNY_ACCOUNT_ERROR_KEYRING] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "keyring" },
  [PENNY_ACCOUNT_ERROR_NO_PASSWORD] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "no-password" },
  [PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "sign-in-again" },
  [PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "not-signed-in" },
  [PENNY_ACCOUNT_ERROR_NO_CONSENT] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "no-consent" },
  [PENNY_ACCOUNT_ERROR_OTHER_PERSON] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "other-person" },
  [PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY] = { PENNY_RETRY_LATER, PENNY_SPOILS_ACCOUNT, "account", "sign-in-busy" },
  [PENNY_ACCOUNT_ERROR_NO_CLIENT_ID] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "no-client-id" },
  [PENNY_ACCOUNT_ERROR_DESKTOP] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "account", "desktop" },
};

static const PennyErrorGrade discovery_grades[] = {
  [PENNY_DISCOVERY_ERROR_ADDRESS] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "discovery", "address" },
  [PENNY_DISCOVERY_ERROR_NOT_FOUND] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "discovery", "not-found" },
  [PENNY_DISCOVERY_ERROR_BAD_CONFIG] = { PENNY_FINAL, PENNY_SPOILS_ACCOUNT, "discovery", "bad-config" },
  [PENNY_DISCOVERY_ERROR_NO_SERVER] = { PENNY_NEEDS_PERSON, PENNY_SPOILS_ACCOUNT, "discovery", "no-server" },
  [PENNY_DISCOVERY_ERROR_NO_LETTER] = { PENNY_RETRY_LATER, PENNY_SPOILS_MESSAGE, "discovery", "no-letter" },
};

typedef struct {
  GQuark (*quark) (void);
  const PennyErrorGrade *grades;
  guint n_grades;
} Domain;

static const Domain domains[] = {
  { penny_wire_error_quark, wire_grades, G_N_ELEMENTS (wire_grades) },
  { penny_imap_error_quark, imap_grades, G_N_ELEMENTS (imap_grades) },
  { penny_pop_error_quark, pop_grades, G_N_ELEMENTS (pop_grades) },
  { penny_smtp_error_quark, smtp_grades, G_N_ELEMENTS (smtp_grades) },
  { penny_message_error_quark, message_grades, G_N_ELEMENTS (message_grades) },
  { penny_store_error_quark, store_grades, G_N_ELEMENTS (store_grades) },
  { penny_account_error_quark, account_grades, G_N_ELEMENTS (account_grades) },
  { penny_discovery_error_quark, discovery_grades, G_N_ELEMENTS (discovery_grades) },
};

static const Domain *
find_domain (GQuark quark)
{
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (domains[i].quark () == quark)
      return &domains[i];

  return NULL;
}

guint
penny_error_n_codes (GQuark quark)
{
  const Domain *domain = find_domain (quark);

  return domain != NULL ? domain->n_grades : 0;
}

PennyErrorGrade
penny_error_grade (const GError *error)
{
  const Domain *domain = find_domain (error->domain);

  if (domain != NULL && error->code >= 0 && (guint) error->code < domain->n_grades)
    return domain->grades[error->code];

  return (PennyErrorGrade) {
    .retry = PENNY_RETRY_LATER,
    .spoils = PENNY_SPOILS_ACCOUNT,
    .domain = g_quark_to_string (error->domain),
    .code = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "cancelled" : "other",
  };
}
