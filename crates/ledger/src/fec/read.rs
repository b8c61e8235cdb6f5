//! Reader, tolerant to what real files do and silent about none of it.

use cddu_rates::{Cents, Gravite, fold};
use chrono::NaiveDate;

use super::{CHAMPS, Encodage, Fec, FecLine, Finding};
use crate::montant::{self, Ecriture};

/// Reads a FEC. What the official tool would refuse but can be understood is read with a finding; a line that
/// cannot be understood is left out with a finding; a file without a usable header gives no line, nor does an XML FEC or
/// one whose fields are between quotation marks.
///
/// Accepted: tab or `|` (or `;` for old files), LF, CRLF, CR CR LF or CR, a byte order mark, UTF-8 or
/// ISO 8859-15, any case in the header, a trailing separator, blank padding, zero padding, the pair
/// `Montant`/`Sens`, more columns than 18.
#[must_use]
pub fn read(octets: &[u8]) -> Fec {
    let mut fec = Fec { separateur: '\t', ..Fec::default() };
    let texte = decode(octets, &mut fec);
    let mut rows = physical_lines(&texte);
    let Some((_, header)) = rows.next().filter(|_| !texte.trim().is_empty()) else {
        fec.constats.push(Finding::new("FEC-001", Gravite::Bloquant, "fichier vide"));
        return fec;
    };
    if let Some(other) = other_form(&texte) {
        fec.constats.push(other);
        return fec;
    }
    let Some(separateur) = separator(header) else {
        fec.constats.push(
            Finding::new(
                "FEC-002",
                Gravite::Bloquant,
                "première ligne sans séparateur reconnu : les champs d'un FEC sont séparés par une tabulation ou par |",
            )
            .line(1),
        );
        return fec;
    };
    fec.separateur = separateur;
    if !matches!(separateur, '\t' | '|') {
        fec.constats.push(
            Finding::new(
                "FEC-002",
                Gravite::Majeur,
                format!("séparateur « {separateur} » : seuls la tabulation et | sont admis depuis 2013"),
            )
            .line(1),
        );
    }
    let Some(colonnes) = Colonnes::of(header, separateur, &mut fec) else { return fec };
    for (ligne, texte) in rows {
        if texte.trim_matches([' ', '\t', '|', '\u{a0}']).is_empty() {
            fec.constats.push(Finding::new("FEC-006", Gravite::Mineur, "ligne vide").line(ligne));
            continue;
        }
        if let Some(line) = colonnes.line(ligne, texte, separateur, &mut fec.constats) {
            fec.lignes.push(line);
        }
    }
    fec
}

fn decode(octets: &[u8], fec: &mut Fec) -> String {
    for (mark, encoding) in [(b"\xff\xfe", encoding_rs::UTF_16LE), (b"\xfe\xff", encoding_rs::UTF_16BE)] {
        if octets.starts_with(mark) {
            let message = "fichier en UTF-16 : seuls l'ASCII, l'ISO 8859-15 et l'UTF-8 sont admis";
            fec.bom = true;
            fec.constats.push(Finding::new("FEC-007", Gravite::Majeur, message).line(1));
            return encoding.decode(octets).0.into_owned();
        }
    }
    let rest = octets.strip_prefix(b"\xef\xbb\xbf");
    fec.bom = rest.is_some();
    let octets = rest.unwrap_or(octets);
    let texte = match std::str::from_utf8(octets) {
        Ok(texte) => texte.to_owned(),
        Err(_) => {
            fec.encodage = Encodage::Iso885915;
            encoding_rs::ISO_8859_15.decode_without_bom_handling(octets).0.into_owned()
        }
    };
    if texte.contains('\0') {
        fec.constats.push(Finding::new("FEC-007", Gravite::Mineur, "octets nuls : ignorés"));
        return texte.replace('\0', "");
    }
    texte
}

/// A form that article A47 A-1 admits or that exports often have, and that is not read: said once, for the whole file.
fn other_form(texte: &str) -> Option<Finding> {
    if texte.trim_start().starts_with('<') {
        let message = "FEC sous sa forme XML : ce programme ne lit que la forme texte ; exporter le fichier en texte, champs séparés par une tabulation ou par |";
        return Some(Finding::new("FEC-051", Gravite::Bloquant, message).line(1));
    }
    let quoted = |line: &str| {
        let cells: Vec<&str> = line.split(['\t', '|', ';', ',']).map(trim).collect();
        let inside = |c: &&&str| c.len() > 1 && c.starts_with('"') && c.ends_with('"');
        cells.len() >= 9 && cells.iter().filter(inside).count() * 2 > cells.len()
    };
    let (line, _) = physical_lines(texte).take(2).find(|(_, line)| quoted(line))?;
    let message = "les champs sont entre guillemets : exporter le fichier sans guillemets, un FEC n'en a pas autour de ses champs";
    Some(Finding::new("FEC-050", Gravite::Bloquant, message).line(line))
}

