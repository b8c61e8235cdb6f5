//! Payslips of an export: the input of the engine for each, and what it says of its contributions.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Month, Rate, fold, record_line};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Tableau;
use super::dictionnaire::{Cotisation, Dictionnaire, Forme};
use super::nombres::{decimal, jour, oui_non};
use crate::NonRecalcule;
use crate::comparaison::Valeur;
use crate::lecture::{Avant, enfant, moins_de_seize};

/// The payslips of an export.
pub(super) struct Export {
    /// By person, in the order of payment.
    pub personnes: BTreeMap<String, Vec<Bulletin>>,
    /// What the export does not give.
    pub manque: Vec<String>,
    /// Payslips that cannot be read.
    pub refuses: Vec<NonRecalcule>,
}

/// What an export says of one share of a contribution.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub code: String,
    /// Employer, otherwise employee.
    pub employeur: bool,
    /// Column that says it.
    pub colonne: String,
    pub ligne: usize,
    pub valeur: Valeur,
}

/// A payslip of the export.
pub(super) struct Bulletin {
    pub personne: String,
    pub ligne: usize,
    pub paiement: NaiveDate,
    pub contrat: String,
    /// Days paid.
    pub fin: NaiveDate,
    /// Without its methods and cumuls.
    entree: Value,
    pub parts: Vec<Part>,
    /// Totals, by name: column, amount.
    pub totaux: BTreeMap<&'static str, (String, Cents)>,
}

/// Totals that an export may give.
const TOTAUX: [&str; 5] = ["net_imposable", "montant_net_social", "pas", "net_avant_impot", "net_paye"];

impl Bulletin {
    /// The input of the engine, after the payslips already computed of the person.
    pub(super) fn demande(&self, before: &Avant, methods: &Map<String, Value>) -> Value {
        let mut input = self.entree.clone();
        input["methodes"] = Value::Object(methods.clone());
        if let Some(sum) = before.contrat(&self.contrat) {
            input["contrats"][0]["anterieur"] = sum;
        }
        if let Some(cumuls) = before.cumuls(Month::of(self.fin)) {
            input["cumuls"] = cumuls;
        }
        input
    }
}

/// A row of the export under the names of the dictionary.
struct Ligne<'a> {
    dictionnaire: &'a Dictionnaire,
    entetes: &'a BTreeMap<String, usize>,
    cellules: &'a csv::StringRecord,
}

impl<'a> Ligne<'a> {
    /// A cell by its column; nothing when it is empty.
    fn cellule(&self, colonne: &str) -> Option<&'a str> {
        let text = self.cellules.get(*self.entetes.get(colonne)?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// A value: its column, or the one of every payslip.
    fn texte(&self, champ: &str) -> Option<&'a str> {
        let column = self.dictionnaire.colonnes.get(champ);
        let own = column.and_then(|c| self.cellule(c));
        own.or_else(|| self.dictionnaire.valeurs.get(champ).map(String::as_str))
    }

    /// The column of a value, as messages name it.
    fn nomme(&self, champ: &str) -> String {
        self.dictionnaire.colonnes.get(champ).map_or_else(|| champ.to_owned(), |c| format!("{c} ({champ})"))
    }

