//! The CDDU itself, as data for the printed contract: what the Code du travail (L1242-12) and the agreement want written,
//! asked for before anything is drawn.

use cddu_payslip::gross::{self, Minimum};
use cddu_payslip::{Categorie, IdentiteEmployeur, IdentiteSalarie, Periodicite, Salarie};
use cddu_rates::{Cents, Diagnostic, Period, Quantity, Rates, cut, holiday};
use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::Tables;
use crate::besoins::{Besoins, Mode, Place};
use crate::certificats::Signature;
use crate::production::{PopulationCouverte, Production};

/// What the folder knows of a contract to write.
#[derive(Clone, Debug)]
pub struct Demande<'a> {
    /// Person.
    pub salarie: &'a Salarie,
    /// Number.
    pub contrat: &'a str,
    /// Category.
    pub categorie: Categorie,
    /// Function, as the row writes it.
    pub fonction: &'a str,
    /// Cadre.
    pub cadre: bool,
    /// Annexe of the unemployment insurance, when the row gives it.
    pub annexe: Option<u8>,
    /// Convention of the work.
    pub idcc: &'a str,
    /// First and last day.
    pub dates: Period,
    /// By the week, by the day or by the month.
    pub engagement: gross::Engagement,
    /// Agreed pay of the unit; `None`: the minimum, or the whole gross.
    pub salaire_base: Option<Cents>,
    /// Hours that it pays (technicians).
    pub heures_base: Option<Quantity>,
    /// Gross agreed for the whole contract.
    pub brut: Option<Cents>,
    /// Cachets of the contract, 0 when not known.
    pub cachets: u32,
    /// DFS accepted.
    pub dfs: bool,
    /// Under sixteen on the first day.
    pub mineur: bool,
    /// Numéro d'objet of the row.
    pub numero_objet: Option<&'a str>,
    /// Workplace of the row, an identifier of `declarations.lieux`.
    pub lieu: Option<&'a str>,
    /// Trial period in days.
    pub essai_jours: Option<u32>,
    /// Minimum of the agreement against the agreed pay; `None`: it is not known.
    pub minimum: Option<Minimum>,
    /// What is written of the work itself.
    pub oeuvre: Oeuvre,
    /// Rhythm of pay.
    pub periodicite: Periodicite,
}

/// The film or programme, for the contract of its réalisateur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oeuvre {
    /// Title.
    pub titre: String,
    /// Genre of a programme.
    pub genre: Option<String>,
    /// Planned length, in minutes.
    pub duree_minutes: Option<u32>,
    /// First destination.
    pub destination: Option<String>,
}

/// A body that a contract names, with its address when a table or the production gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisme {
    /// Name.
    pub nom: String,
    /// References of the contracts that cover the person.
    pub references: Vec<String>,
}

/// A contract complete enough to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// Employer.
    pub employeur: IdentiteEmployeur,
    /// Employee.
    pub salarie: IdentiteSalarie,
    /// Who signs for the employer; its day is that of the first day of work at the latest.
    pub signature: Signature,
    /// Number.
    pub contrat: String,
    /// Category.
    pub categorie: Categorie,
    /// Function, as the agreement names it.
    pub fonction: String,
    /// Cadre.
    pub cadre: bool,
    /// Annexe of the unemployment insurance.
    pub annexe: u8,
    /// Convention.
    pub idcc: String,
    /// First and last day.
    pub dates: Period,
    /// Trial period in days; 0: none.
    pub essai_jours: u32,
    /// Unit of the pay: week, day or month.
    pub engagement: gross::Engagement,
    /// Pay of the unit.
    pub salaire: Option<Cents>,
    /// The pay is the minimum of the agreement, which the row does not repeat.
    pub au_minimum: bool,
    /// Hours that it pays.
    pub heures_base: Option<Quantity>,
    /// Gross of the whole contract.
    pub brut: Option<Cents>,
    /// Cachets.
    pub cachets: u32,
    /// Minimum known.
    pub minimum: Option<Minimum>,
    /// DFS accepted.
    pub dfs: bool,
    /// Under sixteen.
    pub mineur: bool,
    /// Numéro d'objet.
    pub numero_objet: String,
    /// Workplace, in one line.
    pub lieu: String,
    /// The work.
    pub oeuvre: Oeuvre,
    /// Retraite complémentaire.
    pub retraite: Organisme,
    /// Prévoyance.
    pub prevoyance: Organisme,
    /// Last day to hand it over (L1242-13).
    pub remise: NaiveDate,
    /// Rhythm of pay.
    pub periodicite: Periodicite,
}

