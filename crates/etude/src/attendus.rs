//! What the right answer says, cell by cell: frozen payslips, notes and entries, copied.

use std::collections::BTreeMap;

use cddu_dossier::{Frozen, FrozenNote};
use cddu_ledger::Batch;
use cddu_payslip::note::NoteSens;
use cddu_payslip::{Bases, ContractPay, Line, Payslip};
use cddu_rates::{Cents, Rate};

/// A row of the payslip to fill: document, contract (empty for a total), line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cle {
    /// Number of the payslip or of the note.
    pub document: String,
    /// Contract; empty for the totals and for a note.
    pub contrat: String,
    /// Code of the base, of the line or of the total.
    pub rubrique: String,
}

/// The cells of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ligne {
    /// French label.
    pub libelle: String,
    /// Base, or the amount of a base.
    pub base: Option<Cents>,
    /// Employee rate, percent.
    pub taux_salarie: Option<Rate>,
    /// Employee amount, or a total of the employee.
    pub part_salarie: Option<Cents>,
    /// Employer rate, percent.
    pub taux_employeur: Option<Rate>,
    /// Employer amount, or a total of the employer.
    pub part_employeur: Option<Cents>,
}

/// The rows of the case, in the order of the payslips.
pub type Lignes = Vec<(Cle, Ligne)>;

/// The named bases of a contract: code, label, amount.
pub fn bases(bases: &Bases) -> Vec<(&'static str, &'static str, Option<Cents>)> {
    vec![
        ("brut", "Brut", Some(bases.brut)),
        ("securite_sociale", "Assiette de sécurité sociale", Some(bases.securite_sociale)),
        ("plafond", "Plafond du contrat", bases.plafond),
        ("plafonnee", "Assiette plafonnée", Some(bases.plafonnee)),
        ("csg", "Assiette de CSG et CRDS", bases.csg),
        ("chomage", "Assiette de chômage", Some(bases.chomage)),
        ("conges_spectacles", "Assiette des Congés Spectacles", Some(bases.conges_spectacles)),
        ("retraite_t1", "Assiette de retraite, tranche 1", Some(bases.retraite_t1)),
        ("retraite_t2", "Assiette de retraite, tranche 2", Some(bases.retraite_t2)),
        ("prevoyance_t1", "Assiette de prévoyance, tranche 1", Some(bases.prevoyance_t1)),
    ]
}

/// The lines of a contract: the code of the row of each, its rank among the lines of one code (a relief that two bodies
/// share has two), the line.
pub fn rubriques(contract: &ContractPay) -> Vec<(String, usize, &Line)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Vec::with_capacity(contract.lignes.len());
    for line in &contract.lignes {
        let rank = seen.entry(line.code.as_str()).or_default();
        *rank += 1;
        let code = if *rank == 1 { line.code.to_string() } else { format!("{}-{rank}", line.code.as_str()) };
        out.push((code, *rank, line));
    }
    out
}

