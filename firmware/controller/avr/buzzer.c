#include "buzzer.h"

#include <avr/io.h>
#include <avr/pgmspace.h>

#include "board.h"
#include "pins.h"
#include "ticks.h"

struct note {
    uint16_t top; /* OCR1A; 0 = silence */
    uint8_t ticks; /* 0 with silence is the end of the tune */
};

/* CTC toggles at 16 MHz / 8 / (OCR1A + 1), which is twice the tone (datasheet, Timer1, CTC mode). */
#define HERTZ(f) (16000000UL / 8 / 2 / (f) - 1)
#define MS(ms) ((ms) / TICK_MS)

/* Three notes at most, and the end. */
static const struct note tunes[][4] PROGMEM = {
    [TONE_CLICK] = {{HERTZ(2400), MS(12)}},
    [TONE_SUCCESS] = {{HERTZ(1319), MS(100)}, {HERTZ(1760), MS(100)}, {HERTZ(2637), MS(160)}},
    [TONE_FAILURE] = {{HERTZ(440), MS(180)}, {0, MS(60)}, {HERTZ(330), MS(400)}},
    [TONE_WAIT] = {{HERTZ(880), MS(60)}, {0, MS(80)}, {HERTZ(880), MS(60)}},
};

static const struct note *next;
static uint8_t left; /* ticks of the note that sounds; 0 = nothing plays */

static void silence(void)
{
    TCCR1A = 0;
    TCCR1B = 0;
}

static void play(void)
{
    uint16_t top = pgm_read_word(&next->top);
    left = pgm_read_byte(&next->ticks);
    next++;
    if (top == 0) {
        silence();
        return;
    }
    OCR1A = top;
    TCCR1B = _BV(WGM12) | _BV(CS11);
    TCNT1 = 0;
    TCCR1A = _BV(COM1A0);
}

void buzzer_start(void)
{
    DDRB |= _BV(BUZZER_PIN);
    silence();
}

/* Called from many places: in line everywhere it costs 100 bytes. */
__attribute__((noinline)) void board_tone(enum tone tone)
{
    next = tunes[tone];
    play();
}

void buzzer_service(uint8_t ticks)
{
    if (left == 0)
        return;
    left = left > ticks ? left - ticks : 0;
    if (left == 0)
        play();
}
