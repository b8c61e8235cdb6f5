//! Déclaration préalable à l'embauche: its fields and the message FR_DUE_Upload (C. trav. R1221-1 to R1221-9).
//!
//! The layout of the message was read in public implementations, not in the official guide (B): a test sending comes
//! first. One message per hiring.

use cddu_payslip::{Employeur, Salarie};
use cddu_rates::{Diagnostic, Period, Rates};
use chrono::{Days, NaiveDate};
use quick_xml::Writer;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};

use crate::besoins::{Besoins, Mode, Place};
use crate::production::Production;
use crate::texte;

/// A hiring to declare.
#[derive(Clone, Debug)]
pub struct Embauche {
    /// Employee.
    pub salarie: Salarie,
    /// Contract.
    pub contrat: String,
    /// First day: for an artist, the first rehearsal or shooting day.
    pub debut: NaiveDate,
    /// Last day.
    pub fin: NaiveDate,
    /// Time of hiring, `HH:MM`; that of `declarations.contrats` when missing.
    pub heure: Option<String>,
}

/// What to build.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Test or real: a test message carries the test indicator.
    pub mode: Mode,
    /// Day of sending.
    pub envoye_le: NaiveDate,
}

/// One message.
#[derive(Clone, Debug)]
pub struct DpaeFile {
    /// Contract.
    pub contrat: String,
    /// The declaration as data, for the copy given to the employee (C. trav. R1221-9).
    pub declaration: Declaration,
    /// XML, ISO-8859-1.
    pub bytes: Vec<u8>,
}

/// The fields of the declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Test indicator: `120` for a real message.
    pub indicateur: String,
    /// SIRET.
    pub siret: String,
    /// Employer.
    pub employeur: String,
    /// Activity code.
    pub code_ape: String,
    /// Code of the Urssaf.
    pub code_urssaf: String,
    /// Street.
    pub voie: String,
    /// Town.
    pub commune: String,
    /// Postal code.
    pub code_postal: String,
    /// Telephone.
    pub telephone: String,
    /// Family name.
    pub nom: String,
    /// Name in use.
    pub nom_usage: Option<String>,
    /// First name.
    pub prenom: String,
    /// `1` or `2`.
    pub sexe: String,
    /// NIR, 13 characters.
    pub nir: Option<String>,
    /// Key.
    pub cle: Option<String>,
    /// Birth date.
    pub date_naissance: Option<NaiveDate>,
    /// Town of birth.
    pub commune_naissance: String,
    /// Département of birth.
    pub departement_naissance: String,
    /// First day.
    pub debut: Option<NaiveDate>,
    /// Time, `HH:MM:SS`.
    pub heure: String,
    /// Last day.
    pub fin: Option<NaiveDate>,
    /// Code of the occupational health service.
    pub sante_travail: String,
    /// Trial period in days, of a contract over six months.
    pub essai_jours: Option<u32>,
}

/// Builds one message per hiring.
///
/// # Errors
/// Everything missing or wrong in any hiring, at once; `BAR-010` for a day that the tables do not cover.
pub fn build(
    rates: &Rates,
    production: &Production,
    employeur: Option<&Employeur>,
    embauches: &[Embauche],
    options: &Options,
) -> Result<(Vec<DpaeFile>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut needs = Besoins::new(options.mode);
    let employer = production.employeur.as_ref().or(employeur);
    let declarations: Vec<(String, Declaration)> = embauches
        .iter()
        .map(|e| {
            let rules = Rules::of(rates, e.debut).map_err(|d| vec![d])?;
            Ok((e.contrat.clone(), declaration(&rules, production, employer, e, options, &mut needs)))
        })
        .collect::<Result<_, Vec<Diagnostic>>>()?;
    let avertissements = needs.finish()?;
    let mut files = Vec::new();
    for (contrat, declaration) in declarations {
        let text = message(&declaration).map_err(|e| vec![Diagnostic::error("DPAE-090", e.to_string())])?;
        let bytes = latin1(&text)?;
        files.push(DpaeFile { contrat, declaration, bytes });
    }
    Ok((files, avertissements))
}

/// What the tables say of a DPAE on the day of the hiring.
struct Rules {
    /// Days before the hiring from which it can be made.
    days: u64,
    /// Months of contract over which the trial period is told.
    months: u32,
}

impl Rules {
    fn of(rates: &Rates, day: NaiveDate) -> Result<Self, Diagnostic> {
        let months = rates.param("DPAE_ESSAI_MOIS", day)?.value.to_u32().unwrap_or(u32::MAX);
        Ok(Self { days: delay(rates, day)?, months })
    }
}

