/* The operation that a person asked for, and the open door. */
#include <string.h>

#include "board.h"
#include "config.h"
#include "inline.h"
#include "inputs.h"
#include "messages.h"
#include "operation.h"
#include "text.h"
#include "throttle.h"
#include "views.h"

/* A door that does not spring open may be tried again so often without a new PIN. */
#define REOPEN_MAX 3

static bool begin(void)
{
    if (!operation_begin(ORIGIN_KEYPAD, dialogue.kind, dialogue.locker))
        return false;
    memcpy(operation.phone, dialogue.phone, PHONE_BYTES);
    memcpy(operation.pin, dialogue.pin, PIN_BYTES);
    operation.rental = dialogue.rental;
    operation_run();
    return true;
}

void operate(uint8_t kind)
{
    type_clear();
    dialogue.kind = kind;
    dialogue_show(VIEW_WORKING);
    begin();
}

static void wrong_pin(uint8_t tries)
{
    const uint8_t left = throttle_tries_left(tries);
    uint16_t wait;
    const uint8_t locked = throttle_phone(dialogue.phone, &wait);
    if (locked == OUTCOME_LOCKED_OPERATOR) {
        refuse_until_operator();
    } else if (locked != OUTCOME_DONE) {
        dialogue_countdown(wait);
    } else if ((wait = throttle_keypad_wait()) > 0) {
        dialogue_countdown(wait);
    } else {
        board_tone(TONE_FAILURE);
        dialogue_note(TEXT("Wrong PIN. Tries before you have to wait: %"), left, VIEW_PIN);
    }
}

static void door_failed(void)
{
    board_tone(TONE_FAILURE);
    if (dialogue.kind == EVENT_KEYPAD_STORE)
        dialogue_note(TEXT("Locker % does not open. Please take another."), dialogue.locker + 1, VIEW_LOOKUP);
    else
        dialogue_note(TEXT("Locker % does not open. Please ask the operator."), dialogue.locker + 1, VIEW_START);
}

OUT_OF_LINE static void done(void)
{
    dialogue.rental = operation.rental;
    board_tone(TONE_SUCCESS);
    switch (dialogue.kind) {
    case EVENT_KEYPAD_FINISH:
        dialogue_note(TEXT("Thank you. Please close the door."), 0, VIEW_START);
        break;
    case EVENT_KEYPAD_KEEP:
        dialogue_note(TEXT("Locker % stays yours. Please close the door."), dialogue.locker + 1, VIEW_START);
        break;
    default:
        dialogue.door_was_open = door_open(dialogue.locker);
        dialogue_show(dialogue.flow == FLOW_STORE ? VIEW_STORED : VIEW_COLLECTED);
    }
}

static void failed(uint8_t outcome)
{
    board_tone(TONE_FAILURE);
    switch (outcome) {
    case OUTCOME_NOT_FREE:
    case OUTCOME_OUT_OF_SERVICE:
        dialogue_note(TEXT("Locker % was just taken. Please take another."), dialogue.locker + 1,
                      dialogue.kind == EVENT_KEYPAD_STORE ? VIEW_LOOKUP : VIEW_START);
        break;
    case OUTCOME_TOO_MANY_LOCKERS:
        refuse_more_lockers();
        break;
    case OUTCOME_JOURNAL_FULL:
        storing_possible();
        break;
    case OUTCOME_STORAGE_FAILED:
        dialogue_note(TEXT("The memory has failed. Please ask the operator."), 0, VIEW_START);
        break;
    default:
        dialogue_note(TEXT("This locker is not yours any more."), 0, VIEW_START);
    }
}

void working_tick(void)
{
    if (!operation_ended(ORIGIN_KEYPAD)) {
        /* A command of the gateway may be under way: ours is next. */
        begin();
        return;
    }
    const uint8_t outcome = operation.outcome;
    const uint8_t tries = operation.detail;
    const uint16_t wait = operation.wait_s;
    operation_release();
    switch (outcome) {
    case OUTCOME_DONE:
        done();
        break;
    case OUTCOME_WRONG_PIN:
        wrong_pin(tries);
        break;
    case OUTCOME_DOOR_FAILED:
        door_failed();
        break;
    case OUTCOME_LOCKED_PHONE:
    case OUTCOME_LOCKED_KEYPAD:
        dialogue_countdown(wait);
        break;
    case OUTCOME_LOCKED_OPERATOR:
        refuse_until_operator();
        break;
    default:
        failed(outcome);
    }
}

static bool reopen(void)
{
    if (dialogue.reopened == REOPEN_MAX)
        return false;
    dialogue.reopened++;
    operate(EVENT_KEYPAD_COLLECT);
    return true;
}

static void offer_reopen(void)
{
    if (dialogue.reopened < REOPEN_MAX)
        text_line(3, TEXT("B open it again"), 0);
}

void stored_draw(void)
{
    text_line(0, TEXT("Locker % open:"), dialogue.locker + 1);
    text_line(1, TEXT("put things in,"), 0);
    text_line(2, TEXT("close the door."), 0);
    offer_reopen();
}

bool stored_key(char key)
{
    if (key == 'B')
        return reopen();
    if (key != '#' && key != '*')
        return false;
    dialogue_home();
    return true;
}

void collected_draw(void)
{
    text_line(0, TEXT("Locker % open"), dialogue.locker + 1);
    text_line(1, TEXT("# finish"), 0);
    text_line(2, TEXT("A keep it"), 0);
    offer_reopen();
}

bool collected_key(char key)
{
    if (key == 'B')
        return reopen();
    if (key == '#')
        operate(EVENT_KEYPAD_FINISH);
    else if (key == 'A')
        operate(EVENT_KEYPAD_KEEP);
    else
        return false;
    return true;
}
