#include <string.h>

#include "cells.h"
#include "crc.h"
#include "gateway.h"
#include "harness.h"
#include "slots.h"
#include "twin.h"

#define PHONE "41791234567"
#define PAIRING (MAP_TWINS + TWIN_PAIRING * 2 * TWIN_STRIDE)

static uint8_t *record_of(uint8_t locker)
{
    for (unsigned cell = 0; cell < CELLS; cell++) {
        uint8_t *record = &rig.eeprom[MAP_CELLS + cell * CELL_LENGTH];
        if (slot_record_valid((const struct slot_record *)record) && (record[0] & 0x1F) == locker - 1)
            return record;
    }
    harness_fail(__FILE__, __LINE__, "no record of locker %d", locker);
    return NULL;
}

static void begin(void)
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_store(10, 5, PHONE, "4711");
    gateway_collect(11, 5, PHONE, "9999");
    gateway_drain();
    rig_settle();
    rig_power_off();
}

TEST("only one record of a locker is left in the EEPROM after a change")
{
    begin();
    unsigned records = 0;
    for (unsigned cell = 0; cell < CELLS; cell++) {
        const uint8_t *record = &rig.eeprom[MAP_CELLS + cell * CELL_LENGTH];
        records += slot_record_valid((const struct slot_record *)record) && (record[0] & 0x1F) == 4;
    }
    CHECK_EQUAL(records, 1);
}

TEST("any flipped bit of a slot makes that locker unusable, never free, and leaves the others alone")
{
    begin();
    const unsigned at = (unsigned)(record_of(5) - rig.eeprom);
    uint8_t whole[EEPROM_SIZE];
    memcpy(whole, rig.eeprom, sizeof whole);
    for (unsigned bit = 0; bit < 128; bit++) {
        memcpy(rig.eeprom, whole, sizeof whole);
        rig.eeprom[at + bit / 8] ^= (uint8_t)(1u << (bit % 8));
        rig_boot(1);
        rig_run(300);
        CHECK(!slot_free(4) && !slot_held(4));
        CHECK(slot_state(4) & SLOT_DAMAGED);
        for (uint8_t other = 0; other < 8; other++)
            CHECK(other == 4 || slot_free(other));
        CHECK_SHOWS("7 lockers free");
    }
}

TEST("a damaged slot is told, and filled again by the gateway, wrong tries included")
{
    begin();
    uint8_t whole[16];
    memcpy(whole, record_of(5), 16);
    record_of(5)[6] ^= 0x10;
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_send(MSG_QUERY_SLOT, &(struct msg_query_slot){5}, 1);
    rig_run(20);
    CHECK_EQUAL(gateway_got(MSG_SLOT)->fields[1], 0);
    bool told = false;
    for (int i = 0; i < 20 && !told; i++) {
        struct msg_event event;
        gateway_run(100);
        memcpy(&event, gateway_got(MSG_EVENT)->fields, sizeof event);
        told = event.kind == EVENT_SLOT_DAMAGED && event.locker == 5;
        gateway_send(MSG_ACKNOWLEDGE, &(struct msg_acknowledge){event.sequence}, 4);
    }
    CHECK(told);
    CHECK_EQUAL(gateway_store(20, 5, PHONE, "4711").outcome, OUTCOME_OUT_OF_SERVICE);
    CHECK_EQUAL(gateway_collect(21, 5, PHONE, "4711").outcome, OUTCOME_OUT_OF_SERVICE);
    struct msg_restore_slot restore = {22, gateway_deadline(), {0}};
    memcpy(restore.slot, whole, 16);
    gateway_send(MSG_RESTORE_SLOT, &restore, sizeof restore);
    CHECK_EQUAL(gateway_result(22).outcome, OUTCOME_DONE);
    CHECK_BYTES(record_of(5), whole, 16);
    CHECK_EQUAL(slot_state(4) & SLOT_TRIES, 1);
    CHECK_EQUAL(gateway_collect(23, 5, PHONE, "4711").outcome, OUTCOME_DONE);
    restore.id = 24;
    gateway_send(MSG_RESTORE_SLOT, &restore, sizeof restore);
    CHECK_EQUAL(gateway_result(24).outcome, OUTCOME_SLOT_VALID);
    restore.id = 25;
    restore.slot[3] ^= 1;
    gateway_send(MSG_RESTORE_SLOT, &restore, sizeof restore);
    CHECK_EQUAL(gateway_result(25).outcome, OUTCOME_BAD_VALUE);
}

