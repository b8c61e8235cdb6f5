// The page without a server, in a real browser: every case to the byte, a number clicked, a link without anybody, errors at
// their field, phone width, keyboard, accessibility, no call to anywhere. essayer.mjs FOLDER MODULES BROWSER [SCREENS]
import assert from "node:assert/strict";
import fs from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { open } from "./chrome.mjs";

const [folder, modules, executable, screens] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, "../..");
const types = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml" };
const asked = [];
const server = createServer((request, response) => {
  const name = request.url === "/" ? "/index.html" : request.url.split("?")[0];
  asked.push(name);
  try {
    response.setHeader("content-type", types[name.split(".").pop()] ?? "text/plain");
    response.end(fs.readFileSync(path.join(folder, path.basename(name))));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const place = `http://127.0.0.1:${server.address().port}/`;
const { browser, accessible, narrow, shot } = await open(modules, executable, screens);
const ready = (page) => page.waitForSelector("#resultat .papier, #resultat .message.erreur", { timeout: 60000 });
const answer = (page) => page.evaluate(() => globalThis.reponse());
const choose = async (page, name) => {
  await page.selectOption("#cas", name);
  await page.waitForFunction(() => globalThis.reponse() !== null);
};
const field = (path) => `[id="${path}"]`;
const fill = async (page, path, value) => {
  await page.fill(field(path), value);
  await page.locator(field(path)).blur();
};
const total = (page, label) => page.locator(`.papier tr:has(th:text-is("${label}")) td.n`).last().innerText();

let failed = null;
try {
  await check();
} catch (error) {
  failed = error;
}
await browser.close();
server.closeAllConnections();
server.close();
if (failed) {
  console.error(failed);
  process.exit(1);
}
console.log("the page without a server: 11 passed, 0 failed");

async function check() {
  const errors = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "fr-FR" });
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (m) => m.type() === "error" && errors.push(m.text()));

  // 1. It loads, and its policy lets nothing out: not even its own place answers a call.
  await page.goto(place);
  await ready(page);
  assert.deepEqual(errors, []);
  await shot(page, "essayer");
  const files = asked.length;
  assert.equal(await page.evaluate(() => fetch("/index.html").then(() => "sorti", () => "refusé")), "refusé");
  assert.equal(asked.length, files);
  errors.length = 0;

  // 2. Every case of the training, to the byte of the published answer.
  const names = await page.locator("#cas option").evaluateAll((all) => all.map((o) => o.value).filter(Boolean));
  const published = fs.readdirSync(path.join(root, "schemas/v1/cases/bulletin")).filter((f) => /-\d{4}\.reponse\.json$/.test(f));
  assert.equal(names.filter((n) => !n.includes("/")).length, published.length);
  for (const name of names) {
    await choose(page, name);
    const got = (await answer(page)) + "\n";
    if (!name.includes("/")) assert.equal(got, fs.readFileSync(path.join(root, `schemas/v1/cases/bulletin/${name}.reponse.json`), "utf8"), name);
  }

  // 3. A number clicked: its formula, its rule, its law, its table row, its source, its letter.
  await choose(page, "technicien-2026");
  await page.click("button.nombre[aria-label^='Vieillesse plafonnée, part du salarié']");
  const why = page.locator("dialog[open]");
  // 747.10 x 6.90 % = 51.5499, that is 51.55.
  assert.match(await why.innerText(), /51,55/);
  assert.match(await why.innerText(), /assiette plafonnée/);
  await why.locator("summary").first().click();
  assert.match(await why.innerText(), /rates\/contributions\/\S+, ligne \d+/);
  assert.match(await why.innerText(), /Source/);
  assert.match(await why.innerText(), /Confiance/);
  await shot(page, "essayer-pourquoi");
  await page.keyboard.press("Escape");
  // The relief has two parts under one code: each says its own.
  for (const [words, amount] of [["part Urssaf", "77,97"], ["part retraite complémentaire", "12,06"]]) {
    await page.click(`button.nombre[aria-label^='Réduction générale, ${words}, part']`);
    assert.match(await page.locator("#pourquoi-titre").innerText(), new RegExp(amount));
    await page.keyboard.press("Escape");
  }
  // Bases and rates too: no amount of the contributions is mute, but what the request gives.
  const mute = await page.locator(".papier table:has(caption:text-is('Cotisations')) tbody td.n").evaluateAll((cells) => cells.filter((c) => c.textContent && !c.querySelector("button")).map((c) => c.parentElement.firstChild.textContent + " " + c.textContent));
  assert.deepEqual(mute, []);

  // 4. The form computes: 800.00 of gross over the same week. Vieillesse déplafonnée: (800 + 1.80) x 0.40 % = 3.21.
  await fill(page, "contrats[0].brut", "800,00");
  await page.waitForFunction(() => JSON.parse(globalThis.reponse()).totaux.brut === "801.80");
  assert.equal(await page.locator("button.nombre[aria-label^='Vieillesse déplafonnée, part du salarié']").innerText(), "3,21");
  assert.equal(await page.locator("#cas").inputValue(), "");

  // 5. Errors at their field, told twice: there and in the result, with the way to it.
  await fill(page, "contrats[0].brut", "huit cents");
  await page.waitForSelector("#resultat .message.erreur");
  assert.equal(await page.getAttribute(field("contrats[0].brut"), "aria-invalid"), "true");
  const said = await page.locator(`[data-champ="contrats[0].brut"] .faute`).innerText();
  assert.match(said, /n'est pas un nombre/);
  assert.equal(await answer(page), null);
  await fill(page, "date_paiement", "2026-05-01");
  assert.match(await page.locator("#resultat .message.erreur").first().innerText(), /Aller au champ/);
  await page.locator("#resultat .message.erreur button.nombre").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-invalid")), "true");
  await shot(page, "essayer-erreurs");
  // A field in a group that is folded opens it.
  await choose(page, "technicien-2026");
  await page.locator("summary", { hasText: "Employeur" }).click();
  await fill(page, "employeur.effectif", "huit");
  await page.locator("summary", { hasText: "Employeur" }).click();
  await fill(page, "contrats[0].brut", "900");
  assert.ok(await page.isVisible(`[data-champ="employeur.effectif"] .faute`));

  // 6. A link without anybody: what it holds is read here, by hand.
  for (const name of names) {
    await choose(page, name);
    const before = JSON.parse(await answer(page));
    await page.click("text=Partager par un lien");
    const address = await page.inputValue("dialog[open] #lien");
    assert.equal(await page.locator("dialog[open] .message").count(), 0, `${name}: ${await page.locator("dialog[open]").innerText()}`);
    await page.keyboard.press("Escape");
    const text = inflateRawSync(Buffer.from(address.split("#d1=")[1], "base64url")).toString();
    assert.doesNotMatch(text, /EXEMPLE|Camille|FICTIVE|FORMATION|"F01"|matricule|nom|nir|adresse|naissance|iban|siret|raison_sociale/i, name);
    assert.ok(address.length < 1500, `${name}: ${address.length}`);
    const other = await context.newPage();
    await other.goto(address);
    await ready(other);
    const after = JSON.parse(await answer(other));
    assert.deepEqual(after.totaux, before.totaux, name);
    if (after.contrats) {
      for (const [rank, c] of after.contrats.entries()) assert.deepEqual(c.lignes, before.contrats[rank].lignes, name);
    }
    await other.close();
  }
  // A word that is no function of the convention is not carried, and that is said.
  await choose(page, "technicien-cadre-2026");
  await fill(page, "contrats[0].fonction", "Jean Dupont");
  await page.waitForFunction(() => globalThis.reponse() !== null || document.querySelector("#resultat .message.erreur"));
  if (await answer(page)) {
    await page.click("text=Partager par un lien");
    assert.match(await page.locator("dialog[open] .message").innerText(), /contrats\[0\]\.fonction/);
    const text = inflateRawSync(Buffer.from((await page.inputValue("dialog[open] #lien")).split("#d1=")[1], "base64url")).toString();
    assert.doesNotMatch(text, /Dupont/);
    await page.keyboard.press("Escape");
  } else assert.match(await page.locator("#resultat").innerText(), /fonction/);
  // A broken link says so and shows a case; a link cannot bring in what a link may not hold.
  const broken = await context.newPage();
  await broken.goto(place + "#d1=abîmé");
  await broken.waitForSelector("text=incomplet ou abîmé");
  await broken.close();

  // 7. Each population, from the form alone.
  for (const [population, words] of [["artiste", "Bulletin"], ["figurant", "Bulletin"], ["realisateur", "Bulletin"], ["note", "Note"], ["technicien", "Bulletin"]]) {
    await page.selectOption("#population", population);
    await page.waitForFunction((w) => document.querySelector("#resultat h2").textContent.startsWith(w) || document.querySelector("#resultat .message.erreur"), words);
    assert.equal(await page.locator("#population").inputValue(), population);
  }
  // From hours, by the grid: a function of the convention and no amount at all.
  await choose(page, "technicien-2026");
  await page.selectOption(field("contrats[0].paie"), "heures");
  await page.waitForFunction(() => globalThis.reponse() !== null);
  assert.ok(await page.locator("button.nombre[aria-label^='Salaire de base']").count());
  // A note: 5 000 EUR (amounts worked in the guide of the authors: precompte 801.51, Ircec 450.00, net 3 788.49).
  await choose(page, "auteur/note-2026");
  await fill(page, "brut_ht", "5 000");
  await fill(page, "date_paiement", "2026-10-09");
  assert.equal(await total(page, "Précompte de l'Urssaf"), "801,51");
  assert.equal((await total(page, "Net à payer")).replace(/\s/g, " "), "3 788,49");
  await page.click("button.nombre[aria-label^='CSG : ']");
  await page.waitForSelector("dialog[open] >> text=451,95");
  await shot(page, "essayer-note");
  await page.keyboard.press("Escape");

  // 8. Two readings side by side.
  await choose(page, "technicien-2026");
  await page.click("text=Comparer avec une autre méthode");
  await page.selectOption("#methode", "rgdu_tdelta");
  await page.click("dialog[open] >> text=Comparer >> nth=-1");
  await page.waitForSelector("dialog[open] >> text=Totaux du bulletin sous les deux lectures");
  await page.keyboard.press("Escape");

  // 9. The keyboard alone: the way to the result, the case, the population.
  await page.goto(place);
  await ready(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Aller au bulletin");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Partager/);
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open] #lien");
  await page.keyboard.press("Escape");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Partager/);
  assert.deepEqual(errors, []);

  // 10. On a phone, and on paper.
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ["technicien-cadre-2026", "auteur/note-2026", "technicien-2026"]) {
    await choose(page, name);
    await narrow(page, name);
  }
  await shot(page, "essayer-telephone");
  assert.equal((await page.pdf({ format: "A4" })).subarray(0, 4).toString(), "%PDF");
  if (screens) fs.writeFileSync(path.join(screens, "essayer.pdf"), await page.pdf({ format: "A4" }));

  // 11. Nothing that keeps someone out. The policy of the page keeps the checker out: the driver lets it in.
  const open = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true })).newPage();
  await open.goto(place);
  await ready(open);
  await accessible(open, "bulletin");
  await open.locator("summary", { hasText: "Salarié et impôt" }).click();
  await fill(open, "contrats[0].brut", "non");
  await accessible(open, "erreur");
  await choose(open, "auteur/note-2026");
  await accessible(open, "note");
  await open.click("button.nombre[aria-label^='CSG : ']");
  await accessible(open, "pourquoi");
  await open.keyboard.press("Escape");
  await open.click("text=Partager par un lien");
  await accessible(open, "lien");
}
