/* A board that a test holds in its hands. */
#ifndef HOLDFAST_BRIDGE_FAKE_H
#define HOLDFAST_BRIDGE_FAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "credentials.h"

#define FAKE_SIZE 8192

struct bytes {
    uint8_t bytes[FAKE_SIZE];
    uint16_t length;
};

extern struct fake {
    uint32_t now;
    uint32_t random;
    bool wifi;
    bool reachable;
    bool open;
    bool overrun;
    /* What TCP and the UART take before they are full. */
    uint16_t tcp_room;
    uint16_t uart_room;
    /* How many gateways answer to mDNS; the last one asked for, and the last one dialled. */
    uint8_t gateways;
    uint8_t asked;
    /* Where mDNS says that they are; an address that takes no calls, or a null pointer. */
    const char *gateway, *nobody;
    char dialled[64];
    uint16_t dialled_port;
    uint16_t joins, finds, dials, restarts, portals;
    bool portal;
    char portal_password[65];
    /* To the bridge, and what it wrote. */
    struct bytes uart_in, uart_out, tcp_in, tcp_out;
    uint8_t pages[2][CREDENTIALS_PAGE];
    uint8_t page_writes;
    bool broken_flash;
} fake;

/* Everything as at the first start of a bridge that knows nothing. */
void fake_reset(void);
void fake_know(const char *ssid, const char *password, const char *host, uint16_t port);
/* Runs the loop each `step` ms. */
void fake_run(uint32_t milliseconds, uint32_t step);
void fake_feed(struct bytes *to, const void *bytes, uint16_t length);
void fake_forget(struct bytes *bytes);
/* Whether the bytes contain these. */
bool fake_holds(const struct bytes *in, const void *bytes, uint16_t length);

#endif
