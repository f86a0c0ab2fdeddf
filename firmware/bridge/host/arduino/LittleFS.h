#pragma once

#include <stddef.h>
#include <stdint.h>

class File
{
public:
    explicit File(int descriptor = -1) : descriptor_(descriptor) {}
    explicit operator bool() const { return descriptor_ >= 0; }
    size_t read(uint8_t *bytes, size_t length);
    size_t write(const uint8_t *bytes, size_t length);
    void close();

private:
    int descriptor_;
};

class Files
{
public:
    bool begin();
    File open(const char *name, const char *mode);
};
extern Files LittleFS;
