/* The Wi-Fi to join and the gateway to call, and the page of flash that keeps them. No key of holdfast is among them. */
#ifndef HOLDFAST_BRIDGE_CREDENTIALS_H
#define HOLDFAST_BRIDGE_CREDENTIALS_H

#include <stdbool.h>
#include <stdint.h>

#define CREDENTIALS_SSID_MAX 32
/* 8 to 63 characters; 64 are the key itself, in hexadecimal. */
#define CREDENTIALS_PASSWORD_MIN 8
#define CREDENTIALS_PASSWORD_MAX 64
#define CREDENTIALS_HOST_MAX 63
#define CREDENTIALS_PORT 7532
#define CREDENTIALS_PAGE 174

/* Texts end with 0. */
struct credentials {
    char ssid[CREDENTIALS_SSID_MAX + 1];
    /* "": a network without one */
    char password[CREDENTIALS_PASSWORD_MAX + 1];
    /* "": found by mDNS */
    char host[CREDENTIALS_HOST_MAX + 1];
    uint16_t port;
};

bool credentials_valid(const struct credentials *credentials);

/* The newer of two pages that is whole; -1: neither. */
int8_t credentials_newest(const uint8_t *a, const uint8_t *b);
void credentials_read(const uint8_t *page, struct credentials *credentials);
/* `after`: the page that it follows, or a null pointer. The other one of the two is written: a cut leaves one whole. */
void credentials_write(uint8_t *page, const struct credentials *credentials, const uint8_t *after);

#endif
