/** What a service manager hears: a real datagram socket, read by the Perl that bin/with-notify-socket needs as well. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./served-site.ts";

/** A path that begins with @ is an abstract one, as in sd_notify(3). */
const LISTEN = `$ARGV[0] =~ s/^@/\\0/; socket(S, AF_UNIX, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_un($ARGV[0])) or die $!;
  $| = 1; print "\\n"; print unpack("H*", $m), "\\n" while defined recv(S, $m, 4096, 0)`;

export async function listenForNotifications(path = join(temporaryFolder(), "notify.sock")) {
  const child = spawn("perl", ["-MSocket", "-e", LISTEN, path], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  let bound = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (bound) heard.push(Buffer.from(line, "hex").toString());
    bound = true;
    for (const check of waiting) check();
  });
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  await until(() => bound);
  return { path, heard, until };
}
