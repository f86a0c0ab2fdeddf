/** Rentals of a phone number, by an index that only a site's recovery key can make. */

import { internationalDigits, phoneBook } from "@holdfast/gateway/phones";
import { sealer } from "@holdfast/gateway/recovery";
import { idOf } from "./accounts.ts";
import { CentralError } from "./central-error.ts";
import type { Central } from "./connect.ts";

export interface FoundRental {
  readonly gateway: string;
  readonly cabinet: string;
  readonly locker: number;
  readonly rental: number;
  /** UTC. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly ended_by: string | null;
}

export interface PhoneQuery {
  /** As people type it. */
  readonly phone: string;
  /** 32 bytes: what the phones of one site are indexed with. */
  readonly recoveryKey: Uint8Array;
  readonly gateway?: string;
}

const MOST = 1000;

/** The newest first. Throws CentralError when this is no phone number at any site. */
export async function findPhone(central: Central, query: PhoneQuery): Promise<FoundRental[]> {
  const { gateway, recoveryKey } = query;
  const id = gateway === undefined ? null : await idOf(central, gateway);
  const { indexPhone } = sealer(recoveryKey);
  const numbers = numbersOf(query.phone, await countriesOf(central, id));
  if (numbers.length === 0) {
    throw new CentralError("bad_phone", "This is no phone number of the country of a site.");
  }
  return central.rows<FoundRental>(
    `SELECT g.name AS gateway, r.cabinet, r.locker, r.rental, r.started_at, r.ended_at, r.ended_by
     FROM rental AS r JOIN gateway AS g ON g.id = r.gateway_id
     WHERE r.phone_index IN (?) AND (? IS NULL OR g.id = ?)
     ORDER BY r.started_at DESC, r.rental DESC LIMIT ${MOST}`,
    [numbers.map((number) => Buffer.from(indexPhone(number), "hex")), id, id],
  );
}

/** Where the sites are: a number without its country is read as a number of theirs. */
async function countriesOf(central: Central, id: number | null): Promise<string[]> {
  const rows = await central.rows<{ country: string | null }>(
    `SELECT DISTINCT JSON_UNQUOTE(JSON_EXTRACT(settings, '$.site.country')) AS country FROM site
     WHERE ? IS NULL OR gateway_id = ?`,
    [id, id],
  );
  return rows.map(({ country }) => country).filter((country) => country !== null);
}

/** As a page or a keypad of these countries would store it. */
function numbersOf(phone: string, countries: readonly string[]): string[] {
  const international = internationalDigits(phone);
  const numbers = new Set(international === undefined ? [] : [international]);
  for (const country of countries) {
    const book = phoneBook(country);
    for (const number of [book?.toStore(phone), book?.toCollect(phone, undefined)]) {
      if (number !== undefined) numbers.add(number);
    }
  }
  return [...numbers];
}
