// Runs the sketch as a process: --serial DEVICE --gateways HOST:PORT,... --folder PATH [--portal PORT] [--chatter]
// Lines on stdin: wifi down | wifi up | memory short | later MILLISECONDS | end
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "Arduino.h"
#include "LittleFS.h"
#include "Schedule.h"
#include "user_interface.h"
#include "world.h"

World world = {nullptr, "", ".", 0, true, false};
SerialPort Serial;
Chip ESP;
Files LittleFS;

static char **arguments;
static int serial_ = -1;
static bool (*scheduled)();
static uint32_t later_ms;
// What the sketch's buffer of 2048 bytes holds at full speed.
static const uint32_t BUFFER_MS = 41;
static uint32_t unread_ms;
static bool overrun;

int world_serial()
{
    return serial_;
}

void world_yield()
{
    if (scheduled)
        scheduled();
}

void world_block(uint32_t milliseconds)
{
    for (; milliseconds > 0; milliseconds--) {
        later_ms++;
        overrun |= ++unread_ms > BUFFER_MS;
        world_yield();
    }
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void open_serial()
{
    serial_ = open(world.serial, O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (serial_ < 0)
        fail(world.serial);
    termios settings;
    if (tcgetattr(serial_, &settings) == 0) {
        cfmakeraw(&settings);
        tcsetattr(serial_, TCSANOW, &settings);
    }
}

// The boot log at 74880 baud as a line at 500000 baud sees it: bytes of no meaning.
static void chatter()
{
    uint8_t noise[300];
    if (getrandom(noise, sizeof noise, 0) != sizeof noise || write(serial_, noise, sizeof noise) < 0)
        fail("chatter");
}

static void obey(char *line)
{
    if (strcmp(line, "wifi down") == 0)
        world.wifi = false;
    else if (strcmp(line, "wifi up") == 0)
        world.wifi = true;
    else if (strcmp(line, "memory short") == 0)
        world.short_of_memory = true;
    else if (strncmp(line, "later ", 6) == 0)
        later_ms += static_cast<uint32_t>(atoi(line + 6));
    else if (strcmp(line, "end") == 0)
        exit(0);
}

// An end of stdin is the end: nobody owns this process any more.
void world_listen()
{
    static char line[64];
    static size_t length;
    char c;
    ssize_t got;
    while ((got = read(0, &c, 1)) == 1) {
        if (c != '\n' && length < sizeof line - 1) {
            line[length++] = c;
            continue;
        }
        line[length] = 0;
        length = 0;
        obey(line);
    }
    if (got == 0)
        exit(0);
}

int main(int argc, char **argv)
{
    bool noisy = false;
    arguments = argv;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--serial") == 0)
            world.serial = value;
        else if (strcmp(argv[i], "--gateways") == 0)
            world.gateways = value;
        else if (strcmp(argv[i], "--folder") == 0)
            world.folder = value;
        else if (strcmp(argv[i], "--portal") == 0)
            world.portal = static_cast<uint16_t>(atoi(value));
        else if (strcmp(argv[i], "--chatter") == 0)
            noisy = true;
    }
    if (!world.serial)
        return 2;
    open_serial();
    fcntl(0, F_SETFL, O_NONBLOCK);
    if (noisy)
        chatter();
    setup();
    for (;;) {
        loop();
        world_yield();
        world_listen();
        world_wait();
    }
}

uint32_t millis()
{
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint32_t>(now.tv_sec * 1000 + now.tv_nsec / 1000000) + later_ms;
}

bool schedule_recurrent_function_us(bool (*function)(), uint32_t)
{
    scheduled = function;
    return true;
}

String::String(const char *text)
{
    snprintf(text_, sizeof text_, "%s", text);
}

String::String(unsigned long number, int base)
{
    snprintf(text_, sizeof text_, base == HEX ? "%lx" : "%lu", number);
}

String String::operator+(const String &other) const
{
    char both[128];
    snprintf(both, sizeof both, "%s%s", text_, other.text_);
    return String(both);
}

void SerialPort::setRxBufferSize(size_t)
{
}

void SerialPort::begin(unsigned long)
{
}

void SerialPort::swap()
{
}

int SerialPort::available()
{
    unread_ms = 0;
    pollfd one = {serial_, POLLIN, 0};
    if (poll(&one, 1, 0) <= 0)
        return 0;
    // The wire is gone: so is this chip's reason to be.
    if (one.revents & (POLLHUP | POLLERR))
        exit(0);
    return 2048;
}

size_t SerialPort::readBytes(char *bytes, size_t length)
{
    const ssize_t got = read(serial_, bytes, length);
    return got > 0 ? static_cast<size_t>(got) : 0;
}

size_t SerialPort::availableForWrite()
{
    return 128;
}

size_t SerialPort::write(const uint8_t *bytes, size_t length)
{
    const ssize_t taken = ::write(serial_, bytes, length);
    return taken > 0 ? static_cast<size_t>(taken) : 0;
}

bool SerialPort::hasOverrun()
{
    const bool answer = overrun;
    overrun = false;
    return answer;
}

uint32_t Chip::random()
{
    uint32_t value = 0;
    return getrandom(&value, sizeof value, 0) == sizeof value ? value : 0;
}

uint32_t Chip::getChipId()
{
    return static_cast<uint32_t>(getpid());
}

rst_info *Chip::getResetInfoPtr()
{
    static rst_info info = {0};
    return &info;
}

void Chip::restart()
{
    printf("restart\n");
    fflush(stdout);
    close(serial_);
    execv("/proc/self/exe", arguments);
    fail("restart");
}

bool Files::begin()
{
    return true;
}

File Files::open(const char *name, const char *mode)
{
    char path[512];
    snprintf(path, sizeof path, "%s%s", world.folder, name);
    return File(::open(path, mode[0] == 'w' ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY, 0600));
}

size_t File::read(uint8_t *bytes, size_t length)
{
    const ssize_t got = ::read(descriptor_, bytes, length);
    return got > 0 ? static_cast<size_t>(got) : 0;
}

size_t File::write(const uint8_t *bytes, size_t length)
{
    const ssize_t taken = ::write(descriptor_, bytes, length);
    return taken > 0 ? static_cast<size_t>(taken) : 0;
}

void File::close()
{
    ::close(descriptor_);
    descriptor_ = -1;
}
