/* Notes each boot and then hangs with a watchdog of 16 ms. With KEEP_WDRF it leaves the watchdog as the reset left it. */
#include <avr/wdt.h>
#include "result.h"

#define BOOTS RESULT8[0]
#define MAGIC RESULT8[1]

int main(void)
{
    uint8_t cause = MCUSR;
    if (cause & _BV(PORF)) {
        BOOTS = 0;
        MAGIC = 0x5a;
    }
    RESULT8[16 + 4 * BOOTS] = cause;
    RESULT8[17 + 4 * BOOTS] = MAGIC;
    RESULT8[18 + 4 * BOOTS] = WDTCSR;
    RESULT8[19 + 4 * BOOTS] = DDRB;
    BOOTS++;
    DDRB |= _BV(2);
    PORTB |= _BV(2);
#ifdef KEEP_WDRF
    if (BOOTS > 1) {
        wdt_disable();
        for (;;)
            ;
    }
#endif
    MCUSR = 0;
    wdt_disable();
    if (BOOTS < 3)
        wdt_enable(WDTO_15MS);
    for (;;)
        ;
}
