/* Pairing: what to do, the key being typed, the check code to compare. */
#include <stddef.h>

#include "board.h"
#include "digits.h"
#include "pairing.h"
#include "text.h"
#include "views.h"

/* A group is so many symbols and a check symbol (PROTOCOL.md, "Pairing"). */
#define GROUP 4
#define GROUPS (KEY_SYMBOLS / GROUP)

/* dialogue.number is the group being typed, dialogue.typed its keys; the note stands after a wrong one. */
static void draw_typing(void)
{
    const uint8_t group = dialogue.number + 1;
    if (dialogue.note != NULL) {
        text_line(1, dialogue.note, group);
    } else if (group == 1 && dialogue.typed_count == 0) {
        text_line(1, TEXT("Wait for code or"), 0);
        text_line(2, TEXT("type the key,"), 0);
        text_line(3, TEXT("8 groups of 5"), 0);
        return;
    } else {
        text_line(1, TEXT("Key group % of 8"), group);
    }
    text_big(2);
    for (uint8_t i = 0; i < dialogue.typed_count; i++)
        text_char(2, i, (char)dialogue.typed[i]);
}

static void draw_code(void)
{
    uint8_t code[CHECK_CODE_DIGITS];
    pairing_check_code(code);
    text_line(1, TEXT("Same code there?"), 0);
    text_big(2);
    for (uint8_t i = 0; i < CHECK_CODE_DIGITS; i++)
        text_number(2, i + 1, code[i]);
}

void pair_draw(void)
{
    text_line(0, TEXT("Pairing     % s"), pairing_left_s());
    switch (pairing_state()) {
    case PAIRING_NOTHING:
        draw_typing();
        break;
    case PAIRING_KEPT:
        text_line(1, TEXT("Done. Let the"), 0);
        text_line(2, TEXT("button go when"), 0);
        text_line(3, TEXT("gateway says so."), 0);
        break;
    default:
        draw_code();
    }
}

/* The place of a key among 0123456789ABCD*#. */
static uint8_t value_of(char key)
{
    if (key >= 'A')
        return (uint8_t)(key - 'A' + 10);
    if (key >= '0')
        return (uint8_t)(key - '0');
    return key == '*' ? 14 : 15;
}

/* Doubling in GF(16) with x^4 + x + 1. */
static uint8_t twice(uint8_t value)
{
    return value & 8 ? (uint8_t)(value << 1) ^ 0x13 : (uint8_t)(value << 1);
}

/* There is no key to delete with: a wrong group is typed again. */
bool pair_key(char key)
{
    uint8_t check = 0;
    if (pairing_state() != PAIRING_NOTHING)
        return false;
    if (dialogue.typed_count < GROUP) {
        dialogue.note = NULL;
        dialogue.typed[dialogue.typed_count++] = (uint8_t)key;
        return true;
    }
    for (uint8_t i = 0; i < GROUP; i++)
        check = twice(check ^ value_of((char)dialogue.typed[i]));
    if (check != value_of(key)) {
        dialogue.note = TEXT("Wrong. Again %/8");
        dialogue.redraw = true;
        board_tone(TONE_FAILURE);
    } else {
        for (uint8_t i = 0; i < GROUP; i++)
            pairing_symbol(dialogue.number * GROUP + i, value_of((char)dialogue.typed[i]));
        dialogue.number++;
    }
    type_clear();
    return dialogue.note == NULL;
}
