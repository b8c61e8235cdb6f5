//! `salaries.csv`: the people.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::production::SalarieDeclare;
use cddu_payslip::{Adresse, ConventionFiscale, Salarie, identifiants};
use cddu_rates::{Diagnostic, Gravite, closest, fold};
use chrono::Datelike as _;

use crate::lecture::left_out::LeftOut;
use crate::lecture::pays;
use crate::lecture::questions::if_wanted;
use crate::lecture::sheet::{Cells, Sheet, cut, file_of, shifted, unprintable};

/// A person and the line they come from.
#[derive(Clone, Debug)]
pub struct Personne {
    /// File of the row: `salaries.csv`, or the list of a day of figuration.
    pub fichier: &'static str,
    /// Line of the file.
    pub ligne: u64,
    /// Identity, tax and bank data.
    pub salarie: Salarie,
    /// What only declarations need.
    pub declare: SalarieDeclare,
    /// Columns whose unusual value is wanted.
    pub confirme: BTreeSet<&'static str>,
}

/// `debtor` is the account that pays.
pub(crate) fn read(
    sheet: &Sheet,
    debtor: Option<&str>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Personne> {
    let mut people: BTreeMap<String, Personne> = BTreeMap::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row);
        let matricule = cells.peek("matricule");
        if row.broken {
            left_out.add(&matricule, &shifted(sheet, row));
            people.entry(matricule).or_insert_with(|| Personne {
                fichier: file_of(sheet.spec.fichier, row.added),
                ligne: row.line,
                salarie: unknown(),
                declare: SalarieDeclare::default(),
                confirme: BTreeSet::new(),
            });
            continue;
        }
        let salarie = person(&mut cells);
        forms(&mut cells);
        names(&mut cells);
        own_account(&mut cells, &salarie, debtor);
        born(&mut cells, &salarie);
        abroad(&mut cells);
        let declare = SalarieDeclare {
            nationalite: country(&mut cells, "nationalite"),
            ntt: cells.opt_text("ntt"),
            sexe: cells.choice("sexe").map(str::to_owned),
            identifiant_taux_pas: cells.opt_text("identifiant_taux_pas"),
            ..SalarieDeclare::default()
        };
        if let Some(first) = people.get(&matricule).filter(|_| !matricule.is_empty()) {
            let first = first.ligne;
            cells.fault(
                "DOS-020",
                "matricule",
                format!("le matricule « {} » est déjà celui de la ligne {first}", cut(&matricule)),
                "donner un matricule différent à chaque personne, ou supprimer la ligne en double",
            );
        }
        let confirme = cells.confirmed();
        treaty_of_another_country(&mut cells, &confirme);
        rate_lost(&mut cells, &salarie, &confirme);
        overseas_scale(&mut cells, &salarie, &confirme);
        for fault in &cells.faults {
            left_out.add(&matricule, fault);
        }
        let mut warnings = warnings(&cells, &salarie, sheet.place(row), row.line);
        diagnostics.append(&mut cells.faults);
        diagnostics.append(&mut warnings);
        people.entry(matricule).or_insert(Personne {
            fichier: file_of(sheet.spec.fichier, row.added),
            ligne: row.line,
            salarie,
            declare,
            confirme,
        });
    }
    doubled(sheet, &people, left_out, diagnostics);
    same_account(sheet, &people, left_out, diagnostics);
    people
}

/// People whose number or whose name a written number may stand for, the nearest first.
pub(crate) fn close_to<'a>(written: &str, people: &'a BTreeMap<String, Personne>) -> Vec<&'a str> {
    let near = closest(written, people.keys().map(String::as_str));
    if !near.is_empty() {
        return near;
    }
    // A name in the place of the number.
    let words =
        |text: &str| -> BTreeSet<String> { fold(text).split_whitespace().map(str::to_owned).collect() };
    let wanted = words(written);
    let named = |p: &Personne| {
        words(&format!(
            "{} {} {}",
            p.salarie.nom,
            p.salarie.nom_usage.as_deref().unwrap_or(""),
            p.salarie.prenom
        ))
    };
    let holds = |p: &Personne| !wanted.is_empty() && wanted.is_subset(&named(p));
    people.iter().filter(|(_, p)| holds(p)).map(|(number, _)| number.as_str()).collect()
}

