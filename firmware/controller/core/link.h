/* The link to the gateway: sessions and what is asked within one. PROTOCOL.md, "Sessions". */
#ifndef HOLDFAST_LINK_H
#define HOLDFAST_LINK_H

#include <stdbool.h>
#include <stdint.h>

#define FIRMWARE_MAJOR 0
#define FIRMWARE_MINOR 1
#define FIRMWARE_PATCH 0

void link_reset(void);
/* From now on `hello` is answered: this boot is counted and old commands are known. */
void link_open(void);
void link_byte(uint8_t byte);
/* Handles one frame at most, sends one at most. */
void link_tick(void);
/* Something valid arrived within the last 2.5 s. */
bool link_up(void);
bool link_idle(void);
/* Sends a message in the current session; false when there is none or the UART has no room now. */
bool link_send(uint8_t message, const void *fields, uint8_t length);

#endif
