// Le formulaire d'une demande. Chaque champ a pour nom le chemin que les diagnostics donnent (« contrats[0].heures ») : une erreur
// va droit à son champ. Ce qu'un cas demande sans que le formulaire le montre reste dans la demande.
import { el } from "./outils.js";
import { FONCTIONS, LIMITES } from "./fonctions.js";

export const POPULATIONS = [
  ["technicien", "Technicien"],
  ["artiste", "Comédien, artiste-interprète"],
  ["figurant", "Figurant, artiste de complément"],
  ["realisateur", "Réalisateur"],
  ["note", "Note de droits d'auteur"],
];
const CONVENTIONS = [["3097", "Cinéma (3097)"], ["2642", "Télévision (2642)"], ["1734", "Artistes de la télévision (1734)"], ["2412", "Animation (2412)"]];
const OUI_NON = [["", "comme la grille le dit"], ["oui", "cadre"], ["non", "non cadre"]];

const keys = (path) => path.replaceAll("[", ".").replaceAll("]", "").split(".");

/** La valeur d'un chemin. */
export const read = (root, path) => keys(path).reduce((at, key) => at?.[key], root);

/** Écrit une valeur ; `undefined` retire la clé, et ce qui la contenait quand il n'y reste rien. */
export function write(root, path, value) {
  const way = keys(path);
  const last = way.pop();
  const seen = [];
  let at = root;
  for (const key of way) {
    if (at[key] === undefined || at[key] === null) {
      if (value === undefined) return;
      at[key] = {};
    }
    seen.push([at, key]);
    at = at[key];
  }
  if (value !== undefined) at[last] = value;
  else {
    delete at[last];
    for (const [parent, key] of seen.reverse()) {
      if (Array.isArray(parent[key]) || Object.keys(parent[key]).length) break;
      delete parent[key];
    }
  }
}

/** « 1 735,54 » comme l'écrit une demande : "1735.54". Ce qui n'est pas un nombre reste, et le calcul le dit à son champ. */
function decimal(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : text.trim();
}
const shown = (value) => (value === undefined || value === null ? "" : String(value).replace(".", ","));

/** Ce que le schéma dit des valeurs d'un champ : [valeur, texte]. */
function choices(schema, name, labels = {}) {
  return (schema?.$defs?.[name]?.oneOf ?? []).map((v) => [v.const, labels[v.const] ?? v.description.replace(/\.$/, "")]);
}

/** Le formulaire. `state` : { genre, demande } ; `schemas` : ceux des deux demandes ; `changed(rebuild)` après chaque saisie. */
export function form(state, schemas, cases, changed) {
  const root = state.demande;
  const population = state.genre === "note" ? "note" : (root.contrats[0]?.categorie ?? "technicien");
  const field = (path, label, kind, more = {}) => one(root, path, label, kind, more, changed);
  return [
    el(
      "fieldset",
      {},
      el("legend", {}, "Point de départ"),
      el(
        "div",
        { class: "champ" },
        el("label", { for: "cas" }, "Cas de formation"),
        el(
          "select",
          { id: "cas", onchange: (e) => e.target.value && changed.start(e.target.value) },
          el("option", { value: "" }, state.cas ? "— la demande modifiée —" : "— choisir —"),
          cases.map((c) => el("option", { value: c.nom, selected: c.nom === state.cas }, c.titre)),
        ),
        state.situation ? el("p", { class: "aide", id: "situation" }, state.situation) : null,
      ),
    ),
    el(
      "fieldset",
      {},
      el("legend", {}, "Qui est payé"),
      el(
        "div",
        { class: "champs" },
        el(
          "div",
          { class: "champ large" },
          el("label", { for: "population" }, "Population"),
          el("select", { id: "population", onchange: (e) => changed.population(e.target.value) }, POPULATIONS.map(([v, t]) => el("option", { value: v, selected: v === population }, t))),
        ),
        state.genre === "note" ? null : field("employeur.idcc", "Convention collective", "choix", { choix: CONVENTIONS, refait: true }),
        field("date_paiement", "Date de paiement", "date"),
      ),
    ),
    state.genre === "note" ? note(field, schemas.note) : payslip(root, population, field, schemas.bulletin, changed),
  ];
}

