#include "sensors.h"

#include "pins.h"
#include "ticks.h"
#include "twi.h"

#define EXPANDERS 4
#define FIRST_ADDRESS 0x24
#define POLL_TICKS 12  /* 48 ms; two samples alike are a level */
#define PROBE_POLLS 21 /* an absent expander is asked once a second */
#define LOST_AFTER 3

struct inputs inputs;

static struct {
    uint8_t level;
    uint8_t sample;
    uint8_t missed; /* polls in a row without an answer; LOST_AFTER = absent */
} doors[EXPANDERS];

static uint8_t expander = EXPANDERS; /* being read; EXPANDERS = none */
static uint8_t byte;
static uint8_t polled_at;
static uint8_t polls;
static uint8_t switch_sample;
static uint8_t switch_level;

#define TAMPER 1
#define SERVICE 2

void sensors_start(void)
{
    PORTB |= _BV(TAMPER_PIN);
    PORTD |= _BV(SERVICE_PIN) | _BV(SENSOR_INT_PIN);
    for (uint8_t i = 0; i < EXPANDERS; i++)
        doors[i].missed = LOST_AFTER;
    polls = PROBE_POLLS - 1;
}

/* The pins of a PCF8574 are inputs while their bits are 1, as after power-up (datasheet, quasi-bidirectional I/O). */
static void read_next(void)
{
    while (++expander < EXPANDERS)
        if (doors[expander].missed < LOST_AFTER || polls == 0) {
            twi_read(TWI_SENSORS, FIRST_ADDRESS + expander, &byte, 1);
            return;
        }
}

static void take_doors(void)
{
    if (twi_state(TWI_SENSORS) != TWI_DONE) {
        if (doors[expander].missed < LOST_AFTER)
            doors[expander].missed++;
    } else {
        if (doors[expander].missed == LOST_AFTER || byte == doors[expander].sample)
            doors[expander].level = byte;
        doors[expander].sample = byte;
        doors[expander].missed = 0;
    }
}

static void take_switches(void)
{
    uint8_t sample = 0;
    if (PINB & _BV(TAMPER_PIN))
        sample |= TAMPER;
    if (!(PIND & _BV(SERVICE_PIN)))
        sample |= SERVICE;
    if (sample == switch_sample)
        switch_level = sample;
    switch_sample = sample;
}

static bool publish(void)
{
    struct inputs seen = {0, 0, switch_level & TAMPER, switch_level & SERVICE};
    for (uint8_t i = EXPANDERS; i-- > 0;) {
        bool sensed = doors[i].missed < LOST_AFTER;
        seen.doors_open = seen.doors_open << 8 | (sensed ? doors[i].level : 0);
        seen.doors_sensed = seen.doors_sensed << 8 | (sensed ? 0xFF : 0);
    }
    bool changed = seen.doors_open != inputs.doors_open || seen.doors_sensed != inputs.doors_sensed ||
                   seen.tamper_open != inputs.tamper_open || seen.service_pressed != inputs.service_pressed;
    inputs = seen;
    return changed;
}

bool sensors_service(void)
{
    if (expander < EXPANDERS) {
        if (!twi_free(TWI_SENSORS))
            return false;
        take_doors();
        read_next();
        return expander == EXPANDERS && publish();
    }
    if ((uint8_t)(ticks_now() - polled_at) < POLL_TICKS)
        return false;
    polled_at = ticks_now();
    polls = (uint8_t)(polls + 1) % PROBE_POLLS;
    take_switches();
    expander = (uint8_t)-1;
    read_next();
    return expander == EXPANDERS && publish();
}
