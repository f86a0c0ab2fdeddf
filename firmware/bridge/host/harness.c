#include "harness.h"

#include <string.h>

#include "fake.h"

#define TESTS_MAX 100

static struct {
    const char *name;
    void (*run)(void);
} tests[TESTS_MAX];
static int count;

static void text(const char *words)
{
    machine_write(words, (uint32_t)strlen(words));
}

static void number(long value)
{
    char digits[24];
    int at = sizeof digits;
    unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    machine_write(digits + at, (uint32_t)(sizeof digits - (size_t)at));
}

void harness_register(const char *name, void (*test)(void))
{
    if (count == TESTS_MAX)
        machine_exit(3);
    tests[count].name = name;
    tests[count++].run = test;
}

void harness_fail(const char *file, int line, const char *what, long actual, long expected)
{
    text(file);
    text(":");
    number(line);
    text(": ");
    text(what);
    text(" is ");
    number(actual);
    text(", not ");
    number(expected);
    text("\n");
    machine_exit(1);
}

int harness_run(const char *what)
{
    const bool list = strcmp(what, "--list") == 0, all = strcmp(what, "--all") == 0;
    bool found = false;
    for (int i = 0; i < count; i++) {
        if (!list && !all && strcmp(what, tests[i].name) != 0)
            continue;
        found = true;
        if (!list) {
            fake_reset();
            tests[i].run();
        }
        if (list || all) {
            text(tests[i].name);
            text("\n");
        }
    }
    return found ? 0 : 2;
}
