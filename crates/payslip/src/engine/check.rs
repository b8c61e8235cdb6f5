//! Refusals and warnings that need no calculation. All of them at once.

use cddu_rates::{Cents, Diagnostic, Quantity, Rate, ZonePas, before_coverage, coverage_start, cut};
use chrono::Datelike;
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::identifiants;
use crate::input::{RetenueNonResident, Salarie, Travail};
use crate::vocabulary::{Categorie, ElementCode, Periodicite};

pub(crate) fn check(run: &mut Run<'_, impl Recorder>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    document(run, &mut errors);
    super::enfant::check(run, &mut errors);
    for rank in 0..run.input.contrats.len() {
        contract(run, rank, &mut errors);
    }
    elements(run, &mut errors);
    errors
}

fn document(run: &Run<'_, impl Recorder>, errors: &mut Vec<Diagnostic>) {
    let input = run.input;
    if input.contrats.is_empty() {
        errors.push(
            Diagnostic::error("PAIE-001", "aucun contrat à payer")
                .at("contrats")
                .hint("donner au moins un contrat, ou ne pas demander de bulletin"),
        );
    }
    for (rank, contrat) in input.contrats.iter().enumerate() {
        if input.contrats[..rank].iter().any(|c| c.contrat == contrat.contrat) {
            errors.push(
                Diagnostic::error(
                    "PAIE-020",
                    format!("le contrat « {} » est donné deux fois", cut(&contrat.contrat)),
                )
                .at(format!("contrats[{rank}].contrat"))
                .hint("un identifiant par contrat ; deux périodes d'un même contrat font deux bulletins"),
            );
        }
    }
    if !input.salarie.domicile_fiscal_france && input.salarie.taux_pas.is_some() {
        errors.push(
            Diagnostic::error("PAIE-010", "un non-résident fiscal n'a pas de taux personnel de prélèvement à la source")
                .at("salarie.taux_pas")
                .hint("mettre taux_pas à null : la retenue à la source des art. 182 A et 182 A bis du CGI s'applique"),
        );
    }
    identifiers(&input.salarie, errors);
    withholding(&input.salarie, errors);
    overseas(run, errors);
    if input.periodicite != Periodicite::default() && input.periodicite != input.periodicite() {
        errors.push(
            Diagnostic::error("PAIE-024", "periodicite est donnée deux fois, avec deux valeurs")
                .at("methodes.periodicite")
                .hint("n'en garder qu'une : periodicite ou methodes.periodicite"),
        );
    }
    let employeur = &input.employeur.parametres;
    let rates = [
        ("employeur.taux_at", employeur.taux_at),
        ("employeur.taux_at_artiste", employeur.taux_at_artiste),
        ("employeur.versement_mobilite", Some(employeur.versement_mobilite)),
        ("employeur.vmrr", Some(employeur.vmrr)),
        ("employeur.taux_sante_travail", employeur.taux_sante_travail),
        ("salarie.taux_pas", input.salarie.taux_pas),
        ("impot_garde.taux", input.impot_garde.as_ref().map(|kept| kept.taux)),
        ("salarie.convention_fiscale.taux", input.salarie.convention_fiscale.as_ref().map(|c| c.taux)),
    ];
    for (field, rate) in rates {
        if let Some(rate) = rate
            && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&rate.0)
        {
            errors.push(
                Diagnostic::error("PAIE-021", format!("taux impossible : {rate} %"))
                    .at(field)
                    .hint("un taux s'écrit en pour cent, entre 0 et 100 (6.90 pour 6,90 %)"),
            );
        }
        // The rate of a person is sent with two decimals: 0.146 is a fraction that a spreadsheet kept.
        let (decimals, hint) = if field == "salarie.taux_pas" {
            (2, "deux décimales au plus, en pour cent : 14.6 et non 0.146")
        } else {
            (4, "quatre décimales au plus")
        };
        if let Some(Rate(rate)) = rate
            && rate.normalize().scale() > decimals
        {
            errors.push(
                Diagnostic::error("PAIE-021", format!("taux trop précis : {rate} %")).at(field).hint(hint),
            );
        }
    }
    let cumuls = &input.cumuls;
    // Those of the year of payment may be negative: a payslip of the year before, lowered in this one, takes back more than
    // was paid since.
    for (field, amount) in [
        ("cumuls.dfs", cumuls.dfs),
        ("cumuls.retraite_mois", cumuls.retraite_mois),
        ("cumuls.retraite_annee", cumuls.retraite_annee),
    ] {
        if amount < Cents::ZERO {
            errors.push(Diagnostic::error("PAIE-006", format!("cumul négatif : {amount}")).at(field));
        }
    }
    for (field, amount) in input.impot_garde.iter().flat_map(|kept| {
        [
            ("impot_garde.assiette", kept.assiette),
            ("impot_garde.abattement", kept.abattement),
            ("impot_garde.pas", kept.pas),
        ]
    }) {
        if amount < Cents::ZERO {
            errors.push(Diagnostic::error("PAIE-006", format!("impôt négatif : {amount}")).at(field));
        }
    }
}