/// Checks that everything a contract must say is known, and gives it.
///
/// # Errors
/// `DECL-001`, `DECL-002` for what is missing or wrong, `CTR-001` for a function that no list allows, `CTR-002` for one of
/// another category, `CTR-003` for a pay under the minimum, `CTR-004` for a trial period too long: all at once.
pub fn build(
    rates: &Rates,
    tables: &Tables,
    production: &Production,
    asked: &Demande<'_>,
) -> Result<(Engagement, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut needs = Besoins::new(Mode::Reel);
    let fonction = function(rates, asked, &mut needs)?;
    pay(asked, &mut needs);
    let essai_jours = trial(asked, &mut needs);
    person(asked.salarie, &mut needs);
    oeuvre(asked, &mut needs);
    let film = production.film.numero_objet.as_deref();
    let numero_objet = needs.numero_objet(asked.contrat, asked.numero_objet, film);
    let signature = crate::certificats::signataire(production, &mut needs, asked.dates.debut);
    let employer = production.employeur.as_ref();
    let mut employeur = employer.map(|e| e.identite.clone()).unwrap_or_default();
    asked.idcc.clone_into(&mut employeur.idcc);
    if let Some(employer) = employer {
        crate::certificats::ask_employer(employer, &mut needs);
    }
    let place = workplace(production, asked, &employeur, &mut needs);
    let engagement =
        Engagement {
            signature,
            salarie: asked.salarie.identite(),
            contrat: asked.contrat.to_owned(),
            categorie: asked.categorie,
            fonction,
            cadre: asked.cadre,
            annexe: asked.annexe.unwrap_or(if asked.categorie == Categorie::Technicien { 8 } else { 10 }),
            idcc: asked.idcc.to_owned(),
            dates: asked.dates,
            essai_jours,
            engagement: asked.engagement,
            salaire: asked.salaire_base.or_else(|| asked.minimum.as_ref().map(|m| m.valeur)),
            au_minimum: asked.salaire_base.is_none() && asked.brut.is_none(),
            heures_base: asked.heures_base,
            brut: asked.brut,
            cachets: asked.cachets,
            minimum: asked.minimum.clone(),
            dfs: asked.dfs,
            mineur: asked.mineur,
            numero_objet,
            lieu: place,
            oeuvre: asked.oeuvre.clone(),
            retraite: Organisme {
                nom: production.retraite.institution.clone().unwrap_or_else(|| {
                    tables.nom_organisme("audiens_retraite", asked.dates.debut).to_owned()
                }),
                references: Vec::new(),
            },
            prevoyance: Organisme {
                nom: tables.nom_organisme("audiens_prevoyance", asked.dates.debut).to_owned(),
                references: covering(production, asked),
            },
            remise: handed_over(asked.dates.debut),
            periodicite: asked.periodicite,
            employeur,
        };
    let warnings = needs.finish()?;
    Ok((engagement, warnings))
}

