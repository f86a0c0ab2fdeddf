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

TEST("each answer is a page, and says what became of the form")
{
    static const enum form FORMS[] = {FORM_NONE, FORM_WRONG, FORM_LOST, FORM_KEPT};
    for (uint8_t i = 0; i < 4; i++) {
        CHECK_EQUAL(memcmp(portal_answer(FORMS[i]), "HTTP/1.0 200 OK\r\n", 17), 0);
        for (uint8_t other = 0; other < i; other++)
            CHECK(portal_answer(FORMS[i]) != portal_answer(FORMS[other]));
    }
}
