//! The note de droits d'auteur with its certificat de précompte.
//!
//! CSS R382-27 (certificat), CGI 285 bis (TVA withheld), 182 B (retenue à la source). Amounts are copied from the
//! frozen note.

use cddu_payslip::note::{
    Auteur, ComputedNote, Fiscal, Genre, NatureActivite, NatureRevenu, Note, NoteLine, NoteSens, Producteur,
    RegimeFiscal, Social, Tva,
};
use cddu_rates::{Cents, Confiance, Diagnostic, Rates};
use chrono::Datelike;

use crate::bulletin::short;
use crate::context::Context;
use crate::exemplaire::Exemplaire;
use crate::explique::{self, ExplainedFigure};
use crate::model::{
    Attachment, Block, Card, Column, Document, Fact, Figure, Orientation, Row, RowKind, Signature, Table,
};
use crate::typo;

/// What to print.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who reads it.
    pub exemplaire: Exemplaire,
    /// Attaches the frozen note as JSON to the PDF.
    pub joindre_json: bool,
    /// Figures to explain; none: no explained pages.
    pub explications: Vec<ExplainedFigure>,
}

impl Default for Options {
    fn default() -> Self {
        Self { exemplaire: Exemplaire::default(), joindre_json: true, explications: Vec::new() }
    }
}

/// The figures of a note, ready for [`Options::explications`].
#[must_use]
pub fn explications(computed: &ComputedNote, rates: &Rates) -> Vec<ExplainedFigure> {
    explique::of_trace(&computed.trace, rates, &[], "")
}

/// The note as PDF/A-3a, with the embedded tables.
///
/// # Errors
/// Those of [`document`] and [`Context::pdf`].
pub fn pdf(note: &Note, options: &Options) -> Result<Vec<u8>, Diagnostic> {
    let context = Context::embedded()?;
    context.pdf(&document(note, options)?)
}

/// The note as one HTML page.
///
/// # Errors
/// Those of [`document`].
pub fn html(note: &Note, options: &Options) -> Result<String, Diagnostic> {
    let context = Context::embedded()?;
    Ok(context.html(&document(note, options)?))
}

/// The note as a document.
///
/// # Errors
/// `DOC-007` when the lines do not add up to the frozen totals.
pub fn document(note: &Note, options: &Options) -> Result<Document, Diagnostic> {
    check_sums(note)?;
    let author = author_name(note.auteur.as_ref());
    let t = &note.totaux;
    let mut blocks = vec![
        Block::Cards(vec![producer(note.producteur.as_ref()), author_card(note)]),
        Block::Cards(vec![work(note), regime(note)]),
        Block::Table(lines(note)),
        Block::Figures(vec![
            figure("MONTANT HORS TAXES", note.brut_ht, false),
            figure("REVENU IMPOSABLE DE L’AUTEUR", t.imposable_auteur, false),
            figure("NET À PAYER À L’AUTEUR", t.net_a_payer, true),
        ]),
        Block::Table(borne_by_the_producer(note)),
        Block::Table(information(note)),
    ];
    if note.tva == Tva::RenonciationFranchise {
        blocks.push(Block::Paragraph(typo::french("TVA non applicable, article 293 B du CGI.")));
    }
    let kept = options.exemplaire.is_kept();
    blocks.extend(unsure(note).filter(|_| kept).map(Block::Notice));
    if note.social == Social::Precompte {
        blocks.extend(certificate(note));
    }
    if kept {
        blocks.push(Block::Mentions(vec![
            typo::french(&format!("Empreinte de la note : {}", note.empreinte)),
            typo::french(&format!("Empreinte des barèmes : {}", note.empreinte_baremes)),
        ]));
    }
    if kept && !note.avertissements.is_empty() {
        blocks.push(Block::Table(Table {
            summary: "Avertissements du calcul".to_owned(),
            columns: vec![Column::text("Code", 14), Column::text("Avertissement du calcul", 86)],
            rows: note
                .avertissements
                .iter()
                .map(|w| Row::line([w.code.clone(), typo::french(&typo::numbers(&w.message))]))
                .collect(),
        }));
    }
    blocks.extend(explique::blocks("Comment cette note est calculée", &options.explications));
    let mut marks = vec![Fact::new("Date de paiement", typo::date(note.date_paiement))];
    marks.extend(Fact::optional("Numéro", note.numero.clone()));
    marks.extend(Fact::optional("Annule et remplace", note.rectifie.clone()));
    Ok(Document {
        title: "Note de droits d’auteur".to_owned(),
        subtitle: "Relevé établi par le diffuseur. Ce document n’est pas un bulletin de paie.".to_owned(),
        marks,
        author: note.producteur.as_ref().map_or_else(|| "Diffuseur".to_owned(), |p| p.raison_sociale.clone()),
        subject: format!(
            "Note de droits d’auteur de {author}, paiement du {}",
            typo::date(note.date_paiement)
        ),
        date: note.date_paiement,
        identifier: note.empreinte.clone(),
        orientation: Orientation::Portrait,
        dense: false,
        blocks,
        footer: format!(
            "{author} · paiement du {} · empreinte {}",
            typo::date(note.date_paiement),
            short(&note.empreinte)
        ),
        attachment: if options.joindre_json { Some(attachment(note)?) } else { None },
    })
}

