/*
 * How long frames are under way through the bridge, in the time of its own processor: both ways at once, the longest
 * frames, at random moments, some back to back. UART and radio are modelled; each line written is one frame's time in us.
 */
#include <string.h>

#include "board.h"
#include "bridge.h"
#include "credentials.h"
#include "harness.h"
#include "tests/frames.h"

/* The simulator's cycle counter has its own pace, whatever an instruction costs. */
#define TICKS_A_US 40u
#define BYTE_TICKS (20 * TICKS_A_US)
#define FRAME 66
#define FRAMES 1000
#define GAP_MOST_US 8192
/* What Arduino and the radio take between two turns of the loop, at most. */
#define AWAY_MOST_US 1024
#define FIFO 128
#define HEARD_US 1000000

struct way {
    /* When the frame that comes now begins: on the UART with its first byte, on TCP as a whole. */
    uint32_t begins;
    uint8_t taken;
    uint32_t began[FRAMES];
    uint16_t sent, ended;
    uint32_t took[FRAMES];
    /* Of the frame that leaves: how many bytes so far, and whether it is a report of the bridge's own. */
    uint8_t length;
    bool report;
};

static struct way up, down;
static uint8_t frame[FRAME];
static uint8_t page[CREDENTIALS_PAGE];
static uint32_t started, uart_free, heard_at, state = 1;

static uint32_t now(void)
{
    uint32_t ticks;
    __asm__ volatile("rsr %0, ccount" : "=a"(ticks));
    return ticks - started;
}

/* Xorshift: the same moments in each run. */
static uint32_t chance(uint32_t below_power_of_two)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state & (below_power_of_two - 1);
}

/* The next frame begins when this one is over, or some time later. */
static void next(struct way *way, uint32_t over)
{
    way->began[way->sent++] = way->begins;
    way->taken = 0;
    way->begins = over + (chance(4) == 0 ? 0 : chance(GAP_MOST_US) * TICKS_A_US);
}

/* One byte leaves the bridge at this moment. */
static void leave(struct way *way, uint8_t byte, uint32_t at)
{
    if (byte != 0) {
        way->report |= way->length == 1 && byte == 3;
        way->length++;
    } else if (way->length > 0) {
        if (!way->report && way->ended < way->sent) {
            way->took[way->ended] = at - way->began[way->ended];
            way->ended++;
        }
        way->length = 0;
        way->report = false;
    }
}

uint32_t board_ms(void) { return now() / (1000 * TICKS_A_US); }
uint32_t board_random(void) { return chance(1u << 31); }

uint16_t board_uart_read(uint8_t *bytes, uint16_t most)
{
    const uint32_t at = now();
    uint16_t length = 0;
    while (length < most && up.sent < FRAMES) {
        if ((int32_t)(at - (up.begins + (up.taken + 1u) * BYTE_TICKS)) < 0)
            break;
        bytes[length++] = frame[up.taken++];
        if (up.taken == FRAME)
            next(&up, up.begins + FRAME * BYTE_TICKS);
    }
    return length;
}

uint16_t board_uart_room(void)
{
    const int32_t busy = (int32_t)(uart_free - now());
    return busy <= 0 ? FIFO : busy >= (int32_t)(FIFO * BYTE_TICKS) ? 0 : FIFO - 1 - (uint32_t)busy / BYTE_TICKS;
}

void board_uart_write(const uint8_t *bytes, uint16_t length)
{
    const uint32_t at = now();
    if ((int32_t)(uart_free - at) < 0)
        uart_free = at;
    for (uint16_t i = 0; i < length; i++) {
        uart_free += BYTE_TICKS;
        leave(&down, bytes[i], uart_free);
    }
}

uint16_t board_tcp_read(uint8_t *bytes, uint16_t most)
{
    const uint32_t at = now();
    if ((int32_t)(at - heard_at) >= 0 && down.taken == 0) {
        heard_at += HEARD_US * TICKS_A_US;
        memcpy(bytes, KNOWN, sizeof KNOWN);
        return sizeof KNOWN;
    }
    if (down.sent == FRAMES || (int32_t)(at - down.begins) < 0)
        return 0;
    const uint16_t left = FRAME - down.taken, length = left < most ? left : most;
    memcpy(bytes, frame + down.taken, length);
    down.taken += length;
    if (down.taken == FRAME)
        next(&down, down.begins + FRAME * BYTE_TICKS);
    return length;
}

uint16_t board_tcp_write(const uint8_t *bytes, uint16_t length)
{
    const uint32_t at = now();
    for (uint16_t i = 0; i < length; i++)
        leave(&up, bytes[i], at);
    return length;
}

bool board_uart_overrun(void) { return false; }
void board_wifi_join(const char *ssid, const char *password) { (void)ssid, (void)password; }
bool board_wifi_up(void) { return true; }
int8_t board_wifi_rssi(void) { return -61; }
uint8_t board_find(uint8_t index, char host[BOARD_HOST_SIZE], uint16_t *port) { (void)index, (void)host, (void)port; return 0; }
bool board_dial(const char *host, uint16_t port) { (void)host, (void)port; return true; }
bool board_tcp_open(void) { return true; }
void board_tcp_close(void) { machine_exit(5); }
void board_portal(const char *password) { (void)password; }
void board_page_read(uint8_t which, uint8_t *into) { memcpy(into, page, which == 0 ? CREDENTIALS_PAGE : 0); }
void board_page_write(uint8_t which, const uint8_t *from) { (void)which, (void)from; }
void board_restart(void) { machine_exit(6); }
uint32_t board_chip(void) { return 1; }
uint8_t board_reset_cause(void) { return 0; }

static void tell(const struct way *way)
{
    for (uint16_t i = 0; i < FRAMES; i++) {
        char digits[12];
        uint8_t at = sizeof digits;
        uint32_t rest = way->took[i] / TICKS_A_US;
        digits[--at] = '\n';
        do {
            digits[--at] = (char)('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        machine_write(digits + at, sizeof digits - at);
    }
}

int harness_run(const char *what)
{
    (void)what;
    const struct credentials known = {.ssid = "net", .password = "12345678", .host = "10.0.0.1", .port = 7532};
    credentials_write(page, &known, 0);
    /* COBS without a zero, format 2. */
    memset(frame + 1, 0x5A, FRAME - 2);
    frame[1] = FRAME - 2;
    frame[2] = 2;
    started = now();
    bridge_start();
    while (bridge_state() != BRIDGE_CONNECTED)
        bridge_loop();
    up.begins = down.begins = now();
    while (up.ended < FRAMES || down.ended < FRAMES) {
        bridge_loop();
        for (const uint32_t until = now() + chance(AWAY_MOST_US) * TICKS_A_US; (int32_t)(now() - until) < 0;)
            ;
    }
    tell(&up);
    tell(&down);
    return 0;
}
