#pragma once

// What comes over the air is a file "update" in the folder of the process; an empty one is a sender who never goes on.
class ArduinoOTAClass
{
public:
    void begin(bool with_mdns);
    void handle();
};
extern ArduinoOTAClass ArduinoOTA;
