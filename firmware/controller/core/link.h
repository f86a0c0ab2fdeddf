/* The link to the gateway: sessions and what is asked within one. PROTOCOL.md, "Sessions". */
#ifndef HOLDFAST_LINK_H
#define HOLDFAST_LINK_H

#include <stdbool.h>
#include <stdint.h>

#define FIRMWARE_MAJOR 0
#define FIRMWARE_MINOR 2
#define FIRMWARE_PATCH 0

void link_reset(void);
/* From now on `hello` is answered: this boot is counted and old commands are known. */
void link_open(void);
/* The last frame was taken up: a byte that comes before is dropped. */
bool link_listens(void);
void link_byte(uint8_t byte);
/* Goes on with one frame, in or out. */
void link_tick(void);
/* Something valid arrived within the last 2.5 s. */
bool link_up(void);
bool link_idle(void);
/* Sends a message in the current session; false when there is none, or while another frame is on its way. The first one
 * is the heartbeat. */
bool link_send(uint8_t message, const void *fields, uint8_t length);
/* Outside of a session. Who asked asks again if there was no room. */
void link_send_plain(uint8_t message, const void *fields, uint8_t length);
/* Refuses what just came, in the way it came. */
void link_refuse(uint8_t message, uint8_t reason);

#endif
