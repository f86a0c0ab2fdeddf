/* Bytes that wait, in a memory that its owner gives. A piece is taken whole or not at all. */
#ifndef HOLDFAST_BRIDGE_RING_H
#define HOLDFAST_BRIDGE_RING_H

#include <stdbool.h>
#include <stdint.h>

struct ring {
    uint8_t *bytes;
    uint16_t size;
    uint16_t from;
    uint16_t length;
};

uint16_t ring_room(const struct ring *ring);
bool ring_put(struct ring *ring, const uint8_t *bytes, uint16_t length);
/* The oldest bytes that lie one after the other; returns how many. */
uint16_t ring_peek(const struct ring *ring, const uint8_t **bytes);
/* Forgets the oldest `length` bytes. */
void ring_take(struct ring *ring, uint16_t length);
void ring_clear(struct ring *ring);

#endif
