//! One CSV file to rows: separator, header, cells, each with its place.

use std::collections::BTreeSet;

use cddu_rates::{Diagnostic, Gravite, fold, nearest};
pub(crate) use cddu_rates::{cut, unprintable};

use crate::lecture::columns::{Column, FileSpec, Kind};
use crate::lecture::titres;

/// A file read: rows in the order of its dictionary of columns.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub shown: String,
    pub spec: &'static FileSpec,
    pub rows: Vec<RawRow>,
    /// Rows that could not be cut into cells, and what is wrong with the header.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the rows that the list of a day of figuration adds are written.
    pub bordereau: Option<String>,
}

impl Sheet {
    /// The file of a row, as shown.
    pub(crate) fn place(&self, row: &RawRow) -> &str {
        self.shown_at(row.added)
    }

    /// The file of the rows of this sheet, or of those that the bordereau adds.
    pub(crate) fn shown_at(&self, added: bool) -> &str {
        self.bordereau.as_deref().filter(|_| added).unwrap_or(&self.shown)
    }
}

/// The file of a row, by its name in the folder.
pub(crate) const fn file_of(own: &'static str, added: bool) -> &'static str {
    if added { crate::lecture::columns::FIGURATION.fichier } else { own }
}

/// One line: its number and its trimmed cells, in the order of the dictionary (empty when the column is absent).
#[derive(Debug)]
pub(crate) struct RawRow {
    pub line: u64,
    pub cells: Vec<String>,
    /// The cells are shifted: only the first ones can be trusted to say whom the row concerns.
    pub broken: bool,
    /// It comes from the list of a day of figuration.
    pub added: bool,
    /// What is wrong with it, when its cells were judged elsewhere.
    pub fault: Option<Diagnostic>,
}

/// One line of a file, cut into cells.
pub(crate) struct Line {
    /// Number, as a person counts them in the file.
    pub number: u64,
    pub cells: Vec<String>,
    /// A cell of it could not be read.
    pub broken: bool,
}

/// Reads a CSV against its dictionary.
///
/// # Errors
/// What makes the whole file unusable: `DOS-004` to `DOS-007`.
pub(crate) fn read(shown: &str, bytes: &[u8], spec: &'static FileSpec) -> Result<Sheet, Vec<Diagnostic>> {
    let (text, mut diagnostics) = crate::lecture::text::decode(shown, bytes).map_err(|d| vec![d])?;
    let lines = csv_lines(shown, &text, spec, &mut diagnostics);
    from_lines(shown, lines, spec, diagnostics)
}

/// The lines of a CSV as they are written.
pub(crate) fn raw(shown: &str, bytes: &[u8], spec: &'static FileSpec) -> Option<Vec<Line>> {
    let (text, _) = crate::lecture::text::decode(shown, bytes).ok()?;
    Some(csv_lines(shown, &text, spec, &mut Vec::new()))
}

/// The lines of a CSV.
fn csv_lines(shown: &str, text: &str, spec: &FileSpec, diagnostics: &mut Vec<Diagnostic>) -> Vec<Line> {
    let (text, skipped, told) = without_sep_line(text);
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    let separator = told.unwrap_or_else(|| separator(text, spec));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut out = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map(|p| lines.of(Some(p)));
                diagnostics.push(quotes(shown, line, "ligne illisible"));
                continue;
            }
        };
        let number = lines.of(record.position());
        // A quote left open takes the next lines into its cell: they are then nobody's.
        let swallowed = record.iter().find(|c| {
            let separator = char::from(separator);
            c.lines().skip(1).any(|l| l.matches(separator).count() > 1)
        });
        if let Some(cell) = swallowed {
            let rows = cell.lines().count() - 1;
            diagnostics.push(quotes(
                shown,
                Some(number),
                &format!("un guillemet ouvert avale {}", cddu_documents::typo::count(rows, "ligne")),
            ));
        }
        out.push(Line {
            number,
            cells: record.iter().map(str::to_owned).collect(),
            broken: swallowed.is_some(),
        });
    }
    out
}

