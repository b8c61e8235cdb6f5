// Deadlines on the grid of a month. The list under it says the same in words; the arrow keys go from day to day.
import { announce, count, day, el, euros } from "./outils.js";

const DAYS = [["lun.", "lundi"], ["mar.", "mardi"], ["mer.", "mercredi"], ["jeu.", "jeudi"], ["ven.", "vendredi"], ["sam.", "samedi"], ["dim.", "dimanche"]];
const DAY = 86_400_000;

const at = (text) => new Date(text + "T00:00:00Z");
const text = (date) => date.toISOString().slice(0, 10);
const plus = (date, days) => text(new Date(at(date).getTime() + days * DAY));
const words = (date, options) => new Intl.DateTimeFormat("fr-FR", { ...options, timeZone: "UTC" }).format(at(date));
const longDay = (date) => words(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const monthName = (month) => words(month + "-01", { month: "long", year: "numeric" });

/** "2026-11" and a number of months later. */
const later = (month, by) => {
  const [year, rank] = month.split("-").map(Number);
  return text(new Date(Date.UTC(year, rank - 1 + by, 1))).slice(0, 7);
};

/** Today, by the clock of the machine. */
export const today = () => {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
};

/** First and last day shown for a month: whole weeks. */
function weeks(month) {
  const first = month + "-01";
  const last = plus(later(month, 1) + "-01", -1);
  return { du: plus(first, -((at(first).getUTCDay() + 6) % 7)), au: plus(last, (7 - at(last).getUTCDay()) % 7) };
}

/** The month, its grid and its list. `read` gives the deadlines between two days. */
export function calendar(read) {
  const box = el("div", { class: "calendrier-mois" });
  let asked = null;
  const open = async (month, focus) => {
    asked = month;
    const span = weeks(month);
    let dates;
    try {
      dates = await read(span.du, span.au);
    } catch (error) {
      announce(error.message);
      return;
    }
    // Another month was asked meanwhile.
    if (asked === month) box.replaceChildren(...monthView(month, span, dates, open, focus));
    if (asked === month && focus) box.querySelector("[tabindex='0'][data-jour]")?.focus();
  };
  open(today().slice(0, 7), null);
  return box;
}

function monthView(month, span, dates, open, focus) {
  const by = new Map();
  for (const d of dates) by.set(d.date, [...(by.get(d.date) ?? []), d]);
  const own = dates.filter((d) => d.date.startsWith(month));
  const name = monthName(month);
  const start = focus ?? (today().startsWith(month) ? today() : (own[0]?.date ?? month + "-01"));
  const list = el("ol", { class: "calendrier" }, alike(own).map((group) => item(group)));
  const show = (date) => {
    const first = list.querySelector(`[data-jour="${date}"]`);
    if (first) first.focus();
    else announce(`Rien à faire le ${longDay(date)}`);
  };
  const rows = [];
  for (let monday = span.du; monday <= span.au; monday = plus(monday, 7)) {
    rows.push(el("tr", {}, DAYS.map((_, rank) => cell(plus(monday, rank), month, by, start, show))));
  }
  const grid = el(
    "table",
    { class: "grille", role: "grid", "aria-label": `Échéances de ${name}, jour par jour` },
    el("thead", {}, el("tr", {}, DAYS.map(([short, long]) => el("th", { scope: "col", abbr: long, "aria-label": long }, short)))),
    el("tbody", {}, rows),
  );
  grid.addEventListener("keydown", (event) => move(event, grid, month, open));
  return [
    el(
      "div",
      { class: "mois-choisi" },
      el("button", { type: "button", "aria-label": "Mois précédent", onclick: () => open(later(month, -1), null) }, "‹"),
      el("h3", { "aria-live": "polite" }, name),
      el("button", { type: "button", "aria-label": "Mois suivant", onclick: () => open(later(month, 1), null) }, "›"),
    ),
    grid,
    el("h3", {}, own.length ? `${count(own.length, "échéance")} en ${name}` : `Aucune échéance en ${name}`),
    list,
  ];
}

function cell(date, month, by, start, show) {
  const due = by.get(date) ?? [];
  const groups = alike(due);
  const sent = due.length > 0 && due.every((d) => d.envoye);
  return el(
    "td",
    { role: "gridcell", class: [date.startsWith(month) ? "" : "autre-mois", due.length ? (sent ? "envoye" : "du") : ""].join(" ").trim() },
    el(
      "button",
      {
        type: "button",
        "data-jour": date,
        tabindex: date === start ? "0" : "-1",
        "aria-current": date === today() ? "date" : null,
        onclick: () => show(date),
      },
      // Heard whole, seen short.
      el("span", { class: "hors-vue" }, words(date, { weekday: "long" }) + " "),
      el("span", { class: "jour" }, String(Number(date.slice(8)))),
      el("span", { class: "hors-vue" }, ` ${words(date, { month: "long", year: "numeric" })}, ${due.length ? "" : "rien"}`),
      due.length ? el("span", { class: "combien", "aria-hidden": "true" }, String(due.length)) : null,
      groups.map((g) => el("span", { class: "quoi" }, said(g) + " ")),
    ),
  );
}

/** The arrows, the ends of the week, the months before and after. */
function move(event, grid, month, open) {
  const here = event.target.dataset?.jour;
  if (!here) return;
  const weekday = (at(here).getUTCDay() + 6) % 7;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday };
  let aim;
  if (event.key in steps) aim = plus(here, steps[event.key]);
  else if (event.key === "PageUp" || event.key === "PageDown") {
    const other = later(here.slice(0, 7), event.key === "PageUp" ? -1 : 1);
    const last = plus(later(other, 1) + "-01", -1);
    aim = other + "-" + here.slice(8) > last ? last : other + "-" + here.slice(8);
  } else return;
  event.preventDefault();
  const next = grid.querySelector(`[data-jour="${aim}"]`);
  if (aim.startsWith(month) && next) {
    for (const button of grid.querySelectorAll("[data-jour]")) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  } else open(aim.slice(0, 7), aim);
}

/** What the same day asks of many people is one thing. */
function alike(dates) {
  const groups = new Map();
  for (const d of dates) {
    const key = [d.date, d.libelle, d.destinataire, d.envoye ?? ""].join("\u0000");
    groups.set(key, [...(groups.get(key) ?? []), d]);
  }
  return [...groups.values()];
}

const said = (group) => group[0].libelle + (group.length > 1 ? ` (${group.length} fois)` : "") + (group[0].envoye ? `, ${group[0].envoye}` : "");

function item(group) {
  const [d] = group;
  return el(
    "li",
    { tabindex: "-1", "data-jour": d.date },
    el("time", { datetime: d.date }, day(d.date)),
    el(
      "div",
      {},
      el("strong", {}, d.libelle),
      group.length === 1 && d.montant ? ` : ${euros(d.montant)}` : "",
      d.envoye ? el("span", { class: "etat paye" }, d.envoye) : null,
      el("div", { class: "doux" }, [d.destinataire, d.canal].filter(Boolean).join(" ; ")),
      group.length === 1
        ? el("div", { class: "doux" }, d.objet)
        : el("details", {}, el("summary", {}, `${group.length} fois`), el("ul", {}, group.map((g) => el("li", {}, g.objet + (g.montant ? ` : ${euros(g.montant)}` : ""))))),
    ),
  );
}
