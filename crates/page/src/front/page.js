// The page: what the address asks is what is shown.
import { get, getBlob, post, readToken } from "./appels.js";
import { BODIES, compare, noteSheet, payslipSheet } from "./bulletin.js";
import { documentView } from "./document.js";
import { fileView, filesView } from "./donnees.js";
import { against, bars } from "./images.js";
import { monthView } from "./mois.js";
import { amount, announce, chooser, confirmed, count, day, during, el, euros, figures, gap, gathered, messages, refusal, table } from "./outils.js";
import { reasons } from "./pourquoi.js";

const main = document.getElementById("contenu");
let folder = null;

const PARTS = { semaine: week, bulletin: payslip, note, document: documentView, mois: (asked) => monthView(folder, asked, (m) => go("#/mois/" + m), show), couts: costs, donnees: data };

/** Views that are reached from another one. */
const WITHIN = { bulletin: "semaine", note: "semaine", document: "mois" };

async function show() {
  const [part = "semaine", ...rest] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const view = PARTS[part] ?? week;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.partie === (WITHIN[part] ?? part)) link.setAttribute("aria-current", "page");
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
    checking(found),
    leftOut(found.ecartes),
    people(found, before, control.sortie?.precedente),
    noteLines(found),
    serious.length ? el("h3", {}, "Ce que le programme en dit") : null,
    gathered(serious),
    informations(found.diagnostics.filter((d) => d.gravite === "info")),
    pictures(found),
  ];
}

function informations(list) {
  if (list.length === 0) return null;
  return el("details", {}, el("summary", {}, count(list.length, "information")), gathered(list));
}

function pictures(found) {
  const bodies = Object.entries(found.dettes).sort((a, b) => Number(b[1]) - Number(a[1]));
  if (bodies.length === 0) return null;
  return el("div", { class: "deux" }, bars("Ce que la semaine doit à chaque organisme", bodies.map(([n, v]) => [BODIES[n] ?? n, v])));
}

/** To check, checked by somebody as it is, paid. */
function stateOf(b) {
  if (b.etat === "inchange") return ["payé", "paye"];
  if (b.etat === "conserve") return ["payé, données changées", "a-verifier"];
  if (b.etat === "rectificatif") return ["à rectifier", "a-verifier"];
  return b.visa ? ["vérifié", "verifie"] : ["à vérifier", "a-verifier"];
}

/** "le 20/11/2026 par Camille". */
const signed = (visa) => (visa ? `vérifié le ${day(visa.le)}${visa.par ? ` par ${visa.par}` : ""}` : "");

const unchecked = (found) => found.bulletins.filter((b) => b.etat === "nouveau" && !b.visa);

/** How far the checking is, for a week that is not paid. */
function checking(found) {
  const fresh = found.bulletins.filter((b) => b.etat === "nouveau");
  if (fresh.length === 0) return null;
  const left = unchecked(found);
  const done = fresh.length - left.length;
  return el(
    "p",
    { class: "avance" },
    el("label", { for: "verifies" }, `${done} sur ${count(fresh.length, "bulletin vérifié", "bulletins vérifiés")} `),
    el("progress", { id: "verifies", max: fresh.length, value: done }),
    left.length ? [" ", el("a", { href: `#/bulletin/${encodeURIComponent(left[0].numero)}/${found.periode}` }, `Vérifier ${left[0].nom}`)] : null,
  );
}

