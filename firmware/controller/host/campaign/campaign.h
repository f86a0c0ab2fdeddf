/*
 * Campaigns: people, a gateway and power cuts without end, driven by a seed. What is found wrong ends a history and is
 * printed with the seed that repeats it.
 */
#ifndef HOLDFAST_CAMPAIGN_H
#define HOLDFAST_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>

/* Something that was acknowledged is lost, or something opened that must not. Does not return. */
_Noreturn void campaign_lost(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* One line of the history, shown when it ends badly. */
void campaign_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Runs one history; false when it ended badly. */
bool campaign_history(void (*history)(void), uint64_t seed);

/* `campaign cuts`: returns how many acknowledged operations were lost. */
unsigned campaign_cuts(unsigned count, uint64_t seed);
/* `campaign flips`: returns at how many bits something went wrong. */
unsigned campaign_flips(unsigned states, uint64_t seed);

#endif
