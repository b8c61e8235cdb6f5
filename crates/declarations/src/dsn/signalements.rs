//! Events of a contract of ordinary law: arrêt de travail (nature 04) and fin de contrat unique (nature 07).
//!
//! Contracts that have an AEM (annexes 8 and 10) are refused: the norm says that neither event replaces their
//! attestations (S21.G00.40.025, values 05 and 06).

use cddu_dsn::{Block, Version, date, s21};
use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Cents, Diagnostic, Month};
use chrono::NaiveDate;

use super::changements::Anterieurs;
use super::envoi::{Declarant, Head};
use super::individu;
use super::mensuelle::{DsnFile, Options, Resume, finding};
use super::refus::refusals;
use crate::besoins::{Besoins, Place};
use crate::production::Production;
use crate::tables::Tables;
use crate::texte;

/// Daily benefits paid to the employer.
#[derive(Clone, Debug)]
pub struct Subrogation {
    /// First day.
    pub debut: NaiveDate,
    /// Last day.
    pub fin: NaiveDate,
}

/// An arrêt de travail.
#[derive(Clone, Debug)]
pub struct Arret {
    /// Reason (S21.G00.60.001): `01` maladie, `02` maternité, `06` accident du travail...
    pub motif: String,
    /// Last day worked.
    pub dernier_jour_travaille: NaiveDate,
    /// Expected last day of the arrêt.
    pub fin_prevue: NaiveDate,
    /// Day of the accident or of the first finding, for reasons 04, 05 and 06.
    pub accident_le: Option<NaiveDate>,
    /// Subrogation.
    pub subrogation: Option<Subrogation>,
}

/// End of a contract.
#[derive(Clone, Debug)]
pub struct FinContrat {
    /// Last day of the contract.
    pub fin: NaiveDate,
    /// Last day worked and paid.
    pub dernier_jour_travaille: NaiveDate,
    /// Day on which the end was notified, for an early end.
    pub notifiee_le: Option<NaiveDate>,
    /// A settlement is under way.
    pub transaction: bool,
}

/// The contract concerned.
#[derive(Clone, Copy, Debug)]
pub struct Evenement<'a> {
    /// Payslips of the person.
    pub bulletins: &'a [Payslip],
    /// Matricule.
    pub matricule: &'a str,
    /// Contract.
    pub contrat: &'a str,
}

impl<'a> Evenement<'a> {
    fn parts(&self) -> Vec<(&'a Payslip, &'a ContractPay)> {
        self.bulletins
            .iter()
            .filter(|s| s.salarie.matricule == self.matricule)
            .flat_map(|s| s.contrats.iter().filter(|c| c.contrat == self.contrat).map(move |c| (s, c)))
            .collect()
    }

    fn last(
        &self,
        production: &Production,
        what: &str,
    ) -> Result<(&'a Payslip, &'a ContractPay), Vec<Diagnostic>> {
        let Some(last) = self.parts().into_iter().max_by_key(|(s, _)| s.date_paiement) else {
            return Err(vec![
                Diagnostic::error(
                    "DSN-041",
                    format!("le contrat {} n'est sur aucun bulletin de {}", self.contrat, self.matricule),
                )
                .hint("vérifier le matricule et le contrat"),
            ]);
        };
        if production.contrat(self.contrat).droit_commun {
            return Ok(last);
        }
        Err(vec![
            Diagnostic::error(
                "DSN-040",
                format!(
                    "pas de {what} en DSN pour le contrat {} : il relève de l'annexe {} et a une AEM (motif {} en \
                     S21.G00.40.025), que la DSN ne remplace pas",
                    self.contrat,
                    last.1.annexe,
                    if last.1.annexe == 10 { "06" } else { "05" }
                ),
            )
            .at(format!("contrat {}", self.contrat))
            .hint("remettre l'AEM et, pour un arrêt, l'attestation de salaire sur net-entreprises ou papier ; la fin du contrat est dans la DSN mensuelle (bloc 62)"),
        ])
    }
}

fn version(day: NaiveDate) -> Result<Version, Vec<Diagnostic>> {
    let month = Month::of(day);
    Version::of_year(month.year).ok_or_else(|| {
        vec![Diagnostic::error(
            "DSN-001",
            format!("aucune version de la norme DSN n'est connue pour {month}"),
        )]
    })
}

/// Builds the event of an arrêt de travail.
///
/// # Errors
/// `DSN-040` for a contract with AEM; everything missing, at once; the findings of the validator.
pub fn arret(
    production: &Production,
    evenement: &Evenement<'_>,
    arret: &Arret,
    options: &Options,
) -> Result<DsnFile, Vec<Diagnostic>> {
    let (slip, pay) = evenement.last(production, "signalement d'arrêt de travail")?;
    let version = version(options.constitue_le)?;
    let mut needs = Besoins::new(options.mode);
    let mut stop = Block::new(s21(60));
    stop.put(1, arret.motif.as_str())
        .put(2, date::format(arret.dernier_jour_travaille))
        .put(3, date::format(arret.fin_prevue))
        .put(4, if arret.subrogation.is_some() { "01" } else { "02" })
        .put_some(12, arret.accident_le.map(date::format));
    if let Some(subrogation) = &arret.subrogation {
        let mut ask = |value: &Option<String>, key: &str, what: &str| {
            needs.text(
                value.as_deref(),
                Place::production(format!("declarations.banque.{key}")),
                what,
                "compte qui reçoit les indemnités journalières subrogées",
            )
        };
        let iban = ask(&production.banque.iban, "iban", "l'IBAN");
        let bic = ask(&production.banque.bic, "bic", "le BIC");
        stop.put(5, date::format(subrogation.debut))
            .put(6, date::format(subrogation.fin))
            .put(7, iban)
            .put(8, bic);
    }
    let mut contract = Block::new(s21(40));
    contract.put(1, date::format(pay.debut)).put(9, texte::numero_contrat(&pay.contrat));
    contract.push(stop);
    let mut person = individu::identity(production, slip, false, &mut needs);
    person.push(contract);
    send(production, slip, person, version, ("04", "01"), options, needs)
}

