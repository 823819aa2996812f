/* A bad disk for tests: preloaded into a program, it lets writes to a database or its WAL fail or take long, as long as
 * the folder named by BAD_DISK holds a file of the fault's name:
 *
 *   full    writes find no room (ENOSPC)
 *   broken  writes and syncs fail (EIO)
 *   slow    one sync takes 12 seconds; the file is removed when that begins
 *
 *   cc -shared -fPIC -O1 -o bad_disk.so bad_disk.c -ldl -lpthread
 *   BAD_DISK=/tmp/faults LD_PRELOAD=./bad_disk.so program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define SLOW_SECONDS 12

#define REAL(name, type) \
    static __typeof__(type) *real; \
    if (!real) real = (__typeof__(type) *)dlsym(RTLD_NEXT, name)

static int is_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    size_t len = (size_t)n;
    return (len > 3 && !strcmp(path + len - 3, ".db")) || (len > 4 && !strcmp(path + len - 4, "-wal"));
}

static const char *fault_file(const char *name, char *path, size_t size) {
    const char *folder = getenv("BAD_DISK");
    if (!folder) return NULL;
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static int has(const char *name) {
    char path[4096];
    return fault_file(name, path, sizeof path) && !access(path, F_OK);
}

/* Whoever removes the file is the one that is slow. */
static int takes(const char *name) {
    char path[4096];
    return fault_file(name, path, sizeof path) && !unlink(path);
}

/* 0 where all is well, else -1 with errno set. */
static int write_fault(int fd) {
    if (fd < 3 || !is_database(fd)) return 0;
    if (has("full")) return errno = ENOSPC, -1;
    if (has("broken")) return errno = EIO, -1;
    return 0;
}

static int sync_fault(int fd) {
    if (fd < 3 || !is_database(fd)) return 0;
    if (has("broken")) return errno = EIO, -1;
    if (takes("slow")) sleep(SLOW_SECONDS);
    return 0;
}

ssize_t write(int fd, const void *data, size_t n) {
    REAL("write", ssize_t (int, const void *, size_t));
    return write_fault(fd) ? -1 : real(fd, data, n);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at) {
    REAL("pwrite64", ssize_t (int, const void *, size_t, off_t));
    return write_fault(fd) ? -1 : real(fd, data, n, at);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) { return pwrite(fd, data, n, at); }

int fsync(int fd) {
    REAL("fsync", int (int));
    return sync_fault(fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL("fdatasync", int (int));
    return sync_fault(fd) ? -1 : real(fd);
}
