//! A copy corrected: the right answers are all acquired, each kind of mistake is named, each bad file is told.

mod commun;

use std::fs;
use std::path::{Path, PathBuf};

use cddu_etude::{Constat, Nature, Piege, corriger, creer};
use cddu_kit::Engine;
use commun::{demande, text};

const BULLETINS: &str = "bulletins-a-remplir.csv";
const ECRITURES: &str = "ecritures-a-remplir.csv";
const RAPPROCHEMENT: &str = "rapprochement-a-remplir.csv";

/// A case and a copy that holds every right answer. P01 is a technician, P02 an artist, then one person a trap in the
/// order of the list: P03 works over two months, P04 is the artist with the flat deduction, P05 the cadre.
struct Classe {
    place: tempfile::TempDir,
    engine: Engine,
}

impl Classe {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let engine = Engine::embedded();
        let traps =
            [Piege::SemaineACheval, Piege::Dfs, Piege::Cadre, Piege::Precompte, Piege::Centime, Piege::Dsn];
        creer(&engine, &place.path().join("cas"), &demande(7, &traps)).unwrap();
        Self { place, engine }
    }

    fn corrige(&self) -> PathBuf {
        self.place.path().join("cas/corrige")
    }

    /// The right copy, one file changed.
    fn copy(&self, file: &str, change: impl Fn(&str) -> String) -> PathBuf {
        let copy = self.place.path().join("copie");
        fs::create_dir_all(&copy).unwrap();
        fs::copy(self.place.path().join("cas/sujet/cas.txt"), copy.join("cas.txt")).unwrap();
        for name in [BULLETINS, ECRITURES, RAPPROCHEMENT] {
            fs::copy(self.corrige().join(name), copy.join(name)).unwrap();
        }
        let right = text(&copy.join(file));
        let changed = change(&right);
        fs::write(copy.join(file), changed).unwrap();
        copy
    }

    fn correct(&self, copy: &Path) -> Vec<Constat> {
        corriger(&self.engine, copy, &self.corrige()).unwrap().constats
    }

    /// The cell of a row of the right payslips.
    fn cell(&self, row: &str, column: &str) -> String {
        let sheet = text(&self.corrige().join(BULLETINS));
        let line = sheet.lines().find(|l| l.contains(row)).unwrap_or_else(|| panic!("{row}"));
        line.split(';').nth(rank(column)).unwrap().to_owned()
    }
}

fn rank(column: &str) -> usize {
    let columns = [
        "document",
        "contrat",
        "rubrique",
        "libelle",
        "base",
        "taux_salarie",
        "part_salarie",
        "taux_employeur",
        "part_employeur",
    ];
    columns.iter().position(|c| *c == column).unwrap()
}