fn figure(label: &str, amount: Cents, main: bool) -> Figure {
    Figure { label: label.to_owned(), value: typo::euros(amount), main }
}

/// Lines that move the author's net, with their sign.
fn signed(line: &NoteLine) -> Cents {
    match line.sens {
        NoteSens::Retenue => -line.montant,
        NoteSens::Ajout => line.montant,
        NoteSens::Producteur => Cents::ZERO,
    }
}

fn check_sums(note: &Note) -> Result<(), Diagnostic> {
    let t = &note.totaux;
    let net = note.brut_ht + note.lignes.iter().map(signed).sum();
    let cost: Cents = note.lignes.iter().filter(|l| l.sens == NoteSens::Producteur).map(|l| l.montant).sum();
    for (field, printed, frozen) in
        [("net_a_payer", net, t.net_a_payer), ("cout_producteur", cost, t.cout_producteur)]
    {
        if printed != frozen {
            return Err(Diagnostic::error(
                "DOC-007",
                format!("les lignes de la note donnent {printed} pour {field}, le total figé dit {frozen}"),
            )
            .at(format!("totaux.{field}"))
            .hint("la note a été modifiée après son calcul : la recalculer"));
        }
    }
    Ok(())
}

fn author_name(author: Option<&Auteur>) -> String {
    author.map_or_else(|| "Auteur".to_owned(), |a| format!("{} {}", a.nom, a.prenom).trim().to_owned())
}

fn producer(producer: Option<&Producteur>) -> Card {
    let mut lines = vec![producer.map_or_else(|| "Diffuseur".to_owned(), |p| p.raison_sociale.clone())];
    let mut facts = Vec::new();
    if let Some(p) = producer {
        lines.extend(p.adresse.as_ref().map(typo::address).unwrap_or_default());
        facts.extend(Fact::optional("SIRET", p.siret.as_deref().map(typo::siret)));
        facts.extend(Fact::optional("Compte Urssaf artistes-auteurs", p.compte_urssaf_aa.as_deref()));
        facts.extend(Fact::optional("Numéro Ircec", p.numero_ircec.as_deref()));
    }
    Card { title: "DIFFUSEUR".to_owned(), lines, facts }
}

fn author_card(note: &Note) -> Card {
    let author = note.auteur.as_ref();
    let mut lines = vec![author_name(author)];
    let mut facts = Vec::new();
    if let Some(a) = author {
        lines.extend(a.adresse.as_ref().map(typo::address).unwrap_or_default());
        facts.extend(Fact::optional("Pseudonyme", a.pseudonyme.as_deref()));
        facts.extend(Fact::optional("Sécurité sociale", a.nir.as_deref().map(typo::nir)));
        facts.extend(Fact::optional("SIRET", a.siret.as_deref().map(typo::siret)));
        facts.extend(a.regime_fiscal.map(|r| {
            Fact::new(
                "Régime fiscal",
                match r {
                    RegimeFiscal::Ts => "traitements et salaires",
                    RegimeFiscal::Bnc => "bénéfices non commerciaux",
                },
            )
        }));
        facts.extend(Fact::optional("TVA intracommunautaire", a.tva_intracom.as_deref()));
        facts.extend(Fact::optional("Virement sur", a.iban.as_deref().map(typo::masked_iban)));
    }
    let title = if note.social == Social::Heritier { "HÉRITIER DE L’AUTEUR" } else { "AUTEUR" };
    Card { title: title.to_owned(), lines, facts }
}

