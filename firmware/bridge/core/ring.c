#include "ring.h"

#include <string.h>

uint16_t ring_room(const struct ring *ring)
{
    return ring->size - ring->length;
}

bool ring_put(struct ring *ring, const uint8_t *bytes, uint16_t length)
{
    if (length > ring_room(ring))
        return false;
    uint16_t at = ring->from + ring->length;
    if (at >= ring->size)
        at -= ring->size;
    const uint16_t to_end = ring->size - at;
    const uint16_t first = length < to_end ? length : to_end;
    memcpy(ring->bytes + at, bytes, first);
    memcpy(ring->bytes, bytes + first, length - first);
    ring->length += length;
    return true;
}

uint16_t ring_peek(const struct ring *ring, const uint8_t **bytes)
{
    const uint16_t to_end = ring->size - ring->from;
    *bytes = ring->bytes + ring->from;
    return ring->length < to_end ? ring->length : to_end;
}

void ring_take(struct ring *ring, uint16_t length)
{
    if (length > ring->length)
        length = ring->length;
    ring->from += length;
    if (ring->from >= ring->size)
        ring->from -= ring->size;
    ring->length -= length;
}

void ring_clear(struct ring *ring)
{
    ring->from = ring->length = 0;
}
