//! Explanations for people: on a terminal, or in Markdown to be handed out.

use std::fmt::Write as _;

use cddu_documents::calcul::{calculation, operation, sentence, value, words};
use cddu_documents::typo::{capital, dates};
use cddu_payslip::Origine;
use cddu_payslip::trace::{ExplainedFigure, ExplainedNumber, ExplainedRow, ExplainedRule};

use cddu_kit::explain::{Document, Figure, Sheet, Shown, Source, code_of, sources, under};

use super::layout::{fit, right};
use crate::output::{Context, Style};

/// How it is written.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// Indented text, coloured on a terminal, folded at its width.
    Text(&'a Context),
    /// Markdown.
    Markdown,
}

/// How deep it goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// One line per figure.
    Line,
    /// A figure, its rule and the numbers it is made of: one screen.
    Screen,
    /// The whole tree, and where each number was read.
    All,
}

/// Numbers of a formula shown under it on one screen.
const CHILDREN: usize = 16;

/// Inputs named on one screen.
const INPUTS: usize = 8;

/// The explanation of a document, or of some of its figures.
pub fn explanation(
    form: Form<'_>,
    depth: Depth,
    sheet: &Sheet,
    shown: &Shown<'_>,
    contract: Option<&str>,
) -> String {
    let mut page = Page { form, sheet, out: String::new() };
    match shown {
        Shown::Warnings(code) => page.warnings(sheet.warnings.iter().filter(|w| w.code == *code)),
        Shown::Whole if depth == Depth::All => page.whole(contract),
        Shown::Whole => page.overview(contract),
        Shown::Some { figures, absent, chain } => {
            for absent in absent {
                page.absent(absent);
            }
            match depth {
                Depth::Line => page.lines(figures.iter().chain(chain).copied()),
                Depth::Screen => page.screen(figures, chain),
                Depth::All => page.all(figures, chain),
            }
        }
    }
    let mut text = page.out.trim_end().to_owned();
    text.push('\n');
    text
}

/// The text under way.
struct Page<'s> {
    form: Form<'s>,
    sheet: &'s Sheet,
    out: String,
}

