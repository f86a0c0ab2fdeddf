/* What the bridge needs of whatever it runs on: the Arduino shell, the tests and the simulation each have one. */
#ifndef HOLDFAST_BRIDGE_BOARD_H
#define HOLDFAST_BRIDGE_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* board_dial(), board_find() and board_tcp_close() may wait so long; meanwhile the board calls bridge_drain(). */
#define BOARD_DIAL_MS 1500
#define BOARD_FIND_MS 1000
#define BOARD_CLOSE_MS 300
#define BOARD_HOST_SIZE 64

/* Milliseconds since the start; wraps after 49 days. */
uint32_t board_ms(void);
uint32_t board_random(void);

/* The controller's side: 500000 baud 8N1. */
uint16_t board_uart_read(uint8_t *bytes, uint16_t most);
uint16_t board_uart_room(void);
void board_uart_write(const uint8_t *bytes, uint16_t length);
/* Whether bytes were lost since the last call because nobody read them in time. */
bool board_uart_overrun(void);

/* Called once for each pair of name and password: the radio goes on trying by itself. */
void board_wifi_join(const char *ssid, const char *password);
bool board_wifi_up(void);
/* dBm */
int8_t board_wifi_rssi(void);

/* The `index`-th gateway that answers to mDNS `_holdfast._tcp`, counted round and round. How many answer; 0: none. */
uint8_t board_find(uint8_t index, char host[BOARD_HOST_SIZE], uint16_t *port);
bool board_dial(const char *host, uint16_t port);
bool board_tcp_open(void);
uint16_t board_tcp_read(uint8_t *bytes, uint16_t most);
/* Takes what it can within a few milliseconds; the answer is how much that was. */
uint16_t board_tcp_write(const uint8_t *bytes, uint16_t length);
void board_tcp_close(void);

/* An access point with a page that asks for Wi-Fi. `password` "" : open to all; a null pointer: no more of it. */
void board_portal(const char *password);

/* Two pages of CREDENTIALS_PAGE bytes that outlive power. */
void board_page_read(uint8_t which, uint8_t *page);
void board_page_write(uint8_t which, const uint8_t *page);

/* Starts this module anew, never the controller. Does not return on the chip. */
void board_restart(void);
/* For reports: chip number, and why the module started last (the SDK's number). */
uint32_t board_chip(void);
uint8_t board_reset_cause(void);

#ifdef __cplusplus
}
#endif

#endif
