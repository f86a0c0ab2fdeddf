#include "pipe.h"

#include "board.h"
#include "gate.h"
#include "provision.h"
#include "ring.h"

/* 40 ms of the UART at full speed, while a dial or the radio keeps the loop. */
#define TO_GATEWAY 2048
#define TO_CONTROLLER 512
#define CHUNK 128

static uint8_t to_gateway_bytes[TO_GATEWAY], to_controller_bytes[TO_CONTROLLER];
static struct ring to_gateway = {to_gateway_bytes, TO_GATEWAY, 0, 0};
static struct ring to_controller = {to_controller_bytes, TO_CONTROLLER, 0, 0};
static struct gate from_controller, from_gateway;
static uint32_t dropped;

void pipe_start(void)
{
    ring_clear(&to_gateway);
    ring_clear(&to_controller);
    gate_reset(&from_controller);
    gate_reset(&from_gateway);
    from_controller.noise = from_gateway.noise = dropped = 0;
    ring_put(&to_controller, (const uint8_t[]){0}, 1);
}

bool pipe_from_controller(bool connected)
{
    uint8_t bytes[CHUNK];
    bool good = false;
    /* A line that never pauses does not keep the bridge from sending. */
    for (uint16_t read = 0, length; read < TO_GATEWAY; read += length) {
        length = board_uart_read(bytes, sizeof bytes);
        if (length == 0)
            break;
        for (uint16_t i = 0; i < length; i++) {
            provision_byte(bytes[i]);
            if (gate_byte(&from_controller, bytes[i]) != WIRE_LINK)
                continue;
            const uint8_t *frame;
            const uint8_t size = gate_frame(&from_controller, &frame);
            good = true;
            if (connected)
                dropped += !ring_put(&to_gateway, frame, size);
        }
    }
    return good;
}

void pipe_to_gateway(void)
{
    const uint8_t *bytes;
    for (uint16_t length; (length = ring_peek(&to_gateway, &bytes)) > 0;) {
        const uint16_t taken = board_tcp_write(bytes, length);
        ring_take(&to_gateway, taken);
        if (taken < length)
            return;
    }
}

enum heard pipe_from_gateway(void)
{
    uint8_t bytes[CHUNK];
    enum heard said = HEARD_NOTHING;
    /* Whatever these bytes complete fits: the frame that has begun, and frames as long as their bytes. */
    while (ring_room(&to_controller) >= WIRE_FRAME_MAX + 2 * sizeof bytes) {
        const uint16_t length = board_tcp_read(bytes, sizeof bytes);
        if (length == 0)
            break;
        for (uint16_t i = 0; i < length; i++) {
            const enum wire_kind kind = gate_byte(&from_gateway, bytes[i]);
            if (kind == WIRE_NOISE)
                continue;
            const uint8_t *frame;
            const uint8_t size = gate_frame(&from_gateway, &frame);
            if (kind == WIRE_LINK)
                dropped += !ring_put(&to_controller, frame, size);
            else if (report_heard(frame + 1, size - 2) != HEARD_NOTHING)
                said = report_heard(frame + 1, size - 2);
        }
    }
    return said;
}

void pipe_to_controller(void)
{
    const uint8_t *bytes;
    for (uint16_t length; (length = ring_peek(&to_controller, &bytes)) > 0;) {
        const uint16_t room = board_uart_room();
        if (room == 0)
            return;
        if (length > room)
            length = room;
        board_uart_write(bytes, length);
        ring_take(&to_controller, length);
    }
}

void pipe_report(const struct figures *figures)
{
    uint8_t frame[WIRE_FRAME_MAX];
    ring_put(&to_gateway, frame, report_write(frame, figures));
}

void pipe_say(const char *text)
{
    uint16_t length = 0;
    while (text[length] != 0)
        length++;
    ring_put(&to_controller, (const uint8_t *)text, length);
}

void pipe_cut(void)
{
    ring_clear(&to_gateway);
    gate_reset(&from_gateway);
}

uint32_t pipe_dropped(void)
{
    return dropped;
}

uint32_t pipe_noise(void)
{
    return from_controller.noise + from_gateway.noise;
}
