/* How somebody tells the bridge its Wi-Fi: lines on the serial console, or the form of the portal's page. */
#ifndef HOLDFAST_BRIDGE_PROVISION_H
#define HOLDFAST_BRIDGE_PROVISION_H

#include "credentials.h"

enum provision {
    PROVISION_NOTHING,
    /* New credentials. */
    PROVISION_KEEP,
    PROVISION_STATUS,
    PROVISION_RESTART,
    /* A command that does not exist or makes no sense. */
    PROVISION_MISTAKE,
};

/* One byte of the console. Only lines of printable characters count; a frame is never one. */
void provision_byte(uint8_t byte);
void provision_reset(void);
/* The line that is complete, once:  wifi "NAME" "PASSWORD" | gateway HOST[:PORT] | gateway auto | status | restart */
enum provision provision_line(struct credentials *credentials);

/* application/x-www-form-urlencoded: ssid, password, gateway. Changes nothing and answers false when it makes no sense. */
bool provision_form(const char *form, uint16_t length, struct credentials *credentials);

#endif
