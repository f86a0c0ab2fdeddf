/* The status LED: a short flash every two seconds is well, fast blinking is a fault. */
#ifndef HOLDFAST_LAMP_H
#define HOLDFAST_LAMP_H

#include <stdbool.h>
#include <stdint.h>

void lamp_service(uint32_t now_ms, bool fault);

#endif
