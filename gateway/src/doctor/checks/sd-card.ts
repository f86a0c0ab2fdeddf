/** What the kernel says of the card: a root file system that became read-only, errors, and the life that an eMMC estimates. */
import { bad, type Check, ok, unknown, warning } from "../check.ts";

const NAME = "SD card";
const REPLACE = 'Replace the card soon: see OPERATIONS.md, "A new SD card in 15 minutes".';
/** In tenths of its life, JESD84-B51 EXT_CSD 268 and 269. */
const WORN = 9;
/** Of the kernel's log: about a megabyte, however much a bad card says. */
const NEWEST_LINES = "10000";

export const sdCard: Check = ({ read, run }) => {
  const mounts = read("/proc/mounts") ?? "";
  if (/^\S+ \/ \S+ ro[, ]/m.test(mounts)) return bad(NAME, "the system is mounted read-only", REPLACE);
  // Kept by the file system itself, over all starts.
  const partition = /^\/dev\/(mmcblk\S+) \/ /m.exec(mounts)?.[1];
  const counted = Number(read(`/sys/fs/ext4/${partition}/errors_count`) ?? 0);
  if (counted > 0) return bad(NAME, `${counted} errors of its file system until now`, REPLACE);
  const log = run("journalctl", "-k", "-b", "-n", NEWEST_LINES, "-o", "cat", "--no-pager", "-q");
  const errors = (log ?? "")
    .split("\n")
    .filter((line) => /(mmc\d|mmcblk\d|EXT4-fs).*(error|timeout)|error.*mmcblk\d/i.test(line));
  if (errors.length > 0) return bad(NAME, `${errors.length} errors of the card since it started`, REPLACE);
  const life = read("/sys/block/mmcblk0/device/life_time");
  const worst = Math.max(0, ...(life?.split(/\s+/).map(Number).filter(Number.isFinite) ?? []));
  if (worst > WORN) return warning(NAME, `about ${worst * 10} % of its life are used`, REPLACE);
  if (!/mmcblk/.test(mounts)) return unknown(NAME, "the system is on no card");
  // The log is for root and the group adm.
  if (!log) return unknown(NAME, "the kernel's log cannot be read: sudo holdfast doctor");
  return ok(NAME, worst > 0 ? `about ${worst * 10} % of its life are used` : "no errors since it started");
};
