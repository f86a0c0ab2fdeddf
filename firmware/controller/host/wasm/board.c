/*
 * The board of the simulation, as a wasm32 module: one instance is one life of the controller, from power-on to the
 * next cut. Its host copies the EEPROM in, drives time with sim_run() and copies the EEPROM out again. Times are
 * microseconds since power-on, as doubles because JavaScript has no other number.
 */
#include "board.h"

#include <string.h>

#include "core.h"
#include "messages.h"

#define EXPORT(name) __attribute__((export_name(#name), visibility("default")))
/* The core's main loop: busy, at rest. core.h wants a tick at least every 10 ms. */
#define BUSY_US 500
#define IDLE_US 10000
#define OUTPUT_MAX 2048
#define INPUT_MAX 1024

static struct {
    uint16_t address;
    const uint8_t *data;
    uint8_t length;
    enum eeprom_mode mode;
    uint64_t byte_ends_us;
} job;
static enum { TORN_OLD, TORN_NEW, TORN_HALF } torn;
/* Bytes until the one during which power fails; 0 for never. */
static uint32_t cut_after;
static bool powered;
static enum pulse_state pulse;
static uint8_t pulse_locker;
static bool pulse_fails;
static uint64_t pulse_ends_us;
static uint64_t now_us;
static uint64_t tick_us;
static uint8_t dead_expanders;
static bool uart_full;

static uint8_t eeprom[EEPROM_SIZE];
static uint8_t output[OUTPUT_MAX];
static uint32_t output_length;
static uint8_t input[INPUT_MAX];
/* Something happened that the host must see before time goes on. */
static bool seen;

static uint64_t byte_time_us(void)
{
    return job.mode == EEPROM_REPLACE ? 3400 : 1800;
}

static void write_byte(void)
{
    uint8_t *cell = &eeprom[job.address];
    const uint8_t old = *cell;
    const uint8_t new = job.mode == EEPROM_ERASE ? 0xFF : job.mode == EEPROM_WRITE ? old & *job.data : *job.data;
    if (cut_after > 0 && --cut_after == 0) {
        powered = false;
        *cell = torn == TORN_OLD ? old : torn == TORN_NEW ? new : (old & 0x5A) | (new & 0xA5);
        return;
    }
    *cell = new;
    job.address++;
    job.data++;
    job.length--;
    job.byte_ends_us += byte_time_us();
}

void board_eeprom_read(uint16_t address, void *data, uint8_t length)
{
    memcpy(data, &eeprom[address], length);
}

void board_eeprom_start(uint16_t address, const uint8_t *data, uint8_t length, enum eeprom_mode mode)
{
    if (job.length > 0 || address + length > EEPROM_SIZE || length == 0)
        __builtin_trap();
    job.address = address;
    job.data = data;
    job.length = length;
    job.mode = mode;
    job.byte_ends_us = now_us + byte_time_us();
}

bool board_eeprom_busy(void)
{
    return job.length > 0;
}

bool board_pulse_start(uint8_t locker)
{
    if (pulse == PULSE_RUNNING || locker >= LOCKERS_MAX)
        return false;
    pulse = PULSE_RUNNING;
    pulse_locker = locker;
    pulse_fails = dead_expanders & (1 << (locker / 8));
    pulse_ends_us = now_us + (pulse_fails ? 5000 : (uint64_t)PULSE_MS * 1000);
    seen = true;
    return true;
}

enum pulse_state board_pulse_state(void)
{
    return pulse;
}

uint8_t board_relays_ok(void)
{
    return (uint8_t)~dead_expanders & 0x0F;
}

void board_tone(enum tone tone)
{
    (void)tone;
}

bool board_uart_send(const uint8_t *bytes, uint8_t length)
{
    if (uart_full || output_length + length > OUTPUT_MAX)
        return false;
    memcpy(output + output_length, bytes, length);
    output_length += length;
    seen = true;
    return true;
}

uint16_t board_stack_free(void)
{
    return 0xFFFF;
}

EXPORT(sim_eeprom) uint8_t *sim_eeprom(void)
{
    return eeprom;
}

EXPORT(sim_input) uint8_t *sim_input(void)
{
    return input;
}

EXPORT(sim_output) uint8_t *sim_output(void)
{
    return output;
}

EXPORT(sim_screen) struct screen *sim_screen(void)
{
    return &screen;
}

EXPORT(sim_boot) void sim_boot(uint32_t cause)
{
    powered = true;
    core_start((uint8_t)cause);
}

/* Bytes of the UART that were sent since the last call; the caller reads them at sim_output(). */
EXPORT(sim_take_output) uint32_t sim_take_output(void)
{
    const uint32_t length = output_length;
    output_length = 0;
    return length;
}

static void tick(void)
{
    tick_us = now_us;
    core_tick((uint32_t)(now_us / 1000));
}

EXPORT(sim_receive) void sim_receive(uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        core_receive(input[i]);
    tick();
}

EXPORT(sim_key) void sim_key(uint32_t key)
{
    core_key((char)key);
    tick();
}

EXPORT(sim_inputs) void sim_inputs(uint32_t doors_open, uint32_t doors_sensed, uint32_t tamper, uint32_t service)
{
    core_inputs(doors_open, doors_sensed, tamper != 0, service != 0);
    tick();
}

EXPORT(sim_faults) void sim_faults(uint32_t expanders, uint32_t full)
{
    dead_expanders = (uint8_t)expanders;
    uart_full = full != 0;
}

/* Power fails while the EEPROM works on the byte after so many; `how` the byte looks then: old, new or half. */
EXPORT(sim_cut) void sim_cut(uint32_t bytes, uint32_t how)
{
    cut_after = bytes;
    torn = how;
}

EXPORT(sim_powered) uint32_t sim_powered(void)
{
    return powered;
}

/* Power fails now: the byte being written stays old, or becomes new or half of both. */
EXPORT(sim_power_off) void sim_power_off(uint32_t how)
{
    if (powered && job.length > 0) {
        cut_after = 1;
        torn = how;
        write_byte();
    }
    powered = false;
}

/* The locker (from 0) whose lock is energised, or -1. */
EXPORT(sim_energised) int32_t sim_energised(void)
{
    return powered && pulse == PULSE_RUNNING && !pulse_fails ? pulse_locker : -1;
}

static uint64_t next_event(uint64_t until)
{
    uint64_t next = tick_us + (core_idle() ? IDLE_US : BUSY_US);
    if (job.length > 0 && job.byte_ends_us < next)
        next = job.byte_ends_us;
    if (pulse == PULSE_RUNNING && pulse_ends_us < next)
        next = pulse_ends_us;
    if (next <= now_us)
        next = now_us + 1;
    return next < until ? next : until;
}

/* Lives until then, or until something happens that can be seen from outside. Returns the time reached. */
EXPORT(sim_run) double sim_run(double until)
{
    const uint64_t end = (uint64_t)until;
    seen = output_length > 0;
    while (powered && !seen && now_us < end) {
        now_us = next_event(end);
        const bool was_busy = job.length > 0;
        if (was_busy && now_us >= job.byte_ends_us)
            write_byte();
        if (!powered)
            break;
        if (pulse == PULSE_RUNNING && now_us >= pulse_ends_us) {
            pulse = pulse_fails ? PULSE_FAILED : PULSE_DONE;
            seen = true;
        }
        if (now_us >= tick_us + (core_idle() ? IDLE_US : BUSY_US) || (was_busy && job.length == 0) || seen)
            tick();
    }
    return (double)now_us;
}
