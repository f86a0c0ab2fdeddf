/* Answers `hello` and makes the keys of the session that is offered. PROTOCOL.md, "Handshake". */
#ifndef HOLDFAST_HANDSHAKE_H
#define HOLDFAST_HANDSHAKE_H

#include <stdbool.h>

#include "session.h"

/* Its number is 0 when none is offered. */
extern struct session handshake_offer;

/* At boot, when this boot is counted. */
void handshake_reset(void);
void handshake_hello(const struct msg_hello *hello);
/* Makes one of the keys, then answers: true while there was something to calculate. */
bool handshake_step(void);
bool handshake_due(void);
/* The key it was made with is valid no more. */
void handshake_withdraw(void);

#endif
