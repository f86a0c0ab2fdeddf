#include "counters.h"

#include <string.h>

#include "board.h"
#include "crc.h"
#include "eeprom.h"
#include "eeprom_map.h"

_Static_assert(sizeof(struct counters) == COUNTERS_LENGTH, "a record of the ring");

struct counters counters;
static uint8_t place;
static bool dirty;

/* Never FF, which is what an erased check looks like. */
static uint8_t check_of(const struct counters *record)
{
    const uint8_t crc = crc8(record, COUNTERS_LENGTH - 1);
    return crc == 0xFF ? 0xFE : crc;
}

void counters_boot(void)
{
    bool found = false;
    memset(&counters, 0, sizeof counters);
    memset(counters.gap_base, 0xFF, sizeof counters.gap_base);
    for (uint8_t i = 0; i < COUNTERS_RING; i++) {
        struct counters record;
        board_eeprom_read(MAP_COUNTERS + i * COUNTERS_LENGTH, &record, COUNTERS_LENGTH);
        if (record.check != check_of(&record) || (found && (int8_t)(record.serial - counters.serial) <= 0))
            continue;
        counters = record;
        place = i;
        found = true;
    }
    counters.boot++;
    dirty = true;
}

void counters_set_keypad(uint8_t wrong)
{
    dirty |= counters.keypad_wrong != wrong;
    counters.keypad_wrong = wrong;
}

uint32_t counters_gap(void)
{
    return counters.gap_base[0] | (uint32_t)counters.gap_base[1] << 8 | (uint32_t)counters.gap_base[2] << 16;
}

void counters_set_gap(uint32_t base)
{
    if (base == counters_gap())
        return;
    for (uint8_t i = 0; i < 3; i++)
        counters.gap_base[i] = (uint8_t)(base >> (8 * i));
    dirty = true;
}

bool counters_dirty(void)
{
    return dirty;
}

bool counters_upkeep(void)
{
    if (!dirty)
        return false;
    place = (place + 1) % COUNTERS_RING;
    counters.serial++;
    counters.check = check_of(&counters);
    eeprom_replace(MAP_COUNTERS + place * COUNTERS_LENGTH, &counters, COUNTERS_LENGTH, 1);
    dirty = false;
    return true;
}