/// Rows of a payslip.
pub fn of_payslip(document: &str, bulletin: &Payslip) -> Lignes {
    let cle = |contrat: &str, rubrique: &str| Cle {
        document: document.to_owned(),
        contrat: contrat.to_owned(),
        rubrique: rubrique.to_owned(),
    };
    let mut out = Vec::new();
    for contract in &bulletin.contrats {
        for (code, label, amount) in bases(&contract.bases) {
            let line = Ligne { libelle: label.to_owned(), base: amount, ..Ligne::default() };
            out.push((cle(&contract.contrat, code), line));
        }
        for (code, rank, line) in rubriques(contract) {
            let body = if rank == 1 {
                String::new()
            } else {
                format!(" ({})", line.organisme.as_str().replace('_', " "))
            };
            let row = Ligne {
                libelle: format!("{}{body}", line.libelle.as_str()),
                base: Some(line.base),
                taux_salarie: line.taux_salarie,
                part_salarie: line.montant_salarie,
                taux_employeur: line.taux_employeur,
                part_employeur: line.montant_employeur,
            };
            out.push((cle(&contract.contrat, &code), row));
        }
    }
    let t = &bulletin.totaux;
    let employee = [
        ("montant_net_social", "Montant net social", t.montant_net_social),
        ("net_imposable", "Net imposable", t.net_imposable),
        ("net_avant_impot", "Net avant impôt", t.net_avant_impot),
        ("pas", "Prélèvement à la source", t.pas),
        ("retenue_non_resident", "Retenue à la source des non-résidents", t.retenue_non_resident),
        ("net_paye", "Net à payer", t.net_paye),
    ];
    for (code, label, amount) in employee {
        let line = Ligne { libelle: label.to_owned(), part_salarie: Some(amount), ..Ligne::default() };
        out.push((cle("", code), line));
    }
    let line = Ligne {
        libelle: "Total versé par l'employeur".to_owned(),
        part_employeur: Some(t.total_verse_employeur),
        ..Ligne::default()
    };
    out.push((cle("", "total_verse_employeur"), line));
    out
}

/// Rows of a note: what the author bears in the employee columns, what the producer bears in the others.
pub fn of_note(frozen: &FrozenNote) -> Lignes {
    let note = &frozen.resultat;
    let cle = |rubrique: &str| Cle {
        document: frozen.numero.clone(),
        contrat: String::new(),
        rubrique: rubrique.to_owned(),
    };
    let gross = Ligne { libelle: "Brut hors taxes".to_owned(), base: Some(note.brut_ht), ..Ligne::default() };
    let mut out = vec![(cle("brut_ht"), gross)];
    for line in &note.lignes {
        let (rate, amount) = (Some(line.taux), Some(line.montant));
        // A pension has a line for each side, on one base: one row holds both, as on a payslip.
        let same = |(c, l): &(Cle, Ligne)| c.rubrique == line.code && l.base == Some(line.base);
        let rank = out.iter().position(same).unwrap_or(out.len());
        if rank == out.len() {
            let row = Ligne { libelle: line.libelle.clone(), base: Some(line.base), ..Ligne::default() };
            out.push((cle(&line.code), row));
        }
        let row = &mut out[rank].1;
        match line.sens {
            NoteSens::Producteur => (row.taux_employeur, row.part_employeur) = (rate, amount),
            NoteSens::Retenue | NoteSens::Ajout => (row.taux_salarie, row.part_salarie) = (rate, amount),
        }
    }
    let t = &note.totaux;
    let net = Ligne {
        libelle: "Net à payer à l'auteur".to_owned(),
        part_salarie: Some(t.net_a_payer),
        ..Ligne::default()
    };
    let cost = Ligne {
        libelle: "Charges du producteur en plus du brut".to_owned(),
        part_employeur: Some(t.cout_producteur),
        ..Ligne::default()
    };
    out.extend([(cle("net_a_payer"), net), (cle("cout_producteur"), cost)]);
    out
}

/// Every row of a case.
pub fn all(slips: &[&Frozen], notes: &[&FrozenNote]) -> Lignes {
    let mut out: Lignes = slips.iter().flat_map(|f| of_payslip(&f.numero, &f.resultat)).collect();
    out.extend(notes.iter().flat_map(|n| of_note(n)));
    out
}

/// An account of the case: label and balance, debit positive.
pub type Comptes = BTreeMap<String, (String, Cents)>;

/// What the entries of the batches bring to each account.
pub fn comptes<'b>(lots: impl IntoIterator<Item = &'b Batch>) -> Comptes {
    let mut out = Comptes::new();
    for line in lots.into_iter().flat_map(|l| &l.ecritures).flat_map(|e| &e.lignes) {
        let account = out.entry(line.compte.clone()).or_insert((line.compte_libelle.clone(), Cents::ZERO));
        account.1 += line.signe();
    }
    out.retain(|_, (_, amount)| !amount.is_zero());
    out
}
