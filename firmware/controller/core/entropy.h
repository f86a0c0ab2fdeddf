/* Random bytes for the controller's own key: noise of the SRAM at power-up, then the moments of keys and bytes. */
#ifndef HOLDFAST_ENTROPY_H
#define HOLDFAST_ENTROPY_H

#include <stdint.h>

void entropy_seed(const uint8_t seed[16]);
/* A byte arrived: cheap, called for each. */
void entropy_season(uint8_t value);
/* A key was pressed or a frame came: mixes what was gathered into the pool. */
void entropy_mix(uint8_t value);
void entropy_take(uint8_t *bytes, uint8_t length);

#endif
