/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cause each code of each domain stands for. */
#include "penny-advice-table.h"

typedef struct {
  GQuark (*domain) (void);
  int code;
  const char *cause;
} CodeRow;

#define WIRE(code, cause) { penny_wire_error_quark, PENNY_WIRE_ERROR_##code, cause }
#define IMAP(code, cause) { penny_imap_error_quark, PENNY_IMAP_ERROR_##code, cause }
#define POP(code, cause) { penny_pop_error_quark, PENNY_POP_ERROR_##code, cause }
#define SMTP(code, cause) { penny_smtp_error_quark, PENNY_SMTP_ERROR_##code, cause }
#define MESSAGE(code, cause) { penny_message_error_quark, PENNY_MESSAGE_ERROR_##code, cause }
#define STORE(code, cause) { penny_store_error_quark, PENNY_STORE_ERROR_##code, cause }
#define ACCOUNT(code, cause) { penny_account_error_quark, PENNY_ACCOUNT_ERROR_##code, cause }
#define DISCOVERY(code, cause) { penny_discovery_error_quark, PENNY_DISCOVERY_ERROR_##code, cause }
#define IO(code, cause) { g_io_error_quark, G_IO_ERROR_##code, cause }

static const CodeRow code_rows[] = {
  WIRE (OFFLINE, "offline"),
  WIRE (HOST_NOT_FOUND, "host-not-found"),
  WIRE (REFUSED, "port-closed"),
  WIRE (UNREACHABLE, "unreachable"),
  WIRE (TIMED_OUT, "timed-out"),
  WIRE (CLOSED, "hung-up"),
  WIRE (PROXY, "proxy"),
  WIRE (TLS, "no-secure-line"),
  WIRE (CERT_UNTRUSTED, "identity-untrusted"),
  WIRE (CERT_EXPIRED, "identity-expired"),
  WIRE (CERT_NOT_YET_VALID, "clock-wrong"),
  WIRE (CERT_WRONG_NAME, "identity-wrong-name"),
  WIRE (CERT_REVOKED, "identity-revoked"),
  WIRE (CERT_WEAK, "identity-weak"),
  WIRE (INJECTED, "tampered"),
  WIRE (LIMIT, "strange-server"),

  IMAP (PROTOCOL, "strange-server"),
  IMAP (LIMIT, "strange-server"),
  IMAP (NO, "server-refuses"),
  IMAP (BAD, "strange-server"),
  IMAP (BYE, "server-bye"),
  IMAP (AUTH_FAILED, "wrong-password"),
  IMAP (AUTH_EXPIRED, "password-expired"),
  IMAP (AUTH_APP_PASSWORD, "app-password-needed"),
  IMAP (NO_MECHANISM, "no-common-sign-in"),
  IMAP (TLS_NOT_OFFERED, "encryption-not-offered"),
  IMAP (UNAVAILABLE, "server-busy"),
  IMAP (NONEXISTENT, "folder-gone"),
  IMAP (NOPERM, "not-allowed"),
  IMAP (OVERQUOTA, "box-full"),
  IMAP (UIDVALIDITY, "folder-renewed"),
  IMAP (TOO_BIG, "too-big"),

  POP (PROTOCOL, "strange-server"),
  POP (LIMIT, "strange-server"),
  POP (REFUSED, "server-refuses"),
  POP (AUTH_FAILED, "wrong-password"),
  POP (IN_USE, "box-in-use"),
  POP (LOGIN_DELAY, "too-soon"),
  POP (TEMPORARY, "server-busy"),
  POP (PERMANENT, "box-broken"),
  POP (TLS_NOT_OFFERED, "encryption-not-offered"),
  POP (NO_MECHANISM, "no-common-sign-in"),
  POP (NO_SUCH_MESSAGE, "letter-gone"),
  POP (UNSUPPORTED, "server-too-simple"),
  POP (AUTH_EXPIRED, "sign-in-again"),

  SMTP (PROTOCOL, "strange-server"),
  SMTP (LIMIT, "strange-server"),
  SMTP (TEMPORARY, "server-busy"),
  SMTP (REFUSED, "server-refuses"),
  SMTP (AUTH_FAILED, "wrong-password"),
  SMTP (AUTH_REQUIRED, "sign-in-to-send"),
  SMTP (NO_MECHANISM, "no-common-sign-in"),
  SMTP (TLS_NOT_OFFERED, "encryption-not-offered"),
  SMTP (TOO_BIG, "too-big"),
  SMTP (SENDER_REFUSED, "sender-refused"),
  SMTP (RECIPIENT_REFUSED, "recipient-refused"),
  SMTP (NEEDS_SMTPUTF8, "address-letters"),
  SMTP (SPAM, "taken-for-spam"),
  SMTP (AUTH_EXPIRED, "sign-in-again"),

  MESSAGE (LIMIT, "letter-too-complex"),
  MESSAGE (ADDRESS, "bad-recipient"),
  MESSAGE (NO_RECIPIENT, "no-recipient"),
  MESSAGE (ATTACHMENT, "attachment-unreadable"),
  MESSAGE (NO_PART, "part-missing"),

  STORE (IO, "disk-fails"),
  STORE (FULL, "disk-full"),
  STORE (DAMAGED, "store-damaged"),
  STORE (TOO_NEW, "store-too-new"),
  STORE (BUSY, "store-busy"),
  STORE (NOT_FOUND, "letter-not-here"),
  STORE (NO_BODY, "not-collected-yet"),
  STORE (CLOSED, "closing"),
  STORE (OWED, "still-owed"),
  STORE (NOT_ALL_HERE, "not-all-here"),
  STORE (EXISTS, "folder-exists"),
  STORE (BAD_NAME, "folder-name"),
  STORE (PROTECTED, "folder-needed"),
  STORE (NOT_EMPTY, "folder-not-empty"),

  ACCOUNT (INVALID, "settings-unreadable"),
  ACCOUNT (PLAINTEXT, "plaintext-refused"),
  ACCOUNT (NOT_FOUND, "account-not-found"),
  ACCOUNT (IO, "settings-not-saved"),
  ACCOUNT (NO_KEYRING, "no-keyring"),
  ACCOUNT (KEYRING, "keyring-refuses"),
  ACCOUNT (NO_PASSWORD, "no-password"),
  ACCOUNT (SIGN_IN_AGAIN, "sign-in-again"),
  ACCOUNT (NOT_SIGNED_IN, "not-signed-in"),
  ACCOUNT (NO_CONSENT, "no-consent"),
  ACCOUNT (OTHER_PERSON, "other-person"),
  ACCOUNT (SIGN_IN_BUSY, "server-busy"),
  ACCOUNT (NO_CLIENT_ID, "not-registered"),
  ACCOUNT (DESKTOP, "desktop-account"),

  DISCOVERY (ADDRESS, "not-an-address"),
  DISCOVERY (NOT_FOUND, "nothing-found"),
  DISCOVERY (BAD_CONFIG, "bad-config"),
  DISCOVERY (NO_SERVER, "no-such-server"),
  DISCOVERY (NO_LETTER, "letter-not-arrived"),

  IO (CANCELLED, "cancelled"),
  IO (NO_SPACE, "disk-full"),
  IO (BUSY, "store-busy"),
  IO (EXISTS, "account-exists"),
};

