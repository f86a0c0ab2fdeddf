/* Switches relay 1 and the lock supply on, and leaves them so for LEAVE_MS. */
#include <util/delay.h>
#include "result.h"

#ifndef LEAVE_MS
#define LEAVE_MS 0
#endif

static void twi(uint8_t control)
{
    TWCR = control | _BV(TWINT) | _BV(TWEN);
    while (!(TWCR & _BV(TWINT)))
        ;
}

int main(void)
{
    TWBR = 12;
    twi(_BV(TWSTA));
    TWDR = 0x20 << 1;
    twi(0);
    TWDR = 0xfe;
    twi(0);
    TWCR = _BV(TWINT) | _BV(TWSTO) | _BV(TWEN);
#ifndef NO_SUPPLY
    DDRB |= _BV(2);
    PORTB |= _BV(2);
#endif
    if (LEAVE_MS) {
        _delay_ms(LEAVE_MS);
        PORTB &= (uint8_t)~_BV(2);
    }
    done();
    for (;;)
        ;
}
