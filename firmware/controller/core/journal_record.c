#include "journal_record.h"

#include "cells.h"
#include "crc.h"
#include "messages.h"

_Static_assert(sizeof(struct journal_record) == CELL_LENGTH, "a record fills a cell");

uint32_t journal_sequence_of(const struct journal_record *record)
{
    return record->sequence[0] | (uint32_t)record->sequence[1] << 8 | (uint32_t)record->sequence[2] << 16;
}

/* Neither check is ever all ones: that is what an erased one looks like. */
uint8_t journal_head_check(const struct journal_record *record)
{
    const uint8_t crc = crc8(record, offsetof(struct journal_record, head_check));
    return crc == 0xFF ? 0xFE : crc;
}

uint16_t journal_tail_check(const struct journal_record *record)
{
    const uint16_t crc = crc16(CRC16_START, record, offsetof(struct journal_record, check));
    return crc == 0xFFFF ? 0xFFFE : crc;
}

bool journal_head_valid(const struct journal_record *record)
{
    return record->kind >= EVENT_BOOT && record->kind <= EVENT_TAMPER && record->locker <= LOCKERS_MAX &&
           record->head_check == journal_head_check(record);
}

bool journal_complete(const struct journal_record *record)
{
    return record->check == journal_tail_check(record);
}

uint8_t journal_outcome_of(const struct journal_record *record)
{
    /* Without its check the rest of the record means nothing. */
    if (!journal_complete(record))
        return OUTCOME_UNKNOWN;
    switch (record->outcome) {
    case JOURNAL_DONE:
        return OUTCOME_DONE;
    case JOURNAL_WRONG_PIN:
        return OUTCOME_WRONG_PIN;
    case JOURNAL_DOOR_FAILED:
        return OUTCOME_DOOR_FAILED;
    case JOURNAL_STORAGE_FAILED:
        return OUTCOME_STORAGE_FAILED;
    default:
        return OUTCOME_UNKNOWN;
    }
}
