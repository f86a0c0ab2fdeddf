/* A core that does what the tests of the drivers ask for: each key tries one thing of the board. */
#include <string.h>

#include "board.h"
#include "core.h"
#include "font.h"

#define SCRATCH 512

struct screen screen;

static uint8_t locker;
static enum pulse_state pulse;
static uint8_t bytes[4];
static bool writing;

static void write(uint8_t row, const char *text)
{
    memset(screen.text[row], ' ', SCREEN_COLUMNS);
    memcpy(screen.text[row], text, strlen(text));
}

void core_start(uint8_t reset_cause)
{
    memset(&screen, ' ', sizeof screen);
    memset(screen.size, 1, SCREEN_ROWS);
    write(0, "reset");
    screen.text[0][6] = (char)('0' + reset_cause);
}

void core_tick(uint32_t now_ms)
{
    (void)now_ms;
    if (pulse != board_pulse_state()) {
        static const char names[][8] = {"idle", "running", "done", "failed"};
        pulse = board_pulse_state();
        write(1, names[pulse]);
    }
    if (writing && !board_eeprom_busy()) {
        writing = false;
        write(2, "written");
    }
}

static void eeprom(enum eeprom_mode mode, uint8_t value)
{
    memset(bytes, value, sizeof bytes);
    board_eeprom_start(SCRATCH, bytes, sizeof bytes, mode);
    writing = true;
    uint8_t first;
    board_eeprom_read(SCRATCH, &first, 1);
    write(2, first == 0xFF ? "blank" : "not blank");
}

void core_key(char key)
{
    char *end = memchr(screen.text[3], ' ', SCREEN_COLUMNS);
    if (end)
        *end = key;
    switch (key) {
    case '#':
        if (!board_pulse_start(locker))
            write(2, "refused");
        break;
    case '*':
        write(3, "");
        locker = 0;
        board_tone(TONE_FAILURE);
        break;
    case '9':
        screen.size[0] = screen.size[0] == 1 ? 2 : 1;
        break;
    case '0':
        locker += 8;
        board_tone(TONE_WAIT);
        break;
    case 'A':
        board_tone(TONE_SUCCESS);
        break;
    case 'B':
        eeprom(EEPROM_REPLACE, 0xA5);
        break;
    case 'C':
        eeprom(EEPROM_ERASE, 0);
        break;
    case 'D':
        eeprom(EEPROM_WRITE, 0xF0);
        break;
    default:
        locker = locker / 8 * 8 + (uint8_t)(key - '1');
        board_tone(TONE_CLICK);
    }
}

bool core_listens(void)
{
    return true;
}

/* Echoes; a byte of 0xEE asks for a frame that does not fit. */
void core_receive(uint8_t byte)
{
    static uint8_t large[128];
    if (byte == 0xEE && board_uart_send(large, sizeof large))
        write(2, "sent too much");
    board_uart_send(&byte, 1);
}

void core_inputs(uint32_t doors_open, uint32_t doors_sensed, bool tamper_open, bool service_pressed)
{
    static char last[12];
    char now[sizeof last] = "            ";
    for (uint8_t i = 0; i < 8; i++)
        now[i] = doors_sensed >> i & 1 ? doors_open >> i & 1 ? 'o' : 'c' : '-';
    now[10] = tamper_open ? 'T' : '-';
    now[11] = service_pressed ? 'S' : '-';
    if (memcmp(now, last, sizeof last) != 0)
        memcpy(screen.text[2], now, sizeof now);
    memcpy(last, now, sizeof last);
}

bool core_idle(void)
{
    return true;
}
