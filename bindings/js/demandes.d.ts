// Ce qui se demande à cddu.
// Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».

export type Montant = string | number;
export type Taux = string | number;
export type Quantite = string | number;
export type Date = string;

/** L'employeur : ce dont le calcul a besoin, puis ce que les documents impriment. */
export interface Employeur {
  /** Convention collective (`3097` cinéma, `2642` télévision, `2412` animation). */
  idcc: string;
  /** Effectif. */
  effectif: number;
  /** Adhérent d'un syndicat signataire (dates des grilles de minima). */
  adherent?: boolean;
  /** Taux AT notifié des techniciens, en pour cent. */
  taux_at?: Taux | null;
  /** Taux AT notifié des artistes, déjà réduit, en pour cent. */
  taux_at_artiste?: Taux | null;
  /** Versement mobilité de la commune, taux plein, en pour cent. */
  versement_mobilite?: Taux;
  /** Versement mobilité régional et rural, taux plein, en pour cent. */
  vmrr?: Taux;
  /** Soumis à la taxe d'apprentissage. */
  taxe_apprentissage?: boolean;
  /** Soumis à la taxe sur les salaires. */
  taxe_salaires?: boolean;
  /** Établi en Alsace-Moselle. */
  alsace_moselle?: boolean;
  /** Santé au travail, en pour cent du brut. */
  taux_sante_travail?: Taux | null;
  /** A des délégués élus (pas de contribution pour les délégués de branche). */
  delegues_elus?: boolean;
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
  voie?: string;
  /** Code postal. */
  code_postal?: string;
  /** Commune. */
  commune?: string;
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
  domicile_fiscal_france?: boolean;
  /** Affilié au régime local d'Alsace-Moselle. */
  alsace_moselle?: boolean;
  /** Taux de PAS personnel en pour cent ; `null` : grille du taux neutre. */
  taux_pas?: Taux | null;
  /** Zone de la grille du taux neutre. */
  zone_pas?: ZonePas;
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

/** Montants déjà comptés chez cet employeur. */
export interface Cumuls {
  /** DFS employée dans l'année civile. */
  dfs?: Montant;
  /** Paie soumise à la retraite complémentaire déjà comptée dans le mois de la période. */
  retraite_mois?: Montant;
  /** De même depuis le 1er janvier de l'année de la période : paie des contrats de non-cadres et d'artistes (méthode `population`), ou toute paie (méthode `annuel_cumule`). */
  retraite_annee?: Montant;
  /** Assiettes que les bulletins de `retraite_annee` ont réellement portées ; absentes : celles que la règle donne. Une différence est reprise par ce bulletin. */
  retraite_annee_tranches?: RetraiteTranches | null;
  /** L'année d'avant, quand un contrat de ce bulletin y finit. */
  retraite_annee_precedente?: RetraiteAnnee | null;
  /** Assiette de la taxe sur les salaires depuis le 1er janvier. */
  taxe_salaires_base?: Montant;
  /** Saisies : ce que les bulletins déjà payés dans le mois civil de paiement ont compté. */
  saisie_mois?: SaisieMois | null;
  /** Retenue des non-résidents : ce que les bulletins déjà payés dans le mois civil de paiement ont compté. */
  retenue_mois?: RetenueMois | null;
  /** De même, retenue dans l'année civile de paiement. */
  retenue_non_resident?: Montant;
  /** Brut payé dans l'année civile de paiement. */
  brut?: Montant;
  /** Net imposable payé dans l'année civile de paiement. */
  net_imposable?: Montant;
  /** PAS retenu dans l'année civile de paiement. */
  pas?: Montant;
  /** Montant net social de l'année civile de paiement. */
  montant_net_social?: Montant;
  /** Heures de l'année civile de paiement. */
  heures?: Quantite;
  /** Cachets de l'année civile de paiement. */
  cachets?: Quantite;
  /** Paie brute des heures supplémentaires exonérées d'impôt, de l'année civile de paiement. */
  hs_exonerees_brut?: Montant;
  /** De même, nette. */
  hs_exonerees_net?: Montant;
  /** Paie des heures supplémentaires de l'année civile de paiement. */
  heures_sup?: Montant;
  /** Kilomètres payés au barème dans l'année civile de paiement, par nature (`ik_voiture_5cv`). */
  kilometres?: Record<string, Quantite>;
}

/** Assiettes de retraite complémentaire que des bulletins ont portées. */
export interface RetraiteTranches {
  /** Tranche 1. */
  tranche_1?: Montant;
  /** Tranche 2. */
  tranche_2?: Montant;
  /** CET. */
  cet?: Montant;
  /** Apec (cadres). */
  apec?: Montant;
}

/** Une année de retraite complémentaire des non-cadres et des artistes. */
export interface RetraiteAnnee {
  /** Paie qui y est soumise. */
  paie?: Montant;
  /** Assiettes portées. */
  tranches?: RetraiteTranches;
}

/** Un mois civil de paiement, pour les saisies d'une personne chez cet employeur. */
export interface SaisieMois {
  /** Net que regardent les saisies : net payé, frais exclus, avantages en nature compris. */
  net?: Montant;
  /** Pensions alimentaires déjà payées. */
  pensions?: Montant;
  /** Montants déjà saisis. */
  saisies?: Montant;
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
  base?: Montant;
  /** Due, retenue ou non. */
  due?: Montant;
  /** Retenue. */
  retenue?: Montant;
}

/** Les méthodes d'un bulletin. Une clé absente prend sa valeur par défaut, documentée. */
export interface Methodes {
  /** Plafond du contrat. */
  plafond?: PlafondMethod;
  /** Jours communs à plusieurs contrats. */
  plafond_jours_communs?: JoursCommunsMethod;
  /** `T_delta` et `T`. */
  rgdu_tdelta?: TdeltaMethod;
  /** Plafonnement du coefficient de la RGDU. */
  rgdu_plafond?: RgduCapMethod;
  /** 100/90. */
  rgdu_conges?: RgduLeaveMethod;
  /** SMIC de la RGDU. */
  rgdu_smic?: RgduSmicMethod;
  /** Chômage. */
  chomage_plafond?: ChomagePlafondMethod;
  /** Retraite complémentaire. */
  retraite_plafond?: RetraitePlafondMethod;
  /** Prévoyance. */
  prevoyance_plafond?: PrevoyancePlafondMethod;
  /** Prévoyance de l'IDCC 3097. */
  prevoyance_3097?: Prevoyance3097Method;
  /** Congés Spectacles. */
  conges_plafond?: CongesPlafondMethod;
  /** Figurant ; `null` laisse décider la convention et la durée de l'engagement. */
  figurant?: FigurantMethod | null;
  /** Net imposable. */
  fcss_imposable?: FcssImposableMethod;
  /** Contrat payé par plusieurs bulletins. */
  regularisation?: RegularisationMethod;
  /** Taxe sur les salaires. */
  taxe_salaires?: TaxeSalairesMethod;
  /** Abattement du PAS. */
  pas_abattement?: AbattementPasMethod;
  /** Techniciens du cinéma engagés au jour. */
  film_jour?: FilmJourMethod;
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

/** Un contrat payé par le bulletin. */
export interface Contrat {
  /** Identifiant du contrat. */
  contrat: string;
  /** Catégorie. */
  categorie: Categorie;
  /** Cadre. Absent : comme la grille de la convention le dit de la fonction. */
  cadre?: boolean | null;
  /** Annexe de l'assurance chômage, 8 ou 10. */
  annexe?: 8 | 10 | null;
  /** Fonction, comme dans la convention. */
  fonction?: string;
  /** Premier jour du contrat. */
  debut: Date;
  /** Dernier jour du contrat. */
  fin: Date;
  /** Part du contrat que ce bulletin paie ; absente, tout le contrat. */
  periode?: Period | null;
  /** Déjà payé pour ce contrat par d'autres bulletins. */
  anterieur?: Anterieur | null;
  /** Jours qui donnent lieu à paie. */
  jours?: Quantite;
  /** Heures payées. */
  heures?: Quantite;
  /** Cachets. */
  cachets?: number;
  /** Heures d'un autre travail que celui des cachets : répétitions payées à part. Absentes : celles des `prestations`. */
  heures_hors_cachets?: Quantite | null;
  /** Brut. Absent : calculé de `temps` ou `heures` et de `salaire_base`. */
  brut?: Montant | null;
  /** Salaire convenu, quand le brut est à calculer : d'une semaine de `heures_base` heures (techniciens), d'un jour ou d'une semaine (artistes). */
  salaire_base?: Montant | null;
  /** Heures que paie `salaire_base`. */
  heures_base?: Quantite | null;
  /** À la semaine, au jour ou au mois. */
  engagement?: Engagement | null;
  /** Feuille d'heures. */
  temps?: Jour[];
  /** Annexe des grilles du cinéma. */
  annexe_film?: Annexe | null;
  /** Jour où le film a obtenu sa dérogation (annexes 3 et 3 bis). */
  derogation_annexe3?: Date | null;
  /** La semaine est organisée sur 6 jours. */
  semaine_6_jours?: boolean | null;
  /** Région parisienne ou ailleurs. */
  zone?: Zone;
  /** Film publicitaire. */
  publicitaire?: boolean;
  /** Nature du travail, ou genre de l'émission. */
  nature?: Nature | null;
  /** Genre de l'émission de télévision. */
  genre?: Genre | null;
  /** Forfait jours : préparation et postproduction du personnel autonome, sans heures supplémentaires. */
  forfait_jours?: boolean;
  /** Court métrage (artistes du cinéma). */
  court_metrage?: boolean;
  /** Jours de travail effectifs de tout le contrat ; par défaut : ses jours du lundi au vendredi. */
  jours_contrat?: number | null;
  /** Semaines de tout le contrat ; par défaut : comptées de ses dates. */
  semaines_contrat?: number | null;
  /** Totaux hebdomadaires, sans feuille d'heures journalière. */
  semaines?: Semaine[];
  /** Heures du sixième jour en région parisienne, prises sur `heures`, quand seuls des totaux sont donnés. */
  heures_jour_6?: Quantite | null;
  /** L'artiste a moins de 16 ans. */
  moins_de_16_ans?: boolean;
  /** Émission en direct (artistes de la télévision). */
  direct?: boolean;
  /** Tournage où s'applique le barème des figurants du cinéma ; par défaut : oui. */
  zone_bareme_figurant?: boolean | null;
  /** Repos de moins de 11 heures qui n'est pas compensé (techniciens de la télévision). */
  repos_non_compense?: boolean;
  /** Répétitions, essayages, voyages, suppléments et indemnités payés à l'unité. */
  prestations?: Prestation[];
  /** DFS appliquée (avec l'accord du salarié). */
  dfs?: boolean;
  /** Groupe de la DFS. */
  dfs_groupe?: DfsGroupe | null;
  /** Taux d'artiste pour un réalisateur. */
  taux_artiste?: boolean;
  /** Numéro d'objet donné à la production par France Travail spectacle. */
  numero_objet?: string | null;
  /** Convention du travail fait, quand ce n'est pas celle de l'employeur. */
  idcc?: string | null;
  /** Axes analytiques et poste de devis, libres (film, poste, département…). */
  analytique?: Record<string, string>;
  /** Éléments de paie déjà calculés par `cddu brut` ; leur somme doit être `brut`. */
  elements?: PayElement[];
  /** Heures supplémentaires, quand seul le brut est connu ; une liste vide dit qu'il n'y en a pas. */
  heures_sup?: unknown | null;
  /** Heures de la même semaine civile payées par un autre bulletin de cet employeur. */
  heures_sup_autres?: AutresHeures | null;
  /** Absences : la paie qui suit les heures d'une semaine est réduite. */
  absences?: Absence[];
}

/** Catégorie du contrat. */
export type Categorie = "technicien" | "artiste" | "figurant" | "realisateur";

/** Une période, ses deux jours extrêmes compris. */
export interface Period {
  /** Premier jour. */
  debut: Date;
  /** Dernier jour. */
  fin: Date;
}

/** Ce que les bulletins précédents d'un contrat ont payé depuis le 1er janvier, pour la régularisation progressive. Un bulletin le donne comme `cumul_contrat`, à remettre au bulletin suivant du contrat. */
export interface Anterieur {
  /** Brut. */
  brut?: Montant;
  /** Assiette de sécurité sociale. */
  securite_sociale?: Montant;
  /** Plafonds. */
  plafond?: Montant;
  /** Assiette plafonnée. */
  plafonnee?: Montant;
  /** SMIC des heures payées. */
  smic?: Montant;
  /** Réduction générale, positive. */
  allegement?: Montant;
  /** Retraite complémentaire comptée par jour travaillé (cadres). */
  retraite?: AnterieurRetraite | null;
}

/** Ce que les bulletins précédents d'un contrat ont compté pour la retraite complémentaire par jour travaillé. */
export interface AnterieurRetraite {
  /** Paie qui y est soumise. */
  paie?: Montant;
  /** Jours travaillés, un jour commun avec un autre contrat étant compté une fois. */
  jours?: Quantite;
  /** Assiettes portées. */
  tranches?: RetraiteTranches;
}

/** Durée de l'engagement. */
export type Engagement = "semaine" | "jour" | "mois";

/** Une ligne d'une feuille d'heures. */
export interface Jour {
  /** Jour où le travail commence. */
  date: Date;
  /** Début, heure (`09:00`). */
  debut?: Horaire | null;
  /** Heure de fin ; à l'heure de début ou avant elle : le lendemain. */
  fin?: Horaire | null;
  /** Pause non payée, en minutes. */
  pause_minutes?: number;
  /** Début de la pause ; par défaut : au milieu de la ligne. */
  pause_debut?: Horaire | null;
  /** Heures effectives, quand les horaires ne sont pas connus. */
  heures?: Quantite | null;
  /** Nature ; par défaut : celle de l'engagement, sinon tournage. */
  nature?: NatureJour | null;
  /** Lieu, texte libre. */
  lieu?: string | null;
  /** Dans un studio agréé. */
  studio?: boolean;
  /** Région parisienne ou ailleurs ; par défaut : celle de l'engagement. */
  zone?: Zone | null;
  /** Trajet du lieu de rendez-vous au tournage et retour, en minutes. */
  transport_minutes?: number;
  /** Voyage, en minutes, en plus du travail du jour. */
  voyage_minutes?: number;
  /** Repas que la production ne fournit pas. */
  repas?: number;
  /** Casse-croûte non fourni, début avant 7 h. */
  casse_croute?: boolean;
  /** Journée continue entre 12 h et 20 h : une demi-heure de pause payée. */
  journee_continue?: boolean;
  /** Le repos dû pour un sixième jour, un dimanche ou un férié est donné. Par défaut : oui pour les deux premiers, non pour un férié. */
  recupere?: boolean | null;
  /** Temps de disponibilité des émissions de télévision enregistrées (art. VI.3.3). */
  disponibilite?: boolean;
  /** Signé par le salarié. */
  signe?: boolean | null;
  /** Où la ligne a été lue ; dit d'où vient un montant, jamais ce qu'il est. */
  origine?: Origine | null;
}

/** Heure de la journée, de 00:00 à 24:00 */
export type Horaire = string;

/** Nature du travail d'un jour. */
export type NatureJour = "tournage" | "preparation" | "postproduction" | "voyage" | "repetition" | "essayage" | "ferie_chome";

/** Où le travail est fait. */
export type Zone = "paris" | "autre";

/** La place d'une ligne dans les fichiers d'une production. */
export interface Origine {
  /** Fichier (`temps.csv`). */
  fichier: string;
  /** Ligne de ce fichier. */
  ligne: number;
}

/** Grille du cinéma. */
export type Annexe = "1" | "2" | "3" | "3bis";

/** Nature du travail, ou genre de l'émission. */
export type Nature = "tournage" | "preparation" | "postproduction" | "repetition" | "fiction" | "documentaire" | "flux" | "captation";

/** Genre d'une émission de télévision. */
export type Genre = "fiction" | "documentaire" | "flux" | "captation";

/** Une semaine dont on ne connaît que le total. */
export interface Semaine {
  /** Un jour de la semaine. */
  debut: Date;
  /** Jours travaillés. */
  jours: Quantite;
  /** Heures effectives. */
  heures: Quantite;
  /** Jours fériés de la semaine qui n'ont pas été travaillés, comptés ni dans `jours` ni dans `heures` ; par défaut : ceux auxquels les jours travaillés laissent une place. */
  feries_chomes?: Date[];
  /** Où la ligne a été lue. */
  origine?: Origine | null;
}

/** Ce qui se paie à l'unité. */
export interface Prestation {
  /** Ce que c'est (`repetition_4h`, `essayage`, `costume_special`…). */
  code: string;
  /** Combien. */
  quantite?: Quantite;
  /** Heures, pour ce qui se paie à la durée. */
  heures?: Quantite | null;
  /** Jour ; par défaut : la date de l'engagement. */
  date?: Date | null;
}

/** Groupe de la DFS. */
export type DfsGroupe = "25" | "20";

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

/** Heures supplémentaires d'une semaine civile, quand le brut est donné sans ses éléments. */
export interface HeuresSup {
  /** Un jour de la semaine civile, en principe son lundi. */
  semaine: Date;
  /** Heures. */
  heures: Quantite;
  /** Majoration en pour cent. */
  majoration: Taux;
  /** Paie de ces heures, majoration comprise, contenue dans `brut`. */
  montant: Montant;
  /** Celles d'entre elles que l'engagement garantit (36e à 39e). */
  structurelles?: Quantite | null;
}

/** Heures que d'autres bulletins de cet employeur paient déjà dans les semaines civiles d'un contrat. */
export type AutresHeures = Quantite | HeuresSemaine[];

/** Heures d'une semaine civile. */
export interface HeuresSemaine {
  /** Un jour de la semaine civile, en principe son lundi. */
  semaine: Date;
  /** Heures. */
  heures: Quantite;
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

/** Motif d'une absence. */
export type MotifAbsence = "maladie" | "maternite" | "paternite" | "accident_trajet" | "maladie_professionnelle" | "accident_travail" | "autorisee_non_payee" | "injustifiee" | "greve" | "enfant_malade" | "evenement_familial";

/** Un élément du bulletin qui n'est pas la paie d'un contrat. */
export interface Element {
  /** Nature. */
  code: ElementCode;
  /** Montant ; peut manquer quand `quantite` fois une valeur de table le donne. */
  montant?: Montant | null;
  /** Nombre d'unités (repas, kilomètres, nuits). */
  quantite?: Quantite | null;
  /** Clé de la limite d'exonération de `frais` (`repas_restaurant`, `gd_repas_m1_3`…) ; aucune : entièrement exonérés, dépense réelle avec justificatifs. */
  nature?: string | null;
  /** Contrat concerné. */
  contrat?: string | null;
  /** Libellé imprimé. */
  libelle?: string | null;
  /** Payé par l'employeur au fournisseur : ni ajouté à l'assiette avant DFS, ni payé au salarié. */
  paye_directement?: boolean;
  /** Personnes à charge, pour une saisie. */
  personnes_a_charge?: number;
  /** Créancier, pour une saisie. */
  creancier?: string | null;
  /** Jour de l'élément, pour les valeurs de table qui suivent le jour travaillé. */
  date?: Date | null;
}

/** Nature d'un élément du bulletin qui n'est pas la paie d'un contrat. */
export type ElementCode = "frais" | "acompte" | "avance" | "saisie" | "pension_alimentaire" | "avantage_repas" | "prime" | "retenue";

/** Ce qu'un rappel complète. */
export interface Rappel {
  /** Numéro du bulletin qui a payé le travail. */
  complete: string;
  /** Jour où il a été payé. */
  date_paiement: string;
  /** Ce que les autres bulletins ont compté : les cumuls du calcul de tout ce qui est dû. */
  cumuls?: Cumuls;
  /** Ce que les autres bulletins d'un contrat, payés depuis celui qui est complété, y ont ajouté, par contrat : son plafond compte une fois. */
  anterieurs?: Record<string, Anterieur>;
  /** Bulletins qui ont payé le même travail : celui-là et les rappels faits depuis, tels que figés. */
  deja_paye: Payslip[];
}

/** Un bulletin complet et figé. `cddu bulletin` l'imprime ; DSN, AEM, écritures et documents le recopient. */
export interface Payslip {
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
  dfs_montant?: Montant;
  /** L'assiette de sécurité sociale est le forfait journalier d'un figurant. */
  forfait?: boolean;
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

/** Les assiettes nommées d'un contrat. */
export interface Bases {
  /** Brut. */
  brut: Montant;
  /** Après DFS, ou forfait. */
  securite_sociale: Montant;
  /** Plafond du contrat ; `null` pour un figurant au forfait. */
  plafond?: Montant | null;
  /** Assiette des cotisations plafonnées : `securite_sociale` dans la limite de `plafond`. */
  plafonnee: Montant;
  /** Assiette de la CSG et de la CRDS ; `null` pour un non-résident. */
  csg?: Montant | null;
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
  net?: Montant;
  /** Sa part de l'assiette de CSG et CRDS ; `null` pour un non-résident. */
  csg?: Montant | null;
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
  taux_salarie?: Taux | null;
  /** Montant salarié. */
  montant_salarie?: Montant | null;
  /** Taux employeur en pour cent, majoration de la caisse de congés comprise. */
  taux_employeur?: Taux | null;
  /** Montant employeur ; négatif pour un allègement. */
  montant_employeur?: Montant | null;
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
  reintegre?: Montant;
  /** Montant qui change le net (part exonérée de frais, retenue réellement faite). */
  retenu: Montant;
  /** De quel côté. */
  sens: Sens;
  /** Créancier d'une saisie. */
  creancier?: string | null;
}

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
  taux_pas?: Taux | null;
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

/** Un avertissement d'un bulletin ou d'une note. */
export interface Avertissement {
  /** Code stable. */
  code: string;
  /** Texte. */
  message: string;
  /** Champ de la demande dont il parle (`contrats[0].brut`), quand il y en a un. */
  champ?: string | null;
}

/** Impôt retenu par un bulletin, que sa rectification garde. */
export interface ImpotGarde {
  /** Numéro du bulletin qui l'a retenu. */
  bulletin: string;
  /** Jour où il a été retenu. */
  date_paiement: Date;
  /** Base de l'impôt. */
  assiette: Montant;
  /** Taux de l'impôt. */
  taux: Taux;
  /** Le taux est celui de la personne, pas celui de la grille par défaut. */
  personnalise: boolean;
  /** Abattement des contrats courts ôté de la base. */
  abattement?: Montant;
  /** Impôt retenu. */
  pas: Montant;
}

/** Un bulletin à calculer : un employeur, un salarié, un paiement, un ou plusieurs contrats. */
export interface DemandeBulletin {
  /** Numéro du bulletin, libre. */
  numero?: string | null;
  /** Numéro du bulletin que celui-ci remplace. */
  rectifie?: string | null;
  /** Date de paiement. */
  date_paiement: Date;
  /** Employeur. */
  employeur: Employeur;
  /** Salarié. */
  salarie: Salarie;
  /** Ce qui était déjà compté avant ce bulletin. */
  cumuls?: Cumuls;
  /** Choix de méthode. */
  methodes?: Methodes;
  /** Périodicité de la paie, pour la grille du taux neutre des contrats de plus de deux mois. */
  periodicite?: Periodicite;
  /** Contrats payés, dans l'ordre. */
  contrats: Contrat[];
  /** Frais, avances, retenues, avantages en nature, primes. */
  elements?: Element[];
  /** Rappel : `contrats` et `elements` disent tout ce qui est dû pour le travail, et ceci ce qui en a déjà été payé. Le bulletin paie la différence, à sa propre date. */
  rappel?: Rappel | null;
  /** Impôt du bulletin que celui-ci remplace, gardé tel qu'il a été retenu : une déclaration ne peut plus en rendre. Pas avec `rappel`. */
  impot_garde?: ImpotGarde | null;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
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
export type DemandeNoteZone = "metropole" | "dom" | "guyane_mayotte";

/** Montants déjà payés par ce producteur à cet auteur, sous le même choix de `social`. */
export interface NoteCumuls {
  /** Brut hors TVA payé depuis le 1er janvier de l'année de paiement. */
  brut_annee?: Montant;
}

/** Choix de méthode d'une note. */
export interface NoteMethodes {
  /** Assiette de la CSG et de la CRDS. */
  assiette_csg?: AssietteCsgMethod;
  /** Plafonds annuels du RACD et du RAAP. */
  plafond_ircec?: PlafondIrcecMethod;
}

/** Arrondi de l'assiette de CSG et CRDS (brut moins 1,75 % dans la limite de 4 plafonds). */
export type AssietteCsgMethod = "centime" | "exacte";

/** Plafonds annuels de la retraite complémentaire. */
export type PlafondIrcecMethod = "sans_plafond" | "annuel";

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
  assujetti_tva?: boolean;
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
  genre: DemandeNoteGenre;
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
export type DemandeNoteGenre = "fiction" | "animation" | "documentaire" | "publicite" | "institutionnel" | "musique" | "autre";

/** Ce que l'auteur a fait. */
export type NatureActivite = "ecriture" | "realisation" | "composition" | "adaptation" | "traduction" | "graphisme" | "oeuvre_preexistante" | "autre";

/** Un paiement de droits d'auteur d'un producteur à un auteur. Quatre choix indépendants (`social`, `tva`, `ircec`, `fiscal`) et une `zone` décident des lignes ; les taux sont ceux de la date de paiement. Tout ce qui suit `methodes` est imprimé ou contrôlé, jamais une part d'un montant. */
export interface DemandeNote {
  /** Numéro de la note. */
  numero?: string | null;
  /** Numéro de la note que celle-ci remplace. */
  rectifie?: string | null;
  /** Date de paiement : elle choisit les taux, le trimestre et l'année. */
  date_paiement: Date;
  /** Montant brut des droits hors TVA, commission d'un agent non déduite. */
  brut_ht: Montant;
  /** Précompte des contributions sociales de l'auteur. */
  social?: Social;
  /** TVA. */
  tva?: Tva;
  /** Retraite complémentaire. Absente : selon le genre de l'œuvre. */
  ircec?: Ircec | null;
  /** Retenue à la source. */
  fiscal?: Fiscal;
  /** Taux de la convention fiscale en pour cent, avec `non_resident_convention` seulement. */
  taux_convention?: Taux | null;
  /** Jour de réception des formulaires 5000 et 5003 (taux conventionnel). */
  formulaires_5000_5003?: Date | null;
  /** Preuve qu'un résident fiscal de France est assuré dans un autre pays (formulaire A1 par exemple) : le seul moyen d'avoir `social` = `non_resident` avec `fiscal` = `resident`. */
  assure_hors_france?: boolean;
  /** Territoire, pour la TVA. */
  zone?: DemandeNoteZone;
  /** Ce qui était déjà payé. */
  cumuls?: NoteCumuls;
  /** Choix de méthode. */
  methodes?: NoteMethodes;
  /** Dispense de précompte. */
  dispense?: Dispense | null;
  /** Premier jour d'effet de la renonciation à la retenue de TVA (CGI 285 bis 3). */
  renonciation_date_effet?: Date | null;
  /** L'auteur a donné une attestation de non-précompte du RAAP (sous le seuil d'affiliation). */
  attestation_non_precompte_raap?: boolean;
  /** Nature du revenu. */
  nature_revenu?: NatureRevenu;
  /** Imputation de redevances sur un minimum garanti : `brut_ht` est alors son `a_payer`. */
  imputation?: Imputation | null;
  /** Producteur. */
  producteur?: Producteur | null;
  /** Auteur. */
  auteur?: Auteur | null;
  /** Œuvre et contrat. */
  oeuvre?: Oeuvre | null;
  /** Axes analytiques et poste de devis, libres. */
  analytique?: Record<string, string>;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** Un engagement à mettre en brut : une fonction, un employeur, des heures ou une feuille d'heures. */
export interface DemandeBrut {
  /** Convention : `3097` cinéma, `2642` télévision, `1734` artistes de la télévision, `2412` animation. */
  idcc: string;
  /** Catégorie. */
  categorie?: Categorie;
  /** Fonction, comme dans la convention ; l'orthographe est tolérée. */
  fonction?: string;
  /** Jour de la grille ; par défaut : le premier jour de la feuille d'heures. */
  date?: Date | null;
  /** Salaire convenu, en euros : celui d'une semaine de `heures_base` heures pour un technicien, d'un jour (d'une semaine pour un engagement à la semaine) pour un artiste ou un figurant. Absent : le minimum conventionnel. En annexe 3 ou 3 bis : le salaire de référence de l'annexe 1. */
  salaire_base?: Montant | null;
  /** Heures que paie `salaire_base` : 39 par défaut au cinéma, 35 à la télévision. */
  heures_base?: Quantite | null;
  /** À la semaine (5 jours ou plus), au jour, au mois ; par défaut : selon le nombre de jours. */
  engagement?: Engagement | null;
  /** Jours travaillés. */
  jours?: Quantite | null;
  /** Total des heures effectives, sans feuille d'heures. */
  heures?: Quantite | null;
  /** Cachets ; par défaut : un par jour. */
  cachets?: number | null;
  /** Totaux hebdomadaires, quand l'engagement couvre plusieurs semaines sans feuille d'heures journalière. */
  semaines?: Semaine[];
  /** Feuille d'heures, dans n'importe quel ordre ; plusieurs lignes peuvent partager un jour. */
  temps?: Jour[];
  /** L'employeur est adhérent d'un syndicat signataire. */
  adherent?: boolean;
  /** Annexe des grilles du cinéma : `1`, `2` (équivalence), `3`, `3bis`. */
  annexe?: Annexe | null;
  /** Jour où le film a obtenu sa dérogation (annexes 3 et 3 bis). */
  derogation_annexe3?: Date | null;
  /** La semaine est organisée sur 6 jours ; par défaut : 6 jours ou plus sont travaillés. */
  semaine_6_jours?: boolean | null;
  /** Heures du sixième jour en région parisienne, prises sur `heures`, quand seuls des totaux sont donnés. */
  heures_jour_6?: Quantite | null;
  /** Région parisienne ou ailleurs. */
  zone?: Zone;
  /** Film publicitaire. */
  publicitaire?: boolean;
  /** Nature du travail des jours qui ne la disent pas, ou genre de l'émission de télévision. */
  nature?: Nature | null;
  /** Genre de l'émission de télévision ; par défaut : fiction, avec un avertissement. */
  genre?: Genre | null;
  /** Forfait jours : préparation et postproduction du personnel autonome, sans heures supplémentaires. */
  forfait_jours?: boolean;
  /** Court métrage (artistes du cinéma). */
  court_metrage?: boolean;
  /** Jours de travail effectifs de tout le contrat (fériés chômés, durée du contrat). */
  jours_contrat?: number | null;
  /** Semaines de tout le contrat (engagement d'artistes à la semaine). */
  semaines_contrat?: number | null;
  /** L'artiste a moins de 16 ans. */
  moins_de_16_ans?: boolean;
  /** Émission en direct : ni majoration de nuit ni de férié pour les artistes de la télévision. */
  direct?: boolean;
  /** Tournage où s'applique le barème des figurants du cinéma (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes + 25 km). */
  zone_bareme_figurant?: boolean;
  /** Repos de moins de 11 heures qui n'est pas compensé (techniciens de la télévision). */
  repos_non_compense?: boolean;
  /** Répétitions, essayages, voyages, suppléments et indemnités payés à l'unité. */
  prestations?: Prestation[];
  /** Heures que d'autres contrats de cet employeur contiennent dans la même semaine civile. */
  heures_sup_autres?: AutresHeures | null;
  /** Absences : la paie qui suit les heures d'une semaine est réduite. */
  absences?: Absence[];
  /** Choix de méthode. */
  methodes?: Methodes;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** Ce qui est à expliquer. */
export interface DemandeExpliquer {
  /** Une demande de bulletin ou de note, ou l'un des deux figé. */
  demande: Record<string, unknown>;
  /** Code d'une ligne ou d'un total, adresse, mots d'un libellé, code d'un avertissement ; sans elle, tout le document. */
  ligne?: string | null;
  /** Contrat, quand le bulletin en paie plusieurs. */
  contrat?: string | null;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** Un bulletin à calculer : un employeur, un salarié, un paiement, un ou plusieurs contrats. */
export interface BulletinInput {
  /** Numéro du bulletin, libre. */
  numero?: string | null;
  /** Numéro du bulletin que celui-ci remplace. */
  rectifie?: string | null;
  /** Date de paiement. */
  date_paiement: Date;
  /** Employeur. */
  employeur: Employeur;
  /** Salarié. */
  salarie: Salarie;
  /** Ce qui était déjà compté avant ce bulletin. */
  cumuls?: Cumuls;
  /** Choix de méthode. */
  methodes?: Methodes;
  /** Périodicité de la paie, pour la grille du taux neutre des contrats de plus de deux mois. */
  periodicite?: Periodicite;
  /** Contrats payés, dans l'ordre. */
  contrats: Contrat[];
  /** Frais, avances, retenues, avantages en nature, primes. */
  elements?: Element[];
  /** Rappel : `contrats` et `elements` disent tout ce qui est dû pour le travail, et ceci ce qui en a déjà été payé. Le bulletin paie la différence, à sa propre date. */
  rappel?: Rappel | null;
  /** Impôt du bulletin que celui-ci remplace, gardé tel qu'il a été retenu : une déclaration ne peut plus en rendre. Pas avec `rappel`. */
  impot_garde?: ImpotGarde | null;
}

/** Ce qu'on veut d'un engagement. */
export interface DemandeSimuler {
  /** L'engagement, comme une demande de bulletin. */
  demande: BulletinInput;
  /** Net à payer voulu. */
  net?: Montant | null;
  /** Coût voulu pour l'employeur. */
  cout?: Montant | null;
  /** Contrat dont on cherche le brut, quand il y en a plusieurs. */
  contrat?: string | null;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}

/** Un fichier de la norme DSN. */
export interface DemandeDsn {
  /** Le texte du fichier ; ses caractères sont ceux d'ISO-8859-1. */
  contenu: string;
  /** Texte libre de l'appelant, répété par la réponse */
  reference?: string | null;
}
