//! A child of ten in a folder: what is asked before anything is frozen, then the payslip, the transfers, the accounts, the
//! declaration, the reconciliation.

mod common;

use std::fs;
use std::path::Path;

use cddu_dossier::{Folder, ReconcileOptions, reconcile};
use cddu_rates::{Cents, Gravite, Month, Rates};
use common::{cddu, example};
use serde_json::Value;

const FAMILY: &str = "FR7699999000010000000100122";
const CAISSE: &str = "FR7630006000011234567890189";

/// Columns of the child, by name.
fn child() -> Vec<(&'static str, String)> {
    [
        ("matricule", "E01"),
        ("nom", "EXEMPLE"),
        ("prenom", "Camille"),
        ("date_naissance", "2016-01-15"),
        ("lieu_naissance", "PARIS"),
        ("departement_naissance", "75"),
        ("pays_naissance", "FR"),
        ("voie", "2 rue de la Fiction"),
        ("code_postal", "75020"),
        ("commune", "PARIS"),
        ("taux_pas", "0"),
        ("nationalite", "FR"),
        ("identifiant_taux_pas", "900000099"),
        ("numero_conges_spectacles", "Z000099"),
        ("enfant_autorisation", "75-2026-0012"),
        ("enfant_date", "2026-10-15"),
        ("enfant_minuit", ""),
        ("part_representants", "10"),
        ("representant", "Claude EXEMPLE"),
        ("second_representant", "Dominique EXEMPLE"),
        ("representants_iban", FAMILY),
    ]
    .into_iter()
    .map(|(column, value)| (column, value.to_owned()))
    .collect()
}

/// The number of a girl born in January 2016, with its key.
fn nir() -> String {
    let number = "2160175102003";
    let key = 97 - number.parse::<u64>().unwrap() % 97;
    format!("{number}{key:02}")
}

/// The example shoot with a child of ten, two days at 900.00; `change` alters the cells, `hours` the sheet.
fn shoot(change: &[(&str, &str)], hours: [&str; 2], caisse: bool) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("tournage");
    example("tournage", &folder);
    let mut cells = child();
    cells.push(("nir", nir()));
    for (column, value) in change {
        cells.retain(|(name, _)| name != column);
        cells.push((column, (*value).to_owned()));
    }
    let people = fs::read_to_string(folder.join("salaries.csv")).unwrap();
    let (header, rows) = people.split_once('\n').unwrap();
    let mut columns: Vec<&str> = header.split(',').collect();
    let known = columns.len();
    columns.extend(cells.iter().map(|(name, _)| *name).filter(|name| !header.split(',').any(|c| c == *name)));
    let more = ",".repeat(columns.len() - known);
    let own: Vec<&str> = columns
        .iter()
        .map(|c| cells.iter().find(|(name, _)| name == c).map_or("", |(_, value)| value.as_str()))
        .collect();
    let rows: String = rows.lines().map(|row| format!("{row}{more}\n")).collect();
    fs::write(folder.join("salaries.csv"), format!("{}\n{rows}{}\n", columns.join(","), own.join(",")))
        .unwrap();
    append(
        &folder,
        "contrats.csv",
        &[
            ("contrat", "E01-1"),
            ("matricule", "E01"),
            ("categorie", "artiste"),
            ("annexe", "10"),
            ("fonction", "Artiste-interprète"),
            ("debut", "2026-11-16"),
            ("fin", "2026-11-17"),
            ("salaire_base", "900.00"),
            ("engagement", "jour"),
            ("poste", "3"),
            ("heure_embauche", "09:00"),
        ],
    );
    for day in ["2026-11-16", "2026-11-17"] {
        append(
            &folder,
            "temps.csv",
            &[("contrat", "E01-1"), ("date", day), ("debut", hours[0]), ("fin", hours[1]), ("cachets", "1")],
        );
    }
    if caisse {
        let file = folder.join("production.toml");
        let text = fs::read_to_string(&file).unwrap();
        let account = format!("[virements]\ncaisse_des_depots = {{ iban = \"{CAISSE}\" }}\n");
        fs::write(&file, text.replace("[virements]\n", &account)).unwrap();
    }
    work
}

