// What the sketch uses of Arduino, for a process on Linux: Serial is a device, flash a folder. Declarations only, so
// that the same sketch also compiles for the chip.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HEX 16
#define PROGMEM

class String
{
public:
    String(const char *text = "");
    String(unsigned long number, int base);
    String operator+(const String &other) const;
    const char *c_str() const { return text_; }

private:
    char text_[64];
};

class SerialPort
{
public:
    void setRxBufferSize(size_t size);
    void begin(unsigned long baud);
    void swap();
    int available();
    size_t readBytes(char *bytes, size_t length);
    size_t availableForWrite();
    size_t write(const uint8_t *bytes, size_t length);
    bool hasOverrun();
};
extern SerialPort Serial;

// Whole in user_interface.h only, as on the chip.
struct rst_info;

class Chip
{
public:
    uint32_t random();
    uint32_t getChipId();
    rst_info *getResetInfoPtr();
    void restart();
};
extern Chip ESP;

uint32_t millis();
void setup();
void loop();
