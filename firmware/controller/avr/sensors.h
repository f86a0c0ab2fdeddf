/*
 * What the cabinet feels: door switches at the expanders 0x24..0x27, the tamper switch and the service button. A door
 * switch is closed to ground while the door is closed, so that a high input is an open door, and so is a cut wire.
 */
#ifndef HOLDFAST_SENSORS_H
#define HOLDFAST_SENSORS_H

#include <stdbool.h>
#include <stdint.h>

struct inputs {
    uint32_t doors_open; /* bit n is locker n + 1 */
    uint32_t doors_sensed;
    bool tamper_open;
    bool service_pressed;
};
extern struct inputs inputs;

void sensors_start(void);
/* True when the inputs changed. Called by the main loop. */
bool sensors_service(void);

#endif
