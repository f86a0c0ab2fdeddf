import { bad, type Check, type Finding, ok, type Patient, unknown } from "../check.ts";

export const serial: Check = (patient) => {
  const ports = patient.configuration?.cabinets.flatMap(({ serial: path }) => path ?? []) ?? [];
  return ports.map((path) => lookAt(path, patient));
};

function lookAt(path: string, { exists, access }: Patient): Finding {
  const name = `serial ${path}`;
  if (!exists(path)) {
    return bad(
      name,
      "there is no such device",
      "Check the cable; ls -l /dev/holdfast shows what is plugged in.",
    );
  }
  const allowed = access(path);
  if (allowed === undefined) return unknown(name, "is there; run it with sudo to check the rights");
  if (!allowed)
    return bad(
      name,
      "the gateway may not use it",
      "It must belong to the group dialout, mode 660: plug it in again, then ls -l on it.",
    );
  return ok(name, "is there, and the gateway may use it");
}
