#pragma once

#include "Arduino.h"

enum { WIFI_STA = 1, WIFI_AP_STA = 3, WIFI_NONE_SLEEP = 0, WL_CONNECTED = 3, WL_DISCONNECTED = 7 };

class IPAddress
{
public:
    explicit IPAddress(const char *text = "192.168.4.1") : text_(text) {}
    String toString() const { return text_; }
    bool operator==(const IPAddress &other) const { return strcmp(text_.c_str(), other.text_.c_str()) == 0; }
    uint8_t operator[](int index) const;

private:
    String text_;
};

class WiFiClass
{
public:
    void persistent(bool on);
    void mode(int mode);
    void setSleepMode(int mode);
    void setAutoReconnect(bool on);
    void begin(const char *ssid, const char *password);
    int status();
    int RSSI();
    bool softAP(const char *ssid, const char *password);
    IPAddress softAPIP();
};
extern WiFiClass WiFi;

class WiFiClient
{
public:
    explicit WiFiClient(int descriptor = -1) : descriptor_(descriptor) {}
    void setTimeout(unsigned long milliseconds);
    int connect(const char *host, uint16_t port);
    bool connected();
    IPAddress localIP();
    IPAddress remoteIP();
    void setNoDelay(bool on);
    void keepAlive(uint16_t idle, uint16_t interval, uint8_t count);
    int available();
    int read();
    int read(uint8_t *bytes, size_t length);
    size_t availableForWrite();
    size_t write(const uint8_t *bytes, size_t length);
    void abort();
    bool stop();

private:
    int descriptor_;
    unsigned long timeout_ = 5000;
};

class WiFiServer
{
public:
    explicit WiFiServer(uint16_t port);
    void begin();
    void stop();
    WiFiClient accept();

private:
    // As on the chip it hears callers of both networks.
    int access_point_ = -1;
    int lan_ = -1;
};
