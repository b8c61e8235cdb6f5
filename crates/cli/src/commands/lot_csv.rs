//! A batch from a table to a table: one payslip request a row, its totals or its lines out.

use std::io::Read;

use cddu_kit::payslip::{Line, Totals};
use cddu_kit::{BulletinInput, Cents, Colonnes, Diagnostics, Engine, Payslip, Rate, Status, read};
use cddu_rates::{Diagnostic, inert_cell};
use csv::{ByteRecord, ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::lots::{self, Answer, CHUNK, Requests};
use crate::output::{Context, Outcome};

/// What a row of the answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The totals of a payslip.
    Totaux,
    /// One contribution of a payslip.
    Lignes,
}

/// Longest line of titles, in bytes: a file without line ends stops here.
const LONGEST_HEADER: usize = 64 << 10;

/// First columns of both tables.
const HEAD: [&str; 5] = ["ligne", "reference", "numero", "matricule", "date_paiement"];

/// An amount of the totals.
type Total = fn(&Totals) -> Option<Cents>;

/// The totals, by their names in the contract.
const TOTALS: [(&str, Total); 24] = [
    ("brut", |t| Some(t.brut)),
    ("cotisations_salarie", |t| Some(t.cotisations_salarie)),
    ("cotisations_employeur", |t| Some(t.cotisations_employeur)),
    ("allegements", |t| Some(t.allegements)),
    ("allegements_salarie", |t| Some(t.allegements_salarie)),
    ("heures_sup", |t| Some(t.heures_sup)),
    ("hs_exonerees_brut", |t| Some(t.hs_exonerees_brut)),
    ("hs_exonerees_net", |t| Some(t.hs_exonerees_net)),
    ("montant_net_social", |t| Some(t.montant_net_social)),
    ("net_imposable", |t| Some(t.net_imposable)),
    ("net_verse", |t| t.net_verse),
    ("frais", |t| Some(t.frais)),
    ("avantages_en_nature", |t| Some(t.avantages_en_nature)),
    ("net_avant_impot", |t| Some(t.net_avant_impot)),
    ("abattement_pas", |t| Some(t.abattement_pas)),
    ("assiette_pas", |t| Some(t.assiette_pas)),
    ("pas", |t| Some(t.pas)),
    ("retenue_non_resident", |t| Some(t.retenue_non_resident)),
    ("net_paye", |t| Some(t.net_paye)),
    ("acomptes", |t| Some(t.acomptes)),
    ("avances", |t| Some(t.avances)),
    ("saisies", |t| Some(t.saisies)),
    ("virement", |t| Some(t.virement)),
    ("total_verse_employeur", |t| Some(t.total_verse_employeur)),
];

/// Columns of a line of a payslip.
const LINE: [&str; 9] = [
    "contrat",
    "code",
    "libelle",
    "organisme",
    "base",
    "taux_salarie",
    "montant_salarie",
    "taux_employeur",
    "montant_employeur",
];

/// A row with its line in the file, from 1.
type Row = (u64, ByteRecord);

/// How the file is written; the answer is written the same way.
#[derive(Clone, Copy)]
struct Form {
    separator: u8,
    /// A spreadsheet in French: a comma in numbers.
    comma: bool,
}

/// Answers every row of a CSV file in its place. The last column holds the errors of a faulty row, or what is to be checked
/// on its payslip, and the exit status is 1; empty rows are skipped.
///
/// # Errors
/// `CLI-002` for a file that cannot be read, `CLI-031` for one without a header, `KIT-012` for a header without end,
/// `KIT-010` for its columns.
pub fn run(context: &Context, engine: &Engine, rows: Rows, name: &str) -> Outcome {
    let mut source = crate::input::source(name)?;
    let (form, header) = header(&mut source, name)?;
    let names: Vec<&str> = header.iter().collect();
    let columns = Colonnes::bulletin(&names).map_err(|list| {
        let place = |d: Diagnostic| d.in_file(name, Some(1));
        Vec::from(list).into_iter().map(place).collect::<Vec<_>>()
    })?;
    let place = |wanted: &str| names.iter().position(|name| name.trim() == wanted);
    let named = ["reference", "numero", "salarie.matricule"].map(place);
    let batch = Batch { engine, rows, form, columns, named, width: names.len() };
    let title = batch.written(|out| batch.title(out));
    context.write(|out| out.write_all(&title));
    lots::run(
        |out| send(source, form, name, out),
        |row| batch.answer(row),
        ("la colonne « erreurs »", "la colonne « erreurs »"),
    )
}