/// The IBAN that banks print as an example: nobody has it.
const SPECIMEN: &str = "FR7630006000011234567890189";

/// Two people paid on one account: a couple, or a row copied over another.
fn same_account(
    sheet: &Sheet,
    people: &BTreeMap<String, Personne>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut by_iban: BTreeMap<&str, Vec<&Personne>> = BTreeMap::new();
    for person in people.values() {
        if let Some(iban) = person.salarie.iban.as_ref().filter(|iban| *iban != SPECIMEN) {
            by_iban.entry(iban).or_default().push(person);
        }
    }
    for mut same in by_iban.into_values().filter(|same| same.len() > 1) {
        same.sort_by_key(|p| p.ligne);
        let first = same[0];
        for other in same[1..].iter().filter(|p| !p.confirme.contains("iban")) {
            let fault = Diagnostic::error(
                "DOS-241",
                format!(
                    "{} a l'IBAN de {} (ligne {}) : les deux nets iraient au même compte",
                    other.salarie.matricule, first.salarie.matricule, first.ligne
                ),
            )
            .in_file(sheet.shown_at(other.fichier != sheet.spec.fichier), Some(other.ligne))
            .column("iban")
            .hint(format!("recopier l'IBAN de chaque relevé d'identité bancaire ; {}", if_wanted("iban")));
            for person in [first, other] {
                left_out.add(&person.salarie.matricule, &fault);
            }
            diagnostics.push(fault);
        }
    }
}

/// What makes one person of two rows of which one at least has no security number.
const BORN: &str = "le nom et la date de naissance";

/// One person under two numbers is paid twice: nobody of them is, until one row is left or the number is confirmed. When a
/// security number is missing on one row or on both, the same name with the same birth is the same person.
fn doubled(
    sheet: &Sheet,
    people: &BTreeMap<String, Personne>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut groups: BTreeMap<String, (&str, Vec<&Personne>)> = BTreeMap::new();
    for person in people.values().filter(|p| !p.confirme.contains("nir")) {
        let s = &person.salarie;
        // Whichever column the name and the first name were typed in.
        let mut name = [fold(&s.nom), fold(&s.prenom)];
        name.sort();
        let name = name.join(" ");
        let mut add = |key: String, what| groups.entry(key).or_insert((what, Vec::new())).1.push(person);
        if let Some(nir) = &s.nir {
            add(format!("nir {nir}"), "le numéro de sécurité sociale");
        }
        if let Some(birth) = s.date_naissance {
            add(format!("{name} {birth}"), BORN);
        }
    }
    for (what, mut same) in groups.into_values().filter(|(_, same)| same.len() > 1) {
        same.sort_by_key(|p| p.ligne);
        for (rank, other) in same.iter().enumerate() {
            // Two numbers tell two people of one name and one day apart, or are compared as numbers; one number does not.
            let unknown = |one: &Personne| one.salarie.nir.is_none() || other.salarie.nir.is_none();
            let Some(first) = same[..rank].iter().find(|one| what != BORN || unknown(one)) else { continue };
            let fault = Diagnostic::error(
                "DOS-126",
                format!(
                    "{} a {what} de {} ({}ligne {}) : la même personne serait payée deux fois",
                    other.salarie.matricule,
                    first.salarie.matricule,
                    if first.fichier == other.fichier { String::new() } else { format!("{}, ", first.fichier) },
                    first.ligne
                ),
            )
            .in_file(sheet.shown_at(other.fichier != sheet.spec.fichier), Some(other.ligne))
            .column("nir")
            .hint(format!(
                "garder un seul matricule et y reporter ses contrats ; ou corriger le numéro ; si les deux lignes sont voulues : « nir » dans la colonne confirme de la ligne {}",
                other.ligne
            ));
            for person in [first, other] {
                left_out.add(&person.salarie.matricule, &fault);
            }
            diagnostics.push(fault);
        }
    }
}

