// The chip as the core sees it: UART, flash, clock.
#include <Arduino.h>
#include <LittleFS.h>
#include <Schedule.h>
#include <user_interface.h>

#include "core.h"
#include "shell.h"

// 0 % error at the controller's 16 MHz, and exact on the ESP8266 too.
static const unsigned long BAUD = 500000;
static const size_t UART_BUFFER = 2048;
static const uint32_t DRAIN_US = 1000;
// Longer than any update or wait of ours takes: whoever sends an update and stops does not keep the module.
static const uint32_t STUCK_MS = 120000;

static bool waiting;
static uint32_t looped_at;

// Looking for the gateway, dialling and hanging up wait; the UART does not.
bool board_wait(bool (*what)(void *), void *with)
{
    waiting = true;
    const bool answer = what(with);
    waiting = false;
    return answer;
}

// Called also while Arduino waits for something.
static bool drain()
{
    if (waiting)
        bridge_drain();
    if (millis() - looped_at > STUCK_MS)
        ESP.restart();
    return true;
}

void setup()
{
    // The default of 256 bytes is full after 5 ms.
    Serial.setRxBufferSize(UART_BUFFER);
    Serial.begin(BAUD);
    LittleFS.begin();
    bridge_start();
#ifdef HOLDFAST_SWAP
    // GPIO15 and GPIO13: away from the USB chip and from the boot log. A blank bridge is set up over USB first.
    if (bridge_state() != BRIDGE_BLANK)
        Serial.swap();
#endif
    looped_at = millis();
    schedule_recurrent_function_us(drain, DRAIN_US);
}

void loop()
{
    looped_at = millis();
    bridge_loop();
    portal_loop();
    update_loop();
}

uint32_t board_ms(void)
{
    return millis();
}

uint32_t board_random(void)
{
    return ESP.random();
}

uint16_t board_uart_read(uint8_t *bytes, uint16_t most)
{
    const size_t there = Serial.available();
    return there == 0 ? 0 : Serial.readBytes(reinterpret_cast<char *>(bytes), there < most ? there : most);
}

uint16_t board_uart_room(void)
{
    return Serial.availableForWrite();
}

void board_uart_write(const uint8_t *bytes, uint16_t length)
{
    Serial.write(bytes, length);
}

bool board_uart_overrun(void)
{
    return Serial.hasOverrun();
}

static const char *page_name(uint8_t which)
{
    return which == 0 ? "/wifi-a" : "/wifi-b";
}

void board_page_read(uint8_t which, uint8_t *page)
{
    memset(page, 0, CREDENTIALS_PAGE);
    File file = LittleFS.open(page_name(which), "r");
    if (file) {
        file.read(page, CREDENTIALS_PAGE);
        file.close();
    }
}

void board_page_write(uint8_t which, const uint8_t *page)
{
    File file = LittleFS.open(page_name(which), "w");
    if (file) {
        file.write(page, CREDENTIALS_PAGE);
        file.close();
    }
}

void board_restart(void)
{
    ESP.restart();
}

uint32_t board_chip(void)
{
    return ESP.getChipId();
}

uint8_t board_reset_cause(void)
{
    return ESP.getResetInfoPtr()->reason;
}
