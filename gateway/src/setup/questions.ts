/** What the wizard asks, and what an answer must be. No I/O: a test answers as a person does. */
import { isCountry } from "../cabinet/countries.ts";

export interface Answers {
  readonly site: string;
  readonly country: string;
  readonly cabinet: string;
  readonly port: string;
  readonly lockers: number;
  /** URL of the message service; "" where PINs are not sent. */
  readonly webhook: string;
}

export interface Question {
  readonly key: keyof Answers;
  readonly text: string;
  /** Taken for an empty line. */
  readonly usual: string;
  /** What is wrong with an answer; undefined where nothing is. */
  wrong(answer: string): string | undefined;
}

export interface Surroundings {
  readonly hostname: string;
  readonly country: string;
  /** Serial devices that are plugged in. */
  readonly devices: readonly string[];
}

const CABINET_ID = /^[a-z0-9-]{1,32}$/;
/** Its bridge calls the gateway. */
export const WIFI = "wifi";
const TCP = /^[^:\s]+:[0-9]{1,5}$/;
const MOST_LOCKERS = 32;

export function questions({ hostname, country, devices }: Surroundings): readonly Question[] {
  return [
    {
      key: "site",
      text: "Name of the site, as messages and the page show it",
      usual: hostname,
      wrong: (answer) => (answer.length >= 1 && answer.length <= 60 ? undefined : "1 to 60 characters"),
    },
    {
      key: "country",
      text: "Country of phone numbers that are typed without country code, two letters",
      usual: country,
      wrong: (answer) => (isCountry(answer.toUpperCase()) ? undefined : "two letters of a country, as CH"),
    },
    {
      key: "cabinet",
      text: "Short name of the first cabinet: small letters, digits, hyphens",
      usual: "front",
      wrong: (answer) => (CABINET_ID.test(answer) ? undefined : "1 to 32 small letters, digits and hyphens"),
    },
    {
      key: "port",
      text: `Its serial device; ${WIFI} where its bridge calls this machine; host:port of a bridge that is a server${devices.length > 0 ? `; there are ${devices.join(", ")}` : ""}`,
      usual: devices[0] ?? "/dev/serial0",
      wrong: (answer) =>
        answer.startsWith("/dev/") || answer === WIFI || TCP.test(answer)
          ? undefined
          : `/dev/..., ${WIFI} or host:port`,
    },
    {
      key: "lockers",
      text: "How many lockers it has",
      usual: "8",
      wrong: (answer) => {
        const number = Number(answer);
        const fits = Number.isInteger(number) && number >= 1 && number <= MOST_LOCKERS;
        return fits ? undefined : `a number from 1 to ${MOST_LOCKERS}`;
      },
    },
    {
      key: "webhook",
      text: "URL of the service that sends messages (empty: people choose their PIN at the keypad, nothing is sent)",
      usual: "",
      wrong: (answer) => {
        return answer === "" || /^https?:\/\/\S+$/.test(answer)
          ? undefined
          : "an address with http:// or https://";
      },
    },
  ];
}

export type Ask = (text: string) => Promise<string>;

/** Asks each question until its answer is right. */
export async function interview(
  asked: readonly Question[],
  ask: Ask,
  tell: (text: string) => void,
): Promise<Answers> {
  const answers: Record<string, string> = {};
  for (const { key, text, usual, wrong } of asked) {
    for (;;) {
      const typed = (await ask(`${text}${usual === "" ? "" : ` [${usual}]`}:`)).trim();
      const answer = typed === "" ? usual : typed;
      const problem = wrong(answer);
      if (problem === undefined) {
        answers[key] = answer;
        break;
      }
      tell(`Please give ${problem}.`);
    }
  }
  const { site = "", country = "", cabinet = "", port = "", lockers = "", webhook = "" } = answers;
  return { site, country: country.toUpperCase(), cabinet, port, lockers: Number(lockers), webhook };
}