/// The sheet with other cells in one row.
fn with(sheet: &str, row: &str, cells: &[(&str, &str)]) -> String {
    assert_eq!(sheet.lines().filter(|l| l.contains(row)).count(), 1, "{row}");
    let line = |line: &str| {
        if !line.contains(row) {
            return line.to_owned();
        }
        let mut all: Vec<&str> = line.split(';').collect();
        for (column, value) in cells {
            assert_ne!(all[rank(column)], *value, "{row} {column}");
            all[rank(column)] = value;
        }
        all.join(";")
    };
    sheet.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_right_answers_are_all_acquired() {
    let class = Classe::new();
    let copy = class.copy(BULLETINS, str::to_owned);
    let found = corriger(&class.engine, &copy, &class.corrige()).unwrap();
    assert_eq!(found.constats, []);
    let codes: Vec<&str> = found.notes.iter().map(|n| n.critere).collect();
    assert_eq!(codes, ["C2.1", "C2.2", "C2.2", "C2.3", "C2.8", "C3.2"]);
    for note in &found.notes {
        assert_eq!((note.justes, note.mention), (note.total, "acquis"), "{}", note.critere);
        assert!(note.total > 0);
    }
    // The blank sheet of the subject has every right row.
    let blank = text(&class.place.path().join("cas/sujet").join(BULLETINS));
    for line in text(&class.corrige().join(BULLETINS)).lines().skip(1) {
        let row = line.splitn(4, ';').take(3).collect::<Vec<_>>().join(";");
        assert!(blank.contains(&format!("{row};")), "{row}");
    }
    // A worksheet of another country: tabs, Windows-1252, spaces in the amounts.
    let tabs = class.copy(BULLETINS, |right| right.replace(';', "\t").replace("1000,00", "1 000,00"));
    let latin: Vec<u8> = text(&tabs.join(BULLETINS))
        .trim_start_matches('\u{feff}')
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    fs::write(tabs.join(BULLETINS), latin).unwrap();
    assert_eq!(class.correct(&tabs), []);
}

#[test]
fn one_mistake_of_each_kind_is_named() {
    let class = Classe::new();
    let gross = class.cell("P04-1;brut;", "base");
    let up = |amount: &str| {
        let cents: i64 = amount.replace(',', "").parse().unwrap();
        format!("{},{:02}", (cents + 1) / 100, (cents + 1) % 100)
    };
    let rounding = up(&class.cell("P01-1;VIEIL_PLAF;", "part_salarie"));
    let relief = class.cell("P01-1;RGDU;", "part_employeur");
    let sign = relief.trim_start_matches('-').to_owned();
    assert!(relief.starts_with('-'));
    // (row, cells, nature, column, words of the explanation)
    type Mistake<'m> = (&'m str, Vec<(&'m str, &'m str)>, Nature, &'m str, &'m str);
    let cases: [Mistake<'_>; 9] = [
        ("P04-1;VIEIL_DEP;", vec![("base", &gross)], Nature::Assiette, "base", "« Brut »"),
        // 70 % of 6.90 is 4.83: an artist with the rate of everybody.
        (
            "P02-1;VIEIL_PLAF;",
            vec![("taux_salarie", "6,90")],
            Nature::Taux,
            "taux_salarie",
            "le taux général",
        ),
        // And a technician with that of artistes.
        ("P01-1;VIEIL_PLAF;", vec![("taux_salarie", "4,83")], Nature::Taux, "taux_salarie", "des artistes"),
        // 0.20 % until 30 June 2024 (board of the AGS).
        ("P01-1;AGS;", vec![("taux_employeur", "0,20")], Nature::Taux, "taux_employeur", "d'une autre date"),
        // One cent more.
        (
            "P01-1;VIEIL_PLAF;",
            vec![("part_salarie", &rounding)],
            Nature::Arrondi,
            "part_salarie",
            "un centime",
        ),
        ("P01-1;RGDU;", vec![("part_employeur", &sign)], Nature::Signe, "part_employeur", "inversé"),
        // 4005 x 5 / 30 = 667.50, the days paid in thirtieths.
        ("P03-1;plafond;", vec![("base", "667,50")], Nature::Methode, "base", "plafond = jours_payes_30"),
        ("P01-1;CRDS;", vec![("part_salarie", "")], Nature::CaseVide, "part_salarie", "Le corrigé"),
        (
            "P01-1;AF;",
            vec![("part_employeur", "1,23")],
            Nature::Calcul,
            "part_employeur",
            "ni une autre assiette",
        ),
    ];
    for (row, cells, nature, column, words) in &cases {
        let found = class.correct(&class.copy(BULLETINS, |right| with(right, row, cells)));
        assert_eq!(found.len(), 1, "{row}: {found:?}");
        let one = &found[0];
        assert_eq!((one.nature, one.colonne), (*nature, *column), "{row}: {one:?}");
        assert!(one.explication.contains(words), "{row}: {}", one.explication);
        assert!(one.ligne > 1, "{row}");
    }
    // A line forgotten.
    let nothing = [("base", ""), ("taux_salarie", ""), ("part_salarie", "")].to_vec();
    let found = class.correct(&class.copy(BULLETINS, |right| with(right, "P01-1;CSG_DED;", &nothing)));
    assert_eq!(found.iter().map(|c| c.nature).collect::<Vec<_>>(), [Nature::LigneAbsente]);
    assert!(found[0].explication.contains("6,80"), "{}", found[0].explication);
    // A line that is not due: the Apec of a technician who is not a cadre.
    let slip = class.cell("P01-1;brut;", "document");
    let extra = format!("\n{slip};P01-1;APEC;Apec;1000,00;0,024;0,24;0,036;0,36\n");
    let found = class.correct(&class.copy(BULLETINS, |right| format!("{}{extra}", right.trim_end())));
    assert_eq!(found.iter().map(|c| c.nature).collect::<Vec<_>>(), [Nature::LigneEnTrop]);
    assert!(found[0].explication.contains("cadres"), "{}", found[0].explication);
}

