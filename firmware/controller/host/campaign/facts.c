#include "facts.h"

#include <stdbool.h>
#include <string.h>

#include "campaign.h"
#include "journal.h"

#define FACTS_MAX 8192
/* A journal gives records up only when it is full; then at least so many newer ones stand in it. */
#define FULL_MIN 8

/* By sequence. */
static struct {
    enum { NOTHING, MAY, MUST } certainty;
    uint8_t kind;
    uint8_t locker;
    uint8_t outcome;
} facts[FACTS_MAX];
static uint32_t current;
static uint32_t kept;

void facts_reset(void)
{
    memset(facts, 0, sizeof facts);
    kept = current = 0;
}

void facts_begin(void)
{
    current = journal_last() + 1;
    if (current >= FACTS_MAX)
        campaign_lost("too many facts");
}

void fact_must(uint8_t kind, uint8_t locker, uint8_t outcome)
{
    facts[current].certainty = MUST;
    facts[current].kind = kind;
    facts[current].locker = locker + 1;
    facts[current].outcome = outcome;
}

void fact_may(uint8_t kind, uint8_t locker)
{
    fact_must(kind, locker, 0);
    facts[current].certainty = MAY;
}

static bool operation(uint8_t kind)
{
    return kind >= EVENT_KEYPAD_STORE && kind <= EVENT_SET_PIN;
}

static void compare(const struct msg_event *event)
{
    const uint32_t at = event->sequence;
    const bool known = facts[at].certainty != NOTHING && facts[at].kind == event->kind &&
                       facts[at].locker == event->locker &&
                       (facts[at].certainty == MAY || facts[at].outcome == event->outcome);
    if (known || (!operation(event->kind) && facts[at].certainty != MUST))
        return;
    campaign_lost("event %u is of kind %u, locker %u, outcome %u; seen were %d: kind %u, locker %u, outcome %u", at,
                  event->kind, event->locker, event->outcome, facts[at].certainty, facts[at].kind, facts[at].locker,
                  facts[at].outcome);
}

void facts_event(const struct msg_event *event)
{
    if (event->sequence <= kept)
        return;
    if (event->kind == EVENT_GAP) {
        if (event->sequence - event->reference > kept || journal_last() - event->sequence < FULL_MIN)
            campaign_lost("a gap of %u up to event %u; kept are %u, the last is %u", event->reference,
                          event->sequence, kept, journal_last());
    } else if (event->sequence != kept + 1) {
        campaign_lost("event %u follows %u", event->sequence, kept);
    } else {
        compare(event);
    }
    kept = event->sequence;
}

void facts_end(void)
{
    for (uint32_t at = kept + 1; at < FACTS_MAX; at++) {
        if (facts[at].certainty == MUST)
            campaign_lost("event %u never came: kind %u, locker %u, outcome %u", at, facts[at].kind,
                          facts[at].locker, facts[at].outcome);
    }
}

uint32_t facts_sequence(void)
{
    return kept;
}
