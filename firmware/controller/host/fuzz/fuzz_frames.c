/* libFuzzer: any bytes on the line of a cabinet in use. */
#include <stdlib.h>

#include "stranger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    if (!begun)
        stranger_begin(true);
    begun = true;
    stranger_send(data, (unsigned)size);
    if (stranger_succeeded())
        abort();
    return 0;
}
