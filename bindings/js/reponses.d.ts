// Ce que cddu répond.
// Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».

export type Montant = string;
export type Taux = string;
export type Quantite = string;
export type Date = string;

/** A period of days, both ends included. */
export interface Period {
  /** First day. */
  debut: Date;
  /** Last day. */
  fin: Date;
}

/** The employer: what the calculation needs, then what the documents print. */
export interface Employeur {
  /** Convention collective (`3097` film, `2642` television, `2412` animation). */
  idcc: string;
  /** Staff. */
  effectif: number;
  /** Member of a signatory union (dates of the grids of minima). */
  adherent: boolean;
  /** Notified AT rate of the technicians, percent. */
  taux_at?: Taux | null;
  /** Notified AT rate of the artists, already reduced, percent. */
  taux_at_artiste?: Taux | null;
  /** Versement mobilité of the commune, full rate, percent. */
  versement_mobilite: Taux;
  /** Versement mobilité régional et rural, full rate, percent. */
  vmrr: Taux;
  /** Subject to the taxe d'apprentissage. */
  taxe_apprentissage: boolean;
  /** Subject to the taxe sur les salaires. */
  taxe_salaires: boolean;
  /** Established in Alsace-Moselle. */
  alsace_moselle: boolean;
  /** Occupational health, percent of gross. */
  taux_sante_travail?: Taux | null;
  /** Has elected staff delegates (no contribution for branch delegates). */
  delegues_elus: boolean;
  /** Takes the deduction on overtime (de minimis aid, CSS L241-18 IV). */
  deduction_hs?: boolean;
  /** Company name. */
  raison_sociale?: string | null;
  /** SIRET. */
  siret?: string | null;
  /** Activity code. */
  code_ape?: string | null;
  /** Address. */
  adresse?: Adresse | null;
  /** Affiliation number to France Travail spectacle (`CS` and 8 digits). */
  numero_france_travail?: string | null;
  /** Affiliation number to Congés Spectacles. */
  numero_conges_spectacles?: string | null;
  /** Title of the production. */
  production?: string | null;
}

/** Postal address. */
export interface Adresse {
  /** Number and street. */
  voie: string;
  /** Postal code. */
  code_postal: string;
  /** Town. */
  commune: string;
  /** Country, ISO 3166 alpha-2, France when empty. */
  pays?: string;
}

/** The employee. */
export interface Salarie {
  /** Number in the production. */
  matricule: string;
  /** Family name. */
  nom: string;
  /** First names. */
  prenom: string;
  /** Fiscal residence in France. */
  domicile_fiscal_france: boolean;
  /** Insured in the local scheme of Alsace-Moselle. */
  alsace_moselle: boolean;
  /** Personal PAS rate in percent; `null`: default grid. */
  taux_pas: Taux | null;
  /** Zone of the default grid. */
  zone_pas: ZonePas;
  /** Withholding of a person who does not live in France; missing: `182A` for the contracts of technicians, `182A_bis` for those at artist rates. */
  retenue_non_resident?: RetenueNonResident | null;
  /** The treaty of `retenue_non_resident: convention`. */
  convention_fiscale?: ConventionFiscale | null;
  /** Why nothing is withheld, for `retenue_non_resident: aucune`. */
  retenue_motif?: string | null;
  /** The work is done overseas (départements d'outre-mer): lower rates of the withholding of CGI 182 A. */
  zone_dom?: boolean;
  /** Name in use. */
  nom_usage?: string | null;
  /** Social security number with its key, 15 characters. */
  nir?: string | null;
  /** Birth date. */
  date_naissance?: Date | null;
  /** Birth place. */
  lieu_naissance?: string | null;
  /** Birth département, `99` abroad. */
  departement_naissance?: string | null;
  /** Birth country, ISO 3166 alpha-2. */
  pays_naissance?: string | null;
  /** Address. */
  adresse?: Adresse | null;
  /** Number at Congés Spectacles. */
  numero_conges_spectacles?: string | null;
  /** IBAN. */
  iban?: string | null;
  /** BIC. */
  bic?: string | null;
}

/** Where the employee lives, for the default grid. */
export type ZonePas = "metropole" | "guadeloupe_reunion_martinique" | "guyane_mayotte";

/** Withholding of a person whose fiscal residence is abroad. */
export type RetenueNonResident = "182A" | "182A_bis" | "convention" | "aucune";

/** A tax treaty that lowers or excludes the withholding, with what justifies it. */
export interface ConventionFiscale {
  /** Country. */
  pays: string;
  /** Rate in percent, 0 when the treaty excludes the withholding. */
  taux: Taux;
  /** Article. */
  article: string;
}

/** The part of a payslip that belongs to one contract. */
export interface ContractPay {
  /** Identifier of the contract. */
  contrat: string;
  /** Category. */
  categorie: Categorie;
  /** Cadre. */
  cadre: boolean;
  /** Annexe of the unemployment insurance. */
  annexe: number;
  /** Function. */
  fonction: string;
  /** Convention of the work done. */
  idcc: string;
  /** First day of the contract. */
  debut: Date;
  /** Last day of the contract. */
  fin: Date;
  /** Period of work paid. */
  periode: Period;
  /** Days that give rise to pay. */
  jours: Quantite;
  /** Paid hours. */
  heures: Quantite;
  /** Cachets. */
  cachets: number;
  /** Hours of other work than that of the cachets (rehearsals), inside or beside `heures`: what the declarations count in hours when there are cachets. */
  heures_hors_cachets?: Quantite | null;
  /** Number of the production at France Travail spectacle. */
  numero_objet?: string | null;
  /** Artist rates applied. */
  taux_artiste: boolean;
  /** Rate of the DFS in percent, when applied. */
  dfs_taux?: Taux | null;
  /** Amount deducted for DFS. */
  dfs_montant: Montant;
  /** Social security base is the daily forfait of a figurant. */
  forfait: boolean;
  /** Analytic axes. */
  analytique?: Record<string, string>;
  /** Absences of the period paid. */
  absences?: AbsencePay[];
  /** How the gross is made up; the sum is `bases.brut`. */
  elements: PayElement[];
  /** The named bases. */
  bases: Bases;
  /** Cumul of the contract, this payslip included, when several payslips pay it: the `anterieur` of the next one. */
  cumul_contrat?: Anterieur | null;
  /** Lines, in order; one line carries both shares. */
  lignes: Line[];
  /** Totals of the contract. */
  sous_totaux: ContractTotals;
}

/** Category of the contract. */
export type Categorie = "technicien" | "artiste" | "figurant" | "realisateur";

