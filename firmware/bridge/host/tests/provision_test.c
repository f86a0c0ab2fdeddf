#include "provision.h"

#include <string.h>

#include "harness.h"

static struct credentials credentials;

static enum provision say(const char *text)
{
    for (; *text != 0; text++)
        provision_byte((uint8_t)*text);
    return provision_line(&credentials);
}

static void begin(void)
{
    provision_reset();
    memset(&credentials, 0, sizeof credentials);
    credentials.port = CREDENTIALS_PORT;
}

static bool form(const char *text)
{
    return provision_form(text, (uint16_t)strlen(text), &credentials);
}

TEST("a line sets Wi-Fi, another the gateway")
{
    begin();
    CHECK_EQUAL(say("wifi \"My \\\"net\\\"\" \"pass word\"\r\n"), PROVISION_KEEP);
    CHECK_EQUAL(strcmp(credentials.ssid, "My \"net\""), 0);
    CHECK_EQUAL(strcmp(credentials.password, "pass word"), 0);
    CHECK_EQUAL(say("gateway gate.lan:99\n"), PROVISION_KEEP);
    CHECK_EQUAL(strcmp(credentials.host, "gate.lan"), 0);
    CHECK_EQUAL(credentials.port, 99);
    CHECK_EQUAL(say("gateway auto\n"), PROVISION_KEEP);
    CHECK_EQUAL(credentials.host[0], 0);
    CHECK_EQUAL(credentials.port, CREDENTIALS_PORT);
    CHECK_EQUAL(say("wifi \"open\"\n"), PROVISION_KEEP);
    CHECK_EQUAL(credentials.password[0], 0);
    CHECK_EQUAL(say("status\n"), PROVISION_STATUS);
    CHECK_EQUAL(say("restart\n"), PROVISION_RESTART);
}

TEST("a line that makes no sense changes nothing")
{
    static const char *const WRONG[] = {
        "wifi\n",
        "wifi open\n",
        "wifi \"a\" \"short\"\n",
        "wifi \"a\" \"12345678\" more\n",
        "wifi \"123456789012345678901234567890123\"\n",
        "wifi \"1234567890123456789012345678901234567890\"\n",
        "wifi \"never ends\n",
        "wifi \"ends\\\n",
        "gateway a b\n",
        "gateway gate:\n",
        "gateway gate:0\n",
        "gateway gate:65536\n",
        "gateway gate:65537\n",
        "gateway gate:99999999999\n",
        "gateway :99\n",
        "wifis \"a\"\n",
        "hello\n",
    };
    begin();
    CHECK_EQUAL(say("wifi \"a\" \"12345678\"\n"), PROVISION_KEEP);
    const struct credentials before = credentials;
    for (unsigned i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        CHECK_EQUAL(say(WRONG[i]), PROVISION_MISTAKE);
        CHECK_BYTES(&credentials, &before, sizeof before);
    }
}

TEST("frames and noise are no lines")
{
    begin();
    for (int byte = 0; byte < 256; byte++) {
        if (byte != '\n' && byte != '\r')
            provision_byte((uint8_t)byte);
    }
    CHECK_EQUAL(say("status\n"), PROVISION_NOTHING);
    CHECK_EQUAL(say("status\n"), PROVISION_STATUS);
    for (int i = 0; i < 1000; i++)
        provision_byte('x');
    CHECK_EQUAL(say("\n"), PROVISION_NOTHING);
    CHECK_EQUAL(say("\n\r\n"), PROVISION_NOTHING);
}

TEST("the page's form sets both")
{
    begin();
    CHECK(form("ssid=My+net%21&password=p%26ss%3Dword&gateway=192.168.1.5%3A7000"));
    CHECK_EQUAL(strcmp(credentials.ssid, "My net!"), 0);
    CHECK_EQUAL(strcmp(credentials.password, "p&ss=word"), 0);
    CHECK_EQUAL(strcmp(credentials.host, "192.168.1.5"), 0);
    CHECK_EQUAL(credentials.port, 7000);
    CHECK(form("gateway=&password=&ssid=open"));
    CHECK_EQUAL(credentials.host[0], 0);
    CHECK_EQUAL(credentials.password[0], 0);
}

TEST("a form that makes no sense changes nothing")
{
    static const char *const WRONG[] = {
        "",
        "ssid=a",
        "ssid=&password=&gateway=",
        "ssid=a&password=short&gateway=",
        "ssid=a%2&password=&gateway=",
        "ssid=a%00b&password=&gateway=",
        "ssid=a%zz&password=&gateway=",
        "ssid=123456789012345678901234567890123&password=&gateway=",
        "xssid=a&password=&gateway=",
        "ssid=a&password=&gateway=a:b",
        "ssid=a&password=&gateway=%22",
    };
    begin();
    const struct credentials before = credentials;
    for (unsigned i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        CHECK(!form(WRONG[i]));
        CHECK_BYTES(&credentials, &before, sizeof before);
    }
}
