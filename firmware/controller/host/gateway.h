/* The far end of the link, for tests: speaks PROTOCOL.md with the core and keeps the link up while time runs. */
#ifndef HOLDFAST_HOST_GATEWAY_H
#define HOLDFAST_HOST_GATEWAY_H

#include "rig.h"

#define GATEWAY_FRAME_MAX 128
/* The bytes of a frame with its delimiters; returns how many. A session that was never agreed on has a key of zeros. */
unsigned gateway_encode(uint8_t *frame, uint8_t format, uint16_t session, uint32_t counter, uint8_t message,
                        const void *fields, uint8_t length);
/* Sends a message of handshake or pairing. */
void gateway_plain(uint8_t message, const void *fields, uint8_t length);
/* Sends a sealed frame as it is. */
void gateway_frame(uint16_t session, uint32_t counter, uint8_t message, const void *fields, uint8_t length);
/* The pairing key from now on; that of rig_pairing at first. */
void gateway_use_key(const uint8_t key[KEY_LENGTH]);
/* The key of what the controller sends in a session; NULL when there is no such session. */
const uint8_t *gateway_key(uint16_t session);
/* Sends `hello` with a new nonce. */
struct msg_hello gateway_hello(void);
/* Makes the session of a welcome the one to send in; false when its proof is wrong. */
bool gateway_welcomed(const struct msg_welcome *welcome);
/* Opens a session; fails the test when there is no welcome. */
struct msg_welcome gateway_connect(void);
/* The last heartbeat since gateway_forget(); fails the test when there is none. */
struct msg_controller_heartbeat gateway_heartbeat(void);
uint16_t gateway_session(void);
/* In the session, with the next counter. */
void gateway_send(uint8_t message, const void *fields, uint8_t length);
/* Time goes by with heartbeats. */
void gateway_run(uint32_t ms);
/* Acknowledges every event as it comes, until none is left. */
void gateway_drain(void);
/* The newest message of an id since the last gateway_forget(), or NULL. */
const struct rig_message *gateway_got(uint8_t message);
unsigned gateway_count(uint8_t message);
void gateway_forget(void);
/* Runs until a result of this id came; returns it. */
struct msg_result gateway_result(uint32_t id);
uint32_t gateway_deadline(void);
void pack_digits(const char *digits, uint8_t *packed, uint8_t bytes);

struct msg_result gateway_store(uint32_t id, uint8_t locker, const char *phone, const char *pin);
struct msg_result gateway_collect(uint32_t id, uint8_t locker, const char *phone, const char *pin);

#endif