fn person(cells: &mut Cells<'_>) -> Salarie {
    let nir = cells.opt_text("nir").and_then(|text| match identifiants::nir(&text) {
        Ok(nir) if nir.starts_with(['7', '8']) => {
            cells.fault(
                "DOS-030",
                "nir",
                format!("« {} » est un numéro provisoire, que la DSN refuse à la place du numéro de sécurité sociale", cut(&text)),
                "l'écrire dans la colonne ntt et vider celle-ci, jusqu'au numéro définitif",
            );
            None
        }
        Ok(nir) => Some(nir),
        Err(message) => {
            cells.fault(
                "DOS-030",
                "nir",
                message,
                "recopier les 15 chiffres de la carte Vitale ; sans numéro, laisser la case vide",
            );
            None
        }
    });
    let iban = cells.opt_text("iban").and_then(|text| {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if identifiants::iban(&plain) {
            return Some(plain);
        }
        cells.fault(
            "DOS-032",
            "iban",
            format!("la clé de l'IBAN « {} » est fausse", cut(&text)),
            "recopier l'IBAN du relevé d'identité bancaire ; sans IBAN, laisser la case vide (paie par chèque)",
        );
        None
    });
    let adresse = Adresse {
        voie: cells.text("voie"),
        code_postal: cells.text("code_postal"),
        commune: cells.text("commune"),
        pays: country(cells, "pays").unwrap_or_default(),
    };
    let convention_fiscale = treaty(cells);
    Salarie {
        matricule: cells.identifier("matricule"),
        nom: cells.text("nom"),
        prenom: cells.text("prenom"),
        domicile_fiscal_france: cells.yes_no("domicile_fiscal_france").unwrap_or(true),
        alsace_moselle: cells.yes_no("alsace_moselle").unwrap_or(false),
        taux_pas: tax_rate(cells),
        zone_pas: cells.variant("zone_pas").unwrap_or_default(),
        retenue_non_resident: cells.variant("retenue_non_resident"),
        convention_fiscale,
        retenue_motif: cells.opt_text("retenue_motif"),
        zone_dom: cells.yes_no("zone_dom").unwrap_or(false),
        nom_usage: cells.opt_text("nom_usage"),
        nir,
        date_naissance: cells.date("date_naissance"),
        lieu_naissance: cells.opt_text("lieu_naissance"),
        departement_naissance: cells.opt_text("departement_naissance").map(|d| birth_department(d, cells)),
        pays_naissance: country(cells, "pays_naissance"),
        adresse: (adresse != Adresse::default()).then_some(adresse),
        numero_conges_spectacles: cells.opt_text("numero_conges_spectacles").map(|n| paper(&n)),
        iban,
        bic: cells.opt_text("bic"),
        enfant: super::enfant::read(cells),
    }
}

/// Names and places that the declaration of everybody would be refused for: ISO-8859-1 writes them (the DSN), with the plain
/// letter of those that it lacks; another alphabet has none.
fn names(cells: &mut Cells<'_>) {
    /// Longest text of the DSN (S21.G00.30) and of the AEM that is not cut there.
    const COLUMNS: [(&str, usize); 6] = [
        ("nom", 80),
        ("nom_usage", 80),
        ("prenom", 80),
        ("voie", 50),
        ("commune", 50),
        ("lieu_naissance", 100),
    ];
    for (column, longest) in COLUMNS {
        let cell = cells.peek(column);
        let name = matches!(column, "nom" | "nom_usage" | "prenom");
        if (column != "lieu_naissance" && PLACEHOLDERS.contains(&fold(&cell).as_str()))
            || (column == "commune"
                && cell.get(..5).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit())))
        {
            cells.fault(
                "DOS-309",
                column,
                format!("« {} » n'est pas ce que la colonne demande", cut(&cell)),
                "recopier la pièce d'identité et l'adresse de la personne (le code postal a sa colonne) ; une adresse inconnue se laisse vide",
            );
            continue;
        }
        let lost = |c: char| c == '?' || name && (c.is_ascii_digit() || "#*@=|".contains(c));
        if cell.starts_with('#') || cell.contains(lost) {
            cells.fault(
                "DOS-309",
                column,
                format!("« {} » : une lettre perdue, un signe de trop, ou une cellule dont le calcul a échoué", cut(&cell)),
                if name {
                    "recopier la carte Vitale, en lettres : un tableur met « ? » à la place d'une lettre qu'il n'a pas (enregistrer en « CSV UTF-8 »), et #N/A quand une formule ne trouve rien"
                } else {
                    "recopier le texte : un tableur met « ? » à la place d'une lettre qu'il n'a pas (enregistrer en « CSV UTF-8 »), et #N/A quand une formule ne trouve rien"
                },
            );
            continue;
        }
        let written = cddu_declarations::texte_declare(&cell);
        if let Some(odd) = written.chars().find(|c| u32::from(*c) > 255 && !unprintable(*c)) {
            cells.fault(
                "DOS-309",
                column,
                format!("« {} » : le signe « {odd} » n'a pas d'écriture dans la DSN ni à la banque", cut(&cell)),
                "écrire en lettres latines, comme le passeport ou la carte Vitale ; les accents de toutes les langues latines sont admis",
            );
        } else if written.chars().count() > longest {
            cells.fault(
                "DOS-309",
                column,
                format!("« {} » a {} caractères, {longest} au plus", cut(&cell), written.chars().count()),
                "abréger, ou corriger un collage de plusieurs cases : la DSN et l'AEM n'en prennent pas plus",
            );
        }
    }
}

