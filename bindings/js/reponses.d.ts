// Ce que cddu répond.
// Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».

export type Montant = string;
export type Taux = string;
export type Quantite = string;
export type Date = string;

/** Une période, ses deux jours extrêmes compris. */
export interface Period {
  /** Premier jour. */
  debut: Date;
  /** Dernier jour. */
  fin: Date;
}

/** L'employeur : ce dont le calcul a besoin, puis ce que les documents impriment. */
export interface Employeur {
  /** Convention collective (`3097` cinéma, `2642` télévision, `2412` animation). */
  idcc: string;
  /** Effectif. */
  effectif: number;
  /** Adhérent d'un syndicat signataire (dates des grilles de minima). */
  adherent: boolean;
  /** Taux AT notifié des techniciens, en pour cent. */
  taux_at?: Taux | null;
  /** Taux AT notifié des artistes, déjà réduit, en pour cent. */
  taux_at_artiste?: Taux | null;
  /** Versement mobilité de la commune, taux plein, en pour cent. */
  versement_mobilite: Taux;
  /** Versement mobilité régional et rural, taux plein, en pour cent. */
  vmrr: Taux;
  /** Soumis à la taxe d'apprentissage. */
  taxe_apprentissage: boolean;
  /** Soumis à la taxe sur les salaires. */
  taxe_salaires: boolean;
  /** Établi en Alsace-Moselle. */
  alsace_moselle: boolean;
  /** Santé au travail, en pour cent du brut. */
  taux_sante_travail?: Taux | null;
  /** A des délégués élus (pas de contribution pour les délégués de branche). */
  delegues_elus: boolean;
  /** Prend la déduction sur les heures supplémentaires (aide de minimis, CSS L241-18 IV). */
  deduction_hs?: boolean;
  /** Raison sociale. */
  raison_sociale?: string | null;
  /** SIRET. */
  siret?: string | null;
  /** Code APE. */
  code_ape?: string | null;
  /** Adresse. */
  adresse?: Adresse | null;
  /** Numéro d'affiliation à France Travail spectacle (`CS` et 8 chiffres). */
  numero_france_travail?: string | null;
  /** Numéro d'affiliation aux Congés Spectacles. */
  numero_conges_spectacles?: string | null;
  /** Titre de la production. */
  production?: string | null;
}

/** Adresse postale. */
export interface Adresse {
  /** Numéro et voie. */
  voie: string;
  /** Code postal. */
  code_postal: string;
  /** Commune. */
  commune: string;
  /** Pays, ISO 3166 alpha-2 ; vide, la France. */
  pays?: string;
}

/** Le salarié. */
export interface Salarie {
  /** Matricule dans la production. */
  matricule: string;
  /** Nom de famille. */
  nom: string;
  /** Prénoms. */
  prenom: string;
  /** Domicile fiscal en France. */
  domicile_fiscal_france: boolean;
  /** Affilié au régime local d'Alsace-Moselle. */
  alsace_moselle: boolean;
  /** Taux de PAS personnel en pour cent ; `null` : grille du taux neutre. */
  taux_pas: Taux | null;
  /** Zone de la grille du taux neutre. */
  zone_pas: ZonePas;
  /** Retenue d'une personne qui ne vit pas en France ; absente : `182A` pour les contrats de techniciens, `182A_bis` pour ceux aux taux d'artiste. */
  retenue_non_resident?: RetenueNonResident | null;
  /** La convention fiscale de `retenue_non_resident: convention`. */
  convention_fiscale?: ConventionFiscale | null;
  /** Pourquoi rien n'est retenu, pour `retenue_non_resident: aucune`. */
  retenue_motif?: string | null;
  /** Le travail est fait outre-mer (départements d'outre-mer) : taux réduits de la retenue de CGI 182 A. */
  zone_dom?: boolean;
  /** Nom d'usage. */
  nom_usage?: string | null;
  /** NIR avec sa clé, 15 caractères. */
  nir?: string | null;
  /** Date de naissance. */
  date_naissance?: Date | null;
  /** Lieu de naissance. */
  lieu_naissance?: string | null;
  /** Département de naissance, `99` à l'étranger. */
  departement_naissance?: string | null;
  /** Pays de naissance, ISO 3166 alpha-2. */
  pays_naissance?: string | null;
  /** Adresse. */
  adresse?: Adresse | null;
  /** Numéro aux Congés Spectacles. */
  numero_conges_spectacles?: string | null;
  /** IBAN. */
  iban?: string | null;
  /** BIC. */
  bic?: string | null;
  /** Enfant de moins de seize ans : l'autorisation du préfet et la part laissée aux représentants légaux. */
  enfant?: Enfant | null;
}

/** Où vit le salarié, pour la grille du taux neutre. */
export type ZonePas = "metropole" | "guadeloupe_reunion_martinique" | "guyane_mayotte";

/** Retenue d'une personne dont le domicile fiscal est à l'étranger. */
export type RetenueNonResident = "182A" | "182A_bis" | "convention" | "aucune";

/** Une convention fiscale qui abaisse ou exclut la retenue, avec sa justification. */
export interface ConventionFiscale {
  /** Pays. */
  pays: string;
  /** Taux en pour cent, 0 quand la convention fiscale exclut la retenue. */
  taux: Taux;
  /** Article. */
  article: string;
}

/** L'autorisation individuelle d'un enfant (C. trav. L7124-1, R7124-23), et qui reçoit la part de la paie que la commission laisse à la famille. */
export interface Enfant {
  /** Référence de la décision du préfet. */
  autorisation: string;
  /** Sa date : avant le premier jour de travail. */
  date: Date;
  /** Part de la paie laissée aux représentants légaux, en pour cent, telle que la commission l'a fixée (C. trav. L7124-9, R7124-31). Aucun texte ne donne de taux habituel : pas de valeur par défaut. */
  part_representants: Taux;
  /** L'autorisation permet de travailler après vingt heures, jusqu'à minuit au plus (C. trav. R7124-30-1). */
  jusqu_a_minuit?: boolean;
  /** Représentants légaux : prénoms et nom de chacun. */
  representants: string[];
  /** Leur adresse ; absente : celle de l'enfant. */
  adresse?: Adresse | null;
  /** Compte qui reçoit leur part. */
  iban?: string | null;
  /** Sa banque. */
  bic?: string | null;
}

/** La part d'un bulletin qui revient à un contrat. */
export interface ContractPay {
  /** Identifiant du contrat. */
  contrat: string;
  /** Catégorie. */
  categorie: Categorie;
  /** Cadre. */
  cadre: boolean;
  /** Annexe de l'assurance chômage. */
  annexe: number;
  /** Fonction. */
  fonction: string;
  /** Convention du travail fait. */
  idcc: string;
  /** Premier jour du contrat. */
  debut: Date;
  /** Dernier jour du contrat. */
  fin: Date;
  /** Période du travail payé. */
  periode: Period;
  /** Jours qui donnent lieu à paie. */
  jours: Quantite;
  /** Heures payées. */
  heures: Quantite;
  /** Cachets. */
  cachets: number;
  /** Heures d'un autre travail que celui des cachets (répétitions), dans `heures` ou à côté : ce que les déclarations comptent en heures quand il y a des cachets. */
  heures_hors_cachets?: Quantite | null;
  /** Numéro d'objet de la production à France Travail spectacle. */
  numero_objet?: string | null;
  /** Taux d'artiste appliqués. */
  taux_artiste: boolean;
  /** Taux de la DFS en pour cent, quand elle est appliquée. */
  dfs_taux?: Taux | null;
  /** Montant déduit au titre de la DFS. */
  dfs_montant: Montant;
  /** L'assiette de sécurité sociale est le forfait journalier d'un figurant. */
  forfait: boolean;
  /** Axes analytiques. */
  analytique?: Record<string, string>;
  /** Absences de la période payée. */
  absences?: AbsencePay[];
  /** Taux d'accident du travail, quand rien n'est payé, donc qu'aucune ligne ne le dit. */
  taux_at?: Taux | null;
  /** De quoi le brut est fait ; la somme est `bases.brut`. */
  elements: PayElement[];
  /** Les assiettes nommées. */
  bases: Bases;
  /** Cumul du contrat, ce bulletin compris, quand plusieurs bulletins le paient : l'`anterieur` du suivant. */
  cumul_contrat?: Anterieur | null;
  /** Lignes, dans l'ordre ; une ligne porte les deux parts. */
  lignes: Line[];
  /** Totaux du contrat. */
  sous_totaux: ContractTotals;
}

