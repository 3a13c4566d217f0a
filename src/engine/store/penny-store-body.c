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

static GBytes *
fail (GError **error, const char *why)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED,
               "The kept bytes of a message are not sound: %s", why);
  return NULL;
}

GBytes *
penny_body_unpack (const void *data, gsize size, gsize raw_size, GError **error)
{
  ZSTD_DCtx *context = g_private_get (&unpacker);
  g_autofree guint8 *out = NULL;
  gsize used;

  /* Before anything is allocated: the row may be damaged. */
  if (ZSTD_getFrameContentSize (data, size) != raw_size)
    return fail (error, "wrong size");
  out = g_try_malloc (MAX (raw_size, 1));
  if (out == NULL)
    return fail (error, "too large");
  if (context == NULL) {
    context = ZSTD_createDCtx ();
    g_private_set (&unpacker, context);
  }
  used = ZSTD_decompressDCtx (context, out, raw_size, data, size);
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
penny_body_unpack_any (const void *data, gsize size, GError **error)
{
  unsigned long long raw_size = ZSTD_getFrameContentSize (data, size);

  if (raw_size > 64 * 1024 * 1024)   /* its error values are larger still */
    return fail (error, "no size");
  return penny_body_unpack (data, size, raw_size, error);
}
