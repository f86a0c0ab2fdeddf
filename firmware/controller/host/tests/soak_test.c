#include <string.h>

#include "gateway.h"
#include "harness.h"
#include "slots.h"

/* Random keys, commands, power cuts and silences of the gateway, always the same ones for the same seed. */
static uint32_t chance;

static uint32_t below(uint32_t limit)
{
    chance = chance * 1664525u + 1013904223u;
    return (chance >> 8) % limit;
}

static uint32_t command_id;
static uint32_t next_sequence;
static unsigned openings;
static unsigned unknown;

static bool opens(const struct msg_event *event)
{
    return event->kind == EVENT_KEYPAD_STORE || event->kind == EVENT_KEYPAD_COLLECT || event->kind == EVENT_WEB_STORE ||
           event->kind == EVENT_WEB_COLLECT || event->kind == EVENT_OPERATOR_OPEN;
}

/* Takes every event there is; checks that none is missing. */
static void drain(void)
{
    gateway_connect();
    for (int quiet = 0; quiet < 8; quiet++) {
        gateway_forget();
        gateway_run(100);
        const struct rig_message *message = gateway_got(MSG_EVENT);
        struct msg_event event;
        if (message == NULL)
            continue;
        memcpy(&event, message->fields, sizeof event);
        if (event.sequence >= next_sequence) {
            if (event.kind == EVENT_GAP) {
                CHECK_EQUAL(event.sequence - event.reference + 1, next_sequence);
                unknown += event.reference;
            } else {
                CHECK_EQUAL(event.sequence, next_sequence);
            }
            next_sequence = event.sequence + 1;
            openings += opens(&event) && event.outcome == OUTCOME_DONE;
            unknown += event.outcome == OUTCOME_UNKNOWN;
        }
        gateway_send(MSG_ACKNOWLEDGE, &(struct msg_acknowledge){event.sequence}, sizeof(struct msg_acknowledge));
        quiet = 0;
    }
}

static void random_dialogue(void)
{
    static const char *const phones[] = {"0790000001", "0790000002", "0790000003"};
    static const char *const pins[] = {"4711", "4711", "0852"};
    rig_keys(below(2) ? "A" : "B");
    rig_keys(phones[below(3)]);
    rig_keys("# ");
    rig_keys(below(2) ? "D#" : "#");
    rig_keys(pins[below(3)]);
    rig_keys("#");
    rig_keys(pins[below(3)]);
    rig_keys("# ");
    rig_keys(below(2) ? "#" : below(2) ? "A" : "B ");
    if (below(3) == 0)
        rig_run(31000);
}

static void random_keys(void)
{
    for (int i = 0; i < 30; i++)
        rig_keys((const char[]){"0123456789*#ABCD##"[below(18)], 0});
}

static void random_command(void)
{
    const uint32_t id = ++command_id;
    const uint8_t locker = (uint8_t)(1 + below(8));
    union {
        struct msg_store store;
        struct msg_release release;
        struct msg_set_service service;
    } fields = {.store = {.id = id, .deadline = gateway_deadline(), .locker = locker}};
    switch (below(5)) {
    case 0:
    case 1:
        pack_digits(below(2) ? "0790000001" : "0790000002", fields.store.phone, 8);
        pack_digits("4711", fields.store.pin, 4);
        gateway_send(below(2) ? MSG_STORE : MSG_COLLECT, &fields, sizeof fields.store);
        break;
    case 2:
        gateway_send(MSG_OPERATOR_OPEN, &fields, sizeof(struct msg_operator_open));
        break;
    case 3:
        fields.release.rental = (uint16_t)below(4);
        gateway_send(MSG_RELEASE, &fields, sizeof fields.release);
        break;
    default:
        fields.service.out_of_service = (uint8_t)below(2);
        gateway_send(MSG_SET_SERVICE, &fields, sizeof fields.service);
    }
    rig_run(below(400));
}

static void soak(uint32_t seed)
{
    unsigned cuts = 0;
    rig_blank();
    chance = seed;
    command_id = 0;
    next_sequence = 1;
    openings = unknown = 0;
    rig_boot(1);
    rig_run(500);
    for (int round = 0; round < 60; round++) {
        if (below(3) == 0) {
            rig.cut_at_byte = rig.eeprom_bytes + 1 + below(120);
            rig.torn = (int)below(3);
        }
        switch (below(4)) {
        case 0:
            random_keys();
            break;
        case 1:
            random_command();
            break;
        default:
            random_dialogue();
        }
        if (!rig.powered || below(10) == 0) {
            const unsigned pulses = rig.pulse_count;
            cuts++;
            rig.cut_at_byte = 0;
            rig_boot(2);
            rig_run(600);
            CHECK_EQUAL(rig.pulse_count, pulses);
        }
        rig.cut_at_byte = 0;
        for (uint8_t locker = 0; locker < 8; locker++)
            CHECK(!(slot_state(locker) & SLOT_DAMAGED));
        if (below(6) == 0)
            drain();
    }
    rig_run(1000);
    drain();
    CHECK(openings <= rig.pulse_count + cuts);
    CHECK(rig.pulse_count <= openings + unknown);
}

TEST("whatever happens in whatever order: every pulse has its event, no event is missing, no slot is damaged")
{
    for (uint32_t seed = 1; seed <= 60; seed++)
        soak(seed);
}
