/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Responses as text. */
#include "response-dump.h"

static const char * const type_words[] = {
  "+", "OK", "NO", "BAD", "PREAUTH", "BYE", "CAPABILITY", "ENABLED", "FLAGS", "LIST", "STATUS", "NAMESPACE", "QUOTA",
  "SEARCH", "ESEARCH", "EXISTS", "EXPUNGE", "VANISHED", "FETCH", "OTHER", "MALFORMED", "MALFORMED-FETCH",
};

static void
dump_uids (GString *out, const char *name, const GArray *uids)
{
  if (uids == NULL)
    return;
  g_string_append_printf (out, " %s=", name);
  for (guint i = 0; i < uids->len; i++)
    g_string_append_printf (out, "%s%u", i > 0 ? "," : "", g_array_index (uids, PennyUid, i).value);
}

static void
dump_bytes (GString *out, const char *name, GBytes *bytes)
{
  gsize size;
  const char *data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  g_string_append_printf (out, " %s=<", name);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (out, (guint8) data[i] < 0x20 || (guint8) data[i] > 0x7e ? "%%%02x" : "%c",
                            (guint8) data[i]);
  g_string_append_c (out, '>');
}

static void
dump_addresses (GString *out, const char *name, const GPtrArray *list)
{
  if (list->len == 0)
    return;
  g_string_append_printf (out, " %s=", name);
  for (guint i = 0; i < list->len; i++)
    {
      const PennyImapAddress *address = g_ptr_array_index (list, i);

      g_string_append_printf (out, "%s%s<%s@%s>", i > 0 ? "," : "", address->name ? address->name : "",
                              address->mailbox ? address->mailbox : "", address->host ? address->host : "");
    }
}

static void
dump_envelope (GString *out, const PennyImapEnvelope *envelope)
{
  if (envelope == NULL)
    return;
  g_string_append_printf (out, " env{%s|%s", envelope->date ? envelope->date : "-",
                          envelope->subject ? envelope->subject : "-");
  dump_addresses (out, "from", envelope->from);
  dump_addresses (out, "sender", envelope->sender);
  dump_addresses (out, "reply", envelope->reply_to);
  dump_addresses (out, "to", envelope->to);
  dump_addresses (out, "cc", envelope->cc);
  dump_addresses (out, "bcc", envelope->bcc);
  g_string_append_printf (out, " %s %s}", envelope->in_reply_to ? envelope->in_reply_to : "-",
                          envelope->message_id ? envelope->message_id : "-");
}

static void
dump_part (GString *out, const PennyImapBodyPart *part)
{
  if (part == NULL)
    return;
  g_string_append_printf (out, " %s/%s", part->type, part->subtype ? part->subtype : "-");
  for (guint i = 0; part->parameters[i] != NULL; i += 2)
    g_string_append_printf (out, ";%s=%s", part->parameters[i], part->parameters[i + 1]);
  if (part->encoding != NULL)
    g_string_append_printf (out, ":%s:%" G_GUINT64_FORMAT, part->encoding, part->size);
  if (part->id != NULL)
    g_string_append_printf (out, " id=%s", part->id);
  if (part->disposition != NULL)
    g_string_append_printf (out, " disp=%s", part->disposition);
  for (guint i = 0; part->disposition_parameters[i] != NULL; i += 2)
    g_string_append_printf (out, ";%s=%s", part->disposition_parameters[i], part->disposition_parameters[i + 1]);
  dump_envelope (out, part->envelope);
  if (part->parts == NULL)
    return;
  g_string_append (out, " [");
  for (guint i = 0; i < part->parts->len; i++)
    dump_part (out, g_ptr_array_index (part->parts, i));
  g_string_append (out, " ]");
}

static void
dump_fetched (GString *out, const PennyImapFetched *fetched)
{
  if (fetched->uid.value != 0)
    g_string_append_printf (out, " uid=%u", fetched->uid.value);
  if (fetched->has_flags)
    g_string_append_printf (out, " flags=%x", fetched->flags);
  if (fetched->internal_date != 0)
    g_string_append_printf (out, " date=%" G_GINT64_FORMAT, fetched->internal_date);
  if (fetched->rfc822_size != 0)
    g_string_append_printf (out, " size=%" G_GUINT64_FORMAT, fetched->rfc822_size);
  if (fetched->modseq.value != 0)
    g_string_append_printf (out, " modseq=%" G_GUINT64_FORMAT, fetched->modseq.value);
  dump_bytes (out, "header", fetched->header);
  dump_bytes (out, "body", fetched->body);
  dump_envelope (out, fetched->envelope);
  dump_part (out, fetched->structure);
}

static void
dump_mailbox (GString *out, const PennyImapMailbox *mailbox)
{
  if (mailbox == NULL)
    return;
  g_string_append_printf (out, " \"%s\" raw=\"%s\"", mailbox->path, mailbox->raw);
  if (mailbox->delimiter != '\0')
    g_string_append_printf (out, " delim=%c", mailbox->delimiter);
  if (mailbox->attributes != 0)
    g_string_append_printf (out, " attr=%x", mailbox->attributes);
  if (mailbox->role != PENNY_ROLE_NONE)
    g_string_append_printf (out, " role=%s", penny_role_to_string (mailbox->role));
}

static void
dump_status (GString *out, const PennyImapResponse *response)
{
  const PennyImapStatus *status = &response->status;

  if (response->type == PENNY_IMAP_RESPONSE_STATUS)
    g_string_append_printf (out, " messages=%u unseen=%u validity=%u next=%u modseq=%" G_GUINT64_FORMAT,
                            status->messages, status->unseen, status->uidvalidity, status->uidnext.value,
                            status->highest_modseq.value);
  if (status->size != 0)
    g_string_append_printf (out, " size=%" G_GUINT64_FORMAT, status->size);
  if (response->type == PENNY_IMAP_RESPONSE_QUOTA)
    g_string_append_printf (out, " used=%" G_GUINT64_FORMAT " limit=%" G_GUINT64_FORMAT, response->quota.used,
                            response->quota.limit);
}

char *
response_dump (const PennyImapResponse *response)
{
  GString *out = g_string_new (NULL);

  if (response->tag != NULL)
    g_string_append_printf (out, "(%s) ", response->tag);
  g_string_append (out, type_words[response->type]);
  if (response->code != PENNY_IMAP_CODE_NONE)
    g_string_append_printf (out, " code=%u", response->code);
  if (response->number != 0)
    g_string_append_printf (out, " n=%" G_GUINT64_FORMAT, response->number);
  if (response->words != NULL)
    {
      g_autofree char *joined = g_strjoinv (",", response->words);

      g_string_append_printf (out, " words=%s", joined);
    }
  if (response->flags != 0 || response->keywords_allowed)
    g_string_append_printf (out, " flags=%x%s", response->flags, response->keywords_allowed ? "+*" : "");
  g_string_append (out, response->by_uid ? " by-uid" : "");
  g_string_append (out, response->earlier ? " earlier" : "");
  dump_uids (out, "uids", response->uids);
  dump_uids (out, "from", response->from);
  dump_uids (out, "to", response->to);
  if (response->set != NULL)
    {
      g_autofree char *set = penny_uid_set_to_string (response->set);

      g_string_append_printf (out, " set=%s", set);
    }
  dump_mailbox (out, response->mailbox);
  dump_status (out, response);
  dump_fetched (out, &response->fetched);
  if (response->text != NULL && response->type < PENNY_IMAP_RESPONSE_MALFORMED)
    g_string_append_printf (out, " '%s'", response->text);
  return g_string_free (out, FALSE);
}
