/*
 * What the cabinet feels: door switches at the expanders 0x24..0x27, the tamper switch and the service button. A door
 * switch is closed to ground while the door is closed, so that a high input is an open door, and so is a cut wire.
 */
#ifndef HOLDFAST_SENSORS_H
#define HOLDFAST_SENSORS_H

#include <stdbool.h>
#include <stdint.h>

#define TAMPER_OPEN 1
#define SERVICE_PRESSED 2

/* Bit n is locker n + 1; byte n is what expander n says. */
struct sensors {
    union {
        uint32_t doors_open;
        uint8_t open_bytes[4];
    };
    union {
        uint32_t doors_sensed;
        uint8_t sensed_bytes[4];
    };
    uint8_t switches;
};
extern struct sensors sensors;

void sensors_start(void);
/* True at the end of a poll, when the inputs may have changed. Called by the main loop. */
bool sensors_service(void);

#endif
