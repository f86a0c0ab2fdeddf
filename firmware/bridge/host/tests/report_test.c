#include "report.h"

#include <string.h>

#include "frames.h"
#include "harness.h"

/* firmware/PROTOCOL.md, "Bridges" */
static const uint8_t EXAMPLE[] = {0x00, 0x03, 0x03, 0x01, 0x02, 0x01, 0x06, 0xC3, 0x06, 0xEE, 0xFF,
                                  0xC0, 0x02, 0x5A, 0x01, 0x01, 0x02, 0x01, 0x01, 0x01, 0x02, 0x02,
                                  0x01, 0x01, 0x02, 0x03, 0x01, 0x01, 0x03, 0x53, 0x84, 0x00};

TEST("a report is byte for byte as in PROTOCOL.md")
{
    const struct figures figures = {
        .rssi = -61,
        .reset_cause = 6,
        .uptime_s = 90,
        .chip = 0xC0FFEE,
        .connections = 1,
        .dropped = 2,
        .noise = 3,
    };
    uint8_t frame[WIRE_FRAME_MAX];
    CHECK_EQUAL(report_write(frame, &figures), sizeof EXAMPLE);
    CHECK_BYTES(frame, EXAMPLE, sizeof EXAMPLE);
    CHECK_EQUAL(wire_kind(frame + 1, sizeof EXAMPLE - 2), WIRE_BRIDGE);
}

TEST("the gateway says whether it knows the cabinet; what is damaged says nothing")
{
    CHECK_EQUAL(report_heard(KNOWN + 1, sizeof KNOWN - 2), HEARD_KNOWN);
    CHECK_EQUAL(report_heard(STRANGER + 1, sizeof STRANGER - 2), HEARD_STRANGER);
    CHECK_EQUAL(report_heard(EXAMPLE + 1, sizeof EXAMPLE - 2), HEARD_NOTHING);
    CHECK_EQUAL(report_heard(HELLO + 1, sizeof HELLO - 2), HEARD_NOTHING);
    for (uint8_t at = 1; at < sizeof KNOWN - 1; at++) {
        for (uint8_t bit = 0; bit < 8; bit++) {
            uint8_t damaged[sizeof KNOWN];
            memcpy(damaged, KNOWN, sizeof KNOWN);
            damaged[at] ^= (uint8_t)(1 << bit);
            CHECK_EQUAL(report_heard(damaged + 1, sizeof KNOWN - 2), HEARD_NOTHING);
        }
    }
}

TEST("any bytes are read as a frame without harm")
{
    uint32_t random = 7;
    for (int round = 0; round < 3000; round++) {
        uint8_t bytes[80], out[WIRE_ENCODED_MAX];
        for (uint8_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525 + 1013904223;
            bytes[i] = (uint8_t)(random >> 24) & (round & 1 ? 0x0F : 0xFF);
        }
        const uint8_t length = (uint8_t)(random >> 20) % 70;
        wire_kind(bytes, length);
        CHECK(wire_read(out, bytes, length) <= WIRE_ENCODED_MAX);
        report_heard(bytes, length);
    }
}
