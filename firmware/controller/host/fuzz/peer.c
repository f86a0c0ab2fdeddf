/*
 * Seals and opens for the other implementation, a line at a time, all in hexadecimal:
 * `seal KEY HEADER BODY` answers the frame without delimiters; `open KEY FRAME` answers `HEADER BODY`, or `refused`.
 */
#include <stdio.h>
#include <string.h>

#include "cobs.h"
#include "messages.h"
#include "seal.h"

static unsigned from_hex(const char *hex, uint8_t *bytes, unsigned limit)
{
    unsigned length = 0;
    for (unsigned value; length < limit && sscanf(hex + 2 * length, "%2x", &value) == 1; length++)
        bytes[length] = (uint8_t)value;
    return length;
}

static void print(const uint8_t *bytes, unsigned length)
{
    for (unsigned i = 0; i < length; i++)
        printf("%02x", bytes[i]);
}

static void run(struct ccm *ccm)
{
    while (!ccm_step(ccm))
        ;
}

static void seal(const uint8_t *key, const char *header, const char *body)
{
    uint8_t frame[1 + HEADER_LENGTH + BODY_MAX + TAG_LENGTH] = {0};
    struct ccm ccm;
    from_hex(header, frame + 1, HEADER_LENGTH);
    const uint8_t length = (uint8_t)(HEADER_LENGTH + from_hex(body, frame + 1 + HEADER_LENGTH, BODY_MAX));
    seal_begin(&ccm, key, frame + 1, length);
    run(&ccm);
    cobs_encode(frame, length + TAG_LENGTH);
    print(frame, length + TAG_LENGTH + 1u);
    printf("\n");
}

static void open(const uint8_t *key, const char *encoded)
{
    uint8_t frame[255];
    struct ccm ccm;
    const uint8_t length = cobs_decode(frame, (uint8_t)from_hex(encoded, frame, sizeof frame));
    if (length == 0 || !open_begin(&ccm, key, frame + 1, length)) {
        printf("refused\n");
        return;
    }
    run(&ccm);
    if (!ccm.right) {
        printf("refused\n");
        return;
    }
    print(frame + 1, HEADER_LENGTH);
    printf(" ");
    print(frame + 1 + HEADER_LENGTH, length - HEADER_LENGTH - TAG_LENGTH);
    printf("\n");
}

int main(void)
{
    char line[1024], verb[8], first[64], second[600], third[600];
    uint8_t key[KEY_LENGTH];
    while (fgets(line, sizeof line, stdin) != NULL) {
        third[0] = '\0';
        if (sscanf(line, "%7s %63s %599s %599s", verb, first, second, third) < 3)
            return 2;
        from_hex(first, key, sizeof key);
        if (strcmp(verb, "seal") == 0)
            seal(key, second, third);
        else
            open(key, second);
    }
    return 0;
}
