// The page in a real browser: load, click a number, drop a file with an error, correct it, pay, print, phone width,
// keyboard alone, accessibility. Run by .ci/page; needs Chromium, playwright-core and axe-core.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { open } from "./chrome.mjs";

const [program, modules, screens] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "page-"));
for (const name of fs.readdirSync(path.join(root, "examples/tournage"))) {
  const from = path.join(root, "examples/tournage", name);
  if (fs.statSync(from).isFile() && name !== "journal.jsonl") fs.copyFileSync(from, path.join(folder, name));
}
// A name with markup in it is a name.
const people = path.join(folder, "salaries.csv");
fs.writeFileSync(people, fs.readFileSync(people, "utf8").replace("SPECIMEN", "SPECIMEN<b>x</b>"));

fs.writeFileSync(path.join(folder, "devis.csv"), "poste;departement;intitule;montant\n310;;Équipe image;20 000,00\n320;;Équipe son;9 500,00\n;;Imprévus;1000\n");

const server = spawn(program, ["ouvrir", folder, "--sans-navigateur", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((resolve, reject) => {
  let text = "";
  server.stdout.on("data", (piece) => {
    text += piece;
    try {
      resolve(JSON.parse(text).adresse);
    } catch {
      // Not whole yet.
    }
  });
  server.on("exit", () => reject(new Error("the page ended: " + text)));
});
const place = url.split("#")[0];
const { browser, accessible, narrow, shot } = await open(modules, "/usr/bin/chromium", screens);
let passed = 0;
let failed = null;
try {
  await check();
} catch (error) {
  failed = error;
}
await browser.close();
server.kill();
fs.rmSync(folder, { recursive: true, force: true });
if (failed) {
  console.error(failed);
  process.exit(1);
}
console.log(`the page: ${passed} passed, 0 failed`);

async function title(page, words) {
  await page.waitForFunction((w) => document.querySelector("main h2")?.textContent.includes(w) && document.getElementById("attente").hidden, words, { timeout: 30000 });
}

/** The numbers to click, from the base pay to one that a line of temps.csv gave. */
async function wayDown(page) {
  const list = await page.evaluate(async () => {
    const headers = { Authorization: "Bearer " + sessionStorage.getItem("cddu-jeton") };
    return (await fetch("/dossier/bulletins/2026-W46-T02/explication?periode=2026-W46", { headers })).json();
  });
  const by = new Map(list.map((f) => [f.figure, f]));
  const seen = new Set();
  let ways = [["T02-1.base", []]];
  while (ways.length) {
    const next = [];
    for (const [name, way] of ways) {
      for (const n of by.get(name)?.nombres ?? []) {
        if (n.origine) return way;
        if (!n.figure || seen.has(n.figure)) continue;
        seen.add(n.figure);
        next.push([n.figure, [...way, n.libelle]]);
      }
    }
    ways = next;
  }
  throw new Error("no number comes from the time sheet");
}

/** The deadlines on their grid, by the keyboard alone; the same in words under it. */
async function calendar(page) {
  await page.waitForSelector(".grille [tabindex='0']");
  const here = () => page.evaluate(() => document.activeElement.dataset.jour);
  await page.focus(".grille [tabindex='0']");
  // To November 2026, whatever today is, then to its twentieth.
  for (let tries = 0; tries < 60 && !(await here()).startsWith("2026-11"); tries += 1) {
    const from = await here();
    await page.keyboard.press(from > "2026-11" ? "PageUp" : "PageDown");
    await page.waitForFunction((d) => document.activeElement.dataset.jour && document.activeElement.dataset.jour !== d, from, { timeout: 30000 });
  }
  for (let tries = 0; tries < 31 && (await here()) !== "2026-11-20"; tries += 1) {
    await page.keyboard.press((await here()) > "2026-11-20" ? "ArrowLeft" : "ArrowRight");
  }
  assert.equal(await here(), "2026-11-20");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^vendredi 20 novembre 2026, .*Remise du bulletin de paie \(27 fois\)/);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.tagName + document.activeElement.querySelector("time").dateTime), "LI2026-11-20");
  // The day before the first of the month opens the month before.
  await page.focus("[data-jour='2026-11-01']");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => document.activeElement.dataset.jour === "2026-10-31", null, { timeout: 30000 });
  await page.click("[aria-label='Mois suivant']");
  await page.waitForSelector(".mois-choisi h3:text-is('novembre 2026')");
  await accessible(page, "calendrier");
}