/// The taxe sur les salaires of an employer overseas has rates of its own (CGI 231, 5), which the tables do not hold: the
/// rates of metropolitan France would be wrong.
fn overseas(run: &Run<'_, impl Recorder>, errors: &mut Vec<Diagnostic>) {
    let employeur = &run.input.employeur;
    if !employeur.parametres.taxe_salaires {
        return;
    }
    let postal = employeur.identite.adresse.as_ref().map(|a| a.code_postal.trim()).filter(|c| !c.is_empty());
    let (there, field) = match postal {
        Some(code) => (code.starts_with("97"), "employeur.adresse.code_postal"),
        None => (run.input.salarie.zone_pas != ZonePas::Metropole, "salarie.zone_pas"),
    };
    if there {
        errors.push(
            Diagnostic::error(
                "PAIE-070",
                "taxe sur les salaires d'un employeur d'outre-mer : ses taux (CGI 231, 5) ne sont pas dans les tables",
            )
            .at(field)
            .hint("mettre employeur.taxe_salaires à false et déclarer cette taxe à part, ou donner l'adresse de l'employeur s'il est en métropole"),
        );
    }
}

/// Numbers whose key is wrong: the AEM, the DSN and the bank refuse them, once the person is paid.
fn identifiers(salarie: &Salarie, errors: &mut Vec<Diagnostic>) {
    if let Some(Err(why)) = salarie.nir.as_deref().map(identifiants::nir) {
        errors.push(
            Diagnostic::error("PAIE-135", format!("numéro de sécurité sociale : {why}"))
                .at("salarie.nir")
                .hint("recopier les 15 caractères de l'attestation de droits, ou ôter ce champ en attendant"),
        );
    }
    let family = salarie.enfant.as_ref().and_then(|e| e.iban.as_deref());
    for (field, iban) in [("salarie.iban", salarie.iban.as_deref()), ("salarie.enfant.iban", family)] {
        if let Some(iban) = iban.filter(|iban| !identifiants::iban(iban)) {
            errors.push(
                Diagnostic::error("PAIE-136", format!("la clé de l'IBAN « {} » est fausse", cut(iban)))
                    .at(field)
                    .hint("recopier l'IBAN du relevé d'identité bancaire, ou ôter ce champ en attendant"),
            );
        }
    }
}

