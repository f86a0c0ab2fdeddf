/* Polled master: 400 kHz. Times each step of a write to the relay expander, and what follows a STOP. */
#include "result.h"

static uint16_t step(uint8_t control)
{
    stopwatch();
    TWCR = control | _BV(TWINT) | _BV(TWEN);
    while (!(TWCR & _BV(TWINT)))
        if (TCNT1 > 60000)
            return 0xffff;
    return TCNT1;
}

int main(void)
{
    TWBR = 12;
    RESULT16[0] = step(_BV(TWSTA));
    RESULT8[16] = TWSR;
    TWDR = ADDRESS << 1;
    RESULT16[1] = step(0);
    RESULT8[17] = TWSR;
    TWDR = 0xfe;
    RESULT16[2] = step(0);
    RESULT8[18] = TWSR;
    TWDR = 0xff;
    RESULT16[3] = step(0);
    stopwatch();
    TWCR = _BV(TWINT) | _BV(TWSTO) | _BV(TWEN);
    while (TWCR & _BV(TWSTO) && TCNT1 < 60000)
        ;
    RESULT16[4] = TCNT1;
    for (volatile uint8_t wait = 0; wait < 200; wait++)
        ;
    RESULT8[19] = TWCR & _BV(TWINT);
    RESULT8[20] = TWSR;
    done();
    for (;;)
        ;
}