fn quotes(shown: &str, line: Option<u64>, message: &str) -> Diagnostic {
    Diagnostic::error("DOS-132", message).in_file(shown, line).hint(
        "fermer le guillemet, ou doubler celui qui est dans le texte ; en attendant, personne n'est payé : les lignes avalées peuvent être à n'importe qui",
    )
}

/// Rows of a file, whatever it was: the header is looked for under a title, totals are passed over.
///
/// # Errors
/// `DOS-004` to `DOS-007`: no header, or one that cannot be understood.
pub(crate) fn from_lines(
    shown: &str,
    lines: Vec<Line>,
    spec: &'static FileSpec,
    mut diagnostics: Vec<Diagnostic>,
) -> Result<Sheet, Vec<Diagnostic>> {
    let mut lines: Vec<Line> = lines
        .into_iter()
        .map(|mut line| {
            for cell in &mut line.cells {
                *cell = plain_spaces(cell);
            }
            line
        })
        .filter(|l| l.broken || l.cells.iter().any(|c| !c.is_empty()))
        .collect();
    let head = header_rank(&lines, spec);
    if lines.is_empty() {
        return Err(vec![
            Diagnostic::error("DOS-004", "première ligne illisible : elle doit porter les noms des colonnes")
                .in_file(shown, Some(1))
                .hint("cddu init écrit un modèle de chaque fichier"),
        ]);
    }
    let rows_under = lines.split_off(head + 1);
    let header = lines.pop().unwrap_or(Line { number: 1, cells: Vec::new(), broken: false });
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        diagnostics.push(passed(
            shown,
            first.number,
            &format!("titre au-dessus des noms de colonnes (ligne {}), passé", last.number),
        ));
    }
    let filled = |rank: usize| rows_under.iter().any(|l| l.cells.get(rank).is_some_and(|c| !c.is_empty()));
    let places = match_header(shown, (header.number, &header.cells), &filled, spec, &mut diagnostics)?;
    let mut rows = Vec::new();
    for line in rows_under {
        if is_total(&line, &places)
            || says_total(&line, &places, spec)
            || is_sum(&line, &places, spec)
            || adds_up(&line, &places, spec, &rows)
        {
            // What is not read has no formula to compute.
            diagnostics.retain(|d| d.code != "DOS-139" || d.ligne != Some(line.number));
            diagnostics.push(passed(shown, line.number, "ligne de total, passée"));
            continue;
        }
        if is_header(&line, &header.cells) {
            diagnostics.push(passed(shown, line.number, "noms de colonnes répétés, passés"));
            continue;
        }
        if is_text(&line, spec, &places) {
            diagnostics.push(passed(shown, line.number, "ligne de texte sous le tableau, passée"));
            continue;
        }
        let cells: Vec<String> = places
            .iter()
            .map(|place| place.and_then(|p| line.cells.get(p)).cloned().unwrap_or_default())
            .collect();
        // Too many cells shift values into the wrong columns: an unquoted separator inside a text.
        let extra = line.cells.iter().skip(header.cells.len()).any(|c| !c.is_empty());
        if extra {
            diagnostics.push(
                Diagnostic::error(
                    "DOS-008",
                    format!(
                        "{} cellules pour {} colonnes : les valeurs sont décalées",
                        line.cells.len(),
                        header.cells.len()
                    ),
                )
                .in_file(shown, Some(line.number))
                .hint("mettre entre guillemets les textes et les nombres qui contiennent le séparateur (\"1364,56\")"),
            );
        }
        rows.push(RawRow {
            line: line.number,
            cells,
            broken: extra || line.broken,
            added: false,
            fault: None,
        });
    }
    Ok(Sheet { shown: shown.to_owned(), spec, rows, diagnostics, bordereau: None })
}

fn passed(shown: &str, line: u64, message: &str) -> Diagnostic {
    Diagnostic::warning("DOS-137", message)
        .severity(Gravite::Info)
        .in_file(shown, Some(line))
        .hint("rien à faire si cette ligne n'est pas une donnée ; la supprimer fait disparaître ce message")
}

/// Trimmed, with the spaces that spreadsheets put in numbers and names made plain.
fn plain_spaces(cell: &str) -> String {
    cell.replace(['\u{a0}', '\u{202f}', '\u{2007}'], " ").trim().to_owned()
}

