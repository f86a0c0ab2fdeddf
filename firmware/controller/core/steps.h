/* The steps of an operation (operation.c). Each starts one EEPROM write at most and says which step is next. */
#ifndef HOLDFAST_STEPS_H
#define HOLDFAST_STEPS_H

#include <stdbool.h>

enum step {
    STEP_NONE,
    STEP_FILLING,
    STEP_ADMIT,
    STEP_HEAD,
    STEP_REFERENCE,
    STEP_CHECK,
    STEP_SLOT,
    STEP_CLEAR,
    STEP_CONFIG,
    STEP_OUTCOME,
    STEP_PULSE,
    STEP_TRIES,
    STEP_TRIES_WRITE,
    STEP_COUNTERS,
    STEP_PULSING,
    STEP_DOOR_FAILED,
    STEP_DOOR_FAILED_WRITE,
    STEP_TAIL,
    STEP_COMMIT,
    STEP_ENDED
};

/* This operation completes a record that a reset interrupted. */
extern bool step_resumed;

bool operation_collects(void);
bool operation_stores(void);

enum step step_head(void);
enum step step_check(void);
enum step step_clear(void);
enum step step_outcome(void);
enum step step_pulse(void);
enum step step_tries(void);
enum step step_pulsing(void);
enum step step_door_failed(void);
enum step step_tail(void);
enum step step_commit(void);

#endif
