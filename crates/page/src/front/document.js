// A document of the folder, as the text that it is, at the line that a difference names.
import { getText } from "./appels.js";
import { announce, during, el } from "./outils.js";

/** Lines shown before and after the one aimed at. */
const AROUND = 60;

/** `paths` are the files where the words may be, `words` what is looked for, the first that is found; both separated by
 *  bars. `line` counts from 1 and may be empty. */
export async function documentView(paths, line, words) {
  const files = paths.split("|");
  const texts = await during("Lecture du document", () => Promise.all(files.map((f) => getText("/dossier/documents/" + f.split("/").map(encodeURIComponent).join("/")))));
  const asked = words ? words.split("|") : [];
  const found = asked.find((w) => texts.some((t) => t.includes(w)));
  const rank = found ? texts.findIndex((t) => t.includes(found)) : 0;
  const lines = texts[rank].split(/\r?\n/);
  const at = Number(line) || (found ? lines.findIndex((l) => l.includes(found)) + 1 : 0);
  const from = Math.max(1, at - AROUND);
  const shown = lines.slice(from - 1, Math.max(at + AROUND, 2 * AROUND));
  const list = el(
    "ol",
    { class: "lignes", start: from },
    shown.map((text, n) => el("li", { class: from + n === at ? "visee" : "", "aria-current": from + n === at ? "true" : null, tabindex: from + n === at ? "-1" : null }, text)),
  );
  setTimeout(() => {
    const aimed = list.querySelector(".visee");
    aimed?.scrollIntoView({ block: "center" });
    aimed?.focus({ preventScroll: true });
  });
  announce(at ? `${files[rank]}, ligne ${at}` : files[rank]);
  return [
    el("p", {}, el("a", { href: "#/mois" }, "‹ Le mois")),
    el("h2", {}, files[rank].split("/").pop()),
    el("p", { class: "chemin-fichier" }, `${files[rank]} ; lignes ${from} à ${from + shown.length - 1} sur ${lines.length}`),
    asked.length && !at ? el("p", { class: "message alerte" }, `« ${asked.at(-1)} » n'est écrit tel quel dans aucun de ces fichiers : ${files.join(", ")}.`) : null,
    el("div", { class: "tableau", tabindex: "0", role: "region", "aria-label": files[rank] }, list),
  ];
}
