#include "identity.h"

#include <string.h>

#include "eeprom_map.h"
#include "slots.h"
#include "twin.h"

struct identity {
    uint8_t id[4];
    uint8_t key[KEY_LENGTH];
};
_Static_assert(sizeof(struct identity) == TWIN_LENGTH, "the identity fills its copies");

uint8_t controller_id[4];
static bool known;

static void take(const struct identity *identity)
{
    known = true;
    memcpy(controller_id, identity->id, sizeof controller_id);
}

void identity_boot(void)
{
    struct identity identity;
    known = false;
    memset(controller_id, 0xFF, sizeof controller_id);
    if (twin_load(TWIN_IDENTITY, &identity))
        take(&identity);
}

bool identity_known(void)
{
    return known;
}

bool identity_key(uint8_t key[KEY_LENGTH])
{
    struct identity identity;
    if (!twin_load(TWIN_IDENTITY, &identity))
        return false;
    memcpy(key, identity.key, sizeof identity.key);
    return true;
}

/* The verifiers of these would be void under another key. */
static bool any_held_or_damaged(void)
{
    uint8_t states = 0;
    for (uint8_t locker = 0; locker < LOCKERS_MAX; locker++)
        states |= slot_state(locker);
    return states & (SLOT_FLAG_HELD | SLOT_DAMAGED);
}

bool identity_finish(const struct msg_pair_finish *given, struct msg_paired *answer)
{
    struct identity own;
    const bool has = twin_load(TWIN_IDENTITY, &own);
    answer->pin_key_taken = has && memcmp(own.key, given->pin_key, sizeof own.key) == 0;
    if (!answer->pin_key_taken && !(has && any_held_or_damaged())) {
        if (!has)
            memcpy(own.id, given->controller_id, sizeof own.id);
        memcpy(own.key, given->pin_key, sizeof own.key);
        twin_store(TWIN_IDENTITY, &own);
        return false;
    }
    take(&own);
    memcpy(answer->controller_id, own.id, sizeof own.id);
    return true;
}
