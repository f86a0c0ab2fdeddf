/* Where everything is connected: the wiring table, as code. */
#ifndef HOLDFAST_PINS_H
#define HOLDFAST_PINS_H

#include <avr/io.h>

/* Port B */
#define TAMPER_PIN PB0 /* switch to ground, closed while the cabinet is closed: low = closed, high = open */
#define BUZZER_PIN PB1 /* OC1A */
#define SUPPLY_PIN PB2 /* lock supply enable; an external pull-down keeps it low while the pin is an input */
#define LAMP_PIN PB5

/* Port C: keypad columns, I2C */
#define COLUMNS 0x0F /* PC0..PC3, pull-ups */
#define SDA_PIN PC4
#define SCL_PIN PC5

/* Port D: UART on PD0 and PD1, keypad rows */
#define SENSOR_INT_PIN PD2 /* /INT of the door-sensor expanders; the sensors are polled, so it only gets a pull-up */
#define SERVICE_PIN PD3    /* button to ground: low = pressed */
#define ROWS 0xF0          /* PD4..PD7 */
#define FIRST_ROW PD4

#endif
