#include "bridge.h"

#include <string.h>

#include "backoff.h"
#include "board.h"
#include "credentials.h"
#include "pipe.h"
#include "provision.h"

#define RESTART_AFTER_MS 500u

static struct {
    enum bridge_state state;
    struct credentials credentials;
    struct figures figures;
    /* Last told by a gateway that it hears this bridge, or started. */
    uint32_t well_at;
    uint32_t connected_at;
    uint32_t dial_at;
    uint32_t heard_at;
    uint32_t report_at;
    /* What is left of a second that uptime_s does not count yet. */
    uint32_t second_at;
    uint32_t restart_at;
    uint8_t attempt;
    uint8_t candidate;
    /* Of the gateway that mDNS named last, and whether it knew our cabinet. */
    char host[BOARD_HOST_SIZE];
    uint16_t port;
    bool proven;
    /* There may be other gateways than the one that is called. */
    bool others;
    /* The gateway said that one of its cabinets is here. */
    bool known;
    bool portal;
    /* A controller is attached: the console is closed. */
    bool attached;
    bool restarting;
} it;

static bool due(uint32_t now, uint32_t at)
{
    return (int32_t)(now - at) >= 0;
}

static void read_credentials(void)
{
    uint8_t pages[2][CREDENTIALS_PAGE];
    for (uint8_t i = 0; i < 2; i++)
        board_page_read(i, pages[i]);
    const int8_t newest = credentials_newest(pages[0], pages[1]);
    if (newest >= 0)
        credentials_read(pages[newest], &it.credentials);
    else
        it.credentials = (struct credentials){.port = CREDENTIALS_PORT};
}

/* False: flash, which may have no file system, did not keep them, and nothing has changed. */
static bool keep_credentials(const struct credentials *wanted)
{
    uint8_t pages[2][CREDENTIALS_PAGE];
    for (uint8_t i = 0; i < 2; i++)
        board_page_read(i, pages[i]);
    const int8_t newest = credentials_newest(pages[0], pages[1]);
    const uint8_t other = newest == 0 ? 1 : 0;
    credentials_write(pages[other], wanted, newest < 0 ? 0 : pages[newest]);
    board_page_write(other, pages[other]);
    board_page_read(other, pages[!other]);
    if (memcmp(pages[!other], pages[other], CREDENTIALS_PAGE) != 0)
        return false;
    it.credentials = *wanted;
    return true;
}

/* Who wants to change the Wi-Fi of a bridge that has one must know its password. */
static void set_portal(bool open)
{
    if (it.portal == open)
        return;
    it.portal = open;
    board_portal(open ? it.credentials.password : 0);
}

void bridge_start(void)
{
    const uint32_t now = board_ms();
    it = (__typeof__(it)){.state = BRIDGE_BLANK, .well_at = now, .second_at = now};
    it.figures.chip = board_chip();
    it.figures.reset_cause = board_reset_cause();
    provision_reset();
    pipe_start();
    read_credentials();
    if (credentials_valid(&it.credentials)) {
        it.state = BRIDGE_JOINING;
        board_wifi_join(it.credentials.ssid, it.credentials.password);
    } else {
        set_portal(true);
    }
}

static void disconnect(uint32_t now)
{
    board_tcp_close();
    pipe_cut();
    /* A gateway that knows no cabinet of ours is not the only one, perhaps. */
    if (!it.known && !it.proven)
        it.candidate++;
    it.state = BRIDGE_LOOKING;
    it.dial_at = now + backoff_ms(it.attempt, board_random());
    if (it.attempt < UINT8_MAX)
        it.attempt++;
}

/* A gateway that moved is found: mDNS is asked when nobody is at the old address, or somebody who knows no cabinet of ours. */
static bool call(void)
{
    it.others = false;
    if (it.credentials.host[0] != 0)
        return board_dial(it.credentials.host, it.credentials.port);
    /* To ask takes a second, which a link that was only cut does not have. */
    it.others = it.proven;
    if (it.proven && board_dial(it.host, it.port))
        return true;
    const uint8_t answers = board_find(it.candidate, it.host, &it.port);
    if (answers == 0)
        return false;
    it.proven = false;
    it.others = answers > 1;
    return board_dial(it.host, it.port);
}

