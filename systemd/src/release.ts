/** What one package is made of besides files of the tree. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { bridgeRelease } from "./bridge-sources.ts";
import { compiledIn } from "./compiled-in.ts";
import { copyright, licenceTexts } from "./licences.ts";
import { shippedPackages } from "./lockfile.ts";
import { inTree } from "./paths.ts";
import { run } from "./run.ts";
import { sbom } from "./sbom.ts";

export interface Release {
  readonly version: string;
  /** As Debian names it: amd64, arm64, armhf. */
  readonly architecture: string;
  /** Seconds since 1970: the time of every file in it. */
  readonly epoch: number;
  /** Major version of the Node whose binary interface the native module was built for. */
  readonly nodeMajor: number;
  /** The native module of better-sqlite3 for this architecture. */
  readonly sqlite: string;
  readonly copyright: string;
  readonly changelog: string;
  readonly licences: string;
  readonly sbom: string;
}

export const MAINTAINER = "holdfast maintainers <maintainers@holdfast.example>";

export function release(given: {
  readonly version: string | undefined;
  readonly architecture: string;
  readonly sqlite: string;
}): Release {
  const version = given.version ?? (readJson("package.json") as { version: string }).version;
  const epoch = sourceDate();
  const packages = shippedPackages();
  const libraries = compiledIn();
  const controller = {
    version: (readJson("firmware/release/manifest.json") as { version: string }).version,
    sha256: createHash("sha256")
      .update(readFileSync(inTree("firmware/release/holdfast-controller.hex")))
      .digest("hex"),
  };
  return {
    version,
    architecture: given.architecture,
    epoch,
    nodeMajor: Number(process.versions.node.split(".")[0]),
    sqlite: given.sqlite,
    copyright: copyright(packages, libraries),
    changelog: changelog(version, epoch),
    licences: licenceTexts(packages, libraries),
    sbom: sbom({
      version,
      epoch,
      firmware: { "holdfast-controller": controller, "holdfast-bridge": bridgeRelease() },
      packages,
      compiledIn: libraries,
    }),
  };
}

/** https://reproducible-builds.org/specs/source-date-epoch/; by default the time of the newest commit. */
function sourceDate(): number {
  const given = process.env["SOURCE_DATE_EPOCH"];
  return Number(given ?? run("git", ["log", "-1", "--format=%ct"], { output: true, cwd: inTree() }));
}

function changelog(version: string, epoch: number): string {
  const day = new Date(epoch * 1000).toUTCString().replace("GMT", "+0000");
  return `holdfast (${version}) stable; urgency=medium

  * See the CHANGELOG.md of the sources.

 -- ${MAINTAINER}  ${day}
`;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(inTree(path), "utf8"));
}
