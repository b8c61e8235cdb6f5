// How long each action of the page takes with 486 people: the example eighteen times, every copy with numbers of its own.
// Run by MESURE=1 .ci/page, with a program built for speed. mesure.mjs PROGRAM MODULES
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { open } from "./chrome.mjs";

const [program, modules] = process.argv.slice(2);
const source = path.resolve(import.meta.dirname, "../../examples/tournage");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mesure-"));
const TIMES = 18;

const read = (name) => fs.readFileSync(path.join(source, name), "utf8").trim().split(/\r?\n/).map((l) => l.split(","));
const write = (name, rows) => fs.writeFileSync(path.join(folder, name), rows.map((r) => r.join(",")).join("\n") + "\n");
const copies = Array.from({ length: TIMES }, (_, rank) => rank);
const suffix = (text, rank) => (rank && text ? text.replace(/^[^-]+/, (m) => `${m}X${String(rank).padStart(2, "0")}`) : text);
const rest = (digits, by) => Number(BigInt(digits) % BigInt(by));

/** A number of the social security of a copy, and its key. */
function nir(text, rank) {
  const body = text.slice(0, 10) + String(((Number(text.slice(10, 13)) + rank * 31) % 990) + 1).padStart(3, "0");
  return body + String(97 - rest(body, 97)).padStart(2, "0");
}

/** A bank account of a copy, and its keys. */
function iban(text, rank) {
  const [bank, branch, account] = [text.slice(4, 9), text.slice(9, 14), String(Number(text.slice(14, 25)) + rank * 1000).padStart(11, "0")];
  const key = 97 - ((89 * Number(bank) + 15 * Number(branch) + 3 * Number(account)) % 97);
  const body = bank + branch + account + String(key).padStart(2, "0");
  return `FR${String(98 - rest(body + "152700", 97)).padStart(2, "0")}${body}`;
}

function people() {
  const [head, ...rows] = read("salaries.csv");
  const at = (name) => head.indexOf(name);
  const copy = (row, rank, place) => {
    if (rank === 0) return row;
    const one = [...row];
    one[at("matricule")] = suffix(row[at("matricule")], rank);
    one[at("nom")] = `${row[at("nom")]} ${String.fromCharCode(65 + rank)}`;
    one[at("nir")] = nir(row[at("nir")], rank);
    if (row[at("iban")]) one[at("iban")] = iban(row[at("iban")], rank);
    const own = rank * rows.length + place;
    if (row[at("numero_conges_spectacles")]) one[at("numero_conges_spectacles")] = "Z" + String(1000 + own).padStart(6, "0");
    if (row[at("identifiant_taux_pas")]) one[at("identifiant_taux_pas")] = String(900001000 + own);
    return one;
  };
  write("salaries.csv", [head, ...copies.flatMap((rank) => rows.map((row, place) => copy(row, rank, place)))]);
}

function rows(name, keys) {
  const [head, ...lines] = read(name);
  const places = keys.map((key) => head.indexOf(key)).filter((place) => place >= 0);
  const copy = (line, rank) => line.map((cell, place) => (places.includes(place) ? suffix(cell, rank) : cell));
  write(name, [head, ...copies.flatMap((rank) => lines.map((line) => copy(line, rank)))]);
}

fs.copyFileSync(path.join(source, "production.toml"), path.join(folder, "production.toml"));
people();
rows("contrats.csv", ["contrat", "matricule"]);
rows("temps.csv", ["contrat"]);
rows("elements.csv", ["contrat", "matricule"]);
execFileSync(program, ["paie", folder, "--periode", "2026-W46"], { stdio: "ignore" });

const server = spawn(program, ["ouvrir", folder, "--sans-navigateur", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((resolve) => {
  let text = "";
  server.stdout.on("data", (piece) => {
    text += piece;
    if (text.trim().endsWith("}")) resolve(JSON.parse(text).adresse);
  });
});
const { browser } = await open(modules, "/usr/bin/chromium");
const page = await browser.newPage();
const shown = (words) =>
  page.waitForFunction((w) => document.querySelector("main h2")?.textContent.includes(w) && document.getElementById("attente").hidden, words, { timeout: 300000 });
const place = url.split("#")[0];
/** Time of the processors that the program and its commands took, in ms: what other programs of the machine do is not in it. */
function cpu() {
  try {
    const fields = fs.readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
  } catch {
    return NaN;
  }
}
const action = async (name, work) => {
  const [begun, before] = [performance.now(), cpu()];
  await work();
  const wall = Math.round(performance.now() - begun);
  console.log(`${name} : ${wall} ms (processeur ${cpu() - before} ms)${wall > 1000 ? ", plus d'une seconde" : ""}`);
};
const to = (hash, words) => async () => {
  await page.evaluate((h) => (location.hash = h), hash);
  await shown(words);
};
try {
  await page.goto(url);
  await shown("2026-W47");
  // What is looked at first is worked out ahead: PAUSE, in ms, is the time that a person looks at the first page.
  await page.waitForTimeout(Number(process.env.PAUSE ?? 0));
  await action("une semaine payée, 486 bulletins", to("#/semaine/2026-W46", "2026-W46"));
  await action("une semaine à payer, 486 bulletins", to("#/semaine/2026-W47", "2026-W47"));
  await action("un bulletin figé", to("#/bulletin/2026-W46-T02/2026-W46", "2026-W46-T02"));
  await action("un nombre", async () => {
    await page.click("button.nombre[aria-label^='Vieillesse plafonnée, part du salarié']");
    await page.waitForSelector("dialog[open]");
  });
  await page.keyboard.press("Escape");
  await action("un bulletin à figer, le premier", to("#/bulletin/2026-W47-T02/2026-W47", "2026-W47-T02"));
  await action("un bulletin à figer, le suivant", to("#/bulletin/2026-W47-T03/2026-W47", "2026-W47-T03"));
  await action("le mois", to("#/mois", "Rapprochement"));
  await action("les coûts", to("#/couts", "Les coûts"));
  fs.writeFileSync(path.join(folder, "devis.csv"), "poste;departement;montant\n310;;400000\n;régie;200000\n");
  await action("les coûts contre un devis", async () => {
    await page.reload();
    await shown("Les coûts");
  });
  await action("les fichiers", to("#/donnees", "Les fichiers"));
  await action("temps.csv, plus de 6 000 lignes", to("#/donnees/temps.csv", "temps.csv"));
} finally {
  await browser.close();
  server.kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
