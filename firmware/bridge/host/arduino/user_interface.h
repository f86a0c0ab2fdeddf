#pragma once

#include <stdint.h>

struct rst_info {
    uint32_t reason;
};
