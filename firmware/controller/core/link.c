#include "link.h"

#include <string.h>

#include "clock.h"
#include "commands.h"
#include "eeprom.h"
#include "frames.h"
#include "handshake.h"
#include "identity.h"
#include "inline.h"
#include "journal.h"
#include "messages.h"
#include "operation.h"
#include "pairing.h"
#include "reports.h"
#include "seal.h"

/* AES blocks between two looks at keys and locks. On the AVR each takes half a millisecond. */
#ifndef AES_BLOCKS_A_TICK
#ifdef __AVR__
#define AES_BLOCKS_A_TICK 1
#else
#define AES_BLOCKS_A_TICK 24
#endif
#endif

static struct session current;
static uint16_t heard_at;
static bool opened;
static bool up;
/* One frame at a time is sealed, sent or opened. */
static enum { RESTING, SEALING, SENDING, OPENING } work;
static struct ccm ccm;
static uint8_t sending_length;
static struct session *opening_for;

void link_reset(void)
{
    memset(&current, 0, sizeof current);
    handshake_reset();
    opened = up = false;
    work = RESTING;
    frames_reset();
}

void link_open(void)
{
    opened = true;
}

bool link_up(void)
{
    return up;
}

bool link_listens(void)
{
    return !frames_pending();
}

void link_byte(uint8_t byte)
{
    frames_byte(byte);
}

bool link_idle(void)
{
    return work == RESTING && !frames_pending() && !(up && reports_due());
}

bool link_send(uint8_t message, const void *fields, uint8_t length)
{
    const bool first = current.sent == 0;
    if (current.number == 0 || work != RESTING || (first && message != MSG_CONTROLLER_HEARTBEAT) ||
        current.sent == UINT32_MAX)
        return false;
    current.sent++;
    sending_length = frames_fill(current.number, current.sent, message, fields, length);
    seal_begin(&ccm, current.to_gateway, (uint8_t *)&frame_out.frame, sending_length);
    sending_length += TAG_LENGTH;
    work = SEALING;
    return true;
}

void link_send_plain(uint8_t message, const void *fields, uint8_t length)
{
    if (work != RESTING)
        return;
    sending_length = check_add((uint8_t *)&frame_out.frame, frames_fill(0, 0, message, fields, length));
    work = SENDING;
}

void link_refuse(uint8_t message, uint8_t reason)
{
    const struct msg_refused refused = {message, reason, PROTOCOL_VERSION, PROTOCOL_VERSION};
    if (frame_in.frame.format == FRAME_PLAIN)
        link_send_plain(MSG_REFUSED, &refused, sizeof refused);
    else
        link_send(MSG_REFUSED, &refused, sizeof refused);
}

/* Nothing in here opens a door, changes a slot or tells of one. */
static void take_plain(const struct frame *frame, uint8_t length)
{
    const uint8_t fields_length = length - FRAME_BARE;
    const void *fields = frame->fields;
    if (length == 0 || frame->session != 0 || frame->counter != 0 || !opened)
        return;
    if (frame->message == MSG_HELLO && fields_length == sizeof(struct msg_hello))
        handshake_hello(fields);
    else if (frame->message != MSG_PAIR || fields_length != sizeof(struct msg_pair))
        return;
    else if (pairing_offer(fields))
        link_send_plain(MSG_PAIR_READY, fields, 0);
    else
        link_refuse(MSG_PAIR, REFUSAL_NOT_PAIRING);
}

/* The session that a sealed frame says it is of, if its counter is new there. */
static struct session *session_of(const struct frame *frame)
{
    struct session *session = NULL;
    if (frame->session == 0)
        return NULL;
    if (frame->session == current.number)
        session = &current;
    else if (frame->session == handshake_offer.number)
        session = &handshake_offer;
    return session != NULL && frame->counter > session->accepted ? session : NULL;
}

/* A good frame: the one that was offered becomes the current session with its first. */
static void accept(const struct frame *frame)
{
    if (opening_for != &current) {
        current = handshake_offer;
        handshake_withdraw();
        pairing_session_began();
        up = false;
    }
    if (!up)
        reports_begin();
    current.accepted = frame->counter;
    heard_at = clock_short();
    up = true;
}

static void finish_pairing(const struct msg_pair_finish *given)
{
    struct msg_paired answer;
    if (!pairing_session())
        link_refuse(MSG_PAIR_FINISH, REFUSAL_NOT_PAIRING);
    else if (!eeprom_busy() && !operation_active() && identity_finish(given, &answer))
        link_send(MSG_PAIRED, &answer, sizeof answer);
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
    case MSG_PAIR_FINISH:
        return sizeof(struct msg_pair_finish);
    default:
        return command_length(message);
    }
}

static void handle(uint8_t message, const void *fields, uint8_t fields_length)
{
    const uint8_t length = length_of(message);
    if (length != fields_length) {
        link_refuse(message, length == 0xFF ? REFUSAL_UNKNOWN_MESSAGE : REFUSAL_WRONG_LENGTH);
        return;
    }
    switch (message) {
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
    case MSG_PAIR_FINISH:
        finish_pairing(fields);
        break;
    default:
        command_received(message, fields);
    }
}

OUT_OF_LINE static void take_frame(void)
{
    const struct frame *frame = &frame_in.frame;
    uint8_t *bytes = (uint8_t *)&frame_in.frame;
    if (frame->format == FRAME_SEALED) {
        opening_for = session_of(frame);
        if (opening_for != NULL && open_begin(&ccm, opening_for->to_controller, bytes, frames_length())) {
            work = OPENING;
            return;
        }
    } else if (frame->format == FRAME_PLAIN) {
        take_plain(frame, check_take(bytes, frames_length()));
    }
    frames_done();
}

static void take_opened(void)
{
    const struct frame *frame = &frame_in.frame;
    /* The offer may have been withdrawn meanwhile. */
    if (ccm.right && session_of(frame) == opening_for) {
        accept(frame);
        handle(frame->message, frame->fields, ccm.length - 1);
    }
    frames_done();
}

/* True when there may be more to do at once. */
static bool step(void)
{
    switch (work) {
    case SEALING:
        if (ccm_step(&ccm))
            work = SENDING;
        return true;
    case SENDING:
        if (frames_send(sending_length))
            work = RESTING;
        return work == RESTING;
    case OPENING:
        if (ccm_step(&ccm)) {
            work = RESTING;
            take_opened();
        }
        return true;
    default:
        break;
    }
    if (frames_pending())
        take_frame();
    else if (up && pairing_settled())
        reports_tick();
    return work != RESTING;
}

void link_tick(void)
{
    commands_tick();
    if (up && clock_reached(heard_at + LINK_TIMEOUT_MS))
        up = false;
    /* Who stands at the keypad does not wait for AES. */
    if (operation_active() && operation.origin == ORIGIN_KEYPAD)
        return;
    for (uint8_t i = 0; i < AES_BLOCKS_A_TICK && step(); i++)
        ;
}
