//! Statements by body: what the payslips of a period owe, by line and rate, to check a call or fill an online form.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::{Line, Payslip};
use cddu_rates::{Cents, Confiance, Famille, Period, Rate};
use serde::{Deserialize, Serialize};

use crate::parts;
use crate::tables::Tables;

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releve {
    /// Body (`audiens_retraite`, `afdas`, `cchsct_cinema`...).
    pub organisme: String,
    /// Its name.
    pub libelle: String,
    /// Days of payment covered.
    pub periode: Period,
    /// How it is declared and paid.
    pub canal: String,
    /// How often.
    pub periodicite: String,
    /// Lines.
    pub lignes: Vec<LigneReleve>,
    /// Sum of the lines to pay to this body.
    pub total: Cents,
    /// People.
    pub salaries: usize,
    /// What the reader must know.
    pub mentions: Vec<String>,
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneReleve {
    /// Payslip line.
    pub code: String,
    /// Label.
    pub libelle: String,
    /// Convention.
    pub idcc: String,
    /// Cadre or not.
    pub cadre: bool,
    /// Artist rates or not.
    pub artiste: bool,
    /// Rate of both shares; none for an amount by bands, which has no rate of its own.
    pub taux: Option<Rate>,
    /// Sum of the bases.
    pub base: Cents,
    /// Employee shares.
    pub salarie: Cents,
    /// Employer shares, reliefs taken off.
    pub employeur: Cents,
    /// Payslips.
    pub bulletins: usize,
    /// Paid to another body: shown, not added.
    pub pour_memoire: bool,
    /// Lowest confidence met.
    pub confiance: Confiance,
}

/// Every statement of a period of payment. Corrections count for the month of the payslip that is in force.
#[must_use]
pub fn build(tables: &Tables, slips: &[Payslip], periode: Period) -> Vec<Releve> {
    let paid: Vec<&Payslip> =
        parts::in_force(slips).into_iter().filter(|s| periode.contains(s.date_paiement)).collect();
    let mut out = vec![
        statement(tables, &paid, periode, &AUDIENS_RETRAITE),
        statement(tables, &paid, periode, &AUDIENS_PREVOYANCE),
        statement(tables, &paid, periode, &CONGES),
        statement(tables, &paid, periode, &AFDAS),
        statement(tables, &paid, periode, &THALIE),
        statement(tables, &paid, periode, &TAXE_SALAIRES),
        statement(tables, &paid, periode, &RETENUE_SOURCE),
    ];
    out.extend(conventions(tables, &paid, periode));
    out.retain(|r| !r.lignes.is_empty());
    out
}

/// The body of the contributions that each convention collects in its own way.
const CONVENTIONNEL: &str = "conventionnel";

/// A statement to make.
struct Kind<'a> {
    organisme: &'a str,
    libelle: &'a str,
    canal: &'a str,
    periodicite: &'a str,
    /// Lines of this body.
    own: fn(&Tables, &Line) -> bool,
    /// Lines shown and paid to another body.
    shown: fn(&Tables, &Line) -> bool,
    mentions: &'a [&'a str],
}

const AUDIENS_RETRAITE: Kind<'_> = Kind {
    organisme: "audiens_retraite",
    libelle: "Audiens, retraite complémentaire Agirc-Arrco",
    canal: "DSN",
    periodicite: "mensuelle ou trimestrielle",
    own: |_, l| l.organisme == "audiens_retraite",
    shown: |_, _| false,
    mentions: &["La part retraite de la réduction générale est en moins."],
};

const AUDIENS_PREVOYANCE: Kind<'_> = Kind {
    organisme: "audiens_prevoyance",
    libelle: "Audiens, prévoyance et santé des intermittents",
    canal: "DSN, contrats de la fiche de paramétrage",
    periodicite: "mensuelle ou trimestrielle",
    own: |_, l| l.organisme == "audiens_prevoyance",
    shown: |_, _| false,
    mentions: &[],
};

