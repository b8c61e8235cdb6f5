//! `production.toml`: the production, its employer, its payment days and its choices of method.

use std::collections::BTreeMap;

use cddu_payslip::gross::Genre;
use cddu_payslip::note::NoteMethodes;
use cddu_payslip::{Employeur, Methodes, Periodicite, identifiants};
use cddu_rates::{Diagnostic, cut, nearest};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

/// The whole file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Production {
    /// The film.
    pub production: Film,
    /// The employer, with the keys of the JSON contract.
    pub employeur: Employeur,
    /// Payment days.
    #[serde(default)]
    pub paiement: Paiement,
    /// Choices of method.
    #[serde(default)]
    pub methodes: Methodes,
    /// Choices of method of the notes of authors.
    #[serde(default)]
    pub methodes_notes: NoteMethodes,
    /// Transfers: the account debited.
    #[serde(default)]
    pub virements: Option<cddu_ledger::sepa::SepaConfig>,
    /// Reconciliation.
    #[serde(default)]
    pub rapprochement: cddu_rapprochement::RapprochementConfig,
    /// Identifiers at the social bodies.
    #[serde(default)]
    pub declarations: cddu_declarations::Production,
    /// Accounting.
    #[serde(default)]
    pub compta: cddu_ledger::ComptaConfig,
}

/// What is produced.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Film {
    /// Title.
    pub titre: String,
    /// Short code, used on the analytic axis `film`.
    pub code: String,
    /// Number of the production given by France Travail spectacle.
    #[serde(default)]
    pub numero_objet: Option<String>,
    /// Annexe of titre II of the film convention: `1`, `2`, `3` or `3bis`.
    #[serde(default)]
    pub annexe: Option<String>,
    /// Day of the derogation that opens annexe 3.
    #[serde(default, deserialize_with = "optional_day")]
    pub derogation_annexe3: Option<NaiveDate>,
    /// Genre of a television programme: `fiction`, `documentaire`, `flux` or `captation`.
    #[serde(default)]
    pub genre: Option<Genre>,
    /// Planned length of the work, in minutes (contract of a television réalisateur).
    #[serde(default)]
    pub duree_minutes: Option<u32>,
    /// First destination of the programme, printed on the contract of its réalisateur.
    #[serde(default)]
    pub destination: Option<String>,
    /// Region of the work: `paris` or `autre`.
    #[serde(default)]
    pub zone: Option<String>,
    /// Advertising film.
    #[serde(default)]
    pub publicitaire: bool,
    /// Rhythm of pay, for the PAS grid of contracts longer than two months.
    #[serde(default)]
    pub periodicite: Periodicite,
}

/// When people are paid.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paiement {
    /// Days from the end of the period to the payment.
    pub delai_jours: Option<u64>,
    /// Periods paid on a day of their own.
    pub dates: Vec<JourDePaie>,
    /// Nobody is paid on a sheet that is said not to be signed.
    pub feuilles_signees: bool,
    /// Rates of the employer whose unusual value is wanted (`taux_at`).
    pub confirme: Vec<String>,
}

/// The payment day of one period.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JourDePaie {
    /// Period, as given to `--periode`.
    pub periode: String,
    /// Day of payment.
    #[serde(deserialize_with = "day")]
    pub date: NaiveDate,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let text = match &value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    crate::lecture::value::date(&text).map_err(serde::de::Error::custom)
}

fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

/// Reads the file.
///
/// # Errors
/// `DOS-002` with the line of the fault.
pub(crate) fn read(shown: &str, text: &str) -> Result<Production, Vec<Diagnostic>> {
    let text = plain(text);
    let text = text.as_str();
    let production: Production = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|s| {
            text.as_bytes()[..s.start.min(text.len())].iter().filter(|b| **b == b'\n').count() as u64 + 1
        });
        let (message, hint) = translate(error.message());
        let mut diagnostic = Diagnostic::error("DOS-002", message).in_file(shown, line);
        diagnostic.aide =
            hint.or_else(|| Some("cddu init écrit un modèle commenté de production.toml".to_owned()));
        vec![diagnostic]
    })?;
    let faults = check(shown, text, &production);
    if faults.is_empty() { Ok(production) } else { Err(faults) }
}

/// Keys of numbers: a comma is read as a point, quotes may be left out.
const NUMBERS: [&str; 2] = ["versement_mobilite", "vmrr"];

/// Keys of identifiers: their spaces are those of the paper that they are copied from.
const IDENTIFIERS: [&str; 12] = [
    "bic",
    "code_ape",
    "code_commune",
    "code_insee",
    "code_postal",
    "entite",
    "iban",
    "numero_affiliation",
    "numero_conges_spectacles",
    "numero_france_travail",
    "numero_objet",
    "telephone",
];

