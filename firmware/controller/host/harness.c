#include "harness.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig.h"

#define TESTS_MAX 400

static struct {
    const char *name;
    void (*run)(void);
} tests[TESTS_MAX];
static int count;

void harness_register(const char *file, const char *name, void (*test)(void))
{
    if (count == TESTS_MAX)
        harness_fail(file, 0, "too many tests");
    tests[count].name = name;
    tests[count].run = test;
    count++;
}

void harness_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "%s:%d: ", file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
    rig_print_screen();
    exit(1);
}

int main(int argc, char **argv)
{
    bool found = false;
    if (argc != 2) {
        fprintf(stderr, "usage: tests --list | NAME | --all\n");
        return 2;
    }
    for (int i = 0; i < count; i++) {
        if (strcmp(argv[1], "--list") == 0) {
            printf("%s\n", tests[i].name);
            found = true;
        } else if (strcmp(argv[1], "--all") == 0 || strcmp(argv[1], tests[i].name) == 0) {
            rig_blank();
            tests[i].run();
            found = true;
            if (strcmp(argv[1], "--all") == 0)
                fprintf(stderr, "ok %s\n", tests[i].name);
        }
    }
    return found ? 0 : 2;
}