    fn lu<T>(&self, champ: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, String> {
        let Some(text) = self.texte(champ) else { return Ok(None) };
        read(text).map(Some).ok_or_else(|| format!("« {text} » illisible dans {}", self.nomme(champ)))
    }

    fn exige<T>(&self, champ: &str, read: fn(&str) -> Option<T>) -> Result<T, String> {
        self.lu(champ, read)?.ok_or_else(|| format!("{} est vide", self.nomme(champ)))
    }

    fn nombre(&self, colonne: Option<&String>) -> Result<Option<Decimal>, String> {
        let Some((colonne, text)) = colonne.and_then(|c| Some((c, self.cellule(c)?))) else {
            return Ok(None);
        };
        decimal(text).map(Some).ok_or_else(|| format!("« {text} » illisible dans {colonne}"))
    }
}

/// Reads the rows.
pub(super) fn lire(dictionnaire: &Dictionnaire, tableau: Tableau<'_>) -> Result<Export, Vec<Diagnostic>> {
    let text = tableau.texte.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(dictionnaire.separateur)
        .flexible(true)
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes());
    let entetes: BTreeMap<String, usize> = reader
        .headers()
        .map(|h| h.iter().enumerate().map(|(rank, name)| (name.to_owned(), rank)).collect())
        .unwrap_or_default();
    let mut out = Export { personnes: BTreeMap::new(), manque: manque(dictionnaire), refuses: Vec::new() };
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut broken: Vec<(String, Option<NaiveDate>)> = Vec::new();
    let mut doubles: Vec<(usize, usize)> = Vec::new();
    let mut rows = 0;
    for record in reader.records() {
        let Ok(cellules) = record else { continue };
        let line = cellules.position().map_or(0, |p| record_line(text, p.byte()));
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        if cellules.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        rows += 1;
        let ligne = Ligne { dictionnaire, entetes: &entetes, cellules: &cellules };
        let personne = personne(&ligne);
        if let Err(raison) = ranger(&ligne, line, &personne, &mut unknown, &mut out.personnes, &mut doubles) {
            if dictionnaire.forme == Forme::Ligne {
                let day = ligne.lu("date_paiement", jour).ok().flatten();
                broken.push((ligne.texte("matricule").unwrap_or_default().to_owned(), day));
            }
            out.refuses.push(NonRecalcule { personne, ligne: line, raison });
        } else if let Some((_, first)) = doubles.last().filter(|(n, _)| *n == line) {
            let raison = format!("même ligne de bulletin que la ligne {first} : comptée une fois");
            out.refuses.push(NonRecalcule { personne, ligne: line, raison });
        }
    }
    if rows == 0 {
        return Err(vec![vide(tableau, "aucun bulletin dans cet export")]);
    }
    // Nobody is judged on a part of his data: a row that cannot be read leaves out the payslips of its person and day.
    for (matricule, day) in broken {
        if let Some(slips) = out.personnes.get_mut(&matricule) {
            slips.retain(|s| day.is_some_and(|d| s.paiement != d));
        }
    }
    for slips in out.personnes.values_mut() {
        slips.sort_by_key(|s| (s.paiement, s.ligne));
    }
    for (label, count) in unknown {
        out.manque.push(format!("{label} : libellé absent du dictionnaire, {count} lignes non comparées"));
    }
    Ok(out)
}

/// An export without any payslip.
pub(super) fn vide(tableau: Tableau<'_>, cause: &str) -> Diagnostic {
    Diagnostic::error("AUD-006", cause)
        .in_file(tableau.nom, None)
        .hint("la première ligne nomme les colonnes, les suivantes sont les bulletins")
}

fn personne(ligne: &Ligne<'_>) -> String {
    let name = ["nom", "prenom"].iter().filter_map(|c| ligne.texte(c)).collect::<Vec<_>>().join(" ");
    let matricule = ligne.texte("matricule").unwrap_or("?");
    if name.is_empty() { matricule.to_owned() } else { format!("{name} ({matricule})") }
}

/// Adds a row to its payslip.
fn ranger(
    ligne: &Ligne<'_>,
    numero: usize,
    personne: &str,
    unknown: &mut BTreeMap<String, usize>,
    personnes: &mut BTreeMap<String, Vec<Bulletin>>,
    doubles: &mut Vec<(usize, usize)>,
) -> Result<(), String> {
    let one = bulletin(ligne, numero, personne)?;
    let parts = parts(ligne, numero, unknown)?;
    let matricule = ligne.texte("matricule").unwrap_or_default().to_owned();
    let slips = personnes.entry(matricule).or_default();
    let same =
        |s: &&mut Bulletin| s.paiement == one.paiement && s.contrat == one.contrat && s.entree == one.entree;
    let of_lines = ligne.dictionnaire.forme == Forme::Ligne;
    if let Some(known) = slips.iter_mut().find(|s| !of_lines && same(s)) {
        return Err(format!("même bulletin que la ligne {} : compté une fois", known.ligne));
    }
    match slips.iter_mut().filter(|_| of_lines).find(same) {
        Some(known) => {
            // The same payslip given twice: each of its rows comes again.
            let twice = |p: &Part| {
                known
                    .parts
                    .iter()
                    .any(|k| (&k.code, k.employeur, k.valeur) == (&p.code, p.employeur, p.valeur))
            };
            if let Some(first) = parts.first().filter(|_| parts.iter().all(twice)) {
                let line = known.parts.iter().find(|k| k.code == first.code).map_or(known.ligne, |k| k.ligne);
                doubles.push((numero, line));
                return Ok(());
            }
            known.parts.extend(parts);
        }
        None => slips.push(Bulletin { parts, ..one }),
    }
    Ok(())
}

