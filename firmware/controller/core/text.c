#include "text.h"

#include <string.h>

void text_clear(void)
{
    memset(screen.text, ' ', sizeof screen.text);
    memset(screen.size, 1, sizeof screen.size);
}

void text_big(uint8_t row)
{
    screen.size[row] = 2;
}

uint8_t text_char(uint8_t row, uint8_t column, char character)
{
    if (row < SCREEN_ROWS && column < SCREEN_COLUMNS)
        screen.text[row][column] = character;
    return column + 1;
}

uint8_t text_number(uint8_t row, uint8_t column, uint8_t number)
{
    if (number >= 100)
        column = text_char(row, column, (char)('0' + number / 100));
    if (number >= 10)
        column = text_char(row, column, (char)('0' + number / 10 % 10));
    return text_char(row, column, (char)('0' + number % 10));
}

static uint8_t two_digits(uint8_t row, uint8_t column, uint8_t number)
{
    if (number < 10)
        column = text_char(row, column, '0');
    return text_number(row, column, number);
}

void text_time(uint8_t row, uint8_t column, uint8_t big, uint8_t small)
{
    column = text_char(row, two_digits(row, column, big), ':');
    two_digits(row, column, small);
}

void text_line(uint8_t row, const char *text, uint8_t number)
{
    uint8_t column = 0;
    for (char c; (c = (char)flash_byte(text)) != '\0'; text++)
        column = c == '%' ? text_number(row, column, number) : text_char(row, column, c);
}

static uint8_t word_length(const char *text, uint8_t number)
{
    uint8_t length = 0;
    for (char c; (c = (char)flash_byte(text)) != '\0' && c != ' '; text++)
        length += c != '%' || number < 10 ? 1 : number < 100 ? 2 : 3;
    return length;
}

void text_sentence(const char *text, uint8_t number)
{
    uint8_t row = 0;
    uint8_t column = 0;
    text_clear();
    for (char c; (c = (char)flash_byte(text)) != '\0'; text++) {
        if (c == '%') {
            column = text_number(row, column, number);
        } else if (c != ' ') {
            column = text_char(row, column, c);
        } else if (column + 1 + word_length(text + 1, number) <= SCREEN_COLUMNS) {
            column++;
        } else {
            row++;
            column = 0;
        }
    }
}
