// What stands around the chip when the sketch is a process: named on the command line, moved by lines on stdin.
#pragma once

#include <stdint.h>

struct World {
    // A pty or a Unix device: what the UART is wired to.
    const char *serial;
    // HOST:PORT of each gateway that answers to mDNS, with commas.
    const char *gateways;
    // Where LittleFS keeps its files.
    const char *folder;
    // Port of the portal's page on 127.0.0.1, 0 for any.
    uint16_t portal;
    bool wifi;
    // The next write to a connection finds no memory.
    bool short_of_memory;
};
extern World world;

// The UART's descriptor, and one call of what was scheduled.
int world_serial();
void world_yield();
// Arduino waits so long, in the chip's time: what was scheduled is called each millisecond.
void world_block(uint32_t milliseconds);
// Waits until there is something to do.
void world_wait();
// Obeys the lines on stdin.
void world_listen();
