/* Plays 2000 Hz for 10 ms, then 1000 Hz, with the switches as its score. */
#include <util/delay.h>
#include "result.h"

int main(void)
{
    PORTB = _BV(0);
    PORTD = _BV(3) | _BV(2);
    DDRB |= _BV(1);
    OCR1A = 499;
    TCCR1A = _BV(COM1A0);
    TCCR1B = _BV(WGM12) | _BV(CS11);
    _delay_ms(10);
    OCR1A = 999;
    _delay_ms(10);
    TCCR1A = 0;
    done();
    for (;;) {
        RESULT8[0] = PINB & _BV(0);
        RESULT8[1] = PIND & _BV(3);
        RESULT8[2] = PIND & _BV(2);
        RESULT8[3] = PINC & (_BV(4) | _BV(5));
    }
}