impl Page<'_> {
    fn put(&mut self, line: &str) {
        self.out.push_str(line.trim_end_matches(' '));
        self.out.push('\n');
    }

    /// A line folded at the width of the terminal, what follows under `indent` columns.
    fn folded(&mut self, line: &str, indent: usize) {
        match self.form {
            Form::Markdown => self.put(line),
            Form::Text(context) => {
                let margin = " ".repeat(indent);
                let options = textwrap::Options::new(context.width)
                    .subsequent_indent(&margin)
                    .word_separator(textwrap::WordSeparator::AsciiSpace)
                    .word_splitter(textwrap::WordSplitter::NoHyphenation);
                let start = line.len() - line.trim_start().len();
                let first = " ".repeat(start);
                // A colon stays with the word before it.
                let tied = line.trim_start().replace(" :", "\u{a0}:").replace(" ;", "\u{a0};");
                let text = textwrap::fill(&tied, options.initial_indent(&first));
                self.put(&text.replace("\u{a0}:", " :").replace("\u{a0};", " ;"));
            }
        }
    }

    fn heading(&mut self, level: usize, title: &str) {
        match self.form {
            Form::Markdown => self.put(&format!("{} {title}\n", "#".repeat(level))),
            Form::Text(context) => {
                let title = if level < 3 { title.to_uppercase() } else { title.to_owned() };
                self.put(&format!("{}\n", context.paint(Style::Bold, &title)));
            }
        }
    }

    fn code(&self, text: &str) -> String {
        match self.form {
            Form::Markdown => format!("`{text}`"),
            Form::Text(_) => text.to_owned(),
        }
    }

    fn header(&mut self) {
        let (title, intro) = heading(self.sheet);
        self.heading(1, &title);
        self.folded(&intro, 0);
        self.out.push('\n');
    }

    /// The lines, bases and totals, one line each, then what is not due.
    fn overview(&mut self, contract: Option<&str>) {
        self.header();
        let kept: Vec<usize> =
            self.sheet.computed(contract).into_iter().filter(|f| is_told(&self.sheet.figures[*f])).collect();
        let sheet = self.sheet;
        for part in kept.chunk_by(|a, b| part_of(sheet, *a) == part_of(sheet, *b)) {
            let title = part_of(sheet, part[0]);
            self.heading(2, &title);
            self.lines(part.iter().copied());
            self.out.push('\n');
        }
        let mut codes: Vec<&str> = self.sheet.absent.iter().filter_map(|f| f.ligne.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.retain(|code| {
            !kept.iter().any(|f| self.sheet.figures[*f].plain.ligne.as_deref() == Some(*code))
        });
        if !codes.is_empty() {
            self.folded(&format!("Non dues : {}.", codes.join(", ")), 0);
        }
        if !self.sheet.warnings.is_empty() {
            let mut codes: Vec<&str> = self.sheet.warnings.iter().map(|w| w.code.as_str()).collect();
            codes.dedup();
            self.folded(&format!("Réserves : {}.", codes.join(", ")), 0);
        }
        self.folded(
            "Un chiffre, une ligne absente ou une réserve : --ligne CODE ou ses mots (--ligne \"net à payer\"). Tout, avec l'origine de chaque nombre : --tout.",
            0,
        );
    }

    /// `51,55 €  part du salarié  747,10 × 6,90 %  CSS D242-4`.
    fn lines(&mut self, figures: impl Iterator<Item = usize>) {
        if let Form::Markdown = self.form {
            self.put("| Chiffre | Calcul | Montant | Texte | Conf. |\n|---|---|---:|---|---|");
        }
        for rank in figures {
            let f = &self.sheet.figures[rank].plain;
            let (label, law) = (label(f), self.law(rank));
            let (amount, operation, letter) = (value(&f.valeur, f.unite), operation(f), f.confiance);
            match self.form {
                Form::Markdown => {
                    self.put(&format!("| {} | {operation} | {amount} | {law} | {letter} |", capital(&label)));
                }
                Form::Text(context) => {
                    // Amount, label, formula, law: the formula takes what is left.
                    let width = context.width.max(60);
                    let (label_width, law_width) = (width * 2 / 5 - 4, width / 4 - 3);
                    let room = width.saturating_sub(13 + label_width + law_width + 8);
                    let line = format!(
                        "{}  {}  {}  {}  {letter}",
                        right(&amount, 12),
                        fit(&label, label_width),
                        fit(&operation, room),
                        fit(&law, law_width)
                    );
                    self.put(&line);
                }
            }
        }
    }

    /// The article that gives the rate, else that of the rule.
    fn law(&self, rank: usize) -> String {
        let figure = &self.sheet.figures[rank];
        let rows = figure.plain.nombres.iter().filter(|n| n.unite == "%").filter_map(|n| n.table.as_ref());
        // A rate raised for the caisse de congés is under another figure.
        let under = figure.args.iter().flat_map(|a| &self.sheet.figures[*a].plain.nombres);
        let under = under.filter(|n| n.unite == "%").filter_map(|n| n.table.as_ref());
        let of_line = figure.plain.ligne.is_some() || figure.args.is_empty();
        let row = rows.chain(under.filter(|_| of_line)).map(|row| row.base_legale.as_str());
        let rule = figure.plain.regle.as_ref().map(|r| r.base_legale.as_ref());
        row.filter(|law| of_line && !law.is_empty() && *law != "idem")
            .chain(rule)
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    /// Figures with their rule and the numbers they are made of, then what would change them.
    fn screen(&mut self, figures: &[usize], chain: &[usize]) {
        let mut rule: Option<&str> = None;
        for rank in figures {
            let figure = &self.sheet.figures[*rank];
            let f = &figure.plain;
            self.title(f);
            if let Some(why) = &f.pourquoi {
                self.folded(&format!("    {}", capital(&sentence(why))), 4);
            }
            if f.calcul.is_some() {
                self.bullet(&calculation(f), 4);
            }
            if let Some(r) = &f.regle {
                let same = rule == Some(r.texte.as_ref());
                rule = Some(&r.texte);
                let text = if same { "même règle".to_owned() } else { self.rule(r) };
                self.bullet(&text, 4);
            }
            if let Some(row) = &f.table {
                let text = self.source(row);
                self.bullet(&text, 4);
            }
            if f.saisie.is_some() {
                let read = f.origine.as_ref().map(read_at);
                let text = read.unwrap_or_else(|| "donné par la saisie, ou compté sur ses dates".to_owned());
                self.bullet(&text, 4);
            }
            self.children(figure);
            let letter = self.letter(*rank);
            self.bullet(&letter, 4);
            self.out.push('\n');
        }
        let mut all: Vec<Source> = Vec::new();
        for source in figures.iter().flat_map(|f| sources(self.sheet, *f)) {
            if source.nature != "bareme" && !all.contains(&source) {
                all.push(source);
            }
        }
        if !all.is_empty() {
            let inputs = all.iter().filter(|s| s.nature == "saisie");
            let inputs: Vec<String> = inputs.map(|s| format!("{} ({})", s.libelle, of_source(s))).collect();
            let methods = all.iter().filter(|s| s.nature == "methode");
            let methods: Vec<String> = methods.map(|s| format!("{} = {}", s.nom, s.valeur)).collect();
            let inputs = unique(inputs);
            let mut text = format!("Ce qui changerait : {}", inputs[..inputs.len().min(INPUTS)].join(", "));
            if inputs.len() > INPUTS {
                let _ = write!(text, " et {} autres données", inputs.len() - INPUTS);
            }
            if !methods.is_empty() {
                let noun = if methods.len() > 1 { "méthodes" } else { "méthode" };
                let _ = write!(text, " ; {noun} {}", methods.join(", "));
            }
            self.folded(&text.replace(" :  ; ", " : "), 2);
        }
        let Form::Text(_) = self.form else { return };
        if !chain.is_empty() || figures.iter().any(|f| !self.sheet.figures[*f].plain.nombres.is_empty()) {
            self.folded(
                "L'arbre entier et l'origine de chaque nombre : --tout. Une ligne par chiffre : --court.",
                2,
            );
        }
    }

    /// The numbers of a formula: what each is, and how it was had.
    fn children(&mut self, figure: &Figure) {
        let f = &figure.plain;
        let mut seen: Vec<(&str, &str)> = Vec::new();
        let mut told: Vec<(String, String)> = Vec::new();
        for (rank, number) in f.nombres.iter().enumerate() {
            let what = (number.figure.as_str(), number.valeur.as_str());
            if seen.contains(&what) {
                continue;
            }
            seen.push(what);
            let under = figure.args.get(rank).map(|a| &self.sheet.figures[*a].plain);
            told.push((value(&number.valeur, number.unite), self.child(number, under)));
        }
        let width = told.iter().take(CHILDREN).map(|(v, _)| v.chars().count()).max().unwrap_or(0);
        let more = told.len().saturating_sub(CHILDREN);
        for (amount, text) in told.into_iter().take(CHILDREN) {
            match self.form {
                Form::Markdown => self.put(&format!("  - {amount} : {text}")),
                Form::Text(_) => {
                    let lead = right(&amount, width);
                    self.folded(&format!("      {lead}  {text}"), 8 + width);
                }
            }
        }
        if more > 0 {
            self.bullet(&format!("… et {more} autres (--tout)"), 6);
        }
    }

    fn child(&self, number: &ExplainedNumber, under: Option<&ExplainedFigure>) -> String {
        if let Some(row) = &number.table {
            let source = self.source(row);
            return if number.libelle == row.cle { source } else { format!("{} : {source}", number.libelle) };
        }
        let formula = under.map(operation).unwrap_or_default();
        let law = under.and_then(|u| u.regle.as_ref()).map(|r| r.base_legale.as_ref()).unwrap_or_default();
        match (formula.is_empty(), number.saisie) {
            (false, _) => format!("{} = {formula} ({})", number.libelle, law.replace("; ", " ; ")),
            (true, true) => {
                let from = number.origine.as_ref().map_or_else(|| "saisie".to_owned(), read_at);
                format!("{} ({from})", number.libelle)
            }
            (true, false) => number.libelle.clone(),
        }
    }

    /// `confiance B : barème RC_T1/employeur, B`.
    fn letter(&self, rank: usize) -> String {
        let letter = self.sheet.figures[rank].plain.confiance;
        let cause = under(self.sheet, rank).into_iter().find(|f| self.sheet.figures[*f].own == letter);
        let cause =
            cause.map(|f| &self.sheet.figures[f].plain).filter(|_| letter != cddu_rates::Confiance::A);
        let cause = cause.and_then(|f| match (&f.table, &f.regle) {
            (Some(row), _) => Some(format!("barème {}", row.cle)),
            (None, Some(rule)) if !rule.nom.is_empty() => Some(format!("règle {}", rule.nom)),
            _ => None,
        });
        match cause {
            Some(cause) => format!("confiance {letter}, la plus faible de ce qui y entre ({cause})"),
            None => format!("confiance {letter}"),
        }
    }

    /// Figures with everything under them, then what would change them.
    fn all(&mut self, figures: &[usize], chain: &[usize]) {
        for rank in figures {
            self.figure(*rank, false);
        }
        if !chain.is_empty() {
            self.heading(3, "D'où viennent ces nombres");
            for rank in chain {
                self.figure(*rank, false);
            }
        }
        let mut list: Vec<Source> = Vec::new();
        for source in figures.iter().flat_map(|f| sources(self.sheet, *f)) {
            if !list.contains(&source) {
                list.push(source);
            }
        }
        if list.is_empty() {
            return;
        }
        let title =
            if figures.len() > 1 { "Ce qui changerait ces chiffres" } else { "Ce qui changerait ce chiffre" };
        self.heading(3, title);
        for (nature, key) in [("saisie", "donnée"), ("bareme", "barème"), ("methode", "méthode")] {
            for s in list.iter().filter(|s| s.nature == nature) {
                let text = match nature {
                    "saisie" => {
                        let from =
                            s.origine.as_ref().map_or_else(String::new, |o| format!(", {}", read_at(o)));
                        format!("{}, {} ({}{from})", s.libelle, of_source(s), self.code(&s.nom))
                    }
                    "bareme" => {
                        let dates = dates(&s.validite);
                        format!("{}, {} ({}, {dates})", s.libelle, of_source(s), self.code(&s.nom))
                    }
                    _ => format!("{}, ici {}", self.code(&s.nom), self.code(&s.valeur)),
                };
                self.detail(key, &text);
            }
        }
        self.out.push('\n');
    }

    /// Every figure of the document, what is not due, methods and warnings.
    fn whole(&mut self, contract: Option<&str>) {
        self.header();
        self.folded(
            "Chaque chiffre est suivi de sa formule, des nombres, de la règle et de l'origine de chaque nombre : barème (clé, dates, fichier, texte, source) ou saisie. Confiance : A texte ou source officielle lus, B source secondaire, C non vérifié.",
            0,
        );
        self.out.push('\n');
        let (mut part, mut section) = (None, None);
        for rank in self.sheet.computed(contract) {
            let f = &self.sheet.figures[rank].plain;
            // A sum of nothing teaches nothing.
            if f.nombres.is_empty() && f.pourquoi.is_none() && f.calcul.as_deref() == Some("0") {
                continue;
            }
            let this_part = part_of(self.sheet, rank);
            let this_section = section_of(f);
            if part.as_ref() != Some(&this_part) {
                self.heading(2, &this_part);
                section = None;
                part = Some(this_part);
            }
            if section.as_ref() != Some(&this_section) {
                self.heading(3, &this_section);
                section = Some(this_section);
            }
            self.figure(rank, true);
        }
        let of_contract = |f: &&ExplainedFigure| contract.is_none_or(|c| f.contrat.as_deref() == Some(c));
        let absent: Vec<&ExplainedFigure> = self.sheet.absent.iter().filter(of_contract).collect();
        if !absent.is_empty() {
            self.heading(2, "Ce qui n'est pas dû");
            for figure in absent {
                self.absent(figure);
            }
        }
        if !self.sheet.methods.is_empty() {
            self.heading(2, "Méthodes employées");
            for (key, value) in &self.sheet.methods {
                let text = format!("- {} : {}", self.code(key), self.code(value));
                self.put(&text);
            }
        }
        if !self.sheet.warnings.is_empty() {
            self.out.push('\n');
            self.heading(2, "Réserves");
            self.warnings(self.sheet.warnings.iter());
        }
    }

    fn warnings<'w>(&mut self, list: impl Iterator<Item = &'w cddu_payslip::Avertissement>) {
        for warning in list {
            self.folded(&format!("- {} : {}", warning.code, sentence(&warning.message)), 2);
        }
    }

    /// What is not due: the sentence, the comparison, the text.
    fn absent(&mut self, f: &ExplainedFigure) {
        let what = f.libelle.strip_suffix(", non due").unwrap_or(&f.libelle);
        let code = f.ligne.as_ref().map(|l| format!(" ({l})")).unwrap_or_default();
        let of = f.contrat.as_ref().map(|c| format!(", contrat {c}")).unwrap_or_default();
        let title = format!("{}{code}{of} : non dû", capital(what));
        match self.form {
            Form::Markdown => self.put(&format!("**{title}**\n")),
            Form::Text(context) => self.put(&format!("  {}", context.paint(Style::Bold, &title))),
        }
        if let Some(why) = &f.pourquoi {
            self.bullet(&capital(&sentence(why)), 4);
        }
        if f.calcul.is_some() {
            self.bullet(&format!("{} : {}", words(f).replace(['[', ']'], ""), calculation(f)), 4);
        }
        if let Some(rule) = &f.regle {
            let text = self.rule(rule);
            self.bullet(&text, 4);
        }
        if let Some(row) = &f.table {
            let text = self.source(row);
            self.bullet(&text, 4);
        }
        self.out.push('\n');
    }

    /// `51,55 €  Assurance vieillesse, part du salarié  C1.VIEIL_PLAF.montant_salarie`.
    fn title(&mut self, f: &ExplainedFigure) {
        let amount = value(&f.valeur, f.unite);
        match self.form {
            Form::Markdown => {
                self.put(&format!("**{} : {amount}** (`{}`)\n", capital(&f.libelle), f.figure));
            }
            Form::Text(context) => {
                let (label, address) = (capital(&f.libelle), &f.figure);
                let length = 6 + [&amount, &label, address].iter().map(|t| t.chars().count()).sum::<usize>();
                let head = format!("  {}  {label}", context.paint(Style::Bold, &amount));
                let address = context.paint(Style::Dim, address);
                if length <= context.width {
                    self.put(&format!("{head}  {address}"));
                } else {
                    self.put(&head);
                    self.put(&format!("    {address}"));
                }
            }
        }
    }

    fn bullet(&mut self, text: &str, indent: usize) {
        match self.form {
            Form::Markdown => self.put(&format!("- {text}")),
            Form::Text(_) => self.folded(&format!("{}{text}", " ".repeat(indent)), indent + 2),
        }
    }

    /// One figure: its value, its name, its address, then everything it is made of.
    fn figure(&mut self, rank: usize, under_section: bool) {
        let f = &self.sheet.figures[rank].plain;
        // Under the title of its line, only what it is: `part du salarié`.
        let mut titled = f.clone();
        if under_section && f.ligne.is_some() {
            let cut = f.libelle.rfind(", taux").or_else(|| f.libelle.rfind(", part d"));
            titled.libelle = cut.map_or(f.libelle.as_str(), |at| &f.libelle[at + 2..]).to_owned();
        }
        self.title(&titled);
        let mut details: Vec<(&str, String)> = Vec::new();
        if let Some(why) = &f.pourquoi {
            details.push(("motif", capital(&sentence(why))));
        }
        if f.calcul.is_some() {
            if f.formule.is_some() {
                details.push(("formule", words(f)));
            }
            details.push(("calcul", calculation(f)));
        }
        if let Some(rule) = &f.regle {
            details.push(("règle", self.rule(rule)));
        }
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for number in &f.nombres {
            let what = (number.figure.as_str(), number.valeur.as_str());
            if seen.contains(&what) {
                continue;
            }
            seen.push(what);
            let what = format!("{}, {}", number.libelle, value(&number.valeur, number.unite));
            if let Some(row) = &number.table {
                details.push(("barème", format!("{what} : {}", self.place(row))));
            } else if number.saisie {
                let from = number.origine.as_ref().map_or_else(String::new, |o| format!(", {}", read_at(o)));
                details.push(("donnée", format!("{what} ({}{from})", self.code(&number.figure))));
            }
        }
        if let Some(row) = &f.table {
            details.push(("barème", self.place(row)));
        }
        if let Some(field) = &f.saisie {
            let read = f.origine.as_ref().map(read_at);
            let text = read.unwrap_or_else(|| "saisie ou comptée sur les dates".to_owned());
            details.push(("donnée", format!("{text} ({})", self.code(field))));
        }
        if f.regle.as_ref().is_some_and(|rule| rule.confiance != f.confiance) {
            details.push(("confiance", self.letter(rank).replace("confiance ", "")));
        }
        for (key, text) in details {
            self.detail(key, &text);
        }
        self.out.push('\n');
    }

    fn detail(&mut self, key: &str, text: &str) {
        match self.form {
            Form::Markdown => self.put(&format!("- {key} : {text}")),
            Form::Text(_) => self.folded(&format!("    {key:<9} : {text}"), 16),
        }
    }

    fn rule(&self, rule: &ExplainedRule) -> String {
        let law = rule.base_legale.replace("; ", " ; ");
        let mut text = format!("{} ({law})", rule.texte.replace(" x ", " × "));
        if !rule.nom.is_empty() {
            let _ = write!(text, " ; règle {}", self.code(&rule.nom));
        }
        if !rule.methodes.is_empty() {
            let keys: Vec<String> = rule.methodes.iter().map(|m| self.code(m)).collect();
            let noun = if keys.len() > 1 { "méthodes" } else { "méthode" };
            let _ = write!(text, ", {noun} {}", keys.join(", "));
        }
        let _ = write!(text, " ; confiance {}", rule.confiance);
        text
    }

    /// A row of the tables, short: key, dates, text, source, confidence.
    fn source(&self, row: &ExplainedRow) -> String {
        let mut text = format!("{}, {}", self.code(&row.cle), dates(&row.validite));
        if !row.base_legale.is_empty() && row.base_legale != "idem" {
            let _ = write!(text, " ; {}", row.base_legale.replace("; ", " ; "));
        }
        let _ = write!(text, " ; source : {} ; confiance {}", row.source.replace("; ", " ; "), row.confiance);
        text
    }

    /// A row of the tables with its place: key, dates, file, text, source, date of the check, confidence.
    fn place(&self, row: &ExplainedRow) -> String {
        let mut text = format!(
            "{}, {} ({}, ligne {})",
            self.code(&row.cle),
            dates(&row.validite),
            row.fichier,
            row.ligne
        );
        if !row.base_legale.is_empty() {
            let _ = write!(text, " ; texte : {}", row.base_legale);
        }
        let _ = write!(text, " ; source : {}", row.source);
        if !row.lien.is_empty() {
            let _ = write!(text, " ; lien : {}", row.lien);
        }
        if !row.verifie_le.is_empty() {
            let _ = write!(text, " ; vérifié le {}", dates(&row.verifie_le));
        }
        let _ = write!(text, " ; confiance {}", row.confiance);
        text
    }
}

