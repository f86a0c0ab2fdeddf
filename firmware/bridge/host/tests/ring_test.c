#include "ring.h"

#include <string.h>

#include "harness.h"

TEST("a ring gives back what it took, in its order, round and round")
{
    uint8_t memory[7];
    struct ring ring = {memory, sizeof memory, 0, 0};
    uint8_t next_in = 0, next_out = 0;
    for (int round = 0; round < 100; round++) {
        const uint8_t piece[] = {next_in, (uint8_t)(next_in + 1), (uint8_t)(next_in + 2)};
        const bool fits = ring_room(&ring) >= 3;
        CHECK_EQUAL(ring_put(&ring, piece, 3), fits);
        if (fits)
            next_in += 3;
        const uint8_t *bytes;
        const uint16_t length = ring_peek(&ring, &bytes);
        CHECK(length > 0);
        CHECK_EQUAL(bytes[0], next_out);
        const uint16_t taken = length < 2 ? length : 2;
        next_out += taken;
        ring_take(&ring, taken);
    }
}

TEST("a ring takes a piece whole or not at all")
{
    uint8_t memory[4];
    struct ring ring = {memory, sizeof memory, 0, 0};
    CHECK(!ring_put(&ring, (const uint8_t *)"abcde", 5));
    CHECK_EQUAL(ring.length, 0);
    CHECK(ring_put(&ring, (const uint8_t *)"abcd", 4));
    CHECK(!ring_put(&ring, (const uint8_t *)"e", 1));
    ring_take(&ring, 9);
    CHECK_EQUAL(ring_room(&ring), 4);
}