/** A sending: seen, given up, seen, noted, taken back. */
async function sending(page) {
  const register = path.join(folder, "depots/registre.json");
  const note = async () => {
    await page.click(`button[aria-label="Noter l'envoi de sorties/2026-W46/virements.xml"]`);
    await page.fill("#jour-envoi", "2026-11-20");
    await page.click("dialog[open] >> text=Voir ce qui sera noté");
    await page.waitForSelector("dialog[open] >> text=--le 2026-11-20");
  };
  await note();
  await accessible(page, "envoi");
  await page.keyboard.press("Escape");
  assert.ok(!fs.existsSync(register), "closing the question is no answer");
  await note();
  await page.click("#confirmer-oui");
  await page.waitForSelector("text=Envois notés", { timeout: 30000 });
  assert.equal(JSON.parse(fs.readFileSync(register, "utf8")).length, 1);
  await page.waitForSelector(".grille");
  await shot(page, "mois");
  await page.click(`button[aria-label="Retirer l'envoi de sorties/2026-W46/virements.xml"]`);
  await page.waitForSelector("dialog[open] >> text=--annuler");
  await page.click("#confirmer-oui");
  await page.waitForFunction(() => !document.querySelector("main").textContent.includes("Envois notés"), null, { timeout: 30000 });
  assert.equal(JSON.parse(fs.readFileSync(register, "utf8")).length, 2);
}

/** One thing proved. */
function step(name) {
  passed += 1;
  if (process.env.VERBEUX) console.log(`${passed}. ${name}`);
}

