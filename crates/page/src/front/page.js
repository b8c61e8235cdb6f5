// The page: what the address asks is what is shown.
import { amount, announce, count, day, during, el, euros, gap, get, getBlob, message, messages, post, readToken, refusal, table } from "./outils.js";
import { bars, flow } from "./images.js";
import { fileView, filesView } from "./donnees.js";

const main = document.getElementById("contenu");
let folder = null;

const PARTS = { semaine: week, bulletin: payslip, mois: month, couts: costs, donnees: data };

async function show() {
  const [part = "semaine", ...rest] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const view = PARTS[part] ?? week;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.partie === (part === "bulletin" ? "semaine" : part)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const asked = location.hash;
  announce("");
  try {
    folder = await during("Lecture du dossier", () => get("/dossier/etat"));
    document.getElementById("production").textContent = folder.production;
    document.title = folder.production + " · cddu";
    const content = await view(...rest);
    // Another place was asked meanwhile.
    if (location.hash === asked) put(content);
  } catch (error) {
    if (location.hash === asked) put([refusal(error)]);
  }
}

function put(content) {
  main.replaceChildren(...[content].flat(Infinity).filter(Boolean));
}

const go = (place) => {
  if (location.hash === place) show();
  else location.hash = place;
};

// ---------------------------------------------------------------- the week

function periods() {
  const paid = folder.payees.map((p) => ({ nom: p.nom, texte: `${p.nom}, payée (${count(p.bulletins, "bulletin")})`, paid: true, debut: p.debut }));
  const due = folder.a_payer
    .filter((p) => !paid.some((q) => q.nom === p.nom))
    .map((p) => ({ nom: p.nom, texte: `${p.nom}, à payer`, paid: false, debut: p.debut }));
  return [...paid, ...due].sort((a, b) => (a.debut < b.debut ? -1 : 1));
}

async function week(asked) {
  const all = periods();
  if (all.length === 0) {
    return [
      el("h2", {}, "Rien à payer"),
      el("p", {}, "Le dossier n'a ni heures ni bulletins. Remplir contrats.csv et temps.csv, puis recharger."),
      messages(folder.diagnostics),
    ];
  }
  const chosen = all.find((p) => p.nom === asked) ?? all.find((p) => !p.paid) ?? all.at(-1);
  const choice = chooser("Semaine", all.map((p) => [p.nom, p.texte]), chosen.nom, (nom) => go("#/semaine/" + nom));
  let seen;
  let control;
  try {
    [seen, control] = await during(`Calcul de ${chosen.nom}`, () =>
      Promise.all([
        post("/dossier/commandes/apercu", { periode: chosen.nom }),
        post("/dossier/commandes/controle", { periode: chosen.nom }),
      ]),
    );
  } catch (error) {
    return [choice, refusal(error)];
  }
  const found = seen.sortie;
  if (!found || found.erreurs) {
    return [choice, el("h2", {}, chosen.nom + " ne se paie pas"), messages(found?.erreurs ?? [{ code: "", message: seen.messages }])];
  }
  announce(`${chosen.nom} : ${count(found.bulletins.length, "bulletin")}, ${found.ecartes.length ? count(found.ecartes.length, "personne écartée", "personnes écartées") : "personne n'est écarté"}`);
  const before = new Map((control.sortie?.lignes ?? []).map((l) => [l.matricule, l]));
  const serious = found.diagnostics.filter((d) => d.gravite !== "info");
  return [
    choice,
    el("h2", {}, `Semaine ${found.periode}, du ${day(found.debut)} au ${day(found.fin)}`),
    figures([
      ["Brut", euros(found.totaux.brut)],
      ["Net avant impôt", euros(found.totaux.net_avant_impot)],
      ["Virements", euros(found.totaux.virements)],
      ["Coût de l'employeur", euros(found.totaux.cout)],
      ["Paiement", day(found.date_paiement)],
    ]),
    actions(chosen, found, seen.vu),
    leftOut(found.ecartes),
    people(found, before, control.sortie?.precedente),
    noteLines(found.notes),
    serious.length ? el("h3", {}, "Ce que le programme en dit") : null,
    messages(serious),
    informations(found.diagnostics.filter((d) => d.gravite === "info")),
    pictures(found),
  ];
}

function informations(list) {
  if (list.length === 0) return null;
  return el("details", {}, el("summary", {}, count(list.length, "information")), messages(list));
}