/// The first line of the file: how it is written, and its columns.
fn header(source: &mut impl Read, name: &str) -> Result<(Form, StringRecord), Vec<Diagnostic>> {
    let mut line = Vec::new();
    let mut byte = [0_u8];
    loop {
        let got = source.read(&mut byte).map_err(|e| vec![crate::input::interrupted(name, &e, 1)])?;
        if got == 0 || byte[0] == b'\n' {
            break;
        }
        if line.len() == LONGEST_HEADER {
            return Err(vec![
                Diagnostic::error("KIT-012", "la ligne des titres dépasse 64 Ko")
                    .in_file(name, Some(1))
                    .hint("un fichier d'une seule ligne ? finir chaque ligne par un saut de ligne, et ne garder que les colonnes utiles"),
            ]);
        }
        line.push(byte[0]);
    }
    let text = String::from_utf8_lossy(&line);
    let text = text.trim_start_matches('\u{feff}').trim_end();
    let count = |separator: &u8| text.bytes().filter(|b| b == separator).count();
    let separator = [b';', b',', b'\t'].into_iter().max_by_key(count).unwrap_or(b';');
    let mut reader =
        ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(text.as_bytes());
    match reader.records().next() {
        Some(Ok(header)) if !text.is_empty() => Ok((Form { separator, comma: separator == b';' }, header)),
        _ => Err(vec![
            Diagnostic::error("CLI-031", "la première ligne ne nomme pas les colonnes")
                .in_file(name, Some(1))
                .hint("une colonne par champ de la demande : date_paiement;employeur.idcc;contrats[0].brut…"),
        ]),
    }
}

/// Sends the rows that are not empty, in chunks.
fn send(source: impl Read, form: Form, name: &str, out: &Requests<Row>) {
    // Every row ends with a line feed, so that the reader always stands at the start of a line.
    let source = source.chain(b"\n".as_slice());
    let mut reader = ReaderBuilder::new()
        .delimiter(form.separator)
        .has_headers(false)
        .flexible(true)
        .terminator(Terminator::Any(b'\n'))
        .from_reader(source);
    let mut chunk = Vec::new();
    loop {
        let mut row = ByteRecord::new();
        match reader.read_byte_record(&mut row) {
            Ok(true) => {
                // The header is line 1; a quoted cell may hold line ends.
                let inside = row.as_slice().iter().filter(|b| **b == b'\n').count();
                let line = reader.position().line().saturating_sub(u64::try_from(inside).unwrap_or(0));
                if row.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                    chunk.push((line, row));
                }
                if chunk.len() == CHUNK && out.send(Ok(std::mem::take(&mut chunk))).is_err() {
                    return;
                }
            }
            Ok(false) => break,
            Err(error) => {
                let line = reader.position().line() + 1;
                let cause = std::io::Error::other(error);
                let _ = out.send(Err(crate::input::interrupted(name, &cause, line)));
                return;
            }
        }
    }
    if !chunk.is_empty() {
        let _ = out.send(Ok(chunk));
    }
}

struct Batch<'a> {
    engine: &'a Engine,
    rows: Rows,
    form: Form,
    columns: Colonnes,
    /// Where the reference, the number and the matricule are: a refused row is named as it was given.
    named: [Option<usize>; 3],
    width: usize,
}

