/*
 * The locks: a relay is energised while its expander bit is low and the lock supply is on. The rest is board_pulse_*
 * and board_relays_ok of board.h.
 */
#ifndef HOLDFAST_RELAYS_H
#define HOLDFAST_RELAYS_H

/* Switches everything off and looks which expanders answer; takes at most 50 ms. */
void relays_start(void);
/* Called by the main loop, as often as possible. */
void relays_service(void);

#endif