/** What a payslip keeps of an absence. */
export interface AbsencePay {
  /** Reason. */
  motif: MotifAbsence;
  /** First day. */
  debut: Date;
  /** Last day. */
  fin: Date;
  /** Last day worked before it, inside the contract. */
  dernier_jour: Date;
  /** Day of return inside the contract. */
  reprise?: Date | null;
  /** Working days of absence in the period paid; none when a part of the day is worked. */
  jours: Quantite;
  /** Hours of absence in the period paid, when the pay follows hours. */
  heures: Quantite;
  /** Pay taken back, positive. */
  retenue: Montant;
  /** Pay kept by agreement. */
  maintien?: Montant;
  /** Calendar days taken out of the plafond. */
  jours_plafond?: number;
}

/** Why somebody is absent. */
export type MotifAbsence = "maladie" | "maternite" | "paternite" | "accident_trajet" | "maladie_professionnelle" | "accident_travail" | "autorisee_non_payee" | "injustifiee" | "greve" | "enfant_malade" | "evenement_familial";

/** One element of gross pay. */
export interface PayElement {
  /** Stable code (`base`, `hs_25`, `nuit_50`, `cachet`, `prime`...). */
  code: string;
  /** French label. */
  libelle: string;
  /** Hours, days or cachets. */
  quantite?: Quantite | null;
  /** Amount of one unit, premium included, euros. */
  taux?: Quantite | null;
  /** Premium in percent. */
  majoration?: Taux | null;
  /** Amount. */
  montant: Montant;
  /** Rule of the table of hours (`F03`). */
  regle?: string | null;
  /** Article of the convention. */
  article?: string | null;
  /** Part of the element that is overtime for the reliefs; `null` for an element that the time sheet did not make. */
  heure_sup?: HeureSup | null;
}

/** Overtime inside an element. */
export interface HeureSup {
  /** Hours beyond 35 in the civil week. */
  heures: Quantite;
  /** What they are paid, up to the premium of the convention. */
  montant: Montant;
  /** Hours among them that the engagement guarantees. */
  structurelles?: Quantite;
}

/** The named bases of a contract. */
export interface Bases {
  /** Gross. */
  brut: Montant;
  /** After DFS, or forfait. */
  securite_sociale: Montant;
  /** Plafond of the contract; `null` for a figurant on forfait. */
  plafond: Montant | null;
  /** Base of the capped contributions: `securite_sociale` within `plafond`. */
  plafonnee: Montant;
  /** Base of CSG and CRDS; `null` for a non-resident. */
  csg: Montant | null;
  /** Unemployment and AGS, capped. */
  chomage: Montant;
  /** Congés Spectacles. */
  conges_spectacles: Montant;
  /** Retraite complémentaire, tranche 1. */
  retraite_t1: Montant;
  /** Retraite complémentaire, tranche 2. */
  retraite_t2: Montant;
  /** Prévoyance and FCSS, tranche 1. */
  prevoyance_t1: Montant;
  /** SMIC retained for the general relief (DSN S21.G00.79 type 01); `null` without relief. */
  smic?: Montant | null;
  /** Overtime for the reliefs; `null` when there is none. */
  heures_sup?: BaseHeuresSup | null;
}

/** Overtime of a contract and what the reliefs make of it. */
export interface BaseHeuresSup {
  /** Hours. */
  heures: Quantite;
  /** Their pay, premiums included. */
  montant: Montant;
  /** Part of the pay exempt of tax. */
  exonere: Montant;
  /** The same, net: the contracts of a payslip add up to its total. */
  net: Montant;
  /** Its part of the base of CSG and CRDS; `null` for a non-resident. */
  csg: Montant | null;
  /** Rate of the reduction of employee contributions, percent. */
  taux_reduction: Taux;
  /** Hours that the engagement guarantees, inside `heures` and `montant`. */
  structurelles?: HeuresStructurelles | null;
}

/** Overtime that the engagement guarantees. */
export interface HeuresStructurelles {
  /** Hours. */
  heures: Quantite;
  /** Their pay, premiums included. */
  montant: Montant;
}

/** What the former payslips of one contract have paid since 1 January, for the progressive regularisation. A payslip gives it as `cumul_contrat`, to be handed to the next payslip of the contract. */
export interface Anterieur {
  /** Gross. */
  brut: Montant;
  /** Social security base. */
  securite_sociale: Montant;
  /** Plafonds. */
  plafond: Montant;
  /** Capped base. */
  plafonnee: Montant;
  /** SMIC of the paid hours. */
  smic: Montant;
  /** General relief, positive. */
  allegement: Montant;
  /** Retraite complémentaire counted by the day worked (cadres). */
  retraite?: AnterieurRetraite | null;
}

/** What the former payslips of a contract counted for the retraite complémentaire by the day worked. */
export interface AnterieurRetraite {
  /** Pay subject to it. */
  paie: Montant;
  /** Days worked, a day shared with another contract counted once. */
  jours: Quantite;
  /** Bases carried. */
  tranches: RetraiteTranches;
}

/** Bases of the retraite complémentaire that payslips have carried. */
export interface RetraiteTranches {
  /** Slice 1. */
  tranche_1: Montant;
  /** Slice 2. */
  tranche_2: Montant;
  /** CET. */
  cet: Montant;
  /** Apec (cadres). */
  apec?: Montant;
}

/** One contribution, both shares. */
export interface Line {
  /** Line code. */
  code: string;
  /** French label. */
  libelle: string;
  /** Body. */
  organisme: string;
  /** Base. */
  base: Montant;
  /** Employee rate in percent, `null` when the share is not due. */
  taux_salarie: Taux | null;
  /** Employee amount. */
  montant_salarie: Montant | null;
  /** Employer rate in percent, uplift of the caisse de congés included. */
  taux_employeur: Taux | null;
  /** Employer amount; negative for a relief. */
  montant_employeur: Montant | null;
  /** Coefficient of a relief. */
  coefficient?: Quantite | null;
  /** The employee share lowers the net imposable. */
  deductible: boolean;
  /** Lowest confidence of the values used. */
  confiance: Confiance;
}

/** How well a value is established. */
export type Confiance = "A" | "B" | "C";

/** Totals of one contract. */
export interface ContractTotals {
  /** Employee shares. */
  cotisations_salarie: Montant;
  /** Employer shares, before reliefs. */
  cotisations_employeur: Montant;
  /** Reliefs of the employer, positive. */
  allegements: Montant;
  /** Reliefs of the employee, positive. */
  allegements_salarie?: Montant;
  /** Montant net social of the contract. */
  montant_net_social: Montant;
  /** Net imposable of the contract. */
  net_imposable: Montant;
}

