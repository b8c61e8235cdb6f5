//! Validator: what the official tool checks (Test Compta Demat of the DGFiP, 2021), then what it does not:
//! balance, sequence, dates of the exercice, pairs of fields.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Gravite};
use chrono::{Datelike, Months, NaiveDate};

use super::number::gaps;
use super::{CHAMPS, Fec, FecLine, Finding, read};
use crate::montant::lisible;

/// Most findings of one code that are given line by line; the rest is counted.
const PAR_CODE: usize = 50;

/// Key that groups the lines of a file into entries, from the finest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regroupement {
    /// Journal, number and date: the rule.
    JournalNumeroDate,
    /// Journal and number: the lines of an entry bear several dates.
    JournalNumero,
    /// Journal and date: no usable number.
    JournalDate,
    /// The whole file.
    Fichier,
}

impl Regroupement {
    const ALL: [Self; 4] = [Self::JournalNumeroDate, Self::JournalNumero, Self::JournalDate, Self::Fichier];

    fn key(self, l: &FecLine) -> (&str, &str, Option<NaiveDate>) {
        match self {
            Self::JournalNumeroDate => (&l.journal_code, &l.ecriture_num, l.ecriture_date),
            Self::JournalNumero => (&l.journal_code, &l.ecriture_num, None),
            Self::JournalDate => (&l.journal_code, "", l.ecriture_date),
            Self::Fichier => ("", "", None),
        }
    }

    /// The finest key under which every entry balances; the rule when none does.
    #[must_use]
    pub fn of(lignes: &[FecLine]) -> Self {
        Self::ALL
            .into_iter()
            .find(|key| sums(lignes, *key).values().all(|(s, _)| s.is_zero()))
            .unwrap_or(Self::JournalNumeroDate)
    }

    /// The lines grouped by this key, in order of the file.
    #[must_use]
    pub fn group(self, lignes: &[FecLine]) -> Vec<Vec<&FecLine>> {
        let mut order: Vec<Vec<&FecLine>> = Vec::new();
        let mut rank = BTreeMap::new();
        for line in lignes {
            let at = *rank.entry(self.key(line)).or_insert_with(|| {
                order.push(Vec::new());
                order.len() - 1
            });
            order[at].push(line);
        }
        order
    }
}

type Sums<'a> = BTreeMap<(&'a str, &'a str, Option<NaiveDate>), (Cents, u64)>;

fn sums(lignes: &[FecLine], key: Regroupement) -> Sums<'_> {
    let mut out = Sums::new();
    for line in lignes {
        let sum = out.entry(key.key(line)).or_insert((Cents::ZERO, line.ligne));
        sum.0 += line.signe();
    }
    out
}

/// Checks the bytes of a FEC; `nom` is its file name, without folder. Findings are sorted by line.
#[must_use]
pub fn verify(octets: &[u8], nom: &str) -> Vec<Finding> {
    let fec = read(octets);
    let mut out: Vec<Finding> = name(nom).into_iter().collect();
    out.extend(fec.constats.iter().cloned());
    out.extend(check(&fec, closing(nom)));
    limit(out)
}

/// The closing date in `SIRENFECAAAAMMJJ.txt`.
fn closing(nom: &str) -> Option<NaiveDate> {
    let at = nom.to_ascii_uppercase().find("FEC")?;
    let date = nom.get(at + 3..at + 11)?;
    NaiveDate::parse_from_str(date, "%Y%m%d").ok()
}

fn name(nom: &str) -> Option<Finding> {
    let siren = nom.bytes().take_while(u8::is_ascii_digit).count();
    let fec = nom.to_ascii_uppercase().get(siren..siren + 3) == Some("FEC");
    let partial = nom.to_ascii_uppercase().starts_with("OD_PAIE");
    if partial {
        return Some(Finding::new(
            "FEC-009",
            Gravite::Info,
            "fichier partiel (écritures de paie) : ce n'est pas le FEC de l'exercice",
        ));
    }
    (siren != 9 || !fec || closing(nom).is_none()).then(|| {
        Finding::new(
            "FEC-008",
            Gravite::Mineur,
            format!("nom « {nom} » : la forme attendue est SIREN + FEC + date de clôture AAAAMMJJ"),
        )
    })
}

