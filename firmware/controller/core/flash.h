/*
 * Tables and texts that stay in flash. On the AVR, a Harvard machine, they are read by their own instruction and would
 * else be copied to RAM; elsewhere they are plain constants.
 */
#ifndef HOLDFAST_FLASH_H
#define HOLDFAST_FLASH_H

#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define FLASH PROGMEM
#define TEXT(literal) PSTR(literal)
#define flash_byte(pointer) pgm_read_byte(pointer)
#else
#define FLASH
#define TEXT(literal) (literal)
#define flash_byte(pointer) (*(const uint8_t *)(pointer))
#endif

#endif