impl Batch<'_> {
    fn title(&self, out: &mut Out) {
        HEAD.iter().for_each(|name| out.text(name));
        match self.rows {
            Rows::Totaux => TOTALS.iter().for_each(|(name, _)| out.text(name)),
            Rows::Lignes => LINE.iter().for_each(|name| out.text(name)),
        }
        out.text("erreurs");
        out.end();
    }

    fn answer(&self, (line, row): &Row) -> Answer {
        let computed = self.request(row).and_then(|text| {
            let request = read::<BulletinInput>(&text)?;
            Ok((request.reference, self.engine.amounts(&request.input)?))
        });
        let status = match &computed {
            Ok((_, bulletin)) if bulletin.anomalies().next().is_some() => Status::Anomalies,
            Ok(_) => Status::Done,
            Err(_) => Status::Refused,
        };
        let out = self.written(|out| match &computed {
            Ok((reference, bulletin)) => self.result(out, *line, reference.as_deref(), bulletin),
            Err(list) => self.refusal(out, *line, row, list.as_slice()),
        });
        (out, status)
    }

    /// The request of a row.
    fn request(&self, row: &ByteRecord) -> Result<String, Diagnostics> {
        let cells: Result<Vec<&str>, _> = row.iter().map(std::str::from_utf8).collect();
        let cells = cells.map_err(|_| {
            Diagnostic::error("CLI-003", "la ligne n'est pas en UTF-8")
                .hint("enregistrer le fichier en « CSV UTF-8 »")
        })?;
        let beyond = cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty());
        if beyond || cells.len() < self.width {
            let message = format!("{} cellules pour {} colonnes", cells.len(), self.width);
            return Err(Diagnostic::error("CLI-030", message)
                .hint("entourer de guillemets une cellule qui contient le séparateur")
                .into());
        }
        Ok(self.columns.request(|rank| cells.get(rank).copied().unwrap_or_default()))
    }

    fn result(&self, out: &mut Out, line: u64, reference: Option<&str>, bulletin: &Payslip) {
        let head = |out: &mut Out| {
            out.text(&line.to_string());
            out.text(reference.unwrap_or_default());
            out.text(bulletin.numero.as_deref().unwrap_or_default());
            out.text(&bulletin.salarie.matricule);
            out.text(&bulletin.date_paiement.to_string());
        };
        let to_check: Vec<String> =
            bulletin.anomalies().map(|w| format!("{} : {}", w.code, w.message)).collect();
        let to_check = to_check.join(" | ");
        match self.rows {
            Rows::Totaux => {
                head(out);
                TOTALS.iter().for_each(|(_, of)| out.amount(of(&bulletin.totaux)));
                out.text(&to_check);
                out.end();
            }
            Rows::Lignes => {
                for contract in &bulletin.contrats {
                    for paid in &contract.lignes {
                        head(out);
                        out.text(&contract.contrat);
                        out.line(paid);
                        out.text(&to_check);
                        out.end();
                    }
                }
            }
        }
    }

    fn refusal(&self, out: &mut Out, line: u64, row: &ByteRecord, list: &[Diagnostic]) {
        out.text(&line.to_string());
        for rank in self.named {
            let cell = rank.and_then(|rank| row.get(rank)).unwrap_or_default();
            out.text(String::from_utf8_lossy(cell).trim());
        }
        let empty = match self.rows {
            Rows::Totaux => TOTALS.len(),
            Rows::Lignes => LINE.len(),
        };
        (0..=empty).for_each(|_| out.text(""));
        let told: Vec<String> = list.iter().map(said).collect();
        out.text(&told.join(" | "));
        out.end();
    }

    fn written(&self, write: impl FnOnce(&mut Out)) -> Vec<u8> {
        let table = WriterBuilder::new()
            .delimiter(self.form.separator)
            .buffer_capacity(512)
            .flexible(true)
            .from_writer(Vec::with_capacity(512));
        let mut out = Out { table, comma: self.form.comma };
        write(&mut out);
        out.table.into_inner().unwrap_or_default()
    }
}

/// A diagnostic in one cell.
fn said(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.champ.as_deref().map_or(String::new(), |champ| format!(" ({champ})"));
    let hint = diagnostic.aide.as_deref().map_or(String::new(), |hint| format!(" ; {hint}"));
    format!("{}{place} : {}{hint}", diagnostic.code, diagnostic.message)
}

/// The cells of the answer. Writing to memory cannot fail.
struct Out {
    table: csv::Writer<Vec<u8>>,
    comma: bool,
}

impl Out {
    fn text(&mut self, text: &str) {
        let _ = self.table.write_field(inert_cell(text));
    }

    fn number(&mut self, text: &str) {
        let _ = if self.comma {
            self.table.write_field(text.replace('.', ","))
        } else {
            self.table.write_field(text)
        };
    }

    fn amount(&mut self, amount: Option<Cents>) {
        self.number(&amount.map_or(String::new(), |a| a.to_string()));
    }

    fn rate(&mut self, rate: Option<Rate>) {
        self.number(&rate.map_or(String::new(), |r| r.to_string()));
    }

    fn line(&mut self, line: &Line) {
        self.text(&line.code);
        self.text(&line.libelle);
        self.text(&line.organisme);
        self.amount(Some(line.base));
        self.rate(line.taux_salarie);
        self.amount(line.montant_salarie);
        self.rate(line.taux_employeur);
        self.amount(line.montant_employeur);
    }

    fn end(&mut self) {
        let _ = self.table.write_record(None::<&[u8]>);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TOTALS;

    #[test]
    fn every_total_of_the_contract_has_its_column() {
        let schema = cddu_kit::schemas::get("bulletin-totaux-sortie").unwrap();
        let totals = schema["$defs"]["Totals"]["properties"].as_object().unwrap();
        let known: BTreeSet<&str> = totals.keys().map(String::as_str).collect();
        let columns: BTreeSet<&str> = TOTALS.iter().map(|(name, _)| *name).collect();
        // The rate of the tax and where it comes from are no amounts.
        assert_eq!(
            known.difference(&columns).copied().collect::<Vec<_>>(),
            ["taux_pas", "taux_pas_personnalise"]
        );
    }
}