TEST("a slot that loses a bit while the controller runs is found when it is next needed")
{
    begin();
    rig_boot(1);
    rig_run(500);
    record_of(5)[12] ^= 1;
    rig_keys("B" PHONE "# ");
    CHECK_SHOWS("No locker for this number.");
    CHECK(slot_state(4) & SLOT_DAMAGED);
    CHECK(!slot_free(4));
}

TEST("a lost copy of the identity is made again from the other")
{
    begin();
    uint8_t whole[EEPROM_SIZE];
    memcpy(whole, rig.eeprom, sizeof whole);
    for (unsigned copy = 0; copy < 2; copy++) {
        rig.eeprom[MAP_TWINS + copy * TWIN_STRIDE + 7] ^= 4;
        rig_boot(1);
        rig_run(500);
        CHECK_BYTES(&rig.eeprom[MAP_TWINS], &whole[MAP_TWINS], 2 * TWIN_STRIDE);
        rig_keys("B" PHONE "#4711# ");
        CHECK_SHOWS("Locker 5 open");
    }
}

TEST("an EEPROM full of noise is a cabinet that boots and opens nothing")
{
    uint8_t paired[EEPROM_SIZE];
    memcpy(paired, rig.eeprom, sizeof paired);
    for (unsigned seed = 1; seed < 60; seed++) {
        uint32_t noise = seed;
        for (unsigned i = 0; i < EEPROM_SIZE; i++) {
            noise = noise * 1103515245u + 12345u;
            rig.eeprom[i] = (uint8_t)(noise >> 16);
        }
        /* Half of them are asked by a gateway. */
        if (seed % 2 == 0)
            memcpy(&rig.eeprom[PAIRING], &paired[PAIRING], 2 * TWIN_STRIDE);
        rig_boot(1);
        rig_run(3000);
        if (seed % 2 == 0) {
            gateway_connect();
            gateway_drain();
        }
        rig_keys("A" PHONE "# 5#4711#4711# #");
        CHECK_EQUAL(rig.pulse_count, 0);
    }
}

TEST("an emptied controller takes its slots back from the gateway")
{
    begin();
    struct msg_restore_slot restore = {30, gateway_deadline(), {0}};
    memcpy(restore.slot, record_of(5), 16);
    rig_blank();
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_send(MSG_RESTORE_SLOT, &restore, sizeof restore);
    CHECK_EQUAL(gateway_result(30).outcome, OUTCOME_DONE);
    CHECK(slot_held(4));
}

/* Two whole records of a locker, as a cut between the new one and the erasing of the old leaves them. */
static void newer_wins(unsigned old_cell, unsigned new_cell, uint8_t old_version)
{
    struct slot_record record = {.flags = 4, .version = old_version};
    rig_blank();
    slot_make_free(&record);
    record.check = crc8(&record, sizeof record - 1);
    memcpy(&rig.eeprom[MAP_CELLS + old_cell * CELL_LENGTH], &record, sizeof record);
    record.version++;
    record.flags |= SLOT_FLAG_OUT_OF_SERVICE;
    record.check = crc8(&record, sizeof record - 1);
    memcpy(&rig.eeprom[MAP_CELLS + new_cell * CELL_LENGTH], &record, sizeof record);
    rig_boot(1);
    rig_run(1000);
    CHECK_EQUAL(slot_state(4), SLOT_FLAG_OUT_OF_SERVICE);
    CHECK(record_of(5) == &rig.eeprom[MAP_CELLS + new_cell * CELL_LENGTH]);
    CHECK_EQUAL(rig.eeprom[MAP_CELLS + old_cell * CELL_LENGTH], 0xFF);
}

TEST("of two records of a locker the newer counts and the older is erased, wherever they lie")
{
    newer_wins(3, 9, 7);
    newer_wins(9, 3, 7);
    newer_wins(3, 9, 255);
    newer_wins(9, 3, 255);
}