/// The function of the agreement. Its lists are those of the jobs that may be held under a CDDU.
fn function(rates: &Rates, asked: &Demande<'_>, needs: &mut Besoins) -> Result<String, Vec<Diagnostic>> {
    let place = || Place::contrat(asked.contrat, "fonction");
    let conventions = rates.conventions()?;
    // The artists of television have their own agreement.
    let own = (asked.categorie == Categorie::Artiste && asked.idcc == "2642").then_some("1734");
    let lists = [own, Some(asked.idcc)];
    if !lists.into_iter().flatten().any(|idcc| conventions.knows(idcc) && listed(conventions, idcc)) {
        needs.warn(
            "CTR-005",
            place(),
            format!(
                "la convention {} n'a pas de liste de fonctions dans les tables : « {} » n'est pas contrôlée",
                asked.idcc,
                cut(asked.fonction)
            ),
            "vérifier que la convention admet le CDDU pour cet emploi (C. trav. D1242-1 6°)",
        );
        return Ok(asked.fonction.to_owned());
    }
    let Some(id) = lists.into_iter().flatten().find_map(|idcc| conventions.function(idcc, asked.fonction))
    else {
        let unknown = conventions.unknown_function(own.unwrap_or(asked.idcc), asked.fonction);
        needs.error(
            "CTR-001",
            place(),
            format!(
                "« {} » n'est pas dans la liste de la convention {} : rien ne dit que le CDDU est admis pour cet emploi",
                cut(asked.fonction),
                asked.idcc
            ),
            unknown.aide.as_deref().unwrap_or("écrire la fonction comme la convention la nomme"),
        );
        return Ok(asked.fonction.to_owned());
    };
    let found = conventions.fonction(id);
    if found.categorie != "autre" && found.categorie != category(asked.categorie) {
        needs.error(
            "CTR-002",
            Place::contrat(asked.contrat, "categorie"),
            format!(
                "« {} » est une fonction de {}, pas de {}",
                found.nom,
                found.categorie,
                category(asked.categorie)
            ),
            "corriger la catégorie ou la fonction : le texte du contrat et les taux en dépendent",
        );
    }
    Ok(found.nom.clone())
}

fn listed(conventions: &cddu_rates::Conventions, idcc: &str) -> bool {
    conventions.fonctions().iter().any(|f| f.idcc == idcc)
}

const fn category(categorie: Categorie) -> &'static str {
    match categorie {
        Categorie::Technicien => "technicien",
        Categorie::Artiste => "artiste",
        Categorie::Figurant => "figurant",
        Categorie::Realisateur => "realisateur",
    }
}

fn pay(asked: &Demande<'_>, needs: &mut Besoins) {
    let place = || Place::contrat(asked.contrat, "salaire_base");
    match &asked.minimum {
        Some(m) if !m.respecte => needs.error(
            "CTR-003",
            place(),
            format!(
                "le salaire convenu ({} € par {}) est sous le minimum de la convention ({} €)",
                french(m.salaire),
                m.unite,
                french(m.valeur)
            ),
            &format!("écrire au moins {} dans salaire_base (cddu minima montre la grille)", french(m.valeur)),
        ),
        Some(_) => {}
        None if asked.brut.is_some() => needs.warn(
            "CTR-006",
            Place::contrat(asked.contrat, "brut"),
            "le brut est convenu pour tout le contrat : le minimum n'est pas contrôlé",
            "comparer au minimum des jours prévus : cddu minima FONCTION",
        ),
        None if asked.salaire_base.is_some() => needs.warn(
            "CTR-006",
            place(),
            "aucun minimum connu pour cet emploi : il n'est pas contrôlé",
            "vérifier la grille de la convention",
        ),
        None => needs.missing(
            place(),
            "le salaire convenu",
            "mention obligatoire du contrat (C. trav. L1242-12 7°)",
        ),
    }
}

/// `1 364,56`, without the thousands that a message does not need.
fn french(amount: Cents) -> String {
    amount.to_string().replace('.', ",")
}

/// The trial period: at most a day for each week of the contract, begun weeks included, two weeks in all up to six months
/// and a month beyond (L1242-10). Counting a begun week is a reading (C).
fn trial(asked: &Demande<'_>, needs: &mut Besoins) -> u32 {
    let days = asked.essai_jours.unwrap_or(0);
    let Period { debut, fin } = asked.dates;
    let long = debut.checked_add_months(Months::new(6)).is_some_and(|end| fin >= end);
    let weeks = u32::try_from((asked.dates.days() + 6) / 7).unwrap_or(u32::MAX);
    let most = if long { 30 } else { weeks.min(14) };
    if days > most {
        needs.error(
            "CTR-004",
            Place::contrat(asked.contrat, "essai_jours"),
            format!("une période d'essai de {days} jours : {most} au plus pour ce contrat"),
            "un jour par semaine de contrat, deux semaines au plus jusqu'à six mois, un mois au-delà (C. trav. L1242-10)",
        );
    }
    days
}