const fn genre(genre: Genre) -> &'static str {
    match genre {
        Genre::Fiction => "fiction",
        Genre::Animation => "animation",
        Genre::Documentaire => "documentaire",
        Genre::Publicite => "publicité",
        Genre::Institutionnel => "film institutionnel",
        Genre::Musique => "musique",
        Genre::Autre => "autre œuvre audiovisuelle",
    }
}

const fn activity(activity: NatureActivite) -> &'static str {
    match activity {
        NatureActivite::Ecriture => "écriture",
        NatureActivite::Realisation => "réalisation",
        NatureActivite::Composition => "composition",
        NatureActivite::Adaptation => "adaptation",
        NatureActivite::Traduction => "traduction, sous-titrage",
        NatureActivite::Graphisme => "création graphique",
        NatureActivite::OeuvrePreexistante => "œuvre préexistante",
        NatureActivite::Autre => "autre",
    }
}

const fn income(income: NatureRevenu) -> &'static str {
    match income {
        NatureRevenu::Redevance => "redevance proportionnelle",
        NatureRevenu::AValoir => "à-valoir",
        NatureRevenu::MinimumGaranti => "échéance d’un minimum garanti",
        NatureRevenu::Forfait => "forfait",
        NatureRevenu::DroitsVoisins => "droits voisins",
    }
}

fn work(note: &Note) -> Card {
    let mut lines = Vec::new();
    let mut facts = Vec::new();
    if let Some(work) = &note.oeuvre {
        lines.push(work.titre.clone());
        facts.push(Fact::new("Genre", genre(work.genre)));
        facts.extend(Fact::optional("Activité", work.nature_activite.map(activity)));
        facts.extend(Fact::optional("Contrat", work.contrat.as_deref()));
        facts.extend(Fact::optional("Échéance", work.echeance.as_deref()));
        facts.extend(Fact::optional("Période d’exploitation", work.periode_exploitation.as_deref()));
    }
    facts.push(Fact::new("Nature du revenu", income(note.nature_revenu)));
    Card { title: "ŒUVRE".to_owned(), lines, facts }
}

fn regime(note: &Note) -> Card {
    let social = match note.social {
        Social::Precompte => "précompte par le diffuseur".to_owned(),
        Social::Dispense => {
            let proof = note.dispense.as_ref().map(|d| {
                let reference = d.reference.as_deref().map(|r| format!(" {r}")).unwrap_or_default();
                format!(", attestation{reference} de l’année {}", d.annee)
            });
            format!("dispense de précompte{}", proof.unwrap_or_default())
        }
        Social::Heritier => "héritier, sans précompte".to_owned(),
        Social::NonResident => "hors sécurité sociale française, sans précompte".to_owned(),
    };
    let tva = match note.tva {
        Tva::Retenue => "retenue par le diffuseur (CGI 285 bis)".to_owned(),
        Tva::RenonciationTva => "facturée par l’auteur, qui a renoncé à la retenue".to_owned(),
        Tva::RenonciationFranchise => "franchise en base, l’auteur a renoncé à la retenue".to_owned(),
        Tva::Autoliquidation => "autoliquidée par le diffuseur".to_owned(),
    };
    let since = note.renonciation_date_effet.map(|d| format!(", effet au {}", typo::date(d)));
    let fiscal = match note.fiscal {
        Fiscal::Resident => "résidence fiscale en France".to_owned(),
        Fiscal::NonResident25 => "non-résident, retenue à la source (CGI 182 B)".to_owned(),
        Fiscal::NonResidentConvention => "non-résident, taux de la convention fiscale".to_owned(),
        Fiscal::NonResidentEtnc => "résident d’un État ou territoire non coopératif".to_owned(),
    };
    let mut facts = vec![
        Fact::new("Cotisations sociales", social),
        Fact::new("TVA", format!("{tva}{}", since.unwrap_or_default())),
        Fact::new("Impôt", fiscal),
    ];
    facts.extend(Fact::optional(
        "Formulaires 5000 et 5003",
        note.formulaires_5000_5003.map(|d| format!("reçus le {}", typo::date(d))),
    ));
    if note.attestation_non_precompte_raap {
        facts.push(Fact::new("RAAP", "attestation de non-précompte fournie"));
    }
    facts.push(Fact::new(
        format!("Droits déjà payés en {}", note.date_paiement.year()),
        typo::euros(note.cumuls.brut_annee_avant),
    ));
    facts.push(Fact::new(
        format!("Cumul {} avec cette note", note.date_paiement.year()),
        typo::euros(note.cumuls.brut_annee),
    ));
    Card { title: "RÉGIME".to_owned(), lines: Vec::new(), facts }
}

