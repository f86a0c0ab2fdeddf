#include "sensors.h"

#include "pins.h"
#include "ticks.h"
#include "twi.h"

#define EXPANDERS 4
#define FIRST_ADDRESS 0x24
#define POLL_TICKS 6   /* 48 ms; two samples alike are a level */
#define PROBE_POLLS 21 /* an absent expander is asked once a second */
#define TRUST 3

struct sensors sensors;

static uint8_t samples[EXPANDERS];
static uint8_t trust[EXPANDERS]; /* polls that may go without an answer; 0 = absent */

static uint8_t expander; /* being read; EXPANDERS = none */
static uint8_t byte;
static uint8_t polled_at;
static uint8_t polls;
static uint8_t switch_sample;

void sensors_start(void)
{
    PORTB |= _BV(TAMPER_PIN);
    PORTD |= _BV(SERVICE_PIN) | _BV(SENSOR_INT_PIN);
    polls = PROBE_POLLS - 1;
    expander = EXPANDERS;
}

/* The pins of a PCF8574 are inputs while their bits are 1, as after power-up (datasheet, quasi-bidirectional I/O). */
static void read_next(void)
{
    while (++expander < EXPANDERS)
        if (trust[expander] > 0 || polls == 0) {
            twi_read(TWI_SENSORS, FIRST_ADDRESS + expander, &byte, 1);
            return;
        }
}

static void set_doors(uint8_t open, uint8_t sensed)
{
    sensors.open_bytes[expander] = open;
    sensors.sensed_bytes[expander] = sensed;
}

static void take_doors(void)
{
    if (twi_state(TWI_SENSORS) == TWI_DONE) {
        if (trust[expander] == 0 || byte == samples[expander])
            set_doors(byte, 0xFF);
        samples[expander] = byte;
        trust[expander] = TRUST;
    } else if (trust[expander] > 0 && --trust[expander] == 0) {
        set_doors(0, 0);
    }
}

static void take_switches(void)
{
    uint8_t sample = 0;
    if (PINB & _BV(TAMPER_PIN))
        sample |= TAMPER_OPEN;
    if (!(PIND & _BV(SERVICE_PIN)))
        sample |= SERVICE_PRESSED;
    if (sample == switch_sample)
        sensors.switches = sample;
    switch_sample = sample;
}

bool sensors_service(void)
{
    if (expander < EXPANDERS) {
        if (!twi_free(TWI_SENSORS))
            return false;
        take_doors();
    } else {
        if ((uint8_t)(ticks_now() - polled_at) < POLL_TICKS)
            return false;
        polled_at = ticks_now();
        if (++polls == PROBE_POLLS)
            polls = 0;
        take_switches();
        expander = (uint8_t)-1;
    }
    read_next();
    return expander == EXPANDERS;
}
