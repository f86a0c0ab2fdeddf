/* What fails in the rig ends the program: there is no test around it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

void harness_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    abort();
}
