//! `figuration.csv`: the list of a day of extras, one row each. A row is a person, a contract of a day, its hours and its
//! expenses: it is spread over the sheets that the other files fill, and read by the same readers, which say its own line.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Period, closest, fold};
use chrono::{Datelike as _, Days, NaiveDate};

use crate::lecture::columns::{ELEMENTS, FIGURATION};
use crate::lecture::contracts::LigneContrat;
use crate::lecture::left_out::LeftOut;
use crate::lecture::questions::if_wanted;
use crate::lecture::sheet::{Cells, RawRow, Sheet, cut, shifted};
use crate::lecture::value::recent_date;

/// The sheets that the rows complete.
pub(crate) struct Sheets<'a> {
    pub salaries: &'a mut Sheet,
    pub contrats: &'a mut Sheet,
    pub temps: &'a mut Sheet,
    pub elements: &'a mut Option<Sheet>,
}

/// A person that a row may name.
struct Known {
    matricule: String,
    /// As it is compared, and as it is written.
    name: String,
    shown: String,
    nir: String,
}

/// Adds each row of the list to the sheets. What is wrong in a row is told on it, and holds its person.
pub(crate) fn spread(list: &Sheet, sheets: &mut Sheets<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for sheet in [&mut *sheets.salaries, &mut *sheets.contrats, &mut *sheets.temps] {
        sheet.bordereau = Some(list.shown.clone());
    }
    let elements = sheets.elements.get_or_insert_with(|| Sheet {
        shown: ELEMENTS.fichier.to_owned(),
        spec: &ELEMENTS,
        rows: Vec::new(),
        diagnostics: Vec::new(),
        bordereau: None,
    });
    elements.bordereau = Some(list.shown.clone());
    let mut days: BTreeMap<String, u64> = BTreeMap::new();
    // A merged cell leaves its value on its first row only: a row that names nobody may be of the person above.
    let mut above = String::new();
    let mut people: Vec<Known> = sheets.salaries.rows.iter().map(|row| known(sheets.salaries, row)).collect();
    let dates: Vec<NaiveDate> =
        list.rows.iter().filter_map(|row| recent_date(&Cells::new(list, row).peek("date")).ok()).collect();
    for row in &list.rows {
        let mut cells = Cells::new(list, row);
        let mut matricule = person(&mut cells, &people);
        let day = if row.broken { None } else { values(&mut cells) };
        if let Some(day) = day {
            far(&mut cells, day, &dates);
        }
        if matricule.is_empty() && full_name(&cells).is_empty() {
            matricule.clone_from(&above);
        }
        above.clone_from(&matricule);
        let number = format!(
            "FIG-{}-{matricule}",
            day.map_or_else(|| row.line.to_string(), |d| d.format("%Y%m%d").to_string())
        );
        if let Some(first) = days.get(&number).filter(|_| cells.faults.is_empty() && !row.broken) {
            cells.fault(
                "DOS-020",
                "matricule",
                format!("{matricule} est déjà convoqué ce jour-là à la ligne {first}"),
                "supprimer la ligne en double ; deux convocations du même jour se paient sur une ligne, du début de l'une à la fin de l'autre",
            );
        }
        days.entry(number.clone()).or_insert(row.line);
        let fault = if row.broken { Some(shifted(list, row)) } else { cells.faults.first().cloned() };
        diagnostics.append(&mut cells.faults);
        if let Some(fault) = fault {
            // The reader of the contracts holds whoever the row may be of.
            for owner in owners(&cells, &people, matricule) {
                let own = BTreeMap::from([("contrat", number.clone()), ("matricule", owner)]);
                let held = filled(sheets.contrats, row, &own, Some(fault.clone()));
                sheets.contrats.rows.push(held);
            }
            continue;
        }
        if people.iter().all(|p| p.matricule != matricule) {
            let own = BTreeMap::from([("matricule", matricule.clone())]);
            let added = filled(sheets.salaries, row, &copied(&cells, sheets.salaries, own), None);
            people.push(known(sheets.salaries, &added));
            sheets.salaries.rows.push(added);
        }
        let call = cells.peek("debut");
        let function = cells.peek("fonction");
        let contract = BTreeMap::from([
            ("contrat", number.clone()),
            ("matricule", matricule.clone()),
            ("categorie", "figurant".to_owned()),
            ("fonction", if function.is_empty() { "Figurant".to_owned() } else { function }),
            ("debut", cells.peek("date")),
            ("fin", cells.peek("date")),
            ("engagement", "jour".to_owned()),
            ("cachets", "1".to_owned()),
            ("heure_embauche", call),
        ]);
        let mut contract = copied(&cells, sheets.contrats, contract);
        if cells.peek("confirme").contains("date") {
            contract.entry("confirme").or_default().push_str(" debut");
        }
        let contract = filled(sheets.contrats, row, &contract, None);
        sheets.contrats.rows.push(contract);
        let time = BTreeMap::from([
            ("contrat", number.clone()),
            ("nature", "tournage".to_owned()),
            ("cachets", "1".to_owned()),
            // The meal of an extra is refunded: the sheet has no indemnity for it.
            ("repas", String::new()),
            ("lieu", String::new()),
        ]);
        let time = filled(sheets.temps, row, &copied(&cells, sheets.temps, time), None);
        sheets.temps.rows.push(time);
        for (column, code, label, nature) in [
            ("repas", "frais", "Repas".to_owned(), "repas_restaurant"),
            ("complement", "prime", complement(&cells), ""),
        ] {
            let amount = cells.peek(column);
            if amount.is_empty() {
                continue;
            }
            let own = BTreeMap::from([
                ("matricule", matricule.clone()),
                ("date", cells.peek("date")),
                ("code", code.to_owned()),
                ("montant", amount),
                ("quantite", if nature.is_empty() { String::new() } else { "1".to_owned() }),
                ("nature", nature.to_owned()),
                ("contrat", number.clone()),
                ("libelle", label),
                ("confirme", confirmed_amount(&cells, column)),
            ]);
            let element = filled(elements, row, &own, None);
            elements.rows.push(element);
        }
    }
}

