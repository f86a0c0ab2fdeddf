/* Tests register themselves by name. No libc: the same tests run on this machine and as code of the chip. */
#ifndef HOLDFAST_BRIDGE_HARNESS_H
#define HOLDFAST_BRIDGE_HARNESS_H

#include <stdbool.h>
#include <stdint.h>

/* "--list", "--all" or the name of one. Returns the exit code. */
int harness_run(const char *what);

void harness_register(const char *name, void (*test)(void));
void harness_fail(const char *file, int line, const char *what, long actual, long expected);

/* Of the machine. */
void machine_write(const char *text, uint32_t length);
_Noreturn void machine_exit(int code);

#define HARNESS_JOIN2(a, b) a##b
#define HARNESS_JOIN(a, b) HARNESS_JOIN2(a, b)
#define TEST(name)                                                                                                     \
    static void HARNESS_JOIN(test_, __LINE__)(void);                                                                   \
    __attribute__((constructor)) static void HARNESS_JOIN(register_, __LINE__)(void)                                   \
    {                                                                                                                  \
        harness_register(name, HARNESS_JOIN(test_, __LINE__));                                                         \
    }                                                                                                                  \
    static void HARNESS_JOIN(test_, __LINE__)(void)

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            harness_fail(__FILE__, __LINE__, #condition, 0, 1);                                                        \
    } while (0)
#define CHECK_EQUAL(actual, expected)                                                                                  \
    do {                                                                                                               \
        const long actual_ = (long)(actual), expected_ = (long)(expected);                                             \
        if (actual_ != expected_)                                                                                      \
            harness_fail(__FILE__, __LINE__, #actual, actual_, expected_);                                             \
    } while (0)
#define CHECK_BYTES(actual, expected, length) CHECK(memcmp(actual, expected, length) == 0)

#endif
