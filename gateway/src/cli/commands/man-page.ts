import type { Command } from "commander";

/** For the package; people have `man holdfast`. */
export function addManPage(program: Command): void {
  program
    .command("man-page", { hidden: true })
    .description("print the man page")
    .action(async () => {
      const { manPage } = await import("../man-page.ts");
      process.stdout.write(manPage(program));
    });
}
