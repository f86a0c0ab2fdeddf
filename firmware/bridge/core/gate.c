#include "gate.h"

void gate_reset(struct gate *gate)
{
    gate->length = 0;
    gate->too_long = gate->complete = false;
}

enum wire_kind gate_byte(struct gate *gate, uint8_t byte)
{
    if (gate->complete)
        gate_reset(gate);
    if (byte != 0) {
        if (gate->length < WIRE_ENCODED_MAX)
            gate->frame[1 + gate->length++] = byte;
        else
            gate->too_long = true;
        return WIRE_NOISE;
    }
    const enum wire_kind kind = gate->too_long ? WIRE_NOISE : wire_kind(gate->frame + 1, gate->length);
    if (kind == WIRE_NOISE) {
        gate->noise += gate->length > 0;
        gate_reset(gate);
    } else {
        gate->frame[0] = gate->frame[1 + gate->length] = 0;
        gate->complete = true;
    }
    return kind;
}

uint8_t gate_frame(const struct gate *gate, const uint8_t **frame)
{
    *frame = gate->frame;
    return gate->length + 2;
}