const CONGES: Kind<'_> = Kind {
    organisme: "conges_spectacles",
    libelle: "Congés Spectacles",
    canal: "DSN",
    periodicite: "mensuelle",
    own: |_, l| l.organisme == "conges_spectacles",
    shown: |_, _| false,
    mentions: &[],
};

const AFDAS: Kind<'_> = Kind {
    organisme: "afdas",
    libelle: "Afdas, formation des intermittents",
    canal: "télédéclaration annuelle de l'Afdas",
    periodicite: "annuelle, avant le 1er mars",
    own: |_, l| l.organisme == "afdas",
    shown: |t, l| t.famille(&l.code) == Some(Famille::Formation),
    mentions: &[
        "La part légale est payée à l'Urssaf, CTP 983 : elle figure ici pour mémoire.",
        "Un forfait annuel de 50 EUR HT s'ajoute à la part conventionnelle (accord du 25 septembre 2014).",
    ],
};

const THALIE: Kind<'_> = Kind {
    organisme: "sante_travail",
    libelle: "Thalie Santé, santé au travail des intermittents",
    canal: "DSN depuis janvier 2026, ou appel d'Audiens",
    periodicite: "avec les contributions d'Audiens",
    own: |_, l| l.organisme == "sante_travail",
    shown: |_, _| false,
    mentions: &["Taux non établi par une source officielle : vérifier l'appel de cotisation."],
};

const TAXE_SALAIRES: Kind<'_> = Kind {
    organisme: "dgfip",
    libelle: "DGFiP, taxe sur les salaires",
    canal: "relevé de versement en ligne, hors DSN",
    periodicite: "mensuelle, trimestrielle ou annuelle selon la taxe de l'année précédente",
    own: |t, l| t.famille(&l.code) == Some(Famille::TaxeSalaires),
    shown: |_, _| false,
    mentions: &["La base de chaque personne est dans la DSN (S21.G00.79 type 91), le paiement n'y est pas."],
};

const RETENUE_SOURCE: Kind<'_> = Kind {
    organisme: "dgfip",
    libelle: "DGFiP, retenue à la source des salariés non résidents",
    canal: "déclaration 2494, hors DSN",
    periodicite: "mensuelle, avant le 15 du mois suivant",
    own: |_, l| l.is_withholding(),
    shown: |_, _| false,
    mentions: &[
        "CGI art. 182 A et 182 A bis : le montant de chaque personne est dans la DSN (code 077), le paiement n'y est pas.",
    ],
};

/// Line, label, convention, cadre, artist, rate.
type Key = (String, String, String, bool, bool, Option<Rate>);

fn statement(tables: &Tables, paid: &[&Payslip], periode: Period, kind: &Kind<'_>) -> Releve {
    collect(
        paid,
        periode,
        kind.organisme,
        kind.libelle,
        (kind.canal, kind.periodicite),
        kind.mentions,
        |_, line| {
            if (kind.own)(tables, line) {
                Some(false)
            } else if (kind.shown)(tables, line) {
                Some(true)
            } else {
                None
            }
        },
    )
}

