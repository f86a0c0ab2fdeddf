/** The configuration file that the wizard writes: what was answered, and where the installed units have their things. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { stringify } from "smol-toml";
import { type Answers, WIFI } from "./questions.ts";

/** As systemd's units and tmpfiles make them. */
const PLACES = {
  data: "/var/lib/holdfast",
  socket: "/run/holdfast/web/gateway.sock",
  operator_socket: "/run/holdfast/operator.sock",
  sync_socket: "/run/holdfast/sync/sync.sock",
};
/** Where systemd shows the credential sms-token to the gateway. */
const TOKEN = "/run/credentials/holdfast-gateway.service/sms-token";
/** For three users, whatever the umask of root. */
const READABLE = 0o644;

export function configurationText({ site, country, cabinet, port, lockers, webhook }: Answers): string {
  const name = cabinet.slice(0, 1).toUpperCase() + cabinet.slice(1);
  const where =
    port === WIFI ? { bridge: true } : port.startsWith("/dev/") ? { serial: port } : { tcp: port };
  const document = {
    site: { name: site, country },
    gateway: PLACES,
    ...(webhook !== "" && { messages: { provider: "webhook", webhook: { url: webhook } } }),
    cabinet: [{ id: cabinet, name, lockers, port: where }],
  };
  return `# Written by holdfast setup. All settings: /usr/share/doc/holdfast/examples/holdfast.example.toml
# After a change: sudo systemctl daemon-reload && sudo systemctl restart holdfast-gateway holdfast-web
# A password of the message service goes into /etc/credstore/sms-token (mode 600), and under [messages.webhook]:
#   header_files = { authorization = "${TOKEN}" }

${stringify(document)}`;
}

/** Whole or not at all. Returns where the one before is kept; undefined where there was none. */
export function writeConfiguration(file: string, text: string): string | undefined {
  const part = `${file}.new`;
  const descriptor = openSync(part, "w");
  try {
    fchmodSync(descriptor, READABLE);
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  const old = existsSync(file) ? `${file}.old` : undefined;
  if (old !== undefined) {
    rmSync(old, { force: true });
    linkSync(file, old);
  }
  renameSync(part, file);
  return old;
}
