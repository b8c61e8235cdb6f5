"""Ce que cddu répond.

Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Dict, List, Literal, TypedDict, Union

Montant = Decimal
Taux = Decimal
Quantite = Decimal
Date = str
ZonePas = Literal["metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"]
RetenueNonResident = Literal["182A", "182A_bis", "convention", "aucune"]
Categorie = Literal["technicien", "artiste", "figurant", "realisateur"]
MotifAbsence = Literal["maladie", "maternite", "paternite", "accident_trajet", "maladie_professionnelle", "accident_travail", "autorisee_non_payee", "injustifiee", "greve", "enfant_malade", "evenement_familial"]
Confiance = Literal["A", "B", "C"]
ElementCode = Literal["frais", "acompte", "avance", "saisie", "pension_alimentaire", "avantage_repas", "prime", "retenue"]
Sens = Literal["ajout", "retenue", "neutre"]
PlafondMethod = Literal["jours_calendaires", "jours_payes_30", "jours_contrat_30"]
JoursCommunsMethod = Literal["une_fois", "par_contrat"]
TdeltaMethod = Literal["abaisse", "droit_commun"]
RgduCapMethod = Literal["avant_majoration", "apres_majoration"]
RgduLeaveMethod = Literal["caisse", "aucune"]
RgduSmicMethod = Literal["dates_des_heures", "premier_janvier"]
ChomagePlafondMethod = Literal["prorata", "mensuel"]
RetraitePlafondMethod = Literal["population", "journalier", "mensuel_cumule", "par_contrat", "annuel_cumule"]
PrevoyancePlafondMethod = Literal["journalier", "prorata", "mensuel"]
Prevoyance3097Method = Literal["interbranche", "film_1_50"]
CongesPlafondMethod = Literal["aucun", "conventionnel"]
FigurantMethod = Literal["forfait", "reel"]
FcssImposableMethod = Literal["non", "oui"]
RegularisationMethod = Literal["progressive", "aucune"]
TaxeSalairesMethod = Literal["annuel_cumule", "mensuel"]
AbattementPasMethod = Literal["en_vigueur", "premier_janvier"]
FilmJourMethod = Literal["bandes", "additif"]
SaisieBaremeMethod = Literal["mensuel", "prorata"]
RetenueDureeMethod = Literal["activite", "mois"]
FormationForfaitMethod = Literal["forfait", "brut"]
FerieSemaineMethod = Literal["ajoute", "garantie", "assimile"]
Periodicite = Literal["mensuelle", "hebdomadaire", "journaliere"]
HsAllegementsMethod = Literal["oui", "non"]
HsTauxMethod = Literal["effectif", "effectif_exact", "plafond"]
HsImputationMethod = Literal["bulletin", "contrat", "aucune"]
HsMajorationsMethod = Literal["heures", "toutes"]
HsJourMethod = Literal["semaine", "convention", "aucune"]
HsJour6Method = Literal["bandes", "integrale", "exclue"]
HsGarantiesMethod = Literal["payees", "effectuees"]
HsDfsMethod = Literal["brut", "abattu"]
HsArtisteSemaineMethod = Literal["non", "incluses"]
HsDeductionArtisteMethod = Literal["oui", "non"]
HsLimiteMethod = Literal["brut_8037", "net_7500"]
HsLigneCrdsMethod = Literal["non_imposables", "non_deductible"]
AbsenceSemaineMethod = Literal["proportion_plancher", "proportion", "heures"]
AbsencePlafondMethod = Literal["calendaires", "travailles"]
AbsenceSmicMethod = Literal["rapport", "heures_payees"]
CongesArretMethod = Literal["oui", "non"]
Social = Literal["precompte", "dispense", "heritier", "non_resident"]
Tva = Literal["retenue", "renonciation_tva", "renonciation_franchise", "autoliquidation"]
Ircec = Literal["fiction", "fiction_sans_raap", "solidarite_racd", "solidarite_racd_avec_raap", "doc_8", "doc_4", "aucun"]
Fiscal = Literal["resident", "non_resident_25", "non_resident_convention", "non_resident_etnc"]
Zone = Literal["metropole", "dom", "guyane_mayotte"]
NatureRevenu = Literal["redevance", "a_valoir", "minimum_garanti", "forfait", "droits_voisins"]
RegimeFiscal = Literal["TS", "BNC"]
Genre = Literal["fiction", "animation", "documentaire", "publicite", "institutionnel", "musique", "autre"]
NatureActivite = Literal["ecriture", "realisation", "composition", "adaptation", "traduction", "graphisme", "oeuvre_preexistante", "autre"]
NoteSens = Literal["retenue", "ajout", "producteur"]
AssietteCsgMethod = Literal["centime", "exacte"]
PlafondIrcecMethod = Literal["sans_plafond", "annuel"]
Unite = Literal["semaine", "jour", "cachet", "mois", "heure", "service", "forfait"]
Methode = Literal["publie", "derive", "absent"]
Gravite = Literal["bloquant", "majeur", "mineur", "info"]


class Period(TypedDict):
    """A period of days, both ends included."""

    # First day.
    debut: Date
    # Last day.
    fin: Date


class _Employeur(TypedDict):
    # Convention collective (`3097` film, `2642` television, `2412` animation).
    idcc: str
    # Staff.
    effectif: int
    # Member of a signatory union (dates of the grids of minima).
    adherent: bool
    # Versement mobilité of the commune, full rate, percent.
    versement_mobilite: Taux
    # Versement mobilité régional et rural, full rate, percent.
    vmrr: Taux
    # Subject to the taxe d'apprentissage.
    taxe_apprentissage: bool
    # Subject to the taxe sur les salaires.
    taxe_salaires: bool
    # Established in Alsace-Moselle.
    alsace_moselle: bool
    # Has elected staff delegates (no contribution for branch delegates).
    delegues_elus: bool


class Employeur(_Employeur, total=False):
    """The employer: what the calculation needs, then what the documents print."""

    # Notified AT rate of the technicians, percent.
    taux_at: Union[Taux, None]
    # Notified AT rate of the artists, already reduced, percent.
    taux_at_artiste: Union[Taux, None]
    # Occupational health, percent of gross.
    taux_sante_travail: Union[Taux, None]
    # Takes the deduction on overtime (de minimis aid, CSS L241-18 IV).
    deduction_hs: bool
    # Company name.
    raison_sociale: Union[str, None]
    # SIRET.
    siret: Union[str, None]
    # Activity code.
    code_ape: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Affiliation number to France Travail spectacle (`CS` and 8 digits).
    numero_france_travail: Union[str, None]
    # Affiliation number to Congés Spectacles.
    numero_conges_spectacles: Union[str, None]
    # Title of the production.
    production: Union[str, None]


class _Adresse(TypedDict):
    # Number and street.
    voie: str
    # Postal code.
    code_postal: str
    # Town.
    commune: str


class Adresse(_Adresse, total=False):
    """Postal address."""

    # Country, ISO 3166 alpha-2, France when empty.
    pays: str


class _Salarie(TypedDict):
    # Number in the production.
    matricule: str
    # Family name.
    nom: str
    # First names.
    prenom: str
    # Fiscal residence in France.
    domicile_fiscal_france: bool
    # Insured in the local scheme of Alsace-Moselle.
    alsace_moselle: bool
    # Personal PAS rate in percent; `null`: default grid.
    taux_pas: Union[Taux, None]
    # Zone of the default grid.
    zone_pas: ZonePas


class Salarie(_Salarie, total=False):
    """The employee."""

    # Withholding of a person who does not live in France; missing: `182A` for the contracts of technicians, `182A_bis` for those at artist rates.
    retenue_non_resident: Union[RetenueNonResident, None]
    # The treaty of `retenue_non_resident: convention`.
    convention_fiscale: Union[ConventionFiscale, None]
    # Why nothing is withheld, for `retenue_non_resident: aucune`.
    retenue_motif: Union[str, None]
    # The work is done overseas (départements d'outre-mer): lower rates of the withholding of CGI 182 A.
    zone_dom: bool
    # Name in use.
    nom_usage: Union[str, None]
    # Social security number with its key, 15 characters.
    nir: Union[str, None]
    # Birth date.
    date_naissance: Union[Date, None]
    # Birth place.
    lieu_naissance: Union[str, None]
    # Birth département, `99` abroad.
    departement_naissance: Union[str, None]
    # Birth country, ISO 3166 alpha-2.
    pays_naissance: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Number at Congés Spectacles.
    numero_conges_spectacles: Union[str, None]
    # IBAN.
    iban: Union[str, None]
    # BIC.
    bic: Union[str, None]


class ConventionFiscale(TypedDict):
    """A tax treaty that lowers or excludes the withholding, with what justifies it."""

    # Country.
    pays: str
    # Rate in percent, 0 when the treaty excludes the withholding.
    taux: Taux
    # Article.
    article: str


class _ContractPay(TypedDict):
    # Identifier of the contract.
    contrat: str
    # Category.
    categorie: Categorie
    # Cadre.
    cadre: bool
    # Annexe of the unemployment insurance.
    annexe: int
    # Function.
    fonction: str
    # Convention of the work done.
    idcc: str
    # First day of the contract.
    debut: Date
    # Last day of the contract.
    fin: Date
    # Period of work paid.
    periode: Period
    # Days that give rise to pay.
    jours: Quantite
    # Paid hours.
    heures: Quantite
    # Cachets.
    cachets: int
    # Artist rates applied.
    taux_artiste: bool
    # Amount deducted for DFS.
    dfs_montant: Montant
    # Social security base is the daily forfait of a figurant.
    forfait: bool
    # How the gross is made up; the sum is `bases.brut`.
    elements: List[PayElement]
    # The named bases.
    bases: Bases
    # Lines, in order; one line carries both shares.
    lignes: List[Line]
    # Totals of the contract.
    sous_totaux: ContractTotals


class ContractPay(_ContractPay, total=False):
    """The part of a payslip that belongs to one contract."""

    # Hours of other work than that of the cachets (rehearsals), inside or beside `heures`: what the declarations count in hours when there are cachets.
    heures_hors_cachets: Union[Quantite, None]
    # Number of the production at France Travail spectacle.
    numero_objet: Union[str, None]
    # Rate of the DFS in percent, when applied.
    dfs_taux: Union[Taux, None]
    # Analytic axes.
    analytique: Dict[str, str]
    # Absences of the period paid.
    absences: List[AbsencePay]
    # Cumul of the contract, this payslip included, when several payslips pay it: the `anterieur` of the next one.
    cumul_contrat: Union[Anterieur, None]


class _AbsencePay(TypedDict):
    # Reason.
    motif: MotifAbsence
    # First day.
    debut: Date
    # Last day.
    fin: Date
    # Last day worked before it, inside the contract.
    dernier_jour: Date
    # Working days of absence in the period paid; none when a part of the day is worked.
    jours: Quantite
    # Hours of absence in the period paid, when the pay follows hours.
    heures: Quantite
    # Pay taken back, positive.
    retenue: Montant


class AbsencePay(_AbsencePay, total=False):
    """What a payslip keeps of an absence."""

    # Day of return inside the contract.
    reprise: Union[Date, None]
    # Pay kept by agreement.
    maintien: Montant
    # Calendar days taken out of the plafond.
    jours_plafond: int


class _PayElement(TypedDict):
    # Stable code (`base`, `hs_25`, `nuit_50`, `cachet`, `prime`...).
    code: str
    # French label.
    libelle: str
    # Amount.
    montant: Montant


class PayElement(_PayElement, total=False):
    """One element of gross pay."""

    # Hours, days or cachets.
    quantite: Union[Quantite, None]
    # Amount of one unit, premium included, euros.
    taux: Union[Quantite, None]
    # Premium in percent.
    majoration: Union[Taux, None]
    # Rule of the table of hours (`F03`).
    regle: Union[str, None]
    # Article of the convention.
    article: Union[str, None]
    # Part of the element that is overtime for the reliefs; `null` for an element that the time sheet did not make.
    heure_sup: Union[HeureSup, None]


class _HeureSup(TypedDict):
    # Hours beyond 35 in the civil week.
    heures: Quantite
    # What they are paid, up to the premium of the convention.
    montant: Montant


class HeureSup(_HeureSup, total=False):
    """Overtime inside an element."""

    # Hours among them that the engagement guarantees.
    structurelles: Quantite


class _Bases(TypedDict):
    # Gross.
    brut: Montant
    # After DFS, or forfait.
    securite_sociale: Montant
    # Plafond of the contract; `null` for a figurant on forfait.
    plafond: Union[Montant, None]
    # Base of the capped contributions: `securite_sociale` within `plafond`.
    plafonnee: Montant
    # Base of CSG and CRDS; `null` for a non-resident.
    csg: Union[Montant, None]
    # Unemployment and AGS, capped.
    chomage: Montant
    # Congés Spectacles.
    conges_spectacles: Montant
    # Retraite complémentaire, tranche 1.
    retraite_t1: Montant
    # Retraite complémentaire, tranche 2.
    retraite_t2: Montant
    # Prévoyance and FCSS, tranche 1.
    prevoyance_t1: Montant


class Bases(_Bases, total=False):
    """The named bases of a contract."""

    # SMIC retained for the general relief (DSN S21.G00.79 type 01); `null` without relief.
    smic: Union[Montant, None]
    # Overtime for the reliefs; `null` when there is none.
    heures_sup: Union[BaseHeuresSup, None]


class _BaseHeuresSup(TypedDict):
    # Hours.
    heures: Quantite
    # Their pay, premiums included.
    montant: Montant
    # Part of the pay exempt of tax.
    exonere: Montant
    # The same, net: the contracts of a payslip add up to its total.
    net: Montant
    # Its part of the base of CSG and CRDS; `null` for a non-resident.
    csg: Union[Montant, None]
    # Rate of the reduction of employee contributions, percent.
    taux_reduction: Taux


class BaseHeuresSup(_BaseHeuresSup, total=False):
    """Overtime of a contract and what the reliefs make of it."""

    # Hours that the engagement guarantees, inside `heures` and `montant`.
    structurelles: Union[HeuresStructurelles, None]


class HeuresStructurelles(TypedDict):
    """Overtime that the engagement guarantees."""

    # Hours.
    heures: Quantite
    # Their pay, premiums included.
    montant: Montant


class _Anterieur(TypedDict):
    # Gross.
    brut: Montant
    # Social security base.
    securite_sociale: Montant
    # Plafonds.
    plafond: Montant
    # Capped base.
    plafonnee: Montant
    # SMIC of the paid hours.
    smic: Montant
    # General relief, positive.
    allegement: Montant


class Anterieur(_Anterieur, total=False):
    """What the former payslips of one contract have paid since 1 January, for the progressive regularisation. A payslip gives it as `cumul_contrat`, to be handed to the next payslip of the contract."""

    # Retraite complémentaire counted by the day worked (cadres).
    retraite: Union[AnterieurRetraite, None]


class AnterieurRetraite(TypedDict):
    """What the former payslips of a contract counted for the retraite complémentaire by the day worked."""

    # Pay subject to it.
    paie: Montant
    # Days worked, a day shared with another contract counted once.
    jours: Quantite
    # Bases carried.
    tranches: RetraiteTranches


class _RetraiteTranches(TypedDict):
    # Slice 1.
    tranche_1: Montant
    # Slice 2.
    tranche_2: Montant
    # CET.
    cet: Montant


class RetraiteTranches(_RetraiteTranches, total=False):
    """Bases of the retraite complémentaire that payslips have carried."""

    # Apec (cadres).
    apec: Montant


class _Line(TypedDict):
    # Line code.
    code: str
    # French label.
    libelle: str
    # Body.
    organisme: str
    # Base.
    base: Montant
    # Employee rate in percent, `null` when the share is not due.
    taux_salarie: Union[Taux, None]
    # Employee amount.
    montant_salarie: Union[Montant, None]
    # Employer rate in percent, uplift of the caisse de congés included.
    taux_employeur: Union[Taux, None]
    # Employer amount; negative for a relief.
    montant_employeur: Union[Montant, None]
    # The employee share lowers the net imposable.
    deductible: bool
    # Lowest confidence of the values used.
    confiance: Confiance


class Line(_Line, total=False):
    """One contribution, both shares."""

    # Coefficient of a relief.
    coefficient: Union[Quantite, None]


class _ContractTotals(TypedDict):
    # Employee shares.
    cotisations_salarie: Montant
    # Employer shares, before reliefs.
    cotisations_employeur: Montant
    # Reliefs of the employer, positive.
    allegements: Montant
    # Montant net social of the contract.
    montant_net_social: Montant
    # Net imposable of the contract.
    net_imposable: Montant


class ContractTotals(_ContractTotals, total=False):
    """Totals of one contract."""

    # Reliefs of the employee, positive.
    allegements_salarie: Montant


class _ElementPay(TypedDict):
    # Nature.
    code: ElementCode
    # French label.
    libelle: str
    # Amount asked or computed.
    montant: Montant
    # Part of an expense that exceeds its limit: pay, already inside the gross.
    reintegre: Montant
    # Amount that moves the net (exempt part of an expense, deduction really made).
    retenu: Montant
    # Which way.
    sens: Sens


class ElementPay(_ElementPay, total=False):
    """An expense, an advance, a deduction, as computed."""

    # Contract concerned.
    contrat: Union[str, None]
    # Creditor of a garnishment.
    creancier: Union[str, None]


class _Totals(TypedDict):
    # Gross.
    brut: Montant
    # Employee contributions, before reliefs.
    cotisations_salarie: Montant
    # Employer contributions before reliefs.
    cotisations_employeur: Montant
    # Reliefs of the employer, positive.
    allegements: Montant
    # Montant net social (CSS R844-1).
    montant_net_social: Montant
    # Net imposable.
    net_imposable: Montant
    # Exempt expenses refunded.
    frais: Montant
    # Benefits in kind taken back.
    avantages_en_nature: Montant
    # Net before tax.
    net_avant_impot: Montant
    # Short-contract allowance.
    abattement_pas: Montant
    # Base of the PAS.
    assiette_pas: Montant
    # PAS rate in percent; `null` for a non-resident.
    taux_pas: Union[Taux, None]
    # The PAS rate is personal.
    taux_pas_personnalise: bool
    # PAS.
    pas: Montant
    # Net after tax.
    net_paye: Montant
    # Payments on account.
    acomptes: Montant
    # Loans repaid.
    avances: Montant
    # Garnishments and maintenance.
    saisies: Montant
    # What is transferred.
    virement: Montant
    # Gross + employer contributions - reliefs.
    total_verse_employeur: Montant


class Totals(_Totals, total=False):
    """Totals of a payslip."""

    # Reliefs of the employee, positive.
    allegements_salarie: Montant
    # Overtime pay.
    heures_sup: Montant
    # Overtime pay exempt of tax, gross.
    hs_exonerees_brut: Montant
    # The same, net of the CSG that would be deductible.
    hs_exonerees_net: Montant
    # Net versé of the DSN (S21.G00.50.004): net imposable less CSG non déductible and CRDS, the PAS not deducted. Payslips frozen before this total existed lack it: [`Payslip::net_verse`] reads both.
    net_verse: Union[Montant, None]
    # Withholding of a non-resident (CGI 182 A, 182 A bis).
    retenue_non_resident: Montant


class _CumulsOut(TypedDict):
    # Gross.
    brut: Montant
    # Net imposable.
    net_imposable: Montant
    # PAS.
    pas: Montant
    # Montant net social.
    montant_net_social: Montant
    # Hours.
    heures: Quantite
    # Cachets.
    cachets: Quantite
    # DFS of the calendar year of work.
    dfs: Montant
    # Pay subject to retraite complémentaire in the month of the period.
    retraite_mois: Montant
    # The same since 1 January of the year of the period; pay of the non cadre and artist contracts with the method `population`.
    retraite_annee: Montant


class CumulsOut(_CumulsOut, total=False):
    """Cumuls of the calendar year of payment with this employer, this payslip included."""

    # Overtime pay exempt of tax, gross.
    hs_exonerees_brut: Montant
    # The same, net.
    hs_exonerees_net: Montant
    # Overtime pay.
    heures_sup: Montant
    # Bases of retraite complémentaire carried for it (method `population`).
    retraite_annee_tranches: Union[RetraiteTranches, None]
    # Garnishments of the calendar month of payment; when there is one.
    saisie_mois: Union[SaisieMois, None]
    # Withholding of non-residents in the calendar month of payment.
    retenue_mois: Union[RetenueMois, None]
    # The same withheld in the calendar year of payment.
    retenue_non_resident: Montant
    # Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`).
    kilometres: Dict[str, Quantite]


class SaisieMois(TypedDict):
    """A calendar month of payment, for the garnishments of a person with this employer."""

    # Net that garnishments look at: net paid, expenses excluded, benefits in kind included.
    net: Montant
    # Maintenance already paid.
    pensions: Montant
    # Amounts already seized.
    saisies: Montant


RetenueMois = TypedDict(
    "RetenueMois",
    {
        "182A": "RetenueCumul",
        "182A_bis": "RetenueCumul",
    },
    total=False,
)


class RetenueCumul(TypedDict):
    """A calendar month of payment of one withholding, for the limit of 8 EUR a month."""

    # Net before the deduction of 10 %.
    base: Montant
    # Due, withheld or not.
    due: Montant
    # Withheld.
    retenue: Montant


class _Methodes(TypedDict):
    # Plafond of the contract.
    plafond: PlafondMethod
    # Days shared by several contracts.
    plafond_jours_communs: JoursCommunsMethod
    # `T_delta` and `T`.
    rgdu_tdelta: TdeltaMethod
    # Cap of the RGDU coefficient.
    rgdu_plafond: RgduCapMethod
    # 100/90.
    rgdu_conges: RgduLeaveMethod
    # SMIC of the RGDU.
    rgdu_smic: RgduSmicMethod
    # Unemployment.
    chomage_plafond: ChomagePlafondMethod
    # Retraite complémentaire.
    retraite_plafond: RetraitePlafondMethod
    # Prévoyance.
    prevoyance_plafond: PrevoyancePlafondMethod
    # Prévoyance of IDCC 3097.
    prevoyance_3097: Prevoyance3097Method
    # Congés Spectacles.
    conges_plafond: CongesPlafondMethod
    # Net imposable.
    fcss_imposable: FcssImposableMethod
    # Contract paid by several payslips.
    regularisation: RegularisationMethod
    # Taxe sur les salaires.
    taxe_salaires: TaxeSalairesMethod
    # PAS allowance.
    pas_abattement: AbattementPasMethod
    # Day engagements of film technicians.
    film_jour: FilmJourMethod


class Methodes(_Methodes, total=False):
    """The methods of a payslip. A missing key takes its documented default."""

    # Figurant; `null` lets the convention and the length of the engagement decide.
    figurant: Union[FigurantMethod, None]
    # Garnishments; printed when there is one. Missing: `mensuel`.
    saisie_bareme: Union[SaisieBaremeMethod, None]
    # Limits of the withholding of non-residents; printed for one. Missing: `activite`.
    retenue_duree: Union[RetenueDureeMethod, None]
    # Training contribution of a figurant on his forfait; printed when given. Missing: `forfait`.
    formation_forfait: Union[FormationForfaitMethod, None]
    # Public holiday not worked in a film week; printed when given. Missing: `ajoute`.
    ferie_semaine: Union[FerieSemaineMethod, None]
    # Default PAS grid of contracts longer than two months; same as the `periodicite` of the payslip.
    periodicite: Union[Periodicite, None]
    # Reliefs on overtime; `null` lets the default and is printed where a contract holds overtime, like those that follow.
    hs_allegements: Union[HsAllegementsMethod, None]
    # Rate of the reduction.
    hs_taux: Union[HsTauxMethod, None]
    # Limit of the reduction.
    hs_imputation: Union[HsImputationMethod, None]
    # Other premiums on overtime hours.
    hs_majorations: Union[HsMajorationsMethod, None]
    # Day engagements.
    hs_jour: Union[HsJourMethod, None]
    # Sixth day.
    hs_jour_6: Union[HsJour6Method, None]
    # Guaranteed hours.
    hs_garanties: Union[HsGarantiesMethod, None]
    # DFS.
    hs_dfs: Union[HsDfsMethod, None]
    # Artists by the week.
    hs_artiste_semaine: Union[HsArtisteSemaineMethod, None]
    # Employer's deduction for artists.
    hs_deduction_artiste: Union[HsDeductionArtisteMethod, None]
    # Yearly limit of the exemption.
    hs_limite: Union[HsLimiteMethod, None]
    # Row of the CRDS.
    hs_ligne_crds: Union[HsLigneCrdsMethod, None]
    # Week with an absence; printed where a contract has one, like the three that follow.
    absence_semaine: Union[AbsenceSemaineMethod, None]
    # Plafond of a contract with an absence.
    absence_plafond: Union[AbsencePlafondMethod, None]
    # General relief of a contract with an absence.
    absence_smic: Union[AbsenceSmicMethod, None]
    # Congés Spectacles during an arrêt de travail.
    conges_arret: Union[CongesArretMethod, None]


class Avertissement(TypedDict):
    """A warning of a payslip or a note."""

    # Stable code.
    code: str
    # French text.
    message: str


class _Bulletin(TypedDict):
    # Number of the contract of this answer.
    version_interface: int
    # Day of payment.
    date_paiement: Date
    # From the first to the last day of work paid.
    periode: Period
    # Employer, as given.
    employeur: Employeur
    # Employee, as given.
    salarie: Salarie
    # One entry per contract, in the order given.
    contrats: List[ContractPay]
    # Expenses, advances, deductions.
    elements: List[ElementPay]
    # Totals of the payslip.
    totaux: Totals
    # Cumuls with this employer, this payslip included.
    cumuls: CumulsOut
    # Methods used, defaults included.
    methodes: Methodes
    # What the reader must know: unverified values, choices, minima not met.
    avertissements: List[Avertissement]
    # `sha256:` of the tables used.
    empreinte_baremes: str
    # `sha256:` of the input, of the tables and of the result.
    empreinte: str


class Bulletin(_Bulletin, total=False):
    """A result with the number of the contract, and the reference that the request gave."""

    # Free text given with the request.
    reference: Union[str, None]
    # Number of the payslip.
    numero: Union[str, None]
    # Number of the payslip that this one replaces.
    rectifie: Union[str, None]
    # Back pay: number of the payslip that this one completes. Every amount is then what is added to what was paid.
    rappel: Union[str, None]


class _Dispense(TypedDict):
    # Calendar year of validity.
    annee: int


class Dispense(_Dispense, total=False):
    """Dispense de précompte delivered by the Urssaf for one year."""

    # Reference of the document.
    reference: Union[str, None]


class Imputation(TypedDict):
    """Royalties set off against a minimum garanti already paid."""

    # Minimum garanti paid before.
    verse: Montant
    # Royalties set off before.
    deja_impute: Montant
    # Royalties of this statement.
    redevances: Montant
    # Royalties set off by this statement: no payment, no new base.
    impute: Montant
    # Royalties to pay: the gross of the note, when positive.
    a_payer: Montant
    # Minimum garanti still to be recovered.
    reste_a_imputer: Montant


class _Producteur(TypedDict):
    # Company name.
    raison_sociale: str
    # Liable to TVA (an association often is not: it makes no retenue).
    assujetti_tva: bool


class Producteur(_Producteur, total=False):
    """The payer."""

    # SIRET.
    siret: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Account of the diffuseur at the Urssaf artistes-auteurs.
    compte_urssaf_aa: Union[str, None]
    # Number of the producer at the IRCEC.
    numero_ircec: Union[str, None]


class _Auteur(TypedDict):
    # Identifier in the production.
    auteur: str
    # Family name.
    nom: str
    # First names.
    prenom: str


class Auteur(_Auteur, total=False):
    """The author, or the heir."""

    # Pen name.
    pseudonyme: Union[str, None]
    # Address.
    adresse: Union[Adresse, None]
    # Social security number with its key, 15 characters.
    nir: Union[str, None]
    # Birth date.
    date_naissance: Union[Date, None]
    # SIRET, for an author in BNC.
    siret: Union[str, None]
    # How the author is taxed.
    regime_fiscal: Union[RegimeFiscal, None]
    # Intra-community TVA number.
    tva_intracom: Union[str, None]
    # IBAN.
    iban: Union[str, None]
    # BIC.
    bic: Union[str, None]


class _Oeuvre(TypedDict):
    # Title.
    titre: str
    # Genre.
    genre: Genre


class Oeuvre(_Oeuvre, total=False):
    """The work, the contract and the instalment that the note pays."""

    # What the author did.
    nature_activite: Union[NatureActivite, None]
    # Reference of the contract.
    contrat: Union[str, None]
    # Label of the instalment.
    echeance: Union[str, None]
    # Period of exploitation, for royalties.
    periode_exploitation: Union[str, None]


class NoteBases(TypedDict):
    """The named bases of a note. A base that is not used is zero."""

    # Base of the capped old-age contribution: gross within one yearly plafond.
    vieillesse: Montant
    # Part of the gross that bears the 1.75 % allowance: within four yearly plafonds.
    abattue: Montant
    # Base of CSG and CRDS, rounded to the cent.
    csg: Montant
    # Base of the RACD.
    racd: Montant
    # Base of the RAAP.
    raap: Montant


class NoteLine(TypedDict):
    """One line of a note: `montant = base x taux`, rounded half up to the cent."""

    # Line code: `AA_VIEIL_PLAF`, `AA_CSG`, `AA_CRDS`, `AA_CFP`, `AA_RACD`, `AA_RAAP`, `AA_DIFF`, `AA_DIFF_CFP`, `AA_TVA`, `AA_RETENUE_TVA`, `AA_RAS`.
    code: str
    # French label.
    libelle: str
    # Body: `urssaf_artistes_auteurs`, `ircec`, `dgfip`, `auteur`.
    organisme: str
    # Base.
    base: Montant
    # Rate in percent.
    taux: Taux
    # Amount, positive.
    montant: Montant
    # Which way.
    sens: NoteSens
    # Lowest confidence of the values used.
    confiance: Confiance


class NoteTotals(TypedDict):
    """Totals of a note, all positive. `net_a_payer = brut_ht - precompte_urssaf - ircec_auteur + tva - retenue_tva - retenue_source`."""

    # Old age, CSG, CRDS and CFP of the author.
    precompte_urssaf: Montant
    # RACD and RAAP of the author.
    ircec_auteur: Montant
    # TVA paid to the author.
    tva: Montant
    # TVA withheld for the Treasury.
    retenue_tva: Montant
    # Retenue à la source.
    retenue_source: Montant
    # What is transferred to the author.
    net_a_payer: Montant
    # Contribution diffuseur with its CFP.
    contribution_diffuseur: Montant
    # RACD and RAAP of the producer.
    ircec_producteur: Montant
    # What the producer bears on top of the gross: `contribution_diffuseur + ircec_producteur`.
    cout_producteur: Montant
    # Taxable amount of a resident author: gross + TVA kept - deductible contributions.
    imposable_auteur: Montant


class _NoteInformations(TypedDict):
    # Taken over by the State: 0.75 % of the capped base and 0.40 % of the gross. Zero without précompte.
    prise_en_charge_etat: Montant
    # Part of the CSG that lowers the taxable amount.
    csg_deductible: Montant
    # The rest of the CSG, and the CRDS.
    csg_crds_non_deductible: Montant
    # TVA kept by the author under retenue (forfait of droits à déduction): TVA less TVA withheld.
    tva_conservee: Montant
    # TVA that the producer assesses itself (autoliquidation): due and deductible, not paid to the author.
    tva_autoliquidee: Montant


class NoteInformations(_NoteInformations, total=False):
    """Amounts that the note prints and that move nothing."""

    # Rate of that TVA, percent.
    tva_autoliquidee_taux: Union[Taux, None]


class NoteCumulsOut(TypedDict):
    """Cumuls of the year of payment with this producer, under the same `social` switch."""

    # Gross paid before this note.
    brut_annee_avant: Montant
    # Gross paid, this note included: the `cumuls.brut_annee` of the next note.
    brut_annee: Montant


class NoteMethodes(TypedDict):
    """Choices of method of a note."""

    # Base of CSG and CRDS.
    assiette_csg: AssietteCsgMethod
    # Yearly ceilings of the RACD and of the RAAP.
    plafond_ircec: PlafondIrcecMethod


class _Note(TypedDict):
    # Number of the contract of this answer.
    version_interface: int
    # Day of payment.
    date_paiement: str
    # Gross without TVA.
    brut_ht: Montant
    # Switch of the social contributions.
    social: Social
    # Switch of the TVA.
    tva: Tva
    # Switch of the complementary pension, as used.
    ircec: Ircec
    # Switch of the retenue à la source.
    fiscal: Fiscal
    # Territory.
    zone: Zone
    # Attestation de non-précompte of the RAAP, as given.
    attestation_non_precompte_raap: bool
    # Nature of the income.
    nature_revenu: NatureRevenu
    # The named bases.
    bases: NoteBases
    # Lines, in order. A contribution shared by the author and the producer (`AA_RACD`, `AA_RAAP`) has two lines of the same code: `retenue` for the author's share, `producteur` for the producer's.
    lignes: List[NoteLine]
    # Totals.
    totaux: NoteTotals
    # Amounts to print that move nothing.
    informations: NoteInformations
    # Cumuls of the year of payment.
    cumuls: NoteCumulsOut
    # Methods used, defaults included.
    methodes: NoteMethodes
    # What the reader must know: unverified values, choices, documents to ask for.
    avertissements: List[Avertissement]
    # `sha256:` of the tables used.
    empreinte_baremes: str
    # `sha256:` of the input, of the tables and of the result.
    empreinte: str


class Note(_Note, total=False):
    """A result with the number of the contract, and the reference that the request gave."""

    # Free text given with the request.
    reference: Union[str, None]
    # Number of the note.
    numero: Union[str, None]
    # Number of the note that this one replaces.
    rectifie: Union[str, None]
    # Dispense de précompte, as given.
    dispense: Union[Dispense, None]
    # First day of effect of the renonciation, as given.
    renonciation_date_effet: Union[str, None]
    # Day on which forms 5000 and 5003 were received, as given.
    formulaires_5000_5003: Union[str, None]
    # Set-off of royalties, as given.
    imputation: Union[Imputation, None]
    # Payer, as given.
    producteur: Union[Producteur, None]
    # Author, as given.
    auteur: Union[Auteur, None]
    # Work and contract, as given.
    oeuvre: Union[Oeuvre, None]
    # Analytic axes, as given.
    analytique: Dict[str, str]


class _Detail(TypedDict):
    # Code of the element.
    code: str
    # Formula with its numbers, in French.
    formule: str
    # How sure it is.
    confiance: Union[Confiance, None]


class Detail(_Detail, total=False):
    """How an element was found."""

    # Rule of the table of hours.
    regle: Union[str, None]
    # Article of the convention.
    article: Union[str, None]
    # Where the rule or the amount was read.
    source: str
    # Days concerned.
    jours: List[str]


class _Minimum(TypedDict):
    # Minimum due, SMIC floor included.
    valeur: Montant
    # What it pays: `semaine 39 h`, `jour 8 h`...
    unite: str
    # The agreed pay compared with it, in the same unit.
    salaire: Montant
    # The agreed pay reaches it.
    respecte: bool


class Minimum(_Minimum, total=False):
    """The conventional minimum against the agreed pay."""

    # Row of the grid.
    ligne: Union[LigneGrille, None]
    # The SMIC floor is above the grid: amount of the floor in the same unit.
    smic: Union[Montant, None]
    # Formula, when the minimum is computed from the row.
    formule: str


class _LigneGrille(TypedDict):
    # File and line of the table.
    table: str
    # Function, as in the convention.
    fonction: str
    # Annexe.
    annexe: str
    # What the amount pays.
    unite: Unite
    # Amount of the row; `null` when it is known to exist and was not found.
    valeur: Union[Montant, None]
    # First day for this employer.
    valide_du: Date
    # Last day for this employer, when known.
    valide_au: Union[Date, None]
    # Legal basis.
    base_legale: str
    # Source.
    source: str
    # How sure it is.
    confiance: Confiance
    # Read, derived or missing.
    methode: Methode


class LigneGrille(_LigneGrille, total=False):
    """A row of the grids, as printed."""

    # Genre of programme the row is limited to.
    genre: str
    # Hours paid.
    heures: Union[Quantite, None]
    # Days paid.
    jours: Union[int, None]
    # Doubts.
    note: str


class Part(TypedDict):
    """A part of the pay, inside it."""

    # Code.
    code: str
    # French label.
    libelle: str
    # Amount, inside the gross.
    montant: Montant


class _Frais(TypedDict):
    # Code of the table (`3097_REPAS`).
    code: str
    # French label.
    libelle: str
    # Number.
    quantite: Quantite
    # Amount of one.
    unitaire: Montant
    # Amount.
    montant: Montant
    # Exempt part.
    exonere: Montant
    # Part above the limit: pay.
    reintegre: Montant
    # Article.
    article: str


class Frais(_Frais, total=False):
    """An indemnity that refunds expenses."""

    # Key of the exemption limit, for the `nature` of a payslip element.
    nature: Union[str, None]
    # Exempt limit of one, on the first day concerned.
    limite: Union[Montant, None]
    # Days.
    jours: List[str]


class MethodeUtilisee(TypedDict):
    """A method and the reading used."""

    # Key of `methodes`.
    cle: str
    # Reading.
    valeur: str


class AbsenceBrut(TypedDict):
    """What an absence took back."""

    # The absence, as given.
    absence: Absence
    # Working days of absence in the period.
    jours: Quantite
    # Hours of absence, when the pay follows hours.
    heures: Quantite
    # Pay taken back, positive.
    retenue: Montant


class _Absence(TypedDict):
    # Reason.
    motif: MotifAbsence
    # First day of absence.
    debut: Date
    # Last day; an arrêt de travail may be prescribed beyond the end of the contract.
    fin: Date


class Absence(_Absence, total=False):
    """An absence of a contract, from its first to its last day."""

    # Hours of absence of a single day, when a part of it is worked; missing: whole days.
    heures: Union[Quantite, None]
    # Gross pay kept by agreement, paid with the first day of absence; missing: none, as the law leaves it under a year of seniority (C. trav. L1226-1).
    maintien: Union[Montant, None]
    # The daily allowances are paid to the employer: refused, this program pays none of them.
    subrogation: bool


class _Brut(TypedDict):
    # Number of the contract of this answer.
    version_interface: int
    # Pay elements; their sum is `brut`.
    elements: List[PayElement]
    # How each element was found, in the same order.
    details: List[Detail]
    # Hours paid as work (guaranteed hours included).
    heures: Quantite
    # Days worked.
    jours: Quantite
    # Cachets.
    cachets: int
    # Gross.
    brut: Montant
    # Conventional minimum.
    minimum: Union[Minimum, None]
    # Indemnities that refund expenses, kept apart from pay.
    frais: List[Frais]
    # What the reader must know: minimum not met, limits of hours, unverified values, choices.
    avertissements: List[Avertissement]


class Brut(_Brut, total=False):
    """A result with the number of the contract, and the reference that the request gave."""

    # Free text given with the request.
    reference: Union[str, None]
    # Interessement due later from the receipts of the film (annexes 3 and 3 bis); not part of the gross.
    interessement: Union[Montant, None]
    # Splits inside the pay, printed and never added (rights of artists, composition of the minimum).
    repartition: List[Part]
    # Methods that played a part, with the reading used.
    methodes: List[MethodeUtilisee]
    # Hours of each civil week, by its Monday, where they are counted by the week; the other contracts of the week add theirs.
    semaines: Dict[str, str]
    # Absences of the period and what each took back.
    absences: List[AbsenceBrut]


class _Explained(TypedDict):
    # Address of the figure (`C1.VIEIL_PLAF.montant_salarie`).
    figure: str
    # French label.
    libelle: str
    # Value.
    valeur: str
    # Unit: `EUR`, `%` or nothing.
    unite: str
    # Weakest confidence of the rules and table rows under it.
    confiance: Confiance


class Explained(_Explained, total=False):
    """A figure and what would change it."""

    # Contract it belongs to.
    contrat: Union[str, None]
    # Line it belongs to.
    ligne: Union[str, None]
    # Formula with names.
    formule: Union[str, None]
    # Formula with numbers.
    calcul: Union[str, None]
    # Result of the formula before its last step, when that step is a rounding.
    avant_arrondi: Union[str, None]
    # Numbers of the formula, in order: what each is and where it comes from.
    nombres: List[ExplainedNumber]
    # Rule.
    regle: Union[ExplainedRule, None]
    # Table row.
    table: Union[ExplainedRow, None]
    # Input field.
    saisie: Union[str, None]
    # Line of the files of the production on which the input was read.
    origine: Union[Origine, None]
    # Addresses of the figures it is computed from.
    depend_de: List[str]
    # Why it is not due, or less than was asked.
    pourquoi: Union[str, None]
    # Inputs, table values and methods the figure rests on.
    change_avec: List[Source]


class _ExplainedNumber(TypedDict):
    # French label.
    libelle: str
    # Value.
    valeur: str
    # Unit: `EUR`, `%` or nothing.
    unite: str
    # Address of the figure.
    figure: str


class ExplainedNumber(_ExplainedNumber, total=False):
    """A number of a formula, in plain data."""

    # Table row it is read from; a number without a row is given or computed.
    table: Union[ExplainedRow, None]
    # Given by the input (or counted from its dates).
    saisie: bool
    # Line of the files of the production on which it was read.
    origine: Union[Origine, None]


class _ExplainedRow(TypedDict):
    # Key.
    cle: str
    # File and line.
    fichier: str
    # Line.
    ligne: int
    # Dates.
    validite: str
    # Legal basis.
    base_legale: str
    # Source.
    source: str
    # Confidence.
    confiance: Confiance
    # Last check.
    verifie_le: str


class ExplainedRow(_ExplainedRow, total=False):
    """A table row, in plain data."""

    # Address of the official text.
    lien: str


class Origine(TypedDict):
    """The place of a row in the files of a production."""

    # File (`temps.csv`).
    fichier: str
    # Line of that file.
    ligne: int


class _ExplainedRule(TypedDict):
    # Stable name (`plafond.jours_calendaires`).
    nom: str
    # What it says.
    texte: str
    # Legal basis.
    base_legale: str
    # Confidence.
    confiance: Confiance


class ExplainedRule(_ExplainedRule, total=False):
    """A rule, in plain data."""

    # Keys of `methodes` that choose between this rule and its other readings.
    methodes: List[str]


class _Source(TypedDict):
    # `saisie`, `bareme` or `methode`.
    nature: str
    # Address, table key or key of `methodes`.
    nom: str
    # Value used.
    valeur: str


class Source(_Source, total=False):
    """Something that a figure rests on."""

    # French label.
    libelle: str
    # Dates of a table value.
    validite: str
    # Line of the files of the production on which an input was read.
    origine: Union[Origine, None]


class SimulationAnswer(TypedDict):
    """One engagement that answers."""

    # `engagement`, `exact`, `juste en dessous`, `juste au-dessus`.
    reponse: str
    # Gross.
    brut: Montant
    # Net before tax.
    net_avant_impot: Montant
    # Net to pay.
    net_paye: Montant
    # Cost for the employer.
    total_verse_employeur: Montant


class _Anomalie(TypedDict):
    # Contrôle de la norme (S21.G00.30.001/CCH-14) ou règle de forme (FMT-01)
    code: str
    gravite: Literal["info", "mineur", "majeur", "bloquant"]
    # Ligne du fichier, à partir de 1
    ligne: int
    # Rubrique ou bloc ; vide quand la ligne n'en a pas
    rubrique: str
    # Ce qui ne va pas et que faire
    message: str


class Anomalie(_Anomalie, total=False):
    """Une anomalie d'une DSN"""

    # Nom et matricule de la personne, quand la ligne en parle
    personne: str
    # Numéro du contrat, quand la ligne en parle
    contrat: str


