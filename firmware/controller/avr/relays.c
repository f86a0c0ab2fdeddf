#include "relays.h"

#include <avr/interrupt.h>

#include "board.h"
#include "pins.h"
#include "ticks.h"
#include "twi.h"
#include "wake.h"

#define EXPANDERS 4
#define FIRST_ADDRESS 0x20
#define ALL_OFF 0xFF
#define TRIES 5 /* one a tick */
#define SWEEP_TICKS 32
#define START_TICKS 6

/* 200 ms in Timer0: 25 times 125 counts of 1024 cycles, exactly. */
#define PULSE_ROUNDS 25
#define PULSE_TOP 124

static enum {
    RESTING,
    SWEEPING,  /* writes all off to every expander: at start, now and then, and before each pulse */
    ARMING,    /* writes the bit of the lock, supply still off */
    ENERGISED, /* supply on, Timer0 runs */
    CLEARING   /* supply off again, writes all off */
} step;

static enum pulse_state pulse;
static uint8_t target; /* expander of the running pulse */
static uint8_t target_byte;
static uint8_t answering; /* bit per expander */
/* Expanders that may still have a bit low. While there is one, the supply stays off: it would open another's door. */
static uint8_t doubtful;
static volatile uint8_t rounds_left;

static uint8_t expander; /* being written */
static uint8_t expander_bit;
static uint8_t byte;
static uint8_t tries_left;
static uint8_t tried_at;
static uint8_t swept_at;

__attribute__((always_inline)) static inline void supply_off(void)
{
    PORTB &= ~_BV(SUPPLY_PIN);
}

/* Needs nobody but this timer: a main loop that hangs keeps no lock energised. */
ISR(TIMER0_COMPA_vect)
{
    if (--rounds_left == 0) {
        supply_off();
        TCCR0B = 0;
        wake();
    }
}

static void energise(void)
{
    rounds_left = PULSE_ROUNDS;
    TCNT0 = 0;
    OCR0A = PULSE_TOP;
    TCCR0A = _BV(WGM01);
    TIFR0 = _BV(OCF0A);
    TIMSK0 = _BV(OCIE0A);
    TCCR0B = _BV(CS02) | _BV(CS00);
    PORTB |= _BV(SUPPLY_PIN);
}

static void try_write(void)
{
    tries_left--;
    tried_at = ticks_now();
    twi_write(TWI_RELAYS, FIRST_ADDRESS + expander, &byte, 1);
}

static void write(uint8_t to, uint8_t value)
{
    expander = to;
    expander_bit = _BV(to);
    byte = value;
    /* An absent expander costs one try; one that answered so far, or must not be left alone, gets them all. */
    tries_left = value != ALL_OFF || (answering | doubtful) & expander_bit ? TRIES : 1;
    try_write();
}

enum written { PENDING, ACCEPTED, REFUSED };

static enum written written(void)
{
    if (!twi_free(TWI_RELAYS))
        return PENDING;
    enum twi_state state = twi_state(TWI_RELAYS);
    if (byte != ALL_OFF && state != TWI_NO_ANSWER)
        doubtful |= expander_bit;
    if (state == TWI_DONE) {
        answering |= expander_bit;
        if (byte == ALL_OFF)
            doubtful &= ~expander_bit;
        return ACCEPTED;
    }
    if (tries_left > 0) {
        if (ticks_now() != tried_at)
            try_write();
        return PENDING;
    }
    answering &= ~expander_bit;
    return REFUSED;
}

static void sweep(void)
{
    step = SWEEPING;
    swept_at = ticks_now();
    write(0, ALL_OFF);
}

static void swept(void)
{
    if (expander < EXPANDERS - 1) {
        write(expander + 1, ALL_OFF);
    } else if (pulse != PULSE_RUNNING) {
        step = RESTING;
    } else if (doubtful) {
        pulse = PULSE_FAILED;
        step = RESTING;
    } else {
        step = ARMING;
        write(target, target_byte);
    }
}

void relays_service(void)
{
    if (step == RESTING) {
        if (pulse == PULSE_RUNNING || (uint8_t)(ticks_now() - swept_at) >= SWEEP_TICKS)
            sweep();
        return;
    }
    if (step == ENERGISED) {
        if (rounds_left == 0) {
            step = CLEARING;
            write(target, ALL_OFF);
        }
        return;
    }
    enum written outcome = written();
    if (outcome == PENDING)
        return;
    if (step == SWEEPING) {
        swept();
    } else if (step == ARMING && outcome == ACCEPTED) {
        step = ENERGISED;
        energise();
    } else {
        /* The pulse is over, or its bit could not be written; then the next sweep clears what may be left of it. */
        pulse = step == CLEARING ? PULSE_DONE : PULSE_FAILED;
        sweep();
    }
}

void relays_start(void)
{
    uint8_t from = ticks_now();
    sweep();
    while (step != RESTING && (uint8_t)(ticks_now() - from) < START_TICKS) {
        twi_service();
        relays_service();
    }
}

bool board_pulse_start(uint8_t locker)
{
    if (pulse == PULSE_RUNNING)
        return false;
    target = locker / 8;
    target_byte = ~_BV(locker % 8);
    pulse = target < EXPANDERS ? PULSE_RUNNING : PULSE_FAILED;
    return true;
}

enum pulse_state board_pulse_state(void)
{
    return pulse;
}

uint8_t board_relays_ok(void)
{
    return answering;
}
