/* Generated from firmware/controller/src/font-sheet.ts by generate-font.ts. Do not edit. */
#ifndef HOLDFAST_FONT_H
#define HOLDFAST_FONT_H

#define FONT_FIRST 32
#define FONT_LAST 136

/* Characters above ASCII; the _TEXT forms join with string literals. */
#define SYMBOL_UP '\177'
#define SYMBOL_UP_TEXT "\177"
#define SYMBOL_DOWN '\200'
#define SYMBOL_DOWN_TEXT "\200"
#define SYMBOL_LEFT '\201'
#define SYMBOL_LEFT_TEXT "\201"
#define SYMBOL_RIGHT '\202'
#define SYMBOL_RIGHT_TEXT "\202"
#define SYMBOL_LINK_UP '\203'
#define SYMBOL_LINK_UP_TEXT "\203"
#define SYMBOL_LINK_DOWN '\204'
#define SYMBOL_LINK_DOWN_TEXT "\204"
#define SYMBOL_LOCK '\205'
#define SYMBOL_LOCK_TEXT "\205"
#define SYMBOL_CHECK '\206'
#define SYMBOL_CHECK_TEXT "\206"
#define SYMBOL_DOT '\207'
#define SYMBOL_DOT_TEXT "\207"
#define SYMBOL_CURSOR '\210'
#define SYMBOL_CURSOR_TEXT "\210"

#endif