/** An expense, an advance, a deduction, as computed. */
export interface ElementPay {
  /** Nature. */
  code: ElementCode;
  /** French label. */
  libelle: string;
  /** Contract concerned. */
  contrat?: string | null;
  /** Amount asked or computed. */
  montant: Montant;
  /** Part of an expense that exceeds its limit: pay, already inside the gross. */
  reintegre: Montant;
  /** Amount that moves the net (exempt part of an expense, deduction really made). */
  retenu: Montant;
  /** Which way. */
  sens: Sens;
  /** Creditor of a garnishment. */
  creancier?: string | null;
}

/** Nature of an element of the payslip that is not contract pay. */
export type ElementCode = "frais" | "acompte" | "avance" | "saisie" | "pension_alimentaire" | "avantage_repas" | "prime" | "retenue";

/** Which way an element goes. */
export type Sens = "ajout" | "retenue" | "neutre";

/** Totals of a payslip. */
export interface Totals {
  /** Gross. */
  brut: Montant;
  /** Employee contributions, before reliefs. */
  cotisations_salarie: Montant;
  /** Employer contributions before reliefs. */
  cotisations_employeur: Montant;
  /** Reliefs of the employer, positive. */
  allegements: Montant;
  /** Reliefs of the employee, positive. */
  allegements_salarie?: Montant;
  /** Overtime pay. */
  heures_sup?: Montant;
  /** Overtime pay exempt of tax, gross. */
  hs_exonerees_brut?: Montant;
  /** The same, net of the CSG that would be deductible. */
  hs_exonerees_net?: Montant;
  /** Montant net social (CSS R844-1). */
  montant_net_social: Montant;
  /** Net imposable. */
  net_imposable: Montant;
  /** Net versé of the DSN (S21.G00.50.004): net imposable less CSG non déductible and CRDS, the PAS not deducted. Payslips frozen before this total existed lack it: [`Payslip::net_verse`] reads both. */
  net_verse?: Montant | null;
  /** Exempt expenses refunded. */
  frais: Montant;
  /** Benefits in kind taken back. */
  avantages_en_nature: Montant;
  /** Net before tax. */
  net_avant_impot: Montant;
  /** Short-contract allowance. */
  abattement_pas: Montant;
  /** Base of the PAS. */
  assiette_pas: Montant;
  /** PAS rate in percent; `null` for a non-resident. */
  taux_pas: Taux | null;
  /** The PAS rate is personal. */
  taux_pas_personnalise: boolean;
  /** PAS. */
  pas: Montant;
  /** Withholding of a non-resident (CGI 182 A, 182 A bis). */
  retenue_non_resident?: Montant;
  /** Net after tax. */
  net_paye: Montant;
  /** Payments on account. */
  acomptes: Montant;
  /** Loans repaid. */
  avances: Montant;
  /** Garnishments and maintenance. */
  saisies: Montant;
  /** What is transferred. */
  virement: Montant;
  /** Gross + employer contributions - reliefs. */
  total_verse_employeur: Montant;
}

/** Cumuls of the calendar year of payment with this employer, this payslip included. */
export interface CumulsOut {
  /** Gross. */
  brut: Montant;
  /** Net imposable. */
  net_imposable: Montant;
  /** PAS. */
  pas: Montant;
  /** Montant net social. */
  montant_net_social: Montant;
  /** Hours. */
  heures: Quantite;
  /** Cachets. */
  cachets: Quantite;
  /** DFS of the calendar year of work. */
  dfs: Montant;
  /** Pay subject to retraite complémentaire in the month of the period. */
  retraite_mois: Montant;
  /** The same since 1 January of the year of the period; pay of the non cadre and artist contracts with the method `population`. */
  retraite_annee: Montant;
  /** Overtime pay exempt of tax, gross. */
  hs_exonerees_brut?: Montant;
  /** The same, net. */
  hs_exonerees_net?: Montant;
  /** Overtime pay. */
  heures_sup?: Montant;
  /** Bases of retraite complémentaire carried for it (method `population`). */
  retraite_annee_tranches?: RetraiteTranches | null;
  /** Garnishments of the calendar month of payment; when there is one. */
  saisie_mois?: SaisieMois | null;
  /** Withholding of non-residents in the calendar month of payment. */
  retenue_mois?: RetenueMois | null;
  /** The same withheld in the calendar year of payment. */
  retenue_non_resident?: Montant;
  /** Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`). */
  kilometres?: Record<string, Quantite>;
}

/** A calendar month of payment, for the garnishments of a person with this employer. */
export interface SaisieMois {
  /** Net that garnishments look at: net paid, expenses excluded, benefits in kind included. */
  net: Montant;
  /** Maintenance already paid. */
  pensions: Montant;
  /** Amounts already seized. */
  saisies: Montant;
}

/** The withholdings of a person in the calendar month of payment. */
export interface RetenueMois {
  /** CGI 182 A. */
  "182A"?: RetenueCumul;
  /** CGI 182 A bis. */
  "182A_bis"?: RetenueCumul;
}

/** A calendar month of payment of one withholding, for the limit of 8 EUR a month. */
export interface RetenueCumul {
  /** Net before the deduction of 10 %. */
  base: Montant;
  /** Due, withheld or not. */
  due: Montant;
  /** Withheld. */
  retenue: Montant;
}

