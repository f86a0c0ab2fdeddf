#include "twin.h"

#include <string.h>

#include "board.h"
#include "crc.h"
#include "eeprom.h"
#include "eeprom_map.h"
#include "inline.h"

struct copy {
    uint8_t data[TWIN_LENGTH];
    uint16_t check;
} __attribute__((packed));

/* The copies may differ: so often may they still be mended until the next boot or change. */
static uint8_t mends[TWINS];

OUT_OF_LINE static uint16_t address_of(enum twin twin)
{
    return MAP_TWINS + twin * (2 * TWIN_STRIDE);
}

/* Never FFFF, which is what an erased check looks like. */
OUT_OF_LINE static uint16_t check_of(const uint8_t *data)
{
    const uint16_t crc = crc16(CRC16_START, data, TWIN_LENGTH);
    return crc == 0xFFFF ? 0xFFFE : crc;
}

static bool read_copy(uint16_t address, struct copy *copy)
{
    board_eeprom_read(address, copy, sizeof *copy);
    return copy->check == check_of(copy->data);
}

static void write_copy(uint16_t address, const struct copy *copy)
{
    eeprom_replace(address, copy, sizeof *copy, sizeof copy->check);
}

static bool mend(enum twin twin)
{
    struct copy first;
    struct copy other;
    const uint16_t address = address_of(twin);
    if (mends[twin] == 0)
        return false;
    mends[twin]--;
    const bool first_valid = read_copy(address, &first);
    const bool other_valid = read_copy(address + TWIN_STRIDE, &other);
    if (first_valid && !(other_valid && memcmp(&first, &other, sizeof first) == 0)) {
        write_copy(address + TWIN_STRIDE, &first);
        return true;
    }
    if (!first_valid && other_valid) {
        write_copy(address, &other);
        return true;
    }
    mends[twin] = 0;
    return false;
}

void twins_boot(void)
{
    memset(mends, 2, sizeof mends);
}

bool twin_load(enum twin twin, void *data)
{
    struct copy copy;
    const uint16_t address = address_of(twin);
    if (!read_copy(address, &copy) && !read_copy(address + TWIN_STRIDE, &copy))
        return false;
    memcpy(data, copy.data, TWIN_LENGTH);
    return true;
}

bool twin_store(enum twin twin, const void *data)
{
    struct copy copy;
    if (mend(twin))
        return false;
    memcpy(copy.data, data, TWIN_LENGTH);
    copy.check = check_of(copy.data);
    write_copy(address_of(twin), &copy);
    mends[twin] = 2;
    return true;
}

bool twins_upkeep(void)
{
    for (uint8_t twin = 0; twin < TWINS; twin++) {
        if (mend(twin))
            return true;
    }
    return false;
}
