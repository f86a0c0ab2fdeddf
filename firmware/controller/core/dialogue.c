#include "dialogue.h"

#include <string.h>

#include "board.h"
#include "config.h"
#include "digits.h"
#include "eeprom.h"
#include "inline.h"
#include "inputs.h"
#include "link.h"
#include "operation.h"
#include "pairing.h"
#include "text.h"
#include "views.h"

/* How long a last sentence stays. */
#define NOTE_S 6

struct dialogue dialogue;
static bool drawn_up;

static void stay_idle(void)
{
    dialogue.leave_s = config.idle_s;
}

void dialogue_show(enum view view)
{
    dialogue.view = view;
    dialogue.redraw = true;
    stay_idle();
}

void dialogue_home(void)
{
    memset(&dialogue, 0, sizeof dialogue);
    type_clear();
    dialogue_show(VIEW_START);
}

void dialogue_note(const char *text, uint8_t number, enum view after)
{
    dialogue.note = text;
    dialogue.note_number = number;
    dialogue.after_note = after;
    dialogue_show(VIEW_NOTE);
    if (after == VIEW_START)
        dialogue.leave_s = NOTE_S;
}

void dialogue_countdown(uint16_t seconds)
{
    dialogue.countdown_s = seconds;
    board_tone(TONE_WAIT);
    dialogue_show(VIEW_COUNTDOWN);
}

void type_clear(void)
{
    memset(dialogue.typed, 0xFF, sizeof dialogue.typed);
    dialogue.typed_count = 0;
}

bool type_digit(char key, uint8_t digits_max)
{
    if (key >= '0' && key <= '9' && dialogue.typed_count < digits_max) {
        digit_set(dialogue.typed, dialogue.typed_count++, (uint8_t)(key - '0'));
        return true;
    }
    if (key == '*' && dialogue.typed_count > 0) {
        digit_set(dialogue.typed, --dialogue.typed_count, DIGIT_NONE);
        return true;
    }
    return false;
}

static void draw(void)
{
    dialogue.redraw = false;
    drawn_up = link_up();
    text_clear();
    switch (dialogue.view) {
    case VIEW_START:
        start_draw();
        break;
    case VIEW_PHONE:
        phone_draw();
        break;
    case VIEW_CHOICE:
        choice_draw();
        break;
    case VIEW_LIST:
        list_draw();
        break;
    case VIEW_PIN:
    case VIEW_PIN_AGAIN:
        pin_draw();
        break;
    case VIEW_STORED:
        stored_draw();
        break;
    case VIEW_COLLECTED:
        collected_draw();
        break;
    case VIEW_NOTE:
        note_draw();
        break;
    case VIEW_COUNTDOWN:
        countdown_draw();
        break;
    case VIEW_PAIR:
        pair_draw();
        break;
    case VIEW_LOOKUP:
    case VIEW_WORKING:
        text_sentence(TEXT("One moment ..."), 0);
        break;
    }
}

OUT_OF_LINE static bool take_key(char key)
{
    switch (dialogue.view) {
    case VIEW_START:
        return start_key(key);
    case VIEW_PHONE:
        return phone_key(key);
    case VIEW_CHOICE:
        return choice_key(key);
    case VIEW_LIST:
        return list_key(key);
    case VIEW_PIN:
    case VIEW_PIN_AGAIN:
        return pin_key(key);
    case VIEW_STORED:
        return stored_key(key);
    case VIEW_COLLECTED:
        return collected_key(key);
    case VIEW_PAIR:
        return pair_key(key);
    default:
        return false;
    }
}

void dialogue_start(void)
{
    dialogue_home();
    draw();
}

void dialogue_key(char key)
{
    bool taken = false;
    stay_idle();
    if (dialogue.view == VIEW_NOTE || dialogue.view == VIEW_COUNTDOWN) {
        const enum view after = dialogue.view == VIEW_NOTE ? dialogue.after_note : VIEW_START;
        if (after == VIEW_START)
            dialogue_home();
        else
            dialogue_show(after);
        taken = true;
        /* A digit typed on a sentence already belongs to what follows; # and * only put it away. */
        if (key < '0' || key > '9')
            key = 0;
    }
    if (key != 0)
        taken |= take_key(key);
    if (taken) {
        dialogue.redraw = true;
        if (dialogue.view != VIEW_NOTE && dialogue.view != VIEW_COUNTDOWN)
            board_tone(TONE_CLICK);
    }
    if (dialogue.redraw && dialogue.view != VIEW_LOOKUP && dialogue.view != VIEW_WORKING)
        draw();
}

/* Whoever holds the service button has the screen, but an operation that is under way is shown to its end. */
static void follow_pairing(void)
{
    const bool pairing = pairing_left_s() > 0;
    if (dialogue.view == VIEW_WORKING || pairing == (dialogue.view == VIEW_PAIR))
        return;
    dialogue_home();
    if (pairing)
        dialogue_show(VIEW_PAIR);
}

void dialogue_tick(void)
{
    follow_pairing();
    if (dialogue.view == VIEW_LOOKUP && !eeprom_busy() && !operation_active())
        lookup();
    else if (dialogue.view == VIEW_WORKING)
        working_tick();
    if (dialogue.view == VIEW_START && drawn_up != link_up())
        dialogue.redraw = true;
    if (dialogue.redraw)
        draw();
}

void dialogue_second(void)
{
    dialogue_refresh();
    if (dialogue.view == VIEW_START || dialogue.view == VIEW_WORKING || dialogue.view == VIEW_PAIR)
        return;
    if (dialogue.view == VIEW_COUNTDOWN) {
        dialogue.countdown_s--;
        dialogue.redraw = true;
    }
    if (--dialogue.leave_s == 0 || (dialogue.view == VIEW_COUNTDOWN && dialogue.countdown_s == 0))
        dialogue_home();
}

void dialogue_refresh(void)
{
    dialogue.redraw |= dialogue.view == VIEW_START || dialogue.view == VIEW_PAIR;
}

void dialogue_inputs(void)
{
    dialogue_refresh();
    if (dialogue.view != VIEW_STORED || !door_sensed(dialogue.locker))
        return;
    if (door_open(dialogue.locker))
        dialogue.door_was_open = true;
    else if (dialogue.door_was_open)
        dialogue_home();
}

bool dialogue_due(void)
{
    return dialogue.redraw || dialogue.view == VIEW_LOOKUP || dialogue.view == VIEW_WORKING;
}
