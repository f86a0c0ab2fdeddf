/* Seals and opens the longest frame, times both with Timer1, leaves what it saw in the SRAM and lights the lamp. */
#include <avr/io.h>
#include <string.h>

#include "messages.h"
#include "seal.h"

/* Beyond the stack's reach, for the test to read. */
#define RESULT ((uint8_t *)0x700)

static uint8_t frame[HEADER_LENGTH + BODY_MAX + TAG_LENGTH];
static const uint8_t key[KEY_LENGTH] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static uint16_t elapsed(void)
{
    const uint16_t ticks = TCNT1;
    TCNT1 = 0;
    return ticks;
}

static void put(uint8_t at, uint16_t value)
{
    RESULT[2 * at] = (uint8_t)value;
    RESULT[2 * at + 1] = (uint8_t)(value >> 8);
}

int main(void)
{
    struct ccm ccm;
    const uint8_t length = HEADER_LENGTH + BODY_MAX;
    uint16_t longest = 0;
    TCCR1B = _BV(CS11); /* 8 cycles a tick */
    for (uint8_t i = 0; i < length; i++)
        frame[i] = i;
    frame[0] = FRAME_SEALED;
    elapsed();
    seal_begin(&ccm, key, frame, length);
    while (!ccm_step(&ccm))
        ;
    put(0, elapsed());
    open_begin(&ccm, key, frame, length + TAG_LENGTH);
    while (!ccm_step(&ccm))
        ;
    put(1, elapsed());
    RESULT[6] = ccm.right;
    seal_begin(&ccm, key, frame, length);
    for (bool done = false; !done;) {
        elapsed();
        done = ccm_step(&ccm);
        const uint16_t step = elapsed();
        longest = step > longest ? step : longest;
    }
    put(2, longest);
    memcpy(RESULT + 8, frame, sizeof frame);
    DDRB = PORTB = _BV(PB5);
    for (;;)
        ;
}
