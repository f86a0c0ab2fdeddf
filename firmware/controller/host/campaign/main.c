/* `campaign cuts COUNT SEED`, `campaign flips STATES SEED`: prints what was done and found as one JSON object. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign.h"
#include "chance.h"
#include "harness.h"
#include "rig.h"

#define LINES 40

static char lines[LINES][100];
static unsigned line_count;
static jmp_buf after;
static uint64_t history_seed;

void campaign_log(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(lines[line_count++ % LINES], sizeof lines[0], format, arguments);
    va_end(arguments);
}

static _Noreturn void lost(const char *format, va_list arguments)
{
    for (unsigned i = line_count > LINES ? line_count - LINES : 0; i < line_count; i++)
        fprintf(stderr, "  %s\n", lines[i % LINES]);
    rig_print_screen();
    fprintf(stderr, "seed %llu: ", (unsigned long long)history_seed);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    longjmp(after, 1);
}

_Noreturn void campaign_lost(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    lost(format, arguments);
}

/* The rig and its gateway report here. */
void harness_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    campaign_log("%s:%d", file, line);
    va_start(arguments, format);
    lost(format, arguments);
}

bool campaign_history(void (*history)(void), uint64_t seed)
{
    history_seed = seed;
    line_count = 0;
    chance_seed(seed);
    if (setjmp(after) != 0)
        return false;
    history();
    return true;
}

int main(int argc, char **argv)
{
    const unsigned count = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    const uint64_t seed = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;
    if (argc == 4 && strcmp(argv[1], "cuts") == 0)
        return campaign_cuts(count, seed) > 0;
    if (argc == 4 && strcmp(argv[1], "flips") == 0)
        return campaign_flips(count, seed) > 0;
    fprintf(stderr, "usage: campaign cuts|flips COUNT SEED\n");
    return 2;
}
