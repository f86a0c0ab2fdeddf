/* The phone number, and what its owner wants. */
#include "board.h"
#include "config.h"
#include "digits.h"
#include "messages.h"
#include "text.h"
#include "throttle.h"
#include "views.h"

#define BIG_DIGITS 8

void phone_draw(void)
{
    const uint8_t count = dialogue.typed_count;
    uint8_t shown = 0;
    if (count > BIG_DIGITS) {
        /* The last digits stay big, all of them stand above. */
        shown = count - BIG_DIGITS;
        for (uint8_t i = count > SCREEN_COLUMNS ? count - SCREEN_COLUMNS : 0, column = 0; i < count; i++)
            column = text_char(0, column, (char)('0' + digit_get(dialogue.typed, i)));
    } else if (dialogue.flow == FLOW_STORE) {
        text_line(0, TEXT("Store: phone no."), 0);
    } else if (dialogue.flow == FLOW_COLLECT) {
        text_line(0, TEXT("Collect: phone"), 0);
    } else {
        text_line(0, TEXT("Phone number"), 0);
    }
    text_big(1);
    for (uint8_t column = 0; shown < count; shown++)
        column = text_char(1, column, (char)('0' + digit_get(dialogue.typed, shown)));
    text_line(3, TEXT("*back     # next"), 0);
}

static void confirm(void)
{
    if (phone_canonical(dialogue.typed, dialogue.typed_count, dialogue.phone)) {
        dialogue_show(dialogue.flow == FLOW_EITHER ? VIEW_CHOICE : VIEW_LOOKUP);
        return;
    }
    board_tone(TONE_FAILURE);
    dialogue_note(TEXT("A phone number has 6 to 15 digits."), 0, VIEW_PHONE);
}

static bool choose(char key)
{
    dialogue.flow = key == 'A' ? FLOW_STORE : FLOW_COLLECT;
    if (dialogue.flow == FLOW_COLLECT || storing_possible())
        confirm();
    return true;
}

bool phone_key(char key)
{
    if (type_digit(key, TYPED_DIGITS))
        return true;
    if (key == '*')
        dialogue_home();
    else if (key == '#')
        confirm();
    else if (dialogue.flow == FLOW_EITHER && (key == 'A' || key == 'B'))
        return choose(key);
    else
        return false;
    return true;
}

void choice_draw(void)
{
    text_line(0, TEXT("What to do?"), 0);
    offer_flows(1);
    text_line(3, TEXT("*back"), 0);
}

bool choice_key(char key)
{
    if (key == 'A' || key == 'B')
        return choose(key);
    if (key != '*')
        return false;
    dialogue_show(VIEW_PHONE);
    return true;
}

static void lookup_store(uint32_t mine)
{
    dialogue.lockers = 0;
    for (uint8_t locker = 0; locker < config.lockers; locker++) {
        if (slot_free(locker))
            dialogue.lockers |= locker_bit(locker);
    }
    if (!storing_possible())
        return;
    if (lockers_count(mine) < config.lockers_per_phone) {
        dialogue_show(VIEW_LIST);
        return;
    }
    refuse_more_lockers();
}

static void lookup_collect(uint32_t mine)
{
    uint16_t wait = throttle_keypad_wait();
    dialogue.lockers = mine;
    if (wait > 0) {
        dialogue_countdown(wait);
        return;
    }
    if (mine == 0) {
        /* Trying out numbers uses up the keypad's budget, like trying out PINs. */
        throttle_keypad_failed();
        board_tone(TONE_FAILURE);
        dialogue_note(TEXT("No locker for this number. Please check it."), 0, VIEW_PHONE);
        return;
    }
    const uint8_t outcome = throttle_phone(dialogue.phone, &wait);
    if (outcome == OUTCOME_LOCKED_OPERATOR) {
        refuse_until_operator();
    } else if (outcome != OUTCOME_DONE) {
        dialogue_countdown(wait);
    } else {
        dialogue_show(lockers_count(mine) == 1 ? VIEW_PIN : VIEW_LIST);
    }
}

void lookup(void)
{
    const uint32_t mine = slots_of_phone(dialogue.phone);
    if (dialogue.flow == FLOW_STORE)
        lookup_store(mine);
    else
        lookup_collect(mine);
    type_clear();
    dialogue.number = 0;
    if (dialogue.lockers != 0)
        dialogue.locker = lockers_first(dialogue.lockers);
}
