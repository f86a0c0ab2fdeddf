#include "ccm.h"

#include <string.h>

#include "aes.h"
#include "inline.h"

/* RFC 3610 section 2.2: additional data, M = 8, L = 2. */
#define FLAGS_FIRST 0x59
/* Section 2.3: L = 2. */
#define FLAGS_COUNTER 0x01

/* Flags, nonce, and a number below 256 in the last two bytes. */
OUT_OF_LINE static void begin(const struct ccm *ccm, uint8_t *block, uint8_t flags, uint8_t number)
{
    block[0] = flags;
    memcpy(block + 1, ccm->nonce, CCM_NONCE);
    block[14] = 0;
    block[15] = number;
}

static void add(struct ccm *ccm, const uint8_t *bytes, uint8_t length)
{
    xor_bytes(ccm->mac, bytes, length);
    aes128_encrypt(ccm->key, ccm->mac);
}

OUT_OF_LINE static void crypt(const struct ccm *ccm, uint8_t number, uint8_t *bytes, uint8_t length)
{
    uint8_t stream[16];
    begin(ccm, stream, FLAGS_COUNTER, number);
    aes128_encrypt(ccm->key, stream);
    xor_bytes(bytes, stream, length);
}

/* No early end: the time tells nothing. */
static void finish(struct ccm *ccm)
{
    uint8_t *tag = ccm->body + ccm->length;
    uint8_t difference = 0;
    crypt(ccm, 0, ccm->mac, CCM_TAG);
    if (!ccm->opening)
        memcpy(tag, ccm->mac, CCM_TAG);
    for (uint8_t i = 0; i < CCM_TAG; i++)
        difference |= tag[i] ^ ccm->mac[i];
    ccm->right = difference == 0;
}

bool ccm_step(struct ccm *ccm)
{
    uint8_t step = ccm->step++;
    if (step == 0) {
        begin(ccm, ccm->mac, FLAGS_FIRST, ccm->length);
        aes128_encrypt(ccm->key, ccm->mac);
        return false;
    }
    if (step == 1) {
        /* Behind its length, in two bytes. */
        ccm->mac[1] ^= ccm->aad_length;
        xor_bytes(ccm->mac + 2, ccm->aad, ccm->aad_length);
        aes128_encrypt(ccm->key, ccm->mac);
        return false;
    }
    /* Two steps for each block of the body: the plain one goes into the tag. */
    step -= 2;
    const uint8_t number = step >> 1;
    const uint8_t at = (uint8_t)(number << 4);
    if (at >= ccm->length) {
        finish(ccm);
        return true;
    }
    const uint8_t left = ccm->length - at;
    const uint8_t length = left < 16 ? left : 16;
    if ((step & 1) == ccm->opening)
        add(ccm, ccm->body + at, length);
    else
        crypt(ccm, number + 1, ccm->body + at, length);
    return false;
}
