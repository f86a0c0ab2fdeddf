#include "fake.h"

#include <string.h>

#include "board.h"
#include "bridge.h"

struct fake fake;

void fake_reset(void)
{
    memset(&fake, 0, sizeof fake);
    fake.now = 1000;
    fake.gateways = 1;
    fake.gateway = "10.0.0.1";
    fake.tcp_room = fake.uart_room = 0xFFFF;
}

void fake_know(const char *ssid, const char *password, const char *host, uint16_t port)
{
    struct credentials credentials = {.port = port};
    memcpy(credentials.ssid, ssid, strlen(ssid));
    memcpy(credentials.password, password, strlen(password));
    memcpy(credentials.host, host, strlen(host));
    credentials_write(fake.pages[0], &credentials, 0);
}

void fake_run(uint32_t milliseconds, uint32_t step)
{
    for (uint32_t passed = 0; passed < milliseconds; passed += step) {
        fake.now += step;
        bridge_loop();
    }
}

void fake_feed(struct bytes *to, const void *bytes, uint16_t length)
{
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

void fake_forget(struct bytes *bytes)
{
    bytes->length = 0;
}

bool fake_holds(const struct bytes *in, const void *bytes, uint16_t length)
{
    for (uint16_t at = 0; at + length <= in->length; at++) {
        if (memcmp(in->bytes + at, bytes, length) == 0)
            return true;
    }
    return false;
}

static uint16_t take(struct bytes *from, uint8_t *bytes, uint16_t most)
{
    const uint16_t length = from->length < most ? from->length : most;
    memcpy(bytes, from->bytes, length);
    memmove(from->bytes, from->bytes + length, from->length - length);
    from->length -= length;
    return length;
}

static uint16_t give(struct bytes *to, uint16_t *room, const uint8_t *bytes, uint16_t length)
{
    if (length > *room)
        length = *room;
    if (*room != 0xFFFF)
        *room -= length;
    if (to->length + length > FAKE_SIZE)
        to->length = 0;
    fake_feed(to, bytes, length);
    return length;
}

uint32_t board_ms(void)
{
    return fake.now;
}

uint32_t board_random(void)
{
    return fake.random;
}

uint16_t board_uart_read(uint8_t *bytes, uint16_t most)
{
    return take(&fake.uart_in, bytes, most);
}

uint16_t board_uart_room(void)
{
    return fake.uart_room;
}

void board_uart_write(const uint8_t *bytes, uint16_t length)
{
    give(&fake.uart_out, &fake.uart_room, bytes, length);
}

bool board_uart_overrun(void)
{
    const bool overrun = fake.overrun;
    fake.overrun = false;
    return overrun;
}

void board_wifi_join(const char *ssid, const char *password)
{
    (void)ssid;
    (void)password;
    fake.joins++;
}

bool board_wifi_up(void)
{
    return fake.wifi;
}

int8_t board_wifi_rssi(void)
{
    return -61;
}

uint8_t board_find(uint8_t index, char host[BOARD_HOST_SIZE], uint16_t *port)
{
    fake.asked = index;
    fake.finds++;
    fake.now += BOARD_FIND_MS;
    if (fake.gateways == 0)
        return 0;
    memcpy(host, fake.gateway, strlen(fake.gateway) + 1);
    *port = 7532;
    return fake.gateways;
}

bool board_dial(const char *host, uint16_t port)
{
    memset(fake.dialled, 0, sizeof fake.dialled);
    memcpy(fake.dialled, host, strlen(host));
    fake.dialled_port = port;
    fake.dials++;
    fake.open = fake.reachable && !(fake.nobody && strcmp(host, fake.nobody) == 0);
    if (fake.open)
        fake_forget(&fake.tcp_in);
    else
        fake.now += BOARD_DIAL_MS;
    return fake.open;
}

bool board_tcp_open(void)
{
    return fake.open;
}

uint16_t board_tcp_read(uint8_t *bytes, uint16_t most)
{
    return fake.open ? take(&fake.tcp_in, bytes, most) : 0;
}

uint16_t board_tcp_write(const uint8_t *bytes, uint16_t length)
{
    return fake.open ? give(&fake.tcp_out, &fake.tcp_room, bytes, length) : 0;
}

void board_tcp_close(void)
{
    if (fake.open)
        fake.now += BOARD_CLOSE_MS;
    fake.open = false;
}

void board_portal(const char *password)
{
    fake.portal = password != 0;
    if (!password)
        return;
    fake.portals++;
    memset(fake.portal_password, 0, sizeof fake.portal_password);
    memcpy(fake.portal_password, password, strlen(password));
}

void board_page_read(uint8_t which, uint8_t *page)
{
    memcpy(page, fake.pages[which], CREDENTIALS_PAGE);
}

void board_page_write(uint8_t which, const uint8_t *page)
{
    if (!fake.broken_flash)
        memcpy(fake.pages[which], page, CREDENTIALS_PAGE);
    fake.page_writes++;
}

void board_restart(void)
{
    fake.restarts++;
}

uint32_t board_chip(void)
{
    return 0xC0FFEE;
}

uint8_t board_reset_cause(void)
{
    return 6;
}
