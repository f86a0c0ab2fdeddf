/** The phone number that is being typed, and what the gateway thinks of it. It lives in memory only. */
import type { PhoneCheck } from "@holdfast/gateway/contract";
import { computed, effect, signal } from "@preact/signals";
import { api } from "../api.ts";

const TYPING_PAUSE = 250;

export const phone = signal("");
const checked = signal<{ of: string; check: PhoneCheck } | undefined>(undefined);

/** The newest check, as long as it is about what the field holds. */
const check = computed(() => (checked.value?.of === phone.value ? checked.value.check : undefined));
export const formatted = computed(() => (check.value?.valid ? check.value.formatted : undefined));

const PROBLEMS: Record<NonNullable<PhoneCheck["problem"]>, string> = {
  incomplete: "Some digits are missing.",
  too_short: "The number is too short.",
  too_long: "The number is too long.",
  letters: "Type digits only, no letters.",
  not_a_number: "This is no phone number.",
};

/** What is wrong with the number, said while typing only where more digits cannot mend it. */
export const mistake = computed(() => {
  const problem = check.value?.problem;
  return problem && problem !== "incomplete" && problem !== "too_short" ? PROBLEMS[problem] : undefined;
});

export const missing = (): string | undefined =>
  phone.value.trim() === "" ? "Type your phone number." : undefined;

/** What keeps a message from ever arriving. Where no check has answered, the gateway decides when it gets it. */
export function objection(): string | undefined {
  const problem = check.value?.problem;
  return missing() ?? (problem && PROBLEMS[problem]);
}

effect(() => {
  const typed = phone.value;
  if (typed.trim() === "") return;
  const timer = setTimeout(async () => {
    const answer = await api.checkPhone(typed);
    if (answer.ok && phone.peek() === typed) checked.value = { of: typed, check: answer.value };
  }, TYPING_PAUSE);
  return () => clearTimeout(timer);
});