/** The methods of a payslip. A missing key takes its documented default. */
export interface Methodes {
  /** Plafond of the contract. */
  plafond: PlafondMethod;
  /** Days shared by several contracts. */
  plafond_jours_communs: JoursCommunsMethod;
  /** `T_delta` and `T`. */
  rgdu_tdelta: TdeltaMethod;
  /** Cap of the RGDU coefficient. */
  rgdu_plafond: RgduCapMethod;
  /** 100/90. */
  rgdu_conges: RgduLeaveMethod;
  /** SMIC of the RGDU. */
  rgdu_smic: RgduSmicMethod;
  /** Unemployment. */
  chomage_plafond: ChomagePlafondMethod;
  /** Retraite complémentaire. */
  retraite_plafond: RetraitePlafondMethod;
  /** Prévoyance. */
  prevoyance_plafond: PrevoyancePlafondMethod;
  /** Prévoyance of IDCC 3097. */
  prevoyance_3097: Prevoyance3097Method;
  /** Congés Spectacles. */
  conges_plafond: CongesPlafondMethod;
  /** Figurant; `null` lets the convention and the length of the engagement decide. */
  figurant?: FigurantMethod | null;
  /** Net imposable. */
  fcss_imposable: FcssImposableMethod;
  /** Contract paid by several payslips. */
  regularisation: RegularisationMethod;
  /** Taxe sur les salaires. */
  taxe_salaires: TaxeSalairesMethod;
  /** PAS allowance. */
  pas_abattement: AbattementPasMethod;
  /** Day engagements of film technicians. */
  film_jour: FilmJourMethod;
  /** Garnishments; printed when there is one. Missing: `mensuel`. */
  saisie_bareme?: SaisieBaremeMethod | null;
  /** Limits of the withholding of non-residents; printed for one. Missing: `activite`. */
  retenue_duree?: RetenueDureeMethod | null;
  /** Training contribution of a figurant on his forfait; printed when given. Missing: `forfait`. */
  formation_forfait?: FormationForfaitMethod | null;
  /** Public holiday not worked in a film week; printed when given. Missing: `ajoute`. */
  ferie_semaine?: FerieSemaineMethod | null;
  /** Default PAS grid of contracts longer than two months; same as the `periodicite` of the payslip. */
  periodicite?: Periodicite | null;
  /** Reliefs on overtime; `null` lets the default and is printed where a contract holds overtime, like those that follow. */
  hs_allegements?: HsAllegementsMethod | null;
  /** Rate of the reduction. */
  hs_taux?: HsTauxMethod | null;
  /** Limit of the reduction. */
  hs_imputation?: HsImputationMethod | null;
  /** Other premiums on overtime hours. */
  hs_majorations?: HsMajorationsMethod | null;
  /** Day engagements. */
  hs_jour?: HsJourMethod | null;
  /** Sixth day. */
  hs_jour_6?: HsJour6Method | null;
  /** Guaranteed hours. */
  hs_garanties?: HsGarantiesMethod | null;
  /** DFS. */
  hs_dfs?: HsDfsMethod | null;
  /** Artists by the week. */
  hs_artiste_semaine?: HsArtisteSemaineMethod | null;
  /** Employer's deduction for artists. */
  hs_deduction_artiste?: HsDeductionArtisteMethod | null;
  /** Yearly limit of the exemption. */
  hs_limite?: HsLimiteMethod | null;
  /** Row of the CRDS. */
  hs_ligne_crds?: HsLigneCrdsMethod | null;
  /** Week with an absence; printed where a contract has one, like the three that follow. */
  absence_semaine?: AbsenceSemaineMethod | null;
  /** Plafond of a contract with an absence. */
  absence_plafond?: AbsencePlafondMethod | null;
  /** General relief of a contract with an absence. */
  absence_smic?: AbsenceSmicMethod | null;
  /** Congés Spectacles during an arrêt de travail. */
  conges_arret?: CongesArretMethod | null;
}

/** Proration of the plafond of a contract that does not cover the month (CSS R242-2). */
export type PlafondMethod = "jours_calendaires" | "jours_payes_30" | "jours_contrat_30";

/** Days that several contracts of a payslip share, in the plafond (CSS R242-2 I). */
export type JoursCommunsMethod = "une_fois" | "par_contrat";

/** Lowering of `T_delta` (RGDU) and of `T` (Fillon) to the employer's own rates (CSS D241-7). */
export type TdeltaMethod = "abaisse" | "droit_commun";

/** Order of the cap of the RGDU coefficient and of the 100/90 of the caisse de congés. */
export type RgduCapMethod = "avant_majoration" | "apres_majoration";

/** Uplift of the relief because leave is paid by a caisse (CSS D241-10 IV). */
export type RgduLeaveMethod = "caisse" | "aucune";

/** SMIC of the RGDU when it changes within the year. */
export type RgduSmicMethod = "dates_des_heures" | "premier_janvier";

/** Limit of the unemployment and AGS base. */
export type ChomagePlafondMethod = "prorata" | "mensuel";

/** Plafond of the retraite complémentaire. */
export type RetraitePlafondMethod = "population" | "journalier" | "mensuel_cumule" | "par_contrat" | "annuel_cumule";

/** Plafond of prévoyance and FCSS. */
export type PrevoyancePlafondMethod = "journalier" | "prorata" | "mensuel";

/** Prévoyance of non cadre technicians of IDCC 3097 (titre II art. 45). */
export type Prevoyance3097Method = "interbranche" | "film_1_50";

/** Base of Congés Spectacles. */
export type CongesPlafondMethod = "aucun" | "conventionnel";

/** Social security base of a figurant. */
export type FigurantMethod = "forfait" | "reel";

/** Is the employer's FCSS contribution added to the net imposable (CGI 83, 1° quater)? */
export type FcssImposableMethod = "non" | "oui";

/** A contract paid by several payslips: plafond and general relief counted again on the cumul of the contract (CSS R242-2 II, D241-8, D241-9), when the contract gives what was already paid (`anterieur`). */
export type RegularisationMethod = "progressive" | "aucune";

/** Slices of the taxe sur les salaires (CGI 231, 2 bis). */
export type TaxeSalairesMethod = "annuel_cumule" | "mensuel";

/** Amount of the short-contract allowance of the PAS. */
export type AbattementPasMethod = "en_vigueur" | "premier_janvier";

/** Film technicians engaged under five days: how the premiums of hours 8 and beyond add up (titre II art. 34). */
export type FilmJourMethod = "bandes" | "additif";

/** Scale of garnishments (C. trav. R3252-2). */
export type SaisieBaremeMethod = "mensuel" | "prorata";

/** Length of activity that gives the limits of the withholding of non-residents (CGI 182 A III, annexe II 91 A). */
export type RetenueDureeMethod = "activite" | "mois";

/** Base of the training contribution when social security is due on the forfait of a figurant. */
export type FormationForfaitMethod = "forfait" | "brut";

/** Film week that holds a public holiday not worked (titre I art. 17, titre II art. 42): what its seven hours join. */
export type FerieSemaineMethod = "ajoute" | "garantie" | "assimile";

/** Rhythm of pay. */
export type Periodicite = "mensuelle" | "hebdomadaire" | "journaliere";

/** Reliefs on overtime (CSS L241-17, L241-18, CGI 81 quater). */
export type HsAllegementsMethod = "oui" | "non";

/** Rate of the reduction of employee contributions on overtime (CSS D241-21). */
export type HsTauxMethod = "effectif" | "effectif_exact" | "plafond";

