/* Linked with -Wl,--wrap=board_uart_send: the line can be listened to. */
#include "stranger.h"

#include <string.h>

#include "eeprom.h"
#include "link.h"
#include "pairing.h"

/* Longer than LINK_TIMEOUT_MS. */
#define SILENCE_MS 3000

static uint8_t overheard[GATEWAY_FRAME_MAX];
static unsigned overheard_length;
static uint32_t written;
static unsigned pulses;

bool __real_board_uart_send(const uint8_t *bytes, uint8_t length);
bool __wrap_board_uart_send(const uint8_t *bytes, uint8_t length);

bool __wrap_board_uart_send(const uint8_t *bytes, uint8_t length)
{
    overheard_length = length - 2u;
    memcpy(overheard, bytes + 1, overheard_length);
    return __real_board_uart_send(bytes, length);
}

void stranger_begin(bool paired)
{
    if (paired)
        rig_blank();
    else
        rig_unpaired();
    rig_boot(1);
    rig_run(500);
    if (paired) {
        gateway_connect();
        gateway_store(1, 5, "41791234567", "4711");
        gateway_drain();
    }
    rig_run(SILENCE_MS);
    rig_settle();
    rig.message_count = 0;
    gateway_forget();
    written = rig.eeprom_bytes;
    pulses = rig.pulse_count;
}

void stranger_send(const uint8_t *bytes, unsigned length)
{
    static const uint8_t delimiter = 0;
    rig_receive(&delimiter, 1);
    rig_receive(bytes, length);
    rig_receive(&delimiter, 1);
    for (unsigned i = 0; i < 8 && !link_idle(); i++)
        rig_receive(&delimiter, 1);
}

bool stranger_succeeded(void)
{
    bool told = false;
    for (unsigned i = 0; i < rig.message_count; i++)
        told |= rig.messages[i].format != FRAME_PLAIN;
    rig.message_count = 0;
    gateway_forget();
    return told || link_up() || pairing_state() != PAIRING_NOTHING || rig.pulse_count != pulses || rig.eeprom_bytes != written ||
           eeprom_busy();
}

unsigned stranger_overheard(uint8_t frame[GATEWAY_FRAME_MAX])
{
    memcpy(frame, overheard, overheard_length);
    return overheard_length;
}
