/* One clear sentence, and the time that is left to wait. */
#include "board.h"
#include "config.h"
#include "text.h"
#include "views.h"

void refuse_more_lockers(void)
{
    board_tone(TONE_FAILURE);
    dialogue_note(TEXT("You have % already. Please collect one first."), config.lockers_per_phone, VIEW_START);
}

void refuse_until_operator(void)
{
    board_tone(TONE_WAIT);
    dialogue_note(TEXT("Too many wrong PINs. Please ask the operator."), 0, VIEW_START);
}

void note_draw(void)
{
    text_sentence(dialogue.note, dialogue.note_number);
}

void countdown_draw(void)
{
    text_line(0, TEXT("Too many wrong"), 0);
    text_line(1, TEXT("tries. Wait:"), 0);
    text_big(2);
    /* An hour and more is shown as hours and minutes. */
    const uint16_t time = dialogue.countdown_s < 6000 ? dialogue.countdown_s : dialogue.countdown_s / 60;
    text_time(2, 1, (uint8_t)(time / 60), time % 60);
}
