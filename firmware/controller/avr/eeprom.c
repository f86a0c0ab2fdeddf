/* Writes from the EE_READY interrupt (datasheet, EECR), so that nobody waits 3.4 ms for each byte. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "board.h"
#include "wake.h"

static const uint8_t *data;
static uint16_t address;
static volatile uint8_t left;
static uint8_t mode_bits;

void board_eeprom_start(uint16_t to, const uint8_t *bytes, uint8_t length, enum eeprom_mode mode)
{
    address = to;
    data = bytes;
    left = length;
    /* datasheet, EEPROM mode bits: 0 erases and writes at once */
    mode_bits = mode == EEPROM_ERASE ? _BV(EEPM0) : mode == EEPROM_WRITE ? _BV(EEPM1) : 0;
    EECR |= _BV(EERIE);
}

bool board_eeprom_busy(void)
{
    return EECR & _BV(EERIE);
}

ISR(EE_READY_vect)
{
    if (left == 0) {
        EECR = 0;
        wake();
        return;
    }
    left--;
    EEAR = address++;
    EEDR = *data++;
    EECR = mode_bits | _BV(EERIE) | _BV(EEMPE);
    EECR |= _BV(EEPE); /* SBI, within four cycles of EEMPE */
}

/* A byte that is being written ends after at most 3.4 ms, whatever happens; then reading takes four cycles each. */
void board_eeprom_read(uint16_t from, void *to, uint8_t length)
{
    uint8_t *byte = to;
    uint8_t writing = EECR & _BV(EERIE);
    EECR &= ~_BV(EERIE);
    while (EECR & _BV(EEPE))
        ;
    while (length-- > 0) {
        EEAR = from++;
        EECR |= _BV(EERE);
        *byte++ = EEDR;
    }
    EECR |= writing;
}
