//! From a payslip to its movements: one amount, the role it debits, the role it credits, its two dates.
//!
//! A movement is balanced by construction; whatever groups movements makes balanced entries.

use cddu_payslip::{Categorie, ContractPay, ElementCode, ElementPay, Payslip, Sens};
use cddu_rates::{Cents, Diagnostic, Month, Period, largest_remainder};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::compta::{Compta, Mode, RegleDate};
use crate::schema::{Part, Regle};

/// The suspense role.
pub const ATTENTE: &str = "attente";
/// The role of the debt to the staff.
pub const NET_DU: &str = "remunerations_dues";

/// Who stands behind a third-party account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tiers<'a> {
    pub numero: &'a str,
    pub libelle: &'a str,
}

/// One amount between two accounts.
#[derive(Clone, Debug)]
pub(crate) struct Mouvement<'a> {
    pub piece: &'a str,
    pub code: &'a str,
    pub part: Part,
    pub libelle: &'a str,
    pub chapitre: &'a str,
    pub debit: &'a str,
    pub credit: &'a str,
    /// Employee or author.
    pub tiers: Tiers<'a>,
    /// Creditor of a garnishment.
    pub creancier: Option<Tiers<'a>>,
    pub population: Option<Categorie>,
    pub montant: Cents,
    /// Accounting month.
    pub mois: Month,
    pub paiement: NaiveDate,
    pub axes: Vec<(&'a str, &'a str)>,
}

/// The number under which a payslip is known in the accounts: its own, or the beginning of its hash.
#[must_use]
pub fn piece(payslip: &Payslip) -> &str {
    identity(payslip.numero.as_deref(), &payslip.empreinte)
}

pub(crate) fn identity<'a>(numero: Option<&'a str>, empreinte: &'a str) -> &'a str {
    numero.unwrap_or_else(|| {
        let hex = empreinte.strip_prefix("sha256:").unwrap_or(empreinte);
        hex.get(..12).unwrap_or(hex)
    })
}

/// The accounting months of a period and the share of each, in calendar days.
fn months(compta: &Compta, periode: Period, paiement: NaiveDate) -> Vec<(Month, Decimal)> {
    match compta.config.dates {
        RegleDate::Paiement => vec![(Month::of(paiement), Decimal::ONE)],
        RegleDate::MoisDeTravail => {
            periode.by_month().map(|(month, part)| (month, Decimal::from(part.days()))).collect()
        }
    }
}

/// The movements of one payslip or note, with what the mapping does not know.
#[derive(Default)]
pub(crate) struct Lecture<'a> {
    pub mouvements: Vec<Mouvement<'a>>,
    pub inconnues: Vec<Inconnue>,
    pub erreurs: Vec<Diagnostic>,
}

/// An amount without accounts: why, in words that are the same for everybody, and how much.
pub(crate) struct Inconnue {
    pub quoi: String,
    pub montant: Cents,
}

struct Lecteur<'a> {
    compta: &'a Compta,
    payslip: &'a Payslip,
    piece: &'a str,
    salarie: Tiers<'a>,
    out: Lecture<'a>,
}

