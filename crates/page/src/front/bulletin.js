// A payslip and a note de droits d'auteur as on paper: each number says where it comes from.
import { amount, confirmed, day, el, euros, figures, gap, message, refusal, table } from "./outils.js";
import { bars, flow } from "./images.js";
import { QUANTITY, RATE, absent, number, part, show } from "./pourquoi.js";

export const BODIES = {
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
  auteur: "Auteur",
};

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

const NOTE_TOTALS = [
  ["precompte_urssaf", "Précompte de l'Urssaf"],
  ["ircec_auteur", "Ircec, part de l'auteur"],
  ["tva", "TVA"],
  ["retenue_tva", "Retenue de TVA"],
  ["retenue_source", "Retenue à la source"],
  ["net_a_payer", "Net à payer"],
  ["imposable_auteur", "Revenu imposable de l'auteur"],
  ["contribution_diffuseur", "Contribution du diffuseur"],
  ["ircec_producteur", "Ircec, part du producteur"],
  ["cout_producteur", "Coût du producteur, en plus du brut"],
];

const CONVENTIONS = { 3097: "Cinéma (IDCC 3097)", 2642: "Télévision (IDCC 2642)", 1734: "Artistes de la télévision (IDCC 1734)", 2412: "Animation (IDCC 2412)" };

/** The sheet: who pays, who is paid, for what. */
function heading(pairs) {
  return el("dl", { class: "entete" }, pairs.filter(([, v]) => v).map(([k, v]) => el("div", {}, el("dt", {}, k), el("dd", {}, v))));
}

/** What an element does to the net. */
const SIGNS = { ajout: "ajouté au net", retenue: "retenu sur le net", neutre: "sans effet sur le net" };

/** A payslip. */
export function payslipSheet(slip, why) {
  const button = (value, label, ...names) => number(why, value, label, names);
  const t = slip.totaux;
  return [
    el(
      "section",
      { class: "papier", "aria-label": "Bulletin de paie" },
      heading([
        ["Employeur", slip.employeur.raison_sociale],
        ["Convention", CONVENTIONS[slip.employeur.idcc] ?? slip.employeur.idcc],
        ["Salarié", `${slip.salarie.prenom} ${slip.salarie.nom}`],
        ["Période", `du ${day(slip.periode.debut)} au ${day(slip.periode.fin)}`],
        ["Paiement", day(slip.date_paiement)],
      ]),
      figures([
        ["Brut", euros(t.brut)],
        ["Net à payer avant impôt", euros(t.net_avant_impot)],
        ["Virement", euros(t.virement)],
        ["Total versé par l'employeur", euros(t.total_verse_employeur)],
      ]),
      slip.contrats.map((c) => contract(c, why, button, slip.contrats.length === 1)),
      slip.elements.length ? el("h3", {}, "Frais, acomptes, retenues") : null,
      slip.elements.length
        ? table(
            "Ce qui s'ajoute au net ou s'en retire",
            [["Élément"], ["Montant", "n"], ["Sens"]],
            slip.elements.map((e) => el("tr", {}, el("th", { scope: "row" }, e.libelle), el("td", { class: "n" }, button(e.retenu ?? e.montant, e.libelle, e.code + "s", e.code)), el("td", {}, SIGNS[e.sens] ?? e.sens))),
          )
        : null,
      el("h3", {}, "Totaux"),
      totals("Totaux du bulletin", TOTALS, t, button, ["virement", "net_avant_impot"]),
    ),
    absent(why),
    el(
      "div",
      { class: "deux" },
      flow(
        "Du coût de l'employeur au virement",
        [
          ["Total versé", t.total_verse_employeur, "total"],
          ["Employeur", gap(t.total_verse_employeur, t.brut), "moins"],
          ["Brut", t.brut, "total"],
          ["Salarié", gap(t.cotisations_salarie, t.allegements_salarie ?? "0.00"), "moins"],
          ["Frais", t.frais, "plus"],
          ["Impôt", gap(t.pas, "-" + (t.retenue_non_resident ?? "0.00")), "moins"],
          ["Acomptes, saisies", ["acomptes", "avances", "saisies"].reduce((all, k) => gap(all, "-" + (t[k] ?? "0.00")), "0.00"), "moins"],
          ["Virement", t.virement, "total"],
        ].filter(([, v, k]) => k === "total" || v !== "0.00"),
      ),
      shares(slip),
    ),
    warnings(slip),
  ];
}

