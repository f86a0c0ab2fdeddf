#include "bridge.h"

#include <string.h>

#include "fake.h"
#include "frames.h"
#include "harness.h"

/* A bridge whose gateway knows its cabinet. */
static void connect(void)
{
    fake_know("net", "12345678", "gate.lan", 7532);
    bridge_start();
    fake.wifi = fake.reachable = true;
    fake_run(100, 10);
    CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
    fake_feed(&fake.tcp_in, KNOWN, sizeof KNOWN);
    fake_run(10, 10);
    fake_forget(&fake.tcp_out);
    fake_forget(&fake.uart_out);
}

/* The gateway answers each report; the loop turns each `step` ms. */
static void live_in_steps(uint32_t milliseconds, uint32_t step)
{
    for (uint32_t passed = 0; passed < milliseconds; passed += 500) {
        if (fake.open)
            fake_feed(&fake.tcp_in, KNOWN, sizeof KNOWN);
        fake_run(500, step);
    }
}

static void live(uint32_t milliseconds)
{
    live_in_steps(milliseconds, 10);
}

TEST("frames are carried both ways as they are")
{
    connect();
    fake_feed(&fake.uart_in, HEARTBEAT, sizeof HEARTBEAT);
    fake_feed(&fake.tcp_in, HELLO, sizeof HELLO);
    fake_run(10, 10);
    CHECK(fake_holds(&fake.tcp_out, HEARTBEAT, sizeof HEARTBEAT));
    CHECK_EQUAL(fake.uart_out.length, sizeof HELLO);
    CHECK_BYTES(fake.uart_out.bytes, HELLO, sizeof HELLO);
}

TEST("what the gateway tells the bridge never reaches the controller, nor a controller's report the gateway")
{
    connect();
    fake_feed(&fake.tcp_in, STRANGER, sizeof STRANGER);
    fake_feed(&fake.uart_in, STRANGER, sizeof STRANGER);
    fake_run(10, 10);
    CHECK_EQUAL(fake.uart_out.length, 0);
    CHECK(!fake_holds(&fake.tcp_out, STRANGER, sizeof STRANGER));
}

TEST("noise of either side ends at the bridge")
{
    connect();
    uint8_t noise[300];
    memset(noise, 0xF5, sizeof noise);
    fake_feed(&fake.uart_in, noise, sizeof noise);
    fake_feed(&fake.tcp_in, noise, sizeof noise);
    fake_run(10, 10);
    CHECK_EQUAL(fake.uart_out.length, 0);
    CHECK_EQUAL(fake.tcp_out.length, 0);
}

TEST("the first byte to the controller is a delimiter: what an earlier life left half-sent ends there")
{
    fake_know("net", "12345678", "", 7532);
    bridge_start();
    fake_run(10, 10);
    CHECK_EQUAL(fake.uart_out.length, 1);
    CHECK_EQUAL(fake.uart_out.bytes[0], 0);
}

TEST("half a frame of an ended connection does not swallow the first one of the next")
{
    for (uint8_t cut = 1; cut < sizeof HELLO; cut++) {
        fake_reset();
        connect();
        fake_feed(&fake.tcp_in, HELLO, cut);
        fake_run(10, 10);
        fake_forget(&fake.uart_out);
        fake.open = false;
        fake_run(200, 10);
        CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
        /* Also of a gateway that writes no delimiter first. */
        fake_feed(&fake.tcp_in, HEARTBEAT + 1, sizeof HEARTBEAT - 1);
        fake_run(10, 10);
        CHECK(fake_holds(&fake.uart_out, HEARTBEAT, sizeof HEARTBEAT));
    }
}

TEST("half a frame to a gateway that is gone is not continued to the next one")
{
    connect();
    fake.tcp_room = 5;
    fake_feed(&fake.uart_in, HEARTBEAT, sizeof HEARTBEAT);
    fake_run(10, 10);
    CHECK_EQUAL(fake.tcp_out.length, 5);
    fake.open = false;
    fake.tcp_room = 0xFFFF;
    fake_forget(&fake.tcp_out);
    fake_run(200, 10);
    CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
    CHECK_EQUAL(fake.tcp_out.bytes[0], 0);
    CHECK(!fake_holds(&fake.tcp_out, HEARTBEAT + 5, sizeof HEARTBEAT - 5));
}

