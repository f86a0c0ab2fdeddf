/** The options that every command takes, before or after its name. */
export interface GlobalOptions {
  socket?: string;
  config?: string;
  json?: boolean;
}
