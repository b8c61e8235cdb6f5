//! What a file says twice, before anything is computed: the values that the engine takes as they are, and those that it never
//! gives.
//!
//! A value that the others contradict is named at its line and put right, so that the payslip is computed again from what the
//! rest of the file says: a fault is then told once, and not by its consequences.

mod heures;
mod montants;
mod organismes;
mod periodes;
mod unites;

use cddu_declarations::Tables;
use cddu_dsn::nav::{Contrat, Declaration, Individu, Remuneration, Versement};
use cddu_dsn::{Block, Document, s21};
use cddu_rates::Cents;

use crate::comparaison::{Cause, Ecart, Valeur};
use crate::usages::Usages;

/// What the first reading of a file finds.
pub(crate) struct Releve {
    pub ecarts: Vec<Ecart>,
    pub manque: Vec<String>,
    pub valeurs: usize,
}

/// Reads the payments of a declaration.
pub(crate) fn relever(tables: &Tables, declaration: Declaration<'_>) -> Releve {
    let mut usages = Usages::default();
    let paies: Vec<Paie<'_>> = declaration.individus().flat_map(Paie::of_person).collect();
    periodes::relever(declaration, &paies, &mut usages);
    unites::relever(&paies, &mut usages);
    montants::relever(&paies, &mut usages);
    organismes::relever(tables, &paies, &mut usages);
    let mut manque = heures::relever(&paies, &mut usages);
    let valeurs = usages.juges();
    let (ecarts, autres) = usages.conclut();
    manque.extend(autres);
    Releve { ecarts, manque, valeurs }
}

/// The file with the values that the others contradict put right.
pub(crate) fn corriger(document: &Document, ecarts: &[Ecart]) -> Document {
    let mut out = document.clone();
    for message in &mut out.messages {
        put_right(&mut message.envoi, ecarts);
    }
    out
}

fn put_right(block: &mut Block, ecarts: &[Ecart]) {
    for field in &mut block.fields {
        let right = ecarts.iter().filter(|e| e.ligne == field.line).find_map(|e| e.corrige.as_ref());
        if let Some(right) = right {
            field.value.clone_from(right);
        }
    }
    block.children.iter_mut().for_each(|child| put_right(child, ecarts));
}

/// What a payment says of one contract.
pub(crate) struct Paie<'a> {
    pub personne: String,
    pub versement: Versement<'a>,
    pub contrat: Contrat<'a>,
    pub lignes: Vec<Remuneration<'a>>,
    /// No other contract is paid with it.
    pub seul: bool,
}

impl<'a> Paie<'a> {
    fn of_person(individu: Individu<'a>) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for versement in individu.versements() {
            let since = out.len();
            for r in versement.remunerations() {
                let mut own =
                    individu.contrats().filter(|c| c.numero().is_some() && c.numero() == r.contrat());
                let Some(contrat) = own.next() else { continue };
                match out[since..].iter_mut().find(|p| p.contrat.numero() == contrat.numero()) {
                    Some(known) => known.lignes.push(r),
                    None => out.push(Self {
                        personne: personne(individu),
                        versement,
                        contrat,
                        lignes: vec![r],
                        seul: true,
                    }),
                }
            }
            let seul = out.len() - since == 1;
            out[since..].iter_mut().for_each(|p| p.seul = seul);
        }
        out
    }

    /// The remunerations of a type.
    fn de<'s>(&'s self, genre: &'s str) -> impl Iterator<Item = Remuneration<'a>> + 's {
        self.lignes.iter().copied().filter(move |r| r.genre() == Some(genre))
    }

    /// The remuneration of a type, when it has one only.
    fn une(&self, genre: &str) -> Option<Remuneration<'a>> {
        let mut all = self.de(genre);
        all.next().filter(|_| all.next().is_none())
    }

    /// The bases of the contract.
    fn bases(&self) -> impl Iterator<Item = &'a Block> {
        let numero = self.contrat.numero();
        let seul = self.seul;
        self.versement.bases().map(|b| b.0).filter(move |b| b.get(6) == numero || seul && b.get(6).is_none())
    }

    /// An absence, whose days and pay follow other rules.
    fn absent(&self) -> bool {
        self.contrat.0.all(s21(60)).next().is_some()
            || self.contrat.0.all(s21(65)).next().is_some()
            || self.lignes.iter().flat_map(|r| r.activites()).any(|a| a.get(1) != Some("01"))
    }

    fn ecart(&self, bloc: &Block, numero: u32, cause: Cause, constat: String) -> Ecart {
        let code = match bloc.code.number() {
            51 => bloc.get(11),
            53 => bloc.get(3),
            52 | 54 | 78 | 79 | 81 => bloc.get(1),
            58 => bloc.get(3),
            _ => None,
        };
        let rubrique = bloc.code.rubrique(numero).to_string();
        Ecart {
            personne: self.personne.clone(),
            contrat: self.contrat.numero().map(str::to_owned),
            ligne: bloc.line_of(numero),
            rubrique: code.map_or_else(|| rubrique.clone(), |code| format!("{rubrique}[{code}]")),
            libelle: libelle(numero, bloc).to_owned(),
            organisme: None,
            cause,
            declare: Valeur::default(),
            recalcule: Valeur::default(),
            ecart: Cents::ZERO,
            consequence: false,
            constat: Some(constat),
            corrige: None,
        }
    }
}

fn libelle(numero: u32, bloc: &Block) -> &'static str {
    match (bloc.code.number(), numero) {
        (51, 1) => "Date de début de période de paie",
        (51, 2) => "Date de fin de période de paie",
        (51, 12) => "Nombre d'heures",
        (53, 2) => "Mesure de l'activité",
        (53, 3) => "Unité de mesure de l'activité",
        (81, 2) => "Identifiant de l'organisme",
        (51 | 52 | 54 | 58, 13 | 4) => "Montant",
        _ => "Période de rattachement",
    }
}

/// Name and matricule.
pub(crate) fn personne(individu: Individu<'_>) -> String {
    let name = [2, 4].iter().filter_map(|n| individu.get(*n)).collect::<Vec<_>>().join(" ");
    let matricule = individu.get(19).map(|m| format!(" ({m})")).unwrap_or_default();
    format!("{name}{matricule}")
}

/// Hundredths as the norm writes them.
fn texte(hundredths: i64) -> String {
    cddu_dsn::amount::format(hundredths)
}

/// A value with the amounts that are declared and expected.
fn chiffre(mut ecart: Ecart, declare: i64, attendu: i64) -> Ecart {
    let value = |amount| Valeur { montant: Some(Cents(amount)), ..Valeur::default() };
    ecart.declare = value(declare);
    ecart.recalcule = value(attendu);
    ecart.ecart = Cents(declare - attendu);
    ecart.corrige = Some(texte(attendu));
    ecart
}
