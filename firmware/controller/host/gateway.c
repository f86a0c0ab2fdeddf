#include "gateway.h"

#include <string.h>

#include "cobs.h"
#include "harness.h"
#include "seal.h"
#include "session.h"

/* The newest sessions, and the rest of what the gateway knows of them. */
#define SESSIONS 4
static struct session sessions[SESSIONS];
static unsigned session_count;
static uint8_t pairing_key[KEY_LENGTH];
static unsigned forgotten;

static struct session *session_of(uint16_t number)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        if (number != 0 && sessions[i].number == number)
            return &sessions[i];
    }
    return NULL;
}

static struct session *newest(void)
{
    return &sessions[session_count % SESSIONS];
}

void gateway_use_key(const uint8_t key[KEY_LENGTH])
{
    memcpy(pairing_key, key, sizeof pairing_key);
}

const uint8_t *gateway_key(uint16_t session)
{
    const struct session *known = session_of(session);
    return known == NULL ? NULL : known->to_gateway;
}

static uint8_t sealed(uint8_t *raw, uint16_t session, uint8_t length)
{
    static const uint8_t nobodys[KEY_LENGTH];
    struct ccm ccm;
    const struct session *known = session_of(session);
    if (raw[0] == FRAME_PLAIN)
        return check_add(raw, length);
    seal_begin(&ccm, known == NULL ? nobodys : known->to_controller, raw, length);
    while (!ccm_step(&ccm))
        ;
    return length + TAG_LENGTH;
}

unsigned gateway_encode(uint8_t *frame, uint8_t format, uint16_t session, uint32_t counter, uint8_t message,
                        const void *fields, uint8_t length)
{
    memset(frame, 0, GATEWAY_FRAME_MAX);
    uint8_t *raw = frame + 2;
    raw[0] = format;
    memcpy(raw + 1, &session, 2);
    memcpy(raw + 3, &counter, 4);
    raw[HEADER_LENGTH] = message;
    if (length > 0)
        memcpy(raw + HEADER_LENGTH + 1, fields, length);
    const uint8_t all = sealed(raw, session, HEADER_LENGTH + 1 + length);
    cobs_encode(frame + 1, all);
    return all + 3u;
}

static void put(uint8_t format, uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t length)
{
    uint8_t frame[GATEWAY_FRAME_MAX];
    rig_receive(frame, gateway_encode(frame, format, session, counter, message, fields, length));
}

void gateway_plain(uint8_t message, const void *fields, uint8_t length)
{
    put(FRAME_PLAIN, 0, 0, message, fields, length);
}

void gateway_frame(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t length)
{
    put(FRAME_SEALED, session, counter, message, fields, length);
}

struct msg_hello gateway_hello(void)
{
    static uint8_t fresh = 1;
    const struct msg_hello hello = {PROTOCOL_VERSION, PROTOCOL_VERSION, {fresh++, 1, 2, 3, 4, 5, 6, 7}};
    gateway_plain(MSG_HELLO, &hello, sizeof hello);
    return hello;
}

/* Checks the proof and makes the keys. */
bool gateway_welcomed(const struct msg_welcome *welcome)
{
    uint8_t proof[KEY_LENGTH];
    session_derive(pairing_key, LABEL_PROOF, welcome, proof);
    if (memcmp(proof, welcome->proof, sizeof welcome->proof) != 0)
        return false;
    /* Numbers begin anew at each boot. */
    struct session *same = session_of((uint16_t)welcome->handshake);
    if (same != NULL)
        same->number = 0;
    session_count++;
    struct session *session = newest();
    memset(session, 0, sizeof *session);
    session_derive(pairing_key, LABEL_TO_CONTROLLER, welcome, session->to_controller);
    session_derive(pairing_key, LABEL_TO_GATEWAY, welcome, session->to_gateway);
    session->number = (uint16_t)welcome->handshake;
    return true;
}

struct msg_welcome gateway_connect(void)
{
    struct msg_welcome welcome;
    gateway_forget();
    for (int tries = 0; tries < 10 && gateway_got(MSG_WELCOME) == NULL; tries++) {
        gateway_hello();
        rig_run(500);
    }
    if (gateway_got(MSG_WELCOME) == NULL)
        harness_fail(__FILE__, __LINE__, "no welcome");
    memcpy(&welcome, gateway_got(MSG_WELCOME)->fields, sizeof welcome);
    if (!gateway_welcomed(&welcome))
        harness_fail(__FILE__, __LINE__, "the welcome proves nothing");
    gateway_forget();
    gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    for (int ms = 0; ms < 200 && gateway_got(MSG_CONTROLLER_HEARTBEAT) == NULL; ms++)
        rig_run(1);
    return welcome;
}