/** Catégorie du contrat. */
export type Categorie = "technicien" | "artiste" | "figurant" | "realisateur";

/** Ce qu'un bulletin garde d'une absence. */
export interface AbsencePay {
  /** Motif. */
  motif: MotifAbsence;
  /** Premier jour. */
  debut: Date;
  /** Dernier jour. */
  fin: Date;
  /** Dernier jour travaillé avant elle, dans le contrat. */
  dernier_jour: Date;
  /** Jour de reprise dans le contrat. */
  reprise?: Date | null;
  /** Jours ouvrés d'absence dans la période payée ; aucun quand une partie du jour est travaillée. */
  jours: Quantite;
  /** Heures d'absence dans la période payée, quand la paie suit les heures. */
  heures: Quantite;
  /** Paie retirée, positive. */
  retenue: Montant;
  /** Salaire maintenu par accord. */
  maintien?: Montant;
  /** Jours calendaires retirés du plafond. */
  jours_plafond?: number;
}

/** Motif d'une absence. */
export type MotifAbsence = "maladie" | "maternite" | "paternite" | "accident_trajet" | "maladie_professionnelle" | "accident_travail" | "autorisee_non_payee" | "injustifiee" | "greve" | "enfant_malade" | "evenement_familial";

/** Un élément du brut. */
export interface PayElement {
  /** Code stable (`base`, `hs_25`, `nuit_50`, `cachet`, `prime`…). */
  code: string;
  /** Libellé. */
  libelle: string;
  /** Heures, jours ou cachets. */
  quantite?: Quantite | null;
  /** Montant d'une unité, majoration comprise, en euros. */
  taux?: Quantite | null;
  /** Majoration en pour cent. */
  majoration?: Taux | null;
  /** Montant. */
  montant: Montant;
  /** Règle de la table des heures (`F03`). */
  regle?: string | null;
  /** Article de la convention. */
  article?: string | null;
  /** Part de l'élément faite d'heures supplémentaires pour les allègements ; `null` pour un élément que la feuille d'heures n'a pas fait. */
  heure_sup?: HeureSup | null;
}

/** Heures supplémentaires contenues dans un élément. */
export interface HeureSup {
  /** Heures au-delà de 35 dans la semaine civile. */
  heures: Quantite;
  /** Ce qu'elles sont payées, jusqu'à la majoration de la convention. */
  montant: Montant;
  /** Celles d'entre elles que l'engagement garantit. */
  structurelles?: Quantite;
  /** Celles qu'une absence a empêché de faire parmi les heures garanties : elles ne donnent pas de déduction à l'employeur. */
  sans_deduction?: Quantite;
}

/** Les assiettes nommées d'un contrat. */
export interface Bases {
  /** Brut. */
  brut: Montant;
  /** Après DFS, ou forfait. */
  securite_sociale: Montant;
  /** Plafond du contrat ; `null` pour un figurant au forfait. */
  plafond: Montant | null;
  /** Assiette des cotisations plafonnées : `securite_sociale` dans la limite de `plafond`. */
  plafonnee: Montant;
  /** Assiette de la CSG et de la CRDS ; `null` pour un non-résident. */
  csg: Montant | null;
  /** Chômage et AGS, plafonnée. */
  chomage: Montant;
  /** Congés Spectacles. */
  conges_spectacles: Montant;
  /** Retraite complémentaire, tranche 1. */
  retraite_t1: Montant;
  /** Retraite complémentaire, tranche 2. */
  retraite_t2: Montant;
  /** Prévoyance et FCSS, tranche 1. */
  prevoyance_t1: Montant;
  /** SMIC retenu pour la réduction générale (DSN S21.G00.79 type 01) ; `null` sans réduction. */
  smic?: Montant | null;
  /** Heures supplémentaires pour les allègements ; `null` s'il n'y en a pas. */
  heures_sup?: BaseHeuresSup | null;
}

/** Heures supplémentaires d'un contrat et ce qu'en font les allègements. */
export interface BaseHeuresSup {
  /** Heures. */
  heures: Quantite;
  /** Leur paie, majorations comprises. */
  montant: Montant;
  /** Part de la paie exonérée d'impôt. */
  exonere: Montant;
  /** De même, nette : les contrats d'un bulletin s'additionnent à son total. */
  net: Montant;
  /** Sa part de l'assiette de CSG et CRDS ; `null` pour un non-résident. */
  csg: Montant | null;
  /** Taux de la réduction des cotisations salariales, en pour cent. */
  taux_reduction: Taux;
  /** Heures que l'engagement garantit, contenues dans `heures` et `montant`. */
  structurelles?: HeuresStructurelles | null;
}

/** Heures supplémentaires que l'engagement garantit. */
export interface HeuresStructurelles {
  /** Heures. */
  heures: Quantite;
  /** Leur paie, majorations comprises. */
  montant: Montant;
}

/** Ce que les bulletins précédents d'un contrat ont payé depuis le 1er janvier, pour la régularisation progressive. Un bulletin le donne comme `cumul_contrat`, à remettre au bulletin suivant du contrat. */
export interface Anterieur {
  /** Brut. */
  brut: Montant;
  /** Assiette de sécurité sociale. */
  securite_sociale: Montant;
  /** Plafonds. */
  plafond: Montant;
  /** Assiette plafonnée. */
  plafonnee: Montant;
  /** SMIC des heures payées. */
  smic: Montant;
  /** Réduction générale, positive. */
  allegement: Montant;
  /** Retraite complémentaire comptée par jour travaillé (cadres). */
  retraite?: AnterieurRetraite | null;
}

/** Ce que les bulletins précédents d'un contrat ont compté pour la retraite complémentaire par jour travaillé. */
export interface AnterieurRetraite {
  /** Paie qui y est soumise. */
  paie: Montant;
  /** Jours travaillés, un jour commun avec un autre contrat étant compté une fois. */
  jours: Quantite;
  /** Assiettes portées. */
  tranches: RetraiteTranches;
}

/** Assiettes de retraite complémentaire que des bulletins ont portées. */
export interface RetraiteTranches {
  /** Tranche 1. */
  tranche_1: Montant;
  /** Tranche 2. */
  tranche_2: Montant;
  /** CET. */
  cet: Montant;
  /** Apec (cadres). */
  apec?: Montant;
}