/// What the withholding of a non-resident needs, and what contradicts it.
fn withholding(salarie: &Salarie, errors: &mut Vec<Diagnostic>) {
    let choice = salarie.retenue_non_resident;
    let mut refuse = |field: &str, message: &str, hint: &str| {
        errors.push(Diagnostic::error("PAIE-041", message).at(format!("salarie.{field}")).hint(hint));
    };
    if salarie.domicile_fiscal_france {
        let motif = salarie.retenue_motif.as_deref().is_some_and(|m| !m.trim().is_empty());
        if choice.is_some() || salarie.convention_fiscale.is_some() || motif {
            refuse(
                match (choice, &salarie.convention_fiscale) {
                    (Some(_), _) => "retenue_non_resident",
                    (None, Some(_)) => "convention_fiscale",
                    (None, None) => "retenue_motif",
                },
                "retenue à la source de non-résident pour une personne domiciliée fiscalement en France",
                "mettre domicile_fiscal_france à false, ou retirer ce champ : un résident a le prélèvement à la source",
            );
        }
        return;
    }
    let reason = salarie.retenue_motif.as_deref().is_some_and(|m| !m.trim().is_empty());
    if reason && choice != Some(RetenueNonResident::Aucune) {
        refuse(
            "retenue_motif",
            "motif donné pour une retenue à la source qui n'est pas écartée",
            "mettre retenue_non_resident à aucune si aucune retenue n'est due, ou retirer retenue_motif",
        );
    }
    match (choice, &salarie.convention_fiscale) {
        (Some(RetenueNonResident::Convention), None) => refuse(
            "convention_fiscale",
            "convention fiscale manquante : pays, taux et article",
            "donner convention_fiscale, ou laisser retenue_non_resident vide pour la retenue de droit commun",
        ),
        (Some(RetenueNonResident::Convention), Some(convention))
            if convention.pays.trim().is_empty() || convention.article.trim().is_empty() =>
        {
            refuse(
                "convention_fiscale",
                "convention fiscale sans pays ou sans article",
                "nommer le pays et l'article de la convention qui justifie le taux",
            );
        }
        (Some(RetenueNonResident::Convention), Some(_)) => {}
        (_, Some(_)) => refuse(
            "convention_fiscale",
            "convention fiscale donnée sans être appliquée",
            "mettre retenue_non_resident à convention, ou retirer convention_fiscale",
        ),
        (Some(RetenueNonResident::Aucune), None)
            if salarie.retenue_motif.as_deref().is_none_or(|m| m.trim().is_empty()) =>
        {
            refuse(
                "retenue_motif",
                "retenue à la source écartée sans motif",
                "écrire dans retenue_motif pourquoi aucune retenue n'est due",
            );
        }
        _ => {}
    }
}

