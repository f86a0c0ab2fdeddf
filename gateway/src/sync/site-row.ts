/** The row of the site: its name, what may be shown of its settings, and sealed all that it takes to build it again. */
import type { GatewayConfiguration } from "../configuration/schema.ts";
import { digestOf, type PresentRow } from "./present-row.ts";
import type { Sealer } from "./sealer.ts";

/** Central takes no more than 1 MB; a file that is larger holds something else than a configuration. */
const SETTINGS_BYTES = 262_144;

export interface SiteFacts {
  readonly configuration: GatewayConfiguration;
  /** The configuration file as it was read; undefined where there is none. */
  readonly file: string | undefined;
  readonly software: string;
}

export function siteRow({ configuration, file, software }: SiteFacts, sealer: Sealer): PresentRow {
  const { name } = configuration.site;
  const settings = JSON.stringify(shownSettings(configuration));
  const text = file !== undefined && Buffer.byteLength(file) <= SETTINGS_BYTES ? file : undefined;
  return {
    what: "site",
    cabinet: "",
    number: 0,
    digest: digestOf([name, software, settings, text]),
    put(rows, rev) {
      const sealed = text === undefined ? null : sealer.sealSettings(text);
      rows.site = { rev, name, software, settings, sealed };
    },
  };
}

/** Named one by one: addresses, headers and what comes later stay here until somebody decides otherwise. */
function shownSettings({ site, rules, messages, cabinet, sync }: GatewayConfiguration): object {
  return {
    site,
    rules,
    messages: { provider: messages.provider, text: messages.text, attempts: messages.attempts },
    cabinets: cabinet.map(({ id, name, lockers, layout }) => ({ id, name, lockers, layout })),
    sync: { phones: sync?.phones, opening: sync?.open_key !== undefined, after_open: sync?.after_open },
  };
}
