/* How often a PIN was compared: seen by whoever watches the controller closely enough. */
#ifndef HOLDFAST_CAMPAIGN_CHECKED_H
#define HOLDFAST_CAMPAIGN_CHECKED_H

extern unsigned checked_pins;

#endif
