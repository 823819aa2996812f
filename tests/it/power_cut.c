/* A power cut for tests: preloaded into a program, it remembers what was written to a database or its WAL and not yet
 * synced, and takes it back when the program aborts. What survives is what a disk would still have: whatever was
 * promised before it was synced is seen to be lost.
 *
 *   cc -shared -fPIC -O1 -o power_cut.so power_cut.c -ldl -lpthread
 *   LD_PRELOAD=./power_cut.so program
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct undo {
    struct undo *before;
    dev_t device;
    ino_t inode;
    off_t offset, size_before;
    size_t length; /* bytes that were there, to be written again */
    char old[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct undo *latest;

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

static ssize_t raw_pwrite(int fd, const void *data, size_t n, off_t at) {
    REAL("pwrite64", ssize_t (int, const void *, size_t, off_t));
    return real(fd, data, n, at);
}

/* Called with the lock held, before `n` bytes change at `at`, or before the file is cut to `at` (n = 0). */
static void remember(int fd, off_t at, size_t n, int cut) {
    struct stat st;
    if (fstat(fd, &st)) return;
    if (cut && st.st_size > at) n = (size_t)(st.st_size - at);
    struct undo *u = malloc(sizeof *u + n);
    if (!u) return;
    u->device = st.st_dev;
    u->inode = st.st_ino;
    u->offset = at;
    u->size_before = st.st_size;
    ssize_t got = n ? pread(fd, u->old, n, at) : 0;
    u->length = got > 0 ? (size_t)got : 0;
    u->before = latest;
    latest = u;
}

static void forget(int fd) {
    struct stat st;
    if (fstat(fd, &st)) return;
    struct undo **at = &latest;
    while (*at) {
        struct undo *u = *at;
        if (u->device == st.st_dev && u->inode == st.st_ino) {
            *at = u->before;
            free(u);
        } else {
            at = &u->before;
        }
    }
}

static int descriptor_of(const struct undo *u) {
    for (int fd = 3; fd < 1024; fd++) {
        struct stat st;
        if (!fstat(fd, &st) && st.st_dev == u->device && st.st_ino == u->inode) return fd;
    }
    return -1;
}

ssize_t write(int fd, const void *data, size_t n) {
    REAL("write", ssize_t (int, const void *, size_t));
    if (fd < 3 || !is_database(fd)) return real(fd, data, n);
    pthread_mutex_lock(&lock);
    remember(fd, lseek(fd, 0, SEEK_CUR), n, 0);
    ssize_t written = real(fd, data, n);
    pthread_mutex_unlock(&lock);
    return written;
}

static ssize_t watched_pwrite(int fd, const void *data, size_t n, off_t at) {
    if (!is_database(fd)) return raw_pwrite(fd, data, n, at);
    pthread_mutex_lock(&lock);
    remember(fd, at, n, 0);
    ssize_t written = raw_pwrite(fd, data, n, at);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return watched_pwrite(fd, data, n, at); }
ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) { return watched_pwrite(fd, data, n, at); }

static int watched_truncate(int fd, off_t size) {
    REAL("ftruncate64", int (int, off_t));
    if (!is_database(fd)) return real(fd, size);
    pthread_mutex_lock(&lock);
    remember(fd, size, 0, 1);
    int result = real(fd, size);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int fd, off_t size) { return watched_truncate(fd, size); }
int ftruncate64(int fd, off_t size) { return watched_truncate(fd, size); }

int fsync(int fd) {
    REAL("fsync", int (int));
    int result = real(fd);
    pthread_mutex_lock(&lock);
    if (!result) forget(fd);
    pthread_mutex_unlock(&lock);
    return result;
}

int fdatasync(int fd) {
    REAL("fdatasync", int (int));
    int result = real(fd);
    pthread_mutex_lock(&lock);
    if (!result) forget(fd);
    pthread_mutex_unlock(&lock);
    return result;
}

/* The lights go out: newest first, everything unsynced is taken back. The lock is never given up again. */
void abort(void) {
    pthread_mutex_lock(&lock);
    int taken_back = 0;
    REAL("ftruncate64", int (int, off_t));
    for (struct undo *u = latest; u; u = u->before) {
        int fd = descriptor_of(u);
        if (fd < 0) continue;
        if (u->length) raw_pwrite(fd, u->old, u->length, u->offset);
        real(fd, u->size_before);
        taken_back++;
    }
    dprintf(2, "power cut: %d unsynced writes taken back\n", taken_back);
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
    for (;;) pause();
}