/// The rank of the line that names most columns, among the first ones; the first line when none names two.
fn header_rank(lines: &[Line], spec: &FileSpec) -> usize {
    let known =
        |l: &Line| l.cells.iter().filter(|h| spec.colonnes.iter().any(|c| same_name(c.nom, h))).count();
    let best = lines.iter().take(12).enumerate().max_by_key(|(rank, l)| (known(l), std::cmp::Reverse(*rank)));
    best.filter(|(_, l)| known(l) > 1).map_or(0, |(rank, _)| rank)
}

/// A line whose first words are « Total »: spreadsheets add them at the foot.
fn is_total(line: &Line, places: &[Option<usize>]) -> bool {
    let first = line.cells.iter().find(|c| !c.is_empty()).map(|c| fold(c)).unwrap_or_default();
    let named = total_words(&first);
    // The first column of every dictionary names the row: a person or a contract may not be called so by chance.
    let key = places.first().copied().flatten().and_then(|p| line.cells.get(p)).map(|c| fold(c));
    named && key.is_none_or(|k| k.is_empty() || k == first)
}

/// The first words of a cell are those of a total.
fn total_words(cell: &str) -> bool {
    let text = fold(cell);
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ["total", "totaux", "sous total", "s total"].iter().any(|w| text.strip_prefix(w).is_some_and(ends))
}

/// « Total » in any cell of a row that fills nothing of what a row must.
fn says_total(line: &Line, places: &[Option<usize>], spec: &FileSpec) -> bool {
    let mut due = spec.colonnes.iter().zip(places).filter(|(c, _)| c.obligatoire);
    let cell = |place: &Option<usize>| place.and_then(|p| line.cells.get(p)).map_or("", String::as_str);
    let empty = |place: &Option<usize>| cell(place).is_empty() || total_words(cell(place));
    let total = |cell: &String| total_words(cell);
    // A day may stand beside the total of its extras; nobody is called so without a number and a first name.
    let list = spec.fichier == crate::lecture::columns::FIGURATION.fichier;
    let named = |name: &str| {
        spec.position(name).and_then(|rank| places[rank]).is_some_and(|p| !cell(&Some(p)).is_empty())
    };
    let day = list && !named("matricule") && !named("prenom");
    (day || due.all(|(_, place)| empty(place))) && line.cells.iter().any(total)
}

/// A row of numbers alone, each of which is the sum of its column above.
fn adds_up(line: &Line, places: &[Option<usize>], spec: &FileSpec, above: &[RawRow]) -> bool {
    let number = |text: &str| {
        crate::lecture::value::plain_number(text).and_then(|t| t.parse::<rust_decimal::Decimal>().ok())
    };
    let mut found = 0;
    for (rank, (column, place)) in spec.colonnes.iter().zip(places).enumerate() {
        let cell = place.and_then(|p| line.cells.get(p)).map_or("", String::as_str);
        if cell.is_empty() {
            continue;
        }
        let written: Vec<&str> = above
            .iter()
            .filter_map(|row| row.cells.get(rank))
            .map(String::as_str)
            .filter(|c| !c.is_empty())
            .collect();
        let sum: Option<rust_decimal::Decimal> = written.iter().map(|cell| number(cell)).sum();
        if column.obligatoire && !matches!(column.kind, Kind::Montant | Kind::Nombre | Kind::Entier)
            || written.len() < 2
            || sum.is_none()
            || sum != number(cell)
        {
            return false;
        }
        found += 1;
    }
    found > 0
}

/// The names of the columns once more, as on each printed page.
fn is_header(line: &Line, header: &[String]) -> bool {
    let mut filled = line.cells.iter().zip(header).filter(|(cell, _)| !cell.is_empty()).peekable();
    let two = line.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
    two && filled.all(|(cell, name)| same_name(name, cell))
}

/// A legend, a title or a signature: one cell alone, of several words, where the row would name a contract or a person.
fn is_text(line: &Line, spec: &FileSpec, places: &[Option<usize>]) -> bool {
    let mut filled = line.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let (Some((rank, cell)), None) = (filled.next(), filled.next()) else { return false };
    let column = places.iter().position(|place| *place == Some(rank));
    let names = column.is_none_or(|c| spec.colonnes[c].kind == Kind::Identifiant);
    !line.broken
        && names
        // An identifier has no space: « SEMAINE 40 » is a title.
        && cell.contains(char::is_whitespace)
        && cell.chars().any(char::is_alphabetic)
}