const char *
penny_advice_table_get_cause (GQuark domain, int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (code_rows); i++)
    if (code_rows[i].code == code && code_rows[i].domain () == domain)
      return code_rows[i].cause;
  return NULL;
}

/* Where a code only says that, not why. */
static const struct {
  GQuark (*domain) (void);
  int code;
} coarse[] = {
  { penny_wire_error_quark, PENNY_WIRE_ERROR_UNREACHABLE },
  { penny_wire_error_quark, PENNY_WIRE_ERROR_TIMED_OUT },
  { penny_wire_error_quark, PENNY_WIRE_ERROR_TLS },
  { penny_wire_error_quark, PENNY_WIRE_ERROR_CERT_UNTRUSTED },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_PROTOCOL },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_NO },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_BAD },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_BYE },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_FAILED },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_AUTH_APP_PASSWORD },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_NO_MECHANISM },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_UNAVAILABLE },
  { penny_imap_error_quark, PENNY_IMAP_ERROR_NOPERM },
  { penny_pop_error_quark, PENNY_POP_ERROR_PROTOCOL },
  { penny_pop_error_quark, PENNY_POP_ERROR_REFUSED },
  { penny_pop_error_quark, PENNY_POP_ERROR_AUTH_FAILED },
  { penny_pop_error_quark, PENNY_POP_ERROR_TEMPORARY },
  { penny_pop_error_quark, PENNY_POP_ERROR_PERMANENT },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_PROTOCOL },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_TEMPORARY },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_REFUSED },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_AUTH_FAILED },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_AUTH_REQUIRED },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_TOO_BIG },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_SENDER_REFUSED },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_RECIPIENT_REFUSED },
  { penny_smtp_error_quark, PENNY_SMTP_ERROR_SPAM },
};

gboolean
penny_advice_table_heeds_words (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (coarse); i++)
    if (coarse[i].code == error->code && coarse[i].domain () == error->domain)
      return TRUE;
  return FALSE;
}