static void look(void)
{
    if (!call()) {
        it.known = false;
        disconnect(board_ms());
        return;
    }
    const uint32_t now = board_ms();
    pipe_cut();
    it.state = BRIDGE_CONNECTED;
    it.known = false;
    it.connected_at = it.heard_at = it.report_at = now;
    it.figures.connections++;
}

static void report(uint32_t now)
{
    it.report_at = now + BRIDGE_REPORT_MS;
    it.figures.rssi = board_wifi_rssi();
    it.figures.overruns += board_uart_overrun();
    it.figures.dropped = pipe_dropped();
    it.figures.noise = pipe_noise();
    pipe_report(&it.figures);
}

static void connected(uint32_t now)
{
    const enum heard said = pipe_from_gateway();
    /* A port that takes calls and answers no report is no gateway, whatever it says: the portal opens as if there were none. */
    if (said != HEARD_NOTHING) {
        it.heard_at = it.well_at = now;
        set_portal(false);
    }
    if (said == HEARD_KNOWN) {
        it.known = it.proven = true;
        it.attempt = 0;
    }
    if (due(now, it.report_at))
        report(now);
    pipe_to_gateway();
    const bool stranger = !it.known && it.others && now - it.connected_at >= BRIDGE_STRANGER_MS;
    if (stranger || !board_tcp_open() || now - it.heard_at >= BRIDGE_SILENCE_MS) {
        disconnect(now);
        it.proven = it.known;
    }
}

/* Answers leave first. */
static void restart_soon(void)
{
    it.restarting = true;
    it.restart_at = board_ms() + RESTART_AFTER_MS;
}

/* Lines count only where no controller is: on a bench, at a USB adapter. */
static void console(void)
{
    struct credentials wanted = it.credentials;
    const enum provision what = it.attached ? PROVISION_NOTHING : provision_line(&wanted);
    if (what == PROVISION_MISTAKE)
        pipe_say("? wifi \"NAME\" \"PASSWORD\" | gateway HOST:PORT | gateway auto | status | restart\r\n");
    else if (what == PROVISION_STATUS)
        pipe_say((const char *const[]){"no Wi-Fi known\r\n", "joining Wi-Fi\r\n", "looking for the gateway\r\n",
                                       "connected\r\n"}[it.state]);
    else if (what == PROVISION_KEEP)
        pipe_say(keep_credentials(&wanted) ? "kept; say restart\r\n"
                                           : "could not be kept: flash with a layout that has a file system\r\n");
    else if (what == PROVISION_RESTART)
        restart_soon();
}

void bridge_loop(void)
{
    const uint32_t now = board_ms();
    while (now - it.second_at >= 1000) {
        it.second_at += 1000;
        it.figures.uptime_s++;
    }
    it.attached |= pipe_from_controller(it.state == BRIDGE_CONNECTED);
    console();
    if (it.state == BRIDGE_CONNECTED) {
        connected(now);
    } else if (it.state != BRIDGE_BLANK) {
        const bool up = board_wifi_up();
        if (!up)
            it.state = BRIDGE_JOINING;
        else if (it.state == BRIDGE_JOINING) {
            it.state = BRIDGE_LOOKING;
            it.attempt = 0;
            it.dial_at = now;
        }
        if (up && due(now, it.dial_at))
            look();
        if (now - it.well_at >= BRIDGE_RESTART_MS)
            board_restart();
        else if (now - it.well_at >= BRIDGE_PORTAL_MS)
            set_portal(true);
    }
    pipe_to_controller();
    if (it.restarting && due(now, it.restart_at))
        board_restart();
}

void bridge_drain(void)
{
    it.attached |= pipe_from_controller(false);
    pipe_to_controller();
}

enum form bridge_form(const char *form, uint16_t length)
{
    struct credentials wanted = it.credentials;
    if (!provision_form(form, length, &wanted))
        return FORM_WRONG;
    if (!keep_credentials(&wanted))
        return FORM_LOST;
    restart_soon();
    return FORM_KEPT;
}

enum bridge_state bridge_state(void)
{
    return it.state;
}
