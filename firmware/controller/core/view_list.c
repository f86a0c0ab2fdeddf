/* One of several lockers. */
#include "board.h"
#include "messages.h"
#include "text.h"
#include "views.h"

#define BIG_COLUMNS 8

static bool listed(uint8_t locker)
{
    return locker < LOCKERS_MAX && lockers_have(dialogue.lockers, locker);
}

void list_draw(void)
{
    text_line(0, dialogue.flow == FLOW_STORE ? TEXT("Choose a locker") : TEXT("Your lockers"), 0);
    text_big(1);
    uint8_t column = text_number(1, text_char(1, 0, '['), dialogue.locker + 1);
    column = text_char(1, column, ']');
    for (uint8_t locker = dialogue.locker + 1; locker < LOCKERS_MAX; locker++) {
        const uint8_t width = locker < 9 ? 1 : 2;
        if (!listed(locker))
            continue;
        if (column + width > BIG_COLUMNS)
            break;
        column = text_number(1, column, locker + 1) + 1;
    }
    text_line(3, TEXT("C< D>   # choose"), 0);
}

static void step(int8_t direction)
{
    do
        dialogue.locker = (uint8_t)(dialogue.locker + direction) % LOCKERS_MAX;
    while (!listed(dialogue.locker));
    dialogue.number = 0;
}

/* Digits go on until they name no locker; then the last one begins anew. */
static bool type_number(uint8_t digit)
{
    uint8_t number = dialogue.number * 10 + digit;
    if (number > LOCKERS_MAX)
        number = digit;
    dialogue.number = number;
    if (number == 0 || !listed(number - 1))
        return false;
    dialogue.locker = number - 1;
    return true;
}

bool list_key(char key)
{
    if (key >= '0' && key <= '9')
        return type_number((uint8_t)(key - '0'));
    switch (key) {
    case 'C':
        step(-1);
        break;
    case 'D':
        step(1);
        break;
    case '#':
        type_clear();
        dialogue_show(VIEW_PIN);
        break;
    case '*':
        type_clear();
        dialogue_show(VIEW_PHONE);
        break;
    default:
        return false;
    }
    return true;
}
