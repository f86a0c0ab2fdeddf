#include "cmac.h"

#include <string.h>

#include "aes.h"

/* Doubling in GF(2^128), RFC 4493 section 2.3. */
static void twice(uint8_t *block)
{
    const uint8_t carry_out = block[0] & 0x80;
    for (uint8_t i = 0; i < 15; i++)
        block[i] = (uint8_t)(block[i] << 1) | (block[i + 1] >> 7);
    block[15] = (uint8_t)(block[15] << 1);
    if (carry_out)
        block[15] ^= 0x87;
}

void cmac(const uint8_t key[16], const uint8_t *data, uint8_t length, uint8_t mac[16])
{
    uint8_t subkey[16];
    memset(subkey, 0, 16);
    aes128_encrypt(key, subkey);
    twice(subkey);
    memset(mac, 0, 16);
    for (; length > 16; length -= 16) {
        xor_bytes(mac, data, 16);
        aes128_encrypt(key, mac);
        data += 16;
    }
    xor_bytes(mac, data, length);
    if (length < 16) {
        twice(subkey);
        mac[length] ^= 0x80;
    }
    xor_bytes(mac, subkey, 16);
    aes128_encrypt(key, mac);
}
