#include "model.h"

#include <string.h>

#include "campaign.h"
#include "chance.h"
#include "config.h"
#include "counters.h"
#include "gateway.h"
#include "pin.h"
#include "slots.h"

#define RIGHTS_MAX 8
/* The controller's own rules (config.c). */
#define TRIES_FREE 4

const char *const model_phone[MODEL_PHONES] = {"41790000001", "41790000002", "41790000003",
                                               "41790000004", "41790000005", "41790000006"};
const char *const model_pin[MODEL_PINS + 1] = {"4711", "0852", "25802", "90210773", "1357"};

uint8_t model_lockers;
uint8_t model_keypad_wrong;

static struct {
    struct right may[RIGHTS_MAX];
    uint8_t count;
    /* Power cuts while it was in doubt: each may have counted the try once more, which harms nobody's right. */
    uint8_t cuts;
    bool tried;
} lockers[LOCKERS_MAX];
static bool waited[MODEL_PHONES];

void model_reset(uint8_t count)
{
    memset(lockers, 0, sizeof lockers);
    memset(waited, 0, sizeof waited);
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        lockers[locker].count = 1;
    model_lockers = count;
    model_keypad_wrong = 0;
}

struct right model_right(uint8_t locker)
{
    return lockers[locker].may[0];
}

static bool same(struct right a, struct right b)
{
    return a.held == b.held && a.out_of_service == b.out_of_service &&
           (!a.held || (a.tries == b.tries && a.phone == b.phone && a.pin == b.pin));
}

void model_may(uint8_t locker, struct right right)
{
    for (uint8_t i = 0; i < lockers[locker].count; i++) {
        if (same(lockers[locker].may[i], right))
            return;
    }
    if (lockers[locker].count == RIGHTS_MAX)
        campaign_lost("too much doubt about locker %u", locker + 1);
    lockers[locker].may[lockers[locker].count++] = right;
}

static void note_wait(uint8_t phone)
{
    if (model_tries(phone) >= TRIES_FREE)
        waited[phone] = true;
}

void model_must(uint8_t locker, struct right right)
{
    lockers[locker].may[0] = right;
    lockers[locker].count = 1;
    lockers[locker].cuts = 0;
    lockers[locker].tried = false;
    if (right.held)
        note_wait(right.phone);
}

void model_tried(uint8_t locker, struct right right)
{
    model_must(locker, right);
    lockers[locker].tried = true;
}

void model_rebooted(void)
{
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        lockers[locker].cuts += lockers[locker].count > 1 || lockers[locker].tried;
    for (uint8_t phone = 0; phone < MODEL_PHONES; phone++) {
        waited[phone] = false;
        note_wait(phone);
    }
}

/* Does the record say this right, the PIN included? */
static bool stands(uint8_t locker, struct right right, uint8_t *tries)
{
    struct slot_record record;
    uint8_t phone[PHONE_BYTES], stored[PHONE_BYTES], pin[PIN_BYTES];
    const bool present = slot_read(locker, &record);
    const uint8_t flags = present ? record.flags : 0;
    if ((slot_state(locker) & SLOT_DAMAGED) || right.held != ((flags & SLOT_FLAG_HELD) != 0) ||
        right.out_of_service != ((flags & SLOT_FLAG_OUT_OF_SERVICE) != 0))
        return false;
    if (!right.held)
        return true;
    pack_digits(model_phone[right.phone], phone, sizeof phone);
    pack_digits(model_pin[right.pin], pin, sizeof pin);
    slot_phone(&record, stored);
    *tries = record.phone[7] & SLOT_TRIES;
    return memcmp(stored, phone, sizeof phone) == 0 && *tries >= right.tries &&
           *tries <= right.tries + lockers[locker].cuts && pin_right(&record, pin);
}

static void observe_locker(uint8_t locker)
{
    for (uint8_t i = 0; i < lockers[locker].count; i++) {
        struct right right = lockers[locker].may[i];
        if (stands(locker, right, &right.tries)) {
            model_must(locker, right);
            return;
        }
    }
    const struct right right = lockers[locker].may[0];
    campaign_lost("locker %u is in state %02X, which is none of %u; the first is held %d phone %d pin %d tries %d "
                  "service %d",
                  locker + 1, slot_state(locker), lockers[locker].count, right.held, right.phone, right.pin,
                  right.tries, right.out_of_service);
}

void model_observe(void)
{
    if (config.lockers != model_lockers)
        campaign_lost("the configuration has %u lockers", config.lockers);
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        observe_locker(locker);
    if (counters.keypad_wrong < model_keypad_wrong && counters.keypad_wrong < config.keypad_tries)
        campaign_lost("%u wrong tries at the keypad of %u are left", counters.keypad_wrong, model_keypad_wrong);
    model_keypad_wrong = counters.keypad_wrong;
}

uint8_t model_tries(uint8_t phone)
{
    uint8_t tries = 0;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++) {
        const struct right right = model_right(locker);
        tries += right.held && right.phone == phone ? right.tries : 0;
    }
    return tries;
}

uint8_t model_count(uint8_t phone)
{
    uint8_t count = 0;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        count += model_right(locker).held && model_right(locker).phone == phone;
    return count;
}

bool model_may_wait(uint8_t phone)
{
    return waited[phone] || model_tries(phone) >= TRIES_FREE;
}

uint8_t model_any(bool held)
{
    const uint8_t start = (uint8_t)chance_below(model_lockers);
    for (uint8_t i = 0; i < model_lockers; i++) {
        const uint8_t locker = (uint8_t)((start + i) % model_lockers);
        const struct right right = model_right(locker);
        if (held ? right.held : !right.held && !right.out_of_service)
            return locker;
    }
    return model_lockers;
}
