/*
 * What must come out of the journal: everything that a person or the gateway saw happen, once, under the sequence that
 * it got then. What was under way when power failed may come out as well.
 */
#ifndef HOLDFAST_CAMPAIGN_FACTS_H
#define HOLDFAST_CAMPAIGN_FACTS_H

#include <stdint.h>

#include "messages.h"

void facts_reset(void);
/* An operation begins: what is said next is about the event that it writes. */
void facts_begin(void);
/* `locker` counts from 0. */
void fact_must(uint8_t kind, uint8_t locker, uint8_t outcome);
void fact_may(uint8_t kind, uint8_t locker);
/* An event that the gateway received. */
void facts_event(const struct msg_event *event);
/* The gateway has received all there are. */
void facts_end(void);
/* The last one that the gateway keeps. */
uint32_t facts_sequence(void);

#endif
