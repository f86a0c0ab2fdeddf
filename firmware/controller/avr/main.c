/*
 * The main loop. What matters most comes first: keys and locks before what the gateway says, and pictures last.
 * Interrupts only move bytes, so that everything here runs without locks.
 */
#include <avr/interrupt.h>
#include <avr/sleep.h>

#include "board.h"
#include "buzzer.h"
#include "core.h"
#include "early.h"
#include "keypad.h"
#include "lamp.h"
#include "oled.h"
#include "relays.h"
#include "sensors.h"
#include "ticks.h"
#include "twi.h"
#include "uart.h"
#include "wake.h"
#include "watchdog.h"

/* Bytes taken from the gateway before keys and locks have their turn again. */
#define BYTES_A_ROUND 32

static void take_key(uint8_t ticks)
{
    char key = keypad_key(ticks);
    if (key != 0)
        core_key(key);
}

static void take_bytes(void)
{
    uint8_t byte;
    for (uint8_t i = 0; i < BYTES_A_ROUND && core_listens() && uart_receive(&byte); i++)
        core_receive(byte);
}

static void give_inputs(void)
{
    core_inputs(sensors.doors_open, sensors.doors_sensed, sensors.switches & TAMPER_OPEN,
                sensors.switches & SERVICE_PRESSED);
}

static void start(void)
{
    watchdog_start();
    ticks_start();
    twi_start();
    sei();
    relays_start();
    sensors_start();
    keypad_start();
    uart_start();
    buzzer_start();
    core_start(early_reset_cause());
    give_inputs();
}

/* Sleeps until an interrupt has something for the main loop. One that comes between the test and SLEEP wakes at once:
 * the instruction after SEI is always executed first (datasheet, interrupt handling). */
static void rest(void)
{
    if (!core_idle())
        return;
    sleep_enable();
    cli();
    while (!(GPIOR0 & _BV(WAKE_FLAG))) {
        sei();
        sleep_cpu();
        cli();
    }
    sei();
    sleep_disable();
}

int main(void)
{
    start();
    set_sleep_mode(SLEEP_MODE_IDLE);
    for (;;) {
        GPIOR0 &= ~_BV(WAKE_FLAG);
        uint8_t ticks = ticks_advance();
        take_key(ticks);
        take_bytes();
        if (sensors_service())
            give_inputs();
        core_tick(ticks_ms());
        relays_service();
        oled_service();
        twi_service();
        if (ticks > 0) {
            buzzer_service(ticks);
            lamp_service(ticks_ms(), !oled_answers() || board_relays_ok() == 0);
            watchdog_feed();
        }
        rest();
    }
}