TEST("a gateway that does not read costs whole frames, which are counted, and no half ones")
{
    connect();
    fake.tcp_room = 0;
    for (int i = 0; i < 200; i++) {
        fake_feed(&fake.uart_in, HEARTBEAT, sizeof HEARTBEAT);
        fake_run(1, 1);
    }
    fake.tcp_room = 0xFFFF;
    fake_run(10, 10);
    const uint8_t *at = fake.tcp_out.bytes;
    uint16_t frames = 0;
    while (at + sizeof HEARTBEAT <= fake.tcp_out.bytes + fake.tcp_out.length &&
           memcmp(at, HEARTBEAT, sizeof HEARTBEAT) == 0) {
        at += sizeof HEARTBEAT;
        frames++;
    }
    CHECK(frames > 90 && frames < 200);
}

TEST("a controller that is slow slows the gateway down and loses nothing")
{
    connect();
    fake.uart_room = 0;
    for (int i = 0; i < 60; i++)
        fake_feed(&fake.tcp_in, HEARTBEAT, sizeof HEARTBEAT);
    fake_run(50, 10);
    CHECK(fake.tcp_in.length > 0);
    fake.uart_room = 0xFFFF;
    fake_run(50, 10);
    CHECK_EQUAL(fake.tcp_in.length, 0);
    CHECK_EQUAL(fake.uart_out.length, 60 * sizeof HEARTBEAT);
}

TEST("a gateway that says nothing is gone, whatever TCP believes")
{
    connect();
    const uint16_t dials = fake.dials;
    fake_run(BRIDGE_SILENCE_MS - 100, 10);
    CHECK_EQUAL(fake.dials, dials);
    fake_run(400, 10);
    CHECK_EQUAL(fake.dials, dials + 1);
    live(60000);
    CHECK_EQUAL(fake.dials, dials + 1);
}

TEST("the bridge is back within 5 seconds of the network, however long that was away")
{
    for (uint32_t away = 100; away < 200000; away = away * 3 / 2) {
        fake_reset();
        connect();
        live(5000);
        fake.wifi = fake.reachable = false;
        fake_run(away, 20);
        fake.wifi = fake.reachable = true;
        live(4000);
        CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
        CHECK_EQUAL(fake.joins, 1);
    }
}

TEST("after long failure a portal opens to who knows the old password, then the module starts anew, once")
{
    fake_know("net", "12345678", "", 7532);
    bridge_start();
    fake_run(BRIDGE_PORTAL_MS - 1000, 100);
    CHECK_EQUAL(fake.portals, 0);
    fake_run(2000, 100);
    CHECK_EQUAL(fake.portals, 1);
    CHECK_EQUAL(strcmp(fake.portal_password, "12345678"), 0);
    CHECK_EQUAL(fake.restarts, 0);
    fake_run(BRIDGE_RESTART_MS - BRIDGE_PORTAL_MS, 100);
    CHECK(fake.restarts > 0);
    CHECK_EQUAL(fake.joins, 1);
}

TEST("a bridge with a connection never starts anew by itself")
{
    connect();
    live(2 * BRIDGE_RESTART_MS);
    fake.open = fake.wifi = false;
    fake_run(BRIDGE_PORTAL_MS - 1000, 100);
    CHECK_EQUAL(fake.restarts + fake.portals, 0);
}

TEST("of several gateways the bridge tries each, and stays with the one that knows its cabinet")
{
    fake_know("net", "12345678", "", 7532);
    bridge_start();
    fake.wifi = fake.reachable = true;
    fake_run(2000, 10);
    const uint8_t first = fake.asked;
    fake_feed(&fake.tcp_in, STRANGER, sizeof STRANGER);
    fake_run(10, 10);
    fake.open = false;
    fake_run(3000, 10);
    CHECK_EQUAL(fake.asked, first + 1);
    live(2000);
    fake.open = false;
    fake_run(3000, 10);
    CHECK_EQUAL(fake.asked, first + 1);
}

