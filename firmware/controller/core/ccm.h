/*
 * AES-128-CCM (RFC 3610) with L = 2, M = 8 and up to 14 bytes of additional data, in place. One AES block a step, so
 * that whoever calculates can look after keys and locks in between.
 */
#ifndef HOLDFAST_CCM_H
#define HOLDFAST_CCM_H

#include <stdbool.h>
#include <stdint.h>

#define CCM_NONCE 13
#define CCM_TAG 8

struct ccm {
    /* These stay where they are until the end. The tag stands behind the body. */
    const uint8_t *key;
    const uint8_t *aad;
    uint8_t *body;
    uint8_t aad_length;
    uint8_t length;
    uint8_t nonce[CCM_NONCE];
    /* Decrypts and checks; else encrypts. */
    bool opening;
    /* At the end: the tag was right. */
    bool right;
    /* 0 at the start. */
    uint8_t step;
    uint8_t mac[16];
};

/* True when the last step is done. What was opened is there even if the tag is wrong: look at `right` first. */
bool ccm_step(struct ccm *ccm);

#endif
