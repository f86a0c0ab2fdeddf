/* The gateway of the campaign: sends commands, keeps events, asks what became of what it does not know. */
#ifndef HOLDFAST_CAMPAIGN_COMMANDS_SENT_H
#define HOLDFAST_CAMPAIGN_COMMANDS_SENT_H

#include <stdbool.h>
#include <stdint.h>

void commands_reset(void);
/* Opens a session and settles what was under way when power failed. */
void commands_connect(void);
/* The controller lost power. */
void commands_disconnect(void);
/* The gateway goes away for long: who waited for a result was told that it is unknown. */
void commands_give_up(void);
bool commands_connected(void);
/* Takes what arrived and acknowledges it. */
void commands_pump(void);
/* Until all events are kept. */
void commands_drain(void);
/* Sets the number of lockers; the rest as in model.h, with waits so short that they end. */
void commands_configure(uint8_t lockers);
/* One by chance. */
void commands_random(void);
/* Every locker that is held opens with its PIN, unless its phone has to wait. */
void commands_open_all(void);

#endif
