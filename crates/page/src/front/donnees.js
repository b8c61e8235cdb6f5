// The files of the folder, cell by cell, and a file dropped on the page.
import { get, post, postFile } from "./appels.js";
import { announce, count, during, el, gathered, messages, refusal } from "./outils.js";

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
    list.length ? gathered(list) : el("p", {}, "Rien à corriger."),
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
    // A file that is no table at all has remarks too.
    const stem = (name) => name.split("/").pop().split(".")[0];
    const names = new Set([found.nom, ...found.tables.map((t) => t.nom)].map(stem));
    const own = found.diagnostics.filter((d) => !d.fichier || names.has(stem(d.fichier)));
    const others = found.diagnostics.filter((d) => !own.includes(d));
    const said = `${file.name} : ${own.length ? count(own.length, "remarque") : "rien à corriger"}`;
    announce(said);
    out.replaceChildren(
      el("h3", {}, said),
      ...found.tables.map((t) => grid(t, found.diagnostics)),
      ...some(own),
      ...(others.length ? [el("details", {}, el("summary", {}, count(others.length, "remarque") + " sur les autres fichiers du dossier"), some(others))] : []),
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
    grid(found, list, column, Number(line)),
    some(list),
  ];
}

/** Rows shown at once: a file of a large production stays quick to show and to move in. */
const SHOWN = 200;
/** Remarks told under the rows; the others are at their cell. */
const TOLD = 60;

/** The first remarks, and how many others there are. */
function some(list) {
  const rest = list.length - TOLD;
  return [...messages(list.slice(0, TOLD)), ...(rest > 0 ? [el("p", {}, `et ${count(rest, "autre remarque", "autres remarques")}, à leur ligne dans le tableau.`)] : [])];
}

const grave = (d) => d.gravite !== "info" && d.gravite !== "mineur";