/// Checks the lines of a FEC; `cloture` is the closing date of its exercice when it is known.
#[must_use]
pub fn check(fec: &Fec, cloture: Option<NaiveDate>) -> Vec<Finding> {
    let mut out = Vec::new();
    for line in &fec.lignes {
        fields(line, &mut out);
    }
    if let Some(cloture) = cloture {
        dates(&fec.lignes, cloture, &mut out);
    }
    balance(&fec.lignes, &mut out);
    sequence(&fec.lignes, &mut out);
    out
}

fn fields(line: &FecLine, out: &mut Vec<Finding>) {
    let mut push = |code: &str, gravite, champ: &str, message: String| {
        out.push(Finding::new(code, gravite, message).line(line.ligne).field(champ));
    };
    for champ in [0, 1, 2, 4, 5, 8, 10] {
        if line.text(champ).is_some_and(str::is_empty) {
            let vital = [2, 4, 5, 10].contains(&champ);
            let gravite = if vital { Gravite::Bloquant } else { Gravite::Majeur };
            push("FEC-014", gravite, CHAMPS[champ], format!("{} est vide", CHAMPS[champ]));
        }
    }
    for (champ, date, gravite) in [
        (3, line.ecriture_date, Gravite::Bloquant),
        (9, line.piece_date, Gravite::Majeur),
        (15, line.valid_date, Gravite::Majeur),
    ] {
        if date.is_none() {
            push("FEC-014", gravite, CHAMPS[champ], format!("{} est vide ou illisible", CHAMPS[champ]));
        }
    }
    let digits = line.compte_num.bytes().take(3).filter(u8::is_ascii_digit).count();
    if !line.compte_num.is_empty() && digits < 3 {
        push(
            "FEC-015",
            Gravite::Mineur,
            "CompteNum",
            format!("le compte « {} » ne commence pas par trois chiffres du PCG", line.compte_num),
        );
    }
    match (line.debit.is_zero(), line.credit.is_zero()) {
        (false, false) => {
            push("FEC-016", Gravite::Mineur, "Debit", "débit et crédit sur la même ligne".to_owned());
        }
        (true, true) => push("FEC-016", Gravite::Mineur, "Debit", "ni débit ni crédit".to_owned()),
        _ => {}
    }
    let pairs = [
        ("CompAuxNum", line.comp_aux_num.is_empty(), "CompAuxLib", line.comp_aux_lib.is_empty()),
        ("EcritureLet", line.ecriture_let.is_empty(), "DateLet", line.date_let.is_none()),
        ("Montantdevise", line.montant_devise.is_none(), "Idevise", line.idevise.is_empty()),
    ];
    for (a, no_a, b, no_b) in pairs {
        if no_a != no_b {
            push("FEC-017", Gravite::Mineur, a, format!("{a} et {b} vont ensemble : l'un des deux est vide"));
        }
    }
    for champ in [7, 8, 10] {
        if line.text(champ).is_some_and(holds_nir) {
            push(
                "FEC-018",
                Gravite::Majeur,
                CHAMPS[champ],
                "un numéro de sécurité sociale figure dans le texte : l'ôter".to_owned(),
            );
        }
    }
}

/// Thirteen or fifteen digits in a row, spaces left out, starting as a NIR does.
fn holds_nir(texte: &str) -> bool {
    let mut run = String::new();
    for c in texte.chars().chain(std::iter::once('.')) {
        if c.is_ascii_digit() {
            run.push(c);
        } else if c != ' ' {
            let month = run.get(3..5).and_then(|m| m.parse::<u8>().ok());
            let looks = matches!(run.len(), 13 | 15)
                && run.starts_with(['1', '2'])
                && month.is_some_and(|m| (1..=12).contains(&m) || (20..=42).contains(&m));
            if looks {
                return true;
            }
            run.clear();
        }
    }
    false
}

