export * from "./checksum.ts";
export * from "./cobs.ts";
export * from "./codec.ts";
export * from "./digits.ts";
export * from "./frame.ts";
export * from "./messages.ts";
export * from "./slot.ts";
