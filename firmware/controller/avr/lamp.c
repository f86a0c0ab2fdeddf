#include "lamp.h"

#include "pins.h"

void lamp_service(uint32_t now_ms, bool fault)
{
    uint16_t phase = (uint16_t)now_ms;
    bool on = fault ? phase & 0x80 : (phase & 0x7FF) < 48;
    DDRB |= _BV(LAMP_PIN);
    if (on)
        PORTB |= _BV(LAMP_PIN);
    else
        PORTB &= ~_BV(LAMP_PIN);
}
