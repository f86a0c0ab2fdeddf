#include "pin.h"

#include <string.h>

#include "cmac.h"
#include "config.h"
#include "digits.h"
#include "identity.h"
#include "messages.h"

bool pin_obvious(const uint8_t pin[PIN_BYTES])
{
    const uint8_t digits = digits_count(pin, PIN_BYTES);
    const uint8_t step = (uint8_t)(digit_get(pin, 1) + 10 - digit_get(pin, 0)) % 10;
    if (step != 0 && step != 1 && step != 9)
        return false;
    for (uint8_t i = 2; i < digits; i++) {
        if ((uint8_t)(digit_get(pin, i - 1) + step) % 10 != digit_get(pin, i))
            return false;
    }
    return true;
}

bool pin_acceptable(const uint8_t pin[PIN_BYTES])
{
    const uint8_t digits = digits_count(pin, PIN_BYTES);
    return digits >= config.pin_digits && digits <= PIN_DIGITS_MAX && !pin_obvious(pin);
}

/* PROTOCOL.md, "Slots". */
static bool verifier(const struct slot_record *record, const uint8_t *pin, uint8_t mac[16])
{
    struct {
        uint8_t controller[4];
        uint8_t locker;
        uint16_t rental;
        uint8_t phone[PHONE_BYTES];
        uint8_t pin[PIN_BYTES];
    } __attribute__((packed)) input;
    uint8_t key[16];
    if (!identity_key(key))
        return false;
    memcpy(input.controller, controller_id, sizeof input.controller);
    input.locker = record->flags & 0x1F;
    input.rental = record->rental;
    slot_phone(record, input.phone);
    memcpy(input.pin, pin, PIN_BYTES);
    cmac(key, (const uint8_t *)&input, sizeof input, mac);
    return true;
}

bool pin_seal(struct slot_record *record, const uint8_t pin[PIN_BYTES])
{
    uint8_t mac[16];
    if (!verifier(record, pin, mac))
        return false;
    memcpy(record->verifier, mac, sizeof record->verifier);
    return true;
}

bool pin_right(const struct slot_record *record, const uint8_t pin[PIN_BYTES])
{
    uint8_t mac[16];
    if (!verifier(record, pin, mac))
        return false;
    /* No early end: the time tells nothing. */
    return ((mac[0] ^ record->verifier[0]) | (mac[1] ^ record->verifier[1]) | (mac[2] ^ record->verifier[2])) == 0;
}