/// What is typed while a name or an address is awaited.
const PLACEHOLDERS: [&str; 12] = [
    "nc",
    "n c",
    "a confirmer",
    "a completer",
    "a definir",
    "a preciser",
    "idem",
    "xx",
    "xxx",
    "inconnu",
    "inconnue",
    "tbd",
];

/// The form of the identifiers that a declaration of everybody would be refused for.
fn forms(cells: &mut Cells<'_>) {
    type Form = (&'static str, fn(&str) -> bool, &'static str, &'static str);
    const FORMS: [Form; 8] = [
        (
            "numero_conges_spectacles",
            |t| {
                t.len() == 7
                    && t.as_bytes()[0].is_ascii_uppercase()
                    && t.bytes().skip(1).all(|b| b.is_ascii_digit())
            },
            "une lettre majuscule et six chiffres",
            "recopier le numéro de l'attestation de la caisse ; sans numéro, laisser la case vide",
        ),
        ("nationalite", |t| pays::code(t).is_some(), pays::FORM, pays::HINT),
        ("pays_naissance", |t| pays::code(t).is_some(), pays::FORM, pays::HINT),
        ("pays", |t| pays::code(t).is_some(), pays::FORM, pays::HINT),
        ("convention_pays", |t| pays::code(t).is_some(), pays::FORM, pays::HINT),
        (
            "identifiant_taux_pas",
            |t| {
                matches!(t, "-1" | "0")
                    || t.len() <= 18 && !t.starts_with('0') && t.bytes().all(|b| b.is_ascii_digit())
            },
            "dix-huit chiffres au plus, sans espace ni virgule",
            "recopier l'identifiant du compte rendu (CRM) qui donne le taux, la colonne au format Texte ; sans identifiant, laisser la case vide",
        ),
        (
            "ntt",
            |t| {
                (11..=40).contains(&t.len())
                    && t.starts_with(['1', '2'])
                    && t.bytes().skip(1).take(9).all(|b| b.is_ascii_digit())
                    && !t.contains(char::is_whitespace)
            },
            "1 ou 2 (sexe), les neuf chiffres du SIREN de l'employeur, puis un matricule",
            "écrire le numéro technique temporaire de la personne chez l'employeur : 1 ou 2, SIREN, matricule, sans espace",
        ),
        (
            "departement_naissance",
            |t| {
                (2..=3).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit())
                    || matches!(t, "2A" | "2B")
            },
            "deux chiffres (ou 2A, 2B, 99 à l'étranger)",
            "écrire 01 et non 1 : donner à la colonne le format Texte, le tableur ôte le zéro",
        ),
    ];
    for (column, good, form, hint) in FORMS {
        let mut cell = cells.peek(column);
        if column == "numero_conges_spectacles" {
            cell = paper(&cell);
        }
        if !cell.is_empty() && !good(&cell) {
            cells.fault(
                "DOS-142",
                column,
                format!("« {} » n'a pas la forme attendue : {form}", cut(&cell)),
                hint,
            );
        }
    }
    birthplace(cells);
    let (country, code) = (cells.peek("pays"), cells.peek("code_postal"));
    let french = country.is_empty() || code_of(cells, "pays") == "FR";
    let wrong = code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()) || code.starts_with("000");
    if french && !code.is_empty() && wrong {
        let bare: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let hint = if bare.len() == 5 && bare.bytes().all(|b| b.is_ascii_digit()) {
            format!("écrire {bare}, sans espace")
        } else {
            "écrire 01000 et non 1000 (format Texte, le tableur ôte le zéro) ; hors de France, donner le pays"
                .to_owned()
        };
        cells.fault(
            "DOS-142",
            "code_postal",
            format!("« {} » n'a pas la forme attendue : cinq chiffres", cut(&code)),
            &hint,
        );
    }
}

