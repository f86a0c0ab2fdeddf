#include "credentials.h"

#include <string.h>

#include "harness.h"

static const struct credentials OLD = {.ssid = "old", .password = "12345678", .port = 7532};
static const struct credentials NEW = {.ssid = "new", .password = "87654321", .host = "gate.lan", .port = 99};

TEST("what is written is read")
{
    uint8_t page[CREDENTIALS_PAGE], blank[CREDENTIALS_PAGE];
    struct credentials read;
    memset(blank, 0xFF, sizeof blank);
    credentials_write(page, &NEW, 0);
    CHECK_EQUAL(credentials_newest(page, blank), 0);
    CHECK_EQUAL(credentials_newest(blank, page), 1);
    CHECK_EQUAL(credentials_newest(blank, blank), -1);
    credentials_read(page, &read);
    CHECK_BYTES(&read, &NEW, sizeof read);
}

TEST("a write that power cuts at any byte leaves the old credentials or the new ones")
{
    uint8_t a[CREDENTIALS_PAGE], b[CREDENTIALS_PAGE], torn[CREDENTIALS_PAGE];
    credentials_write(a, &OLD, 0);
    credentials_write(b, &NEW, a);
    for (uint16_t cut = 0; cut <= CREDENTIALS_PAGE; cut++) {
        memset(torn, cut & 1 ? 0xFF : 0, sizeof torn);
        memcpy(torn, b, cut);
        const int8_t newest = credentials_newest(a, torn);
        CHECK(newest == 0 || (newest == 1 && memcmp(torn, b, sizeof torn) == 0));
    }
}

TEST("any flipped bit makes a page void")
{
    uint8_t page[CREDENTIALS_PAGE], blank[CREDENTIALS_PAGE] = {0};
    credentials_write(page, &NEW, 0);
    for (uint16_t bit = 0; bit < CREDENTIALS_PAGE * 8; bit++) {
        page[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK_EQUAL(credentials_newest(page, blank), -1);
        page[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

TEST("the later page counts, also when its number wrapped")
{
    uint8_t a[CREDENTIALS_PAGE], b[CREDENTIALS_PAGE], highest[CREDENTIALS_PAGE];
    credentials_write(a, &OLD, 0);
    memcpy(highest, a, sizeof a);
    memset(highest + 4, 0xFF, 4);
    credentials_write(b, &NEW, highest);
    credentials_write(a, &OLD, b);
    CHECK_EQUAL(credentials_newest(a, b), 0);
    CHECK_EQUAL(credentials_newest(b, a), 1);
}

TEST("names, passwords and hosts that cannot be are not taken")
{
    struct credentials wrong = NEW;
    CHECK(credentials_valid(&wrong));
    memcpy(wrong.password, "1234567", 8);
    CHECK(!credentials_valid(&wrong));
    wrong = NEW;
    wrong.password[0] = 0;
    CHECK(credentials_valid(&wrong));
    wrong.ssid[0] = 0;
    CHECK(!credentials_valid(&wrong));
    wrong = NEW;
    memset(wrong.ssid, 'x', sizeof wrong.ssid);
    CHECK(!credentials_valid(&wrong));
    wrong = NEW;
    memcpy(wrong.host, "a b", 4);
    CHECK(!credentials_valid(&wrong));
    wrong = NEW;
    wrong.password[3] = '\n';
    CHECK(!credentials_valid(&wrong));
    wrong = NEW;
    memset(wrong.password, 'F', CREDENTIALS_PASSWORD_MAX);
    CHECK(credentials_valid(&wrong));
    wrong.password[63] = 'g';
    CHECK(!credentials_valid(&wrong));
    wrong.password[63] = 0;
    CHECK(credentials_valid(&wrong));
    wrong = NEW;
    wrong.port = 0;
    CHECK(!credentials_valid(&wrong));
}
