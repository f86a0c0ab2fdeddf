#include "config.h"

#include <string.h>

#include "crc.h"
#include "eeprom_map.h"
#include "flash.h"
#include "messages.h"
#include "twin.h"

_Static_assert(sizeof(struct config) == TWIN_LENGTH, "the configuration fills its copies");
_Static_assert(sizeof(struct config) + 8 == sizeof(struct msg_set_config), "id and deadline stand before it");

struct config config;

/* design.md and facts: 4 wrong PINs, then 5 minutes; each 2 more, 15 minutes; 10 in a row, the operator. */
static const struct config defaults FLASH = {
    .lockers = 8,
    .lockers_per_phone = 3,
    .pin_digits = PIN_DIGITS_MIN,
    .idle_s = 30,
    .tries_first = 4,
    .wait_first_s = 300,
    .tries_next = 2,
    .wait_next_s = 900,
    .tries_max = 10,
    .keypad_tries = 60,
    .keypad_wait_s = 300,
    .country_code = 0,
    .trunk_prefix = 255,
    .international_prefix = 0,
    .national_digits_max = 0,
};

void config_boot(void)
{
    if (twin_load(TWIN_CONFIG, &config) && config_valid(&config))
        return;
    for (uint8_t i = 0; i < sizeof config; i++)
        ((uint8_t *)&config)[i] = flash_byte((const uint8_t *)&defaults + i);
}

bool config_valid(const struct config *c)
{
    return c->lockers >= 1 && c->lockers <= LOCKERS_MAX && c->lockers_per_phone >= 1 &&
           c->pin_digits >= PIN_DIGITS_MIN && c->pin_digits <= PIN_DIGITS_MAX && c->idle_s >= 5 &&
           c->tries_first >= 1 && c->tries_next >= 1 && c->tries_max >= 1 && c->tries_max <= 15 &&
           c->keypad_tries >= 1 && (c->trunk_prefix <= 9 || c->trunk_prefix == 255) && c->country_code <= 9999;
}

bool config_store(const struct config *wanted)
{
    return twin_store(TWIN_CONFIG, wanted);
}

bool config_stored(const struct config *wanted)
{
    struct config written;
    if (!twin_load(TWIN_CONFIG, &written) || memcmp(&written, wanted, sizeof written) != 0)
        return false;
    config = written;
    return true;
}

uint16_t config_digest(void)
{
    return crc16(CRC16_START, &config, sizeof config);
}
