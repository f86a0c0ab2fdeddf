/*
 * The controller's core: all that decides, portable C11 without any AVR header. The board calls these from its main
 * loop, never from an interrupt.
 */
#ifndef HOLDFAST_CORE_H
#define HOLDFAST_CORE_H

#include <stdbool.h>
#include <stdint.h>

#define SCREEN_ROWS 4
#define SCREEN_COLUMNS 16

/* What the OLED is to show. A row of size 1 is 16 characters of 8x16 pixels. A row of size 2 is its first 8 characters
 * in 16x32 pixels and covers the row below, whose text is not shown. Bytes are ASCII 32..126. The board draws
 * what changed. */
struct screen {
    char text[SCREEN_ROWS][SCREEN_COLUMNS];
    uint8_t size[SCREEN_ROWS];
};
extern struct screen screen;

/* `reset_cause` is MCUSR. */
void core_start(uint8_t reset_cause);
/* Time in ms since reset; call at least every 10 ms, and after each of the calls below. */
void core_tick(uint32_t now_ms);
/* A key went down: one of 0-9 * # A B C D. */
void core_key(char key);
/* A byte arrived from the gateway. While a frame is being opened it does not listen: a byte given to it then is lost. */
bool core_listens(void);
void core_receive(uint8_t byte);
/* Levels of the inputs, each time they may have changed. Bit n is locker n + 1. */
void core_inputs(uint32_t doors_open, uint32_t doors_sensed, bool tamper_open, bool service_pressed);
/* True when nothing is due before the next tick or input: the board may sleep. */
bool core_idle(void);

#endif