/// A département and a country of birth that contradict each other: 99 is that of a birth abroad. The départements of Algeria
/// and of the Sahara, before their independence, are left alone.
fn birthplace(cells: &mut Cells<'_>) {
    let (department, country) = (cells.peek("departement_naissance"), code_of(cells, "pays_naissance"));
    if department == "99" && cells.peek("pays_naissance").is_empty() {
        cells.fault(
            "DOS-142",
            "pays_naissance",
            "pays de naissance vide, pour une naissance à l'étranger (département 99) : la DSN de tous le demande".to_owned(),
            pays::HINT,
        );
    }
    let formerly = matches!(department.as_str(), "91" | "92" | "93" | "94" | "95")
        && crate::lecture::value::date(&cells.peek("date_naissance")).is_ok_and(|day| day.year() < 1968);
    let overseas = department.starts_with("97") || department.starts_with("98");
    if department.is_empty() || country.is_empty() || formerly || overseas {
        return;
    }
    let abroad = department == "99";
    if abroad == pays::french(&country) {
        let what = if abroad {
            "le département 99 est celui d'une naissance à l'étranger"
        } else {
            "un département français"
        };
        cells.fault(
            "DOS-142",
            "pays_naissance",
            format!("né en {country}, département {} : {what}", cut(&department)),
            "corriger l'un ou l'autre : 99 et le pays pour une naissance à l'étranger, le numéro du département et FR en France",
        );
    }
}

/// The rate of a person is sent with two decimals: a cell with more holds a fraction (14,6 % kept as 0,146).
fn tax_rate(cells: &mut Cells<'_>) -> Option<cddu_rates::Rate> {
    let cell = cells.peek("taux_pas");
    if cell.chars().any(char::is_alphabetic) {
        cells.fault(
            "DOS-012",
            "taux_pas",
            format!("« {} » n'est pas un taux", cut(&cell)),
            "écrire le taux reçu en pour cent (7,4) ; sans taux reçu, vider la case : la grille par défaut (taux neutre) s'applique",
        );
        return None;
    }
    let rate = cells.rate("taux_pas")?;
    if rate.0.normalize().scale() <= 2 {
        return Some(rate);
    }
    let french = |rate: rust_decimal::Decimal| rate.normalize().to_string().replace('.', ",");
    let hundred = french(rate.0 * rust_decimal::Decimal::ONE_HUNDRED);
    cells.fault(
        "DOS-121",
        "taux_pas",
        format!(
            "un taux de {} % n'existe pas : l'administration donne deux décimales au plus",
            french(rate.0)
        ),
        &match rate.0 < rust_decimal::Decimal::ONE {
            true => format!(
                "écrire le taux en pour cent, tel que reçu : {hundred} si le tableur a gardé la fraction"
            ),
            false => "écrire le taux en pour cent, tel que reçu : 7,4 ou 7,46".to_owned(),
        },
    );
    None
}

/// An identifier that the administration gave with a rate, and no rate: the usual grid would be applied in silence.
fn rate_lost(cells: &mut Cells<'_>, salarie: &Salarie, confirme: &BTreeSet<&'static str>) {
    let identifier = cells.peek("identifiant_taux_pas");
    let lost = salarie.taux_pas.is_none() && cells.peek("taux_pas").is_empty();
    if !lost || matches!(identifier.as_str(), "" | "0" | "-1") || confirme.contains("taux_pas") {
        return;
    }
    cells.fault(
        "DOS-337",
        "taux_pas",
        format!(
            "identifiant de taux {} et taux vide : la grille par défaut remplacerait le taux reçu",
            cut(&identifier)
        ),
        &format!(
            "recopier le taux du compte rendu (CRM), 0 s'il est nul, ou vider identifiant_taux_pas ; {}",
            if_wanted("taux_pas")
        ),
    );
}

