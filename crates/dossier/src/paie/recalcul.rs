//! What the payslips already frozen would be today: with the data of the folder, these tables, these methods. Nothing is
//! frozen.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::{BulletinInput, Cumuls, Element, Methodes, Payslip};
use cddu_rates::{Cents, Diagnostic, Rates};
use chrono::NaiveDate;
use serde::Serialize;

use crate::paie::prepare::{Prepared, prepare};
use crate::paie::rappel;
use crate::paie::retenus::Retenus;
use crate::paie::run::changes;
use crate::registre::cumuls;
use crate::registre::register::{Frozen, Register};
use crate::{Folder, PayPeriod};

/// A payslip that would change.
#[derive(Clone, Debug, Serialize)]
pub struct Recalcul {
    /// Number of the payslip that stands.
    pub numero: String,
    /// Period that paid it.
    pub periode: String,
    /// Person.
    pub matricule: String,
    /// Name.
    pub nom: String,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// Why it changes: data, method, row of a table, payslip before it.
    pub raisons: Vec<String>,
    /// Lines that change.
    pub lignes: Vec<LigneRecalcul>,
    /// Totals that change: name, frozen, today.
    pub totaux: Vec<TotalRecalcul>,
}

/// A line of a payslip that would change, zero for a line that is not there.
#[derive(Clone, Debug, Serialize)]
pub struct LigneRecalcul {
    /// Contract.
    pub contrat: String,
    /// Code.
    pub code: String,
    /// Body.
    pub organisme: String,
    /// Difference of base.
    pub base: Cents,
    /// Difference of the employee share.
    pub salarie: Cents,
    /// Difference of the employer share.
    pub employeur: Cents,
}

/// A total that would change.
#[derive(Clone, Debug, Serialize)]
pub struct TotalRecalcul {
    /// Name.
    pub total: &'static str,
    /// As frozen.
    pub fige: Cents,
    /// As it would be.
    pub recalcule: Cents,
}

/// Recomputes the payslips paid from a day on, each after the corrections of those before it, and returns those whose
/// amounts change, with what could not be computed.
///
/// # Errors
/// A register that was altered; `DOS-105` for a method that does not exist.
pub fn recalculer(
    folder: &Folder,
    rates: &Rates,
    depuis: NaiveDate,
    methodes: &[(String, String)],
) -> Result<(Vec<Recalcul>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut register = Register::open(&folder.root)?;
    let list: Vec<Frozen> = register
        .standing()
        .into_iter()
        .filter(|f| f.resultat.date_paiement >= depuis && f.resultat.rappel.is_none())
        .cloned()
        .collect();
    let today = inputs_of_today(folder, rates, &register, &list);
    let (mut out, mut diagnostics) = (Vec::new(), Vec::new());
    for frozen in list {
        let root = register.root_of(&frozen).to_owned();
        let mut input = match today.get(&root) {
            Some(input) => BulletinInput { date_paiement: frozen.resultat.date_paiement, ..input.clone() },
            None => frozen.entree.as_ref().clone(),
        };
        input.methodes = with_methods(input.methodes, methodes)?;
        let back = rappel::paid(&register, &root).map(|(_, back)| back).unwrap_or_default();
        input.elements.extend(completing(&frozen, &back));
        cumuls::fill(folder, rates, &register, &root, &mut input);
        let computed = match cddu_payslip::compute(rates, &input) {
            Ok(computed) => computed,
            Err(list) => {
                let named = |mut d: Diagnostic| {
                    d.message = format!("bulletin {} : {}", frozen.numero, d.message);
                    d
                };
                diagnostics.extend(list.into_iter().map(named));
                continue;
            }
        };
        let new = &computed.bulletin;
        // What back pay has added is paid.
        let paid: Vec<&Payslip> =
            std::iter::once(&frozen).chain(back.iter().copied()).map(|f| f.resultat.as_ref()).collect();
        let (lignes, totaux) = (lines(&paid, new), totals(&paid, new));
        if lignes.is_empty() && totaux.is_empty() {
            continue;
        }
        let salarie = &frozen.resultat.salarie;
        out.push(Recalcul {
            numero: frozen.numero.clone(),
            periode: frozen.periode.clone(),
            matricule: salarie.matricule.clone(),
            nom: format!("{} {}", salarie.nom, salarie.prenom),
            date_paiement: frozen.resultat.date_paiement,
            raisons: reasons(rates, &frozen, &input, &computed),
            lignes,
            totaux,
        });
        // The payslips after it are computed as if it were corrected.
        let corrected = Frozen { entree: input.into(), resultat: computed.bulletin.into(), ..frozen };
        register.foresee(&[corrected]);
    }
    Ok((out, diagnostics))
}

