// La page d'essai, en un dossier de fichiers fixes : construire.mjs CDDU.WASM DOSSIER
// Le calcul y est un module compressé, pour que la page n'ait aucune adresse à appeler.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const [wasm, out] = process.argv.slice(2);
const here = import.meta.dirname;
const root = join(here, "../..");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const put = (name, text) => writeFileSync(join(out, name), text);

// Le front de la page d'un dossier est celui d'ici : le bulletin, les explications, les dessins.
const shared = ["bulletin.js", "images.js", "outils.js", "pourquoi.js", "page.css", "icone.svg"];
for (const name of shared) copyFileSync(join(root, "crates/page/src/front", name), join(out, name));
for (const name of ["index.html", "essayer.css", "essayer.js", "formulaire.js", "lien.js"]) copyFileSync(join(here, name), join(out, name));
copyFileSync(join(root, "bindings/js/index.js"), join(out, "cddu.js"));

put(
  "moteur.js",
  `// Engendré : cddu en WebAssembly, comprimé.
import { load } from "./cddu.js";
const GZ = "${gzipSync(readFileSync(wasm), { level: 9 }).toString("base64")}";
export async function engine() {
  const bytes = Uint8Array.from(atob(GZ), (c) => c.charCodeAt(0));
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return load({ wasm: await new Response(whole).arrayBuffer() });
}
`,
);

// Les cas de formation, avec la situation que leur page donne.
const formation = join(root, "examples/formation");
const rows = new Map(
  readFileSync(join(formation, "README.md"), "utf8")
    .split("\n")
    .map((line) => /^\| `([^`]+)` \| (.+?) \| .+ \|$/.exec(line))
    .filter(Boolean)
    .map(([, name, situation]) => [name, situation]),
);
const files = [...readdirSync(formation), ...readdirSync(join(formation, "auteur")).map((f) => "auteur/" + f)];
const cases = files
  .filter((f) => f.endsWith(".json"))
  .map((f) => {
    const name = f.replace(".json", "");
    const situation = rows.get(name);
    assert(situation, `examples/formation/README.md ne dit rien de ${name}`);
    const words = basename(name).split("-");
    const title = words.join(" ");
    return {
      nom: name,
      genre: name.startsWith("auteur/") ? "note" : "bulletin",
      titre: title[0].toUpperCase() + title.slice(1),
      situation: situation[0].toUpperCase() + situation.slice(1) + ".",
      demande: JSON.parse(readFileSync(join(formation, f), "utf8")),
    };
  });
assert.equal(cases.length, rows.size, "un cas de formation n'a pas son fichier");
put("cas.js", `// Engendré d'examples/formation.\nexport const CAS = ${JSON.stringify(cases)};\n`);

// Les fonctions de chaque convention, dans l'ordre de leur table.
const jobs = {};
const [head, ...lines] = csv(readFileSync(join(root, "rates/conventions/fonctions.csv"), "utf8"));
for (const line of lines) {
  const of = (name) => line[head.indexOf(name)];
  const list = (jobs[of("idcc")] ??= []);
  const names = [of("fonction"), ...of("alias").split(" ; ")].filter(Boolean);
  const same = list.find((f) => f.categorie === of("categorie"));
  if (same) same.noms.push(...names.filter((n) => !same.noms.includes(n)));
  else list.push({ categorie: of("categorie"), noms: [...new Set(names)] });
}
// Les limites d'exonération des frais qu'un bulletin rembourse à l'unité.
const table = readFileSync(join(root, "rates/parametres/frais.toml"), "utf8");
const limits = [...table.matchAll(/^\[parametre\.(\w+)\]\nlibelle = "(.+)"\nunite = "(.+)"$/gm)]
  .filter(([, key, , unit]) => ["EUR/repas", "EUR/jour", "EUR/km"].includes(unit) && !key.startsWith("AVANTAGE"))
  .map(([, key, text]) => [key.toLowerCase(), text.split(/ : | \(/)[0] + " (" + key.toLowerCase() + ")"]);
assert(limits.some(([key]) => key === "repas_restaurant"), "rates/parametres/frais.toml ne se lit plus");
put("fonctions.js", `// Engendré de rates/conventions/fonctions.csv.\nexport const FONCTIONS = ${JSON.stringify(jobs)};\nexport const LIMITES = ${JSON.stringify(limits)};\n// Fonctions que les cas écrivent autrement.\nexport const AUTRES = ${JSON.stringify([...new Set(cases.flatMap((c) => (c.demande.contrats ?? []).map((k) => k.fonction)))])};\n`);

function csv(text) {
  const out = [[]];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[at + 1] === '"') field += text[(at += 1)];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      out.at(-1).push(field);
      field = "";
      if (c === "\n") out.push([]);
    } else if (c !== "\r") field += c;
  }
  return out.filter((line) => line.length > 1);
}
