/** A provider hands one text to one phone. */
export interface OutgoingMessage {
  readonly id: number;
  /** E.164 with +. */
  readonly to: string;
  /** Contains the PIN: never log it, never put it into an error. */
  readonly text: string;
}

export interface Provider {
  readonly name: string;
  /** Whether a text reaches a person. Where it does not, nobody is given a PIN that they could never read. */
  readonly delivers: boolean;
  /** Resolves when the message was taken; else throws DeliveryError. `signal` ends it early. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<void>;
}

export class DeliveryError extends Error {
  /** Trying again will not help. */
  readonly permanent: boolean;

  constructor(message: string, permanent: boolean) {
    super(message);
    this.name = "DeliveryError";
    this.permanent = permanent;
  }
}
