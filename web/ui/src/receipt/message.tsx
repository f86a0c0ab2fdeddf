/** Where the message with the PIN is, and a new one on request. */
import type { Receipt } from "@holdfast/gateway/contract";
import { useState } from "preact/hooks";
import type { Trouble } from "../api.ts";
import { announce } from "../parts/announce.ts";
import { minutes, useCountdown } from "../parts/countdown.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { TroubleBox } from "../parts/trouble.tsx";
import { resend } from "./receipts.ts";

/** The contract gives the last digits only, with or without filling. */
const lastDigits = (phone: string): string => phone.replace(/\D/g, "").slice(-4);

export function messageWords({ message, phone }: Receipt): string {
  const to = `the number ending in ${lastDigits(phone)}`;
  switch (message) {
    case "queued":
      return `Your PIN is on its way to ${to}.`;
    case "sent":
      return `Your PIN was sent to ${to}.`;
    case "failed":
      return `The message to ${to} could not be sent.`;
  }
}

const LOOKS: Record<Receipt["message"], { icon: IconName; tone: string }> = {
  queued: { icon: "waiting", tone: "info" },
  sent: { icon: "message", tone: "good" },
  failed: { icon: "faulty", tone: "bad" },
};

export function MessageState({ receipt }: { receipt: Receipt }) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const wait = useCountdown(trouble?.retryAfter ?? receipt.resendAfter, trouble ?? receipt);
  const { icon, tone } = LOOKS[receipt.message];

  const sendAgain = async () => {
    if (busy || wait > 0) return;
    setBusy(true);
    setTrouble(undefined);
    const answer = await resend(receipt.receipt);
    setBusy(false);
    if (answer.ok) announce("A new PIN is on its way. The old one no longer works.");
    else setTrouble(answer.trouble);
  };

  return (
    <section aria-labelledby="message-heading">
      <h2 id="message-heading">Your PIN</h2>
      <div role="status" class={`box ${tone}`}>
        <Icon name={icon} />
        <p>
          <strong>{messageWords(receipt)}</strong>{" "}
          {receipt.message === "failed" && "Let it be sent again, or ask the operator. Your things are safe."}
        </p>
      </div>
      <p id="resend-help" class="help">
        No message? You can have a new PIN sent. The old PIN then stops working at once.
      </p>
      {trouble && <TroubleBox trouble={trouble} wait={0} />}
      <button
        type="button"
        class="plain wide"
        aria-disabled={busy || wait > 0}
        aria-describedby="resend-help"
        onClick={sendAgain}
      >
        {busy ? "Sending …" : wait > 0 ? `Send again in ${minutes(wait)}` : "Send again"}
      </button>
    </section>
  );
}
