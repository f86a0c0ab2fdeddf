/* ATmega328P datasheet, chapter 22; the numbers of the states are those of tables 22-3 and 22-4. */
#include "twi.h"

#include <avr/interrupt.h>
#include <util/delay.h>

#include "pins.h"
#include "ticks.h"
#include "wake.h"

/* A transfer takes 0.8 ms at most; a tick is 8 ms, so that this is 8 to 16 ms. */
#define LIMIT_TICKS 2
#define NOBODY TWI_USERS
#define STOP_PATIENCE 100

static struct {
    uint8_t address; /* with the read bit */
    uint8_t length;
    uint8_t *data;
} transfers[TWI_USERS];

static volatile uint8_t states[TWI_USERS] = {TWI_DONE, TWI_DONE, TWI_DONE};

/* The transfer on the bus. The interrupt owns these while `states[active]` is TWI_RUNNING. */
static uint8_t active = NOBODY;
static uint8_t address;
static uint8_t left;
static uint8_t *next;
static uint8_t started_at;

static void enable(void)
{
    TWBR = 12; /* 16 MHz / (16 + 2 * 12) = 400 kHz (22.5.2) */
    TWSR = 0;
    TWCR = _BV(TWEN);
}

void twi_start(void)
{
    enable();
}

static void queue(enum twi_user user, uint8_t to, uint8_t *data, uint8_t length)
{
    transfers[user].address = to;
    transfers[user].length = length;
    transfers[user].data = data;
    states[user] = TWI_WAITING;
}

void twi_write(enum twi_user user, uint8_t to, uint8_t *data, uint8_t length)
{
    queue(user, (uint8_t)(to << 1), data, length);
}

void twi_read(enum twi_user user, uint8_t from, uint8_t *data, uint8_t length)
{
    queue(user, (uint8_t)(from << 1 | 1), data, length);
}

enum twi_state twi_state(enum twi_user user)
{
    return states[user];
}

bool twi_free(enum twi_user user)
{
    return states[user] >= TWI_DONE;
}

#define GO (_BV(TWINT) | _BV(TWEN) | _BV(TWIE))

ISR(TWI_vect)
{
    uint8_t control = _BV(TWINT) | _BV(TWEN) | _BV(TWSTO);
    enum twi_state state = TWI_DONE;
    switch (TWSR & 0xF8) {
    case 0x08: /* START sent */
        TWDR = address;
        TWCR = GO;
        return;
    case 0x18: /* address to write acknowledged */
    case 0x28: /* byte acknowledged */
        if (left == 0)
            break;
        left--;
        TWDR = *next++;
        TWCR = GO;
        return;
    case 0x50: /* byte received, and acknowledged since more are wanted */
        *next++ = TWDR;
        left--;
        /* fall through */
    case 0x40: /* address to read acknowledged */
        TWCR = left > 1 ? GO | _BV(TWEA) : GO;
        return;
    case 0x58: /* last byte received */
        *next = TWDR;
        break;
    case 0x20: /* address not acknowledged */
    case 0x48:
        state = TWI_NO_ANSWER;
        break;
    case 0x38: /* lost the bus: there is no STOP to send */
        control = _BV(TWINT) | _BV(TWEN);
        state = TWI_FAILED;
        break;
    default: /* byte refused, or bus error, which TWSTO clears without a STOP (22.7.5) */
        state = TWI_FAILED;
        break;
    }
    TWCR = control;
    states[active] = state;
    wake();
}

/*
 * A device that was cut off in a byte may hold SDA low until it got the rest of its clocks: nine, then a STOP
 * (UM10204, 3.1.16). The pins are driven low or let go, never driven high. 0.1 ms.
 */
static void recover(void)
{
    TWCR = 0;
    PORTC &= ~(_BV(SDA_PIN) | _BV(SCL_PIN));
    for (uint8_t i = 0; i < 9; i++) {
        DDRC |= _BV(SCL_PIN);
        _delay_us(5);
        DDRC &= ~_BV(SCL_PIN);
        _delay_us(5);
    }
    DDRC |= _BV(SCL_PIN);
    DDRC |= _BV(SDA_PIN);
    _delay_us(5);
    DDRC &= ~_BV(SCL_PIN);
    _delay_us(5);
    DDRC &= ~_BV(SDA_PIN);
    _delay_us(5);
    enable();
}

/* False while the bus is in use. */
static bool bus_free(void)
{
    if (active == NOBODY)
        return true;
    if (states[active] == TWI_RUNNING) {
        if ((uint8_t)(ticks_now() - started_at) < LIMIT_TICKS)
            return false;
        TWCR = 0; /* no interrupt of the bus comes after this */
        if (states[active] == TWI_RUNNING)
            states[active] = TWI_FAILED;
        recover();
    }
    active = NOBODY;
    return true;
}

void twi_service(void)
{
    if (!bus_free())
        return;
    for (uint8_t user = 0; user < TWI_USERS; user++) {
        if (states[user] != TWI_WAITING)
            continue;
        active = user;
        address = transfers[user].address;
        left = transfers[user].length;
        next = transfers[user].data;
        started_at = ticks_now();
        states[user] = TWI_RUNNING;
        /* The STOP of the transfer before takes a few microseconds; a START in the middle of it would be lost. */
        for (uint8_t patience = STOP_PATIENCE; patience > 0 && TWCR & _BV(TWSTO); patience--)
            ;
        TWCR = GO | _BV(TWSTA);
        return;
    }
}
