// The files of the folder, cell by cell, and a file dropped on the page.
import { get, post, postFile } from "./appels.js";
import { announce, count, during, el, messages, refusal } from "./outils.js";

const LARGEST = 20 * 1024 * 1024;

export async function filesView() {
  const [files, checked] = await during("Vérification du dossier", () =>
    Promise.all([get("/dossier/fichiers"), post("/dossier/commandes/verifier", {})]),
  );
  const found = checked.sortie ?? {};
  const list = found.diagnostics ?? found.erreurs ?? [];
  const out = el("div", {});
  return [
    el("h2", {}, "Les fichiers du dossier"),
    el(
      "ul",
      {},
      files.map((f) => {
        const faults = list.filter((d) => d.fichier?.split("/").pop() === f.nom).length;
        return el("li", {}, el("a", { href: "#/donnees/" + f.nom }, f.nom), ` : ${count(f.lignes, "ligne")} ; ${f.description}. `, faults ? el("span", { class: "etat a-verifier" }, count(faults, "remarque")) : null);
      }),
    ),
    el("h2", {}, "Vérifier un fichier avant de le mettre dans le dossier"),
    drop(out),
    out,
    el("h2", {}, "Ce qui est à corriger dans le dossier"),
    list.length ? messages(list) : el("p", {}, "Rien à corriger."),
  ];
}

