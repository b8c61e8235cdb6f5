//! Certificats d'emploi for the caisse des congés spectacles (C. trav. D7121-32).
//!
//! One certificate per contract, cut at 31 March. Amounts come from the payslips; a payslip that runs over 31 March
//! is shared between two certificates by calendar days, to the cent, and a warning advises two payslips.

use std::collections::BTreeMap;

use cddu_payslip::{Adresse, CongesPlafondMethod, ContractPay, IdentiteEmployeur, IdentiteSalarie, Payslip};
use cddu_rates::{Cents, Diagnostic, Gravite, Period, Quantity, Rate, largest_remainder, round_half_up};
use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};

use crate::besoins::{Besoins, Mode, Place};
use crate::certificats::Signature;
use crate::ecart::Ecart;
use crate::parts;
use crate::production::Production;

/// What to build.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Test or real.
    pub mode: Mode,
    /// Day of issue: contracts ended by then, and parts up to a past 31 March.
    pub emis_le: NaiveDate,
}

/// The certificates and what the reader must know.
#[derive(Clone, Debug)]
pub struct CongesFile {
    /// Certificates, by person then contract then exercise.
    pub certificats: Vec<Certificat>,
    /// Warnings.
    pub avertissements: Vec<Diagnostic>,
}

/// One certificate: a contract, within one exercise (1 April to 31 March).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificat {
    /// Employer.
    pub employeur: String,
    /// SIRET.
    pub siret: String,
    /// Activity code.
    pub code_ape: Option<String>,
    /// Convention.
    pub idcc: String,
    /// Address of the employer.
    pub adresse_employeur: Option<Adresse>,
    /// Affiliation number at France Travail spectacle.
    pub numero_france_travail: Option<String>,
    /// Affiliation number.
    pub numero_affiliation: String,
    /// SIRET of the film, when it has one.
    pub siret_film: Option<String>,
    /// Title of the production.
    pub production: Option<String>,
    /// Matricule.
    pub matricule: String,
    /// Family name.
    pub nom: String,
    /// First names.
    pub prenom: String,
    /// Name in use.
    pub nom_usage: Option<String>,
    /// Birth date.
    pub date_naissance: Option<NaiveDate>,
    /// Address of the employee.
    pub adresse_salarie: Option<Adresse>,
    /// NIR.
    pub nir: String,
    /// Number of the employee at the caisse.
    pub numero_conges: String,
    /// Contract.
    pub contrat: String,
    /// Job.
    pub fonction: String,
    /// Numéro d'objet.
    pub numero_objet: Option<String>,
    /// First year of the exercise.
    pub exercice: i32,
    /// Part of the contract certified.
    pub periode: Period,
    /// Days worked.
    pub jours: u32,
    /// Cachets.
    pub cachets: u32,
    /// Hours.
    pub heures: Quantity,
    /// Gross before DFS.
    pub brut: Cents,
    /// Ceiling option used on the payslips (C. trav. D7121-37).
    pub plafond: CongesPlafondMethod,
    /// Base contributed on.
    pub base: Cents,
    /// Rate; `None` when the payslips have several.
    pub taux: Option<Rate>,
    /// Contribution.
    pub contribution: Cents,
    /// Days with this employer over the twelve months that end the period.
    pub jours_12_mois: u32,
    /// Cachets over the same months.
    pub cachets_12_mois: u32,
    /// Gross over the same months.
    pub brut_12_mois: Cents,
    /// Name of the caisse.
    pub caisse: String,
    /// Address of the caisse.
    pub adresse_caisse: String,
    /// Payslips.
    pub bulletins: Vec<String>,
    /// Day of issue.
    pub emis_le: NaiveDate,
    /// Who signs, on the day of issue.
    pub signature: Signature,
}

impl Certificat {
    /// The employer as it is printed, with the number that the caisse knows.
    #[must_use]
    pub fn identite_employeur(&self) -> IdentiteEmployeur {
        IdentiteEmployeur {
            idcc: self.idcc.clone(),
            raison_sociale: Some(self.employeur.clone()),
            siret: Some(self.siret.clone()),
            code_ape: self.code_ape.clone(),
            adresse: self.adresse_employeur.clone(),
            numero_france_travail: self.numero_france_travail.clone(),
            numero_conges_spectacles: Some(self.numero_affiliation.clone()),
            production: self.production.clone(),
        }
    }

    /// The employee as printed.
    #[must_use]
    pub fn identite_salarie(&self) -> IdentiteSalarie {
        IdentiteSalarie {
            matricule: Some(self.matricule.clone()),
            nom: self.nom.clone(),
            prenom: self.prenom.clone(),
            nom_usage: self.nom_usage.clone(),
            nir: Some(self.nir.clone()),
            date_naissance: self.date_naissance,
            adresse: self.adresse_salarie.clone(),
            numero_conges_spectacles: Some(self.numero_conges.clone()),
        }
    }