/// The tax treaty of a person, when one of its columns is filled.
fn treaty(cells: &mut Cells<'_>) -> Option<ConventionFiscale> {
    let (pays, article) = (cells.opt_text("convention_pays"), cells.opt_text("convention_article"));
    let taux = cells.rate("convention_taux");
    if pays.is_none() && article.is_none() && taux.is_none() {
        return None;
    }
    let pays = pays.map(|text| pays::code(&text).unwrap_or(text));
    let (Some(pays), Some(article), Some(taux)) = (pays, article, taux) else {
        cells.fault(
            "DOS-036",
            "convention_pays",
            "convention fiscale incomplète : pays, taux et article vont ensemble".to_owned(),
            "remplir convention_pays, convention_taux (0 si la convention exclut la retenue) et convention_article",
        );
        return None;
    };
    Some(ConventionFiscale { pays, taux, article })
}

/// A country as its code; what no country is called stays as it is written, and is told.
fn country(cells: &mut Cells<'_>, column: &str) -> Option<String> {
    cells.opt_text(column).map(|text| pays::code(&text).unwrap_or(text))
}

/// The code of the country of a cell, empty when it has none.
fn code_of(cells: &Cells<'_>, column: &str) -> String {
    pays::code(&cells.peek(column)).unwrap_or_default()
}

/// The default scale of the tax follows the home: that of an overseas department withholds less (CGI 204 H).
fn overseas_scale(cells: &mut Cells<'_>, salarie: &Salarie, confirme: &BTreeSet<&'static str>) {
    let zone = match cells.peek("code_postal").get(..3) {
        Some("971" | "972" | "974") => "guadeloupe_reunion_martinique",
        Some("973" | "976") => "guyane_mayotte",
        _ => return,
    };
    let default = salarie.taux_pas.is_none() && salarie.domicile_fiscal_france;
    if !default || !cells.peek("zone_pas").is_empty() || confirme.contains("zone_pas") {
        return;
    }
    cells.fault(
        "DOS-340",
        "zone_pas",
        "adresse outre-mer, sans taux personnel ni zone_pas : la grille par défaut de métropole retiendrait trop d'impôt".to_owned(),
        &format!("écrire {zone}, ou le taux reçu dans taux_pas ; {}", if_wanted("zone_pas")),
    );
}

/// A number as its paper prints it, without the spaces that it shows.
fn paper(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_ascii_uppercase()
}

fn unknown() -> Salarie {
    Salarie::new("", "", "")
}

/// The département as the DSN writes it (S21.G00.30.014), in two characters: 97 and 98 for the overseas, 20 for Corsica before
/// 1976.
fn birth_department(written: String, cells: &Cells<'_>) -> String {
    let birth = crate::lecture::value::date(&cells.peek("date_naissance")).ok();
    match (written.as_str(), written.get(..2)) {
        ("2A" | "2B", _) if birth.is_some_and(|day| day.year() < CORSICA_CUT) => "20".to_owned(),
        (_, Some(overseas @ ("97" | "98"))) if written.len() == 3 => overseas.to_owned(),
        _ => written,
    }
}

/// Year from which the two départements of Corsica have numbers of their own.
const CORSICA_CUT: i32 = 1976;

/// The account of the production, copied in the place of that of the person: the pay would come back to it.
fn own_account(cells: &mut Cells<'_>, salarie: &Salarie, debtor: Option<&str>) {
    let compact =
        |iban: &str| iban.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let same = salarie.iban.as_deref().filter(|iban| *iban != SPECIMEN).map(compact);
    if same.is_none() || same != debtor.map(compact) || cells.peek("confirme").contains("iban") {
        return;
    }
    cells.fault(
        "DOS-241",
        "iban",
        "l'IBAN est celui du compte de la production (section [virements]) : le net lui reviendrait"
            .to_owned(),
        &format!("recopier l'IBAN du relevé d'identité bancaire de la personne ; {}", if_wanted("iban")),
    );
}

