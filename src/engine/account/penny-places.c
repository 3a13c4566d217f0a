/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the settings and the stores lie, and the right to run an account's worker. */
#include "penny-account-list.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "penny-error.h"

struct _PennyPlaces {
  gatomicrefcount ref_count;
  char *accounts; /* owned */
  char *stores;   /* owned */
};

struct _PennyAccountLock {
  int fd;
};

PennyPlaces *
penny_places_new (const char *data_dir)
{
  PennyPlaces *self = g_new0 (PennyPlaces, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (data_dir)
    {
      g_autofree char *whole = g_canonicalize_filename (data_dir, NULL);

      self->accounts = g_build_filename (whole, "accounts", NULL);
      self->stores = g_build_filename (whole, "stores", NULL);
    }
  else
    {
      self->accounts = g_build_filename (g_get_user_config_dir (), "pennypost", "accounts", NULL);
      self->stores = g_build_filename (g_get_user_data_dir (), "pennypost", NULL);
    }
  return self;
}

PennyPlaces *
penny_places_ref (PennyPlaces *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
penny_places_unref (PennyPlaces *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->accounts);
  g_free (self->stores);
  g_free (self);
}

char *
penny_places_dup_accounts_dir (PennyPlaces *self)
{
  return g_strdup (self->accounts);
}

char *
penny_places_dup_settings_path (PennyPlaces *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".ini", NULL);

  g_return_val_if_fail (penny_account_id_is_valid (id), NULL);
  return g_build_filename (self->accounts, name, NULL);
}

char *
penny_places_dup_store_dir (PennyPlaces *self, const char *id)
{
  g_return_val_if_fail (penny_account_id_is_valid (id), NULL);
  return g_build_filename (self->stores, id, NULL);
}

char *
penny_places_dup_store_path (PennyPlaces *self, const char *id)
{
  g_return_val_if_fail (penny_account_id_is_valid (id), NULL);
  return g_build_filename (self->stores, id, "mail.db", NULL);
}

static gboolean
io_error (GError **error, const char *path)
{
  int number = errno;

  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "%s: %s", path, g_strerror (number));
  return FALSE;
}

gboolean
penny_places_make_store_dir (PennyPlaces *self, const char *id, GError **error)
{
  g_autofree char *path = penny_places_dup_store_dir (self, id);

  return g_mkdir_with_parents (path, 0700) == 0 || io_error (error, path);
}

PennyAccountLock *
penny_places_lock_account (PennyPlaces *self, const char *id, GError **error)
{
  g_autofree char *dir = penny_places_dup_store_dir (self, id);
  g_autofree char *path = g_build_filename (dir, "worker.lock", NULL);
  PennyAccountLock *lock;
  int fd;

  if (!penny_places_make_store_dir (self, id, error))
    return NULL;
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      io_error (error, path);
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_BUSY, "another program works on account %s", id);
      else
        io_error (error, path);
      close (fd);
      return NULL;
    }
  lock = g_new0 (PennyAccountLock, 1);
  lock->fd = fd;
  return lock;
}

void
penny_account_lock_free (PennyAccountLock *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self);
}
