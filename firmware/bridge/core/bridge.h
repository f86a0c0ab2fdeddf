/* The bridge as a whole: joins Wi-Fi, finds the gateway, holds one connection to it, and carries frames. */
#ifndef HOLDFAST_BRIDGE_H
#define HOLDFAST_BRIDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "portal.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The bridge speaks so often, and a gateway that answers none of it for so long is gone, whatever TCP believes. */
#define BRIDGE_REPORT_MS 1000u
#define BRIDGE_SILENCE_MS 3500u
/* Who knows no cabinet of ours by then is left, where other gateways answer: it asked the controller four times. */
#define BRIDGE_STRANGER_MS 2000u
/* Without a gateway for so long: a portal as well, then the module starts anew. */
#define BRIDGE_PORTAL_MS 300000u
#define BRIDGE_RESTART_MS 600000u

enum bridge_state {
    /* Nobody told it a Wi-Fi yet. */
    BRIDGE_BLANK,
    BRIDGE_JOINING,
    BRIDGE_LOOKING,
    BRIDGE_CONNECTED,
};

void bridge_start(void);
/* As often as possible; waits only in board_find(), board_dial() and board_tcp_close(). */
void bridge_loop(void);
/* Called while these wait: keeps the UART's buffer from running over. */
void bridge_drain(void);
/* What the portal's page sends. FORM_KEPT: the module starts anew. */
enum form bridge_form(const char *form, uint16_t length);
enum bridge_state bridge_state(void);

#ifdef __cplusplus
}
#endif

#endif
