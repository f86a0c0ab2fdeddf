#include "link.h"

#include <string.h>

#include "clock.h"
#include "commands.h"
#include "config.h"
#include "counters.h"
#include "entropy.h"
#include "frames.h"
#include "identity.h"
#include "journal.h"
#include "messages.h"
#include "reports.h"

/* Parts a session number of this boot from those of the boots before. */
#define SESSIONS_PER_BOOT 251

static uint16_t session;
static uint32_t sent;
static uint32_t accepted;
static uint16_t offered;
static uint8_t offered_nonce[8];
static uint16_t last_session;
static uint16_t heard_at;
static bool opened;
static bool up;

void link_reset(void)
{
    session = offered = 0;
    opened = up = false;
    frames_reset();
}

void link_open(void)
{
    last_session = counters.boot * SESSIONS_PER_BOOT;
    opened = true;
}

bool link_up(void)
{
    return up;
}

bool link_idle(void)
{
    return !frames_pending() && !(up && reports_due());
}

bool link_send(uint8_t message, const void *fields, uint8_t length)
{
    if (session == 0 || !frames_send(session, sent + 1, message, fields, length))
        return false;
    sent++;
    return true;
}

static void refuse(uint16_t in_session, uint8_t message, uint8_t reason)
{
    const struct msg_refused refused = {message, reason, PROTOCOL_VERSION, PROTOCOL_VERSION};
    if (in_session == 0)
        frames_send(0, 0, MSG_REFUSED, &refused, sizeof refused);
    else
        link_send(MSG_REFUSED, &refused, sizeof refused);
}

static void hello(const struct frame *frame)
{
    const struct msg_hello *asked = (const struct msg_hello *)frame->fields;
    if (frame->length != sizeof *asked || !opened)
        return;
    if (asked->version_min > PROTOCOL_VERSION || asked->version_max < PROTOCOL_VERSION) {
        refuse(0, MSG_HELLO, REFUSAL_WRONG_VERSION);
        return;
    }
    /* The same hello again means that the answer was lost: the same answer. */
    if (offered == 0 || memcmp(offered_nonce, asked->nonce, sizeof offered_nonce) != 0) {
        do
            last_session++;
        while (last_session == 0 || last_session == session);
        offered = last_session;
        memcpy(offered_nonce, asked->nonce, sizeof offered_nonce);
    }
    struct msg_welcome welcome;
    memcpy(welcome.nonce, asked->nonce, sizeof welcome.nonce);
    memcpy(welcome.controller_id, controller_id, sizeof welcome.controller_id);
    welcome.version = PROTOCOL_VERSION;
    welcome.session = offered;
    welcome.boot = counters.boot;
    welcome.firmware[0] = FIRMWARE_MAJOR;
    welcome.firmware[1] = FIRMWARE_MINOR;
    welcome.firmware[2] = FIRMWARE_PATCH;
    welcome.lockers = config.lockers;
    welcome.uptime = clock_ms();
    welcome.sequence_first = journal_first();
    welcome.sequence_last = journal_last();
    frames_send(0, 0, MSG_WELCOME, &welcome, sizeof welcome);
}

/* Is this the current session, or the first frame of the one that was offered? And is it newer than the last? */
static bool accept(const struct frame *frame)
{
    if (frame->session == 0)
        return false;
    if (frame->session == session) {
        if (frame->counter <= accepted)
            return false;
    } else if (frame->session == offered && frame->counter > 0) {
        session = offered;
        sent = 0;
        up = false;
    } else {
        return false;
    }
    if (!up)
        reports_begin();
    accepted = frame->counter;
    heard_at = clock_short();
    up = true;
    return true;
}

/* Length of the fields of a message of the gateway; 0xFF for one that does not exist. */
static uint8_t length_of(uint8_t message)
{
    switch (message) {
    case MSG_GATEWAY_HEARTBEAT:
        return 0;
    case MSG_ACKNOWLEDGE:
        return sizeof(struct msg_acknowledge);
    case MSG_QUERY_RESULT:
        return sizeof(struct msg_query_result);
    case MSG_QUERY_SLOT:
        return sizeof(struct msg_query_slot);
    case MSG_SET_TIME:
        return sizeof(struct msg_set_time);
    default:
        return command_length(message);
    }
}

static void handle(const struct frame *frame)
{
    const uint8_t length = length_of(frame->message);
    if (length != frame->length) {
        const uint8_t reason = length == 0xFF ? REFUSAL_UNKNOWN_MESSAGE : REFUSAL_WRONG_LENGTH;
        refuse(frame->session, frame->message, reason);
        return;
    }
    const void *fields = frame->fields;
    switch (frame->message) {
    case MSG_GATEWAY_HEARTBEAT:
        break;
    case MSG_ACKNOWLEDGE:
        journal_acknowledge(((const struct msg_acknowledge *)fields)->sequence);
        reports_event_due();
        break;
    case MSG_QUERY_RESULT:
        command_query(((const struct msg_query_result *)fields)->id);
        break;
    case MSG_QUERY_SLOT:
        report_slot(((const struct msg_query_slot *)fields)->locker);
        break;
    case MSG_SET_TIME: {
        const struct msg_set_time *time = fields;
        clock_set_wall(time->seconds, time->offset);
        break;
    }
    default:
        command_received(frame->message, fields);
    }
}

static void take_frame(void)
{
    struct frame frame;
    if (!frames_pending())
        return;
    if (frames_take(&frame)) {
        entropy_season((uint8_t)frame.counter); /* mixing takes two AES blocks: the next key does it */
        if (frame.session == 0 && frame.message == MSG_HELLO)
            hello(&frame);
        else if (accept(&frame))
            handle(&frame);
    }
    frames_done();
}

void link_byte(uint8_t byte)
{
    /* The buffer holds one frame: the last one goes first when the next begins before the tick. */
    if (byte != 0)
        take_frame();
    else if (frames_pending())
        return;
    frames_byte(byte);
}

void link_tick(void)
{
    take_frame();
    commands_tick();
    if (up && clock_reached(heard_at + LINK_TIMEOUT_MS))
        up = false;
    if (up)
        reports_tick();
}