function people(found, before, previous) {
  const rows = found.bulletins.map((b) => {
    const matricule = /-([^-]+?)(?:-R\d+)?$/.exec(b.numero)?.[1] ?? b.numero;
    const old = before.get(matricule);
    const difference = old?.net_avant && old?.net ? gap(old.net, old.net_avant) : null;
    const state = stateOf(b);
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, el("a", { href: `#/bulletin/${encodeURIComponent(b.numero)}/${found.periode}` }, b.nom)),
      el("td", { class: "facultatif" }, b.fonction),
      el("td", { class: "n facultatif" }, amount(b.heures)),
      el("td", { class: "n" }, amount(b.brut)),
      el("td", { class: "n" }, amount(b.virement)),
      el(
        "td",
        { class: "n " + (difference ? (difference.startsWith("-") ? "moins" : difference === "0.00" ? "doux" : "plus") : "doux") },
        difference === null ? (old?.constat === "nouveau" ? "nouveau" : "") : (difference.startsWith("-") ? "" : "+") + amount(difference),
      ),
      el("td", { class: "n facultatif" }, amount(b.cout)),
      el("td", {}, el("span", { class: "etat " + state[1], title: signed(b.visa) || null }, state[0]), old?.changements?.length ? el("div", { class: "doux facultatif" }, old.changements.join(" ; ").replaceAll("->", "→")) : null),
    );
  });
  return table(
    "Une ligne par bulletin ; le nom ouvre le bulletin" + (previous ? ` ; écart de net avec ${previous}` : ""),
    [["Personne"], ["Fonction", "facultatif"], ["Heures", "n facultatif"], ["Brut", "n"], ["Virement", "n"], ["Écart", "n"], ["Coût", "n facultatif"], ["État"]],
    rows,
    el(
      "tr",
      { class: "total" },
      el("th", { scope: "row" }, count(found.bulletins.length, "bulletin")),
      el("td", { class: "facultatif" }),
      el("td", { class: "facultatif" }),
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

function noteLines({ notes, periode }) {
  if (!notes.length) return null;
  return [
    el("h3", {}, "Notes de droits d'auteur"),
    table(
      "Notes payées dans la période",
      [["Note"], ["Auteur"], ["Brut HT", "n"], ["Net à payer", "n"], ["Coût du producteur", "n"]],
      notes.map((n) =>
        el("tr", {}, el("th", { scope: "row" }, el("a", { href: `#/note/${encodeURIComponent(n.numero)}/${periode}` }, n.numero)), el("td", {}, n.auteur), el("td", { class: "n" }, amount(n.brut_ht)), el("td", { class: "n" }, amount(n.net_a_payer)), el("td", { class: "n" }, amount(n.cout_producteur))),
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
    gathered((out.diagnostics ?? []).filter((d) => d.gravite !== "info")),
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

/** The first names of a list, and how many others. */
const some = (names) => names.slice(0, 6).join(", ") + (names.length > 6 ? ` et ${names.length - 6} autres` : "");

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
      unchecked(found).length ? el("p", { class: "message alerte" }, `${count(unchecked(found).length, "bulletin n'est pas vérifié", "bulletins ne sont pas vérifiés")} : ${some(unchecked(found).map((b) => b.nom))}.`) : null,
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
  if (shown.sortie?.erreurs) {
    put([el("h2", {}, "Rien à intégrer"), messages(shown.sortie.erreurs), back(period.nom)]);
    return;
  }
  const yes = await confirmed(
    `Intégrer ${period.nom} en comptabilité ?`,
    [el("p", {}, "Le lot n'en bougera plus ; une correction passera ensuite par un autre lot."), [shown.sortie].flat().filter(Boolean).map(entries)],
    "Intégrer",
  );
  if (yes) await act("integrer", { periode: period.nom, vu: shown.vu ?? seen }, `Intégration de ${period.nom}`);
}

/** The lines of a batch, account by account: what `ecritures.csv` holds. */
function entries(lot) {
  const side = (l, name) => el("td", { class: "n" }, l.cote === name ? amount(l.montant) : "");
  return table(
    `Lot ${lot.lot}`,
    [["Compte"], ["Débit", "n"], ["Crédit", "n"], ["Libellé", "facultatif"]],
    lot.ecritures.flatMap((e) =>
      e.lignes.map((l) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, [l.compte, l.auxiliaire?.numero].filter(Boolean).join(" "), " ", el("span", { class: "doux" }, l.compte_libelle)),
          side(l, "debit"),
          side(l, "credit"),
          el("td", { class: "facultatif doux" }, l.libelle),
        ),
      ),
    ),
  );
}

async function undo(period, seen) {
  const unsent = el("input", { type: "checkbox", id: "non-envoyes" });
  const first = await confirmed(
    `Défaire ${period.nom} ?`,
    [
      el("p", {}, "Seuls des bulletins ni remis, ni virés, ni intégrés se défont ; ils restent lisibles dans le dossier « defaits »."),
      el("p", {}, unsent, " ", el("label", { for: "non-envoyes" }, "Les fichiers de virements de cette période n'ont pas été envoyés à la banque")),
    ],
    "Voir ce qui serait défait",
  );
  if (!first) return;
  const kind = unsent.checked ? "-non-envoye" : "";
  const shown = await during("Aperçu", () => post("/dossier/commandes/apercu-defaire" + kind, { periode: period.nom }));
  if (shown.sortie?.erreurs) {
    put([el("h2", {}, "Rien n'est défait"), gathered(shown.sortie.erreurs), back(period.nom)]);
    return;
  }
  const numbers = shown.sortie?.bulletins ?? [];
  const yes = await confirmed(
    `Défaire ${count(numbers.length, "bulletin")} ?`,
    [el("ul", {}, numbers.map((n) => el("li", {}, n))), el("p", { class: "doux" }, `Même chose dans un terminal : cddu defaire ${folder.dossier} --periode ${period.nom}${kind && " --virements-non-envoyes"}`)],
    "Défaire",
  );
  if (yes) await act("defaire" + kind, { periode: period.nom, vu: shown.vu ?? seen }, `${period.nom} est défaite`);
}

// ---------------------------------------------------------------- a payslip

async function payslip(numero, periode) {
  const query = periode ? "?periode=" + encodeURIComponent(periode) : "";
  const place = "/dossier/bulletins/" + encodeURIComponent(numero);
  const [frozen, explained] = await during("Lecture du bulletin", () => Promise.all([get(place + query), get(place + "/explication" + query)]));
  const slip = frozen.resultat;
  const who = `${slip.salarie.prenom} ${slip.salarie.nom}`;
  announce(`Bulletin de ${who}`);
  const computed = async (request) => {
    const answer = await post("/v1/bulletin", request);
    return answer.bulletin ?? answer;
  };
  const visa = el("div", { class: "visa" });
  fillVisa(visa, frozen, periode ?? frozen.periode);
  return [
    el("p", { class: "ecran" }, el("a", { href: "#/semaine/" + (periode ?? frozen.periode) }, "‹ La semaine")),
    el("h2", {}, `${who}, bulletin ${frozen.numero}`),
    visa,
    el("p", { class: "doux ecran" }, "Cliquer un nombre dit d'où il vient."),
    payslipSheet(slip, reasons(explained, (line) => `#/donnees/${line.fichier}/${line.ligne}`)),
    el(
      "div",
      { class: "boutons" },
      el("button", { type: "button", onclick: () => print() }, "Imprimer"),
      el("button", { type: "button", onclick: () => compare(frozen.entree, () => get("/v1/schemas/bulletin"), computed) }, "Comparer avec une autre méthode ou une autre date…"),
    ),
  ];
}

/** The state of a payslip, read while it is already shown: checked or not, and the next one to check. */
async function fillVisa(box, frozen, periode) {
  let seen;
  try {
    seen = await post("/dossier/commandes/apercu", { periode });
  } catch {
    // The payslip is shown all the same; the week says what is wrong.
    return;
  }
  const found = seen.sortie;
  const own = found?.bulletins?.find((b) => b.numero === frozen.numero);
  if (!own) return;
  const state = stateOf(own);
  const next = unchecked(found).find((b) => b.numero !== frozen.numero);
  const said = el("span", { role: "status" });
  const change = async (command) => {
    try {
      const done = await during("Visa", () => post("/dossier/commandes/" + command, { periode, personne: frozen.resultat.salarie.matricule, vu: seen.vu }));
      if (done.sortie?.erreurs) said.replaceChildren(...messages(done.sortie.erreurs));
      else await fillVisa(box, frozen, periode);
    } catch (error) {
      said.replaceChildren(refusal(error));
    }
  };
  const button = (text, work, kind) => el("button", { type: "button", class: kind, onclick: work }, text);
  box.replaceChildren(
    el("span", { class: "etat " + state[1] }, state[0]),
    ...[
      own.visa ? el("span", { class: "doux" }, signed(own.visa)) : null,
      own.etat === "nouveau" ? (own.visa ? button("Retirer le visa", () => change("retirer-visa")) : button("Bulletin vérifié", () => change("viser"), "principal")) : null,
      next ? el("a", { href: `#/bulletin/${encodeURIComponent(next.numero)}/${periode}` }, `Suivant à vérifier : ${next.nom}`) : null,
      said,
    ].filter(Boolean),
  );
}

async function note(numero, periode) {
  const query = periode ? "?periode=" + encodeURIComponent(periode) : "";
  const place = "/dossier/notes/" + encodeURIComponent(numero);
  const [frozen, explained] = await during("Lecture de la note", () => Promise.all([get(place + query), get(place + "/explication" + query)]));
  const author = frozen.resultat.auteur;
  return [
    el("p", { class: "ecran" }, el("a", { href: "#/semaine/" + (periode ?? frozen.periode) }, "‹ La semaine")),
    el("h2", {}, [author && `${author.prenom} ${author.nom}`, `note ${frozen.numero}`].filter(Boolean).join(", ")),
    el("p", { class: "doux ecran" }, "Cliquer un nombre dit d'où il vient."),
    noteSheet(frozen.resultat, reasons(explained, (line) => `#/donnees/${line.fichier}/${line.ligne}`)),
    el("div", { class: "boutons" }, el("button", { type: "button", onclick: () => print() }, "Imprimer")),
  ];
}

// ---------------------------------------------------------------- the costs

const asCents = (text) => BigInt(text.replace(".", ""));
const asText = (cents) => {
  const s = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return (cents < 0n ? "-" : "") + s.slice(0, -2) + "." + s.slice(-2);
};

/** The sum over the weeks of each name of a key, the largest first: [name, total, amounts by week]. */
function byName(key) {
  const all = new Map();
  folder.payees.forEach((p, rank) => {
    for (const [name, value] of Object.entries(p[key])) {
      const own = all.get(name) ?? folder.payees.map(() => null);
      own[rank] = value;
      all.set(name, own);
    }
  });
  const total = (weeks) => weeks.reduce((sum, v) => sum + (v === null ? 0n : asCents(v)), 0n);
  return [...all]
    .map(([name, weeks]) => [name, total(weeks), weeks])
    .sort((a, b) => (a[1] < b[1] ? 1 : -1))
    .map(([name, sum, weeks]) => [name, asText(sum), weeks]);
}

async function costs() {
  if (folder.payees.length === 0) return [el("h2", {}, "Aucun coût"), el("p", {}, "Payer d'abord une semaine.")];
  const budget = await during("Comparaison avec le devis", () => get("/dossier/devis"));
  const lists = [
    ["Coût par semaine", folder.payees.map((p) => [p.nom, p.cout])],
    ["Coût par département", byName("departements")],
    ["Coût par poste du devis", byName("postes")],
    ["Dû à chaque organisme", byName("organismes").map(([k, ...v]) => [BODIES[k] ?? k, ...v])],
  ];
  return [
    el("h2", {}, "Les coûts des semaines payées"),
    spent(budget),
    el("div", { class: "deux" }, lists.map(([title, rows]) => bars(title, rows))),
    lists.map(([title, rows]) => el("details", {}, el("summary", {}, title + ", en tableau"), weeksTable(title, rows))),
  ];
}

/** What is foreseen, spent and left, by post or by team; without a budget, how to give one. */
function spent({ suivi, diagnostics }) {
  const said = diagnostics.filter((d) => d.gravite !== "info");
  if (!suivi) {
    return said.length
      ? [el("h3", {}, "Le devis n'est pas comparé"), messages(said)]
      : el("p", { class: "doux" }, "Pour comparer ces coûts au devis : un fichier devis.csv dans le dossier (poste, departement, intitule, montant).");
  }
  return [
    el("h3", {}, "Le devis : prévu, consommé, reste"),
    messages(said),
    suivi.tableaux.map((t) => budgetTable(t, suivi.periodes)),
  ];
}

const AXES = { poste: "Devis par poste", departement: "Devis par département" };

/** The post and the team of a row, and what it is. */
const ofBudget = (l) => [l.poste, l.departement].filter(Boolean).join(", ");

function budgetTable({ par, lignes, total }, weeks) {
  const title = AXES[par];
  const left = (l) => (l.reste.startsWith("-") ? el("strong", { class: "moins" }, amount(l.reste), el("span", { class: "hors-vue" }, " dépassé")) : amount(l.reste));
  const cells = (l) => [
    el("td", { class: "n" }, l.lignes.length || l === total ? amount(l.prevu) : ""),
    l.par_periode.map((v) => el("td", { class: "n facultatif" }, v === "0.00" ? "" : amount(v))),
    el("td", { class: "n" }, amount(l.consomme)),
    el("td", { class: "n" }, left(l)),
  ];
  const place = (l) => l.lignes.map((n) => [" ", el("a", { class: "ecran", href: `#/donnees/devis.csv/${n}/montant` }, el("span", { class: "hors-vue" }, ofBudget(l) + " : "), `ligne ${n}`)]);
  return [
    against(title, lignes.map((l) => [ofBudget(l) || l.intitule, l.prevu, l.consomme])),
    table(
      title + " : brut, charges, frais et droits d'auteur, comme les écritures",
      [["Poste, équipe"], ["Prévu", "n"], ...weeks.map((w) => [w, "n facultatif"]), ["Consommé", "n"], ["Reste", "n"]],
      lignes.map((l) => el("tr", {}, el("th", { scope: "row" }, [ofBudget(l), l.intitule].filter(Boolean).join(" : "), place(l)), cells(l))),
      el("tr", { class: "total" }, el("th", { scope: "row" }, "Total"), cells(total)),
    ),
  ];
}

/** Names against weeks, with their total. */
function weeksTable(title, rows) {
  const split = rows.some(([, , weeks]) => weeks);
  const weeks = split ? folder.payees.map((p) => [p.nom, "n"]) : [];
  return table(
    title,
    [["", ""], ...weeks, [split ? "Total" : "Montant", "n"]],
    rows.map(([name, total, own]) => el("tr", {}, el("th", { scope: "row" }, name), (own ?? []).map((v) => el("td", { class: "n" }, amount(v))), el("td", { class: "n" }, amount(total)))),
  );
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
  // The whole address pasted in this tab changes its end alone: the page is then read again.
  addEventListener("hashchange", () => location.reload());
}
