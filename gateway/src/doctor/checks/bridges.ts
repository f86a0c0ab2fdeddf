import { bad, type Check, ok } from "../check.ts";

/** Cabinets whose controller is reached over the network. */
export const bridges: Check = ({ configuration, status }) => {
  const wireless = configuration?.cabinets.filter(({ serial }) => serial === undefined) ?? [];
  if (status === undefined) return [];
  return wireless.map(({ id, tcp = "its bridge" }) => {
    const name = `Wi-Fi ${id}`;
    const linked = status.cabinets.find((cabinet) => cabinet.id === id)?.link === "up";
    if (linked) return ok(name, `${tcp} is linked`);
    return bad(
      name,
      `${tcp} is not linked`,
      "Check the bridge's power and Wi-Fi; the keypad of the cabinet works without it.",
    );
  });
};
