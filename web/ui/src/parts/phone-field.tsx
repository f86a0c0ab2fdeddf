import type { RefObject } from "preact";
import { site } from "../connection/live.ts";
import { formatted, mistake, phone } from "./phone-check.ts";

const regionName = (country: string): string => {
  try {
    return new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country;
  } catch {
    return country;
  }
};

interface PhoneFieldProperties {
  /** To store, a message must reach it; to collect, it is right when it is the one that was typed at the keypad. */
  purpose: "store" | "collect";
  input: RefObject<HTMLInputElement | null>;
  /** Said after the form was sent; typing mends it. */
  error: string | undefined;
  onInput: () => void;
}

export function PhoneField({ purpose, input, error, onInput }: PhoneFieldProperties) {
  const wrong = error ?? (purpose === "store" ? mistake.value : undefined);
  const country = site.value?.country;
  return (
    <div class="field">
      <label for="phone">Your phone number</label>
      <p id="phone-help" class="help">
        {country && `${regionName(country)}: type it as usual. `}
        Other countries: begin with + and the country code.
      </p>
      <input
        ref={input}
        id="phone"
        name="phone"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={40}
        required
        value={phone.value}
        aria-invalid={wrong !== undefined}
        aria-describedby="phone-help phone-echo"
        onInput={(event) => {
          phone.value = event.currentTarget.value;
          onInput();
        }}
      />
      <p id="phone-echo" class={wrong ? "echo wrong" : "echo"} aria-live="polite">
        {wrong ?? (formatted.value && `✓ ${formatted.value}`)}
      </p>
    </div>
  );
}
