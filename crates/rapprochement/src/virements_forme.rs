//! B09: what a transfer file says besides who is paid, how much and when: the message, its references, its labels.

use std::collections::BTreeMap;

use cddu_ledger::sepa::{SepaConfig, VersionPain, reference, reference_pecule};
use cddu_ledger::{note, piece};
use cddu_payslip::Adresse;
use cddu_rates::{Cents, Month};

use crate::Rapporteur;
use crate::attendus::ecrit;
use crate::causes::{self, Cause};
use crate::comparaison::{Candidat, Cle, Document};
use crate::documents::{Contexte, Element, Groupe, Virement, Virements};

/// Elements that other rules read.
const AILLEURS: [&str; 9] = [
    "GrpHdr/NbOfTxs",
    "GrpHdr/CtrlSum",
    "PmtInf/NbOfTxs",
    "PmtInf/CtrlSum",
    "PmtInf/ReqdExctnDt",
    "ReqdExctnDt/Dt",
    "PmtId/EndToEndId",
    "Amt/InstdAmt",
    "Cdtr/Nm",
];

/// Elements that each message, each group and each transfer must hold, once; those parted by a bar stand for one another.
const DU_MESSAGE: [&str; 5] =
    ["GrpHdr/MsgId", "GrpHdr/CreDtTm", "GrpHdr/NbOfTxs", "GrpHdr/CtrlSum", "InitgPty/Nm"];
const DU_GROUPE: [&str; 9] = [
    "PmtInf/PmtInfId",
    "PmtInf/PmtMtd",
    "PmtInf/NbOfTxs",
    "PmtInf/CtrlSum",
    "PmtInf/ReqdExctnDt|ReqdExctnDt/Dt",
    "Dbtr/Nm",
    "Id/IBAN",
    "Othr/Id|FinInstnId/BICFI|FinInstnId/BIC",
    "PmtInf/ChrgBr",
];
const DU_VIREMENT: [&str; 5] = ["PmtId/EndToEndId", "Amt/InstdAmt", "InstdAmt/@Ccy", "Cdtr/Nm", "Id/IBAN"];

/// Elements that the bank does without and that each group and each transfer hold all the same.
const ECRIT_AU_GROUPE: [&str; 2] = ["PmtInf/BtchBookg", "SvcLvl/Cd"];
const ECRIT_AU_VIREMENT: [&str; 1] = ["RmtInf/Ustrd"];

/// Countries of the European Economic Area: no address is asked for their accounts.
const EEE: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";

/// Longest name and label of the norm.
const NOM: usize = 70;
const LIBELLE: usize = 140;
/// Longest identifier of a message.
const IDENTIFIANT: usize = 35;

/// A document paid: its label, the bank and the address of its beneficiary.
struct Paye<'a> {
    libelle: String,
    bic: Option<&'a str>,
    adresse: Option<&'a Adresse>,
    salaire: bool,
}

pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let Some(config) = c.docs.virements_config else {
        out.skip(&["B09"], "la section [virements] n'est pas donnée");
        return;
    };
    let mut documents: BTreeMap<String, Paye<'_>> = BTreeMap::new();
    for p in c.docs.bulletins {
        let libelle = config.libelle.replace("{mois}", &Month::of(p.date_paiement).to_string());
        let person = &p.salarie;
        let paye =
            Paye { libelle, bic: person.bic.as_deref(), adresse: person.adresse.as_ref(), salaire: true };
        let Some(pecule) = &p.pecule else {
            documents.insert(reference(piece(p)), paye);
            continue;
        };
        let child = person.enfant.as_deref();
        let adresse = child.and_then(|c| c.adresse.as_ref()).or(person.adresse.as_ref());
        let bic = child.and_then(|c| c.bic.as_deref());
        documents.insert(reference(piece(p)), Paye { bic, adresse, ..paye });
        let month = Month::of(p.date_paiement);
        let libelle =
            format!("PECULE {} {} AUTORISATION {} {month}", person.nom, person.prenom, pecule.autorisation);
        let bic = config.caisse_des_depots.as_ref().and_then(|c| c.bic.as_deref());
        documents.insert(reference_pecule(piece(p)), Paye { libelle, bic, adresse: None, salaire: true });
    }
    for n in c.docs.notes {
        let author = n.auteur.as_ref();
        let libelle = format!("DROITS D'AUTEUR NOTE {}", note::piece(n));
        let bic = author.and_then(|a| a.bic.as_deref());
        let paye = Paye { libelle, bic, adresse: author.and_then(|a| a.adresse.as_ref()), salaire: false };
        documents.insert(reference(note::piece(n)), paye);
    }
    for file in c.docs.virements {
        if out.applies("B09", file.elements.len()) {
            let fichier = Fichier { file, code: c.docs.code, config, documents: &documents };
            fichier.complete(out);
            fichier.check(out);
        }
    }
}

