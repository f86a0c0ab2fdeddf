/* From where the chip starts to C, with a stack. */
    .section .reset, "ax"
    .global reset
reset:
    j 1f
    .align 4
address:
    .word start
1:
    l32r a2, address
    jx a2

    .section .start, "ax"
    .global start
start:
    movi a1, stack
    movi a0, 0
    call0 run