/// Dates outside the exercice. It lasts twelve months; up to 24 when a good part of the lines (one in ten, over
/// two months at least) says so.
fn dates(lignes: &[FecLine], cloture: NaiveDate, out: &mut Vec<Finding>) {
    let before = |months| cloture.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
    let (year, longest) = (before(12), before(24));
    let early: Vec<NaiveDate> =
        lignes.iter().filter_map(|l| l.ecriture_date).filter(|d| *d <= year && *d > longest).collect();
    let months: BTreeSet<_> = early.iter().map(|d| (d.year(), d.month())).collect();
    let long = early.len() * 10 > lignes.len() && months.len() > 1;
    if long {
        out.push(Finding::new(
            "FEC-024",
            Gravite::Info,
            format!("l'exercice clos le {cloture} dure plus de douze mois"),
        ));
    }
    let debut = if long { longest } else { year };
    for line in lignes {
        if let Some(date) = line.ecriture_date.filter(|d| *d > cloture || *d <= debut) {
            let message = format!("{date} est hors de l'exercice clos le {cloture}");
            out.push(
                Finding::new("FEC-023", Gravite::Majeur, message).line(line.ligne).field("EcritureDate"),
            );
        }
    }
}

fn balance(lignes: &[FecLine], out: &mut Vec<Finding>) {
    let total: Cents = lignes.iter().map(FecLine::signe).sum();
    if !total.is_zero() {
        out.push(Finding::new(
            "FEC-030",
            Gravite::Bloquant,
            format!("le fichier n'est pas équilibré : débits moins crédits = {}", lisible(total)),
        ));
    }
    let key = Regroupement::of(lignes);
    let numbers: BTreeSet<_> = lignes.iter().map(|l| l.ecriture_num.as_str()).collect();
    let fine = sums(lignes, Regroupement::JournalNumeroDate);
    let unbalanced = fine.values().filter(|(sum, _)| !sum.is_zero()).count();
    let several = Regroupement::JournalDate.group(lignes).len() > 1;
    // No number (0 everywhere), or one per line: the numbers do not delimit the entries.
    let none = numbers.iter().all(|n| n.trim_start_matches('0').is_empty());
    let useless = (none && several) || (unbalanced > 1 && unbalanced * 2 > fine.len());
    if useless && total.is_zero() {
        let ou = match key {
            Regroupement::JournalNumero => "par journal et par numéro",
            Regroupement::JournalDate => "par journal et par date",
            _ => "sur le fichier entier",
        };
        out.push(
            Finding::new(
                "FEC-031",
                Gravite::Majeur,
                format!(
                    "les numéros d'écriture ne délimitent pas les écritures : l'équilibre est contrôlé {ou}"
                ),
            )
            .field("EcritureNum"),
        );
        return;
    }
    if key == Regroupement::JournalNumero {
        out.push(Finding::new(
            "FEC-033",
            Gravite::Mineur,
            "des écritures portent plusieurs dates : l'équilibre est contrôlé par journal et par numéro",
        ));
        return;
    }
    for ((journal, numero, date), (sum, ligne)) in fine.into_iter().filter(|(_, (sum, _))| !sum.is_zero()) {
        let date = date.map_or_else(|| "sans date".to_owned(), |d| format!("du {d}"));
        out.push(
            Finding::new(
                "FEC-032",
                Gravite::Bloquant,
                format!("écriture {journal} {numero} {date} : débits moins crédits = {}", lisible(sum)),
            )
            .line(ligne),
        );
    }
}

fn sequence(lignes: &[FecLine], out: &mut Vec<Finding>) {
    let numeros = lignes
        .iter()
        .filter(|l| !l.ecriture_num.is_empty())
        .map(|l| (l.journal_code.as_str(), l.ecriture_num.as_str()));
    let Some(trous) = gaps(numeros) else {
        out.push(Finding::new(
            "FEC-041",
            Gravite::Info,
            "les numéros d'écriture ne sont pas des compteurs : leur continuité n'est pas contrôlée",
        ));
        return;
    };
    for trou in trous {
        let ou =
            if trou.journal.is_empty() { String::new() } else { format!(" du journal {}", trou.journal) };
        for (de, a) in trou.manquants {
            let quoi = if de == a {
                format!("le numéro {de} manque")
            } else {
                format!("les numéros {de} à {a} manquent")
            };
            out.push(
                Finding::new("FEC-040", Gravite::Majeur, format!("séquence{ou} : {quoi}"))
                    .field("EcritureNum"),
            );
        }
    }
    duplicates(lignes, out);
}

