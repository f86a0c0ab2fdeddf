/* Time, keys and power cuts: runs the cabinet until the cut that was planned for it. */
#ifndef HOLDFAST_CAMPAIGN_POWER_H
#define HOLDFAST_CAMPAIGN_POWER_H

#include <stdbool.h>
#include <stdint.h>

void power_reset(void);
/* Plans the next cut: at some byte of the EEPROM, or at some moment. */
void power_plan(void);
/* Power comes back; cuts may follow at once, which are counted. Fails when anything moves a door. */
void power_up(void);
/* No cut for the time being; the planned one is kept. */
void power_hold(bool hold);
unsigned power_cuts(void);

void power_run(uint32_t ms);
void power_keys(const char *keys);
/* Until nothing is under way, for at most two seconds. */
void power_settle(void);

#endif
