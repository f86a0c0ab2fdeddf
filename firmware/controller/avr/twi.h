/*
 * The I2C bus at 400 kHz. Each user has one transfer of its own; the user first in the list goes first when the bus is
 * free. A transfer has at most 24 bytes of data, so that none keeps the bus longer than 0.7 ms.
 */
#ifndef HOLDFAST_TWI_H
#define HOLDFAST_TWI_H

#include <stdbool.h>
#include <stdint.h>

#define TWI_DATA_MAX 24

enum twi_user { TWI_RELAYS, TWI_SENSORS, TWI_OLED, TWI_USERS };

enum twi_state {
    TWI_WAITING,
    TWI_RUNNING,
    TWI_DONE,
    TWI_NO_ANSWER, /* nobody acknowledged the address: nothing was written */
    TWI_FAILED     /* refused data, lost the bus, or took too long: what was written is unknown */
};

void twi_start(void);
/* `data` stays untouched until the state is TWI_DONE or worse. */
void twi_write(enum twi_user user, uint8_t address, uint8_t *data, uint8_t length);
void twi_read(enum twi_user user, uint8_t address, uint8_t *data, uint8_t length);
enum twi_state twi_state(enum twi_user user);
/* True when the user's transfer is neither waiting nor running. */
bool twi_free(enum twi_user user);
/* Starts what waits and ends what takes too long; called by the main loop. */
void twi_service(void);

#endif
