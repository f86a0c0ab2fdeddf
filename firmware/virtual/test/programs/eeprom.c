/* Each way of writing a byte, timed in units of 64 cycles, the end told by the EE_READY interrupt. */
#include <avr/interrupt.h>
#include "result.h"

static volatile uint16_t ended;
static volatile uint8_t interrupts;

ISR(EE_READY_vect)
{
    ended = TCNT1;
    interrupts++;
    EECR &= (uint8_t)~_BV(EERIE);
}

static uint16_t change(uint16_t address, uint8_t data, uint8_t mode)
{
    ended = 0;
    interrupts = 0;
    EEAR = address;
    EEDR = data;
    TCNT1 = 0;
    cli();
    EECR = (uint8_t)(mode << EEPM0) | _BV(EERIE); /* ready now: pending */
    EECR |= _BV(EEMPE);
    EECR |= _BV(EEPE); /* no longer */
    sei();
    while (!interrupts)
        ;
    return ended;
}

int main(void)
{
    TCCR1B = _BV(CS11) | _BV(CS10);
    RESULT16[0] = change(1, 0x12, 0); /* replace */
    RESULT16[1] = change(2, 0x00, 1); /* erase: becomes FF */
    RESULT16[2] = change(3, 0x3c, 2); /* write only: clears bits of what was there */
    RESULT8[8] = interrupts;
    EEAR = 3;
    EECR |= _BV(EERE);
    RESULT8[9] = EEDR;
    EEAR = 4;
    EEDR = 0;
    EECR |= _BV(EEPE); /* without EEMPE: does nothing */
    RESULT8[10] = EECR & _BV(EEPE);
    done();
    EEAR = 5;
    EEDR = 0x55;
    EECR = _BV(EEMPE);
    EECR |= _BV(EEPE);
    for (;;)
        ;
}
