//! From the register to the file: nothing at or under zero, every other net exactly once.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::note::Note;
use cddu_payslip::{Adresse, Payslip, Pecule};
use cddu_rates::{Cents, Diagnostic, Gravite, Month, hex, plain_letters};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use sepa::validate::{MAX_ID_LEN, MAX_NAME_LEN, MAX_REMITTANCE_LEN, truncate_chars};
use sepa::{
    Bic, CategoryPurpose, CharsetPolicy, CreditTransferEntry, CreditTransferGroup, CreditTransferSchema,
    Iban, IsoDate, IsoDateTime, Pain001Builder, PostalAddress, Transliteration, transliterate, validate_bic,
    validate_iban,
};
use sha2::{Digest, Sha256};

use super::{BodyPayment, NatureVirement, SepaConfig, SepaFile, Transfer, VersionPain};
use crate::{mouvement, note};

/// What to do about a BIC that is not one.
const BIC: &str =
    "8 ou 11 lettres et chiffres, sur le relevé d'identité bancaire ; ou ne rien donner : l'IBAN suffit";

/// Countries of the European Economic Area: no address is asked for their IBANs.
const EEE: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// An identifier of the message or of a document (`MsgId`, `EndToEndId`): at most 35 characters of the EPC set. Two texts
/// never share one: a text that had to be changed ends with a hash of the original.
#[must_use]
pub fn reference(piece: &str) -> String {
    let clean: String = piece
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '.' { c } else { '-' })
        .collect();
    if clean == piece && (1..=MAX_ID_LEN).contains(&piece.len()) {
        return clean;
    }
    let hash = hex(&Sha256::digest(piece.as_bytes()));
    format!("{}-{}", truncate_chars(&clean, MAX_ID_LEN - 13), &hash[..12])
}

/// The identifier of the transfer of a pécule to the Caisse des Dépôts, beside that of the payslip.
#[must_use]
pub fn reference_pecule(piece: &str) -> String {
    reference(&format!("{piece}-CDC"))
}

/// The identifier of the file of a period: the code of the production, the period, the rank from the second file. A code
/// that banks would not read, or too long beside the period, is replaced by its hash: two productions never share one.
#[must_use]
pub fn message(code: &str, period: &str, rank: u32) -> String {
    let clean = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect()
    };
    let rank = if rank > 1 { format!("-{rank}") } else { String::new() };
    let end = format!("-{}{rank}", clean(period));
    let room = MAX_ID_LEN.saturating_sub(end.len());
    if clean(code) == code && (1..=room).contains(&code.len()) {
        return format!("{code}{end}");
    }
    let hash = hex(&Sha256::digest(code.as_bytes()));
    format!("{}{end}", truncate_chars(&hash, room.min(10)))
}

/// A payment before it is checked.
struct Demande<'a> {
    nature: NatureVirement,
    date: NaiveDate,
    piece: &'a str,
    qui: String,
    nom: String,
    iban: Option<&'a str>,
    bic: Option<&'a str>,
    adresse: Option<&'a Adresse>,
    montant: Cents,
    reference: String,
    libelle: String,
}

/// A payment that can be written.
struct Ordre {
    transfer: Transfer,
    iban: Iban,
    bic: Option<Bic>,
    adresse: Option<PostalAddress>,
    libelle: String,
}