/// Whom a faulty row may be of: the person that it names, else those whose number or name is as close as can be.
fn owners(cells: &Cells<'_>, people: &[Known], matricule: String) -> BTreeSet<String> {
    if people.iter().any(|p| p.matricule == matricule) {
        return BTreeSet::from([matricule]);
    }
    let name = full_name(cells);
    let nir: String = cells.peek("nir").split_whitespace().collect();
    let mut out = BTreeSet::new();
    if name.is_empty() {
        let numbers = closest(&matricule, people.iter().map(|p| p.matricule.as_str()));
        out.extend(numbers.into_iter().filter(|_| !matricule.is_empty()).map(str::to_owned));
    } else {
        // A name says more than a number, and a security number of another person more than a name.
        let names = closest(&name, people.iter().map(|p| p.name.as_str()));
        let other = |p: &Known| !nir.is_empty() && !p.nir.is_empty() && p.nir != nir;
        let named = people.iter().filter(|p| names.contains(&p.name.as_str()) && !other(p));
        out.extend(named.map(|p| p.matricule.clone()));
    }
    out.insert(matricule);
    out
}

fn known(sheet: &Sheet, row: &RawRow) -> Known {
    let cells = Cells::new(sheet, row);
    Known {
        matricule: cells.peek("matricule"),
        name: full_name(&cells),
        shown: format!("{} {}", cells.peek("prenom"), cells.peek("nom")),
        nir: cells.peek("nir").split_whitespace().collect(),
    }
}

/// Name and first name, as they are compared; empty when one of them is missing.
fn full_name(cells: &Cells<'_>) -> String {
    let (name, first) = (fold(&cells.peek("nom")), fold(&cells.peek("prenom")));
    if name.is_empty() || first.is_empty() { String::new() } else { format!("{name} {first}") }
}

