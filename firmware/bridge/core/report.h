/* What the bridge says of itself, and what the gateway answers: frames of format 3. firmware/PROTOCOL.md, "Bridges" */
#ifndef HOLDFAST_BRIDGE_REPORT_H
#define HOLDFAST_BRIDGE_REPORT_H

#include <stdbool.h>

#include "wire.h"

#define BRIDGE_MAJOR 0
#define BRIDGE_MINOR 1
#define BRIDGE_PATCH 0

struct figures {
    int8_t rssi;
    uint8_t reset_cause;
    /* Since the module started. */
    uint32_t uptime_s;
    uint32_t chip;
    uint16_t connections;
    uint16_t overruns;
    /* Frames that found no room, and runs of bytes that were no frame. */
    uint32_t dropped;
    uint32_t noise;
};

/* Returns the length of the frame with its delimiters. */
uint8_t report_write(uint8_t frame[WIRE_FRAME_MAX], const struct figures *figures);

enum heard { HEARD_NOTHING, HEARD_STRANGER, HEARD_KNOWN };
/* What the gateway says to this bridge; HEARD_KNOWN: one of its cabinets is here. `encoded` without delimiters. */
enum heard report_heard(const uint8_t *encoded, uint8_t length);

#endif
