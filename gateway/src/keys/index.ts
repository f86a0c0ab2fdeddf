export { keyFiles } from "./key-files.ts";
export { type KeyStore, memoryKeys } from "./key-store.ts";
