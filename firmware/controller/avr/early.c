#include "early.h"

#include <avr/wdt.h>

#include "board.h"
#include "pins.h"

#define PAINT 0xC5

/* Placed by the linker: the first byte after all static data. */
extern uint8_t _end;

/*
 * Runs after the stack pointer is set (.init2) and before variables are (.init4), in line, without a frame of its own.
 */
__attribute__((naked, used, section(".init3"))) void early(void)
{
    /* The locks first: supply off whatever happened before. */
    PORTB = 0;
    DDRB = _BV(SUPPLY_PIN);

    /* After a watchdog reset the watchdog goes on at its shortest time; WDRF overrides WDE, so it is cleared before
     * (datasheet, WDTCSR). GPIOR1 carries the cause to main, since .bss is yet to be cleared. */
    GPIOR1 = MCUSR;
    MCUSR = 0;
    wdt_disable();

    for (uint8_t *at = &_end; at <= (uint8_t *)RAMEND; at++)
        *at = PAINT;
}

uint16_t board_stack_free(void)
{
    const uint8_t *at = &_end;
    while (at <= (uint8_t *)RAMEND && *at == PAINT)
        at++;
    return (uint16_t)(at - &_end);
}