/// Makes the file of the transfers.
///
/// `message` identifies the file at the bank (at most 35 characters, never used twice); `cree_le` is the time
/// written in the file: the same arguments give the same bytes.
///
/// A document with a net at or under zero, without IBAN or with a wrong one is left out and said; the others are
/// paid. The file has one group by nature and day.
///
/// `deja` says what earlier files paid of a document, or of those it replaces, by its [`reference()`]: only the rest is
/// paid. A document paid in full has no transfer; more paid than due is a claim (`SEP-011`), never a transfer.
///
/// # Errors
/// `SEP-001` when the account debited is wrong, `SEP-002` when the message cannot be built.
pub fn build(
    config: &SepaConfig,
    payslips: &[Payslip],
    notes: &[Note],
    organismes: &[BodyPayment],
    deja: &BTreeMap<String, Cents>,
    message: &str,
    cree_le: NaiveDateTime,
) -> Result<SepaFile, Vec<Diagnostic>> {
    let debtor = validate_iban(&config.iban).map_err(|_| {
        let error = super::iban::refus(&config.iban).unwrap_or_default();
        vec![
            Diagnostic::error(
                "SEP-001",
                format!("compte à débiter : IBAN « {} » refusé, {}", config.iban, error),
            )
            .at("virements.iban")
            .hint("recopier l'IBAN du relevé d'identité bancaire du compte à débiter"),
        ]
    })?;
    let debtor_bic = config
        .bic
        .as_deref()
        .map(|bic| {
            validate_bic(bic).map_err(|_| {
                vec![
                    Diagnostic::error("SEP-001", format!("compte à débiter : BIC « {bic} » refusé"))
                        .at("virements.bic")
                        .hint(BIC),
                ]
            })
        })
        .transpose()?;
    let label = |date: NaiveDate| config.libelle.replace("{mois}", &Month::of(date).to_string());
    let demandes = payslips
        .iter()
        .flat_map(|p| std::iter::once(salary(p, label(p.date_paiement))).chain(pecule(config, p)))
        .chain(notes.iter().map(rights))
        .chain(organismes.iter().map(body));
    let mut file = SepaFile {
        xml: None,
        virements: Vec::new(),
        exclus: Vec::new(),
        total: Cents::ZERO,
        attendu: Cents::ZERO,
    };
    let mut ordres = Vec::new();
    let mut references = BTreeSet::new();
    for mut demande in demandes {
        let paid = deja.get(&demande.reference).copied().unwrap_or(Cents::ZERO);
        if paid > Cents::ZERO {
            let due = demande.montant;
            demande.montant = due - paid;
            if demande.montant < Cents::ZERO {
                file.exclus.push(overpaid(&demande, paid, due));
            }
            if demande.montant <= Cents::ZERO {
                continue;
            }
            demande.libelle.push_str(" COMPLEMENT");
        }
        file.attendu += demande.montant.or_zero();
        match check(&demande) {
            Ok((ordre, warning)) => {
                if references.insert(ordre.transfer.reference.clone()) {
                    ordres.push(ordre);
                    file.exclus.extend(warning);
                } else {
                    file.exclus.push(
                        Diagnostic::error(
                            "SEP-007",
                            format!("{} figure deux fois : payé une fois", demande.qui),
                        )
                        .hint("annuler l'un des deux documents, ou corriger son numéro"),
                    );
                }
            }
            Err(diagnostic) => file.exclus.push(*diagnostic),
        }
    }
    ordres.sort_by(|a, b| a.transfer.cmp(&b.transfer));
    file.exclus.sort();
    file.total = ordres.iter().map(|o| o.transfer.montant).sum();
    file.virements = ordres.iter().map(|o| o.transfer.clone()).collect();
    if !ordres.is_empty() {
        file.xml = Some(write(config, &debtor, debtor_bic.as_ref(), ordres, message, cree_le)?);
    }
    Ok(file)
}

/// More paid by earlier files than due: claimed from the beneficiary.
fn overpaid(demande: &Demande<'_>, paid: Cents, due: Cents) -> Diagnostic {
    let hint = if demande.nature == NatureVirement::Salaire {
        format!(
            "rien n'est viré : convenir d'un remboursement, ou le retenir sur les paies suivantes (élément avance dont le libellé nomme {}), un dixième du salaire au plus (C. trav. L3251-3) ; un rappel du même travail est viré en entier",
            demande.piece
        )
    } else {
        "rien n'est viré : convenir d'un remboursement".to_owned()
    };
    Diagnostic::warning(
        "SEP-011",
        format!(
            "trop-perçu de {} € à réclamer pour {} : {paid} € déjà virés, {due} € dus",
            paid - due,
            demande.qui
        ),
    )
    .severity(Gravite::Majeur)
    .hint(hint)
}

