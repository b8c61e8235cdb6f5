//! The check is complete: in the files of a shoot, any one field changed is found and located, but for those that no
//! frozen datum can contradict, listed by name. The short run takes a few fields of each kind of file; the long one
//! (`CDDU_TOUT=1`) one field of every kind.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use cddu_dossier::{Folder, ReconcileOptions, reconcile};
use cddu_rates::{Gravite, Month, Rates};
use common::{cddu, example};

const MONTH: Month = Month { year: 2026, month: 11 };

/// What nothing frozen can contradict: the version of the program that wrote the file, the rank of the sending.
const LIBRES: [&str; 3] = ["S10.G00.00.003", "S20.G00.05.004", "Logiciel@version"];

/// A field of a file: its kind, its bytes, its line.
#[derive(Clone, Debug)]
struct Champ {
    genre: String,
    debut: usize,
    fin: usize,
    ligne: u64,
}

/// Numbers that follow each other without a clock.
struct Hasard(u64);

impl Hasard {
    fn under(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// The lines of a text with their offset and number.
fn lines(text: &str) -> impl Iterator<Item = (usize, u64, &str)> {
    let mut offset = 0;
    text.split('\n').enumerate().map(move |(n, line)| {
        let at = offset;
        offset += line.len() + 1;
        (at, n as u64 + 1, line)
    })
}

/// Rubriques of a DSN, under the codes of their blocks.
fn dsn(text: &str) -> Vec<Champ> {
    let mut codes: BTreeMap<&str, &str> = BTreeMap::new();
    let mut out = Vec::new();
    for (at, ligne, line) in lines(text) {
        let Some((rubrique, rest)) = line.split_once(",'") else { continue };
        let Some(value) = rest.trim_end_matches('\r').strip_suffix('\'') else { continue };
        let block = &rubrique[8..10];
        if rubrique.ends_with(".001") || rubrique == "S21.G00.51.011" {
            codes.insert(block, value);
        }
        let code = |b| codes.get(b).copied().unwrap_or_default();
        let under = match block {
            "20" | "23" | "54" | "78" => code(block).to_owned(),
            "79" => code("78").to_owned(),
            "81" => format!("{}/{}", code("78"), code("81")),
            _ => String::new(),
        };
        let debut = at + rubrique.len() + 2;
        out.push(Champ {
            genre: format!("{rubrique} {under}").trim().to_owned(),
            debut,
            fin: debut + value.len(),
            ligne,
        });
    }
    out
}

/// Texts and attributes of an XML file, under their two last names.
fn xml(text: &str) -> Vec<Champ> {
    let line = |at: usize| 1 + text[..at].matches('\n').count() as u64;
    let (mut path, mut out, mut at) = (Vec::<&str>::new(), Vec::new(), 0);
    while let Some(open) = text[at..].find('<').map(|n| at + n) {
        let Some(close) = text[open..].find('>').map(|n| open + n) else { break };
        let tag = &text[open + 1..close];
        at = close + 1;
        if tag.starts_with('?') {
            continue;
        }
        if tag.starts_with('/') {
            path.pop();
            continue;
        }
        path.push(tag.split([' ', '/']).next().unwrap_or_default());
        let name = path.iter().rev().take(2).rev().copied().collect::<Vec<_>>().join("/");
        let mut from = 0;
        while let Some(quote) = tag[from..].find("=\"").map(|n| from + n) {
            let end = quote + 2 + tag[quote + 2..].find('"').unwrap();
            let attribute = tag[..quote].rsplit(' ').next().unwrap_or_default();
            if !attribute.starts_with("xmlns") {
                let (debut, fin) = (open + 1 + quote + 2, open + 1 + end);
                let own = path.last().copied().unwrap_or_default();
                out.push(Champ { genre: format!("{own}@{attribute}"), debut, fin, ligne: line(debut) });
            }
            from = end + 1;
        }
        let next = text[at..].find('<').map_or(text.len(), |n| at + n);
        if !text[at..next].trim().is_empty() {
            out.push(Champ { genre: name, debut: at, fin: next, ligne: line(at) });
        }
        if tag.ends_with('/') {
            path.pop();
        }
    }
    out
}

/// Cells of a CSV or of a FEC, under their column.
fn csv(text: &str, separator: char) -> Vec<Champ> {
    let header: Vec<&str> = text.lines().next().unwrap_or_default().split(separator).collect();
    let mut out = Vec::new();
    for (at, ligne, line) in lines(text).skip(1) {
        let mut debut = at;
        for (rank, cell) in line.trim_end_matches('\r').split(separator).enumerate() {
            let genre = header.get(rank).copied().unwrap_or_default().trim_start_matches('\u{feff}');
            if !cell.is_empty() && !cell.contains('"') {
                out.push(Champ { genre: genre.to_owned(), debut, fin: debut + cell.len(), ligne });
            }
            debut += cell.len() + separator.len_utf8();
        }
    }
    out
}

/// Values of an indented JSON file, under their name.
fn json(text: &str) -> Vec<Champ> {
    let mut out = Vec::new();
    for (at, ligne, line) in lines(text) {
        let body = line.trim_end_matches([',', '\r']);
        let (name, value) = body.split_once("\": ").unwrap_or(("", body));
        let value = value.trim();
        if value.is_empty() || value.starts_with(['{', '[', '}', ']']) {
            continue;
        }
        let inside = value.trim_matches('"');
        let debut = at + body.len() - value.len() + usize::from(value.starts_with('"'));
        let name = name.trim().trim_matches('"');
        let genre = if name.ends_with(".json") { "fichier" } else { name };
        out.push(Champ { genre: genre.to_owned(), debut, fin: debut + inside.len(), ligne });
    }
    out
}

/// Another value of the same form: a cent, a day, a letter or a figure.
fn other(value: &str, random: &mut Hasard) -> String {
    match value {
        "true" => return "false".to_owned(),
        "false" => return "true".to_owned(),
        _ => {}
    }
    for form in ["%Y-%m-%d", "%d%m%Y", "%Y%m%d"] {
        let Ok(day) = chrono::NaiveDate::parse_from_str(value, form) else { continue };
        if day.format(form).to_string() == value && value.len() >= 8 {
            return (day + chrono::Days::new(1)).format(form).to_string();
        }
    }
    let places: Vec<(usize, char)> =
        value.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).collect();
    if places.is_empty() {
        return format!("{value}1");
    }
    let (at, old) = places[random.under(places.len())];
    let letters = if old.is_ascii_digit() {
        "123456789"
    } else if old.is_ascii_uppercase() {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    } else {
        "abcdefghijklmnopqrstuvwxyz"
    };
    let others: Vec<char> = letters.chars().filter(|c| *c != old).collect();
    let new = others[random.under(others.len())];
    format!("{}{new}{}", &value[..at], &value[at + old.len_utf8()..])
}

struct Tournage {
    work: tempfile::TempDir,
    rates: Rates,
    folder: Folder,
}

impl Tournage {
    /// The example, three weeks paid, the first one entered in the accounts.
    fn paye() -> Self {
        let work = tempfile::tempdir().unwrap();
        let path = work.path().join("tournage");
        example("tournage", &path);
        let run = |args: &[&str]| {
            let done = cddu(work.path()).args(args).output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{args:?} {}", String::from_utf8_lossy(&done.stderr));
        };
        for period in ["2026-W46", "2026-W47", "2026-W49"] {
            run(&["paie", "tournage", "--periode", period, "--json"]);
        }
        run(&["compta", "integrer", "tournage", "--periode", "2026-W46"]);
        let folder = Folder::read(&path).unwrap();
        Self { work, rates: Rates::embedded(), folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.work.path().join("tournage").join(file)
    }

    /// What is said: rule, message, lines named; an error names its file.
    fn said(&self) -> Vec<(String, Vec<u64>)> {
        match reconcile(&self.folder, &self.rates, MONTH, &ReconcileOptions::default()) {
            Ok(report) => report
                .ecarts
                .iter()
                .filter(|e| e.gravite <= Gravite::Mineur)
                .map(|e| {
                    let lines = e.candidats.iter().filter_map(|c| c.ligne).collect();
                    (format!("{} {}", e.regle, e.message), lines)
                })
                .collect(),
            Err(list) => list
                .iter()
                .map(|d| {
                    let file = d.fichier.clone().unwrap_or_default();
                    (format!("{} {file} {}", d.code, d.message), d.ligne.into_iter().collect())
                })
                .collect(),
        }
    }

    /// Changes one field of each kind of a file, `step` kinds apart, and says what was missed.
    fn missed(&self, file: &str, first: usize, step: usize, random: &mut Hasard) -> Vec<String> {
        let path = self.path(file);
        let bytes = fs::read(&path).unwrap();
        let latin = std::str::from_utf8(&bytes).is_err();
        let text: String = if latin {
            bytes.iter().map(|b| char::from(*b)).collect()
        } else {
            String::from_utf8(bytes.clone()).unwrap()
        };
        let fields = match file.rsplit('.').next() {
            Some("dsn") => dsn(&text),
            Some("xml") => xml(&text),
            Some("json") => json(&text),
            Some("txt") => csv(&text, '\t'),
            _ => csv(&text, ';'),
        };
        let mut kinds: BTreeMap<&str, Vec<&Champ>> = BTreeMap::new();
        for field in &fields {
            kinds.entry(&field.genre).or_default().push(field);
        }
        assert!(kinds.len() > 2, "{file}");
        let mut out = Vec::new();
        let name = file.rsplit('/').next().unwrap();
        for (genre, list) in kinds.iter().skip(first).step_by(step) {
            if LIBRES.contains(genre) {
                continue;
            }
            let field = list[random.under(list.len())];
            let old = &text[field.debut..field.fin];
            let new = other(old, random);
            let changed = format!("{}{new}{}", &text[..field.debut], &text[field.fin..]);
            let encoded: Vec<u8> = if latin {
                changed.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
            } else {
                changed.into_bytes()
            };
            fs::write(&path, encoded).unwrap();
            let said = self.said();
            fs::write(&path, &bytes).unwrap();
            // A code names the amounts of its block: those lines are its place.
            let near = |line: &u64| line.abs_diff(field.ligne) <= if file.ends_with(".dsn") { 6 } else { 0 };
            // A batch is several files that say the same: it is named, whichever of them was changed.
            let batch = |message: &str| {
                file.starts_with("comptabilite/")
                    && (message.contains("lot 2026-W46") || message.contains("comptabilite/2026-W46/"))
            };
            let located = said
                .iter()
                .any(|(message, lines)| lines.iter().any(near) || message.contains(name) || batch(message));
            if !located {
                let words: Vec<&String> = said.iter().map(|(m, _)| m).collect();
                out.push(format!("{name} {genre} ligne {} : {old} -> {new} {words:?}", field.ligne));
            }
        }
        out
    }
}

/// Every kind of file that a production keeps, with how many kinds of fields the short run leaves between two.
const FICHIERS: [(&str, usize); 15] = [
    ("sorties/declarations/2026-11/dsn-2026-11.dsn", 29),
    ("sorties/declarations/2026-11/aem-2026-11.xml", 17),
    ("sorties/declarations/2026-11/conges-spectacles-2026-11.csv", 7),
    ("sorties/declarations/2026-11/das2-2026.csv", 4),
    ("sorties/2026-W46/virements.xml", 9),
    ("comptabilite/2026-W46/OD_PAIE_900000001_2026-W46.txt", 7),
    ("comptabilite/2026-W46/detail-par-bulletin.csv", 6),
    ("comptabilite/2026-W46/ecritures.csv", 7),
    ("sorties/2026-W47/comptabilite/ecritures.csv", 7),
    ("sorties/2026-W47/comptabilite/detail-par-bulletin.csv", 11),
    ("notes/2026/2026-W46/N-2026-02.json", 40),
    ("comptabilite/2026-W46/lot.json", 8),
    ("comptabilite/registre.json", 4),
    ("bulletins/2026/2026-W46/2026-W46-T01.json", 40),
    ("bulletins/2026/2026-W46/manifeste.json", 2),
];

/// One kind of field in several; with `CDDU_TOUT=1`, each of them (one run of the check per kind, ten minutes).
#[test]
fn a_field_changed_is_found_where_it_is() {
    let whole = std::env::var_os("CDDU_TOUT").is_some();
    let shoot = Tournage::paye();
    assert_eq!(shoot.said(), []);
    let (seed, first) = if whole { (2026, 0) } else { (12, 1) };
    let mut random = Hasard(seed);
    let step = |short: usize| if whole { 1 } else { short };
    let missed: Vec<String> = FICHIERS
        .iter()
        .flat_map(|(file, short)| shoot.missed(file, first, step(*short), &mut random))
        .collect();
    assert_eq!(missed, Vec::<String>::new());
}
