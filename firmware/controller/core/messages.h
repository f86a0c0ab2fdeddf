/* Generated from firmware/protocol/src/messages.ts by `npm run build`. Do not edit. */
#ifndef HOLDFAST_MESSAGES_H
#define HOLDFAST_MESSAGES_H

#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "message structs are laid over little-endian bytes"
#endif

#define PROTOCOL_VERSION 2
#define FRAME_PLAIN 1
#define FRAME_SEALED 2
#define LOCKERS_MAX 32
#define HEADER_LENGTH 7
#define BODY_MAX 48
#define CHECK_LENGTH 2
#define TAG_LENGTH 8
#define KEY_LENGTH 16
#define PIN_DIGITS_MIN 4
#define PIN_DIGITS_MAX 8
#define PHONE_DIGITS_MIN 6
#define PHONE_DIGITS_MAX 15
#define HEARTBEAT_MS 1000
#define LINK_TIMEOUT_MS 2500
#define EVENT_RETRY_MS 500
#define PULSE_MS 200
#define PAIRING_S 120

#define OUTCOME_DONE 1
#define OUTCOME_WRONG_PIN 2
#define OUTCOME_LOCKED_PHONE 3
#define OUTCOME_LOCKED_KEYPAD 4
#define OUTCOME_LOCKED_OPERATOR 5
#define OUTCOME_NOT_HELD 6
#define OUTCOME_NOT_FREE 7
#define OUTCOME_OUT_OF_SERVICE 8
#define OUTCOME_NO_SUCH_LOCKER 9
#define OUTCOME_TOO_MANY_LOCKERS 10
#define OUTCOME_JOURNAL_FULL 11
#define OUTCOME_DOOR_FAILED 12
#define OUTCOME_EXPIRED 13
#define OUTCOME_BUSY 14
#define OUTCOME_NOT_COLLECTED 15
#define OUTCOME_WRONG_RENTAL 16
#define OUTCOME_BAD_PIN 17
#define OUTCOME_BAD_PHONE 18
#define OUTCOME_BAD_VALUE 19
#define OUTCOME_SLOT_VALID 20
#define OUTCOME_NEVER_SEEN 21
#define OUTCOME_INTERRUPTED 22
#define OUTCOME_STORAGE_FAILED 23
#define OUTCOME_UNKNOWN 255

#define EVENT_BOOT 1
#define EVENT_KEYPAD_STORE 2
#define EVENT_KEYPAD_COLLECT 3
#define EVENT_KEYPAD_FINISH 4
#define EVENT_KEYPAD_KEEP 5
#define EVENT_WEB_STORE 6
#define EVENT_WEB_COLLECT 7
#define EVENT_WEB_FINISH 8
#define EVENT_OPERATOR_OPEN 9
#define EVENT_SET_SERVICE 10
#define EVENT_RELEASE 11
#define EVENT_SET_PIN 12
#define EVENT_RESTORE_SLOT 13
#define EVENT_SET_CONFIG 14
#define EVENT_RELAY_FAULT 15
#define EVENT_SLOT_DAMAGED 16
#define EVENT_GAP 17
#define EVENT_TAMPER 18

#define REFUSAL_UNKNOWN_MESSAGE 1
#define REFUSAL_WRONG_LENGTH 2
#define REFUSAL_WRONG_VERSION 3
#define REFUSAL_NOT_PAIRED 4
#define REFUSAL_NOT_PAIRING 5

#define SLOT_FLAG_HELD 32
#define SLOT_FLAG_OUT_OF_SERVICE 64

#define SWITCH_TAMPER_OPEN 1
#define SWITCH_SERVICE_PRESSED 2
#define SWITCH_JOURNAL_FULL 4

/* gateway: Asks for a session. Plain; changes nothing. */
#define MSG_HELLO 1
struct msg_hello {
    uint8_t version_min;
    uint8_t version_max;
    uint8_t nonce[8];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_hello) == 10, "hello is 10 bytes on the wire");

/* gateway: Keeps the link up. */
#define MSG_GATEWAY_HEARTBEAT 2

/* gateway: Every event up to and including this sequence is kept by the gateway. */
#define MSG_ACKNOWLEDGE 3
struct msg_acknowledge {
    uint32_t sequence;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_acknowledge) == 4, "acknowledge is 4 bytes on the wire");

/* gateway: Asks what became of a command whose result was lost. */
#define MSG_QUERY_RESULT 4
struct msg_query_result {
    uint32_t id;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_query_result) == 4, "query_result is 4 bytes on the wire");

/* gateway: Asks for one row of the slot table; answered by `slot`. */
#define MSG_QUERY_SLOT 5
struct msg_query_slot {
    uint8_t locker;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_query_slot) == 1, "query_slot is 1 bytes on the wire");

/* gateway: Wall-clock time, to be shown only: seconds since 1970 UTC, offset in minutes east of UTC plus 1440. */
#define MSG_SET_TIME 6
struct msg_set_time {
    uint32_t seconds;
    uint16_t offset;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_set_time) == 6, "set_time is 6 bytes on the wire");

/* gateway: A pairing key, over a cable. Plain; taken while the service button is held, and kept when a session proves it. */
#define MSG_PAIR 7
struct msg_pair {
    uint8_t key[16];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_pair) == 16, "pair is 16 bytes on the wire");

/* gateway: Number and PIN key for a controller that was just paired; answered by `paired`. */
#define MSG_PAIR_FINISH 8
struct msg_pair_finish {
    uint8_t controller_id[4];
    uint8_t pin_key[16];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_pair_finish) == 20, "pair_finish is 20 bytes on the wire");