fn contract(run: &mut Run<'_, impl Recorder>, rank: usize, errors: &mut Vec<Diagnostic>) {
    let input = run.input;
    let c = &input.contrats[rank];
    let at = |field: &str| format!("contrats[{rank}].{field}");
    if c.fin < c.debut {
        errors.push(
            Diagnostic::error(
                "PAIE-002",
                format!("le contrat finit le {} avant de commencer le {}", c.fin, c.debut),
            )
            .at(at("fin"))
            .hint("corriger debut ou fin"),
        );
        return;
    }
    let periode = c.periode();
    if periode.fin < periode.debut || !c.dates().covers(periode) {
        errors.push(
            Diagnostic::error("PAIE-003", format!("la période {periode} sort du contrat {}", c.dates()))
                .at(at("periode"))
                .hint("la période payée doit être comprise entre le début et la fin du contrat"),
        );
        return;
    }
    // A correction comes after the payslips that counted what it replaces: they may hold what that one left.
    if let Some(former) = c.anterieur.filter(|_| input.rectifie.is_none())
        && former.plafonnee > former.securite_sociale.min(former.plafond)
    {
        errors.push(
            Diagnostic::error(
                "PAIE-023",
                format!(
                    "assiette plafonnée déjà comptée ({}) au-dessus de l'assiette ({}) ou du plafond ({})",
                    former.plafonnee, former.securite_sociale, former.plafond
                ),
            )
            .at(at("anterieur.plafonnee"))
            .hint("recopier le cumul_contrat du bulletin précédent de ce contrat"),
        );
    }
    if periode.debut < coverage_start() {
        errors.push(before_coverage(periode.debut).at(at("debut")));
    }
    if input.date_paiement < periode.debut {
        errors.push(
            Diagnostic::error(
                "PAIE-004",
                format!("payé le {}, avant le début du travail le {}", input.date_paiement, periode.debut),
            )
            .at("date_paiement")
            .hint("un acompte se verse après du travail fait ; corriger la date de paiement ou la période"),
        );
    } else if input.date_paiement < periode.fin {
        let message = format!(
            "contrat {} : payé le {} avant la fin de la période ({})",
            c.contrat, input.date_paiement, periode.fin
        );
        run.warn("PAIEMENT-AVANT-FIN", message);
    }
    if periode.debut.year() != periode.fin.year() {
        let message = format!(
            "contrat {} : la période {periode} passe le 31 décembre ; calculée d'un bloc aux règles de sa fin, mieux vaut deux bulletins",
            c.contrat
        );
        run.warn("PERIODE-31-DECEMBRE", message);
    }
    if crosses_31_march(periode) {
        let message = format!(
            "contrat {} : la période {periode} passe le 31 mars ; le certificat Congés Spectacles sera scindé, mieux vaut deux bulletins",
            c.contrat
        );
        run.warn("PERIODE-31-MARS", message);
    }
    match c.brut() {
        None => errors.push(
            Diagnostic::error("PAIE-007", "brut manquant")
                .at(at("brut"))
                .hint("donner le brut du contrat, ou une feuille de temps (temps et salaire_base)"),
        ),
        Some(brut) if brut < Cents::ZERO => {
            errors.push(
                Diagnostic::error("PAIE-006", format!("brut négatif : {brut}"))
                    .at(at("brut"))
                    .hint("une reprise se fait par un bulletin rectificatif, pas par un brut négatif"),
            );
        }
        Some(brut) => {
            let sum: Cents = c.elements().iter().map(|e| e.montant).sum();
            if !c.elements().is_empty() && sum != brut {
                errors.push(
                    Diagnostic::error(
                        "PAIE-017",
                        format!("les éléments totalisent {sum}, le brut donné est {brut}"),
                    )
                    .at(at("elements"))
                    .hint("corriger le brut ou les éléments : leur somme est le brut"),
                );
            }
        }
    }
    if c.heures.0 < Decimal::ZERO {
        errors
            .push(Diagnostic::error("PAIE-006", format!("heures négatives : {}", c.heures)).at(at("heures")));
    }
    let most = Decimal::from(24 * periode.days());
    // Of what is typed: a week guaranteed may pay more hours than the days of a period have.
    let typed = run.given.contrats[rank].heures;
    if typed.0 > most {
        errors.push(
            Diagnostic::error(
                "PAIE-080",
                format!("{typed} heures payées pour une période de {most} heures ({periode})"),
            )
            .at(at("heures"))
            .hint("vérifier la virgule (45,5 et non 455) et les dates"),
        );
    }
    super::absences::check(&run.given.contrats[rank], rank, errors);
    below_smic(run, rank);
    unknown_agreement(run, rank, errors);
    let c = &run.input.contrats[rank];
    if c.jours.0 < Decimal::ZERO {
        errors.push(Diagnostic::error("PAIE-006", format!("jours négatifs : {}", c.jours)).at(at("jours")));
    }
    let view = Contract::new(input, rank);
    let technician = !view.population.is_artist();
    // The pay kept of an absence is paid without hours.
    let kept = !run.away(&view).list.is_empty();
    if technician && !kept && c.brut().is_some_and(|b| b > Cents::ZERO) && c.heures.0.is_zero() {
        let hint = if c.categorie == Categorie::Realisateur {
            "réalisateur aux taux de technicien : donner les heures de ses jours (debut et fin, ou le total de la semaine) ; un réalisateur payé sans heures a « oui » dans taux_artiste"
        } else {
            "donner le nombre d'heures payées du contrat sur la période"
        };
        errors.push(
            Diagnostic::error(
                "PAIE-008",
                "heures manquantes : l'allègement se calcule sur les heures payées",
            )
            .at(at("heures"))
            .hint(hint),
        );
    }
    if c.cadre.is_none() && c.has_status() {
        status(run, rank, errors);
    }
    let other = other_category(run, rank);
    if c.cadre == Some(true) && view.population.is_artist() && other.is_none() {
        let hint = if c.categorie == Categorie::Realisateur {
            "réalisateur aux taux d'artiste : « non » (false en JSON) dans cadre ; payé comme un technicien : « non » (false) dans taux_artiste"
        } else {
            "« non » (false en JSON) dans cadre, ou corriger la catégorie"
        };
        errors.push(
            Diagnostic::error(
                "PAIE-009",
                "cadre avec les taux d'artiste : un artiste du spectacle n'est pas cadre",
            )
            .at(at("cadre"))
            .hint(hint),
        );
    }
    errors.extend(other);
    if let Some(annexe) = c.annexe
        && annexe != 8
        && annexe != 10
    {
        errors.push(
            Diagnostic::error("PAIE-016", format!("annexe {annexe} inconnue"))
                .at(at("annexe"))
                .hint("8 (techniciens et ouvriers) ou 10 (artistes et réalisateurs)"),
        );
    }
    if c.jours.0 > Decimal::from(periode.days()) {
        let message = format!(
            "contrat {} : {} jours payés pour une période de {} jours calendaires",
            c.contrat,
            c.jours,
            periode.days()
        );
        run.warn("JOURS", message);
    }
    if c.dfs && c.categorie == Categorie::Technicien {
        let message = format!(
            "contrat {} : DFS d'un technicien, réservée au personnel de création de l'IDCC 3097 et soumise à son accord (B)",
            c.contrat
        );
        run.warn("DFS-TECHNICIEN", message);
    }
    super::heures_sup::check(run, rank, errors);
}