fn text(value: Decimal) -> String {
    value.normalize().to_string()
}

fn cents(value: Decimal) -> Cents {
    Cents::round(value)
}

/// The input of a row, and its totals.
fn bulletin(ligne: &Ligne<'_>, numero: usize, personne: &str) -> Result<Bulletin, String> {
    let paiement = ligne.exige("date_paiement", jour)?;
    let (debut, fin) = (ligne.exige("debut", jour)?, ligne.exige("fin", jour)?);
    let from = ligne.lu("periode_debut", jour)?.unwrap_or(debut);
    let to = ligne.lu("periode_fin", jour)?.unwrap_or(fin);
    let said = ligne.texte("categorie").unwrap_or_default();
    let categories = &ligne.dictionnaire.categories;
    let categorie = categories.get(&fold(said)).cloned().unwrap_or_else(|| fold(said));
    let contrat = ligne.texte("contrat").map_or_else(|| format!("{debut}"), str::to_owned);
    let brut = ligne.exige("brut", decimal)?;
    let weekdays = || (0..).map_while(|n| from.checked_add_days(chrono::Days::new(n)).filter(|d| *d <= to));
    let worked = || {
        let open = weekdays()
            .filter(|d| !matches!(chrono::Datelike::weekday(d), chrono::Weekday::Sat | chrono::Weekday::Sun));
        Decimal::from(open.count())
    };
    let jours = ligne.lu("jours", decimal)?.unwrap_or_else(worked);
    let mut contract = json!({
        "contrat": contrat, "categorie": categorie, "fonction": ligne.texte("fonction").unwrap_or("non dite"),
        "annexe": if categorie == "technicien" { 8 } else { 10 },
        "debut": debut.to_string(), "fin": fin.to_string(),
        "periode": { "debut": from.to_string(), "fin": to.to_string() },
        "brut": text(brut), "jours": text(jours),
        "heures": text(ligne.lu("heures", decimal)?.unwrap_or(jours * Decimal::from(7))),
        "cadre": ligne.lu("cadre", oui_non)?.unwrap_or(false),
        "dfs": ligne.lu("dfs", oui_non)?.unwrap_or(false),
        "idcc": ligne.texte("idcc"),
    });
    if let Some(count) = ligne.lu("cachets", decimal)? {
        contract["cachets"] = json!(count.trunc().to_string().parse::<u32>().unwrap_or(0));
    }
    let overtime = ligne.lu("heures_sup", decimal)?.zip(ligne.lu("montant_heures_sup", decimal)?);
    if let Some((hours, amount)) = overtime.filter(|(hours, _)| !hours.is_zero()) {
        let monday = from.week(chrono::Weekday::Mon).first_day().to_string();
        contract["heures_sup"] = json!([{
            "semaine": monday, "heures": text(hours), "majoration": "25.00", "montant": text(amount)
        }]);
    }
    let mut employeur = Value::Object(ligne.dictionnaire.employeur.clone());
    if employeur.get("idcc").is_none() {
        employeur["idcc"] = json!(ligne.texte("idcc").unwrap_or("3097"));
    }
    let naissance = ligne.lu("date_naissance", jour)?;
    let mut entree = json!({
        "date_paiement": paiement.to_string(),
        "employeur": employeur,
        "salarie": {
            "matricule": ligne.texte("matricule").unwrap_or("?"),
            "nom": ligne.texte("nom").unwrap_or("?"), "prenom": ligne.texte("prenom").unwrap_or("?"),
            "date_naissance": naissance.map(|d| d.to_string()),
            "alsace_moselle": ligne.lu("alsace_moselle", oui_non)?.unwrap_or(false),
            "taux_pas": ligne.lu("taux_pas", decimal)?.map(text),
        },
        "contrats": [contract],
    });
    if moins_de_seize(naissance, Some(debut)) {
        entree["salarie"]["enfant"] = enfant(debut);
    }
    let mut totaux = BTreeMap::new();
    for name in TOTAUX {
        if let (Some(column), Some(value)) = (ligne.dictionnaire.colonnes.get(name), ligne.lu(name, decimal)?)
        {
            totaux.insert(name, (column.clone(), cents(value)));
        }
    }
    Ok(Bulletin {
        personne: personne.to_owned(),
        ligne: numero,
        paiement,
        contrat,
        fin: to,
        entree,
        parts: Vec::new(),
        totaux,
    })
}

