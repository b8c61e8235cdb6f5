//! What follows from an earlier mistake of the copy: a right calculation from a wrong figure is not counted a second time.

use std::collections::BTreeMap;

use cddu_dossier::{Frozen, FrozenNote};
use cddu_kit::Engine;
use cddu_payslip::note::NoteSens;
use cddu_payslip::{PayElement, Travail};
use cddu_rates::{Cents, Part};

use super::lecture::Lue;
use crate::attendus::{self, Cle, Ligne, Lignes};

/// Rows of the copy, by key.
type Copie = BTreeMap<Cle, Lue<Ligne>>;

/// What the figures of the copy give when everything after them is right.
#[derive(Debug)]
pub struct Suites<'g> {
    copie: &'g Copie,
    attendu: BTreeMap<Cle, Ligne>,
    /// Rows of each payslip whose gross is wrong, computed again from the gross written.
    portees: BTreeMap<Cle, Ligne>,
    /// Totals that the rows written give, and from what.
    totaux: BTreeMap<Cle, Vec<(Cents, &'static str)>>,
}

impl<'g> Suites<'g> {
    /// Computes again what the copy got wrong first.
    pub fn new(
        engine: &Engine,
        slips: &[&Frozen],
        notes: &[&FrozenNote],
        expected: &Lignes,
        copie: &'g Copie,
    ) -> Self {
        let attendu: BTreeMap<Cle, Ligne> = expected.iter().cloned().collect();
        let portees = slips.iter().filter_map(|f| carried(engine, f, copie)).flatten().collect();
        let mut suites = Self { copie, attendu, portees, totaux: BTreeMap::new() };
        for frozen in slips {
            suites.of_payslip(frozen);
        }
        for frozen in notes {
            suites.of_note(frozen);
        }
        suites
    }

    /// Why a base that is not the right one is right all the same.
    pub fn base(&self, cle: &Cle, written: Cents) -> Option<String> {
        // A zero is no calculation.
        if cle.rubrique == "brut" || written.is_zero() {
            return None;
        }
        if self.portees.get(cle).and_then(|l| l.base) == Some(written) {
            return Some("le calcul est juste à partir du brut écrit".to_owned());
        }
        self.autre(cle, written).or_else(|| self.moindre(cle, written))
    }

    /// Why an amount that is not the right one is right all the same.
    pub fn montant(&self, cle: &Cle, part: Part, written: Cents) -> Option<String> {
        if written.is_zero() {
            return None;
        }
        let cell = |l: &Ligne| if part == Part::Salarie { l.part_salarie } else { l.part_employeur };
        if self.portees.get(cle).and_then(cell) == Some(written) {
            return Some("le calcul est juste à partir du brut écrit".to_owned());
        }
        let totals = self.totaux.get(cle)?;
        let (_, from) = totals.iter().find(|(amount, _)| *amount == written)?;
        Some(format!("le calcul est juste à partir {from}"))
    }

    /// A row that is not due, due all the same for the gross written.
    pub fn ligne(&self, cle: &Cle, written: &Ligne) -> bool {
        let Some(row) = self.portees.get(cle) else { return false };
        Ligne { libelle: String::new(), ..row.clone() } == Ligne { libelle: String::new(), ..written.clone() }
    }

    /// The base is that of an earlier row of the contract, as it must be, and that row is the one that is wrong.
    fn autre(&self, cle: &Cle, written: Cents) -> Option<String> {
        let right = self.attendu.get(cle)?.base?;
        let named = attendus::bases(&cddu_payslip::Bases::default());
        let earlier = named.iter().map(|(code, ..)| *code).take_while(|code| *code != cle.rubrique);
        let mut others = earlier.filter_map(|code| {
            let other = Cle { rubrique: code.to_owned(), ..cle.clone() };
            let line = self.attendu.get(&other).filter(|line| line.base == Some(right))?;
            (self.ecrite(&other) == Some(written)).then(|| line.libelle.clone())
        });
        others.next().map(|name| format!("c'est « {name} », comme la copie l'écrit"))
    }

    /// The lower of the base and of the ceiling written.
    fn moindre(&self, cle: &Cle, written: Cents) -> Option<String> {
        if matches!(cle.rubrique.as_str(), "securite_sociale" | "plafond") {
            return None;
        }
        let of = |rubrique: &str| Cle { rubrique: rubrique.to_owned(), ..cle.clone() };
        let (base, ceiling) = (of("securite_sociale"), of("plafond"));
        let right = |c: &Cle| self.attendu.get(c).and_then(|l| l.base);
        let capped = right(cle)? == right(&base)?.min(right(&ceiling)?);
        let lower = self.ecrite(&base)?.min(self.ecrite(&ceiling)?);
        (capped && lower == written)
            .then(|| "c'est la moindre de l'assiette et du plafond tels qu'ils sont écrits".to_owned())
    }

    fn ecrite(&self, cle: &Cle) -> Option<Cents> {
        self.copie.get(cle)?.valeur.base
    }

    /// What a cell of the copy has more than the right one; an empty cell is zero.
    fn delta(&self, cle: &Cle, cell: impl Fn(&Ligne) -> Option<Cents>) -> Cents {
        let right = self.attendu.get(cle).and_then(&cell).unwrap_or_default();
        self.copie.get(cle).and_then(|r| cell(&r.valeur)).unwrap_or_default() - right
    }