/// A gross given that pays its hours under the SMIC (C. trav. L3231-2); that of priced hours is compared in its unit.
fn below_smic(run: &mut Run<'_, impl Recorder>, rank: usize) {
    let c = &run.input.contrats[rank];
    let given = matches!(run.given.contrats[rank].travail, Travail::Brut { .. });
    let (Some(brut), true) = (c.brut(), given && c.heures.0 > Decimal::ZERO) else { return };
    let Ok(smic) = run.rates.param("SMIC_HORAIRE", c.periode().debut) else { return };
    let floor = Cents::round(smic.value * c.heures.0);
    if brut < floor {
        let message = format!(
            "contrat {} : {brut} € pour {} heures, sous le SMIC ({floor} €, {} € l'heure) ; vérifier les heures et le brut",
            c.contrat,
            c.heures,
            Quantity(smic.value.normalize())
        );
        run.warn_at("SMIC-HEURES", format!("contrats[{rank}].brut"), message);
    }
}

/// Cadre or not: the contract does not say, and its function is in no grid ([`super::resolve`] reads those that are). The
/// status is never guessed; a convention that is not known is told by [`unknown_agreement`].
fn status(run: &Run<'_, impl Recorder>, rank: usize, errors: &mut Vec<Diagnostic>) {
    let c = &run.input.contrats[rank];
    let idcc = c.idcc.as_deref().unwrap_or(&run.input.employeur.identite.idcc);
    let Ok(conventions) = run.rates.conventions() else { return };
    if !conventions.knows(idcc) {
        return;
    }
    let unknown = conventions.unknown_function(idcc, &c.fonction);
    let near = unknown.aide.as_deref().map(|near| format!("{near} ; ou ")).unwrap_or_default();
    errors.push(
        Diagnostic::error("PAIE-093", format!("{} : cadre ou non, rien ne le dit", unknown.message))
            .at(format!("contrats[{rank}].fonction"))
            .hint(format!("{near}donner « cadre » (true ou false)")),
    );
}

/// A function that the agreement gives to another category than the contract: its rates, its annexe and its grid are not
/// those of the contract. A réalisateur may be engaged as a technician; functions of no category (guests) are left.
fn other_category(run: &Run<'_, impl Recorder>, rank: usize) -> Option<Diagnostic> {
    let c = &run.input.contrats[rank];
    let idcc = c.idcc.as_deref().unwrap_or(&run.input.employeur.identite.idcc);
    let conventions = run.rates.conventions().ok()?;
    let fonction = conventions.fonction(conventions.function(idcc, &c.fonction)?);
    let own = match c.categorie {
        Categorie::Technicien => "technicien",
        Categorie::Artiste => "artiste",
        Categorie::Figurant => "figurant",
        Categorie::Realisateur => "realisateur",
    };
    let of_grid = fonction.categorie.as_str();
    let fits = of_grid == own || of_grid == "autre" || (own == "technicien" && of_grid == "realisateur");
    let french = |key| if key == "realisateur" { "réalisateur" } else { key };
    let of =
        |key| if key == "artiste" { format!("d'{}", french(key)) } else { format!("de {}", french(key)) };
    (!fits).then(|| {
        Diagnostic::error(
            "BRUT-165",
            format!(
                "« {} » est une fonction {} dans la convention {idcc}, le contrat est celui d'un {}",
                fonction.nom,
                of(of_grid),
                french(own)
            ),
        )
        .at(format!("contrats[{rank}].categorie"))
        .hint(
            "corriger la catégorie ou la fonction : les taux, l'annexe du chômage et le minimum en dépendent",
        )
    })
}

