/* Generated from firmware/controller/src/font-sheet.ts by generate-font.ts. Do not edit. */
#ifndef HOLDFAST_FONT_H
#define HOLDFAST_FONT_H

#define FONT_FIRST 32
#define FONT_LAST 126

#endif
