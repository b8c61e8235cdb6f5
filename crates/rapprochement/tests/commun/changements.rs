//! One value changed in the bytes of a document: where the values are, whose they are, and what a change makes of them.

#![allow(dead_code, reason = "each test file uses its own part")]

use cddu_rapprochement::Document;
use cddu_rates::Cents;
use chrono::{Days, NaiveDate};

use super::monde::Monde;

/// A value that the payslips decide.
#[derive(Clone, Debug)]
pub struct Cible {
    pub document: Document,
    /// Line, from 1.
    pub ligne: u64,
    /// Bytes of the value.
    pub debut: usize,
    pub fin: usize,
    /// What it is: rubrique, element, column.
    pub nom: String,
    /// NIR of the person it speaks of, when it speaks of one.
    pub nir: Option<String>,
}

/// The bytes of a document of a world.
pub fn octets(monde: &mut Monde, document: Document) -> &mut Vec<u8> {
    match document {
        Document::Dsn => &mut monde.dsn,
        Document::Aem => &mut monde.aem,
        Document::Conges => &mut monde.conges,
        Document::Das2 => monde.das2.as_mut().expect("a DAS2"),
        Document::Virement => &mut monde.virements,
        other => panic!("{other:?} has no bytes"),
    }
}

/// Puts another value in its place.
pub fn change(monde: &mut Monde, cible: &Cible, valeur: &str) {
    let octets = octets(monde, cible.document);
    octets.splice(cible.debut..cible.fin, valeur.bytes());
}

/// The value as it stands.
pub fn valeur(monde: &mut Monde, cible: &Cible) -> String {
    let octets = octets(monde, cible.document);
    octets[cible.debut..cible.fin].iter().map(|b| char::from(*b)).collect()
}

/// The same amount, date or number, changed; `None` for a text that is none of them.
pub fn changed(texte: &str, d: i64) -> Option<String> {
    if texte.len() == 8 && texte.bytes().all(|b| b.is_ascii_digit()) {
        let day = NaiveDate::parse_from_str(texte, "%d%m%Y").ok()?;
        return Some((day + Days::new(1)).format("%d%m%Y").to_string());
    }
    if let Ok(day) = texte.parse::<NaiveDate>() {
        return Some((day + Days::new(1)).to_string());
    }
    let amount: Cents = texte.parse().ok()?;
    let new = Cents(amount.0 + d);
    Some(if texte.contains('.') { new.to_string() } else { (amount.0 / 100 + d.signum()).to_string() })
}

/// Another value of the same form: a day later, else one figure or letter for another, which `rank` chooses.
pub fn other(value: &str, rank: usize) -> String {
    match value {
        "true" => return "false".to_owned(),
        "false" => return "true".to_owned(),
        _ => {}
    }
    for form in ["%Y-%m-%d", "%d%m%Y", "%Y%m%d"] {
        let Ok(day) = NaiveDate::parse_from_str(value, form) else { continue };
        if value.len() >= 8 && day.format(form).to_string() == value {
            return (day + Days::new(1)).format(form).to_string();
        }
    }
    let places: Vec<(usize, char)> =
        value.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).collect();
    let Some((at, old)) = (!places.is_empty()).then(|| places[rank % places.len()]) else {
        return format!("{value}1");
    };
    let new = match old {
        '9' => '1',
        'z' => 'a',
        'Z' => 'A',
        other => char::from_u32(u32::from(other) + 1).unwrap(),
    };
    format!("{}{new}{}", &value[..at], &value[at + 1..])
}

/// Rubriques of the DSN that hold an amount, a measure, a rate or a date taken from the payslips.
const DSN: [&str; 31] = [
    "20.005", "22.005", "23.003", "23.004", "23.005", "30.006", "40.001", "40.010", "40.043", "50.001",
    "50.002", "50.004", "50.006", "50.009", "50.013", "51.001", "51.002", "51.013", "53.002", "54.002",
    "54.003", "54.004", "55.001", "58.004", "62.001", "78.002", "78.003", "78.004", "79.004", "81.003",
    "81.004",
];