/** Limit of the reduction: the employee's base old-age contributions (CSS L241-17 I). */
export type HsImputationMethod = "bulletin" | "contrat" | "aucune";

/** Night, Sunday, holiday and tenth-hour premiums that fall on overtime hours. */
export type HsMajorationsMethod = "heures" | "toutes";

/** Engagements under five days: which hours are overtime for the reliefs. */
export type HsJourMethod = "semaine" | "convention" | "aucune";

/** Sixth day of the week in the Paris region, paid double (IDCC 3097 titre II art. 39). */
export type HsJour6Method = "bandes" | "integrale" | "exclue";

/** Hours guaranteed by the engagement beyond 35 and paid without being worked. */
export type HsGarantiesMethod = "payees" | "effectuees";

/** Reduction on the overtime of a contract with DFS. */
export type HsDfsMethod = "brut" | "abattu";

/** Overtime hours included in the weekly pay of film artists and figurants (IDCC 3097 titre III art. 4.4.2). */
export type HsArtisteSemaineMethod = "non" | "incluses";

/** The employer's deduction on the overtime of artists. */
export type HsDeductionArtisteMethod = "oui" | "non";

/** Yearly limit of the overtime exempt of tax (CGI 81 quater). */
export type HsLimiteMethod = "brut_8037" | "net_7500";

/** Row that prints the CRDS of the overtime exempt of tax; no amount moves. */
export type HsLigneCrdsMethod = "non_imposables" | "non_deductible";

/** A week of a technician with an absence: what its pay becomes. */
export type AbsenceSemaineMethod = "proportion_plancher" | "proportion" | "heures";

/** Days that an unpaid absence takes out of the plafond (CSS R242-2 I). */
export type AbsencePlafondMethod = "calendaires" | "travailles";

/** SMIC of the general relief of a contract suspended (CSS D241-7). */
export type AbsenceSmicMethod = "rapport" | "heures_payees";

/** Base of Congés Spectacles during an arrêt de travail. */
export type CongesArretMethod = "oui" | "non";

/** A warning of a payslip or a note. */
export interface Avertissement {
  /** Stable code. */
  code: string;
  /** French text. */
  message: string;
}

/** A result with the number of the contract, and the reference that the request gave. */
export interface Bulletin {
  /** Number of the contract of this answer. */
  version_interface: number;
  /** Free text given with the request. */
  reference?: string | null;
  /** Number of the payslip. */
  numero?: string | null;
  /** Number of the payslip that this one replaces. */
  rectifie?: string | null;
  /** Back pay: number of the payslip that this one completes. Every amount is then what is added to what was paid. */
  rappel?: string | null;
  /** Day of payment. */
  date_paiement: Date;
  /** From the first to the last day of work paid. */
  periode: Period;
  /** Employer, as given. */
  employeur: Employeur;
  /** Employee, as given. */
  salarie: Salarie;
  /** One entry per contract, in the order given. */
  contrats: ContractPay[];
  /** Expenses, advances, deductions. */
  elements: ElementPay[];
  /** Totals of the payslip. */
  totaux: Totals;
  /** Cumuls with this employer, this payslip included. */
  cumuls: CumulsOut;
  /** Methods used, defaults included. */
  methodes: Methodes;
  /** What the reader must know: unverified values, choices, minima not met. */
  avertissements: Avertissement[];
  /** `sha256:` of the tables used. */
  empreinte_baremes: string;
  /** `sha256:` of the input, of the tables and of the result. */
  empreinte: string;
}

/** Switch of the social contributions withheld (CSS R382-27). */
export type Social = "precompte" | "dispense" | "heritier" | "non_resident";

/** Switch of the TVA (CGI 285 bis). */
export type Tva = "retenue" | "renonciation_tva" | "renonciation_franchise" | "autoliquidation";

/** Switch of the complementary pension (CSS L382-12). */
export type Ircec = "fiction" | "fiction_sans_raap" | "solidarite_racd" | "solidarite_racd_avec_raap" | "doc_8" | "doc_4" | "aucun";

/** Switch of the retenue à la source (CGI 182 B). */
export type Fiscal = "resident" | "non_resident_25" | "non_resident_convention" | "non_resident_etnc";

/** Territory, for TVA. */
export type Zone = "metropole" | "dom" | "guyane_mayotte";

/** Dispense de précompte delivered by the Urssaf for one year. */
export interface Dispense {
  /** Reference of the document. */
  reference?: string | null;
  /** Calendar year of validity. */
  annee: number;
}

/** Nature of the income, as the Urssaf asks for it. */
export type NatureRevenu = "redevance" | "a_valoir" | "minimum_garanti" | "forfait" | "droits_voisins";

/** Royalties set off against a minimum garanti already paid. */
export interface Imputation {
  /** Minimum garanti paid before. */
  verse: Montant;
  /** Royalties set off before. */
  deja_impute: Montant;
  /** Royalties of this statement. */
  redevances: Montant;
  /** Royalties set off by this statement: no payment, no new base. */
  impute: Montant;
  /** Royalties to pay: the gross of the note, when positive. */
  a_payer: Montant;
  /** Minimum garanti still to be recovered. */
  reste_a_imputer: Montant;
}

/** The payer. */
export interface Producteur {
  /** Company name. */
  raison_sociale: string;
  /** Liable to TVA (an association often is not: it makes no retenue). */
  assujetti_tva: boolean;
  /** SIRET. */
  siret?: string | null;
  /** Address. */
  adresse?: Adresse | null;
  /** Account of the diffuseur at the Urssaf artistes-auteurs. */
  compte_urssaf_aa?: string | null;
  /** Number of the producer at the IRCEC. */
  numero_ircec?: string | null;
}

/** The author, or the heir. */
export interface Auteur {
  /** Identifier in the production. */
  auteur: string;
  /** Family name. */
  nom: string;
  /** First names. */
  prenom: string;
  /** Pen name. */
  pseudonyme?: string | null;
  /** Address. */
  adresse?: Adresse | null;
  /** Social security number with its key, 15 characters. */
  nir?: string | null;
  /** Birth date. */
  date_naissance?: Date | null;
  /** SIRET, for an author in BNC. */
  siret?: string | null;
  /** How the author is taxed. */
  regime_fiscal?: RegimeFiscal | null;
  /** Intra-community TVA number. */
  tva_intracom?: string | null;
  /** IBAN. */
  iban?: string | null;
  /** BIC. */
  bic?: string | null;
}

/** How the author is taxed. */
export type RegimeFiscal = "TS" | "BNC";

