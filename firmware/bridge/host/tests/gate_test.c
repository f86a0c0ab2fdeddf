#include "gate.h"

#include <string.h>

#include "frames.h"
#include "harness.h"

static struct gate gate;
static uint16_t link_frames, bridge_frames;

static void feed(const uint8_t *bytes, uint16_t length)
{
    for (uint16_t i = 0; i < length; i++) {
        const enum wire_kind kind = gate_byte(&gate, bytes[i]);
        link_frames += kind == WIRE_LINK;
        bridge_frames += kind == WIRE_BRIDGE;
    }
}

static void begin(void)
{
    memset(&gate, 0, sizeof gate);
    link_frames = bridge_frames = 0;
}

TEST("a frame passes byte for byte, with one delimiter between two as well as with two")
{
    begin();
    const uint8_t *frame;
    feed(HELLO, sizeof HELLO);
    CHECK_EQUAL(link_frames, 1);
    CHECK_EQUAL(gate_frame(&gate, &frame), sizeof HELLO);
    CHECK_BYTES(frame, HELLO, sizeof HELLO);
    feed(HEARTBEAT + 1, sizeof HEARTBEAT - 1);
    CHECK_EQUAL(link_frames, 2);
    CHECK_EQUAL(gate_frame(&gate, &frame), sizeof HEARTBEAT);
    CHECK_BYTES(frame, HEARTBEAT, sizeof HEARTBEAT);
    CHECK_EQUAL(gate.noise, 0);
}

TEST("half a frame costs itself alone")
{
    for (uint16_t cut = 1; cut < sizeof HELLO - 1; cut++) {
        begin();
        feed(HELLO, cut);
        feed(HEARTBEAT, sizeof HEARTBEAT);
        CHECK_EQUAL(link_frames, 1);
    }
}

TEST("of noise nothing passes, and it costs no more than the frame that it touches")
{
    begin();
    uint32_t random = 1;
    for (int round = 0; round < 20000; round++) {
        random = random * 1664525 + 1013904223;
        const uint8_t byte = (uint8_t)(random >> 24);
        feed(&byte, 1);
    }
    const uint16_t passed = link_frames + bridge_frames;
    /* What has the form of a frame by chance; its seal is the affair of the far side. */
    CHECK(passed < 20);
    CHECK(gate.noise > 20);
    feed(HELLO, sizeof HELLO);
    CHECK_EQUAL(link_frames + bridge_frames, passed + 1);
}

TEST("a run that is too long is dropped to its end")
{
    begin();
    /* Of these the first 64 alone would have the form of a frame. */
    for (int i = 0; i < 500; i++)
        feed((const uint8_t[]){2}, 1);
    feed(HELLO, sizeof HELLO);
    CHECK_EQUAL(link_frames, 1);
    CHECK_EQUAL(gate.noise, 1);
}

TEST("frames of the bridge are told apart from those of the link")
{
    begin();
    feed(KNOWN, sizeof KNOWN);
    feed(STRANGER, sizeof STRANGER);
    CHECK_EQUAL(bridge_frames, 2);
    CHECK_EQUAL(link_frames, 0);
}