/// Everything that can be changed in the DSN.
pub fn dsn(monde: &Monde) -> Vec<Cible> {
    let mut out = Vec::new();
    let mut nir = None;
    for (ligne, debut, line) in lines(&monde.dsn) {
        let Some((rubrique, value)) = line.split_once(",'") else { continue };
        let value = value.trim_end_matches(['\r', '\'']);
        match rubrique {
            "S21.G00.30.001" => nir = Some(value.to_owned()),
            _ if rubrique.starts_with("S21.G00.86") || rubrique.starts_with("S90") => nir = None,
            _ => {}
        }
        let Some(short) = rubrique.strip_prefix("S21.G00.") else { continue };
        if DSN.contains(&short) || short == "81.007" || short == "40.023" {
            let at = debut + rubrique.len() + 2;
            out.push(Cible {
                document: Document::Dsn,
                ligne,
                debut: at,
                fin: at + value.len(),
                nom: rubrique.to_owned(),
                nir: nir.clone().filter(|_| short.as_bytes()[0] != b'2'),
            });
        }
    }
    out
}

/// Elements of an AEM taken from the payslips.
const AEM: [&str; 21] = [
    "DateNaissance",
    "DateDebut",
    "DateFin",
    "Annexe",
    "HeuresEffectuees",
    "CachetsIsoles",
    "CachetsGroupes",
    "JoursTravailles",
    "BrutAvantAbattement",
    "TauxAbattement",
    "BrutApresAbattement",
    "AssietteContribution",
    "TauxContribution",
    "MontantContribution",
    "TotalContribution",
    "DatePaiement",
    "IdccPrestation",
    "NombreAttestations",
    "TotalBrutApresAbattement",
    "NumeroObjet",
    "ReferenceBulletin",
];

/// Elements of a transfer file taken from the payslips.
const VIREMENTS: [&str; 4] = ["InstdAmt", "CtrlSum", "NbOfTxs", "Dt"];

/// Everything that can be changed in the AEM.
pub fn aem(monde: &Monde) -> Vec<Cible> {
    elements(&monde.aem, Document::Aem, &AEM)
}

/// Everything that can be changed in the transfers.
pub fn virements(monde: &Monde) -> Vec<Cible> {
    elements(&monde.virements, Document::Virement, &VIREMENTS)
}

/// Elements of an XML file written one per line, or several on one line.
fn elements(octets: &[u8], document: Document, names: &[&str]) -> Vec<Cible> {
    let mut out = Vec::new();
    let mut nir = None;
    for (ligne, debut, line) in lines(octets) {
        if let Some(rest) = line.trim().strip_prefix("<Nir>") {
            nir = rest.split('<').next().map(str::to_owned);
        }
        if line.contains("<Controle>") {
            nir = None;
        }
        for name in names {
            for open in [format!("<{name}>"), format!("<{name} Ccy=\"EUR\">")] {
                let Some(at) = line.find(&open) else { continue };
                let start = at + open.len();
                let Some(length) = line[start..].find('<') else { continue };
                out.push(Cible {
                    document,
                    ligne,
                    debut: debut + start,
                    fin: debut + start + length,
                    nom: (*name).to_owned(),
                    nir: nir.clone(),
                });
            }
        }
    }
    out
}

/// Everything that can be changed in a CSV: its cells but for the names in `keep`.
pub fn csv(octets: &[u8], document: Document, keep: &[&str]) -> Vec<Cible> {
    let mut out = Vec::new();
    let mut headers: Vec<String> = Vec::new();
    for (ligne, debut, line) in lines(octets) {
        if headers.is_empty() {
            headers = line.split(';').map(str::to_owned).collect();
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split(';').collect();
        let nir = headers.iter().position(|h| h == "nir").map(|rank| cells[rank].to_owned());
        let mut at = debut;
        for (name, cell) in headers.iter().zip(&cells) {
            let length = cell.chars().count();
            if !keep.contains(&name.as_str()) && !cell.is_empty() {
                out.push(Cible {
                    document,
                    ligne,
                    debut: at,
                    fin: at + length,
                    nom: name.clone(),
                    nir: nir.clone(),
                });
            }
            at += length + 1;
        }
    }
    out
}

/// Lines of a file, with their number and the offset of their first byte. One byte, one character, as in a
/// DSN: what is changed holds no other.
fn lines(octets: &[u8]) -> impl Iterator<Item = (u64, usize, String)> {
    let mut at = 0;
    octets.split(|b| *b == b'\n').enumerate().map(move |(rank, line)| {
        let start = at;
        at += line.len() + 1;
        (rank as u64 + 1, start, line.iter().map(|b| char::from(*b)).collect())
    })
}