/** Une contribution, ses deux parts. */
export interface Line {
  /** Code de la ligne. */
  code: string;
  /** Libellé. */
  libelle: string;
  /** Organisme. */
  organisme: string;
  /** Assiette. */
  base: Montant;
  /** Taux salarié en pour cent, `null` quand la part n'est pas due. */
  taux_salarie: Taux | null;
  /** Montant salarié. */
  montant_salarie: Montant | null;
  /** Taux employeur en pour cent, majoration de la caisse de congés comprise. */
  taux_employeur: Taux | null;
  /** Montant employeur ; négatif pour un allègement. */
  montant_employeur: Montant | null;
  /** Coefficient d'un allègement. */
  coefficient?: Quantite | null;
  /** La part salariale abaisse le net imposable. */
  deductible: boolean;
  /** Plus basse confiance des valeurs employées. */
  confiance: Confiance;
}

/** Ce qu'on sait de la sûreté d'une valeur. */
export type Confiance = "A" | "B" | "C";

/** Totaux d'un contrat. */
export interface ContractTotals {
  /** Parts salariales. */
  cotisations_salarie: Montant;
  /** Parts patronales, avant allègements. */
  cotisations_employeur: Montant;
  /** Allègements de l'employeur, positifs. */
  allegements: Montant;
  /** Allègements du salarié, positifs. */
  allegements_salarie?: Montant;
  /** Montant net social du contrat. */
  montant_net_social: Montant;
  /** Net imposable du contrat. */
  net_imposable: Montant;
}

/** Des frais, une avance, une retenue, tels que calculés. */
export interface ElementPay {
  /** Nature. */
  code: ElementCode;
  /** Libellé. */
  libelle: string;
  /** Contrat concerné. */
  contrat?: string | null;
  /** Montant demandé ou calculé. */
  montant: Montant;
  /** Part de frais qui dépasse sa limite : du salaire, déjà dans le brut. */
  reintegre: Montant;
  /** Montant qui change le net (part exonérée de frais, retenue réellement faite). */
  retenu: Montant;
  /** De quel côté. */
  sens: Sens;
  /** Créancier d'une saisie. */
  creancier?: string | null;
}

/** Nature d'un élément du bulletin qui n'est pas la paie d'un contrat. */
export type ElementCode = "frais" | "acompte" | "avance" | "saisie" | "pension_alimentaire" | "avantage_repas" | "prime" | "retenue";

/** De quel côté va un élément. */
export type Sens = "ajout" | "retenue" | "neutre";

/** Totaux d'un bulletin. */
export interface Totals {
  /** Brut. */
  brut: Montant;
  /** Cotisations salariales, avant allègements. */
  cotisations_salarie: Montant;
  /** Cotisations patronales avant allègements. */
  cotisations_employeur: Montant;
  /** Allègements de l'employeur, positifs. */
  allegements: Montant;
  /** Allègements du salarié, positifs. */
  allegements_salarie?: Montant;
  /** Paie des heures supplémentaires. */
  heures_sup?: Montant;
  /** Paie brute des heures supplémentaires exonérées d'impôt. */
  hs_exonerees_brut?: Montant;
  /** De même, nette de la CSG qui serait déductible. */
  hs_exonerees_net?: Montant;
  /** Montant net social (CSS R844-1). */
  montant_net_social: Montant;
  /** Net imposable. */
  net_imposable: Montant;
  /** Net versé de la DSN (S21.G00.50.004) : net imposable moins CSG non déductible et CRDS, le PAS n'étant pas déduit. Les bulletins figés avant que ce total existe ne l'ont pas. */
  net_verse?: Montant | null;
  /** Frais exonérés remboursés. */
  frais: Montant;
  /** Avantages en nature repris. */
  avantages_en_nature: Montant;
  /** Net avant impôt. */
  net_avant_impot: Montant;
  /** Abattement des contrats courts. */
  abattement_pas: Montant;
  /** Assiette du PAS. */
  assiette_pas: Montant;
  /** Taux de PAS en pour cent ; `null` pour un non-résident. */
  taux_pas: Taux | null;
  /** Le taux de PAS est personnel. */
  taux_pas_personnalise: boolean;
  /** PAS. */
  pas: Montant;
  /** Retenue d'un non-résident (CGI 182 A, 182 A bis). */
  retenue_non_resident?: Montant;
  /** Net après impôt. */
  net_paye: Montant;
  /** Acomptes. */
  acomptes: Montant;
  /** Prêts remboursés. */
  avances: Montant;
  /** Saisies et pensions alimentaires. */
  saisies: Montant;
  /** Ce qui est viré. */
  virement: Montant;
  /** Brut + cotisations patronales − allègements. */
  total_verse_employeur: Montant;
}

/** La paie d'un enfant, partagée au centime : `part_representants + frais + caisse_des_depots` est la somme payée. */
export interface Pecule {
  /** Référence de l'autorisation. */
  autorisation: string;
  /** Sa date. */
  date: Date;
  /** Part laissée aux représentants légaux, en pour cent. */
  taux: Taux;
  /** Ce sur quoi la part se prend (méthode `pecule_base`). */
  assiette: Montant;
  /** Part des représentants légaux, arrondie au centime le plus proche, le demi vers le haut. */
  part_representants: Montant;
  /** Frais remboursés, hors du partage : payés avec la part des représentants légaux. */
  frais?: Montant;
  /** Pécule versé à la Caisse des Dépôts : le reste (C. trav. L7124-9). */
  caisse_des_depots: Montant;
}

/** Cumuls de l'année civile de paiement chez cet employeur, ce bulletin compris. */
export interface CumulsOut {
  /** Brut. */
  brut: Montant;
  /** Net imposable. */
  net_imposable: Montant;
  /** PAS. */
  pas: Montant;
  /** Montant net social. */
  montant_net_social: Montant;
  /** Heures. */
  heures: Quantite;
  /** Cachets. */
  cachets: Quantite;
  /** DFS de l'année civile de travail. */
  dfs: Montant;
  /** Paie soumise à la retraite complémentaire dans le mois de la période. */
  retraite_mois: Montant;
  /** De même depuis le 1er janvier de l'année de la période ; paie des contrats de non-cadres et d'artistes avec la méthode `population`. */
  retraite_annee: Montant;
  /** Paie brute des heures supplémentaires exonérées d'impôt. */
  hs_exonerees_brut?: Montant;
  /** De même, nette. */
  hs_exonerees_net?: Montant;
  /** Paie des heures supplémentaires. */
  heures_sup?: Montant;
  /** Assiettes de retraite complémentaire portées pour elle (méthode `population`). */
  retraite_annee_tranches?: RetraiteTranches | null;
  /** Saisies du mois civil de paiement, s'il y en a. */
  saisie_mois?: SaisieMois | null;
  /** Retenue des non-résidents dans le mois civil de paiement. */
  retenue_mois?: RetenueMois | null;
  /** De même, retenue dans l'année civile de paiement. */
  retenue_non_resident?: Montant;
  /** Kilomètres payés au barème dans l'année civile de paiement, par nature (`ik_voiture_5cv`). */
  kilometres?: Record<string, Quantite>;
}

/** Un mois civil de paiement, pour les saisies d'une personne chez cet employeur. */
export interface SaisieMois {
  /** Net que regardent les saisies : net payé, frais exclus, avantages en nature compris. */
  net: Montant;
  /** Pensions alimentaires déjà payées. */
  pensions: Montant;
  /** Montants déjà saisis. */
  saisies: Montant;
}

/** Les retenues d'une personne dans le mois civil de paiement. */
export interface RetenueMois {
  /** CGI 182 A. */
  "182A"?: RetenueCumul;
  /** CGI 182 A bis. */
  "182A_bis"?: RetenueCumul;
}

