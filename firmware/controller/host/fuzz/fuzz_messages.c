/*
 * libFuzzer: a gateway gone mad, whose frames are sealed and whose content is anything. It may do what a gateway may;
 * but no PIN but the right one opens, nothing opens twice for one command, and the controller keeps its senses.
 */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "gateway.h"
#include "link.h"
#include "slots.h"

#define MESSAGES_MAX 16

static struct rig base;

static void prepare(void)
{
    rig_blank();
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    gateway_store(1, 5, "41791234567", "4711");
    gateway_drain();
    rig_settle();
    rig_power_off();
    rig.message_count = rig.pulse_count = 0;
    base = rig;
}

/* Does this message give or change a right, so that another PIN may be the right one from then on? */
static bool gives_right(uint8_t message)
{
    return message == MSG_STORE || message == MSG_SET_PIN || message == MSG_RESTORE_SLOT || message == MSG_PAIR_FINISH;
}

static void check(bool untouched, const struct msg_collect *last)
{
    uint8_t pin[sizeof last->pin];
    pack_digits("4711", pin, sizeof pin);
    if (last != NULL && untouched && rig.pulse_count > 0 && memcmp(last->pin, pin, sizeof pin) != 0)
        abort();
    if (!config_valid(&config))
        abort();
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        struct slot_record record;
        if (slot_read(locker, &record) && !slot_record_valid(&record))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool untouched = true;
    if (base.eeprom_bytes == 0)
        prepare();
    rig = base;
    gateway_forget();
    rig_boot(1);
    rig_run(100);
    gateway_connect();
    for (unsigned i = 0; i < MESSAGES_MAX && size >= 2; i++) {
        uint8_t fields[BODY_MAX - 1] = {0};
        const uint8_t message = data[0];
        uint8_t length = data[1] % (uint8_t)(sizeof fields + 1);
        data += 2;
        size -= 2;
        if (length > size)
            length = (uint8_t)size;
        memcpy(fields, data, length);
        data += length;
        size -= length;
        rig.pulse_count = rig.message_count = 0;
        gateway_forget();
        gateway_send(message, fields, length);
        rig_run(250);
        untouched &= !gives_right(message);
        check(untouched, message == MSG_COLLECT ? (const struct msg_collect *)fields : NULL);
        if (rig.pulse_count > 1 || (rig.pulse_count == 1 && rig.pulses[0].locker >= config.lockers))
            abort();
    }
    return 0;
}
