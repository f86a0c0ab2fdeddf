/* A command of the campaign's gateway, and what the model learns from what becomes of it. */
#ifndef HOLDFAST_CAMPAIGN_WISH_H
#define HOLDFAST_CAMPAIGN_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "messages.h"
#include "model.h"

/* A command and what is right after it. */
struct wish {
    uint32_t id;
    uint8_t message;
    uint8_t length;
    union {
        struct msg_store store;
        struct msg_finish finish;
        struct msg_set_service service;
        struct msg_set_pin pin;
        struct msg_set_config config;
    } fields;
    uint8_t locker;
    bool opens;
    /* Clears the tries of all lockers of the phone. */
    bool clears;
    struct right after;
};

/* The next command: id, deadline and locker are filled in, and nothing is different after it. */
struct wish wish_of(uint8_t message, uint8_t locker, uint8_t length);
/* Sends it; the model knows more afterwards, or less. The outcome, or 0 when power failed before it was told. */
uint8_t wish_carry_out(const struct wish *wish);
/* Only sends it. */
uint8_t wish_send(const struct wish *wish);

#endif
