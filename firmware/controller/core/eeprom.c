#include "eeprom.h"

#include <string.h>

#include "board.h"

static uint8_t buffer[EEPROM_WRITE_MAX];
static struct {
    uint16_t address;
    uint8_t length;
    enum eeprom_mode mode;
} second;

void eeprom_reset(void)
{
    second.length = 0;
}

bool eeprom_busy(void)
{
    return second.length != 0 || board_eeprom_busy();
}

bool eeprom_step(void)
{
    if (second.length != 0 && !board_eeprom_busy()) {
        board_eeprom_start(second.address, buffer, second.length, second.mode);
        second.length = 0;
    }
    return eeprom_busy();
}

bool eeprom_blank(const void *data, uint8_t length)
{
    const uint8_t *bytes = data;
    uint8_t all = 0xFF;
    while (length-- > 0)
        all &= *bytes++;
    return all == 0xFF;
}

static void then(uint16_t address, uint8_t length, enum eeprom_mode mode)
{
    second.address = address;
    second.length = length;
    second.mode = mode;
}

void eeprom_fill(uint16_t address, const void *data, uint8_t length)
{
    memcpy(buffer, data, length);
    board_eeprom_start(address, buffer, length, EEPROM_WRITE);
}

void eeprom_fill_first_last(uint16_t address, const void *data, uint8_t length)
{
    memcpy(buffer, data, length);
    board_eeprom_start(address + 1, buffer + 1, length - 1, EEPROM_WRITE);
    then(address, 1, EEPROM_WRITE);
}

void eeprom_replace(uint16_t address, const void *data, uint8_t length, uint8_t check_length)
{
    memcpy(buffer, data, length);
    board_eeprom_start(address + length - check_length, buffer, check_length, EEPROM_ERASE);
    then(address, length, EEPROM_REPLACE);
}

void eeprom_erase(uint16_t address, uint8_t length)
{
    board_eeprom_start(address, buffer, length, EEPROM_ERASE);
}
