/* Pairing: what to do, the key being typed, the check code to compare. */
#include <stddef.h>

#include "board.h"
#include "pairing.h"
#include "text.h"
#include "views.h"

/* The value of a key is its place. */
static const char symbols[] FLASH = "0123456789ABCD*#";

/* dialogue.number is the group being typed, dialogue.typed its values; the note stands after a wrong one. */
static void draw_typing(void)
{
    const uint8_t group = dialogue.number + 1;
    if (dialogue.note != NULL) {
        text_line(1, dialogue.note, group);
    } else {
        text_line(1, TEXT("Key group % of 8"), group);
    }
    text_big(2);
    for (uint8_t i = 0; i < dialogue.typed_count; i++)
        text_char(2, i, (char)flash_byte(symbols + dialogue.typed[i]));
}

static void draw_code(void)
{
    uint8_t code[CHECK_CODE_DIGITS];
    pairing_check_code(code);
    text_line(1, pairing_state() == PAIRING_OFFERED ? TEXT("Same code? # yes") : TEXT("One moment ..."), 0);
    text_big(2);
    for (uint8_t i = 0; i < CHECK_CODE_DIGITS; i++)
        text_number(2, i + 1, code[i]);
}

void pair_draw(void)
{
    text_line(0, TEXT("Pairing    % s"), pairing_left_s());
    switch (pairing_state()) {
    case PAIRING_NOTHING:
        draw_typing();
        break;
    case PAIRING_KEPT:
        text_line(1, TEXT("The key is kept."), 0);
        break;
    default:
        draw_code();
    }
}

/* Doubling in GF(16) with x^4 + x + 1. */
static uint8_t twice(uint8_t value)
{
    return value & 8 ? (uint8_t)(value << 1) ^ 0x13 : (uint8_t)(value << 1);
}

/* There is no key to delete with: a wrong group is typed again. */
bool pair_key(char key)
{
    uint8_t value = 0;
    uint8_t check = 0;
    if (pairing_state() > PAIRING_OFFERED)
        return false;
    if (pairing_state() == PAIRING_OFFERED && key == '#') {
        pairing_confirm();
        return true;
    }
    pairing_type();
    while ((char)flash_byte(symbols + value) != key)
        value++;
    if (dialogue.typed_count < KEY_GROUP) {
        dialogue.note = NULL;
        dialogue.typed[dialogue.typed_count++] = value;
        return true;
    }
    for (uint8_t i = 0; i < KEY_GROUP; i++)
        check = twice(check ^ dialogue.typed[i]);
    if (check == value) {
        pairing_typed(dialogue.number++, dialogue.typed);
    } else {
        dialogue.note = TEXT("Wrong. Again %/8");
        dialogue.redraw = true;
        board_tone(TONE_FAILURE);
    }
    type_clear();
    return check == value;
}
