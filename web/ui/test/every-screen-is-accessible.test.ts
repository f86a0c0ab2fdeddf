import axe from "axe-core";
import { expect, test } from "vitest";
import { visit } from "./support/browser.ts";
import { tour } from "./support/tour.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on any screen in ${colorScheme}`, async () => {
    const visitor = await visit({ colorScheme });
    const found: string[] = [];
    await tour(visitor, async (screen) => {
      await visitor.page.evaluate(axe.source);
      const { violations } = await visitor.page.evaluate<axe.AxeResults>("axe.run()");
      for (const { id, nodes } of violations) found.push(`${screen}: ${id} ${nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
  });
}