/// The number of the person of a row: written, or that of the known person who has its security number or its name.
fn person(cells: &mut Cells<'_>, people: &[Known]) -> String {
    let matricule = cells.identifier("matricule");
    let nir: String = cells.peek("nir").split_whitespace().collect();
    let name = full_name(cells);
    if !matricule.is_empty() {
        let other = people.iter().find(|p| p.matricule == matricule);
        if let Some(other) = other.filter(|p| !name.is_empty() && !p.name.is_empty() && p.name != name) {
            let message = format!("{matricule} est le matricule de « {} »", cut(&other.shown));
            cells.fault(
                "DOS-160",
                "matricule",
                message,
                "corriger le matricule ou le nom, ou laisser le nom vide",
            );
        }
        let namesake =
            people.iter().find(|p| !nir.is_empty() && p.nir == nir || !name.is_empty() && p.name == name);
        if let (None, Some(same)) =
            (other, namesake.filter(|_| !cells.peek("confirme").contains("matricule")))
        {
            cells.fault(
                "DOS-160",
                "matricule",
                format!(
                    "« {} » n'est pas dans salaries.csv, où {} est {}",
                    cut(&matricule),
                    cut(&same.shown),
                    same.matricule
                ),
                &format!("écrire {}, ou vider le matricule ; {}", same.matricule, if_wanted("matricule")),
            );
            // The person named is the one that the row would complete.
            return same.matricule.clone();
        }
        if other.is_none() && (cells.peek("nom").is_empty() || cells.peek("prenom").is_empty()) {
            cells.fault(
                "DOS-161",
                "nom",
                format!("« {} » n'est pas dans salaries.csv, et la ligne ne donne pas son nom", cut(&matricule)),
                "remplir nom, prenom, nir, date_naissance, adresse... sur cette ligne, ou corriger le matricule",
            );
        }
        return matricule;
    }
    let by_nir = people.iter().find(|p| !nir.is_empty() && p.nir == nir);
    let mut by_name = people.iter().filter(|p| !name.is_empty() && nir.is_empty() && p.name == name);
    let found = by_nir.or_else(|| by_name.next());
    if by_nir.is_none() && by_name.next().is_some() {
        cells.fault(
            "DOS-161",
            "matricule",
            format!(
                "plusieurs personnes s'appellent « {} {} »",
                cells.peek("prenom"),
                cut(&cells.peek("nom"))
            ),
            "donner le matricule",
        );
    }
    match found {
        Some(person) => person.matricule.clone(),
        None => {
            cells.fault(
                "DOS-161",
                "matricule",
                "la ligne ne nomme personne de connu".to_owned(),
                "donner le matricule ; pour une personne nouvelle, un matricule nouveau et ses nom, prenom, nir, adresse",
            );
            String::new()
        }
    }
}

/// Days from any other one of the list beyond which a day is asked about.
const FAR: i64 = 45;

/// A day months away from all the others: its person would not be paid with them, and nobody would say so.
fn far(cells: &mut Cells<'_>, day: NaiveDate, dates: &[NaiveDate]) {
    let near = |day: NaiveDate| dates.iter().filter(|d| (**d - day).num_days().abs() <= FAR).count();
    let turned = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month());
    // Alone but for itself, or far fewer than on the day that its figures also write.
    let few = near(day) == 1 || turned.is_some_and(|turned| near(turned) > 4 * near(day));
    let alone = dates.len() >= 4 && few;
    if !alone || cells.peek("confirme").contains("date") {
        return;
    }
    let hint = match turned.filter(|turned| near(*turned) > near(day)) {
        Some(turned) => format!("jour et mois inversés ? écrire {}", turned.format("%d/%m/%Y")),
        None => "corriger la date".to_owned(),
    };
    cells.fault(
        "DOS-316",
        "date",
        format!(
            "le {} est loin des autres jours du bordereau : la personne ne serait pas payée avec eux",
            day.format("%d/%m/%Y")
        ),
        &format!("{hint} ; {}", if_wanted("date")),
    );
}

