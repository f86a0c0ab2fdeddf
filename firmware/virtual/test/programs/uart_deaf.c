/* Receives, but reads only when the service button is pressed; just before, it writes UCSR0B with bytes waiting. */
#include "result.h"

int main(void)
{
    PORTD = _BV(3);
    UCSR0A = _BV(U2X0);
    UBRR0 = UBRR;
    UCSR0B = _BV(RXEN0);
    while (PIND & _BV(3))
        ;
    UCSR0B = _BV(RXEN0) | _BV(TXEN0);
    uint8_t count = 0;
    while (UCSR0A & _BV(RXC0)) {
        RESULT8[8 + 2 * count] = UCSR0A & (_BV(FE0) | _BV(DOR0));
        RESULT8[9 + 2 * count] = UDR0;
        count++;
    }
    RESULT8[0] = count;
    done();
    for (;;)
        ;
}