function pictures(found) {
  const bodies = Object.entries(found.dettes).sort((a, b) => Number(b[1]) - Number(a[1]));
  if (bodies.length === 0) return null;
  return el("div", { class: "deux" }, bars("Ce que la semaine doit à chaque organisme", bodies.map(([n, v]) => [BODIES[n] ?? n, v])));
}

const BODIES = {
  urssaf: "Urssaf",
  audiens_retraite: "Audiens retraite",
  audiens_prevoyance: "Audiens prévoyance",
  france_travail: "France Travail",
  conges_spectacles: "Congés Spectacles",
  afdas: "Afdas",
  sante_travail: "Thalie Santé",
  dgfip: "Impôt (DGFiP)",
  conventionnel: "Conventionnel",
  ircec: "Ircec",
  urssaf_artistes_auteurs: "Urssaf artistes-auteurs",
  agirc_arrco: "Agirc-Arrco",
};

function people(found, before, previous) {
  const rows = found.bulletins.map((b) => {
    const matricule = /-([^-]+?)(?:-R\d+)?$/.exec(b.numero)?.[1] ?? b.numero;
    const old = before.get(matricule);
    const difference = old?.net_avant && old?.net ? gap(old.net, old.net_avant) : null;
    const state =
      b.etat === "inchange" ? ["payé", "paye"] : b.etat === "conserve" ? ["payé, données changées", "a-verifier"] : b.etat === "rectificatif" ? ["à rectifier", "a-verifier"] : ["à payer", ""];
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, el("a", { href: `#/bulletin/${encodeURIComponent(b.numero)}/${found.periode}` }, b.nom)),
      el("td", { class: "facultatif" }, b.fonction),
      el("td", { class: "n" }, amount(b.heures)),
      el("td", { class: "n" }, amount(b.brut)),
      el("td", { class: "n" }, amount(b.virement)),
      el(
        "td",
        { class: "n " + (difference ? (difference.startsWith("-") ? "moins" : difference === "0.00" ? "doux" : "plus") : "doux") },
        difference === null ? (old?.constat === "nouveau" ? "nouveau" : "") : (difference.startsWith("-") ? "" : "+") + amount(difference),
      ),
      el("td", { class: "n facultatif" }, amount(b.cout)),
      el("td", {}, el("span", { class: "etat " + state[1] }, state[0]), old?.changements?.length ? el("div", { class: "doux" }, old.changements.join(" ; ").replaceAll("->", "→")) : null),
    );
  });
  return table(
    "Une ligne par bulletin ; le nom ouvre le bulletin" + (previous ? ` ; écart de net avec ${previous}` : ""),
    [["Personne"], ["Fonction", "facultatif"], ["Heures", "n"], ["Brut", "n"], ["Virement", "n"], ["Écart", "n"], ["Coût", "n facultatif"], ["État"]],
    rows,
    el(
      "tr",
      { class: "total" },
      el("th", { scope: "row" }, count(found.bulletins.length, "bulletin")),
      el("td", { class: "facultatif" }),
      el("td"),
      el("td", { class: "n" }, amount(found.totaux.brut)),
      el("td", { class: "n" }, amount(found.totaux.virements)),
      el("td"),
      el("td", { class: "n facultatif" }, amount(found.totaux.cout)),
      el("td"),
    ),
  );
}

function leftOut(list) {
  if (list.length === 0) return null;
  return el(
    "div",
    { class: "message erreur" },
    el("p", {}, el("strong", {}, list.length === 1 ? "Une personne n'est pas payée" : `${list.length} personnes ne sont pas payées`), " : une de leurs lignes est fausse, ou leur bulletin ne tient pas."),
    el(
      "ul",
      {},
      list.map((e) =>
        el(
          "li",
          {},
          `${e.nom} (${e.matricule}) : `,
          e.lignes.map((l) => {
            const [file, line] = l.split("/").pop().split(":");
            return [el("a", { href: `#/donnees/${file}/${line ?? 1}` }, `${file}, ligne ${line ?? ""}`), " "];
          }),
          e.codes.join(", "),
        ),
      ),
    ),
  );
}

function noteLines(notes) {
  if (!notes.length) return null;
  return [
    el("h3", {}, "Notes de droits d'auteur"),
    table(
      "Notes payées dans la période",
      [["Note"], ["Auteur"], ["Brut HT", "n"], ["Net à payer", "n"], ["Coût du producteur", "n"]],
      notes.map((n) =>
        el("tr", {}, el("th", { scope: "row" }, n.numero), el("td", {}, n.auteur), el("td", { class: "n" }, amount(n.brut_ht)), el("td", { class: "n" }, amount(n.net_a_payer)), el("td", { class: "n" }, amount(n.cout_producteur))),
      ),
    ),
  ];
}