/// Steps on the way to a figure: told under it, not on the page of the whole document.
const STEPS: [&str; 20] = [
    "smic_",
    "taux_",
    "plafond_mois",
    "plafond_jours",
    "prevoyance_mois",
    "prevoyance_plafond",
    "cumul_",
    "saisie_",
    "saisissable",
    "net_saisissable",
    "net_reste",
    "pension_limite",
    "pension_reste",
    "avance_limite",
    "avance_reste",
    "avance_dixieme",
    "allegement_taux",
    "allegement_sans",
    "rgdu_t",
    "fillon_t",
];

/// Title of the contract of a figure.
fn part_of(sheet: &Sheet, figure: usize) -> String {
    let contract = &sheet.figures[figure].plain.contrat;
    contract.as_ref().map_or_else(|| "Ensemble".to_owned(), |c| format!("Contrat {c}"))
}

fn is_told(figure: &Figure) -> bool {
    let f = &figure.plain;
    let nothing = f.valeur == "0.00" && f.ligne.is_none() && f.pourquoi.is_none();
    let step = STEPS.iter().any(|step| figure.code().starts_with(step));
    !nothing && !operation(f).is_empty() && !step && !is_step_of_hours(f)
}

/// A step between the time sheet and the lines of the gross.
fn is_step_of_hours(f: &ExplainedFigure) -> bool {
    let Some(rule) = &f.regle else { return false };
    let steps = ["temps.", "brut.taux", "brut.minimum", "brut.frais"];
    // The rules of the agreements have no dot in their name; their lines are amounts that `brut` adds up.
    let by_convention =
        !rule.nom.contains('.') && (f.unite != "EUR" || HOURS_STEPS.contains(&code_of(&f.figure)));
    steps.iter().any(|step| rule.nom.starts_with(step)) || by_convention
}