class _Version(TypedDict):
    # Number of the contract of this answer.
    version_interface: int
    # Version of the program.
    version: str
    # `sha256:` of the tables.
    empreinte_baremes: str


class Version(_Version, total=False):
    """A result with the number of the contract, and the reference that the request gave."""

    # Free text given with the request.
    reference: Union[str, None]


class _RefusDiagnostic(TypedDict):
    # Stable code, searchable in the documentation (`PAIE-012`).
    code: str
    # Severity.
    gravite: Gravite
    # What is wrong, in French, with the value met.
    message: str


class RefusDiagnostic(_RefusDiagnostic, total=False):
    """An error or a warning: what, where, and what to do about it. Libraries never print it."""

    # File, as the user named it.
    fichier: Union[str, None]
    # Line, from 1.
    ligne: Union[int, None]
    # Column (header name of a CSV, or character position from 1).
    colonne: Union[str, None]
    # Path of the field in a JSON or TOML document (`contrats[0].brut`).
    champ: Union[str, None]
    # What to do.
    aide: Union[str, None]


class _Refus(TypedDict):
    # Number of the contract of this answer.
    version_interface: int
    # Every error found, and the warnings beside them.
    erreurs: List[RefusDiagnostic]


class Refus(_Refus, total=False):
    """The errors of a request."""

    # Free text given with the request.
    reference: Union[str, None]
    # Number of the document asked.
    numero: Union[str, None]


class _Diagnostic(TypedDict):
    # Stable code, searchable in the documentation (`PAIE-012`).
    code: str
    # Severity.
    gravite: Gravite
    # What is wrong, in French, with the value met.
    message: str


class Diagnostic(_Diagnostic, total=False):
    """An error or a warning: what, where, and what to do about it. Libraries never print it."""

    # File, as the user named it.
    fichier: Union[str, None]
    # Line, from 1.
    ligne: Union[int, None]
    # Column (header name of a CSV, or character position from 1).
    colonne: Union[str, None]
    # Path of the field in a JSON or TOML document (`contrats[0].brut`).
    champ: Union[str, None]
    # What to do.
    aide: Union[str, None]


Explication = Union[List["Explained"], List["Avertissement"]]

Simulation = List["SimulationAnswer"]

AnomaliesDsn = List["Anomalie"]
