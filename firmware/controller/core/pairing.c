#include "pairing.h"

#include <string.h>

#include "clock.h"
#include "cmac.h"
#include "dialogue.h"
#include "digits.h"
#include "eeprom_map.h"
#include "flash.h"
#include "handshake.h"
#include "twin.h"

/* A button that is held through a reset counts when it is pressed again. */
#define BOOT_MS 1000

_Static_assert(PAIRING_S < 256, "seconds in a byte");

static enum pairing_state state;
/* As it stands in the EEPROM: the key and zeros. */
static uint8_t candidate[TWIN_LENGTH];
static bool known;
static bool held;
static uint8_t left_s;
static bool typing;
static bool session_in_window;

void pairing_boot(void)
{
    known = twin_load(TWIN_PAIRING, candidate);
    memset(candidate, 0, sizeof candidate);
    state = PAIRING_NOTHING;
    held = session_in_window = typing = false;
    left_s = 0;
}

bool pairing_known(void)
{
    return known;
}

bool pairing_key(uint8_t key[KEY_LENGTH])
{
    uint8_t stored[TWIN_LENGTH];
    if (state >= PAIRING_CANDIDATE) {
        memcpy(key, candidate, KEY_LENGTH);
        return true;
    }
    if (!twin_load(TWIN_PAIRING, stored))
        return false;
    memcpy(key, stored, KEY_LENGTH);
    return true;
}

static void forget(void)
{
    state = PAIRING_NOTHING;
    typing = false;
    memset(candidate, 0, sizeof candidate);
}

/* A proven key is written whatever happens to the button. */
static void close(void)
{
    left_s = 0;
    if (state == PAIRING_CANDIDATE)
        handshake_withdraw();
    if (pairing_settled())
        forget();
    dialogue_refresh();
}

void pairing_button(bool pressed)
{
    if (pressed == held)
        return;
    held = pressed;
    close();
    if (pressed && clock_ms() >= BOOT_MS)
        left_s = PAIRING_S;
}

void pairing_second(void)
{
    if (left_s > 0 && --left_s == 0)
        close();
}

uint8_t pairing_left_s(void)
{
    return left_s;
}

enum pairing_state pairing_state(void)
{
    return state;
}

static void enter(enum pairing_state next)
{
    handshake_withdraw();
    state = next;
    dialogue_refresh();
}

bool pairing_offer(const uint8_t key[KEY_LENGTH])
{
    if (left_s == 0 || typing || !pairing_settled())
        return false;
    if (state == PAIRING_NOTHING || memcmp(candidate, key, KEY_LENGTH) != 0) {
        memcpy(candidate, key, KEY_LENGTH);
        enter(PAIRING_OFFERED);
    }
    return true;
}

void pairing_confirm(void)
{
    enter(PAIRING_CANDIDATE);
}

void pairing_type(void)
{
    state = PAIRING_NOTHING;
    typing = true;
}

void pairing_typed(uint8_t group, const uint8_t *values)
{
    for (uint8_t i = 0; i < KEY_GROUP; i++)
        digit_set(candidate, group * KEY_GROUP + i, values[i]);
    if (group == KEY_GROUPS - 1)
        enter(PAIRING_CANDIDATE);
}

void pairing_check_code(uint8_t code[CHECK_CODE_DIGITS])
{
    static const char label[] FLASH = "check";
    uint8_t input[sizeof label - 1];
    uint8_t mac[16];
    for (uint8_t i = 0; i < sizeof input; i++)
        input[i] = flash_byte(label + i);
    cmac(candidate, input, sizeof input, mac);
    for (uint8_t i = 0; i < CHECK_CODE_DIGITS; i++)
        code[i] = mac[i] % 10;
}

void pairing_session_began(void)
{
    session_in_window = left_s > 0;
    if (state == PAIRING_CANDIDATE)
        state = PAIRING_PROVEN;
}

bool pairing_session(void)
{
    return session_in_window;
}

bool pairing_settled(void)
{
    return state != PAIRING_PROVEN;
}

bool pairing_upkeep(void)
{
    if (state != PAIRING_PROVEN)
        return false;
    if (twin_store(TWIN_PAIRING, candidate)) {
        known = true;
        state = PAIRING_KEPT;
        if (left_s == 0)
            forget();
        dialogue_refresh();
    }
    return true;
}
