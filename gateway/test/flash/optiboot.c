/*
 * A simulated ATmega328P (simavr) with the real Optiboot in its boot section, its UART on a pseudo-terminal.
 * optiboot BOOTLOADER.hex FLASH EEPROM: prints the name of the terminal; on SIGTERM writes flash and EEPROM into the files,
 * which it reads at the start where they are. A terminal has no DTR: whoever opens it resets the chip, as on a board. While nothing crosses the terminal the chip's time goes slower than ours, so
 * that a busy test machine does not run into Optiboot's second of patience.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <simavr/avr_eeprom.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>

enum { FLASH_BYTES = 32768, EEPROM_BYTES = 1024, BOOT = 0x7e00, CYCLES_A_POLL = 1400, QUIET_MS = 100, QUIET_CYCLES_A_MS = 800 };

static volatile sig_atomic_t ending;
static int terminal;
static int may_send = 1;
static long active;

static void on_end(int signal) { (void)signal; ending = 1; }

static long now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void on_output(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  (void)irq; (void)parameter;
  uint8_t byte = (uint8_t)value;
  active = now_ms();
  if (write(terminal, &byte, 1) != 1) return;
}
static void on_xon(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  (void)irq; (void)parameter; (void)value; may_send = 1;
}
static void on_xoff(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  (void)irq; (void)parameter; (void)value; may_send = 0;
}


static void load(const char *path, uint8_t *into, size_t size) {
  FILE *file = fopen(path, "rb");
  if (!file) return;
  if (fread(into, 1, size, file) == 0) memset(into, 0xff, size);
  fclose(file);
}
static void save(const char *path, const uint8_t *from, size_t size) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(from, 1, size, file) != size) exit(1);
  fclose(file);
}

int main(int count, char **words) {
  if (count != 4) return 2;
  avr_t *avr = avr_make_mcu_by_name("atmega328p");
  if (!avr) return 1;
  avr_init(avr);
  avr->frequency = 16000000;
  memset(avr->flash, 0xff, FLASH_BYTES);
  load(words[2], avr->flash, FLASH_BYTES);
  uint32_t size, base;
  uint8_t *boot = read_ihex_file(words[1], &size, &base);
  if (!boot) return 1;
  memcpy(avr->flash + base, boot, size);
  avr->codeend = avr->flashend;
  avr->pc = avr->reset_pc = BOOT;
  uint8_t eeprom[EEPROM_BYTES];
  memset(eeprom, 0xff, sizeof eeprom);
  load(words[3], eeprom, sizeof eeprom);
  avr_eeprom_desc_t desc = { .ee = eeprom, .offset = 0, .size = EEPROM_BYTES };
  avr_ioctl(avr, AVR_IOCTL_EEPROM_SET, &desc);

  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~(uint32_t)(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_output, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_xon, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), on_xoff, NULL);

  terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) || unlockpt(terminal)) return 1;
  /* Opened once: before that nobody is missed who could hang up. */
  int once = open(ptsname(terminal), O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr(once, &raw);
  cfmakeraw(&raw);
  tcsetattr(once, TCSANOW, &raw);
  close(once);
  signal(SIGTERM, on_end);
  printf("%s\n", ptsname(terminal));
  fflush(stdout);

  int open_before = 0;
  while (!ending) {
    struct pollfd ready = { .fd = terminal, .events = POLLIN };
    poll(&ready, 1, 0);
    int is_open = !(ready.revents & POLLHUP);
    if (is_open && !open_before) {
      avr_reset(avr);
      avr->pc = BOOT;
      /* MCUSR.EXTRF: a reset from outside, after which Optiboot waits for a programmer. */
      avr->data[0x54] = 0x02;
      active = now_ms();
    }
    open_before = is_open;
    uint8_t byte;
    if (may_send && (ready.revents & POLLIN) && read(terminal, &byte, 1) == 1) {
      active = now_ms();
      avr_raise_irq(input, byte);
    }
    int quiet = now_ms() - active > QUIET_MS;
    if (quiet) usleep(1000);
    for (avr_cycle_count_t end = avr->cycle + (quiet ? QUIET_CYCLES_A_MS : CYCLES_A_POLL); avr->cycle < end;) {
      int state = avr_run(avr);
      if (state == cpu_Done || state == cpu_Crashed) { avr_reset(avr); avr->pc = BOOT; break; }
    }
  }
  desc.ee = eeprom;
  avr_ioctl(avr, AVR_IOCTL_EEPROM_GET, &desc);
  save(words[2], avr->flash, FLASH_BYTES);
  save(words[3], desc.ee, EEPROM_BYTES);
  return 0;
}