/// Builds the event of an end of contract.
///
/// # Errors
/// `DSN-040` for a contract with AEM; everything missing, at once; the findings of the validator.
pub fn fin_contrat(
    production: &Production,
    tables: &Tables,
    evenement: &Evenement<'_>,
    fin: &FinContrat,
    options: &Options,
) -> Result<DsnFile, Vec<Diagnostic>> {
    let (slip, pay) = evenement.last(production, "signalement de fin de contrat (FCTU)")?;
    let version = version(options.constitue_le)?;
    let mut needs = Besoins::new(options.mode);
    let declarant_siret = slip.employeur.identite.siret.clone().unwrap_or_default();
    let nobody = std::collections::BTreeSet::new();
    let mut contrats = individu::Contrats {
        anterieurs: &Anterieurs::default(),
        production,
        tables,
        version,
        fonctions: production.fonctions_par_nom(),
        siret: &declarant_siret,
        slips: std::slice::from_ref(slip),
        declares: &nobody,
        lieux: std::collections::BTreeSet::new(),
    };
    let mut contract = contrats.for_event(slip, pay, &mut needs);
    let last_month = Month::of(slip.date_paiement);
    let mut end = Block::new(s21(62));
    end.put(1, date::format(fin.fin))
        .put(2, production.contrat(&pay.contrat).motif_fin.dsn())
        .put_some(3, fin.notifiee_le.map(date::format))
        .put(6, date::format(fin.dernier_jour_travaille))
        .put(8, if fin.transaction { "01" } else { "02" })
        .put(20, date::format(last_month.first()));
    end.push(Block::new(s21(63)).with(1, "90"));
    contract.push(end);
    let mut person = individu::identity(production, slip, true, &mut needs);
    person.push(contract);
    person.push(individu::seniority(pay, fin.fin));
    let mut parts = evenement.parts();
    parts.retain(|(s, _)| Month::of(s.date_paiement) == last_month);
    for (paid, pay) in parts {
        person.push(payment(paid, pay));
    }
    send(production, slip, person, version, ("07", "02"), options, needs)
}

/// S21.G00.50 of an end of contract: pay only, without nets nor contributions.
fn payment(slip: &Payslip, pay: &ContractPay) -> Block {
    let mut block = Block::new(s21(50));
    block.put(1, date::format(slip.date_paiement)).put(20, "01");
    for (kind, unit, measure) in [
        ("001", "40", pay.periode.days() * 100),
        ("002", "10", super::faits::hundredths(pay.heures)),
        ("010", "", 0),
    ] {
        let amount = if kind == "010" { super::faits::salaire_de_base(slip, pay) } else { pay.bases.brut };
        let mut line = Block::new(s21(51));
        line.put(1, date::format(pay.periode.debut))
            .put(2, date::format(pay.periode.fin))
            .put(10, texte::numero_contrat(&pay.contrat))
            .put(11, kind)
            .put(13, amount.to_string());
        if !unit.is_empty() {
            line.push(Block::new(s21(53)).with(1, "01").with(2, Cents(measure).to_string()).with(3, unit));
        }
        block.push(line);
    }
    block
}

fn send(
    production: &Production,
    slip: &Payslip,
    person: Block,
    version: Version,
    (nature, contact): (&str, &str),
    options: &Options,
    mut needs: Besoins,
) -> Result<DsnFile, Vec<Diagnostic>> {
    let employer = production.employeur.as_ref().unwrap_or(&slip.employeur);
    let declarant = Declarant::new(production, Some(employer), &mut needs);
    let mut draft = declarant.draft(version, options.mode, false, &mut needs);
    let head = Head {
        nature,
        genre: if options.annule_et_remplace { "03" } else { "01" },
        ordre: options.ordre,
        mois: None,
        constitue_le: options.constitue_le,
        contact,
    };
    let mut declaration = declarant.declaration(&head, &mut needs);
    let (mut company, mut establishment) = declarant.entreprise(version, nature, &mut needs);
    establishment.push(person);
    company.push(establishment);
    declaration.push(company);
    draft.envoi.push(declaration);
    let mut avertissements = needs.finish()?;
    let rendered = draft.render().map_err(|refused| refusals(&refused, std::slice::from_ref(slip)))?;
    avertissements.extend(rendered.findings.into_iter().map(finding));
    let resume =
        Resume { norme: version.as_str().to_owned(), individus: 1, contrats: 1, ..Resume::default() };
    Ok(DsnFile { bytes: rendered.bytes, resume, avertissements })
}