/** Rows with their remarks at their cell; corrected rows are kept as a copy. What is typed stays while one moves in the rows. */
function grid(found, diagnostics, column, aimed) {
  const rows = found.lignes;
  const head = rows[0]?.cellules ?? [];
  const width = Math.max(0, ...rows.map((r) => r.cellules.length));
  const typed = rows.map((r) => Array.from({ length: width }, (_, at) => r.cellules[at] ?? ""));
  const remarks = new Map();
  for (const d of diagnostics.filter((x) => x.fichier?.split("/").pop() === found.nom)) {
    const line = d.ligne ?? 1;
    const key = `${line}/${head.indexOf(d.colonne)}`;
    remarks.set(key, [...(remarks.get(key) ?? []), d]);
  }
  const marked = new Set([...remarks.keys()].map((key) => Number(key.split("/")[0])));
  const all = rows.map((row, rank) => ({ row, rank })).slice(1);
  const faulty = all.filter(({ row }) => marked.has(row.ligne));
  let listed = all;
  let from = 0;
  const line = ({ row, rank }) => {
    const whole = remarks.get(`${row.ligne}/-1`) ?? [];
    const cells = Array.from({ length: width }, (_, at) => {
      const own = remarks.get(`${row.ligne}/${at}`) ?? [];
      const text = own.map((d) => d.message + (d.aide ? ` (${d.aide})` : "")).join(" ; ");
      const id = `r-${found.nom}-${row.ligne}-${at}`;
      return el(
        "td",
        { class: own.length ? (own.some(grave) ? "faute" : "douteux") : "", "data-vise": row.ligne === aimed && head[at] === column },
        el("input", {
          type: "text",
          value: typed[rank][at],
          "aria-label": `${head[at] ?? "colonne " + (at + 1)}, ligne ${row.ligne}`,
          "aria-describedby": own.length ? id : null,
          "aria-invalid": own.some(grave) ? "true" : null,
          title: text || null,
          oninput: (event) => (typed[rank][at] = event.target.value),
        }),
        own.length ? el("div", { id, class: "doux" }, text) : null,
      );
    });
    return el("tr", { id: "ligne-" + row.ligne }, el("th", { scope: "row", class: whole.length ? "faute" : "", tabindex: "-1", title: whole.map((d) => d.message).join(" ; ") || null }, String(row.ligne)), cells);
  };
  const body = el("tbody", {});
  const moves = el("div", { class: "boutons" });
  const draw = () => {
    body.replaceChildren(...listed.slice(from, from + SHOWN).map(line));
    const to = Math.min(from + SHOWN, listed.length);
    const button = (text, work, possible) => el("button", { type: "button", onclick: work, disabled: !possible }, text);
    const move = (by) => () => {
      from = Math.min(Math.max(0, from + by), Math.max(0, listed.length - 1));
      draw();
      moves.querySelector("span").focus();
    };
    moves.replaceChildren();
    if (all.length > SHOWN) {
      moves.append(
        button("‹ Lignes précédentes", move(-SHOWN), from > 0),
        el("span", { tabindex: "-1", role: "status" }, listed.length ? `${from + 1} à ${to} sur ${listed.length}` : "aucune ligne"),
        button("Lignes suivantes ›", move(SHOWN), to < listed.length),
      );
      if (faulty.length) {
        const only = el("input", {
          type: "checkbox",
          id: "seules-" + found.nom,
          checked: listed === faulty,
          onchange: (event) => {
            listed = event.target.checked ? faulty : all;
            from = 0;
            draw();
            document.getElementById("seules-" + found.nom)?.focus();
          },
        });
        moves.append(el("span", {}, only, " ", el("label", { for: "seules-" + found.nom }, `seulement les ${count(faulty.length, "ligne")} qui ont une remarque`)));
      }
    }
  };
  // The line aimed at, or the first remark, is in sight.
  const first = all.findIndex(({ row }) => row.ligne === aimed);
  if (first >= 0) from = Math.max(0, first - SHOWN / 2);
  else if (faulty.length && all.length > SHOWN) listed = faulty;
  draw();
  const said = el("p", { role: "status" });
  const keep = async () => {
    try {
      const done = await post("/dossier/copies/" + encodeURIComponent(found.nom), { lignes: typed });
      said.textContent = `Copie écrite : ${done.chemin}. L'original n'a pas changé ; pour s'en servir, la mettre à sa place.`;
    } catch (error) {
      said.replaceChildren(refusal(error));
    }
  };
  const again = async () => {
    const quoted = typed.map((l) => l.map((c) => (/[";\r\n]/.test(c) ? '"' + c.replaceAll('"', '""') + '"' : c)).join(";")).join("\r\n");
    try {
      const checked = await during("Vérification des lignes corrigées", () => postFile("/dossier/fichiers/" + encodeURIComponent(found.nom), new Blob(["\ufeff" + quoted + "\r\n"])));
      const table = checked.tables.find((t) => t.nom === found.nom);
      if (table) box.replaceWith(grid(table, checked.diagnostics, column, aimed));
      announce(`${found.nom} : ${count(checked.diagnostics.filter((d) => d.fichier?.split("/").pop() === found.nom).length, "remarque")}`);
    } catch (error) {
      said.replaceChildren(refusal(error));
    }
  };
  const box = el(
    "div",
    {},
    moves,
    el(
      "div",
      { class: "tableau", tabindex: "0", role: "region", "aria-label": found.nom },
      el(
        "table",
        {},
        el("caption", {}, `${found.nom} ; les remarques sont à leur cellule`),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Ligne"), Array.from({ length: width }, (_, at) => el("th", { scope: "col" }, head[at] ?? "")))),
        body,
      ),
    ),
    el("div", { class: "boutons" }, el("button", { type: "button", onclick: again }, "Vérifier ces lignes"), el("button", { type: "button", onclick: keep }, "Garder une copie corrigée")),
    said,
  );
  return box;
}
