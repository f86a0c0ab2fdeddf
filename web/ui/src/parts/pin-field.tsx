import type { RefObject } from "preact";
import { useState } from "preact/hooks";

interface PinFieldProperties {
  input: RefObject<HTMLInputElement | null>;
  value: string;
  error: string | undefined;
  onInput: (pin: string) => void;
}

export const isPin = (text: string): boolean => /^[0-9]{4,8}$/.test(text);

export function PinField({ input, value, error, onInput }: PinFieldProperties) {
  const [shown, setShown] = useState(false);
  const shared = {
    ref: input,
    id: "pin",
    name: "pin",
    inputMode: "numeric",
    autoComplete: "one-time-code",
    maxLength: 8,
    required: true,
    value,
    "aria-invalid": error !== undefined,
    "aria-describedby": "pin-help pin-error",
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for="pin">PIN</label>
      <p id="pin-help" class="help">
        From the message on your phone, or the one you chose at the keypad.
      </p>
      <div class="with-button">
        {shown ? <input {...shared} type="text" /> : <input {...shared} type="password" />}
        <button type="button" class="plain" aria-pressed={shown} onClick={() => setShown(!shown)}>
          Show<span class="unseen"> PIN</span>
        </button>
      </div>
      <p id="pin-error" class="echo wrong" aria-live="polite">
        {error}
      </p>
    </div>
  );
}