function actions(period, found, seen) {
  const fresh = found.bulletins.some((b) => b.etat === "nouveau");
  const changed = found.bulletins.some((b) => b.etat === "conserve");
  const paid = found.bulletins.some((b) => b.etat === "inchange" || b.etat === "conserve");
  const button = (text, work, kind) => el("button", { type: "button", class: kind, onclick: work }, text);
  return el(
    "div",
    { class: "boutons" },
    fresh ? button(`Payer ${period.nom}…`, () => pay(period, found, seen), "principal") : null,
    changed ? button("Rectifier…", () => rectify(period)) : null,
    paid ? button("Intégrer en comptabilité…", () => integrate(period, seen)) : null,
    paid ? button("Défaire…", () => undo(period, seen)) : null,
    button("Imprimer", () => print()),
  );
}

/** Asks before anything is written. */
function confirmed(title, content, verb) {
  const box = document.getElementById("confirmer");
  document.getElementById("confirmer-titre").textContent = title;
  document.getElementById("confirmer-corps").replaceChildren(...[content].flat(Infinity).filter(Boolean));
  document.getElementById("confirmer-oui").textContent = verb;
  box.returnValue = "non";
  box.showModal();
  return new Promise((resolve) => box.addEventListener("close", () => resolve(box.returnValue === "oui"), { once: true }));
}

async function act(name, question, title) {
  let done;
  try {
    done = await during(title, () => post("/dossier/commandes/" + name, question));
  } catch (error) {
    put([refusal(error), back(question.periode)]);
    return;
  }
  const out = done.sortie ?? {};
  const errors = out.erreurs ?? [];
  const files = out.fichiers ?? [];
  announce(done.code === 2 ? "Rien n'est fait." : "Fait.");
  put([
    el("h2", {}, done.code === 2 ? "Rien n'est fait" : done.code === 1 ? "Fait, avec des anomalies" : "Fait"),
    messages(errors),
    messages((out.diagnostics ?? []).filter((d) => d.gravite !== "info")),
    leftOut(out.ecartes ?? []),
    files.length ? el("h3", {}, "Fichiers écrits") : null,
    files.length ? el("ul", {}, files.map((f) => el("li", {}, documentLink(f.chemin), " ", f.contenu))) : null,
    !out.fichiers && !errors.length && done.messages ? el("pre", {}, done.messages) : null,
    back(question.periode),
  ]);
  main.focus();
}

const back = (period) => el("p", {}, el("a", { href: "#/semaine/" + (period ?? ""), onclick: () => setTimeout(show) }, "Revenir à la semaine"));

function documentLink(path) {
  if (path.endsWith("/")) return el("code", {}, path);
  return el(
    "a",
    {
      href: "#",
      onclick: async (event) => {
        event.preventDefault();
        try {
          const blob = await getBlob("/dossier/documents/" + path.split("/").map(encodeURIComponent).join("/"));
          const link = el("a", { href: URL.createObjectURL(blob), download: path.split("/").pop() });
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        } catch (error) {
          announce(error.message);
        }
      },
    },
    path,
  );
}

async function pay(period, found, seen) {
  const fresh = found.bulletins.filter((b) => b.etat === "nouveau");
  const yes = await confirmed(
    `Payer ${period.nom} ?`,
    [
      el("p", {}, `${count(fresh.length, "bulletin va être figé", "bulletins vont être figés")} : un bulletin figé ne change plus, il se rectifie.`),
      figures([
        ["Virements", euros(found.totaux.virements)],
        ["Coût", euros(found.totaux.cout)],
        ["Paiement", day(found.date_paiement)],
      ]),
      found.ecartes.length ? el("p", {}, `${count(found.ecartes.length, "personne n'est pas payée", "personnes ne sont pas payées")} : ${found.ecartes.map((e) => e.nom).join(", ")}.`) : null,
      el("p", { class: "doux" }, `Même chose dans un terminal : cddu paie ${folder.dossier} --periode ${period.nom}`),
    ],
    "Figer et payer",
  );
  if (yes) await act("payer", { periode: period.nom, vu: seen }, `Paie de ${period.nom}`);
}