/// Adds a row to a sheet, by the names of its columns.
fn append(folder: &Path, file: &str, cells: &[(&str, &str)]) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let missing: Vec<&str> =
        cells.iter().map(|(c, _)| *c).filter(|c| !header.split(',').any(|h| h == *c)).collect();
    let more = ",".repeat(missing.len());
    let header: Vec<&str> = header.split(',').chain(missing).collect();
    let row: Vec<&str> =
        header.iter().map(|h| cells.iter().find(|(c, _)| c == h).map_or("", |(_, v)| *v)).collect();
    let rows: String = rows.lines().map(|row| format!("{row}{more}\n")).collect();
    fs::write(path, format!("{}\n{rows}{}\n", header.join(","), row.join(","))).unwrap();
}

fn run(work: &Path, line: &str, status: i32) -> String {
    let output = cddu(work).args(line.split(' ')).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(status), "{line}\n{out}\n{err}");
    out + &err
}

const DAY: [&str; 2] = ["09:00", "12:00"];

#[test]
fn a_child_is_paid_on_two_accounts_and_everything_agrees() {
    let work = shoot(&[], DAY, true);
    let work = work.path();
    run(work, "paie tournage --periode 2026-W46", 0);
    run(work, "paie tournage --periode 2026-W47", 0);
    let file = work.join("tournage/bulletins/2026/2026-W47/2026-W47-E01.json");
    let frozen: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let slip = &frozen["resultat"];
    let cents = |value: &Value| value.as_str().unwrap().parse::<Cents>().unwrap();
    let net = cents(&slip["totaux"]["virement"]);
    let (part, caisse) =
        (cents(&slip["pecule"]["part_representants"]), cents(&slip["pecule"]["caisse_des_depots"]));
    // A tenth rounded half up, the rest by difference.
    assert_eq!(part, Cents((net.0 + 5) / 10));
    assert_eq!(part + caisse, net);
    // Two transfers, one account each.
    let bank = fs::read_to_string(work.join("tournage/sorties/2026-W47/virements.xml")).unwrap();
    let paid = |reference: &str| {
        let from = bank.split(&format!("<EndToEndId>{reference}</EndToEndId>")).nth(1).unwrap();
        let of = |tag: &str| {
            let rest = &from[from.find(&format!("<{tag}")).unwrap()..];
            rest[rest.find('>').unwrap() + 1..rest.find("</").unwrap()].to_owned()
        };
        (of("InstdAmt"), of("Nm"), of("IBAN"), of("Ustrd"))
    };
    let (amount, name, iban, _) = paid("2026-W47-E01");
    assert_eq!(
        (amount, name.as_str(), iban.as_str()),
        (part.to_string(), "Claude EXEMPLE ET Dominique EXEMPLE", FAMILY)
    );
    let (amount, name, iban, label) = paid("2026-W47-E01-CDC");
    assert_eq!(
        (amount, name.as_str(), iban.as_str()),
        (caisse.to_string(), "CAISSE DES DEPOTS ET CONSIGNATIONS", CAISSE)
    );
    assert!(label.starts_with("PECULE EXEMPLE Camille AUTORISATION 75-2026-0012"), "{label}");
    // The account of the Caisse des Dépôts holds the pécule.
    let read = |file: &str| fs::read_to_string(work.join("tournage/sorties").join(file)).unwrap();
    let entries = read("2026-W47/comptabilite/detail-par-bulletin.csv");
    let owed: Vec<&str> = entries.lines().filter(|l| l.contains(";4681;")).collect();
    assert_eq!(owed.len(), 1, "{entries}");
    assert!(owed[0].contains(&caisse.to_string().replace('.', ",")), "{owed:?}");
    // The payslip and the declaration of R7124-35.
    let html = read("2026-W47/bulletins/2026-W47-E01.html");
    for words in ["Part des représentants légaux", "Pécule versé à la Caisse des Dépôts", "75-2026-0012"]
    {
        assert!(html.contains(words), "{words}");
    }
    let told = read("2026-W47/pecules/2026-W47-E01.html");
    for words in ["R7124-35", "Claude EXEMPLE, Dominique EXEMPLE", "15/01/2016 PARIS", "2 rue de la Fiction"]
    {
        assert!(told.contains(words), "{words}");
    }
    assert!(work.join("tournage/sorties/2026-W47/pecules/2026-W47-E01.pdf").is_file());
    // The month agrees to the cent, both transfers seen; a cent moved from one to the other is found.
    let rates = Rates::embedded();
    let report = || {
        let folder = Folder::read(&work.join("tournage")).unwrap();
        let report =
            reconcile(&folder, &rates, Month { year: 2026, month: 11 }, &ReconcileOptions::default())
                .unwrap();
        report.ecarts.into_iter().filter(|e| e.gravite != Gravite::Info).collect::<Vec<_>>()
    };
    assert!(report().is_empty(), "{:#?}", report());
    let moved = bank
        .replace(&format!(">{part}<"), &format!(">{}<", part + Cents(1)))
        .replace(&format!(">{caisse}<"), &format!(">{}<", caisse - Cents(1)));
    fs::write(work.join("tournage/sorties/2026-W47/virements.xml"), moved).unwrap();
    let found: Vec<String> = report().into_iter().map(|e| e.regle).collect();
    assert_eq!(found, ["B01", "B01"]);
    // The same folder again: nothing moves.
    fs::write(work.join("tournage/sorties/2026-W47/virements.xml"), &bank).unwrap();
    run(work, "paie tournage --periode 2026-W47", 0);
    assert_eq!(fs::read_to_string(work.join("tournage/sorties/2026-W47/virements.xml")).unwrap(), bank);
}