/// `keep` says whether a line belongs to the statement, and if so whether it is only shown.
fn collect(
    paid: &[&Payslip],
    periode: Period,
    organisme: &str,
    libelle: &str,
    (canal, periodicite): (&str, &str),
    mentions: &[&str],
    keep: impl Fn(&str, &Line) -> Option<bool>,
) -> Releve {
    let mut lines: BTreeMap<(bool, Key), LigneReleve> = BTreeMap::new();
    let mut people = BTreeSet::new();
    for slip in paid {
        for pay in &slip.contrats {
            for line in &pay.lignes {
                let Some(shown) = keep(&pay.idcc, line) else { continue };
                if !shown {
                    people.insert(slip.salarie.matricule.as_str());
                }
                let rate = (line.taux_salarie.is_some() || line.taux_employeur.is_some())
                    .then(|| parts::both_rates(line));
                let key = (
                    line.code.to_string(),
                    line.libelle.to_string(),
                    pay.idcc.clone(),
                    pay.cadre,
                    pay.taux_artiste,
                    rate,
                );
                let row = lines.entry((shown, key)).or_insert_with(|| LigneReleve {
                    code: line.code.to_string(),
                    libelle: line.libelle.to_string(),
                    idcc: pay.idcc.clone(),
                    cadre: pay.cadre,
                    artiste: pay.taux_artiste,
                    taux: rate,
                    base: Cents::ZERO,
                    salarie: Cents::ZERO,
                    employeur: Cents::ZERO,
                    bulletins: 0,
                    pour_memoire: shown,
                    confiance: Confiance::A,
                });
                row.base += line.base;
                row.salarie += line.montant_salarie.unwrap_or_default();
                row.employeur += line.montant_employeur.unwrap_or_default();
                row.bulletins += 1;
                row.confiance = row.confiance.max(line.confiance);
            }
        }
    }
    let lignes: Vec<LigneReleve> = lines.into_values().collect();
    Releve {
        organisme: organisme.to_owned(),
        libelle: libelle.to_owned(),
        periode,
        canal: canal.to_owned(),
        periodicite: periodicite.to_owned(),
        total: lignes.iter().filter(|l| !l.pour_memoire).map(|l| l.salarie + l.employeur).sum(),
        salaries: people.len(),
        mentions: mentions.iter().map(|m| (*m).to_owned()).collect(),
        lignes,
    }
}

/// Contributions of the conventions, one statement per body that calls some; what no file names goes to one of its own.
fn conventions(tables: &Tables, paid: &[&Payslip], periode: Period) -> Vec<Releve> {
    let rows: Vec<_> = tables.micro.iter().filter(|m| m.holds(periode.fin)).collect();
    let caller = |idcc: &str, line: &Line| {
        let mut mine = rows.iter().filter(|m| m.releve.idcc == idcc && line.code == m.ligne);
        mine.next().map(|m| (m.releve.idcc.as_str(), m.releve.organisme.as_str()))
    };
    let mut made = BTreeSet::new();
    let mut out: Vec<Releve> = rows
        .iter()
        .map(|m| &m.releve)
        .filter(|r| made.insert((r.idcc.as_str(), r.organisme.as_str())))
        .map(|r| {
            let body = Some((r.idcc.as_str(), r.organisme.as_str()));
            collect(
                paid,
                periode,
                &r.organisme,
                &r.libelle,
                (&r.canal, &r.periodicite),
                &[r.row.base_legale.as_str()],
                |idcc, line| (line.organisme == CONVENTIONNEL && caller(idcc, line) == body).then_some(false),
            )
        })
        .collect();
    out.push(collect(
        paid,
        periode,
        CONVENTIONNEL,
        "Contributions conventionnelles sans organisme connu",
        ("à établir", "à établir"),
        &["Ajouter une section [[releve]] au fichier de la contribution."],
        |idcc, line| (line.organisme == CONVENTIONNEL && caller(idcc, line).is_none()).then_some(false),
    ));
    out
}

/// The statements as CSV, French headers, one row per line.
#[must_use]
pub fn csv(releves: &[Releve]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "organisme",
        "debut",
        "fin",
        "code",
        "libelle",
        "idcc",
        "cadre",
        "artiste",
        "base",
        "taux",
        "salarie",
        "employeur",
        "bulletins",
        "pour_memoire",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    let yes = |v: bool| if v { "oui" } else { "non" }.to_owned();
    for releve in releves {
        rows.extend(releve.lignes.iter().map(|l| {
            [
                releve.organisme.clone(),
                releve.periode.debut.to_string(),
                releve.periode.fin.to_string(),
                l.code.clone(),
                l.libelle.clone(),
                l.idcc.clone(),
                yes(l.cadre),
                yes(l.artiste),
                l.base.to_string(),
                l.taux.map(|t| t.to_string()).unwrap_or_default(),
                l.salarie.to_string(),
                l.employeur.to_string(),
                l.bulletins.to_string(),
                yes(l.pour_memoire),
            ]
        }));
    }
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| cddu_rates::inert_cell(cell)));
    }
    writer.into_inner().map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default()
}
