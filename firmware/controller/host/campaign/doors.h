/* Which door may open now: every pulse is held against it. */
#ifndef HOLDFAST_CAMPAIGN_DOORS_H
#define HOLDFAST_CAMPAIGN_DOORS_H

#include <stdbool.h>
#include <stdint.h>

#define DOORS_NONE 0xFF

/* One pulse of this locker, counted from 0, or none at all. */
void doors_expect(uint8_t locker);
/* Whether it opened since. Ends the campaign when another did, or the same one twice. */
bool doors_opened(void);

#endif