/// The lines of a file with their numbers; a run of CR before LF is one end of line.
fn physical_lines(texte: &str) -> impl Iterator<Item = (u64, &str)> {
    let mac = !texte.contains('\n');
    let texte = texte.trim_end_matches(['\r', '\n', '\u{1a}']);
    texte
        .split(if mac { '\r' } else { '\n' })
        .enumerate()
        .map(|(rank, line)| (rank as u64 + 1, line.trim_end_matches('\r')))
}

/// The official tool wants nine fields before it recognises a separator.
fn separator(header: &str) -> Option<char> {
    ['\t', '|', ';', ','].into_iter().find(|c| header.split(*c).count() >= 9)
}

/// Where each field stands in the lines of the file.
struct Colonnes {
    rangs: [Option<usize>; 18],
    montant: Option<usize>,
    sens: Option<usize>,
    libres: Vec<(usize, String)>,
    nombre: usize,
    queue: bool,
}

impl Colonnes {
    fn of(header: &str, separateur: char, fec: &mut Fec) -> Option<Self> {
        let mut noms: Vec<&str> = header.split(separateur).map(trim).collect();
        let queue = noms.last().is_some_and(|n| n.is_empty());
        if queue {
            noms.pop();
            fec.constats.push(
                Finding::new("FEC-005", Gravite::Info, "séparateur en fin de ligne : colonne vide ignorée")
                    .line(1),
            );
        }
        let key = |nom: &str| fold(nom).replace(' ', "");
        let mut out = Self {
            rangs: [None; 18],
            montant: None,
            sens: None,
            libres: Vec::new(),
            nombre: noms.len(),
            queue,
        };
        for (rang, nom) in noms.iter().enumerate() {
            let cle = key(nom);
            match CHAMPS.iter().position(|c| key(c) == cle) {
                Some(champ) if out.rangs[champ].is_none() => out.rangs[champ] = Some(rang),
                Some(_) => fec.constats.push(
                    Finding::new("FEC-003", Gravite::Majeur, format!("la colonne {nom} figure deux fois"))
                        .line(1),
                ),
                None if cle == "montant" => out.montant = Some(rang),
                None if cle == "sens" => out.sens = Some(rang),
                None => out.libres.push((rang, (*nom).to_owned())),
            }
        }
        fec.colonnes_libres = out.libres.iter().map(|(_, nom)| nom.clone()).collect();
        let pair = out.montant.is_some() && out.sens.is_some();
        let mut usable = true;
        for (champ, nom) in CHAMPS.iter().enumerate() {
            let amount = *nom == "Debit" || *nom == "Credit";
            if out.rangs[champ].is_some() || (amount && pair) {
                continue;
            }
            let vital = ["EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "EcritureLib"]
                .contains(nom)
                || amount;
            let gravite = if vital { Gravite::Bloquant } else { Gravite::Majeur };
            usable &= !["CompteNum", "EcritureDate"].contains(nom) && !amount;
            fec.constats.push(
                Finding::new("FEC-003", gravite, format!("la colonne {nom} manque")).line(1).field(nom),
            );
        }
        let ordre: Vec<_> = out.rangs.iter().flatten().collect();
        if ordre.windows(2).any(|w| w[0] > w[1]) {
            fec.constats.push(
                Finding::new(
                    "FEC-003",
                    Gravite::Majeur,
                    "les colonnes ne sont pas dans l'ordre de l'article A47 A-1",
                )
                .line(1),
            );
        }
        usable.then_some(out)
    }

    fn line(
        &self,
        ligne: u64,
        texte: &str,
        separateur: char,
        constats: &mut Vec<Finding>,
    ) -> Option<FecLine> {
        let mut champs: Vec<&str> = texte.split(separateur).map(trim).collect();
        if self.queue && champs.len() == self.nombre + 1 && champs.last().is_some_and(|c| c.is_empty()) {
            champs.pop();
        }
        if champs.len() != self.nombre {
            constats.push(
                Finding::new(
                    "FEC-004",
                    Gravite::Bloquant,
                    format!(
                        "{} champs au lieu de {} : ligne laissée de côté (séparateur dans un libellé ?)",
                        champs.len(),
                        self.nombre
                    ),
                )
                .line(ligne),
            );
            return None;
        }
        let raw = |champ: usize| self.rangs[champ].map_or("", |rang| champs[rang]);
        let text = |champ: usize| raw(champ).to_owned();
        let mut date = |champ: usize| date(raw(champ), ligne, CHAMPS[champ], constats);
        let (ecriture_date, piece_date, date_let, valid_date) = (date(3), date(9), date(14), date(15));
        let mut amount = |texte: &str, champ: &str| amount(texte, ligne, champ, constats);
        let (debit, credit) = match (self.rangs[11], self.rangs[12], self.montant, self.sens) {
            (None, None, Some(montant), Some(sens)) => {
                let value = amount(champs[montant], "Montant")?;
                match champs[sens].to_ascii_uppercase().as_str() {
                    "D" | "+1" | "1" => (value, Cents::ZERO),
                    "C" | "-1" => (Cents::ZERO, value),
                    other => {
                        constats.push(
                            Finding::new(
                                "FEC-013",
                                Gravite::Bloquant,
                                format!("sens « {other} » : écrire D ou C, ou +1 ou -1"),
                            )
                            .line(ligne)
                            .field("Sens"),
                        );
                        return None;
                    }
                }
            }
            _ => (amount(raw(11), "Debit")?, amount(raw(12), "Credit")?),
        };
        let montant_devise = match raw(16) {
            "" => None,
            texte => Some(amount(texte, "Montantdevise")?),
        };
        Some(FecLine {
            ligne,
            journal_code: text(0),
            journal_lib: text(1),
            ecriture_num: text(2),
            ecriture_date,
            compte_num: text(4),
            compte_lib: text(5),
            comp_aux_num: text(6),
            comp_aux_lib: text(7),
            piece_ref: text(8),
            piece_date,
            ecriture_lib: text(10),
            debit,
            credit,
            ecriture_let: text(13),
            date_let,
            valid_date,
            montant_devise,
            idevise: text(17),
            axes: self
                .libres
                .iter()
                .filter(|(rang, _)| !champs[*rang].is_empty())
                .map(|(rang, nom)| (nom.clone(), champs[*rang].to_owned()))
                .collect(),
        })
    }
}

/// Spaces around separators do not count, non-breaking ones included.
fn trim(texte: &str) -> &str {
    texte.trim_matches([' ', '\u{a0}', '\t'])
}

fn amount(texte: &str, ligne: u64, champ: &str, constats: &mut Vec<Finding>) -> Option<Cents> {
    match montant::parse(texte) {
        Some((value, Ecriture::Conforme)) => Some(value),
        Some((value, Ecriture::Point)) => {
            constats.push(
                Finding::new(
                    "FEC-010",
                    Gravite::Majeur,
                    format!("« {texte} » : le séparateur décimal est la virgule"),
                )
                .line(ligne)
                .field(champ),
            );
            Some(value)
        }
        None => {
            constats.push(
                Finding::new(
                    "FEC-011",
                    Gravite::Bloquant,
                    format!("« {texte} » n'est pas un montant (1234,56 ; ni espace, ni séparateur de milliers) : ligne laissée de côté"),
                )
                .line(ligne)
                .field(champ),
            );
            None
        }
    }
}

/// AAAAMMJJ; the tool also takes separators, JJMMAAAA and a time after the date.
fn date(texte: &str, ligne: u64, champ: &str, constats: &mut Vec<Finding>) -> Option<NaiveDate> {
    if texte.is_empty() {
        return None;
    }
    let day = texte.split([' ', 'T']).next().unwrap_or_default();
    let canonical = day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit());
    let digits: String = day.chars().filter(|c| !matches!(c, '/' | '-' | '.')).collect();
    let read = |year: &str, month: &str, day: &str| {
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    let parsed = (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| {
            let century = |year: &str| year.starts_with("19") || year.starts_with("20");
            if century(&digits[..4]) {
                read(&digits[..4], &digits[4..6], &digits[6..])
                    .map(|d| (d, canonical && day.len() == texte.len()))
            } else {
                read(&digits[4..], &digits[2..4], &digits[..2])
                    .filter(|_| century(&digits[4..]))
                    .map(|d| (d, false))
            }
        })
        .flatten();
    match parsed {
        Some((date, true)) => Some(date),
        Some((date, false)) => {
            constats.push(
                Finding::new(
                    "FEC-020",
                    Gravite::Mineur,
                    format!("« {texte} » : les dates s'écrivent AAAAMMJJ"),
                )
                .line(ligne)
                .field(champ),
            );
            Some(date)
        }
        None => {
            constats.push(
                Finding::new(
                    "FEC-021",
                    Gravite::Majeur,
                    format!("« {texte} » n'est pas une date du calendrier (AAAAMMJJ)"),
                )
                .line(ligne)
                .field(champ),
            );
            None
        }
    }
}
