/*
 * Every bit of a used EEPROM flipped in turn: no wrong PIN and no phone without a right opens a door, a damaged slot
 * opens for nobody until the gateway restores it, and every other locker opens for its owner as before.
 */
#include <stdio.h>
#include <string.h>

#include "campaign.h"
#include "chance.h"
#include "commands_sent.h"
#include "config.h"
#include "crc.h"
#include "doors.h"
#include "facts.h"
#include "gateway.h"
#include "model.h"
#include "people.h"
#include "power.h"
#include "slots.h"

#define BITS (EEPROM_SIZE * 8u)
#define OPERATIONS 60
/* A phone that has this many wrong tries left is not made to wait by one more. */
#define TRIES_MAX 2
/* Above all that a flipped bit can make of an earlier one: a cabinet that believes to know later ones answers `unknown`. */
#define ID_FIRST 0xF0000000

static struct rig used;
static struct slot_record records[LOCKERS_MAX];
static uint32_t id;
static unsigned flipped, repaired, opened;

/* A cabinet in use for a while; its journal is partly acknowledged, and the last operation may have been cut short. */
static void prepare(void)
{
    rig_blank();
    power_reset();
    facts_reset();
    commands_reset();
    model_reset(8);
    rig_boot(1);
    power_run(500);
    commands_connect();
    commands_configure(chance_one_in(2) ? 8 : 32);
    for (unsigned i = 0; i < OPERATIONS; i++) {
        if (i == OPERATIONS / 2)
            commands_drain();
        if (chance_one_in(3))
            people_store();
        else if (chance_one_in(2))
            people_collect(!chance_one_in(6));
        else
            commands_random();
        commands_pump();
        power_settle();
        model_observe();
    }
    rig_settle();
    rig_power_off();
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        /* Of a locker that was never used the gateway knows that it is free. */
        if (slot_read(locker, &records[locker]))
            continue;
        slot_read_or_blank(locker, &records[locker]);
        records[locker].check = crc8(&records[locker], sizeof records[locker] - 1);
    }
    id = ID_FIRST;
    rig.message_count = rig.pulse_count = 0;
    used = rig;
}

static uint8_t collect(uint8_t locker, uint8_t phone, uint8_t pin)
{
    const uint8_t outcome = gateway_collect(id++, locker + 1, model_phone[phone], model_pin[pin]).outcome;
    gateway_forget();
    return outcome;
}

static bool damaged(uint8_t locker)
{
    return slot_state(locker) & SLOT_DAMAGED;
}

/* One wrong PIN for each phone that holds something; a free locker; and every damaged one with the right PIN. */
static void try_without_right(void)
{
    uint32_t tried = 0;
    doors_expect(DOORS_NONE);
    for (uint8_t locker = 0; locker < config.lockers; locker++) {
        const struct right right = model_right(locker);
        uint8_t outcome = OUTCOME_NOT_HELD;
        if (damaged(locker))
            outcome = collect(locker, right.phone, right.held ? right.pin : 0);
        else if (!right.held && locker % 8 == 0)
            outcome = collect(locker, right.phone, 0);
        else if (right.held && !(tried & (1u << right.phone)))
            outcome = collect(locker, right.phone, WRONG_PIN);
        if (right.held && !damaged(locker))
            tried |= 1u << right.phone;
        if (outcome == OUTCOME_DONE || (damaged(locker) && outcome != OUTCOME_OUT_OF_SERVICE))
            campaign_lost("locker %u: outcome %u", locker + 1, outcome);
        doors_opened();
    }
}

static void restore(uint8_t locker)
{
    struct msg_restore_slot restore = {.id = id++, .deadline = gateway_deadline()};
    memcpy(restore.slot, &records[locker], sizeof restore.slot);
    gateway_send(MSG_RESTORE_SLOT, &restore, sizeof restore);
    if (gateway_result(restore.id).outcome != OUTCOME_DONE || damaged(locker))
        campaign_lost("locker %u can not be restored", locker + 1);
    repaired++;
}

static void open_with_right(void)
{
    for (uint8_t locker = 0; locker < config.lockers; locker++) {
        const struct right right = model_right(locker);
        if (damaged(locker))
            restore(locker);
        if (!right.held || model_tries(right.phone) > TRIES_MAX)
            continue;
        doors_expect(locker);
        const uint8_t outcome = collect(locker, right.phone, right.pin);
        if (outcome != OUTCOME_DONE || !doors_opened())
            campaign_lost("locker %u does not open for its owner: outcome %u", locker + 1, outcome);
        opened++;
    }
}

static void flip(unsigned bit)
{
    rig = used;
    rig.eeprom[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    doors_expect(DOORS_NONE);
    rig_boot(1);
    rig_run(400);
    gateway_connect();
    doors_opened();
    campaign_log("bit %u of byte %u", bit % 8, bit / 8);
    try_without_right();
    open_with_right();
    flipped++;
}

static unsigned next_bit;

static void history(void)
{
    if (next_bit == 0)
        prepare();
    while (next_bit < BITS)
        flip(next_bit++);
}

unsigned campaign_flips(unsigned states, uint64_t seed)
{
    unsigned wrong = 0;
    for (unsigned state = 0; state < states; state++) {
        next_bit = 0;
        /* What is found at a bit does not end the search: the next bits follow. */
        do
            wrong += !campaign_history(history, seed + state);
        while (next_bit > 0 && next_bit < BITS);
    }
    printf("{\"flips\":%u,\"repaired\":%u,\"opened_by_owners\":%u,\"opened\":%u}\n", flipped, repaired, opened, wrong);
    return wrong;
}
