#include "portal.h"

#include <string.h>

#include "harness.h"

static int16_t ask(const char *request, const char **form)
{
    return portal_form(request, (uint16_t)strlen(request), form);
}

#define HEAD "POST / HTTP/1.1\r\nHost: x\r\nContent-LENGTH: 5\r\n\r\n"

TEST("a request is answered when it is complete, whatever it asks for")
{
    const char *form;
    CHECK_EQUAL(ask("", &form), PORTAL_MORE);
    CHECK_EQUAL(ask("GET /generate_204 HTTP/1.1\r\nHost: x\r\n", &form), PORTAL_MORE);
    CHECK_EQUAL(ask("GET /generate_204 HTTP/1.1\r\nHost: x\r\n\r\n", &form), 0);
    CHECK_EQUAL(ask(HEAD "ssid", &form), PORTAL_MORE);
    CHECK_EQUAL(ask(HEAD "ssid=", &form), 5);
    CHECK_EQUAL(strcmp(form, "ssid="), 0);
    CHECK_EQUAL(ask("POST / HTTP/1.1\r\n\r\nssid=", &form), 0);
    CHECK_EQUAL(ask("POST / HTTP/1.1\r\nContent-Length: 99999\r\n\r\nssid=", &form), 0);
    CHECK_EQUAL(ask("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\nssid=", &form), 0);
}

#define FROM(origin) "POST / HTTP/1.1\r\nHost: 192.168.4.1\r\n" origin "Content-Length: 5\r\n\r\nssid="

TEST("a form that a page of somebody else sends is none")
{
    static const char *const OURS[] = {FROM(""), FROM("Origin: http://192.168.4.1\r\n"),
                                       FROM("ORIGIN:http://192.168.4.1\r\n")};
    static const char *const OTHERS[] = {
        FROM("Origin: http://evil.example\r\n"), FROM("Origin: null\r\n"), FROM("Origin: http://192.168.4.12\r\n"),
        FROM("Origin: http://192.168.4.\r\n"),   FROM("Origin: h\r\n"),    FROM("Origin: https://92.168.4.1\r\n"),
        "POST / HTTP/1.1\r\nOrigin: http://x\r\nContent-Length: 5\r\n\r\nssid="};
    const char *form;
    for (uint8_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        CHECK_EQUAL(ask(OURS[i], &form), 5);
    for (uint8_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        CHECK_EQUAL(ask(OTHERS[i], &form), 0);
}

TEST("each answer is a page, and says what became of the form")
{
    static const enum form FORMS[] = {FORM_NONE, FORM_WRONG, FORM_LOST, FORM_KEPT};
    for (uint8_t i = 0; i < 4; i++) {
        CHECK_EQUAL(memcmp(portal_answer(FORMS[i]), "HTTP/1.0 200 OK\r\n", 17), 0);
        for (uint8_t other = 0; other < i; other++)
            CHECK(portal_answer(FORMS[i]) != portal_answer(FORMS[other]));
    }
}