function warnings(of) {
  if (of.avertissements.length === 0) return null;
  return [el("h3", {}, "Réserves"), of.avertissements.map((a) => message({ code: a.code, message: a.message, gravite: "mineur" }))];
}

function totals(caption, names, values, button, strong) {
  return table(
    caption,
    [["Total"], ["Montant", "n"]],
    names
      .filter(([key]) => values[key] !== undefined && (values[key] !== "0.00" || key === "pas"))
      .map(([key, label]) => el("tr", { class: strong.includes(key) ? "total" : "" }, el("th", { scope: "row" }, label), el("td", { class: "n" }, button(values[key], label, key, "totaux." + key)))),
  );
}

/** Lines that a rule of the engine computes: the figures that hold their amount, and those under it. */
const COMPUTED = {
  RGDU: ["allegement_urssaf", "allegement_retraite", "allegement", "allegement_coefficient"],
  HS_RED_SAL: ["hs_reduction", "hs_taux_reduction"],
  HS_DED_PAT: ["hs_deduction"],
  RAS_182A: ["retenue_source"],
  RAS_182A_BIS: ["retenue_source"],
};
const under = (c, l) => (COMPUTED[l.code] ?? []).map((name) => `${c.contrat}.${name}`);

/** Addresses under which the amount of a line is explained. */
function addresses(why, c, l, part) {
  const value = String(l[part]).replace("-", "");
  const computed = under(c, l).filter((name) => why.by.get(name)?.valeur === value);
  return [`${c.contrat}.${l.code}.${part}`, ...computed, `${c.contrat}.${l.code.toLowerCase()}`];
}