/// Cells that a row must fill, from which a row that fills none of them is no row of the file.
const NAMING: usize = 4;

/// A line without its word: nothing but numbers, in a file whose rows name a person, a contract and their days.
fn is_sum(line: &Line, places: &[Option<usize>], spec: &FileSpec) -> bool {
    let cell = |place: &Option<usize>| place.and_then(|p| line.cells.get(p)).map_or("", String::as_str);
    let due: Vec<&str> = spec
        .colonnes
        .iter()
        .zip(places)
        .filter(|(c, _)| c.obligatoire)
        .map(|(_, place)| cell(place))
        .collect();
    let number = |text: &str| {
        crate::lecture::value::plain_number(text).is_some_and(|t| t.parse::<rust_decimal::Decimal>().is_ok())
    };
    due.len() >= NAMING
        && due.iter().all(|c| c.is_empty())
        && line.cells.iter().filter(|c| !c.is_empty()).all(|c| number(c))
}

/// Numbers of the lines as a person counts them. The reader of the CSV says where a record is looked for, before the
/// empty lines and the comments that it passes over.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a record begins; records are asked for in their order.
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let Some(start) = position.and_then(|p| usize::try_from(p.byte()).ok()) else { return self.line };
        while let Some(rest) = self.text.get(self.at..) {
            let end = rest.find('\n').map_or(rest.len(), |n| n + 1);
            let passed_over = rest[..end].trim_end_matches(['\r', '\n']).is_empty() || rest.starts_with('#');
            if end == 0 || (self.at >= start && !passed_over) {
                break;
            }
            self.at += end;
            self.line += u64::from(rest[..end].ends_with('\n'));
        }
        self.line
    }
}

/// Spreadsheets may write `sep=;` as a first line, which says the separator.
fn without_sep_line(text: &str) -> (&str, u64, Option<u8>) {
    match text.split_once('\n') {
        Some((first, rest)) if first.trim().trim_matches('"').to_ascii_lowercase().starts_with("sep=") => {
            let told = first.trim().trim_matches('"').chars().nth(4).and_then(|c| u8::try_from(c).ok());
            (rest, 1, told)
        }
        _ => (text, 0, None),
    }
}

/// The separator that recognises most columns, on the line where it does.
fn separator(text: &str, spec: &FileSpec) -> u8 {
    let known = |separator: char| {
        let of = |line: &str| {
            line.split(separator).filter(|h| spec.colonnes.iter().any(|c| same_name(c.nom, h))).count()
        };
        text.lines().take(12).map(of).max().unwrap_or(0)
    };
    [',', ';', '\t', '|']
        .into_iter()
        .max_by_key(|s| (known(*s), *s == ','))
        .map_or(b',', |s| u8::try_from(s).unwrap_or(b','))
}

fn same_name(column: &str, header: &str) -> bool {
    fold(column) == fold(header.trim().trim_matches('"'))
}

