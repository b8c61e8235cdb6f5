//! Codes of countries (ISO 3166-1 alpha-2): those that the DSN, the AEM and the bank read.

use cddu_rates::fold;

/// What a cell of a country holds.
pub(crate) const FORM: &str = "le code d'un pays, deux lettres";
/// How to write one that many write otherwise.
pub(crate) const HINT: &str = "écrire le code ISO du pays : FR, BE, CH, DE (Allemagne), ES, IT, GB (Royaume-Uni), US, MA, DZ, TN... ; pays de l'adresse vide : France";

/// The codes of the norm, in order; XK (Kosovo) is the one that everybody uses without it.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW \
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA \
GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH \
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY \
MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH \
SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
VN VU WF WS XK YE YT ZA ZM ZW";

/// Names and adjectives that people write in the place of the code, as they are compared.
const NAMES: [(&str, &str); 17] = [
    ("france francais francaise", "FR"),
    ("belgique belge", "BE"),
    ("suisse suissesse", "CH"),
    ("allemagne allemand allemande", "DE"),
    ("espagne espagnol espagnole", "ES"),
    ("italie italien italienne", "IT"),
    ("portugal portugais portugaise", "PT"),
    ("luxembourg luxembourgeois luxembourgeoise", "LU"),
    ("royaume-uni angleterre britannique anglais anglaise uk", "GB"),
    ("irlande irlandais irlandaise", "IE"),
    ("pologne polonais polonaise", "PL"),
    ("etats-unis usa americain americaine", "US"),
    ("canada canadien canadienne", "CA"),
    ("maroc marocain marocaine", "MA"),
    ("algerie algerien algerienne", "DZ"),
    ("tunisie tunisien tunisienne", "TN"),
    ("senegal senegalais senegalaise", "SN"),
];

/// The code that a cell says, in capitals: written, or meant by the name of a country or of its people.
pub(crate) fn code(text: &str) -> Option<String> {
    if known(text) {
        return Some(text.to_ascii_uppercase());
    }
    let wanted = fold(text).replace(' ', "-");
    let means = |(names, _): &&(&str, &str)| names.split(' ').any(|name| name == wanted);
    NAMES.iter().find(means).map(|(_, code)| (*code).to_owned())
}

/// Countries of an address whose people are taxed in France: the overseas departments have codes of their own.
const FRENCH: [&str; 6] = ["FR", "GP", "MQ", "GF", "RE", "YT"];

/// A code of the norm, in small or capital letters.
pub(crate) fn known(code: &str) -> bool {
    CODES.split(' ').any(|known| known.eq_ignore_ascii_case(code))
}

/// France and its overseas departments.
pub(crate) fn french(code: &str) -> bool {
    FRENCH.iter().any(|known| known.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_and_fifty_codes() {
        assert_eq!(CODES.split(' ').count(), 250);
        assert!(CODES.split(' ').is_sorted());
        assert!(known("gb") && known("XK") && !known("UK") && !known("EN") && !known(""));
        for (text, meant) in
            [("Française", Some("FR")), ("Royaume Uni", Some("GB")), ("fr", Some("FR")), ("Fra", None)]
        {
            assert_eq!(code(text).as_deref(), meant, "{text}");
        }
        assert!(NAMES.iter().all(|(_, code)| known(code)));
    }
}
