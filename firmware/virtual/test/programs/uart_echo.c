/* Echoes what arrives, driven by interrupts. The transmit interrupt switches itself off on an empty queue, and UCSR0B is
 * written while bytes arrive: both lose bytes in avr8js as it comes. */
#include <avr/interrupt.h>
#include "result.h"

static volatile uint8_t ring[256], head, tail;

ISR(USART_RX_vect)
{
    ring[head++] = UDR0;
    UCSR0B |= _BV(UDRIE0);
}

ISR(USART_UDRE_vect)
{
    UDR0 = ring[tail++];
    if (tail == head)
        UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

int main(void)
{
    UCSR0A = _BV(U2X0);
    UBRR0 = UBRR;
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
    sei();
    for (;;)
        ;
}