/// Amounts of the agreements that no line pays as they are.
const HOURS_STEPS: [&str; 12] = [
    "base_horaire",
    "cachet_minimum",
    "taux_plafond",
    "salaire_annexe3",
    "salaire_mensuel",
    "plancher_mensuel",
    "mensuel_du",
    "minimum_semaine",
    "minimum_jour",
    "prix_jour_isole",
    "demi_journee",
    "complement",
];

/// The line of the files of the production.
fn read_at(origine: &Origine) -> String {
    format!("{}, ligne {}", origine.fichier, origine.ligne)
}

/// The label; of a share of a line, the code and the share first: `VIEIL_PLAF, salarié : Vieillesse plafonnée`.
fn label(f: &ExplainedFigure) -> String {
    let Some(line) = &f.ligne else { return f.libelle.clone() };
    match f.libelle.rfind(", taux").or_else(|| f.libelle.rfind(", part d")) {
        Some(at) => {
            let share = f.libelle[at + 2..].replace("part du ", "").replace("part de l'", "");
            format!("{line}, {share} : {}", &f.libelle[..at])
        }
        None => format!("{line} : {}", f.libelle),
    }
}

fn of_source(s: &Source) -> String {
    let (number, unit) = s.valeur.split_once(' ').unwrap_or((&s.valeur, ""));
    value(number, unit)
}