/** Un mois civil de paiement d'une retenue, pour la limite de 8 EUR par mois. */
export interface RetenueCumul {
  /** Net avant la déduction de 10 %. */
  base: Montant;
  /** Due, retenue ou non. */
  due: Montant;
  /** Retenue. */
  retenue: Montant;
}

/** Les méthodes d'un bulletin. Une clé absente prend sa valeur par défaut, documentée. */
export interface Methodes {
  /** Plafond du contrat. */
  plafond: PlafondMethod;
  /** Jours communs à plusieurs contrats. */
  plafond_jours_communs: JoursCommunsMethod;
  /** `T_delta` et `T`. */
  rgdu_tdelta: TdeltaMethod;
  /** Plafonnement du coefficient de la RGDU. */
  rgdu_plafond: RgduCapMethod;
  /** 100/90. */
  rgdu_conges: RgduLeaveMethod;
  /** SMIC de la RGDU. */
  rgdu_smic: RgduSmicMethod;
  /** Chômage. */
  chomage_plafond: ChomagePlafondMethod;
  /** Retraite complémentaire. */
  retraite_plafond: RetraitePlafondMethod;
  /** Prévoyance. */
  prevoyance_plafond: PrevoyancePlafondMethod;
  /** Prévoyance de l'IDCC 3097. */
  prevoyance_3097: Prevoyance3097Method;
  /** Congés Spectacles. */
  conges_plafond: CongesPlafondMethod;
  /** Figurant ; `null` laisse décider la convention et la durée de l'engagement. */
  figurant?: FigurantMethod | null;
  /** Net imposable. */
  fcss_imposable: FcssImposableMethod;
  /** Contrat payé par plusieurs bulletins. */
  regularisation: RegularisationMethod;
  /** Taxe sur les salaires. */
  taxe_salaires: TaxeSalairesMethod;
  /** Abattement du PAS. */
  pas_abattement: AbattementPasMethod;
  /** Techniciens du cinéma engagés au jour. */
  film_jour: FilmJourMethod;
  /** Saisies ; imprimée s'il y en a. Absente : `mensuel`. */
  saisie_bareme?: SaisieBaremeMethod | null;
  /** Limites de la retenue des non-résidents ; imprimée pour l'un d'eux. Absente : `activite`. */
  retenue_duree?: RetenueDureeMethod | null;
  /** Contribution à la formation d'un figurant sur son forfait ; imprimée quand elle est donnée. Absente : `forfait`. */
  formation_forfait?: FormationForfaitMethod | null;
  /** Jour férié chômé dans une semaine de cinéma ; imprimée quand elle est donnée. Absente : `ajoute`. */
  ferie_semaine?: FerieSemaineMethod | null;
  /** Grille du taux neutre du PAS pour les contrats de plus de deux mois ; la `periodicite` du bulletin. */
  periodicite?: Periodicite | null;
  /** Allègements sur les heures supplémentaires ; `null` prend la valeur par défaut ; imprimée quand un contrat en contient, comme celles qui suivent. */
  hs_allegements?: HsAllegementsMethod | null;
  /** Taux de la réduction. */
  hs_taux?: HsTauxMethod | null;
  /** Limite de la réduction. */
  hs_imputation?: HsImputationMethod | null;
  /** Autres majorations des heures supplémentaires. */
  hs_majorations?: HsMajorationsMethod | null;
  /** Engagements au jour. */
  hs_jour?: HsJourMethod | null;
  /** Sixième jour. */
  hs_jour_6?: HsJour6Method | null;
  /** Heures garanties. */
  hs_garanties?: HsGarantiesMethod | null;
  /** DFS. */
  hs_dfs?: HsDfsMethod | null;
  /** Artistes à la semaine. */
  hs_artiste_semaine?: HsArtisteSemaineMethod | null;
  /** Déduction de l'employeur pour les artistes. */
  hs_deduction_artiste?: HsDeductionArtisteMethod | null;
  /** Limite annuelle de l'exonération. */
  hs_limite?: HsLimiteMethod | null;
  /** Ligne de la CRDS. */
  hs_ligne_crds?: HsLigneCrdsMethod | null;
  /** Semaine avec une absence ; imprimée quand un contrat en a une, comme les trois qui suivent. */
  absence_semaine?: AbsenceSemaineMethod | null;
  /** Plafond d'un contrat avec une absence. */
  absence_plafond?: AbsencePlafondMethod | null;
  /** Réduction générale d'un contrat avec une absence. */
  absence_smic?: AbsenceSmicMethod | null;
  /** Congés Spectacles pendant un arrêt de travail. */
  conges_arret?: CongesArretMethod | null;
  /** Base de la part laissée aux représentants légaux d'un enfant ; imprimée pour lui. Absente : `net_a_payer`. */
  pecule_base?: PeculeBaseMethod | null;
}

/** Prorata du plafond d'un contrat qui ne couvre pas le mois (CSS R242-2). */
export type PlafondMethod = "jours_calendaires" | "jours_payes_30" | "jours_contrat_30";

/** Jours communs à plusieurs contrats d'un bulletin, dans le plafond (CSS R242-2 I). */
export type JoursCommunsMethod = "une_fois" | "par_contrat";

/** Abaissement de `T_delta` (RGDU) et de `T` (Fillon) aux taux de l'employeur (CSS D241-7). */
export type TdeltaMethod = "abaisse" | "droit_commun";

/** Ordre du plafonnement du coefficient de la RGDU et du 100/90 de la caisse de congés. */
export type RgduCapMethod = "avant_majoration" | "apres_majoration";

/** Majoration de la réduction parce qu'une caisse paie les congés (CSS D241-10 IV). */
export type RgduLeaveMethod = "caisse" | "aucune";

/** SMIC de la RGDU quand il change dans l'année. */
export type RgduSmicMethod = "dates_des_heures" | "premier_janvier";

/** Limite de l'assiette du chômage et de l'AGS. */
export type ChomagePlafondMethod = "prorata" | "mensuel";

/** Plafond de la retraite complémentaire. */
export type RetraitePlafondMethod = "population" | "journalier" | "mensuel_cumule" | "par_contrat" | "annuel_cumule";

/** Plafond de la prévoyance et du FCSS. */
export type PrevoyancePlafondMethod = "journalier" | "prorata" | "mensuel";

/** Prévoyance des techniciens non-cadres de l'IDCC 3097 (titre II art. 45). */
export type Prevoyance3097Method = "interbranche" | "film_1_50";

/** Assiette des Congés Spectacles. */
export type CongesPlafondMethod = "aucun" | "conventionnel";

/** Assiette de sécurité sociale d'un figurant. */
export type FigurantMethod = "forfait" | "reel";

/** La part patronale du FCSS s'ajoute-t-elle au net imposable (CGI 83, 1° quater) ? */
export type FcssImposableMethod = "non" | "oui";

/** Un contrat payé par plusieurs bulletins : plafond et réduction générale recomptés sur le cumul du contrat (CSS R242-2 II, D241-8, D241-9), quand le contrat donne ce qui a déjà été payé (`anterieur`). */
export type RegularisationMethod = "progressive" | "aucune";

/** Tranches de la taxe sur les salaires (CGI 231, 2 bis). */
export type TaxeSalairesMethod = "annuel_cumule" | "mensuel";

/** Montant de l'abattement des contrats courts du PAS. */
export type AbattementPasMethod = "en_vigueur" | "premier_janvier";

/** Techniciens du cinéma engagés moins de cinq jours : comment s'ajoutent les majorations à partir de la 8e heure (titre II art. 34). */
export type FilmJourMethod = "bandes" | "additif";

/** Barème des saisies (C. trav. R3252-2). */
export type SaisieBaremeMethod = "mensuel" | "prorata";

