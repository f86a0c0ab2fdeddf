/** A Debian to install into, and to throw away. */
export interface Root {
  /** Where a path of it is on this machine. */
  path(inside: string): string;
  /** The words that run a program inside, whose end is the end of all that it started. */
  command(...words: string[]): [string, string[]];
  run(...words: string[]): Ran;
  close(): void;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For sh, with the folder and then the words; in a namespace of its own, so that nothing of it is left mounted. */
export const ENTER = `
mount --make-rprivate /
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
exec env -i PATH=/usr/sbin:/usr/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$0" "$@"`;
