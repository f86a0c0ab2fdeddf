/*
 * Where the compiler's guess whether a call is smaller than a copy is wrong, measured on the AVR: some functions called
 * from many places, or in the middle of large ones. Together they are worth 700 bytes of flash.
 */
#ifndef HOLDFAST_INLINE_H
#define HOLDFAST_INLINE_H

#define IN_LINE static inline __attribute__((always_inline))
#define OUT_OF_LINE __attribute__((noinline))

#endif