    fn of_payslip(&mut self, frozen: &Frozen) {
        let cle = |contrat: &str, rubrique: &str| Cle {
            document: frozen.numero.clone(),
            contrat: contrat.to_owned(),
            rubrique: rubrique.to_owned(),
        };
        let (mut gross, mut employer) = (Cents::ZERO, Cents::ZERO);
        let (mut deductible, mut not_deductible) = (Cents::ZERO, Cents::ZERO);
        for contract in &frozen.resultat.contrats {
            gross += self.delta(&cle(&contract.contrat, "brut"), |l| l.base);
            for (code, _, line) in attendus::rubriques(contract) {
                let row = cle(&contract.contrat, &code);
                employer += self.delta(&row, |l| l.part_employeur);
                let side = if line.deductible { &mut deductible } else { &mut not_deductible };
                if !line.is_withholding() {
                    *side += self.delta(&row, |l| l.part_salarie);
                }
            }
        }
        let t = &frozen.resultat.totaux;
        let total = |rubrique: &str| cle("", rubrique);
        let written = |s: &Self, rubrique: &str| s.delta(&total(rubrique), |l| l.part_salarie);
        let lines = "des lignes écrites";
        let taxable = t.net_imposable + written(self, "net_imposable");
        let tax = t.taux_pas.map(|rate| rate.of((taxable - t.abattement_pas).or_zero()));
        let all = gross - deductible - not_deductible;
        let of_taxable = t.net_avant_impot + written(self, "net_imposable") - not_deductible;
        let after = t.net_paye + written(self, "net_avant_impot")
            - written(self, "pas")
            - written(self, "retenue_non_resident");
        let found = [
            ("montant_net_social", vec![(t.montant_net_social + all, lines)]),
            ("net_imposable", vec![(t.net_imposable + gross - deductible, lines)]),
            (
                "net_avant_impot",
                vec![(t.net_avant_impot + all, lines), (of_taxable, "du net imposable écrit")],
            ),
            ("pas", tax.map(|amount| (amount, "du net imposable écrit")).into_iter().collect()),
            ("net_paye", vec![(after, "des totaux écrits")]),
            ("total_verse_employeur", vec![(t.total_verse_employeur + gross + employer, lines)]),
        ];
        self.totaux.extend(found.map(|(rubrique, amounts)| (total(rubrique), amounts)));
    }

    fn of_note(&mut self, frozen: &FrozenNote) {
        let cle = |rubrique: &str| Cle {
            document: frozen.numero.clone(),
            contrat: String::new(),
            rubrique: rubrique.to_owned(),
        };
        let mut net = self.delta(&cle("brut_ht"), |l| l.base);
        let mut cost = Cents::ZERO;
        // A row holds both sides of a pension: each side is read once, by the line of its sense.
        let mut seen = std::collections::BTreeSet::new();
        for line in &frozen.resultat.lignes {
            let row = cle(&line.code);
            match line.sens {
                NoteSens::Producteur if seen.insert((row.clone(), false)) => {
                    cost += self.delta(&row, |l| l.part_employeur);
                }
                NoteSens::Retenue if seen.insert((row.clone(), true)) => {
                    net -= self.delta(&row, |l| l.part_salarie);
                }
                NoteSens::Ajout if seen.insert((row.clone(), true)) => {
                    net += self.delta(&row, |l| l.part_salarie);
                }
                _ => {}
            }
        }
        let t = &frozen.resultat.totaux;
        let lines = "des lignes écrites";
        self.totaux.insert(cle("net_a_payer"), vec![(t.net_a_payer + net, lines)]);
        self.totaux.insert(cle("cout_producteur"), vec![(t.cout_producteur + cost, lines)]);
    }
}

/// The rows of a payslip whose gross is wrong in the copy, computed again from the gross written; `None` when every gross
/// is right, or when the gross written gives no payslip.
fn carried(engine: &Engine, frozen: &Frozen, copie: &Copie) -> Option<Lignes> {
    let mut input = frozen.entree.as_ref().clone();
    let mut wrong = false;
    for (contract, paid) in input.contrats.iter_mut().zip(&frozen.resultat.contrats) {
        let cle = Cle {
            document: frozen.numero.clone(),
            contrat: paid.contrat.clone(),
            rubrique: "brut".to_owned(),
        };
        let Some(written) = copie.get(&cle).and_then(|r| r.valeur.base) else { continue };
        let more = written - paid.bases.brut;
        if more.is_zero() || written <= Cents::ZERO {
            continue;
        }
        wrong = true;
        // The overtime stays as it is: only the gross is known of what the candidate worked out.
        let mut elements = paid.elements.clone();
        elements.push(PayElement {
            code: "prime".to_owned(),
            libelle: "Brut de la copie".to_owned(),
            quantite: None,
            taux: None,
            majoration: None,
            montant: more,
            regle: None,
            article: None,
            heure_sup: None,
        });
        contract.travail = Travail::Brut { brut: Some(written), elements, semaine: contract.semaine() };
        (contract.jours, contract.heures, contract.cachets) = (paid.jours, paid.heures, paid.cachets);
    }
    if !wrong {
        return None;
    }
    let computed = engine.bulletin_only(&input).ok()?;
    Some(attendus::of_payslip(&frozen.numero, &computed))
}