/// The account of the Caisse des Dépôts, as its transfers name it.
const CAISSE: &str = "CAISSE DES DEPOTS ET CONSIGNATIONS";

/// The pécule of a child: who receives it holds the account under the name of the child and the authorisation.
fn pecule<'a>(config: &'a SepaConfig, payslip: &'a Payslip) -> Option<Demande<'a>> {
    let pecule = payslip.pecule.as_ref()?;
    let piece = mouvement::piece(payslip);
    let salarie = &payslip.salarie;
    let caisse = config.caisse_des_depots.as_ref();
    Some(Demande {
        nature: NatureVirement::Salaire,
        date: payslip.date_paiement,
        piece,
        qui: format!("le pécule du bulletin {piece} ({})", salarie.matricule),
        nom: CAISSE.to_owned(),
        iban: caisse.map(|c| c.iban.as_str()),
        bic: caisse.and_then(|c| c.bic.as_deref()),
        adresse: None,
        montant: pecule.caisse_des_depots,
        reference: reference_pecule(piece),
        libelle: label_pecule(payslip, pecule),
    })
}

/// What the Caisse des Dépôts reads: whose pécule, under which authorisation, of which month.
fn label_pecule(payslip: &Payslip, pecule: &Pecule) -> String {
    let s = &payslip.salarie;
    let month = Month::of(payslip.date_paiement);
    format!("PECULE {} {} AUTORISATION {} {month}", s.nom, s.prenom, pecule.autorisation)
}

/// The part of the pay of a child that his legal representatives receive, on their account.
fn representatives<'a>(payslip: &'a Payslip, pecule: &Pecule, libelle: String) -> Demande<'a> {
    let child = payslip.salarie.enfant.as_deref();
    let piece = mouvement::piece(payslip);
    Demande {
        nature: NatureVirement::Salaire,
        date: payslip.date_paiement,
        piece,
        qui: format!("la part des représentants légaux du bulletin {piece} ({})", payslip.salarie.matricule),
        nom: child.map_or_else(String::new, |c| c.representants.join(" ET ")),
        iban: child.and_then(|c| c.iban.as_deref()),
        bic: child.and_then(|c| c.bic.as_deref()),
        adresse: child.and_then(|c| c.adresse.as_ref()).or(payslip.salarie.adresse.as_ref()),
        montant: pecule.representants(),
        reference: reference(piece),
        libelle,
    }
}

fn salary(payslip: &Payslip, libelle: String) -> Demande<'_> {
    if let Some(pecule) = &payslip.pecule {
        return representatives(payslip, pecule, libelle);
    }
    let salarie = &payslip.salarie;
    let piece = mouvement::piece(payslip);
    Demande {
        nature: NatureVirement::Salaire,
        date: payslip.date_paiement,
        piece,
        qui: format!("le bulletin {piece} ({})", salarie.matricule),
        nom: format!("{} {}", salarie.prenom, salarie.nom_usage.as_ref().unwrap_or(&salarie.nom)),
        iban: salarie.iban.as_deref(),
        bic: salarie.bic.as_deref(),
        adresse: salarie.adresse.as_ref(),
        montant: payslip.totaux.virement,
        reference: reference(piece),
        libelle,
    }
}

fn rights(note: &Note) -> Demande<'_> {
    let piece = note::piece(note);
    let auteur = note.auteur.as_ref();
    Demande {
        nature: NatureVirement::DroitsAuteur,
        date: note.date_paiement,
        piece,
        qui: format!("la note {piece} ({})", note::author(note)),
        nom: auteur.map_or_else(String::new, |a| format!("{} {}", a.prenom, a.nom)),
        iban: auteur.and_then(|a| a.iban.as_deref()),
        bic: auteur.and_then(|a| a.bic.as_deref()),
        adresse: auteur.and_then(|a| a.adresse.as_ref()),
        montant: note.totaux.net_a_payer,
        reference: reference(piece),
        libelle: format!("DROITS D'AUTEUR NOTE {piece}"),
    }
}

