#include <stdint.h>
#include <string.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    uint8_t *out = to;
    const uint8_t *in = from;
    while (length-- > 0)
        *out++ = *in++;
    return to;
}

void *memset(void *to, int value, size_t length)
{
    uint8_t *out = to;
    while (length-- > 0)
        *out++ = (uint8_t)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t length)
{
    const uint8_t *left = a, *right = b;
    for (; length > 0; length--, left++, right++) {
        if (*left != *right)
            return *left - *right;
    }
    return 0;
}

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length] != 0)
        length++;
    return length;
}

int strcmp(const char *a, const char *b)
{
    for (; *a != 0 && *a == *b; a++, b++)
        ;
    return (uint8_t)*a - (uint8_t)*b;
}
