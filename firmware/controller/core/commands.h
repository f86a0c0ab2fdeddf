/* Commands of the gateway: each is carried out once, and its result remembered. PROTOCOL.md, "Commands". */
#ifndef HOLDFAST_COMMANDS_H
#define HOLDFAST_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

/* At boot: what the journal still knows of earlier commands. */
void commands_boot(void);
/* Length of the fields of a command; 0xFF when the message is none. */
uint8_t command_length(uint8_t message);
void command_received(uint8_t message, const void *fields);
void command_query(uint32_t id);
/* Takes up the result of a command that has ended, whether or not the link is up. */
void commands_tick(void);
/* Sends the newest result, if it was not sent yet: true when it sent a frame. */
bool commands_report(void);
bool commands_due(void);

#endif