    /// The whole exercise, from 1 April to 31 March.
    #[must_use]
    pub fn exercice_entier(&self) -> Period {
        exercise(self.exercice).unwrap_or(self.periode)
    }

    /// The certificate issued, and signed, on another day.
    #[must_use]
    pub fn issued(mut self, day: NaiveDate) -> Self {
        (self.emis_le, self.signature.date) = (day, day);
        self
    }
}

/// From 1 April to 31 March.
fn exercise(year: i32) -> Option<Period> {
    Period::new(NaiveDate::from_ymd_opt(year, 4, 1)?, NaiveDate::from_ymd_opt(year + 1, 3, 31)?)
}

/// The certificates as a list for the accountant and the caisse: one line each, semicolons, UTF-8.
#[must_use]
pub fn csv(certificats: &[Certificat]) -> Vec<u8> {
    let mut out = String::from(
        "matricule;nom;prenom;nir;numero_conges;contrat;fonction;numero_objet;exercice;debut;fin;jours;cachets;heures;brut;base;taux;contribution;jours_12_mois;cachets_12_mois;brut_12_mois;bulletins\n",
    );
    for c in certificats {
        let cells = [
            c.matricule.clone(),
            c.nom.clone(),
            c.prenom.clone(),
            c.nir.get(..13).unwrap_or(&c.nir).to_owned(),
            c.numero_conges.clone(),
            c.contrat.clone(),
            c.fonction.clone(),
            c.numero_objet.clone().unwrap_or_default(),
            c.exercice.to_string(),
            c.periode.debut.to_string(),
            c.periode.fin.to_string(),
            c.jours.to_string(),
            c.cachets.to_string(),
            c.heures.to_string(),
            c.brut.to_string(),
            c.base.to_string(),
            c.taux.map(|t| t.to_string()).unwrap_or_default(),
            c.contribution.to_string(),
            c.jours_12_mois.to_string(),
            c.cachets_12_mois.to_string(),
            c.brut_12_mois.to_string(),
            c.bulletins.join(" "),
        ];
        out.push_str(&crate::texte::csv_line(&cells));
    }
    out.into_bytes()
}

/// First year of the exercise of a day: 1 April to 31 March.
#[must_use]
pub fn exercice(day: NaiveDate) -> i32 {
    if day.month() >= 4 { day.year() } else { day.year() - 1 }
}

/// The parts of a period in each exercise.
#[must_use]
pub fn split(period: Period) -> Vec<(i32, Period)> {
    (exercice(period.debut)..=exercice(period.fin))
        .filter_map(|year| Some((year, period.intersection(exercise(year)?)?)))
        .collect()
}

/// What a contract did in one exercise.
#[derive(Clone, Debug, Default)]
struct Share {
    jours: u32,
    cachets: u32,
    heures: Decimal,
    brut: Cents,
    /// Pay lost by arrêts de travail, of which the base keeps a part.
    perdu: Cents,
    base: Cents,
    contribution: Cents,
    rates: Vec<Rate>,
    bulletins: Vec<String>,
}

/// Builds the certificates of contracts ended by the day of issue, and of the parts before a past 31 March.
///
/// # Errors
/// Everything missing or wrong, at once.
pub fn build(
    production: &Production,
    slips: &[Payslip],
    options: &Options,
) -> Result<CongesFile, Vec<Diagnostic>> {
    let mut needs = Besoins::new(options.mode);
    let paid = parts::in_force(slips);
    let mut certificats = Vec::new();
    for (contrat, group) in parts::by_contract(&paid) {
        let pay = group[group.len() - 1].contrat;
        let fin = production.contrat(contrat).fin_reelle.unwrap_or(pay.fin);
        let Some(dates) = Period::new(pay.debut, fin) else { continue };
        let shares = shares(&group, &mut needs);
        for (year, part) in split(dates) {
            if part.fin > options.emis_le {
                continue;
            }
            let Some(share) = shares.get(&year) else { continue };
            let certificat = certificate(production, &group, share, year, part, options, &paid, &mut needs);
            let absent = group.iter().any(|p| !p.contrat.absences.is_empty());
            check(&certificat, share.perdu, absent, &mut needs);
            certificats.push(certificat);
        }
    }
    let avertissements = needs.finish()?;
    Ok(CongesFile { certificats, avertissements })
}