/// Elements of other periods that back pay has paid with this work.
fn completing(frozen: &Frozen, back: &[&Frozen]) -> Vec<Element> {
    let Some(last) = back.last() else { return Vec::new() };
    let own = PayPeriod::parse(&frozen.periode.replace('_', "/"));
    let other = |e: &&Element| {
        e.date.is_some_and(|d| own.as_ref().is_ok_and(|period| !period.jours.contains(d)))
            && !frozen.entree.elements.contains(e)
    };
    last.entree.elements.iter().filter(other).cloned().collect()
}

/// The inputs that the folder would give today, by number, of the periods of some payslips.
fn inputs_of_today(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    list: &[Frozen],
) -> BTreeMap<String, BulletinInput> {
    let roots: BTreeMap<String, NaiveDate> =
        list.iter().map(|f| (register.root_of(f).to_owned(), f.resultat.date_paiement)).collect();
    let periods: BTreeSet<&str> = list.iter().map(|f| f.periode.as_str()).collect();
    let mut out = BTreeMap::new();
    for name in periods {
        let Ok(period) = PayPeriod::parse(&name.replace('_', "/")) else { continue };
        // The number of a payslip says whether it is paid on the day of the period.
        let usual = roots.iter().find(|(root, _)| {
            list.iter()
                .any(|f| f.periode == name && **root == format!("{name}-{}", f.resultat.salarie.matricule))
        });
        let Some((_, payment)) = usual else { continue };
        let (prepared, _) = prepare(folder, rates, &period, *payment, &Retenus::default());
        // Who is held today has no input to compare.
        let whole = |p: &Prepared| !p.refused && !folder.left_out.concerns(&p.matricule, period.jours);
        out.extend(prepared.into_iter().filter(whole).map(|p| (p.number, p.input)));
    }
    out
}

/// Methods with those that the caller chooses.
fn with_methods(base: Methodes, chosen: &[(String, String)]) -> Result<Methodes, Vec<Diagnostic>> {
    if chosen.is_empty() {
        return Ok(base);
    }
    let mut value = serde_json::to_value(base).unwrap_or_default();
    for (key, choice) in chosen {
        value[key.as_str()] = serde_json::Value::String(choice.clone());
        serde_json::from_value::<Methodes>(value.clone()).map_err(|error| {
            let cause = error.to_string();
            let known = cause.split("expected ").nth(1).unwrap_or_default().replace('`', "");
            let known = known.trim_start_matches("one of ").to_owned();
            vec![
                Diagnostic::error("DOS-105", format!("méthode inconnue : {key}={choice}"))
                    .at(format!("methodes.{key}"))
                    .hint(if known.is_empty() {
                        "docs/choix-de-methode.md donne les méthodes et leurs valeurs".to_owned()
                    } else {
                        format!("valeurs possibles : {known}")
                    }),
            ]
        })?;
    }
    serde_json::from_value(value).map_err(|_| Vec::new())
}

type Key = (String, String, String);

fn lines(old: &[&Payslip], new: &Payslip) -> Vec<LigneRecalcul> {
    let mut sums: BTreeMap<Key, (Cents, Cents, Cents)> = BTreeMap::new();
    let mut add = |slip: &Payslip, sign: i64| {
        for contract in &slip.contrats {
            for line in &contract.lignes {
                let key = (contract.contrat.clone(), line.code.to_string(), line.organisme.to_string());
                let sum = sums.entry(key).or_default();
                sum.0.0 += sign * line.base.0;
                sum.1.0 += sign * line.montant_salarie.unwrap_or_default().0;
                sum.2.0 += sign * line.montant_employeur.unwrap_or_default().0;
            }
        }
    };
    add(new, 1);
    old.iter().for_each(|paid| add(paid, -1));
    sums.into_iter()
        .filter(|(_, (base, salarie, employeur))| {
            !(base.is_zero() && salarie.is_zero() && employeur.is_zero())
        })
        .map(|((contrat, code, organisme), (base, salarie, employeur))| LigneRecalcul {
            contrat,
            code,
            organisme,
            base,
            salarie,
            employeur,
        })
        .collect()
}