/// The file with its numbers and identifiers written as the reader wants them, as the CSV takes them; every value stays on
/// its line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        out.push_str(&plain_line(line).unwrap_or_else(|| line.to_owned()));
    }
    out
}

fn plain_line(line: &str) -> Option<String> {
    let (left, right) = line.split_once('=')?;
    let key = left.trim();
    let number = key.starts_with("taux") || NUMBERS.contains(&key);
    let name = key.starts_with("siret") || IDENTIFIERS.contains(&key);
    if !(number || name) {
        return None;
    }
    let value = right.trim_start();
    let (inside, rest) = match value.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None if number => {
            let end = value.find(|c: char| c == '#' || c.is_whitespace()).unwrap_or(value.len());
            value.split_at(end)
        }
        None => return None,
    };
    let mut clean: String = inside.chars().filter(|c| !c.is_whitespace()).collect();
    if number {
        clean = clean.replace(',', ".");
        if clean.is_empty() || !clean.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return None;
        }
    }
    if key == "numero_objet" {
        clean.make_ascii_uppercase();
    }
    if matches!(key, "code_ape" | "telephone") {
        clean.retain(|c| c != '.');
    }
    Some(format!("{left}= \"{clean}\"{rest}"))
}

/// The line of each section and key of the file, by its whole path (`declarations.contact.nom`).
pub(crate) fn key_lines(text: &str) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    let mut section = String::new();
    for (number, line) in (1_u64..).zip(text.lines()) {
        let line = line.trim();
        let path = match line.strip_prefix('[').map(|l| l.trim_start_matches('[')) {
            Some(header) => {
                section = header.split(']').next().unwrap_or_default().trim().to_owned();
                section.clone()
            }
            None => match line.split_once('=').map(|(key, _)| key.trim()) {
                Some(key) if is_key(key) && section.is_empty() => key.to_owned(),
                Some(key) if is_key(key) => format!("{section}.{key}"),
                _ => continue,
            },
        };
        out.entry(path).or_insert(number);
    }
    out
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// The line of a key, or of the section where it is to be written.
pub(crate) fn line_of(lines: &BTreeMap<String, u64>, key: &str) -> Option<u64> {
    let parents = std::iter::successors(Some(key), |path| path.rsplit_once('.').map(|(parent, _)| parent));
    parents.into_iter().find_map(|path| lines.get(path).copied())
}

fn check(shown: &str, text: &str, production: &Production) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let line = |key: &str| text.lines().position(|l| l.trim_start().starts_with(key)).map(|i| i as u64 + 1);
    let mut fault = |code: &str, key: &str, message: String, hint: &str| {
        faults.push(Diagnostic::error(code, message).in_file(shown, line(key)).at(key).hint(hint));
    };
    if let Some(siret) = &production.employeur.identite.siret
        && !identifiants::siret(siret)
    {
        fault(
            "DOS-033",
            "siret",
            format!("la clé du SIRET « {} » est fausse", cut(siret)),
            "recopier les 14 chiffres de l'avis de situation Insee, sans espaces",
        );
    }
    if let Some(bank) = &production.virements
        && !identifiants::iban(&bank.iban)
    {
        fault(
            "DOS-032",
            "iban",
            format!("la clé de l'IBAN « {} » est fausse", cut(&bank.iban)),
            "recopier l'IBAN du relevé d'identité bancaire",
        );
    }
    if let Some(caisse) = production.virements.as_ref().and_then(|v| v.caisse_des_depots.as_ref())
        && !identifiants::iban(&caisse.iban)
    {
        fault(
            "DOS-032",
            "caisse_des_depots",
            format!("la clé de l'IBAN « {} » est fausse", cut(&caisse.iban)),
            "recopier l'IBAN donné par la Caisse des Dépôts",
        );
    }
    for (key, message, hint) in unusual_rates(production) {
        fault("DOS-195", key, message, &hint);
    }
    let lists: [(&str, &Option<String>, &[&str]); 2] = [
        ("annexe", &production.production.annexe, &["1", "2", "3", "3bis"]),
        ("zone", &production.production.zone, &["paris", "autre"]),
    ];
    // That of [virements] is refused with its transfers, which are the only ones to need it.
    if let Some(bic) = production.declarations.banque.bic.as_ref().filter(|bic| !bic.is_empty()) {
        let letters = bic.bytes().take(6).all(|b| b.is_ascii_alphabetic());
        if !(letters && matches!(bic.len(), 8 | 11) && bic.bytes().all(|b| b.is_ascii_alphanumeric())) {
            fault(
                "DOS-142",
                "bic",
                format!("« {} » n'a pas la forme d'un BIC", cut(bic)),
                "recopier celui du relevé d'identité bancaire : huit ou onze caractères, comme BNPAFRPP ; sans BIC, ôter la clé",
            );
        }
    }
    for (key, value, list) in lists {
        if let Some(value) = value
            && !list.contains(&value.to_lowercase().as_str())
        {
            fault(
                "DOS-013",
                key,
                format!("valeur inconnue « {} »", cut(value)),
                &format!("valeurs admises : {}", list.join(", ")),
            );
        }
    }
    for pay in &production.paiement.dates {
        if let Err(error) = crate::PayPeriod::parse(&pay.periode) {
            faults.push(error.in_file(shown, line("periode")).at("paiement.dates"));
        }
    }
    faults
}