fn columns(first: &str) -> Vec<Column> {
    vec![
        Column::text(first, 44),
        Column::text("Organisme", 22),
        Column::number("Assiette", 14),
        Column::number("Taux", 10),
        Column::number("Montant (€)", 14),
    ]
}

fn organisme(code: &str) -> &str {
    match code {
        "urssaf_artistes_auteurs" => "Urssaf artistes-auteurs",
        "ircec" => "Ircec",
        "dgfip" => "DGFiP",
        "auteur" => "Auteur",
        other => crate::bulletin::body(other),
    }
}

fn line_row(line: &NoteLine, amount: Cents) -> Row {
    Row::line([
        typo::french(&line.libelle),
        organisme(&line.organisme).to_owned(),
        typo::amount(line.base),
        typo::percent(line.taux),
        typo::amount(amount),
    ])
}

fn lines(note: &Note) -> Table {
    let t = &note.totaux;
    let total = |label: &str, amount: Cents| {
        Row::new(
            RowKind::Subtotal,
            [label.to_owned(), String::new(), String::new(), String::new(), typo::amount(amount)],
        )
    };
    let mut rows = vec![Row::new(
        RowKind::Total,
        [
            "DROITS D’AUTEUR HORS TAXES".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            typo::amount(note.brut_ht),
        ],
    )];
    let moving: Vec<&NoteLine> = note.lignes.iter().filter(|l| l.sens != NoteSens::Producteur).collect();
    let groups: [(&str, &str, Cents); 3] = [
        ("urssaf_artistes_auteurs", "Précompte Urssaf", t.precompte_urssaf),
        ("ircec", "Retraite complémentaire Ircec", t.ircec_auteur),
        ("", "", Cents::ZERO),
    ];
    for (body, label, subtotal) in groups {
        let of_group = |l: &&&NoteLine| {
            if body.is_empty() {
                !matches!(l.organisme.as_str(), "urssaf_artistes_auteurs" | "ircec")
            } else {
                l.organisme == body
            }
        };
        let mut group = moving.iter().filter(of_group).peekable();
        if group.peek().is_none() {
            continue;
        }
        rows.extend(group.map(|line| line_row(line, signed(line))));
        if !label.is_empty() {
            rows.push(total(label, -subtotal));
        }
    }
    rows.push(Row::new(
        RowKind::Paid,
        ["NET À PAYER".to_owned(), String::new(), String::new(), String::new(), typo::amount(t.net_a_payer)],
    ));
    Table { summary: "Calcul du net à payer".to_owned(), columns: columns("Rubriques"), rows }
}

fn borne_by_the_producer(note: &Note) -> Table {
    let mut rows: Vec<Row> = note
        .lignes
        .iter()
        .filter(|l| l.sens == NoteSens::Producteur)
        .map(|line| line_row(line, line.montant))
        .collect();
    rows.push(Row::new(
        RowKind::Total,
        [
            "TOTAL À LA CHARGE DU DIFFUSEUR, EN PLUS DES DROITS".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            typo::amount(note.totaux.cout_producteur),
        ],
    ));
    Table {
        summary: "Contributions à la charge du diffuseur".to_owned(),
        columns: columns("À la charge du diffuseur"),
        rows,
    }
}

