/*
 * Power cuts without end: people, commands and a gateway that goes away for long, and power that fails at any byte of
 * the EEPROM or at any moment. After each reset all that was acknowledged must be there (model.h, facts.h).
 */
#include <stdio.h>

#include "campaign.h"
#include "chance.h"
#include "commands_sent.h"
#include "facts.h"
#include "model.h"
#include "paired.h"
#include "people.h"
#include "power.h"
#include "rig.h"

#define CUTS_PER_HISTORY 200
#define OPERATIONS_PER_CUT 12
/* Plans of a cut that nothing comes of. */
#define IDLE_MAX 5000
/* Lost histories that are printed before the campaign gives up. */
#define LOST_MAX 20

static unsigned operations;
static unsigned left;

static void pair(void)
{
    commands_disconnect();
    paired_again();
    if (rig.powered)
        commands_connect();
}

static void operation(void)
{
    operations++;
    if (commands_connected() && chance_one_in(20))
        pair();
    else if (commands_connected() && chance_one_in(2))
        commands_random();
    else if (chance_one_in(3))
        people_store();
    else
        people_collect(!chance_one_in(4));
    commands_pump();
    power_settle();
    if (rig.powered)
        model_observe();
}

/* The gateway goes away for long enough for the journal to fill. */
static void come_and_go(void)
{
    if (!chance_one_in(15))
        return;
    rig.cable_cut = !rig.cable_cut;
    campaign_log("the gateway %s", rig.cable_cut ? "goes" : "comes");
    if (rig.cable_cut)
        commands_give_up();
}

static void restart(void)
{
    commands_disconnect();
    power_up();
    paired_find();
}

/* A new board comes paired, or is paired while power fails again and again. */
static void begin(void)
{
    const bool paired = !chance_one_in(4);
    if (paired)
        rig_blank();
    else
        rig_unpaired();
    power_reset();
    facts_reset();
    commands_reset();
    model_reset(8);
    paired_reset(paired);
    rig_boot(1);
    power_run(500);
    for (unsigned idle = 0; !paired_known(); idle++) {
        if (idle > IDLE_MAX)
            campaign_lost("the cabinet can not be paired");
        power_plan();
        paired_again();
        if (!rig.powered)
            restart();
    }
    power_reset();
    commands_connect();
    commands_configure(chance_one_in(2) ? 8 : 32);
}

static void history(void)
{
    begin();
    const unsigned stop = power_cuts() + (left < CUTS_PER_HISTORY ? left : CUTS_PER_HISTORY);
    for (unsigned idle = 0; power_cuts() < stop; idle++) {
        if (idle > IDLE_MAX)
            campaign_lost("nothing is written any more");
        power_plan();
        for (unsigned i = 0; rig.powered && i < OPERATIONS_PER_CUT; i++)
            operation();
        if (!rig.powered)
            restart();
        come_and_go();
        if (!rig.cable_cut && !commands_connected())
            commands_connect();
    }
    power_reset();
    if (!rig.powered)
        restart();
    power_reset();
    commands_connect();
    commands_drain();
    facts_end();
    commands_open_all();
}

unsigned campaign_cuts(unsigned count, uint64_t seed)
{
    unsigned lost = 0, done = 0;
    while (done < count && lost < LOST_MAX) {
        left = count - done;
        const unsigned before = power_cuts();
        lost += !campaign_history(history, seed++);
        done += power_cuts() - before;
    }
    printf("{\"cuts\":%u,\"operations\":%u,\"lost\":%u}\n", done, operations, lost);
    return lost;
}
