/* Which pairing key the cabinet has, and pairing it again and again. */
#ifndef HOLDFAST_CAMPAIGN_PAIRED_H
#define HOLDFAST_CAMPAIGN_PAIRED_H

#include <stdbool.h>

/* A new board: paired as by rig_blank(), or never. */
void paired_reset(bool paired);
/* Pairs it over the cable with another key, as far as power lasts. */
void paired_again(void);
/* After a reset: it has the key that it must have, or one of the two that it may have; the gateway uses that. */
void paired_find(void);
/* Some key is in the EEPROM. */
bool paired_known(void);

#endif
