#include "digits.h"

uint8_t digit_get(const uint8_t *digits, uint8_t index)
{
    const uint8_t pair = digits[index >> 1];
    return (index & 1) ? pair & 0x0F : pair >> 4;
}

void digit_set(uint8_t *digits, uint8_t index, uint8_t digit)
{
    uint8_t *pair = &digits[index >> 1];
    *pair = (index & 1) ? (*pair & 0xF0) | digit : (*pair & 0x0F) | (uint8_t)(digit << 4);
}

uint8_t digits_count(const uint8_t *digits, uint8_t bytes)
{
    uint8_t count = 0;
    bool ended = false;
    for (uint8_t i = 0; i < bytes * 2; i++) {
        const uint8_t digit = digit_get(digits, i);
        if (digit == DIGIT_NONE)
            ended = true;
        else if (digit > 9 || ended)
            return 0xFF;
        else
            count++;
    }
    return count;
}