struct Fichier<'a> {
    file: &'a Virements,
    /// Code of the production.
    code: &'a str,
    config: &'a SepaConfig,
    documents: &'a BTreeMap<String, Paye<'a>>,
}

/// What an element must say; nothing when no datum says it.
enum Attendu {
    /// One of these texts.
    Texte(Vec<String>),
    /// This text by its letters.
    Lettres(String),
    /// Read by another rule, or decided by nobody.
    Libre,
    /// Nothing asks for it.
    Inconnu,
}

fn un(texte: &str) -> Attendu {
    Attendu::Texte(vec![texte.to_owned()])
}

impl Fichier<'_> {
    /// What the bank asks for is there, and nothing twice.
    fn complete(&self, out: &mut Rapporteur<'_>) {
        type Scope = (Option<usize>, Option<usize>);
        let mut found: BTreeMap<Scope, BTreeMap<&str, Vec<&Element>>> = BTreeMap::new();
        found.entry((None, None)).or_default();
        for (n, group) in self.file.groupes.iter().enumerate() {
            found.entry((Some(n), None)).or_default();
            for t in 0..group.virements.len() {
                found.entry((Some(n), Some(t))).or_default();
            }
        }
        for e in &self.file.elements {
            found.entry((e.groupe, e.virement)).or_default().entry(&e.chemin).or_default().push(e);
        }
        for ((groupe, virement), elements) in found {
            let group = groupe.and_then(|n| self.file.groupes.get(n));
            let transfer = group.zip(virement).and_then(|(g, n)| g.virements.get(n));
            let (asked, line): (&[&str], u64) = match (group, transfer) {
                (_, Some(transfer)) => (&DU_VIREMENT, transfer.ligne),
                (Some(group), None) => (&DU_GROUPE, group.ligne),
                (None, _) => (&DU_MESSAGE, 1),
            };
            let place = |chemin: &str, ligne: u64| Candidat {
                document: Document::Virement,
                reference: chemin.to_owned(),
                ligne: (ligne > 0).then_some(ligne),
                montant: Cents::ZERO,
            };
            let written = self.written(group, transfer);
            let whom = transfer.map_or(String::new(), |t| format!(" du virement {}", t.reference.texte));
            for wanted in asked {
                if wanted.split('|').any(|chemin| elements.contains_key(chemin)) {
                    continue;
                }
                let name = wanted.split('|').next().unwrap_or_default();
                let message = format!("{name}{whom} manque : la banque refuse le fichier");
                let cle = Cle::default().piece(&self.file.message).code(format!("{name} {line}"));
                out.fact("B09", cle, message, vec![place(name, line)], Cents::ZERO);
                out.because("B09", Cause::new("ligne_absente", "l'élément a été retiré du fichier"));
            }
            for wanted in written.into_iter().filter(|w| !elements.contains_key(w)) {
                let message = format!("{wanted}{whom} manque : cddu paie l'écrit toujours");
                let cle = Cle::default().piece(&self.file.message).code(format!("{wanted} {line}"));
                out.fact("B09", cle, message, vec![place(wanted, line)], Cents::ZERO);
                out.because("B09", Cause::new("ligne_absente", "l'élément a été retiré du fichier"));
            }
            for (chemin, list) in elements {
                // A postal address has several lines.
                if list.len() < 2 || chemin == "PstlAdr/AdrLine" {
                    continue;
                }
                let message =
                    format!("{chemin}{whom} est là {} fois : la banque refuse le fichier", list.len());
                let cle = Cle::default().piece(&self.file.message).code(format!("{chemin} {line}"));
                let candidats = list.iter().map(|e| place(chemin, e.valeur.ligne)).collect();
                out.fact("B09", cle, message, candidats, Cents::ZERO);
                let texte = format!("l'élément est écrit {} fois", list.len());
                out.because("B09", Cause::new("doublon", texte));
            }
        }
    }

    /// What a group or a transfer holds besides what the bank asks for.
    fn written(&self, group: Option<&Groupe>, transfer: Option<&Virement>) -> Vec<&'static str> {
        let paid = |t: &Virement| self.documents.get(&t.reference.texte);
        match (group, transfer) {
            (_, Some(transfer)) => {
                let mut out = ECRIT_AU_VIREMENT.to_vec();
                let country = transfer.iban.texte.trim().get(..2).unwrap_or_default();
                let address = paid(transfer).and_then(|p| p.adresse).filter(|a| !a.commune.trim().is_empty());
                if address.is_some() && !EEE.split(' ').any(|known| known == country) {
                    out.extend(["PstlAdr/TwnNm", "PstlAdr/Ctry"]);
                }
                out
            }
            (Some(group), None) => {
                let mut out = ECRIT_AU_GROUPE.to_vec();
                if group.virements.iter().find_map(paid).is_some_and(|first| first.salaire) {
                    out.push("CtgyPurp/Cd");
                }
                out
            }
            (None, _) => Vec::new(),
        }
    }

    /// The identifier of the file: the code of the production, the period, the rank from the second file; nothing when the
    /// code is not known, or is one that banks do not read and that its hash replaces.
    fn known(&self) -> Option<String> {
        let read = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if self.code.is_empty() || !self.code.chars().all(read) {
            return None;
        }
        let (place, name) = self.file.fichier.rsplit_once('/')?;
        let period: String =
            place.rsplit('/').next()?.chars().map(|c| if read(c) { c } else { '-' }).collect();
        let rank = name.strip_prefix("virements")?.strip_suffix(".xml")?;
        let text = format!("{}-{period}{rank}", self.code);
        (text.len() <= IDENTIFIANT).then_some(text)
    }

    /// The message and its only group bear two names, and nothing tells the right one: both are said.
    fn two_names(&self, out: &mut Rapporteur<'_>) -> bool {
        let mut own = self.file.elements.iter().filter(|e| e.chemin == "PmtInf/PmtInfId");
        let (Some(group), None) = (own.next(), own.next()) else { return false };
        let ends = |text: &str| self.ends(text);
        if group.valeur.texte == self.file.message || ends(&group.valeur.texte) != ends(&self.file.message) {
            return false;
        }
        let header = self.file.elements.iter().find(|e| e.chemin == "GrpHdr/MsgId");
        let message = format!(
            "GrpHdr/MsgId « {} » et PmtInf/PmtInfId « {} » diffèrent : dans un fichier d'un seul groupe ils sont les mêmes",
            self.file.message, group.valeur.texte
        );
        let candidats = header.into_iter().chain([group]).map(|e| Candidat {
            document: Document::Virement,
            reference: e.chemin.clone(),
            ligne: (e.valeur.ligne > 0).then_some(e.valeur.ligne),
            montant: Cents::ZERO,
        });
        let cle = Cle::default().piece(&self.file.message).code("MsgId ou PmtInfId");
        out.fact("B09", cle, message, candidats.collect(), Cents::ZERO);
        out.because("B09", Cause::new("valeur_changee", "l'un des deux identifiants a été changé"));
        true
    }

    /// True for an identifier that ends with the period of its file, and its rank from the second one.
    fn ends(&self, text: &str) -> bool {
        let mut parts = self.file.fichier.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let Some(period) = parts.next().filter(|p| !p.is_empty()) else { return true };
        let rank = name.strip_prefix("virements").and_then(|n| n.strip_suffix(".xml")).unwrap_or_default();
        ecrit(text, NOM).ends_with(&ecrit(&format!("{period}{rank}"), NOM))
    }

    /// The name that most of the message and of its groups bear: one that differs is the wrong one.
    fn stem(&self) -> &str {
        let many = self.file.groupes.len() > 1;
        let mut names: Vec<&str> = vec![&self.file.message];
        for e in self.file.elements.iter().filter(|e| e.chemin == "PmtInf/PmtInfId") {
            let text = e.valeur.texte.as_str();
            let end = format!("-{}", e.groupe.map_or(0, |n| n + 1));
            names.push(if many { text.strip_suffix(&end).unwrap_or(text) } else { text });
        }
        let times = |name: &str| names.iter().filter(|n| **n == name).count();
        // Of two names, the one of the period of the file.
        let best = names.iter().copied().rev().max_by_key(|name| (times(name), self.ends(name)));
        best.unwrap_or(&self.file.message)
    }

    fn check(&self, out: &mut Rapporteur<'_>) {
        let known = self.known();
        let both = known.is_none() && self.two_names(out);
        for e in &self.file.elements {
            let identifier = ["GrpHdr/MsgId", "PmtInf/PmtInfId"].contains(&e.chemin.as_str());
            if both && identifier {
                continue;
            }
            let expected = match known.as_ref().filter(|_| identifier) {
                Some(name) if e.groupe.is_none() || self.file.groupes.len() == 1 => un(name),
                Some(name) => un(&format!("{name}-{}", e.groupe.map_or(0, |n| n + 1))),
                None => self.expected(e),
            };
            let (right, wanted) = match expected {
                Attendu::Libre => continue,
                Attendu::Texte(list) => (list.contains(&e.valeur.texte), list.join(" ou ")),
                Attendu::Lettres(text) => (text.is_empty() || ecrit(&e.valeur.texte, LIBELLE) == text, text),
                Attendu::Inconnu => (false, "rien".to_owned()),
            };
            if right {
                continue;
            }
            let message = format!("{} : « {} » écrit, {wanted} attendu", e.chemin, e.valeur.texte);
            let place = Candidat {
                document: Document::Virement,
                reference: e.chemin.clone(),
                ligne: (e.valeur.ligne > 0).then_some(e.valeur.ligne),
                montant: Cents::ZERO,
            };
            let cle = Cle::default().piece(&self.file.message).code(&e.chemin);
            out.fact("B09", cle, message, vec![place], Cents::ZERO);
            let cause = if wanted == "rien" {
                Cause::new("ligne_en_trop", "rien ne demande cet élément : ajouté au fichier")
            } else {
                causes::of_text(&e.valeur.texte, &wanted)
            };
            out.because("B09", cause);
        }
    }

    fn expected(&self, e: &Element) -> Attendu {
        let group = e.groupe.and_then(|n| self.file.groupes.get(n));
        let transfer = group.zip(e.virement).and_then(|(g, n)| g.virements.get(n));
        let paid = transfer.and_then(|t| self.documents.get(&t.reference.texte));
        let own = |group: &crate::documents::Groupe| {
            group.virements.iter().find_map(|t| self.documents.get(&t.reference.texte))
        };
        match e.chemin.as_str() {
            "Document/@xmlns" => un(match self.config.version {
                VersionPain::V09 => "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
                VersionPain::V03 => "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03",
            }),
            "GrpHdr/MsgId" => self.message(),
            "GrpHdr/CreDtTm" => Attendu::Texte(
                self.file.groupes.iter().map(|g| format!("{}T00:00:00", g.date.texte)).collect(),
            ),
            "InitgPty/Nm" | "Dbtr/Nm" => Attendu::Lettres(ecrit(&self.config.nom, NOM)),
            // One group is the file; several are numbered.
            "PmtInf/PmtInfId" if self.file.groupes.len() == 1 => un(self.stem()),
            "PmtInf/PmtInfId" => un(&format!("{}-{}", self.stem(), e.groupe.map_or(0, |n| n + 1))),
            "PmtInf/PmtMtd" => un("TRF"),
            "PmtInf/BtchBookg" => un(&self.config.comptabilisation_groupee.to_string()),
            "SvcLvl/Cd" => un("SEPA"),
            "CtgyPurp/Cd" => match group.and_then(own) {
                Some(first) if !first.salaire => Attendu::Inconnu,
                _ => un("SALA"),
            },
            "PmtInf/ChrgBr" => un("SLEV"),
            "InstdAmt/@Ccy" => un("EUR"),
            "Othr/Id" if transfer.is_none() => un("NOTPROVIDED"),
            "FinInstnId/BICFI" | "FinInstnId/BIC" => {
                let known = match (transfer, paid) {
                    (None, _) => self.config.bic.as_deref(),
                    (Some(_), Some(paid)) => paid.bic,
                    (Some(_), None) => return Attendu::Libre,
                };
                known.map_or(Attendu::Inconnu, un)
            }
            "RmtInf/Ustrd" => paid.map_or(Attendu::Libre, |p| {
                let label = ecrit(&p.libelle, LIBELLE);
                let more = ecrit(&format!("{} COMPLEMENT", p.libelle), LIBELLE);
                if ecrit(&e.valeur.texte, LIBELLE) == more { Attendu::Libre } else { Attendu::Lettres(label) }
            }),
            "PstlAdr/TwnNm" => paid
                .and_then(|p| p.adresse)
                .map_or(Attendu::Libre, |a| Attendu::Lettres(ecrit(&a.commune, 35))),
            "PstlAdr/Ctry" => paid
                .and_then(|p| p.adresse)
                .map_or(Attendu::Libre, |a| un(if a.pays.is_empty() { "FR" } else { &a.pays })),
            "Id/IBAN" => Attendu::Libre,
            other if AILLEURS.contains(&other) => Attendu::Libre,
            _ => Attendu::Inconnu,
        }
    }

    /// The message bears the period of its file, and its rank from the second one.
    fn message(&self) -> Attendu {
        let mut parts = self.file.fichier.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let Some(period) = parts.next().filter(|p| !p.is_empty()) else { return Attendu::Libre };
        let rank = name.strip_prefix("virements").and_then(|n| n.strip_suffix(".xml")).unwrap_or_default();
        let end = ecrit(&format!("{period}{rank}"), NOM);
        let written = ecrit(&self.file.message, NOM);
        let stem = self.stem();
        match written.ends_with(&end) {
            true if self.file.message == stem => Attendu::Libre,
            _ if ecrit(stem, NOM).ends_with(&end) => un(stem),
            true => Attendu::Libre,
            false => Attendu::Lettres(end),
        }
    }
}
