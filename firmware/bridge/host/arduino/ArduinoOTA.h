#pragma once

// What comes over the air is a file in the folder of the process: "update" a sketch, "update-files" a file system. An empty
// one is a sender who never goes on. In Arduino 3.1.2 the first sector is erased after onStart's function has returned.
class ArduinoOTAClass
{
public:
    void begin(bool with_mdns);
    void onStart(void (*function)());
    int getCommand();
    void handle();

private:
    void (*start_)() = nullptr;
    int command_ = 0;
};
extern ArduinoOTAClass ArduinoOTA;
