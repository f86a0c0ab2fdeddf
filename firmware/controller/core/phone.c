#include "phone.h"

#include <string.h>

#include "config.h"
#include "digits.h"
#include "messages.h"

/* The digits of a decimal number, most significant first; returns how many. */
static uint8_t decimal(uint16_t number, uint8_t *digits)
{
    uint8_t count = 0;
    for (uint16_t rest = number; rest != 0; rest /= 10)
        count++;
    for (uint8_t i = count; i > 0; number /= 10)
        digits[--i] = number % 10;
    return count;
}

static bool starts_with(const uint8_t *typed, uint8_t digits, const uint8_t *prefix, uint8_t length)
{
    if (length > digits)
        return false;
    for (uint8_t i = 0; i < length; i++) {
        if (digit_get(typed, i) != prefix[i])
            return false;
    }
    return true;
}

bool phone_canonical(const uint8_t *typed, uint8_t digits, uint8_t phone[PHONE_BYTES])
{
    uint8_t prefix[5];
    uint8_t prefix_length = 0;
    uint8_t from = 0;
    if (config.country_code != 0) {
        /* The first digit, 1, stands for nothing: it keeps the zeros behind it. */
        const uint8_t international = decimal(config.international_prefix, prefix);
        if (international > 1 && starts_with(typed, digits, prefix + 1, international - 1)) {
            from = international - 1;
        } else if (digits > 0 && digit_get(typed, 0) == config.trunk_prefix) {
            from = 1;
            prefix_length = decimal(config.country_code, prefix);
        } else if (digits <= config.national_digits_max) {
            prefix_length = decimal(config.country_code, prefix);
        }
    }
    const uint8_t length = prefix_length + digits - from;
    if (length < PHONE_DIGITS_MIN || length > PHONE_DIGITS_MAX)
        return false;
    memset(phone, 0xFF, PHONE_BYTES);
    for (uint8_t i = 0; i < length; i++)
        digit_set(phone, i, i < prefix_length ? prefix[i] : digit_get(typed, from + i - prefix_length));
    return true;
}

bool phone_valid(const uint8_t phone[PHONE_BYTES])
{
    const uint8_t digits = digits_count(phone, PHONE_BYTES);
    return digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
}

bool phone_matches(const uint8_t stored[PHONE_BYTES], const uint8_t phone[PHONE_BYTES])
{
    uint8_t canonical[PHONE_BYTES];
    if (memcmp(stored, phone, PHONE_BYTES) == 0)
        return true;
    return phone_canonical(stored, digits_count(stored, PHONE_BYTES), canonical) &&
           memcmp(canonical, phone, PHONE_BYTES) == 0;
}
