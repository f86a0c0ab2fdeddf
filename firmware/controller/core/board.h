/*
 * What the core needs of the board it runs on. The AVR drivers (../avr), the native tests and the simulation (../host)
 * implement it. No call blocks longer than the time of one EEPROM byte (3.7 ms).
 */
#ifndef HOLDFAST_BOARD_H
#define HOLDFAST_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#define EEPROM_SIZE 1024

/* ATmega328P datasheet, table 7-1 (EEPM): erase and write can be had apart, 1.8 ms each. */
enum eeprom_mode {
    EEPROM_REPLACE, /* erase, then write: 3.4 ms a byte */
    EEPROM_ERASE,   /* to 0xFF, data is ignored: 1.8 ms a byte */
    EEPROM_WRITE    /* clears bits of bytes that are erased: 1.8 ms a byte */
};

/* Reads at once; waits for the byte being written, then goes before the bytes still to be written. */
void board_eeprom_read(uint16_t address, void *data, uint8_t length);
/* Starts a write in the background, bytes in rising order. `data` stays untouched until board_eeprom_busy() is false.
 * Must not be called while busy. */
void board_eeprom_start(uint16_t address, const uint8_t *data, uint8_t length, enum eeprom_mode mode);
bool board_eeprom_busy(void);

enum pulse_state { PULSE_IDLE, PULSE_RUNNING, PULSE_DONE, PULSE_FAILED };
/* Energises the lock of a locker (0..31) for 200 ms. The board times the pulse, allows one at a time, and retries an
 * expander that does not answer before it gives up. Returns false when one is running. */
bool board_pulse_start(uint8_t locker);
/* The last pulse; PULSE_DONE and PULSE_FAILED stay until the next start. */
enum pulse_state board_pulse_state(void);
/* Bit n set: relay expander n (0x20 + n) answers. */
uint8_t board_relays_ok(void);

enum tone { TONE_CLICK, TONE_SUCCESS, TONE_FAILURE, TONE_WAIT };
void board_tone(enum tone tone);

/* Queues a whole frame for the UART; false when there is no room, nothing is queued then. */
bool board_uart_send(const uint8_t *bytes, uint8_t length);

/* Free stack in bytes, from the painted pattern; 0xFFFF where it means nothing. */
uint16_t board_stack_free(void);

#endif