async function rectify(period) {
  const seen = await during("Aperçu de la rectification", () => post("/dossier/commandes/apercu-rectifier", { periode: period.nom }));
  const lines = (seen.sortie?.bulletins ?? []).filter((b) => b.etat === "rectificatif");
  const yes = await confirmed(
    `Rectifier ${period.nom} ?`,
    [
      el("p", {}, `${count(lines.length, "bulletin sera remplacé", "bulletins seront remplacés")} par un bulletin rectificatif.`),
      el("ul", {}, lines.map((b) => el("li", {}, `${b.nom} : brut ${euros(b.brut)}, virement ${euros(b.virement)}`))),
      messages((seen.sortie?.erreurs ?? []).concat(seen.sortie?.diagnostics ?? []).filter((d) => d.gravite !== "info")),
    ],
    "Rectifier",
  );
  if (yes) await act("rectifier", { periode: period.nom, vu: seen.vu }, `Rectification de ${period.nom}`);
}

async function integrate(period, seen) {
  const shown = await during("Écritures proposées", () => post("/dossier/commandes/ecritures", { periode: period.nom }));
  const entries = [shown.sortie].flat().filter(Boolean);
  const yes = await confirmed(
    `Intégrer ${period.nom} en comptabilité ?`,
    [
      el("p", {}, "Le lot n'en bougera plus ; une correction passera ensuite par un autre lot."),
      el("details", {}, el("summary", {}, "Écritures proposées"), el("pre", {}, JSON.stringify(entries, null, 1).slice(0, 20000))),
    ],
    "Intégrer",
  );
  if (yes) await act("integrer", { periode: period.nom, vu: shown.vu ?? seen }, `Intégration de ${period.nom}`);
}

async function undo(period, seen) {
  const yes = await confirmed(
    `Défaire ${period.nom} ?`,
    [el("p", {}, "Seuls des bulletins ni remis, ni virés, ni intégrés se défont ; ils restent lisibles dans le dossier « defaits ».")],
    "Défaire",
  );
  if (yes) await act("defaire", { periode: period.nom, vu: seen }, `${period.nom} est défaite`);
}

function figures(list) {
  return el("ul", { class: "chiffres" }, list.map(([name, value]) => el("li", {}, el("span", {}, name), el("strong", {}, value))));
}

function chooser(label, options, chosen, change) {
  const id = "choix-" + label.toLowerCase();
  return el(
    "div",
    { class: "choix" },
    el(
      "div",
      {},
      el("label", { for: id }, label),
      el(
        "select",
        { id, onchange: (event) => change(event.target.value) },
        options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
      ),
    ),
  );
}

// ---------------------------------------------------------------- a payslip

const TOTALS = [
  ["brut", "Brut"],
  ["cotisations_salarie", "Cotisations du salarié"],
  ["allegements_salarie", "Réduction sur les heures supplémentaires"],
  ["montant_net_social", "Montant net social"],
  ["net_imposable", "Net imposable"],
  ["frais", "Frais remboursés"],
  ["net_avant_impot", "Net à payer avant impôt"],
  ["pas", "Impôt prélevé à la source"],
  ["retenue_non_resident", "Retenue à la source"],
  ["net_paye", "Net payé"],
  ["acomptes", "Acomptes"],
  ["saisies", "Saisies"],
  ["virement", "Virement"],
  ["cotisations_employeur", "Cotisations de l'employeur"],
  ["allegements", "Allègements de l'employeur"],
  ["total_verse_employeur", "Total versé par l'employeur"],
];