/// A day of the bordereau in a week where nobody else has a contract: its person would be paid apart, by a period that nobody
/// will ask for.
pub(crate) fn alone(
    sheet: &Sheet,
    contracts: &BTreeMap<String, LigneContrat>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for row in contracts.values().filter(|c| c.fichier == FIGURATION.fichier && !c.confirme.contains("debut"))
    {
        let monday = Period::monday(row.dates.debut);
        let week = Period { debut: monday, fin: monday + Days::new(6) };
        let others = |c: &LigneContrat| c.contrat != row.contrat && c.dates.intersection(week).is_some();
        if contracts.len() < 4 || contracts.values().any(others) {
            continue;
        }
        let fault = Diagnostic::error(
            "DOS-316",
            format!(
                "le {} : personne d'autre n'a de contrat cette semaine-là ; la personne ne serait pas payée avec les autres",
                row.dates.debut.format("%d/%m/%Y")
            ),
        )
        .in_file(sheet.shown_at(true), Some(row.ligne))
        .column("date")
        .hint(format!("corriger la date (le mois ?) ; {}", if_wanted("date")));
        left_out.add(&row.matricule, &fault);
        diagnostics.push(fault);
    }
}

/// A meal under this many euros is a number of meals, as temps.csv counts them.
const CHEAPEST_MEAL: Cents = Cents(500);

/// Judges the cells whose columns the other files name otherwise, and gives the day.
fn values(cells: &mut Cells<'_>) -> Option<chrono::NaiveDate> {
    let day = cells.date("date");
    for column in ["salaire_base", "complement"] {
        cells.amount(column);
    }
    let meal = cells.amount("repas").filter(|m| *m > Cents::ZERO && *m < CHEAPEST_MEAL);
    if let Some(meal) = meal.filter(|_| !cells.peek("confirme").contains("repas")) {
        cells.fault(
            "DOS-315",
            "repas",
            format!("{meal} € de repas : la colonne est le montant remboursé, non un nombre de repas"),
            &format!("écrire le montant en euros (21,40) ; {}", if_wanted("repas")),
        );
    }
    for column in ["debut", "fin"] {
        cells.time(column);
    }
    cells.confirmed();
    let (from, to) = (cells.peek("debut"), cells.peek("fin"));
    if from.is_empty() != to.is_empty() {
        let column = if from.is_empty() { "debut" } else { "fin" };
        cells.fault(
            "DOS-010",
            column,
            format!("« {column} » est vide"),
            "remplir la convocation et la fin, ou laisser les deux vides : la journée est alors payée sans heures",
        );
    }
    if cells.peek("complement").is_empty() && !cells.peek("complement_libelle").is_empty() {
        cells.fault(
            "DOS-010",
            "complement",
            "un complément nommé sans montant".to_owned(),
            "donner le montant, ou vider complement_libelle",
        );
    }
    day
}

fn complement(cells: &Cells<'_>) -> String {
    match cells.peek("complement_libelle") {
        label if label.is_empty() => "Complément de figuration".to_owned(),
        label => label,
    }
}

/// The cells of the columns that both files name alike, under those already given.
fn copied(
    cells: &Cells<'_>,
    into: &Sheet,
    mut own: BTreeMap<&'static str, String>,
) -> BTreeMap<&'static str, String> {
    for column in into.spec.colonnes {
        if crate::lecture::columns::FIGURATION.position(column.nom).is_some() && column.nom != "confirme" {
            own.entry(column.nom).or_insert_with(|| cells.peek(column.nom));
        }
    }
    own.insert("confirme", confirmed(cells, into.spec));
    own
}

/// The confirmed columns that the other file knows.
fn confirmed(cells: &Cells<'_>, spec: &crate::lecture::columns::FileSpec) -> String {
    let text = cells.peek("confirme");
    let words = text.split([' ', ',', ';', '/', '+']).filter(|w| spec.position(w).is_some());
    words.collect::<Vec<_>>().join(" ")
}

/// What is confirmed of the element that a column of the list makes: its amount.
fn confirmed_amount(cells: &Cells<'_>, column: &str) -> String {
    let text = cells.peek("confirme");
    let named = text.split([' ', ',', ';', '/', '+']).any(|word| fold(word) == column);
    let own = confirmed(cells, &ELEMENTS);
    if named { format!("{own} montant").trim().to_owned() } else { own }
}

fn filled(
    sheet: &Sheet,
    row: &RawRow,
    own: &BTreeMap<&'static str, String>,
    fault: Option<Diagnostic>,
) -> RawRow {
    RawRow {
        line: row.line,
        cells: sheet.spec.colonnes.iter().map(|c| own.get(c.nom).cloned().unwrap_or_default()).collect(),
        broken: fault.is_some(),
        added: true,
        fault,
    }
}
