#include "credentials.h"

#include <string.h>

#include "wire.h"

/* "HFB" and the version of the format. */
static const uint8_t MAGIC[4] = {'H', 'F', 'B', 1};

enum place {
    AT_NUMBER = sizeof MAGIC,
    AT_SSID = AT_NUMBER + 4,
    AT_PASSWORD = AT_SSID + CREDENTIALS_SSID_MAX + 1,
    AT_HOST = AT_PASSWORD + CREDENTIALS_PASSWORD_MAX + 1,
    AT_PORT = AT_HOST + CREDENTIALS_HOST_MAX + 1,
    AT_CRC = AT_PORT + 2,
};
_Static_assert(AT_CRC + 2 == CREDENTIALS_PAGE, "a page is as long as its parts");

/* `size` when there is no end within it. */
static uint8_t length_of(const char *text, uint8_t size)
{
    uint8_t length = 0;
    while (length < size && text[length] != 0)
        length++;
    return length;
}

static bool is_host(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static bool is_hexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "" is a network without one. No control characters; letters outside of ASCII are bytes as others. */
static bool password_valid(const char *password, uint8_t length)
{
    if (length > CREDENTIALS_PASSWORD_MAX || (length > 0 && length < CREDENTIALS_PASSWORD_MIN))
        return false;
    for (uint8_t i = 0; i < length; i++) {
        const uint8_t c = (uint8_t)password[i];
        if (c < ' ' || c == 0x7F || (length == CREDENTIALS_PASSWORD_MAX && !is_hexadecimal(password[i])))
            return false;
    }
    return true;
}

bool credentials_valid(const struct credentials *credentials)
{
    const uint8_t ssid = length_of(credentials->ssid, sizeof credentials->ssid);
    const uint8_t password = length_of(credentials->password, sizeof credentials->password);
    const uint8_t host = length_of(credentials->host, sizeof credentials->host);
    if (ssid == 0 || ssid > CREDENTIALS_SSID_MAX || host > CREDENTIALS_HOST_MAX || credentials->port == 0)
        return false;
    if (!password_valid(credentials->password, password))
        return false;
    for (uint8_t i = 0; i < host; i++) {
        if (!is_host(credentials->host[i]))
            return false;
    }
    return true;
}

static uint32_t number_of(const uint8_t *page)
{
    const uint8_t *at = page + AT_NUMBER;
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static bool whole(const uint8_t *page)
{
    const uint16_t crc = (uint16_t)(page[AT_CRC] | page[AT_CRC + 1] << 8);
    struct credentials credentials;
    if (memcmp(page, MAGIC, sizeof MAGIC) != 0 || wire_crc(page, AT_CRC) != crc)
        return false;
    credentials_read(page, &credentials);
    return credentials_valid(&credentials);
}

int8_t credentials_newest(const uint8_t *a, const uint8_t *b)
{
    const bool whole_a = whole(a), whole_b = whole(b);
    if (whole_a && whole_b)
        return (int32_t)(number_of(b) - number_of(a)) > 0;
    return whole_a ? 0 : whole_b ? 1 : -1;
}

void credentials_read(const uint8_t *page, struct credentials *credentials)
{
    memcpy(credentials->ssid, page + AT_SSID, sizeof credentials->ssid);
    memcpy(credentials->password, page + AT_PASSWORD, sizeof credentials->password);
    memcpy(credentials->host, page + AT_HOST, sizeof credentials->host);
    credentials->port = (uint16_t)(page[AT_PORT] | page[AT_PORT + 1] << 8);
}

void credentials_write(uint8_t *page, const struct credentials *credentials, const uint8_t *after)
{
    const uint32_t number = after ? number_of(after) + 1 : 1;
    memset(page, 0, CREDENTIALS_PAGE);
    memcpy(page, MAGIC, sizeof MAGIC);
    for (uint8_t i = 0; i < 4; i++)
        page[AT_NUMBER + i] = (uint8_t)(number >> 8 * i);
    memcpy(page + AT_SSID, credentials->ssid, sizeof credentials->ssid);
    memcpy(page + AT_PASSWORD, credentials->password, sizeof credentials->password);
    memcpy(page + AT_HOST, credentials->host, sizeof credentials->host);
    page[AT_PORT] = (uint8_t)credentials->port;
    page[AT_PORT + 1] = (uint8_t)(credentials->port >> 8);
    const uint16_t crc = wire_crc(page, AT_CRC);
    page[AT_CRC] = (uint8_t)crc;
    page[AT_CRC + 1] = (uint8_t)(crc >> 8);
}