/// A convention of which the tables hold nothing: its contributions would be left out in silence.
fn unknown_agreement(run: &Run<'_, impl Recorder>, rank: usize, errors: &mut Vec<Diagnostic>) {
    let own = run.input.contrats[rank].idcc.as_deref();
    let idcc = own.unwrap_or(&run.input.employeur.identite.idcc);
    let Ok(conventions) = run.rates.conventions() else { return };
    if conventions.knows(idcc) {
        return;
    }
    let field = if own.is_some() { format!("contrats[{rank}].idcc") } else { "employeur.idcc".to_owned() };
    let error = Diagnostic::error(
        "PAIE-081",
        format!("convention {} inconnue : ses cotisations ne sont pas calculées", cut(idcc)),
    )
    .at(field)
    .hint(format!("conventions connues : {}", conventions.known().join(", ")));
    if !errors.contains(&error) {
        errors.push(error);
    }
}

fn crosses_31_march(periode: cddu_rates::Period) -> bool {
    (periode.debut.year()..=periode.fin.year()).any(|year| {
        chrono::NaiveDate::from_ymd_opt(year, 3, 31).is_some_and(|d| periode.debut <= d && d < periode.fin)
    })
}

fn elements(run: &Run<'_, impl Recorder>, errors: &mut Vec<Diagnostic>) {
    let input = run.input;
    let possible = || {
        let names: Vec<_> = input.contrats.iter().map(|c| c.contrat.as_str()).collect();
        format!("contrats possibles : {}", names.join(", "))
    };
    for (rank, element) in input.elements.iter().enumerate() {
        let at = |field: &str| format!("elements[{rank}].{field}");
        if element.code == ElementCode::Retenue {
            errors.push(
                Diagnostic::error("PAIE-013", "retenue interdite dans une entreprise de spectacle (C. trav. L3251-4)")
                    .at(at("code"))
                    .hint("perte ou casse de matériel ne se retiennent pas sur la paie ; un acompte ou une avance se nomment ainsi"),
            );
        }
        if element.montant.is_some_and(|m| m < Cents::ZERO) {
            errors.push(
                Diagnostic::error("PAIE-006", "montant négatif")
                    .at(at("montant"))
                    .hint("le sens vient du code de l'élément : écrire un montant positif"),
            );
        }
        if let Some(quantity) = element.quantite.filter(|q| q.0 < Decimal::ZERO) {
            errors.push(
                Diagnostic::error("PAIE-006", format!("quantité négative : {}", quantity.0.normalize()))
                    .at(at("quantite"))
                    .hint(
                        "écrire le nombre de repas, de nuits ou de kilomètres, positif : 3 pour trois repas",
                    ),
            );
        }
        match &element.contrat {
            Some(contrat) if !input.contrats.iter().any(|c| c.contrat == *contrat) => {
                errors.push(
                    Diagnostic::error("PAIE-012", format!("contrat inconnu : « {} »", cut(contrat)))
                        .at(at("contrat"))
                        .hint(possible()),
                );
            }
            None if input.contrats.len() > 1
                && element.needs_contract(input.contrats.iter().any(|c| c.dfs)) =>
            {
                errors.push(
                    Diagnostic::error("PAIE-012", "plusieurs contrats : cet élément doit nommer le sien")
                        .at(at("contrat"))
                        .hint(possible()),
                );
            }
            _ => {}
        }
    }
}
