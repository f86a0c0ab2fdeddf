#include "rig.h"

#include <stdio.h>
#include <string.h>

#include "cobs.h"
#include "gateway.h"
#include "seal.h"

#define STEP_US 100
#define PULSE_US ((uint64_t)PULSE_MS * 1000)

struct rig rig;

static struct {
    uint16_t address;
    const uint8_t *data;
    uint8_t length;
    enum eeprom_mode mode;
    uint64_t byte_ends_us;
} job;
static enum pulse_state pulse;
static uint64_t pulse_ends_us;
static bool pulse_fails;
static uint64_t booted_us;
static uint8_t wire[256];
static unsigned wire_length;

static uint32_t uptime_ms(void)
{
    return (uint32_t)((rig.now_us - booted_us) / 1000);
}

static void write_byte(void)
{
    uint8_t *cell = &rig.eeprom[job.address];
    const uint8_t old = *cell;
    const uint8_t new = job.mode == EEPROM_ERASE ? 0xFF : job.mode == EEPROM_WRITE ? old & *job.data : *job.data;
    rig.eeprom_bytes++;
    rig.wear[job.address] += job.mode != EEPROM_WRITE;
    if (rig.eeprom_bytes == rig.cut_at_byte) {
        rig.powered = false;
        *cell = rig.torn == TORN_OLD ? old : rig.torn == TORN_NEW ? new : (old & 0x5A) | (new & 0xA5);
        return;
    }
    *cell = new;
}

static uint64_t byte_time_us(void)
{
    return job.mode == EEPROM_REPLACE ? 3400 : 1800;
}

static void advance_eeprom(void)
{
    while (rig.powered && job.length > 0 && rig.now_us >= job.byte_ends_us) {
        write_byte();
        job.address++;
        job.data++;
        job.length--;
        job.byte_ends_us += byte_time_us();
    }
}

void board_eeprom_read(uint16_t address, void *data, uint8_t length)
{
    memcpy(data, &rig.eeprom[address], length);
}

void board_eeprom_start(uint16_t address, const uint8_t *data, uint8_t length, enum eeprom_mode mode)
{
    if (job.length > 0 || address + length > EEPROM_SIZE || length == 0)
        __builtin_trap();
    job.address = address;
    job.data = data;
    job.length = length;
    job.mode = mode;
    job.byte_ends_us = rig.now_us + byte_time_us();
}

bool board_eeprom_busy(void)
{
    return job.length > 0;
}

bool board_pulse_start(uint8_t locker)
{
    if (pulse == PULSE_RUNNING || locker >= LOCKERS_MAX || rig.pulse_count == RIG_PULSES_MAX)
        return false;
    pulse = PULSE_RUNNING;
    pulse_fails = rig.dead_expanders & (1 << (locker / 8));
    if (pulse_fails) {
        pulse_ends_us = rig.now_us + 5000;
        return true;
    }
    rig.pulses[rig.pulse_count].locker = locker;
    rig.pulses[rig.pulse_count++].at_us = rig.now_us;
    pulse_ends_us = rig.now_us + PULSE_US;
    return true;
}

enum pulse_state board_pulse_state(void)
{
    return pulse;
}

uint8_t board_relays_ok(void)
{
    return (uint8_t)~rig.dead_expanders & 0x0F;
}

void board_tone(enum tone tone)
{
    rig.tones[tone]++;
}

/* What the far end makes of a frame: a sealed one of a session that it does not know is nothing to it. */
static uint8_t opened(uint8_t *frame, uint8_t length)
{
    struct ccm ccm;
    uint16_t session;
    memcpy(&session, frame + 1, sizeof session);
    const uint8_t *key = gateway_key(session);
    if (frame[0] == FRAME_PLAIN)
        return check_take(frame, length);
    if (key == NULL || !open_begin(&ccm, key, frame, length))
        return 0;
    while (!ccm_step(&ccm))
        ;
    if (!ccm.right)
        __builtin_trap();
    return length - TAG_LENGTH;
}

static void take_message(void)
{
    uint8_t *frame = wire + 1;
    const uint8_t length = opened(frame, cobs_decode(wire, (uint8_t)wire_length));
    if (length == 0)
        return;
    if (rig.message_count == RIG_MESSAGES_MAX)
        __builtin_trap();
    struct rig_message *message = &rig.messages[rig.message_count++];
    message->format = frame[0];
    memcpy(&message->session, frame + 1, 2);
    memcpy(&message->counter, frame + 3, 4);
    message->id = frame[HEADER_LENGTH];
    message->length = length - HEADER_LENGTH - 1;
    memcpy(message->fields, frame + HEADER_LENGTH + 1, message->length);
    message->at_us = rig.now_us;
}

