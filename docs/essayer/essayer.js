// Un bulletin ou une note essayés sans serveur : la demande, le calcul dans ce navigateur, l'explication de chaque nombre.
import { compare, noteSheet, payslipSheet } from "./bulletin.js";
import { CAS } from "./cas.js";
import { form, mark, place } from "./formulaire.js";
import { link, opened } from "./lien.js";
import { engine } from "./moteur.js";
import { Refus, announce, count, el, euros, messages } from "./outils.js";
import { reasons, show } from "./pourquoi.js";

const box = document.getElementById("saisie");
const result = document.getElementById("resultat");
let cddu;
let schemas;
let state;

/** Ce que rend un appel ; ce qu'il refuse est une erreur qui porte ses diagnostics. */
function call(name, request) {
  const text = cddu.call(name, typeof request === "string" ? request : JSON.stringify(request));
  const answer = JSON.parse(text);
  if (answer.erreurs) throw new Refus(422, answer.erreurs);
  return { answer, text };
}

// ---------------------------------------------------------------- la demande

function start(name) {
  const chosen = CAS.find((c) => c.nom === name) ?? CAS[0];
  state = { genre: chosen.genre, demande: structuredClone(chosen.demande), cas: chosen.nom, situation: chosen.situation };
  rebuild();
}

/** Une demande neuve d'une population, avec ce que la précédente disait de l'employeur et du jour. */
function population(name) {
  const former = state.demande;
  if (name === "note") {
    const { demande } = CAS.find((c) => c.genre === "note");
    state = { genre: "note", demande: { ...structuredClone(demande), date_paiement: former.date_paiement } };
    return;
  }
  const { demande } = CAS.find((c) => c.nom === name + "-2026");
  if (state.genre === "note") {
    state = { genre: "bulletin", demande: structuredClone(demande) };
    return;
  }
  for (const c of former.contrats) {
    c.categorie = name;
    c.annexe = name === "technicien" ? 8 : 10;
    c.fonction = demande.contrats[0].fonction;
    for (const key of ["cadre", "taux_artiste", "dfs_groupe", "cachets", "elements"]) delete c[key];
    if (name === "artiste" || name === "figurant") c.cachets = Math.floor(Number(c.jours)) || 1;
    if (name === "artiste") c.heures = "0";
    if (name === "technicien") c.cadre = demande.contrats[0].cadre;
  }
}

/** La demande n'est plus celle d'un cas ni d'un lien. */
function edited() {
  delete state.cas;
  delete state.situation;
  document.getElementById("situation")?.remove();
  const choice = document.getElementById("cas");
  if (choice) choice.value = "";
  if (location.hash.startsWith("#d1=")) history.replaceState(null, "", location.pathname + location.search);
}

const changed = {
  start,
  population: (name) => {
    edited();
    population(name);
    rebuild();
  },
  field: (path, again) => {
    edited();
    if (again) rebuild();
    else compute();
  },
  priced: (rank, how) => {
    const c = state.demande.contrats[rank];
    edited();
    // Le salaire convenu part du brut qui était donné, pour les heures qui étaient payées.
    if (how === "heures") {
      c.salaire_base = c.brut;
      if (c.categorie === "technicien" || c.categorie === "realisateur") c.heures_base = String(c.heures);
      for (const key of ["brut", "elements", "heures_sup"]) delete c[key];
    } else {
      c.brut = c.salaire_base ?? "0.00";
      for (const key of ["salaire_base", "heures_base", "engagement", "annexe_film", "zone", "temps"]) delete c[key];
    }
    rebuild();
  },
  more: (list) => {
    edited();
    if (list === "contrats") {
      const { contrats } = state.demande;
      const rank = Array.from({ length: contrats.length + 1 }, (_, n) => `C${n + 1}`).find((id) => !contrats.some((c) => c.contrat === id));
      const { elements, ...last } = structuredClone(contrats.at(-1));
      contrats.push({ ...last, contrat: rank });
    } else state.demande.elements = [...(state.demande.elements ?? []), { code: "acompte", montant: "0.00" }];
    rebuild();
  },
  less: (path, rank) => {
    edited();
    const way = path.replaceAll("[", ".").replaceAll("]", "").split(".");
    const last = way.pop();
    const at = way.reduce((o, key) => o[key], state.demande);
    if (rank === undefined) delete at[last];
    else at[last].splice(rank, 1);
    rebuild();
  },
};

function rebuild() {
  const focused = document.activeElement?.id;
  const open = new Set([...box.querySelectorAll("details[open]")].map((d) => d.dataset.groupe));
  box.replaceChildren(...form(state, schemas, CAS, changed).flat(Infinity).filter(Boolean));
  for (const fold of box.querySelectorAll("details")) if (open.has(fold.dataset.groupe)) fold.open = true;
  if (focused && box.contains(document.getElementById(focused))) document.getElementById(focused).focus();
  compute();
}

// ---------------------------------------------------------------- le résultat