/** Durée d'activité qui donne les limites de la retenue des non-résidents (CGI 182 A III, annexe II 91 A). */
export type RetenueDureeMethod = "activite" | "mois";

/** Assiette de la contribution à la formation quand la sécurité sociale d'un figurant est due sur le forfait. */
export type FormationForfaitMethod = "forfait" | "brut";

/** Semaine de cinéma qui contient un jour férié chômé (titre I art. 17, titre II art. 42) : à quoi se joignent ses sept heures. */
export type FerieSemaineMethod = "ajoute" | "garantie" | "assimile";

/** Périodicité de la paie. */
export type Periodicite = "mensuelle" | "hebdomadaire" | "journaliere";

/** Allègements sur les heures supplémentaires (CSS L241-17, L241-18, CGI 81 quater). */
export type HsAllegementsMethod = "oui" | "non";

/** Taux de la réduction des cotisations salariales sur les heures supplémentaires (CSS D241-21). */
export type HsTauxMethod = "effectif" | "effectif_exact" | "plafond";

/** Limite de la réduction : les cotisations de vieillesse de base du salarié (CSS L241-17 I). */
export type HsImputationMethod = "bulletin" | "contrat" | "aucune";

/** Majorations de nuit, de dimanche, de férié et de dixième heure qui tombent sur des heures supplémentaires. */
export type HsMajorationsMethod = "heures" | "toutes";

/** Engagements de moins de cinq jours : quelles heures sont supplémentaires pour les allègements. */
export type HsJourMethod = "semaine" | "convention" | "aucune";

/** Sixième jour de la semaine en région parisienne, payé double (IDCC 3097 titre II art. 39). */
export type HsJour6Method = "bandes" | "integrale" | "exclue";

/** Heures garanties par l'engagement au-delà de 35 et payées sans être faites. */
export type HsGarantiesMethod = "payees" | "effectuees";

/** Réduction sur les heures supplémentaires d'un contrat avec DFS. */
export type HsDfsMethod = "brut" | "abattu";

/** Heures supplémentaires comprises dans la paie à la semaine des artistes et figurants du cinéma (IDCC 3097 titre III art. 4.4.2). */
export type HsArtisteSemaineMethod = "non" | "incluses";

/** La déduction de l'employeur sur les heures supplémentaires des artistes. */
export type HsDeductionArtisteMethod = "oui" | "non";

/** Limite annuelle des heures supplémentaires exonérées d'impôt (CGI 81 quater). */
export type HsLimiteMethod = "brut_8037" | "net_7500";

/** Ligne qui imprime la CRDS des heures supplémentaires exonérées d'impôt ; aucun montant ne change. */
export type HsLigneCrdsMethod = "non_imposables" | "non_deductible";

/** Une semaine de technicien avec une absence : ce que devient sa paie. */
export type AbsenceSemaineMethod = "proportion_plancher" | "proportion" | "heures";

/** Jours qu'une absence non payée retire du plafond (CSS R242-2 I). */
export type AbsencePlafondMethod = "calendaires" | "travailles";

/** SMIC de la réduction générale d'un contrat suspendu (CSS D241-7). */
export type AbsenceSmicMethod = "rapport" | "heures_payees";

/** Assiette des Congés Spectacles pendant un arrêt de travail. */
export type CongesArretMethod = "oui" | "non";

/** Ce sur quoi se prend la part laissée aux représentants légaux d'un enfant (C. trav. L7124-9, R7124-31). */
export type PeculeBaseMethod = "net_a_payer" | "brut";

/** Un avertissement d'un bulletin ou d'une note. */
export interface Avertissement {
  /** Code stable. */
  code: string;
  /** Texte. */
  message: string;
  /** Champ de la demande dont il parle (`contrats[0].brut`), quand il y en a un. */
  champ?: string | null;
}

/** Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande. */
export interface Bulletin {
  /** Numéro du contrat d'interface de cette réponse. */
  version_interface: number;
  /** Texte libre donné avec la demande. */
  reference?: string | null;
  /** Numéro du bulletin. */
  numero?: string | null;
  /** Numéro du bulletin que celui-ci remplace. */
  rectifie?: string | null;
  /** Rappel : numéro du bulletin que celui-ci complète. Chaque montant est alors ce qui s'ajoute à ce qui a été payé. */
  rappel?: string | null;
  /** Date de paiement. */
  date_paiement: Date;
  /** Du premier au dernier jour de travail payé. */
  periode: Period;
  /** Employeur, tel que donné. */
  employeur: Employeur;
  /** Salarié, tel que donné. */
  salarie: Salarie;
  /** Une entrée par contrat, dans l'ordre donné. */
  contrats: ContractPay[];
  /** Frais, avances, retenues. */
  elements: ElementPay[];
  /** Totaux du bulletin. */
  totaux: Totals;
  /** Partage de la somme payée à un enfant de moins de seize ans. */
  pecule?: Pecule | null;
  /** Cumuls chez cet employeur, ce bulletin compris. */
  cumuls: CumulsOut;
  /** Méthodes employées, valeurs par défaut comprises. */
  methodes: Methodes;
  /** Ce que le lecteur doit savoir : valeurs non vérifiées, choix, minima non atteints. */
  avertissements: Avertissement[];
  /** `sha256:` des tables employées. */
  empreinte_baremes: string;
  /** `sha256:` de la demande, des tables et du résultat. */
  empreinte: string;
}

/** Choix des contributions sociales retenues (CSS R382-27). */
export type Social = "precompte" | "dispense" | "heritier" | "non_resident";

/** Choix de la TVA (CGI 285 bis). */
export type Tva = "retenue" | "renonciation_tva" | "renonciation_franchise" | "autoliquidation";

/** Choix de la retraite complémentaire (CSS L382-12). */
export type Ircec = "fiction" | "fiction_sans_raap" | "solidarite_racd" | "solidarite_racd_avec_raap" | "doc_8" | "doc_4" | "aucun";

/** Choix de la retenue à la source (CGI 182 B). */
export type Fiscal = "resident" | "non_resident_25" | "non_resident_convention" | "non_resident_etnc";

/** Territoire, pour la TVA. */
export type Zone = "metropole" | "dom" | "guyane_mayotte";

/** Dispense de précompte délivrée par l'Urssaf pour une année. */
export interface Dispense {
  /** Référence du document. */
  reference?: string | null;
  /** Année civile de validité. */
  annee: number;
}

/** Nature du revenu, comme l'Urssaf la demande. */
export type NatureRevenu = "redevance" | "a_valoir" | "minimum_garanti" | "forfait" | "droits_voisins";

/** Redevances imputées sur un minimum garanti déjà payé. */
export interface Imputation {
  /** Minimum garanti payé avant. */
  verse: Montant;
  /** Redevances imputées avant. */
  deja_impute: Montant;
  /** Redevances de ce relevé. */
  redevances: Montant;
  /** Redevances imputées par ce relevé : pas de paiement, pas de nouvelle assiette. */
  impute: Montant;
  /** Redevances à payer : le brut de la note, quand il est positif. */
  a_payer: Montant;
  /** Minimum garanti qui reste à imputer. */
  reste_a_imputer: Montant;
}

/** Celui qui paie. */
export interface Producteur {
  /** Raison sociale. */
  raison_sociale: string;
  /** Assujetti à la TVA (une association souvent ne l'est pas : elle ne fait pas de retenue). */
  assujetti_tva: boolean;
  /** SIRET. */
  siret?: string | null;
  /** Adresse. */
  adresse?: Adresse | null;
  /** Compte du diffuseur à l'Urssaf artistes-auteurs. */
  compte_urssaf_aa?: string | null;
  /** Numéro du producteur à l'IRCEC. */
  numero_ircec?: string | null;
}

