#include <stdio.h>
#include <string.h>

#include "gateway.h"
#include "harness.h"

#define DAYS 30
#define TEN_YEARS 3650

/* A day of 200 operations: 100 rentals, each stored and collected, every tenth with a wrong PIN. */
TEST("at 200 operations a day on 8 lockers no EEPROM cell is written 50,000 times in 10 years")
{
    rig_boot(1);
    rig_run(500);
    gateway_connect();
    uint32_t id = 1;
    uint16_t rentals[8] = {0};
    for (unsigned rental = 0; rental < DAYS * 100; rental++) {
        const uint8_t locker = 1 + rental % 8;
        gateway_forget();
        CHECK_EQUAL(gateway_store(id++, locker, "41791234567", "4711").outcome, OUTCOME_DONE);
        if (rental % 10 == 0)
            CHECK_EQUAL(gateway_collect(id++, locker, "41791234567", "0000").outcome, OUTCOME_WRONG_PIN);
        CHECK_EQUAL(gateway_collect(id++, locker, "41791234567", "4711").outcome, OUTCOME_DONE);
        const struct msg_finish finish = {id, gateway_deadline(), locker, ++rentals[locker - 1]};
        gateway_send(MSG_FINISH, &finish, sizeof finish);
        CHECK_EQUAL(gateway_result(id++).outcome, OUTCOME_DONE);
        gateway_run(50);
        struct msg_controller_heartbeat heartbeat;
        memcpy(&heartbeat, gateway_got(MSG_CONTROLLER_HEARTBEAT)->fields, sizeof heartbeat);
        const struct msg_acknowledge acknowledge = {heartbeat.sequence_last};
        gateway_send(MSG_ACKNOWLEDGE, &acknowledge, sizeof acknowledge);
        rig_settle();
        rig.pulse_count = 0;
    }
    uint32_t hottest = 0;
    for (unsigned i = 0; i < EEPROM_SIZE; i++)
        hottest = rig.wear[i] > hottest ? rig.wear[i] : hottest;
    const uint32_t in_ten_years = hottest * TEN_YEARS / DAYS;
    fprintf(stderr, "hottest cell in 10 years: %u\n", in_ten_years);
    CHECK(in_ten_years < 50000);
}
