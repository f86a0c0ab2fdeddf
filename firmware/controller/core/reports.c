#include "reports.h"

#include <string.h>

#include "board.h"
#include "clock.h"
#include "commands.h"
#include "config.h"
#include "eeprom.h"
#include "inputs.h"
#include "journal.h"
#include "link.h"
#include "messages.h"
#include "slots.h"

/* A chattering switch must not fill the line. */
#define HURRY_MS 20

static uint16_t heartbeat_at;
static uint16_t event_at;

void reports_begin(void)
{
    heartbeat_at = event_at = clock_short();
}

void reports_hurry(void)
{
    const uint16_t soon = clock_short() + HURRY_MS;
    if ((int16_t)(heartbeat_at - soon) > 0)
        heartbeat_at = soon;
}

void reports_event_due(void)
{
    event_at = clock_short();
}

/* `locker` counts from 1. */
static bool send_slot(uint8_t locker)
{
    struct msg_slot row = {.locker = locker};
    struct slot_record record;
    if (locker >= 1 && locker <= LOCKERS_MAX && slot_read(locker - 1, &record)) {
        row.present = 1;
        memcpy(row.slot, &record, sizeof row.slot);
    }
    return link_send(MSG_SLOT, &row, sizeof row);
}

void report_slot(uint8_t locker)
{
    send_slot(locker);
}

static bool heartbeat_due(void)
{
    return clock_reached(heartbeat_at);
}

static bool send_heartbeat(void)
{
    struct msg_controller_heartbeat heartbeat;
    heartbeat.uptime = clock_ms();
    heartbeat.slots_digest = slots_digest();
    heartbeat.config_digest = config_digest();
    heartbeat.sequence_first = journal_first();
    heartbeat.sequence_last = journal_last();
    memcpy(&heartbeat.doors_open, &inputs, sizeof inputs.doors_open + sizeof inputs.doors_sensed);
    heartbeat.relays_ok = board_relays_ok();
    heartbeat.switches = inputs.switches;
    if (journal_full())
        heartbeat.switches |= SWITCH_JOURNAL_FULL;
    heartbeat.stack_free = board_stack_free();
    heartbeat.lockers = config.lockers;
    if (!link_send(MSG_CONTROLLER_HEARTBEAT, &heartbeat, sizeof heartbeat))
        return false;
    heartbeat_at = clock_short() + HEARTBEAT_MS;
    /* A short time that nobody moves on lies in the future half of the time. */
    if (journal_first() > journal_last())
        event_at = clock_short();
    return true;
}

static bool send_changed_slot(void)
{
    const uint8_t locker = lockers_first(slots_changed);
    if (!send_slot(locker + 1))
        return false;
    slots_changed &= ~locker_bit(locker);
    reports_hurry();
    return true;
}

static bool send_event(void)
{
    struct msg_event event;
    if (!clock_reached(event_at) || !journal_next(&event) || !link_send(MSG_EVENT, &event, sizeof event))
        return false;
    event_at = clock_short() + EVENT_RETRY_MS;
    return true;
}

void reports_tick(void)
{
    if (commands_report())
        return;
    /* The rest reads the EEPROM, which would wait for each byte being written. */
    if (eeprom_busy())
        return;
    const bool digest_ready = slots_digest_step();
    if (digest_ready && heartbeat_due() && send_heartbeat())
        return;
    if (slots_changed != 0 && send_changed_slot())
        return;
    send_event();
}

bool reports_due(void)
{
    return commands_due() || slots_changed != 0 || heartbeat_due() ||
           (clock_reached(event_at) && journal_first() <= journal_last());
}
