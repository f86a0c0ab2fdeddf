#include "watch.h"

#include "board.h"
#include "config.h"
#include "inputs.h"
#include "messages.h"
#include "operation.h"
#include "reports.h"

/* I2C address of the first relay expander. */
#define RELAYS_ADDRESS 0x20
#define LOCKERS_PER_EXPANDER 8
/* The board has asked all expanders by then. */
#define RELAYS_QUIET_S 1
/* A loose switch must not fill the journal. */
#define TAMPER_QUIET_S 60

static uint8_t boot_cause;
static bool boot_due;
static uint8_t relays_told;
static uint8_t relays_last;
/* Seconds for which nothing is said about the relays and the cabinet's door. */
static uint8_t relays_quiet_s;
static uint8_t tamper_quiet_s;

void watch_boot(uint8_t reset_cause)
{
    boot_cause = reset_cause;
    boot_due = true;
    relays_told = 0;
    relays_last = board_relays_ok();
    relays_quiet_s = RELAYS_QUIET_S;
    tamper_quiet_s = 0;
}

static bool note(uint8_t kind, uint8_t locker, uint8_t detail)
{
    if (!operation_begin(ORIGIN_SELF, kind, locker))
        return false;
    operation.detail = detail;
    operation_run();
    return true;
}

static void watch_slots(void)
{
    const uint8_t locker = slots_damaged();
    if (locker != LOCKER_NONE && note(EVENT_SLOT_DAMAGED, locker, 0))
        slot_told(locker);
}

static void watch_relays(void)
{
    const uint8_t ok = board_relays_ok();
    if (relays_quiet_s > 0)
        return;
    if (ok != relays_last) {
        relays_last = ok;
        reports_hurry();
    }
    for (uint8_t i = 0; i * LOCKERS_PER_EXPANDER < config.lockers; i++) {
        const uint8_t bit = (uint8_t)(1 << i);
        if (ok & bit)
            relays_told &= (uint8_t)~bit;
        else if (!(relays_told & bit) && note(EVENT_RELAY_FAULT, LOCKER_NONE, RELAYS_ADDRESS + i))
            relays_told |= bit;
    }
}

static void watch_tamper(void)
{
    if ((inputs.switches & SWITCH_TAMPER_OPEN) && tamper_quiet_s == 0 && note(EVENT_TAMPER, LOCKER_NONE, 1))
        tamper_quiet_s = TAMPER_QUIET_S;
}

void watch_second(void)
{
    relays_quiet_s -= relays_quiet_s > 0;
    /* As long as it is open it stays told. */
    if (tamper_quiet_s > 1 || !(inputs.switches & SWITCH_TAMPER_OPEN))
        tamper_quiet_s -= tamper_quiet_s > 0;
}

void watch_tick(void)
{
    if (operation_active())
        return;
    if (boot_due)
        boot_due = !note(EVENT_BOOT, LOCKER_NONE, boot_cause);
    watch_relays();
    watch_slots();
    watch_tamper();
}
