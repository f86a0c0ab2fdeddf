#include "keypad.h"

#include <avr/interrupt.h>
#include <avr/pgmspace.h>
#include <stdbool.h>
#include <util/delay.h>

#include "pins.h"
#include "wake.h"

#define KEYS 16
/* Contacts bounce up to 20 ms: four ticks of 8 ms, since the first may come at once. */
#define QUIET_TICKS 4
/* 30 kohm of pull-up and 100 pF of cable: a column rises in 3 us. */
#define SETTLE_US 5

static const char names[KEYS] PROGMEM = {'1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'};

static uint16_t down;         /* keys taken as pressed, bit = row * 4 + column */
static uint8_t quiet[KEYS];   /* ticks for which a key is ignored after it changed */
static volatile bool touched; /* a column changed while the keypad slept */
static bool watching;         /* something is pressed or bounces: scan at each tick */

/* With all rows low any key pulls its column down, and that change wakes the CPU. */
static void sleep_until_touched(void)
{
    PORTD &= ~ROWS;
    DDRD |= ROWS;
    touched = false;
    watching = false;
    PCIFR = _BV(PCIF1);
    PCMSK1 = COLUMNS;
    _delay_us(SETTLE_US);
    if ((PINC & COLUMNS) != COLUMNS)
        touched = true; /* it came before the interrupt was armed */
}

ISR(PCINT1_vect)
{
    PCMSK1 = 0; /* once is enough: the bouncing that follows is for the scan */
    touched = true;
    wake();
}

/* Rows that are not scanned float with pull-ups, so that two pressed keys never join a high and a low output. */
static uint16_t scan(void)
{
    uint16_t keys = 0;
    for (uint8_t line = _BV(FIRST_ROW); line != 0; line <<= 1) {
        DDRD = (DDRD & ~ROWS) | line;
        PORTD = (PORTD | ROWS) & ~line;
        _delay_us(SETTLE_US);
        keys = keys >> 4 | (uint16_t)(~PINC & COLUMNS) << 12;
    }
    return keys;
}

/* A key that is held through a reset was pressed for what was before it: it counts when it is pressed again. */
void keypad_start(void)
{
    PORTC |= COLUMNS;
    PCICR = _BV(PCIE1);
    down = scan();
    sleep_until_touched();
}

/* Without diodes three corners of a rectangle show the fourth one too: two rows then share two columns. */
static bool ambiguous(uint16_t keys)
{
    for (; keys > COLUMNS; keys >>= 4)
        for (uint16_t others = keys >> 4; others != 0; others >>= 4) {
            uint8_t shared = (uint8_t)keys & (uint8_t)others & COLUMNS;
            if (shared & (shared - 1))
                return true;
        }
    return false;
}

/* Acts on the first contact, then ignores the key while it bounces; the same when it is let go. Of keys that go down at
 * once each scan takes one. */
static char debounce(uint16_t keys, uint8_t ticks)
{
    char pressed = 0;
    uint8_t bouncing = 0;
    uint16_t bit = 1;
    for (uint8_t key = 0; key < KEYS; key++, bit <<= 1) {
        uint8_t left = quiet[key] > ticks ? quiet[key] - ticks : 0;
        if (left == 0 && (keys ^ down) & bit && !(pressed && keys & bit)) {
            if (keys & bit)
                pressed = (char)pgm_read_byte(&names[key]);
            down ^= bit;
            left = QUIET_TICKS;
        }
        quiet[key] = left;
        bouncing |= left;
    }
    watching = bouncing || keys;
    return pressed;
}

char keypad_key(uint8_t ticks)
{
    if (!touched && !(watching && ticks > 0))
        return 0;
    touched = false;
    uint16_t keys = scan();
    if (keys & ~down)
        keys &= scan() | down; /* a spike on the cable is gone by now, a contact is not */
    char key = debounce(ambiguous(keys) ? keys & down : keys, ticks);
    if (!watching)
        sleep_until_touched();
    return key;
}
