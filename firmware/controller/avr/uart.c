#include "uart.h"

#include <avr/interrupt.h>

#include "board.h"
#include "wake.h"

#define RING 128 /* a power of two; each holds a frame of 66 bytes and its delimiters */

#define LISTENING (_BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0))

static uint8_t rx_ring[RING];
static volatile uint8_t rx_head;
static volatile uint8_t rx_tail;
static uint8_t tx_ring[RING];
static volatile uint8_t tx_head;
static volatile uint8_t tx_tail;

void uart_start(void)
{
    /* 16 MHz / 16 / 500000 - 1: no error, and sixteen samples a bit see less noise than eight (datasheet, USART).
     * A boot loader may have left U2X0 set. UCSR0A before UCSR0B, once. */
    UCSR0A = 0;
    UBRR0 = 1;
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = LISTENING;
}

/* A byte with a framing error, and one that found the ring full, cost the frame they are in: its checksum fails. */
ISR(USART_RX_vect)
{
    uint8_t byte = UDR0;
    uint8_t head = rx_head;
    uint8_t next = (uint8_t)(head + 1) % RING;
    if (next != rx_tail) {
        rx_ring[head] = byte;
        rx_head = next;
    }
    wake();
}

bool uart_receive(uint8_t *byte)
{
    uint8_t tail = rx_tail;
    if (tail == rx_head)
        return false;
    *byte = rx_ring[tail];
    rx_tail = (uint8_t)(tail + 1) % RING;
    return true;
}

bool board_uart_send(const uint8_t *bytes, uint8_t length)
{
    uint8_t room = (uint8_t)(tx_tail - tx_head - 1) % RING;
    if (length > room)
        return false;
    uint8_t head = tx_head;
    for (uint8_t i = 0; i < length; i++) {
        tx_ring[head] = bytes[i];
        head = (uint8_t)(head + 1) % RING;
    }
    tx_head = head;
    UCSR0B = LISTENING | _BV(UDRIE0);
    return true;
}

ISR(USART_UDRE_vect)
{
    uint8_t tail = tx_tail;
    if (tail == tx_head) {
        UCSR0B = LISTENING;
        return;
    }
    UDR0 = tx_ring[tail];
    tx_tail = (uint8_t)(tail + 1) % RING;
}
