#include "ticks.h"

#include <avr/interrupt.h>

#include "wake.h"

static uint32_t now_ms;
static uint8_t ticks_seen;

void ticks_start(void)
{
    /* CTC, 16 MHz / 1024 / 125 = 125 Hz (datasheet, Timer2, CTC mode). Nothing here needs a faster one: keys wake the
     * CPU by themselves and Timer0 times the pulse. The slower the tick, the longer the sleep. */
    TCCR2A = _BV(WGM21);
    OCR2A = 124;
    TIMSK2 = _BV(OCIE2A);
    TCCR2B = _BV(CS22) | _BV(CS21) | _BV(CS20);
}

ISR(TIMER2_COMPA_vect)
{
    GPIOR2++;
    wake();
}

uint8_t ticks_advance(void)
{
    uint8_t passed = ticks_now() - ticks_seen;
    ticks_seen += passed;
    now_ms += (uint16_t)passed * TICK_MS;
    return passed;
}

uint32_t ticks_ms(void)
{
    return now_ms;
}