#[test]
fn a_correction_shares_the_difference() {
    let work = shoot(&[], DAY, true);
    let work = work.path();
    run(work, "paie tournage --periode 2026-W47", 0);
    let contracts = work.join("tournage/contrats.csv");
    let text = fs::read_to_string(&contracts).unwrap();
    fs::write(&contracts, text.replace("900.00", "1000.00")).unwrap();
    run(work, "paie tournage --periode 2026-W47 --rectifier", 0);
    let share = |number: &str| {
        let file = work.join(format!("tournage/bulletins/2026/2026-W47/{number}.json"));
        let frozen: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        let cents = |key: &str| frozen["resultat"]["pecule"][key].as_str().unwrap().parse::<Cents>().unwrap();
        [cents("part_representants"), cents("caisse_des_depots")]
    };
    let (before, after) = (share("2026-W47-E01"), share("2026-W47-E01-R1"));
    let bank = fs::read_to_string(work.join("tournage/sorties/2026-W47/virements-2.xml")).unwrap();
    for rank in 0..2 {
        let more = after[rank] - before[rank];
        assert!(more > Cents::ZERO && bank.contains(&format!(">{more}<")), "{more} {bank}");
    }
}

#[test]
fn what_a_child_lacks_is_refused_at_its_line_and_the_others_are_paid() {
    type Case<'a> = (&'a [(&'a str, &'a str)], [&'a str; 2], bool, &'a str, &'a str);
    let none: Vec<(&str, &str)> = [
        "enfant_autorisation",
        "enfant_date",
        "part_representants",
        "representant",
        "second_representant",
        "representants_iban",
    ]
    .into_iter()
    .map(|column| (column, ""))
    .collect();
    let late = ["19:00", "20:30"];
    let midnight = ["23:00", "00:30"];
    let cases: [Case<'_>; 8] = [
        (&none, DAY, true, "PAIE-100", "salaries.csv:"),
        (&[("part_representants", "")], DAY, true, "DOS-192", "salaries.csv:"),
        (&[("part_representants", "0.1")], DAY, true, "DOS-193", "salaries.csv:"),
        (&[("enfant_date", "2026-11-17")], DAY, true, "PAIE-104", "salaries.csv:"),
        (
            &[("representants_iban", ""), ("iban", "FR1299999000010000099999925")],
            DAY,
            true,
            "DOS-191",
            "salaries.csv:",
        ),
        (&[], DAY, false, "DOS-190", "production.toml:"),
        (&[], late, true, "BRUT-150", "temps.csv:"),
        (&[("enfant_minuit", "oui")], midnight, true, "BRUT-133", "temps.csv:"),
    ];
    for (change, hours, caisse, code, place) in cases {
        let work = shoot(change, hours, caisse);
        let told = run(work.path(), "paie tournage --periode 2026-W47", 1);
        let at = told.find(&format!("[{code}]")).unwrap_or_else(|| panic!("{code} : {told}"));
        assert!(told[at..].lines().nth(1).unwrap().contains(place), "{code} : {}", &told[at..]);
        let slips = work.path().join("tournage/bulletins/2026/2026-W47");
        assert!(!slips.join("2026-W47-E01.json").exists(), "{code}");
        assert!(slips.join("2026-W47-T01.json").exists(), "{code}");
    }
}
