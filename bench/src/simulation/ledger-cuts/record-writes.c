/*
 * Writes down, in order, what a process does to the files of a ledger (LD_PRELOAD): every write, truncation, sync and
 * removal below $RECORD_FOLDER, into $RECORD_TRACE. What it writes to the file "acks" is what it acknowledged by then.
 * A record: operation u8, file u8, length u32, offset u64, little endian, then the bytes of a write. See trace.ts.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE, SYNC, UNLINK, SYNC_FOLDER, ACKNOWLEDGE };

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char *const FILES[] = {"ledger.db", "ledger.db-wal", "ledger.db-journal", "acks", NULL};
static const int ACKS = 3, FOLDER = 254, OTHER = 255;

static int file_of_path(const char *path) {
  const char *folder = getenv("RECORD_FOLDER");
  size_t length = folder ? strlen(folder) : 0;
  if (!folder || strncmp(path, folder, length) != 0) return OTHER;
  if (path[length] == 0) return FOLDER;
  for (int file = 0; FILES[file]; file++)
    if (path[length] == '/' && strcmp(path + length + 1, FILES[file]) == 0) return file;
  return OTHER;
}

static int file_of(int descriptor) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return OTHER;
  path[length] = 0;
  return file_of_path(path);
}

static void record(int operation, int file, uint64_t offset, const void *bytes, uint32_t length) {
  static int trace = -1;
  if (trace < 0) trace = open(getenv("RECORD_TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  uint8_t head[14] = {(uint8_t)operation, (uint8_t)file};
  memcpy(head + 2, &length, 4);
  memcpy(head + 6, &offset, 8);
  struct iovec parts[] = {{head, sizeof head}, {(void *)(uintptr_t)bytes, bytes ? length : 0}};
  /* Half a trace would prove nothing. */
  if (writev(trace, parts, 2) != (ssize_t)(sizeof head + (bytes ? length : 0))) abort();
}

static void written(int descriptor, const void *bytes, ssize_t length, long long offset) {
  int file = length > 0 ? file_of(descriptor) : OTHER;
  if (file == OTHER || file == FOLDER) return;
  record(file == ACKS ? ACKNOWLEDGE : WRITE, file, (uint64_t)offset, bytes, (uint32_t)length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  ssize_t done = REAL(pwrite64)(file, bytes, length, offset);
  written(file, bytes, done, offset);
  return done;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  ssize_t done = REAL(pwrite)(file, bytes, length, offset);
  written(file, bytes, done, offset);
  return done;
}

ssize_t write(int file, const void *bytes, size_t length) {
  ssize_t done = REAL(write)(file, bytes, length);
  if (done > 0 && file_of(file) < FOLDER) written(file, bytes, done, lseek(file, 0, SEEK_CUR) - done);
  return done;
}

static int truncated(int result, int descriptor, long long length) {
  int file = file_of(descriptor);
  if (result == 0 && file < FOLDER) record(TRUNCATE, file, (uint64_t)length, NULL, 0);
  return result;
}

int ftruncate64(int file, off64_t length) { return truncated(REAL(ftruncate64)(file, length), file, length); }
int ftruncate(int file, off_t length) { return truncated(REAL(ftruncate)(file, length), file, length); }

static int synced(int result, int descriptor) {
  int file = file_of(descriptor);
  if (result == 0 && file == FOLDER) record(SYNC_FOLDER, file, 0, NULL, 0);
  if (result == 0 && file < FOLDER) record(SYNC, file, 0, NULL, 0);
  return result;
}

int fsync(int file) { return synced(REAL(fsync)(file), file); }
int fdatasync(int file) { return synced(REAL(fdatasync)(file), file); }

int unlink(const char *path) {
  int result = REAL(unlink)(path), file = file_of_path(path);
  if (result == 0 && file < FOLDER) record(UNLINK, file, 0, NULL, 0);
  return result;
}
