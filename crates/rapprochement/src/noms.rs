//! How the files name the people and the contracts: NIR or temporary number, contract number as the norm writes it.

use std::collections::BTreeMap;

use cddu_declarations::Production;
use cddu_payslip::Payslip;
use cddu_rates::{fold, plain_letters};
use unicode_normalization::UnicodeNormalization as _;

/// The people and the contracts of the payslips, by the names that the files give them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noms {
    personnes: BTreeMap<String, String>,
    contrats: BTreeMap<String, String>,
    /// Matricules of one person, under the first of them.
    doubles: BTreeMap<String, String>,
}

impl Noms {
    /// The names of some payslips.
    pub fn of<'a>(production: Option<&Production>, slips: impl Iterator<Item = &'a Payslip>) -> Self {
        let mut out = Self::default();
        for p in slips {
            let matricule = &p.salarie.matricule;
            let nir = p.salarie.nir.as_deref().and_then(|n| n.get(..13)).map(str::to_owned);
            let key = nir.or_else(|| production.and_then(|known| known.salarie(matricule).ntt));
            if let Some(key) = key {
                let first = out.personnes.entry(key).or_insert_with(|| matricule.clone());
                if first != matricule {
                    out.doubles.insert(matricule.clone(), first.clone());
                }
            }
            for c in &p.contrats {
                out.contrats.insert(folded(&c.contrat), c.contrat.clone());
            }
        }
        out
    }

    /// The matricule of someone named in a file; the name itself when nobody bears it.
    pub fn declared<'a>(&'a self, nom: &'a str) -> &'a str {
        self.personnes.get(nom).map_or(nom, String::as_str)
    }

    /// The matricule under which a person is compared: the first one of those who have several.
    pub fn person<'a>(&'a self, matricule: &'a str) -> &'a str {
        self.doubles.get(matricule).map_or(matricule, String::as_str)
    }

    /// A contract named in a file; the name itself when no payslip has it.
    pub fn contract(&self, numero: &str) -> String {
        self.contrats.get(&folded(numero)).map_or(numero, String::as_str).to_owned()
    }

    /// People paid under several matricules: the other matricule and the first one.
    pub fn doubles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.doubles.iter().map(|(other, first)| (other.as_str(), first.as_str()))
    }
}

/// The letters and digits of a name, plain and small; nothing when one has no plain form.
pub(crate) fn letters(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in plain_letters(&fold(name), |_| false).chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            c if c.is_alphanumeric() => return None,
            _ => {}
        }
    }
    Some(out)
}

/// A contract number without what files lose of it: accents, marks, zeros in front.
fn folded(numero: &str) -> String {
    let plain: String =
        numero.nfd().map(|c| if c.is_alphanumeric() { c } else { ' ' }).filter(char::is_ascii).collect();
    let plain = fold(&plain);
    let kept = plain.trim_start_matches('0');
    if kept.is_empty() { plain } else { kept.to_owned() }
}