function compute() {
  const { genre, demande } = state;
  try {
    const { answer, text } = call(genre, demande);
    const why = reasons(call("expliquer", { demande }).answer);
    const doubts = answer.avertissements.filter((a) => a.champ);
    mark(box, [], doubts);
    state.reponse = text;
    const net = genre === "note" ? ["Net à payer", answer.totaux.net_a_payer] : ["Net à payer avant impôt", answer.totaux.net_avant_impot];
    announce(`${net[0]} : ${euros(net[1])}`);
    result.replaceChildren(
      el("h2", {}, genre === "note" ? "Note de droits d'auteur" : "Bulletin de paie"),
      el("p", { class: "doux ecran" }, "Cliquer un nombre dit d'où il vient : la formule, les nombres, la règle, la loi, la ligne du barème, la source et sa confiance."),
      actions(genre),
      ...(genre === "note" ? noteSheet(answer, why) : payslipSheet(answer, why)).flat(Infinity).filter(Boolean),
      json(),
    );
  } catch (error) {
    if (!(error instanceof Refus)) throw error;
    delete state.reponse;
    mark(box, error.errors.filter((d) => d.gravite !== "info"), []);
    announce(`La demande est refusée : ${count(error.errors.length, "point")} à corriger`);
    result.replaceChildren(el("h2", {}, "La demande est refusée"), el("p", {}, "Rien n'est calculé sur une demande incomplète."), ...messages(error.errors, toField), json());
  }
}

/** Le champ d'un diagnostic, à un clic. */
function toField(d) {
  const field = d.champ ? place(box, d.champ) : null;
  if (!field) return d.champ ?? null;
  const input = field.querySelector("input, select");
  return el(
    "button",
    {
      type: "button",
      class: "nombre",
      onclick: () => {
        input.scrollIntoView({ block: "center" });
        input.focus();
      },
    },
    "Aller au champ « " + field.querySelector("label").textContent + " »",
  );
}

function actions(genre) {
  const button = (text, work) => el("button", { type: "button", onclick: work }, text);
  return el(
    "div",
    { class: "boutons" },
    button("Partager par un lien…", share),
    genre === "bulletin"
      ? button("Comparer avec une autre méthode ou une autre date…", () =>
          compare(state.demande, () => Promise.resolve(schemas.bulletin), (request) => Promise.resolve().then(() => call("bulletin", request).answer)),
        )
      : null,
    button("Imprimer", () => print()),
  );
}

function json() {
  return el(
    "details",
    {},
    el("summary", {}, "La demande, telle que les programmes l'envoient (JSON)"),
    el("pre", { class: "demande", tabindex: "0", role: "region", "aria-label": "La demande en JSON" }, JSON.stringify(state.demande, null, 2)),
  );
}

async function share() {
  const { address, left } = await link(state.genre, state.demande);
  const input = el("input", { type: "text", class: "lien", id: "lien", readonly: true, value: address, onfocus: (e) => e.target.select() });
  const said = el("p", { role: "status" });
  const copy = async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "Lien copié.";
    } catch {
      said.textContent = "Le navigateur refuse la copie : le lien est choisi, Ctrl-C le copie.";
    }
  };
  show(
    "Partager cette demande",
    el("p", {}, "Ce lien ne contient que des dates, des nombres et des choix : ni nom, ni NIR, ni adresse, ni naissance, ni texte libre. Le navigateur n'envoie à aucun serveur ce qui suit le « # »."),
    left.length ? el("div", { class: "message alerte" }, el("p", {}, "Laissés hors du lien, ils peuvent changer un montant : " + left.join(", ") + ".")) : null,
    el("label", { for: "lien" }, "Lien"),
    input,
    el("div", { class: "boutons" }, el("button", { type: "button", class: "principal", onclick: copy }, "Copier le lien")),
    said,
  );
}

// ---------------------------------------------------------------- le début

async function fromAddress() {
  try {
    const found = await opened(location.hash);
    if (!found) return false;
    state = { genre: found.genre, demande: found.request };
    rebuild();
    announce("La demande du lien est remplie et calculée.");
  } catch {
    if (!state) start();
    result.prepend(el("div", { class: "message erreur" }, el("p", {}, el("strong", {}, "Ce lien est incomplet ou abîmé."), " Le demander de nouveau, entier ; voici un cas de formation.")));
  }
  return true;
}

box.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", fromAddress);
try {
  cddu = await engine();
  schemas = { bulletin: call("schema", { nom: "bulletin" }).answer, note: call("schema", { nom: "note" }).answer };
  if (!(await fromAddress())) start(CAS.find((c) => c.nom === "technicien-2026")?.nom);
} catch (error) {
  result.replaceChildren(
    el("h2", {}, "Le calcul ne se charge pas"),
    el("p", {}, "Il faut un navigateur de 2023 ou plus récent, avec WebAssembly : " + error.message),
  );
}
// Pour qui conduit la page d'un programme : les octets de la dernière réponse.
globalThis.reponse = () => state?.reponse ?? null;
