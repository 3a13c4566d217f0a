/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same few calls for three protocols. */
#include "penny-trial-session.h"

void
penny_trial_session_clear (PennyTrialSession *self)
{
  g_clear_pointer (&self->imap, penny_imap_session_free);
  g_clear_pointer (&self->pop, penny_pop_session_free);
  g_clear_pointer (&self->smtp, penny_smtp_session_free);
}

void
penny_trial_session_open (PennyTrialSession *self, PennyProtocol protocol, PennyChannel *channel)
{
  penny_trial_session_clear (self);
  if (protocol == PENNY_PROTOCOL_IMAP)
    self->imap = penny_imap_session_new (channel);
  else if (protocol == PENNY_PROTOCOL_POP3)
    self->pop = penny_pop_session_new (channel);
  else
    self->smtp = penny_smtp_session_new (channel);
}

gboolean
penny_trial_session_greet (PennyTrialSession *self, PennySecurity security, GError **error)
{
  if (self->imap)
    return penny_imap_session_greet (self->imap, security, error);
  if (self->pop)
    return penny_pop_session_greet (self->pop, security, error);
  return penny_smtp_session_greet (self->smtp, security, NULL, error);
}

gboolean
penny_trial_session_log_in (PennyTrialSession *self, const char *user, PennySecret *password,
                            gboolean clear_allowed, GError **error)
{
  if (self->imap)
    return penny_imap_session_login (self->imap, user, password, clear_allowed, error);
  if (self->pop)
    return penny_pop_session_login (self->pop, user, password, clear_allowed, error);
  return penny_smtp_session_login (self->smtp, user, password, clear_allowed, error);
}

gboolean
penny_trial_session_wants_log_in (PennyTrialSession *self)
{
  return self->smtp == NULL || penny_smtp_session_has (self->smtp, PENNY_SMTP_CAP_AUTH);
}

gboolean
penny_trial_session_count (PennyTrialSession *self, guint *n_messages, GError **error)
{
  PennyImapSelected selected = { 0 };
  guint64 count = 0, octets = 0;

  if (self->imap)
    {
      if (!penny_imap_session_select (self->imap, "INBOX", TRUE, &selected, error))
        return FALSE;
      *n_messages = selected.exists;
      return TRUE;
    }
  if (!penny_pop_session_stat (self->pop, &count, &octets, error))
    return FALSE;
  *n_messages = (guint) MIN (count, G_MAXUINT);
  return TRUE;
}

void
penny_trial_session_leave (PennyTrialSession *self)
{
  if (self->imap)
    penny_imap_session_logout (self->imap);
  if (self->pop)
    penny_pop_session_quit (self->pop, NULL);
  if (self->smtp)
    penny_smtp_session_quit (self->smtp, NULL);
  penny_trial_session_clear (self);
}

gboolean
penny_trial_is_refused (const GError *error)
{
  return g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED) ||
         g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_FAILED) ||
         g_error_matches (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_FAILED);
}
