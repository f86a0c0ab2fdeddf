#include "provision.h"

#include <string.h>

#define LINE_MAX 160

static char line[LINE_MAX + 1];
static uint8_t length;
static bool spoilt, complete;

void provision_reset(void)
{
    length = 0;
    spoilt = complete = false;
}

void provision_byte(uint8_t byte)
{
    if (complete)
        return;
    if (byte == '\n' || byte == '\r') {
        complete = !spoilt && length > 0;
        line[length] = 0;
        spoilt = false;
        if (!complete)
            length = 0;
    } else if (byte < ' ' || byte == 0x7F || length == LINE_MAX) {
        spoilt = true;
        length = 0;
    } else if (!spoilt) {
        line[length++] = (char)byte;
    }
}

/* Skips `word` and the spaces after it. */
static bool starts(const char **at, const char *word)
{
    const char *text = *at;
    while (*word != 0) {
        if (*text++ != *word++)
            return false;
    }
    if (*text != 0 && *text != ' ')
        return false;
    while (*text == ' ')
        text++;
    *at = text;
    return true;
}

/* A text in quotes; \" and \\ stand for themselves. */
static bool quoted(const char **at, char *out, uint8_t most)
{
    const char *text = *at;
    uint8_t used = 0;
    if (*text++ != '"')
        return false;
    for (; *text != '"'; text++) {
        if (*text == '\\')
            text++;
        if (*text == 0 || used == most)
            return false;
        out[used++] = *text;
    }
    text++;
    while (*text == ' ')
        text++;
    memset(out + used, 0, most + 1 - used);
    *at = text;
    return true;
}

/* HOST[:PORT], or "auto" or nothing for mDNS. */
static bool gateway(const char *text, struct credentials *credentials)
{
    uint8_t used = 0;
    uint32_t port = 0;
    memset(credentials->host, 0, sizeof credentials->host);
    credentials->port = CREDENTIALS_PORT;
    if (strcmp(text, "auto") == 0 || *text == 0)
        return true;
    for (; *text != 0 && *text != ':'; text++) {
        if (used == CREDENTIALS_HOST_MAX)
            return false;
        credentials->host[used++] = *text;
    }
    if (*text == 0)
        return used > 0;
    if (*++text == 0)
        return false;
    for (; *text != 0; text++) {
        if (*text < '0' || *text > '9' || (port = port * 10 + (uint32_t)(*text - '0')) > 0xFFFF)
            return false;
    }
    credentials->port = (uint16_t)port;
    return used > 0;
}

static enum provision carry_out(const char *text, struct credentials *credentials)
{
    struct credentials wanted = *credentials;
    if (starts(&text, "wifi")) {
        memset(wanted.password, 0, sizeof wanted.password);
        if (!quoted(&text, wanted.ssid, CREDENTIALS_SSID_MAX))
            return PROVISION_MISTAKE;
        if (*text != 0 && !quoted(&text, wanted.password, CREDENTIALS_PASSWORD_MAX))
            return PROVISION_MISTAKE;
        if (wanted.port == 0)
            wanted.port = CREDENTIALS_PORT;
    } else if (starts(&text, "gateway")) {
        if (!gateway(text, &wanted))
            return PROVISION_MISTAKE;
        text = "";
    } else if (starts(&text, "status")) {
        return PROVISION_STATUS;
    } else if (starts(&text, "restart")) {
        return PROVISION_RESTART;
    } else {
        return PROVISION_MISTAKE;
    }
    if (*text != 0 || !credentials_valid(&wanted))
        return PROVISION_MISTAKE;
    *credentials = wanted;
    return PROVISION_KEEP;
}

enum provision provision_line(struct credentials *credentials)
{
    if (!complete)
        return PROVISION_NOTHING;
    const enum provision what = carry_out(line, credentials);
    memset(line, 0, sizeof line);
    provision_reset();
    return what;
}

static int8_t hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return (int8_t)(c - '0');
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? (int8_t)(c - 'a' + 10) : -1;
}

/* The value of a field up to & or the end; false when it is too long or badly written. */
static bool decode(const char *form, uint16_t end, uint16_t at, char *out, uint8_t most)
{
    uint8_t used = 0;
    memset(out, 0, most + 1u);
    for (; at < end && form[at] != '&'; at++) {
        char c = form[at] == '+' ? ' ' : form[at];
        if (c == '%') {
            const int8_t high = at + 2 < end ? hexadecimal(form[at + 1]) : -1;
            const int8_t low = at + 2 < end ? hexadecimal(form[at + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            at += 2;
        }
        if (c == 0 || used == most)
            return false;
        out[used++] = c;
    }
    return true;
}

static bool field(const char *form, uint16_t end, const char *name, char *out, uint8_t most)
{
    const uint16_t size = (uint16_t)strlen(name);
    for (uint16_t at = 0; at + size < end; at++) {
        if ((at == 0 || form[at - 1] == '&') && memcmp(form + at, name, size) == 0 && form[at + size] == '=')
            return decode(form, end, at + size + 1, out, most);
    }
    return false;
}

bool provision_form(const char *form, uint16_t end, struct credentials *credentials)
{
    struct credentials wanted = *credentials;
    /* A host, a colon and a port. */
    char address[CREDENTIALS_HOST_MAX + 6 + 1];
    if (!field(form, end, "ssid", wanted.ssid, CREDENTIALS_SSID_MAX))
        return false;
    if (!field(form, end, "password", wanted.password, CREDENTIALS_PASSWORD_MAX))
        return false;
    if (!field(form, end, "gateway", address, sizeof address - 1) || !gateway(address, &wanted))
        return false;
    if (!credentials_valid(&wanted))
        return false;
    *credentials = wanted;
    return true;
}