function drop(out) {
  const input = el("input", { type: "file", id: "fichier", accept: ".csv,.xlsx", onchange: (e) => e.target.files[0] && check(e.target.files[0], out) });
  const zone = el(
    "div",
    { class: "depot" },
    el("p", {}, el("label", { for: "fichier" }, "Déposer ici un fichier .csv ou .xlsx, ou le choisir :")),
    input,
    el("p", { class: "doux" }, "Il est lu avec les autres fichiers du dossier, qui ne changent pas."),
  );
  zone.addEventListener("dragover", (e) => {
    e.preventDefault();
    zone.classList.add("survol");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("survol"));
  zone.addEventListener("drop", (e) => {
    e.preventDefault();
    zone.classList.remove("survol");
    const file = e.dataTransfer.files[0];
    if (file) check(file, out);
  });
  return zone;
}

async function check(file, out) {
  if (file.size > LARGEST) {
    out.replaceChildren(...messages([{ code: "PAGE-008", message: `« ${file.name} » dépasse 20 Mo`, aide: "un fichier de paie tient en quelques centaines de ko : vérifier que c'est le bon" }]));
    return;
  }
  try {
    const found = await during(`Vérification de ${file.name}`, () => postFile("/dossier/fichiers/" + encodeURIComponent(file.name), file));
    const names = new Set(found.tables.map((t) => t.nom));
    const own = found.diagnostics.filter((d) => !d.fichier || names.has(d.fichier.split("/").pop()));
    const others = found.diagnostics.filter((d) => !own.includes(d));
    const said = `${file.name} : ${own.length ? count(own.length, "remarque") : "rien à corriger"}`;
    announce(said);
    out.replaceChildren(
      el("h3", {}, said),
      ...found.tables.map((t) => grid(t, found.diagnostics, true)),
      ...messages(own),
      ...(others.length ? [el("details", {}, el("summary", {}, count(others.length, "remarque") + " sur les autres fichiers du dossier"), messages(others))] : []),
    );
  } catch (error) {
    out.replaceChildren(refusal(error));
  }
}

export async function fileView(name, line, column) {
  const [found, checked] = await during(`Lecture de ${name}`, () => Promise.all([get("/dossier/fichiers/" + encodeURIComponent(name)), post("/dossier/commandes/verifier", {})]));
  const list = (checked.sortie?.diagnostics ?? checked.sortie?.erreurs ?? []).filter((d) => d.fichier?.split("/").pop() === name);
  setTimeout(() => {
    const cell = document.getElementById("ligne-" + line);
    if (cell) {
      cell.scrollIntoView({ block: "center" });
      (cell.querySelector("[data-vise] input") ?? cell.querySelector("input, th"))?.focus?.();
    }
  });
  return [
    el("p", {}, el("a", { href: "#/donnees" }, "‹ Les fichiers")),
    el("h2", {}, name),
    grid(found, list, true, column, Number(line)),
    messages(list),
  ];
}

/** Rows with their remarks at their cell; corrected rows are kept as a copy. */
function grid(found, diagnostics, edited, column, aimed) {
  const rows = found.lignes;
  const head = rows[0]?.cellules ?? [];
  const width = Math.max(0, ...rows.map((r) => r.cellules.length));
  const remarks = new Map();
  for (const d of diagnostics.filter((x) => x.fichier?.split("/").pop() === found.nom)) {
    const key = `${d.ligne ?? 1}/${head.indexOf(d.colonne)}`;
    remarks.set(key, [...(remarks.get(key) ?? []), d]);
  }
  const inputs = [];
  const body = rows.slice(1).map((row) => {
    const whole = remarks.get(`${row.ligne}/-1`) ?? [];
    const cells = Array.from({ length: width }, (_, at) => {
      const own = remarks.get(`${row.ligne}/${at}`) ?? [];
      const text = own.map((d) => d.message + (d.aide ? ` (${d.aide})` : "")).join(" ; ");
      const id = `r-${found.nom}-${row.ligne}-${at}`;
      const input = el("input", {
        type: "text",
        value: row.cellules[at] ?? "",
        "aria-label": `${head[at] ?? "colonne " + (at + 1)}, ligne ${row.ligne}`,
        "aria-describedby": own.length ? id : null,
        "aria-invalid": own.some((d) => d.gravite !== "info" && d.gravite !== "mineur") ? "true" : null,
        title: text || null,
      });
      inputs.push([row, at, input]);
      return el(
        "td",
        { class: own.length ? (own.some((d) => d.gravite !== "info" && d.gravite !== "mineur") ? "faute" : "douteux") : "", "data-vise": row.ligne === aimed && head[at] === column },
        input,
        own.length ? el("div", { id, class: "doux" }, text) : null,
      );
    });
    return el("tr", { id: "ligne-" + row.ligne }, el("th", { scope: "row", class: whole.length ? "faute" : "", tabindex: "-1", title: whole.map((d) => d.message).join(" ; ") || null }, String(row.ligne)), cells);
  });
  const said = el("p", { role: "status" });
  const keep = async () => {
    const lines = rows.map((r) => Array.from({ length: width }, (_, at) => r.cellules[at] ?? ""));
    for (const [row, at, input] of inputs) lines[rows.indexOf(row)][at] = input.value;
    try {
      const done = await post("/dossier/copies/" + encodeURIComponent(found.nom), { lignes: lines });
      said.textContent = `Copie écrite : ${done.chemin}. L'original n'a pas changé ; pour s'en servir, la mettre à sa place.`;
    } catch (error) {
      said.replaceChildren(refusal(error));
    }
  };
  const again = async () => {
    const lines = rows.map((r) => Array.from({ length: width }, (_, at) => r.cellules[at] ?? ""));
    for (const [row, at, input] of inputs) lines[rows.indexOf(row)][at] = input.value;
    const quoted = lines.map((l) => l.map((c) => (/[";\r\n]/.test(c) ? '"' + c.replaceAll('"', '""') + '"' : c)).join(";")).join("\r\n");
    try {
      const checked = await during("Vérification des lignes corrigées", () => postFile("/dossier/fichiers/" + encodeURIComponent(found.nom), new Blob(["\ufeff" + quoted + "\r\n"])));
      const table = checked.tables.find((t) => t.nom === found.nom);
      if (table) box.replaceWith(grid(table, checked.diagnostics, edited, column, aimed));
      announce(`${found.nom} : ${count(checked.diagnostics.filter((d) => d.fichier?.split("/").pop() === found.nom).length, "remarque")}`);
    } catch (error) {
      said.replaceChildren(refusal(error));
    }
  };
  const box = el(
    "div",
    {},
    el(
      "div",
      { class: "tableau", tabindex: "0", role: "region", "aria-label": found.nom },
      el(
        "table",
        {},
        el("caption", {}, `${found.nom} ; les remarques sont à leur cellule`),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Ligne"), Array.from({ length: width }, (_, at) => el("th", { scope: "col" }, head[at] ?? "")))),
        el("tbody", {}, body),
      ),
    ),
    edited ? el("div", { class: "boutons" }, el("button", { type: "button", onclick: again }, "Vérifier ces lignes"), el("button", { type: "button", onclick: keep }, "Garder une copie corrigée")) : null,
    said,
  );
  return box;
}
