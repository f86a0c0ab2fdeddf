#include "cobs.h"

void cobs_encode(uint8_t *bytes, uint8_t length)
{
    uint8_t code_at = 0;
    for (uint8_t i = 1; i <= length; i++) {
        if (bytes[i] == 0) {
            bytes[code_at] = i - code_at;
            code_at = i;
        }
    }
    bytes[code_at] = length + 1 - code_at;
}

uint8_t cobs_decode(uint8_t *bytes, uint8_t length)
{
    uint8_t code_at = 0;
    while (code_at < length) {
        const uint8_t code = bytes[code_at];
        if (code == 0 || code > length - code_at)
            return 0;
        for (uint8_t i = code_at + 1; i < code_at + code; i++) {
            if (bytes[i] == 0)
                return 0;
        }
        if (code_at != 0)
            bytes[code_at] = 0;
        code_at += code;
    }
    return length > 0 ? length - 1 : 0;
}
