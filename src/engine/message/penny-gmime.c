/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One-time, thread-safe start of GMime. */
#include "penny-gmime.h"

GMimeParserOptions *
penny_gmime_options (void)
{
  static gsize options = 0;

  if (g_once_init_enter (&options))
    {
      static const char *fallback[] = { "utf-8", "windows-1252", "iso-8859-1", NULL };
      GMimeParserOptions *made;

      g_mime_init ();
      made = g_mime_parser_options_new ();
      g_mime_parser_options_set_fallback_charsets (made, fallback);
      g_mime_parser_options_set_parameter_compliance_mode (made, GMIME_RFC_COMPLIANCE_LOOSE);
      g_mime_parser_options_set_rfc2047_compliance_mode (made, GMIME_RFC_COMPLIANCE_LOOSE);
      g_once_init_leave (&options, (gsize) made);
    }
  return (GMimeParserOptions *) options;
}