/// Days before a hiring from which its DPAE can be made (C. trav. R1221-4).
///
/// # Errors
/// `BAR-010` for a day that the tables do not cover.
pub fn delay(rates: &Rates, hiring: NaiveDate) -> Result<u64, Diagnostic> {
    Ok(rates.param("DPAE_DELAI_JOURS", hiring)?.value.to_u64().unwrap_or_default())
}

/// True for a real message, false for a test one; `None` for a file that is not a DPAE.
#[must_use]
pub fn is_real(message: &[u8]) -> Option<bool> {
    let text = String::from_utf8_lossy(message);
    let (_, rest) = text.split_once("<FR_DUE_Upload.Test.Indicator>")?;
    Some(rest.starts_with(&format!("{REAL}<")))
}

/// The test indicator of a real message.
const REAL: &str = "120";

fn declaration(
    rules: &Rules,
    production: &Production,
    employer: Option<&Employeur>,
    hiring: &Embauche,
    options: &Options,
    needs: &mut Besoins,
) -> Declaration {
    window(rules, hiring, options, needs);
    let person = &hiring.salarie;
    let known = production.contrat(&hiring.contrat);
    let address = needs.adresse(
        employer.and_then(|e| e.identite.adresse.as_ref()),
        |key| Place::production(format!("employeur.adresse.{key}")),
        "de l'employeur",
    );
    let postal = &address.code_postal;
    if !postal.is_empty() && !number(postal, 5) {
        needs.wrong(
            Place::production("employeur.adresse.code_postal"),
            format!("le code postal « {postal} » n'est pas valide"),
            "cinq chiffres",
        );
    }
    let nir = person.nir.as_deref().map(|_| needs.nir(person)).filter(|n| n.len() == 15);
    let sex = nir
        .as_deref()
        .map(|n| n[..1].to_owned())
        .or_else(|| production.salarie(&person.matricule).sexe)
        .filter(|s| s == "1" || s == "2");
    let essai_jours = essai(rules, hiring, known.essai_jours, needs);
    let heure = hiring.heure.clone().or(known.heure_embauche);
    let heure = needs.checked(
        heure.as_deref(),
        Place::contrat(&hiring.contrat, "heure_embauche"),
        "l'heure d'embauche",
        "HH:MM, avant la prise de poste",
        hour,
    );
    for (name, column) in [
        (Some(&person.nom), "nom"),
        (person.nom_usage.as_ref(), "nom_usage"),
        (Some(&person.prenom), "prenom"),
        (person.lieu_naissance.as_ref(), "lieu_naissance"),
    ] {
        if let Some(name) = name.filter(|n| texte::loses_letters(n)) {
            needs.wrong(
                Place::salarie(person, column),
                format!("« {name} » a des lettres que la DPAE ne sait pas écrire"),
                "l'écrire en lettres latines, comme sur la pièce d'identité",
            );
        }
    }
    if person.date_naissance.is_none() {
        needs.missing(Place::salarie(person, "date_naissance"), "la date de naissance", "date AAAA-MM-JJ");
    }
    let mut ask = |value: Option<&str>, place: Place, what: &str, why: &str, check: fn(&str) -> bool| {
        needs.checked(value, place, what, why, check)
    };
    let any: fn(&str) -> bool = |_| true;
    let sexe = ask(sex.as_deref(), Place::salarie(person, "sexe"), "le sexe", "1 ou 2, sans NIR", any);
    let commune_naissance = ask(
        person.lieu_naissance.as_deref(),
        Place::salarie(person, "lieu_naissance"),
        "la commune de naissance",
        "commune, ou ville à l'étranger",
        any,
    );
    let departement_naissance = ask(
        person.departement_naissance.as_deref(),
        Place::salarie(person, "departement_naissance"),
        "le département de naissance",
        "deux caractères, 99 à l'étranger",
        |d| d.len() == 2 && d.bytes().all(|b| b.is_ascii_digit() || b == b'A' || b == b'B'),
    );
    let code_urssaf = ask(
        production.urssaf.code.as_deref(),
        Place::production("declarations.urssaf.code"),
        "le code de l'Urssaf",
        "trois chiffres, Urssaf de l'établissement",
        |c| number(c, 3),
    );
    let sante_travail = ask(
        production.sante_travail.code_dpae.as_deref(),
        Place::production("declarations.sante_travail.code_dpae"),
        "le code du service de santé au travail",
        "code de Thalie Santé à l'Urssaf, à demander",
        any,
    );
    let telephone = ask(
        production.contact.telephone.as_deref(),
        Place::production("declarations.contact.telephone"),
        "le téléphone du contact",
        "dix chiffres",
        |t| digits(t).len() == 10,
    );
    let employeur = ask(
        employer.and_then(|e| e.identite.raison_sociale.as_deref()),
        Place::production("employeur.raison_sociale"),
        "la raison sociale",
        "nom de la société de production",
        any,
    );
    let code_ape = needs
        .checked(
            employer.and_then(|e| e.identite.code_ape.as_deref()),
            Place::production("employeur.code_ape"),
            "le code APE",
            "quatre chiffres et une lettre, par exemple 5911C",
            crate::aem::ape,
        )
        .replace('.', "");
    Declaration {
        indicateur: if options.mode == Mode::Reel {
            REAL.to_owned()
        } else {
            production.dpae.indicateur_essai.clone().unwrap_or_else(|| "1".to_owned())
        },
        siret: needs.siret_employeur(employer),
        employeur: texte::cut(&employeur, 32),
        code_ape,
        code_urssaf,
        voie: texte::cut(&address.voie, 32),
        commune: texte::cut(&address.commune, 32),
        code_postal: address.code_postal,
        telephone: digits(&telephone),
        nom: texte::dpae(&person.nom, "&"),
        nom_usage: person.nom_usage.as_deref().map(|n| texte::dpae(n, "&")),
        prenom: texte::dpae(&person.prenom, "&"),
        sexe,
        cle: nir.as_deref().map(|n| n[13..].to_owned()),
        nir: nir.map(|n| n[..13].to_owned()),
        date_naissance: person.date_naissance,
        commune_naissance: texte::dpae(&commune_naissance, "0123456789"),
        departement_naissance,
        debut: Some(hiring.debut),
        heure: format!("{heure}:00"),
        fin: Some(hiring.fin),
        sante_travail,
        essai_jours,
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Nothing but so many digits.
fn number(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// The trial period of a long contract, which the declaration must tell (C. trav. R1221-1, 4°); a shorter one tells
/// nothing.
fn essai(rules: &Rules, hiring: &Embauche, days: Option<u32>, needs: &mut Besoins) -> Option<u32> {
    if (Period { debut: hiring.debut, fin: hiring.fin }).at_most_months(rules.months) {
        return None;
    }
    if days.is_none() {
        needs.missing(
            Place::contrat(&hiring.contrat, "essai_jours"),
            "la période d'essai",
            &format!(
                "nombre de jours, 0 sans période d'essai : le contrat dure plus de {} mois (C. trav. R1221-1)",
                rules.months
            ),
        );
    }
    days
}

/// `HH:MM` of a day.
fn hour(text: &str) -> bool {
    matches!(text.split_once(':'), Some((h, m)) if h.len() == 2 && m.len() == 2
        && h.parse::<u8>().is_ok_and(|h| h < 24) && m.parse::<u8>().is_ok_and(|m| m < 60))
}

/// In the days before the hiring, never after (C. trav. L1221-10, R1221-4).
fn window(rules: &Rules, hiring: &Embauche, options: &Options, needs: &mut Besoins) {
    let place = || Place::contrat(&hiring.contrat, "debut");
    if hiring.fin < hiring.debut {
        needs.error("DPAE-001", place(), "le contrat finit avant de commencer", "corriger les dates");
    }
    if options.envoye_le > hiring.debut {
        needs.error(
            "DPAE-002",
            place(),
            format!(
                "l'embauche est du {}, la DPAE du {} : elle précède l'embauche",
                hiring.debut, options.envoye_le
            ),
            "déclarer sans attendre et prévenir l'Urssaf : le retard est sanctionné (C. trav. L1221-11)",
        );
    }
    let earliest = hiring.debut.checked_sub_days(Days::new(rules.days)).unwrap_or(hiring.debut);
    if options.envoye_le < earliest {
        needs.error(
            "DPAE-003",
            place(),
            format!("la DPAE se fait au plus tôt {} jours avant l'embauche du {}", rules.days, hiring.debut),
            &format!("l'envoyer à partir du {earliest}"),
        );
    }
}

/// An element of the message: a group or a text.
enum Node {
    Group(&'static str, Vec<Node>),
    Text(&'static str, String),
}

fn tree(d: &Declaration) -> Node {
    use Node::{Group, Text};
    let day = |date: Option<NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    let text = |name, value: &str| Text(name, value.to_owned());
    let mut identity = vec![text("rxpers:FR_PersonIdentity.Surname.Text", &d.nom)];
    if let Some(usage) = &d.nom_usage {
        identity.push(text("rxpers:FR_PersonIdentity.UsualName.Text", usage));
    }
    identity.push(text("rxpers:FR_PersonIdentity.ChristianName.Text", &d.prenom));
    identity.push(text("rxpers:FR_PersonIdentity.Sex.Code", &d.sexe));
    if let (Some(nir), Some(key)) = (&d.nir, &d.cle) {
        identity.push(Group(
            "rxpers:FR_NNI",
            vec![text("rxpers:FR_NNI.NIR.Identifier", nir), text("rxpers:FR_NNI.NIRKey.Text", key)],
        ));
    }
    identity.push(Group(
        "rxpers:FR_Birth",
        vec![
            Text("rxpers:FR_Birth.Date", day(d.date_naissance)),
            text("rxpers:FR_Birth.Town.Text", &d.commune_naissance),
        ],
    ));
    let mut contract = vec![
        Text("FR_Contract.StartContract.Date", day(d.debut)),
        text("FR_Contract.StartContract.Time", &d.heure),
        Text("FR_Contract.EndContract.Date", day(d.fin)),
        text("FR_Contract.Nature.Code", "CDD"),
        text("FR_Contract.HealthService.Text", &d.sante_travail),
    ];
    if let Some(days) = d.essai_jours {
        contract.push(Text("FR_Contract.TrialTime.Text", days.to_string()));
    }
    let employer = Group(
        "FR_Employer",
        vec![
            Group(
                "FR_EmployerIdentity",
                vec![
                    text("rxorg:FR_Organization.SIRET.Identifier", &d.siret),
                    text("rxorg:FR_Organization.Designation.Text", &d.employeur),
                    text("rxorg:FR_Organization.APE.Code", &d.code_ape),
                ],
            ),
            text("FR_Employer.URSSAF.Code", &d.code_urssaf),
            Group(
                "FR_EmployerAddress",
                vec![
                    text("rxpadr:FR_PostalAddress.StreetDesignation.Text", &d.voie),
                    text("rxpadr:FR_PostalAddress.Town.Text", &d.commune),
                    text("rxpadr:FR_PostalAddress.Postal.Code", &d.code_postal),
                ],
            ),
            Group(
                "FR_EmployerContact",
                vec![Group(
                    "FR_PhoneNumber",
                    vec![text("rxphadr:FR_PhoneAddress.PhoneNumber.Text", &d.telephone)],
                )],
            ),
        ],
    );
    let employee = Group(
        "FR_EmployeeGroup",
        vec![
            Group(
                "FR_Employee",
                vec![
                    Group("FR_EmployeeIdentity", identity),
                    Group(
                        "FR_EmployeeComplement",
                        vec![text("FR_EmployeeComplement.Birth_Department.Code", &d.departement_naissance)],
                    ),
                ],
            ),
            Group("FR_Contract", contract),
        ],
    );
    Group(
        "FR_DUE_Upload",
        vec![
            text("FR_DUE_Upload.Test.Indicator", &d.indicateur),
            Group("FR_DuesGroup", vec![employer, employee]),
        ],
    )
}

const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns:cct", "urn:oasis:names:tc:ubl:corecomponentTypes:1.0:0.70"),
    ("xmlns:rxdt", "http://www.repxml.org/DataTypes"),
    ("xmlns:rxorg", "http://www.repxml.org/Organization"),
    ("xmlns:rxpadr", "http://www.repxml.org/PostalAddress"),
    ("xmlns:rxpers", "http://www.repxml.org/Person_Identity"),
    ("xmlns:rxphadr", "http://www.repxml.org/PhoneAddress"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

fn message(declaration: &Declaration) -> std::io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut writer, &tree(declaration), true)?;
    let body = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    Ok(format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{body}\n"))
}

fn write(writer: &mut Writer<Vec<u8>>, node: &Node, root: bool) -> std::io::Result<()> {
    match node {
        Node::Text(name, value) => {
            writer.create_element(*name).write_text_content(quick_xml::events::BytesText::new(value))?;
        }
        Node::Group(name, children) => {
            let mut element = writer.create_element(*name);
            if root {
                element = element.with_attributes(NAMESPACES);
            }
            element.write_inner_content(|inner| {
                for child in children {
                    write(inner, child, false)?;
                }
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn latin1(text: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    cddu_dsn::latin1::encode(text).map_err(|c| {
        vec![
            Diagnostic::error("DPAE-091", format!("le caractère « {c} » n'existe pas en ISO-8859-1"))
                .hint("le remplacer dans le nom ou l'adresse"),
        ]
    })
}
