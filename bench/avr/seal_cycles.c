/*
 * Seals and opens frames on the controller for `npm run bench -- link`. The lock supply pin is high during each: the
 * simulated cabinet logs its changes with their cycles, and no lock is there.
 */
#include <avr/io.h>
#include <string.h>

#include "messages.h"
#include "seal.h"

#define BODY_SMALL 6

static uint8_t frame[HEADER_LENGTH + BODY_MAX + TAG_LENGTH];
static const uint8_t key[KEY_LENGTH] = {1, 2, 3};

static void finish(struct ccm *ccm)
{
    while (!ccm_step(ccm)) {
    }
}

static void measure(uint8_t body)
{
    struct ccm ccm;
    const uint8_t length = HEADER_LENGTH + body;
    PORTB |= _BV(PB2);
    seal_begin(&ccm, key, frame, length);
    finish(&ccm);
    PORTB &= (uint8_t)~_BV(PB2);
    PORTB |= _BV(PB2);
    open_begin(&ccm, key, frame, length + TAG_LENGTH);
    finish(&ccm);
    /* A wrong tag shows as a pulse that is missing. */
    if (ccm.right)
        PORTB &= (uint8_t)~_BV(PB2);
}

int main(void)
{
    DDRB = _BV(PB2);
    measure(BODY_MAX);
    measure(BODY_SMALL);
    for (;;) {
    }
}
