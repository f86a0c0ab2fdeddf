/*
 * A disk of a size that a test sets, for LD_PRELOAD: whatever would make the files below $SMALL_DISK larger in sum than
 * the number in the file $SMALL_DISK_BYTES fails with ENOSPC. Other files are left alone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long long used(const char *folder, int depth) {
  long long sum = 0;
  DIR *open = opendir(folder);
  if (!open) return 0;
  for (struct dirent *entry; (entry = readdir(open));) {
    char path[PATH_MAX];
    struct stat info;
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (lstat(path, &info) != 0) continue;
    if (S_ISREG(info.st_mode)) sum += info.st_size;
    if (S_ISDIR(info.st_mode) && depth < 3) sum += used(path, depth + 1);
  }
  closedir(open);
  return sum;
}

static long long size_of_disk(void) {
  const char *file = getenv("SMALL_DISK_BYTES");
  char text[32] = "";
  FILE *open = file ? fopen(file, "r") : NULL;
  if (!open) return LLONG_MAX;
  if (!fgets(text, sizeof text, open)) text[0] = 0;
  fclose(open);
  return text[0] ? atoll(text) : LLONG_MAX;
}

/* Whether a file may grow to that many bytes. */
static int fits(int file, long long end) {
  const char *folder = getenv("SMALL_DISK");
  char link[64], path[PATH_MAX];
  struct stat info;
  if (!folder) return 1;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 1;
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) return 1;
  if (fstat(file, &info) != 0 || end <= info.st_size) return 1;
  if (used(folder, 0) + end - info.st_size <= size_of_disk()) return 1;
  errno = ENOSPC;
  return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  return fits(file, offset + (long long)length) ? REAL(pwrite64)(file, bytes, length, offset) : -1;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  return fits(file, offset + (long long)length) ? REAL(pwrite)(file, bytes, length, offset) : -1;
}

ssize_t write(int file, const void *bytes, size_t length) {
  struct stat info;
  int regular = fstat(file, &info) == 0 && S_ISREG(info.st_mode);
  long long end = regular ? lseek(file, 0, SEEK_CUR) + (long long)length : 0;
  return !regular || fits(file, end) ? REAL(write)(file, bytes, length) : -1;
}

int ftruncate64(int file, off64_t length) { return fits(file, length) ? REAL(ftruncate64)(file, length) : -1; }

int posix_fallocate64(int file, off64_t offset, off64_t length) {
  return fits(file, offset + length) ? REAL(posix_fallocate64)(file, offset, length) : ENOSPC;
}
