/*
 * There is no RAM for a picture of 1 KiB. What is shown is remembered as 64 cells of 8x16 pixels, four to a character
 * of double size, and each cell that has to change is made from the font while it is sent.
 */
#include "oled.h"

#include <string.h>

#include "core.h"
#include "font.h"
#include "inline.h"
#include "ticks.h"
#include "twi.h"

#define ADDRESS 0x3C
#define COMMANDS 0x00 /* control bytes: SSD1306 datasheet 8.1.5.2 */
#define DATA 0x40
#define TILE 8 /* bytes: eight columns of a page */
_Static_assert(TWI_DATA_MAX % TILE == 0, "a transfer is whole tiles");

/* Backoff after a failure, in ticks: 96 ms, doubled while it stays away up to 1.6 s. */
#define RETRY_FIRST 12
#define RETRY_LAST 200

/* What a row of cells is: plain characters, or the upper or lower half of double ones. */
enum kind { PLAIN, UPPER, LOWER, UNKNOWN };

static const uint8_t set_up[] PROGMEM = {
    COMMANDS,
    0xD5, 0x80, /* clock */
    0xA8, 0x3F, /* 64 rows */
    0xD3, 0x00, /* no offset */
    0x40,       /* first line is 0 */
    0x8D, 0x14, /* charge pump on */
    0x20, 0x00, /* horizontal addressing within a window */
    0xA1, 0xC8, /* first column left, first row on top */
    0xDA, 0x12, /* COM pins as on modules of 64 rows */
    0x81, 0xCF, /* contrast */
    0xD9, 0xF1, /* pre-charge, for the charge pump */
    0xDB, 0x40, /* VCOMH */
    0xA4, 0xA6, /* show the RAM, not inverted */
};

static enum {
    AWAY,    /* did not answer: waits, then sets it up again */
    SET_UP,  /* `set_up` is on its way */
    DRAWING, /* dark until everything was drawn once */
    LIT
} state;

static bool sending; /* a transfer of ours is on its way */
static uint8_t failed_at;
static uint8_t retry_ticks; /* 0 = at once, as after reset */

/* The characters on the glass; of a row of double ones the first eight count. */
static char shown[SCREEN_ROWS][SCREEN_COLUMNS];
static uint8_t shown_kind[SCREEN_ROWS];
#define NOTHING 0xFF /* is no character */

/* The run of cells being drawn: side by side in one row, its upper page first. */
static uint8_t run_row;
static uint8_t run_column;
static uint8_t run_length;
static uint8_t run_tile; /* how many of 2 * run_length are still to be sent */

static uint8_t buffer[1 + TWI_DATA_MAX];

OUT_OF_LINE static void send(uint8_t length)
{
    sending = true;
    twi_write(TWI_OLED, ADDRESS, buffer, length);
}

/* 4 bits to 8, each doubled: a character of double size has pixels of 2x2. */
static uint8_t stretched(uint8_t nibble)
{
    uint8_t spread = (nibble | nibble << 2) & 0x33;
    spread = (spread | spread << 1) & 0x55;
    return (uint8_t)(spread | spread << 1);
}

OUT_OF_LINE static void make_tile(uint8_t *to, uint8_t column, uint8_t page)
{
    uint8_t kind = shown_kind[run_row];
    uint8_t x = 0;
    uint8_t shift = 0;
    if (kind != PLAIN) {
        /* A quarter of the columns and of the rows of the glyph make a tile of the double character. */
        x = column % 2 ? TILE / 2 : 0;
        column /= 2;
        shift = page ? 4 : 0;
        page = kind == LOWER;
    }
    uint8_t code = (uint8_t)shown[run_row][column];
    if (code < FONT_FIRST || code > FONT_LAST)
        code = ' ';
    const uint8_t *glyph = font_glyphs[code - FONT_FIRST];
    for (uint8_t *end = to + TILE; to != end; x++) {
        uint8_t bits = x < GLYPH_COLUMNS ? pgm_read_byte(&font_columns[pgm_read_byte(glyph + x)][page]) : 0;
        if (kind != PLAIN) {
            bits = stretched(bits >> shift & 0x0F);
            *to++ = bits;
        }
        *to++ = bits;
    }
}

