#include "portal.h"

#include <stdbool.h>
#include <string.h>

#define HEAD "HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\r\n"
#define STYLE                                                                                                          \
    "<!doctype html><meta name=viewport content='width=device-width'><title>holdfast</title>"                         \
    "<style>body{font:16px sans-serif;max-width:24em;margin:2em auto;padding:0 1em}"                                   \
    "label,input,button{display:block;width:100%;font:inherit;margin:.5em 0}</style><h1>holdfast bridge</h1>"

static const char PAGE[] = HEAD STYLE
    "<form method=post><label>Wi-Fi<input name=ssid maxlength=32 required></label>"
    "<label>Password<input name=password type=password maxlength=64></label>"
    "<label>Gateway (empty: found by itself)<input name=gateway placeholder=192.168.1.5:7532></label>"
    "<button>Keep and restart</button></form>";
static const char KEPT[] = HEAD STYLE "<p>Kept. The bridge starts anew; this network vanishes.</p>";
static const char WRONG[] = HEAD STYLE "<p>This makes no sense: a name has 32 bytes at most, a password has 8 to "
                                       "63 characters, a gateway is HOST or HOST:PORT.</p><p><a href=/>Again</a></p>";

static const char LOST[] = HEAD STYLE "<p>This could not be kept. Flash the bridge with a layout that has a file "
                                      "system, as its README says.</p>";

/* ASCII letters in either case. */
static bool same(const char *text, const char *word, uint16_t length)
{
    for (uint16_t i = 0; i < length; i++) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (c != word[i])
            return false;
    }
    return true;
}

/* Where `word` begins; `length` when it is not there. */
static uint16_t find(const char *text, uint16_t length, const char *word)
{
    const uint16_t size = (uint16_t)strlen(word);
    for (uint16_t at = 0; at + size <= length; at++) {
        if (same(text + at, word, size))
            return at;
    }
    return length;
}

/* Where the value of a header begins; returns its length, 0 without that header. */
static uint16_t header(const char *request, uint16_t end, const char *name, uint16_t *at)
{
    *at = find(request, end, name);
    if (*at == end)
        return 0;
    *at = (uint16_t)(*at + strlen(name));
    while (*at < end && request[*at] == ' ')
        ++*at;
    uint16_t length = 0;
    while (*at + length < end && request[*at + length] != '\r')
        length++;
    return length;
}

/* Of another site's page, in a browser that is on the Internet as well. */
static bool foreign(const char *request, uint16_t end)
{
    static const char HTTP[] = "http://";
    const uint16_t scheme = sizeof HTTP - 1;
    uint16_t origin, host;
    const uint16_t length = header(request, end, "\r\norigin:", &origin);
    const uint16_t size = header(request, end, "\r\nhost:", &host);
    if (length == 0)
        return false;
    return length != size + scheme || !same(request + origin, HTTP, scheme) ||
           memcmp(request + origin + scheme, request + host, size) != 0;
}

int16_t portal_form(const char *request, uint16_t length, const char **form)
{
    const uint16_t end = find(request, length, "\r\n\r\n");
    if (end == length)
        return PORTAL_MORE;
    uint16_t at, wanted = 0;
    if (length < 5 || !same(request, "post ", 5) || foreign(request, end))
        return 0;
    header(request, end, "\r\ncontent-length:", &at);
    for (; at < end && request[at] >= '0' && request[at] <= '9'; at++) {
        wanted = (uint16_t)(wanted * 10 + request[at] - '0');
        if (wanted > PORTAL_REQUEST_MAX)
            return 0;
    }
    *form = request + end + 4;
    return length - (end + 4) >= wanted ? (int16_t)wanted : PORTAL_MORE;
}

const char *portal_answer(enum form form)
{
    return (const char *const[]){PAGE, WRONG, LOST, KEPT}[form];
}