/** L'auteur, ou l'héritier. */
export interface Auteur {
  /** Identifiant dans la production. */
  auteur: string;
  /** Nom de famille. */
  nom: string;
  /** Prénoms. */
  prenom: string;
  /** Pseudonyme. */
  pseudonyme?: string | null;
  /** Adresse. */
  adresse?: Adresse | null;
  /** NIR avec sa clé, 15 caractères. */
  nir?: string | null;
  /** Date de naissance. */
  date_naissance?: Date | null;
  /** SIRET, pour un auteur en BNC. */
  siret?: string | null;
  /** Régime fiscal de l'auteur. */
  regime_fiscal?: RegimeFiscal | null;
  /** Numéro de TVA intracommunautaire. */
  tva_intracom?: string | null;
  /** IBAN. */
  iban?: string | null;
  /** BIC. */
  bic?: string | null;
}

/** Régime fiscal de l'auteur. */
export type RegimeFiscal = "TS" | "BNC";

/** L'œuvre, le contrat et l'échéance que la note paie. */
export interface Oeuvre {
  /** Titre. */
  titre: string;
  /** Genre. */
  genre: Genre;
  /** Ce que l'auteur a fait. */
  nature_activite?: NatureActivite | null;
  /** Référence du contrat. */
  contrat?: string | null;
  /** Libellé de l'échéance. */
  echeance?: string | null;
  /** Période d'exploitation, pour des redevances. */
  periode_exploitation?: string | null;
}

/** Genre de l'œuvre. */
export type Genre = "fiction" | "animation" | "documentaire" | "publicite" | "institutionnel" | "musique" | "autre";

/** Ce que l'auteur a fait. */
export type NatureActivite = "ecriture" | "realisation" | "composition" | "adaptation" | "traduction" | "graphisme" | "oeuvre_preexistante" | "autre";

/** Les assiettes nommées d'une note. Une assiette qui ne sert pas est zéro. */
export interface NoteBases {
  /** Assiette de la vieillesse plafonnée : brut dans la limite d'un plafond annuel. */
  vieillesse: Montant;
  /** Part du brut qui porte l'abattement de 1,75 % : dans la limite de quatre plafonds annuels. */
  abattue: Montant;
  /** Assiette de la CSG et de la CRDS, arrondie au centime. */
  csg: Montant;
  /** Assiette du RACD. */
  racd: Montant;
  /** Assiette du RAAP. */
  raap: Montant;
}

/** Une ligne d'une note : `montant = base × taux`, arrondi au centime le plus proche, demi vers le haut. */
export interface NoteLine {
  /** Code de la ligne : `AA_VIEIL_PLAF`, `AA_CSG`, `AA_CRDS`, `AA_CFP`, `AA_RACD`, `AA_RAAP`, `AA_DIFF`, `AA_DIFF_CFP`, `AA_TVA`, `AA_RETENUE_TVA`, `AA_RAS`. */
  code: string;
  /** Libellé. */
  libelle: string;
  /** Organisme : `urssaf_artistes_auteurs`, `ircec`, `dgfip`, `auteur`. */
  organisme: string;
  /** Assiette. */
  base: Montant;
  /** Taux en pour cent. */
  taux: Taux;
  /** Montant, positif. */
  montant: Montant;
  /** De quel côté. */
  sens: NoteSens;
  /** Plus basse confiance des valeurs employées. */
  confiance: Confiance;
}

/** De quel côté va une ligne ; son montant est toujours positif. */
export type NoteSens = "retenue" | "ajout" | "producteur";

/** Totaux d'une note, tous positifs. `net_a_payer = brut_ht - precompte_urssaf - ircec_auteur + tva - retenue_tva - retenue_source`. */
export interface NoteTotals {
  /** Vieillesse, CSG, CRDS et CFP de l'auteur. */
  precompte_urssaf: Montant;
  /** RACD et RAAP de l'auteur. */
  ircec_auteur: Montant;
  /** TVA payée à l'auteur. */
  tva: Montant;
  /** TVA retenue pour le Trésor. */
  retenue_tva: Montant;
  /** Retenue à la source. */
  retenue_source: Montant;
  /** Ce qui est viré à l'auteur. */
  net_a_payer: Montant;
  /** Contribution diffuseur avec sa CFP. */
  contribution_diffuseur: Montant;
  /** RACD et RAAP du producteur. */
  ircec_producteur: Montant;
  /** Ce que le producteur supporte en plus du brut : `contribution_diffuseur + ircec_producteur`. */
  cout_producteur: Montant;
  /** Montant imposable d'un auteur résident : brut + TVA gardée − contributions déductibles. */
  imposable_auteur: Montant;
}

/** Montants que la note imprime et qui ne changent rien. */
export interface NoteInformations {
  /** Pris en charge par l'État : 0,75 % de l'assiette plafonnée et 0,40 % du brut. Zéro sans précompte. */
  prise_en_charge_etat: Montant;
  /** Part de la CSG qui abaisse le montant imposable. */
  csg_deductible: Montant;
  /** Le reste de la CSG, et la CRDS. */
  csg_crds_non_deductible: Montant;
  /** TVA gardée par l'auteur sous retenue (forfait de droits à déduction) : TVA moins TVA retenue. */
  tva_conservee: Montant;
  /** TVA que le producteur autoliquide : due et déductible, non payée à l'auteur. */
  tva_autoliquidee: Montant;
  /** Taux de cette TVA, en pour cent. */
  tva_autoliquidee_taux?: Taux | null;
}

/** Cumuls de l'année de paiement chez ce producteur, sous le même choix de `social`. */
export interface NoteCumulsOut {
  /** Brut payé avant cette note. */
  brut_annee_avant: Montant;
  /** Brut payé, cette note comprise : le `cumuls.brut_annee` de la note suivante. */
  brut_annee: Montant;
}

/** Choix de méthode d'une note. */
export interface NoteMethodes {
  /** Assiette de la CSG et de la CRDS. */
  assiette_csg: AssietteCsgMethod;
  /** Plafonds annuels du RACD et du RAAP. */
  plafond_ircec: PlafondIrcecMethod;
}

/** Arrondi de l'assiette de CSG et CRDS (brut moins 1,75 % dans la limite de 4 plafonds). */
export type AssietteCsgMethod = "centime" | "exacte";

/** Plafonds annuels de la retraite complémentaire. */
export type PlafondIrcecMethod = "sans_plafond" | "annuel";

/** Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande. */
export interface Note {
  /** Numéro du contrat d'interface de cette réponse. */
  version_interface: number;
  /** Texte libre donné avec la demande. */
  reference?: string | null;
  /** Numéro de la note. */
  numero?: string | null;
  /** Numéro de la note que celle-ci remplace. */
  rectifie?: string | null;
  /** Date de paiement. */
  date_paiement: string;
  /** Brut hors TVA. */
  brut_ht: Montant;
  /** Choix des contributions sociales. */
  social: Social;
  /** Choix de la TVA. */
  tva: Tva;
  /** Choix de la retraite complémentaire, tel qu'employé. */
  ircec: Ircec;
  /** Choix de la retenue à la source. */
  fiscal: Fiscal;
  /** Territoire. */
  zone: Zone;
  /** Dispense de précompte, telle que donnée. */
  dispense?: Dispense | null;
  /** Premier jour d'effet de la renonciation, tel que donné. */
  renonciation_date_effet?: string | null;
  /** Jour de réception des formulaires 5000 et 5003, tel que donné. */
  formulaires_5000_5003?: string | null;
  /** Attestation de non-précompte du RAAP, telle que donnée. */
  attestation_non_precompte_raap: boolean;
  /** Nature du revenu. */
  nature_revenu: NatureRevenu;
  /** Imputation de redevances, telle que donnée. */
  imputation?: Imputation | null;
  /** Producteur, tel que donné. */
  producteur?: Producteur | null;
  /** Auteur, tel que donné. */
  auteur?: Auteur | null;
  /** Œuvre et contrat, tels que donnés. */
  oeuvre?: Oeuvre | null;
  /** Axes analytiques, tels que donnés. */
  analytique?: Record<string, string>;
  /** Les assiettes nommées. */
  bases: NoteBases;
  /** Lignes, dans l'ordre. Une contribution partagée entre l'auteur et le producteur (`AA_RACD`, `AA_RAAP`) a deux lignes du même code : `retenue` pour la part de l'auteur, `producteur` pour l'autre. */
  lignes: NoteLine[];
  /** Totaux. */
  totaux: NoteTotals;
  /** Montants à imprimer qui ne changent rien. */
  informations: NoteInformations;
  /** Cumuls de l'année de paiement. */
  cumuls: NoteCumulsOut;
  /** Méthodes employées, valeurs par défaut comprises. */
  methodes: NoteMethodes;
  /** Ce que le lecteur doit savoir : valeurs non vérifiées, choix, documents à demander. */
  avertissements: Avertissement[];
  /** `sha256:` des tables employées. */
  empreinte_baremes: string;
  /** `sha256:` de la demande, des tables et du résultat. */
  empreinte: string;
}

/** Comment un élément a été trouvé. */
export interface Detail {
  /** Code de l'élément. */
  code: string;
  /** Formule avec ses nombres. */
  formule: string;
  /** Règle de la table des heures. */
  regle?: string | null;
  /** Article de la convention. */
  article?: string | null;
  /** Où la règle ou le montant a été lu. */
  source?: string;
  /** Sa confiance. */
  confiance: Confiance | null;
  /** Jours concernés. */
  jours?: string[];
}

/** Le minimum conventionnel face au salaire convenu. */
export interface Minimum {
  /** Minimum dû, plancher du SMIC compris. */
  valeur: Montant;
  /** Ce qu'il paie : `semaine 39 h`, `jour 8 h`… */
  unite: string;
  /** Le salaire convenu qui lui est comparé, dans la même unité. */
  salaire: Montant;
  /** Le salaire convenu l'atteint. */
  respecte: boolean;
  /** Ligne de la grille. */
  ligne?: LigneGrille | null;
  /** Le plancher du SMIC dépasse la grille : son montant dans la même unité. */
  smic?: Montant | null;
  /** Formule, quand le minimum est calculé de la ligne. */
  formule?: string;
}

/** Une ligne des grilles, telle qu'imprimée. */
export interface LigneGrille {
  /** Fichier et ligne de la table. */
  table: string;
  /** Fonction, comme dans la convention. */
  fonction: string;
  /** Annexe. */
  annexe: string;
  /** Genre d'émission auquel la ligne se limite. */
  genre?: string;
  /** Ce que le montant paie. */
  unite: Unite;
  /** Heures payées. */
  heures?: Quantite | null;
  /** Jours payés. */
  jours?: number | null;
  /** Montant de la ligne ; `null` quand on sait qu'elle existe sans l'avoir trouvée. */
  valeur: Montant | null;
  /** Premier jour pour cet employeur. */
  valide_du: Date;
  /** Dernier jour pour cet employeur, s'il est connu. */
  valide_au: Date | null;
  /** Base légale. */
  base_legale: string;
  /** Source. */
  source: string;
  /** Sa confiance. */
  confiance: Confiance;
  /** Lu, déduit ou manquant. */
  methode: Methode;
  /** Doutes. */
  note?: string;
}

/** Ce qu'un minimum paie. */
export type Unite = "semaine" | "jour" | "cachet" | "mois" | "heure" | "service" | "forfait";

/** Comment un minimum est connu. */
export type Methode = "publie" | "derive" | "absent";

/** Une part de la paie, contenue en elle. */
export interface Part {
  /** Code. */
  code: string;
  /** Libellé. */
  libelle: string;
  /** Montant, contenu dans le brut. */
  montant: Montant;
}

/** Une indemnité qui rembourse des frais. */
export interface Frais {
  /** Code de la table (`3097_REPAS`). */
  code: string;
  /** Libellé. */
  libelle: string;
  /** Nombre. */
  quantite: Quantite;
  /** Montant d'une unité. */
  unitaire: Montant;
  /** Montant. */
  montant: Montant;
  /** Clé de la limite d'exonération, pour la `nature` d'un élément du bulletin. */
  nature?: string | null;
  /** Limite d'exonération d'une unité, au premier jour concerné. */
  limite?: Montant | null;
  /** Part exonérée. */
  exonere: Montant;
  /** Part au-dessus de la limite : du salaire. */
  reintegre: Montant;
  /** Article. */
  article: string;
  /** Jours. */
  jours?: string[];
}

/** Une méthode et la lecture employée. */
export interface MethodeUtilisee {
  /** Clé de `methodes`. */
  cle: string;
  /** Lecture. */
  valeur: string;
}

/** Ce qu'une absence a retiré. */
export interface AbsenceBrut {
  /** L'absence, telle que donnée. */
  absence: Absence;
  /** Jours ouvrés d'absence dans la période. */
  jours: Quantite;
  /** Heures d'absence, quand la paie suit les heures. */
  heures: Quantite;
  /** Paie retirée, positive. */
  retenue: Montant;
}

/** Une absence d'un contrat, de son premier à son dernier jour. */
export interface Absence {
  /** Motif. */
  motif: MotifAbsence;
  /** Premier jour d'absence. */
  debut: Date;
  /** Dernier jour ; un arrêt de travail peut être prescrit au-delà de la fin du contrat. */
  fin: Date;
  /** Heures d'absence d'un seul jour, quand une partie en est travaillée ; absentes : des jours entiers. */
  heures?: Quantite | null;
  /** Salaire brut maintenu par accord, payé avec le premier jour d'absence ; absent : aucun, comme la loi le laisse sous un an d'ancienneté (C. trav. L1226-1). */
  maintien?: Montant | null;
  /** Les indemnités journalières sont payées à l'employeur : refusé, ce programme n'en paie pas. */
  subrogation?: boolean;
}

/** Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande. */
export interface Brut {
  /** Numéro du contrat d'interface de cette réponse. */
  version_interface: number;
  /** Texte libre donné avec la demande. */
  reference?: string | null;
  /** Éléments de paie ; leur somme est `brut`. */
  elements: PayElement[];
  /** Comment chaque élément a été trouvé, dans le même ordre. */
  details: Detail[];
  /** Heures payées comme du travail (heures garanties comprises). */
  heures: Quantite;
  /** Jours travaillés. */
  jours: Quantite;
  /** Cachets. */
  cachets: number;
  /** Brut. */
  brut: Montant;
  /** Minimum conventionnel. */
  minimum: Minimum | null;
  /** Intéressement dû plus tard sur les recettes du film (annexes 3 et 3 bis) ; hors du brut. */
  interessement?: Montant | null;
  /** Parts de la paie, imprimées et jamais ajoutées (droits d'artistes, composition du minimum). */
  repartition?: Part[];
  /** Indemnités qui remboursent des frais, tenues à part de la paie. */
  frais: Frais[];
  /** Méthodes qui ont joué un rôle, avec la lecture employée. */
  methodes?: MethodeUtilisee[];
  /** Heures de chaque semaine civile, par son lundi, quand on les compte à la semaine ; les autres contrats de la semaine ajoutent les leurs. */
  semaines?: Record<string, string>;
  /** Absences de la période et ce que chacune a retiré. */
  absences?: AbsenceBrut[];
  /** Ce que le lecteur doit savoir : minimum non atteint, limites d'heures, valeurs non vérifiées, choix. */
  avertissements: Avertissement[];
}

