// The month: its reconciliation, its deadlines, what was sent, the proof of the register.
import { get, post } from "./appels.js";
import { calendar } from "./calendrier.js";
import { sendings } from "./envois.js";
import { amount, announce, chooser, count, during, el, euros, messages } from "./outils.js";

/** `go` shows another month, `again` the same one anew. */
export async function monthView(folder, asked, go, again) {
  if (folder.mois.length === 0) return [el("h2", {}, "Aucun mois payé"), el("p", {}, "Payer d'abord une semaine.")];
  const chosen = folder.mois.includes(asked) ? asked : folder.mois.at(-1);
  const [found, sent, proof] = await during(`Rapprochement de ${chosen}`, () =>
    Promise.all([
      get("/dossier/mois/" + chosen).catch((error) => ({ erreurs: error.errors ?? [{ code: "", message: error.message }] })),
      sendings(folder.dossier, again),
      post("/dossier/commandes/registre", {}),
    ]),
  );
  const report = found.rapport ?? {};
  const gaps = report.ecarts ?? [];
  announce(`${chosen} : ${gaps.length ? count(gaps.length, "constat") : "aucun écart"}`);
  return [
    chooser("Mois de paiement", folder.mois.map((m) => [m, m]), chosen, go),
    el("h2", {}, `Rapprochement de ${chosen}`),
    messages(found.erreurs ?? []),
    messages(found.perimes ?? []),
    gaps.length === 0 && !found.erreurs ? el("p", {}, `Aucun écart entre bulletins, écritures, DSN, AEM et virements (${Object.keys(report.appliquees ?? {}).length} contrôles).`) : null,
    gaps.map((g) => gapMessage(g, found.fichiers)),
    el("h2", {}, "Déclarations et échéances"),
    calendar(async (du, au) => (await post("/dossier/commandes/calendrier", { du, au })).sortie ?? []),
    sent,
    el("h2", {}, "Registre"),
    el("p", {}, `${count(proof.sortie?.bulletins ?? 0, "bulletin figé", "bulletins figés")} et ${count(proof.sortie?.notes ?? 0, "note figée", "notes figées")}, relus et prouvés ; ${count(proof.sortie?.journal ?? 0, "ligne")} au journal.`),
    messages(proof.sortie?.diagnostics ?? proof.sortie?.erreurs ?? []),
  ];
}

const DOCUMENTS = {
  bulletin: "bulletin",
  note: "note",
  ecriture: "écriture",
  grand_livre: "grand livre",
  balance: "balance",
  dsn: "DSN",
  aem: "AEM",
  conges: "Congés Spectacles",
  virement: "virements",
  das2: "DAS2",
  bareme: "barème",
};

/** The address of what a difference names: the payslip itself, or the file of its document, at its line or at its words. */
function address(c, files) {
  const piece = encodeURIComponent(c.reference.split(" ")[0]);
  if (c.document === "bulletin") return "#/bulletin/" + piece;
  if (c.document === "note") return "#/note/" + piece;
  const list = files?.[c.document];
  if (!list) return null;
  // The line of an entry is not one of its file: its amount is looked for, then its number.
  const entry = c.document === "ecriture";
  const words = entry ? [c.montant.replace("-", "").replace(".", ","), c.reference].join("|") : c.reference;
  return ["#/document", encodeURIComponent(list.join("|")), entry ? "" : (c.ligne ?? ""), encodeURIComponent(words)].join("/");
}

function gapMessage(g, files) {
  const place = (c) => {
    const text = [DOCUMENTS[c.document] ?? c.document, c.reference, c.ligne && `ligne ${c.ligne}`].filter(Boolean).join(", ");
    const to = address(c, files);
    return [to ? el("a", { href: to }, text) : text, c.montant && c.montant !== "0.00" ? ` : ${euros(c.montant)}` : ""];
  };
  const shown = (list) => el("ul", {}, list.map((c) => el("li", {}, place(c))));
  const candidates = g.candidats ?? [];
  return el(
    "div",
    { class: "message " + (g.gravite === "info" ? "" : g.gravite === "mineur" ? "alerte" : "erreur") },
    el("p", {}, el("strong", {}, `${g.nom}${g.gauche ? ` : ${amount(g.gauche)} contre ${amount(g.droite)}, écart ${amount(g.ecart)}` : ""}`)),
    el("p", {}, g.message),
    g.cause ? el("p", {}, "Cause probable : " + g.cause.texte) : null,
    g.remede ? el("p", {}, "Remède : " + g.remede) : null,
    candidates.length ? el("p", {}, "Où regarder :") : null,
    candidates.length ? shown(candidates.slice(0, FIRST)) : null,
    candidates.length > FIRST ? el("details", {}, el("summary", {}, `et ${candidates.length - FIRST} autres`), shown(candidates.slice(FIRST))) : null,
    el("p", { class: "code" }, `règle ${g.regle}`),
  );
}

/** Places shown before the others are folded. */
const FIRST = 5;
