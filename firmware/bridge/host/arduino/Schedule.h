#pragma once

#include <stdint.h>

bool schedule_recurrent_function_us(bool (*function)(), uint32_t microseconds);
