#include "identity.h"

#include <string.h>

#include "eeprom_map.h"
#include "entropy.h"
#include "twin.h"

struct identity {
    uint8_t id[4];
    /* All FF: none was made yet. */
    uint8_t key[16];
};
_Static_assert(sizeof(struct identity) == TWIN_LENGTH, "the identity fills its copies");

uint8_t controller_id[4];
static bool missing;
static uint8_t mends;

static bool has_key(const struct identity *identity)
{
    for (uint8_t i = 0; i < sizeof identity->key; i++) {
        if (identity->key[i] != 0xFF)
            return true;
    }
    return false;
}

static void store(const struct identity *identity)
{
    twin_store(MAP_IDENTITY, (const uint8_t *)identity);
    mends = 2;
}

void identity_boot(void)
{
    struct identity identity;
    mends = 2;
    missing = !twin_load(MAP_IDENTITY, (uint8_t *)&identity);
    if (missing)
        entropy_take(identity.id, sizeof identity.id);
    memcpy(controller_id, identity.id, sizeof controller_id);
}

bool identity_key(uint8_t key[16])
{
    struct identity identity;
    if (!twin_load(MAP_IDENTITY, (uint8_t *)&identity) || !has_key(&identity))
        return false;
    memcpy(key, identity.key, sizeof identity.key);
    return true;
}

bool identity_key_ready(void)
{
    struct identity identity;
    if (identity_upkeep())
        return false;
    if (twin_load(MAP_IDENTITY, (uint8_t *)&identity) && has_key(&identity))
        return true;
    memcpy(identity.id, controller_id, sizeof identity.id);
    entropy_take(identity.key, sizeof identity.key);
    store(&identity);
    return false;
}

bool identity_upkeep(void)
{
    if (missing) {
        struct identity identity;
        memcpy(identity.id, controller_id, sizeof identity.id);
        memset(identity.key, 0xFF, sizeof identity.key);
        missing = false;
        store(&identity);
        return true;
    }
    if (mends == 0 || !twin_mend(MAP_IDENTITY)) {
        mends = 0;
        return false;
    }
    mends--;
    return true;
}
