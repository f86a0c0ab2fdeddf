/* What the cabinet's sensors and switches say. */
#ifndef HOLDFAST_INPUTS_H
#define HOLDFAST_INPUTS_H

#include <stdbool.h>
#include <stdint.h>

struct inputs {
    uint32_t doors_open;
    /* Doors whose sensor answers; where none is, nothing waits for a door. */
    uint32_t doors_sensed;
    /* SWITCH_TAMPER_OPEN, SWITCH_SERVICE_PRESSED */
    uint8_t switches;
};
extern struct inputs inputs;

bool door_sensed(uint8_t locker);
bool door_open(uint8_t locker);

#endif