/** The work, the contract and the instalment that the note pays. */
export interface Oeuvre {
  /** Title. */
  titre: string;
  /** Genre. */
  genre: Genre;
  /** What the author did. */
  nature_activite?: NatureActivite | null;
  /** Reference of the contract. */
  contrat?: string | null;
  /** Label of the instalment. */
  echeance?: string | null;
  /** Period of exploitation, for royalties. */
  periode_exploitation?: string | null;
}

/** Genre of the work. */
export type Genre = "fiction" | "animation" | "documentaire" | "publicite" | "institutionnel" | "musique" | "autre";

/** What the author did. */
export type NatureActivite = "ecriture" | "realisation" | "composition" | "adaptation" | "traduction" | "graphisme" | "oeuvre_preexistante" | "autre";

/** The named bases of a note. A base that is not used is zero. */
export interface NoteBases {
  /** Base of the capped old-age contribution: gross within one yearly plafond. */
  vieillesse: Montant;
  /** Part of the gross that bears the 1.75 % allowance: within four yearly plafonds. */
  abattue: Montant;
  /** Base of CSG and CRDS, rounded to the cent. */
  csg: Montant;
  /** Base of the RACD. */
  racd: Montant;
  /** Base of the RAAP. */
  raap: Montant;
}

/** One line of a note: `montant = base x taux`, rounded half up to the cent. */
export interface NoteLine {
  /** Line code: `AA_VIEIL_PLAF`, `AA_CSG`, `AA_CRDS`, `AA_CFP`, `AA_RACD`, `AA_RAAP`, `AA_DIFF`, `AA_DIFF_CFP`, `AA_TVA`, `AA_RETENUE_TVA`, `AA_RAS`. */
  code: string;
  /** French label. */
  libelle: string;
  /** Body: `urssaf_artistes_auteurs`, `ircec`, `dgfip`, `auteur`. */
  organisme: string;
  /** Base. */
  base: Montant;
  /** Rate in percent. */
  taux: Taux;
  /** Amount, positive. */
  montant: Montant;
  /** Which way. */
  sens: NoteSens;
  /** Lowest confidence of the values used. */
  confiance: Confiance;
}

/** Which way a line goes; its amount is always positive. */
export type NoteSens = "retenue" | "ajout" | "producteur";

/** Totals of a note, all positive. `net_a_payer = brut_ht - precompte_urssaf - ircec_auteur + tva - retenue_tva - retenue_source`. */
export interface NoteTotals {
  /** Old age, CSG, CRDS and CFP of the author. */
  precompte_urssaf: Montant;
  /** RACD and RAAP of the author. */
  ircec_auteur: Montant;
  /** TVA paid to the author. */
  tva: Montant;
  /** TVA withheld for the Treasury. */
  retenue_tva: Montant;
  /** Retenue à la source. */
  retenue_source: Montant;
  /** What is transferred to the author. */
  net_a_payer: Montant;
  /** Contribution diffuseur with its CFP. */
  contribution_diffuseur: Montant;
  /** RACD and RAAP of the producer. */
  ircec_producteur: Montant;
  /** What the producer bears on top of the gross: `contribution_diffuseur + ircec_producteur`. */
  cout_producteur: Montant;
  /** Taxable amount of a resident author: gross + TVA kept - deductible contributions. */
  imposable_auteur: Montant;
}

/** Amounts that the note prints and that move nothing. */
export interface NoteInformations {
  /** Taken over by the State: 0.75 % of the capped base and 0.40 % of the gross. Zero without précompte. */
  prise_en_charge_etat: Montant;
  /** Part of the CSG that lowers the taxable amount. */
  csg_deductible: Montant;
  /** The rest of the CSG, and the CRDS. */
  csg_crds_non_deductible: Montant;
  /** TVA kept by the author under retenue (forfait of droits à déduction): TVA less TVA withheld. */
  tva_conservee: Montant;
  /** TVA that the producer assesses itself (autoliquidation): due and deductible, not paid to the author. */
  tva_autoliquidee: Montant;
  /** Rate of that TVA, percent. */
  tva_autoliquidee_taux?: Taux | null;
}

/** Cumuls of the year of payment with this producer, under the same `social` switch. */
export interface NoteCumulsOut {
  /** Gross paid before this note. */
  brut_annee_avant: Montant;
  /** Gross paid, this note included: the `cumuls.brut_annee` of the next note. */
  brut_annee: Montant;
}

/** Choices of method of a note. */
export interface NoteMethodes {
  /** Base of CSG and CRDS. */
  assiette_csg: AssietteCsgMethod;
  /** Yearly ceilings of the RACD and of the RAAP. */
  plafond_ircec: PlafondIrcecMethod;
}

/** Rounding of the base of CSG and CRDS (gross less 1.75 % within 4 plafonds). */
export type AssietteCsgMethod = "centime" | "exacte";

/** Yearly ceilings of the complementary pension. */
export type PlafondIrcecMethod = "sans_plafond" | "annuel";

/** A result with the number of the contract, and the reference that the request gave. */
export interface Note {
  /** Number of the contract of this answer. */
  version_interface: number;
  /** Free text given with the request. */
  reference?: string | null;
  /** Number of the note. */
  numero?: string | null;
  /** Number of the note that this one replaces. */
  rectifie?: string | null;
  /** Day of payment. */
  date_paiement: string;
  /** Gross without TVA. */
  brut_ht: Montant;
  /** Switch of the social contributions. */
  social: Social;
  /** Switch of the TVA. */
  tva: Tva;
  /** Switch of the complementary pension, as used. */
  ircec: Ircec;
  /** Switch of the retenue à la source. */
  fiscal: Fiscal;
  /** Territory. */
  zone: Zone;
  /** Dispense de précompte, as given. */
  dispense?: Dispense | null;
  /** First day of effect of the renonciation, as given. */
  renonciation_date_effet?: string | null;
  /** Day on which forms 5000 and 5003 were received, as given. */
  formulaires_5000_5003?: string | null;
  /** Attestation de non-précompte of the RAAP, as given. */
  attestation_non_precompte_raap: boolean;
  /** Nature of the income. */
  nature_revenu: NatureRevenu;
  /** Set-off of royalties, as given. */
  imputation?: Imputation | null;
  /** Payer, as given. */
  producteur?: Producteur | null;
  /** Author, as given. */
  auteur?: Auteur | null;
  /** Work and contract, as given. */
  oeuvre?: Oeuvre | null;
  /** Analytic axes, as given. */
  analytique?: Record<string, string>;
  /** The named bases. */
  bases: NoteBases;
  /** Lines, in order. A contribution shared by the author and the producer (`AA_RACD`, `AA_RAAP`) has two lines of the same code: `retenue` for the author's share, `producteur` for the producer's. */
  lignes: NoteLine[];
  /** Totals. */
  totaux: NoteTotals;
  /** Amounts to print that move nothing. */
  informations: NoteInformations;
  /** Cumuls of the year of payment. */
  cumuls: NoteCumulsOut;
  /** Methods used, defaults included. */
  methodes: NoteMethodes;
  /** What the reader must know: unverified values, choices, documents to ask for. */
  avertissements: Avertissement[];
  /** `sha256:` of the tables used. */
  empreinte_baremes: string;
  /** `sha256:` of the input, of the tables and of the result. */
  empreinte: string;
}

