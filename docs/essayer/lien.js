// Une demande dans l'adresse de la page, après le « # », que le navigateur n'envoie à aucun serveur. N'y entrent que des
// dates, des nombres, des oui ou non et des mots du contrat : aucun texte libre, donc ni nom, ni NIR, ni adresse.
import { AUTRES, FONCTIONS } from "./fonctions.js";

const HEAD = "#d1=";
/** Plus longue demande lue d'un lien, en octets. */
const LONGEST = 64 * 1024;

const number = (v) => (typeof v === "number" ? Number.isFinite(v) : typeof v === "string" && /^-?\d{1,12}(\.\d{1,8})?$/.test(v));
const date = (v) => typeof v === "string" && /^\d{4}-\d{2}-\d{2}$/.test(v);
const yes = (v) => typeof v === "boolean";
const word = (v) => typeof v === "string" && /^[A-Za-z0-9_]{1,40}$/.test(v);
const rate = (v) => v === null || number(v);
const job = (v) => typeof v === "string" && [{ noms: AUTRES }, ...Object.values(FONCTIONS).flat()].some((f) => f.noms.includes(v));

const all = (test, names) => Object.fromEntries(names.split(" ").map((n) => [n, test]));

const BULLETIN = {
  date_paiement: date,
  periodicite: word,
  employeur: {
    idcc: word,
    ...all(number, "effectif taux_at taux_at_artiste versement_mobilite vmrr taux_sante_travail"),
    ...all(yes, "adherent taxe_apprentissage taxe_salaires alsace_moselle delegues_elus deduction_hs"),
  },
  salarie: { ...all(yes, "domicile_fiscal_france alsace_moselle zone_dom"), taux_pas: rate, zone_pas: word, retenue_non_resident: word },
  cumuls: all(
    number,
    "dfs retraite_mois retraite_annee taxe_salaires_base brut net_imposable pas montant_net_social heures cachets hs_exonerees_brut hs_exonerees_net heures_sup retenue_non_resident",
  ),
  methodes: word,
  contrats: [
    {
      ...all(word, "categorie engagement annexe_film zone nature genre dfs_groupe idcc"),
      ...all(date, "debut fin derogation_annexe3"),
      ...all(number, "annexe jours heures cachets heures_hors_cachets brut salaire_base heures_base jours_contrat semaines_contrat heures_jour_6"),
      ...all(yes, "cadre semaine_6_jours publicitaire forfait_jours court_metrage direct dfs taux_artiste zone_bareme_figurant repos_non_compense"),
      fonction: job,
      periode: { debut: date, fin: date },
      elements: [{ code: word, ...all(number, "quantite taux majoration montant") }],
    },
  ],
  elements: [{ ...all(word, "code nature contrat"), ...all(number, "montant quantite"), date, paye_directement: yes }],
};

const NOTE = {
  ...all(date, "date_paiement formulaires_5000_5003 renonciation_date_effet"),
  ...all(number, "brut_ht taux_convention"),
  ...all(word, "social tva ircec fiscal zone nature_revenu"),
  ...all(yes, "assure_hors_france attestation_non_precompte_raap"),
  cumuls: { brut_annee: number },
  dispense: { annee: number },
  methodes: word,
};

const SHAPES = { bulletin: BULLETIN, note: NOTE };

/** Ce qui n'est jamais dans un lien, ou y est refait : la personne d'essai, les numéros. Ne change aucun montant. */
const ALWAYS_OUT = /^(numero|reference|employeur\.(raison_sociale|siret|code_ape|adresse|production)|salarie\.(matricule|nom|prenom|nom_usage|nir|adresse|iban|bic|lieu_naissance|departement_naissance|pays_naissance)|contrats\[\d+\]\.(contrat|elements\[\d+\]\.libelle)|elements\[\d+\]\.libelle)(\.|$)/;

/** La part d'une valeur que sa forme admet ; le reste est nommé dans `out`. */
function sift(value, shape, path, out) {
  if (typeof shape === "function") {
    if (shape(value)) return value;
    out.push(path);
    return undefined;
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return void out.push(path);
    return value.map((v, rank) => sift(v, shape[0], `${path}[${rank}]`, out)).filter((v) => v !== undefined);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return void out.push(path);
  const kept = {};
  for (const [key, v] of Object.entries(value)) {
    const at = path ? `${path}.${key}` : key;
    // Toutes les clés de `methodes` sont des mots.
    const own = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (own === undefined) out.push(at);
    else if (own === word && key === "methodes") {
      kept[key] = Object.fromEntries(Object.entries(v ?? {}).filter(([k, m]) => word(k) && word(m)));
    } else {
      const inside = sift(v, own, at, out);
      if (inside !== undefined) kept[key] = inside;
    }
  }
  return kept;
}

/** Une demande sans personne : ce qui part dans le lien, et les champs laissés qui peuvent changer un montant. */
export function bare(kind, request) {
  const out = [];
  // Les contrats prennent le nom de leur rang ; les éléments qui les nomment les suivent.
  const names = new Map((request.contrats ?? []).map((c, rank) => [c.contrat, `C${rank + 1}`]));
  const named = request.elements ? { ...request, elements: request.elements.map((e) => (e.contrat === undefined ? e : { ...e, contrat: names.get(e.contrat) })) } : request;
  const kept = sift(named, SHAPES[kind], "", out);
  return { kept, left: out.filter((path) => !ALWAYS_OUT.test(path)) };
}

const LABELS = { base: "Salaire de base", hs_25: "Heures supplémentaires à 25 %", hs_50: "Heures supplémentaires à 50 %", cachet: "Cachets" };

/** La même, avec la personne d'essai que les cas emploient. */
export function dressed(kind, kept) {
  if (kind === "note") return kept;
  return {
    ...kept,
    employeur: { ...kept.employeur, raison_sociale: "SOCIETE FICTIVE" },
    salarie: { matricule: "F01", nom: "EXEMPLE", prenom: "Camille", ...kept.salarie },
    contrats: (kept.contrats ?? []).map((c, rank) => ({
      contrat: `C${rank + 1}`,
      ...c,
      ...(c.elements ? { elements: c.elements.map((e) => ({ ...e, libelle: LABELS[e.code] ?? e.code })) } : {}),
    })),
  };
}

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

const toText = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function toBytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

/** L'adresse qui porte une demande. */
export async function link(kind, request) {
  const { kept, left } = bare(kind, request);
  const bytes = await through(new TextEncoder().encode(JSON.stringify({ [kind]: kept })), new CompressionStream("deflate-raw"));
  return { address: location.href.split("#")[0] + HEAD + toText(bytes), left };
}

/** Lit un flux sans dépasser une longueur. */
async function limited(stream) {
  const reader = stream.getReader();
  const pieces = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LONGEST) throw new Error("trop long");
    pieces.push(value);
  }
  return new Blob(pieces).text();
}

/** La demande que porte une adresse : `null` sans elle. Un lien abîmé est une erreur. */
export async function opened(hash) {
  if (!hash.startsWith(HEAD)) return null;
  const stream = new Blob([toBytes(hash.slice(HEAD.length))]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const read = JSON.parse(await limited(stream));
  const kind = Object.keys(SHAPES).find((k) => read && Object.hasOwn(read, k));
  if (!kind) throw new Error("inconnu");
  // Ce qui est lu passe par le même tamis que ce qui est écrit.
  return { genre: kind, request: dressed(kind, sift(read[kind], SHAPES[kind], "", [])) };
}