fn body(payment: &BodyPayment) -> Demande<'_> {
    Demande {
        nature: NatureVirement::Organisme,
        date: payment.date,
        piece: &payment.organisme,
        qui: format!("le paiement à l'organisme {} ({})", payment.organisme, payment.reference),
        nom: payment.nom.clone(),
        iban: Some(&payment.iban),
        bic: payment.bic.as_deref(),
        adresse: None,
        montant: payment.montant,
        reference: reference(&format!("{}-{}", payment.organisme, payment.reference)),
        libelle: payment.reference.clone(),
    }
}

fn check(demande: &Demande<'_>) -> Result<(Ordre, Option<Diagnostic>), Box<Diagnostic>> {
    let qui = &demande.qui;
    if demande.montant.0 <= 0 {
        let (texte, gravite) = if demande.montant.is_zero() {
            (format!("rien à virer pour {qui}"), Gravite::Info)
        } else {
            (format!("net négatif ({}) pour {qui} : rien n'est viré", demande.montant), Gravite::Majeur)
        };
        return Err(Box::new(Diagnostic::warning("SEP-003", texte).severity(gravite)));
    }
    let Some(iban) = demande.iban.filter(|i| !i.trim().is_empty()) else {
        return Err(Box::new(
            Diagnostic::error("SEP-004", format!("pas d'IBAN pour {qui} : {} à payer", demande.montant))
                .hint("demander un RIB, ou payer par un autre moyen"),
        ));
    };
    let iban = validate_iban(iban).map_err(|_| {
        let error = super::iban::refus(iban).unwrap_or_default();
        Box::new(
            Diagnostic::error("SEP-005", format!("IBAN refusé pour {qui} : {error}"))
                .hint("demander un RIB : une erreur de frappe change la clé"),
        )
    })?;
    if !iban.is_sepa() {
        return Err(Box::new(
            Diagnostic::error(
                "SEP-006",
                format!("IBAN hors de la zone SEPA ({}) pour {qui}", iban.country_code()),
            )
            .hint("faire un virement international auprès de la banque"),
        ));
    }
    let mut warning = None;
    let bic = demande.bic.filter(|b| !b.trim().is_empty()).and_then(|b| match validate_bic(b) {
        Ok(bic) => Some(bic),
        Err(_) => {
            let message = format!("BIC « {b} » ignoré pour {qui} : le virement part avec l'IBAN seul");
            warning = Some(Diagnostic::warning("SEP-008", message).hint(BIC));
            None
        }
    });
    let mut adresse = None;
    if !EEE.contains(&iban.country_code()) {
        adresse = demande.adresse.and_then(address);
        if adresse.is_none() {
            warning = Some(
                Diagnostic::warning(
                    "SEP-009",
                    format!(
                        "IBAN {} sans adresse pour {qui} : la banque peut la demander",
                        iban.country_code()
                    ),
                )
                .hint("renseigner la commune et le pays du bénéficiaire"),
            );
        }
    }
    let nom = sepa_text(&demande.nom, MAX_NAME_LEN);
    if nom.is_empty() {
        return Err(Box::new(Diagnostic::error("SEP-004", format!("pas de nom de bénéficiaire pour {qui}"))));
    }
    let transfer = Transfer {
        nature: demande.nature,
        date: demande.date,
        reference: demande.reference.clone(),
        piece: demande.piece.to_owned(),
        beneficiaire: nom,
        iban: iban.as_str().to_owned(),
        montant: demande.montant,
    };
    let libelle = sepa_text(&demande.libelle, MAX_REMITTANCE_LEN);
    Ok((Ordre { transfer, iban, bic, adresse, libelle }, warning))
}

fn address(adresse: &Adresse) -> Option<PostalAddress> {
    let pays = if adresse.pays.is_empty() { "FR" } else { &adresse.pays };
    PostalAddress::new(sepa_text(&adresse.commune, 35), pays).ok()
}

