/** A certificate authority of its own for each test run, and server certificates that it signs. Needs openssl. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TestCa {
  /** PEM, for clients. */
  readonly pem: string;
  readonly certFile: string;
  /** A certificate for this name (a subject alternative name, as clients check it). */
  issue(name: string): Certificate;
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const DAYS = "30";

export function makeTestCa(folder: string, commonName = "holdfast test CA"): TestCa {
  mkdirSync(folder, { recursive: true });
  const certFile = join(folder, "ca.pem");
  const caKey = join(folder, "ca-key.pem");
  const self = ["req", "-x509", ...NEW_KEY, "-days", DAYS];
  openssl([...self, "-subj", `/CN=${commonName}`, "-keyout", caKey, "-out", certFile]);
  return {
    pem: readFileSync(certFile, "utf8"),
    certFile,
    issue(name) {
      const made = { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}-key.pem`) };
      const files = ["-keyout", made.keyFile, "-out", made.certFile];
      const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
      const plain = ["-addext", "basicConstraints=critical,CA:FALSE"];
      openssl([...self, "-CA", certFile, "-CAkey", caKey, ...names, ...plain, ...files]);
      return made;
    },
  };
}

function openssl(args: readonly string[]): void {
  execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
}