function note(field, schema) {
  return [
    el(
      "fieldset",
      {},
      el("legend", {}, "Les droits"),
      el(
        "div",
        { class: "champs" },
        field("brut_ht", "Brut hors taxes (€)", "montant"),
        field("cumuls.brut_annee", "Déjà payé dans l'année (€)", "montant"),
        field("nature_revenu", "Nature du revenu", "choix", { large: true, vide: "redevances (par défaut)", choix: choices(schema, "NatureRevenu").filter(([v]) => v !== "droits_voisins") }),
      ),
    ),
    el(
      "fieldset",
      {},
      el("legend", {}, "Retenues"),
      el(
        "div",
        { class: "champs" },
        field("social", "Contributions sociales", "choix", { large: true, vide: "précompte (par défaut)", choix: choices(schema, "Social") }),
        field("tva", "TVA", "choix", { large: true, vide: "retenue (par défaut)", choix: choices(schema, "Tva") }),
        field("ircec", "Retraite complémentaire (Ircec)", "choix", { large: true, vide: "selon le genre de l'œuvre", choix: choices(schema, "Ircec") }),
        field("fiscal", "Retenue à la source", "choix", { large: true, vide: "résident (par défaut)", choix: choices(schema, "Fiscal") }),
        field("taux_convention", "Taux de la convention fiscale (%)", "taux"),
        field("zone", "Territoire", "choix", { vide: "métropole (par défaut)", choix: choices(schema, "Zone") }),
      ),
    ),
  ];
}

function payslip(root, population, field, schema, changed) {
  return [
    root.contrats.map((c, rank) => contract(root, c, rank, population, field, schema, changed)),
    el("p", {}, el("button", { type: "button", id: "contrat-de-plus", onclick: () => changed.more("contrats") }, "Ajouter un contrat")),
    fold(
      "Salarié et impôt",
      field("salarie.taux_pas", "Taux d'impôt personnel (%)", "taux", { nul: true, aide: "vide : grille du taux neutre" }),
      field("salarie.zone_pas", "Grille du taux neutre", "choix", { vide: "métropole (par défaut)", choix: choices(schema, "ZonePas", { metropole: "Métropole" }).filter(([v]) => v !== "metropole" || read(root, "salarie.zone_pas")) }),
      field("periodicite", "Périodicité de la grille", "choix", { vide: "mensuelle (par défaut)", choix: choices(schema, "Periodicite").filter(([v]) => v !== "mensuelle" || root.periodicite) }),
      field("salarie.domicile_fiscal_france", "Domicile fiscal en France", "oui_non", { defaut: true }),
      field("salarie.alsace_moselle", "Régime local d'Alsace-Moselle", "oui_non"),
    ),
    fold(
      "Employeur",
      field("employeur.effectif", "Effectif", "entier"),
      field("employeur.taux_at", "Taux AT des techniciens (%)", "taux"),
      field("employeur.taux_at_artiste", "Taux AT des artistes (%)", "taux"),
      field("employeur.versement_mobilite", "Versement mobilité (%)", "taux"),
      field("employeur.taux_sante_travail", "Santé au travail (%)", "taux"),
      field("employeur.adherent", "Adhérent d'un syndicat signataire", "oui_non", { defaut: true }),
      field("employeur.taxe_apprentissage", "Soumis à la taxe d'apprentissage", "oui_non", { defaut: true }),
      field("employeur.taxe_salaires", "Soumis à la taxe sur les salaires", "oui_non"),
      field("employeur.alsace_moselle", "Établi en Alsace-Moselle", "oui_non"),
    ),
    elements(root, field, schema, changed),
    fold(
      "Déjà payé avant ce bulletin",
      field("cumuls.dfs", "Abattement (DFS) employé dans l'année (€)", "montant"),
      field("cumuls.retraite_annee", "Paie de l'année soumise à la retraite (€)", "montant"),
      field("cumuls.brut", "Brut de l'année (€)", "montant"),
      field("cumuls.net_imposable", "Net imposable de l'année (€)", "montant"),
    ),
  ];
}

/** Un groupe replié. */
const fold = (title, ...fields) => el("details", { "data-groupe": title }, el("summary", {}, title), el("div", { class: "champs" }, fields));

