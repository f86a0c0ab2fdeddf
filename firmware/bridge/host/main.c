/* The tests as a process of this machine. */
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"

void machine_write(const char *text, uint32_t length)
{
    if (write(1, text, length) < 0)
        _exit(4);
}

_Noreturn void machine_exit(int code)
{
    exit(code);
}

int main(int argc, char **argv)
{
    return argc == 2 ? harness_run(argv[1]) : 2;
}