/// The text in the EPC character set, without double spaces, cut to the length of the field.
fn sepa_text(texte: &str, max: usize) -> String {
    let texte = plain_letters(&texte.replace(['’', '`'], "'"), |_| false);
    let texte = transliterate(&texte, Transliteration::Epc);
    let words: Vec<&str> = texte.split_whitespace().collect();
    truncate_chars(&words.join(" "), max).trim().to_owned()
}

fn write(
    config: &SepaConfig,
    debtor: &Iban,
    bic: Option<&Bic>,
    ordres: Vec<Ordre>,
    message: &str,
    cree_le: NaiveDateTime,
) -> Result<String, Vec<Diagnostic>> {
    let nom = sepa_text(&config.nom, MAX_NAME_LEN);
    if nom.is_empty() {
        return Err(vec![
            Diagnostic::error(
                "SEP-001",
                "compte à débiter : son titulaire n'a pas de nom qu'une banque puisse lire",
            )
            .at("virements.nom")
            .hint("écrire le nom du titulaire en lettres latines"),
        ]);
    }
    let message = &reference(message);
    let mut groups: BTreeMap<(NatureVirement, NaiveDate), Vec<Ordre>> = BTreeMap::new();
    for ordre in ordres {
        groups.entry((ordre.transfer.nature, ordre.transfer.date)).or_default().push(ordre);
    }
    let mut builder = Pain001Builder::new(&nom, message)
        .schema(match config.version {
            VersionPain::V09 => CreditTransferSchema::IsoV9,
            VersionPain::V03 => CreditTransferSchema::IsoV3,
        })
        .charset(CharsetPolicy::Transliterate(Transliteration::Epc))
        .created_at(iso_time(cree_le)?);
    for ((nature, date), ordres) in groups {
        let mut group = CreditTransferGroup::new(&nom, debtor, iso_date(date)?)
            .batch_booking(config.comptabilisation_groupee);
        if let Some(bic) = bic {
            group = group.debtor_bic(bic.clone());
        }
        if nature == NatureVirement::Salaire {
            group = group.category_purpose(CategoryPurpose::Sala);
        }
        for ordre in ordres {
            let t = &ordre.transfer;
            let mut entry = CreditTransferEntry::new(&t.beneficiaire, ordre.iban, t.montant.0, &t.reference);
            if !ordre.libelle.is_empty() {
                entry = entry.with_description(&ordre.libelle);
            }
            if let Some(bic) = ordre.bic {
                entry = entry.with_bic(bic);
            }
            if let Some(adresse) = ordre.adresse {
                entry = entry.with_creditor_address(adresse);
            }
            group = group.add_entry(entry);
        }
        builder = builder.add_group(group);
    }
    builder.build().map_err(|error| vec![refused(&error.to_string())])
}

fn refused(error: &str) -> Diagnostic {
    // The library speaks English: only the place that it names is kept.
    let place = error.split([' ', ':']).find(|word| word.contains('/')).unwrap_or("place inconnue");
    let cause = if error.contains("maximum") {
        "texte trop long"
    } else if error.contains("character") {
        "caractère que les banques n'admettent pas"
    } else {
        "valeur non admise"
    };
    Diagnostic::error("SEP-002", format!("le message de virement est refusé : {cause} ({place})"))
        .hint("vérifier le nom du titulaire, les noms et les libellés ; les identifiants sont mis en forme par le programme")
}

fn iso_date(date: NaiveDate) -> Result<IsoDate, Vec<Diagnostic>> {
    let year = u16::try_from(date.year()).unwrap_or(0);
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    IsoDate::new(year, small(date.month()), small(date.day())).map_err(|e| vec![refused(&e.to_string())])
}

fn iso_time(time: NaiveDateTime) -> Result<IsoDateTime, Vec<Diagnostic>> {
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    IsoDateTime::new(iso_date(time.date())?, small(time.hour()), small(time.minute()), small(time.second()))
        .map_err(|e| vec![refused(&e.to_string())])
}