function contract(root, c, rank, population, field, schema, changed) {
  const at = (name) => `contrats[${rank}].${name}`;
  const priced = c.brut === undefined || c.brut === null ? "heures" : "brut";
  const artist = population === "artiste" || population === "figurant";
  const idcc = c.idcc ?? root.employeur.idcc;
  const known = (FONCTIONS[idcc] ?? []).filter((f) => f.categorie === population).flatMap((f) => f.noms);
  const list = `fonctions-${rank}`;
  return el(
    "fieldset",
    {},
    el("legend", {}, root.contrats.length > 1 ? `Contrat ${rank + 1}` : "Contrat"),
    el(
      "div",
      { class: "champs" },
      field(at("fonction"), "Fonction", "texte", { large: true, liste: list, aide: known.length ? `${known.length} fonctions dans cette convention` : null }),
      el("datalist", { id: list }, known.map((name) => el("option", { value: name }))),
      field(at("debut"), "Premier jour", "date"),
      field(at("fin"), "Dernier jour", "date"),
      field(at("periode.debut"), "Part payée, du", "date", { aide: "vide : tout le contrat" }),
      field(at("periode.fin"), "Part payée, au", "date"),
      field(at("jours"), "Jours payés", "nombre"),
      field(at("heures"), "Heures payées", "nombre"),
      population === "technicien" ? null : field(at("cachets"), "Cachets", "entier"),
      el(
        "div",
        { class: "champ", "data-champ": priced === "brut" ? null : at("brut") },
        el("label", { for: at("paie") }, "Le brut est"),
        el(
          "select",
          { id: at("paie"), onchange: (e) => changed.priced(rank, e.target.value) },
          el("option", { value: "brut", selected: priced === "brut" }, "donné"),
          el("option", { value: "heures", selected: priced === "heures" }, "calculé des heures"),
        ),
      ),
      priced === "brut"
        ? field(at("brut"), "Brut (€)", "montant")
        : [
            field(at("salaire_base"), artist ? "Salaire d'un jour ou cachet (€)" : "Salaire convenu (€)", "montant"),
            field(at("heures_base"), "Heures qu'il paie", "nombre"),
            field(at("engagement"), "Engagement", "choix", { vide: "selon les jours", choix: choices(schema, "Engagement") }),
            idcc === "3097" && population === "technicien" ? field(at("annexe_film"), "Grille du cinéma", "choix", { vide: "annexe 1 (par défaut)", choix: choices(schema, "Annexe").map(([v, t]) => [v, `annexe ${v} : ${t.toLowerCase()}`]) }) : null,
            field(at("zone"), "Lieu", "choix", { vide: "par défaut", choix: choices(schema, "Zone") }),
          ],
      population === "technicien" || (population === "realisateur" && c.taux_artiste === false)
        ? field(at("cadre"), "Statut", "cadre", { choix: OUI_NON })
        : null,
      population === "realisateur" ? field(at("taux_artiste"), "Taux des artistes", "oui_non", { defaut: true, refait: true }) : null,
      field(at("dfs"), "Abattement (déduction forfaitaire spécifique), avec l'accord du salarié", "oui_non", { refait: true }),
      c.dfs ? field(at("dfs_groupe"), "Groupe de l'abattement", "choix", { large: true, vide: "celui de la population", choix: choices(schema, "DfsGroupe").map(([v, t]) => [v, `${v} : ${t.toLowerCase()}`]) }) : null,
    ),
    c.elements?.length
      ? el(
          "div",
          {},
          el("p", { class: "aide" }, "De quoi ce brut est fait (la somme doit être le brut) :"),
          c.elements.map((e, row) =>
            el(
              "div",
              { class: "champs rangee" },
              field(at(`elements[${row}].quantite`), `${e.libelle ?? e.code} : heures ou nombre`, "nombre"),
              field(at(`elements[${row}].montant`), "Montant (€)", "montant"),
            ),
          ),
          el("button", { type: "button", onclick: () => changed.less(at("elements")) }, "Retirer ce détail"),
        )
      : null,
    root.contrats.length > 1 ? el("button", { type: "button", onclick: () => changed.less("contrats", rank) }, `Retirer le contrat ${rank + 1}`) : null,
  );
}

const ELEMENTS = { frais: "Frais remboursés", acompte: "Acompte", avance: "Avance (prêt)", saisie: "Saisie sur salaire", pension_alimentaire: "Pension alimentaire", avantage_repas: "Repas gratuits", prime: "Prime" };

