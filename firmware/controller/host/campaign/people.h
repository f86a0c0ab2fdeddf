/* People at the keypad, and what they see. */
#ifndef HOLDFAST_CAMPAIGN_PEOPLE_H
#define HOLDFAST_CAMPAIGN_PEOPLE_H

#include <stdbool.h>

void people_store(void);
/* With the right PIN or a wrong one; who opened the door may finish, keep, open it again or walk off. */
void people_collect(bool right);

#endif