/// Reads the movements of a payslip.
///
/// A line that the mapping does not know goes to the suspense account (tolerant mode) or nowhere (strict mode);
/// `ECR-003` when known lines do not give the net of the payslip.
pub(crate) fn read<'a>(compta: &'a Compta, payslip: &'a Payslip) -> Lecture<'a> {
    let mut lecteur = Lecteur {
        compta,
        payslip,
        piece: piece(payslip),
        salarie: Tiers { numero: &payslip.salarie.matricule, libelle: &payslip.salarie.nom },
        out: Lecture { mouvements: Vec::with_capacity(64), ..Lecture::default() },
    };
    for contrat in &payslip.contrats {
        lecteur.contrat(contrat);
    }
    lecteur.elements();
    lecteur.payment("pas", "pas", Part::Total, payslip.totaux.pas, None, Vec::new());
    let pecule = payslip.pecule.as_ref().map_or(Cents::ZERO, |p| p.caisse_des_depots);
    lecteur.payment("pecule", "pécule", Part::Total, pecule, None, Vec::new());
    let net: Cents = lecteur
        .out
        .mouvements
        .iter()
        .map(|m| match (m.debit == NET_DU, m.credit == NET_DU) {
            (true, false) => -m.montant,
            (false, true) => m.montant,
            _ => Cents::ZERO,
        })
        .sum();
    // A line left out for want of accounts explains the gap: saying it twice would send the reader to the payslip.
    let complete = compta.config.mode == Mode::Tolerant || lecteur.out.inconnues.is_empty();
    // The pécule of a child is owed to the Caisse des Dépôts, the rest to the staff.
    let due = payslip.totaux.virement - pecule;
    if complete && net != due {
        let piece = lecteur.piece;
        lecteur.out.erreurs.push(
            Diagnostic::error(
                "ECR-003",
                format!("bulletin {piece} : les lignes donnent un net de {net}, le bulletin dit {due}"),
            )
            .hint("recalculer le bulletin : une ligne a été changée, ajoutée ou perdue après le calcul"),
        );
    }
    lecteur.out
}

impl<'a> Lecteur<'a> {
    fn contrat(&mut self, contrat: &'a ContractPay) {
        let axes: Vec<(&str, &str)> =
            contrat.analytique.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        if contrat.elements.is_empty() {
            self.work(contrat, &axes, Part::Brut, "base", "Salaire brut", "", contrat.bases.brut);
        }
        for element in &contrat.elements {
            self.work(contrat, &axes, Part::Brut, &element.code, &element.libelle, "", element.montant);
        }
        for ligne in &contrat.lignes {
            let (code, libelle, organisme) = (&ligne.code, &ligne.libelle, &ligne.organisme);
            // A tax is due on the day of the payment, whatever the month of work.
            if let Some(montant) = ligne.montant_salarie.filter(|_| ligne.is_withholding()) {
                self.payment(code, libelle, Part::Salarie, montant, None, axes.clone());
                continue;
            }
            if let Some(montant) = ligne.montant_salarie {
                self.work(contrat, &axes, Part::Salarie, code, libelle, organisme, montant);
            }
            if let Some(montant) = ligne.montant_employeur {
                self.work(contrat, &axes, Part::Employeur, code, libelle, organisme, montant);
            }
        }
    }

    /// What follows the clock of work: cut at month ends.
    #[allow(clippy::too_many_arguments, reason = "one call per kind of amount, all its fields are needed")]
    fn work(
        &mut self,
        contrat: &'a ContractPay,
        axes: &[(&'a str, &'a str)],
        part: Part,
        code: &'a str,
        libelle: &'a str,
        organisme: &'a str,
        montant: Cents,
    ) {
        if montant.is_zero() {
            return;
        }
        let categorie = Some(contrat.categorie);
        let Some((debit, credit, regle)) =
            self.roles(part, code, organisme, categorie, contrat.periode.fin, montant)
        else {
            return;
        };
        let chapitre = regle.map_or("", |r| r.chapitre.as_str());
        let poids = months(self.compta, contrat.periode, self.payslip.date_paiement);
        let weights: Vec<Decimal> = poids.iter().map(|(_, w)| *w).collect();
        for ((mois, _), montant) in poids.iter().zip(largest_remainder(montant, &weights)) {
            if !montant.is_zero() {
                self.out.mouvements.push(Mouvement {
                    piece: self.piece,
                    code,
                    part,
                    libelle,
                    chapitre,
                    debit,
                    credit,
                    tiers: self.salarie,
                    creancier: None,
                    population: categorie,
                    montant,
                    mois: *mois,
                    paiement: self.payslip.date_paiement,
                    axes: axes.to_vec(),
                });
            }
        }
    }

    fn elements(&mut self) {
        for element in &self.payslip.elements {
            let code = element_code(element.code);
            let amount = match element.sens {
                Sens::Neutre => continue,
                Sens::Ajout | Sens::Retenue => element.retenu,
            };
            let creancier =
                element.creancier.as_ref().map(|creancier| Tiers { numero: creancier, libelle: creancier });
            let axes = self.element_axes(element);
            self.payment(code, &element.libelle, Part::Element, amount, creancier, axes);
        }
    }

