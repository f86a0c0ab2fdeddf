// The access point with the page that asks for Wi-Fi: any name leads to it.
#include <DNSServer.h>
#include <ESP8266WiFi.h>

#include "core.h"
#include "shell.h"

static const uint32_t REQUEST_MS = 2000;

static DNSServer names;
static WiFiServer server(80);
static bool open_;

void board_portal(const char *password)
{
    open_ = password != nullptr;
    if (!open_) {
        server.stop();
        names.stop();
        WiFi.mode(WIFI_STA);
        return;
    }
    const String name = String("holdfast-") + String(ESP.getChipId(), HEX);
    // Beside the station, which goes on trying.
    WiFi.mode(WIFI_AP_STA);
    WiFi.softAP(name.c_str(), strlen(password) >= CREDENTIALS_PASSWORD_MIN ? password : nullptr);
    names.start(53, "*", WiFi.softAPIP());
    server.begin();
}

// Not in the LAN that the station is in: there nobody was asked for a password. The chip takes calls for any of its
// addresses from either network, but its answers to this one leave by the access point.
static bool joined_here(WiFiClient &caller)
{
    const IPAddress own = WiFi.softAPIP(), other = caller.remoteIP();
    return caller.localIP() == own && other[0] == own[0] && other[1] == own[1] && other[2] == own[2];
}

void portal_loop()
{
    static char request[PORTAL_REQUEST_MAX];
    static uint16_t length;
    static uint32_t since;
    static WiFiClient browser;
    if (!open_)
        return;
    names.processNextRequest();
    if (!browser.connected()) {
        browser = server.accept();
        if (browser.connected() && !joined_here(browser))
            browser.abort();
        // A phone that vanished does not keep the answer, and with it the loop, for longer.
        browser.setTimeout(REQUEST_MS);
        length = 0;
        since = millis();
    }
    while (browser.available() > 0 && length < sizeof request)
        request[length++] = static_cast<char>(browser.read());
    const char *form = nullptr;
    const int16_t size = portal_form(request, length, &form);
    if (size != PORTAL_MORE) {
        const char *answer = portal_answer(size > 0 ? bridge_form(form, static_cast<uint16_t>(size)) : FORM_NONE);
        browser.write(reinterpret_cast<const uint8_t *>(answer), strlen(answer));
        browser.stop();
        length = 0;
    } else if (length == sizeof request || millis() - since > REQUEST_MS) {
        browser.stop();
        length = 0;
    }
}
