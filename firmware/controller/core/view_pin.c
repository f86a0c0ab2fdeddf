/* The PIN: to collect with, or a new one, twice. */
#include <string.h>

#include "board.h"
#include "config.h"
#include "messages.h"
#include "pin.h"
#include "text.h"
#include "views.h"

void pin_draw(void)
{
    if (dialogue.view == VIEW_PIN_AGAIN)
        text_line(0, TEXT("Same PIN again"), 0);
    else if (dialogue.flow == FLOW_STORE)
        text_line(0, TEXT("New PIN, min. %"), config.pin_digits);
    else
        text_line(0, TEXT("PIN, locker %"), dialogue.locker + 1);
    text_big(1);
    for (uint8_t i = 0; i < dialogue.typed_count; i++)
        text_char(1, i, '*');
    text_line(3, TEXT("*back       # ok"), 0);
}

static void refuse(const char *why, uint8_t number)
{
    type_clear();
    board_tone(TONE_FAILURE);
    dialogue_note(why, number, VIEW_PIN);
}

static void confirm(void)
{
    const bool again = dialogue.view == VIEW_PIN_AGAIN;
    const uint8_t digits_min = dialogue.flow == FLOW_STORE ? config.pin_digits : PIN_DIGITS_MIN;
    if (again && memcmp(dialogue.pin, dialogue.typed, PIN_BYTES) != 0) {
        refuse(TEXT("The PINs differ. Please enter a new PIN again."), 0);
        return;
    }
    if (dialogue.typed_count < digits_min) {
        refuse(TEXT("The PIN has at least % digits."), digits_min);
        return;
    }
    memcpy(dialogue.pin, dialogue.typed, PIN_BYTES);
    if (dialogue.flow == FLOW_COLLECT) {
        operate(EVENT_KEYPAD_COLLECT);
    } else if (again) {
        operate(EVENT_KEYPAD_STORE);
    } else if (pin_obvious(dialogue.pin)) {
        refuse(TEXT("This PIN is too easy to guess. Choose another."), 0);
    } else {
        type_clear();
        dialogue_show(VIEW_PIN_AGAIN);
    }
}

bool pin_key(char key)
{
    if (type_digit(key, PIN_DIGITS_MAX))
        return true;
    if (key == '#') {
        confirm();
    } else if (key != '*') {
        return false;
    } else if (dialogue.view == VIEW_PIN_AGAIN) {
        dialogue_show(VIEW_PIN);
    } else {
        /* Back over a list of one would lead here again. */
        dialogue_show((dialogue.lockers & (dialogue.lockers - 1)) == 0 ? VIEW_PHONE : VIEW_LIST);
    }
    return true;
}
