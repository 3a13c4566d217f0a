/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences about a certificate; names in it are a stranger's, and are shown as such. */
#include "penny-certificate-words.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "penny-certificate.h"

/* More names than these tell a person nothing. */
#define NAMES_SHOWN 3

static char *
join_names (const PennyCertificate *certificate)
{
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < NAMES_SHOWN && certificate->names[i] != NULL; i++)
    g_strv_builder_add (shown, certificate->names[i]);
  names = g_strv_builder_end (shown);
  /* Translators: between the names in a short list. */
  return g_strjoinv (_(", "), names);
}

static char *
say_names (const PennyCertificate *certificate)
{
  g_autofree char *names = join_names (certificate);

  if (*names == '\0' && *certificate->subject == '\0')
    return g_strdup (_("It does not say who it is."));
  if (*names == '\0')
    /* Translators: %s is a name that the post office gives itself. */
    return g_strdup_printf (_("It says that it is “%s”."), certificate->subject);
  if (*certificate->subject == '\0' || g_strv_contains ((const char * const *) certificate->names,
                                                         certificate->subject))
    return g_strdup_printf (_("It says that it is “%s”."), names);
  /* Translators: the first %s is one or more computers’ names, the second whom they belong to. */
  return g_strdup_printf (_("It says that it is “%s”, of “%s”."), names, certificate->subject);
}

char *
penny_certificate_words_who (const PennyCertificate *certificate)
{
  g_autofree char *names = say_names (certificate);
  g_autofree char *voucher = NULL;

  if (certificate->faults & PENNY_CERTIFICATE_SELF_SIGNED)
    voucher = g_strdup (_("Nobody but itself vouches for that."));
  else if (*certificate->issuer == '\0')
    voucher = g_strdup (_("It does not say who vouches for that."));
  else if (certificate->faults & PENNY_CERTIFICATE_UNTRUSTED)
    /* Translators: %s is a name that this computer does not know. */
    voucher = g_strdup_printf (_("“%s” vouches for that, whom this computer does not know."),
                               certificate->issuer);
  else
    /* Translators: %s is an authority that this computer trusts. */
    voucher = g_strdup_printf (_("“%s” vouches for that."), certificate->issuer);
  /* Translators: two sentences, one after the other. */
  return g_strdup_printf (_("%s %s"), names, voucher);
}

static char *
format_day (gint64 unix_time)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_time);

  /* Translators: a day, as g_date_time_format() writes it: “3 March 2026”. */
  return time != NULL ? g_date_time_format (time, _("%-e %B %Y")) : g_strdup ("?");
}

char *
penny_certificate_words_when (const PennyCertificate *certificate)
{
  g_autofree char *from = format_day (certificate->valid_from);
  g_autofree char *to = format_day (certificate->valid_to);

  /* Translators: two days. */
  return g_strdup_printf (_("Its proof of identity is good from %s to %s."), from, to);
}

static void
add (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

char *
penny_certificate_words_wrong (const PennyCertificate *certificate, const char *host)
{
  PennyCertificateFaults faults = certificate->faults;
  GString *text = g_string_new (NULL);

  if (faults & PENNY_CERTIFICATE_KEY_CHANGED)
    add (text, g_strdup (_("It is not the one that you have trusted here before.")));
  if (faults & PENNY_CERTIFICATE_REVOKED)
    add (text, g_strdup (_("Those who issued its proof of identity have declared it void.")));
  if (faults & PENNY_CERTIFICATE_WEAK)
    add (text, g_strdup (_("Its proof of identity is too easy to forge, or is meant for something else.")));
  if (faults & PENNY_CERTIFICATE_UNTRUSTED)
    add (text, g_strdup (_("Nobody whom this computer trusts vouches for it.")));
  if (faults & PENNY_CERTIFICATE_WRONG_NAME)
    /* Translators: %s is the name of the computer that was asked for. */
    add (text, g_strdup_printf (_("Its proof of identity is not made for “%s”."), host));
  if (faults & PENNY_CERTIFICATE_EXPIRED)
    {
      g_autofree char *day = format_day (certificate->valid_to);

      /* Translators: %s is a day in the past. */
      add (text, g_strdup_printf (_("Its proof of identity ran out on %s."), day));
    }
  if (faults & PENNY_CERTIFICATE_NOT_YET_VALID)
    {
      g_autofree char *day = format_day (certificate->valid_from);

      /* Translators: %s is a day in the future. */
      add (text, g_strdup_printf (_("Its proof of identity begins only on %s."), day));
    }
  return g_string_free (text, FALSE);
}

char *
penny_certificate_words_warning (const PennyCertificate *certificate, const char *host)
{
  if (certificate->faults & PENNY_CERTIFICATE_KEY_CHANGED)
    /* Translators: %s is the name of the computer. */
    return g_strdup_printf (_("Trust it only when whoever looks after “%s” has told you that this has changed: "
                              "otherwise somebody else may be reading your password and your letters."), host);
  /* Translators: %s is the name of the computer. */
  return g_strdup_printf (_("Trust it only when “%s” is your own, or belongs to somebody you know who has told you "
                            "to: otherwise somebody else may be reading your password and your letters."), host);
}