async function payslip(numero, periode) {
  const query = periode ? "?periode=" + encodeURIComponent(periode) : "";
  const place = "/dossier/bulletins/" + encodeURIComponent(numero);
  const [frozen, explained] = await during("Lecture du bulletin", () => Promise.all([get(place + query), get(place + "/explication" + query)]));
  const slip = frozen.resultat;
  const why = reasons(explained);
  const who = `${slip.salarie.prenom} ${slip.salarie.nom}`;
  announce(`Bulletin de ${who}`);
  const button = (value, label, ...names) => number(why, value, label, names);
  return [
    el("p", {}, el("a", { href: "#/semaine/" + (periode ?? frozen.periode) }, "‹ La semaine")),
    el("h2", {}, `${who}, bulletin ${frozen.numero}`),
    el("p", { class: "doux" }, `Du ${day(slip.periode.debut)} au ${day(slip.periode.fin)}, payé le ${day(slip.date_paiement)}. Cliquer un nombre dit d'où il vient.`),
    slip.contrats.map((c) => contract(c, button)),
    slip.elements.length ? el("h3", {}, "Frais, acomptes, retenues") : null,
    slip.elements.length
      ? table(
          "Ce qui s'ajoute au net ou s'en retire",
          [["Élément"], ["Montant", "n"], ["Sens"]],
          slip.elements.map((e) => el("tr", {}, el("th", { scope: "row" }, e.libelle), el("td", { class: "n" }, amount(e.retenu ?? e.montant)), el("td", {}, e.sens))),
        )
      : null,
    el("h3", {}, "Totaux"),
    table(
      "Totaux du bulletin",
      [["Total"], ["Montant", "n"]],
      TOTALS.filter(([key]) => slip.totaux[key] !== undefined && (slip.totaux[key] !== "0.00" || key === "pas")).map(([key, label]) =>
        el("tr", { class: key === "virement" || key === "net_avant_impot" ? "total" : "" }, el("th", { scope: "row" }, label), el("td", { class: "n" }, button(slip.totaux[key], label, key))),
      ),
    ),
    absentRelief(why),
    el(
      "div",
      { class: "deux" },
      flow("Du coût de l'employeur au virement", [
        ["Total versé", slip.totaux.total_verse_employeur, "total"],
        ["Employeur", gap(slip.totaux.total_verse_employeur, slip.totaux.brut), "moins"],
        ["Brut", slip.totaux.brut, "total"],
        ["Salarié", gap(slip.totaux.cotisations_salarie, slip.totaux.allegements_salarie ?? "0.00"), "moins"],
        ["Frais", slip.totaux.frais, "plus"],
        ["Impôt", gap(slip.totaux.pas, "-" + (slip.totaux.retenue_non_resident ?? "0.00")), "moins"],
        ["Acomptes, saisies", ["acomptes", "avances", "saisies"].reduce((all, k) => gap(all, "-" + (slip.totaux[k] ?? "0.00")), "0.00"), "moins"],
        ["Virement", slip.totaux.virement, "total"],
      ].filter(([, v, k]) => k === "total" || v !== "0.00")),
      shares(slip),
    ),
    slip.avertissements.length ? el("h3", {}, "Réserves") : null,
    slip.avertissements.map((a) => message({ code: a.code, message: a.message, gravite: "mineur" })),
    el("div", { class: "boutons" }, el("button", { type: "button", onclick: () => print() }, "Imprimer"), el("button", { type: "button", onclick: () => compare(frozen, button) }, "Comparer avec une autre méthode…")),
  ];
}

function contract(c, button) {
  const of = (code, part) => `${c.contrat}.${code}.${part}`;
  return [
    el("h3", {}, `${c.fonction || c.categorie}, contrat ${c.contrat}`),
    table(
      "De quoi le brut est fait",
      [["Élément"], ["Quantité", "n"], ["Taux", "n"], ["Montant", "n"], ["Règle", "facultatif"]],
      c.elements.map((e) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, e.libelle),
          el("td", { class: "n" }, amount(e.quantite)),
          el("td", { class: "n" }, amount(e.taux)),
          el("td", { class: "n" }, button(e.montant, e.libelle, `${c.contrat}.${e.code}`)),
          el("td", { class: "facultatif doux" }, [e.regle, e.article].filter(Boolean).join(", ")),
        ),
      ),
    ),
    table(
      "Cotisations",
      [["Ligne"], ["Base", "n"], ["Taux salarié", "n facultatif"], ["Salarié", "n"], ["Taux employeur", "n facultatif"], ["Employeur", "n"]],
      c.lignes.map((l) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, l.libelle),
          el("td", { class: "n" }, amount(l.base)),
          el("td", { class: "n facultatif" }, amount(l.taux_salarie)),
          el("td", { class: "n" }, button(l.montant_salarie, l.libelle + ", part du salarié", of(l.code, "montant_salarie"), `${c.contrat}.${l.code.toLowerCase()}`)),
          el("td", { class: "n facultatif" }, amount(l.taux_employeur ?? l.coefficient)),
          el("td", { class: "n" }, button(l.montant_employeur, l.libelle + ", part de l'employeur", of(l.code, "montant_employeur"), `${c.contrat}.${l.code.toLowerCase()}`)),
        ),
      ),
      el(
        "tr",
        { class: "total" },
        el("th", { scope: "row" }, "Sous-totaux"),
        el("td"),
        el("td", { class: "facultatif" }),
        el("td", { class: "n" }, amount(c.sous_totaux.cotisations_salarie)),
        el("td", { class: "facultatif" }),
        el("td", { class: "n" }, amount(c.sous_totaux.cotisations_employeur)),
      ),
    ),
  ];
}