/// For each column of the dictionary, its rank in the file.
fn match_header(
    shown: &str,
    (line, header): (u64, &[String]),
    filled: &dyn Fn(usize) -> bool,
    spec: &FileSpec,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Option<usize>>, Vec<Diagnostic>> {
    let mut places: Vec<Option<usize>> = vec![None; spec.colonnes.len()];
    let mut errors = Vec::new();
    let mut unknown = Vec::new();
    for (rank, name) in header.iter().enumerate() {
        let name = name.trim();
        match spec.colonnes.iter().position(|c| same_name(c.nom, name)) {
            Some(found) if places[found].is_some() => errors.push(
                Diagnostic::error("DOS-007", format!("la colonne « {} » est là deux fois", cut(name)))
                    .in_file(shown, Some(line))
                    .column(name)
                    .hint("n'en garder qu'une"),
            ),
            Some(found) => places[found] = Some(rank),
            None => unknown.push((name.to_owned(), filled(rank))),
        }
    }
    let missing: Vec<&Column> =
        spec.colonnes.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(c, _)| c).collect();
    let missing_names: BTreeSet<&str> = missing.iter().map(|c| c.nom).collect();
    for (name, filled) in unknown.iter().filter(|(n, _)| !n.is_empty() && !n.starts_with("x_")) {
        let same = titres::column(name).filter(|c| missing_names.contains(c));
        let near = same.map_or_else(|| nearest(name, missing_names.iter().copied()), |column| vec![column]);
        let fault = |what: &str| {
            Diagnostic::error("DOS-005", format!("colonne inconnue « {} »{what}", cut(name)))
                .in_file(shown, Some(line))
                .column(name)
        };
        if !near.is_empty() {
            errors.push(fault("").hint(format!("vouliez-vous dire « {} » ?", near.join(" », « "))));
        } else if !filled || titres::aside(name) {
            diagnostics.push(
                fault(", passée")
                    .severity(Gravite::Info)
                    .hint("rien à faire : cette colonne n'entre pas dans la paie"),
            );
        } else {
            // What it holds may be somebody's rate, hours or account: nobody is paid without knowing.
            errors.push(fault(", dont les cellules seraient perdues").hint(format!(
                "la nommer « x_{name} » pour garder une colonne à vous, ou lui donner le nom de ce qu'elle dit ; colonnes admises : {}",
                names(spec.colonnes.iter().map(|c| c.nom))
            )));
        }
    }
    for column in missing.iter().filter(|c| c.obligatoire) {
        let near = nearest(column.nom, unknown.iter().map(|(name, _)| name.as_str()));
        let hint = if near.is_empty() {
            format!(
                "ajouter la colonne « {} » ({}), par exemple « {} »",
                column.nom, column.description, column.exemple
            )
        } else {
            format!("renommer la colonne « {} » en « {} »", near[0], column.nom)
        };
        errors.push(
            Diagnostic::error("DOS-006", format!("il manque la colonne « {} »", column.nom))
                .in_file(shown, Some(line))
                .column(column.nom)
                .hint(hint),
        );
    }
    if errors.is_empty() {
        Ok(places)
    } else {
        errors.append(diagnostics);
        Err(errors)
    }
}

/// The fault of a row whose cells are shifted, for whom it leaves out.
pub(crate) fn shifted(sheet: &Sheet, row: &RawRow) -> Diagnostic {
    row.fault.clone().unwrap_or_else(|| {
        Diagnostic::error("DOS-008", "les valeurs sont décalées").in_file(sheet.place(row), Some(row.line))
    })
}

/// Longest text of a cell.
const MAX_TEXT: usize = 200;

fn names<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.collect::<Vec<_>>().join(", ")
}

