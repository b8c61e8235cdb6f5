// Where a number comes from: its formula, its numbers, its rule, its law, its table row, its source, how sure it is.
import { amount, dialog, el } from "./outils.js";

/** The explanations of a document, by the address of their figure. `place` gives the address of a line of a file. */
export function reasons(list, place = null) {
  const all = Array.isArray(list) ? list : [];
  return { all, by: new Map(all.map((f) => [f.figure, f])), place };
}

/** A number that says where it comes from. */
export function number(why, value, label, names) {
  if (value === null || value === undefined) return "";
  const figure = names.map((n) => why.by.get(n)).find(Boolean);
  if (!figure) return amount(value);
  // What leads to another number is told under the name of that number.
  const title = Math.abs(Number(figure.valeur)) === Math.abs(Number(value)) ? label : figure.libelle;
  return el("button", { type: "button", class: "nombre", "aria-label": `${label} : ${amount(value)}, pourquoi`, onclick: () => explain(why, figure, title) }, amount(value));
}

/** What a part of a line is counted in. */
export const AMOUNT = (n) => n.unite !== "%" && n.unite !== "min";
export const RATE = (n) => n.unite === "%";
export const QUANTITY = (n) => n.unite !== "%" && n.unite !== "EUR";

/** A number that another one uses (the base, the rate or the quantity of a line), found among the numbers of its
 *  calculation; hours may be told in minutes there. */
export function part(why, value, label, names, kind = AMOUNT) {
  if (value === null || value === undefined) return "";
  const same = (n) => kind(n) && Number(n.valeur) === Number(value) * (n.unite === "min" ? 60 : 1);
  for (const own of names.map((n) => why.by.get(n)).filter(Boolean)) {
    const used = same(own) ? own : own.nombres?.find(same);
    if (!used) continue;
    const figure = why.by.get(used.figure) ?? used;
    return el("button", { type: "button", class: "nombre discret", "aria-label": `${label} : ${amount(value)}, pourquoi`, onclick: () => explain(why, figure, label) }, amount(value));
  }
  return amount(value);
}

/** What is not due, and why. */
export function absent(why) {
  const list = why.all.filter((f) => f.figure.endsWith(".non_due") || f.pourquoi);
  if (list.length === 0) return null;
  return el(
    "details",
    {},
    el("summary", {}, "Ce qui n'est pas dû, et pourquoi"),
    el("ul", {}, list.map((f) => el("li", {}, el("button", { type: "button", class: "nombre", onclick: () => explain(why, f, f.libelle) }, f.libelle), f.pourquoi ? " : " + measured(f.pourquoi) : ""))),
  );
}

const UNITS = { EUR: " €", "%": " %", min: " min" };
const valued = (n) => amount(n.valeur) + (UNITS[n.unite] ?? (n.unite ? " " + n.unite : ""));
const LETTERS = { A: "A, texte officiel lu", B: "B, source secondaire fiable", C: "C, non vérifié" };
/** The amounts and rates of a sentence, as they are written in French; the numbers of articles stay. */
const measured = (text) => text.replace(/(\d)\.(\d+)(?=\s?[%€])/g, "$1,$2");
const french = (text) => text.replace(/(\d)\.(\d)/g, "$1,$2");

const box = () =>
  dialog(
    "pourquoi",
    el("form", { method: "dialog" }, el("button", { class: "fermer", "aria-label": "Fermer l'explication" }, "Fermer")),
    el("h2", { id: "pourquoi-titre" }),
    el("div", { id: "pourquoi-corps" }),
  );

/** Shows a content under a title, in the box of the explanations. */
export function show(title, ...content) {
  const place = box();
  document.getElementById("pourquoi-titre").textContent = title;
  document.getElementById("pourquoi-corps").replaceChildren(...content.flat(Infinity).filter(Boolean));
  if (!place.open) place.showModal();
  place.scrollTop = 0;
}

/** Names and what they say. */
const told = (pairs) => pairs.filter(([, v]) => v).map(([k, v]) => [el("dt", {}, k), el("dd", {}, v)]);

function origin(t) {
  return el(
    "dl",
    { class: "origine" },
    told([
      ["Barème", `${t.fichier}, ligne ${t.ligne} (${t.cle})`],
      ["En vigueur", t.validite],
      ["Base légale", t.base_legale],
      ["Source", t.source],
      ["Confiance", LETTERS[t.confiance] ?? t.confiance],
      ["Lien", t.lien ? el("a", { href: t.lien, rel: "noreferrer noopener", target: "_blank" }, t.lien) : null],
    ]),
  );
}

function explain(why, figure, label, path = []) {
  const steps = [...path, [figure, label]];
  show(
    `${label} : ${valued(figure)}`,
    path.length
      ? el(
          "ul",
          { class: "chemin", "aria-label": "Chemin" },
          steps.map(([f, l], rank) => el("li", {}, rank === steps.length - 1 ? l : el("button", { type: "button", class: "nombre", onclick: () => explain(why, f, l, steps.slice(0, rank)) }, l))),
        )
      : null,
    figure.pourquoi ? el("p", {}, measured(figure.pourquoi)) : null,
    figure.formule ? el("p", { class: "formule" }, "= ", figure.formule) : null,
    figure.calcul ? el("p", { class: "formule" }, "= ", french(figure.calcul), figure.avant_arrondi ? ` = ${amount(figure.avant_arrondi)}, arrondi au centime` : "") : null,
    figure.saisie ? el("p", {}, "Donné par la demande.") : null,
    figure.table ? origin(figure.table) : null,
    figure.regle
      ? el("dl", { class: "origine" }, told([["Règle", figure.regle.texte], ["Base légale", figure.regle.base_legale], ["Confiance", LETTERS[figure.confiance] ?? figure.confiance]]))
      : null,
    figure.nombres?.length ? el("h3", {}, "Les nombres du calcul") : null,
    figure.nombres?.length ? el("ul", {}, figure.nombres.map((n) => used(why, n, steps))) : null,
  );
}

/** A number of a calculation, and the way under it. */
function used(why, n, steps) {
  const next = n.figure ? why.by.get(n.figure) : null;
  const text = `${n.libelle} : ${valued(n)}`;
  return el(
    "li",
    {},
    next && (next.formule || next.nombres || next.table) ? el("button", { type: "button", class: "nombre", onclick: () => explain(why, next, n.libelle, steps) }, text) : text,
    n.saisie ? el("span", { class: "doux" }, " (donné)") : null,
    n.origine && why.place ? el("a", { href: why.place(n.origine), onclick: () => box().close() }, ` ${n.origine.fichier}, ligne ${n.origine.ligne}`) : null,
    n.table ? el("details", {}, el("summary", {}, "Origine"), origin(n.table)) : null,
  );
}
