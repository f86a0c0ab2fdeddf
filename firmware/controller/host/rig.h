/*
 * A cabinet on the bench: a board in virtual time around the core. Its EEPROM takes the time of the real one, byte by
 * byte, counts the wear of each cell, and loses power at any byte.
 */
#ifndef HOLDFAST_RIG_H
#define HOLDFAST_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"
#include "core.h"
#include "messages.h"

#define RIG_PULSES_MAX 4096
#define RIG_MESSAGES_MAX 4096

struct rig_pulse {
    uint8_t locker;
    uint64_t at_us;
};

struct rig_message {
    uint8_t format;
    uint16_t session;
    uint32_t counter;
    uint8_t id;
    uint8_t length;
    uint8_t fields[BODY_MAX];
    uint64_t at_us;
};

struct rig {
    uint8_t eeprom[EEPROM_SIZE];
    uint32_t wear[EEPROM_SIZE];
    /* Bytes erased, written or both since rig_blank(). */
    uint32_t eeprom_bytes;
    /* Power fails during this byte (counted like eeprom_bytes); 0 for never. How the byte looks then is `torn`. */
    uint32_t cut_at_byte;
    enum { TORN_OLD, TORN_NEW, TORN_HALF } torn;
    bool powered;
    uint64_t now_us;
    struct rig_pulse pulses[RIG_PULSES_MAX];
    unsigned pulse_count;
    /* Bit n: relay expander n does not answer. */
    uint8_t dead_expanders;
    struct rig_message messages[RIG_MESSAGES_MAX];
    unsigned message_count;
    /* Bytes of the UART are lost. */
    bool cable_cut;
    bool uart_full;
    unsigned tones[4];
    uint32_t doors_open, doors_sensed;
    bool tamper, service;
};
extern struct rig rig;

struct rig_pairing {
    uint8_t id[4];
    uint8_t pin_key[KEY_LENGTH];
    uint8_t key[KEY_LENGTH];
};
extern const struct rig_pairing rig_pairing;

/* A new board: everything forgotten, EEPROM erased but for the pairing (rig_pairing), no power. */
void rig_blank(void);
/* The same, never paired. */
void rig_unpaired(void);
/* Power on, or a reset of another cause; the EEPROM stays. */
void rig_boot(uint8_t cause);
void rig_power_off(void);
void rig_run(uint32_t ms);
/* Runs until nothing is being written and no operation is under way. */
void rig_settle(void);
/* Keys one after the other, 150 ms apart. */
void rig_keys(const char *keys);
void rig_inputs(uint32_t doors_open, uint32_t doors_sensed, bool tamper);
/* The service button goes down or up. */
void rig_service(bool pressed);
/* Bytes from the gateway. */
void rig_receive(const uint8_t *bytes, unsigned length);
/* Is this text in one of the rows that are to be seen? Rows are joined by a blank, without their padding. */
bool rig_shows(const char *text);
void rig_print_screen(void);

#define CHECK_SHOWS(text)                                                                                              \
    do {                                                                                                               \
        if (!rig_shows(text))                                                                                          \
            harness_fail(__FILE__, __LINE__, "the screen does not show \"%s\"", text);                                 \
    } while (0)

#endif
