/* Linked with -Wl,--wrap=pin_right: every call of the core comes by here. */
#include "checked.h"

#include "pin.h"

unsigned checked_pins;

bool __real_pin_right(const struct slot_record *record, const uint8_t pin[PIN_BYTES]);
bool __wrap_pin_right(const struct slot_record *record, const uint8_t pin[PIN_BYTES]);

bool __wrap_pin_right(const struct slot_record *record, const uint8_t pin[PIN_BYTES])
{
    checked_pins++;
    return __real_pin_right(record, pin);
}
