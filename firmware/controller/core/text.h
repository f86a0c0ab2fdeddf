/* Puts text on the screen of core.h. In texts `%` stands for a number. */
#ifndef HOLDFAST_TEXT_H
#define HOLDFAST_TEXT_H

#include <stdint.h>

#include "core.h"
#include "flash.h"

/* Blanks in all rows, all small. */
void text_clear(void);
/* Rows below a big one are covered by it. */
void text_big(uint8_t row);
/* A text in flash from the start of a row. */
void text_line(uint8_t row, const char *text, uint8_t number);
/* A sentence in flash over the rows, broken between words. */
void text_sentence(const char *text, uint8_t number);
/* Returns the column behind it. */
uint8_t text_char(uint8_t row, uint8_t column, char character);
uint8_t text_number(uint8_t row, uint8_t column, uint8_t number);
/* Two numbers of two digits with a colon, as in 09:30. */
void text_time(uint8_t row, uint8_t column, uint8_t big, uint8_t small);

#endif
