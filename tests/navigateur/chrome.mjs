// What the tests of the two pages share: a browser without a screen, the accessibility checker, pictures to look at.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** `modules` holds playwright-core and axe-core; `screens`, when given, keeps pictures. */
export async function open(modules, executablePath, screens) {
  const require = createRequire(path.join(path.resolve(modules), "page.js"));
  const { chromium } = require("playwright-core");
  const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    browser,
    /** No finding that keeps someone out. */
    async accessible(page, where) {
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const serious = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
      assert.deepEqual(serious.map((v) => `${where}: ${v.id} ${v.nodes[0].html.slice(0, 160)}`), []);
    },
    /** Nothing wider than the screen but the tables, which scroll by themselves. */
    async narrow(page, where) {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
    },
    shot: (page, name) => (screens ? page.screenshot({ path: path.join(screens, name + ".png"), fullPage: true }) : null),
  };
}
