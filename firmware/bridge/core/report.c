#include "report.h"

#define FORMAT_BRIDGE 3
#define KIND_REPORT 1
#define KIND_HEARD 2

static uint8_t *put(uint8_t *at, uint32_t value, uint8_t bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        *at++ = (uint8_t)value;
    return at;
}

uint8_t report_write(uint8_t frame[WIRE_FRAME_MAX], const struct figures *figures)
{
    uint8_t bytes[WIRE_ENCODED_MAX] = {FORMAT_BRIDGE, KIND_REPORT, BRIDGE_MAJOR, BRIDGE_MINOR, BRIDGE_PATCH};
    uint8_t *at = bytes + 5;
    *at++ = (uint8_t)figures->rssi;
    *at++ = figures->reset_cause;
    at = put(at, figures->chip, 4);
    at = put(at, figures->uptime_s, 4);
    at = put(at, figures->connections, 2);
    at = put(at, figures->overruns, 2);
    at = put(at, figures->dropped, 4);
    at = put(at, figures->noise, 4);
    return wire_write(frame, bytes, (uint8_t)(at - bytes));
}

enum heard report_heard(const uint8_t *encoded, uint8_t length)
{
    uint8_t bytes[WIRE_ENCODED_MAX];
    const uint8_t got = wire_read(bytes, encoded, length);
    if (got < 3 || bytes[0] != FORMAT_BRIDGE || bytes[1] != KIND_HEARD)
        return HEARD_NOTHING;
    return bytes[2] == 1 ? HEARD_KNOWN : HEARD_STRANGER;
}