/** How an element was found. */
export interface Detail {
  /** Code of the element. */
  code: string;
  /** Formula with its numbers, in French. */
  formule: string;
  /** Rule of the table of hours. */
  regle?: string | null;
  /** Article of the convention. */
  article?: string | null;
  /** Where the rule or the amount was read. */
  source?: string;
  /** How sure it is. */
  confiance: Confiance | null;
  /** Days concerned. */
  jours?: string[];
}

/** The conventional minimum against the agreed pay. */
export interface Minimum {
  /** Minimum due, SMIC floor included. */
  valeur: Montant;
  /** What it pays: `semaine 39 h`, `jour 8 h`... */
  unite: string;
  /** The agreed pay compared with it, in the same unit. */
  salaire: Montant;
  /** The agreed pay reaches it. */
  respecte: boolean;
  /** Row of the grid. */
  ligne?: LigneGrille | null;
  /** The SMIC floor is above the grid: amount of the floor in the same unit. */
  smic?: Montant | null;
  /** Formula, when the minimum is computed from the row. */
  formule?: string;
}

/** A row of the grids, as printed. */
export interface LigneGrille {
  /** File and line of the table. */
  table: string;
  /** Function, as in the convention. */
  fonction: string;
  /** Annexe. */
  annexe: string;
  /** Genre of programme the row is limited to. */
  genre?: string;
  /** What the amount pays. */
  unite: Unite;
  /** Hours paid. */
  heures?: Quantite | null;
  /** Days paid. */
  jours?: number | null;
  /** Amount of the row; `null` when it is known to exist and was not found. */
  valeur: Montant | null;
  /** First day for this employer. */
  valide_du: Date;
  /** Last day for this employer, when known. */
  valide_au: Date | null;
  /** Legal basis. */
  base_legale: string;
  /** Source. */
  source: string;
  /** How sure it is. */
  confiance: Confiance;
  /** Read, derived or missing. */
  methode: Methode;
  /** Doubts. */
  note?: string;
}

/** What a minimum pays. */
export type Unite = "semaine" | "jour" | "cachet" | "mois" | "heure" | "service" | "forfait";

/** How a minimum became known. */
export type Methode = "publie" | "derive" | "absent";

/** A part of the pay, inside it. */
export interface Part {
  /** Code. */
  code: string;
  /** French label. */
  libelle: string;
  /** Amount, inside the gross. */
  montant: Montant;
}

/** An indemnity that refunds expenses. */
export interface Frais {
  /** Code of the table (`3097_REPAS`). */
  code: string;
  /** French label. */
  libelle: string;
  /** Number. */
  quantite: Quantite;
  /** Amount of one. */
  unitaire: Montant;
  /** Amount. */
  montant: Montant;
  /** Key of the exemption limit, for the `nature` of a payslip element. */
  nature?: string | null;
  /** Exempt limit of one, on the first day concerned. */
  limite?: Montant | null;
  /** Exempt part. */
  exonere: Montant;
  /** Part above the limit: pay. */
  reintegre: Montant;
  /** Article. */
  article: string;
  /** Days. */
  jours?: string[];
}

/** A method and the reading used. */
export interface MethodeUtilisee {
  /** Key of `methodes`. */
  cle: string;
  /** Reading. */
  valeur: string;
}

/** What an absence took back. */
export interface AbsenceBrut {
  /** The absence, as given. */
  absence: Absence;
  /** Working days of absence in the period. */
  jours: Quantite;
  /** Hours of absence, when the pay follows hours. */
  heures: Quantite;
  /** Pay taken back, positive. */
  retenue: Montant;
}

/** An absence of a contract, from its first to its last day. */
export interface Absence {
  /** Reason. */
  motif: MotifAbsence;
  /** First day of absence. */
  debut: Date;
  /** Last day; an arrêt de travail may be prescribed beyond the end of the contract. */
  fin: Date;
  /** Hours of absence of a single day, when a part of it is worked; missing: whole days. */
  heures?: Quantite | null;
  /** Gross pay kept by agreement, paid with the first day of absence; missing: none, as the law leaves it under a year of seniority (C. trav. L1226-1). */
  maintien?: Montant | null;
  /** The daily allowances are paid to the employer: refused, this program pays none of them. */
  subrogation?: boolean;
}

/** A result with the number of the contract, and the reference that the request gave. */
export interface Brut {
  /** Number of the contract of this answer. */
  version_interface: number;
  /** Free text given with the request. */
  reference?: string | null;
  /** Pay elements; their sum is `brut`. */
  elements: PayElement[];
  /** How each element was found, in the same order. */
  details: Detail[];
  /** Hours paid as work (guaranteed hours included). */
  heures: Quantite;
  /** Days worked. */
  jours: Quantite;
  /** Cachets. */
  cachets: number;
  /** Gross. */
  brut: Montant;
  /** Conventional minimum. */
  minimum: Minimum | null;
  /** Interessement due later from the receipts of the film (annexes 3 and 3 bis); not part of the gross. */
  interessement?: Montant | null;
  /** Splits inside the pay, printed and never added (rights of artists, composition of the minimum). */
  repartition?: Part[];
  /** Indemnities that refund expenses, kept apart from pay. */
  frais: Frais[];
  /** Methods that played a part, with the reading used. */
  methodes?: MethodeUtilisee[];
  /** Hours of each civil week, by its Monday, where they are counted by the week; the other contracts of the week add theirs. */
  semaines?: Record<string, string>;
  /** Absences of the period and what each took back. */
  absences?: AbsenceBrut[];
  /** What the reader must know: minimum not met, limits of hours, unverified values, choices. */
  avertissements: Avertissement[];
}

