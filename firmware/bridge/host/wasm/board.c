/*
 * The board of the simulation, as a wasm32 module: one instance is one life of the bridge. Its host copies bytes in and
 * out of the four buffers, and says what the time is and how the network is.
 */
#include "board.h"

#include <string.h>

#include "bridge.h"
#include "credentials.h"

#define EXPORT(name) __attribute__((export_name(#name), visibility("default")))
#define IMPORT(name) __attribute__((import_module("world"), import_name(#name)))
#define SIZE 4096

/* True: a gateway answered, to mDNS or to a call. */
IMPORT(find) extern int world_find(void);
IMPORT(dial) extern int world_dial(void);
IMPORT(hang_up) extern void world_hang_up(void);
IMPORT(random) extern uint32_t world_random(void);

struct buffer {
    uint8_t bytes[SIZE];
    uint32_t length;
};

static struct buffer uart_in, uart_out, tcp_in, tcp_out;
static uint8_t pages[2][CREDENTIALS_PAGE];
static uint32_t now;
static bool wifi, open, restarting;

EXPORT(sim_page) uint8_t *sim_page(void) { return pages[0]; }
EXPORT(sim_uart_in) uint8_t *sim_uart_in(void) { return uart_in.bytes; }
EXPORT(sim_uart_out) uint8_t *sim_uart_out(void) { return uart_out.bytes; }
EXPORT(sim_tcp_in) uint8_t *sim_tcp_in(void) { return tcp_in.bytes; }
EXPORT(sim_tcp_out) uint8_t *sim_tcp_out(void) { return tcp_out.bytes; }

EXPORT(sim_start) void sim_start(uint32_t ms)
{
    now = ms;
    bridge_start();
}

/* How many bytes lie in the two buffers to the bridge; what does not fit its buffers is lost, as on a UART. */
EXPORT(sim_feed) void sim_feed(uint32_t uart, uint32_t tcp)
{
    uart_in.length = uart;
    tcp_in.length = tcp;
}

EXPORT(sim_network) void sim_network(int wifi_up, int tcp_open)
{
    wifi = wifi_up;
    open = tcp_open;
}

/* True: the module wants to start anew. */
/* While it waits for the network its clock is ahead, and only its UART is served. */
EXPORT(sim_loop) int sim_loop(uint32_t ms)
{
    uart_out.length = tcp_out.length = 0;
    if ((int32_t)(ms - now) < 0) {
        bridge_drain();
        return 0;
    }
    now = ms;
    bridge_loop();
    return restarting;
}

EXPORT(sim_uart_length) uint32_t sim_uart_length(void) { return uart_out.length; }
EXPORT(sim_tcp_length) uint32_t sim_tcp_length(void) { return tcp_out.length; }
/* What it did not take yet, at the start of its buffer. */
EXPORT(sim_tcp_left) uint32_t sim_tcp_left(void) { return tcp_in.length; }
EXPORT(sim_state) int sim_state(void) { return (int)bridge_state(); }

static uint16_t take(struct buffer *from, uint8_t *bytes, uint16_t most)
{
    const uint16_t length = (uint16_t)(from->length < most ? from->length : most);
    memcpy(bytes, from->bytes, length);
    from->length -= length;
    /* Towards the start, so forwards copying is right. */
    for (uint32_t i = 0; i < from->length; i++)
        from->bytes[i] = from->bytes[i + length];
    return length;
}

static uint16_t give(struct buffer *to, const uint8_t *bytes, uint16_t length)
{
    const uint32_t room = SIZE - to->length;
    if (length > room)
        length = (uint16_t)room;
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    return length;
}

uint32_t board_ms(void) { return now; }
uint32_t board_random(void) { return world_random(); }
uint16_t board_uart_read(uint8_t *bytes, uint16_t most) { return take(&uart_in, bytes, most); }
uint16_t board_uart_room(void) { return (uint16_t)(SIZE - uart_out.length); }
void board_uart_write(const uint8_t *bytes, uint16_t length) { give(&uart_out, bytes, length); }
bool board_uart_overrun(void) { return false; }
void board_wifi_join(const char *ssid, const char *password) { (void)ssid, (void)password; }
bool board_wifi_up(void) { return wifi; }
int8_t board_wifi_rssi(void) { return -61; }

uint8_t board_find(uint8_t index, char host[BOARD_HOST_SIZE], uint16_t *port)
{
    (void)index;
    memcpy(host, "10.0.0.1", sizeof "10.0.0.1");
    *port = 7532;
    now += BOARD_FIND_MS;
    return wifi && world_find() != 0;
}

bool board_dial(const char *host, uint16_t port)
{
    (void)host, (void)port;
    tcp_in.length = 0;
    open = world_dial() != 0;
    if (!open)
        now += BOARD_DIAL_MS;
    return open;
}

bool board_tcp_open(void) { return open; }
uint16_t board_tcp_read(uint8_t *bytes, uint16_t most) { return open && wifi ? take(&tcp_in, bytes, most) : 0; }

uint16_t board_tcp_write(const uint8_t *bytes, uint16_t length)
{
    return open && wifi ? give(&tcp_out, bytes, length) : 0;
}

void board_tcp_close(void)
{
    if (open)
        now += BOARD_CLOSE_MS;
    open = false;
    world_hang_up();
}

void board_portal(const char *password) { (void)password; }
void board_page_read(uint8_t which, uint8_t *page) { memcpy(page, pages[which], CREDENTIALS_PAGE); }
void board_page_write(uint8_t which, const uint8_t *page) { memcpy(pages[which], page, CREDENTIALS_PAGE); }
void board_restart(void) { restarting = true; }
uint32_t board_chip(void) { return 1; }
uint8_t board_reset_cause(void) { return 0; }
