#include "counters.h"

#include <string.h>

#include "board.h"
#include "crc.h"
#include "eeprom.h"
#include "eeprom_map.h"
#include "inline.h"

_Static_assert(sizeof(struct counters) == COUNTERS_LENGTH, "a record of the ring");

struct counters counters;
static uint8_t place;
/* Records still to be written. */
static uint8_t dirty;

/* Never FF, which is what an erased check looks like. */
static uint8_t check_of(const struct counters *record)
{
    const uint8_t crc = crc8(record, COUNTERS_LENGTH - 1);
    return crc == 0xFF ? 0xFE : crc;
}

void counters_boot(void)
{
    bool found = false;
    uint8_t boots = 1;
    memset(&counters, 0, sizeof counters);
    counters.gap_base = GAP_NONE;
    for (uint8_t i = 0; i < COUNTERS_RING; i++) {
        struct counters record;
        board_eeprom_read(MAP_COUNTERS + i * COUNTERS_LENGTH, &record, COUNTERS_LENGTH);
        if (record.check != check_of(&record)) {
            /* It may have been the newest. */
            boots += !eeprom_blank(&record, sizeof record);
            continue;
        }
        if (found && (int8_t)(record.serial - counters.serial) <= 0)
            continue;
        counters = record;
        place = i;
        found = true;
    }
    counters.boot += boots;
    /* What replaces a damaged record is written twice: the next damage must not hit all that knows of the jump. */
    dirty = boots > 1 ? 2 : 1;
}

void counters_set_keypad(uint8_t wrong)
{
    dirty |= counters.keypad_wrong != wrong;
    counters.keypad_wrong = wrong;
}

OUT_OF_LINE void counters_set_gap(uint16_t base)
{
    dirty |= counters.gap_base != base;
    counters.gap_base = base;
}

bool counters_dirty(void)
{
    return dirty > 0;
}

bool counters_upkeep(void)
{
    if (dirty == 0)
        return false;
    place = (uint8_t)(place + 1) % COUNTERS_RING;
    counters.serial++;
    counters.check = check_of(&counters);
    eeprom_replace(MAP_COUNTERS + place * COUNTERS_LENGTH, &counters, COUNTERS_LENGTH, 1);
    dirty--;
    return true;
}