function shares(slip) {
  const bodies = new Map();
  for (const c of slip.contrats)
    for (const l of c.lignes)
      for (const v of [l.montant_salarie, l.montant_employeur])
        if (v) bodies.set(l.organisme, gap(bodies.get(l.organisme) ?? "0.00", v.startsWith("-") ? v.slice(1) : "-" + v));
  const rows = [...bodies].filter(([, v]) => v !== "0.00").sort((a, b) => Number(b[1]) - Number(a[1]));
  return bars("Part de chaque organisme", rows.map(([n, v]) => [BODIES[n] ?? n, v]));
}

function absentRelief(why) {
  const absent = why.all.filter((f) => f.figure.endsWith(".non_due") || f.pourquoi);
  if (absent.length === 0) return null;
  return el(
    "details",
    {},
    el("summary", {}, "Ce qui n'est pas dû, et pourquoi"),
    el("ul", {}, absent.map((f) => el("li", {}, el("button", { type: "button", class: "nombre", onclick: () => explain(why, f, f.libelle) }, f.libelle), f.pourquoi ? " : " + f.pourquoi : ""))),
  );
}

function reasons(list) {
  const all = Array.isArray(list) ? list : (list.figures ?? list.explications ?? []);
  const by = new Map();
  for (const f of all) by.set(f.figure, f);
  return { all, by };
}

/** A number that says where it comes from. */
function number(why, value, label, names) {
  if (value === null || value === undefined) return "";
  const figure = names.map((n) => why.by.get(n)).find(Boolean);
  if (!figure) return amount(value);
  return el("button", { type: "button", class: "nombre", "aria-label": `${label} : ${amount(value)}, pourquoi`, onclick: () => explain(why, figure, label) }, amount(value));
}

const UNITS = { EUR: " €", "%": " %", min: " min" };
const valued = (n) => amount(n.valeur) + (UNITS[n.unite] ?? (n.unite ? " " + n.unite : ""));

function explain(why, figure, label, path = []) {
  const box = document.getElementById("pourquoi");
  document.getElementById("pourquoi-titre").textContent = `${label} : ${valued(figure)}`;
  const steps = [...path, [figure, label]];
  const origin = (t) =>
    el(
      "dl",
      { class: "origine" },
      [
        ["Barème", `${t.fichier}, ligne ${t.ligne} (${t.cle})`],
        ["En vigueur", t.validite],
        ["Base légale", t.base_legale],
        ["Source", t.source],
        ["Confiance", LETTERS[t.confiance] ?? t.confiance],
      ]
        .filter(([, v]) => v)
        .map(([k, v]) => [el("dt", {}, k), el("dd", {}, v)]),
      t.lien ? [el("dt", {}, "Lien"), el("dd", {}, el("a", { href: t.lien, rel: "noreferrer noopener", target: "_blank" }, t.lien))] : null,
    );
  const body = [
    path.length
      ? el(
          "ul",
          { class: "chemin", "aria-label": "Chemin" },
          steps.map(([f, l], rank) => el("li", {}, rank === steps.length - 1 ? l : el("button", { type: "button", class: "nombre", onclick: () => explain(why, f, l, steps.slice(0, rank)) }, l))),
        )
      : null,
    figure.pourquoi ? el("p", {}, figure.pourquoi) : null,
    figure.formule ? el("p", { class: "formule" }, "= ", figure.formule) : null,
    figure.calcul ? el("p", { class: "formule" }, "= ", french(figure.calcul), figure.avant_arrondi ? ` = ${amount(figure.avant_arrondi)}, arrondi au centime` : "") : null,
    figure.table ? origin(figure.table) : null,
    figure.regle
      ? el(
          "dl",
          { class: "origine" },
          [
            ["Règle", figure.regle.texte],
            ["Base légale", figure.regle.base_legale],
            ["Confiance", LETTERS[figure.confiance] ?? figure.confiance],
          ].map(([k, v]) => [el("dt", {}, k), el("dd", {}, v ?? "")]),
        )
      : null,
    figure.nombres?.length ? el("h3", {}, "Les nombres du calcul") : null,
    figure.nombres?.length
      ? el(
          "ul",
          {},
          figure.nombres.map((n) => {
            const next = n.figure ? why.by.get(n.figure) : null;
            return el(
              "li",
              {},
              next && (next.formule || next.nombres || next.table)
                ? el("button", { type: "button", class: "nombre", onclick: () => explain(why, next, n.libelle, steps) }, `${n.libelle} : ${valued(n)}`)
                : `${n.libelle} : ${valued(n)}`,
              n.saisie ? el("span", { class: "doux" }, " (donné)") : null,
              n.origine ? el("a", { href: `#/donnees/${n.origine.fichier}/${n.origine.ligne}`, onclick: () => box.close() }, ` ${n.origine.fichier}, ligne ${n.origine.ligne}`) : null,
              n.table ? el("details", {}, el("summary", {}, "Origine"), origin(n.table)) : null,
            );
          }),
        )
      : null,
  ];
  document.getElementById("pourquoi-corps").replaceChildren(...body.flat(Infinity).filter(Boolean));
  if (!box.open) box.showModal();
}

