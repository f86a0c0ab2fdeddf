/** The provider of a site without a message service: says that there would be a message, but not what is in it. */
import type { Logger } from "pino";
import { maskPhone } from "../cabinet/canonical-phone.ts";
import type { Provider } from "./provider.ts";

export function logProvider(log: Logger): Provider {
  return {
    name: "log",
    delivers: false,
    send(message) {
      log.info(
        { message: message.id, to: maskPhone(message.to) },
        "message for a customer; its PIN is withheld",
      );
      return Promise.resolve();
    },
  };
}
