/* Random numbers that a seed repeats. */
#ifndef HOLDFAST_CAMPAIGN_CHANCE_H
#define HOLDFAST_CAMPAIGN_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

void chance_seed(uint64_t seed);
/* 0 .. limit - 1 */
uint32_t chance_below(uint32_t limit);
/* True once in `times`, on average. */
bool chance_one_in(uint32_t times);

#endif
