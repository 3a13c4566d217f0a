/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for news: IDLE (RFC 2177), or the wake and NOOP. */
#include "penny-imap-session-private.h"

#include "penny-error.h"

gboolean
penny_imap_session_noop (PennyImapSession *self, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("NOOP");

  return penny_imap_session_check (self, error)
         && penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, NULL, error);
}

/* Waits until something was told, and reads all that is there. */
static PennyImapIdle
wait_for_news (PennyImapSession *self, PennyWake *wake, gint64 deadline, GError **error)
{
  for (;;)
    {
      gint64 left_ms = MAX (0, deadline - g_get_monotonic_time ()) / 1000;
      PennyWait answer = penny_channel_wait (self->channel, wake, left_ms, error);
      g_autoptr(PennyImapResponse) response = NULL;
      gsize buffered;

      if (answer == PENNY_WAIT_FAILED)
        return penny_imap_session_die (self), PENNY_IMAP_IDLE_FAILED;
      if (answer == PENNY_WAIT_WOKEN)
        return PENNY_IMAP_IDLE_WOKEN;
      if (answer == PENNY_WAIT_TIMED_OUT)
        return PENNY_IMAP_IDLE_TIMED_OUT;
      penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
      response = penny_imap_session_read (self, error);
      if (response == NULL)
        return PENNY_IMAP_IDLE_FAILED;
      if (response->tag != NULL && response->type != PENNY_IMAP_RESPONSE_ESEARCH)
        {
          penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL, "The server ended IDLE by itself", error);
          return PENNY_IMAP_IDLE_FAILED;
        }
      penny_imap_session_absorb (self, response);
      /* "* OK Still here" is no news; what came in one piece is told in one. */
      penny_channel_peek (self->channel, &buffered);
      if (buffered == 0 && penny_imap_session_has_events (self))
        return PENNY_IMAP_IDLE_EVENTS;
      /* A server that talks without pause must not keep what a person asks for waiting. */
      if (g_get_monotonic_time () >= deadline)
        return PENNY_IMAP_IDLE_TIMED_OUT;
    }
}

gboolean
penny_imap_session_notifies (PennyImapSession *self)
{
  return self->notifying.result != NULL && self->notifying.result->type == PENNY_IMAP_RESPONSE_OK;
}

/* Once for all the session: changes in any of one's own mailboxes are told from now on. Refused, nothing is lost. */
static gboolean
ask_to_notify (PennyImapSession *self, GError **error)
{
  g_autoptr(PennyImapCommand) command =
    penny_imap_command_new ("NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange))"
                            " (PERSONAL (MessageNew MessageExpunge FlagChange MailboxName))");

  return !penny_imap_session_has (self, PENNY_IMAP_CAP_NOTIFY) || *self->notifying.tag != '\0'
         || penny_imap_session_send (self, command, &self->notifying, NULL, NULL, error);
}

/* *REFUSED: the server will not, though it offers IDLE. */
static gboolean
begin_idle (PennyImapSession *self, gboolean *refused, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("IDLE");
  g_autofree char *go_ahead = NULL;

  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  /* The answer to the DONE before shows that the other side is still there. */
  if (!penny_imap_session_finish (self, &self->idling, NULL, error))
    return FALSE;
  penny_imap_pending_clear (&self->idling);
  if (!ask_to_notify (self, error)
      || !penny_imap_session_send (self, command, &self->idling, NULL, NULL, error)
      || !penny_imap_session_flush (self, error)
      || !penny_imap_session_finish (self, &self->idling, &go_ahead, error))
    return FALSE;
  self->idle_is_broken = *refused = self->idling.result != NULL;
  return TRUE;
}

/* The tagged answer is not waited for: what comes next, often the fetching of what was told, leaves at once. */
static gboolean
end_idle (PennyImapSession *self, GError **error)
{
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  penny_channel_puts (self->channel, "DONE\r\n");
  return penny_imap_session_flush (self, error);
}

/* What has come since the last command is asked for once; then only a ring, or the end of the time, is waited for. */
static PennyImapIdle
idle_by_noop (PennyImapSession *self, PennyWake *wake, gint64 deadline, GError **error)
{
  if (!penny_imap_session_noop (self, error))
    return PENNY_IMAP_IDLE_FAILED;
  return penny_imap_session_has_events (self) ? PENNY_IMAP_IDLE_EVENTS : wait_for_news (self, wake, deadline, error);
}

static PennyImapIdle
idle_by_idle (PennyImapSession *self, PennyWake *wake, gint64 deadline, GError **error)
{
  gboolean refused = FALSE;
  PennyImapIdle outcome;

  if (!begin_idle (self, &refused, error))
    return PENNY_IMAP_IDLE_FAILED;
  if (refused)
    return idle_by_noop (self, wake, deadline, error);
  outcome = penny_imap_session_has_events (self) ? PENNY_IMAP_IDLE_EVENTS
                                                 : wait_for_news (self, wake, deadline, error);
  if (outcome != PENNY_IMAP_IDLE_FAILED && !end_idle (self, error))
    return PENNY_IMAP_IDLE_FAILED;
  return outcome;
}

PennyImapIdle
penny_imap_session_idle (PennyImapSession *self, PennyWake *wake, gint64 timeout_ms, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + timeout_ms * 1000;
  PennyImapIdle outcome;

  if (!penny_imap_session_check (self, error))
    return PENNY_IMAP_IDLE_FAILED;
  if (penny_imap_session_has_events (self))
    return PENNY_IMAP_IDLE_EVENTS;
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_IDLE) && !self->idle_is_broken)
    outcome = idle_by_idle (self, wake, deadline, error);
  else
    outcome = idle_by_noop (self, wake, deadline, error);
  if (outcome == PENNY_IMAP_IDLE_TIMED_OUT && penny_imap_session_has_events (self))
    return PENNY_IMAP_IDLE_EVENTS;
  return outcome;
}