/// Rates of the employer outside what is usual, with their remedies.
fn unusual_rates(production: &Production) -> Vec<(&'static str, String, String)> {
    let french = |rate: Decimal| rate.normalize().to_string().replace('.', ",");
    let confirmed = |key: &str| production.paiement.confirme.iter().any(|c| c == key);
    let rare = production.employeur.parametres.taux_rares();
    let asked = rare.into_iter().filter(|rate| !confirmed(rate.cle)).map(|rate| {
        let (key, (low, high)) = (rate.cle, rate.usuel);
        let hint = format!(
            "recopier le taux de la notification, en pour cent, attendu entre {} et {} ; s'il est voulu : confirme = [\"{key}\"] dans la section [paiement]",
            french(low),
            french(high)
        );
        (key, format!("{key} de {} % : {}", french(rate.taux.0), rate.raison), hint)
    });
    asked.collect()
}

/// The messages of the TOML reader, said in French.
fn translate(raw: &str) -> (String, Option<String>) {
    let names: Vec<&str> = raw.split('`').skip(1).step_by(2).collect();
    let first = names.first().copied().unwrap_or_default();
    let rest = names.get(1..).unwrap_or_default();
    if raw.starts_with("unknown field") {
        let near = nearest(first, rest.iter().copied());
        let hint = if near.is_empty() {
            format!("clés admises : {}", rest.join(", "))
        } else {
            format!("vouliez-vous dire « {} » ?", near.join(" », « "))
        };
        return (format!("clé inconnue « {} »", cut(first)), Some(hint));
    }
    if raw.starts_with("unknown variant") {
        return (
            format!("valeur inconnue « {} »", cut(first)),
            Some(format!("valeurs admises : {}", rest.join(", "))),
        );
    }
    if raw.starts_with("missing field") {
        return (format!("il manque la clé « {first} »"), None);
    }
    if raw.contains("floating point") {
        return (
            format!("nombre écrit sans guillemets : {first}"),
            Some("écrire les taux et les montants entre guillemets : taux_at = \"1.07\"".to_owned()),
        );
    }
    if raw.starts_with("duplicate key") {
        return (format!("clé répétée {first}"), Some("n'en garder qu'une".to_owned()));
    }
    let (cause, hint) = cddu_rates::toml_cause(raw);
    (format!("fichier mal écrit : {cause}"), hint)
}

#[cfg(test)]
mod tests {
    use super::{key_lines, line_of, plain};

    #[test]
    fn numbers_and_identifiers_are_read_as_the_csv_takes_them() {
        for (written, read) in [
            ("taux_at = \"1,07\"  # notifié\n", "taux_at = \"1.07\"  # notifié\n"),
            ("taux_at = 1,07\n", "taux_at = \"1.07\"\n"),
            ("versement_mobilite=2.95", "versement_mobilite= \"2.95\""),
            ("siret = \"900 000 001 00017\"\r\n", "siret = \"90000000100017\"\r\n"),
            ("iban = \"FR76 3000 6000\u{a0}0112\"\n", "iban = \"FR76300060000112\"\n"),
            ("code_ape = \"59.11C\"\n", "code_ape = \"5911C\"\n"),
            // A title may hold what it likes, and so does what is no number.
            ("titre = \"1,07 m\"\n", "titre = \"1,07 m\"\n"),
            ("taux_at = \"un\"\n", "taux_at = \"un\"\n"),
            ("# siret = \"9 0\"\n", "# siret = \"9 0\"\n"),
        ] {
            assert_eq!(plain(written), read);
        }
    }

    #[test]
    fn a_missing_key_has_the_line_of_its_section() {
        let text = "# note = 1\n[employeur]\nsiret = \"1\"\nadresse = { voie = \"x\" }\n\n[declarations.contact]\nnom = \"A\"\n\n[[declarations.fonctions]]\nfonction = \"B\"\n";
        let lines = key_lines(text);
        for (key, line) in [
            ("employeur.siret", Some(3)),
            ("employeur.adresse.commune", Some(4)),
            ("employeur.code_ape", Some(2)),
            ("declarations.contact.nom", Some(7)),
            ("declarations.contact.telephone", Some(6)),
            ("declarations.fonctions", Some(9)),
            ("compta.plan", None),
        ] {
            assert_eq!(line_of(&lines, key), line, "{key}");
        }
    }
}
