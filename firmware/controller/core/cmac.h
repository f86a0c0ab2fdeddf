/* AES-CMAC (RFC 4493). */
#ifndef HOLDFAST_CMAC_H
#define HOLDFAST_CMAC_H

#include <stdint.h>

void cmac(const uint8_t key[16], const uint8_t *data, uint8_t length, uint8_t mac[16]);

#endif