/** A figure and what would change it. */
export interface Explained {
  /** Address of the figure (`C1.VIEIL_PLAF.montant_salarie`). */
  figure: string;
  /** Contract it belongs to. */
  contrat?: string | null;
  /** Line it belongs to. */
  ligne?: string | null;
  /** French label. */
  libelle: string;
  /** Value. */
  valeur: string;
  /** Unit: `EUR`, `%` or nothing. */
  unite: string;
  /** Formula with names. */
  formule?: string | null;
  /** Formula with numbers. */
  calcul?: string | null;
  /** Result of the formula before its last step, when that step is a rounding. */
  avant_arrondi?: string | null;
  /** Numbers of the formula, in order: what each is and where it comes from. */
  nombres?: ExplainedNumber[];
  /** Rule. */
  regle?: ExplainedRule | null;
  /** Table row. */
  table?: ExplainedRow | null;
  /** Input field. */
  saisie?: string | null;
  /** Line of the files of the production on which the input was read. */
  origine?: Origine | null;
  /** Addresses of the figures it is computed from. */
  depend_de?: string[];
  /** Why it is not due, or less than was asked. */
  pourquoi?: string | null;
  /** Weakest confidence of the rules and table rows under it. */
  confiance: Confiance;
  /** Inputs, table values and methods the figure rests on. */
  change_avec?: Source[];
}

/** A number of a formula, in plain data. */
export interface ExplainedNumber {
  /** French label. */
  libelle: string;
  /** Value. */
  valeur: string;
  /** Unit: `EUR`, `%` or nothing. */
  unite: string;
  /** Address of the figure. */
  figure: string;
  /** Table row it is read from; a number without a row is given or computed. */
  table?: ExplainedRow | null;
  /** Given by the input (or counted from its dates). */
  saisie?: boolean;
  /** Line of the files of the production on which it was read. */
  origine?: Origine | null;
}

/** A table row, in plain data. */
export interface ExplainedRow {
  /** Key. */
  cle: string;
  /** File and line. */
  fichier: string;
  /** Line. */
  ligne: number;
  /** Dates. */
  validite: string;
  /** Legal basis. */
  base_legale: string;
  /** Source. */
  source: string;
  /** Address of the official text. */
  lien?: string;
  /** Confidence. */
  confiance: Confiance;
  /** Last check. */
  verifie_le: string;
}

/** The place of a row in the files of a production. */
export interface Origine {
  /** File (`temps.csv`). */
  fichier: string;
  /** Line of that file. */
  ligne: number;
}

/** A rule, in plain data. */
export interface ExplainedRule {
  /** Stable name (`plafond.jours_calendaires`). */
  nom: string;
  /** What it says. */
  texte: string;
  /** Legal basis. */
  base_legale: string;
  /** Confidence. */
  confiance: Confiance;
  /** Keys of `methodes` that choose between this rule and its other readings. */
  methodes?: string[];
}

/** Something that a figure rests on. */
export interface Source {
  /** `saisie`, `bareme` or `methode`. */
  nature: string;
  /** Address, table key or key of `methodes`. */
  nom: string;
  /** French label. */
  libelle?: string;
  /** Value used. */
  valeur: string;
  /** Dates of a table value. */
  validite?: string;
  /** Line of the files of the production on which an input was read. */
  origine?: Origine | null;
}

/** The figures, or the warnings, of an answer. */
export type Explication = Explained[] | Avertissement[];

/** One engagement that answers. */
export interface SimulationAnswer {
  /** `engagement`, `exact`, `juste en dessous`, `juste au-dessus`. */
  reponse: string;
  /** Gross. */
  brut: Montant;
  /** Net before tax. */
  net_avant_impot: Montant;
  /** Net to pay. */
  net_paye: Montant;
  /** Cost for the employer. */
  total_verse_employeur: Montant;
}

export type Simulation = SimulationAnswer[];

/** Une anomalie d'une DSN */
export interface Anomalie {
  /** Contrôle de la norme (S21.G00.30.001/CCH-14) ou règle de forme (FMT-01) */
  code: string;
  gravite: "info" | "mineur" | "majeur" | "bloquant";
  /** Ligne du fichier, à partir de 1 */
  ligne: number;
  /** Rubrique ou bloc ; vide quand la ligne n'en a pas */
  rubrique: string;
  /** Nom et matricule de la personne, quand la ligne en parle */
  personne?: string;
  /** Numéro du contrat, quand la ligne en parle */
  contrat?: string;
  /** Ce qui ne va pas et que faire */
  message: string;
}

export type AnomaliesDsn = Anomalie[];

/** A result with the number of the contract, and the reference that the request gave. */
export interface Version {
  /** Number of the contract of this answer. */
  version_interface: number;
  /** Free text given with the request. */
  reference?: string | null;
  /** Version of the program. */
  version: string;
  /** `sha256:` of the tables. */
  empreinte_baremes: string;
}

/** An error or a warning: what, where, and what to do about it. Libraries never print it. */
export interface RefusDiagnostic {
  /** Stable code, searchable in the documentation (`PAIE-012`). */
  code: string;
  /** Severity. */
  gravite: Gravite;
  /** File, as the user named it. */
  fichier?: string | null;
  /** Line, from 1. */
  ligne?: number | null;
  /** Column (header name of a CSV, or character position from 1). */
  colonne?: string | null;
  /** Path of the field in a JSON or TOML document (`contrats[0].brut`). */
  champ?: string | null;
  /** What is wrong, in French, with the value met. */
  message: string;
  /** What to do. */
  aide?: string | null;
}

/** How serious a diagnostic or a finding is; the gravest first. */
export type Gravite = "bloquant" | "majeur" | "mineur" | "info";

/** The errors of a request. */
export interface Refus {
  /** Number of the contract of this answer. */
  version_interface: number;
  /** Free text given with the request. */
  reference?: string | null;
  /** Number of the document asked. */
  numero?: string | null;
  /** Every error found, and the warnings beside them. */
  erreurs: RefusDiagnostic[];
}

/** An error or a warning: what, where, and what to do about it. Libraries never print it. */
export interface Diagnostic {
  /** Stable code, searchable in the documentation (`PAIE-012`). */
  code: string;
  /** Severity. */
  gravite: Gravite;
  /** File, as the user named it. */
  fichier?: string | null;
  /** Line, from 1. */
  ligne?: number | null;
  /** Column (header name of a CSV, or character position from 1). */
  colonne?: string | null;
  /** Path of the field in a JSON or TOML document (`contrats[0].brut`). */
  champ?: string | null;
  /** What is wrong, in French, with the value met. */
  message: string;
  /** What to do. */
  aide?: string | null;
}
