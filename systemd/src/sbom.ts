/** The bill of materials: CycloneDX 1.5 JSON of what is in the package, made from the lockfile. Reproducible. */
import { createHash } from "node:crypto";
import type { CompiledIn } from "./compiled-in.ts";
import type { NpmPackage } from "./lockfile.ts";

export interface SbomOptions {
  readonly version: string;
  /** Seconds since 1970. */
  readonly epoch: number;
  /** By name: the controller's as it is flashed, the bridge's as sources. */
  readonly firmware: Readonly<Record<string, { readonly version: string; readonly sha256: string }>>;
  readonly packages: readonly NpmPackage[];
  readonly compiledIn: readonly CompiledIn[];
}

export function sbom({ version, epoch, firmware, packages, compiledIn }: SbomOptions): string {
  const product = `pkg:deb/holdfast@${version}`;
  const components = packages.map((one) => ({
    type: "library",
    "bom-ref": refOf(one),
    name: one.name,
    version: one.version,
    purl: purlOf(one),
    licenses: [licence(one.license)],
    ...(one.integrity && { hashes: hashesOf(one.integrity) }),
  }));
  const refs = new Map(packages.map((one) => [one.path, refOf(one)]));
  const inside = (ref: string) => compiledIn.filter(({ into }) => into === ref).map(({ name }) => name);
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: `urn:uuid:${uuidOf(`${product} ${components.map(({ purl }) => purl).join(" ")}`)}`,
    version: 1,
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: {
        type: "application",
        "bom-ref": product,
        name: "holdfast",
        version,
        purl: product,
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: [
      ...components,
      ...Object.entries(firmware).map(([name, { version, sha256 }]) => ({
        type: "firmware",
        "bom-ref": name,
        name,
        version,
        licenses: [{ license: { id: "MIT" } }],
        hashes: [{ alg: "SHA-256", content: sha256 }],
      })),
      ...compiledIn.map((one) => ({
        type: "library",
        "bom-ref": one.name,
        name: one.name,
        ...(one.version !== undefined && {
          version: one.version,
          purl: `pkg:generic/${one.name}@${one.version}`,
        }),
        licenses: [licence(one.license)],
      })),
    ],
    dependencies: [
      {
        ref: product,
        dependsOn: [...new Set(components.map((one) => one["bom-ref"])), ...Object.keys(firmware)],
      },
      ...packages.map((one) => ({
        ref: refOf(one),
        dependsOn: [...one.needs.flatMap((path) => refs.get(path) ?? []), ...inside(refOf(one))],
      })),
      ...Object.keys(firmware).map((ref) => ({ ref, dependsOn: inside(ref) })),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Two copies of one version may be in the tree. */
function refOf(one: NpmPackage): string {
  return one.path;
}

/** https://github.com/package-url/purl-spec: the @ of a scope is escaped. */
function purlOf({ name, version }: NpmPackage): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
}

function licence(text: string): object {
  return /[ ()]/.test(text) ? { expression: text } : { license: { id: text } };
}

function hashesOf(integrity: string): object[] {
  const [algorithm = "", base64 = ""] = integrity.split("-");
  const content = Buffer.from(base64, "base64").toString("hex");
  return [{ alg: algorithm.replace("sha", "SHA-"), content }];
}

/** RFC 9562, version 8: ours alone, from the content, so that the same package has the same number. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
