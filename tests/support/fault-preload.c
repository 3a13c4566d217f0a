/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before a program's own libraries, lets its n-th call of some kind fail, or ends it there as a
 * power cut would. The program itself knows nothing of it.
 *
 *   PENNY_FAULT=CALLS:N[+]:WHAT   CALLS: names from the list below, with commas; N counts all of them
 *                                 together, from 1; + goes on failing. WHAT: KILL (before the call is
 *                                 made), ENOSPC, EIO; for calls of SQLite FULL, IOERR, NOMEM
 *   PENNY_FAULT_COUNT=FILE        gets the number of such calls at the end */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sqlite3.h>

typedef enum { CALL_WRITE, CALL_READ, CALL_SYNC, CALL_TRUNCATE, CALL_OPEN, CALL_MAP, CALL_SEND, CALL_RECV, CALL_SQLITE,
               N_CALLS } Call;

static const char * const names[N_CALLS] = {
  "write", "read", "sync", "truncate", "open", "map", "send", "recv", "sqlite",
};

static const struct {
  const char *word;
  int system;   /* errno */
  int sqlite;
} outcomes[] = {
  { "KILL", 0, 0 },           { "ENOSPC", ENOSPC, SQLITE_FULL },  { "EIO", EIO, SQLITE_IOERR },
  { "FULL", ENOSPC, SQLITE_FULL }, { "IOERR", EIO, SQLITE_IOERR }, { "NOMEM", ENOMEM, SQLITE_NOMEM },
};

static unsigned wanted;        /* calls, as bits */
static long nth;
static int goes_on, outcome;
static atomic_long seen;

/* --- deciding --- */

__attribute__ ((constructor)) static void
begin (void)
{
  const char *fault = getenv ("PENNY_FAULT");
  char calls[80] = "", word[16] = "", number[16] = "";

  if (fault == NULL || sscanf (fault, "%79[^:]:%15[^:]:%15s", calls, number, word) != 3)
    return;
  nth = atol (number);
  goes_on = strchr (number, '+') != NULL;
  for (int i = 0; i < (int) (sizeof outcomes / sizeof *outcomes); i++)
    if (strcmp (outcomes[i].word, word) == 0)
      outcome = i;
  for (char *save, *name = strtok_r (calls, ",", &save); name != NULL; name = strtok_r (NULL, ",", &save))
    for (int i = 0; i < N_CALLS; i++)
      if (strcmp (names[i], name) == 0)
        wanted |= 1u << i;
}

__attribute__ ((destructor)) static void
end (void)
{
  const char *path = getenv ("PENNY_FAULT_COUNT");
  FILE *file = path != NULL ? fopen (path, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%ld\n", atomic_load (&seen));
  fclose (file);
}

/* Whether this call is the one. */
static int
strikes (Call call)
{
  long number;

  if ((wanted & 1u << call) == 0)
    return 0;
  number = atomic_fetch_add (&seen, 1) + 1;
  if (number != nth && !(goes_on && nth > 0 && number > nth))
    return 0;
  if (outcome == 0)
    kill (getpid (), SIGKILL);
  errno = outcomes[outcome].system;
  return 1;
}

/* SQLite calls itself, too: only what others ask of it counts. */
static int
strikes_from (const void *caller)
{
  static const void *inside;
  Dl_info where;

  if (inside == NULL && dladdr (dlsym (RTLD_NEXT, "sqlite3_step"), &where) != 0)
    inside = where.dli_fbase;
  return !(dladdr (caller, &where) != 0 && where.dli_fbase == inside) && strikes (CALL_SQLITE);
}

#define REAL(name) ((__typeof__ (name) *) dlsym (RTLD_NEXT, #name))

static int
is_of_database (int fd)
{
  char link[40], path[4096];
  ssize_t size;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  path[size > 0 ? size : 0] = '\0';
  return strstr (path, ".db") != NULL;
}

/* --- the system's calls; SQLite uses these spellings --- */

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t at)
{
  return strikes (CALL_WRITE) ? -1 : REAL (pwrite64) (fd, data, size, at);
}

ssize_t
pread64 (int fd, void *data, size_t size, off64_t at)
{
  return strikes (CALL_READ) ? -1 : REAL (pread64) (fd, data, size, at);
}

int
fdatasync (int fd)
{
  return strikes (CALL_SYNC) ? -1 : REAL (fdatasync) (fd);
}

int
ftruncate64 (int fd, off64_t size)
{
  return strikes (CALL_TRUNCATE) ? -1 : REAL (ftruncate64) (fd, size);
}

int
open64 (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode = 0;

  va_start (args, flags);
  if (flags & O_CREAT)
    mode = va_arg (args, mode_t);
  va_end (args);
  return strstr (path, ".db") != NULL && strikes (CALL_OPEN) ? -1 : REAL (open64) (path, flags, mode);
}

void *
mmap64 (void *address, size_t size, int protection, int flags, int fd, off64_t at)
{
  if (fd >= 0 && is_of_database (fd) && strikes (CALL_MAP))
    return MAP_FAILED;
  return REAL (mmap64) (address, size, protection, flags, fd, at);
}

ssize_t
send (int fd, const void *data, size_t size, int flags)
{
  return strikes (CALL_SEND) ? -1 : REAL (send) (fd, data, size, flags);
}

ssize_t
recv (int fd, void *data, size_t size, int flags)
{
  return strikes (CALL_RECV) ? -1 : REAL (recv) (fd, data, size, flags);
}

/* --- SQLite's --- */

int
sqlite3_step (sqlite3_stmt *statement)
{
  return strikes_from (__builtin_return_address (0)) ? outcomes[outcome].sqlite : REAL (sqlite3_step) (statement);
}

int
sqlite3_prepare_v3 (sqlite3 *db, const char *sql, int size, unsigned int flags, sqlite3_stmt **statement,
                    const char **tail)
{
  if (!strikes_from (__builtin_return_address (0)))
    return REAL (sqlite3_prepare_v3) (db, sql, size, flags, statement, tail);
  *statement = NULL;
  return outcomes[outcome].sqlite;
}

int
sqlite3_exec (sqlite3 *db, const char *sql, int (*callback) (void *, int, char **, char **), void *data, char **message)
{
  if (!strikes_from (__builtin_return_address (0)))
    return REAL (sqlite3_exec) (db, sql, callback, data, message);
  if (message != NULL)
    *message = NULL;
  return outcomes[outcome].sqlite;
}