/// Shares of a contract by exercise, over its payslips.
fn shares(group: &[parts::Part<'_>], needs: &mut Besoins) -> BTreeMap<i32, Share> {
    let mut out: BTreeMap<i32, Share> = BTreeMap::new();
    for part in group {
        let pay = part.contrat;
        let cuts = split(pay.periode);
        if cuts.len() > 1 {
            needs.warn(
                "CS-001",
                Place::contrat(&pay.contrat, "periode"),
                format!(
                    "le bulletin {} couvre le 31 mars : ses montants sont partagés au nombre de jours calendaires",
                    parts::numero(part.slip)
                ),
                "établir un bulletin jusqu'au 31 mars et un autre ensuite",
            );
        }
        add(&mut out, pay, &cuts, parts::numero(part.slip));
        if pay.lignes.iter().any(|l| l.code == "ICCP") || pay.elements.iter().any(|e| e.code == "iccp") {
            needs.error(
                "CS-R6",
                Place::contrat(&pay.contrat, "contrat"),
                "une indemnité de congés payés est versée alors que le contrat relève de la caisse",
                "la retirer : la caisse paie les congés (C. trav. D7121-35)",
            );
        }
    }
    out
}

/// Adds a payslip: what it froze is copied whole into its exercise; over 31 March it is shared, never computed again,
/// and the parts add up to what was frozen.
fn add(out: &mut BTreeMap<i32, Share>, pay: &ContractPay, cuts: &[(i32, Period)], numero: String) {
    let line = pay.lignes.iter().find(|l| l.organisme == "conges_spectacles");
    let days: Vec<Decimal> = cuts.iter().map(|(_, cut)| Decimal::from(cut.days())).collect();
    let shared = |total: i64| largest_remainder(Cents(total), &days).into_iter().map(|part| part.0);
    let hours = round_half_up(pay.heures.0 * HOUR_UNITS, 0).to_i64().unwrap_or_default();
    let parts = shared(i64::from(pay.jours.whole()))
        .zip(shared(i64::from(pay.cachets)))
        .zip(shared(hours))
        .zip(shared(pay.bases.brut.0))
        .zip(shared(pay.bases.conges_spectacles.0))
        .zip(shared(line.map(parts::both).unwrap_or_default().0));
    for ((year, _), (((((jours, cachets), heures), brut), base), contribution)) in cuts.iter().zip(parts) {
        let share = out.entry(*year).or_default();
        share.jours += u32::try_from(jours).unwrap_or_default();
        share.cachets += u32::try_from(cachets).unwrap_or_default();
        share.heures += Decimal::from(heures) / HOUR_UNITS;
        share.brut += Cents(brut);
        let stops = pay.absences.iter().filter(|a| a.motif.arret().is_some());
        share.perdu += stops.map(|a| a.retenue).sum();
        share.base += Cents(base);
        share.contribution += Cents(contribution);
        share.rates.extend(line.and_then(|l| l.taux_employeur));
        share.bulletins.push(numero.clone());
    }
}

/// Hours are declared with two decimals: they are shared in whole hundredths.
const HOUR_UNITS: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

#[allow(clippy::too_many_arguments, reason = "one call, each argument a different document")]
fn certificate(
    production: &Production,
    group: &[parts::Part<'_>],
    share: &Share,
    year: i32,
    part: Period,
    options: &Options,
    paid: &[&Payslip],
    needs: &mut Besoins,
) -> Certificat {
    let parts::Part { slip, contrat: pay } = group[group.len() - 1];
    let employer = production.employeur.as_ref().unwrap_or(&slip.employeur);
    let conges = &production.conges_spectacles;
    let (jours_12_mois, cachets_12_mois, brut_12_mois) = year_before(paid, slip, part.fin);
    let mut rates = share.rates.clone();
    rates.dedup();
    let signer = &production.signataire;
    let person = &slip.salarie;
    Certificat {
        employeur: needs.employeur(
            employer.identite.raison_sociale.as_deref(),
            "raison_sociale",
            "la raison sociale",
            "nom de la société de production",
        ),
        siret: needs.siret_employeur(Some(employer)),
        code_ape: employer.identite.code_ape.clone(),
        idcc: employer.identite.idcc.clone(),
        adresse_employeur: employer.identite.adresse.clone(),
        numero_france_travail: employer.identite.numero_france_travail.clone(),
        numero_affiliation: needs.text(
            employer.identite.numero_conges_spectacles.as_deref().or(conges.numero_affiliation.as_deref()),
            Place::production("employeur.numero_conges_spectacles"),
            "le numéro d'affiliation à Congés Spectacles",
            "compte employeur de la caisse (Audiens)",
        ),
        siret_film: production.film.siret.clone(),
        production: production.film.titre.clone().or_else(|| slip.employeur.identite.production.clone()),
        matricule: person.matricule.clone(),
        nom: person.nom.clone(),
        prenom: person.prenom.clone(),
        nom_usage: person.nom_usage.clone(),
        date_naissance: person.date_naissance,
        adresse_salarie: person.adresse.clone(),
        nir: needs.nir(person),
        numero_conges: needs.numero_conges(person),
        contrat: pay.contrat.clone(),
        fonction: pay.fonction.clone(),
        numero_objet: pay.numero_objet.clone().or_else(|| production.film.numero_objet.clone()),
        exercice: year,
        periode: part,
        jours: share.jours,
        cachets: share.cachets,
        heures: Quantity(share.heures.normalize()),
        brut: share.brut,
        plafond: slip.methodes.conges_plafond,
        base: share.base,
        taux: if rates.len() == 1 { rates.first().copied() } else { None },
        contribution: share.contribution,
        jours_12_mois,
        cachets_12_mois,
        brut_12_mois,
        caisse: needs.text(
            conges.nom_caisse.as_deref(),
            Place::production("declarations.conges_spectacles.nom_caisse"),
            "le nom de la caisse",
            "mention obligatoire du certificat (C. trav. D7121-32)",
        ),
        adresse_caisse: needs.text(
            conges.adresse_caisse.as_deref(),
            Place::production("declarations.conges_spectacles.adresse_caisse"),
            "l'adresse de la caisse",
            "mention obligatoire du certificat (C. trav. D7121-32)",
        ),
        bulletins: share.bulletins.clone(),
        emis_le: options.emis_le,
        signature: Signature {
            nom: [&signer.prenom, &signer.nom].into_iter().flatten().cloned().collect::<Vec<_>>().join(" "),
            qualite: signer.qualite.clone().unwrap_or_default(),
            lieu: signer.lieu.clone().unwrap_or_default(),
            date: options.emis_le,
        },
    }
}

/// Days, cachets and gross of the person over the twelve months that end on a day.
fn year_before(paid: &[&Payslip], slip: &Payslip, end: NaiveDate) -> (u32, u32, Cents) {
    let start = end.checked_sub_months(Months::new(12)).unwrap_or(end);
    paid.iter()
        .filter(|s| s.salarie.matricule == slip.salarie.matricule)
        .flat_map(|s| &s.contrats)
        .filter(|c| c.periode.fin > start && c.periode.fin <= end)
        .fold((0, 0, Cents::ZERO), |(d, c, b), pay| {
            (d + pay.jours.whole(), c + pay.cachets, b + pay.bases.brut)
        })
}

fn check(c: &Certificat, perdu: Cents, absent: bool, needs: &mut Besoins) {
    let place = || Place::contrat(&c.contrat, "conges_spectacles");
    if c.base > c.brut + perdu {
        needs.error(
            "CS-R1",
            place(),
            format!("la base {} dépasse le brut avant déduction {}", c.base, c.brut),
            "vérifier le bulletin : la base est le brut, plafonné ou non",
        );
    }
    // The base of a stop that takes every day is that of the pay lost or kept (C. trav. L3141-5): no day was worked.
    if c.base.0 > 0 && c.jours == 0 && !absent {
        needs.error(
            "CS-R4",
            place(),
            format!("une base de {} sans jour travaillé", c.base),
            "indiquer le nombre de jours : la caisse calcule les droits en jours",
        );
    }
}

/// The bases of certificates against the bases 27 of the DSN of the same contracts (CS-R2).
#[must_use]
pub fn comparer(certificats: &[Certificat], dsn: &[crate::dsn::totals::DsnTotals]) -> Vec<Ecart> {
    let mut left: BTreeMap<(String, String), Cents> = BTreeMap::new();
    for c in certificats {
        let key = (c.nir.get(..13).unwrap_or_default().to_owned(), crate::texte::numero_contrat(&c.contrat));
        *left.entry(key).or_default() += c.base;
    }
    let mut right: BTreeMap<(String, String), Cents> = BTreeMap::new();
    for person in dsn.iter().flat_map(|d| &d.individus) {
        for base in person.versements.iter().flat_map(|v| &v.bases).filter(|b| b.code == "27") {
            let key = (person.identifiant.clone(), base.contrat.clone().unwrap_or_default());
            *right.entry(key).or_default() += base.montant;
        }
    }
    left.iter()
        .filter_map(|(key, amount)| {
            let declared = right.get(key).copied().unwrap_or_default();
            (declared != *amount).then(|| {
                Ecart::new(
                    "CS-R2",
                    Gravite::Majeur,
                    format!("{} / {}", key.0, key.1),
                    format!("contrat {} : base {amount} sur les certificats, {declared} dans les DSN", key.1),
                )
                .amounts(*amount, declared)
            })
        })
        .collect()
}
