#include <string.h>

#include "config.h"
#include "gateway.h"
#include "harness.h"
#include "phone.h"
#include "pin.h"

static void switzerland(void)
{
    config.country_code = 41;
    config.trunk_prefix = 0;
    config.international_prefix = 100;
    config.national_digits_max = 9;
}

static void north_america(void)
{
    config.country_code = 1;
    config.trunk_prefix = 1;
    config.international_prefix = 1011;
    config.national_digits_max = 10;
}

static void no_rule(void)
{
    config.country_code = 0;
    config.trunk_prefix = 255;
    config.international_prefix = 0;
    config.national_digits_max = 0;
}

static void becomes(const char *typed, const char *canonical)
{
    uint8_t packed[TYPED_BYTES], phone[PHONE_BYTES], expected[PHONE_BYTES];
    pack_digits(typed, packed, sizeof packed);
    pack_digits(canonical, expected, sizeof expected);
    CHECK(phone_canonical(packed, (uint8_t)strlen(typed), phone));
    CHECK_BYTES(phone, expected, sizeof phone);
}

static void refused(const char *typed)
{
    uint8_t packed[TYPED_BYTES], phone[PHONE_BYTES];
    pack_digits(typed, packed, sizeof packed);
    CHECK(!phone_canonical(packed, (uint8_t)strlen(typed), phone));
}

TEST("phone numbers become canonical however they are typed in Switzerland")
{
    switzerland();
    becomes("0791234567", "41791234567");
    becomes("791234567", "41791234567");
    becomes("0041791234567", "41791234567");
    becomes("41791234567", "41791234567");
    becomes("00493012345678", "493012345678");
}

TEST("phone numbers become canonical however they are typed in North America")
{
    north_america();
    becomes("2125551234", "12125551234");
    becomes("12125551234", "12125551234");
    becomes("01141791234567", "41791234567");
}

TEST("without a country rule digits stay as they are")
{
    no_rule();
    becomes("0791234567", "0791234567");
}

TEST("phone numbers below 6 and above 15 digits are refused")
{
    no_rule();
    refused("12345");
    becomes("123456", "123456");
    becomes("123456789012345", "123456789012345");
    refused("1234567890123456");
    switzerland();
    refused("0012345");
    refused("");
}

TEST("a number stored before the country rule was known is still found")
{
    uint8_t stored[PHONE_BYTES], phone[PHONE_BYTES];
    switzerland();
    pack_digits("0791234567", stored, sizeof stored);
    pack_digits("41791234567", phone, sizeof phone);
    CHECK(phone_matches(stored, phone));
    CHECK(phone_matches(phone, phone));
    pack_digits("41791234568", phone, sizeof phone);
    CHECK(!phone_matches(stored, phone));
}

static bool obvious(const char *digits)
{
    uint8_t pin[PIN_BYTES];
    pack_digits(digits, pin, sizeof pin);
    return pin_obvious(pin);
}

TEST("PINs of one digit and runs are obvious, others are not")
{
    CHECK(obvious("0000") && obvious("77777777") && obvious("1234") && obvious("8765") && obvious("890123"));
    CHECK(obvious("3210") && obvious("2109"));
    CHECK(!obvious("1235") && !obvious("4711") && !obvious("1357") && !obvious("1212") && !obvious("00001"));
}
