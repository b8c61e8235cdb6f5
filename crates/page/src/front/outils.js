// Small tools of a page: elements without markup in them, amounts without floats, diagnostics. They call nothing.

/** An element; texts are texts, never markup. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** "5289.38" as "5 289,38": the figures of the program, never computed again. */
export function amount(text) {
  if (text === null || text === undefined || text === "") return "";
  const [, sign, whole, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text)) ?? [];
  if (whole === undefined) return String(text);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return (sign ? "\u2212" : "") + grouped + (rest === undefined ? "" : "," + rest);
}

export const euros = (text) => (text === null || text === undefined || text === "" ? "" : amount(text) + "\u00a0€");

/** The exact difference of two amounts in cents, as text. */
export function gap(now, before) {
  const cents = (t) => BigInt(String(t).replace("--", "").replace(".", ""));
  const d = cents(now) - cents(before);
  const s = (d < 0n ? -d : d).toString().padStart(3, "0");
  return (d < 0n ? "-" : "") + s.slice(0, -2) + "." + s.slice(-2);
}

/** "1 bulletin", "27 bulletins". */
export const count = (n, one, many) => `${n} ${n < 2 ? one : (many ?? one + "s")}`;

/** "2026-11-09" as "09/11/2026". */
export const day = (text) => (text ? text.split("-").reverse().join("/") : "");

/** What the program refuses, with its diagnostics. */
export class Refus extends Error {
  constructor(status, errors) {
    super(errors[0]?.message ?? "le programme ne répond pas");
    this.status = status;
    this.errors = errors;
  }
}

const waiting = { count: 0 };

/** Shows that something is being computed, and tells its end. */
export async function during(text, work) {
  const box = document.getElementById("attente");
  waiting.count += 1;
  document.getElementById("attente-texte").textContent = text;
  box.hidden = false;
  try {
    return await work();
  } finally {
    waiting.count -= 1;
    if (waiting.count === 0) box.hidden = true;
  }
}

export function announce(text) {
  document.getElementById("annonce").textContent = text;
}

/** The cell of a file of the folder that a diagnostic names. */
function cell(d) {
  if (!d.fichier) return null;
  const file = d.fichier.split("/").pop();
  const text = [file, d.ligne && "ligne " + d.ligne, d.colonne].filter(Boolean).join(", ");
  return file.endsWith(".csv") ? el("a", { href: `#/donnees/${file}/${d.ligne ?? 1}/${d.colonne ?? ""}` }, text) : text;
}

/** One diagnostic, with its place. */
export function message(d, where = cell) {
  const error = d.gravite === "bloquant" || d.gravite === "majeur" || !d.gravite;
  const place = where(d);
  return el(
    "div",
    { class: "message " + (error ? "erreur" : d.gravite === "mineur" ? "alerte" : "") },
    el("p", {}, error ? el("strong", {}, "À corriger : ") : null, d.message),
    d.aide ? el("p", {}, d.aide) : null,
    el("p", { class: "code" }, place, place ? " · " : "", d.code ?? ""),
  );
}

export const messages = (list, where) => list.map((d) => message(d, where));

/** The same, where warnings of one kind are told once and counted; an error is never folded. */
export function gathered(list) {
  const groups = new Map();
  for (const d of list) {
    const alone = d.gravite !== "mineur" && d.gravite !== "info";
    const key = alone ? groups.size + "!" : [d.code, d.aide].join("\u0000");
    groups.set(key, [...(groups.get(key) ?? []), d]);
  }
  return [...groups.values()].map(([first, ...others]) =>
    others.length < 3 ? messages([first, ...others]) : [message(first), el("details", {}, el("summary", {}, `et ${others.length} autres du même genre (${first.code})`), messages(others))],
  );
}

export function figures(list) {
  return el("ul", { class: "chiffres" }, list.map(([name, value]) => el("li", {}, el("span", {}, name), el("strong", {}, value))));
}

/** A choice among [value, text], with its label. */
export function chooser(label, options, chosen, change) {
  const id = "choix-" + label.toLowerCase().replaceAll(" ", "-");
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

/** The dialog of a name, made when it is first asked. */
export function dialog(name, ...content) {
  const known = document.getElementById(name);
  if (known) return known;
  const made = el("dialog", { id: name, "aria-labelledby": name + "-titre" }, content);
  document.body.append(made);
  return made;
}

/** Asks before anything is done. */
export function confirmed(title, content, verb) {
  const box = dialog(
    "confirmer",
    el("h2", { id: "confirmer-titre" }),
    el("div", { id: "confirmer-corps" }),
    el(
      "form",
      { method: "dialog", class: "boutons" },
      el("button", { value: "non" }, "Ne rien faire"),
      el("button", { value: "oui", class: "principal", id: "confirmer-oui" }),
    ),
  );
  document.getElementById("confirmer-titre").textContent = title;
  document.getElementById("confirmer-corps").replaceChildren(...[content].flat(Infinity).filter(Boolean));
  document.getElementById("confirmer-oui").textContent = verb;
  box.returnValue = "non";
  box.showModal();
  // The buttons have the focus; what is asked is read from its beginning.
  box.scrollTop = 0;
  return new Promise((resolve) => box.addEventListener("close", () => resolve(box.returnValue === "oui"), { once: true }));
}

/** A table with a caption, in a box that scrolls by itself on a narrow screen. */
export function table(caption, heads, rows, total) {
  return el(
    "div",
    { class: "tableau", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, heads.map(([text, kind]) => el("th", { scope: "col", class: kind }, text)))),
      el("tbody", {}, rows),
      total ? el("tfoot", {}, total) : null,
    ),
  );
}

export const refusal = (error) =>
  error instanceof Refus
    ? el("div", {}, el("h2", {}, "La demande est refusée"), messages(error.errors))
    : el("div", { class: "message erreur" }, el("p", {}, "La page s'est trompée : " + error.message));
