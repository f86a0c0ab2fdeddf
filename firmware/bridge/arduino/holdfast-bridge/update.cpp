// Updates over the air, signed: without the site's public key there are none.
#include <ESP8266WiFi.h>

#include "shell.h"

#if __has_include("update_key.h")
#include <ArduinoOTA.h>
#include <Updater.h>

// static const char UPDATE_KEY[] PROGMEM = "-----BEGIN PUBLIC KEY----- ..."; not in the repository
#include "update_key.h"

static BearSSL::PublicKey key(UPDATE_KEY);
static BearSSL::HashSHA256 hash;
static BearSSL::SigningVerifier verifier(&key);

// Arduino writes an image of the file system over the one that is there, and asks for its signature afterwards: the Wi-Fi
// would be gone. Nothing is erased before this returns.
static void only_sketches()
{
    if (ArduinoOTA.getCommand() != U_FLASH)
        ESP.restart();
}

void update_loop()
{
    static bool running;
    if (WiFi.status() != WL_CONNECTED)
        return;
    if (!running) {
        Update.installSignature(&hash, &verifier);
        ArduinoOTA.onStart(only_sketches);
        ArduinoOTA.begin(false);
        running = true;
    }
    ArduinoOTA.handle();
}
#else
void update_loop()
{
}
#endif
