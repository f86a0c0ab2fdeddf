/* A board whose EEPROM says that it was paired. */
#include <string.h>

#include "crc.h"
#include "eeprom_map.h"
#include "rig.h"
#include "twin.h"

const struct rig_pairing rig_pairing = {
    {0xC0, 0xFF, 0xEE, 0x01},
    {0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF},
    {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F}};

/* core/twin.c: two copies, each with its CRC-16. */
static void put_twin(unsigned twin, const uint8_t *data)
{
    const uint16_t crc = crc16(CRC16_START, data, TWIN_LENGTH);
    const uint16_t check = crc == 0xFFFF ? 0xFFFE : crc;
    for (unsigned copy = 0; copy < 2; copy++) {
        uint8_t *to = rig.eeprom + MAP_TWINS + (2 * twin + copy) * TWIN_STRIDE;
        memcpy(to, data, TWIN_LENGTH);
        memcpy(to + TWIN_LENGTH, &check, sizeof check);
    }
}

void rig_blank(void)
{
    uint8_t data[TWIN_LENGTH] = {0};
    rig_unpaired();
    memcpy(data, rig_pairing.key, KEY_LENGTH);
    put_twin(TWIN_PAIRING, data);
    memcpy(data, rig_pairing.id, 4);
    memcpy(data + 4, rig_pairing.pin_key, KEY_LENGTH);
    put_twin(TWIN_IDENTITY, data);
}
