/* Scans for ever: byte n holds the columns (low = contact) that row n saw. */
#include "result.h"

int main(void)
{
    DDRC = 0;
    PORTC = PULL_UPS;
    DDRB |= _BV(5);
    for (;;) {
        for (uint8_t row = 0; row < 4; row++) {
            DDRD = _BV(4 + row);
            PORTD = 0;
            for (volatile uint8_t settle = 0; settle < 5; settle++)
                ;
            RESULT8[row] = PINC & 0x0f;
        }
        PINB = _BV(5);
    }
}
