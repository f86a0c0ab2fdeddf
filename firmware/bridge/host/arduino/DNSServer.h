#pragma once

#include "ESP8266WiFi.h"

class DNSServer
{
public:
    bool start(uint16_t port, const char *name, const IPAddress &address);
    void processNextRequest();
    void stop();
};