/// Reads the cells of one row as values; every fault is kept with its place.
pub(crate) struct Cells<'a> {
    shown: &'a str,
    spec: &'static FileSpec,
    row: &'a RawRow,
    pub faults: Vec<Diagnostic>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(sheet: &'a Sheet, row: &'a RawRow) -> Self {
        Self { shown: sheet.place(row), spec: sheet.spec, row, faults: Vec::new() }
    }

    pub(crate) fn fault(&mut self, code: &str, column: &str, message: String, hint: &str) {
        self.faults.push(
            Diagnostic::error(code, message)
                .in_file(self.shown, Some(self.row.line))
                .column(column)
                .hint(hint),
        );
    }

    fn column(&self, name: &str) -> (&'static Column, &'a str) {
        let rank = self.spec.position(name).expect("a column of the dictionary");
        (&self.spec.colonnes[rank], self.row.cells.get(rank).map_or("", String::as_str))
    }

    /// The cell as it is, without a judgement: to name the row.
    pub(crate) fn peek(&self, name: &str) -> String {
        self.column(name).1.to_owned()
    }

    /// The trimmed cell; an empty one is a fault when the column is required.
    pub(crate) fn raw(&mut self, name: &str) -> &'a str {
        let (column, cell) = self.column(name);
        if cell.is_empty() && column.obligatoire {
            let hint = format!("remplir : {}, par exemple « {} »", column.description, column.exemple);
            self.fault("DOS-010", name, format!("« {name} » est vide"), &hint);
        }
        cell
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        let cell = self.raw(name);
        if let Some((at, odd)) = cell.chars().enumerate().find(|(_, c)| unprintable(*c)) {
            self.fault(
                "DOS-131",
                name,
                format!(
                    "« {} » contient au caractère {} un signe qui ne s'imprime pas (U+{:04X})",
                    cut(cell),
                    at + 1,
                    u32::from(odd)
                ),
                "retaper le texte dans la cellule : ce signe vient d'un copier-coller, ni le bulletin ni la DSN ne l'admettent",
            );
        } else if let Some(word) = crate::lecture::text::broken_accents(cell) {
            self.fault(
                "DOS-138",
                name,
                format!("« {} » : accents abîmés dans « {} »", cut(cell), cut(word)),
                "retaper ce texte, ou enregistrer de nouveau le fichier d'origine en « CSV UTF-8 » : il a été lu avec un autre alphabet",
            );
        } else if cell.chars().count() > MAX_TEXT {
            self.fault(
                "DOS-131",
                name,
                format!("« {} » fait {} caractères, {MAX_TEXT} au plus", cut(cell), cell.chars().count()),
                "raccourcir le texte : ni la DSN ni l'AEM ne l'admettraient",
            );
        }
        cell.to_owned()
    }

    pub(crate) fn opt_text(&mut self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|c| !c.is_empty())
    }

    /// The columns whose unusual value is wanted.
    pub(crate) fn confirmed(&mut self) -> BTreeSet<&'static str> {
        let mut out = BTreeSet::new();
        for word in self.raw("confirme").split([' ', ',', ';', '/', '+']).filter(|w| !w.is_empty()) {
            match self.spec.colonnes.iter().find(|c| same_name(c.nom, word)) {
                Some(column) => {
                    out.insert(column.nom);
                }
                // The end of another cell, an account or a number: not repeated.
                None if word.chars().any(|c| c.is_ascii_digit()) => {
                    self.fault(
                        "DOS-013",
                        "confirme",
                        "la colonne confirme ne dit aucun nom de colonne : les cellules de la ligne sont-elles décalées ?".to_owned(),
                        "supprimer le séparateur de trop, ou mettre entre guillemets le texte qui en contient un",
                    );
                    break;
                }
                None => {
                    let near = nearest(word, self.spec.colonnes.iter().map(|c| c.nom));
                    let hint = match near.first() {
                        Some(near) => format!("vouliez-vous dire « {near} » ?"),
                        None => {
                            "écrire le nom de la colonne confirmée, par exemple « salaire_base »".to_owned()
                        }
                    };
                    let message = format!("« {} » n'est pas une colonne de ce fichier", cut(word));
                    self.fault("DOS-013", "confirme", message, &hint);
                }
            }
        }
        out
    }

    /// A name that may become a file name.
    pub(crate) fn identifier(&mut self, name: &str) -> String {
        let cell = self.raw(name);
        let sane = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !cell.is_empty() && (!cell.chars().all(sane) || cell.starts_with('.') || cell.len() > 40) {
            self.fault(
                "DOS-016",
                name,
                format!("« {} » ne peut pas servir d'identifiant", cut(cell)),
                "lettres sans accent, chiffres, point, tiret et souligné, 40 caractères au plus",
            );
        }
        cell.to_owned()
    }

    fn parsed<T>(
        &mut self,
        name: &str,
        code: &str,
        hint: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let cell = self.raw(name);
        if cell.is_empty() {
            return None;
        }
        match parse(cell) {
            Ok(value) => Some(value),
            Err(message) => {
                self.fault(code, name, message, hint);
                None
            }
        }
    }

    pub(crate) fn date(&mut self, name: &str) -> Option<chrono::NaiveDate> {
        self.parsed(
            name,
            "DOS-011",
            if name == "date_naissance" {
                "écrire JJ/MM/AAAA ou AAAA-MM-JJ, l'année sur quatre chiffres (05/01/1970), avec une date qui existe"
            } else {
                "écrire AAAA-MM-JJ ou JJ/MM/AAAA, avec une date qui existe"
            },
            // A year of birth in two figures may be of either century.
            if name == "date_naissance" {
                crate::lecture::value::date
            } else {
                crate::lecture::value::recent_date
            },
        )
    }

    pub(crate) fn time(&mut self, name: &str) -> Option<chrono::NaiveTime> {
        self.parsed(name, "DOS-015", "écrire 09:00 ou 9h30, de 0:00 à 24:00", crate::lecture::value::time)
    }

    pub(crate) fn amount(&mut self, name: &str) -> Option<cddu_rates::Cents> {
        self.parsed(name, "DOS-012", "écrire 1735.54 ou 1735,54", crate::lecture::value::amount)
    }

    pub(crate) fn rate(&mut self, name: &str) -> Option<cddu_rates::Rate> {
        let value = self.parsed(
            name,
            "DOS-012",
            "écrire le taux en pour cent : 7.4 pour 7,4 %",
            crate::lecture::value::rate,
        )?;
        if value.0 < rust_decimal::Decimal::ZERO || value.0 > rust_decimal::Decimal::ONE_HUNDRED {
            self.fault(
                "DOS-012",
                name,
                format!("un taux de {value} % est impossible"),
                "écrire le taux en pour cent, entre 0 et 100",
            );
            return None;
        }
        Some(value)
    }

    pub(crate) fn quantity(&mut self, name: &str) -> Option<cddu_rates::Quantity> {
        let value = self.parsed(name, "DOS-012", "écrire 46 ou 46,5", crate::lecture::value::quantity)?;
        if value.0 < rust_decimal::Decimal::ZERO {
            self.fault("DOS-012", name, format!("« {value} » est négatif"), "écrire un nombre positif");
            return None;
        }
        Some(value)
    }

    pub(crate) fn integer(&mut self, name: &str) -> Option<u32> {
        self.parsed(name, "DOS-012", "écrire un nombre entier", |t| {
            t.parse().map_err(|_| format!("« {} » n'est pas un nombre entier", cut(t)))
        })
    }

    /// A duration in minutes: `60`, `1h`, `1h30`, `0:45`.
    pub(crate) fn minutes(&mut self, name: &str) -> Option<u32> {
        self.parsed(name, "DOS-012", "écrire des minutes (60), ou 1h, 1h30", crate::lecture::value::minutes)
    }

    /// A number of hours: `46`, `46,5`, `46h30`.
    pub(crate) fn hours(&mut self, name: &str) -> Option<cddu_rates::Quantity> {
        self.parsed(name, "DOS-012", "écrire 46, 46,5 ou 46h30", crate::lecture::value::hours)
    }

    pub(crate) fn yes_no(&mut self, name: &str) -> Option<bool> {
        self.parsed(name, "DOS-014", "écrire oui ou non", |t| {
            crate::lecture::value::yes_no(t).ok_or_else(|| format!("« {} » n'est ni oui ni non", cut(t)))
        })
    }

    /// One of the list of the dictionary, as it is spelt there.
    pub(crate) fn choice(&mut self, name: &str) -> Option<&'static str> {
        let (column, cell) = self.column(name);
        self.raw(name);
        if cell.is_empty() {
            return None;
        }
        let Kind::Choix(list) = column.kind else { return None };
        let found = list.iter().find(|v| fold(v) == fold(cell)).copied();
        if found.is_none() {
            let near = nearest(cell, list.iter().copied());
            let hint = if near.is_empty() {
                format!("valeurs admises : {}", list.join(", "))
            } else {
                format!("vouliez-vous dire « {} » ? (valeurs admises : {})", near[0], list.join(", "))
            };
            // A number or an hour where a word is due: an empty cell was lost or added before it.
            let moved = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | ',' | '.'));
            let hint = if moved {
                format!("cellules décalées ? comparer cette ligne aux titres des colonnes ; {hint}")
            } else {
                hint
            };
            self.fault("DOS-013", name, format!("valeur inconnue « {} »", cut(cell)), &hint);
        }
        found
    }

    /// A choice turned into a value of the contract by its JSON name.
    pub(crate) fn variant<T: serde::de::DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let key = self.choice(name)?;
        serde_json::from_value(serde_json::Value::String(key.to_owned())).ok()
    }
}
