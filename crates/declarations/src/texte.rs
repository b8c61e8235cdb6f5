//! Texts as the declarations accept them: one explicit rule of transliteration each.

use cddu_rates::plain_letters;

/// ISO-8859-1: typographic apostrophes and quotes, dashes and thin spaces get their plain form, letters that this alphabet
/// lacks their plain letters (`Œ` to `OE`, `Ř` to `R`). Another alphabet stays, and the writer refuses it.
#[must_use]
pub fn latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '’' | '‘' | 'ʼ' => out.push('\''),
            '“' | '”' | '„' => out.push('"'),
            '–' | '—' | '‐' | '‑' => out.push('-'),
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' | '\n' | '\r' => out.push(' '),
            '…' => out.push_str("..."),
            '€' => out.push_str("EUR"),
            c => out.push(c),
        }
    }
    plain_letters(&out, |c| u32::from(c) < 256)
}

/// The same, cut at a number of characters.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    latin(text).chars().take(max).collect::<String>().trim_end().to_owned()
}

/// Capitals without accents.
fn plain(text: &str) -> String {
    plain_letters(&latin(text), |_| false).to_ascii_uppercase()
}

/// True when a letter has no plain form: the name would be cut.
#[must_use]
pub fn loses_letters(text: &str) -> bool {
    plain(text).chars().any(|c| c.is_alphabetic() && !c.is_ascii_uppercase())
}

/// One CSV line, semicolons, quoted where needed; no cell is a formula.
#[must_use]
pub fn csv_line(cells: &[String]) -> String {
    cddu_rates::csv_line(cells, ';', "\n")
}

/// A town of the DSN: capitals, digits and single spaces.
#[must_use]
pub fn localite(text: &str) -> String {
    let spaced: String =
        plain(text).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name of the DPAE: capitals, spaces, apostrophes, points, hyphens, and the other characters allowed; 32 at most.
#[must_use]
pub fn dpae(text: &str, also: &str) -> String {
    let kept: String = plain(text)
        .chars()
        .map(|c| if c.is_ascii_uppercase() || " '.-".contains(c) || also.contains(c) { c } else { ' ' })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(32).collect()
}

/// Number of a contract in the DSN and on the AEM: at least five characters, completed with zeros on the left.
#[must_use]
pub fn numero_contrat(contrat: &str) -> String {
    let clean: String = plain(contrat)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._/-".contains(c) { c } else { '-' })
        .collect();
    format!("{clean:0>5}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_on_its_own_words() {
        assert_eq!(latin("L’Œuvre – d’été\u{202f}!"), "L'OEuvre - d'été !");
        assert_eq!(latin("Dvořák, Şeyma, NGUYỄN Thị Hương"), "Dvorák, Seyma, NGUYEN Thi Huong");
        assert_eq!(localite("Saint-Étienne-du-Rouvray (76)"), "SAINT ETIENNE DU ROUVRAY 76");
        assert_eq!(localite("L'Haÿ-les-Roses"), "L HAY LES ROSES");
        assert_eq!(dpae("N'Diaye–Lefèvre 2", ""), "N'DIAYE-LEFEVRE");
        assert_eq!(dpae("Paris 10e", "0123456789"), "PARIS 10E");
        assert_eq!(dpae("Žižek-Łuszcz Şahin ß", "&"), "ZIZEK-LUSZCZ SAHIN SS");
        assert!(loses_letters("Иванова") && !loses_letters("Žižek & Côté, 2"));
        assert_eq!(cut("Rue de l'Été", 8), "Rue de l");
        assert_eq!((numero_contrat("C1"), numero_contrat("CTR n° 12")), ("000C1".into(), "CTR-N--12".into()));
    }
}