function contract(c, why, button, alone) {
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
          el("td", { class: "n" }, part(why, e.quantite, e.libelle + ", quantité", [`${c.contrat}.${e.code}`], QUANTITY)),
          el("td", { class: "n" }, button(e.taux, e.libelle + ", taux", `${c.contrat}.${e.code}`)),
          el("td", { class: "n" }, button(e.montant, e.libelle, `${c.contrat}.${e.code}`)),
          el("td", { class: "facultatif doux" }, [e.regle, e.article].filter(Boolean).join(", ")),
        ),
      ),
    ),
    table(
      "Cotisations",
      [["Ligne"], ["Base", "n"], ["Taux salarié", "n facultatif"], ["Salarié", "n"], ["Taux employeur", "n facultatif"], ["Employeur", "n"]],
      c.lignes.map((l) => {
        const employee = addresses(why, c, l, "montant_salarie");
        const employer = addresses(why, c, l, "montant_employeur");
        const parts = under(c, l);
        return el(
          "tr",
          {},
          el("th", { scope: "row" }, l.libelle),
          el("td", { class: "n" }, part(why, l.base, l.libelle + ", base", [...employee, ...employer, ...parts])),
          el("td", { class: "n facultatif" }, part(why, l.taux_salarie, l.libelle + ", taux du salarié", [...employee, ...parts], RATE)),
          el("td", { class: "n" }, button(l.montant_salarie, l.libelle + ", part du salarié", ...employee)),
          el("td", { class: "n facultatif" }, part(why, l.taux_employeur ?? l.coefficient, l.libelle + (l.coefficient ? ", coefficient" : ", taux de l'employeur"), [...employer, ...parts], l.coefficient ? undefined : RATE)),
          el("td", { class: "n" }, button(l.montant_employeur, l.libelle + ", part de l'employeur", ...employer)),
        );
      }),
      el(
        "tr",
        { class: "total" },
        el("th", { scope: "row" }, "Sous-totaux"),
        el("td"),
        el("td", { class: "facultatif" }),
        el("td", { class: "n" }, alone ? button(c.sous_totaux.cotisations_salarie, "Cotisations du salarié", "cotisations_salarie") : amount(c.sous_totaux.cotisations_salarie)),
        el("td", { class: "facultatif" }),
        el("td", { class: "n" }, alone ? button(c.sous_totaux.cotisations_employeur, "Cotisations de l'employeur", "cotisations_employeur") : amount(c.sous_totaux.cotisations_employeur)),
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

const SENSES = { retenue: "retenu à l'auteur", ajout: "ajouté", producteur: "payé par le producteur" };

/** A note de droits d'auteur. */
export function noteSheet(note, why) {
  const button = (value, label, ...names) => number(why, value, label, names);
  return [
    el(
      "section",
      { class: "papier", "aria-label": "Note de droits d'auteur" },
      heading([["Paiement", day(note.date_paiement)]]),
      figures([
        ["Brut hors taxes", euros(note.brut_ht)],
        ["Net à payer", euros(note.totaux.net_a_payer)],
        ["Coût du producteur, en plus du brut", euros(note.totaux.cout_producteur)],
      ]),
      table(
        "Retenues, ajouts, parts du producteur",
        [["Ligne"], ["Organisme", "facultatif"], ["Base", "n"], ["Taux", "n"], ["Montant", "n"], ["Sens"]],
        note.lignes.map((l) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, l.libelle),
            el("td", { class: "facultatif" }, BODIES[l.organisme] ?? l.organisme),
            el("td", { class: "n" }, part(why, l.base, `${l.libelle}, base`, [`${l.code}.${l.sens}`])),
            el("td", { class: "n" }, part(why, l.taux, `${l.libelle}, taux`, [`${l.code}.${l.sens}`], RATE)),
            el("td", { class: "n" }, button(l.montant, l.libelle, `${l.code}.${l.sens}`)),
            el("td", {}, SENSES[l.sens] ?? l.sens),
          ),
        ),
      ),
      el("h3", {}, "Totaux"),
      totals("Totaux de la note", NOTE_TOTALS, note.totaux, button, ["net_a_payer"]),
    ),
    absent(why),
    warnings(note),
  ];
}

/** The same payslip under another reading, or paid another day: what changes, total by total and line by line. `describe`
 *  gives the schema of a request, `compute` the payslip of one. */
export async function compare(request, describe, compute) {
  let schema;
  try {
    schema = await describe();
  } catch (error) {
    show("La comparaison est refusée", refusal(error));
    return;
  }
  const readings = methods(schema);
  const key = el("select", { id: "methode", onchange: () => fill() }, el("option", { value: "" }, "la même"), readings.map((m) => el("option", { value: m.nom, selected: m.nom === "rgdu_smic" }, `${m.texte} (${m.nom})`)));
  const value = el("select", { id: "lecture" });
  const paid = el("input", { type: "date", id: "autre-jour", value: request.date_paiement, required: true });
  const fill = () => {
    const used = request.methodes?.[key.value];
    const method = readings.find((m) => m.nom === key.value);
    const others = method ? method.lectures.filter(([name]) => name !== (used ?? method.defaut)) : [["", "la même"]];
    value.replaceChildren(...others.map(([name, text]) => el("option", { value: name }, text)));
  };
  fill();
  const yes = await confirmed(
    "Comparer avec une autre méthode ou une autre date",
    [
      el("p", {}, "Un point où le droit laisse un choix, et une autre de ses lectures ; ou le même travail payé un autre jour, sous les barèmes de ce jour. Rien n'est écrit."),
      el(
        "div",
        { class: "choix" },
        el("div", {}, el("label", { for: "methode" }, "Méthode"), key),
        el("div", {}, el("label", { for: "lecture" }, "Lecture"), value),
        el("div", {}, el("label", { for: "autre-jour" }, "Jour du paiement"), paid),
      ),
    ],
    "Comparer",
  );
  if (!yes) return;
  const other = { ...request, date_paiement: paid.value || request.date_paiement };
  if (key.value) other.methodes = { ...request.methodes, [key.value]: value.value };
  const said = [key.value && `${key.value} = ${value.value}`, other.date_paiement !== request.date_paiement && `payé le ${day(other.date_paiement)}`].filter(Boolean);
  try {
    const [now, then] = await Promise.all([compute(request), compute(other)]);
    show(said.join(", ") || "Le même bulletin", differences(now, then));
  } catch (error) {
    show("La comparaison est refusée", refusal(error));
  }
}

