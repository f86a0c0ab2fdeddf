// What the parts of the shell know of each other.
#pragma once

// Does what waits for the network; meanwhile the UART is read.
bool board_wait(bool (*what)(void *), void *with);
void portal_loop();
void update_loop();