/* A bridge that found its gateway by mDNS. */
static void find_and_connect(void)
{
    fake_know("net", "12345678", "", 7532);
    bridge_start();
    fake.wifi = fake.reachable = true;
    live(3000);
    CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
    CHECK_EQUAL(fake.finds, 1);
}

TEST("the gateway that knew the cabinet is called first: asking for it takes a second")
{
    find_and_connect();
    fake.open = false;
    live(1000);
    CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
    CHECK_EQUAL(fake.finds, 1);
}

TEST("a gateway that moved is found where it is now, also while somebody else has its old address")
{
    for (uint8_t taken = 0; taken < 2; taken++) {
        fake_reset();
        find_and_connect();
        fake.open = false;
        fake.gateway = "10.0.0.2";
        fake.nobody = taken ? 0 : "10.0.0.1";
        for (uint32_t passed = 0; passed < 6000; passed += 500) {
            if (fake.open)
                fake_feed(&fake.tcp_in, strcmp(fake.dialled, fake.gateway) == 0 ? KNOWN : STRANGER, sizeof KNOWN);
            fake_run(500, 10);
        }
        CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
        CHECK_EQUAL(strcmp(fake.dialled, "10.0.0.2"), 0);
        CHECK_EQUAL(fake.finds, 2);
    }
}

TEST("a gateway that was away is called at its old address until mDNS says otherwise")
{
    find_and_connect();
    fake.gateways = 0;
    fake.reachable = fake.open = false;
    fake_run(60000, 10);
    CHECK(fake.finds > 5);
    fake.reachable = true;
    live(3000);
    CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
}

TEST("a portal closes when a gateway answers again")
{
    connect();
    fake.open = fake.wifi = false;
    fake_run(BRIDGE_PORTAL_MS + 5000, 100);
    CHECK(fake.portal);
    fake.wifi = true;
    live(3000);
    CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
    CHECK(!fake.portal);
    CHECK_EQUAL(fake.joins, 1);
}

TEST("a port that takes calls and never answers is no gateway")
{
    fake_know("net", "12345678", "10.0.0.9", 80);
    bridge_start();
    fake.wifi = fake.reachable = true;
    fake_run(BRIDGE_PORTAL_MS + 5000, 100);
    CHECK(fake.portal);
    CHECK_EQUAL(fake.restarts, 0);
    fake_run(BRIDGE_RESTART_MS - BRIDGE_PORTAL_MS, 100);
    CHECK(fake.restarts > 0);
}

TEST("who talks without an answer to any report is no gateway either")
{
    for (uint8_t frames = 0; frames < 2; frames++) {
        fake_reset();
        fake_know("net", "12345678", "10.0.0.9", 80);
        bridge_start();
        fake.wifi = fake.reachable = true;
        for (const uint32_t from = fake.now; fake.now - from < BRIDGE_RESTART_MS + 5000;) {
            fake_feed(&fake.tcp_in, frames ? HELLO : (const uint8_t *)"?", frames ? sizeof HELLO : 1);
            fake_run(200, 100);
            CHECK(fake.portals == 0 || fake.now - from >= BRIDGE_PORTAL_MS);
        }
        CHECK(fake.dials > 20);
        CHECK_EQUAL(fake.portals, 1);
        CHECK(fake.restarts > 0);
    }
}

TEST("a stranger among several gateways is left soon, the only one is not")
{
    for (uint8_t gateways = 1; gateways < 3; gateways++) {
        fake_reset();
        fake_know("net", "12345678", "", 7532);
        bridge_start();
        fake.wifi = fake.reachable = true;
        fake.gateways = gateways;
        for (uint8_t second = 0; second < 6; second++) {
            fake_feed(&fake.tcp_in, STRANGER, sizeof STRANGER);
            fake_run(1000, 10);
        }
        CHECK_EQUAL(fake.dials > 1, gateways > 1);
    }
}

TEST("the clock's wrap after 49 days changes nothing, connected or not")
{
    for (uint16_t from = 5000; from < 12000; from += 29) {
        fake_reset();
        fake.now = 0u - from;
        connect();
        fake.reachable = fake.open = from & 1;
        live_in_steps(14000, 130);
        CHECK(fake.now < 60000);
        fake.reachable = true;
        live_in_steps(4000, 130);
        CHECK_EQUAL(bridge_state(), BRIDGE_CONNECTED);
        fake_forget(&fake.tcp_out);
        live_in_steps(1500, 130);
        CHECK(fake.tcp_out.length > 0);
        CHECK_EQUAL(fake.restarts + fake.portals, 0);
    }
}