const LETTERS = { A: "A, texte officiel lu", B: "B, source secondaire fiable", C: "C, non vérifié" };
const french = (text) => text.replace(/(\d)\.(\d)/g, "$1,$2");

/** The same payslip under another reading: what changes, total by total. */
async function compare(frozen, button) {
  const box = document.getElementById("confirmer");
  const key = el("input", { type: "text", id: "methode", value: "rgdu_smic" });
  const value = el("input", { type: "text", id: "lecture", value: "dates_des_heures" });
  const yes = await confirmed(
    "Comparer avec une autre méthode",
    [
      el("p", {}, "Une méthode et une lecture, comme dans docs/choix-de-methode.md. Rien n'est écrit."),
      el("div", { class: "choix" }, el("div", {}, el("label", { for: "methode" }, "Méthode"), key), el("div", {}, el("label", { for: "lecture" }, "Lecture"), value)),
    ],
    "Comparer",
  );
  box.close();
  if (!yes) return;
  const question = { ...frozen.entree, methodes: { ...frozen.entree.methodes, [key.value.trim()]: value.value.trim() } };
  try {
    const [now, other] = await during("Calcul", () => Promise.all([post("/v1/bulletin", frozen.entree), post("/v1/bulletin", question)]));
    const one = (now.bulletin ?? now).totaux;
    const two = (other.bulletin ?? other).totaux;
    const rows = TOTALS.filter(([k]) => one[k] !== undefined && two[k] !== undefined && (one[k] !== "0.00" || two[k] !== "0.00")).map(([k, label]) => {
      const d = gap(two[k], one[k]);
      return el("tr", {}, el("th", { scope: "row" }, label), el("td", { class: "n" }, amount(one[k])), el("td", { class: "n" }, amount(two[k])), el("td", { class: "n " + (d === "0.00" ? "doux" : d.startsWith("-") ? "moins" : "plus") }, (d.startsWith("-") ? "" : "+") + amount(d)));
    });
    document.getElementById("pourquoi-titre").textContent = `${key.value.trim()} = ${value.value.trim()}`;
    document.getElementById("pourquoi-corps").replaceChildren(table("Totaux du bulletin sous les deux lectures", [["Total"], ["Aujourd'hui", "n"], ["Autre lecture", "n"], ["Écart", "n"]], rows));
  } catch (error) {
    document.getElementById("pourquoi-titre").textContent = "La comparaison est refusée";
    document.getElementById("pourquoi-corps").replaceChildren(refusal(error));
  }
  document.getElementById("pourquoi").showModal();
}

// ---------------------------------------------------------------- the month