const moved = (d) => el("td", { class: "n " + (d === "0.00" ? "doux" : d.startsWith("-") ? "moins" : "plus") }, (d.startsWith("-") ? "" : "+") + amount(d));

/** Totals of two payslips, then the lines that are not the same. */
function differences(now, then) {
  const [one, two] = [now.totaux, then.totaux];
  const heads = [["Ce bulletin", "n"], ["Autre", "n"], ["Écart", "n"]];
  const rows = TOTALS.filter(([k]) => one[k] !== undefined && two[k] !== undefined && (one[k] !== "0.00" || two[k] !== "0.00")).map(([k, label]) =>
    el("tr", {}, el("th", { scope: "row" }, label), el("td", { class: "n" }, amount(one[k])), el("td", { class: "n" }, amount(two[k])), moved(gap(two[k], one[k]))),
  );
  const parts = (slip) =>
    new Map(
      slip.contrats.flatMap((c) =>
        c.lignes.flatMap((l) => [
          [`${c.contrat} ${l.code} salarie`, [`${l.libelle}, salarié`, l.montant_salarie ?? "0.00", l.taux_salarie]],
          [`${c.contrat} ${l.code} employeur`, [`${l.libelle}, employeur`, l.montant_employeur ?? "0.00", l.taux_employeur ?? l.coefficient]],
        ]),
      ),
    );
  const [before, after] = [parts(now), parts(then)];
  const lines = [...new Set([...before.keys(), ...after.keys()])]
    .map((k) => {
      const [label] = before.get(k) ?? after.get(k);
      const [, a, ra] = before.get(k) ?? ["", "0.00"];
      const [, b, rb] = after.get(k) ?? ["", "0.00"];
      return { label, a, b, ra, rb };
    })
    .filter((l) => l.a !== l.b);
  const cell = (v, rate) => el("td", { class: "n" }, amount(v), rate ? el("div", { class: "doux" }, amount(rate)) : null);
  return [
    table("Totaux du bulletin sous les deux lectures", [["Total"], ...heads], rows),
    lines.length
      ? table(
          "Lignes qui changent, avec leur taux ou leur coefficient",
          [["Ligne"], ...heads],
          lines.map((l) => el("tr", {}, el("th", { scope: "row" }, l.label), cell(l.a, l.ra), cell(l.b, l.rb), moved(gap(l.b, l.a)))),
        )
      : el("p", {}, "Aucune ligne ne change."),
  ];
}

/** Methods of a request and their readings, as its schema tells them. */
function methods(schema) {
  const of = (ref) => schema.$defs[ref.split("/").pop()];
  return Object.entries(of(schema.properties.methodes.$ref).properties)
    .map(([nom, property]) => {
      const ref = property.$ref ?? property.anyOf?.find((p) => p.$ref)?.$ref;
      const lectures = (ref ? (of(ref).oneOf ?? []) : []).map((v) => [v.const, v.description]);
      return { nom, texte: property.description, defaut: property.default, lectures };
    })
    .filter((m) => m.lectures.length > 1);
}
