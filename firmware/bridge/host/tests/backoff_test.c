#include "backoff.h"

#include "harness.h"

TEST("waits double up to their limit, and no two bridges march in step")
{
    uint16_t before = 0;
    for (int attempt = 0; attempt < 256; attempt++) {
        const uint16_t longest = backoff_ms((uint8_t)attempt, 0), shortest = backoff_ms((uint8_t)attempt, 0xFFFF);
        CHECK(longest >= before && longest <= BACKOFF_MOST_MS);
        CHECK(shortest >= longest / 2 && shortest < longest);
        before = longest;
    }
    CHECK_EQUAL(backoff_ms(0, 0), BACKOFF_FIRST_MS);
    CHECK_EQUAL(before, BACKOFF_MOST_MS);
}