    /// The axes of the contract that the element names; those common to all contracts when it names none.
    fn element_axes(&self, element: &ElementPay) -> Vec<(&'a str, &'a str)> {
        let pairs = |c: &'a ContractPay| c.analytique.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let contrats = &self.payslip.contrats;
        if let Some(named) = element.contrat.as_ref().and_then(|n| contrats.iter().find(|c| c.contrat == *n))
        {
            return pairs(named).collect();
        }
        let Some((first, rest)) = contrats.split_first() else { return Vec::new() };
        pairs(first)
            .filter(|(axe, valeur)| rest.iter().all(|c| c.analytique.get(*axe).is_some_and(|v| v == valeur)))
            .collect()
    }

    /// What follows the clock of payment: decided on the day the payslip is paid.
    fn payment(
        &mut self,
        code: &'a str,
        libelle: &'a str,
        part: Part,
        montant: Cents,
        creancier: Option<Tiers<'a>>,
        axes: Vec<(&'a str, &'a str)>,
    ) {
        if montant.is_zero() {
            return;
        }
        let paiement = self.payslip.date_paiement;
        let Some((debit, credit, regle)) = self.roles(part, code, "", None, paiement, montant) else {
            return;
        };
        self.out.mouvements.push(Mouvement {
            piece: self.piece,
            code,
            part,
            libelle: regle.filter(|_| part == Part::Total).map_or(libelle, |r| r.libelle.as_str()),
            chapitre: regle.map_or("", |r| r.chapitre.as_str()),
            debit,
            credit,
            tiers: self.salarie,
            creancier,
            population: self.payslip.contrats.first().map(|c| c.categorie),
            montant,
            mois: Month::of(paiement),
            paiement,
            axes,
        });
    }

    /// The roles debited and credited, or an error; the suspense account in tolerant mode.
    fn roles(
        &mut self,
        part: Part,
        code: &'a str,
        organisme: &'a str,
        categorie: Option<Categorie>,
        jour: NaiveDate,
        montant: Cents,
    ) -> Option<(&'a str, &'a str, Option<&'a Regle>)> {
        let compta = self.compta;
        let regle = compta.schema.regle(part, code, categorie, jour);
        let known = |role: &'a str| -> Option<&'a str> {
            let role = if role == "organisme" { organisme } else { role };
            compta.plan.compte(role).map(|_| role)
        };
        if let Some(regle) = regle
            && let (Some(debit), Some(credit)) = (known(&regle.debit), known(&regle.credit))
        {
            return Some((debit, credit, Some(regle)));
        }
        let quoi = match regle {
            None => format!("la ligne {code} (part {}) n'a pas de schéma d'écriture", part.mot()),
            Some(_) => format!("la ligne {code} va à l'organisme « {organisme} », qui n'a pas de compte"),
        };
        self.out.inconnues.push(Inconnue { quoi, montant });
        match compta.config.mode {
            Mode::Strict => None,
            // The side that touches the staff is certain; the other one waits.
            Mode::Tolerant => Some(match part {
                Part::Brut => (ATTENTE, NET_DU, None),
                Part::Employeur if compta.plan.compte(organisme).is_some() => (ATTENTE, organisme, None),
                Part::Employeur => (ATTENTE, ATTENTE, None),
                Part::Element if element_adds(code) => (ATTENTE, NET_DU, None),
                _ => (NET_DU, ATTENTE, None),
            }),
        }
    }
}

fn element_adds(code: &str) -> bool {
    code == element_code(ElementCode::Frais)
}

/// The word of an element in the mapping and in JSON.
#[must_use]
pub const fn element_code(code: ElementCode) -> &'static str {
    match code {
        ElementCode::Frais => "frais",
        ElementCode::Acompte => "acompte",
        ElementCode::Avance => "avance",
        ElementCode::Saisie => "saisie",
        ElementCode::PensionAlimentaire => "pension_alimentaire",
        ElementCode::AvantageRepas => "avantage_repas",
        ElementCode::Prime => "prime",
        ElementCode::Retenue => "retenue",
    }
}
