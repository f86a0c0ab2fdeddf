/*
 * The I2C bus at 400 kHz. Each user has one transfer of its own; the user first in the list goes first when the bus is
 * free. A transfer has at most 24 bytes of data, so that none keeps the bus longer than 0.7 ms.
 */
#ifndef HOLDFAST_TWI_H
#define HOLDFAST_TWI_H

#include <stdint.h>

#define TWI_DATA_MAX 24

enum twi_user { TWI_RELAYS, TWI_SENSORS, TWI_OLED, TWI_USERS };

/* All that is over stands first: a transfer that never was is done. */
enum twi_state {
    TWI_DONE,
    TWI_NO_ANSWER, /* nobody acknowledged the address: nothing was written */
    TWI_FAILED,    /* refused data, lost the bus, or took too long: what was written is unknown */
    TWI_WAITING,
    TWI_RUNNING
};

struct twi_transfer {
    volatile enum twi_state state;
    uint8_t address; /* with the read bit */
    uint8_t left;
    uint8_t *next;
};
extern struct twi_transfer twi_transfers[TWI_USERS];

void twi_start(void);
/* `data` stays untouched until the transfer is over. */
void twi_queue(struct twi_transfer *transfer, uint8_t address_and_direction, uint8_t *data, uint8_t length);
/* Starts what waits and ends what takes too long; called by the main loop. */
void twi_service(void);

#define twi_write(user, address, data, length) twi_queue(&twi_transfers[user], (address) << 1, data, length)
#define twi_read(user, address, data, length) twi_queue(&twi_transfers[user], (address) << 1 | 1, data, length)
#define twi_state(user) (twi_transfers[user].state)
/* True when the user's transfer is neither waiting nor running. */
#define twi_free(user) (twi_transfers[user].state < TWI_WAITING)

#endif
