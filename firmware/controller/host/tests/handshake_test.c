/* Who is spoken to, and with which keys. The vectors are those of PROTOCOL.md, "Examples". */
#include <string.h>

#include "eeprom_map.h"
#include "gateway.h"
#include "harness.h"
#include "session.h"

static const struct msg_welcome example = {PROTOCOL_VERSION,
                                           513,
                                           {1, 2, 3, 4, 5, 6, 7, 8},
                                           {0xC0, 0xFF, 0xEE, 0x01},
                                           2,
                                           {0, 2, 0},
                                           {0x7B, 0x6B, 0x90, 0xC2, 0x6A, 0x39, 0x71, 0x61}};

static void derived(uint8_t label, const uint8_t *expected, unsigned length)
{
    uint8_t key[KEY_LENGTH];
    session_derive(rig_pairing.key, label, &example, key);
    CHECK_BYTES(key, expected, length);
}

TEST("keys and proof are those of the example in PROTOCOL.md")
{
    derived(LABEL_TO_CONTROLLER, (const uint8_t[]){0x7C, 0x35, 0x23, 0x34, 0xAD, 0xFD, 0x77, 0x04, 0xB0, 0xA0, 0x35,
                                                   0x86, 0xDC, 0xC8, 0xAF, 0x6F}, KEY_LENGTH);
    derived(LABEL_TO_GATEWAY, (const uint8_t[]){0x76, 0xB1, 0x55, 0xB0, 0x3A, 0xE5, 0xFD, 0x80, 0x01, 0x35, 0x6D, 0xEF,
                                                0xB8, 0xF6, 0x90, 0x28}, KEY_LENGTH);
    derived(LABEL_PROOF, example.proof, sizeof example.proof);
}

TEST("a sealed frame is that of the example in PROTOCOL.md")
{
    const uint8_t wire[] = {0x00, 0x05, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01, 0x0E, 0x72, 0xA5, 0x15, 0x17,
                            0x69, 0x10, 0x1B, 0xAE, 0xDE, 0x48, 0xC5, 0x95, 0x14, 0x00};
    uint8_t frame[GATEWAY_FRAME_MAX];
    CHECK(gateway_welcomed(&example));
    const struct msg_acknowledge acknowledge = {3};
    const unsigned length =
        gateway_encode(frame, FRAME_SEALED, 513, 2, MSG_ACKNOWLEDGE, &acknowledge, sizeof acknowledge);
    CHECK_EQUAL(length, sizeof wire);
    CHECK_BYTES(frame, wire, sizeof wire);
}

static struct msg_welcome welcome(void)
{
    struct msg_welcome answer;
    rig_run(50);
    CHECK(gateway_got(MSG_WELCOME) != NULL);
    memcpy(&answer, gateway_got(MSG_WELCOME)->fields, sizeof answer);
    gateway_forget();
    return answer;
}

TEST("the same hello gets the same answer, a new one the next handshake")
{
    rig_boot(1);
    rig_run(500);
    const struct msg_hello hello = gateway_hello();
    const struct msg_welcome first = welcome();
    gateway_plain(MSG_HELLO, &hello, sizeof hello);
    const struct msg_welcome again = welcome();
    CHECK_BYTES(&first, &again, sizeof first);
    CHECK_BYTES(first.nonce, hello.nonce, sizeof hello.nonce);
    CHECK_EQUAL(first.handshake, 1);
    gateway_hello();
    CHECK_EQUAL(welcome().handshake, 2);
}

TEST("no two handshakes have the same keys, also over a reset and with the same nonce")
{
    uint8_t keys[12][KEY_LENGTH];
    const struct msg_hello nonces[2] = {{PROTOCOL_VERSION, PROTOCOL_VERSION, {1}},
                                        {PROTOCOL_VERSION, PROTOCOL_VERSION, {2}}};
    for (unsigned i = 0; i < 12; i++) {
        if (i % 4 == 0) {
            rig_boot(1);
            rig_run(500);
        }
        gateway_plain(MSG_HELLO, &nonces[i % 2], sizeof nonces[0]);
        const struct msg_welcome answer = welcome();
        CHECK_EQUAL(answer.boot, 1 + i / 4);
        session_derive(rig_pairing.key, LABEL_TO_GATEWAY, &answer, keys[i]);
        for (unsigned other = 0; other < i; other++)
            CHECK(memcmp(keys[other], keys[i], KEY_LENGTH) != 0);
    }
}

TEST("nothing is answered before this boot is counted in the EEPROM")
{
    rig_boot(1);
    gateway_hello();
    rig_run(10);
    CHECK_EQUAL(rig.message_count, 0);
    rig_run(500);
    gateway_hello();
    CHECK_EQUAL(welcome().boot, 1);
}

TEST("a controller without a pairing key has no session with anybody")
{
    rig_unpaired();
    rig_boot(1);
    rig_run(1100);
    CHECK_SHOWS("Not paired. Hold service button.");
    gateway_hello();
    rig_run(50);
    CHECK(gateway_got(MSG_WELCOME) == NULL);
    CHECK_EQUAL(gateway_got(MSG_REFUSED)->fields[1], REFUSAL_NOT_PAIRED);
    rig_keys("A");
    CHECK_SHOWS("Not paired. Hold service button.");
    rig_keys("0791234567A");
    CHECK_SHOWS("Not paired. Hold service button.");
}

TEST("a session whose keys nobody but the wrong pairing key makes is none")
{
    rig_boot(1);
    rig_run(500);
    gateway_use_key((const uint8_t[KEY_LENGTH]){9});
    gateway_hello();
    const struct msg_welcome answer = welcome();
    CHECK(!gateway_welcomed(&answer));
    gateway_frame((uint16_t)answer.handshake, 1, MSG_GATEWAY_HEARTBEAT, NULL, 0);
    rig_run(2000);
    CHECK_EQUAL(gateway_count(MSG_CONTROLLER_HEARTBEAT), 0);
    CHECK_SHOWS("offline");
}

TEST("the first frame of a session is the heartbeat, whatever was asked before it")
{
    rig_boot(1);
    rig_run(500);
    gateway_hello();
    const struct msg_welcome answer = welcome();
    CHECK(gateway_welcomed(&answer));
    gateway_send(MSG_QUERY_SLOT, &(struct msg_query_slot){1}, 1);
    rig_run(1500);
    unsigned first = 0;
    while (rig.messages[first].format != FRAME_SEALED)
        first++;
    CHECK_EQUAL(rig.messages[first].id, MSG_CONTROLLER_HEARTBEAT);
    CHECK_EQUAL(rig.messages[first].counter, 1);
}

/* One bit of one record of the ring at a time, over many boots: the damaged record may be the newest. */
TEST("the boot count never goes back, whichever record of the counters is damaged")
{
    uint32_t last = 0;
    uint32_t noise = 1;
    for (unsigned boot = 0; boot < 300; boot++) {
        rig_boot(1);
        rig_run(500);
        gateway_hello();
        const uint32_t count = welcome().boot;
        CHECK(count > last);
        CHECK(count <= last + 4);
        last = count;
        noise = noise * 1103515245u + 12345u;
        rig.eeprom[MAP_COUNTERS + (noise >> 16) % (COUNTERS_RING * COUNTERS_LENGTH)] ^= (uint8_t)(1u << (noise >> 29));
    }
}
