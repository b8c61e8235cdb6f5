// The pictures of the guides: the page over the very folders that the guides make, and a report. Run by .ci/page, which fails when what a
// picture shows is no longer what the page says; IMAGES=1 .ci/page takes them again. images.mjs PROGRAM MODULES
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { open } from "./chrome.mjs";

const [program, modules] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, "../..");
const place = path.join(root, "docs/images");
const known = path.join(place, "pages.json");
const again = Boolean(process.env.IMAGES);
const work = fs.mkdtempSync(path.join(os.tmpdir(), "images-"));
const cddu = (...words) => execFileSync(program, words, { cwd: work, stdio: "ignore" });
const { browser } = await open(modules, "/usr/bin/chromium");
const told = {};

/** The files that the guide of the first week writes, as they stand when the week is paid. */
function firstWeek() {
  const guide = fs.readFileSync(path.join(root, "docs/premiere-semaine.md"), "utf8").split("## 6. La paie")[0];
  for (const [, name, text] of guide.matchAll(/<!-- fichier : (.+?) -->\n```\w+\n([\s\S]*?\n)```/g)) {
    const file = path.join(work, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

/** The page over a folder, on a day that does not change. */
async function over(folder, look) {
  const server = spawn(program, ["ouvrir", path.join(work, folder), "--sans-navigateur", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const url = await new Promise((resolve, reject) => {
      let text = "";
      server.stdout.on("data", (piece) => {
        text += piece;
        if (text.trim().endsWith("}")) resolve(JSON.parse(text).adresse);
      });
      server.on("exit", () => reject(new Error("the page ended: " + text)));
    });
    const page = await browser.newPage({ viewport: { width: 860, height: 640 } });
    await page.clock.setFixedTime(new Date("2026-11-20T10:00:00"));
    const shown = (words) => page.waitForFunction((w) => document.querySelector("main h2")?.textContent.includes(w) && document.getElementById("attente").hidden, words, { timeout: 120000 });
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector("main h2") && document.getElementById("attente").hidden, null, { timeout: 120000 });
    const to = async (hash, words) => {
      await page.evaluate((h) => (location.hash = h), hash);
      await shown(words);
    };
    await look(page, to);
    await page.close();
  } finally {
    server.kill();
  }
}

/** Takes a picture of a part, or checks that the one kept shows the same words. */
async function picture(page, name, part = "main") {
  const text = (await page.locator(part).first().innerText()).replace(/\s+/g, " ").trim();
  told[name] = createHash("sha256").update(text).digest("hex");
  if (again) await page.screenshot({ path: path.join(place, name) });
}

try {
  firstWeek();
  await over("mon-film", async (page, to) => {
    await to("#/semaine/2026-W46", "2026-W46");
    await picture(page, "page-semaine.png");
    await to("#/bulletin/2026-W46-P01/2026-W46", "2026-W46-P01");
    await page.waitForSelector(".visa .etat");
    await page.click("button.nombre[aria-label^='Vieillesse plafonnée, part du salarié']");
    await page.waitForSelector("dialog[open] .formule");
    await picture(page, "page-pourquoi.png", "dialog[open]");
  });
  cddu("etude", "creer", "mon-cas", "--graine", "42", "--piege", "semaine-a-cheval", "--piege", "dfs", "--piege", "centime");
  await over("mon-cas/corrige/dossier", async (page, to) => {
    await to("#/couts", "Les coûts");
    await picture(page, "page-couts.png");
  });
  fs.cpSync(path.join(root, "examples/tournage"), path.join(work, "tournage"), { recursive: true });
  cddu("paie", "tournage", "--periode", "2026-W46");
  // A method that the program does not follow: the audit finds gaps, and ends with 1.
  const dsn = "tournage/sorties/declarations/2026-11/dsn-2026-11.dsn";
  assert.throws(() => cddu("auditer", dsn, "--methode", "chomage_plafond=mensuel", "--html", "audit.html"), { status: 1 });
  const report = await browser.newPage({ viewport: { width: 860, height: 640 } });
  await report.goto("file://" + path.join(work, "audit.html"));
  await picture(report, "audit.png", "body");
  if (again) fs.writeFileSync(known, JSON.stringify(told, null, 2) + "\n");
  else assert.deepEqual(told, JSON.parse(fs.readFileSync(known, "utf8")), "a picture of the guides no longer shows what the page says: IMAGES=1 .ci/page");
  console.log(`the pictures of the guides: ${Object.keys(told).length} ${again ? "taken" : "true"}`);
} finally {
  await browser.close();
  fs.rmSync(work, { recursive: true, force: true });
}