static void send_tiles(void)
{
    uint8_t length = 1;
    buffer[0] = DATA;
    while (length < sizeof buffer && run_tile > 0) {
        uint8_t page = run_tile <= run_length;
        make_tile(buffer + length, run_column + (page ? run_length : 2 * run_length) - run_tile, page);
        run_tile--;
        length += TILE;
    }
    send(length);
}

static void send_window(void)
{
    buffer[0] = COMMANDS;
    buffer[1] = 0x21; /* columns */
    buffer[2] = run_column * TILE;
    buffer[3] = (run_column + run_length) * TILE - 1;
    buffer[4] = 0x22; /* pages */
    buffer[5] = run_row * 2;
    buffer[6] = run_row * 2 + 1;
    send(7);
}

static enum kind wanted_kind(uint8_t row, enum kind above)
{
    if (above == UPPER)
        return LOWER;
    return screen.size[row] == 2 && row < SCREEN_ROWS - 1 ? UPPER : PLAIN;
}

/* Takes the first run of characters of a row that differ into `shown`; false when there is none. */
static bool find_run_in(uint8_t row, enum kind kind)
{
    const char *wanted = screen.text[kind == LOWER ? row - 1 : row];
    char *have = shown[row];
    uint8_t left = kind == PLAIN ? SCREEN_COLUMNS : SCREEN_COLUMNS / 2;
    if (kind != shown_kind[row]) {
        shown_kind[row] = kind;
        memset(have, NOTHING, SCREEN_COLUMNS);
    }
    uint8_t column = 0;
    while (*wanted == *have) {
        if (--left == 0)
            return false;
        column++;
        wanted++;
        have++;
    }
    uint8_t length = 0;
    do {
        *have++ = *wanted++;
        length++;
    } while (--left > 0 && *wanted != *have);
    if (kind != PLAIN) { /* two cells to a character */
        column *= 2;
        length *= 2;
    }
    run_row = row;
    run_column = column;
    run_length = length;
    run_tile = 2 * length;
    return true;
}

static bool find_run(void)
{
    enum kind kind = PLAIN;
    for (uint8_t row = 0; row < SCREEN_ROWS; row++) {
        kind = wanted_kind(row, kind);
        if (find_run_in(row, kind))
            return true;
    }
    return false;
}

static void set_it_up(void)
{
    memset(shown_kind, UNKNOWN, sizeof shown_kind);
    run_tile = 0;
    memcpy_P(buffer, set_up, sizeof set_up);
    state = SET_UP;
    send(sizeof set_up);
}

static void went_away(void)
{
    state = AWAY;
    failed_at = ticks_now();
    retry_ticks = retry_ticks == 0 ? RETRY_FIRST : retry_ticks < RETRY_LAST / 2 ? retry_ticks * 2 : RETRY_LAST;
}

void oled_service(void)
{
    if (!twi_free(TWI_OLED))
        return;
    if (sending) {
        sending = false;
        if (twi_state(TWI_OLED) != TWI_DONE) {
            went_away();
            return;
        }
        if (state == SET_UP)
            state = DRAWING;
    }
    if (state == AWAY) {
        if ((uint8_t)(ticks_now() - failed_at) >= retry_ticks)
            set_it_up();
    } else if (run_tile > 0) {
        send_tiles();
    } else if (find_run()) {
        send_window();
    } else if (state == DRAWING) {
        state = LIT;
        retry_ticks = 0;
        buffer[0] = COMMANDS;
        buffer[1] = 0xAF; /* display on */
        send(2);
    }
}

bool oled_answers(void)
{
    return state != AWAY;
}