/// Amounts that move nothing but must be known: taxable income, CSG, share of the State, sums per body.
fn information(note: &Note) -> Table {
    let i = &note.informations;
    let t = &note.totaux;
    let mut rows = Vec::new();
    let mut push = |label: String, amount: Cents| rows.push(Row::line([label, typo::amount(amount)]));
    push("Revenu imposable de l’auteur".to_owned(), t.imposable_auteur);
    if note.social == Social::Precompte {
        push("CSG déductible du revenu imposable".to_owned(), i.csg_deductible);
        push("CSG et CRDS non déductibles".to_owned(), i.csg_crds_non_deductible);
        push("Cotisations prises en charge par l’État".to_owned(), i.prise_en_charge_etat);
    }
    if !i.tva_conservee.is_zero() {
        push("TVA conservée par l’auteur (forfait de droits à déduction)".to_owned(), i.tva_conservee);
    }
    if let Some(rate) = i.tva_autoliquidee_taux {
        push(format!("TVA autoliquidée par le diffuseur, {}", typo::percent(rate)), i.tva_autoliquidee);
    }
    push("À verser à l’Urssaf artistes-auteurs".to_owned(), t.urssaf());
    if !t.ircec().is_zero() {
        push("À verser à l’Ircec".to_owned(), t.ircec());
    }
    if !t.tresor().is_zero() {
        push("À verser au Trésor".to_owned(), t.tresor());
    }
    Table {
        summary: "Informations".to_owned(),
        columns: vec![Column::text("Pour information", 80), Column::number("Montant (€)", 20)],
        rows,
    }
}

fn unsure(note: &Note) -> Option<String> {
    let labels: Vec<&str> =
        note.lignes.iter().filter(|l| l.confiance == Confiance::C).map(|l| l.libelle.as_str()).collect();
    (!labels.is_empty()).then(|| {
        typo::french(&format!(
            "Valeur à confirmer : {} (taux ou règle de confiance C, non vérifié dans un texte officiel).",
            labels.join(" ; ")
        ))
    })
}

/// The certificate that the payer must hand over when it withholds (CSS R382-27).
fn certificate(note: &Note) -> Vec<Block> {
    let author = author_name(note.auteur.as_ref());
    let producer =
        note.producteur.as_ref().map_or_else(|| "Le diffuseur".to_owned(), |p| p.raison_sociale.clone());
    let mut rows: Vec<Row> = note
        .lignes
        .iter()
        .filter(|l| l.sens == NoteSens::Retenue && l.organisme == "urssaf_artistes_auteurs")
        .map(|line| line_row(line, line.montant))
        .collect();
    rows.push(Row::new(
        RowKind::Total,
        [
            "TOTAL PRÉCOMPTÉ".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            typo::amount(note.totaux.precompte_urssaf),
        ],
    ));
    vec![
        Block::PageBreak,
        Block::Heading("Certificat de précompte".to_owned()),
        Block::Paragraph(typo::french(&format!(
            "{producer} certifie sur l’honneur avoir précompté sur les droits d’auteur d’un montant brut hors taxes de {}, payés le {} à {author}, les cotisations et contributions sociales ci-dessous, à verser à l’Urssaf compétente pour les artistes-auteurs (CSS R382-27).",
            typo::euros(note.brut_ht),
            typo::long_date(note.date_paiement)
        ))),
        Block::Table(Table {
            summary: "Cotisations et contributions précomptées".to_owned(),
            columns: columns("Cotisations et contributions"),
            rows,
        }),
        Block::Paragraph(typo::french(&format!(
            "Contribution du diffuseur, à sa charge : {}. Cotisations prises en charge par l’État : {}.",
            typo::euros(note.totaux.contribution_diffuseur),
            typo::euros(note.informations.prise_en_charge_etat)
        ))),
        Block::Paragraph(
            "L’auteur conserve ce certificat sans limitation de durée ; le diffuseur en garde un double."
                .replace(" ;", "\u{202f};"),
        ),
        Block::Signatures(vec![Signature {
            who: "Pour le diffuseur".to_owned(),
            lines: vec![
                typo::french("Fait à :"),
                typo::french("Le :"),
                "Nom, qualité et signature".to_owned(),
            ],
        }]),
    ]
}

/// The note as data, whole: its hash is taken of its text, warnings included.
fn attachment(note: &Note) -> Result<Attachment, Diagnostic> {
    let mut data = serde_json::to_vec(note).map_err(|e| {
        Diagnostic::error("DOC-008", format!("la note ne peut pas être jointe en JSON : {e}"))
    })?;
    data.push(b'\n');
    Ok(Attachment {
        name: "note.json".to_owned(),
        media_type: "application/json",
        description: "Note figée, lisible par une machine".to_owned(),
        data,
    })
}