async function month(asked) {
  if (folder.mois.length === 0) return [el("h2", {}, "Aucun mois payé"), el("p", {}, "Payer d'abord une semaine.")];
  const chosen = folder.mois.includes(asked) ? asked : folder.mois.at(-1);
  const [found, dates, proof] = await during(`Rapprochement de ${chosen}`, () =>
    Promise.all([
      get("/dossier/mois/" + chosen).catch((error) => ({ erreurs: error.errors ?? [{ code: "", message: error.message }] })),
      post("/dossier/commandes/calendrier", {}),
      post("/dossier/commandes/registre", {}),
    ]),
  );
  const report = found.rapport ?? {};
  const gaps = report.ecarts ?? [];
  announce(`${chosen} : ${gaps.length ? count(gaps.length, "constat") : "aucun écart"}`);
  return [
    chooser("Mois de paiement", folder.mois.map((m) => [m, m]), chosen, (m) => go("#/mois/" + m)),
    el("h2", {}, `Rapprochement de ${chosen}`),
    messages(found.erreurs ?? []),
    messages(found.perimes ?? []),
    gaps.length === 0 && !found.erreurs ? el("p", {}, `Aucun écart entre bulletins, écritures, DSN, AEM et virements (${Object.keys(report.appliquees ?? {}).length} contrôles).`) : null,
    gaps.map((g) =>
      el(
        "div",
        { class: "message " + (g.gravite === "info" ? "" : g.gravite === "mineur" ? "alerte" : "erreur") },
        el("p", {}, el("strong", {}, `${g.nom} : ${g.gauche ? `${amount(g.gauche)} contre ${amount(g.droite)}, écart ${amount(g.ecart)}` : ""}`)),
        el("p", {}, g.message),
        g.cause ? el("p", {}, "Cause probable : " + g.cause.texte) : null,
        g.remede ? el("p", {}, "Remède : " + g.remede) : null,
        (g.candidats ?? []).length ? el("details", {}, el("summary", {}, "Où regarder"), el("ul", {}, g.candidats.map((c) => el("li", {}, typeof c === "string" ? c : [c.document, c.ligne && "ligne " + c.ligne, c.texte, c.montant && amount(c.montant)].filter(Boolean).join(", "))))) : null,
        el("p", { class: "code" }, `règle ${g.regle}`),
      ),
    ),
    el("h2", {}, "Déclarations et échéances"),
    el(
      "ol",
      { class: "calendrier" },
      [dates.sortie].flat().filter(Boolean).map((d) => el("li", {}, el("time", { datetime: d.date }, day(d.date)), el("div", {}, el("strong", {}, d.libelle), d.montant ? ` : ${euros(d.montant)}` : "", el("div", { class: "doux" }, [d.objet, d.destinataire, d.canal].filter(Boolean).join(" ; "))))),
    ),
    el("h2", {}, "Registre"),
    el("p", {}, `${count(proof.sortie?.bulletins ?? 0, "bulletin figé", "bulletins figés")} et ${count(proof.sortie?.notes ?? 0, "note figée", "notes figées")}, relus et prouvés ; ${count(proof.sortie?.journal ?? 0, "ligne")} au journal.`),
    messages(proof.sortie?.diagnostics ?? proof.sortie?.erreurs ?? []),
  ];
}

// ---------------------------------------------------------------- the costs

async function costs() {
  if (folder.payees.length === 0) return [el("h2", {}, "Aucun coût"), el("p", {}, "Payer d'abord une semaine.")];
  const add = (key) => {
    const all = new Map();
    const cents = (t) => BigInt(t.replace(".", ""));
    for (const p of folder.payees) for (const [k, v] of Object.entries(p[key])) all.set(k, (all.get(k) ?? 0n) + cents(v));
    const text = (c) => {
      const s = (c < 0n ? -c : c).toString().padStart(3, "0");
      return (c < 0n ? "-" : "") + s.slice(0, -2) + "." + s.slice(-2);
    };
    return [...all].sort((a, b) => (a[1] < b[1] ? 1 : -1)).map(([k, c]) => [k, text(c)]);
  };
  const lists = [
    ["Coût par semaine", folder.payees.map((p) => [p.nom, p.cout])],
    ["Coût par département", add("departements")],
    ["Coût par poste du devis", add("postes")],
    ["Dû à chaque organisme", add("organismes").map(([k, v]) => [BODIES[k] ?? k, v])],
  ];
  return [
    el("h2", {}, "Les coûts des semaines payées"),
    el("div", { class: "deux" }, lists.map(([title, rows]) => bars(title, rows))),
    lists.map(([title, rows]) => el("details", {}, el("summary", {}, title + ", en tableau"), table(title, [["", ""], ["Montant", "n"]], rows.map(([k, v]) => el("tr", {}, el("th", { scope: "row" }, k), el("td", { class: "n" }, amount(v))))))),
  ];
}

// ---------------------------------------------------------------- the files

async function data(file, line, column) {
  return file ? fileView(file, line, column) : filesView(show);
}

if (readToken()) {
  addEventListener("hashchange", () => {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
    show();
  });
  show();
} else {
  put([
    el("h2", {}, "Cette page n'a pas de jeton"),
    el("p", {}, "Ouvrir l'adresse entière que « cddu ouvrir DOSSIER » a écrite dans le terminal : elle porte le jeton qui donne accès au dossier."),
  ]);
}
