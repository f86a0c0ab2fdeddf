/*
 * The views of the dialogue share its state. Each draws itself and takes keys; `*_key` is true when the key meant
 * something, which is heard as a click.
 */
#ifndef HOLDFAST_VIEWS_H
#define HOLDFAST_VIEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "phone.h"
#include "slots.h"

enum view {
    VIEW_START,
    VIEW_PHONE,
    VIEW_CHOICE,
    /* The phone's lockers are looked up when the EEPROM is free. */
    VIEW_LOOKUP,
    VIEW_LIST,
    VIEW_PIN,
    VIEW_PIN_AGAIN,
    /* The operation waits for its turn or runs. */
    VIEW_WORKING,
    VIEW_STORED,
    VIEW_COLLECTED,
    VIEW_NOTE,
    VIEW_COUNTDOWN,
    /* As long as the pairing window is open. */
    VIEW_PAIR
};

enum flow { FLOW_EITHER, FLOW_STORE, FLOW_COLLECT };

struct dialogue {
    enum view view;
    enum flow flow;
    /* What is being typed: phone, PIN. */
    uint8_t typed[TYPED_BYTES];
    uint8_t typed_count;
    /* The number being typed in a list. */
    uint8_t number;
    uint8_t phone[PHONE_BYTES];
    uint8_t pin[PIN_BYTES];
    /* To choose from. */
    uint32_t lockers;
    uint8_t locker;
    uint16_t rental;
    /* The journal kind of the operation asked for. */
    uint8_t kind;
    uint8_t reopened;
    bool door_was_open;
    bool redraw;
    uint8_t leave_s;
    const char *note;
    uint8_t note_number;
    enum view after_note;
    uint16_t countdown_s;
};
extern struct dialogue dialogue;

void dialogue_show(enum view view);
/* Forgets who stood there. */
void dialogue_home(void);
/* A sentence in flash, then another view: at the next key, or by itself when that is the start. */
void dialogue_note(const char *text, uint8_t number, enum view after);
void dialogue_countdown(uint16_t seconds);
/* Typing into dialogue.typed; true when the key was one for that. */
bool type_digit(char key, uint8_t digits_max);
void type_clear(void);

void start_draw(void);
bool start_key(char key);
void phone_draw(void);
bool phone_key(char key);
void choice_draw(void);
bool choice_key(char key);
void lookup(void);
void list_draw(void);
bool list_key(char key);
void pin_draw(void);
bool pin_key(char key);
void operate(uint8_t kind);
void working_tick(void);
void stored_draw(void);
bool stored_key(char key);
void collected_draw(void);
bool collected_key(char key);
void note_draw(void);
void countdown_draw(void);
void pair_draw(void);
bool pair_key(char key);
/* False when storing makes no sense now, which the note says then. */
bool storing_possible(void);
/* Rows with what can be done. */
void offer_flows(uint8_t row);
/* Sentences that several views end with. */
void refuse_more_lockers(void);
void refuse_until_operator(void);

#endif