/** Un montant et ce qui le changerait. */
export interface Explained {
  /** Adresse du montant (`C1.VIEIL_PLAF.montant_salarie`). */
  figure: string;
  /** Contrat auquel il appartient. */
  contrat?: string | null;
  /** Ligne à laquelle il appartient. */
  ligne?: string | null;
  /** Libellé. */
  libelle: string;
  /** Valeur. */
  valeur: string;
  /** Unité : `EUR`, `%` ou rien. */
  unite: string;
  /** Formule avec les noms. */
  formule?: string | null;
  /** Formule avec les nombres. */
  calcul?: string | null;
  /** Résultat de la formule avant sa dernière étape, quand c'est un arrondi. */
  avant_arrondi?: string | null;
  /** Nombres de la formule, dans l'ordre : ce qu'est chacun et d'où il vient. */
  nombres?: ExplainedNumber[];
  /** Règle. */
  regle?: ExplainedRule | null;
  /** Ligne de table. */
  table?: ExplainedRow | null;
  /** Champ de la demande. */
  saisie?: string | null;
  /** Ligne des fichiers de la production où la saisie a été lue. */
  origine?: Origine | null;
  /** Adresses des montants dont il est calculé. */
  depend_de?: string[];
  /** Pourquoi il n'est pas dû, ou moins que demandé. */
  pourquoi?: string | null;
  /** Plus faible confiance des règles et des lignes de table dont il dépend. */
  confiance: Confiance;
  /** Saisies, valeurs de table et méthodes dont le montant dépend. */
  change_avec?: Source[];
}

/** Un nombre d'une formule. */
export interface ExplainedNumber {
  /** Libellé. */
  libelle: string;
  /** Valeur. */
  valeur: string;
  /** Unité : `EUR`, `%` ou rien. */
  unite: string;
  /** Adresse du montant. */
  figure: string;
  /** Ligne de table où il est lu ; un nombre sans ligne est donné ou calculé. */
  table?: ExplainedRow | null;
  /** Donné par la demande (ou compté de ses dates). */
  saisie?: boolean;
  /** Ligne des fichiers de la production où il a été lu. */
  origine?: Origine | null;
}

/** Une ligne de table. */
export interface ExplainedRow {
  /** Clé. */
  cle: string;
  /** Fichier et ligne. */
  fichier: string;
  /** Ligne. */
  ligne: number;
  /** Dates. */
  validite: string;
  /** Base légale. */
  base_legale: string;
  /** Source. */
  source: string;
  /** Adresse du texte officiel. */
  lien?: string;
  /** Confiance. */
  confiance: Confiance;
  /** Dernière vérification. */
  verifie_le: string;
}

/** La place d'une ligne dans les fichiers d'une production. */
export interface Origine {
  /** Fichier (`temps.csv`). */
  fichier: string;
  /** Ligne de ce fichier. */
  ligne: number;
}

/** Une règle. */
export interface ExplainedRule {
  /** Nom stable (`plafond.jours_calendaires`). */
  nom: string;
  /** Ce qu'elle dit. */
  texte: string;
  /** Base légale. */
  base_legale: string;
  /** Confiance. */
  confiance: Confiance;
  /** Clés de `methodes` qui choisissent entre cette règle et ses autres lectures. */
  methodes?: string[];
}

/** Ce dont un montant dépend. */
export interface Source {
  /** `saisie`, `bareme` ou `methode`. */
  nature: string;
  /** Adresse, clé de table ou clé de `methodes`. */
  nom: string;
  /** Libellé. */
  libelle?: string;
  /** Valeur employée. */
  valeur: string;
  /** Dates d'une valeur de table. */
  validite?: string;
  /** Ligne des fichiers de la production où une saisie a été lue. */
  origine?: Origine | null;
}

/** Les montants, ou les avertissements, d'une réponse. */
export type Explication = Explained[] | Avertissement[];

/** Un engagement qui répond. */
export interface SimulationAnswer {
  /** `engagement`, `exact`, `juste en dessous`, `juste au-dessus`. */
  reponse: string;
  /** Brut. */
  brut: Montant;
  /** Net avant impôt. */
  net_avant_impot: Montant;
  /** Net à payer. */
  net_paye: Montant;
  /** Coût pour l'employeur. */
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

/** Un résultat avec le numéro du contrat d'interface et la référence donnée par la demande. */
export interface Version {
  /** Numéro du contrat d'interface de cette réponse. */
  version_interface: number;
  /** Texte libre donné avec la demande. */
  reference?: string | null;
  /** Version du programme. */
  version: string;
  /** `sha256:` des tables. */
  empreinte_baremes: string;
}

/** Une erreur ou un avertissement : quoi, où, et que faire. */
export interface RefusDiagnostic {
  /** Code stable, à chercher dans la documentation (`PAIE-012`). */
  code: string;
  /** Gravité. */
  gravite: Gravite;
  /** Fichier, tel que l'utilisateur l'a nommé. */
  fichier?: string | null;
  /** Ligne, à partir de 1. */
  ligne?: number | null;
  /** Toutes les lignes, quand une faute de plusieurs lignes n'est dite qu'une fois. */
  lignes?: number[];
  /** Colonne (nom d'en-tête d'un CSV, ou position du caractère à partir de 1). */
  colonne?: string | null;
  /** Chemin du champ dans un document JSON ou TOML (`contrats[0].brut`). */
  champ?: string | null;
  /** Ce qui ne va pas, avec la valeur rencontrée. */
  message: string;
  /** Que faire. */
  aide?: string | null;
}

/** Gravité d'un diagnostic ou d'un constat ; la plus forte d'abord. */
export type Gravite = "bloquant" | "majeur" | "mineur" | "info";

/** Les erreurs d'une demande. */
export interface Refus {
  /** Numéro du contrat d'interface de cette réponse. */
  version_interface: number;
  /** Texte libre donné avec la demande. */
  reference?: string | null;
  /** Numéro du document demandé. */
  numero?: string | null;
  /** Toutes les erreurs trouvées, et les avertissements à côté d'elles. */
  erreurs: RefusDiagnostic[];
}

/** Une erreur ou un avertissement : quoi, où, et que faire. */
export interface Diagnostic {
  /** Code stable, à chercher dans la documentation (`PAIE-012`). */
  code: string;
  /** Gravité. */
  gravite: Gravite;
  /** Fichier, tel que l'utilisateur l'a nommé. */
  fichier?: string | null;
  /** Ligne, à partir de 1. */
  ligne?: number | null;
  /** Toutes les lignes, quand une faute de plusieurs lignes n'est dite qu'une fois. */
  lignes?: number[];
  /** Colonne (nom d'en-tête d'un CSV, ou position du caractère à partir de 1). */
  colonne?: string | null;
  /** Chemin du champ dans un document JSON ou TOML (`contrats[0].brut`). */
  champ?: string | null;
  /** Ce qui ne va pas, avec la valeur rencontrée. */
  message: string;
  /** Que faire. */
  aide?: string | null;
}
