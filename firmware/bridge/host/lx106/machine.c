/* The tests as code of the chip: what crt and libgcc would do, and the simulator's way out (simcall). */
#include <stddef.h>
#include <string.h>

#include "harness.h"

/* Numbers of the Xtensa simulator. */
#define SYS_EXIT 1
#define SYS_WRITE 4

extern void (*constructors[])(void), (*constructors_end[])(void);

static long simcall(long number, long a, long b, long c)
{
    register long a2 __asm__("a2") = number;
    register long a3 __asm__("a3") = a;
    register long a4 __asm__("a4") = b;
    register long a5 __asm__("a5") = c;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

void machine_write(const char *text, uint32_t length)
{
    simcall(SYS_WRITE, 1, (long)text, (long)length);
}

_Noreturn void machine_exit(int code)
{
    for (;;)
        simcall(SYS_EXIT, code, 0, 0);
}

_Noreturn void run(void)
{
    for (void (**constructor)(void) = constructors; constructor < constructors_end; constructor++)
        (*constructor)();
    machine_exit(harness_run("--all"));
}

/* The chip has no division, and Debian's libgcc for it brings none. */
unsigned __udivsi3(unsigned n, unsigned d)
{
    unsigned quotient = 0, rest = 0;
    for (int bit = 31; bit >= 0; bit--) {
        rest = rest << 1 | (n >> bit & 1);
        if (rest >= d) {
            rest -= d;
            quotient |= 1u << bit;
        }
    }
    return quotient;
}

unsigned __umodsi3(unsigned n, unsigned d)
{
    return n - __udivsi3(n, d) * d;
}

int __divsi3(int n, int d)
{
    const unsigned quotient = __udivsi3(n < 0 ? -(unsigned)n : (unsigned)n, d < 0 ? -(unsigned)d : (unsigned)d);
    return (n < 0) != (d < 0) ? -(int)quotient : (int)quotient;
}

int __modsi3(int n, int d)
{
    return n - __divsi3(n, d) * d;
}