bool board_uart_send(const uint8_t *bytes, uint8_t length)
{
    if (rig.uart_full)
        return false;
    for (uint8_t i = 0; i < length && !rig.cable_cut; i++) {
        if (bytes[i] != 0)
            wire[wire_length++] = bytes[i];
        else if (wire_length > 0) {
            take_message();
            wire_length = 0;
        }
    }
    return true;
}

uint16_t board_stack_free(void)
{
    return 0xFFFF;
}

void rig_unpaired(void)
{
    memset(&rig, 0, sizeof rig);
    memset(rig.eeprom, 0xFF, sizeof rig.eeprom);
    job.length = 0;
    gateway_use_key(rig_pairing.key);
}

static void give_inputs(void)
{
    core_inputs(rig.doors_open, rig.doors_sensed, rig.tamper, rig.service);
}

void rig_boot(uint8_t cause)
{
    rig.powered = true;
    job.length = 0;
    pulse = PULSE_IDLE;
    wire_length = 0;
    booted_us = rig.now_us;
    core_start(cause);
    give_inputs();
}

void rig_power_off(void)
{
    rig.powered = false;
}

static void step(void)
{
    const bool was_busy = job.length > 0;
    rig.now_us += STEP_US;
    advance_eeprom();
    if (pulse == PULSE_RUNNING && rig.now_us >= pulse_ends_us)
        pulse = pulse_fails ? PULSE_FAILED : PULSE_DONE;
    if (rig.powered && ((was_busy && job.length == 0) || rig.now_us % 1000 == 0))
        core_tick(uptime_ms());
}

void rig_run(uint32_t ms)
{
    for (uint64_t end = rig.now_us + (uint64_t)ms * 1000; rig.now_us < end && rig.powered;)
        step();
}

void rig_settle(void)
{
    for (int quiet = 0; quiet < 50 && rig.powered; quiet++) {
        step();
        if (job.length > 0 || pulse == PULSE_RUNNING)
            quiet = 0;
    }
}

void rig_keys(const char *keys)
{
    for (; *keys != '\0' && rig.powered; keys++) {
        if (*keys == ' ') {
            rig_run(600);
            continue;
        }
        core_key(*keys);
        core_tick(uptime_ms());
        rig_run(150);
    }
}

void rig_inputs(uint32_t doors_open, uint32_t doors_sensed, bool tamper)
{
    rig.doors_open = doors_open;
    rig.doors_sensed = doors_sensed;
    rig.tamper = tamper;
    give_inputs();
    core_tick(uptime_ms());
}

void rig_service(bool pressed)
{
    rig.service = pressed;
    give_inputs();
    core_tick(uptime_ms());
}

void rig_receive(const uint8_t *bytes, unsigned length)
{
    if (!rig.powered)
        return;
    for (unsigned i = 0; i < length && !rig.cable_cut; i++) {
        /* The board keeps the bytes that come while a frame is being opened. */
        for (int ticks = 0; ticks < 24 && !core_listens(); ticks++)
            core_tick(uptime_ms());
        core_receive(bytes[i]);
    }
    core_tick(uptime_ms());
}

static unsigned seen_rows(char *out)
{
    unsigned length = 0;
    for (int row = 0; row < SCREEN_ROWS; row++) {
        const int columns = screen.size[row] == 2 ? 8 : SCREEN_COLUMNS;
        int end = columns;
        while (end > 0 && screen.text[row][end - 1] == ' ')
            end--;
        memcpy(out + length, screen.text[row], (size_t)end);
        length += (unsigned)end;
        out[length++] = ' ';
        row += screen.size[row] == 2;
    }
    out[length] = '\0';
    return length;
}

bool rig_shows(const char *text)
{
    char rows[SCREEN_ROWS * (SCREEN_COLUMNS + 1) + 1];
    seen_rows(rows);
    return strstr(rows, text) != NULL;
}

void rig_print_screen(void)
{
    for (int row = 0; row < SCREEN_ROWS; row++)
        fprintf(stderr, "  %d |%.*s|\n", screen.size[row], SCREEN_COLUMNS, screen.text[row]);
}