struct msg_controller_heartbeat gateway_heartbeat(void)
{
    struct msg_controller_heartbeat heartbeat;
    if (gateway_got(MSG_CONTROLLER_HEARTBEAT) == NULL)
        harness_fail(__FILE__, __LINE__, "no heartbeat");
    memcpy(&heartbeat, gateway_got(MSG_CONTROLLER_HEARTBEAT)->fields, sizeof heartbeat);
    return heartbeat;
}

uint16_t gateway_session(void)
{
    return newest()->number;
}

void gateway_send(uint8_t message, const void *fields, uint8_t length)
{
    gateway_frame(newest()->number, ++newest()->sent, message, fields, length);
}

void gateway_run(uint32_t ms)
{
    for (; ms > 500; ms -= 500) {
        rig_run(500);
        gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
        if (rig.message_count > RIG_MESSAGES_MAX - 64)
            gateway_forget();
    }
    rig_run(ms);
}

void gateway_drain(void)
{
    uint32_t acknowledged = 0;
    for (int quiet = 0; quiet < 20; quiet++) {
        gateway_run(50);
        gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
        const struct rig_message *message = gateway_got(MSG_EVENT);
        struct msg_event event;
        if (message == NULL)
            continue;
        memcpy(&event, message->fields, sizeof event);
        if (event.sequence <= acknowledged)
            continue;
        acknowledged = event.sequence;
        gateway_send(MSG_ACKNOWLEDGE, &(struct msg_acknowledge){acknowledged}, sizeof(struct msg_acknowledge));
        quiet = 0;
    }
}

const struct rig_message *gateway_got(uint8_t message)
{
    for (unsigned i = rig.message_count; i > forgotten; i--) {
        if (rig.messages[i - 1].id == message)
            return &rig.messages[i - 1];
    }
    return NULL;
}

unsigned gateway_count(uint8_t message)
{
    unsigned count = 0;
    for (unsigned i = forgotten; i < rig.message_count; i++)
        count += rig.messages[i].id == message;
    return count;
}

void gateway_forget(void)
{
    if (rig.message_count > RIG_MESSAGES_MAX / 2)
        rig.message_count = 0;
    forgotten = rig.message_count;
}

struct msg_result gateway_result(uint32_t id)
{
    for (int i = 0; i < 200; i++) {
        struct msg_result result;
        for (unsigned at = rig.message_count; at > forgotten; at--) {
            if (rig.messages[at - 1].id != MSG_RESULT)
                continue;
            memcpy(&result, rig.messages[at - 1].fields, sizeof result);
            if (result.id == id)
                return result;
        }
        gateway_run(10);
        if (i % 50 == 49)
            gateway_send(MSG_GATEWAY_HEARTBEAT, NULL, 0);
    }
    harness_fail(__FILE__, __LINE__, "no result of command %u", id);
    return (struct msg_result){0};
}

uint32_t gateway_deadline(void)
{
    return UINT32_MAX / 2;
}

void pack_digits(const char *digits, uint8_t *packed, uint8_t bytes)
{
    memset(packed, 0xFF, bytes);
    for (unsigned i = 0; digits[i] != '\0'; i++) {
        const uint8_t digit = (uint8_t)(digits[i] - '0');
        packed[i / 2] = i % 2 ? (packed[i / 2] & 0xF0) | digit : (uint8_t)(digit << 4) | 0x0F;
    }
}

static struct msg_result with_pin(uint8_t message, uint32_t id, uint8_t locker, const char *phone, const char *pin)
{
    struct msg_store store = {.id = id, .deadline = gateway_deadline(), .locker = locker};
    pack_digits(phone, store.phone, sizeof store.phone);
    pack_digits(pin, store.pin, sizeof store.pin);
    gateway_send(message, &store, sizeof store);
    return gateway_result(id);
}

struct msg_result gateway_store(uint32_t id, uint8_t locker, const char *phone, const char *pin)
{
    return with_pin(MSG_STORE, id, locker, phone, pin);
}

struct msg_result gateway_collect(uint32_t id, uint8_t locker, const char *phone, const char *pin)
{
    return with_pin(MSG_COLLECT, id, locker, phone, pin);
}
