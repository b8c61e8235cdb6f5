//! Heading of a file: sender, contact, declaration, company, establishment.

use cddu_dsn::{Block, BlockCode, Draft, Version, date, s21};
use cddu_payslip::Employeur;
use chrono::NaiveDate;

use crate::besoins::{Besoins, Mode, Place};
use crate::production::{Civilite, Production};
use crate::texte;

const EMETTEUR: BlockCode = BlockCode::of("S10.G00.01");
const CONTACT: BlockCode = BlockCode::of("S10.G00.02");
pub(super) const DECLARATION: BlockCode = BlockCode::of("S20.G00.05");
const CONTACT_DECLARE: BlockCode = BlockCode::of("S20.G00.07");

/// Who declares.
pub(super) struct Declarant<'a> {
    pub production: &'a Production,
    pub employeur: Option<&'a Employeur>,
    pub siret: String,
}

impl<'a> Declarant<'a> {
    pub(super) fn new(
        production: &'a Production,
        employeur: Option<&'a Employeur>,
        needs: &mut Besoins,
    ) -> Self {
        Self { production, employeur, siret: needs.siret_employeur(employeur) }
    }

    fn siren(&self) -> &str {
        self.siret.get(..9).unwrap_or_default()
    }

    fn nic(&self) -> &str {
        self.siret.get(9..14).unwrap_or_default()
    }

    /// Starts a message: S10, sender and contact.
    pub(super) fn draft(&self, version: Version, mode: Mode, neant: bool, needs: &mut Besoins) -> Draft {
        let mut draft = Draft::new(version);
        draft
            .envoi
            .put(1, "cddu")
            .put(2, "cddu")
            .put(3, env!("CARGO_PKG_VERSION"))
            .put(5, if mode == Mode::Reel { "02" } else { "01" })
            .put(7, "01")
            .put(8, if neant { "02" } else { "01" });
        draft.envoi.push(self.emetteur(needs));
        draft.envoi.push(self.contact(needs));
        draft
    }

    fn emetteur(&self, needs: &mut Besoins) -> Block {
        let mut block = Block::new(EMETTEUR);
        let (siret, name, address) = match &self.production.emetteur {
            Some(e) => (
                needs.checked(
                    Some(&e.siret),
                    Place::production("declarations.emetteur.siret"),
                    "le SIRET de l'émetteur",
                    "14 chiffres, clé de Luhn",
                    cddu_dsn::ids::siret,
                ),
                e.raison_sociale.clone(),
                e.adresse.as_ref(),
            ),
            None => (
                self.siret.clone(),
                self.name(needs),
                self.employeur.and_then(|e| e.identite.adresse.as_ref()),
            ),
        };
        block
            .put(1, siret.get(..9).unwrap_or_default())
            .put(2, siret.get(9..14).unwrap_or_default())
            .put(3, texte::cut(&name, 60));
        if let Some(a) = address {
            block
                .put(4, texte::cut(&a.voie, 50))
                .put(5, a.code_postal.trim())
                .put(6, texte::localite(&a.commune));
        }
        block
    }

    fn name(&self, needs: &mut Besoins) -> String {
        needs.employeur(
            self.employeur.and_then(|e| e.identite.raison_sociale.as_deref()),
            "raison_sociale",
            "la raison sociale",
            "nom de la société de production",
        )
    }

    fn contact(&self, needs: &mut Besoins) -> Block {
        let civility = match self.production.contact.civilite {
            Some(Civilite::Monsieur) => "01",
            Some(Civilite::Madame) => "02",
            None => {
                needs.missing(
                    Place::production("declarations.contact.civilite"),
                    "la civilité du contact",
                    "monsieur ou madame",
                );
                ""
            }
        };
        let (name, phone, mail) = self.contact_fields(needs);
        Block::new(CONTACT).with(1, civility).with(2, name).with(4, mail).with(5, phone)
    }

    fn contact_fields(&self, needs: &mut Besoins) -> (String, String, String) {
        let contact = &self.production.contact;
        let mut ask = |value: &Option<String>, key: &str, what: &str| {
            needs.text(
                value.as_deref(),
                Place::production(format!("declarations.contact.{key}")),
                what,
                "personne que les organismes peuvent joindre",
            )
        };
        let name = ask(&contact.nom, "nom", "le nom du contact");
        let phone = ask(&contact.telephone, "telephone", "le téléphone du contact");
        let mail = ask(&contact.courriel, "courriel", "le courriel du contact");
        let digits = phone.chars().filter(char::is_ascii_digit).collect();
        (texte::cut(&name, 80), digits, mail)
    }

    /// Starts a declaration: nature, type, order, month, contact.
    pub(super) fn declaration(&self, head: &Head<'_>, needs: &mut Besoins) -> Block {
        let mut block = Block::new(DECLARATION);
        block
            .put(1, head.nature)
            .put(2, head.genre)
            .put(3, "11")
            .put(4, head.ordre.to_string())
            .put_some(5, head.mois.map(date::format))
            .put(7, date::format(head.constitue_le));
        if head.nature == "01" {
            block.put(8, "01");
        }
        if matches!(head.nature, "01" | "07") {
            block.put(10, "01");
        }
        let (name, phone, mail) = self.contact_fields(needs);
        block.push(
            Block::new(CONTACT_DECLARE).with(1, name).with(2, phone).with(3, mail).with(4, head.contact),
        );
        block
    }

    /// Company and establishment, in their reduced form for an arrêt de travail.
    pub(super) fn entreprise(&self, version: Version, nature: &str, needs: &mut Besoins) -> (Block, Block) {
        let mut company = Block::new(s21(6));
        let mut establishment = Block::new(s21(11));
        let head = self.production.siret_siege.as_deref();
        let nic = head.and_then(|s| s.get(9..14)).unwrap_or(self.nic());
        company.put(1, self.siren()).put(2, nic);
        establishment.put(1, self.nic());
        if nature == "04" {
            return (company, establishment);
        }
        let ape = needs
            .checked(
                self.employeur.and_then(|e| e.identite.code_ape.as_deref()),
                Place::production("employeur.code_ape"),
                "le code APE",
                "quatre chiffres et une lettre, par exemple 5911C",
                crate::aem::ape,
            )
            .replace('.', "");
        if version.year() < 2027 {
            company.put(3, ape.as_str());
            establishment.put(2, ape.as_str());
        }
        let address = needs.adresse(
            self.employeur.and_then(|e| e.identite.adresse.as_ref()),
            |key| Place::production(format!("employeur.adresse.{key}")),
            "de l'employeur",
        );
        company
            .put(4, texte::cut(&address.voie, 50))
            .put(5, address.code_postal.as_str())
            .put(6, texte::localite(&address.commune));
        establishment
            .put(3, texte::cut(&address.voie, 50))
            .put(4, address.code_postal.as_str())
            .put(5, texte::localite(&address.commune));
        if nature == "01" {
            establishment
                .put(22, self.employeur.map(|e| crate::aem::four(&e.identite.idcc)).unwrap_or_default());
            if version.year() >= 2026 {
                establishment.put_some(25, self.production.sante_travail.identifiant.as_deref());
            }
        }
        (company, establishment)
    }
}

/// First lines of a declaration.
pub(super) struct Head<'a> {
    /// `01`, `04`, `07`.
    pub nature: &'a str,
    /// `01` to `05`.
    pub genre: &'a str,
    /// Order number.
    pub ordre: u64,
    /// First day of the declared month.
    pub mois: Option<NaiveDate>,
    /// Day on which the file is made.
    pub constitue_le: NaiveDate,
    /// Type of contact.
    pub contact: &'a str,
}
