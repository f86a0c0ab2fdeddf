/* AES-128 (FIPS 197), encryption only: CMAC and CCM need no more. */
#ifndef HOLDFAST_AES_H
#define HOLDFAST_AES_H

#include <stdint.h>

/* Encrypts a block in place. */
void aes128_encrypt(const uint8_t key[16], uint8_t block[16]);
/* What the modes do between two blocks. */
void xor_bytes(uint8_t *to, const uint8_t *from, uint8_t length);

#endif
