/* The SSD1306 at 0x3C: shows `screen` of core.h, drawing only what differs from what it shows already. */
#ifndef HOLDFAST_OLED_H
#define HOLDFAST_OLED_H

#include <avr/pgmspace.h>
#include <stdbool.h>
#include <stdint.h>

/* The eighth column is always free. */
#define GLYPH_COLUMNS 7

/* A column is its byte of the upper page, then that of the lower one; a glyph is the places of its columns. */
extern const uint8_t font_columns[][2] PROGMEM;
extern const uint8_t font_glyphs[][GLYPH_COLUMNS] PROGMEM;

/* Sends the next piece, if there is one and the last has arrived. Called by the main loop after all else. */
void oled_service(void);
bool oled_answers(void);

#endif
