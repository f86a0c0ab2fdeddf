/* ATmega328P datasheet, chapter 22; the numbers of the states are those of tables 22-3 and 22-4. */
#include "twi.h"

#include <avr/interrupt.h>
#include <stddef.h>
#include <util/delay.h>

#include "pins.h"
#include "ticks.h"
#include "wake.h"

/* A transfer takes 0.8 ms at most; a tick is 8 ms, so that this is 8 to 16 ms. */
#define LIMIT_TICKS 2
#define STOP_PATIENCE 100

static struct transfer {
    volatile enum twi_state state;
    uint8_t address; /* with the read bit */
    uint8_t left;
    uint8_t *next;
} transfers[TWI_USERS] = {{.state = TWI_DONE}, {.state = TWI_DONE}, {.state = TWI_DONE}};

/* On the bus, or NULL. The interrupt owns it while its state is TWI_RUNNING. */
static struct transfer *active;
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
    struct transfer *transfer = &transfers[user];
    transfer->address = to;
    transfer->left = length;
    transfer->next = data;
    transfer->state = TWI_WAITING;
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
    return transfers[user].state;
}

bool twi_free(enum twi_user user)
{
    return transfers[user].state >= TWI_DONE;
}

#define GO (_BV(TWINT) | _BV(TWEN) | _BV(TWIE))

ISR(TWI_vect)
{
    uint8_t control = _BV(TWINT) | _BV(TWEN) | _BV(TWSTO);
    enum twi_state state = TWI_DONE;
    struct transfer *transfer = active;
    switch (TWSR & 0xF8) {
    case 0x08: /* START sent */
        TWDR = transfer->address;
        TWCR = GO;
        return;
    case 0x18: /* address to write acknowledged */
    case 0x28: /* byte acknowledged */
        if (transfer->left == 0)
            break;
        transfer->left--;
        TWDR = *transfer->next++;
        TWCR = GO;
        return;
    case 0x50: /* byte received, and acknowledged since more are wanted */
    case 0x58: /* last byte received */
        *transfer->next++ = TWDR;
        if (--transfer->left == 0)
            break;
        /* fall through */
    case 0x40: /* address to read acknowledged */
        TWCR = transfer->left > 1 ? GO | _BV(TWEA) : GO;
        return;
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
    transfer->state = state;
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
    if (active == NULL || active->state != TWI_RUNNING)
        return true;
    if ((uint8_t)(ticks_now() - started_at) < LIMIT_TICKS)
        return false;
    TWCR = 0; /* no interrupt of the bus comes after this */
    if (active->state == TWI_RUNNING)
        active->state = TWI_FAILED;
    recover();
    return true;
}

void twi_service(void)
{
    if (!bus_free())
        return;
    struct transfer *transfer = transfers;
    while (transfer->state != TWI_WAITING)
        if (++transfer == transfers + TWI_USERS)
            return;
    active = transfer;
    started_at = ticks_now();
    transfer->state = TWI_RUNNING;
    /* The STOP of the transfer before takes a few microseconds; a START in the middle of it would be lost. */
    for (uint8_t patience = STOP_PATIENCE; patience > 0 && TWCR & _BV(TWSTO); patience--)
        ;
    TWCR = GO | _BV(TWSTA);
}
