// Small tools of the page: elements without markup in them, amounts without floats, calls with the token.

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

let token = null;

/** The token comes in the address once, and stays in this tab. */
export function readToken() {
  const given = /(?:^#|&)jeton=([^&]+)/.exec(location.hash);
  if (given) {
    sessionStorage.setItem("cddu-jeton", decodeURIComponent(given[1]));
    history.replaceState(null, "", location.pathname + "#/semaine");
  }
  token = sessionStorage.getItem("cddu-jeton");
  return token !== null;
}

/** What the program refuses, with its diagnostics. */
export class Refus extends Error {
  constructor(status, errors) {
    super(errors[0]?.message ?? "le programme ne répond pas");
    this.status = status;
    this.errors = errors;
  }
}

async function ask(method, path, body, kind) {
  let response;
  try {
    response = await fetch(path, {
      method,
      body,
      headers: { Authorization: "Bearer " + token, ...(kind ? { "Content-Type": kind } : {}) },
    });
  } catch {
    throw new Refus(0, [
      {
        code: "PAGE",
        message: "le programme ne répond plus",
        aide: "relancer « cddu ouvrir » dans le terminal, puis ouvrir l'adresse qu'il écrit ; rien n'est perdu",
      },
    ]);
  }
  if (!response.ok) {
    let errors = [];
    try {
      errors = (await response.json()).erreurs ?? [];
    } catch {
      // A body that is not JSON says nothing more than the status.
    }
    if (response.status === 401) {
      errors = [
        {
          code: "HTTP-006",
          message: "cette page n'a pas le jeton de ce dossier",
          aide: "ouvrir l'adresse entière que « cddu ouvrir » a écrite dans le terminal",
        },
      ];
    }
    throw new Refus(response.status, errors);
  }
  return response;
}

export const get = async (path) => (await ask("GET", path)).json();
export const getBlob = async (path) => (await ask("GET", path)).blob();
export const post = async (path, value) =>
  (await ask("POST", path, JSON.stringify(value), "application/json")).json();
export const postFile = async (path, file) => (await ask("POST", path, file, "application/octet-stream")).json();

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

/** One diagnostic, with its place. */
export function message(d) {
  const error = d.gravite === "bloquant" || d.gravite === "majeur" || !d.gravite;
  const place = d.fichier ? [d.fichier.split("/").pop(), d.ligne && "ligne " + d.ligne, d.colonne].filter(Boolean).join(", ") : null;
  const file = d.fichier ? d.fichier.split("/").pop() : null;
  return el(
    "div",
    { class: "message " + (error ? "erreur" : d.gravite === "mineur" ? "alerte" : "") },
    el("p", {}, error ? el("strong", {}, "À corriger : ") : null, d.message),
    d.aide ? el("p", {}, d.aide) : null,
    el(
      "p",
      { class: "code" },
      place && file.endsWith(".csv")
        ? el("a", { href: `#/donnees/${file}/${d.ligne ?? 1}/${d.colonne ?? ""}` }, place)
        : (place ?? ""),
      place ? " · " : "",
      d.code ?? "",
    ),
  );
}

export function messages(list) {
  return list.map(message);
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