async function check() {
  const errors = [];
  // The policy of the page lets no script in but its own: the checker is let in by the driver alone.
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (m) => m.type() === "error" && !m.text().includes("status of 4") && errors.push(m.text()));

  // 1. Without a token; with a wrong one.
  await page.goto(place);
  await page.waitForSelector("text=Cette page n'a pas de jeton");
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(place + "#jeton=0123456789abcdef0123456789abcdef");
  await stranger.waitForSelector("text=cette page n'a pas le jeton de ce dossier");
  await stranger.context().close();
  step("token");
  // 2. The week, with a bar while it is computed.
  await page.goto(url);
  await page.waitForSelector("#attente:not([hidden]) progress");
  await title(page, "2026-W46");
  assert.equal(await page.locator("main table").first().locator("tbody tr").count(), 27);
  assert.equal(await page.locator("main b").count(), 0, "markup in a name");
  assert.ok(!page.url().includes("jeton="), "the token does not stay in the address");
  await accessible(page, "semaine");
  await shot(page, "semaine");
  step("week");
  // 3. A payslip that is not frozen, and the reason of a number.
  await page.click("text=EXEMPLE Dominique");
  await title(page, "2026-W46-T02");
  await page.click("button.nombre[aria-label^='Vieillesse plafonnée, part du salarié']");
  await page.waitForSelector("dialog[open] >> text=assiette plafonnée");
  await accessible(page, "pourquoi");
  await shot(page, "pourquoi");
  step("payslip, reason");
  // 4. Down to the time sheet.
  await page.keyboard.press("Escape");
  await page.click("button.nombre[aria-label^='Salaire de base :']");
  await page.waitForSelector("dialog[open]");
  for (const words of await wayDown(page)) {
    await page.locator("dialog[open] li > button.nombre", { hasText: words }).first().click();
  }
  await page.locator("dialog[open] a[href*='temps.csv']").first().click();
  await title(page, "temps.csv");
  step("down to the time sheet");
  // 5. A file with an error, at its cell.
  await page.goto(place + "#/donnees");
  await title(page, "Les fichiers");
  const wrong = path.join(folder, "..", path.basename(folder) + "-contrats.csv");
  const contracts = fs.readFileSync(path.join(folder, "contrats.csv"), "utf8");
  fs.writeFileSync(wrong, contracts.replace("3100.00", "trois mille"));
  await page.setInputFiles("#fichier", { name: "contrats.csv", mimeType: "text/csv", buffer: fs.readFileSync(wrong) });
  fs.rmSync(wrong);
  await page.waitForSelector("td.faute input");
  await accessible(page, "fichiers");
  step("file with an error");
  // A file of 100 MB is refused without being read.
  const huge = path.join(folder, "..", path.basename(folder) + "-temps.csv");
  fs.closeSync(fs.openSync(huge, "w"));
  fs.truncateSync(huge, 100 * 1024 * 1024);
  await page.setInputFiles("#fichier", huge);
  await page.waitForSelector("text=dépasse 20 Mo");
  fs.rmSync(huge);
  await page.setInputFiles("#fichier", { name: "contrats.csv", mimeType: "text/csv", buffer: Buffer.from(contracts.replace("3100.00", "trois mille")) });
  await page.waitForSelector("td.faute input");
  // 6. Corrected, checked again, kept as a copy.
  await page.fill("td.faute input", "3100,00");
  await page.click("text=Vérifier ces lignes");
  await page.waitForFunction(() => !document.querySelector("td.faute"), null, { timeout: 30000 });
  await page.click("text=Garder une copie corrigée");
  await page.waitForSelector("text=Copie écrite");
  assert.equal(fs.readFileSync(path.join(folder, "contrats.csv"), "utf8"), contracts);
  step("corrected, kept as a copy");
  // A payslip checked, and the way to the next one; the note of the week, explained.
  await page.goto(place + "#/bulletin/2026-W46-T02/2026-W46");
  await page.click("text=Bulletin vérifié");
  await page.waitForSelector(".visa >> text=vérifié le");
  await page.click("text=Suivant à vérifier");
  await title(page, "2026-W46-T01");
  await page.goto(place + "#/note/N-2026-02/2026-W46");
  await title(page, "note N-2026-02");
  await page.click("button.nombre[aria-label^='Net à payer']");
  await page.waitForSelector("dialog[open] .formule");
  await page.keyboard.press("Escape");
  await page.goto(place + "#/semaine/2026-W46");
  await title(page, "2026-W46");
  await page.waitForSelector("text=1 sur 27 bulletins vérifiés");
  await accessible(page, "semaine à vérifier");
  step("checked before it is paid");
  // 7. Another tab changes the folder: nothing is paid on what was not seen.
  await page.goto(place + "#/semaine/2026-W46");
  await title(page, "2026-W46");
  fs.appendFileSync(path.join(folder, "temps.csv"), "\n");
  await page.click("text=Payer 2026-W46");
  await page.click("dialog[open] >> text=Figer et payer");
  await page.waitForSelector("text=ont changé depuis l'aperçu");
  assert.ok(!fs.existsSync(path.join(folder, "bulletins")));
  step("folder changed underneath");
  // 8. Refused in the dialog, then paid with the keyboard alone.
  await page.click("text=Revenir à la semaine");
  await title(page, "2026-W46");
  await page.focus("text=Payer 2026-W46");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog[open]", { state: "hidden" });
  assert.ok(!fs.existsSync(path.join(folder, "bulletins")), "closing the question is no answer");
  // A second tab sees the same week.
  const second = await context.newPage();
  await second.goto(url);
  await title(second, "2026-W46");
  await page.focus("text=Payer 2026-W46");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await title(page, "Fait");
  assert.equal(fs.readdirSync(path.join(folder, "bulletins/2026/2026-W46")).filter((n) => n.endsWith(".json")).length, 28);
  await shot(page, "fait");
  // In the second tab the week is still to be paid: nothing is paid twice.
  const runs = () => fs.readdirSync(path.join(folder, "bulletins/2026")).sort();
  await second.click("text=Payer 2026-W46");
  await second.click("dialog[open] >> text=Figer et payer");
  await second.waitForSelector("text=ont changé depuis l'aperçu");
  assert.deepEqual(runs(), ["2026-W46"]);
  await second.close();
  step("two tabs");
  step("paid with the keyboard");
  // 9. The month (its calendar, its sendings) and the costs.
  await page.goto(place + "#/mois");
  await title(page, "Rapprochement");
  await accessible(page, "mois");
  // A difference leads to its document, at its line.
  await page.locator("main .message a[href^='#/document/']", { hasText: "DSN" }).first().click();
  await page.waitForSelector(".lignes .visee");
  assert.ok((await page.textContent(".lignes .visee")).includes("S21.G00.22.005"));
  await accessible(page, "document");
  await page.goto(place + "#/mois");
  await title(page, "Rapprochement");
  await calendar(page);
  await sending(page);
  await page.goto(place + "#/couts");
  await title(page, "Les coûts");
  assert.equal(await page.locator("figure svg").count(), 5);
  // The budget: what is wrong at its line, what is left of a post in red when it is below zero.
  await page.waitForSelector(".message.alerte >> text=ni poste ni département");
  const row = await page.locator("tr", { hasText: "310 : Équipe image" }).first().innerText();
  assert.match(row.replace(/[\u202f\u00a0]/g, " "), /20 000,00\s+23 304,75\s+23 304,75\s+\u22123 304,75/);
  await accessible(page, "couts");
  await shot(page, "couts");
  step("month, costs, budget");
  // 10. On a phone, nothing wider than the screen but the tables, which scroll by themselves.
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of ["#/semaine/2026-W47", "#/bulletin/2026-W46-T02/2026-W46", "#/mois", "#/couts", "#/donnees"]) {
    await page.goto(place + view);
    await page.waitForFunction(() => document.querySelector("main h2") && document.getElementById("attente").hidden, null, { timeout: 30000 });
    if (view === "#/mois") await page.waitForSelector(".grille");
    await narrow(page, view);
    await shot(page, "telephone-" + view.split("/")[1]);
  }
  await page.setViewportSize({ width: 1200, height: 900 });
  step("phone");
  // 11. On paper.
  await page.goto(place + "#/bulletin/2026-W46-T02/2026-W46");
  await title(page, "2026-W46-T02");
  const paper = await page.pdf({ format: "A4" });
  assert.equal(paper.subarray(0, 4).toString(), "%PDF");
  if (screens) fs.writeFileSync(path.join(screens, "bulletin.pdf"), paper);
  step("print");
  // 12. The keyboard goes everywhere: the first stops are the way to the content and the parts.
  await page.goto(place + "#/semaine/2026-W47");
  await title(page, "2026-W47");
  await page.reload();
  await title(page, "2026-W47");
  const stops = [];
  for (let rank = 0; rank < 6; rank += 1) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => document.activeElement.textContent.trim().slice(0, 20)));
  }
  assert.ok(stops.includes("La semaine") && stops.includes("Les fichiers"), stops.join(" | "));
  step("keyboard alone");
  // A week paid in a terminal while the page shows it.
  await page.goto(place + "#/semaine/2026-W47");
  await title(page, "2026-W47");
  execFileSync(program, ["paie", folder, "--periode", "2026-W47"], { stdio: "ignore" });
  await page.click("text=Payer 2026-W47");
  await page.click("dialog[open] >> text=Figer et payer");
  await page.waitForSelector("text=ont changé depuis l'aperçu");
  await page.click("text=Revenir à la semaine");
  await title(page, "2026-W47");
  assert.equal(await page.locator("main .etat.paye").count(), await page.locator("main table").first().locator("tbody tr").count());
  step("a run in a terminal");
  assert.deepEqual(errors, []);
}
