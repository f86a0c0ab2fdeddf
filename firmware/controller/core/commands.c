#include "commands.h"

#include <stddef.h>
#include <string.h>

#include "clock.h"
#include "dialogue.h"
#include "journal.h"
#include "link.h"
#include "messages.h"
#include "operation.h"

#define REMEMBERED 8

/* What all commands begin with. */
struct command {
    uint32_t id;
    uint32_t deadline;
} __attribute__((packed));

/* These messages have the same fields and are read alike. */
_Static_assert(offsetof(struct msg_store, pin) == offsetof(struct msg_collect, pin), "store and collect");
_Static_assert(offsetof(struct msg_finish, rental) == offsetof(struct msg_release, rental), "finish and release");

static struct msg_result results[REMEMBERED];
static uint8_t next;
static uint32_t greatest;
static uint32_t running;
/* The newest result was not sent yet. */
static bool unsent;

static struct msg_result *find(uint32_t id)
{
    for (uint8_t i = 0; i < REMEMBERED; i++) {
        if (results[i].id == id && results[i].outcome != 0)
            return &results[i];
    }
    return NULL;
}

static struct msg_result *remember(uint32_t id, uint8_t outcome, uint8_t locker)
{
    struct msg_result *result = &results[next];
    next = (uint8_t)(next + 1) % REMEMBERED;
    memset(result, 0, sizeof *result);
    result->id = id;
    result->outcome = outcome;
    result->locker = locker;
    if (id > greatest)
        greatest = id;
    return result;
}

void commands_boot(void)
{
    memset(results, 0, sizeof results);
    greatest = running = 0;
    unsent = false;
    for (uint32_t sequence = journal_first(); sequence <= journal_last(); sequence++) {
        struct msg_event event;
        if (!journal_event(sequence, &event) || event.reference == 0 || event.kind < EVENT_WEB_STORE ||
            event.kind > EVENT_SET_CONFIG)
            continue;
        remember(event.reference, event.outcome, event.locker)->rental = event.rental;
    }
}

uint8_t command_length(uint8_t message)
{
    switch (message) {
    case MSG_STORE:
        return sizeof(struct msg_store);
    case MSG_COLLECT:
        return sizeof(struct msg_collect);
    case MSG_FINISH:
        return sizeof(struct msg_finish);
    case MSG_OPERATOR_OPEN:
        return sizeof(struct msg_operator_open);
    case MSG_SET_SERVICE:
        return sizeof(struct msg_set_service);
    case MSG_RELEASE:
        return sizeof(struct msg_release);
    case MSG_SET_PIN:
        return sizeof(struct msg_set_pin);
    case MSG_RESTORE_SLOT:
        return sizeof(struct msg_restore_slot);
    case MSG_SET_CONFIG:
        return sizeof(struct msg_set_config);
    default:
        return 0xFF;
    }
}

/* The first one is `store`, in the order of both lists. */
static uint8_t kind_of(uint8_t message)
{
    _Static_assert(MSG_SET_CONFIG - MSG_STORE == EVENT_SET_CONFIG - EVENT_WEB_STORE, "one kind for each command");
    return message - MSG_STORE + EVENT_WEB_STORE;
}

static void answer(uint32_t id, uint8_t outcome)
{
    const struct msg_result result = {.id = id, .outcome = outcome};
    link_send(MSG_RESULT, &result, sizeof result);
}

/* Fills the request in from the fields of its message. */
static void fill(uint8_t message, const void *fields)
{
    switch (message) {
    case MSG_STORE:
    case MSG_COLLECT: {
        const struct msg_store *store = fields;
        memcpy(operation.phone, store->phone, sizeof operation.phone);
        memcpy(operation.pin, store->pin, sizeof operation.pin);
        break;
    }
    case MSG_FINISH:
    case MSG_RELEASE:
        operation.rental = ((const struct msg_finish *)fields)->rental;
        break;
    case MSG_SET_SERVICE:
        operation.flag = ((const struct msg_set_service *)fields)->out_of_service;
        break;
    case MSG_SET_PIN: {
        const struct msg_set_pin *set = fields;
        operation.rental = set->rental;
        operation.flag = set->clear_tries;
        memcpy(operation.pin, set->pin, sizeof operation.pin);
        break;
    }
    case MSG_RESTORE_SLOT:
        memcpy(&operation.slot, ((const struct msg_restore_slot *)fields)->slot, sizeof operation.slot);
        break;
    case MSG_SET_CONFIG:
        memcpy(&operation.config, &((const struct msg_set_config *)fields)->lockers, sizeof operation.config);
        break;
    }
}

/* Counted from 0; commands without a locker of their own have none. */
static uint8_t locker_of(uint8_t message, const void *fields)
{
    if (message == MSG_SET_CONFIG)
        return LOCKER_NONE;
    if (message == MSG_RESTORE_SLOT)
        return ((const struct msg_restore_slot *)fields)->slot[0] & 0x1F;
    return (uint8_t)(((const struct msg_operator_open *)fields)->locker - 1);
}

void command_received(uint8_t message, const void *fields)
{
    struct command command;
    memcpy(&command, fields, sizeof command);
    if (find(command.id) != NULL || command.id <= greatest || command.id == running) {
        command_query(command.id);
        return;
    }
    if ((int32_t)(clock_ms() - command.deadline) > 0) {
        answer(command.id, OUTCOME_EXPIRED);
        return;
    }
    if (!operation_begin(ORIGIN_LINK, kind_of(message), locker_of(message, fields))) {
        answer(command.id, OUTCOME_BUSY);
        return;
    }
    fill(message, fields);
    operation.reference = running = command.id;
    operation_run();
}

void command_query(uint32_t id)
{
    const struct msg_result *known = find(id);
    if (known != NULL)
        link_send(MSG_RESULT, known, sizeof *known);
    else if (id == running && id != 0)
        answer(id, OUTCOME_BUSY);
    else
        answer(id, id > greatest ? OUTCOME_NEVER_SEEN : OUTCOME_UNKNOWN);
}

void commands_tick(void)
{
    if (!operation_ended(ORIGIN_LINK))
        return;
    const uint8_t locker = operation.locker == LOCKER_NONE ? 0 : operation.locker + 1;
    struct msg_result *result = remember(running, operation.outcome, locker);
    if (operation.outcome == OUTCOME_DONE && operation.kind != EVENT_SET_CONFIG)
        result->rental = operation.rental;
    if (operation.outcome == OUTCOME_LOCKED_PHONE || operation.outcome == OUTCOME_LOCKED_KEYPAD)
        result->wait_s = operation.wait_s;
    running = 0;
    unsent = true;
    operation_release();
    dialogue_refresh();
}

bool commands_due(void)
{
    return unsent;
}

bool commands_report(void)
{
    const struct msg_result *newest = &results[(uint8_t)(next - 1) % REMEMBERED];
    if (!unsent || !link_send(MSG_RESULT, newest, sizeof *newest))
        return false;
    unsent = false;
    return true;
}
