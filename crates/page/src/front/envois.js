// What was sent to the bodies and to the bank: noted and taken back as `cddu deposer` does it, shown first.
import { get, post } from "./appels.js";
import { announce, confirmed, day, during, el, messages, refusal, table } from "./outils.js";
import { today } from "./calendrier.js";

/** The documents to send and those that were. `again` shows the page anew. */
export async function sendings(folder, again) {
  const documents = await get("/dossier/envois");
  const waiting = documents.filter((d) => !d.depot);
  const sent = documents.filter((d) => d.depot);
  const said = el("div", { role: "status" });
  const row = (d, state, action) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, d.nature, " ", d.essai ? el("span", { class: "etat a-verifier" }, "fichier d'essai") : null, el("div", { class: "chemin-fichier" }, d.fichier)),
      el("td", {}, state),
      el("td", {}, action),
    );
  const heads = [["Document"], ["Envoi"], [""]];
  return [
    el("h2", {}, "Ce qui a été envoyé"),
    said,
    waiting.length
      ? table(
          "Documents dont aucun envoi n'est noté",
          heads,
          waiting.map((d) => row(d, "pas noté", el("button", { type: "button", "aria-label": `Noter l'envoi de ${d.fichier}`, onclick: () => note(folder, d, said, again) }, "Noter l'envoi…"))),
        )
      : el("p", {}, documents.length ? "Tous les documents ont leur envoi." : "Aucun document à envoyer : payer d'abord une semaine."),
    sent.length
      ? table(
          "Envois notés",
          heads,
          sent.map((d) =>
            row(
              d,
              [d.depot.le ? `le ${day(d.depot.le)}` : "à la clôture", d.depot.par ? ` par ${d.depot.par}` : ""],
              d.depot.le ? el("button", { type: "button", "aria-label": `Retirer l'envoi de ${d.fichier}`, onclick: () => withdraw(folder, d, said, again) }, "Retirer…") : null,
            ),
          ),
        )
      : null,
  ];
}

/** What the command would do, then the command. */
async function act(said, again, { preview, command, title, verb, told }) {
  try {
    const seen = await during(title, () => post("/dossier/commandes/" + preview.name, preview.question));
    if (seen.code === 2) {
      said.replaceChildren(el("h3", {}, "Rien n'est noté"), ...messages(seen.sortie?.erreurs ?? []));
      announce("Rien n'est noté.");
      return;
    }
    const out = seen.sortie;
    const yes = await confirmed(title, [told(out), messages(out.avertissements ?? [])], verb);
    if (!yes) return;
    const done = await during(title, () => post("/dossier/commandes/" + command, { ...preview.question, vu: seen.vu }));
    if (done.code === 2) {
      said.replaceChildren(el("h3", {}, "Rien n'est noté"), ...messages(done.sortie?.erreurs ?? []));
      return;
    }
    await again();
    announce("Fait.");
  } catch (error) {
    said.replaceChildren(refusal(error));
  }
}

const facts = (pairs) => el("dl", { class: "origine" }, pairs.filter(([, v]) => v).map(([k, v]) => [el("dt", {}, k), el("dd", {}, String(v))]));

const shell = (text) => el("p", { class: "doux" }, "Même chose dans un terminal : ", el("code", {}, text));

async function note(folder, document, said, again) {
  const input = el("input", { type: "date", id: "jour-envoi", value: today(), max: today(), required: true });
  const yes = await confirmed(
    "Noter un envoi",
    [
      el("p", {}, `${document.nature}, ${document.fichier}. Noter qu'il est parti ne l'envoie pas : rien ne quitte cette machine.`),
      el("div", { class: "choix" }, el("div", {}, el("label", { for: "jour-envoi" }, "Jour de l'envoi"), input)),
    ],
    "Voir ce qui sera noté",
  );
  if (!yes) return;
  const question = { document: document.fichier, le: input.value };
  await act(said, again, {
    preview: { name: "apercu-deposer", question },
    command: "deposer",
    title: "Noter cet envoi ?",
    verb: "Noter l'envoi",
    told: ({ depot }) => [
      facts([
        ["Document", document.nature],
        ["Fichier", depot.fichier],
        ["Mois", depot.mois],
        ["Ordre", depot.ordre],
        ["Envoyé le", day(depot.le)],
        ["Par", depot.par],
        ["Rang", depot.rang],
      ]),
      el("p", {}, "Une copie des octets envoyés est gardée dans « depots ». Ensuite une DSN se remplace, une AEM se rectifie, un fichier de virements ne change plus."),
      shell(`cddu deposer ${folder}/${depot.fichier} --le ${depot.le}`),
    ],
  });
}

async function withdraw(folder, document, said, again) {
  await act(said, again, {
    preview: { name: "apercu-retirer", question: { document: document.fichier } },
    command: "retirer",
    title: "Retirer cet envoi ?",
    verb: "Retirer",
    told: (taken) => [
      facts([
        ["Document", document.nature],
        ["Fichier", taken.fichier],
        ["Envoi retiré", `rang ${taken.annule}, du ${day(document.depot.le)}`],
      ]),
      el("p", {}, "À faire seulement quand le document n'est pas parti : la suite le tiendra pour un document jamais envoyé."),
      shell(`cddu deposer ${folder}/${taken.fichier} --annuler`),
    ],
  });
}
