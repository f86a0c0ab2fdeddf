#include "seal.h"

#include "crc.h"
#include "messages.h"

uint8_t seal_frame(uint8_t *frame, uint8_t length)
{
    const uint16_t crc = crc16(CRC16_START, frame, length);
    frame[length] = (uint8_t)crc;
    frame[length + 1] = (uint8_t)(crc >> 8);
    return length + SEAL_LENGTH;
}

uint8_t open_frame(uint8_t *frame, uint8_t length)
{
    if (length <= HEADER_LENGTH + SEAL_LENGTH || length > HEADER_LENGTH + BODY_MAX + SEAL_LENGTH)
        return 0;
    length -= SEAL_LENGTH;
    const uint16_t crc = crc16(CRC16_START, frame, length);
    return frame[length] == (uint8_t)crc && frame[length + 1] == (uint8_t)(crc >> 8) ? length : 0;
}