fn unique(list: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(list.len());
    for text in list {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// Title of the group a figure belongs to.
fn section_of(f: &ExplainedFigure) -> String {
    if let Some(line) = &f.ligne {
        let label = f.libelle.split_once(", taux").or_else(|| f.libelle.split_once(", part d"));
        return format!("{} ({line})", label.map_or(f.libelle.as_str(), |(head, _)| head));
    }
    let code = code_of(&f.figure);
    let starts = |list: &[&str]| list.iter().any(|p| code.starts_with(p));
    let title = match (f.contrat.is_some(), code) {
        (false, "avantage_repas" | "bareme" | "frais_exoneres" | "frais_reintegres") => {
            "Frais et avantages en nature"
        }
        (false, "pas" | "assiette_pas" | "assiette_mensualisee") => "Prélèvement à la source",
        (false, _) if starts(&["saisi", "pension", "avance_"]) => "Retenues",
        (false, _) => "Totaux et nets",
        (true, "parts_prevoyance") => "Parts patronales de prévoyance et de santé",
        (true, "csg") => "Assiette de CSG et CRDS",
        (true, _) if starts(&["smic"]) => "SMIC des heures payées",
        (true, _) if starts(&["allegement", "rgdu", "fillon"]) => "Réduction générale",
        (true, _) if starts(&["dfs"]) => "Déduction forfaitaire spécifique",
        (true, _) => "Salaire, plafonds et assiettes",
    };
    title.to_owned()
}

/// The title of a document, and who and when.
fn heading(sheet: &Sheet) -> (String, String) {
    match &sheet.document {
        Document::Payslip(bulletin) => {
            let number = bulletin.numero.as_deref().unwrap_or("de paie");
            let period = format!("du {} au {}", bulletin.periode.debut, bulletin.periode.fin);
            let intro = format!(
                "{} {}, travail {}, payé le {}.",
                bulletin.salarie.prenom,
                bulletin.salarie.nom,
                dates(&period),
                dates(&bulletin.date_paiement.to_string())
            );
            (format!("Bulletin {number} expliqué"), intro)
        }
        Document::Note(note) => {
            let number = note.numero.as_deref().unwrap_or("de droits d'auteur");
            let author = note.auteur.as_ref().map(|a| format!("{} {}, ", a.prenom, a.nom));
            let intro = format!(
                "{}payée le {}.",
                author.unwrap_or_default().trim_start(),
                dates(&note.date_paiement.to_string())
            );
            (format!("Note {number} expliquée"), capital(&intro))
        }
    }
}
