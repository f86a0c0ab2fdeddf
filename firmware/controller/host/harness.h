/* Tests register themselves by name; `tests --list` prints the names, `tests NAME` runs one. */
#ifndef HOLDFAST_HARNESS_H
#define HOLDFAST_HARNESS_H

#include <stdbool.h>

void harness_register(const char *file, const char *name, void (*test)(void));
void harness_fail(const char *file, int line, const char *format, ...);

#define HARNESS_JOIN2(a, b) a##b
#define HARNESS_JOIN(a, b) HARNESS_JOIN2(a, b)
#define TEST(name)                                                                                                     \
    static void HARNESS_JOIN(test_, __LINE__)(void);                                                                   \
    __attribute__((constructor)) static void HARNESS_JOIN(register_, __LINE__)(void)                                   \
    {                                                                                                                  \
        harness_register(__FILE__, name, HARNESS_JOIN(test_, __LINE__));                                               \
    }                                                                                                                  \
    static void HARNESS_JOIN(test_, __LINE__)(void)

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            harness_fail(__FILE__, __LINE__, "%s", #condition);                                                        \
    } while (0)
#define CHECK_EQUAL(actual, expected)                                                                                  \
    do {                                                                                                               \
        const long long actual_ = (long long)(actual), expected_ = (long long)(expected);                              \
        if (actual_ != expected_)                                                                                      \
            harness_fail(__FILE__, __LINE__, "%s is %lld (0x%llx), not %lld (0x%llx)", #actual, actual_, actual_,      \
                         expected_, expected_);                                                                        \
    } while (0)
#define CHECK_BYTES(actual, expected, length)                                                                          \
    do {                                                                                                               \
        if (memcmp(actual, expected, length) != 0)                                                                     \
            harness_fail(__FILE__, __LINE__, "%s differs from %s", #actual, #expected);                                \
    } while (0)

#endif
