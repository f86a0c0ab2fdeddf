/* What the controller sends of itself: results, heartbeats, slot rows, events. */
#ifndef HOLDFAST_REPORTS_H
#define HOLDFAST_REPORTS_H

#include <stdbool.h>
#include <stdint.h>

/* A session began or the link came up again: everything is due. */
void reports_begin(void);
/* Something changed that the gateway should know at once. */
void reports_hurry(void);
void reports_event_due(void);
void report_slot(uint8_t locker);
/* Sends one frame at most. */
void reports_tick(void);
bool reports_due(void);

#endif
