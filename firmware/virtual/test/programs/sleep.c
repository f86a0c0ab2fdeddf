/* Sleeps; a timer wakes it each millisecond. */
#include <avr/interrupt.h>
#include <avr/sleep.h>
#include "result.h"

ISR(TIMER2_COMPA_vect)
{
    RESULT16[0]++;
}

int main(void)
{
    RESULT16[0] = 0;
    TCCR2A = _BV(WGM21);
    OCR2A = 124;
    TIMSK2 = _BV(OCIE2A);
    TCCR2B = _BV(CS22) | _BV(CS20);
    set_sleep_mode(SLEEP_MODE_IDLE);
    sleep_enable();
    sei();
    for (;;)
        sleep_cpu();
}
