/* The start: how many lockers are free, whether the gateway is there, what time it is, and what to press. */
#include "clock.h"
#include "config.h"
#include "identity.h"
#include "inputs.h"
#include "journal.h"
#include "link.h"
#include "messages.h"
#include "pairing.h"
#include "text.h"
#include "views.h"

static uint8_t free_lockers(void)
{
    uint8_t count = 0;
    for (uint8_t locker = 0; locker < config.lockers; locker++)
        count += slot_free(locker);
    return count;
}

static bool paired(void)
{
    return identity_known() && pairing_known();
}

bool storing_possible(void)
{
    if (!paired())
        dialogue_home(); /* which says so */
    else if (journal_full())
        dialogue_note(TEXT("Storing is paused. Things can be collected."), 0, VIEW_START);
    else if (free_lockers() == 0)
        dialogue_note(TEXT("All lockers are taken. Please try again later."), 0, VIEW_START);
    else
        return true;
    return false;
}

static uint8_t first_open_door(void)
{
    uint8_t locker = 0;
    while (locker < config.lockers && !door_open(locker))
        locker++;
    return locker;
}

static void draw_state(void)
{
    const uint8_t open = first_open_door();
    const uint8_t free = free_lockers();
    if (inputs.switches & SWITCH_TAMPER_OPEN)
        text_line(1, TEXT("Cabinet is open"), 0);
    else if (open < config.lockers)
        text_line(1, TEXT("Close door %"), open + 1);
    else if (journal_full())
        text_line(1, TEXT("Storing paused"), 0);
    else if (free == 0)
        text_line(1, TEXT("All are taken"), 0);
    else
        text_line(1, free == 1 ? TEXT("% locker free") : TEXT("% lockers free"), free);
}

void offer_flows(uint8_t row)
{
    text_line(row, TEXT("A Store"), 0);
    text_line(row + 1, TEXT("B Collect"), 0);
}

void start_draw(void)
{
    const uint16_t minutes = clock_minutes();
    text_line(0, link_up() ? TEXT("          online") : TEXT("         offline"), 0);
    if (minutes != 0xFFFF)
        text_time(0, 0, minutes / 60, minutes % 60);
    draw_state();
    offer_flows(2);
    if (!paired()) {
        text_line(1, TEXT("Not paired. Hold"), 0);
        text_line(2, TEXT("service button. "), 0);
    }
}

bool start_key(char key)
{
    switch (key) {
    case 'A':
        dialogue.flow = FLOW_STORE;
        if (storing_possible())
            dialogue_show(VIEW_PHONE);
        return true;
    case 'B':
        dialogue.flow = FLOW_COLLECT;
        dialogue_show(VIEW_PHONE);
        return true;
    default:
        /* Who begins with the number chooses later. */
        dialogue.flow = FLOW_EITHER;
        if (key == '*' || !type_digit(key, TYPED_DIGITS))
            return false;
        dialogue_show(VIEW_PHONE);
        return true;
    }
}
