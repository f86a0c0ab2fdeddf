/* ATmega328P datasheet, 2-wire serial interface; the numbers of the states are those of its master modes. */
#include "twi.h"

#include <avr/interrupt.h>
#include <stdbool.h>
#include <stddef.h>
#include <util/delay.h>

#include "inline.h"
#include "pins.h"
#include "ticks.h"
#include "wake.h"

/* A transfer takes 0.8 ms at most; a tick is 8 ms, so that this is 8 to 16 ms. */
#define LIMIT_TICKS 2
#define STOP_PATIENCE 100

struct twi_transfer twi_transfers[TWI_USERS];

/* On the bus, or NULL. The interrupt owns it while its state is TWI_RUNNING. */
static struct twi_transfer *active;
static uint8_t started_at;

static void enable(void)
{
    TWBR = 12; /* 16 MHz / (16 + 2 * 12) = 400 kHz (bit rate generator unit) */
    TWSR = 0;
    TWCR = _BV(TWEN);
}

void twi_start(void)
{
    enable();
}

OUT_OF_LINE void twi_queue(struct twi_transfer *transfer, uint8_t address_and_direction, uint8_t *data, uint8_t length)
{
    transfer->address = address_and_direction;
    transfer->left = length;
    transfer->next = data;
    transfer->state = TWI_WAITING;
}

#define GO (_BV(TWINT) | _BV(TWEN) | _BV(TWIE))

ISR(TWI_vect)
{
    uint8_t control = _BV(TWINT) | _BV(TWEN) | _BV(TWSTO);
    enum twi_state state = TWI_DONE;
    struct twi_transfer *transfer = active;
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
    default: /* byte refused, or bus error, which TWSTO clears without a STOP (miscellaneous states) */
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
    struct twi_transfer *transfer = twi_transfers;
    while (transfer->state != TWI_WAITING)
        if (++transfer == twi_transfers + TWI_USERS)
            return;
    active = transfer;
    started_at = ticks_now();
    transfer->state = TWI_RUNNING;
    /* The STOP of the transfer before takes a few microseconds; a START in the middle of it would be lost. */
    for (uint8_t patience = STOP_PATIENCE; patience > 0 && TWCR & _BV(TWSTO); patience--)
        ;
    TWCR = GO | _BV(TWSTA);
}
