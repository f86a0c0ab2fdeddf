/* USART0 to the gateway: 500000 baud 8N1, both directions by interrupt. Sending is board_uart_send of board.h. */
#ifndef HOLDFAST_UART_H
#define HOLDFAST_UART_H

#include <stdbool.h>
#include <stdint.h>

void uart_start(void);
bool uart_receive(uint8_t *byte);

#endif
