import type { Command } from "commander";

/** For the package; people have `man holdfast`. */
export function addManPage(program: Command): void {
  program
    .command("man-page", { hidden: true })
    .description("print the man page")
    .option("--date <date>", "of the release", "")
    .action(async ({ date }: { date: string }) => {
      const { manPage } = await import("../man-page.ts");
      process.stdout.write(manPage(program, date));
    });
}
