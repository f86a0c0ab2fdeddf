/* An interrupt is pending before SEI: the instruction after it comes first, so that SEI, SLEEP cannot oversleep. */
#include <avr/interrupt.h>
#include "result.h"

ISR(TIMER1_OVF_vect)
{
    RESULT8[1] = RESULT8[0];
}

int main(void)
{
    RESULT8[0] = 0;
    TIMSK1 = _BV(TOIE1);
    TCNT1 = 0xfff0;
    TCCR1B = _BV(CS10);
    while (!(TIFR1 & _BV(TOV1)))
        ;
    TCCR1B = 0;
    __asm__ volatile("ldi r24, 1\n\tsei\n\tsts 0x700, r24\n\tcli" ::: "r24", "memory");
    done();
    for (;;)
        ;
}
