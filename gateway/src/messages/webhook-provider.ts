/** Hands messages to any HTTP service. */
import { readFileSync } from "node:fs";
import type { GatewayConfiguration } from "../configuration/schema.ts";
import { StartupError } from "../startup-error.ts";
import { DeliveryError, type Provider } from "./provider.ts";
import { bodyTemplate } from "./template.ts";

type Webhook = NonNullable<GatewayConfiguration["messages"]["webhook"]>;

const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;

export function webhookProvider(webhook: Webhook): Provider {
  const headers = readHeaders(webhook);
  const body = readTemplate(webhook, headers.get("content-type") ?? "");
  return {
    name: "webhook",
    delivers: true,
    async send(message, signal) {
      const timeout = AbortSignal.timeout(webhook.timeout * 1000);
      let response: Response;
      try {
        response = await fetch(webhook.url, {
          method: webhook.method,
          headers,
          body: body({ to: message.to, text: message.text }),
          redirect: "error",
          signal: AbortSignal.any([signal, timeout]),
        });
      } catch (cause) {
        // The cause may quote the request, so only its kind is passed on.
        throw new DeliveryError(
          timeout.aborted ? "no answer in time" : `no connection${codeOf(cause)}`,
          false,
        );
      }
      await response.body?.cancel().catch(() => {});
      if (response.ok) return;
      const { status } = response;
      const permanent =
        status >= 400 && status < 500 && status !== REQUEST_TIMEOUT && status !== TOO_MANY_REQUESTS;
      throw new DeliveryError(`the service answered ${status}`, permanent);
    },
  };
}

function readHeaders(webhook: Webhook): Headers {
  try {
    const headers = new Headers({ "content-type": "application/json", ...lowerCase(webhook.headers) });
    for (const [name, file] of Object.entries(webhook.header_files)) {
      headers.set(name, readFileSync(file, "utf8").trim());
    }
    return headers;
  } catch (cause) {
    const what = cause instanceof Error && "path" in cause ? `${cause.path}` : "a header";
    throw new StartupError("header_file_unreadable", `The webhook's ${what} cannot be used.`);
  }
}

/** Headers from the file override ours whatever their case. */
function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function readTemplate(webhook: Webhook, contentType: string): ReturnType<typeof bodyTemplate> {
  try {
    return bodyTemplate(webhook.body, contentType);
  } catch (cause) {
    throw new StartupError("configuration_invalid", "messages.webhook.body is no JSON.", { cause });
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? ` (${cause.code})` : "";
}
