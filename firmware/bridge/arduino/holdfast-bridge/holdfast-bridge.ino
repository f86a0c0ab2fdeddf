// holdfast's Wi-Fi bridge for the ESP8266. What it does is in ../../core; README.md says how it is built and wired.
