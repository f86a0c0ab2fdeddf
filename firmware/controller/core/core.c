/* The entry points of core.h: hands time, keys, bytes and inputs to the parts that care. */
#include "core.h"

#include <string.h>

#include "cells.h"
#include "clock.h"
#include "collected.h"
#include "commands.h"
#include "config.h"
#include "counters.h"
#include "dialogue.h"
#include "eeprom.h"
#include "identity.h"
#include "inline.h"
#include "inputs.h"
#include "journal.h"
#include "link.h"
#include "operation.h"
#include "pairing.h"
#include "reports.h"
#include "slots.h"
#include "throttle.h"
#include "twin.h"
#include "watch.h"

struct screen screen;
struct inputs inputs;
static bool link_opened;

bool door_sensed(uint8_t locker)
{
    return lockers_have(inputs.doors_sensed, locker);
}

bool door_open(uint8_t locker)
{
    return lockers_have(inputs.doors_sensed & inputs.doors_open, locker);
}

/* Reads all cells twice: each is a slot, a journal record, blank, or left to be erased. */
static void scan_cells(void)
{
    union {
        struct slot_record slot;
        struct journal_record journal;
        uint8_t bytes[CELL_LENGTH];
    } record;
    cells_reset();
    slots_reset();
    journal_reset();
    for (uint8_t cell = 0; cell < CELLS; cell++) {
        cell_read(cell, &record);
        if (eeprom_blank(record.bytes, sizeof record))
            cells_set_blank(cell);
        else if (!slots_found(cell, &record.slot))
            journal_seen(&record.journal);
    }
    for (uint8_t cell = 0; cell < CELLS; cell++) {
        cell_read(cell, &record);
        journal_found(cell, &record.journal);
    }
    slots_booted();
    journal_booted();
}

void core_start(uint8_t reset_cause)
{
    clock_reset();
    eeprom_reset();
    memset(&inputs, 0, sizeof inputs);
    twins_boot();
    counters_boot();
    config_boot();
    identity_boot();
    pairing_boot();
    scan_cells();
    collected_reset();
    throttle_boot();
    link_reset();
    link_opened = false;
    operation_boot();
    watch_boot(reset_cause);
    dialogue_start();
}

/* What can wait, a few milliseconds at a time. */
static void upkeep(void)
{
    if (!counters_upkeep() && !pairing_upkeep() && !twins_upkeep() && !slots_upkeep())
        cells_upkeep();
}

OUT_OF_LINE void core_tick(uint32_t now_ms)
{
    if (clock_advance(now_ms)) {
        throttle_second();
        collected_second();
        pairing_second();
        dialogue_second();
        watch_second();
    }
    if (!eeprom_step() && !operation_step())
        upkeep();
    dialogue_tick();
    if (!link_opened && !operation_active() && !counters_dirty() && !eeprom_busy()) {
        commands_boot();
        link_open();
        link_opened = true;
    }
    link_tick();
    watch_tick();
}

void core_key(char key)
{
    dialogue_key(key);
}

bool core_listens(void)
{
    return link_listens();
}

void core_receive(uint8_t byte)
{
    link_byte(byte);
}

void core_inputs(uint32_t doors_open, uint32_t doors_sensed, bool tamper_open, bool service_pressed)
{
    const uint8_t switches =
        (tamper_open ? SWITCH_TAMPER_OPEN : 0) | (service_pressed ? SWITCH_SERVICE_PRESSED : 0);
    if (doors_open == inputs.doors_open && doors_sensed == inputs.doors_sensed && switches == inputs.switches)
        return;
    inputs.doors_open = doors_open;
    inputs.doors_sensed = doors_sensed;
    inputs.switches = switches;
    pairing_button(service_pressed);
    reports_hurry();
    dialogue_inputs();
}

bool core_idle(void)
{
    return !eeprom_busy() && !operation_active() && link_idle() && !dialogue_due();
}