fn totals(old: &[&Payslip], new: &Payslip) -> Vec<TotalRecalcul> {
    type Pick = fn(&Payslip) -> Cents;
    let list: [(&'static str, Pick); 7] = [
        ("brut", |p| p.totaux.brut),
        ("montant net social", |p| p.totaux.montant_net_social),
        ("net imposable", |p| p.totaux.net_imposable),
        ("net avant impôt", |p| p.totaux.net_avant_impot),
        ("prélèvement à la source", |p| p.totaux.pas),
        ("somme virée", |p| p.totaux.virement),
        ("coût de l'employeur", |p| p.totaux.total_verse_employeur),
    ];
    list.iter()
        .map(|(total, pick)| TotalRecalcul {
            total,
            fige: old.iter().map(|p| pick(p)).sum(),
            recalcule: pick(new),
        })
        // The tax of back pay is that of its own payment (CGI 204 A), not what is left of that of the whole.
        .filter(|t| old.len() == 1 || !["prélèvement à la source", "somme virée"].contains(&t.total))
        .filter(|t| t.fige != t.recalcule)
        .collect()
}

/// Why a payslip changes, nearest cause first.
fn reasons(
    rates: &Rates,
    frozen: &Frozen,
    input: &BulletinInput,
    computed: &cddu_payslip::Computed,
) -> Vec<String> {
    let mut out = Vec::new();
    // The parts of an input that another cause explains are set aside.
    let data = |i: &BulletinInput| {
        let mut bare =
            BulletinInput { cumuls: Cumuls::default(), methodes: Methodes::default(), ..i.clone() };
        for contract in &mut bare.contrats {
            contract.anterieur = None;
            contract.heures_sup_autres = None;
        }
        bare.without_places()
    };
    let (then, now) = (data(&frozen.entree), data(input));
    let given = changes(&then, &now);
    if !given.is_empty() {
        out.push(format!("données : {given}"));
    }
    let json = |m: Methodes| serde_json::to_value(m).unwrap_or_default();
    let (then, now) = (json(frozen.entree.methodes), json(input.methodes));
    for (key, value) in now.as_object().into_iter().flatten() {
        let before = &then[key];
        if before != value {
            let text = |v: &serde_json::Value| v.as_str().map_or_else(|| "défaut".to_owned(), str::to_owned);
            out.push(format!("méthode : {key} = {} au lieu de {}", text(value), text(before)));
        }
    }
    if frozen.entree.cumuls != input.cumuls
        || frozen.entree.contrats.iter().zip(&input.contrats).any(|(a, b)| a.anterieur != b.anterieur)
    {
        out.push("bulletins précédents de la personne : les cumuls ont changé".to_owned());
    }
    if frozen.resultat.empreinte_baremes != computed.bulletin.empreinte_baremes {
        out.extend(rows(rates, &frozen.resultat, computed));
    }
    if out.is_empty() {
        out.push("règles du programme : le calcul a changé depuis ce bulletin".to_owned());
    }
    out
}

/// Rows of the tables behind the lines whose rate changed.
fn rows(rates: &Rates, old: &Payslip, computed: &cddu_payslip::Computed) -> Vec<String> {
    let mut out = BTreeSet::new();
    for (contract, before) in computed.bulletin.contrats.iter().zip(&old.contrats) {
        for line in &contract.lignes {
            let known = before.lignes.iter().find(|l| l.code == line.code && l.organisme == line.organisme);
            let same = known.is_some_and(|k| {
                k.taux_salarie == line.taux_salarie && k.taux_employeur == line.taux_employeur
            });
            if same {
                continue;
            }
            let index = rates.contributions().iter().position(|c| c.code == line.code);
            let row = computed.trace.nodes().iter().find_map(|node| match node.origin {
                cddu_payslip::trace::Origin::Table(id)
                    if index.is_some() && node.name.line.map(usize::from) == index =>
                {
                    Some(rates.row(id))
                }
                _ => None,
            });
            let place = row.map_or_else(String::new, |r| format!(" ({}, ligne {})", r.table, r.ligne));
            out.insert(format!("tables : taux de {}{place}", line.code));
        }
    }
    if out.is_empty() {
        out.insert("tables : un paramètre ou un plafond a changé".to_owned());
    }
    out.into_iter().collect()
}

/// The differences as a table, one row per line of payslip.
#[must_use]
pub fn csv(list: &[Recalcul]) -> String {
    let mut out = String::from(
        "bulletin;periode;matricule;date_paiement;contrat;code;organisme;base;salarie;employeur;raisons\n",
    );
    let cell = |text: &str| {
        let text = text.replace('"', "\"\"");
        if text.contains([';', '"', '\n']) { format!("\"{text}\"") } else { text }
    };
    for one in list {
        let why = cell(&one.raisons.join(" | "));
        for line in &one.lignes {
            out.push_str(&format!(
                "{};{};{};{};{};{};{};{};{};{};{why}\n",
                one.numero,
                one.periode,
                cell(&one.matricule),
                one.date_paiement,
                cell(&line.contrat),
                line.code,
                line.organisme,
                line.base,
                line.salarie,
                line.employeur
            ));
        }
    }
    out
}
