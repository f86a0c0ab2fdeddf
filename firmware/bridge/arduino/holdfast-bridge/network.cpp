// Wi-Fi, mDNS and the one connection.
#include <ESP8266WiFi.h>
#include <ESP8266mDNS.h>

#include "core.h"
#include "shell.h"

// The buffer of the UART holds 41 ms of it.
static const uint32_t WRITE_MS = 1;

static WiFiClient client;

struct Target {
    const char *host;
    uint16_t port;
};

struct Wanted {
    uint8_t index;
    char *host;
    uint16_t *port;
    uint8_t count;
};

void board_wifi_join(const char *ssid, const char *password)
{
    WiFi.persistent(false);
    WiFi.mode(WIFI_STA);
    // Sleep costs up to 100 ms a frame.
    WiFi.setSleepMode(WIFI_NONE_SLEEP);
    WiFi.setAutoReconnect(true);
    // Once only: a second begin() within an attempt starts it over (esp8266/Arduino #4267).
    WiFi.begin(ssid, password);
}

bool board_wifi_up(void)
{
    return WiFi.status() == WL_CONNECTED;
}

int8_t board_wifi_rssi(void)
{
    return static_cast<int8_t>(WiFi.RSSI());
}

static bool find(void *with)
{
    static bool running;
    Wanted *wanted = static_cast<Wanted *>(with);
    if (!running)
        running = MDNS.begin("holdfast-bridge");
    const uint32_t answers = MDNS.queryService("holdfast", "tcp", BOARD_FIND_MS);
    if (answers == 0)
        return false;
    wanted->count = answers < UINT8_MAX ? answers : UINT8_MAX;
    const uint32_t index = wanted->index % answers;
    const String address = MDNS.IP(index).toString();
    strncpy(wanted->host, address.c_str(), BOARD_HOST_SIZE - 1);
    wanted->host[BOARD_HOST_SIZE - 1] = 0;
    *wanted->port = MDNS.port(index);
    return true;
}

uint8_t board_find(uint8_t index, char host[BOARD_HOST_SIZE], uint16_t *port)
{
    Wanted wanted = {index, host, port, 0};
    board_wait(find, &wanted);
    return wanted.count;
}

static bool dial(void *with)
{
    const Target *target = static_cast<Target *>(with);
    client.setTimeout(BOARD_DIAL_MS);
    if (!client.connect(target->host, target->port))
        return false;
    // Where lwIP has no memory, write() waits for some, room or not.
    client.setTimeout(WRITE_MS);
    client.setNoDelay(true);
    client.keepAlive(15, 5, 3);
    return true;
}

bool board_dial(const char *host, uint16_t port)
{
    Target target = {host, port};
    return board_wait(dial, &target);
}

bool board_tcp_open(void)
{
    return client.connected();
}

uint16_t board_tcp_read(uint8_t *bytes, uint16_t most)
{
    if (client.available() <= 0)
        return 0;
    const int length = client.read(bytes, most);
    return length > 0 ? length : 0;
}

uint16_t board_tcp_write(const uint8_t *bytes, uint16_t length)
{
    // More than this would wait for the far side.
    const size_t room = client.availableForWrite();
    return room == 0 ? 0 : client.write(bytes, length < room ? length : room);
}

static bool give_up(void *)
{
    client.abort();
    return true;
}

void board_tcp_close(void)
{
    // Arduino waits up to 300 ms for what is under way. What does not arrive is lost, as on any cut.
    board_wait(give_up, nullptr);
}