/// The share that is wrong is the one explained: 6.90 % for the employee, 8.55 % for the employer.
#[test]
fn the_explanation_is_that_of_the_share() {
    let class = Classe::new();
    for (column, value, rate) in [("taux_salarie", "7,00", "6,90 %"), ("taux_employeur", "8,00", "8,55 %")] {
        let copy = class.copy(BULLETINS, |right| with(right, "P01-1;VIEIL_PLAF;", &[(column, value)]));
        let found = class.correct(&copy);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].explication.contains(rate), "{}", found[0].explication);
    }
}

/// A week of 40 h 30: 39 h guaranteed, 35 at the rate and 5.5 at 125 %. Without them the gross is the first element.
#[test]
fn a_gross_without_its_overtime_is_told() {
    let class = Classe::new();
    let slip = class.cell("P03-1;brut;", "document");
    let path = class.corrige().join(format!("dossier/bulletins/2026/2026-W14/{slip}.json"));
    let frozen: serde_json::Value = serde_json::from_str(&text(&path)).unwrap();
    let elements = frozen["resultat"]["contrats"][0]["elements"].as_array().unwrap().clone();
    let cents =
        |e: &serde_json::Value| e["montant"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let shown = |cents: i64| format!("{},{:02}", cents / 100, cents % 100);
    let (base, overtime) = (cents(&elements[0]), cents(&elements[1]));
    assert_eq!(elements[1]["code"], "hs_25");
    // 125 % of an amount, brought back to 100 %, half up.
    let plain = (overtime * 100 * 2 + 125) / (125 * 2);
    for (gross, words) in
        [(base, "il manque « Heures supplémentaires"), (base + plain, "sans leur majoration")]
    {
        let copy = class.copy(BULLETINS, |right| with(right, "P03-1;brut;", &[("base", &shown(gross))]));
        let found = class.correct(&copy);
        assert_eq!((found[0].nature, found[0].colonne), (Nature::Heures, "base"), "{found:?}");
        assert!(found[0].explication.contains(words), "{}", found[0].explication);
    }
}

/// A wrong base and an amount that follows from it: one mistake, one consequence that is not counted again.
#[test]
fn a_mistake_is_counted_once() {
    let class = Classe::new();
    let gross = class.cell("P04-1;brut;", "base");
    // 0.50 % of the gross is exact enough to be read: CRDS keeps its base, the old age without ceiling does not.
    let cents: i64 = gross.replace(',', "").parse().unwrap();
    let rate: i64 = class.cell("P04-1;VIEIL_DEP;", "taux_salarie").replace(',', "").parse().unwrap();
    // Rate with two decimals: cents x rate / 10,000, half up.
    let amount = (cents * rate + 5_000) / 10_000;
    let amount = format!("{},{:02}", amount / 100, amount % 100);
    let copy = class.copy(BULLETINS, |right| {
        with(right, "P04-1;VIEIL_DEP;", &[("base", &gross), ("part_salarie", &amount)])
    });
    let found = corriger(&class.engine, &copy, &class.corrige()).unwrap();
    let natures: Vec<Nature> = found.constats.iter().map(|c| c.nature).collect();
    assert_eq!(natures, [Nature::Assiette, Nature::Consequence], "{:?}", found.constats);
    let note = found.notes.iter().find(|n| n.critere == "C2.2").unwrap();
    assert_eq!(note.total - note.justes, 1);
}

/// A gross worked out wrong, then everything right from it: one mistake.
#[test]
fn a_wrong_gross_carried_to_the_net_is_one_mistake() {
    let class = Classe::new();
    let (slip, right) = (class.cell("P01-1;brut;", "document"), text(&class.corrige().join(BULLETINS)));
    // What the program says of the same person with a gross that is 100.00 higher, by its command for anybody.
    let frozen: serde_json::Value = {
        let root = class.corrige().join("dossier/bulletins/2026/2026-W16");
        serde_json::from_str(&text(&root.join(format!("{slip}.json")))).unwrap()
    };
    let mut input = frozen["entree"].clone();
    let paid = &frozen["resultat"]["contrats"][0];
    let contract = input["contrats"][0].as_object_mut().unwrap();
    for key in ["temps", "semaines", "salaire_base", "convention", "zone"] {
        contract.remove(key);
    }
    let gross: cddu_rates::Cents = paid["bases"]["brut"].as_str().unwrap().parse().unwrap();
    let mut elements = paid["elements"].clone();
    let more = serde_json::json!({ "code": "prime", "libelle": "en trop", "montant": "100.00" });
    elements.as_array_mut().unwrap().push(more);
    for (key, value) in [
        ("brut", serde_json::json!((gross + cddu_rates::Cents(10_000)).to_string())),
        ("elements", elements),
        ("jours", paid["jours"].clone()),
        ("heures", paid["heures"].clone()),
    ] {
        contract.insert(key.to_owned(), value);
    }
    let request = cddu_kit::read::<cddu_kit::BulletinInput>(&input.to_string()).unwrap();
    let other = class.engine.bulletin(&request.input).unwrap().bulletin;
    let comma = |c: cddu_rates::Cents| c.to_string().replace('.', ",");
    let (bases, totals) = (&other.contrats[0].bases, &other.totaux);
    let copy = class.copy(BULLETINS, |sheet| {
        let row = |line: &str| {
            let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
            if cells[0] != slip {
                return line.to_owned();
            }
            let code = cells[2].clone();
            let base = match code.as_str() {
                "brut" => Some(bases.brut),
                "securite_sociale" => Some(bases.securite_sociale),
                "plafonnee" => Some(bases.plafonnee),
                "csg" => bases.csg,
                "chomage" => Some(bases.chomage),
                "conges_spectacles" => Some(bases.conges_spectacles),
                "retraite_t1" => Some(bases.retraite_t1),
                "retraite_t2" => Some(bases.retraite_t2),
                "prevoyance_t1" => Some(bases.prevoyance_t1),
                _ => None,
            };
            let total = match code.as_str() {
                "montant_net_social" => Some(totals.montant_net_social),
                "net_imposable" => Some(totals.net_imposable),
                "net_avant_impot" => Some(totals.net_avant_impot),
                "pas" => Some(totals.pas),
                "net_paye" => Some(totals.net_paye),
                _ => None,
            };
            if let Some(base) = base {
                cells[4] = comma(base);
            }
            if let Some(total) = total {
                cells[6] = comma(total);
            }
            if code == "total_verse_employeur" {
                cells[8] = comma(totals.total_verse_employeur);
            }
            if let Some(line) = other.contrats[0].lignes.iter().find(|l| l.code == code) {
                cells[4] = comma(line.base);
                cells[6] = line.montant_salarie.map(comma).unwrap_or_default();
                cells[8] = line.montant_employeur.map(comma).unwrap_or_default();
            }
            cells.join(";")
        };
        sheet.lines().map(row).collect::<Vec<_>>().join("\n")
    });
    let found = corriger(&class.engine, &copy, &class.corrige()).unwrap();
    let own: Vec<&Constat> = found.constats.iter().filter(|c| c.nature != Nature::Consequence).collect();
    assert_eq!(own.len(), 1, "{own:#?}");
    assert!(own[0].ou.contains("P01-1 brut"), "{own:?}");
    // Every line followed: far more than the bases.
    assert!(found.constats.len() > 20, "{}", found.constats.len());
    let lost: Vec<usize> = found.notes.iter().map(|n| n.total - n.justes).collect();
    assert_eq!(lost, [1, 0, 0, 0, 0, 0]);
    assert!(right.contains(&slip));
}

/// One line wrong: the totals that follow from it are not counted again, a total wrong by itself is.
#[test]
fn totals_follow_from_the_lines_written() {
    let class = Classe::new();
    let number = |t: &str| t.replace(',', "").parse::<i64>().unwrap();
    let comma = |c: i64| format!("{},{:02}", c / 100, c % 100);
    let more = |row: &str, column: &str, cents: i64| comma(number(&class.cell(row, column)) + cents);
    let slip = class.cell("P05-1;brut;", "document");
    let total = |code: &str| format!("{slip};;{code};");
    // 7.00 too much of CRDS, which does not lower the taxable net: both nets lose 7.00, the tax stays.
    let crds = more("P05-1;CRDS;", "part_salarie", 700);
    let before = more(&total("net_avant_impot"), "part_salarie", -700);
    let social = more(&total("montant_net_social"), "part_salarie", -700);
    let paid = more(&total("net_paye"), "part_salarie", -700);
    let copy = class.copy(BULLETINS, |right| {
        let sheet = with(right, "P05-1;CRDS;", &[("part_salarie", &crds)]);
        let sheet = with(&sheet, &total("montant_net_social"), &[("part_salarie", &social)]);
        let sheet = with(&sheet, &total("net_avant_impot"), &[("part_salarie", &before)]);
        with(&sheet, &total("net_paye"), &[("part_salarie", &paid)])
    });
    let natures = |found: &[Constat]| found.iter().map(|c| c.nature).collect::<Vec<_>>();
    use Nature::{Calcul, Consequence};
    assert_eq!(natures(&class.correct(&copy)), [Calcul, Consequence, Consequence, Consequence]);
    // The same net alone is a mistake.
    let copy = class.copy(BULLETINS, |right| with(right, &total("net_paye"), &[("part_salarie", &paid)]));
    assert_eq!(natures(&class.correct(&copy)), [Calcul]);
}

/// A method chosen for the ceiling explains what follows from it, and is one choice.
#[test]
fn a_method_is_one_choice() {
    let class = Classe::new();
    // 4005 x 5 / 30 = 667.50: the base with a ceiling is the lower of the two, if the pay is above it.
    let gross = class.cell("P03-1;brut;", "base").replace(',', "").parse::<i64>().unwrap();
    assert!(gross > 66_750);
    let copy = class.copy(BULLETINS, |right| {
        let sheet = with(right, "P03-1;plafond;", &[("base", "667,50")]);
        with(&sheet, "P03-1;plafonnee;", &[("base", "667,50")])
    });
    let found = class.correct(&copy);
    let natures: Vec<Nature> = found.iter().map(|c| c.nature).collect();
    assert_eq!(natures, [Nature::Methode, Nature::Consequence], "{found:?}");
}

#[test]
fn each_trap_is_marked_apart() {
    let class = Classe::new();
    let of = |copy: &Path| {
        let found = corriger(&class.engine, copy, &class.corrige()).unwrap();
        let traps: Vec<(&str, &str)> = found.pieges.iter().map(|p| (p.nom, p.mention)).collect();
        let mention = |code: &str| found.notes.iter().find(|n| n.critere == code).unwrap().mention;
        (traps, mention("C2.2"), mention("C3.2"))
    };
    let all = ["semaine-a-cheval", "dfs", "cadre", "precompte", "centime", "dsn"];
    let (traps, payslips, ledger) = of(&class.copy(BULLETINS, str::to_owned));
    assert_eq!(traps, all.map(|name| (name, "déjoué")));
    assert_eq!((payslips, ledger), ("acquis", "acquis"));
    // Nine cells in ten are right, but two of the three traps of the payslips are missed: the ceiling of the month, and
    // the social security base of the artist, who has no flat deduction in this copy.
    let gross = class.cell("P04-1;brut;", "base");
    let copy = class.copy(BULLETINS, |right| {
        let sheet = with(right, "P03-1;plafond;", &[("base", "667,50")]);
        with(&sheet, "P04-1;securite_sociale;", &[("base", &gross)])
    });
    let (traps, payslips, _) = of(&copy);
    assert_eq!(
        traps[..3],
        [("semaine-a-cheval", "manqué"), ("dfs", "en partie déjoué"), ("cadre", "déjoué"),]
    );
    assert_eq!(payslips, "partiellement acquis");
    // The Apec of the cadre forgotten.
    let nothing =
        ["base", "taux_salarie", "part_salarie", "taux_employeur", "part_employeur"].map(|c| (c, ""));
    let (traps, ..) = of(&class.copy(BULLETINS, |right| with(right, "P05-1;APEC;", &nothing)));
    assert_ne!(traps[2], ("cadre", "déjoué"));
    // Nothing reconciled.
    let (traps, _, ledger) = of(&class.copy(RAPPROCHEMENT, |right| right.lines().next().unwrap().to_owned()));
    assert_eq!(traps[4..], [("centime", "manqué"), ("dsn", "manqué")]);
    assert_eq!(ledger, "non acquis");
}

/// Zero in every cell is no answer: what is due is wrong, what is not due is neither right nor counted.
#[test]
fn zeros_are_no_answers() {
    let class = Classe::new();
    let right = corriger(&class.engine, &class.copy(BULLETINS, str::to_owned), &class.corrige()).unwrap();
    let copy = class.copy(BULLETINS, |sheet| {
        let mut lines = sheet.lines();
        let head = lines.next().unwrap().to_owned();
        let zero = lines.map(|l| l.split(';').take(4).collect::<Vec<_>>().join(";") + ";0;0;0;0;0");
        std::iter::once(head).chain(zero).collect::<Vec<_>>().join("\n")
    });
    let found = corriger(&class.engine, &copy, &class.corrige()).unwrap();
    for code in ["C2.1", "C2.2"] {
        let of = |c: &cddu_etude::Correction| {
            c.notes.iter().filter(|n| n.critere == code).map(|n| (n.total, n.justes)).collect::<Vec<_>>()
        };
        for ((total, all), (same, zeros)) in of(&right).into_iter().zip(of(&found)) {
            assert_eq!((same, total), (total, all), "{code}: the cells of the key alone are counted");
            // A total or a base that is zero is right.
            assert!(zeros * 10 < total, "{code}: {zeros} of {total}");
        }
    }
    assert!(found.notes.iter().filter(|n| n.critere != "C2.3").take(3).all(|n| n.mention == "non acquis"));
}

/// A line of the tables that no payslip of the case has is judged like the others.
#[test]
fn a_line_of_the_tables_that_no_payslip_has_is_not_due() {
    let class = Classe::new();
    let slip = class.cell("P01-1;brut;", "document");
    let extra = format!("\n{slip};P01-1;TAXE_SALAIRES;Taxe sur les salaires;1000,00;;;4,25;42,50\n");
    let found = class.correct(&class.copy(BULLETINS, |right| format!("{}{extra}", right.trim_end())));
    assert_eq!(found.iter().map(|c| c.nature).collect::<Vec<_>>(), [Nature::LigneEnTrop], "{found:?}");
}

#[test]
fn entries_and_gaps_are_judged() {
    let class = Classe::new();
    let natures = |found: &[Constat]| found.iter().map(|c| c.nature).collect::<Vec<_>>();
    let line = |sheet: &str, start: &str| sheet.lines().find(|l| l.starts_with(start)).unwrap().to_owned();
    // A debt at the debit.
    let copy = class.copy(ECRITURES, |right| {
        let row = line(right, "431;");
        let cells: Vec<&str> = row.split(';').collect();
        right.replace(&row, &[cells[0], cells[1], cells[3], cells[2]].join(";"))
    });
    assert_eq!(natures(&class.correct(&copy)), [Nature::Signe]);
    let copy = class.copy(ECRITURES, |right| right.replace(&format!("{}\n", line(right, "431;")), ""));
    let found = class.correct(&copy);
    assert_eq!(natures(&found), [Nature::LigneAbsente]);
    assert!(found[0].ou.contains("431"));
    let copy = class.copy(ECRITURES, |right| format!("{right}512;Banque;10,00;\n"));
    assert_eq!(natures(&class.correct(&copy)), [Nature::LigneEnTrop]);
    // The gap of the DSN, found with the other sign, then forgotten, then one that is not there.
    let copy = class.copy(RAPPROCHEMENT, |right| {
        let row = line(right, "dsn;");
        let cells: Vec<&str> = row.split(';').collect();
        let gap = cells[4].strip_prefix('-').map_or_else(|| format!("-{}", cells[4]), str::to_owned);
        right.replace(&row, &[cells[0], cells[1], cells[2], cells[3], &gap, cells[5]].join(";"))
    });
    let found = class.correct(&copy);
    assert_eq!((natures(&found), found[0].critere), (vec![Nature::Signe], "C2.8"));
    let copy = class.copy(RAPPROCHEMENT, |right| right.replace(&line(right, "dsn;"), ""));
    assert_eq!(natures(&class.correct(&copy)), [Nature::LigneAbsente]);
    let copy = class.copy(RAPPROCHEMENT, |right| format!("{right}grand livre;641;10,00;12,00;2,00;\n"));
    let found = class.correct(&copy);
    assert_eq!((natures(&found), found[0].critere), (vec![Nature::EcartInexistant], "C3.2"));
    // Nothing reconciled: neither criterion is acquired, the others are.
    let copy = class.copy(RAPPROCHEMENT, |right| right.lines().next().unwrap().to_owned());
    let found = corriger(&class.engine, &copy, &class.corrige()).unwrap();
    let lost: Vec<&str> =
        found.notes.iter().filter(|n| n.mention == "non acquis").map(|n| n.critere).collect();
    assert_eq!(lost, ["C2.8", "C3.2"]);
}

#[test]
fn bad_files_are_told_with_file_line_and_remedy() {
    let class = Classe::new();
    let tell = |copy: &Path| corriger(&class.engine, copy, &class.corrige()).unwrap_err();
    let first = |right: &str| right.lines().nth(1).unwrap().to_owned();
    // (file, change, code, line, words)
    type Change = fn(&str, &str) -> String;
    let cases: [(&str, Change, &str, Option<u64>, &str); 7] = [
        (BULLETINS, |s, _| s.replace("part_salarie", "part_salariale"), "ETU-012", Some(1), "part_salarie"),
        (BULLETINS, |s, row| s.replace(row, &format!("{row};9;9")), "ETU-013", Some(2), "11 cases"),
        (
            BULLETINS,
            |s, row| s.replace(row, &format!("{}mille;;;;", row.split_at(row.find(";Brut;").unwrap() + 6).0)),
            "ETU-014",
            Some(2),
            "« mille »",
        ),
        (BULLETINS, |s, row| format!("{s}{row}\n"), "ETU-016", None, "déjà écrite ligne 2"),
        (BULLETINS, |s, _| s.lines().next().unwrap().to_owned(), "ETU-017", None, "aucune case"),
        (BULLETINS, |s, _| s.replace("P01-1;brut;", "P99-1;brut;"), "ETU-018", None, "P99-1"),
        (ECRITURES, |s, _| s.replace("debit", "débiteur"), "ETU-012", Some(1), "debit"),
    ];
    for (file, change, code, line, words) in cases {
        let copy = class.copy(file, |right| change(right, &first(right)));
        let found = tell(&copy);
        let one = &found[0];
        assert_eq!(one.code, code, "{found:?}");
        assert!(one.message.contains(words), "{code}: {}", one.message);
        assert!(one.fichier.as_ref().unwrap().ends_with(file), "{code}: {:?}", one.fichier);
        assert!(line.is_none_or(|_| one.ligne == line), "{code}: {:?}", one.ligne);
        assert!(one.aide.is_some(), "{code}");
    }
    // A file that is not there, a workbook under the name of a CSV, a folder in its place.
    let copy = class.copy(BULLETINS, str::to_owned);
    fs::remove_file(copy.join(ECRITURES)).unwrap();
    assert_eq!(
        (tell(&copy)[0].code.as_str(), tell(&copy)[0].message.as_str()),
        ("ETU-011", "fichier absent")
    );
    // The workbook that it was saved as.
    fs::write(copy.join("ecritures-a-remplir.xlsx"), "PK").unwrap();
    let one = &tell(&copy)[0];
    assert!(one.message.contains("ecritures-a-remplir.xlsx"), "{}", one.message);
    assert!(one.aide.as_ref().unwrap().contains("enregistrer sous ecritures-a-remplir.csv"));
    fs::remove_file(copy.join("ecritures-a-remplir.xlsx")).unwrap();
    fs::create_dir(copy.join(ECRITURES)).unwrap();
    assert_eq!(tell(&copy)[0].code, "ETU-011");
    fs::remove_dir(copy.join(ECRITURES)).unwrap();
    let copy = class.copy(RAPPROCHEMENT, |_| "PK\u{3}\u{4}\0\0".to_owned());
    assert!(tell(&copy)[0].message.contains("classeur"));
    // Two faults in two files are told together.
    let copy = class.copy(BULLETINS, |s| s.replace("base", "assiette_"));
    fs::write(copy.join(ECRITURES), "compte;libelle;credit\n").unwrap();
    assert_eq!(tell(&copy).len(), 2);
    // The folder of another case, and one that is no case.
    let copy = class.copy(BULLETINS, str::to_owned);
    let own = text(&copy.join("cas.txt"));
    fs::write(copy.join("cas.txt"), own.replace("barèmes ", "barèmes 0")).unwrap();
    assert!(tell(&copy)[0].message.contains("d'autres barèmes"));
    fs::write(copy.join("cas.txt"), "ETUDE-8-00000000\n").unwrap();
    let found = tell(&copy);
    assert_eq!(found[0].code, "ETU-015");
    assert!(
        found[0].message.contains("ETUDE-8-00000000")
            && found[0].message.contains(own.lines().next().unwrap())
    );
    fs::remove_file(copy.join("cas.txt")).unwrap();
    assert_eq!(tell(&copy)[0].code, "ETU-010");
    // The subject as it was given.
    assert_eq!(tell(&class.place.path().join("cas/sujet"))[0].code, "ETU-017");
}
