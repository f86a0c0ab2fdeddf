/* Carries whole frames between UART and TCP, both ways, with bounded memory. */
#ifndef HOLDFAST_BRIDGE_PIPE_H
#define HOLDFAST_BRIDGE_PIPE_H

#include <stdbool.h>
#include <stdint.h>

#include "report.h"

/* A delimiter goes to the controller first: what an earlier life left half-sent ends there. */
void pipe_start(void);
/* UART -> towards the gateway. Whether a good frame of the controller was among it. Without a connection all is forgotten. */
bool pipe_from_controller(bool connected);
/* -> gateway, as much as it takes. */
void pipe_to_gateway(void);
/* Gateway -> towards the controller, no faster than the UART takes it. What it said to this bridge. */
enum heard pipe_from_gateway(void);
void pipe_to_controller(void);
/* A frame of the bridge's own, between two others. */
void pipe_report(const struct figures *figures);
/* A text to whoever reads the serial console. */
void pipe_say(const char *text);
/* A connection begins or has ended: halves of frames are forgotten. */
void pipe_cut(void);

/* Frames without room, and runs of bytes that were no frame. */
uint32_t pipe_dropped(void);
uint32_t pipe_noise(void);

#endif
