/** The row of a cabinet. One that is not configured any more stays, as removed. */
import type { Status } from "../contract/operator-schemas.ts";
import { digestOf, type PresentRow } from "./present-row.ts";

const PROBLEM_LENGTH = 200;

type Facts = Pick<Status["cabinets"][number], "id" | "name" | "link" | "firmware" | "problem">;

export function cabinetRow({ id, name, link, firmware, problem }: Facts): PresentRow {
  return row(id, {
    name,
    link,
    firmware: firmware ?? null,
    problem: problem?.slice(0, PROBLEM_LENGTH) ?? null,
  });
}

export function removedCabinet(id: string): PresentRow {
  return row(id, { name: id, link: "down", firmware: null, problem: null, removed: true });
}

interface Said {
  readonly name: string;
  readonly link: string;
  readonly firmware: string | null;
  readonly problem: string | null;
  readonly removed?: boolean;
}

function row(cabinet: string, said: Said): PresentRow {
  return {
    what: "cabinet",
    cabinet,
    number: 0,
    digest: digestOf(said),
    put: (rows, rev) => void rows.cabinets.push({ rev, cabinet, ...said }),
  };
}
