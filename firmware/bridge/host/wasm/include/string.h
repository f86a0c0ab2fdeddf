/* The part of string.h that the core uses: wasm32 has no C library here. */
#ifndef HOLDFAST_BRIDGE_STRING_H
#define HOLDFAST_BRIDGE_STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memset(void *to, int value, size_t length);
int memcmp(const void *a, const void *b, size_t length);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

#endif
