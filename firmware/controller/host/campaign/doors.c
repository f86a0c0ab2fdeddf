#include "doors.h"

#include "campaign.h"
#include "rig.h"

static uint8_t expected;
static unsigned before;

void doors_expect(uint8_t locker)
{
    expected = locker;
    if (rig.pulse_count > RIG_PULSES_MAX / 2)
        rig.pulse_count = 0;
    before = rig.pulse_count;
}

bool doors_opened(void)
{
    if (rig.pulse_count == before)
        return false;
    if (expected == DOORS_NONE || rig.pulse_count > before + 1 || rig.pulses[before].locker != expected)
        campaign_lost("locker %u opened without a right", rig.pulses[rig.pulse_count - 1].locker + 1);
    return true;
}
