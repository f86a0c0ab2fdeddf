/* RFC 3610, section 8: packet vectors 1 to 5. */
#include <string.h>

#include "ccm.h"
#include "harness.h"

static const uint8_t key[16] = {0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7,
                                0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF};

struct vector {
    uint8_t nonce[5];
    uint8_t aad_length;
    uint8_t length;
    uint8_t sealed[40];
};

static const struct vector vectors[] = {
    {{0x03, 0x02, 0x01, 0x00}, 8, 23, {0x58, 0x8C, 0x97, 0x9A, 0x61, 0xC6, 0x63, 0xD2, 0xF0, 0x66, 0xD0,
                                       0xC2, 0xC0, 0xF9, 0x89, 0x80, 0x6D, 0x5F, 0x6B, 0x61, 0xDA, 0xC3,
                                       0x84, 0x17, 0xE8, 0xD1, 0x2C, 0xFD, 0xF9, 0x26, 0xE0}},
    {{0x04, 0x03, 0x02, 0x01}, 8, 24, {0x72, 0xC9, 0x1A, 0x36, 0xE1, 0x35, 0xF8, 0xCF, 0x29, 0x1C, 0xA8,
                                       0x94, 0x08, 0x5C, 0x87, 0xE3, 0xCC, 0x15, 0xC4, 0x39, 0xC9, 0xE4,
                                       0x3A, 0x3B, 0xA0, 0x91, 0xD5, 0x6E, 0x10, 0x40, 0x09, 0x16}},
    {{0x05, 0x04, 0x03, 0x02}, 8, 25, {0x51, 0xB1, 0xE5, 0xF4, 0x4A, 0x19, 0x7D, 0x1D, 0xA4, 0x6B, 0x0F,
                                       0x8E, 0x2D, 0x28, 0x2A, 0xE8, 0x71, 0xE8, 0x38, 0xBB, 0x64, 0xDA,
                                       0x85, 0x96, 0x57, 0x4A, 0xDA, 0xA7, 0x6F, 0xBD, 0x9F, 0xB0, 0xC5}},
    {{0x06, 0x05, 0x04, 0x03}, 12, 19, {0xA2, 0x8C, 0x68, 0x65, 0x93, 0x9A, 0x9A, 0x79, 0xFA,
                                        0xAA, 0x5C, 0x4C, 0x2A, 0x9D, 0x4A, 0x91, 0xCD, 0xAC,
                                        0x8C, 0x96, 0xC8, 0x61, 0xB9, 0xC9, 0xE6, 0x1E, 0xF1}},
    {{0x07, 0x06, 0x05, 0x04}, 12, 20, {0xDC, 0xF1, 0xFB, 0x7B, 0x5D, 0x9E, 0x23, 0xFB, 0x9D, 0x4E,
                                        0x13, 0x12, 0x53, 0x65, 0x8A, 0xD8, 0x6E, 0xBD, 0xCA, 0x3E,
                                        0x51, 0xE8, 0x3F, 0x07, 0x7D, 0x9C, 0x2D, 0x93}},
};

/* The packets count from 0; what the RFC leaves in clear is the additional data. */
static struct ccm begin(const struct vector *vector, uint8_t *packet, bool opening)
{
    struct ccm ccm = {.key = key,
                      .aad = packet,
                      .aad_length = vector->aad_length,
                      .body = packet + vector->aad_length,
                      .length = vector->length,
                      .nonce = {0, 0, 0, 0, 0, 0, 0, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5},
                      .opening = opening};
    memcpy(ccm.nonce + 3, vector->nonce, 4);
    return ccm;
}

static struct ccm run(struct ccm ccm)
{
    while (!ccm_step(&ccm))
        ;
    return ccm;
}

TEST("AES-CCM gives the packets of RFC 3610 and opens them again")
{
    for (unsigned i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        uint8_t packet[64], plain[64];
        for (uint8_t at = 0; at < sizeof packet; at++)
            packet[at] = plain[at] = at;
        run(begin(&vectors[i], packet, false));
        CHECK_BYTES(packet + vectors[i].aad_length, vectors[i].sealed, vectors[i].length + CCM_TAG);
        CHECK(run(begin(&vectors[i], packet, true)).right);
        CHECK_BYTES(packet, plain, (unsigned)vectors[i].aad_length + vectors[i].length);
    }
}

TEST("a sealed packet with any bit flipped is not right")
{
    for (unsigned bit = 0; bit < 8 * (8 + 23 + CCM_TAG); bit++) {
        uint8_t packet[64] = {0, 1, 2, 3, 4, 5, 6, 7};
        memcpy(packet + 8, vectors[0].sealed, 23 + CCM_TAG);
        packet[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        CHECK(!run(begin(&vectors[0], packet, true)).right);
    }
}

TEST("a seal takes no more steps than its AES blocks: nine for the longest body")
{
    uint8_t packet[80] = {0};
    const struct vector longest = {{0}, 7, 48, {0}};
    struct ccm ccm = begin(&longest, packet, false);
    unsigned steps = 1;
    while (!ccm_step(&ccm))
        steps++;
    CHECK_EQUAL(steps, 9);
}