/// What a row says of contributions.
fn parts(
    ligne: &Ligne<'_>,
    numero: usize,
    unknown: &mut BTreeMap<String, usize>,
) -> Result<Vec<Part>, String> {
    let dictionnaire = ligne.dictionnaire;
    if dictionnaire.forme == Forme::Bulletin {
        let lists = dictionnaire.cotisations.iter().map(|c| {
            of_contribution(
                ligne,
                numero,
                c,
                &c.code,
                [&c.base, &c.taux_salarie, &c.salarie, &c.taux_employeur, &c.employeur],
            )
        });
        return Ok(lists.collect::<Result<Vec<_>, String>>()?.into_iter().flatten().collect());
    }
    let Some(label) = ligne.texte("libelle") else { return Ok(Vec::new()) };
    let wanted = fold(label);
    let known = dictionnaire
        .cotisations
        .iter()
        .find(|c| c.libelle.as_deref().is_some_and(|l| fold(l) == wanted) || fold(&c.code) == wanted);
    let Some(known) = known else {
        *unknown.entry(label.to_owned()).or_default() += 1;
        return Ok(Vec::new());
    };
    let column = |name: &str| dictionnaire.colonnes.get(name).cloned();
    let all = ["base", "taux_salarie", "salarie", "taux_employeur", "employeur"].map(column);
    let [base, rate, employee, employer_rate, employer] = &all;
    of_contribution(ligne, numero, known, label, [base, rate, employee, employer_rate, employer])
}

/// The shares of a contribution.
fn of_contribution(
    ligne: &Ligne<'_>,
    numero: usize,
    one: &Cotisation,
    name: &str,
    [base, rate, employee, employer_rate, employer]: [&Option<String>; 5],
) -> Result<Vec<Part>, String> {
    let base_value = ligne.nombre(base.as_ref())?.map(cents);
    let mut out = Vec::new();
    for (employeur, rate, amount) in [(false, rate, employee), (true, employer_rate, employer)] {
        let taux = ligne.nombre(rate.as_ref())?.map(|r| Rate(r.normalize()));
        let montant = ligne.nombre(amount.as_ref())?.map(cents);
        if taux.is_none() && montant.is_none() {
            continue;
        }
        let column = amount.as_ref().or(rate.as_ref()).cloned().unwrap_or_else(|| name.to_owned());
        let colonne =
            if ligne.dictionnaire.forme == Forme::Ligne { format!("{name}, {column}") } else { column };
        out.push(Part {
            code: one.code.clone(),
            employeur,
            colonne,
            ligne: numero,
            valeur: Valeur { base: base_value, taux, montant },
        });
    }
    Ok(out)
}

/// What the dictionary leaves out, and what is taken in its place.
fn manque(dictionnaire: &Dictionnaire) -> Vec<String> {
    let given =
        |champ: &str| dictionnaire.colonnes.contains_key(champ) || dictionnaire.valeurs.contains_key(champ);
    let mut out = vec![
        "paie des mois précédents : les cumuls (retraite de l'année, contrat déjà payé en partie) partent de cet export"
            .to_owned(),
    ];
    for (champ, said) in [
        ("jours", "jours travaillés : les jours de semaine de la période en tiennent lieu"),
        ("heures", "heures : sept par jour ; la réduction générale et le minimum en dépendent"),
        ("cadre", "statut cadre : non-cadre partout"),
        ("dfs", "abattement pour frais : aucun"),
        ("taux_pas", "taux de prélèvement à la source : la grille par défaut partout"),
        ("heures_sup", "heures supplémentaires : ni réduction ni exonération"),
        ("periode_debut", "période payée : tout le contrat"),
        ("net_imposable", "net imposable : non comparé"),
        ("montant_net_social", "montant net social : non comparé"),
    ] {
        if !given(champ) {
            out.push(said.to_owned());
        }
    }
    if dictionnaire.cotisations.is_empty() {
        out.push("aucune cotisation dans le dictionnaire : seuls les totaux sont comparés".to_owned());
    }
    if !dictionnaire.employeur.contains_key("taux_at") {
        out.push("taux d'accident du travail : [employeur] taux_at".to_owned());
    }
    out
}
