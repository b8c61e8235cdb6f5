// The month: its reconciliation, its deadlines, what was sent, the proof of the register.
import { get, post } from "./appels.js";
import { calendar } from "./calendrier.js";
import { sendings } from "./envois.js";
import { amount, announce, chooser, count, during, el, messages } from "./outils.js";

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
    gaps.map(gapMessage),
    el("h2", {}, "Déclarations et échéances"),
    calendar(async (du, au) => (await post("/dossier/commandes/calendrier", { du, au })).sortie ?? []),
    sent,
    el("h2", {}, "Registre"),
    el("p", {}, `${count(proof.sortie?.bulletins ?? 0, "bulletin figé", "bulletins figés")} et ${count(proof.sortie?.notes ?? 0, "note figée", "notes figées")}, relus et prouvés ; ${count(proof.sortie?.journal ?? 0, "ligne")} au journal.`),
    messages(proof.sortie?.diagnostics ?? proof.sortie?.erreurs ?? []),
  ];
}

function gapMessage(g) {
  const place = (c) => (typeof c === "string" ? c : [c.document, c.ligne && "ligne " + c.ligne, c.texte, c.montant && amount(c.montant)].filter(Boolean).join(", "));
  return el(
    "div",
    { class: "message " + (g.gravite === "info" ? "" : g.gravite === "mineur" ? "alerte" : "erreur") },
    el("p", {}, el("strong", {}, `${g.nom} : ${g.gauche ? `${amount(g.gauche)} contre ${amount(g.droite)}, écart ${amount(g.ecart)}` : ""}`)),
    el("p", {}, g.message),
    g.cause ? el("p", {}, "Cause probable : " + g.cause.texte) : null,
    g.remede ? el("p", {}, "Remède : " + g.remede) : null,
    (g.candidats ?? []).length ? el("details", {}, el("summary", {}, "Où regarder"), el("ul", {}, g.candidats.map((c) => el("li", {}, place(c))))) : null,
    el("p", { class: "code" }, `règle ${g.regle}`),
  );
}