TEST("a blank bridge opens its portal to all, and joins nothing")
{
    bridge_start();
    fake.wifi = true;
    fake_run(2 * BRIDGE_RESTART_MS, 1000);
    CHECK_EQUAL(fake.portals, 1);
    CHECK_EQUAL(fake.portal_password[0], 0);
    CHECK_EQUAL(fake.joins + fake.dials + fake.restarts, 0);
}

TEST("what the page sends is kept, and the bridge starts anew with it")
{
    static const char FORM[] = "ssid=net&password=12345678&gateway=10.0.0.9:99";
    bridge_start();
    CHECK_EQUAL(bridge_form("ssid=", 5), FORM_WRONG);
    CHECK_EQUAL(fake.page_writes, 0);
    CHECK_EQUAL(bridge_form(FORM, sizeof FORM - 1), FORM_KEPT);
    CHECK_EQUAL(fake.restarts, 0);
    fake_run(1000, 10);
    CHECK(fake.restarts > 0);
    bridge_start();
    fake.wifi = fake.reachable = true;
    fake_run(100, 10);
    CHECK_EQUAL(strcmp(fake.dialled, "10.0.0.9"), 0);
    CHECK_EQUAL(fake.dialled_port, 99);
}

TEST("what flash did not keep is not said to be kept, and changes nothing")
{
    static const char FORM[] = "ssid=other&password=87654321&gateway=";
    static const char LINE[] = "\nwifi \"other\" \"87654321\"\n", SAID[] = "could not be kept";
    fake_know("net", "12345678", "", 7532);
    bridge_start();
    fake.broken_flash = true;
    CHECK_EQUAL(bridge_form(FORM, sizeof FORM - 1), FORM_LOST);
    fake_feed(&fake.uart_in, LINE, sizeof LINE - 1);
    fake_run(BRIDGE_PORTAL_MS + 5000, 100);
    CHECK(fake_holds(&fake.uart_out, SAID, sizeof SAID - 1));
    CHECK_EQUAL(fake.restarts, 0);
    CHECK_EQUAL(strcmp(fake.portal_password, "12345678"), 0);
}

TEST("new credentials leave the old ones where they are")
{
    static const char *const FORMS[] = {"ssid=one&password=&gateway=", "ssid=two&password=&gateway=",
                                        "ssid=three&password=&gateway="};
    uint8_t before[2][CREDENTIALS_PAGE];
    bridge_start();
    for (uint8_t i = 0; i < 3; i++) {
        memcpy(before, fake.pages, sizeof before);
        CHECK_EQUAL(bridge_form(FORMS[i], (uint16_t)strlen(FORMS[i])), FORM_KEPT);
        const int8_t newest = credentials_newest(fake.pages[0], fake.pages[1]);
        CHECK_EQUAL(newest, i & 1);
        CHECK_BYTES(fake.pages[!newest], before[!newest], CREDENTIALS_PAGE);
    }
}

TEST("the console is closed where a controller is")
{
    static const char LINE[] = "\nwifi \"other\" \"12345678\"\n";
    bridge_start();
    fake_feed(&fake.uart_in, LINE, sizeof LINE - 1);
    fake_run(10, 10);
    CHECK_EQUAL(fake.page_writes, 1);
    fake_feed(&fake.uart_in, HEARTBEAT, sizeof HEARTBEAT);
    fake_feed(&fake.uart_in, LINE, sizeof LINE - 1);
    fake_run(10, 10);
    CHECK_EQUAL(fake.page_writes, 1);
}

TEST("the gateway cannot change the credentials")
{
    static const char LINE[] = "\nwifi \"other\" \"12345678\"\nrestart\n";
    connect();
    fake_feed(&fake.tcp_in, LINE, sizeof LINE - 1);
    fake_run(2000, 10);
    CHECK_EQUAL(fake.page_writes + fake.restarts, 0);
}