function elements(root, field, schema, changed) {
  const rows = (root.elements ?? []).map((e, row) =>
    el(
      "div",
      { class: "champs rangee" },
      field(`elements[${row}].code`, "Élément", "choix", { refait: true, choix: choices(schema, "ElementCode", ELEMENTS).filter(([v]) => ELEMENTS[v]) }),
      field(`elements[${row}].montant`, "Montant (€)", "montant"),
      e.code === "frais" || e.quantite !== undefined ? field(`elements[${row}].quantite`, "Nombre", "nombre") : null,
      e.code === "frais" || e.nature !== undefined ? field(`elements[${row}].nature`, "Limite d'exonération", "choix", { large: true, vide: "aucune : dépense réelle, avec justificatif", choix: LIMITES }) : null,
      el("div", { class: "champ" }, el("button", { type: "button", onclick: () => changed.less("elements", row) }, `Retirer l'élément ${row + 1}`)),
    ),
  );
  const box = fold("Frais, acomptes, primes");
  box.querySelector(".champs").replaceWith(...rows, el("p", {}, el("button", { type: "button", onclick: () => changed.more("elements") }, "Ajouter un élément")));
  if (root.elements?.length) box.open = true;
  return box;
}

/** Un champ, son étiquette, son aide. */
function one(root, path, label, kind, more, changed) {
  const value = read(root, path);
  const help = more.aide ? `aide-${path}` : null;
  const base = { id: path, name: path, "aria-describedby": help, "data-aide": help };
  const set = (v) => {
    write(root, path, v);
    changed.field(path, more.refait);
  };
  const tail = more.aide ? el("p", { class: "aide", id: help }, more.aide) : null;
  if (kind === "oui_non") {
    const box = el("input", { ...base, type: "checkbox", checked: value ?? more.defaut ?? false, onchange: (e) => set(e.target.checked) });
    return el("div", { class: "champ case", "data-champ": path }, box, el("label", { for: path }, label), tail);
  }
  let input;
  if (kind === "choix" || kind === "cadre") {
    const now = kind === "cadre" ? (value === undefined || value === null ? "" : value ? "oui" : "non") : (value ?? "");
    const options = [...(more.vide ? [["", more.vide]] : []), ...more.choix];
    if (now !== "" && !options.some(([v]) => v === now)) options.push([now, String(now)]);
    input = el(
      "select",
      { ...base, onchange: (e) => set(kind === "cadre" ? { oui: true, non: false }[e.target.value] : e.target.value || undefined) },
      options.map(([v, t]) => el("option", { value: v, selected: v === now }, t)),
    );
  } else {
    const type = kind === "date" ? "date" : "text";
    const numeric = ["montant", "taux", "nombre", "entier"].includes(kind);
    const typed = (text) => {
      const plain = numeric ? decimal(text) : text.trim();
      if (plain === "") return more.nul ? null : undefined;
      return kind === "entier" && /^\d{1,9}$/.test(plain) ? Number(plain) : plain;
    };
    input = el("input", {
      ...base,
      type,
      value: numeric ? shown(value) : (value ?? ""),
      inputmode: numeric ? (kind === "entier" ? "numeric" : "decimal") : null,
      list: more.liste,
      autocomplete: "off",
      spellcheck: "false",
      onchange: (e) => set(typed(e.target.value)),
    });
  }
  return el("div", { class: "champ" + (more.large ? " large" : ""), "data-champ": path }, el("label", { for: path }, label), input, tail);
}

/** Le champ d'un diagnostic : le sien, ou celui qui le contient. */
export function place(box, path) {
  for (let at = path ?? ""; at; at = at.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, "")) {
    const found = [...box.querySelectorAll("[data-champ]")].find((f) => f.dataset.champ === at || f.dataset.champ.startsWith(at + ".") || f.dataset.champ.startsWith(at + "["));
    if (found) return found;
  }
  return null;
}

/** Met chaque message à son champ, et retire ceux d'avant. */
export function mark(box, errors, doubts) {
  for (const old of box.querySelectorAll(".faute, .doute")) old.remove();
  for (const input of box.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    describe(input, []);
  }
  const seen = new Map();
  for (const [list, kind] of [[errors, "faute"], [doubts, "doute"]]) {
    for (const d of list) {
      const field = d.champ ? place(box, d.champ) : null;
      if (!field) continue;
      const input = field.querySelector("input, select");
      const id = `${kind}-${input.id}-${(seen.get(input)?.length ?? 0) + 1}`;
      field.append(el("p", { class: kind, id }, d.message + (d.aide ? ` (${d.aide})` : "")));
      seen.set(input, [...(seen.get(input) ?? []), id]);
      if (kind === "faute") {
        input.setAttribute("aria-invalid", "true");
        for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      }
    }
  }
  for (const [input, ids] of seen) describe(input, ids);
}

function describe(input, ids) {
  const all = [input.dataset.aide, ...ids].filter(Boolean);
  if (all.length) input.setAttribute("aria-describedby", all.join(" "));
  else input.removeAttribute("aria-describedby");
}