fn person(salarie: &Salarie, needs: &mut Besoins) {
    let why = "état civil du salarié, sur le contrat";
    needs.text(Some(&salarie.nom), Place::salarie(salarie, "nom"), "le nom", why);
    needs.text(Some(&salarie.prenom), Place::salarie(salarie, "prenom"), "le prénom", why);
    if salarie.date_naissance.is_none() {
        needs.missing(Place::salarie(salarie, "date_naissance"), "la date de naissance", why);
    }
    needs.adresse(salarie.adresse.as_ref(), |key| Place::salarie(salarie, key), "du salarié");
    if salarie.nir.is_none() {
        needs.warn(
            "CTR-007",
            Place::salarie(salarie, "nir"),
            "le contrat ne porte pas de numéro de sécurité sociale",
            "le contrat est valable sans lui ; la DPAE, la DSN et l'AEM le demanderont",
        );
    }
}

/// The contract of a television réalisateur names its programme (annexe of the convention).
fn oeuvre(asked: &Demande<'_>, needs: &mut Besoins) {
    let why = "mention du contrat de réalisateur (convention 2642, annexe des réalisateurs)";
    needs.text(
        Some(&asked.oeuvre.titre),
        Place::production("production.titre"),
        "le titre de l'œuvre",
        "objet du contrat",
    );
    if asked.categorie != Categorie::Realisateur || asked.idcc != "2642" {
        return;
    }
    if asked.oeuvre.duree_minutes.is_none() {
        needs.missing(
            Place::production("production.duree_minutes"),
            "la durée prévisionnelle du programme",
            why,
        );
    }
    if asked.oeuvre.genre.is_none() {
        needs.missing(Place::production("production.genre"), "le genre du programme", why);
    }
}

fn workplace(
    production: &Production,
    asked: &Demande<'_>,
    employer: &IdentiteEmployeur,
    needs: &mut Besoins,
) -> String {
    let line = |parts: [&str; 3]| {
        let [street, code, town] = parts;
        [street, format!("{code} {town}").trim()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let Some(code) = asked.lieu else {
        let at = employer.adresse.clone().unwrap_or_default();
        return line([&at.voie, &at.code_postal, &at.commune]);
    };
    match production.lieux.iter().find(|l| l.identifiant == code) {
        Some(at) => {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            line([&text(&at.voie), &text(&at.code_postal), &text(&at.commune)])
        }
        None => {
            needs.error(
                "DSN-011",
                Place::contrat(asked.contrat, "lieu"),
                format!("le lieu de travail « {code} » n'est pas décrit"),
                "l'ajouter à [[declarations.lieux]] (identifiant, voie, code_postal, commune, code_insee)",
            );
            String::new()
        }
    }
}

/// References of the contracts of prévoyance that cover the person.
fn covering(production: &Production, asked: &Demande<'_>) -> Vec<String> {
    let artist = asked.categorie != Categorie::Technicien;
    let population = match (artist, asked.cadre) {
        (true, false) => PopulationCouverte::Artiste,
        (_, true) => PopulationCouverte::TechnicienCadre,
        (false, false) => PopulationCouverte::TechnicienNonCadre,
    };
    let carried = production.prevoyance.iter().filter(|c| c.lignes.is_empty() && c.covers(population));
    carried.map(|c| c.reference.clone()).collect()
}

/// Two working days after the hiring: every day but Sundays and public holidays.
fn handed_over(hired: NaiveDate) -> NaiveDate {
    let working = |d: &NaiveDate| d.weekday() != Weekday::Sun && holiday(*d).is_none();
    (1..20).filter_map(|n| hired.checked_add_days(Days::new(n))).filter(working).nth(1).unwrap_or(hired)
}

#[cfg(test)]
mod tests {
    use super::handed_over;
    use chrono::NaiveDate;

    #[test]
    fn two_working_days_pass_over_sundays_and_holidays() {
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
        // Monday 9: Tuesday 10, then Thursday 12 (Wednesday 11 November is a holiday).
        assert_eq!(handed_over(day(11, 9)), day(11, 12));
        // Friday 6: Saturday 7 counts, Sunday does not, Monday 9.
        assert_eq!(handed_over(day(11, 6)), day(11, 9));
    }
}