/* gateway: Rents a free locker to a phone with this PIN and opens it. */
#define MSG_STORE 16
struct msg_store {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
    uint8_t phone[8];
    uint8_t pin[4];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_store) == 21, "store is 21 bytes on the wire");

/* gateway: Opens a held locker after checking phone and PIN. The locker stays held until `finish`. */
#define MSG_COLLECT 17
struct msg_collect {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
    uint8_t phone[8];
    uint8_t pin[4];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_collect) == 21, "collect is 21 bytes on the wire");

/* gateway: Frees the locker of a rental whose owner opened it by `collect` within the last 10 minutes. */
#define MSG_FINISH 18
struct msg_finish {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
    uint16_t rental;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_finish) == 11, "finish is 11 bytes on the wire");

/* gateway: Opens a locker for the operator; the rental stays as it is. */
#define MSG_OPERATOR_OPEN 19
struct msg_operator_open {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_operator_open) == 9, "operator_open is 9 bytes on the wire");

/* gateway: Takes a locker out of service (1) or back (0). A held locker can still be collected. */
#define MSG_SET_SERVICE 20
struct msg_set_service {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
    uint8_t out_of_service;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_set_service) == 10, "set_service is 10 bytes on the wire");

/* gateway: Ends a rental without opening the door. */
#define MSG_RELEASE 21
struct msg_release {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
    uint16_t rental;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_release) == 11, "release is 11 bytes on the wire");

/* gateway: Gives a rental a new PIN. clear_tries = 1 (operator only) also lifts the lock of the phone. */
#define MSG_SET_PIN 22
struct msg_set_pin {
    uint32_t id;
    uint32_t deadline;
    uint8_t locker;
    uint16_t rental;
    uint8_t pin[4];
    uint8_t clear_tries;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_set_pin) == 16, "set_pin is 16 bytes on the wire");

/* gateway: Fills a slot whose record is damaged or was never written. Refused while a valid record exists. */
#define MSG_RESTORE_SLOT 23
struct msg_restore_slot {
    uint32_t id;
    uint32_t deadline;
    uint8_t slot[16];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_restore_slot) == 24, "restore_slot is 24 bytes on the wire");

/* gateway: Replaces the configuration of the controller. */
#define MSG_SET_CONFIG 24
struct msg_set_config {
    uint32_t id;
    uint32_t deadline;
    uint8_t lockers;
    uint8_t lockers_per_phone;
    uint8_t pin_digits;
    uint8_t idle_s;
    uint8_t tries_first;
    uint16_t wait_first_s;
    uint8_t tries_next;
    uint16_t wait_next_s;
    uint8_t tries_max;
    uint8_t keypad_tries;
    uint16_t keypad_wait_s;
    uint16_t country_code;
    uint8_t trunk_prefix;
    uint16_t international_prefix;
    uint8_t national_digits_max;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_set_config) == 28, "set_config is 28 bytes on the wire");

/* controller: Answers `hello`: who answers, and what both sides make the keys of this session from. Plain. */
#define MSG_WELCOME 129
struct msg_welcome {
    uint8_t version;
    uint32_t handshake;
    uint8_t nonce[8];
    uint8_t controller_id[4];
    uint32_t boot;
    uint8_t firmware[3];
    uint8_t proof[8];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_welcome) == 32, "welcome is 32 bytes on the wire");

/* controller: State of the controller; sent once a second and at once when a door or a fault changes. */
#define MSG_CONTROLLER_HEARTBEAT 130
struct msg_controller_heartbeat {
    uint32_t uptime;
    uint32_t slots_digest;
    uint16_t config_digest;
    uint32_t sequence_first;
    uint32_t sequence_last;
    uint32_t doors_open;
    uint32_t doors_sensed;
    uint8_t relays_ok;
    uint8_t switches;
    uint16_t stack_free;
    uint8_t lockers;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_controller_heartbeat) == 31, "controller_heartbeat is 31 bytes on the wire");

/* controller: One record of the journal; sent again until acknowledged. */
#define MSG_EVENT 131
struct msg_event {
    uint32_t sequence;
    uint8_t kind;
    uint8_t locker;
    uint8_t outcome;
    uint16_t rental;
    uint32_t reference;
    uint8_t detail;
    uint8_t phone[8];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_event) == 22, "event is 22 bytes on the wire");

/* controller: What became of a command. */
#define MSG_RESULT 132
struct msg_result {
    uint32_t id;
    uint8_t outcome;
    uint8_t locker;
    uint16_t rental;
    uint16_t wait_s;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_result) == 10, "result is 10 bytes on the wire");

/* controller: One row of the slot table: the 16 bytes of its record, or `present` 0 when it is damaged or missing. */
#define MSG_SLOT 133
struct msg_slot {
    uint8_t locker;
    uint8_t present;
    uint8_t slot[16];
} __attribute__((packed));
_Static_assert(sizeof(struct msg_slot) == 18, "slot is 18 bytes on the wire");

/* controller: A message is unknown, malformed, of a version not spoken here, or not possible without pairing. */
#define MSG_REFUSED 134
struct msg_refused {
    uint8_t message;
    uint8_t reason;
    uint8_t version_min;
    uint8_t version_max;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_refused) == 4, "refused is 4 bytes on the wire");

/* controller: Answers `pair`: the key was taken up, the OLED shows the check code. Plain. */
#define MSG_PAIR_READY 135

/* controller: Answers `pair_finish`: the number this controller has, and whether it took the PIN key (1) or kept its own (0). */
#define MSG_PAIRED 136
struct msg_paired {
    uint8_t controller_id[4];
    uint8_t pin_key_taken;
} __attribute__((packed));
_Static_assert(sizeof(struct msg_paired) == 5, "paired is 5 bytes on the wire");

#endif
