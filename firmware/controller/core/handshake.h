/* Answers `hello` and makes the keys of the session that is offered. PROTOCOL.md, "Handshake". */
#ifndef HOLDFAST_HANDSHAKE_H
#define HOLDFAST_HANDSHAKE_H

#include "session.h"

/* Its number is 0 when none is offered. */
extern struct session handshake_offer;

/* At boot, when this boot is counted. */
void handshake_reset(void);
/* Nine AES blocks for a new nonce: 4.5 ms on the AVR. */
void handshake_hello(const struct msg_hello *hello);
/* The key it was made with is valid no more. */
void handshake_withdraw(void);

#endif
