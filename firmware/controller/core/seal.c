#include "seal.h"

#include <string.h>

#include "crc.h"
#include "inline.h"
#include "messages.h"

_Static_assert(CCM_TAG == TAG_LENGTH, "the tag is as long as on the wire");

uint8_t check_add(uint8_t *frame, uint8_t length)
{
    const uint16_t crc = crc16(CRC16_START, frame, length);
    frame[length] = (uint8_t)crc;
    frame[length + 1] = (uint8_t)(crc >> 8);
    return length + CHECK_LENGTH;
}

uint8_t check_take(const uint8_t *frame, uint8_t length)
{
    if (length <= HEADER_LENGTH + CHECK_LENGTH || length > HEADER_LENGTH + BODY_MAX + CHECK_LENGTH)
        return 0;
    length -= CHECK_LENGTH;
    const uint16_t crc = crc16(CRC16_START, frame, length);
    return frame[length] == (uint8_t)crc && frame[length + 1] == (uint8_t)(crc >> 8) ? length : 0;
}

/* The nonce is the header and zeros, the header the additional data. */
OUT_OF_LINE void seal_begin(struct ccm *ccm, const uint8_t *key, uint8_t *frame, uint8_t length)
{
    memset(ccm, 0, sizeof *ccm);
    ccm->key = key;
    ccm->aad = frame;
    ccm->aad_length = HEADER_LENGTH;
    memcpy(ccm->nonce, frame, HEADER_LENGTH);
    ccm->body = frame + HEADER_LENGTH;
    ccm->length = length - HEADER_LENGTH;
}

bool open_begin(struct ccm *ccm, const uint8_t *key, uint8_t *frame, uint8_t length)
{
    if (length <= HEADER_LENGTH + TAG_LENGTH || length > HEADER_LENGTH + BODY_MAX + TAG_LENGTH)
        return false;
    seal_begin(ccm, key, frame, length - TAG_LENGTH);
    ccm->opening = true;
    return true;
}
