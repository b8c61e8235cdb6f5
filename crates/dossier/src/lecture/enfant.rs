//! Columns of `salaries.csv` of a child under sixteen: the authorisation and who receives a part of the pay.

use cddu_payslip::{Adresse, Enfant, identifiants};
use rust_decimal::Decimal;

use crate::lecture::questions::if_wanted;
use crate::lecture::sheet::{Cells, cut};

/// A larger share of the representatives, in percent, is asked about: what is left is the child's (C. trav. L7124-9).
const MOST: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// The columns that an authorisation cannot do without.
const NEEDED: [&str; 4] = ["enfant_autorisation", "enfant_date", "part_representants", "representant"];
/// The others.
const MORE: [&str; 8] = [
    "enfant_minuit",
    "second_representant",
    "representants_voie",
    "representants_code_postal",
    "representants_commune",
    "representants_pays",
    "representants_iban",
    "representants_bic",
];

/// The authorisation of a child, when one of its columns is filled. The part is never guessed: none is refused.
pub(super) fn read(cells: &mut Cells<'_>) -> Option<Box<Enfant>> {
    let autorisation = cells.opt_text("enfant_autorisation");
    let date = cells.date("enfant_date");
    let part = cells.rate("part_representants");
    let first = cells.opt_text("representant");
    let second = cells.opt_text("second_representant");
    let jusqu_a_minuit = cells.yes_no("enfant_minuit").unwrap_or(false);
    let adresse = Adresse {
        voie: cells.text("representants_voie"),
        code_postal: cells.text("representants_code_postal"),
        commune: cells.text("representants_commune"),
        pays: cells.text("representants_pays"),
    };
    let iban = account(cells);
    let bic = cells.opt_text("representants_bic");
    let empty = |column: &&&str| cells.peek(column).is_empty();
    if NEEDED.iter().chain(&MORE).all(|column| empty(&column)) {
        return None;
    }
    let missing: Vec<&str> = NEEDED.iter().filter(empty).copied().collect();
    if let Some(column) = missing.first() {
        cells.fault(
            "DOS-192",
            column,
            format!("autorisation d'enfant incomplète : il manque {}", missing.join(", ")),
            "recopier la décision du préfet : sa référence, sa date, la part laissée aux représentants légaux (aucune part n'est supposée) et leurs noms",
        );
        return None;
    }
    let (Some(autorisation), Some(date), Some(part), Some(first)) = (autorisation, date, part, first) else {
        // The cell itself was refused.
        return None;
    };
    let fraction = part.0 > Decimal::ZERO && part.0 < Decimal::ONE;
    if fraction && !cells.confirmed().contains("part_representants") {
        let percent = (part.0 * Decimal::ONE_HUNDRED).normalize().to_string().replace('.', ",");
        cells.fault(
            "DOS-193",
            "part_representants",
            format!("part des représentants légaux de {part} % : moins d'un centième de la paie"),
            &format!(
                "écrire la part en pour cent : {percent} si le tableur a gardé la fraction ; {}",
                if_wanted("part_representants")
            ),
        );
    }
    if part.0 > MOST && !cells.confirmed().contains("part_representants") {
        let percent = part.0.normalize().to_string().replace('.', ",");
        cells.fault(
            "DOS-193",
            "part_representants",
            format!("part des représentants légaux de {percent} % : plus de la moitié de la paie ne serait pas à l'enfant"),
            &format!(
                "écrire la part laissée aux représentants (souvent 10), pas celle du pécule (C. trav. L7124-9) ; {}",
                if_wanted("part_representants")
            ),
        );
    }
    Some(Box::new(Enfant {
        autorisation,
        date,
        part_representants: part,
        jusqu_a_minuit,
        representants: std::iter::once(first).chain(second).collect(),
        adresse: (adresse != Adresse::default()).then_some(adresse),
        iban,
        bic,
    }))
}

fn account(cells: &mut Cells<'_>) -> Option<String> {
    let text = cells.opt_text("representants_iban")?;
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if identifiants::iban(&plain) {
        return Some(plain);
    }
    cells.fault(
        "DOS-032",
        "representants_iban",
        format!("la clé de l'IBAN « {} » est fausse", cut(&text)),
        "recopier l'IBAN du relevé d'identité bancaire des représentants légaux ; sans IBAN, laisser la case vide (paie par chèque)",
    );
    None
}
