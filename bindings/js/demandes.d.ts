// Ce qui se demande à cddu.
// Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».

export type Montant = string | number;
export type Taux = string | number;
export type Quantite = string | number;
export type Date = string;

/** The employer: what the calculation needs, then what the documents print. */
export interface Employeur {
  /** Convention collective (`3097` film, `2642` television, `2412` animation). */
  idcc: string;
  /** Staff. */
  effectif: number;
  /** Member of a signatory union (dates of the grids of minima). */
  adherent?: boolean;
  /** Notified AT rate of the technicians, percent. */
  taux_at?: Taux | null;
  /** Notified AT rate of the artists, already reduced, percent. */
  taux_at_artiste?: Taux | null;
  /** Versement mobilité of the commune, full rate, percent. */
  versement_mobilite?: Taux;
  /** Versement mobilité régional et rural, full rate, percent. */
  vmrr?: Taux;
  /** Subject to the taxe d'apprentissage. */
  taxe_apprentissage?: boolean;
  /** Subject to the taxe sur les salaires. */
  taxe_salaires?: boolean;
  /** Established in Alsace-Moselle. */
  alsace_moselle?: boolean;
  /** Occupational health, percent of gross. */
  taux_sante_travail?: Taux | null;
  /** Has elected staff delegates (no contribution for branch delegates). */
  delegues_elus?: boolean;
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
  voie?: string;
  /** Postal code. */
  code_postal?: string;
  /** Town. */
  commune?: string;
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
  domicile_fiscal_france?: boolean;
  /** Insured in the local scheme of Alsace-Moselle. */
  alsace_moselle?: boolean;
  /** Personal PAS rate in percent; `null`: default grid. */
  taux_pas?: Taux | null;
  /** Zone of the default grid. */
  zone_pas?: ZonePas;
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

/** Amounts already counted with this employer. */
export interface Cumuls {
  /** DFS used in the calendar year. */
  dfs?: Montant;
  /** Pay subject to retraite complémentaire already counted in the month of the period. */
  retraite_mois?: Montant;
  /** The same since 1 January of the year of the period: pay of the non cadre and artist contracts (method `population`), or every pay (method `annuel_cumule`). */
  retraite_annee?: Montant;
  /** Bases that the payslips of `retraite_annee` really carried; missing: those the rule gives. A difference is brought back by this payslip. */
  retraite_annee_tranches?: RetraiteTranches | null;
  /** The year before, when a contract of this payslip ends in it. */
  retraite_annee_precedente?: RetraiteAnnee | null;
  /** Base of the taxe sur les salaires since 1 January. */
  taxe_salaires_base?: Montant;
  /** Garnishments: what the payslips already paid in the calendar month of payment counted. */
  saisie_mois?: SaisieMois | null;
  /** Withholding of non-residents: what the payslips already paid in the calendar month of payment counted. */
  retenue_mois?: RetenueMois | null;
  /** The same withheld in the calendar year of payment. */
  retenue_non_resident?: Montant;
  /** Gross paid in the calendar year of payment. */
  brut?: Montant;
  /** Net imposable paid in the calendar year of payment. */
  net_imposable?: Montant;
  /** PAS withheld in the calendar year of payment. */
  pas?: Montant;
  /** Montant net social of the calendar year of payment. */
  montant_net_social?: Montant;
  /** Hours of the calendar year of payment. */
  heures?: Quantite;
  /** Cachets of the calendar year of payment. */
  cachets?: Quantite;
  /** Overtime pay exempt of tax, gross, of the calendar year of payment. */
  hs_exonerees_brut?: Montant;
  /** The same, net. */
  hs_exonerees_net?: Montant;
  /** Overtime pay of the calendar year of payment. */
  heures_sup?: Montant;
  /** Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`). */
  kilometres?: Record<string, Quantite>;
}

/** Bases of the retraite complémentaire that payslips have carried. */
export interface RetraiteTranches {
  /** Slice 1. */
  tranche_1?: Montant;
  /** Slice 2. */
  tranche_2?: Montant;
  /** CET. */
  cet?: Montant;
  /** Apec (cadres). */
  apec?: Montant;
}

/** A year of retraite complémentaire of the non cadres and artistes. */
export interface RetraiteAnnee {
  /** Pay subject to it. */
  paie?: Montant;
  /** Bases carried. */
  tranches?: RetraiteTranches;
}

/** A calendar month of payment, for the garnishments of a person with this employer. */
export interface SaisieMois {
  /** Net that garnishments look at: net paid, expenses excluded, benefits in kind included. */
  net?: Montant;
  /** Maintenance already paid. */
  pensions?: Montant;
  /** Amounts already seized. */
  saisies?: Montant;
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
  base?: Montant;
  /** Due, withheld or not. */
  due?: Montant;
  /** Withheld. */
  retenue?: Montant;
}

/** The methods of a payslip. A missing key takes its documented default. */
export interface Methodes {
  /** Plafond of the contract. */
  plafond?: PlafondMethod;
  /** Days shared by several contracts. */
  plafond_jours_communs?: JoursCommunsMethod;
  /** `T_delta` and `T`. */
  rgdu_tdelta?: TdeltaMethod;
  /** Cap of the RGDU coefficient. */
  rgdu_plafond?: RgduCapMethod;
  /** 100/90. */
  rgdu_conges?: RgduLeaveMethod;
  /** SMIC of the RGDU. */
  rgdu_smic?: RgduSmicMethod;
  /** Unemployment. */
  chomage_plafond?: ChomagePlafondMethod;
  /** Retraite complémentaire. */
  retraite_plafond?: RetraitePlafondMethod;
  /** Prévoyance. */
  prevoyance_plafond?: PrevoyancePlafondMethod;
  /** Prévoyance of IDCC 3097. */
  prevoyance_3097?: Prevoyance3097Method;
  /** Congés Spectacles. */
  conges_plafond?: CongesPlafondMethod;
  /** Figurant; `null` lets the convention and the length of the engagement decide. */
  figurant?: FigurantMethod | null;
  /** Net imposable. */
  fcss_imposable?: FcssImposableMethod;
  /** Contract paid by several payslips. */
  regularisation?: RegularisationMethod;
  /** Taxe sur les salaires. */
  taxe_salaires?: TaxeSalairesMethod;
  /** PAS allowance. */
  pas_abattement?: AbattementPasMethod;
  /** Day engagements of film technicians. */
  film_jour?: FilmJourMethod;
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

/** One contract paid by the payslip. */
export interface Contrat {
  /** Identifier of the contract. */
  contrat: string;
  /** Category. */
  categorie: Categorie;
  /** Cadre. Missing: as the grid of the agreement says of the function. */
  cadre?: boolean | null;
  /** Annexe of the unemployment insurance, 8 or 10. */
  annexe?: 8 | 10 | null;
  /** Function, as in the convention. */
  fonction?: string;
  /** First day of the contract. */
  debut: Date;
  /** Last day of the contract. */
  fin: Date;
  /** Part of the contract that this payslip pays; the whole contract when missing. */
  periode?: Period | null;
  /** Already paid for this contract by other payslips. */
  anterieur?: Anterieur | null;
  /** Days that give rise to pay. */
  jours?: Quantite;
  /** Paid hours. */
  heures?: Quantite;
  /** Cachets. */
  cachets?: number;
  /** Hours of other work than that of the cachets: rehearsals paid apart. Missing: those of the `prestations`. */
  heures_hors_cachets?: Quantite | null;
  /** Gross pay. Missing: computed from `temps` or `heures` and `salaire_base`. */
  brut?: Montant | null;
  /** Agreed pay, when the gross is to be computed: of a week of `heures_base` hours (technicians), of a day or a week (artists). */
  salaire_base?: Montant | null;
  /** Hours that `salaire_base` pays. */
  heures_base?: Quantite | null;
  /** By the week, the day or the month. */
  engagement?: Engagement | null;
  /** Time sheet. */
  temps?: Jour[];
  /** Annexe of the film grids. */
  annexe_film?: Annexe | null;
  /** Day the film obtained its derogation (annexes 3 and 3 bis). */
  derogation_annexe3?: Date | null;
  /** The week is organised on 6 days. */
  semaine_6_jours?: boolean | null;
  /** Paris region or elsewhere. */
  zone?: Zone;
  /** Advertising film. */
  publicitaire?: boolean;
  /** Nature of the work, or genre of the programme. */
  nature?: Nature | null;
  /** Genre of the television programme. */
  genre?: Genre | null;
  /** Forfait jours: preparation and post-production of autonomous staff, no overtime. */
  forfait_jours?: boolean;
  /** Short film (film artists). */
  court_metrage?: boolean;
  /** Effective working days of the whole contract; default: its days from Monday to Friday. */
  jours_contrat?: number | null;
  /** Weeks of the whole contract; default: counted from its dates. */
  semaines_contrat?: number | null;
  /** Weekly totals, when no daily sheet is kept. */
  semaines?: Semaine[];
  /** Hours of the sixth day in the Paris region, out of `heures`, when only totals are given. */
  heures_jour_6?: Quantite | null;
  /** The artist is under 16. */
  moins_de_16_ans?: boolean;
  /** Live programme (television artists). */
  direct?: boolean;
  /** Shoot where the scale of film figurants applies; default: yes. */
  zone_bareme_figurant?: boolean | null;
  /** Rest under 11 hours that is not compensated (television technicians). */
  repos_non_compense?: boolean;
  /** Rehearsals, fittings, travel, supplements and indemnities paid by the piece. */
  prestations?: Prestation[];
  /** DFS applied (with the consent of the employee). */
  dfs?: boolean;
  /** Group of the DFS. */
  dfs_groupe?: DfsGroupe | null;
  /** Artist rates of a réalisateur. */
  taux_artiste?: boolean;
  /** Number of the production given by France Travail spectacle. */
  numero_objet?: string | null;
  /** Convention of the work done, when it differs from the employer's. */
  idcc?: string | null;
  /** Analytic axes and budget post, free (film, poste, departement...). */
  analytique?: Record<string, string>;
  /** Pay elements already computed by `cddu brut`; their sum must be `brut`. */
  elements?: PayElement[];
  /** Overtime, when only the gross is known; an empty list says that there is none. */
  heures_sup?: unknown | null;
  /** Hours of the same civil week that another payslip of this employer pays. */
  heures_sup_autres?: AutresHeures | null;
  /** Absences: the pay that follows the hours of a week is reduced. */
  absences?: Absence[];
}

/** Category of the contract. */
export type Categorie = "technicien" | "artiste" | "figurant" | "realisateur";

/** A period of days, both ends included. */
export interface Period {
  /** First day. */
  debut: Date;
  /** Last day. */
  fin: Date;
}

/** What the former payslips of one contract have paid since 1 January, for the progressive regularisation. A payslip gives it as `cumul_contrat`, to be handed to the next payslip of the contract. */
export interface Anterieur {
  /** Gross. */
  brut?: Montant;
  /** Social security base. */
  securite_sociale?: Montant;
  /** Plafonds. */
  plafond?: Montant;
  /** Capped base. */
  plafonnee?: Montant;
  /** SMIC of the paid hours. */
  smic?: Montant;
  /** General relief, positive. */
  allegement?: Montant;
  /** Retraite complémentaire counted by the day worked (cadres). */
  retraite?: AnterieurRetraite | null;
}

/** What the former payslips of a contract counted for the retraite complémentaire by the day worked. */
export interface AnterieurRetraite {
  /** Pay subject to it. */
  paie?: Montant;
  /** Days worked, a day shared with another contract counted once. */
  jours?: Quantite;
  /** Bases carried. */
  tranches?: RetraiteTranches;
}

/** Length of the engagement. */
export type Engagement = "semaine" | "jour" | "mois";

/** One row of a time sheet. */
export interface Jour {
  /** Day on which the work starts. */
  date: Date;
  /** Start, clock time (`09:00`). */
  debut?: Horaire | null;
  /** End, clock time; at or before the start: the next day. */
  fin?: Horaire | null;
  /** Unpaid break, minutes. */
  pause_minutes?: number;
  /** Start of the break; default: the break is in the middle of the row. */
  pause_debut?: Horaire | null;
  /** Effective hours, when the times are not known. */
  heures?: Quantite | null;
  /** Nature; default: that of the engagement, else shooting. */
  nature?: NatureJour | null;
  /** Place, free text. */
  lieu?: string | null;
  /** In an approved studio. */
  studio?: boolean;
  /** Paris region or elsewhere; default: that of the engagement. */
  zone?: Zone | null;
  /** Transport from the meeting point to the shoot and back, minutes. */
  transport_minutes?: number;
  /** Travel, minutes, besides the work of the day. */
  voyage_minutes?: number;
  /** Meals not supplied by the production. */
  repas?: number;
  /** Snack not supplied, start before 7:00. */
  casse_croute?: boolean;
  /** Continuous day between 12:00 and 20:00: paid break of half an hour. */
  journee_continue?: boolean;
  /** The rest due for a sixth day, a Sunday or a holiday is given. Default: yes for the first two, no for a holiday. */
  recupere?: boolean | null;
  /** Availability time of recorded television programmes (art. VI.3.3). */
  disponibilite?: boolean;
  /** Signed by the employee. */
  signe?: boolean | null;
  /** Where the row was read; says where a figure comes from, never what it is. */
  origine?: Origine | null;
}

/** Heure de la journée, de 00:00 à 24:00 */
export type Horaire = string;

/** Nature of the work of a day. */
export type NatureJour = "tournage" | "preparation" | "postproduction" | "voyage" | "repetition" | "essayage" | "ferie_chome";

/** Where the work is done. */
export type Zone = "paris" | "autre";

/** The place of a row in the files of a production. */
export interface Origine {
  /** File (`temps.csv`). */
  fichier: string;
  /** Line of that file. */
  ligne: number;
}

/** Film grid. */
export type Annexe = "1" | "2" | "3" | "3bis";

/** Nature of the work, or genre of the programme. */
export type Nature = "tournage" | "preparation" | "postproduction" | "repetition" | "fiction" | "documentaire" | "flux" | "captation";

/** Genre of a television programme. */
export type Genre = "fiction" | "documentaire" | "flux" | "captation";

/** A week known only by its total. */
export interface Semaine {
  /** A day of the week. */
  debut: Date;
  /** Days worked. */
  jours: Quantite;
  /** Effective hours. */
  heures: Quantite;
  /** Where the row was read. */
  origine?: Origine | null;
}

/** Something paid by the piece. */
export interface Prestation {
  /** What it is (`repetition_4h`, `essayage`, `costume_special`...). */
  code: string;
  /** How many. */
  quantite?: Quantite;
  /** Hours, for what is paid by length. */
  heures?: Quantite | null;
  /** Day; default: the date of the engagement. */
  date?: Date | null;
}

/** Group of the DFS. */
export type DfsGroupe = "25" | "20";

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

/** Overtime of one civil week, when the gross is given without its elements. */
export interface HeuresSup {
  /** A day of the civil week, its Monday as a rule. */
  semaine: Date;
  /** Hours. */
  heures: Quantite;
  /** Premium in percent. */
  majoration: Taux;
  /** Pay of these hours, premium included, inside `brut`. */
  montant: Montant;
  /** Hours among them that the engagement guarantees (36th to 39th). */
  structurelles?: Quantite | null;
}

/** Hours that other payslips of this employer already pay in the civil weeks of a contract. */
export type AutresHeures = Quantite | HeuresSemaine[];

/** Hours of one civil week. */
export interface HeuresSemaine {
  /** A day of the civil week, its Monday as a rule. */
  semaine: Date;
  /** Hours. */
  heures: Quantite;
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

/** Why somebody is absent. */
export type MotifAbsence = "maladie" | "maternite" | "paternite" | "accident_trajet" | "maladie_professionnelle" | "accident_travail" | "autorisee_non_payee" | "injustifiee" | "greve" | "enfant_malade" | "evenement_familial";

/** An element of the payslip that is not contract pay. */
export interface Element {
  /** Nature. */
  code: ElementCode;
  /** Amount; may be left out where `quantite` times a table value gives it. */
  montant?: Montant | null;
  /** Number of units (meals, kilometres, nights). */
  quantite?: Quantite | null;
  /** Key of the exemption limit of a `frais` (`repas_restaurant`, `gd_repas_m1_3`...); none: wholly exempt, real cost with receipts. */
  nature?: string | null;
  /** Contract concerned. */
  contrat?: string | null;
  /** Label printed. */
  libelle?: string | null;
  /** Paid by the employer to the supplier: not added to the base before DFS, not paid to the employee. */
  paye_directement?: boolean;
  /** Dependants, for a garnishment. */
  personnes_a_charge?: number;
  /** Creditor, for a garnishment. */
  creancier?: string | null;
  /** Day of the element, for table values that follow the day worked. */
  date?: Date | null;
}

/** Nature of an element of the payslip that is not contract pay. */
export type ElementCode = "frais" | "acompte" | "avance" | "saisie" | "pension_alimentaire" | "avantage_repas" | "prime" | "retenue";

/** What a payment of back pay completes. */
export interface Rappel {
  /** Number of the payslip that paid the work. */
  complete: string;
  /** Day on which it was paid. */
  date_paiement: string;
  /** What the other payslips counted: the cumuls of the calculation of all that is due. */
  cumuls?: Cumuls;
  /** Payslips that have paid the same work: that one and the back pay since, as they were frozen. */
  deja_paye: Payslip[];
}

/** A payslip, complete and frozen. `cddu bulletin` prints it; DSN, AEM, entries and documents copy it. */
export interface Payslip {
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
  dfs_montant?: Montant;
  /** Social security base is the daily forfait of a figurant. */
  forfait?: boolean;
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

/** The named bases of a contract. */
export interface Bases {
  /** Gross. */
  brut: Montant;
  /** After DFS, or forfait. */
  securite_sociale: Montant;
  /** Plafond of the contract; `null` for a figurant on forfait. */
  plafond?: Montant | null;
  /** Base of the capped contributions: `securite_sociale` within `plafond`. */
  plafonnee: Montant;
  /** Base of CSG and CRDS; `null` for a non-resident. */
  csg?: Montant | null;
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
  net?: Montant;
  /** Its part of the base of CSG and CRDS; `null` for a non-resident. */
  csg?: Montant | null;
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
  taux_salarie?: Taux | null;
  /** Employee amount. */
  montant_salarie?: Montant | null;
  /** Employer rate in percent, uplift of the caisse de congés included. */
  taux_employeur?: Taux | null;
  /** Employer amount; negative for a relief. */
  montant_employeur?: Montant | null;
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
  reintegre?: Montant;
  /** Amount that moves the net (exempt part of an expense, deduction really made). */
  retenu: Montant;
  /** Which way. */
  sens: Sens;
  /** Creditor of a garnishment. */
  creancier?: string | null;
}

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
  taux_pas?: Taux | null;
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

/** A warning of a payslip or a note. */
export interface Avertissement {
  /** Stable code. */
  code: string;
  /** French text. */
  message: string;
}

/** One payslip to compute: one employer, one employee, one payment, one or several contracts. */
export interface DemandeBulletin {
  /** Number of the payslip, free. */
  numero?: string | null;
  /** Number of the payslip that this one replaces. */
  rectifie?: string | null;
  /** Day of payment. */
  date_paiement: Date;
  /** Employer. */
  employeur: Employeur;
  /** Employee. */
  salarie: Salarie;
  /** What was already counted before this payslip. */
  cumuls?: Cumuls;
  /** Choices of method. */
  methodes?: Methodes;
  /** Rhythm of pay, for the default PAS grid of contracts longer than two months. */
  periodicite?: Periodicite;
  /** Contracts paid, in order. */
  contrats: Contrat[];
  /** Expenses, advances, deductions, benefits in kind, bonuses. */
  elements?: Element[];
  /** Back pay: `contrats` and `elements` say everything that is due for the work, and this what was already paid of it. The payslip pays the difference, on its own day. */
  rappel?: Rappel | null;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
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
export type DemandeNoteZone = "metropole" | "dom" | "guyane_mayotte";

/** Amounts already paid by this producer to this author, under the same `social` switch. */
export interface NoteCumuls {
  /** Gross without TVA paid since 1 January of the year of payment. */
  brut_annee?: Montant;
}

/** Choices of method of a note. */
export interface NoteMethodes {
  /** Base of CSG and CRDS. */
  assiette_csg?: AssietteCsgMethod;
  /** Yearly ceilings of the RACD and of the RAAP. */
  plafond_ircec?: PlafondIrcecMethod;
}

/** Rounding of the base of CSG and CRDS (gross less 1.75 % within 4 plafonds). */
export type AssietteCsgMethod = "centime" | "exacte";

/** Yearly ceilings of the complementary pension. */
export type PlafondIrcecMethod = "sans_plafond" | "annuel";

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
  assujetti_tva?: boolean;
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
  genre: DemandeNoteGenre;
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
export type DemandeNoteGenre = "fiction" | "animation" | "documentaire" | "publicite" | "institutionnel" | "musique" | "autre";

/** What the author did. */
export type NatureActivite = "ecriture" | "realisation" | "composition" | "adaptation" | "traduction" | "graphisme" | "oeuvre_preexistante" | "autre";

/** One payment of droits d'auteur by one producer to one author. Four independent switches (`social`, `tva`, `ircec`, `fiscal`) and a `zone` decide the lines; the rates are those of the payment date. Everything below `methodes` is printed or checked, never part of an amount. */
export interface DemandeNote {
  /** Number of the note. */
  numero?: string | null;
  /** Number of the note that this one replaces. */
  rectifie?: string | null;
  /** Day of payment: chooses the rates, the quarter and the year. */
  date_paiement: Date;
  /** Gross amount of the rights without TVA, fees of an agent not deducted. */
  brut_ht: Montant;
  /** Précompte of the author's social contributions. */
  social?: Social;
  /** TVA. */
  tva?: Tva;
  /** Complementary pension. Missing: from the genre of the work. */
  ircec?: Ircec | null;
  /** Retenue à la source. */
  fiscal?: Fiscal;
  /** Rate of the treaty in percent, with `non_resident_convention` only. */
  taux_convention?: Taux | null;
  /** Day on which forms 5000 and 5003 were received (treaty rate). */
  formulaires_5000_5003?: Date | null;
  /** Proof that a fiscal resident of France is insured in another country (form A1 for instance): the only way to have `social` = `non_resident` with `fiscal` = `resident`. */
  assure_hors_france?: boolean;
  /** Territory, for TVA. */
  zone?: DemandeNoteZone;
  /** What was already paid. */
  cumuls?: NoteCumuls;
  /** Choices of method. */
  methodes?: NoteMethodes;
  /** Dispense de précompte. */
  dispense?: Dispense | null;
  /** First day of effect of the renonciation to the retenue de TVA (CGI 285 bis 3). */
  renonciation_date_effet?: Date | null;
  /** The author gave an attestation de non-précompte of the RAAP (below the seuil d'affiliation). */
  attestation_non_precompte_raap?: boolean;
  /** Nature of the income. */
  nature_revenu?: NatureRevenu;
  /** Set-off of royalties against a minimum garanti: `brut_ht` is then its `a_payer`. */
  imputation?: Imputation | null;
  /** Payer. */
  producteur?: Producteur | null;
  /** Author. */
  auteur?: Auteur | null;
  /** Work and contract. */
  oeuvre?: Oeuvre | null;
  /** Analytic axes and budget post, free. */
  analytique?: Record<string, string>;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** One engagement to turn into gross pay: one function, one employer, hours or a time sheet. */
export interface DemandeBrut {
  /** Convention: `3097` film, `2642` television, `1734` television artists, `2412` animation. */
  idcc: string;
  /** Category. */
  categorie?: Categorie;
  /** Function, as in the convention; spelling is tolerated. */
  fonction?: string;
  /** Day of the grid; default: the first day of the time sheet. */
  date?: Date | null;
  /** Agreed pay, euros: of a week of `heures_base` hours for a technician, of a day (or of a week when the engagement is weekly) for an artist or a figurant. Missing: the conventional minimum. Under annexe 3 or 3 bis: the reference pay of annexe 1. */
  salaire_base?: Montant | null;
  /** Hours that `salaire_base` pays: 39 by default in film, 35 in television. */
  heures_base?: Quantite | null;
  /** By the week (5 days or more), by the day, by the month; default: by the number of days. */
  engagement?: Engagement | null;
  /** Days worked. */
  jours?: Quantite | null;
  /** Effective hours in all, when no time sheet is given. */
  heures?: Quantite | null;
  /** Cachets; default: one per day. */
  cachets?: number | null;
  /** Weekly totals, when the engagement covers several weeks and no daily sheet is kept. */
  semaines?: Semaine[];
  /** Time sheet, in any order; several rows may share a day. */
  temps?: Jour[];
  /** The employer is a member of a signatory union. */
  adherent?: boolean;
  /** Annexe of the film grids: `1`, `2` (equivalence), `3`, `3bis`. */
  annexe?: Annexe | null;
  /** Day the film obtained its derogation (annexes 3 and 3 bis). */
  derogation_annexe3?: Date | null;
  /** The week is organised on 6 days; default: 6 days or more are worked. */
  semaine_6_jours?: boolean | null;
  /** Hours of the sixth day in the Paris region, out of `heures`, when only totals are given. */
  heures_jour_6?: Quantite | null;
  /** Paris region or elsewhere. */
  zone?: Zone;
  /** Advertising film. */
  publicitaire?: boolean;
  /** Nature of the work of days that do not say it, or genre of the television programme. */
  nature?: Nature | null;
  /** Genre of the television programme; default: fiction, with a warning. */
  genre?: Genre | null;
  /** Forfait jours: preparation and post-production of autonomous staff, no overtime. */
  forfait_jours?: boolean;
  /** Short film (film artists). */
  court_metrage?: boolean;
  /** Effective working days of the whole contract (holidays not worked, length of the contract). */
  jours_contrat?: number | null;
  /** Weeks of the whole contract (weekly engagement of artists). */
  semaines_contrat?: number | null;
  /** The artist is under 16. */
  moins_de_16_ans?: boolean;
  /** Live programme: no night nor holiday premium for television artists. */
  direct?: boolean;
  /** Shoot where the scale of film figurants applies (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes + 25 km). */
  zone_bareme_figurant?: boolean;
  /** Rest under 11 hours that is not compensated (television technicians). */
  repos_non_compense?: boolean;
  /** Rehearsals, fittings, travel, supplements and indemnities paid by the piece. */
  prestations?: Prestation[];
  /** Hours that other contracts of this employer hold in the same civil week. */
  heures_sup_autres?: AutresHeures | null;
  /** Absences: the pay that follows the hours of a week is reduced. */
  absences?: Absence[];
  /** Choices of method. */
  methodes?: Methodes;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** What is to be explained. */
export interface DemandeExpliquer {
  /** A request of a payslip or of a note, or one of them frozen. */
  demande: Record<string, unknown>;
  /** Code of a line or of a total, address, words of a label, code of a warning; the whole document without it. */
  ligne?: string | null;
  /** Contract, when the payslip pays several. */
  contrat?: string | null;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** One payslip to compute: one employer, one employee, one payment, one or several contracts. */
export interface BulletinInput {
  /** Number of the payslip, free. */
  numero?: string | null;
  /** Number of the payslip that this one replaces. */
  rectifie?: string | null;
  /** Day of payment. */
  date_paiement: Date;
  /** Employer. */
  employeur: Employeur;
  /** Employee. */
  salarie: Salarie;
  /** What was already counted before this payslip. */
  cumuls?: Cumuls;
  /** Choices of method. */
  methodes?: Methodes;
  /** Rhythm of pay, for the default PAS grid of contracts longer than two months. */
  periodicite?: Periodicite;
  /** Contracts paid, in order. */
  contrats: Contrat[];
  /** Expenses, advances, deductions, benefits in kind, bonuses. */
  elements?: Element[];
  /** Back pay: `contrats` and `elements` say everything that is due for the work, and this what was already paid of it. The payslip pays the difference, on its own day. */
  rappel?: Rappel | null;
}

/** What is wanted of an engagement. */
export interface DemandeSimuler {
  /** The engagement, as a request of a payslip. */
  demande: BulletinInput;
  /** Net to pay that is wanted. */
  net?: Montant | null;
  /** Cost for the employer that is wanted. */
  cout?: Montant | null;
  /** Contract whose gross is looked for, when there are several. */
  contrat?: string | null;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** A file of the DSN norm. */
export interface DemandeDsn {
  /** The text of the file; its characters are those of ISO-8859-1. */
  contenu: string;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}
