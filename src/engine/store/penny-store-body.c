/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw bytes ⇄ what is kept of them. */
#include "penny-store-body.h"

#include <string.h>
#include <zstd.h>

#include "penny-error.h"

/* Of 75 MB of ordinary mail level 1 leaves 51.7 % in 0.41 s, level 3 50.8 % in 0.54 s, level 6 50.0 %
 * in 1.41 s; level -1 68.8 % in 0.32 s. */
#define LEVEL 1

static GPrivate packer = G_PRIVATE_INIT ((GDestroyNotify) ZSTD_freeCCtx);
static GPrivate unpacker = G_PRIVATE_INIT ((GDestroyNotify) ZSTD_freeDCtx);

static ZSTD_CCtx *
get_packer (void)
{
  ZSTD_CCtx *context = g_private_get (&packer);

  if (context == NULL) {
    context = ZSTD_createCCtx ();
    ZSTD_CCtx_setParameter (context, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter (context, ZSTD_c_checksumFlag, 1);
    g_private_set (&packer, context);
  }
  return context;
}

GBytes *
penny_body_pack (const void *data, gsize size)
{
  gsize bound = ZSTD_compressBound (size);
  guint8 *out = g_malloc (bound);
  gsize used = ZSTD_compress2 (get_packer (), out, bound, data, size);

  g_assert (!ZSTD_isError (used));   /* the room is enough by its own word */
  return g_bytes_new_take (g_realloc (out, used), used);
}

gboolean
penny_body_pack_pieces (const void *data, gsize size, PennyBodySink sink, gpointer sink_data, GError **error)
{
  ZSTD_CCtx *context = get_packer ();
  g_autofree guint8 *piece = g_malloc (PENNY_BODY_PIECE);
  ZSTD_inBuffer in = { data, size, 0 };
  gsize left;

  ZSTD_CCtx_reset (context, ZSTD_reset_session_only);
  ZSTD_CCtx_setPledgedSrcSize (context, size);
  do {
    ZSTD_outBuffer out = { piece, PENNY_BODY_PIECE, 0 };

    left = ZSTD_compressStream2 (context, &out, &in, ZSTD_e_end);
    g_assert (!ZSTD_isError (left));
    if (!sink (piece, out.pos, sink_data, error)) {
      ZSTD_CCtx_reset (context, ZSTD_reset_session_only);
      return FALSE;
    }
  } while (left > 0);
  return TRUE;
}

static GBytes *
fail (GError **error, const char *why)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED,
               "The kept bytes of a message are not sound: %s", why);
  return NULL;
}

static ZSTD_DCtx *
get_unpacker (void)
{
  ZSTD_DCtx *context = g_private_get (&unpacker);

  if (context == NULL) {
    context = ZSTD_createDCtx ();
    g_private_set (&unpacker, context);
  }
  return context;
}

GBytes *
penny_body_unpack (const void *data, gsize size, gsize raw_size, GError **error)
{
  g_autofree guint8 *out = NULL;
  gsize used;

  /* Before anything is allocated: the row may be damaged. */
  if (ZSTD_getFrameContentSize (data, size) != raw_size)
    return fail (error, "wrong size");
  out = g_try_malloc (MAX (raw_size, 1));
  if (out == NULL)
    return fail (error, "too large");
  used = ZSTD_decompressDCtx (get_unpacker (), out, raw_size, data, size);
  if (ZSTD_isError (used))
    return fail (error, ZSTD_getErrorName (used));
  return g_bytes_new_take (g_steal_pointer (&out), used);
}

gboolean
penny_body_is_packed (const void *data, gsize size)
{
  static const guint8 magic[] = { 0x28, 0xb5, 0x2f, 0xfd };   /* RFC 8878 §3.1.1; no UTF-8 */

  return size >= sizeof magic && memcmp (data, magic, sizeof magic) == 0;
}

GBytes *
penny_body_unpack_pieces (PennyBodySource source, gpointer source_data, gsize raw_size, GError **error)
{
  ZSTD_DCtx *context = get_unpacker ();
  g_autofree guint8 *piece = g_malloc (PENNY_BODY_PIECE);
  g_autofree guint8 *raw = NULL;
  ZSTD_outBuffer out = { NULL, raw_size, 0 };
  gsize left = 1;
  gssize n;

  ZSTD_DCtx_reset (context, ZSTD_reset_session_only);
  while (left > 0 && (n = source (piece, PENNY_BODY_PIECE, source_data, error)) != 0) {
    ZSTD_inBuffer in = { piece, (gsize) MAX (n, 0), 0 };

    if (n < 0)
      return NULL;
    if (raw == NULL && ZSTD_getFrameContentSize (piece, in.size) != raw_size)
      return fail (error, "wrong size");
    if (raw == NULL && (out.dst = raw = g_try_malloc (MAX (raw_size, 1))) == NULL)
      return fail (error, "too large");
    while (in.pos < in.size && left > 0) {
      left = ZSTD_decompressStream (context, &out, &in);
      if (ZSTD_isError (left))
        return fail (error, ZSTD_getErrorName (left));
      if (left > 0 && out.pos == out.size && in.pos < in.size)
        return fail (error, "too long");
    }
  }
  return left == 0 && out.pos == raw_size ? g_bytes_new_take (g_steal_pointer (&raw), raw_size)
                                          : fail (error, "too short");
}

GBytes *
penny_body_unpack_any (const void *data, gsize size, GError **error)
{
  unsigned long long raw_size = ZSTD_getFrameContentSize (data, size);

  if (raw_size > 64 * 1024 * 1024)   /* its error values are larger still */
    return fail (error, "no size");
  return penny_body_unpack (data, size, raw_size, error);
}
