#include "twin.h"

#include <string.h>

#include "board.h"
#include "crc.h"
#include "eeprom.h"
#include "eeprom_map.h"

struct twin {
    uint8_t data[TWIN_LENGTH];
    uint16_t check;
} __attribute__((packed));

/* Never FFFF, which is what an erased check looks like. */
static uint16_t check_of(const uint8_t *data)
{
    const uint16_t crc = crc16(CRC16_START, data, TWIN_LENGTH);
    return crc == 0xFFFF ? 0xFFFE : crc;
}

static bool read_copy(uint16_t address, struct twin *twin)
{
    board_eeprom_read(address, twin, sizeof *twin);
    return twin->check == check_of(twin->data);
}

bool twin_load(uint16_t base, uint8_t *data)
{
    struct twin twin;
    if (!read_copy(base, &twin) && !read_copy(base + TWIN_STRIDE, &twin))
        return false;
    memcpy(data, twin.data, TWIN_LENGTH);
    return true;
}

static void write_copy(uint16_t address, struct twin *twin)
{
    twin->check = check_of(twin->data);
    eeprom_replace(address, twin, sizeof *twin, sizeof twin->check);
}

void twin_store(uint16_t base, const uint8_t *data)
{
    struct twin twin;
    memcpy(twin.data, data, TWIN_LENGTH);
    write_copy(base, &twin);
}

bool twin_mend(uint16_t base)
{
    struct twin first;
    struct twin other;
    const bool first_valid = read_copy(base, &first);
    const bool other_valid = read_copy(base + TWIN_STRIDE, &other);
    if (first_valid && !(other_valid && memcmp(&first, &other, sizeof first) == 0))
        write_copy(base + TWIN_STRIDE, &first);
    else if (!first_valid && other_valid)
        write_copy(base, &other);
    else
        return false;
    return true;
}