/// A date of birth and a number that contradict each other: the DSN and the AEM of everybody would be refused.
fn born(cells: &mut Cells<'_>, salarie: &Salarie) {
    let (Some(nir), Some(birth)) = (&salarie.nir, salarie.date_naissance) else { return };
    let corsica = matches!(&nir[5..7], "2A" | "2B") && birth.year() < CORSICA_CUT;
    if corsica {
        cells.fault(
            "DOS-031",
            "nir",
            format!("numéro en {} et naissance en {} : ceux d'avant {CORSICA_CUT} sont en 20", &nir[5..7], birth.year()),
            "recopier le numéro de la carte Vitale, ou corriger la date de naissance ; en attendant, vider la case qui est douteuse",
        );
    }
    let month: u32 = nir[3..5].parse().unwrap_or(0);
    let same_year = nir[1..3].parse() == Ok(birth.year().rem_euclid(100));
    // A month beyond twelve is that of somebody whose birth certificate does not tell it.
    if same_year && (!(1..=12).contains(&month) || month == birth.month()) {
        return;
    }
    cells.fault(
        "DOS-031",
        "date_naissance",
        format!(
            "la date de naissance {} ne correspond pas au numéro de sécurité sociale : la DSN et l'AEM de tous seraient refusées",
            birth.format("%d/%m/%Y")
        ),
        "vérifier l'un et l'autre sur la carte Vitale et la pièce d'identité ; en attendant, vider la case qui est douteuse : la paie est possible, la déclaration demandera ce qui manque",
    );
}

/// A home abroad, and nothing that says where the tax is paid: a non-resident is withheld at source (CGI 182 A), a resident
/// by the rate of his household, and both are the employer's debt.
fn abroad(cells: &mut Cells<'_>) {
    let country = code_of(cells, "pays");
    let french = country.is_empty() || pays::french(&country);
    if french || !cells.peek("domicile_fiscal_france").is_empty() {
        return;
    }
    cells.fault(
        "DOS-310",
        "domicile_fiscal_france",
        format!("adresse en {country} et domicile fiscal non dit : l'impôt d'un non-résident est une retenue à la source (CGI 182 A), pas un prélèvement au taux du foyer"),
        "écrire « non » pour un non-résident, « oui » pour une personne qui déclare ses revenus en France",
    );
}

/// A treaty is that of the country where the person lives for the tax: another country in the address is a doubt about the
/// tax that is withheld.
fn treaty_of_another_country(cells: &mut Cells<'_>, confirme: &BTreeSet<&'static str>) {
    let (home, treaty) =
        (cells.peek("pays").to_ascii_uppercase(), cells.peek("convention_pays").to_ascii_uppercase());
    let known = pays::known(&home) && pays::known(&treaty) && !pays::french(&home);
    if !known || home == treaty || confirme.contains("convention_pays") {
        return;
    }
    cells.fault(
        "DOS-335",
        "convention_pays",
        format!("convention fiscale avec {treaty}, adresse en {home} : la retenue à la source suit le pays du domicile fiscal"),
        &format!("corriger l'un ou l'autre ; {}", if_wanted("convention_pays")),
    );
}

/// What does not stop the pay but will stop a declaration or a transfer.
fn warnings(cells: &Cells<'_>, salarie: &Salarie, shown: &str, line: u64) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut warn = |code: &str, column: &str, message: String, hint: &str| {
        out.push(Diagnostic::warning(code, message).in_file(shown, Some(line)).column(column).hint(hint));
    };
    if salarie.nir.is_none() && cells.peek("nir").is_empty() {
        warn(
            "DOS-034",
            "nir",
            format!("{} {} n'a pas de numéro de sécurité sociale", salarie.prenom, salarie.nom),
            "la paie est possible, la DSN et l'AEM non : demander le numéro, ou un numéro provisoire à la CPAM (colonne ntt)",
        );
    }
    if salarie.iban.is_none() && cells.peek("iban").is_empty() {
        out.push(
            Diagnostic::warning("DOS-035", format!("{} {} n'a pas d'IBAN", salarie.prenom, salarie.nom))
                .severity(Gravite::Info)
                .in_file(shown, Some(line))
                .column("iban")
                .hint(
                    "le net n'entrera pas dans le fichier de virements : payer par chèque, ou ajouter l'IBAN",
                ),
        );
    }
    out
}