/// An entry number used by two entries: at two dates, or again after another entry in a file that otherwise keeps
/// the lines of an entry together; an entry whose every line is written twice.
fn duplicates(lignes: &[FecLine], out: &mut Vec<Finding>) {
    type Key<'a> = (&'a str, &'a str);
    type Same<'a> = (&'a str, &'a str, &'a str, Cents, Cents);
    let key = |l: &FecLine| -> (String, String) { (l.journal_code.clone(), l.ecriture_num.clone()) };
    let mut first: BTreeMap<Key<'_>, &FecLine> = BTreeMap::new();
    let mut again: BTreeMap<Key<'_>, &FecLine> = BTreeMap::new();
    let mut dates: BTreeMap<(Key<'_>, Option<NaiveDate>), &FecLine> = BTreeMap::new();
    let mut copies: BTreeMap<Key<'_>, BTreeMap<Same<'_>, usize>> = BTreeMap::new();
    let mut before: Option<Key<'_>> = None;
    for line in lignes {
        let key = (line.journal_code.as_str(), line.ecriture_num.as_str());
        let opened = first.entry(key).or_insert(line);
        if opened.ecriture_date != line.ecriture_date {
            dates.entry((key, line.ecriture_date)).or_insert(line);
        } else if opened.ligne != line.ligne && before != Some(key) {
            again.entry(key).or_insert(line);
        }
        before = Some(key);
        let same =
            (line.compte_num.as_str(), &*line.comp_aux_num, &*line.ecriture_lib, line.debit, line.credit);
        *copies.entry(key).or_default().entry(same).or_default() += 1;
    }
    let mut said = BTreeSet::new();
    let mut push = |line: &FecLine, message: String| {
        if said.insert((key(line), line.ecriture_date)) {
            out.push(Finding::new("FEC-042", Gravite::Majeur, message).line(line.ligne).field("EcritureNum"));
        }
    };
    for ((key, _), line) in dates {
        push(line, format!("le numéro {} du journal {} sert à deux dates", key.1, key.0));
    }
    for (key, kinds) in copies {
        let lines: usize = kinds.values().sum();
        if lines > 2 && kinds.values().all(|n| *n > 1) {
            let line = again.get(&key).copied().unwrap_or(first[&key]);
            push(line, format!("l'écriture {} du journal {} est écrite deux fois", key.1, key.0));
        }
    }
    // A file sorted by account scatters every entry: nothing can be said of it.
    if again.len() * 20 <= first.len() {
        for (key, line) in again {
            push(line, format!("le numéro {} du journal {} revient après une autre écriture", key.1, key.0));
        }
    }
}

/// Sorts, and replaces the tail of a code met very often by its count.
fn limit(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        (a.ligne, a.gravite, &a.code, &a.rubrique).cmp(&(b.ligne, b.gravite, &b.code, &b.rubrique))
    });
    let mut count: BTreeMap<(String, Option<String>), (usize, Gravite)> = BTreeMap::new();
    let mut out = Vec::new();
    for finding in findings {
        let seen =
            count.entry((finding.code.clone(), finding.rubrique.clone())).or_insert((0, finding.gravite));
        seen.0 += 1;
        if seen.0 <= PAR_CODE {
            out.push(finding);
        }
    }
    for ((code, rubrique), (n, gravite)) in count.into_iter().filter(|(_, (n, _))| *n > PAR_CODE) {
        let mut rest =
            Finding::new(&code, gravite, format!("et {} autres constats {code} semblables", n - PAR_CODE));
        rest.rubrique = rubrique;
        out.push(rest);
    }
    out
}
