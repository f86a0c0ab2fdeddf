/* The SSD1306 at 0x3C: shows `screen` of core.h, drawing only what differs from what it shows already. */
#ifndef HOLDFAST_OLED_H
#define HOLDFAST_OLED_H

#include <avr/pgmspace.h>
#include <stdbool.h>
#include <stdint.h>

/* Seven columns of the upper page, then of the lower one; the eighth is always free. */
#define GLYPH_COLUMNS 7
#define GLYPH_BYTES (2 * GLYPH_COLUMNS)

extern const uint8_t font_glyphs[][GLYPH_BYTES] PROGMEM;

/* Sends the next piece, if there is one and the last has arrived. Called by the main loop after all else. */
void oled_service(void);
bool oled_answers(void);

#endif
